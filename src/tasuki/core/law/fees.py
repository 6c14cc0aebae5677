"""Fees of a placement: what may be charged to whom, refunds, and the average fee rate.

Source: 職業安定法 32条の3 (fees), 32条の16第3項 (average fee rate); 施行規則 20条 (limits).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from tasuki.core.dates import round_half_up
from tasuki.core.law.parameters import find_decimal, find_number
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

_SOURCE = "職業安定法 32条の3; 施行規則 20条"
_PERCENT = 100


class FeeKind(StrEnum):
    """The kinds of fee in the fee book (手数料管理簿); stored."""

    RECEPTION = "reception"
    LIMITED = "limited"
    FILED = "filed"


class Payer(StrEnum):
    """Who pays."""

    EMPLOYER = "employer"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledTable:
    """The part of a filed fee table that limits a charge.

    Attributes:
        version: its name.
        filed_on: the day of the filing; the table holds from then on.
        max_percent: highest share of the base, 0-100; None for a table of fixed amounts.
        max_yen: highest fixed amount; None for a table of shares.
    """

    version: str
    filed_on: date
    max_percent: Decimal | None = None
    max_yen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A fee that somebody wants to charge.

    Attributes:
        kind: which kind.
        amount_yen: without tax, >= 0.
        payer: who pays.
        base_yen: wages the fee is worked out from: six months' wages for the limited fee, the
            base of the table for the filed one.
        is_tax_exempt: the agency is exempt from consumption tax.
        other_kinds: further kinds charged to the same party for the same job.
    """

    kind: FeeKind
    amount_yen: int
    payer: Payer = Payer.EMPLOYER
    base_yen: int = 0
    is_tax_exempt: bool = False
    other_kinds: frozenset[FeeKind] = frozenset()


def fee_limit_yen(charge: Charge, table: FiledTable | None, *, on: date) -> int:
    """Return the highest lawful amount of a charge without tax, in whole yen.

    Args:
        charge: the charge; its amount is not looked at.
        table: the filed fee table, for a filed fee.
        on: the day of the charge.
    """
    if charge.kind is FeeKind.RECEPTION:
        key = "reception_fee_max_exempt_yen" if charge.is_tax_exempt else "reception_fee_max_yen"
        return find_number(key, on=on)
    if charge.kind is FeeKind.LIMITED:
        key = "upper_fee_exempt_pct" if charge.is_tax_exempt else "upper_fee_pct"
        return _share(charge.base_yen, find_decimal(key, on=on))
    if table is None:
        return 0
    limits = [_share(charge.base_yen, find_decimal("filed_fee_pct_max", on=on))]
    if table.max_percent is not None:
        limits.append(_share(charge.base_yen, table.max_percent))
    if table.max_yen is not None:
        # A fixed amount stands for itself; no share of the pay limits it.
        limits = [*limits[1:], table.max_yen]
    return min(limits)


def _share(base_yen: int, percent: Decimal) -> int:
    return int(Fraction(base_yen) * Fraction(percent) / _PERCENT)


def check_charge(charge: Charge, table: FiledTable | None, *, on: date) -> Refusal | None:
    """H1: a fee is charged to the employer only, and within the limit or the filed table.

    Args:
        charge: the fee.
        table: the filed fee table; None if none is filed.
        on: the day of the charge.

    Source: 職業安定法 32条の3第1項・第2項.
    """
    if charge.payer is Payer.CANDIDATE:
        return _refuse(
            Words(
                "求職者から手数料を受け取ることはできません。",
                "A job seeker is never charged a fee.",
            ),
            Words("請求を取り消してください。", "Cancel the charge."),
        )
    kinds = charge.other_kinds | {charge.kind}
    if {FeeKind.RECEPTION, FeeKind.FILED} <= kinds or {FeeKind.LIMITED, FeeKind.FILED} <= kinds:
        return _refuse(
            Words(
                "届出制の手数料は、受付手数料や上限制の手数料と一緒に受け取れません。",
                "A filed fee goes neither with a reception fee nor with a limited one.",
            ),
            Words("どちらか一方だけを請求してください。", "Charge one of them only."),
        )
    if charge.kind is FeeKind.FILED and (table is None or table.filed_on > on):
        return _refuse(
            Words("届出済みの手数料表がありません。", "There is no filed fee table."),
            Words("手数料表を届け出てから請求してください。", "File the fee table first."),
        )
    limit = fee_limit_yen(charge, table, on=on)
    if charge.amount_yen <= limit:
        return None
    return _refuse(
        Words(
            f"手数料 {charge.amount_yen:,}円は、上限の {limit:,}円を超えています。",
            f"The fee of {charge.amount_yen:,} yen exceeds the limit of {limit:,} yen.",
        ),
        Words("金額と算出の根拠を確認してください。", "Check the amount and what it is based on."),
    )


def _refuse(why: Words, then: Words) -> Refusal:
    return Refusal("H1", why.ja, why.en, then.ja, then.en, _SOURCE)


@dataclass(frozen=True, slots=True)
class RefundRule:
    """One step of the refund scheme (返戻金): who leaves within these days brings a share back.

    Attributes:
        days_from: first day, the first day of work being day 1.
        days_to: last day, >= ``days_from``.
        percent: share of the fee that goes back, 0-100.
    """

    days_from: int
    days_to: int
    percent: int


def check_refund_rules(rules: Sequence[RefundRule]) -> list[str]:
    """Return what is wrong with a refund scheme as English sentences; empty if nothing is.

    Args:
        rules: in the order of their days.
    """
    problems = [
        f"days {rule.days_from}-{rule.days_to}: needs 1 <= from <= to and 0-100 percent"
        for rule in rules
        if not (1 <= rule.days_from <= rule.days_to and 0 <= rule.percent <= _PERCENT)
    ]
    for before, after in pairwise(rules):
        if after.days_from != before.days_to + 1:
            problems.append(f"day {before.days_to + 1}: a gap or an overlap")
        if after.percent > before.percent:
            problems.append(f"day {after.days_from}: a later step gives more back")
    return problems


def refund_yen(fee_yen: int, rules: Sequence[RefundRule], *, hired_on: date, left_on: date) -> int:
    """Return what of a fee goes back when the person leaves early, in whole yen, rounded down.

    Args:
        fee_yen: the fee without tax.
        rules: the refund scheme as it was shown to the employer.
        hired_on: first day of work, day 1.
        left_on: last day of work.
    """
    day = (left_on - hired_on).days + 1
    percent = next((one.percent for one in rules if one.days_from <= day <= one.days_to), 0)
    return fee_yen * percent // _PERCENT


def refund_window_ends(rules: Sequence[RefundRule], *, hired_on: date) -> tuple[date, ...]:
    """Return the last day of each step of the refund scheme after a hire."""
    return tuple(hired_on + timedelta(days=rule.days_to - 1) for rule in rules)


@dataclass(frozen=True, slots=True)
class FeeCase:
    """One hire for the average fee rate: fee collected and expected yearly pay, in yen."""

    fee_yen: int
    yearly_pay_yen: int


def average_fee_rate(cases: Sequence[FeeCase], *, includes_zero: bool) -> Decimal | None:
    """Return the average fee rate in percent with one decimal; None without any pay.

    Total of the fees over total of the expected pay, not the mean of the rates.

    Args:
        cases: the hires of one occupation in one year.
        includes_zero: whether hires without a fee (free slots) count; the authority has not
            said, so that both figures are shown.

    Source: 職業安定法 32条の16第3項 (職種別平均手数料率).
    """
    counted = [case for case in cases if includes_zero or case.fee_yen > 0]
    pay = sum(case.yearly_pay_yen for case in counted)
    if pay == 0:
        return None
    fees = sum(case.fee_yen for case in counted)
    return round_half_up(Fraction(fees * _PERCENT, pay), 1)


def is_fee_rate_due(case_count: int, *, on: date) -> bool:
    """Return whether an occupation has so many hires that its average fee rate is shown.

    Args:
        case_count: hires of a year, >= 0.
        on: the day of the report.
    """
    return case_count >= find_number("fee_rate_min_cases", on=on)
