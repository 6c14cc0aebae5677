"""T15: no text becomes a formula in a file that we write, and no file hurts the reader.

Ten hostile archives are refused and thirty encodings are read (``hostile_files``).

The check shares no code with the writer: it opens the files again and asks of each cell whether
a spreadsheet would compute it.
"""

import csv
import io
import itertools
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tests.proofs import hostile_files
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.tabular import guard, write

# What may stand before a formula and is stripped, split off or not seen.
BEFORE = ("", " ", "\t", "\n", "\r", "\r\n", "　", "\xa0", "​", "﻿", '"', "'", ";", ",")
# How a formula may begin, in half and full width, and what old programs run.
BEGINNINGS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "|cmd",
    "%x",
    "﹢1",
    "﹣1",
    "﹦1",
)
PAYLOADS = tuple(before + start for before, start in itertools.product(BEFORE, BEGINNINGS))
HARMLESS = ("山田 太郎", "090-1234-5678", "a=b", "1-2", "営業（法人）", "C++", "10%", "")
_SIGNS = "=+-@|%"
_PASSED_OVER = "\"';,"


def is_formula_text(text: str) -> bool:
    """Return whether a spreadsheet may compute the text of a CSV cell."""
    if text.startswith("'"):  # the mark for "this is text"
        return False
    seen = [
        letter
        for letter in text
        if letter not in _PASSED_OVER and unicodedata.category(letter)[0] not in "CZ"
    ]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in _SIGNS


def csv_formulas(content: bytes, encoding: str = "utf-8-sig") -> int:
    """Count the cells of a CSV file that a spreadsheet may compute."""
    rows = csv.reader(io.StringIO(content.decode(encoding), newline=""))
    return sum(is_formula_text(cell) for row in rows for cell in row)


def xlsx_formulas(content: bytes) -> int:
    """Count the cells of a workbook that are formulas."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return sum(cell.data_type == "f" for cell in cells)


def run(order: Order) -> Outcome:
    """Write every payload with every writer and open the files again."""
    damage = {"csv": 0, "cp932": 0, "xlsx": 0, "harmless text changed": 0}
    count = 0
    with _broken(order.sabotage):
        for payload in itertools.islice(itertools.cycle(PAYLOADS), order.size):
            rows = [["氏名", "備考"], ["北村 花", payload]]
            damage["csv"] += csv_formulas(write.write_csv(rows))
            damage["xlsx"] += xlsx_formulas(write.write_xlsx(rows, sheet_name="応募者"))
            count += 2
            if not write.find_unwritable(payload, write.SHIFT_JIS):
                content = write.write_csv(rows, encoding=write.SHIFT_JIS)
                damage["cp932"] += csv_formulas(content, "cp932")
                count += 1
        if order.sabotage is None:
            damage["harmless text changed"] = sum(write.neutral(text) != text for text in HARMLESS)
        damage["bombs taken"], damage["bombs refused slowly"] = hostile_files.count_bombs()
        damage["texts misread"] = hostile_files.count_misread()
    figures = {
        "files": count,
        "payloads": len(PAYLOADS),
        "bombs": len(hostile_files.BOMBS),
        "texts": len(list(hostile_files.texts())),
    }
    return Outcome(figures, damage)


@contextmanager
def _broken(sabotage: str | None) -> Iterator[None]:
    """Look at the first character only, as most writers do; or let xlsx guess."""
    if sabotage is None:
        yield
        return
    module, name, broken = _SABOTAGES[sabotage]
    right = getattr(module, name)
    setattr(module, name, broken)
    try:
        yield
    finally:
        setattr(module, name, right)


def _first_character_only(text: str) -> bool:
    return text[:1] in tuple("=+-@")


def _guessing_xlsx(rows: Iterable[Sequence[Any]], *, sheet_name: str) -> bytes:
    """Write a workbook as its library would by itself."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_SABOTAGES = {
    "first-character-only": (write, "_may_start_formula", _first_character_only),
    "xlsx-guesses": (write, "write_xlsx", _guessing_xlsx),
    "believe-the-list": (guard, "_unpack_counting", hostile_files.believe_the_list),
}

PROOF = Proof(
    name="T15",
    promise="no text becomes a formula in CSV, Shift_JIS CSV or xlsx; no archive grows on reading",
    unit="payloads",
    sizes=(182, 182, 182),
    sabotages={"first-character-only": 100, "xlsx-guesses": 1, "believe-the-list": 1},
    run=run,
)
