"""One row of a foreign file as an application, or what is wrong with it. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tasuki.apps.imports.mapping import (
    FIELDS,
    STAGE_DATE,
    ColumnProposal,
    is_heading,
    stage_of,
)
from tasuki.apps.people.models import Application
from tasuki.core.identity.normalise import (
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_phone,
    parse_date,
)
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.law.forbidden import find_forbidden_data
from tasuki.core.words import Words

EMPTY_MARKS: Final = frozenset({"", "-", "－", "―", "ー", "'", "’", "なし", "n/a", "null"})
_LENGTHS: Final = {
    "job_title": 120,
    "channel": 60,
    "stage": 60,
    "end_reason": 120,
    "address": 200,
    "name_kana": 160,
}
_FREE_TEXT: Final = frozenset({"note", "end_reason", ""})
"""What people write into freely: these fields, and columns that mean nothing here."""
_TIME = re.compile(r"[T\s]+\d{1,2}[:時]\d{1,2}.*$")
_OUTCOMES: Final[Mapping[Application.Outcome, re.Pattern[str]]] = {
    # In this order: an offer that the person declined is a withdrawal.
    outcome: re.compile(words, re.IGNORECASE)
    for outcome, words in (
        (Application.Outcome.WITHDREW, "辞退|取り下げ|withdr|declined by candidate"),
        (Application.Outcome.NOT_SELECTED, "不採用|不合格|見送り|落選|^×$|reject|not selected"),
        (Application.Outcome.HIRED, "入社|採用決定|^採用$|^○$|hired|joined"),
    )
}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell that cannot be used."""

    field: str
    text: Words


@dataclass(frozen=True, slots=True)
class HeldCell:
    """A cell of free text that is held back, because it touches what selection must not know."""

    header: str
    codes: tuple[str, ...]
    text: str


@dataclass(slots=True, kw_only=True, repr=False)
class ReadRow:
    """A row in our words; ``problems`` empty means that it may be stored.

    Attributes:
        position: line of the file as a reader counts it, the heading is 1.
        number: stays the same when the same file comes again.
        steps: stages with their days, in the order of the columns.
        raw: the cells as they were, without the dropped columns and the held cells.
        held: cells of free text that go into quarantine instead (H5).
    """

    position: int
    number: str = ""
    family_name: str = ""
    given_name: str = ""
    name_kana: str = ""
    name_key: str = ""
    mail: str = ""
    phone: str = ""
    birth_date: date | None = None
    address: str = ""
    job_title: str = ""
    channel: str = ""
    stage: str = ""
    outcome: str = Application.Outcome.RUNNING
    end_reason: str = ""
    applied_on: date | None = None
    ended_on: date | None = None
    note: str = ""
    steps: list[tuple[str, date | None]] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    held: list[HeldCell] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    is_unclear: bool = False

    @property
    def full_name(self) -> str:
        """Family and given name as they are shown."""
        return f"{self.family_name} {self.given_name}".strip()


def read_row(cells: Sequence[str], columns: Sequence[ColumnProposal], *, position: int) -> ReadRow:
    """Return one row in our words.

    Args:
        cells: as text, in the order of the columns; missing ones at the end are empty.
        columns: what each column means; dropped ones are not looked at.
        position: the line for messages, >= 2.
    """
    row = ReadRow(position=position)
    values: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column.is_dropped:
            continue
        text = _clean(cell)
        if column.field in _FREE_TEXT and (found := find_forbidden_data(text)):
            row.held.append(HeldCell(column.header, tuple(one.code for one in found), cell))
            # Only the bare result of a held text is used: how it ended, not why.
            text = _outcome_word(text) if column.field == "end_reason" else ""
            cell = text
        if text:
            row.raw[column.header] = cell
        if column.field == STAGE_DATE and text:
            day = _date(row, STAGE_DATE, text)
            row.steps.append((stage_of(column.header) or column.header[:60], day))
        elif column.field:
            values[column.field] = text
    _read_name(row, values)
    _read_contact(row, values)
    _read_selection(row, values)
    row.number = _number(values, row)
    return row


def _outcome_word(text: str) -> str:
    found = (pattern.search(text) for pattern in _OUTCOMES.values())
    return next((match[0] for match in found if match), "")


def _clean(cell: str) -> str:
    text = " ".join(str(cell).replace("\u3000", " ").split())
    return "" if unicodedata.normalize("NFKC", text).strip().lower() in EMPTY_MARKS else text


def _date(row: ReadRow, name: str, text: str) -> date | None:
    found = parse_date(_TIME.sub("", unicodedata.normalize("NFKC", text)))
    if isinstance(found, ParseProblem):
        label = FIELDS[name]
        row.problems.append(
            RowProblem(
                name,
                Words(f"{label.ja}：{found.text.ja}", f"{label.en}: {found.text.en}"),
            )
        )
        return None
    return found


def _read_name(row: ReadRow, values: Mapping[str, str]) -> None:
    family, given = values.get("family_name", ""), values.get("given_name", "")
    if not family and not given:
        # One name alone is a name; further names belong to the given name.
        family, _, given = values.get("name", "").partition(" ")
    row.family_name, row.given_name = family[:80], given[:80]
    parts = (values.get("family_kana", ""), values.get("given_kana", ""))
    kana = values.get("name_kana", "") or " ".join(part for part in parts if part)
    row.name_kana = normalise_kana(kana)[: _LENGTHS["name_kana"]]
    row.name_key = name_key(row.family_name + row.given_name)[:200]
    if row.full_name and is_heading(row.full_name):
        text = Words(
            "見出しの行のようです。応募者の行ではないため、取り込みません。",
            "This looks like a line of headings, not like an applicant; it is left out.",
        )
        row.problems.append(RowProblem("name", text))
    if not row.full_name:
        if row.name_kana:
            row.family_name, _, row.given_name = row.name_kana.partition(" ")
            row.name_key = name_key(row.name_kana)[:200]
            return
        row.problems.append(
            RowProblem("name", Words("氏名を入力してください。", "Enter the name."))
        )


def _read_contact(row: ReadRow, values: Mapping[str, str]) -> None:
    for name, reader in (("mail", normalise_mail), ("phone", normalise_phone)):
        text = values.get(name, "")
        found = reader(text) if text else ""
        if isinstance(found, ParseProblem):
            row.problems.append(RowProblem(name, found.text))
        else:
            setattr(row, name, found)
    if text := values.get("birth_date", ""):
        row.birth_date = _date(row, "birth_date", text)
    row.address = values.get("address", "")[: _LENGTHS["address"]]


def _read_selection(row: ReadRow, values: Mapping[str, str]) -> None:
    for name in ("job_title", "channel", "stage", "end_reason"):
        setattr(row, name, values.get(name, "")[: _LENGTHS[name]])
    row.note = values.get("note", "")
    row.job_title = row.job_title or "（職種の記載なし）"
    dates = {
        name: _date(row, name, text)
        for name in ("applied_on", "ended_on", "rejected_on", "withdrawn_on", "joined_on")
        if (text := values.get(name, ""))
    }
    row.applied_on = dates.get("applied_on")
    row.ended_on = dates.get("ended_on")
    if not row.end_reason and _outcome_of(row.stage):
        row.end_reason = row.stage
    row.outcome = _outcome_of(row.end_reason) or Application.Outcome.RUNNING
    row.is_unclear = bool(row.end_reason) and row.outcome == Application.Outcome.RUNNING
    _read_end_dates(row, dates)
    if row.stage and row.stage not in [name for name, _ in row.steps]:
        row.steps.append((row.stage, None))


def _read_end_dates(row: ReadRow, dates: Mapping[str, date | None]) -> None:
    """Some systems tell the end by a day in a column of its own; the latest one counts."""
    ends = [
        (day, outcome, reason)
        for name, outcome, reason in (
            ("withdrawn_on", Application.Outcome.WITHDREW, "辞退"),
            ("rejected_on", Application.Outcome.NOT_SELECTED, "不合格"),
            ("joined_on", Application.Outcome.HIRED, "入社"),
        )
        if (day := dates.get(name))
    ]
    if not ends:
        return
    row.ended_on, outcome, reason = max(ends, key=lambda end: end[0])
    if row.outcome == Application.Outcome.RUNNING:
        row.outcome, row.is_unclear = outcome, False
        row.end_reason = row.end_reason or reason


def _outcome_of(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return next((outcome for outcome, pattern in _OUTCOMES.items() if pattern.search(folded)), "")


def _number(values: Mapping[str, str], row: ReadRow) -> str:
    """Return a key of the row that does not depend on its place in the file."""
    if external := values.get("number", ""):
        return f"E-{external}"[:40]
    identity = "\x1f".join(
        (
            row.name_key,
            row.mail or row.phone,
            values.get("applied_on", ""),
            name_key(row.job_title),
        )
    )
    return "H-" + hashlib.sha256(identity.encode()).hexdigest()[:32]
