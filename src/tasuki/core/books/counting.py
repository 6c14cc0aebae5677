"""The one module that counts: figures of the yearly report and of the public site.

Pure functions over rows. The days decide what is counted: the books of a year can be counted
again at any time, and give the same figures unless a row changed.

Source: 職業安定法 32条の16 (yearly report, 様式第8号; figures of the public site).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tasuki.core.books.rows import BookRows, FeeGroup, FeeRow, HireRow, Separated
from tasuki.core.books.terms import TermClass, term_class, term_days
from tasuki.core.books.years import BusinessYear
from tasuki.core.dates import round_half_up
from tasuki.core.law.fees import FeeCase, average_fee_rate, is_fee_rate_due
from tasuki.core.law.parameters import find_number, is_recorded

THOUSAND_YEN: Final = 1_000


@dataclass(slots=True)
class Line:
    """One group of occupations of the report, or their sum; counts, all >= 0.

    Attributes:
        occupation: the group; "" for the sum.
        valid_orders: persons wanted by orders that are valid at the end of March.
        orders_regular: persons wanted by regular orders of the year.
        orders_temporary_days: persons times days of temporary orders of the year (延).
        orders_daily_days: the same of daily orders.
        valid_seekers: applications that are valid at the end of March.
        new_seekers: applications accepted in the year.
        hires_regular: regular hires of the year.
        hires_indefinite: of these, for an indefinite term.
        hires_temporary_days: days of temporary hires of the year (延).
        hires_daily_days: the same of daily hires.
        leavers: of the indefinite hires, who left within six months, dismissals aside.
        unknown: of the indefinite hires, whose outcome could not be found out.
        pending: of the indefinite hires, whose outcome was not known yet at the cut-off.
    """

    occupation: str = ""
    valid_orders: int = 0
    orders_regular: int = 0
    orders_temporary_days: int = 0
    orders_daily_days: int = 0
    valid_seekers: int = 0
    new_seekers: int = 0
    hires_regular: int = 0
    hires_indefinite: int = 0
    hires_temporary_days: int = 0
    hires_daily_days: int = 0
    leavers: int = 0
    unknown: int = 0
    pending: int = 0

    def counts(self) -> dict[str, int]:
        """Return the counts by name, in the order of the form."""
        return {name: getattr(self, name) for name in COUNT_NAMES}


COUNT_NAMES: Final = tuple(one.name for one in fields(Line) if one.name != "occupation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """What was charged in the year, in yen without tax; refunds are positive here.

    Attributes:
        reception_yen: 求人受付手数料.
        limited_yen: 紹介手数料（上限制） by term of the job.
        filed_yen: 紹介手数料（届出制） by term of the job.
        refunded_yen: what went back (返戻金).
        refund_count: hires of which a fee went back, in one part or several.
        zero_count: hires by free slots, charged with 0 yen.
    """

    reception_yen: int = 0
    limited_yen: dict[TermClass, int] = field(default_factory=dict)
    filed_yen: dict[TermClass, int] = field(default_factory=dict)
    refunded_yen: int = 0
    refund_count: int = 0
    zero_count: int = 0

    @property
    def charged_yen(self) -> int:
        """Everything that was charged."""
        return self.reception_yen + sum(self.limited_yen.values()) + sum(self.filed_yen.values())

    @property
    def net_yen(self) -> int:
        """What was charged, less what went back."""
        return self.charged_yen - self.refunded_yen


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of the yearly report (様式第8号).

    Attributes:
        year: the business year.
        cut_off_on: the day up to which checks after six months are known.
        lines: one for each group of occupations, by name.
        total: their sum.
        income: what was charged.
    """

    year: BusinessYear
    cut_off_on: date
    lines: tuple[Line, ...]
    total: Line
    income: Income


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRate:
    """The average fee rate of one group of occupations, in percent with one decimal.

    Attributes:
        occupation: the group.
        case_count: regular hires of the year.
        with_zero: the rate with hires by free slots; None without any known pay.
        without_zero: the rate without them.
        is_due: there are enough cases for it to be shown.
    """

    occupation: str
    case_count: int
    with_zero: Decimal | None
    without_zero: Decimal | None
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSheet:
    """The figures for the public site (人材サービス総合サイト).

    Attributes:
        year: the business year.
        cut_off_on: the day up to which checks after six months are known.
        hires: regular hires of the year (1).
        indefinite: of these, for an indefinite term (2).
        leavers: of these, who left within six months, dismissals aside (3).
        unknown: of these, whose outcome could not be found out (4).
        pending: of these, whose outcome is not known yet; 0 when the sheet is complete.
        refund_count: refunds of the year.
        rates: the largest groups of occupations with their average fee rates (8).
    """

    year: BusinessYear
    cut_off_on: date
    hires: int
    indefinite: int
    leavers: int
    unknown: int
    pending: int
    refund_count: int
    rates: tuple[FeeRate, ...]


def thousand_yen(amount_yen: int) -> int:
    """Return an amount in thousands of yen as the form asks; halves go up."""
    return int(round_half_up(Fraction(amount_yen, THOUSAND_YEN)))


def count_report(rows: BookRows, *, year: BusinessYear, cut_off_on: date) -> Report:
    """Return the figures of the yearly report.

    Args:
        rows: all rows of the books; days outside of the year are left out here.
        year: the business year.
        cut_off_on: checks after six months that became known later are pending.
    """
    by_name: defaultdict[str, Line] = defaultdict(Line)
    for order in rows.orders:
        if year.holds(order.received_on):
            _add_by_term(
                by_name[order.occupation],
                "orders",
                order.term_starts_on,
                order.term_ends_on,
                persons=order.person_count,
            )
        if order.received_on <= year.last <= order.ends_on:
            by_name[order.occupation].valid_orders += order.person_count
    for seeker in rows.seekers:
        line = by_name[seeker.occupation]
        line.new_seekers += year.holds(seeker.accepted_on)
        line.valid_seekers += seeker.accepted_on <= year.last <= seeker.ends_on
    for hire in _hires_of(rows, year):
        line = by_name[hire.occupation]
        _add_by_term(line, "hires", hire.hired_on, _end_of(hire), persons=1)
        if hire.is_indefinite:
            line.hires_indefinite += 1
            _add_separation(line, hire, cut_off_on)
    lines = tuple(
        _named(name, line) for name, line in sorted(by_name.items()) if any(line.counts().values())
    )
    return Report(
        year=year,
        cut_off_on=cut_off_on,
        lines=lines,
        total=_sum_of(lines),
        income=_count_income(rows, year),
    )


def count_site(rows: BookRows, *, year: BusinessYear, cut_off_on: date) -> SiteSheet:
    """Return the figures for the public site.

    Args:
        rows: all rows of the books.
        year: the business year.
        cut_off_on: checks after six months that became known later are pending.
    """
    report = count_report(rows, year=year, cut_off_on=cut_off_on)
    total = report.total
    return SiteSheet(
        year=year,
        cut_off_on=cut_off_on,
        hires=total.hires_regular,
        indefinite=total.hires_indefinite,
        leavers=total.leavers,
        unknown=total.unknown,
        pending=total.pending,
        refund_count=report.income.refund_count,
        rates=tuple(_fee_rates(rows, year)),
    )


def _hires_of(rows: BookRows, year: BusinessYear) -> Iterable[HireRow]:
    return (hire for hire in rows.hires if year.holds(hire.hired_on))


def _end_of(hire: HireRow) -> date | None:
    return None if hire.is_indefinite else hire.term_ends_on


def _add_by_term(
    line: Line, name: str, starts_on: date, ends_on: date | None, *, persons: int
) -> None:
    group = term_class(starts_on, ends_on)
    if group is TermClass.REGULAR:
        setattr(line, f"{name}_regular", getattr(line, f"{name}_regular") + persons)
        return
    attribute = f"{name}_{group}_days"
    setattr(line, attribute, getattr(line, attribute) + persons * term_days(starts_on, ends_on))


def _add_separation(line: Line, hire: HireRow, cut_off_on: date) -> None:
    known_on = hire.separated_known_on
    if hire.separated is None or known_on is None or known_on > cut_off_on:
        line.pending += 1
    elif hire.separated is Separated.LEFT:
        line.leavers += 1
    elif hire.separated is Separated.UNKNOWN:
        line.unknown += 1


def _named(name: str, line: Line) -> Line:
    line.occupation = name
    return line


def _sum_of(lines: Sequence[Line]) -> Line:
    return Line("", **{name: sum(getattr(line, name) for line in lines) for name in COUNT_NAMES})


def _count_income(rows: BookRows, year: BusinessYear) -> Income:
    groups = {hire.id: term_class(hire.hired_on, _end_of(hire)) for hire in rows.hires}
    limited: defaultdict[TermClass, int] = defaultdict(int)
    filed: defaultdict[TermClass, int] = defaultdict(int)
    refunds: defaultdict[str, int] = defaultdict(int)
    reception, zero_count = 0, 0
    for fee in rows.fees:
        if not year.holds(fee.charged_on):
            continue
        group = groups.get(fee.hire_id, TermClass.REGULAR)
        zero_count += fee.is_by_slot
        if fee.group is FeeGroup.REFUND:
            refunds[fee.hire_id] -= fee.amount_yen
        elif fee.group is FeeGroup.RECEPTION:
            reception += fee.amount_yen
        elif fee.group is FeeGroup.LIMITED:
            limited[group] += fee.amount_yen
        else:
            filed[group] += fee.amount_yen
    return Income(
        reception_yen=reception,
        limited_yen={one: limited[one] for one in TermClass},
        filed_yen={one: filed[one] for one in TermClass},
        refunded_yen=sum(refunds.values()),
        # A refund that went back in parts is one, and one that was taken back is none.
        refund_count=sum(yen != 0 for yen in refunds.values()),
        zero_count=zero_count,
    )


def _fee_rates(rows: BookRows, year: BusinessYear) -> Iterable[FeeRate]:
    """Rates of the largest groups; a refund does not make the fee that was collected smaller."""
    if not is_recorded("fee_rate_top_n", on=year.last):
        return  # the rate is asked for since April 2025 only
    fees = _collected(rows.fees)
    cases: defaultdict[str, list[FeeCase]] = defaultdict(list)
    for hire in _hires_of(rows, year):
        if term_class(hire.hired_on, _end_of(hire)) is TermClass.REGULAR:
            fee_yen = fees.get(hire.id, 0)
            cases[hire.occupation].append(FeeCase(fee_yen, hire.yearly_pay_yen))
    largest = sorted(cases.items(), key=lambda one: (-len(one[1]), one[0]))
    for occupation, found in largest[: find_number("fee_rate_top_n", on=year.last)]:
        yield FeeRate(
            occupation=occupation,
            case_count=len(found),
            with_zero=average_fee_rate(found, includes_zero=True),
            without_zero=average_fee_rate(found, includes_zero=False),
            is_due=is_fee_rate_due(len(found), on=year.last),
        )


def _collected(fees: Iterable[FeeRow]) -> dict[str, int]:
    sums: defaultdict[str, int] = defaultdict(int)
    for fee in fees:
        if fee.group in {FeeGroup.LIMITED, FeeGroup.FILED}:
            sums[fee.hire_id] += fee.amount_yen
    return sums
