"""The monthly statement of a company's account: what was open, what came, what is open now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LineKind(StrEnum):
    """What changed the account."""

    INVOICE = "invoice"
    REFUND = "refund"
    CANCELLED = "cancelled"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One change; above zero the company owes more."""

    on: date
    kind: LineKind
    number: str
    amount_yen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthAccount:
    """A month of one company: opening + sum of the lines = closing."""

    month: date
    opening_yen: int
    lines: tuple[AccountLine, ...]

    @property
    def closing_yen(self) -> int:
        """What is open at the end of the month."""
        return self.opening_yen + sum(line.amount_yen for line in self.lines)

    def sum_yen(self, *kinds: LineKind) -> int:
        """Return the sum of the lines of some kinds."""
        return sum(line.amount_yen for line in self.lines if line.kind in kinds)


def month_account(lines: Iterable[AccountLine], *, month: date, last_day: date) -> MonthAccount:
    """Return the account of a month from all lines up to its last day.

    Args:
        lines: of one company; later ones are left out.
        month: its first day.
        last_day: its last day.
    """
    known = sorted((one for one in lines if one.on <= last_day), key=lambda one: one.on)
    return MonthAccount(
        month=month,
        opening_yen=sum(one.amount_yen for one in known if one.on < month),
        lines=tuple(one for one in known if one.on >= month),
    )
