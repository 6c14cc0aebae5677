-- What holds even for raw SQL about a selection: a human who rejects somebody says why (H12).

create or replace function tasuki.check_application_decision() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.outcome = 'not_selected' and new.outcome is distinct from
           (case when tg_op = 'UPDATE' then old.outcome end)
       and new.decided_by_id is not null and coalesce(octet_length(new.decision_reason), 0) = 0 then
        raise exception 'H12: a rejection carries a reason' using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h12_decision_has_reason before insert or update on public.people_application
    for each row execute function tasuki.check_application_decision();

revoke execute on function tasuki.check_application_decision() from public;
