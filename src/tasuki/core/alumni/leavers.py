"""A file of leavers: which rows can be taken, and which come back with their reason."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tasuki.core.words import Words

ROWS_MAX: Final = 2_000
COLUMNS: Final = {
    "name": ("氏名", "name"),
    "number": ("社員番号", "number"),
    "mail": ("私用メール", "mail"),
    "left_on": ("退職日", "left_on"),
    "agreed_on": ("同意日", "agreed_on"),
    "units": ("部署", "units"),
}
NEEDED: Final = ("name", "mail", "left_on", "agreed_on")
REASON: Final = "理由"


@dataclass(frozen=True, slots=True)
class Leaver:
    """One row that can be taken."""

    line: int
    cells: dict[str, str] = field(repr=False)
    left_on: date = field(repr=False)
    agreed_on: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """One row that comes back, with what to do about it."""

    line: int
    cells: dict[str, str] = field(repr=False)
    reason: Words


def read_leavers(text: str, *, on: date) -> tuple[list[Leaver], list[Failed]]:
    """Return the rows of a CSV text: those that can be taken, and those that come back.

    Args:
        text: with a heading in Japanese or English, see ``COLUMNS``; days as 2026-04-01 or
            2026/4/1.
        on: today; leaving and consent lie not after it.

    Raises:
        ValueError: a needed column is missing, or there are more than 2,000 rows.
    """
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff").strip()))
    heads = {name: _find(reader.fieldnames or [], words) for name, words in COLUMNS.items()}
    if missing := [COLUMNS[name][0] for name in NEEDED if not heads[name]]:
        raise ValueError("、".join(missing))
    good: list[Leaver] = []
    bad: list[Failed] = []
    for line, row in enumerate(reader, start=2):
        if line > ROWS_MAX + 1:
            raise ValueError(str(ROWS_MAX))
        cells = {name: (row.get(head) or "").strip() for name, head in heads.items() if head}
        found = _judge(line, cells, on=on)
        if isinstance(found, Leaver):
            good.append(found)
        else:
            bad.append(found)
    return good, bad


def write_failed(rows: list[Failed]) -> str:
    """Return the rows that came back as CSV, with the reason; it can be corrected and sent anew."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*(words[0] for words in COLUMNS.values()), REASON])
    for row in rows:
        writer.writerow([*(row.cells.get(name, "") for name in COLUMNS), row.reason.ja])
    return out.getvalue()


def _find(heads: object, words: tuple[str, ...]) -> str:
    return next((one for one in heads if one.strip() in words), "")  # type: ignore[attr-defined]


def _judge(line: int, cells: dict[str, str], *, on: date) -> Leaver | Failed:
    days = {name: _day(cells.get(name, "")) for name in ("left_on", "agreed_on")}
    left_on, agreed_on = days["left_on"], days["agreed_on"]
    if not cells.get("name") or "@" not in cells.get("mail", ""):
        reason = Words("氏名と私用メールを入力してください。", "Enter name and private mail.")
    elif left_on is None or left_on > on:
        reason = Words(
            "退職日を今日までの日付で入力してください。", "Enter a leave date up to today."
        )
    elif agreed_on is None or agreed_on > on:
        reason = Words(
            "本人が連絡に同意した日がありません。同意のない方は招待できません。",
            "The day of consent is missing. Nobody is invited without consent.",
        )
    else:
        return Leaver(line, cells, left_on, agreed_on)
    return Failed(line, cells, reason)


def _day(text: str) -> date | None:
    parts = text.replace("/", "-").split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
