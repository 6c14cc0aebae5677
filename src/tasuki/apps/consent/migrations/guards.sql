-- What holds even for raw SQL: no consent in somebody else's name, no transfer without a live
-- consent that names the recipient and every item, no transfer without the other side's record.

create or replace function tasuki.person_root(p_record uuid) returns uuid
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select coalesce((select t.merged_into_id from public.people_talentrecord t
                      where t.id = p_record), p_record)
$$;

-- One lock for a person: who withdraws and who hands over come one after the other.
create or replace function tasuki.lock_person(p_record uuid) returns void
    language sql volatile set search_path = pg_catalog, pg_temp as
$$
    select pg_advisory_xact_lock(
        hashtextextended('person:' || tasuki.person_root(p_record)::text, 0))
$$;

create or replace function tasuki.check_consent_event() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_body text;
begin
    -- A yes or no is the person's own act: an account that works here gives it only about
    -- its own record.
    if new.kind in ('given', 'refused') and tasuki.actor() is not null
       and exists (select from public.orgs_membership m
                    where m.account_id = tasuki.actor() and m.ended_at is null)
       and not exists (select from public.orgs_accountlink l
                        where l.account_id = tasuki.actor()
                          and tasuki.person_root(l.talent_record_id)
                            = tasuki.person_root(new.talent_record_id)) then
        raise exception 'a consent is given by the person alone (H2)' using errcode = '42501';
    end if;
    select t.body into v_body from public.consent_consenttext t
     where t.id = new.text_id and t.purpose = new.purpose;
    if v_body is null
       or encode(sha256(convert_to(coalesce(nullif(new.shown_text, ''), v_body), 'UTF8')), 'hex')
          is distinct from new.text_hash then
        raise exception 'a consent carries the hash of the text that was shown (H2)'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger check_consent_event before insert on public.consent_consentevent
    for each row execute function tasuki.check_consent_event();

create or replace function tasuki.check_provision() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_day date := (new.provided_at at time zone 'Asia/Tokyo')::date;
begin
    if new.basis <> 'consent' then
        return new;  -- the check constraint asks for the document
    end if;
    perform tasuki.lock_person(new.talent_record_id);
    if not exists (
        select from public.consent_consentevent e
         where e.id = new.consent_id
           and e.organisation_id = new.organisation_id
           and e.kind = 'given' and e.purpose = 'provision'
           and tasuki.person_root(e.talent_record_id) = tasuki.person_root(new.talent_record_id)
           -- A recipient outside has its name alone.
           and e.recipient_id is not distinct from new.recipient_id
           and (new.recipient_id is not null or e.recipient_name = new.recipient_name)
           and new.items <@ e.items
           and e.happened_at <= new.provided_at
           and (e.expires_on is null or e.expires_on >= v_day)
           and not exists (
               select from public.consent_consentevent later
                where later.scope_id = e.scope_id and later.purpose = e.purpose
                  and later.kind <> 'given' and later.happened_at >= e.happened_at)) then
        raise exception 'no live consent names this recipient and these items (H2)'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger check_provision before insert on public.consent_provisionrecord
    for each row execute function tasuki.check_provision();

-- The two sides are different organisations, so this one question is asked past the policies:
-- by the key of the row alone, at the end of the transaction. The other direction (a receipt
-- without its provision) is no leak; the check of all rows finds it.
create or replace function tasuki.check_receipt_of_provision() returns trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.recipient_id is not null and not exists (
        select from public.consent_receiptrecord r
         where r.provision_record_id = new.id and r.organisation_id = new.recipient_id
           and r.payload_hash = new.payload_hash and r.items = new.items) then
        raise exception 'a provision needs the receipt of the other side (H2)'
            using errcode = '23514';
    end if;
    return null;
end $body$;
drop trigger if exists check_receipt_of_provision on public.consent_provisionrecord;
create constraint trigger check_receipt_of_provision
    after insert on public.consent_provisionrecord
    deferrable initially deferred
    for each row execute function tasuki.check_receipt_of_provision();

revoke execute on function tasuki.person_root(uuid), tasuki.lock_person(uuid),
    tasuki.check_consent_event(), tasuki.check_provision(),
    tasuki.check_receipt_of_provision() from public;
grant execute on function tasuki.person_root(uuid), tasuki.lock_person(uuid) to tasuki_app;
