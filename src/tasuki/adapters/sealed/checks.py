"""Which sealed values have lost their key."""

from collections.abc import Collection
from uuid import UUID

from django.db import connection, models
from psycopg import sql

from tasuki.adapters.sealed.rows import sealed_fields

_LOST = """
    select {key} from {table} where {any_column}
     order by {key} for update skip locked
"""
_USED = """
    select distinct encode(substring({column} from 2 for 16), 'hex')::uuid from {table}
     where length({column}) > 0 and substring({column} from 2 for 16) = any(%s)
"""
_ONE = """
    (length({column}) > 0 and not exists (
        select from keys_datakey k
         where k.id = encode(substring({column} from 2 for 16), 'hex')::uuid))
"""


def find_unreadable(model: type[models.Model]) -> list[UUID]:
    """Return the rows of a model, of the organisation bound now, with a value whose key is gone."""
    fields = sealed_fields(model)
    if not fields:
        return []
    parts = [sql.SQL(_ONE).format(column=sql.Identifier(str(field.column))) for field in fields]
    query = sql.SQL(_LOST).format(
        key=sql.Identifier(str(model._meta.pk.column)),
        table=sql.Identifier(model._meta.db_table),
        any_column=sql.SQL(" or ").join(parts),
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def find_used_keys(model: type[models.Model], key_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the keys under which a row of the organisation bound now is sealed."""
    wanted = [key_id.bytes for key_id in key_ids]
    used: set[UUID] = set()
    for field in sealed_fields(model):
        query = sql.SQL(_USED).format(
            column=sql.Identifier(str(field.column)), table=sql.Identifier(model._meta.db_table)
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [wanted])
            used |= {row[0] for row in cursor.fetchall()}
    return used
