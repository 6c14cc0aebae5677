"""What is wrong with a cell, how it may be repaired, and the record it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasuki.core.intake.repairs import REPAIR_LABELS, Repair
from tasuki.core.words import Words

__all__ = ["REPAIR_LABELS", "CellProblem", "Draft", "HeldCell", "Record", "Repair"]


@dataclass(frozen=True, slots=True, repr=False)
class CellProblem:
    """One cell that cannot be used, or that was read with a doubt.

    Attributes:
        column: the heading in the file; empty = the whole row.
        field: the canonical field; empty if there is none.
        value: as it stands in the file; empty where it must not be shown again.
        reason: what is wrong and what to do.
        repair: which repair it belongs to.
        suggestion: the value that was probably meant; empty if there is none.
    """

    column: str
    field: str
    value: str
    reason: Words
    repair: Repair = Repair.NONE
    suggestion: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class HeldCell:
    """A cell of text that is held back, because it touches what selection must not know.

    Attributes:
        column: the heading in the file.
        field: the canonical field; empty if there is none.
        codes: ``F01``..``F14``, ``H5`` or ``MN``.
        text: what was written; empty for ``MN``, which is never kept.
    """

    column: str
    field: str
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """One row of a file in our words; without problems it may be stored.

    Attributes:
        line: where the row begins in the file, from 1.
        values: canonical field -> value; plain data that JSON can write, only filled fields.
        raw: heading -> cell as it was, without dropped columns and held cells.
        warnings: read with a doubt; the row may be stored.
        problems: the row may not be stored.
        dropped: cells that are held back.
        merged_lines: further rows of the same person that became its history.
    """

    line: int
    values: Mapping[str, Any]
    raw: Mapping[str, str]
    warnings: tuple[CellProblem, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    dropped: tuple[HeldCell, ...] = ()
    merged_lines: tuple[int, ...] = ()


class Draft:
    """A record while it is read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, Any] = {}
        self.raw: dict[str, str] = {}
        self.warnings: list[CellProblem] = []
        self.problems: list[CellProblem] = []
        self.dropped: list[HeldCell] = []

    def put(self, field: str, value: Any) -> None:
        """Keep a value, unless it is empty."""
        if value is not None and value not in ("", [], {}):
            self.values[field] = value

    def done(self) -> Record:
        """Return the record."""
        return Record(
            line=self.line,
            values=self.values,
            raw=self.raw,
            warnings=tuple(self.warnings),
            problems=tuple(self.problems),
            dropped=tuple(self.dropped),
        )
