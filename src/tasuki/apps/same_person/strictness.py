"""The stricter of two records: what a merge leaves of consents, stops of mail and clocks.

Ledgers are never rewritten. A limit stands beside the consents, a stop of mail is a row of its
own, and the clocks of both records are written down as they stood; an undone merge takes all
three away again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.consent.models import ConsentEvent, ConsentLimit
from tasuki.apps.consent.queries import find_live_consent, list_consents
from tasuki.apps.messages.actions import share_stop, take_back_stop
from tasuki.apps.people.models import TalentRecord
from tasuki.core.same_person.stricter import Answer, Limit, Standing, limit_consent

type Question = tuple[str, UUID | None]

_ENDS: Final = frozenset(
    {ConsentEvent.Kind.REFUSED, ConsentEvent.Kind.WITHDRAWN, ConsentEvent.Kind.EXPIRED}
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """When the retention clock of each of two records started, each alone; None = not yet."""

    survivor: date | None
    absorbed: date | None


def find_limits(*, survivor_id: UUID, absorbed_id: UUID, on: date) -> dict[Question, Limit]:
    """Return which consents a merge would narrow, and to what; empty where none.

    Args:
        survivor_id: the record that stays; with what was merged into it before.
        absorbed_id: the other one.
        on: the day of the merge.
    """
    mine, yours = _standings(survivor_id, on=on), _standings(absorbed_id, on=on)
    nothing = Standing(Answer.NONE)
    found = {
        question: limit_consent(mine.get(question, nothing), yours.get(question, nothing))
        for question in {**mine, **yours}
    }
    return {question: limit for question, limit in found.items() if limit is not None}


def _standings(record_id: UUID, *, on: date) -> dict[Question, Standing]:
    found: dict[Question, Standing] = {}
    for event in list_consents(talent_record_id=record_id):
        question = (event.purpose, event.scope_id)
        if question in found:
            continue
        live = find_live_consent(
            talent_record_id=record_id, purpose=event.purpose, on=on, scope_id=event.scope_id
        )
        found[question] = (
            Standing(Answer.ENDED)
            if live is None or event.kind in _ENDS
            else Standing(Answer.LIVE, _end_of(live, record_id))
        )
    return found


def _end_of(live: ConsentEvent, record_id: UUID) -> date | None:
    """Return the last day of a live consent, an earlier merge taken into account."""
    limits = ConsentLimit.objects.filter(
        talent_record_id=record_id,
        purpose=live.purpose,
        scope_id=live.scope_id,
        answers_until__gte=live.happened_at,
        live_until__isnull=False,
    ).values_list("live_until", flat=True)
    return min((day for day in (live.expires_on, *limits) if day is not None), default=None)


def write_limits(
    limits: dict[Question, Limit], *, merge_id: UUID, survivor_id: UUID, now: datetime
) -> None:
    """Keep what is left of the consents given before a merge."""
    ConsentLimit.objects.bulk_create(
        ConsentLimit(
            organisation_id=current_organisation_id(),
            merge_id=merge_id,
            talent_record_id=survivor_id,
            purpose=purpose,
            scope_id=scope_id,
            answers_until=now,
            live_until=limit.until,
        )
        for (purpose, scope_id), limit in limits.items()
    )


def drop_limits(*, merge_id: UUID) -> None:
    """Let the consents of both records count again as they were given."""
    ConsentLimit.objects.filter(merge_id=merge_id).delete()


def share_stops(records: Sequence[TalentRecord]) -> list[dict[str, Any]]:
    """Let a stop of mail to one address of two records hold for both; return how to take it back.

    Args:
        records: both, before the values of one are changed.
    """
    return share_stop(addresses={one.mail for one in records if one.mail})


def drop_stops(added: Collection[dict[str, Any]]) -> None:
    """Take back the stops that a merge added; what the person said since stays."""
    take_back_stop(added=added)


def find_clocks(*, survivor_id: UUID, absorbed_id: UUID, on: date) -> Clocks:
    """Return when the retention clocks of two records started, before they are merged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select retention.stricter_start(one, retention.end_of_dealings(one, %(on)s))"
            " from unnest(%(ids)s::uuid[]) with ordinality as given (one, place) order by place",
            {"ids": [survivor_id, absorbed_id], "on": on},
        )
        survivor, absorbed = (row[0] for row in cursor.fetchall())
    return Clocks(survivor=survivor, absorbed=absorbed)


def list_group_ids(*record_ids: UUID) -> list[UUID]:
    """Return the ids of records and of all that was merged into them."""
    rows = TalentRecord.objects.filter(Q(id__in=record_ids) | Q(merged_into_id__in=record_ids))
    return list(rows.values_list("id", flat=True))
