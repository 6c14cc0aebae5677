"""Throw broken files at the importer: it may refuse a file, it may not crash or lose a row.

    python -m tests.fuzz.importer --minutes 10
    python -m tests.fuzz.importer --seed 7 --files 500

The seed is printed first; the same seed makes the same files.
"""

import argparse
import io
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

import django
import openpyxl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from tasuki.apps.errors import InvalidInputError  # noqa: E402
from tasuki.apps.imports import engine  # noqa: E402
from tasuki.apps.imports.copying import pack_table, unpack_table  # noqa: E402
from tasuki.apps.imports.report import rows_as_file  # noqa: E402
from tasuki.apps.imports.rows import Row  # noqa: E402
from tasuki.apps.imports.sample_files import make_sample  # noqa: E402
from tasuki.apps.imports.samples import make_herp_csv, make_hrmos_csv  # noqa: E402

TODAY = date(2026, 11, 23)
KINDS = ("applicants", "employees", "leavers", "openings")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp_3")
BYTES = (b"\0", b'"', b"\xff\xfe", b"\x1b$B", b"PK\x03\x04")
NASTY = (
    "\0",
    "\ufeff",
    "\u202e",
    "\u200b",
    '"',
    '""',
    "'",
    ",",
    "\t",
    ";",
    "\r",
    "\n",
    "\r\n",
    "\x1b$B",
    "=1+1",
    "@x",
    "-",
    "－",
    "N/A",
    "平成35年1月1日",
    "令和0年0月0日",
    "2026/13/45",
    "9" * 40,
    "１２３",
    "𠮷",
    "は゛",
    "㋿8年4月1日",
    "123456789018",
    "a@b",
    "＠",
    "090",
    "+81 90 0000 0001",
    "合計",
    "㈱",
    "あ" * 5000,
    "1e308",
    "nan",
    "45000.5",
    "〒000-0000",
    "東京都",
    "\ud7ff",
    "️",
    "🙂" * 50,
    "現在",
    "万円",
    "300万〜",
)


def make_file(dice: Random) -> tuple[str, bytes]:
    """Return kind and bytes of a file that was once whole."""
    kind = dice.choice(KINDS)
    if kind == "applicants":
        make = dice.choice((make_herp_csv, make_hrmos_csv))
        text = make(count=dice.randrange(1, 12), seed=dice.randrange(999), encoding="utf-8")
    else:
        text = make_sample(kind=kind)[: dice.randrange(200, 3_000)]
    lines = [line.split(",") for line in text.decode("utf-8-sig", "ignore").splitlines()]
    for _ in range(dice.randrange(12)):
        _break_cells(dice, lines)
    if dice.random() < 0.25:
        return kind, _workbook(dice, lines)
    joined = dice.choice(("\n", "\r\n", "\r")).join(
        dice.choice((",", ",", ",", "\t", ";")).join(cells) for cells in lines
    )
    data = joined.encode(dice.choice(ENCODINGS), "replace")
    for _ in range(dice.randrange(4)):
        data = _break_bytes(dice, data)
    return kind, data


def _break_cells(dice: Random, lines: list[list[str]]) -> None:
    """Change one thing: a cell, a row, a heading, the order."""
    row = dice.randrange(len(lines))
    cells = lines[row]
    act = dice.randrange(7)
    if act <= 2 and cells:
        at = dice.randrange(len(cells))
        cells[at] = dice.choice((dice.choice(NASTY), cells[at] + dice.choice(NASTY)))
    elif act == 3:
        cells.append(dice.choice(NASTY))
    elif act == 4 and cells:
        cells.pop()
    elif act == 5:
        lines.insert(row, [dice.choice(("", "応募者一覧", "合計", "以上"))])
    elif len(lines) > 1:
        lines[row], lines[0] = lines[0], lines[row]


def _break_bytes(dice: Random, data: bytes) -> bytes:
    if not data:
        return data
    at = dice.randrange(len(data))
    return dice.choice(
        (
            data[:at],
            data[at:],
            data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :],
            data[:at]
            + dice.choice((b"\0", b'"', b"\xff\xfe", b"\x1b$B", b"PK\x03\x04"))
            + data[at:],
            data + data[: min(at, 500)],
        )
    )


def _workbook(dice: Random, lines: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    for cells in lines:
        legal = [openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell)[:3000] for cell in cells]
        values: list[object] = [
            int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 15 else cell
            for cell in legal
        ]
        book.active.append(values)
    if dice.random() < 0.3:
        book.create_sheet("集計").append(["合計", 3])
    buffer = io.BytesIO()
    book.save(buffer)
    data = buffer.getvalue()
    return _break_bytes(dice, data) if dice.random() < 0.3 else data


def try_one(kind: str, data: bytes) -> str:
    """Read one file as the import does; return what came of it.

    Raises:
        AssertionError: a row was lost, or an error file holds a formula.
        Exception: any crash.
    """
    try:
        table = engine.open_table(data, "fuzz")
    except InvalidInputError:
        return "refused"
    columns = engine.propose_columns(table, kind=kind)
    mapping = engine.mapping_of(columns)
    dropped = {one.header for one in columns if one.code}
    clean = engine.without_columns(table, dropped)
    copy = unpack_table(pack_table(clean))
    assert (copy.headers, copy.rows, copy.lines) == (clean.headers, clean.rows, clean.lines)
    rows = engine.read_rows(clean, kind=kind, mapping=mapping, answers=[], today=TODAY)
    assert [row.line for row in rows] == sorted(table.lines), "a row was lost"
    _check_error_file(clean.headers, [row for row in rows if row.faults])
    assert all(row.content() for row in rows)
    return "read with errors" if any(row.faults for row in rows) else "read"


def _check_error_file(headers: Sequence[str], failed: list[Row]) -> None:
    if not failed:
        return
    book = openpyxl.load_workbook(io.BytesIO(rows_as_file(headers, failed, language="ja")))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells), "a formula in the error file"
    assert book.active.max_row == len(failed) + 1, "a failed row is not in the error file"


def run(*, seed: int, files: int | None, minutes: float | None) -> Counter[str]:
    """Try files until the number or the time is reached; return what came of them."""
    dice, results = Random(seed), Counter[str]()
    end = time.monotonic() + 60 * minutes if minutes else None
    number = 0
    while (files is None or number < files) and (end is None or time.monotonic() < end):
        kind, data = make_file(dice)
        try:
            results[try_one(kind, data)] += 1
        except Exception:
            print(f"file {number} of seed {seed}: {kind}, {data[:2000]!r}", file=sys.stderr)
            raise
        number += 1
    return results


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.importer")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--files", type=int)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    results = run(
        seed=options.seed,
        files=options.files or (None if options.minutes else 300),
        minutes=options.minutes,
    )
    print(f"{sum(results.values())} files, 0 crashes: {dict(results)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
