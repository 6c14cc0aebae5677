"""Cases of the organisation bound now."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.cases.models import MoveCase
from tasuki.core.access import OrganisationKind
from tasuki.core.cases.kind import AnyKind, Reminder
from tasuki.core.cases.kinds import KINDS


def list_kinds_of(organisation_kind: OrganisationKind) -> tuple[AnyKind, ...]:
    """Return the kinds of which an organisation keeps cases."""
    return tuple(one for one in KINDS.values() if organisation_kind in one.keepers)


def list_cases(*, kind: str = "", state: str = "", text: str = "") -> QuerySet[MoveCase]:
    """Return the cases, the newest first.

    Args:
        kind: only this kind.
        state: only this state.
        text: part of the person's name or of the number.
    """
    rows = MoveCase.objects.order_by("-created_at", "-id")
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if part := text.strip():
        rows = rows.filter(person_name__icontains=part) | rows.filter(number__icontains=part)
    return rows


def find_case(*, move_case_id: UUID) -> MoveCase | None:
    """Return one case; None if there is none here."""
    return MoveCase.objects.filter(pk=move_case_id).first()


def list_due(*, until: date) -> Iterator[tuple[MoveCase, date, Reminder]]:
    """Yield what cases ask for up to a day and is not settled yet."""
    for row in MoveCase.objects.filter(ended_on=None).order_by("pk"):
        standing = row.standing
        for due_on, reminder in row.declaration.due(standing.state, standing.values):
            if due_on <= until:
                yield row, due_on, reminder
