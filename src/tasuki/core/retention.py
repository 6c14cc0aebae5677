"""How long a kind of record must be kept and may be kept.

The declaration stands on each model, so that no table exists whose end of life nobody thought
of; the retention engine reads nothing else. The numbers of law come from the dated parameters
(``core.law.record_kinds``); a design rule carries its own days.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Self

from tasuki.core.dates import add_months
from tasuki.core.law.record_kinds import Period, RecordKind, find_record_rule


class AtCeiling(StrEnum):
    """What happens to a row at its ceiling."""

    DELETE = "delete"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Floor and ceiling of one record kind, and what the engine needs to hold them.

    Attributes:
        starts_at: the moment the clock starts, in words ("closed", "created").
        floor_days: must be kept at least so long; 0 = no floor. Not used with ``kind``.
        ceiling_days: must be gone after so long; None = no ceiling. Not used with ``kind``.
        basis: law article, contract or design decision behind the numbers.
        kind: the record kind of the law whose numbers hold; None for a design rule.
        clock: how to find the start of a row: a date or time field, or the name of a database
            function in the schema ``retention``; "" while no clock is declared.
        delay_months: months between that field and the start of the clock.
        subject: path of fields to the opaque id of the person; "" where a row has none.
        at_ceiling: delete the row, or empty its personal fields and keep what is counted.
        also_emptied: further fields that are emptied with the personal ones.
        values: what an emptied field holds then, where it is not its usual empty value.
        is_capped: the cap of the kind is its ceiling (a renewed consent ends there at last).
        in_order: field by which rows hang together: a row goes only after all before it.
        drafts: values of ``state`` in which a row is no record yet: who writes it may still
            empty a text.
    """

    starts_at: str
    floor_days: int = 0
    ceiling_days: int | None = None
    basis: str = ""
    kind: RecordKind | None = None
    clock: str = ""
    delay_months: int = 0
    subject: str = ""
    at_ceiling: AtCeiling = AtCeiling.DELETE
    also_emptied: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    is_capped: bool = False
    in_order: str = ""
    drafts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.floor_days < 0 or not self.basis:
            raise ValueError(f"a retention rule needs a floor >= 0 and a basis: {self}")
        if self.ceiling_days is not None and self.ceiling_days < self.floor_days:
            raise ValueError(f"ceiling {self.ceiling_days} lies below floor {self.floor_days}")

    def by(
        self,
        clock: str,
        *,
        subject: str = "",
        at_ceiling: AtCeiling = AtCeiling.DELETE,
        also_emptied: tuple[str, ...] = (),
        values: tuple[tuple[str, str], ...] = (),
        in_order: str = "",
        drafts: tuple[str, ...] = (),
    ) -> Self:
        """Return the rule as one model uses it; see the attributes."""
        return replace(
            self,
            clock=clock,
            subject=subject,
            at_ceiling=at_ceiling,
            also_emptied=also_emptied,
            values=values,
            in_order=in_order,
            drafts=drafts,
        )

    def floor(self, *, on: date) -> Period | None:
        """Return how long a row must be kept as the law stands on a day; None = no floor."""
        if self.kind is not None:
            return find_record_rule(self.kind, on=on).floor
        return Period(days=self.floor_days) if self.floor_days else None

    def ceiling(self, *, on: date) -> Period | None:
        """Return how long a row may be kept as the law stands on a day; None = no ceiling."""
        if self.kind is not None:
            rule = find_record_rule(self.kind, on=on)
            return rule.cap if self.is_capped else rule.ceiling
        return None if self.ceiling_days is None else Period(days=self.ceiling_days)

    def source(self, *, on: date) -> str:
        """Return the rules of law behind the numbers on a day; ``design`` marks our own choice."""
        if self.kind is not None:
            return find_record_rule(self.kind, on=on).basis
        return self.basis.partition(":")[0]

    def kept_through(self, start: date, *, on: date) -> date | None:
        """Return the last day on which nobody may delete a row; None without a floor.

        The day of the start is not counted (民法 140条): of two ways to count, the longer one.
        """
        floor = self.floor(on=on)
        return None if floor is None else floor.last_day(self._begins(start) + timedelta(days=1))

    def gone_after(self, start: date, *, on: date) -> date | None:
        """Return the last day on which a row may be there; None without a ceiling.

        The day of the start is counted: of two ways to count, the shorter one.
        """
        ceiling = self.ceiling(on=on)
        return None if ceiling is None else ceiling.last_day(self._begins(start))

    def is_deletable(self, start: date | None, *, on: date) -> bool:
        """Return whether the floor of a row is over; a clock that has not started is not over."""
        if self.floor(on=on) is None:
            return True
        if start is None:
            return False
        kept = self.kept_through(start, on=on)
        return kept is None or on > kept

    def is_due(self, start: date | None, *, on: date) -> bool:
        """Return whether a row must go on a day: past its ceiling and never below its floor."""
        if start is None:
            return False
        last = self.gone_after(start, on=on)
        return last is not None and on > last and self.is_deletable(start, on=on)

    def last_due_start(self, *, on: date) -> date | None:
        """Return the latest start whose rows must go on a day; all earlier ones must, too."""
        ceiling = self.ceiling(on=on)
        if ceiling is None:
            return None
        day = add_months(on, -ceiling.months - self.delay_months) - timedelta(days=ceiling.days)
        day += timedelta(days=_SEARCH_DAYS)
        while not self.is_due(day, on=on):
            day -= timedelta(days=1)
        return day

    def _begins(self, start: date) -> date:
        return add_months(start, self.delay_months)


_SEARCH_DAYS: Final = 5
"""More than the days by which months differ from their corresponding day."""

WHILE_CUSTOMER: Final = Retention(
    kind=RecordKind.ORGANISATION_MASTER,
    starts_at="organisation left",
    basis="design: master data of an organisation goes 90 days after it left",
)
PLACEMENT_BOOK: Final = Retention(
    kind=RecordKind.PLACEMENT_BOOK,
    starts_at="row closed",
    basis="職業安定法施行規則24条の7: two years after completion; design: gone after three",
)
PROVISION_RECORD: Final = Retention(
    kind=RecordKind.PROVISION_RECORD,
    starts_at="last provision of the series",
    basis="個人情報保護法29条・30条, 施行規則: three years from the last provision",
)
CONSENT_LOG: Final = Retention(
    kind=RecordKind.CONSENT_LOG,
    starts_at="nobody relies on it any more",
    basis="design: as long as relied on and three years",
)
SELECTION_DATA: Final = Retention(
    kind=RecordKind.REJECTED_APPLICANT,
    starts_at="selection ended",
    basis="個人情報保護法22条, 職業安定法5条の5: deleted when the purpose is over (six months)",
)
SELECTION_NOTES: Final = Retention(
    kind=RecordKind.SELECTION_NOTES,
    starts_at="selection ended",
    basis="design: notes and scores six months at most, even with a consent",
)
LABOUR_PAPER: Final = Retention(
    kind=RecordKind.LABOUR_PAPER,
    starts_at="employment ended",
    basis="労働基準法109条, 143条: books of workers three years for now",
)
TALENT_POOL: Final = Retention(
    kind=RecordKind.TALENT_POOL,
    starts_at="selection ended, with a live consent to be kept",
    basis="design: twelve months by consent, renewed, never over twenty-four",
    is_capped=True,
)
EVIDENCE: Final = Retention(
    kind=RecordKind.TAX_DOCUMENT,
    starts_at="the tax year of the row is due (taken as 14 months later at most)",
    basis="法人税法施行規則59条: seven years for books behind a benefit in money's worth",
    clock="created_at",
    delay_months=14,
)
AUDIT_LOG: Final = Retention(
    kind=RecordKind.AUDIT_LOG,
    starts_at="happened",
    basis="design: three years at least, seven at most",
)
MATCH_RUN: Final = Retention(
    kind=RecordKind.MATCH_RUN,
    starts_at="created",
    basis="EU AI Act 26条6項, design: log of a clearing two years",
    clock="created_at",
)
ROUND_LISTS: Final = Retention(
    starts_at="created",
    ceiling_days=1_096,
    basis="design: lists and numbers of a round go after three years; the person takes them back "
    "until the deadline",
    clock="created_at",
)
SUPPRESSED: Final = Retention(
    kind=RecordKind.SUPPRESSION,
    starts_at="opted out",
    basis="design: a keyed hash is kept while the person does not want mail",
)
SEND_LOG: Final = Retention(
    starts_at="sent", ceiling_days=184, basis="design: send log of six months"
)
STATISTICS: Final = Retention(
    starts_at="created",
    basis="design: says nothing about a person once the person's row is empty; figures stay",
)
SHORT_LIVED: Final = Retention(
    kind=RecordKind.TECHNICAL,
    starts_at="created",
    basis="design: technical rows go after 30 days",
    clock="created_at",
)
IMPORT_WORK: Final = Retention(
    starts_at="created",
    ceiling_days=8,
    basis="design: what an import needs to go on and to be undone, seven whole days",
    clock="created_at",
)
