"""Introductions of a sample year: asked, introduced, met, offered, joined, or ended on the way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from random import Random
from typing import Any, Final, Protocol
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.introductions.actions import asking, employer, interviews, person
from tasuki.apps.introductions.actions.interviews import Meeting
from tasuki.apps.relay.actions import releases
from tasuki.apps.sample.clock import TOKYO
from tasuki.apps.sample.desk import DAY, Desk
from tasuki.apps.sample.desk_orders import Order
from tasuki.apps.sample.desk_seekers import CASES_MAX, Seeker
from tasuki.apps.sample.year_log import CaseFact
from tasuki.core.introductions.reasons import DeclineReason

_FIELDS: Final = ("name", "mail", "occupation")
_KINDS: Final = (
    ("no", 8),
    ("silent", 5),
    ("closed", 4),
    ("document_declined", 30),
    ("document_withdrawn", 5),
    ("interview_declined", 26),
    ("interview_withdrawn", 6),
    ("offer_declined", 1),
    ("offer_withdrawn", 7),
    ("accepted_withdrawn", 2),
    ("document_open", 2),
    ("interview_open", 2),
    ("offer_open", 1),
    ("agreed_open", 1),
)
_REASONS: Final = tuple(DeclineReason)
_FIRST_ASK_DAYS: Final = 5
_TRIES: Final = 400
_HIRE_DAYS: Final = 45
"""From the question to the first day of work, at least."""


class _AfterJoining(Protocol):
    def __call__(self, desk: Desk, case: "Case") -> None: ...


@dataclass(slots=True, eq=False)
class Case:
    """One introduction of the year."""

    fact: CaseFact
    order: Order
    seeker: Seeker
    dice: Random
    join_on: date | None = None
    row_id: UUID | None = None
    release_id: UUID | None = None
    introduction_id: UUID | None = None
    is_over: bool = False
    after_joining: tuple[_AfterJoining, ...] = field(default=())

    def side(self, desk: Desk) -> Actor:
        """Return who says what the employer decides: itself, or the adviser who heard it."""
        return self.order.firm.company or desk.office.advisor


def plan_cases(
    desk: Desk, orders: list[Order], seekers: list[Seeker], *, count: int, hires: int
) -> list[Case]:
    """Plan who is introduced to whom, hires first; some join just after the year.

    Args:
        desk: of the agency.
        orders: of the year.
        seekers: of the year; those who are asked will read their terms by mail.
        count: how many introductions.
        hires: how many of them end with a first day of work within the year.
    """
    usable = [one for one in orders if not one.is_idle and one.fact.received_on < desk.last]
    planned: list[Case] = []
    edges: list[date | None] = [desk.last, desk.last + DAY]
    for join_on in edges + [None] * (hires - 1):
        tries = (_plan_hire(desk, usable, seekers, join_on=join_on) for _try in range(_TRIES))
        planned += _first(tries)
    for _place in range(count - len(planned)):
        tries = (_plan_other(desk, usable, seekers) for _try in range(_TRIES))
        planned += _first(tries)
    desk.log.cases += [one.fact for one in planned]
    return planned


def _ask_day(desk: Desk, order: Order) -> date:
    fact = order.fact
    most = 22 if not fact.is_indefinite else min(80, (fact.valid_to - fact.received_on).days - 15)
    return max(
        desk.first + DAY * _FIRST_ASK_DAYS,
        fact.received_on + DAY * desk.dice.randrange(2, max(3, most)),
    )


def _first(tries: Iterator[Case | None]) -> list[Case]:
    """Return the first that could be planned; a small year may have no room for it."""
    found = next((one for one in tries if one is not None), None)
    return [] if found is None else [found]


def _plan_other(desk: Desk, usable: list[Order], seekers: list[Seeker]) -> Case | None:
    """Plan an introduction that ends without a hire."""
    order = desk.dice.choice(usable)
    case = _plan_case(desk, order, seekers, ask_on=_ask_day(desk, order))
    if case is not None:
        kinds, shares = [one[0] for one in _KINDS], [one[1] for one in _KINDS]
        [case.fact.kind] = desk.dice.choices(kinds, shares)
    return case


def _plan_hire(
    desk: Desk, usable: list[Order], seekers: list[Seeker], *, join_on: date | None
) -> Case | None:
    """Plan an introduction that ends with a hire, on a day or within the year."""
    order = desk.dice.choice(usable)
    if order.hire_count >= order.fact.person_count:
        return None
    lead = DAY * desk.dice.randrange(_HIRE_DAYS, 76)
    if join_on is not None:
        ask_on = join_on - lead
        if not order.fact.is_indefinite or ask_on < order.fact.received_on + DAY * 2:
            return None
    else:
        ask_on = _ask_day(desk, order)
        join_on = order.fact.contract_from or ask_on + lead
        if join_on > desk.last or (join_on - ask_on).days < _HIRE_DAYS:
            return None
    case = _plan_case(desk, order, seekers, ask_on=ask_on, join_on=join_on)
    if case is not None:
        case.fact.kind, case.join_on = "joined", join_on
        case.seeker.hired_on = join_on
        order.hire_count += 1
    return case


def _plan_case(
    desk: Desk,
    order: Order,
    seekers: list[Seeker],
    *,
    ask_on: date,
    join_on: date | None = None,
) -> Case | None:
    if ask_on > order.fact.valid_to - DAY * 12:
        return None
    free = [one for one in seekers if _is_free(one, order, ask_on=ask_on, join_on=join_on)]
    if not free:
        return None
    seeker = desk.dice.choice(free)
    seeker.asks = True
    seeker.ask_days.append(ask_on)
    order.case_days.append(ask_on)
    fact = CaseFact(order=order.fact, seeker=seeker.fact, asked_on=ask_on)
    case = Case(fact=fact, order=order, seeker=seeker, dice=Random(desk.dice.random()))  # noqa: S311 - samples
    seeker.cases.append(case)
    return case


def _is_free(seeker: Seeker, order: Order, *, ask_on: date, join_on: date | None) -> bool:
    waited = (ask_on - seeker.fact.accepted_on).days
    if not 4 <= waited <= 200 or len(seeker.cases) >= CASES_MAX:
        return False
    if any(one.order is order for one in seeker.cases):
        return False
    if join_on is not None:
        return seeker.hired_on is None and all(day <= ask_on for day in seeker.ask_days)
    return seeker.hired_on is None or ask_on < seeker.hired_on - DAY * 10


def begin_case(desk: Desk, case: Case) -> None:
    """Let a planned introduction begin with the question."""
    desk.plan(case.fact.asked_on, partial(_ask, desk, case))


def _ask(desk: Desk, case: Case) -> None:
    assert case.order.order_id is not None
    assert case.seeker.row_id is not None
    row = asking.ask_introduction(
        actor=desk.office.advisor,
        job_order_id=case.order.order_id,
        job_seeker_id=case.seeker.row_id,
        fields=_FIELDS,
        now=desk.now,
    )
    case.row_id, case.release_id = row.id, row.release_id
    if case.fact.kind == "silent":
        return
    if case.fact.kind == "closed":
        _next(desk, case, 1, _close)
    else:
        _next(desk, case, case.dice.randrange(1, 4), _answer)


def _answer(desk: Desk, case: Case) -> None:
    assert case.release_id is not None
    is_yes = case.fact.kind != "no"
    releases.answer_release(
        actor=case.seeker.actor(desk), release_id=case.release_id, is_yes=is_yes, now=desk.now
    )
    if is_yes and case.fact.kind != "agreed_open":
        _next(desk, case, 1, _send)


def _close(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    asking.close_case(
        actor=desk.office.advisor, case_id=case.row_id, note="求人が変わったため", now=desk.now
    )


def _send(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    row = asking.send_introduction(actor=desk.office.advisor, case_id=case.row_id, now=desk.now)
    case.introduction_id, case.fact.introduced_on = row.introduction_id, desk.today
    steps: dict[str, Any] = {
        "document_declined": _decline,
        "document_withdrawn": _withdraw,
    }
    if case.fact.kind != "document_open":
        _next(desk, case, case.dice.randrange(2, 6), steps.get(case.fact.kind, _invite))


def _invite(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    if case.fact.kind == "interview_open":
        employer.invite_person(actor=case.side(desk), case_id=case.row_id, now=desk.now)
        return
    day = desk.today + DAY * case.dice.randrange(3, 7)
    interview = interviews.plan_interview(
        actor=case.side(desk),
        case_id=case.row_id,
        meeting=Meeting(
            starts_at=datetime.combine(day, time(8), tzinfo=TOKYO),
            minutes=60,
            way="onsite",
            place="みなと市（架空）北町4-5-6 本社",
        ),
        now=desk.now,
    )
    desk.plan(day, partial(_hold, desk, case, interview.id))


def _hold(desk: Desk, case: Case, interview_id: UUID) -> None:
    if case.is_over:
        return
    interviews.hold_interview(actor=case.side(desk), interview_id=interview_id, now=desk.now)
    steps: dict[str, Any] = {
        "interview_declined": _decline,
        "interview_withdrawn": _withdraw,
    }
    _next(desk, case, case.dice.randrange(2, 5), steps.get(case.fact.kind, _offer))


def _offer(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    starts_on = case.join_on or desk.today + DAY * 40
    case.fact.pay_yen = case.order.values.theoretical_pay_yen + case.dice.randrange(400) * 1_000
    is_indefinite, terms = case.order.fact.is_indefinite, ""
    if not is_indefinite and case.dice.random() < 0.1:
        is_indefinite, terms = True, "契約期間：期間の定めあり → 期間の定めなし"
    case.fact.is_indefinite = is_indefinite
    employer.make_offer(
        actor=case.side(desk),
        case_id=case.row_id,
        pay_yen=case.fact.pay_yen,
        starts_on=starts_on,
        is_indefinite=is_indefinite,
        answer_by=min(desk.today + DAY * 7, starts_on),
        changed_terms=terms,
        now=desk.now,
    )
    if terms:
        person.note_change_told(
            actor=desk.office.advisor, case_id=case.row_id, told_on=desk.today, now=desk.now
        )
    steps: dict[str, Any] = {
        "offer_declined": _decline,
        "offer_withdrawn": _withdraw,
    }
    if case.fact.kind != "offer_open":
        _next(desk, case, case.dice.randrange(1, 5), steps.get(case.fact.kind, _accept))


def _accept(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    person.accept_offer(actor=desk.office.advisor, case_id=case.row_id, now=desk.now)
    if case.join_on is None:
        _next(desk, case, case.dice.randrange(3, 8), _withdraw)
    else:
        desk.plan(case.join_on, partial(_join, desk, case), minutes=_late_minutes(case))


def _late_minutes(case: Case) -> int:
    """Some first days are recorded days later, as it happens."""
    return 0 if case.dice.random() < 0.8 else 24 * 60 * case.dice.randrange(1, 9)


def _join(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    assert case.join_on is not None
    assert case.fact.is_indefinite is not None
    for other in case.seeker.cases:
        if other is not case and other.row_id and not other.is_over and _runs(other):
            _withdraw(desk, other)
    employer.record_joining(
        actor=case.side(desk),
        case_id=case.row_id,
        hired_on=case.join_on,
        theoretical_pay_yen=case.fact.pay_yen,
        is_indefinite=case.fact.is_indefinite,
        is_conditions_notice_sent=True,
        now=desk.now,
    )
    case.is_over = True
    case.fact.outcome, case.fact.hired_on = "hired", case.join_on
    case.seeker.fact.ended_on, case.seeker.fact.is_hired = desk.today, True
    for follow in case.after_joining:
        follow(desk, case)


def _runs(case: Case) -> bool:
    """Return whether somebody still waits in an introduction."""
    return case.fact.introduced_on is not None and not case.fact.outcome


def _decline(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    if case.is_over:
        return
    employer.decline_person(
        actor=case.side(desk),
        case_id=case.row_id,
        reason=case.dice.choice(_REASONS),
        note="求める経験と合わなかったため（架空）",
        now=desk.now,
    )
    case.is_over, case.fact.outcome = True, "not_hired"
    if case.dice.random() < 0.8:
        _next(desk, case, 1, _tell)


def _tell(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    person.tell_person(
        actor=desk.office.advisor,
        case_id=case.row_id,
        text="今回は採用を見送るとの連絡がありました。次の求人を一緒に探します（架空）。",
        now=desk.now,
    )


def _withdraw(desk: Desk, case: Case) -> None:
    assert case.row_id is not None
    if case.is_over:
        return
    person.withdraw_person(
        actor=desk.office.advisor, case_id=case.row_id, reason="other_job", now=desk.now
    )
    case.is_over, case.fact.outcome = True, "withdrew"


def _next(desk: Desk, case: Case, days: int, step: Any) -> None:
    """Do the next step some days later, unless the case is over by then."""

    def go() -> None:
        if not case.is_over:
            step(desk, case)

    def tell() -> None:
        step(desk, case)

    desk.plan(desk.today + DAY * days, tell if step is _tell else go)
