"""Facts of law about the organisation bound now, which the frame of every action asks.

Read past the models, so that the frame below all areas knows none of them.
"""

from datetime import date
from typing import Final

from django.db import connection

from tasuki.core.law.stops import LicenceFacts

_LICENCE: Final = """
select number, valid_from, valid_to from orgs_licence
 where organisation_id = tasuki.organisation()
 order by (%s between valid_from and valid_to) desc, valid_to desc, valid_from desc limit 1
"""
_FILED: Final = """
select exists (select from relay_feetable
                where organisation_id = tasuki.organisation() and filed_on <= %s)
"""


def find_licence_facts(*, on: date) -> LicenceFacts | None:
    """Return the licence or notification valid on a day, else the one that ended last.

    Args:
        on: the day of the act.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LICENCE, [on])
        row = cursor.fetchone()
    return LicenceFacts(*row) if row else None


def has_filed_fee_table(*, on: date) -> bool:
    """Return whether a fee table was filed by a day.

    Args:
        on: the day of the act.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FILED, [on])
        (found,) = cursor.fetchone()
    return bool(found)
