-- The fence of a person: rows of one account, seen only while that account is bound.
--
-- Run once by a migration as tasuki_owner.  The stamp is the moment at which this very
-- transaction began, as for the organisation: an old value opens nothing.

create or replace function tasuki.bind_person(p_account bigint) returns void
    language sql as
$$
    select set_config('tasuki.person',
        coalesce(p_account || '|' || tasuki.stamp(), ''), true)
$$;

create or replace function tasuki.person() returns bigint
    language sql stable parallel safe as
$$
    select case when split_part(current_setting('tasuki.person', true), '|', 2) = tasuki.stamp()
                then nullif(split_part(current_setting('tasuki.person', true), '|', 1), '')::bigint
           end
$$;

revoke execute on function tasuki.bind_person(bigint), tasuki.person() from public;
grant execute on function tasuki.bind_person(bigint), tasuki.person() to tasuki_app, tasuki_backup;

create or replace procedure tasuki.fence_person(p_table regclass)
    language plpgsql as
$$
begin
    execute format('alter table %s enable row level security', p_table);
    execute format('alter table %s force row level security', p_table);
    execute format('drop policy if exists own_rows on %s', p_table);
    execute format('create policy own_rows on %s '
                   'using (account_id = (select tasuki.person())) '
                   'with check (account_id = (select tasuki.person()))', p_table);
    -- For the two functions below only; the serving role is not let in by it.
    execute format('drop policy if exists owner_reads on %s', p_table);
    execute format('create policy owner_reads on %s for select to tasuki_owner using (true)',
                   p_table);
end $$;
revoke execute on procedure tasuki.fence_person(regclass) from public;

call tasuki.fence_person('public.passport_ownkey');
call tasuki.fence_person('public.passport_companyblock');
call tasuki.fence_person('public.passport_passportitem');
call tasuki.fence_person('public.passport_passportgrant');

-- A grant names an entry of the same account: a plain foreign key would accept anybody's.
alter table public.passport_passportitem
    add constraint passport_item_of_account unique (account_id, id);
alter table public.passport_passportgrant
    add constraint passport_grant_of_account foreign key (account_id, item_id)
    references public.passport_passportitem (account_id, id) deferrable initially deferred;

-- What the organisation bound now may know.  Both start from its own records of the person.

create or replace function tasuki.blocks_company(
        p_records uuid[], p_company bigint, p_names bytea[]) returns boolean
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select exists (
        select from public.orgs_accountlink l
          join public.passport_companyblock b on b.account_id = l.account_id
         where l.organisation_id = tasuki.organisation()
           and l.talent_record_id = any (p_records)
           and (b.company_id = p_company
                or b.name_index = any (p_names)))
$$;

create or replace function tasuki.passport_for(p_records uuid[])
    returns table (id uuid, kind text, title bytea, place bytea, body bytea,
                   starts_on date, ends_on date, opened_at timestamptz,
                   account_id bigint, key_id uuid, master_version integer, wrapped bytea)
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select distinct i.id, i.kind::text, i.title, i.place, i.text, i.starts_on, i.ends_on,
           greatest(g.created_at, i.updated_at), k.account_id, k.id, k.master_version, k.wrapped
      from public.orgs_accountlink l
      join public.passport_passportgrant g
        on g.account_id = l.account_id and g.reader_id = l.organisation_id
      join public.passport_passportitem i
        on i.account_id = g.account_id and i.id = g.item_id and not i.is_proposed
      join public.passport_ownkey k on k.account_id = i.account_id
     where l.organisation_id = tasuki.organisation()
       and l.talent_record_id = any (p_records)
     order by 2, 6 desc nulls last, 8, 1
$$;

-- Which accounts have a key, and under which master key; no version where rows have lost theirs.
create or replace function tasuki.own_keys()
    returns table (account_id bigint, master_version integer)
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select k.account_id, k.master_version from public.passport_ownkey k
    union all
    select lost.account_id, null
      from (select i.account_id, i.title as sealed from public.passport_passportitem i
            union all
            select b.account_id, b.name from public.passport_companyblock b) lost
     where length(lost.sealed) > 0
       and not exists (select from public.passport_ownkey k
                        where k.id = encode(substring(lost.sealed from 2 for 16), 'hex')::uuid)
     group by lost.account_id
     order by 1
$$;

revoke execute on function tasuki.blocks_company(uuid[], bigint, bytea[]),
    tasuki.passport_for(uuid[]), tasuki.own_keys() from public;
grant execute on function tasuki.blocks_company(uuid[], bigint, bytea[]),
    tasuki.passport_for(uuid[]), tasuki.own_keys() to tasuki_app;
