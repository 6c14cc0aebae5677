"""Raw SQL as the serving role: run it, copy a row with other values, expect a stop."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Licence


def run(organisation, statement, *values):
    with bound(organisation.pk, None), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def copy(organisation, row, **changes):
    """Insert a copy of a row with other values, as raw SQL."""
    table = row._meta.db_table
    with bound(organisation.pk, None), connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns where table_name = %s "
            "and is_generated = 'NEVER'",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
    new = {"id": "gen_random_uuid()"} | changes
    listed = ", ".join(f'"{name}"' for name in names)
    chosen = ", ".join(new.get(name, f'"{name}"') for name in names)
    return run(
        organisation,
        f"insert into {table} ({listed}) select {chosen} from {table} where id = %s",
        row.pk,
    )


def refused(rule):
    return pytest.raises(DatabaseError, match=f"^{rule}: ")


def end_licence(agency):
    with bound(agency.pk, None):
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))
