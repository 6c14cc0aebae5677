"""The frame of all kinds: judge rows block by block, then write those that may be written."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from tasuki.apps.imports.ledger import Ledger
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Fault, Row, Verdict
from tasuki.core.access import Permission
from tasuki.core.words import Words


class Target(ABC):
    """Judges and writes the rows of one kind into the organisation bound now.

    One object judges a whole file, block by block and in its order: it remembers the rows that
    came before.
    """

    kind: ClassVar[str]
    permission: ClassVar[Permission]

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self._lines: dict[str, tuple[int, list[str]]] = {}

    @abstractmethod
    def number_of(self, row: Row) -> str:
        """Return a key of the row that does not depend on its place in the file."""

    @abstractmethod
    def judge(self, rows: Sequence[Row]) -> None:
        """Set what each row would do; rows with faults stay errors."""

    @abstractmethod
    def write(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """Store rows and set ``verdict`` to what was done; fill ``person_id`` and ``target_id``.

        Args:
            rows: without errors and without those that somebody left out.
            ledger: what was made and changed is told to it.
        """

    def prepare(self, rows: Sequence[Row]) -> None:  # noqa: B027 - kinds without people need none
        """Look at the whole file once before the first block is judged."""

    def check_repeats(self, rows: Sequence[Row]) -> None:
        """Tell rows that stand twice in the file: equal ones change nothing, others fail."""
        for row in rows:
            if row.faults:
                continue
            number = self.number_of(row)
            first, cells = self._lines.setdefault(number, (row.line, row.cells))
            if first == row.line:
                continue
            if cells == row.cells:
                row.verdict, row.note = Verdict.SAME, _equal_to(first)
            else:
                row.fail(Fault("", "", "", _repeated(first), repair="repeated"))


def people_of_lines(run: ImportRun, lines: set[int]) -> dict[int, UUID]:
    """Return the people of earlier lines that were written before, by line."""
    if not lines:
        return {}
    found = StagedRow.objects.filter(run=run, line__in=lines).values_list("line", "person_id")
    return {line: person_id for line, person_id in found if person_id}


def _equal_to(line: int) -> Words:
    return Words(f"{line}行目と同じ内容です", f"the same as line {line}")


def _repeated(line: int) -> Words:
    return Words(
        f"{line}行目と同じものです。どちらか1行だけ残してください。",
        f"This is line {line} again with other content. Keep one of the two lines.",
    )
