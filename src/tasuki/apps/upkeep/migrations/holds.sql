-- Legal holds: which opaque ids they keep.  A hold that names a person holds everything that stands
-- for the person here; the engine, the guards and the pages ask these functions and no list of
-- their own.  Each works with the rights of its caller, so rows of others stay invisible.

create schema if not exists retention;

create or replace function retention.held_ids(p_organisation bigint, p_on date) returns setof uuid
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    with hold as materialized (
        select h.subject_id as id from public.upkeep_legalhold h
         where h.organisation_id = p_organisation and h.lifted_at is null
           and h.subject_id is not null and (h.until is null or h.until >= p_on)
    ), named as (
        -- A registration leads to the record that it made; a record to the one it was merged into.
        select coalesce(t.merged_into_id, t.id) as root from public.people_talentrecord t
         where t.id in (select id from hold
                         union all
                        select r.talent_record_id from public.relay_registration r
                         where r.id in (select id from hold) and r.talent_record_id is not null)
    ), person as materialized (
        select t.id from public.people_talentrecord t
         where t.id in (select root from named) or t.merged_into_id in (select root from named)
    ), registration as materialized (
        select r.id from public.relay_registration r
         where r.talent_record_id in (select id from person) or r.id in (select id from hold)
    ), application as materialized (
        select a.id from public.people_application a
         where a.talent_record_id in (select id from person) or a.id in (select id from hold)
    ), seeker as materialized (
        select s.id from public.placement_jobseeker s
         where s.talent_record_id in (select id from person) or s.id in (select id from hold)
    ), introduction as materialized (
        select i.id from public.placement_introduction i
         where i.job_seeker_id in (select id from seeker) or i.id in (select id from hold)
    ), receipt as materialized (
        select r.id, r.provision_record_id from public.consent_receiptrecord r
         where r.id in (select id from hold) or r.provision_record_id in (select id from hold)
    )
    select id from hold
    union select id from person
    union select id from registration
    union select id from application
    union select id from seeker
    union select id from introduction
    union select i.id from public.relay_invite i
           where i.application_id in (select id from application)
    union select e.id from public.relay_release e
           where e.talent_record_id in (select id from person)
              or e.registration_id in (select id from registration)
    union select p.id from public.consent_provisionrecord p
           where p.talent_record_id in (select id from person)
    -- A recipient knows the person by what was received.
    union select id from receipt
    union select provision_record_id from receipt
    union select c.release_id from public.relay_slotcandidate c
           where c.receipt_record_id in (select id from receipt) or c.id in (select id from hold)
$$;

create or replace function retention.is_held(p_organisation bigint, p_name text, p_subject text)
    returns boolean language plpgsql stable set search_path = pg_catalog, pg_temp as
$body$
declare
    v_today date := (now() at time zone 'Asia/Tokyo')::date;
    v_persons boolean;
begin
    if exists (select from public.upkeep_legalhold h
                where h.organisation_id = p_organisation and h.lifted_at is null
                  and (h.until is null or h.until >= v_today)
                  and split_part(h.record_name, '/', 1) = p_name) then
        return true;
    end if;
    if p_subject is null then
        return false;
    end if;
    select exists (select from public.upkeep_legalhold h
                    where h.organisation_id = p_organisation and h.lifted_at is null
                      and (h.until is null or h.until >= v_today) and h.subject_id is not null)
      into v_persons;
    return v_persons and exists (
        select from retention.held_ids(p_organisation, v_today) as held (id)
         where held.id::text = p_subject);
end $body$;
