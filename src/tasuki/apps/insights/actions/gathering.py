"""Facts that the rooms of the house know by themselves: read again every night, told once each.

A room is never asked to tell anything: what happened is read from its rows, under a number that
stays the same, so that reading again changes nothing. A fact names nobody.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.timezone import localdate

from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.insights.actions.facts import Outcome
from tasuki.apps.moves.models import Secondment, SideWork
from tasuki.apps.relay.queries.slots import list_slots
from tasuki.core.access import OrganisationKind
from tasuki.core.cases.field import Value
from tasuki.core.kpi.facts import Ending, HireChannel, HireKind, OutcomeKind
from tasuki.core.law.secondment import MoveKind
from tasuki.core.moves.machines import MoveState, SideWorkState
from tasuki.core.relay.machines import SlotState

SOURCE: Final = "rooms"
_HIRED: Final = (SlotState.HIRED, SlotState.GUARANTEE_PASSED)
_ENDED: Final = {MoveState.RETURNED: Ending.RETURNED, MoveState.CONVERTED: Ending.TRANSFERRED}
_OVER: Final = ("left", "expired")


def list_outcomes(kind: OrganisationKind, *, today: date) -> Iterator[Outcome]:
    """Yield what the rows of the organisation bound now say happened up to a day.

    Args:
        kind: of the organisation.
        today: nothing later is a fact.
    """
    finders = _COMPANY if kind is OrganisationKind.COMPANY else _MUNICIPALITY
    for find in finders:
        yield from (one for one in find(today) if one.happened_on <= today)


def _outcome(kind: OutcomeKind, day: date, key: str, **more: object) -> Outcome:
    return Outcome(kind=kind, happened_on=day, source=SOURCE, source_key=key, **more)  # type: ignore[arg-type]


def _day(values: dict[str, Value], code: str) -> date | None:
    found = values.get(code)
    return found if isinstance(found, date) else None


def _number(values: dict[str, Value], code: str) -> int:
    found = values.get(code)
    return found if isinstance(found, int) else 0


def _postings(today: date) -> Iterator[Outcome]:
    """A posting counts by its places when it was filled or left open."""
    rows = MoveCase.objects.filter(kind="internal_posting", state__in=("filled", "unfilled"))
    for row in rows.order_by("number"):
        places, filled = _number(row.values, "places"), _number(row.values, "filled")
        day = row.ended_on or today
        if filled := min(filled, places):
            key = f"{row.number}:filled"
            yield _outcome(OutcomeKind.POST, day, key, ending=Ending.FILLED, count=filled)
        if places > filled:
            yield _outcome(OutcomeKind.POST, day, f"{row.number}:open", count=places - filled)


def _moved(today: date) -> Iterator[Outcome]:
    for row in MoveCase.objects.filter(kind="internal_application", state="moved"):
        if day := _day(row.values, "release_on"):
            yield _outcome(OutcomeKind.MOVED, day, f"{row.number}:moved")


def _rehired(today: date) -> Iterator[Outcome]:
    for _mail, number, day in _list_rehires():
        yield _outcome(
            OutcomeKind.JOINED,
            day,
            f"{number}:joined",
            channel=HireChannel.ALUMNI,
            hire_kind=HireKind.MID_CAREER,
            is_former=True,
        )


def _referred(today: date) -> Iterator[Outcome]:
    """Who came through an employee, or through somebody who once was one."""
    channels = {
        "employee": HireChannel.REFERRAL,
        "alumnus": HireChannel.ALUMNI_INTRODUCTION,
        "partner": HireChannel.OTHER,
    }
    hired = ("hired", "reward_due", "paid_via_payroll", "closed")
    for row in MoveCase.objects.filter(kind="referral", state__in=hired).order_by("number"):
        if day := _day(row.values, "joined_on"):
            yield _outcome(
                OutcomeKind.JOINED,
                day,
                f"{row.number}:joined",
                channel=channels[str(row.values["relation"])],
                hire_kind=HireKind.MID_CAREER,
            )


def _list_rehires() -> list[tuple[str, str, date]]:
    """Return mail, number and first day of everybody who came back."""
    return [
        (row.person_mail.strip().lower(), row.number, day)
        for row in MoveCase.objects.filter(kind="rehire", state="joined").order_by("number")
        if (day := _day(row.values, "joined_on"))
    ]


def _leavers(today: date) -> Iterator[Outcome]:
    """Who left with an exit interview; who came back is found by the private mail."""
    back = {mail: day for mail, _number, day in _list_rehires() if mail}
    for row in AlumniMember.objects.order_by("created_at", "id"):
        again = back.get(row.person_mail.strip().lower())
        returned = again if again is not None and again >= row.left_on else None
        yield _outcome(OutcomeKind.LEFT, row.left_on, f"alumni:{row.pk}:left", followed_on=returned)
        if row.consented_at is None:
            continue
        joined = localdate(row.consented_at)
        ended = max(joined, min(row.ends_on or today, today)) if row.state in _OVER else None
        yield _outcome(
            OutcomeKind.ALUMNI,
            joined,
            f"alumni:{row.pk}:member",
            followed_on=returned if returned is not None and returned >= joined else None,
            ended_on=ended,
        )


def _secondments(today: date) -> Iterator[Outcome]:
    rows = Secondment.objects.filter(
        kind=MoveKind.SECONDMENT, state__in=list(_ENDED), ended_on__isnull=False
    )
    for row in rows.order_by("number"):
        assert row.ended_on is not None
        ending = _ENDED[MoveState(row.state)]
        yield _outcome(OutcomeKind.SECONDED, row.ended_on, f"{row.number}:ended", ending=ending)


def _side_work(today: date) -> Iterator[Outcome]:
    for row in SideWork.objects.filter(decided_at__isnull=False).order_by("number"):
        assert row.decided_at is not None
        is_refused = row.state == SideWorkState.REFUSED
        ending = Ending.NONE if is_refused else Ending.APPROVED
        day = localdate(row.decided_at)
        yield _outcome(OutcomeKind.SIDE_WORK, day, f"{row.number}:decided", ending=ending)


def _slots(today: date) -> Iterator[Outcome]:
    """A requested slot, and the joiner whom it brought."""
    for row in list_slots():
        if row.requested_at is None:
            continue
        is_used = row.state in _HIRED and row.hired_on is not None
        ending = Ending.USED if is_used else Ending.NONE
        day = localdate(row.requested_at)
        yield _outcome(OutcomeKind.SLOT, day, f"slot:{row.pk}", ending=ending)
        if is_used and row.hired_on is not None:
            yield _outcome(
                OutcomeKind.JOINED,
                row.hired_on,
                f"slot:{row.pk}:joined",
                channel=HireChannel.SLOT,
                hire_kind=HireKind.MID_CAREER,
            )


def _consultations(today: date) -> Iterator[Outcome]:
    for row in MoveCase.objects.filter(kind="regional_case").order_by("number"):
        yield _outcome(OutcomeKind.CONSULTED, row.opened_on, f"{row.number}:consulted")
        values = row.values
        if day := _day(values, "matched_on"):
            is_gone = values.get("is_in_region") is False
            last = _day(values, "asked_on") if is_gone else None
            left = last if last is not None and last >= day else None
            yield _outcome(OutcomeKind.MATCHED, day, f"{row.number}:matched", followed_on=left)


_COMPANY: Final = (
    _postings,
    _moved,
    _rehired,
    _referred,
    _leavers,
    _secondments,
    _side_work,
    _slots,
)
_MUNICIPALITY: Final = (_consultations,)
