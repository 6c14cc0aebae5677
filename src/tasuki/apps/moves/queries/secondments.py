"""Secondments and transfers of the company bound now, and what keeps them from starting."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.moves.models import Secondment
from tasuki.apps.moves.policy import gap_reason, move_facts
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.secondment import (
    MoveKind,
    is_pair_review_due,
    list_move_refusals,
    list_move_warnings,
)
from tasuki.core.moves.machines import MoveState
from tasuki.core.words import Words

_RUNNING = (MoveState.ACTIVE, MoveState.EXTENDED)


def list_secondments(*, state: str = "", text: str = "") -> QuerySet[Secondment]:
    """Return the moves, the newest first.

    Args:
        state: only this state.
        text: part of the person's name, the employee number or the other firm.
    """
    found = Secondment.objects.order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    if part := text.strip():
        found = found.filter(
            Q(person_name__icontains=part)
            | Q(person_number__icontains=part)
            | Q(host_name__icontains=part)
        )
    return found


def find_secondment(*, secondment_id: UUID) -> Secondment | None:
    """Return one move; None if there is none here."""
    return Secondment.objects.filter(id=secondment_id).first()


def is_lent_out(row: Secondment) -> bool:
    """Return whether the same person is lent out under another row.

    The employee number, the record here or the mail address tell that it is the same person.
    """
    same = Q(person_number=row.person_number)
    if row.talent_record_id is not None:
        same |= Q(talent_record_id=row.talent_record_id)
    if row.person_mail:
        same |= Q(person_mail=row.person_mail)
    return (
        Secondment.objects.filter(same, state__in=_RUNNING)
        .exclude(id=row.id)
        .exclude(id=row.converts_id or row.id)
        .exists()
    )


def list_start_refusals(row: Secondment) -> tuple[Refusal, ...]:
    """Return everything that keeps the move from starting (H9)."""
    return list_move_refusals(move_facts(row, is_lent_out=is_lent_out(row)))


def list_warnings(row: Secondment, *, on: date) -> tuple[Words, ...]:
    """Return what should be looked at; many people between two firms ask for a lawyer."""
    found = list_move_warnings(move_facts(row), gap_reason=gap_reason(row))
    if row.kind != MoveKind.SECONDMENT:
        return found
    starts = Secondment.objects.filter(
        kind=MoveKind.SECONDMENT,
        host_name=row.host_name,
        starts_on__isnull=False,
        state__in=(*_RUNNING, MoveState.RETURNED, MoveState.CONVERTED),
    ).values_list("starts_on", flat=True)
    if is_pair_review_due((day for day in starts if day), on=on):
        return (
            *found,
            Words(
                "同じ会社への出向が12か月で3人を超えています。「業として」行っていないか、"
                "専門家に確認してください。",
                "More than 3 people went to this firm within 12 months. Have it checked that this "
                "is no supply of workers as a business.",
            ),
        )
    return found
