-- H8 for whoever asks, raw SQL of the serving role included: no delete before the floor, none
-- under a legal hold.  The clock is the server's and the start comes from the row, so there is
-- nothing that a caller could set to get past it.

-- The last day that must be kept: the period begins on the day after the start (民法140条) and
-- ends on the day before the corresponding day, or with the month where there is none (143条).
create or replace function retention.kept_through(p_start date, p_months integer, p_days integer)
    returns date language sql immutable parallel safe
    return case
        when p_months = 0 then p_start + p_days
        when extract(day from (p_start + 1 + make_interval(months => p_months)))
             = extract(day from (p_start + 1))
            then (p_start + 1 + make_interval(months => p_months))::date - 1
        else (p_start + 1 + make_interval(months => p_months))::date end;

-- Where the clock of each guarded table stands: a column, or a function of this schema.
create table if not exists retention.clock (
    source text primary key,
    relation regclass not null,
    name text not null,
    delay_months integer not null,
    subject text not null default ''
);
revoke all on retention.clock from tasuki_app;
grant select on retention.clock to tasuki_app, tasuki_backup;

create or replace function retention.start_of(p_source text, p_id uuid, p_on date) returns date
    language plpgsql stable set search_path = pg_catalog, pg_temp as
$body$
declare
    v_clock retention.clock;
    v_parent regclass;
    v_text text;
    v_start date;
begin
    select * into v_clock from retention.clock c where c.source = p_source;
    if v_clock.name like '%\_\_%' then
        -- A clock of the row that this one belongs to: foreign key, two underscores, column.
        select f.confrelid::regclass into v_parent
          from pg_constraint f
          join pg_attribute a on a.attrelid = f.conrelid and a.attnum = any (f.conkey)
         where f.conrelid = v_clock.relation and f.contype = 'f'
           and a.attname = split_part(v_clock.name, '__', 1) || '_id';
        execute format('select (p.%I)::text from %s p join %s c on c.%I = p.id where c.id = $1',
                       split_part(v_clock.name, '__', 2), v_parent, v_clock.relation,
                       split_part(v_clock.name, '__', 1) || '_id')
           into v_text using p_id;
        v_start := case when length(v_text) = 10 then v_text::date
                        else retention.day(v_text::timestamptz) end;
    elsif exists (select from pg_attribute a where a.attrelid = v_clock.relation
                  and a.attname = v_clock.name and not a.attisdropped) then
        execute format('select (%I)::text from %s where id = $1', v_clock.name, v_clock.relation)
           into v_text using p_id;
        v_start := case when length(v_text) = 10 then v_text::date
                        else retention.day(v_text::timestamptz) end;
    else
        execute format('select retention.%I($1, $2)', v_clock.name)
           into v_start using p_id, p_on;
    end if;
    return (v_start + make_interval(months => v_clock.delay_months))::date;
end $body$;

-- What an import made is no record yet while the import can be taken back: seven days.  Neither
-- the day of a row nor the import it came with can be changed, so no older row looks like one.
create or replace function retention.is_fresh_import(p_row jsonb) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select p_row ->> 'import_run_id' is not null
       and (p_row ->> 'created_at')::timestamptz > now() - interval '7 days'
$$;

create or replace function retention.keep_origin() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if (new.created_at, new.import_run_id) is distinct from (old.created_at, old.import_run_id) then
        raise exception 'H8: day and origin of % do not change', tg_table_name
            using errcode = '23001';
    end if;
    return new;
end $body$;
create or replace trigger origin_stays before update of created_at, import_run_id
    on public.openings_opening for each row execute function retention.keep_origin();
create or replace trigger origin_stays before update of created_at, import_run_id
    on public.people_employment for each row execute function retention.keep_origin();

-- Arguments: label of the model, months and days of the floor, the column with the person's id.
create or replace function retention.keep() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_row jsonb := to_jsonb(old);
    v_start date;
    v_today date := retention.day(now());
    v_months integer := tg_argv[1];
    v_days integer := tg_argv[2];
begin
    if v_months + v_days > 0 and not retention.is_fresh_import(v_row) then
        v_start := retention.start_of(tg_argv[0], old.id, v_today);
        if v_start is null or v_today <= retention.kept_through(v_start, v_months, v_days) then
            raise exception 'H8: % % must be kept until %', tg_argv[0], old.id,
                coalesce(retention.kept_through(v_start, v_months, v_days)::text, 'its clock ran')
                using errcode = '23001';
        end if;
    end if;
    if retention.is_held(old.organisation_id, tg_argv[0], v_row ->> nullif(tg_argv[3], ''))
       or retention.is_held(old.organisation_id, tg_argv[0], old.id::text) then
        raise exception 'H8: % % is under a legal hold', tg_argv[0], old.id
            using errcode = '23001';
    end if;
    return old;
end $body$;

create or replace procedure retention.guard(
    p_table regclass, p_name text, p_months integer, p_days integer, p_delay integer,
    p_clock text, p_subject text)
    language plpgsql as
$$
begin
    insert into retention.clock (source, relation, name, delay_months, subject)
    values (p_name, p_table, p_clock, p_delay, p_subject)
    on conflict (source) do update
       set relation = excluded.relation, name = excluded.name,
           delay_months = excluded.delay_months, subject = excluded.subject;
    execute format('drop trigger if exists zz_keep on %s', p_table);
    execute format('create trigger zz_keep before delete on %s for each row '
                   'execute function retention.keep(%L, %L, %L, %L)',
                   p_table, p_name, p_months, p_days, p_subject);
end $$;

-- The locked store ---------------------------------------------------------------------------
-- What a law orders to keep after an erasure.  The serving role writes into it and cannot read;
-- it opens one record for a reason, and the database writes down who and why.

create table if not exists retention.locked (
    id uuid primary key,
    organisation_id bigint not null,
    source text not null,
    source_id uuid not null,
    content text not null,
    floor_months integer not null check (floor_months > 0)
);
call tasuki.fence('retention.locked');
revoke all on retention.locked from tasuki_app;
grant select on retention.locked to tasuki_backup;

create or replace function retention.lock_away(
    p_id uuid, p_source text, p_source_id uuid, p_content text, p_floor_months integer)
    returns void
    language sql volatile security definer set search_path = pg_catalog, pg_temp as
$$
    insert into retention.locked (id, organisation_id, source, source_id, content, floor_months)
    values (p_id, tasuki.organisation(), p_source, p_source_id, p_content, p_floor_months)
$$;

create or replace function retention.is_locked(p_source text, p_source_id uuid) returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select exists (select from retention.locked l
                    where l.organisation_id = tasuki.organisation()
                      and l.source = p_source and l.source_id = p_source_id)
$$;

create or replace function retention.open_locked(p_id uuid, p_reason text) returns text
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_content text;
begin
    if length(trim(coalesce(p_reason, ''))) < 5 then
        raise exception 'a locked record is opened for a reason' using errcode = '23514';
    end if;
    select l.content into v_content from retention.locked l
     where l.id = p_id and l.organisation_id = tasuki.organisation();
    if v_content is not null then
        insert into public.upkeep_lockedaccess
            (id, organisation_id, locked_record_id, account_id, reason, opened_at)
        values (gen_random_uuid(), tasuki.organisation(), p_id, tasuki.actor(),
                left(trim(p_reason), 300), now());
    end if;
    return v_content;
end $$;

-- The last day on which a locked record must be kept: its own clock, for the retention engine.
create or replace function retention.start_of_locked(p_id uuid, p_on date) returns date
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select retention.kept_through(
               retention.start_of(l.source, l.source_id, p_on), l.floor_months, 0)
      from retention.locked l
     where l.id = p_id and l.organisation_id = tasuki.organisation()
$$;

-- What was locked away lies under a hold like the row that it came from.
create or replace function retention.is_locked_held(p_id uuid) returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as
$body$
declare
    v_row retention.locked;
    v_clock retention.clock;
    v_subject text;
begin
    select * into v_row from retention.locked l
     where l.id = p_id and l.organisation_id = tasuki.organisation();
    if v_row.id is null then
        return false;
    end if;
    select * into v_clock from retention.clock c where c.source = v_row.source;
    if v_clock.subject <> '' then
        execute format('select (c.%I)::text from %s c where c.id = $1',
                       v_clock.subject, v_clock.relation)
           into v_subject using v_row.source_id;
    end if;
    return retention.is_held(v_row.organisation_id, v_row.source, v_row.source_id::text)
        or retention.is_held(v_row.organisation_id, v_row.source, v_subject)
        or retention.is_held(v_row.organisation_id, 'upkeep.LockedRecord', p_id::text);
end $body$;

create or replace function retention.drop_locked(p_id uuid) returns boolean
    language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as
$$
declare
    v_row retention.locked;
    v_start date;
begin
    select * into v_row from retention.locked l
     where l.id = p_id and l.organisation_id = tasuki.organisation();
    if v_row.id is null then
        return false;
    end if;
    v_start := retention.start_of(v_row.source, v_row.source_id, retention.day(now()));
    if v_start is null
       or retention.day(now()) <= retention.kept_through(v_start, v_row.floor_months, 0) then
        raise exception 'H8: locked record % must be kept', p_id using errcode = '23001';
    end if;
    if retention.is_locked_held(p_id) then
        raise exception 'H8: locked record % is under a legal hold', p_id using errcode = '23001';
    end if;
    delete from retention.locked l where l.id = v_row.id;
    return true;
end $$;

-- Emptying a row that must be kept is a deletion by another name: only what was locked away
-- before may be emptied below the floor, and nothing under a legal hold.  The mark of the sweep
-- counts as empty.  A draft is no record yet.  Arguments: label, months of the floor, the column with
-- the person's id, the states of a draft, the fields.
create or replace function retention.keep_fields() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_old jsonb := to_jsonb(old);
    v_new jsonb := to_jsonb(new);
    v_months integer := tg_argv[1];
    v_start date;
    v_today date := retention.day(now());
begin
    if not exists (select from unnest(tg_argv[4:]) as f (name)
                    where not retention.is_nothing(v_old ->> f.name)
                      and retention.is_nothing(v_new ->> f.name)) then
        return new;
    end if;
    if v_months > 0
       and not coalesce(v_new ->> 'state' = any (string_to_array(tg_argv[3], ',')), false) then
        v_start := retention.start_of(tg_argv[0], old.id, v_today);
        if (v_start is null or v_today <= retention.kept_through(v_start, v_months, 0))
           and not retention.is_locked(tg_argv[0], old.id) then
            raise exception 'H8: the fields of % % must be kept or locked away', tg_argv[0], old.id
                using errcode = '23001';
        end if;
    end if;
    if retention.is_held(old.organisation_id, tg_argv[0], v_old ->> nullif(tg_argv[2], ''))
       or retention.is_held(old.organisation_id, tg_argv[0], old.id::text) then
        raise exception 'H8: % % is under a legal hold', tg_argv[0], old.id
            using errcode = '23001';
    end if;
    return new;
end $body$;

create or replace function retention.is_nothing(p_value text) returns boolean
    language sql immutable parallel safe
    return coalesce(p_value, '') in ('', '[]', '{}', '\x') or position('（消去済み）' in p_value) > 0;

create or replace procedure retention.guard_fields(
    p_table regclass, p_name text, p_months integer, p_subject text, p_drafts text, p_fields text[])
    language plpgsql as
$$
begin
    execute format('drop trigger if exists zz_keep_fields on %s', p_table);
    execute format('create trigger zz_keep_fields before update on %s for each row '
                   'execute function retention.keep_fields(%L, %L, %L, %L, %s)',
                   p_table, p_name, p_months, p_subject, p_drafts,
                   (select string_agg(quote_literal(f), ', ') from unnest(p_fields) f));
end $$;

-- After a stop of use nothing waits to be sent (H8): such a mail is written down as held back.
-- Arguments: the kinds that answer the person's own act, or that the law orders.
create or replace function retention.stop_mail() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.state = 'queued' and not new.kind = any (tg_argv)
       and exists (select from public.people_talentrecord t
                    where t.organisation_id = new.organisation_id and t.stopped_at is not null
                      and (t.id = new.person_id
                           or length(new.to_index) > 0 and t.mail_index = new.to_index)) then
        new.state := 'suppressed';
        new.last_error := 'H8';
    end if;
    return new;
end $body$;

create or replace procedure retention.guard_mails(p_kinds text[])
    language plpgsql as
$$
begin
    drop trigger if exists zz_stop_mail on public.outbox_outboxmail;
    execute format('create trigger zz_stop_mail before insert or update of state on public.outbox_outboxmail '
                   'for each row execute function retention.stop_mail(%s)',
                   (select string_agg(quote_literal(k), ', ') from unnest(p_kinds) k));
end $$;

revoke execute on all functions in schema retention from public;
revoke execute on all procedures in schema retention from public;
grant execute on all functions in schema retention to tasuki_app, tasuki_backup;
