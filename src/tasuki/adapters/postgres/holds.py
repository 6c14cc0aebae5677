"""Ask the database whether a legal hold keeps a row from being emptied."""

from uuid import UUID

from django.db import connection, models

from tasuki.adapters.postgres.context import current_organisation_id


def is_held(model: type[models.Model], *ids: UUID | None) -> bool:
    """Return whether a row of the organisation bound now must stay as it is today.

    The use of such a row may be stopped; its content is not emptied until the hold ends.
    The guards of the tables ask the same function.

    Args:
        model: of the row.
        ids: opaque ids that stand for the row or its person.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(bool_or(retention.is_held(%s, %s, one::text)), false)"
            " from unnest(%s::uuid[]) as given (one)",
            [current_organisation_id(), model._meta.label, [one for one in ids if one]],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
