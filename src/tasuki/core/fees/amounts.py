"""Amounts of a fee: expected yearly pay, the fee, what of a payment is fee and what is tax."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tasuki.core.fees.labels import SettlementState
from tasuki.core.law.fees import Charge, FeeKind, FiledTable, fee_limit_yen

_MONTHS = 12
_PERMILLE = 1000
_PERMILLE_OF_PERCENT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyPay:
    """What makes up the expected yearly pay (理論年収), in whole yen.

    Attributes:
        monthly_yen: monthly pay with its fixed allowances, > 0.
        bonus_yen: fixed bonus of a year.
        allowance_yen: fixed allowances of a year that are not paid monthly.
    """

    monthly_yen: int
    bonus_yen: int = 0
    allowance_yen: int = 0

    @property
    def total_yen(self) -> int:
        """Monthly pay x 12 + fixed bonus + fixed allowances."""
        return self.monthly_yen * _MONTHS + self.bonus_yen + self.allowance_yen


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeTerms:
    """By what an agreement reckons a fee.

    Attributes:
        kind: by the filed table, or by the statutory ceiling.
        rate_permille: share of the base; 0 for a fixed fee.
        fixed_yen: a fixed fee; None for a share.
    """

    kind: FeeKind
    rate_permille: int = 0
    fixed_yen: int | None = None

    @property
    def rate_percent(self) -> Decimal:
        """The share in percent."""
        return Decimal(self.rate_permille) / _PERMILLE_OF_PERCENT


def base_yen(terms: FeeTerms, *, yearly_pay_yen: int) -> int:
    """Return the wages a fee is reckoned from: a year's, or six months' under the ceiling.

    Args:
        terms: of the agreement.
        yearly_pay_yen: expected yearly pay, > 0.

    Source: 職業安定法施行規則 20条 別表第二 (six months' wages).
    """
    return yearly_pay_yen // 2 if terms.kind is FeeKind.LIMITED else yearly_pay_yen


def fee_yen(terms: FeeTerms, *, yearly_pay_yen: int) -> int:
    """Return the fee without tax in whole yen, rounded down.

    Args:
        terms: of the agreement.
        yearly_pay_yen: expected yearly pay, > 0.
    """
    if terms.fixed_yen is not None:
        return terms.fixed_yen
    return base_yen(terms, yearly_pay_yen=yearly_pay_yen) * terms.rate_permille // _PERMILLE


def is_within_table(terms: FeeTerms, table: FiledTable, *, yearly_pay_yen: int, on: date) -> bool:
    """Return whether the fee of an agreement stays within the filed table and the law.

    Args:
        terms: of the agreement.
        table: the version it rests on.
        yearly_pay_yen: a pay to try it with, > 0.
        on: the day of the charge.
    """
    charge = Charge(
        kind=terms.kind,
        amount_yen=fee_yen(terms, yearly_pay_yen=yearly_pay_yen),
        base_yen=base_yen(terms, yearly_pay_yen=yearly_pay_yen),
    )
    return charge.amount_yen <= fee_limit_yen(charge, table, on=on)


def net_share_yen(*, net_yen: int, total_yen: int, before_yen: int, amount_yen: int) -> int:
    """Return what of a payment is fee without tax; all shares of a paid invoice sum to its net.

    The share is the step of the rounded running sum, so that part payments lose no yen.

    Args:
        net_yen: of the invoice, below zero for a refund.
        total_yen: of the invoice with tax, not 0.
        before_yen: what was paid before.
        amount_yen: this payment; below zero takes one back.
    """
    return _rounded(net_yen, total_yen, before_yen + amount_yen) - _rounded(
        net_yen, total_yen, before_yen
    )


def _rounded(net_yen: int, total_yen: int, paid_yen: int) -> int:
    share = abs(net_yen) * abs(paid_yen) // abs(total_yen)
    return share if paid_yen >= 0 else -share


def settlement_of(
    *, is_issued: bool, total_yen: int, paid_yen: int, due_on: date | None, today: date
) -> SettlementState:
    """Return what is open of an invoice.

    Args:
        is_issued: it went out and was not cancelled.
        total_yen: with tax; below zero for a refund.
        paid_yen: what was paid; below zero for a refund.
        due_on: last day to pay.
        today: the day of the look.
    """
    if not is_issued:
        return SettlementState.NONE
    if paid_yen == total_yen or abs(paid_yen) > abs(total_yen):
        return SettlementState.SETTLED
    if due_on is not None and due_on < today:
        return SettlementState.OVERDUE
    return SettlementState.PARTLY if paid_yen else SettlementState.OPEN
