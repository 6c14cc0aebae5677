"""What speaks for each value of a record: who said it, when, and whether it works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Max

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.messages.models import Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.core.same_person.survivorship import RULES, Candidate, FieldRule, Origin

_EDIT: Final = "person.edit"
_MAIL_WORKS: Final = "person.mail_works"
_RANKS: Final = {Origin.FILE: 0, Origin.MEMBER: 1, Origin.OWN: 2}

type Candidates = Mapping[str, Candidate]
"""Name of a rule -> what a record holds for it."""


@dataclass(frozen=True, slots=True)
class _Word:
    """The strongest statement about one field of one record."""

    origin: Origin
    at: datetime


def find_candidates(records: Sequence[TalentRecord]) -> dict[UUID, Candidates]:
    """Return for each record what speaks for its values; three queries for all of them.

    Args:
        records: of the organisation bound now.
    """
    words = _find_words(records)
    newest = dict(
        Application.objects.filter(talent_record__in=records)
        .order_by()
        .values_list("talent_record_id")
        .annotate(at=Max("created_at"))
    )
    reasons = find_suppressions(addresses=[one.mail for one in records if one.mail])
    return {
        record.id: {
            rule.name: _candidate(
                rule,
                record,
                words.get(record.id, {}),
                came_at=newest.get(record.id, record.created_at),
                is_dead=rule.name == "mail"
                and reasons.get(record.mail) == Suppression.Reason.BOUNCE,
            )
            for rule in RULES
        }
        for record in records
    }


def _candidate(
    rule: FieldRule,
    record: TalentRecord,
    words: Mapping[str, _Word],
    *,
    came_at: datetime,
    is_dead: bool,
) -> Candidate:
    said = max(
        (words[name] for name in rule.fields if name in words),
        key=lambda word: (_RANKS[word.origin], word.at),
        default=None,
    )
    return Candidate(
        values=tuple(getattr(record, name) for name in rule.fields),
        origin=said.origin if said else Origin.FILE,
        said_at=said.at if said else came_at,
        is_checked=said is not None,
        is_dead=is_dead,
    )


def _find_words(records: Sequence[TalentRecord]) -> dict[UUID, dict[str, _Word]]:
    """Return what members and the persons themselves said since the records came from files."""
    events = AuditEvent.objects.filter(
        object_kind="talent_record",
        object_id__in=[str(one.id) for one in records],
        kind__in=[_EDIT, _MAIL_WORKS],
    ).order_by("number")
    found: dict[UUID, dict[str, _Word]] = {}
    for event in events:
        known = found.setdefault(UUID(event.object_id), {})
        word = _Word(_origin_of(event.data), event.happened_at)
        for name in event.data.get("fields", ["mail"]):
            if name not in known or _RANKS[word.origin] >= _RANKS[known[name].origin]:
                known[name] = word
    return found


def _origin_of(data: Mapping[str, Any]) -> Origin:
    return Origin.OWN if data.get("is_own_statement") else Origin.MEMBER
