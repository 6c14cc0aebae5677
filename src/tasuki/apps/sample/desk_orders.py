"""Employers and their orders in a sample year: accepted, shown, changed, confirmed, ended."""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from random import Random
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.fees import actions as fees
from tasuki.apps.fees.actions.agreements import AgreementValues
from tasuki.apps.openings import actions, employers, orders
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.relay.actions.offers import offer_opening
from tasuki.apps.sample.desk import DAY, Desk
from tasuki.apps.sample.desk_seekers import OCCUPATIONS
from tasuki.apps.sample.year_log import OrderFact
from tasuki.core.law.posting import PostingChange, PostingItem

CONFIRM_DAYS: Final = 25
_RATES: Final = (250, 300, 320, 350)
_PREFECTURE: Final = 33
_MONTH_MINUTES: Final = 160 * 60
_FATES: Final = (
    ("runs_out", 40),
    ("closed", 22),
    ("filled", 12),
    ("changed", 12),
    ("extended", 5),
    ("suspended", 2),
    ("stale", 3),
    ("refused", 2),
    ("draft", 2),
)
IDLE_FATES: Final = frozenset({"suspended", "stale", "refused", "draft"})
"""Orders under which nobody is introduced."""

_TERMS: Final = (("indefinite", 78), ("half_year", 9), ("three_months", 8), ("short", 5))
_TERM_DAYS: Final = {"half_year": 182, "three_months": 88, "short": 20}
_LEAD_DAYS: Final = 70
"""From the receipt of an order for a term to its first day."""


@dataclass(slots=True, eq=False)
class Firm:
    """An employer of the year.

    Attributes:
        company: a member of it on the platform; None for one that is not on it.
        rate_permille, payment_days: as agreed.
    """

    name: str
    company: Actor | None
    rate_permille: int
    payment_days: int
    row_id: UUID | None = None


@dataclass(slots=True, eq=False)
class Order:
    """One order of the year; ``is_shown`` while people may be asked about it."""

    fact: OrderFact
    firm: Firm
    dice: Random
    values: OpeningValues
    title: str
    opening_id: UUID | None = None
    order_id: UUID | None = None
    is_kept: bool = False
    hire_count: int = 0
    case_days: list[date] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether nobody is introduced under it."""
        return self.fact.fate in IDLE_FATES


def begin_firms(desk: Desk, count: int) -> list[Firm]:
    """Take employers on before the year begins: declared, with an agreement on fees each.

    Args:
        desk: of the agency.
        count: how many; companies on the platform are the first among them.
    """
    firms = [
        Firm(name=name, company=actor, rate_permille=rate, payment_days=30)
        for (actor, name), rate in zip(desk.office.companies, (300, 350, 320, 250), strict=False)
    ]
    firms += [
        Firm(
            name=f"見本{number:03d}工業株式会社（架空）",
            company=None,
            rate_permille=_RATES[number % len(_RATES)],
            payment_days=(30, 45, 60)[number % 3],
        )
        for number in range(1, max(2, count - len(firms) + 1))
    ]
    for firm in firms:
        desk.plan(desk.first - DAY * 40, partial(_take_on, desk, firm))
    return firms


def _take_on(desk: Desk, firm: Firm) -> None:
    if firm.company is None:
        advisor = desk.office.advisor
        values = EmployerValues(
            name=firm.name,
            address="みなと市（架空）北町4-5-6",
            contact_name="採用担当 見本",
            phone="000-0000-0400",
            contact_mail="saiyo@example.invalid",
        )
        row = employers.add_employer(actor=advisor, values=values, now=desk.now)
        firm.row_id = row.id
        for late in (0, 200, 400):  # the word of an employer holds for a time, then is renewed
            desk.plan(desk.today + DAY * late, partial(_declare, desk, firm))
    _agree(desk, firm)


def _declare(desk: Desk, firm: Firm) -> None:
    assert firm.row_id is not None
    employers.declare_for_employer(
        actor=desk.office.advisor,
        employer_id=firm.row_id,
        answer="clear",
        declared_on=desk.today,
        now=desk.now,
    )


def _agree(desk: Desk, firm: Firm) -> None:
    owner, now = desk.office.owner, desk.now
    row = fees.draft_agreement(
        actor=owner,
        values=AgreementValues(
            company_id=firm.company.organisation_id if firm.company else None,
            employer_name=firm.name,
            employer_address="みなと市（架空）北町4-5-6",
            fee_table_version=desk.fee_table_version,
            rate_permille=firm.rate_permille,
            payment_days=firm.payment_days,
            starts_on=desk.today,
        ),
        now=now,
    )
    fees.offer_agreement(actor=owner, agreement_id=row.id, now=now)
    if firm.company is None:
        fees.record_acceptance(
            actor=owner,
            agreement_id=row.id,
            accepted_by="採用担当 見本",
            accepted_on=desk.today,
            way="paper",
            terms_shown=True,
            now=now,
        )
        return
    fees.show_terms(actor=firm.company, agreement_id=row.id, now=now)
    fees.accept_agreement(actor=firm.company, agreement_id=row.id, now=now)


def plan_orders(desk: Desk, firms: list[Firm], count: int) -> list[Order]:
    """Plan the orders: evenly over the year, one before and one after it.

    Args:
        desk: of the agency.
        firms: who orders, in turn.
        count: how many come in the year.
    """
    days = (desk.last - desk.first).days
    dates = [desk.first + DAY * (days * place // max(1, count - 1)) for place in range(count)]
    dates += [desk.first - DAY * 20, desk.last + DAY]
    return [_plan_one(desk, firms[place % len(firms)], day) for place, day in enumerate(dates)]


def _plan_one(desk: Desk, firm: Firm, day: date) -> Order:
    dice = desk.dice
    [(occupation, code, _weight)] = dice.choices(OCCUPATIONS, [one[2] for one in OCCUPATIONS])
    [(fate, _share)] = dice.choices(_FATES, [one[1] for one in _FATES])
    [(term, _share)] = dice.choices(_TERMS, [one[1] for one in _TERMS])
    begins = day + DAY * _LEAD_DAYS
    fact = OrderFact(
        employer=firm.name,
        company_id=firm.company.organisation_id if firm.company else None,
        received_on=day,
        valid_to=day + DAY * dice.randrange(90, 200),
        person_count=dice.choice((1, 1, 2, 3)),
        occupation=occupation,
        occupation_code=code,
        is_indefinite=term == "indefinite",
        contract_from=None if term == "indefinite" else begins,
        contract_to=None if term == "indefinite" else begins + DAY * _TERM_DAYS[term],
        fate=fate,
    )
    desk.log.orders.append(fact)
    title = f"{occupation}（{firm.name[:6]}）"
    values = _values(fact, title=title, pay_yen=dice.randrange(250, 420) * 1_000)
    return Order(fact=fact, firm=firm, dice=Random(dice.random()), values=values, title=title)  # noqa: S311 - samples


def _values(fact: OrderFact, *, title: str, pay_yen: int) -> OpeningValues:
    period = "期間の定めなし"
    if fact.contract_from and fact.contract_to:
        period = f"{fact.contract_from:%Y/%m/%d}から{fact.contract_to:%Y/%m/%d}まで"
    return OpeningValues(
        title=title,
        occupation=fact.occupation,
        occupation_code=fact.occupation_code,
        workplace="みなと市（架空）北町4-5-6 本社",
        locality="みなと市",
        pay_min_yen=pay_yen,
        pay_max_yen=pay_yen + 60_000,
        theoretical_pay_yen=pay_yen * 14,
        prefecture=_PREFECTURE,
        work_minutes=_MONTH_MINUTES,
        person_count=fact.person_count,
        is_indefinite=fact.is_indefinite,
        contract_from=fact.contract_from,
        contract_to=fact.contract_to,
        terms={
            PostingItem.DUTIES: f"{fact.occupation}とその記録",
            PostingChange.DUTIES: "会社の定める業務",
            PostingItem.CONTRACT_PERIOD: period,
            PostingItem.RENEWAL: "該当なし" if fact.is_indefinite else "更新なし",
            PostingItem.PROBATION: "3か月（条件は同じ）" if fact.is_indefinite else "なし",
            PostingItem.WORKPLACE: "本社（在宅勤務なし）",
            PostingChange.WORKPLACE: "会社の定める事業所",
            PostingItem.HOURS: "8:30〜17:15、休憩45分、土日祝休み",
            PostingItem.WAGE: f"月給 {pay_yen:,}円から、賞与年2回",
            PostingItem.INSURANCE: "健康保険、厚生年金、雇用保険、労災保険",
            PostingItem.RECRUITER: fact.employer,
            PostingItem.DISPATCH: "派遣労働者としての雇用ではない",
            PostingItem.SMOKING: "屋内禁煙",
        },
    )


def begin_order(desk: Desk, order: Order) -> None:
    """Let a planned order come on its day."""
    desk.plan(order.fact.received_on, partial(_take, desk, order), minutes=0)


def _take(desk: Desk, order: Order) -> None:
    advisor, now, fact = desk.office.advisor, desk.now, order.fact
    opening_id = order.opening_id = _receive(desk, order)
    if fact.fate == "draft":
        return
    if fact.fate == "refused":
        orders.refuse_order(
            actor=advisor,
            opening_id=opening_id,
            ground="antisocial",
            text="暴力団の関係者が役員にいると確かめたため（架空）",
            now=now,
        )
        return
    accepted = orders.accept_order(
        actor=advisor,
        opening_id=opening_id,
        received_on=fact.received_on,
        valid_to=fact.valid_to,
        now=now,
    )
    order.order_id, fact.number = accepted.order.id, accepted.order.number
    actions.publish_opening(actor=advisor, opening_id=opening_id, now=now)
    order.is_kept = fact.fate != "stale"
    _plan_rest(desk, order)


def _receive(desk: Desk, order: Order) -> UUID:
    """Return the draft at the agency: typed by the adviser, or sent by a company."""
    company, now = order.firm.company, desk.now
    if company is None:
        values = replace(order.values, employer_id=order.firm.row_id)
        draft = actions.create_opening(actor=desk.office.advisor, values=values, now=now)
        found: UUID = draft.id
        return found
    agency_id = desk.office.owner.organisation_id
    own = actions.create_opening(
        actor=company, values=replace(order.values, is_declared=True), now=now
    )
    actions.publish_opening(actor=company, opening_id=own.id, now=now)
    offer_opening(actor=company, opening_id=own.id, agency_id=agency_id, now=now)
    with bound(agency_id, None):
        copies = Opening.objects.filter(
            external_id=own.number, employer__company_id=company.organisation_id
        )
        copied: UUID = copies.values_list("id", flat=True).get()
    return copied


def _plan_rest(desk: Desk, order: Order) -> None:
    fact = order.fact
    last_case = max(order.case_days, default=fact.received_on)
    if fact.fate == "changed":
        desk.plan(fact.received_on + DAY * 8, partial(_change, desk, order))
    if fact.fate == "suspended":
        desk.plan(fact.received_on + DAY * 5, partial(_suspend, desk, order))
    if fact.fate == "extended":
        desk.plan(fact.valid_to - DAY * 3, partial(_extend, desk, order))
    if fact.fate in {"closed", "filled"}:
        day = max(last_case + DAY * 20, fact.received_on + DAY * order.dice.randrange(40, 85))
        desk.plan(min(day, fact.valid_to), partial(_close, desk, order))


def _change(desk: Desk, order: Order) -> None:
    assert order.opening_id is not None
    hours = "8:30〜17:00、休憩45分、土日祝休み"
    order.values = replace(
        order.values,
        employer_id=order.firm.row_id,
        pay_max_yen=order.values.pay_max_yen + 10_000,
        terms={**order.values.terms, PostingItem.HOURS: hours},
    )
    actions.update_opening(
        actor=desk.office.advisor,
        opening_id=order.opening_id,
        values=order.values,
        now=desk.now,
    )
    order.fact.change_count += 1


def _suspend(desk: Desk, order: Order) -> None:
    assert order.opening_id is not None
    orders.suspend_opening(actor=desk.office.advisor, opening_id=order.opening_id, now=desk.now)
    order.is_kept = False


def _extend(desk: Desk, order: Order) -> None:
    assert order.opening_id is not None
    day = desk.today + DAY * 90
    orders.extend_order(
        actor=desk.office.advisor, opening_id=order.opening_id, valid_to=day, now=desk.now
    )
    order.fact.valid_to = day


def _close(desk: Desk, order: Order) -> None:
    assert order.opening_id is not None
    act = orders.fill_opening if order.fact.fate == "filled" else actions.close_opening
    act(actor=desk.office.advisor, opening_id=order.opening_id, now=desk.now)
    order.fact.closed_on = desk.today
    order.is_kept = False


def confirm_round(desk: Desk, planned: list[Order]) -> None:
    """Ask the employers whether their orders are still true, every few weeks."""
    kept = [
        one.opening_id
        for one in planned
        if one.is_kept and one.opening_id and one.fact.valid_to >= desk.today
    ]
    if kept:
        orders.confirm_openings(actor=desk.office.advisor, opening_ids=kept, now=desk.now)
    desk.plan(desk.today + DAY * CONFIRM_DAYS, partial(confirm_round, desk, planned), minutes=1)
