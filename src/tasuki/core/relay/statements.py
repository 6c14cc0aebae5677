"""The monthly statement: counts only, and not before enough people were invited.

A month with few invited people is carried over, so that nobody can tell from a number who
stands behind it. The module sees entries and counts, never a registration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tasuki.core.dates import add_months, month_start
from tasuki.core.words import Words

STATEMENT_SERIAL_MAX = 9999


class JournalAccount(StrEnum):
    """The accounts of a contract's journal; credits on the first five, slots on the rest."""

    EARNED = "earned"
    CONFIRMED = "confirmed"
    BUNDLED = "bundled"
    EXPIRED = "expired"
    REVERSED = "reversed"
    SLOT_OPEN = "slot_open"
    SLOT_USED = "slot_used"
    SLOT_ENDED = "slot_ended"


@dataclass(frozen=True, slots=True)
class JournalCount:
    """How much one month's entries put on an account (`added`) and took off it (`taken`)."""

    account: JournalAccount
    added: int
    taken: int


@dataclass(frozen=True, slots=True)
class AccountTotal:
    """One line of a statement; closing = opening + added - taken."""

    account: JournalAccount
    opening: int
    added: int
    taken: int
    closing: int


@dataclass(frozen=True, slots=True)
class MonthCount:
    """What one month brought: people invited and people newly counted."""

    month: date
    invited: int
    counted: int


@dataclass(frozen=True, slots=True)
class StatementBatch:
    """What a statement may show of one month.

    Attributes:
        month: first day of the month.
        is_shown: whether a count is printed.
        months: the months behind the printed or carried numbers, oldest first.
        invited: people invited in those months.
        counted: people counted in those months.
        text: the sentence printed on the statement.
    """

    month: date
    is_shown: bool
    months: tuple[date, ...]
    invited: int
    counted: int
    text: Words


def plan_batches(months: Iterable[MonthCount], *, batch_min_invited: int) -> list[StatementBatch]:
    """Return for each month whether its count is shown, alone or with carried months.

    Args:
        months: consecutive months, oldest first, beginning with one that carries nothing in.
        batch_min_invited: people that must have been invited before a count is shown; >= 1.

    Returns:
        One batch a month; months that are carried add up until one is shown.
    """
    batches: list[StatementBatch] = []
    carried: list[MonthCount] = []
    for month in months:
        carried.append(month)
        invited = sum(item.invited for item in carried)
        is_shown = invited >= batch_min_invited
        batches.append(
            StatementBatch(
                month=month_start(month.month),
                is_shown=is_shown,
                months=tuple(month_start(item.month) for item in carried),
                invited=invited,
                counted=sum(item.counted for item in carried),
                text=_batch_text(len(carried), is_shown=is_shown),
            )
        )
        if is_shown:
            carried = []
    return batches


def _batch_text(month_count: int, *, is_shown: bool) -> Words:
    if not is_shown:
        return Words("翌月に合算", "added to next month")
    if month_count == 1:
        return Words("当月分", "this month")
    return Words(f"{month_count}か月分の合計", f"total of {month_count} months")


def statement_totals(
    counts: Iterable[JournalCount], *, opening: Mapping[JournalAccount, int]
) -> list[AccountTotal]:
    """Return one line for every account of the journal.

    Args:
        counts: the month's movements; an account may come more than once or not at all.
        opening: balances at the end of the month before; a missing account is 0.
    """
    added = dict.fromkeys(JournalAccount, 0)
    taken = dict.fromkeys(JournalAccount, 0)
    for count in counts:
        added[count.account] += count.added
        taken[count.account] += count.taken
    return [
        AccountTotal(
            account=account,
            opening=opening.get(account, 0),
            added=added[account],
            taken=taken[account],
            closing=opening.get(account, 0) + added[account] - taken[account],
        )
        for account in JournalAccount
    ]


def statement_due_on(month: date, *, statement_day: int) -> date:
    """Return the day of the next month on which a month's statement is issued."""
    return add_months(month_start(month), 1).replace(day=statement_day)


def statement_number(*, month: date, serial: int) -> str:
    """Return the number printed on a statement, for example 2026-10-0003.

    Raises:
        ValueError: the serial is outside 1..9999.
    """
    if not 1 <= serial <= STATEMENT_SERIAL_MAX:
        raise ValueError(f"serial must be 1..{STATEMENT_SERIAL_MAX}, not {serial}")
    return f"{month:%Y-%m}-{serial:04d}"


def next_statement_number(*, month: date, last_number: str | None) -> str:
    """Return the number after the last one given out in the month.

    Args:
        month: any day of the month the statement is about.
        last_number: the highest number of that month; None for the first.

    Raises:
        ValueError: the last number belongs to another month, or the month is full.
    """
    if last_number is None:
        return statement_number(month=month, serial=1)
    prefix, _, serial = last_number.rpartition("-")
    if prefix != f"{month:%Y-%m}" or not serial.isdigit():
        raise ValueError(f"{last_number!r} is no number of {month:%Y-%m}")
    return statement_number(month=month, serial=int(serial) + 1)
