-- The three questions that are asked before any organisation is bound.  Each answers for one
-- key or one account only and can list nothing.

create or replace function tasuki.open_door(p_kind text, p_digest bytea)
    returns table (organisation_id bigint, subject uuid, door_id uuid,
                   expires_at timestamptz, used_at timestamptz)
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select d.organisation_id, d.subject, d.id, d.expires_at, d.used_at
      from public.orgs_door d
     where d.kind = p_kind and d.digest = p_digest
$$;

create or replace function tasuki.memberships_of(p_account bigint)
    returns table (organisation_id bigint, role text, title text)
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select m.organisation_id, m.role, m.title
      from public.orgs_membership m
     where m.account_id = p_account and m.ended_at is null
     order by m.created_at, m.id
$$;

create or replace function tasuki.records_of(p_account bigint)
    returns table (organisation_id bigint, talent_record_id uuid)
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select l.organisation_id, l.talent_record_id
      from public.orgs_accountlink l
     where l.account_id = p_account
     order by l.created_at, l.id
$$;

revoke execute on function tasuki.open_door(text, bytea), tasuki.memberships_of(bigint),
    tasuki.records_of(bigint) from public;
grant execute on function tasuki.open_door(text, bytea), tasuki.memberships_of(bigint),
    tasuki.records_of(bigint) to tasuki_app;
