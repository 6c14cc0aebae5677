-- What holds even for raw SQL in the agency's books, whether it inserts or updates: nobody is
-- accepted or introduced and nothing is charged without a licence of that day (H1), nobody but
-- the employer pays, and by a filed fee table only (H4), and nobody whom the agency placed
-- for good is spoken to about another job within two years (H7).

create or replace function tasuki.has_licence(p_organisation bigint, p_on date) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select exists (select from public.orgs_licence l
                    where l.organisation_id = p_organisation
                      and p_on between l.valid_from and l.valid_to)
$$;

create or replace function tasuki.check_job_seeker_licence() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if (tg_op = 'INSERT' or new.accepted_on is distinct from old.accepted_on)
       and not tasuki.has_licence(new.organisation_id, new.accepted_on) then
        raise exception 'H1: no licence is valid on the day of the acceptance'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h1_accepted_with_licence
    before insert or update on public.placement_jobseeker
    for each row execute function tasuki.check_job_seeker_licence();

create or replace function tasuki.check_introduction_licence() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if (tg_op = 'INSERT' or new.introduced_on is distinct from old.introduced_on)
       and not tasuki.has_licence(new.organisation_id, new.introduced_on) then
        raise exception 'H1: no licence is valid on the day of the introduction'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h1_introduced_with_licence
    before insert or update on public.placement_introduction
    for each row execute function tasuki.check_introduction_licence();

-- The payer is the employer of the job order, word for word: a person cannot be written there.
create or replace function tasuki.check_fee_payer() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    -- An invoice was issued under a licence of its day; its money may move when that is over.
    if new.invoice_id is null then
        if not tasuki.has_licence(new.organisation_id, new.charged_on) then
            raise exception 'H1: no licence is valid on the day of the charge'
                using errcode = '23514';
        end if;
        if new.amount_yen < 0 or new.kind = 'refund' then
            raise exception 'H4: only an invoice is refunded' using errcode = '23514';
        end if;
    elsif not exists (
        select from public.fees_invoice f
         where f.organisation_id = new.organisation_id and f.id = new.invoice_id
           and f.introduction_id = new.introduction_id and f.issued_on is not null
           and (f.kind = 'refund') = (new.kind = 'refund')) then
        raise exception 'H4: the fee book says what invoices say' using errcode = '23514';
    end if;
    if not exists (
        select from public.relay_feetable f
         where f.organisation_id = new.organisation_id and f.filed_on <= new.charged_on) then
        raise exception 'H4: nothing is charged without a filed fee table' using errcode = '23514';
    end if;
    if not exists (
        select from public.placement_introduction i
          join public.placement_joborder o
            on o.organisation_id = i.organisation_id and o.id = i.job_order_id
         where i.organisation_id = new.organisation_id and i.id = new.introduction_id
           and o.employer_name = new.payer_name) then
        raise exception 'H4: only the employer of the job order pays a fee'
            using errcode = '23514';
    end if;
    if new.slot_id is not null and new.amount_yen <> 0 then
        raise exception 'H4: a hire by a free slot costs nothing' using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h4_employer_pays before insert on public.placement_feeentry
    for each row execute function tasuki.check_fee_payer();

-- The last day of a period in months that begins on a day; without a day of that number in the
-- last month, the last day of that month (民法 143条2項).
create or replace function tasuki.last_day_of_months(p_start date, p_months integer) returns date
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select ends_on - case when extract(day from ends_on) = extract(day from p_start)
                          then 1 else 0 end
      from (select (p_start + make_interval(months => p_months))::date) as period (ends_on)
$$;

-- The last day on which nobody placed for good is urged to move: two years and the day after.
create or replace function tasuki.solicitation_blocked_through(p_hired_on date) returns date
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select tasuki.last_day_of_months(p_hired_on, 24) + 1
$$;

-- A request of the person opens six months, and no more than that of the two years.
create or replace function tasuki.is_solicitation_banned(
    p_organisation bigint, p_person uuid, p_on date) returns boolean
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select exists (
        select from public.placement_introduction i
          join public.placement_jobseeker s
            on s.organisation_id = i.organisation_id and s.id = i.job_seeker_id
         where i.organisation_id = p_organisation and i.outcome = 'hired' and i.is_indefinite
           and tasuki.person_root(s.talent_record_id) = tasuki.person_root(p_person)
           and p_on <= greatest(i.solicitation_ban_until,
                                tasuki.solicitation_blocked_through(i.hired_on))
           and not exists (
               select from public.placement_workrequest r
                where r.organisation_id = p_organisation
                  and tasuki.person_root(r.talent_record_id) = tasuki.person_root(p_person)
                  and r.requested_on > i.hired_on and r.requested_on <= p_on
                  and p_on <= tasuki.last_day_of_months(r.requested_on, 6)))
$$;

-- A mail about jobs names the person it goes to, so that the ban can be asked.
create or replace function tasuki.check_job_mail() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_day date := (new.send_after at time zone 'Asia/Tokyo')::date;
begin
    if tg_op = 'UPDATE'
       and (new.kind, new.reference_kind, new.reference_id, new.send_after)
           is not distinct from
           (old.kind, old.reference_kind, old.reference_id, old.send_after) then
        return new;
    end if;
    if new.reference_kind <> 'talent_record' or new.reference_id is null
       or tasuki.is_solicitation_banned(new.organisation_id, new.reference_id, v_day) then
        raise exception 'H7: no mail about jobs within two years of a placement'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h7_no_job_mail before insert or update on public.outbox_outboxmail
    for each row when (new.kind = 'job_mail') execute function tasuki.check_job_mail();

-- A ban that the law set cannot be shortened by writing another day.
create or replace function tasuki.check_solicitation_ban() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.outcome = 'hired' and new.is_indefinite
       and (new.hired_on is null or new.solicitation_ban_until is null
            or new.solicitation_ban_until < tasuki.solicitation_blocked_through(new.hired_on)) then
        raise exception 'H7: a hire for good is followed by two years without solicitation'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h7_ban_is_two_years
    before insert or update on public.placement_introduction
    for each row execute function tasuki.check_solicitation_ban();

revoke execute on function tasuki.has_licence(bigint, date), tasuki.check_job_seeker_licence(),
    tasuki.check_introduction_licence(), tasuki.check_fee_payer(), tasuki.check_job_mail(),
    tasuki.last_day_of_months(date, integer), tasuki.solicitation_blocked_through(date),
    tasuki.is_solicitation_banned(bigint, uuid, date), tasuki.check_solicitation_ban() from public;
grant execute on function tasuki.has_licence(bigint, date),
    tasuki.last_day_of_months(date, integer), tasuki.solicitation_blocked_through(date),
    tasuki.is_solicitation_banned(bigint, uuid, date) to tasuki_app;
