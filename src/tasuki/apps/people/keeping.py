"""Until when a person's record may stay: the same clocks and ceilings as the nightly disposal."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from tasuki.apps.people.models import TalentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEnd:
    """When a record goes, as things stand on a day.

    Attributes:
        gone_after: the last day on which it may be there; None while a clock has not started.
        is_pooled: a live consent to the pool keeps it.
    """

    gone_after: date | None
    is_pooled: bool


def find_record_end(
    *, talent_record_id: UUID, pool_until: date | None = None, on: date
) -> RecordEnd:
    """Return when a record goes by the declarations beside ``TalentRecord``.

    Args:
        talent_record_id: a record of the organisation bound now.
        pool_until: last day of the live consent to the pool; None without one.
        on: the day of asking, in Japan.

    Source: 個人情報保護法 22条; 職業安定法 5条の5.
    """
    [pool] = TalentRecord.further_retention
    ordinary = TalentRecord.retention
    with connection.cursor() as cursor:
        cursor.execute(
            "select retention.start_of_rejected_person(%(id)s, %(on)s),"
            " retention.start_of_pooled_person(%(id)s, %(on)s)",
            {"id": talent_record_id, "on": on},
        )
        free, pooled = cursor.fetchone()
    if pooled is None:
        last = None if free is None else ordinary.gone_after(free, on=on)
        return RecordEnd(gone_after=last, is_pooled=False)
    # When the consent runs out the ordinary ceiling holds again; the cap holds in any case.
    without = ordinary.gone_after(pooled, on=on)
    capped = pool.gone_after(pooled, on=on)
    after_consent = max(day for day in (without, pool_until, on) if day is not None)
    return RecordEnd(
        gone_after=after_consent if capped is None else min(after_consent, capped), is_pooled=True
    )
