-- When the clock of a row starts: one function for each rule whose start is not a field.
-- null = it has not started, so the row stays.  The retention engine and the guards ask the
-- same functions; each works with the rights of its caller, so rows of others stay invisible.

create schema if not exists retention;
grant usage on schema retention to tasuki_app, tasuki_backup;

create or replace function retention.day(p_at timestamptz) returns date
    language sql stable parallel safe
    return (p_at at time zone 'Asia/Tokyo')::date;

-- 1. The three books (職業安定法施行規則24条の7) ------------------------------------------------
-- A row closes at the latest of: end of validity, outcome fixed, check of six months, fee
-- settled, end of the solicitation ban.  A row of one book stays with the rows that name it.

create or replace function retention.close_of_introduction(p_id uuid) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when i.outcome <> '' then greatest(
               i.introduced_on, i.hired_on, i.solicitation_ban_until,
               coalesce(i.separation_checked_on, i.separation_due_on),
               (select max(f.charged_on) from public.placement_feeentry f
                 where f.introduction_id = i.id)) end
      from public.placement_introduction i
     where i.id = p_id
$$;

create or replace function retention.close_of_job_order(p_id uuid) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when bool_and(i.id is null or i.outcome <> '') then greatest(
               max(o.valid_to), max(o.closed_on), max(retention.close_of_introduction(i.id))) end
      from public.placement_joborder o
      left join public.placement_introduction i on i.job_order_id = o.id
     where o.id = p_id
$$;

create or replace function retention.start_of_job_seeker(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when bool_and(i.id is null
                              or retention.close_of_job_order(i.job_order_id) is not null)
           then greatest(max(s.valid_to), max(s.closed_on),
                         max(retention.close_of_job_order(i.job_order_id))) end
      from public.placement_jobseeker s
      left join public.placement_introduction i on i.job_seeker_id = s.id
     where s.id = p_id
$$;

create or replace function retention.start_of_terms_delivery(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_job_seeker(t.job_seeker_id, p_on)
      from public.placement_termsdelivery t where t.id = p_id
$$;

create or replace function retention.start_of_introduction(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_job_seeker(i.job_seeker_id, p_on)
      from public.placement_introduction i where i.id = p_id
$$;

create or replace function retention.start_of_fee_entry(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_introduction(f.introduction_id, p_on)
      from public.placement_feeentry f where f.id = p_id
$$;

create or replace function retention.start_of_job_order(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when bool_and(i.id is null
                              or retention.start_of_introduction(i.id, p_on) is not null)
           then greatest(retention.close_of_job_order(p_id),
                         max(retention.start_of_introduction(i.id, p_on))) end
      from public.placement_joborder o
      left join public.placement_introduction i on i.job_order_id = o.id
     where o.id = p_id
$$;

create or replace function retention.start_of_work_request(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when bool_and(s.id is null
                              or retention.start_of_job_seeker(s.id, p_on) is not null)
           then greatest(max(w.requested_on), max(retention.start_of_job_seeker(s.id, p_on))) end
      from public.placement_workrequest w
      left join public.placement_jobseeker s on s.talent_record_id = w.talent_record_id
     where w.id = p_id
$$;

-- An opening that ended, with the orders for it in an agency's book.
create or replace function retention.start_of_opening(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when o.state in ('closed', 'filled', 'refused')
                 and bool_and(j.id is null
                              or retention.start_of_job_order(j.id, p_on) is not null)
           then greatest(o.as_of, o.ended_on, retention.day(o.created_at),
                         max(retention.start_of_job_order(j.id, p_on))) end
      from public.openings_opening o
      left join public.placement_joborder j
        on j.organisation_id = o.organisation_id and j.opening_id = o.id
     where o.id = p_id
     group by o.id, o.state, o.as_of, o.ended_on, o.created_at
$$;

create or replace function retention.start_of_opening_version(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_opening(v.opening_id, p_on)
      from public.openings_openingversion v where v.id = p_id
$$;

-- An employer whose dealings were ended, when all its openings are over.
create or replace function retention.start_of_employer(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when e.ended_on is not null
                 and bool_and(o.id is null or retention.start_of_opening(o.id, p_on) is not null)
           then greatest(e.ended_on, max(retention.start_of_opening(o.id, p_on))) end
      from public.openings_employer e
      left join public.openings_opening o
        on o.organisation_id = e.organisation_id and o.employer_id = e.id
     where e.id = p_id
     group by e.id, e.ended_on
$$;

-- 2. Records of transfers: the last one of the series --------------------------------------
create or replace function retention.start_of_provision(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(max(s.provided_at))
      from public.consent_provisionrecord p
      join public.consent_provisionrecord s
        on s.organisation_id = p.organisation_id
       and tasuki.person_root(s.talent_record_id) = tasuki.person_root(p.talent_record_id)
       -- A recipient that was renamed is the same one; one outside has its name alone.
       and coalesce(s.recipient_id = p.recipient_id, s.recipient_name = p.recipient_name)
     where p.id = p_id
$$;

-- A consent is relied on until the next word on the same question, or until it expires.
create or replace function retention.start_of_consent(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when e.kind <> 'given' then retention.day(e.happened_at)
           else least(
               (select retention.day(min(n.happened_at)) from public.consent_consentevent n
                 where n.organisation_id = e.organisation_id
                   and n.talent_record_id = e.talent_record_id and n.purpose = e.purpose
                   and n.scope_id is not distinct from e.scope_id
                   and n.happened_at > e.happened_at),
               case when e.expires_on < p_on then e.expires_on end) end
      from public.consent_consentevent e where e.id = p_id
$$;

-- 3. People ---------------------------------------------------------------------------------
create or replace function retention.has_live_pool_consent(p_record uuid, p_on date) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select coalesce((
        select e.kind = 'given'
               and coalesce(e.expires_on,
                            (retention.day(e.happened_at) + interval '12 months')::date) >= p_on
               -- A newer text of the same question that stops the use of older answers.
               and not exists (
                   select from public.consent_consenttext mine
                     join public.consent_consenttext newer
                       on newer.organisation_id = mine.organisation_id
                      and newer.purpose = mine.purpose and newer.language = mine.language
                      and newer.needs_new_consent
                      and (newer.valid_from, newer.version) > (mine.valid_from, mine.version)
                    where mine.id = e.text_id and newer.old_stops_on <= p_on)
               -- What a merge of two records left of an older answer.
               and not exists (
                   select from public.consent_consentlimit l
                    where l.purpose = e.purpose and l.scope_id is not distinct from e.scope_id
                      and l.answers_until >= e.happened_at
                      and coalesce(l.live_until, '-infinity') < p_on
                      and tasuki.person_root(l.talent_record_id) = tasuki.person_root(p_record))
          from public.consent_consentevent e
         where e.talent_record_id in (
                   select t.id from public.people_talentrecord t
                    where tasuki.person_root(t.id) = tasuki.person_root(p_record))
           and e.purpose = 'pool'
         order by e.happened_at desc, e.created_at desc
         limit 1), false)
$$;

-- The day on which the last thing that an organisation had with a person ended; null while a
-- selection, a search or a registration runs, and for a person hired (労働者名簿など).
create or replace function retention.end_of_dealings(p_record uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    with same as (
        select t.id, t.created_at from public.people_talentrecord t
         where t.id = tasuki.person_root(p_record)
            or t.merged_into_id = tasuki.person_root(p_record)
    ), applied as (
        select a.outcome in ('running', 'hired') as is_open,
               coalesce(a.ended_on, retention.day(a.decided_at),
                        retention.day(a.created_at)) as ended_on
          from public.people_application a join same on a.talent_record_id = same.id
    ), sought as (
        select s.closed_on is null and s.valid_to >= p_on as is_open,
               coalesce(s.closed_on, s.valid_to) as ended_on
          from public.placement_jobseeker s join same on s.talent_record_id = same.id
    ), registered as (
        select r.state in ('started', 'mail_verified', 'consented', 'agency_queue', 'held',
                           'paused') as is_open,
               retention.day(coalesce(greatest(r.ended_at, r.decided_at), r.created_at)) as ended_on
          from public.relay_registration r join same on r.talent_record_id = same.id
    ), employed as (
        -- The books of workers: open until their floor of three years is over (労働基準法109条).
        select e.state <> 'left' or e.left_on is null
               or e.left_on + interval '3 years' >= p_on as is_open,
               e.left_on as ended_on
          from public.people_employment e join same on e.talent_record_id = same.id
    ), dealt as (
        select * from employed union all select * from applied union all select * from sought union all select * from registered
    )
    select case when not coalesce(bool_or(dealt.is_open), false)
           then coalesce(max(dealt.ended_on), (select retention.day(max(same.created_at)) from same))
           end
      from dealt
$$;

-- Two records that a member merged: the stricter clock. What the record that went into the other
-- holds goes with its own clock; the other one goes with the earlier of both, unless there were
-- dealings since. A clock that had not started when they were merged narrows nothing.
create or replace function retention.stricter_start(p_id uuid, p_start date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select least(p_start, min(
               case when m.absorbed_id = p_id then m.absorbed_start
                    when p_start <= greatest(m.survivor_start, m.absorbed_start)
                         and m.survivor_start is not null and m.absorbed_start is not null
                    then least(m.survivor_start, m.absorbed_start) end))
      from public.same_person_merge m
     where m.state = 'done' and p_id in (m.absorbed_id, m.survivor_id)
$$;

create or replace function retention.start_of_rejected_person(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when not retention.has_live_pool_consent(p_id, p_on)
           then retention.stricter_start(p_id, retention.end_of_dealings(p_id, p_on)) end
$$;

create or replace function retention.start_of_pooled_person(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when retention.has_live_pool_consent(p_id, p_on)
           then retention.stricter_start(p_id, retention.end_of_dealings(p_id, p_on)) end
$$;

-- What is known of a person beside the record goes with the record; notes go without a pool.
do $body$
declare
    v_name text;
begin
    foreach v_name in array array['person_name', 'person_contact', 'career', 'person_skill',
                                  'person_tag', 'person_document'] loop
        execute format('create or replace function retention.start_of_%1$s(p_id uuid, p_on date)'
            ' returns date language sql stable set search_path = pg_catalog, pg_temp as'
            ' $$ select retention.start_of_rejected_person(x.talent_record_id, p_on)'
            ' from public.people_%2$s x where x.id = p_id $$', v_name, replace(v_name, '_', ''));
        execute format('create or replace function retention.start_of_pooled_%1$s(p_id uuid, p_on date)'
            ' returns date language sql stable set search_path = pg_catalog, pg_temp as'
            ' $$ select retention.start_of_pooled_person(x.talent_record_id, p_on)'
            ' from public.people_%2$s x where x.id = p_id $$', v_name, replace(v_name, '_', ''));
    end loop;
end $body$;

create or replace function retention.start_of_person_note(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.end_of_dealings(n.talent_record_id, p_on)
      from public.people_personnote n where n.id = p_id
$$;

create or replace function retention.start_of_seeker_wishes(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.end_of_dealings(w.talent_record_id, p_on)
      from public.placement_seekerwishes w where w.id = p_id
$$;

create or replace function retention.start_of_interview_note(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.end_of_dealings(n.talent_record_id, p_on)
      from public.placement_interviewnote n where n.id = p_id
$$;

create or replace function retention.start_of_selection_notes(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when a.outcome not in ('running', 'hired')
           then coalesce(a.ended_on, retention.day(a.decided_at), retention.day(a.created_at)) end
      from public.people_application a where a.id = p_id
$$;

create or replace function retention.start_of_invite(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_selection_notes(i.application_id, p_on)
      from public.relay_invite i where i.id = p_id
$$;

-- A registration of an accepted person goes with the search for work; one that was refused,
-- withdrawn or left goes with its own end.
create or replace function retention.start_of_registration(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case
           when r.state in ('started', 'mail_verified', 'consented', 'agency_queue', 'held',
                            'paused') then null
           when r.state in ('refused', 'withdrawn', 'abandoned') or r.talent_record_id is null
               then retention.day(coalesce(greatest(r.ended_at, r.decided_at), r.created_at))
           else retention.end_of_dealings(r.talent_record_id, p_on) end
      from public.relay_registration r where r.id = p_id
$$;

-- A company's copy of what a person released: the selection ends with its case, or with the last
-- thing that was written about the slot before the next person was presented. Papers of a person hired stay.
create or replace function retention.start_of_slot_candidate(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when c.outcome = 'hired' then null
           when c.withdrawn_at is not null then retention.day(c.withdrawn_at)
           when c.outcome = '' then null
           else retention.day(coalesce((
               select max(e.happened_at) from public.relay_slotevent e
                where e.slot_id = c.slot_id and e.happened_at >= c.presented_at
                  and e.happened_at < coalesce((
                      select min(n.presented_at) from public.relay_slotcandidate n
                       where n.slot_id = c.slot_id and n.presented_at > c.presented_at),
                      'infinity')),
               (select k.ended_at from public.introductions_introductioncase k
                 where k.release_id = c.release_id), c.presented_at)) end
      from public.relay_slotcandidate c where c.id = p_id
$$;

-- Words about an introduction: notes of a selection, whose clock starts when it ended.
create or replace function retention.start_of_case_event(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(k.ended_at)
      from public.introductions_caseevent e
      join public.introductions_introductioncase k on k.id = e.case_id
     where e.id = p_id
$$;

-- A pair of records goes when one of them says nothing any more, or went into the other for good.
create or replace function retention.start_of_pair(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(p.created_at) from public.same_person_pair p
     where p.id = p_id and exists (
        select from public.people_talentrecord t
         where t.id in (p.left_id, p.right_id)
           and t.family_name = '' and t.given_name = '' and t.name_kana = '')
$$;

create or replace function retention.start_of_link(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.start_of_pair(l.pair_id, p_on)
      from public.same_person_recordlink l where l.id = p_id
$$;

-- 4. Mails, keys, invitations -----------------------------------------------------------------
create or replace function retention.start_of_mail(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when m.state <> 'queued' then retention.day(coalesce(m.sent_at, m.send_after)) end
      from public.outbox_outboxmail m where m.id = p_id
$$;

-- A registration code stays, so that none is given out twice.
create or replace function retention.start_of_door(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select case when d.kind <> 'relay_code'
           then retention.day(least(d.used_at, d.expires_at)) end
      from public.orgs_door d where d.id = p_id
$$;

create or replace function retention.start_of_invitation(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(least(i.accepted_at, i.revoked_at, i.expires_at))
      from public.orgs_invitation i where i.id = p_id
$$;

create or replace function retention.start_of_import(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(coalesce(r.finished_at, r.created_at))
      from public.imports_importrun r where r.id = p_id
$$;

create or replace function retention.start_of_stop_notice(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(greatest(n.told_at, n.done_at, r.received_at))
      from public.consent_stopnotice n
      join public.consent_receiptrecord r on r.id = n.receipt_id
     where n.id = p_id
$$;

-- The receiver has no id of the person; the provider's rows say which receipts are one series.
-- Tells the receiver nothing but the day of its own last receipt.
drop policy if exists owner_reads on public.consent_provisionrecord;
create policy owner_reads on public.consent_provisionrecord
    for select to tasuki_owner using (true);
drop policy if exists owner_reads on public.people_talentrecord;
create policy owner_reads on public.people_talentrecord
    for select to tasuki_owner using (true);
create or replace function retention.last_of_series(p_provision uuid) returns timestamptz
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select max(r.received_at)
      from public.consent_provisionrecord p
      join public.consent_provisionrecord s
        on s.organisation_id = p.organisation_id and s.recipient_id = p.recipient_id
       and tasuki.person_root(s.talent_record_id) = tasuki.person_root(p.talent_record_id)
      join public.consent_receiptrecord r
        on r.provision_record_id = s.id and r.organisation_id = tasuki.organisation()
     where p.id = p_provision and p.recipient_id = tasuki.organisation()
$$;

create or replace function retention.start_of_receipt(p_id uuid, p_on date) returns date
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select retention.day(greatest(max(r.received_at), max(n.told_at), max(n.done_at),
                                  max(retention.last_of_series(r.provision_record_id))))
      from public.consent_receiptrecord r
      left join public.consent_stopnotice n on n.receipt_id = r.id
     where r.id = p_id
$$;

revoke execute on all functions in schema retention from public;
grant execute on all functions in schema retention to tasuki_app, tasuki_backup;

-- 5. Logins ------------------------------------------------------------------------------------
-- Which logins belong to nobody any more: no live membership, no record of a person, and the
-- last membership ended (or the login was made) on or before a day. Tells ids and nothing else.
-- Who keeps a passport or a list of blocked companies may stay away longer: until p_unused.
drop function if exists retention.left_accounts(date);
create or replace function retention.left_accounts(p_before date, p_unused date)
    returns setof bigint
    language sql stable security definer set search_path = pg_catalog, pg_temp as
$$
    select a.id from public.orgs_account a
     where not exists (select from public.orgs_membership m
                        where m.account_id = a.id and m.ended_at is null)
       and not exists (select from public.orgs_accountlink l where l.account_id = a.id)
       and retention.day(coalesce(greatest(
               (select max(m.ended_at) from public.orgs_membership m where m.account_id = a.id),
               a.last_login), a.date_joined))
           <= case when exists (select from public.passport_passportitem i
                                 where i.account_id = a.id)
                     or exists (select from public.passport_companyblock b
                                 where b.account_id = a.id)
                   then p_unused else p_before end
$$;
revoke execute on function retention.left_accounts(date, date) from public;
grant execute on function retention.left_accounts(date, date) to tasuki_app;
