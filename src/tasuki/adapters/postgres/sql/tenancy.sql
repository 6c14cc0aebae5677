-- Which organisation a transaction works for, and the fence that every table with
-- organisation_id stands behind.
--
-- Run once by a migration as tasuki_owner; the roles and the database come from bootstrap.py.
-- It stops the query that forgot its filter.  It does not stop SQL injection: whoever can run
-- any statement can also call tasuki.bind().

create schema if not exists tasuki;
grant usage on schema tasuki to tasuki_app, tasuki_backup;

-- 1. The context ---------------------------------------------------------------------------
-- The setting tasuki.context holds "organisation|actor|stamp".  The stamp is the moment at which
-- this very transaction began: a value that outlives its transaction, by a session-level SET or
-- by a server connection that a pooler hands on, no longer fits and opens nothing.

create or replace function tasuki.stamp() returns text
    language sql stable parallel safe
    return extract(epoch from transaction_timestamp())::text;

create or replace function tasuki.bind(p_organisation bigint, p_actor bigint) returns void
    language plpgsql as
$$
begin
    if p_organisation is null then
        raise exception 'bind needs an organisation' using errcode = '22004';
    end if;
    perform set_config('tasuki.context',
        p_organisation || '|' || coalesce(p_actor::text, '') || '|' || tasuki.stamp(), true);
end $$;

create or replace function tasuki.unbind() returns void
    language sql as
$$ select set_config('tasuki.context', '', true) $$;

create or replace function tasuki.context_part(p_place integer) returns bigint
    language sql stable parallel safe as
$$
    select case when split_part(current_setting('tasuki.context', true), '|', 3) = tasuki.stamp()
                then nullif(split_part(current_setting('tasuki.context', true), '|', p_place), '')::bigint
           end
$$;

create or replace function tasuki.organisation() returns bigint
    language sql stable parallel safe
    return tasuki.context_part(1);

create or replace function tasuki.actor() returns bigint
    language sql stable parallel safe
    return tasuki.context_part(2);

revoke execute on all functions in schema tasuki from public;
grant execute on function tasuki.stamp(), tasuki.bind(bigint, bigint), tasuki.unbind(),
    tasuki.context_part(integer), tasuki.organisation(), tasuki.actor()
    to tasuki_app, tasuki_backup;

-- 2. The one policy form -------------------------------------------------------------------
-- A column against one value.  The sub-select is computed once a statement, so an index that
-- starts with organisation_id serves; "own or shared" in a policy would scan the table.

create or replace procedure tasuki.fence(p_table regclass)
    language plpgsql as
$$
begin
    execute format('alter table %s enable row level security', p_table);
    -- Without FORCE the owner would see every row, and migrations run as the owner.
    execute format('alter table %s force row level security', p_table);
    execute format('drop policy if exists organisation_rows on %s', p_table);
    execute format('create policy organisation_rows on %s '
                   'using (organisation_id = (select tasuki.organisation())) '
                   'with check (organisation_id = (select tasuki.organisation()))', p_table);
end $$;
revoke execute on procedure tasuki.fence(regclass) from public;

-- 3. What stands outside -------------------------------------------------------------------
-- Doctor, process start and the tests want no row here.

create or replace view tasuki.unfenced with (security_invoker = true) as
with ours as (
    select c.oid, c.relkind, c.relowner, c.reloptions,
           c.relrowsecurity and c.relforcerowsecurity as is_forced,
           exists (select from pg_attribute a
                    where a.attrelid = c.oid and a.attname = 'organisation_id'
                      and not a.attisdropped) as has_organisation
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'tasuki', 'ledger')
)
select oid::regclass::text as object, 'no enabled and forced policy' as reason
  from ours
 where relkind in ('r', 'p') and has_organisation
   and not (is_forced and exists (select from pg_policy p where p.polrelid = ours.oid))
union all
select p.polrelid::regclass::text, 'policy ' || p.polname || ' lets the serving role pass always'
  from pg_policy p join ours on ours.oid = p.polrelid
 where has_organisation and p.polpermissive
   and (p.polroles = '{0}' or exists (
        select from pg_roles r where r.oid = any (p.polroles) and r.rolname = 'tasuki_app'))
   and 'true' in (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
union all
select oid::regclass::text, 'view works with the rights of its owner'
  from ours
 where relkind = 'v' and not exists (
       select from unnest(reloptions) o where lower(o) in ('security_invoker=true', 'security_invoker=on'))
   and not exists (select from pg_depend d where d.objid = ours.oid and d.deptype = 'e')
union all
select oid::regclass::text, 'materialised view keeps the rows of everybody'
  from ours where relkind = 'm'
union all
select oid::regclass::text, 'the serving role owns it or may truncate it'
  from ours
 where relkind in ('r', 'p')
   and (pg_get_userbyid(relowner) = 'tasuki_app' or has_table_privilege('tasuki_app', oid, 'truncate'))
union all
select p.oid::regprocedure::text, 'definer function without a fixed search path'
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
 where n.nspname in ('public', 'tasuki', 'ledger') and p.prosecdef
   and not exists (select from unnest(p.proconfig) s where s like 'search_path=%')
union all
select rolname::text, 'the serving role passes every policy'
  from pg_roles where rolname = 'tasuki_app' and (rolsuper or rolbypassrls);

grant select on tasuki.unfenced to tasuki_app, tasuki_backup;
