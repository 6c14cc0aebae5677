"""Read introductions: cases, interviews, the story, and free slots beside them in one list.

The organisation bound now sees what it keeps or was shown. A free slot has its own table of
states; here it only stands beside the cases, so that one board shows everything that runs.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.introductions.models import (
    CaseEvent,
    CaseViewer,
    Interview,
    InterviewViewer,
    IntroductionCase,
)
from tasuki.apps.introductions.steps import find_visible
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.placement.queries import mark_banned
from tasuki.apps.relay.models import Registration, Release, Slot, SlotCandidate, SlotViewer
from tasuki.core.access import OrganisationKind
from tasuki.core.introductions.labels import STAGES, Stage
from tasuki.core.introductions.machine import ENDED_STATES, InterviewState
from tasuki.core.introductions.waiting import Turn, is_overdue
from tasuki.core.relay.machines import ReleaseState, SlotState

BOARD_CARDS_MAX: Final = 30
"""Cards of one column; the rest stands in the table."""

ENDED_DAYS: Final = 30
"""How long what ended stays on the board."""

_SLOT_STATES: Final = frozenset().union(*(stage.slots for stage in STAGES))
_SLOT_TURNS: Final = {
    SlotState.REQUESTED: Turn.AGENCY,
    SlotState.CANDIDATE_PRESENTED: Turn.COMPANY,
    SlotState.INTERVIEW_HELD: Turn.COMPANY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What narrows board and table alike.

    Attributes:
        text: part of the number, the job, the company or, at the agency, the person's name.
        stage: key of a ``Stage``; empty for all.
        turn: whose turn it is; empty for all.
        is_overdue: only what should have been answered.
        is_open: only what runs.
        advisor_id: only the cases of one adviser.
    """

    text: str = ""
    stage: str = ""
    turn: str = ""
    is_overdue: bool = False
    is_open: bool = False
    advisor_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card of the board: a case, or a free slot.

    Attributes:
        kind: ``introduction`` or ``slot``.
        id: of the row.
        number: as people say it.
        person: name, where the reader may know it.
        company: the employer.
        job: the job.
        state: of its own table.
        turn: whose turn it is.
        due: last day to act.
        is_late: whether that day is over.
        interview_at: the next interview, if one lies ahead.
    """

    kind: str
    id: UUID
    number: str
    person: str
    company: str
    job: str
    state: str
    turn: Turn
    due: date | None
    is_late: bool
    interview_at: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """One column of the board.

    Attributes:
        stage: what stands here.
        cards: the first ones, what is due first on top.
        count: how many there are.
    """

    stage: Stage
    cards: tuple[Card, ...]
    count: int

    @property
    def more(self) -> int:
        """How many do not fit."""
        return self.count - len(self.cards)


def list_cases(*, wanted: CaseFilter | None = None, on: date) -> QuerySet[CaseViewer]:
    """Return the cases that the organisation bound now sees, as rows of its view of them.

    Args:
        wanted: narrows the list.
        on: the day; decides what is overdue.
    """
    names = JobSeeker.objects.filter(id=OuterRef("subject__job_seeker_id")).values("name")[:1]
    rows = CaseViewer.objects.select_related("subject").annotate(person_name=Subquery(names))
    return rows if wanted is None else narrow(rows, wanted, on=on)


def narrow(rows: QuerySet[CaseViewer], wanted: CaseFilter, *, on: date) -> QuerySet[CaseViewer]:
    """Return the rows of ``list_cases`` that a filter leaves."""
    if text := wanted.text.strip():
        rows = rows.filter(
            Q(subject__number__icontains=text)
            | Q(subject__job_title__icontains=text)
            | Q(subject__company_name__icontains=text)
            | Q(person_name__icontains=text)
        )
    if wanted.stage:
        states = {one for stage in STAGES if stage.key == wanted.stage for one in stage.cases}
        rows = rows.filter(subject__state__in=states)
    if wanted.turn:
        rows = rows.filter(subject__turn=wanted.turn)
    if wanted.is_overdue:
        rows = rows.filter(subject__answer_by__lt=on)
    if wanted.is_open:
        rows = rows.exclude(subject__state__in=ENDED_STATES)
    if wanted.advisor_id is not None:
        rows = rows.filter(subject__advisor_id=wanted.advisor_id)
    return rows


def list_slots_of(
    *, wanted: CaseFilter, on: date, states: Collection[SlotState] = _SLOT_STATES
) -> list[Slot]:
    """Return the free slots in process that the same filter leaves, what is due first on top.

    Args:
        wanted: the filter of the cases; a slot has no adviser.
        on: the day.
        states: of slots that are shown.
    """
    if wanted.advisor_id is not None:
        return []
    shown = set(states)
    if wanted.stage:
        shown &= {one for stage in STAGES if stage.key == wanted.stage for one in stage.slots}
    if wanted.is_open:
        shown -= {SlotState.HIRED}
    viewers = SlotViewer.objects.select_related("subject").filter(subject__state__in=shown)
    if text := wanted.text.strip():
        viewers = viewers.filter(
            Q(subject__company_name__icontains=text) | Q(subject__opening_title__icontains=text)
        )
    found = [one.subject for one in viewers]
    if wanted.turn:
        found = [one for one in found if slot_turn(one) == wanted.turn]
    if wanted.is_overdue:
        found = [one for one in found if is_overdue(slot_due(one), on=on)]
    return sorted(found, key=lambda one: (slot_due(one) or date.max, one.company_name, one.number))


def slot_due(slot: Slot) -> date | None:
    """Return the last day to act on a slot; None where nothing is due."""
    if slot.state == SlotState.REQUESTED:
        return slot.find_by
    return slot.answer_by if slot.state == SlotState.CANDIDATE_PRESENTED else None


def slot_turn(slot: Slot) -> Turn:
    """Return whose turn it is."""
    return _SLOT_TURNS.get(SlotState(slot.state), Turn.NOBODY)


def build_board(*, kind: OrganisationKind, wanted: CaseFilter, on: date) -> tuple[BoardColumn, ...]:
    """Return the board: cases and free slots by stage; a constant number of queries.

    Args:
        kind: of the organisation bound now; it decides whose names can be read.
        wanted: the filter.
        on: the day.
    """
    rows = list_cases(wanted=wanted, on=on)
    recent = on - timedelta(days=ENDED_DAYS)
    rows = rows.filter(Q(subject__ended_at=None) | Q(subject__ended_at__date__gte=recent))
    cases = list(rows.order_by("subject__answer_by", "subject__number"))
    slots = list_slots_of(wanted=wanted, on=on)
    shown_cases = list(_first_of_each_stage(cases))
    names = find_names(kind=kind, rows=shown_cases)
    people = find_slot_names(kind=kind, slots=slots)
    ahead = find_next_interviews(case_ids=[one.subject_id for one in shown_cases])
    columns = []
    for stage in STAGES:
        own = [one for one in cases if one.subject.state in stage.cases]
        own_slots = [one for one in slots if one.state in stage.slots]
        cards = [
            *(_slot_card(one, people, on=on) for one in own_slots),
            *(_case_card(one, names, ahead, on=on) for one in own[:BOARD_CARDS_MAX]),
        ]
        cards.sort(key=lambda card: (card.due or date.max, card.number))
        count = len(own) + len(own_slots)
        if stage.cases or count:
            columns.append(
                BoardColumn(stage=stage, cards=tuple(cards[:BOARD_CARDS_MAX]), count=count)
            )
    return tuple(columns)


def _first_of_each_stage(rows: Iterable[CaseViewer]) -> Iterable[CaseViewer]:
    seen: dict[str, int] = {}
    for row in rows:
        seen[row.subject.state] = seen.get(row.subject.state, 0) + 1
        if seen[row.subject.state] <= BOARD_CARDS_MAX:
            yield row


def find_names(*, kind: OrganisationKind, rows: Iterable[CaseViewer]) -> dict[UUID, str]:
    """Return the name of the person of each case: the book's, or what was released.

    Args:
        kind: of the organisation bound now.
        rows: of ``list_cases``.
    """
    if kind is not OrganisationKind.COMPANY:
        return {one.subject_id: getattr(one, "person_name", "") or "" for one in rows}
    by_release = {one.subject.release_id: one.subject_id for one in rows}
    copies = SlotCandidate.objects.filter(release_id__in=by_release)
    return {by_release[one.release_id]: one.released.get("name", "") for one in copies}


def find_banned(*, rows: Iterable[CaseViewer], on: date) -> set[UUID]:
    """Return the job seekers of some cases whom nobody here may urge to move (H7).

    Args:
        rows: of ``list_cases``, at the agency.
        on: the day.

    Source: 職業安定法 指針 (転職勧奨の禁止).
    """
    ids = [one.subject.job_seeker_id for one in rows]
    marked = mark_banned(JobSeeker.objects.filter(id__in=ids), on=on)
    return set(marked.filter(is_banned=True).values_list("id", flat=True))


def find_slot_names(*, kind: OrganisationKind, slots: Collection[Slot]) -> dict[UUID, str]:
    """Return the name of the person in process on each slot, where there is one."""
    ids = [one.id for one in slots if one.state != SlotState.REQUESTED]
    if kind is OrganisationKind.COMPANY:
        copies = SlotCandidate.objects.filter(slot_id__in=ids).order_by("presented_at")
        return {one.slot_id: one.released.get("name", "") for one in copies if one.slot_id}
    sent = Release.objects.filter(slot_id__in=ids, state=ReleaseState.SENT).order_by("sent_at")
    of_slot = {one.slot_id: one.registration_id for one in sent}
    people = Registration.objects.filter(id__in=[one for one in of_slot.values() if one])
    names = {one.id: one.full_name for one in people}
    return {slot: names.get(one, "") for slot, one in of_slot.items() if slot and one}


def find_next_interviews(*, case_ids: Collection[UUID]) -> dict[UUID, Interview]:
    """Return the next planned interview of each case."""
    rows = InterviewViewer.objects.select_related("subject").filter(
        subject__case_id__in=case_ids, subject__state=InterviewState.PLANNED
    )
    return {one.subject.case_id: one.subject for one in rows.order_by("-subject__starts_at")}


def find_case(*, case_id: UUID) -> IntroductionCase:
    """Return a case that the organisation bound now sees.

    Raises:
        NotVisibleError: there is none.
    """
    return find_visible(case_id)


def find_interview(*, interview_id: UUID) -> Interview:
    """Return an interview that the organisation bound now sees.

    Raises:
        NotVisibleError: there is none.
    """
    rows = InterviewViewer.objects.select_related("subject", "subject__case")
    found = rows.filter(subject_id=interview_id).first()
    if found is None:
        raise NotVisibleError
    return found.subject


def list_interviews(*, case_id: UUID) -> list[Interview]:
    """Return the interviews of a case, in their order."""
    rows = InterviewViewer.objects.select_related("subject").filter(subject__case_id=case_id)
    return [one.subject for one in rows.order_by("subject__number")]


def list_case_events(*, case_id: UUID) -> list[CaseEvent]:
    """Return the story of a case on the side bound now, newest first."""
    rows = CaseEvent.objects.filter(case_id=case_id)
    return list(rows.order_by("-happened_at", "-created_at", "-id"))


def find_copy(*, release_id: UUID) -> SlotCandidate | None:
    """Return what the person released to the company bound now."""
    return SlotCandidate.objects.filter(release_id=release_id).first()


def find_offered_text(*, case_id: UUID) -> str:
    """Return what the employer meant for the person when it said no; empty if nothing."""
    rows = CaseEvent.objects.filter(case_id=case_id, kind="decline").order_by("-happened_at")
    found = rows.first()
    return found.person_text if found is not None else ""


def list_orders(*, on: date) -> QuerySet[JobOrder]:
    """Return the open orders to which people are introduced by a case, the newest first."""
    rows = JobOrder.objects.filter(
        closed_on=None, slot_id=None, opening_id__isnull=False, valid_to__gte=on
    )
    return rows.order_by("-received_on", "-number")


def list_seekers(*, on: date, text: str = "") -> QuerySet[JobSeeker]:
    """Return the people with an open search, by number.

    Args:
        on: the day; the search must be valid.
        text: part of the name or the number.
    """
    rows = JobSeeker.objects.filter(closed_on=None, valid_to__gte=on)
    if part := text.strip():
        rows = rows.filter(Q(name__icontains=part) | Q(number__icontains=part))
    return rows.order_by("-accepted_on", "-number")


def _case_card(
    row: CaseViewer, names: Mapping[UUID, str], ahead: Mapping[UUID, Interview], *, on: date
) -> Card:
    case = row.subject
    interview = ahead.get(case.id)
    return Card(
        kind="introduction",
        id=case.id,
        number=case.number,
        person=names.get(case.id, ""),
        company=case.company_name,
        job=case.job_title,
        state=case.state,
        turn=Turn(case.turn),
        due=case.answer_by,
        is_late=is_overdue(case.answer_by, on=on),
        interview_at=interview.starts_at if interview is not None else None,
    )


def _slot_card(slot: Slot, names: Mapping[UUID, str], *, on: date) -> Card:
    due = slot_due(slot)
    return Card(
        kind="slot",
        id=slot.id,
        number=slot.label,
        person=names.get(slot.id, ""),
        company=slot.company_name,
        job=slot.opening_title,
        state=slot.state,
        turn=slot_turn(slot),
        due=due,
        is_late=is_overdue(due, on=on),
    )
