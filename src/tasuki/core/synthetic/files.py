"""Files of several systems about the same made-up people, with the truth who is who.

Six files: two applicant systems, a firm's own sheet, two employee systems and one that is broken
on purpose. Some people stand in several files, some twice in one, some under another name.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from tasuki.core.synthetic import writers
from tasuki.core.synthetic.broken import break_lines
from tasuki.core.synthetic.mixes import MIX_2, Mix
from tasuki.core.synthetic.people import Person, make_people
from tasuki.core.synthetic.writers import Cell, Look

TRUTH_HEADINGS = ("file", "line", "id_in_file", "person_id")
SIZE_MIN = 20

type RowWriter = Callable[[Look, Random], list[Cell]]


@dataclass(frozen=True, slots=True)
class TruthLine:
    """Which person one line of one file is about; the line counts from 1 as a reader does."""

    file: str
    line: int
    id_in_file: str
    person: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: cells by row, and the ranges that are merged (B4:C4)."""

    name: str
    rows: list[list[Cell]]
    merges: tuple[str, ...] = ()


@dataclass(slots=True)
class SyntheticFiles:
    """What `make_files` makes.

    Attributes:
        texts: file name -> content, ready to be written.
        workbooks: file name -> sheets, to be written by whoever can write workbooks.
        truth: who stands where.
    """

    texts: dict[str, bytes] = field(default_factory=dict)
    workbooks: dict[str, tuple[Sheet, ...]] = field(default_factory=dict)
    truth: list[TruthLine] = field(default_factory=list)

    def truth_csv(self) -> bytes:
        """Return the truth as CSV with `TRUTH_HEADINGS`."""
        rows = [
            (line.file, line.line, line.id_in_file, f"P{line.person:05d}") for line in self.truth
        ]
        return _csv([TRUTH_HEADINGS, *rows], ending="\n").encode()


def make_files(*, seed: int, size: int = 300, mix: Mix = MIX_2) -> SyntheticFiles:
    """Return six files about the same people, the same for the same arguments.

    Args:
        seed: any whole number.
        size: rows of the largest file; at least `SIZE_MIN`. All six together have about three
            times as many.
        mix: how people live together and which contacts are missing.
    """
    if size < SIZE_MIN:
        raise ValueError(f"size {size} is below {SIZE_MIN}")
    rng = Random(f"files {seed}")  # noqa: S311 - no secret is made here
    people = list(make_people(mix, count=3 * size, seed=seed))
    employees, rest = people[:size], people[size:]
    leavers = rng.sample(employees, size // 25 or 1)
    herp = leavers + rest[: size * 4 // 5 - len(leavers)]
    hrmos = rng.sample(herp, size // 8) + rest[size : size + size * 3 // 10]
    kaonavi = rng.sample(employees, size // 4) + rest[size * 7 // 5 : size * 3 // 2]
    sheet = rest[size * 3 // 2 : size * 17 // 10]
    lame = rest[size * 17 // 10 : size * 19 // 10]
    hrmos += rng.sample(hrmos, size // 15)

    made = SyntheticFiles()
    look = _Looker(mix, rng)
    _add(made, "applicants_herp.csv", writers.HERP_HEADINGS, writers.herp_row, look.at(herp), rng)
    _add(
        made, "applicants_hrmos_cp932.csv", writers.HRMOS_HEADINGS, writers.hrmos_row,
        look.at(hrmos), rng, encoding="cp932", ending="\r\n", has_id=True,
    )  # fmt: skip
    _add(
        made, "employees_smarthr.csv", writers.SMARTHR_HEADINGS, writers.smarthr_row,
        look.at(employees), rng, encoding="utf-8-sig", has_id=True,
    )  # fmt: skip
    _add(
        made, "employees_kaonavi.csv", writers.KAONAVI_HEADINGS, writers.kaonavi_row,
        look.at(kaonavi, renamed=0.1), rng, has_id=True,
    )  # fmt: skip
    _add_sheet(made, "applicants_sheet.xlsx", look.at(sheet), rng)
    _add_broken(made, "applicants_broken.csv", look.at(lame), rng)
    return made


@dataclass(frozen=True, slots=True)
class _Looker:
    mix: Mix
    rng: Random

    def at(self, people: Sequence[Person], *, renamed: float | None = None) -> list[Look]:
        """Return how one file shows its people, in an order of its own."""
        order = self.rng.sample(people, len(people))
        share = self.mix.name_changed if renamed is None else renamed
        return [
            Look(
                person=person,
                number=number,
                is_renamed=person.other_family is not None and self.rng.random() < share,
                has_mail=self.rng.random() >= self.mix.mail_missing,
                has_phone=self.rng.random() >= self.mix.phone_missing,
            )
            for number, person in enumerate(order, 1)
        ]


def _add(
    made: SyntheticFiles,
    name: str,
    headings: Sequence[str],
    write: RowWriter,
    looks: Sequence[Look],
    rng: Random,
    *,
    encoding: str = "utf-8",
    ending: str = "\n",
    has_id: bool = False,
) -> None:
    rows = [write(look, rng) for look in looks]
    made.texts[name] = _csv([headings, *rows], ending=ending).encode(encoding, errors="replace")
    for line, (look, row) in enumerate(zip(looks, rows, strict=True), 2):
        made.truth.append(TruthLine(name, line, str(row[0]) if has_id else "", look.person.number))


def _csv(rows: Sequence[Sequence[Cell]], *, ending: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=ending).writerows(rows)
    return buffer.getvalue()


def _add_sheet(made: SyntheticFiles, name: str, looks: Sequence[Look], rng: Random) -> None:
    """Add a firm's own sheet: title rows, a heading of two rows, month rows, a total."""
    rows: list[list[Cell]] = [list(row) for row in writers.SME_TITLES]
    rows += [[], list(writers.SME_TOP), list(writers.SME_BELOW)]
    months = count(8)
    for place, look in enumerate(looks):
        if place % max(len(looks) // 3, 1) == 0:
            rows.append([f"{next(months)}月応募"])
        row = writers.sme_row(look, rng)
        rows.append(row)
        made.truth.append(TruthLine(name, len(rows), str(row[0]), look.person.number))
    rows.append(["合計", f"{len(looks)}名"])
    summary = Sheet("集計", [["媒体", "人数"], ["架空求人誌", len(looks)]])
    made.workbooks[name] = (Sheet("応募者管理", rows, writers.SME_MERGES), summary)


def _add_broken(made: SyntheticFiles, name: str, looks: Sequence[Look], rng: Random) -> None:
    data, lines = break_lines([writers.herp_row(look, rng) for look in looks], rng)
    made.texts[name] = data
    for look, line in zip(looks, lines, strict=True):
        if line:
            made.truth.append(TruthLine(name, line, "", look.person.number))
