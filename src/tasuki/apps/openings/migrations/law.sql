-- What holds even for raw SQL: an opening is open only while it shows every item of the law (H6).
-- Source: 職業安定法 5条の3, 5条の6; 労働施策総合推進法 9条.

create or replace function tasuki.posting_is_whole(p_terms jsonb, p_is_fixed_term boolean)
    returns boolean
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp as
$$
    select coalesce(bool_and(coalesce(p_terms ->> item, '') ~ '[^[:space:]　]'), false)
           and (coalesce(p_terms ->> 'duties_change', '') ~ '[^[:space:]　]'
                or coalesce(p_terms ->> 'duties', '')
                   ~* '雇入れ直後.+変更の範囲|right after hiring.+range of change')
           and (coalesce(p_terms ->> 'workplace_change', '') ~ '[^[:space:]　]'
                or coalesce(p_terms ->> 'workplace', '')
                   ~* '雇入れ直後.+変更の範囲|right after hiring.+range of change')
           and (not p_is_fixed_term or coalesce(p_terms ->> 'renewal', '') ~ '[^[:space:]　]')
      from unnest(array['duties', 'contract_period', 'probation', 'workplace', 'hours', 'wage',
                        'insurance', 'recruiter', 'dispatch', 'smoking']) as item
$$;
grant execute on function tasuki.posting_is_whole(jsonb, boolean) to tasuki_app;

alter table public.openings_opening
    drop constraint if exists opening_open_is_whole,
    drop constraint if exists opening_age_has_a_code,
    add constraint opening_open_is_whole check (
        state <> 'open'
        or (tasuki.posting_is_whole(terms, not is_indefinite)
            and declared_on is not null
            and coalesce(prefecture between 1 and 47, false)
            and pay_min_yen > 0
            and (pay_unit = 'hour' or work_minutes > 0))),
    add constraint opening_age_has_a_code check (
        state <> 'open'
        or (age_least is null and age_most is null)
        or (age_reason ~ '[^[:space:]　]'
            and ((age_code = '1' and is_indefinite and age_least is null
                  and coalesce(retirement_age >= 60 and age_most = retirement_age, false))
                 or (age_code in ('3i', '3ro') and is_indefinite)
                 or age_code in ('2', '3ha', '3ni'))));
