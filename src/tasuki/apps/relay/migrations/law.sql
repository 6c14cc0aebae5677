-- What holds even for raw SQL in the relay, whether it inserts or updates: licence (H1),
-- a record of provision behind everything sent (H2), result before invitation and nothing
-- that evaluates a person (H3), filed papers before any credit or slot (H4), the ban on
-- solicitation (H7), no contact after a stop of use (H8), a named human with a reason behind
-- every adverse step (H12).

create or replace function tasuki.check_registration_decision() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_is_new boolean := tg_op = 'INSERT';
begin
    if not v_is_new and new.state = old.state then
        -- Whoever was named for a step against a person stays named.
        if (new.state = 'refused' and old.decided_by_id is not null
                and (new.decided_by_id is null or new.decision_code = ''))
           or (new.state in ('not_counted', 'reversed') and old.counted_by_id is not null
                and (new.counted_by_id is null or new.count_code = '')) then
            raise exception 'H12: a step against a person keeps its human and its reason'
                using errcode = '23514';
        end if;
        return new;
    end if;
    -- Nobody is written down behind the acceptance without having been accepted lawfully.
    if ((new.state = 'accepted' and (v_is_new or old.state <> 'paused'))
        or (v_is_new and new.state in ('counted', 'not_counted', 'reversed')))
       and not tasuki.has_licence(new.organisation_id,
               (coalesce(new.decided_at, now()) at time zone 'Asia/Tokyo')::date) then
        raise exception 'H1: no licence is valid on the day of the acceptance'
            using errcode = '23514';
    end if;
    if new.state = 'refused' and (new.decided_by_id is null or new.decision_code = '') then
        raise exception 'H12: a refusal names a human and a reason' using errcode = '23514';
    end if;
    if new.state in ('not_counted', 'reversed') and (v_is_new or old.state <> 'paused')
       and (new.counted_by_id is null or new.count_code = '') then
        raise exception 'H12: a count that is refused names a human and a reason'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h1_h12_decision before insert or update on public.relay_registration
    for each row execute function tasuki.check_registration_decision();

create or replace function tasuki.check_invite_order() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.invited_at is not null
       and (new.result_notified_at is null or new.invited_at < new.result_notified_at) then
        raise exception 'H3: nobody is invited before the result was notified'
            using errcode = '23514';
    end if;
    if new.state = 'invited' and new.result_notified_at is null then
        raise exception 'H3: nobody is invited before the result was notified'
            using errcode = '23514';
    end if;
    if new.state in ('result_notified', 'cooling', 'invited') and not exists (
        select from public.people_application a
         where a.organisation_id = new.organisation_id and a.id = new.application_id
           and a.outcome = 'not_selected') then
        raise exception 'H3: only somebody who was not selected is guided'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h3_result_first before insert or update on public.relay_invite
    for each row execute function tasuki.check_invite_order();

-- Names that tell what a company thought of a person. `note` alone is not one: it is the person's
-- own words in the wishes. Values are sealed; their names stand in the lists of what is asked for
-- and what was handed over, and nothing is handed over that is not listed there.
create or replace function tasuki.is_evaluation(p_name text) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select lower(p_name) in ('score', 'scores', 'rating', 'rank', 'ranking', 'notes', 'comment',
        'comments', 'reason', 'reasons', 'evaluation', 'interview_note', 'decision_reason')
$$;

create or replace function tasuki.carries_evaluation(p_value jsonb) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select exists (
        select from jsonb_path_query(p_value, 'lax $.**') found
         where (jsonb_typeof(found) = 'object'
                and exists (select from jsonb_object_keys(found) k where tasuki.is_evaluation(k)))
            or (jsonb_typeof(p_value) = 'array' and jsonb_typeof(found) = 'string'
                and tasuki.is_evaluation(found #>> '{}')))
$$;

create or replace function tasuki.check_no_evaluation() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if tasuki.carries_evaluation(to_jsonb(new) -> tg_argv[0]) then
        raise exception 'H3: scores, notes and reasons are not passed on'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h3_no_evaluation before insert or update on public.relay_release
    for each row execute function tasuki.check_no_evaluation('fields');
create or replace trigger h3_no_evaluation before insert or update on public.consent_provisionrecord
    for each row execute function tasuki.check_no_evaluation('items');
create or replace trigger h3_no_evaluation before insert or update on public.consent_receiptrecord
    for each row execute function tasuki.check_no_evaluation('items');

create or replace function tasuki.check_credit_papers() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_day date := case tg_argv[0] when 'granted_on'
        then (to_jsonb(new) ->> 'granted_on')::date
        else ((to_jsonb(new) ->> 'earned_at')::timestamptz at time zone 'Asia/Tokyo')::date end;
begin
    if tg_op = 'UPDATE' and new.contract_id = old.contract_id
       and to_jsonb(new) -> tg_argv[0] = to_jsonb(old) -> tg_argv[0] then
        return new;
    end if;
    if not exists (
        select from public.relay_relaycontract c
          join public.relay_feetable f
            on f.organisation_id = c.organisation_id and f.version = c.fee_table_version
         where c.id = new.contract_id and c.organisation_id = new.organisation_id
           and f.filed_on <= v_day and f.free_slot_clause <> '') then
        raise exception 'H4: no credit or slot without a filed fee table with its clause'
            using errcode = '23514';
    end if;
    if not exists (
        select from public.relay_consultation s
         where s.organisation_id = new.organisation_id and s.consulted_on <= v_day) then
        raise exception 'H4: no credit or slot without a consultation on file'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h4_papers_on_file before insert or update on public.relay_slot
    for each row execute function tasuki.check_credit_papers('granted_on');
create or replace trigger h4_papers_on_file before insert or update on public.relay_credit
    for each row execute function tasuki.check_credit_papers('earned_at');

create or replace function tasuki.is_use_stopped(p_organisation bigint, p_person uuid)
    returns boolean language sql stable set search_path = pg_catalog, pg_temp as
$$
    select exists (
        select from public.people_talentrecord t
         where t.organisation_id = p_organisation and t.stopped_at is not null
           and tasuki.person_root(t.id) = tasuki.person_root(p_person))
$$;

create or replace function tasuki.check_release_contact() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if tg_op = 'UPDATE' and (new.talent_record_id, new.asked_at)
           is not distinct from (old.talent_record_id, old.asked_at) then
        return new;
    end if;
    if tasuki.is_use_stopped(new.organisation_id, new.talent_record_id) then
        raise exception 'H8: nobody is asked after a stop of use' using errcode = '23514';
    end if;
    if tasuki.is_solicitation_banned(new.organisation_id, new.talent_record_id,
           (new.asked_at at time zone 'Asia/Tokyo')::date) then
        raise exception 'H7: nobody placed for good is asked about a job within two years'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h7_no_solicitation before insert or update on public.relay_release
    for each row execute function tasuki.check_release_contact();

-- A release is sent by the very provision that the person's consent stands behind, and stays
-- tied to it: neither the state it is written in nor a later change of the tie gets round that.
create or replace function tasuki.check_release_sent() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if tg_op = 'UPDATE'
       and (new.state, new.provision_record_id, new.talent_record_id, new.company_id)
           is not distinct from
           (old.state, old.provision_record_id, old.talent_record_id, old.company_id) then
        return new;
    end if;
    if new.state = 'sent' and tasuki.is_use_stopped(new.organisation_id, new.talent_record_id) then
        raise exception 'H8: nothing is sent after a stop of use' using errcode = '23514';
    end if;
    if new.state = 'sent' and not exists (
        select from public.consent_provisionrecord p
         where p.organisation_id = new.organisation_id and p.id = new.provision_record_id
           and p.recipient_id is not distinct from new.company_id
           and (new.company_id is not null or p.recipient_name = new.company_name)
           and tasuki.person_root(p.talent_record_id) = tasuki.person_root(new.talent_record_id)) then
        raise exception 'H2: nothing is sent without its record of provision'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h2_sent_with_provision before insert or update on public.relay_release
    for each row execute function tasuki.check_release_sent();

create or replace function tasuki.check_candidate_outcome() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if tg_op = 'UPDATE' and (new.outcome, new.outcome_code, new.decided_by_id)
           is not distinct from (old.outcome, old.outcome_code, old.decided_by_id) then
        return new;
    end if;
    if new.outcome = 'declined' and new.outcome_code = '' then
        raise exception 'H12: declining somebody unseen carries a reason' using errcode = '23514';
    end if;
    if new.outcome in ('declined', 'not_hired') and new.decided_by_id is null then
        raise exception 'H12: a human says no to a candidate' using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h12_decline_has_reason
    before insert or update on public.relay_slotcandidate
    for each row execute function tasuki.check_candidate_outcome();

revoke execute on function tasuki.check_registration_decision(),
    tasuki.check_invite_order(), tasuki.is_evaluation(text),
    tasuki.carries_evaluation(jsonb), tasuki.check_no_evaluation(), tasuki.check_credit_papers(),
    tasuki.is_use_stopped(bigint, uuid),
    tasuki.check_release_contact(), tasuki.check_release_sent(),
    tasuki.check_candidate_outcome() from public;
grant execute on function tasuki.is_evaluation(text), tasuki.carries_evaluation(jsonb),
    tasuki.is_use_stopped(bigint, uuid) to tasuki_app;
