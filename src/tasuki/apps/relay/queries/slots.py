"""Read slots, their stories, releases and disputes: what the side bound now may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay import slot_moves
from tasuki.apps.relay.models import (
    Dispute,
    DisputeViewer,
    Release,
    Slot,
    SlotCandidate,
    SlotEvent,
    SlotViewer,
)
from tasuki.apps.relay.slot_moves import ENDED_STATES, USED_STATES
from tasuki.core.relay.machines import DisputeState, SlotState

IN_PROCESS_STATES = frozenset(
    {SlotState.REQUESTED, SlotState.CANDIDATE_PRESENTED, SlotState.INTERVIEW_HELD}
)


@dataclass(frozen=True, slots=True)
class SlotCounts:
    """How many slots stand where."""

    usable: int
    in_process: int
    used: int
    ended: int
    suspended: int
    total: int


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute and whether its answer is late."""

    dispute: Dispute
    is_overdue: bool


def list_slots(*, book_id: UUID | None = None, state: SlotState | None = None) -> list[Slot]:
    """Return the slots that the organisation bound now sees, newest number first."""
    viewers = SlotViewer.objects.select_related("subject", "subject__contract")
    if book_id is not None:
        viewers = viewers.filter(subject__book_id=book_id)
    if state is not None:
        viewers = viewers.filter(subject__state=state)
    rows = viewers.order_by("subject__company_name", "-subject__number", "subject_id")
    return [viewer.subject for viewer in rows]


def find_slot(*, slot_id: UUID) -> Slot:
    """Return a slot that the organisation bound now sees.

    Raises:
        NotVisibleError: there is none.
    """
    return slot_moves.find_visible(slot_id)


def count_slots(*, book_id: UUID | None = None) -> SlotCounts:
    """Return how many of the visible slots are usable, in process, used and over."""
    states = [SlotState(slot.state) for slot in list_slots(book_id=book_id)]
    return SlotCounts(
        usable=states.count(SlotState.GRANTED),
        in_process=sum(state in IN_PROCESS_STATES for state in states),
        used=sum(state in USED_STATES for state in states),
        ended=sum(state in ENDED_STATES for state in states),
        suspended=states.count(SlotState.SUSPENDED),
        total=len(states),
    )


def list_slot_events(*, slot_id: UUID) -> list[SlotEvent]:
    """Return the story of a slot on the side bound now, newest first."""
    events = SlotEvent.objects.filter(slot_id=slot_id)
    return list(events.order_by("-happened_at", "-created_at", "-id"))


def find_candidate(*, slot_id: UUID) -> SlotCandidate | None:
    """Return the company's copy of the candidate presented last, if there is one."""
    rows = SlotCandidate.objects.filter(slot_id=slot_id)
    return rows.order_by("-presented_at", "-id").first()


def list_releases(
    *, slot_id: UUID | None = None, talent_record_id: UUID | None = None
) -> list[Release]:
    """Return the agency's releases of a slot or of a person, newest first."""
    rows = Release.objects.select_related("slot")
    if slot_id is not None:
        rows = rows.filter(slot_id=slot_id)
    if talent_record_id is not None:
        rows = rows.filter(talent_record_id=talent_record_id)
    return list(rows.order_by("-asked_at", "-id"))


def find_release(*, release_id: UUID) -> Release:
    """Return a release of the agency bound now.

    Raises:
        NotVisibleError: there is none.
    """
    found = Release.objects.select_related("slot").filter(id=release_id).first()
    if found is None:
        raise NotVisibleError
    return found


def list_disputes(*, book_id: UUID | None = None, today: date) -> list[DisputeLine]:
    """Return the questions about statements that the organisation sees, newest first."""
    viewers = DisputeViewer.objects.select_related("subject")
    if book_id is not None:
        viewers = viewers.filter(subject__statement_book_id=book_id)
    rows = viewers.order_by("-subject__opened_at", "subject_id")
    return [
        DisputeLine(
            viewer.subject,
            viewer.subject.state == DisputeState.OPENED and viewer.subject.due_on < today,
        )
        for viewer in rows
    ]


def find_dispute(*, dispute_id: UUID) -> Dispute:
    """Return a question that the organisation bound now sees.

    Raises:
        NotVisibleError: there is none.
    """
    viewer = DisputeViewer.objects.select_related("subject").filter(subject_id=dispute_id).first()
    if viewer is None:
        raise NotVisibleError
    return viewer.subject
