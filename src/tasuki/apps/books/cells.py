"""The cells of the three books as text: one form for page, PDF and file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from tasuki.apps.books import words
from tasuki.apps.books.queries.rows import fee_group
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.core.books.rows import FeeGroup
from tasuki.core.law.solicitation import solicitation_ban
from tasuki.core.words import Words

NOTHING: Final = "-"
_STOPPED: Final = Words("利用停止（法令に基づく保存）", "use stopped, kept by law")
_INDEFINITE: Final = Words("無期", "indefinite")
_FIXED: Final = Words("有期", "fixed")
_SLOT_MARK: Final = "無料枠 No."


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the cells in one language.

    Attributes:
        language: ``ja`` or ``en``.
        hides_stopped: a file to take along names nobody whose use was stopped; the book that is
            printed for the law does.
    """

    language: str
    hides_stopped: bool = False

    def say(self, one: Words) -> str:
        """Return words in the language."""
        return one.in_language(self.language)

    def order(self, row: JobOrder) -> list[str]:
        """Return the eleven fields of a job order (D1, 1 to 11)."""
        occupation = " ".join(part for part in (row.occupation_code, row.occupation) if part)
        return [
            row.number,
            row.employer_name,
            row.employer_address or NOTHING,
            row.contact or NOTHING,
            day(row.received_on),
            span(row.received_on, min(row.closed_on or row.valid_to, row.valid_to)),
            str(row.person_count),
            occupation,
            row.workplace,
            row.term,
            row.wage,
        ]

    def order_note(self, row: JobOrder) -> str:
        """Return what stands as 備考, which the Bureau is not given."""
        closed = Words(f"終了 {day(row.closed_on)}", f"closed {day(row.closed_on)}")
        parts = [
            self.say(Words("無料枠", "free slot")) if row.slot_id else "",
            self.say(closed) if row.closed_on else "",
        ]
        return "、".join(part for part in parts if part)

    def under_order(self, row: Introduction) -> list[str]:
        """Return a sub-row of a job order (D1, 12 to 18)."""
        seeker = row.job_seeker
        return [
            self.name(seeker),
            seeker.number,
            day(row.introduced_on),
            self.outcome(row),
            day(row.hired_on),
            self.is_indefinite(row),
            self.ban(row),
            *self.separation(row),
        ]

    def seeker(self, row: JobSeeker) -> list[str]:
        """Return the seven fields of a job seeker (D2, 1 to 7)."""
        code = row.occupation_code
        return [
            row.number,
            self.name(row),
            NOTHING if self._hides(row) else row.address or NOTHING,
            NOTHING if self._hides(row) else day(row.birth_date),
            " ".join(part for part in (code, row.wished_occupation) if part) or NOTHING,
            day(row.accepted_on),
            span(row.accepted_on, min(row.closed_on or row.valid_to, row.valid_to)),
        ]

    def under_seeker(self, row: Introduction) -> list[str]:
        """Return a sub-row of a job seeker (D2, 8 to 14)."""
        return [
            day(row.introduced_on),
            row.job_order.employer_name,
            row.job_order.number,
            self.outcome(row),
            day(row.hired_on),
            self.term(row),
            self.ban(row),
            *self.separation(row),
        ]

    def fee(self, row: FeeEntry) -> list[str]:
        """Return the fields of a row of the fee book (D3, 1 to 7) and both numbers."""
        group = fee_group(row.kind)
        is_refund = group is FeeGroup.REFUND
        given_back = self.say(yen_words(-row.amount_yen))
        refund = f"{day(row.charged_on)} {given_back} {row.basis}"
        return [
            row.payer_name,
            day(row.charged_on),
            self.say(words.FEE_KINDS[group]),
            NOTHING if is_refund else f"{row.amount_yen:,}",
            NOTHING if is_refund else row.basis,
            refund if is_refund else NOTHING,
            row.basis.removeprefix(_SLOT_MARK) if row.slot_id else NOTHING,
            row.introduction.job_order.number,
            row.introduction.job_seeker.number,
        ]

    def name(self, row: JobSeeker) -> str:
        """Return the name of a person as the medium may show it."""
        return self.say(_STOPPED) if self._hides(row) else row.name

    def outcome(self, row: Introduction) -> str:
        """Return 採否."""
        return self.say(words.OUTCOMES[row.outcome])

    def term(self, row: Introduction) -> str:
        """Return 無期 or 有期 of a hire."""
        if row.is_indefinite is None:
            return NOTHING
        return self.say(_INDEFINITE if row.is_indefinite else _FIXED)

    def is_indefinite(self, row: Introduction) -> str:
        """Return whether a hire has no end, as the book marks it."""
        if row.is_indefinite is None:
            return NOTHING
        return "○" if row.is_indefinite else self.say(_FIXED)

    def ban(self, row: Introduction) -> str:
        """Return the days of the ban as the book prints them; the block runs one day longer.

        Source: 職業安定法 指針; 民法 143条2項.
        """
        if not row.is_indefinite or row.hired_on is None:
            return NOTHING
        found = solicitation_ban(row.hired_on)
        return span(found.first, found.last)

    def separation(self, row: Introduction) -> list[str]:
        """Return what became of the hire, when that was checked, and how."""
        if not row.separation:
            return [NOTHING, NOTHING, NOTHING]
        method = words.METHODS.get(row.separation_method)
        found = self.say(words.SEPARATIONS[row.separation])
        if row.left_on:
            found = f"{found} {day(row.left_on)}"
        return [found, day(row.separation_checked_on), self.say(method) if method else NOTHING]

    def _hides(self, row: Any) -> bool:
        return self.hides_stopped and bool(getattr(row, "is_use_stopped", False))


@dataclass(frozen=True, slots=True)
class FeeMonth:
    """The fees of one month, oldest first.

    Attributes:
        month: its first day.
        rows: what was charged or went back.
        charged_yen: sum of the charges.
        refunded_yen: sum of the refunds, positive.
    """

    month: date
    rows: Sequence[FeeEntry]
    charged_yen: int
    refunded_yen: int


def group_by_month(rows: Sequence[FeeEntry]) -> Iterator[FeeMonth]:
    """Yield the fees by month, each with its subtotal.

    Args:
        rows: the oldest first.
    """
    for month, found in groupby(rows, key=lambda row: row.charged_on.replace(day=1)):
        kept = list(found)
        refunds = [row.amount_yen for row in kept if fee_group(row.kind) is FeeGroup.REFUND]
        total = sum(row.amount_yen for row in kept)
        yield FeeMonth(month, kept, total - sum(refunds), -sum(refunds))


def yen_words(value: int) -> Words:
    """Return an amount with its unit."""
    return Words(f"{value:,}円", f"¥{value:,}")


def day(value: date | None) -> str:
    """Return a day as 2026/10/03; a dash for none."""
    return f"{value:%Y/%m/%d}" if value else NOTHING


def span(first: date, last: date | None) -> str:
    """Return the days of a period."""
    return f"{day(first)}〜{day(last)}"
