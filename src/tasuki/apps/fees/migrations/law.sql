-- What holds even for raw SQL: an agreement rests on a filed table and stays as it was accepted;
-- an invoice goes to the employer of the job order and nobody else (H4), is numbered without a
-- gap, stays as it was issued, and is paid by what its payments say.

create or replace function tasuki.check_fee_agreement() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if tg_op = 'UPDATE' and old.state not in ('draft', 'offered') and
       (to_jsonb(new) - array['state', 'ends_on'])
       <> (to_jsonb(old) - array['state', 'ends_on']) then
        raise exception 'an accepted agreement stays as it is' using errcode = '23514';
    end if;
    if new.state = 'accepted' and not exists (
        select from public.relay_feetable f
         where f.organisation_id = new.organisation_id and f.version = new.fee_table_version
           and f.filed_on <= new.accepted_on) then
        raise exception 'H4: an agreement rests on a filed fee table' using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h4_agreement_rests_on_filed_table
    before insert or update on public.fees_feeagreement
    for each row execute function tasuki.check_fee_agreement();

-- A table on which somebody agreed says to its end what it said then.
create or replace function tasuki.keep_agreed_fee_table() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if to_jsonb(new) <> to_jsonb(old) and exists (
        select from public.fees_feeagreement a
         where a.organisation_id = old.organisation_id and a.fee_table_version = old.version
           and a.accepted_on is not null) then
        raise exception 'a fee table that was agreed on stays as it is' using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger agreed_fee_table_stays before update on public.relay_feetable
    for each row execute function tasuki.keep_agreed_fee_table();

create or replace function tasuki.check_invoice() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_order public.placement_joborder;
    v_seeker public.placement_jobseeker;
begin
    if tg_op = 'UPDATE' and old.state in ('issued', 'cancelled') then
        if (to_jsonb(new) - array['state', 'cancelled_on', 'cancel_reason', 'paid_yen'])
           <> (to_jsonb(old) - array['state', 'cancelled_on', 'cancel_reason', 'paid_yen']) then
            raise exception 'an issued invoice stays as it is' using errcode = '23514';
        end if;
        if old.state = 'cancelled' and to_jsonb(new) <> to_jsonb(old) then
            raise exception 'a cancelled invoice stays as it is' using errcode = '23514';
        end if;
    end if;
    if new.paid_yen <> (
        select coalesce(sum(p.amount_yen), 0) from public.fees_payment p
         where p.organisation_id = new.organisation_id and p.invoice_id = new.id) then
        raise exception 'what was paid is the sum of the payments' using errcode = '23514';
    end if;
    if abs(new.paid_yen) > abs(new.total_yen)
       or new.paid_yen <> 0 and sign(new.paid_yen) <> sign(new.total_yen) then
        raise exception 'more was paid than was charged' using errcode = '23514';
    end if;
    select o.* into v_order
      from public.placement_introduction i
      join public.placement_joborder o
        on o.organisation_id = i.organisation_id and o.id = i.job_order_id
     where i.organisation_id = new.organisation_id and i.id = new.introduction_id;
    select s.* into v_seeker
      from public.placement_introduction i
      join public.placement_jobseeker s
        on s.organisation_id = i.organisation_id and s.id = i.job_seeker_id
     where i.organisation_id = new.organisation_id and i.id = new.introduction_id;
    if v_order.id is null or new.recipient_name <> v_order.employer_name
       or new.company_id is distinct from v_order.company_id
       or replace(replace(new.recipient_name, ' ', ''), '　', '')
          = replace(replace(v_seeker.name, ' ', ''), '　', '') then
        raise exception 'H4: only the employer of the job order is sent an invoice'
            using errcode = '23514';
    end if;
    if v_order.slot_id is not null then
        raise exception 'H4: a hire by a free slot costs nothing' using errcode = '23514';
    end if;
    if new.state = 'issued' and (tg_op = 'INSERT' or old.state <> 'issued') then
        if new.kind = 'fee' and not tasuki.has_licence(new.organisation_id, new.issued_on) then
            raise exception 'H1: no licence is valid on the day of the invoice'
                using errcode = '23514';
        end if;
        if new.serial <> (
            select coalesce(max(i.serial), 0) + 1 from public.fees_invoice i
             where i.organisation_id = new.organisation_id and i.kind = new.kind
               and i.id <> new.id) then
            raise exception 'invoices are numbered without a gap' using errcode = '23514';
        end if;
    end if;
    return new;
end $body$;
create or replace trigger h4_invoice_to_employer
    before insert or update on public.fees_invoice
    for each row execute function tasuki.check_invoice();

create or replace function tasuki.count_payment() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    update public.fees_invoice i set paid_yen = i.paid_yen + new.amount_yen
     where i.organisation_id = new.organisation_id and i.id = new.invoice_id
       and i.state = 'issued';
    if not found then
        raise exception 'only an issued invoice is paid' using errcode = '23514';
    end if;
    return null;
end $body$;
create or replace trigger payment_counts after insert on public.fees_payment
    for each row execute function tasuki.count_payment();

grant execute on function tasuki.check_fee_agreement(), tasuki.keep_agreed_fee_table(),
    tasuki.check_invoice(), tasuki.count_payment() to public;
