-- What holds even for raw SQL about a selection: no program rejects anybody (H12). A rejection
-- names the human who decided and says why, or it is what a file of the company's own system
-- told, and then the import that a member ran stands beside it.

create or replace function tasuki.check_application_decision() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if new.outcome <> 'not_selected' then
        return new;
    end if;
    if tg_op = 'UPDATE' and (new.outcome, new.decided_by_id, new.import_run_id)
           is not distinct from (old.outcome, old.decided_by_id, old.import_run_id) then
        return new;
    end if;
    if new.decided_by_id is not null then
        if coalesce(octet_length(new.decision_reason), 0) = 0 then
            raise exception 'H12: a rejection carries a reason' using errcode = '23514';
        end if;
    elsif not exists (
        select from public.imports_importrun r
         where r.organisation_id = new.organisation_id and r.id = new.import_run_id) then
        raise exception 'H12: a rejection names a human or the import it came with'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h12_decision_has_reason before insert or update on public.people_application
    for each row execute function tasuki.check_application_decision();

revoke execute on function tasuki.check_application_decision() from public;
