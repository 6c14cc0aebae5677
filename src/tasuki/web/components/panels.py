"""What a page's panels are made of: charts with their answer, timelines, steps, empty lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from tasuki.web.components import formats


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart as a page shows it: question, drawing, one-sentence answer, table, file.

    Attributes:
        key: unique in the page; letters and digits.
        question: the heading, a question.
        svg: from ``tasuki.adapters.charts``.
        answer: one sentence with the numbers.
        heads, rows: the same numbers as a table; the first column names the row.
        note: period or unit, right of the heading.
        marks: words such as 暫定, 仮定, 予測.
    """

    key: str
    question: Any
    svg: str
    answer: Any
    heads: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    note: Any = ""
    marks: Sequence[Any] = ()
    csv_url: str = ""

    @property
    def drawing(self) -> SafeString:
        """The drawing; our own functions escaped every text in it."""
        return mark_safe(self.svg)  # noqa: S308 - made by tasuki.adapters.charts only


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a timeline: when, what, who or why, and a deadline still to come."""

    at: date | datetime
    text: Any
    detail: Any = ""
    url: str = ""
    undo_url: str = ""
    is_ahead: bool = False

    @property
    def when(self) -> str:
        """The time as written: a moment, or the day a deadline ends."""
        return formats.moment(self.at) if isinstance(self.at, datetime) else formats.day(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a rail."""

    label: Any
    state: str


@dataclass(frozen=True, slots=True)
class Rail:
    """Steps of a wizard or of a state machine, with one current step."""

    steps: tuple[Step, ...] = field(default=())

    @classmethod
    def of(cls, labels: Sequence[Any], *, current: int) -> "Rail":
        """Return the rail whose step number ``current`` (from 0) is the present one."""
        return cls(
            tuple(
                Step(
                    label=label,
                    state="done" if number < current else "now" if number == current else "ahead",
                )
                for number, label in enumerate(labels)
            )
        )

    @property
    def is_long(self) -> bool:
        """Whether phones show the current step's words only."""
        return len(self.steps) > 4
