-- The journal of relay credits and free slots: append-only, double entry, chained by hash.
--
-- One entry moves an amount from one account to another, so the sum over a book is always zero.
-- A book is one relay contract.  Credits cannot be transferred, so no entry touches two books:
-- one lock per book is enough.  A book belongs to the agency; the company reads statements.
-- Keys and reasons are opaque codes: no name and no mail address ever enters.
--
-- Needs tenancy.sql; run once by a migration as tasuki_owner.

create schema if not exists ledger;
grant usage on schema ledger to tasuki_app, tasuki_backup;

-- 1. Tables --------------------------------------------------------------------------------

create table if not exists ledger.book (
    organisation_id bigint not null,
    contract_id     uuid   not null,
    entry_count     bigint not null default 0 check (entry_count >= 0),
    head            bytea  not null default '\x00',
    primary key (organisation_id, contract_id)
);

create table if not exists ledger.account (
    organisation_id bigint  not null,
    contract_id     uuid    not null,
    code            text    not null,
    limited         boolean not null,
    balance         bigint  not null default 0,
    held            bigint  not null default 0,
    primary key (organisation_id, contract_id, code),
    foreign key (organisation_id, contract_id) references ledger.book,
    constraint hold_not_negative check (held >= 0),
    constraint never_overdrawn check (not limited or balance >= held)
);
comment on column ledger.account.limited is
    'false for the outside world (registrations, slot_source), which may fall below zero';
comment on column ledger.account.held is 'reserved by pending entries and still part of balance';

create table if not exists ledger.entry (
    organisation_id bigint      not null,
    contract_id     uuid        not null,
    number          bigint      not null check (number > 0),
    key             text        not null,
    kind            text        not null check (kind in ('posted', 'pending', 'post', 'void')),
    debit_code      text        not null,
    credit_code     text        not null,
    amount          bigint      not null check (amount > 0),
    reason          text        not null check (reason ~ '^[A-Z][A-Z0-9_]{0,31}$'),
    effective_on    date        not null,
    recorded_at     timestamptz not null,
    pending_key     text,
    expires_at      timestamptz,
    fingerprint     bytea       not null,
    previous_hash   bytea       not null,
    hash            bytea       not null,
    primary key (organisation_id, contract_id, number),
    constraint key_once unique (organisation_id, contract_id, key),
    constraint key_opaque check (length(key) <= 100 and key ~ '^[a-z_]+(:[0-9a-z-]+)+$'),
    constraint two_accounts check (debit_code <> credit_code),
    constraint resolution_names_its_pending check ((pending_key is not null) = (kind in ('post', 'void'))),
    constraint pending_has_an_end check ((expires_at is not null) = (kind = 'pending')),
    foreign key (organisation_id, contract_id, debit_code)  references ledger.account,
    foreign key (organisation_id, contract_id, credit_code) references ledger.account,
    foreign key (organisation_id, contract_id, pending_key)
        references ledger.entry (organisation_id, contract_id, key)
);
create unique index if not exists resolved_once
    on ledger.entry (organisation_id, contract_id, pending_key) where pending_key is not null;
comment on column ledger.entry.debit_code is 'the account that gives';
comment on column ledger.entry.credit_code is 'the account that receives';
comment on column ledger.entry.effective_on is 'the day on which it happened';
comment on column ledger.entry.recorded_at is 'the moment at which we learnt of it';

call tasuki.fence('ledger.book');
call tasuki.fence('ledger.account');
call tasuki.fence('ledger.entry');

-- 2. Nobody changes the past ---------------------------------------------------------------
-- "always": the triggers also fire while session_replication_role is replica.

create or replace function ledger.refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'ledger.entry is append-only: correct by another entry' using errcode = '55000';
end $$;

create or replace trigger no_edit before update or delete on ledger.entry
    for each row execute function ledger.refuse_change();
create or replace trigger no_truncate before truncate on ledger.entry
    for each statement execute function ledger.refuse_change();
alter table ledger.entry enable always trigger no_edit;
alter table ledger.entry enable always trigger no_truncate;

-- 3. What is said, and its hash ------------------------------------------------------------
-- A JSON array keeps the borders between values, which a joined text would lose; seconds since
-- 1970 do not depend on the time zone of a session.

create or replace function ledger.hash_of(e ledger.entry) returns bytea
    language sql stable as
$$
    select sha256(e.previous_hash || convert_to(jsonb_build_array(
        e.organisation_id, e.contract_id, e.number, e.key, e.kind, e.debit_code, e.credit_code,
        e.amount, e.reason, to_char(e.effective_on, 'YYYY-MM-DD'),
        extract(epoch from e.recorded_at)::text, e.pending_key,
        extract(epoch from e.expires_at)::text)::text, 'UTF8'))
$$;

create or replace function ledger.fingerprint_of(e ledger.entry) returns bytea
    language sql stable as
$$
    select sha256(convert_to(jsonb_build_array(
        e.kind, e.debit_code, e.credit_code, e.amount, e.reason,
        to_char(e.effective_on, 'YYYY-MM-DD'), e.pending_key,
        extract(epoch from e.expires_at)::text)::text, 'UTF8'))
$$;

-- 4. The single writer ---------------------------------------------------------------------

create or replace function ledger.lock_book(p_contract uuid) returns bigint
    language plpgsql set search_path = pg_catalog, pg_temp set lock_timeout = '3s' as
$$
declare
    v_organisation constant bigint := tasuki.organisation();
begin
    if v_organisation is null then
        raise exception 'no organisation is bound to this transaction' using errcode = '42501';
    end if;
    perform pg_advisory_xact_lock(
        hashtextextended('ledger.book|' || v_organisation || '|' || p_contract, 0));
    return v_organisation;
end $$;

-- Takes what the caller said (p_said), adds number, time and hash, moves the balances.  The same
-- key with the same words returns the number of the entry that stands; with others it is an error.
create or replace function ledger.append(p_said ledger.entry) returns bigint
    language plpgsql set search_path = pg_catalog, pg_temp as
$$
declare
    v_new   ledger.entry := p_said;
    v_found record;
    v_book  record;
    v_moves boolean;
begin
    v_new.organisation_id := ledger.lock_book(p_said.contract_id);
    v_new.fingerprint := ledger.fingerprint_of(v_new);
    select number, fingerprint into v_found from ledger.entry e
     where e.organisation_id = v_new.organisation_id and e.contract_id = v_new.contract_id
       and e.key = v_new.key;
    if found then
        if v_found.fingerprint is distinct from v_new.fingerprint then
            raise exception 'key % stands for another entry', v_new.key using errcode = '23505';
        end if;
        return v_found.number;
    end if;

    select entry_count, head into v_book from ledger.book b
     where b.organisation_id = v_new.organisation_id and b.contract_id = v_new.contract_id;
    if not found then
        raise exception 'contract % has no book here', v_new.contract_id using errcode = 'P0002';
    end if;
    v_new.number := v_book.entry_count + 1;
    v_new.recorded_at := clock_timestamp();
    v_new.previous_hash := v_book.head;
    v_new.hash := ledger.hash_of(v_new);
    insert into ledger.entry select v_new.*;

    v_moves := v_new.kind in ('posted', 'post');
    -- One statement for the giver, so that hold and balance are judged together.
    update ledger.account a
       set balance = a.balance - case when v_moves then v_new.amount else 0 end,
           held = a.held + case v_new.kind when 'pending' then v_new.amount
                                           when 'posted' then 0
                                           else -v_new.amount end
     where a.organisation_id = v_new.organisation_id and a.contract_id = v_new.contract_id
       and a.code = v_new.debit_code;
    if v_moves then
        update ledger.account a set balance = a.balance + v_new.amount
         where a.organisation_id = v_new.organisation_id and a.contract_id = v_new.contract_id
           and a.code = v_new.credit_code;
    end if;
    update ledger.book b set entry_count = v_new.number, head = v_new.hash
     where b.organisation_id = v_new.organisation_id and b.contract_id = v_new.contract_id;
    return v_new.number;
end $$;

create or replace function ledger.said(
    p_contract uuid, p_key text, p_kind text, p_debit text, p_credit text, p_amount bigint,
    p_reason text, p_on date, p_pending_key text, p_expires_at timestamptz
) returns ledger.entry
    language sql stable as
$$
    select row(null, p_contract, null, p_key, p_kind, p_debit, p_credit, p_amount, p_reason, p_on,
               null, p_pending_key, p_expires_at, null, null, null)::ledger.entry
$$;

-- 5. What the application may call ---------------------------------------------------------

create or replace function ledger.open_book(p_contract uuid) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_organisation constant bigint := ledger.lock_book(p_contract);
begin
    insert into ledger.book (organisation_id, contract_id) values (v_organisation, p_contract)
        on conflict do nothing;
    insert into ledger.account (organisation_id, contract_id, code, limited)
    select v_organisation, p_contract, code, limited
      from (values ('registrations', false), ('earned', true), ('confirmed', true),
                   ('bundled', true), ('expired', true), ('reversed', true),
                   ('slot_source', false), ('slot_open', true), ('slot_used', true),
                   ('slot_ended', true)) as kinds (code, limited)
        on conflict do nothing;
end $$;

create or replace function ledger.post(
    p_contract uuid, p_key text, p_debit text, p_credit text, p_amount bigint,
    p_reason text, p_on date
) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
begin
    return ledger.append(ledger.said(p_contract, p_key, 'posted', p_debit, p_credit, p_amount,
                                     p_reason, p_on, null, null));
end $$;

-- What has run out: confirmed credits become expired, open slots become ended.
create or replace function ledger.expire(
    p_contract uuid, p_key text, p_code text, p_amount bigint, p_reason text, p_on date
) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_end constant text := case p_code when 'confirmed' then 'expired'
                                       when 'slot_open' then 'slot_ended' end;
begin
    if v_end is null then
        raise exception 'account % does not expire', p_code using errcode = '22023';
    end if;
    return ledger.post(p_contract, p_key, p_code, v_end, p_amount, p_reason, p_on);
end $$;

create or replace function ledger.reserve(
    p_contract uuid, p_key text, p_debit text, p_credit text, p_amount bigint,
    p_reason text, p_on date, p_expires_at timestamptz
) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
begin
    return ledger.append(ledger.said(p_contract, p_key, 'pending', p_debit, p_credit, p_amount,
                                     p_reason, p_on, null, p_expires_at));
end $$;

-- p_kind: post (the reserved amount moves) or void (it is free again).  After expires_at only a
-- void is left, unless the post stands already and this is its repetition.
create or replace function ledger.resolve(
    p_contract uuid, p_key text, p_pending_key text, p_kind text, p_reason text, p_on date
) returns bigint
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_organisation constant bigint := ledger.lock_book(p_contract);
    v_pending ledger.entry;
begin
    if p_kind is null or p_kind not in ('post', 'void') then
        raise exception 'a reservation is resolved by post or void, not by %', p_kind
            using errcode = '22023';
    end if;
    select * into v_pending from ledger.entry e
     where e.organisation_id = v_organisation and e.contract_id = p_contract
       and e.key = p_pending_key and e.kind = 'pending';
    if not found then
        raise exception 'nothing is reserved under %', p_pending_key using errcode = 'P0002';
    end if;
    if p_kind = 'post' and v_pending.expires_at <= clock_timestamp() and not exists (
        select from ledger.entry e
         where e.organisation_id = v_organisation and e.contract_id = p_contract and e.key = p_key)
    then
        raise exception 'the reservation % ran out', p_pending_key using errcode = '22023';
    end if;
    return ledger.append(ledger.said(
        p_contract, p_key, p_kind, v_pending.debit_code, v_pending.credit_code, v_pending.amount,
        p_reason, p_on, p_pending_key, null));
end $$;

-- As many slots as the confirmed credits allow, p_ratio credits each; both entries of a slot or
-- none.  Never too early: the balance of confirmed cannot fall below zero.  Never twice: the key
-- of a slot holds its number.  Returns the numbers of the new slots.
create or replace function ledger.bundle(
    p_contract uuid, p_ratio integer, p_on date, p_open_max integer default null
) returns bigint[]
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_organisation constant bigint := ledger.lock_book(p_contract);
    v_made bigint[] := '{}';
    v_number bigint;
    v_free bigint;
    v_open bigint;
begin
    if p_ratio is null or p_ratio < 1 then
        raise exception 'a slot costs at least one credit, not %', p_ratio using errcode = '22023';
    end if;
    loop
        select max(a.balance - a.held) filter (where a.code = 'confirmed'),
               max(a.balance) filter (where a.code = 'slot_open'),
               1 - max(a.balance) filter (where a.code = 'slot_source')
          into v_free, v_open, v_number
          from ledger.account a
         where a.organisation_id = v_organisation and a.contract_id = p_contract;
        if v_free is null then
            raise exception 'contract % has no book here', p_contract using errcode = 'P0002';
        end if;
        exit when v_free < p_ratio or v_open >= p_open_max;
        perform ledger.post(p_contract, 'bundle:' || p_contract || ':' || v_number,
                            'confirmed', 'bundled', p_ratio, 'K4', p_on);
        perform ledger.post(p_contract, 'slot:' || p_contract || ':' || v_number,
                            'slot_source', 'slot_open', 1, 'K4', p_on);
        v_made := v_made || v_number;
    end loop;
    return v_made;
end $$;

revoke execute on all functions in schema ledger from public;
grant execute on function ledger.open_book(uuid),
    ledger.post(uuid, text, text, text, bigint, text, date),
    ledger.expire(uuid, text, text, bigint, text, date),
    ledger.reserve(uuid, text, text, text, bigint, text, date, timestamptz),
    ledger.resolve(uuid, text, text, text, text, date),
    ledger.bundle(uuid, integer, date, integer)
    to tasuki_app;
grant execute on function ledger.hash_of(ledger.entry), ledger.fingerprint_of(ledger.entry)
    to tasuki_app, tasuki_backup;
grant select on ledger.book, ledger.account, ledger.entry to tasuki_app, tasuki_backup;

-- 6. What is broken: no row, ever ----------------------------------------------------------
-- It sees what its reader sees: bound, one organisation; as tasuki_backup, all of them.  Unbound
-- it is empty for the wrong reason, so whoever asks must also count the entries.

create or replace view ledger.broken with (security_invoker = true) as
with movement as (
    select organisation_id, contract_id, debit_code as code,
           case when kind in ('posted', 'post') then -amount else 0 end as balance,
           case kind when 'pending' then amount when 'posted' then 0 else -amount end as held
      from ledger.entry
    union all
    select organisation_id, contract_id, credit_code,
           case when kind in ('posted', 'post') then amount else 0 end, 0
      from ledger.entry
), expected as (
    select organisation_id, contract_id, code, sum(balance) as balance, sum(held) as held
      from movement group by organisation_id, contract_id, code
), compared as not materialized (
    select a.*, coalesce(x.balance, 0) as want_balance, coalesce(x.held, 0) as want_held
      from ledger.account a
      left join expected x using (organisation_id, contract_id, code)
), chained as not materialized (
    select e.organisation_id, e.contract_id, e.number, e.key, e.previous_hash, e.hash,
           e.fingerprint, ledger.hash_of(e) as want_hash,
           ledger.fingerprint_of(e) as want_fingerprint,
           row_number() over book_order as want_number,
           lag(e.hash, 1, '\x00'::bytea) over book_order as want_previous,
           lead(e.number) over book_order is null as is_last
      from ledger.entry e
    window book_order as (partition by e.organisation_id, e.contract_id order by e.number)
)
select 'balance' as what, organisation_id, contract_id, code as item,
       balance::text as found, want_balance::text as expected
  from compared where balance <> want_balance
union all
select 'held', organisation_id, contract_id, code, held::text, want_held::text
  from compared where held <> want_held
union all
select 'overdrawn', organisation_id, contract_id, code, (balance - held)::text, '>= 0'
  from compared where limited and balance < held
union all
select 'total', organisation_id, contract_id, '', sum(balance)::text, '0'
  from ledger.account group by organisation_id, contract_id having sum(balance) <> 0
union all
select 'number', organisation_id, contract_id, key, number::text, want_number::text
  from chained where number <> want_number
union all
select 'link', organisation_id, contract_id, key,
       encode(previous_hash, 'hex'), encode(want_previous, 'hex')
  from chained where previous_hash <> want_previous
union all
select 'hash', organisation_id, contract_id, key, encode(hash, 'hex'), encode(want_hash, 'hex')
  from chained where hash <> want_hash
union all
select 'fingerprint', organisation_id, contract_id, key,
       encode(fingerprint, 'hex'), encode(want_fingerprint, 'hex')
  from chained where fingerprint <> want_fingerprint
union all
select 'head', b.organisation_id, b.contract_id, '',
       b.entry_count || ' ' || encode(b.head, 'hex'),
       coalesce(c.number, 0) || ' ' || encode(coalesce(c.hash, '\x00'), 'hex')
  from ledger.book b
  left join chained c on c.organisation_id = b.organisation_id
       and c.contract_id = b.contract_id and c.is_last
 where b.entry_count <> coalesce(c.number, 0) or b.head <> coalesce(c.hash, '\x00')
union all
select 'resolution', r.organisation_id, r.contract_id, r.key,
       concat_ws(' ', r.debit_code, r.credit_code, r.amount),
       concat_ws(' ', p.debit_code, p.credit_code, p.amount)
  from ledger.entry r
  left join ledger.entry p on p.organisation_id = r.organisation_id
       and p.contract_id = r.contract_id and p.key = r.pending_key
 where r.pending_key is not null
   and (p.kind is distinct from 'pending'
        or (r.debit_code, r.credit_code, r.amount) is distinct from (p.debit_code, p.credit_code, p.amount)
        or (r.kind = 'post' and r.recorded_at > p.expires_at));

grant select on ledger.broken to tasuki_app, tasuki_backup;
