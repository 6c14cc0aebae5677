-- The hard stops H9, H10 and H11 where the database can hold them, whoever writes the row.
-- The numbers of today's law stand here a second time on purpose: a change of the dated
-- parameters needs a migration, and until then the stricter of the two holds. Texts about a person
-- are ciphertext: only whether they are there is seen. Where a person was erased the texts lie in
-- the locked store; the guards of retention let no other row lose the name.

create or replace function tasuki.is_long_contract(p_starts date, p_ends date) returns boolean
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select p_ends is null or p_ends >= case
        when extract(day from p_starts + interval '6 months') = extract(day from p_starts)
            then (p_starts + interval '6 months')::date - 1
        else (p_starts + interval '6 months')::date end
$$;

create or replace function tasuki.last_pay_day(
        p_received date, p_upstream date, p_is_toriteki boolean) returns date
    language sql immutable set search_path = pg_catalog, pg_temp as
$$
    select case when p_upstream is null or p_is_toriteki then p_received + 59
                else greatest(p_received + 59, p_upstream + 29) end
$$;

-- Overtime of a person in one month: the greatest sum that a sheet tells; before the first month
-- of the side work what was told with the notice. Null: nobody told.
create or replace function tasuki.person_month_minutes(
        p_work public.moves_sidework, p_month date) returns bigint
    language sql stable set search_path = pg_catalog, pg_temp as
$$
    select greatest(
        (select max(m.total_minutes) from public.moves_sideworkmonth m
           join public.moves_sidework w
             on w.organisation_id = m.organisation_id and w.id = m.side_work_id
          where m.organisation_id = p_work.organisation_id and m.month = p_month
            and (w.id = p_work.id
                 or p_work.person_number <> '' and w.person_number = p_work.person_number)),
        (select (p_work.own_before_minutes ->> (before.months - 1))::bigint
           from (select ((extract(year from p_work.starts_on) - extract(year from p_month)) * 12
                    + extract(month from p_work.starts_on) - extract(month from p_month))::int
                    as months) before
          where before.months > 0))
$$;

-- Months are closed in their order and none is left out; every side work of the person has its
-- sheet; no row of 2 to 6 months passes 80 hours on average.
create or replace function tasuki.close_hours_month() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
declare
    v_work public.moves_sidework;
    v_month date;
    v_minutes bigint;
    v_sum bigint := new.total_minutes;
begin
    if tg_op = 'UPDATE' and old.state = 'closed' then
        raise exception 'a closed month is not changed' using errcode = '23514';
    end if;
    if new.state <> 'closed' then
        return new;
    end if;
    if exists (select from public.moves_sideworkmonth m
                where m.organisation_id = new.organisation_id
                  and m.side_work_id = new.side_work_id
                  and m.month > new.month and m.state = 'closed') then
        raise exception 'a later month is closed already' using errcode = '23514';
    end if;
    select * into v_work from public.moves_sidework w
     where w.organisation_id = new.organisation_id and w.id = new.side_work_id;
    if exists (select from generate_series(date_trunc('month', v_work.starts_on::timestamp),
                                           new.month - interval '1 month', '1 month') wanted
                where not exists (select from public.moves_sideworkmonth m
                                   where m.organisation_id = new.organisation_id
                                     and m.side_work_id = new.side_work_id
                                     and m.month = wanted::date)) then
        raise exception 'H10: a month before has no sheet' using errcode = '23514';
    end if;
    if exists (select from public.moves_sidework w
                where w.organisation_id = new.organisation_id and w.id <> v_work.id
                  and v_work.person_number <> '' and w.person_number = v_work.person_number
                  and w.job_kind = 'employed' and w.state in ('running', 'stopped', 'ended')
                  and w.decided_at is not null
                  and w.starts_on < new.month + interval '1 month'
                  and (w.ended_on is null or w.ended_on >= new.month)
                  and not exists (select from public.moves_sideworkmonth m
                                   where m.organisation_id = w.organisation_id
                                     and m.side_work_id = w.id and m.month = new.month)) then
        raise exception 'H10: another side work of the person has no sheet' using errcode = '23514';
    end if;
    for n in 2..6 loop
        v_month := (new.month - make_interval(months => n - 1))::date;
        v_minutes := tasuki.person_month_minutes(v_work, v_month);
        exit when v_minutes is null;
        v_sum := v_sum + v_minutes;
        if v_sum > 4800 * n then
            raise exception 'H10: the average of % months passes 80 hours', n
                using errcode = '23514';
        end if;
    end loop;
    return new;
end $body$;

create or replace function tasuki.keep_closed_days() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if exists (select from public.moves_sideworkmonth m
                where m.organisation_id = new.organisation_id
                  and m.id in (new.sheet_id, old.sheet_id) and m.state = 'closed') then
        raise exception 'the month of this day is closed' using errcode = '23514';
    end if;
    return new;
end $body$;

grant execute on function tasuki.is_long_contract(date, date),
    tasuki.last_pay_day(date, date, boolean), tasuki.close_hours_month(),
    tasuki.person_month_minutes(public.moves_sidework, date),
    tasuki.keep_closed_days() to public;

create or replace trigger h10_average before insert or update on public.moves_sideworkmonth
    for each row execute function tasuki.close_hours_month();
create or replace trigger h10_days_stay before insert or update on public.moves_sideworkday
    for each row execute function tasuki.keep_closed_days();

alter table public.moves_secondment
    drop constraint if exists h9_kind,
    add constraint h9_kind check (kind in ('secondment', 'transfer_out')),
    drop constraint if exists h9_secondment,
    add constraint h9_secondment check (
        state not in ('active', 'extended', 'returned', 'converted') or (
            kind = 'secondment'
            and purpose in ('keep_employment', 'guidance', 'skills', 'group_exchange')
            and (octet_length(purpose_evidence) > 0
                 or state in ('returned', 'converted') and person_name = '')
            and employed_since < starts_on and starts_on <= ends_on
            and not is_seconded_elsewhere
            and burden_yen <= actual_cost_yen
            and (octet_length(home_conditions) > 0 and octet_length(host_conditions) > 0
                 or state in ('returned', 'converted') and person_name = '')
            and consented_on >= home_conditions_on and consented_on >= host_conditions_on
            and is_consent_single
            and home_signed_on >= consented_on and host_signed_on >= consented_on) is true),
    drop constraint if exists h9_transfer,
    add constraint h9_transfer check (
        state <> 'transferred' or (
            kind = 'transfer_out'
            and employed_since < starts_on
            and (octet_length(host_conditions) > 0 or person_name = '')
            and consented_on >= host_conditions_on
            and is_consent_single
            and home_signed_on >= consented_on and host_signed_on >= consented_on) is true);

alter table public.moves_sidework
    drop constraint if exists h10_plan,
    add constraint h10_plan check (
        state not in ('agreed', 'running') or (
            decided_by_id is not null and decided_at is not null
            and (job_kind <> 'employed' or (
                other_cap_minutes > 0
                and own_cap_minutes::bigint + other_cap_minutes <= 4800
                and own_cap_minutes <= own_month_limit_minutes))) is true),
    drop constraint if exists four_grounds,
    add constraint four_grounds check (
        state <> 'refused' or (
            refusal_ground in ('work', 'secrets', 'competition', 'reputation')
            and (octet_length(refusal_facts) > 0 or person_name = '')
            and decided_by_id is not null and decided_at is not null) is true);

alter table public.moves_contractwork
    drop constraint if exists h11_notice,
    add constraint h11_notice check (
        state not in ('notice_issued', 'accepted', 'end_noticed', 'ended') or (
            notice_issued_at is not null
            and btrim(deliverable) <> '' and fee_yen > 0 and pay_on is not null
            and btrim(buyer_name) <> ''
            and (btrim(supplier_name) <> '' and octet_length(place) > 0 or state = 'ended')
            and consigned_on is not null and receive_on is not null
            and btrim(inspection) <> '' and btrim(non_cash) <> '') is true),
    drop constraint if exists h11_notice_first,
    add constraint h11_notice_first check (
        state not in ('accepted', 'end_noticed', 'ended') or (
            starts_on >= (notice_issued_at at time zone 'Asia/Tokyo')::date
            and accepted_on >= (notice_issued_at at time zone 'Asia/Tokyo')::date) is true),
    drop constraint if exists h11_pay_day,
    add constraint h11_pay_day check (
        pay_on is null or receive_on is null
        or pay_on between receive_on
            and tasuki.last_pay_day(receive_on, upstream_pay_on, is_toriteki)),
    drop constraint if exists h11_withdrawn_before_the_start,
    add constraint h11_withdrawn_before_the_start check (
        state <> 'cancelled' or accepted_on is null or coalesce(ended_on < starts_on, false)),
    drop constraint if exists h11_end,
    add constraint h11_end check (
        state <> 'ended' or (
            ended_on is not null and (
                not tasuki.is_long_contract(starts_on, ends_on)
                or coalesce(end_noticed_on <= ended_on - 30, false)
                or (end_exception in ('disaster', 'upstream_cancelled', 'short_term',
                                      'supplier_fault', 'long_without_order')
                    and (end_exception <> 'short_term' or ends_on is null
                         or ends_on < starts_on + 30)
                    and (octet_length(end_reason) > 0 or supplier_name = '')))) is true);

alter table public.moves_delivery
    drop constraint if exists h11_delivery_pay_day,
    add constraint h11_delivery_pay_day check (
        pay_on between received_on
            and tasuki.last_pay_day(received_on, upstream_pay_on, is_toriteki));
