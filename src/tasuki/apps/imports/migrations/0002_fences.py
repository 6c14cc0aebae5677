"""Fence every table of the area; a forbidden column stays dropped even for raw SQL (H5)."""

from typing import ClassVar, Final

from django.db import migrations

from tasuki.adapters.postgres import migration
from tasuki.core.law.forbidden import database_expression

# The dictionary as it stands when the database is made. A longer dictionary needs a migration
# that runs this again; a test compares the two.
COLUMN_GUARD: Final = f"""
create or replace function tasuki.is_forbidden_column(p_heading text) returns boolean
    language sql immutable parallel safe set search_path = pg_catalog, pg_temp as
$guard$
    select replace(normalize(p_heading, NFKC), '_', ' ') ~* $dict${database_expression()}$dict$
$guard$;

create or replace function tasuki.check_import_mapping() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp as
$body$
begin
    if exists (select from jsonb_each_text(new.mapping) as one(heading, field)
                where tasuki.is_forbidden_column(one.heading) and one.field not like 'drop:%') then
        raise exception 'H5: a column that selection must not know is dropped'
            using errcode = '23514';
    end if;
    return new;
end $body$;
create or replace trigger h5_forbidden_columns_are_dropped
    before insert or update of mapping on public.imports_importrun
    for each row execute function tasuki.check_import_mapping();
create or replace trigger h5_forbidden_columns_are_dropped
    before insert or update of mapping on public.imports_importprofile
    for each row execute function tasuki.check_import_mapping();

revoke execute on function tasuki.check_import_mapping() from public;
grant execute on function tasuki.is_forbidden_column(text) to tasuki_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("imports", "0001_initial"), ("orgs", "0002_fences")]
    operations: ClassVar = [
        *(
            migration.Fence(name)
            for name in ("ImportRun", "ImportFile", "StagedRow", "ImportChange", "ImportProfile")
        ),
        migrations.RunSQL(COLUMN_GUARD, migrations.RunSQL.noop),
    ]
