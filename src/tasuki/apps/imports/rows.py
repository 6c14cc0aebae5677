"""One row of a file between reading and writing: cells, values, what is wrong, what it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID

from tasuki.apps.imports.models import StagedRow
from tasuki.core.words import Words

Verdict = StagedRow.Verdict
Decision = StagedRow.Decision


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot be used, or that was used with a remark.

    Attributes:
        header: the column; empty for the row as a whole.
        field: what the column means.
        value: the cell as it was.
        text: what is wrong and what to do.
        repair: how it can be repaired; equal repairs are offered together.
        suggestion: the cell that would be right; empty if unknown.
    """

    header: str
    field: str
    value: str
    text: Words
    repair: str = ""
    suggestion: str = ""

    @property
    def key(self) -> str:
        """Faults with one key are repaired with one button."""
        return f"{self.repair or 'edit'}|{self.field or self.header}"[:80]

    def as_json(self) -> dict[str, str]:
        """Return it as plain texts."""
        return {
            "header": self.header,
            "field": self.field,
            "value": self.value[:200],
            "ja": self.text.ja,
            "en": self.text.en,
            "repair": self.repair,
            "suggestion": self.suggestion,
        }

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Self:
        """Return what ``as_json`` wrote."""
        return cls(
            stored["header"],
            stored["field"],
            stored["value"],
            Words(stored["ja"], stored["en"]),
            stored["repair"],
            stored["suggestion"],
        )


@dataclass(frozen=True, slots=True)
class Rival:
    """Somebody who may be the person of a row: known already, or of an earlier line.

    Attributes:
        person_id: a known person; None for a line of the same file.
        line: an earlier line of the same file; 0 for a known person.
        level: ``same`` (sure enough to be proposed) or ``possible``.
        reasons: what speaks for it, then what speaks against it, in words.
        probability: 0-1, as the model of the organisation weighs it.
    """

    person_id: UUID | None
    line: int
    level: str
    reasons: tuple[Words, ...]
    probability: float

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "person": str(self.person_id or ""),
            "line": self.line,
            "level": self.level,
            "why": [[reason.ja, reason.en] for reason in self.reasons],
            "probability": self.probability,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Self:
        """Return what ``as_json`` wrote."""
        person = UUID(stored["person"]) if stored["person"] else None
        reasons = tuple(Words(ja, en) for ja, en in stored["why"])
        return cls(person, stored["line"], stored["level"], reasons, stored["probability"])


@dataclass(slots=True, kw_only=True, repr=False)
class Row:
    """A row of a file in our words.

    Attributes:
        line: of the file as a reader counts it.
        cells: as text in the order of the columns, without what may not be stored.
        values: by canonical field.
        held: header -> codes of texts that go into quarantine instead of the row (H5).
        faults: why the row cannot be imported; empty if it can.
        remarks: what was read with a doubt.
        verdict: what it would do.
        person_id: the known person that it belongs to.
        target_id: what it updates.
        before: field -> what stands there now, for an update.
        after: field -> what would stand there.
        rivals: who may be the same person, the likeliest first.
        note: more to say about the verdict.
    """

    line: int
    cells: list[str]
    values: dict[str, Any]
    held: dict[str, list[str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    verdict: str = Verdict.NEW
    decision: str = ""
    is_proposed: bool = False
    person_id: UUID | None = None
    target_id: UUID | None = None
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    rivals: list[Rival] = field(default_factory=list)
    note: Words | None = None

    def fail(self, fault: Fault) -> None:
        """Say why the row cannot be imported."""
        self.faults.append(fault)
        self.verdict = Verdict.ERROR

    def compare(self, target_id: UUID, *pairs: tuple[Any, Mapping[str, Any]]) -> None:
        """Set what the row would change in what is known already.

        Args:
            target_id: the row that it is compared with.
            pairs: rows and what this row says of their fields.
        """
        self.target_id = target_id
        changed = [
            (name, getattr(model, name), value)
            for model, wanted in pairs
            for name, value in wanted.items()
            if getattr(model, name) != value
        ]
        self.before = {name: old for name, old, _ in changed}
        self.after = {name: new for name, _, new in changed}
        self.verdict = Verdict.UPDATE if changed else Verdict.SAME

    def forget_held(self, headers: Sequence[str]) -> None:
        """Empty the cells that are held back; nobody reads them in a file of errors (H5)."""
        self.cells = [
            "" if header in self.held else cell
            for header, cell in zip(headers, self.cells, strict=False)
        ]

    def raw(self, headers: Sequence[str]) -> dict[str, str]:
        """Return the filled cells by column, without those that are held back."""
        return {
            header: cell
            for header, cell in zip(headers, self.cells, strict=False)
            if cell and header not in self.held
        }

    def text(self, name: str) -> str:
        """Return a value as text; empty if there is none."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def content(self) -> dict[str, Any]:
        """Return what is kept, sealed, while the row waits."""
        return {
            "cells": self.cells,
            "values": self.values,
            "held": self.held,
            "faults": [one.as_json() for one in self.faults],
            "remarks": [one.as_json() for one in self.remarks],
            "before": self.before,
            "after": self.after,
            "rivals": [one.as_json() for one in self.rivals],
            "note": [self.note.ja, self.note.en] if self.note else [],
        }

    @classmethod
    def of(cls, staged: StagedRow) -> Self:
        """Return a row that waited."""
        kept = staged.content
        return cls(
            line=staged.line,
            cells=kept["cells"],
            values=kept["values"],
            held=kept["held"],
            faults=[Fault.of(one) for one in kept["faults"]],
            remarks=[Fault.of(one) for one in kept["remarks"]],
            verdict=staged.verdict,
            decision=staged.decision,
            is_proposed=staged.is_proposed,
            person_id=staged.person_id,
            target_id=staged.target_id,
            before=kept["before"],
            after=kept["after"],
            rivals=[Rival.of(one) for one in kept["rivals"]],
            note=Words(*kept["note"]) if kept["note"] else None,
        )
