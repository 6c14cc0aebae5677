"""Facts of law about the organisation bound now, which the frame of every action asks.

Read past the models, so that the frame below all areas knows none of them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from tasuki.core.law.stops import LicenceFacts

_LICENCE: Final = """
select l.number, l.valid_from, l.valid_to
  from orgs_licence l join orgs_organisation o on o.id = l.organisation_id
 where l.organisation_id = tasuki.organisation()
   -- 地 is the mark of a municipality's notification, every other one that of an agency.
   and (l.number like '%%-地-%%') = (o.kind = 'municipality')
 order by (%s between valid_from and valid_to) desc, valid_to desc, valid_from desc limit 1
"""
_FILED: Final = """
select exists (select from relay_feetable
                where organisation_id = tasuki.organisation() and filed_on <= %(on)s
                  and version = %(version)s)
"""

_NEWEST: Final = """
select version, rate_permille, refund_rule from relay_feetable
 where organisation_id = tasuki.organisation() and filed_on <= %(on)s
 order by filed_on desc, version desc limit 1
"""


@dataclass(frozen=True, slots=True)
class FiledFees:
    """What the newest filed fee table says to a job seeker."""

    version: int
    rate_permille: int
    refund_rule: str


def find_licence_facts(*, on: date) -> LicenceFacts | None:
    """Return the licence or notification valid on a day, else the one that ended last.

    Args:
        on: the day of the act.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LICENCE, [on])
        row = cursor.fetchone()
    return LicenceFacts(*row) if row else None


def has_filed_fee_table(*, on: date, version: int | None) -> bool:
    """Return whether the fee table by which something is charged was filed by a day.

    Args:
        on: the day of the act.
        version: of the fee table that the contract names; None where it names none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FILED, {"on": on, "version": version})
        (found,) = cursor.fetchone()
    return bool(found)


def find_filed_fees(*, on: date) -> FiledFees | None:
    """Return the fee table filed last by a day; None where none is filed.

    Args:
        on: the day on which it is shown.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"on": on})
        row = cursor.fetchone()
    return FiledFees(*row) if row else None
