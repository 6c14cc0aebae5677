"""Facts and costs from a CSV file: good rows go in, the others come back with their reason."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from typing import Final

from django.utils.timezone import localdate

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ActionError, InvalidInputError
from tasuki.apps.insights.actions.facts import Outcome, save_cost, save_outcome
from tasuki.core.access import Permission

ROWS_MAX: Final = 20_000
FACT_COLUMNS: Final = (
    "number",
    "kind",
    "happened_on",
    "count",
    "channel",
    "hire_kind",
    "job_group",
    "ending",
    "is_former",
    "prefecture",
    "origin",
    "destination",
    "followed_on",
    "ended_on",
)
COST_COLUMNS: Final = ("month", "scope", "channel", "hire_kind", "job_group", "amount", "source")
_NEEDED: Final = {"facts": ("kind", "happened_on"), "costs": ("month", "scope", "amount")}
_YES: Final = frozenset({"1", "yes", "true", "はい", "○"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a file.

    Attributes:
        good_count: rows that were taken.
        bad_count: rows that were not.
        bad_rows: these rows as CSV with the reason as last column; empty if there are none.
    """

    good_count: int
    bad_count: int
    bad_rows: bytes


@action(act=None)
def import_facts(*, actor: Actor, content: bytes, now: datetime) -> Taken:
    """Take outcomes from a CSV file with the columns ``FACT_COLUMNS``; see ``import_costs``."""

    def save(row: Mapping[str, str], line: int, digest: str) -> None:
        outcome = _outcome(row, key=row.get("number") or f"{digest}:{line}")
        save_outcome(organisation_id=actor.organisation_id, outcome=outcome, today=localdate(now))

    return _take(actor, content, "facts", save, now)


@action(act=None)
def import_costs(*, actor: Actor, content: bytes, now: datetime) -> Taken:
    """Take costs from a CSV file (UTF-8 or Shift_JIS) with the columns ``COST_COLUMNS``.

    Raises:
        InvalidInputError: no text, too many rows, or a column that is needed is missing.
    """

    def save(row: Mapping[str, str], line: int, digest: str) -> None:
        values = {name: row.get(name, "") for name in COST_COLUMNS}
        given = {
            "month": _day(values["month"], "month"),
            "amount": _number(values["amount"], "amount"),
            "channel": values["channel"] or "unknown",
            "source": values["source"] or f"{digest}:{line}",
        }
        save_cost(actor=actor, values=values | given, today=localdate(now))

    return _take(actor, content, "costs", save, now)


def _take(
    actor: Actor,
    content: bytes,
    name: str,
    save: Callable[[Mapping[str, str], int, str], None],
    now: datetime,
) -> Taken:
    require(actor, Permission.KPI_EDIT)
    digest = sha256(content).hexdigest()[:16]
    heads, rows = _read(content, _NEEDED[name])
    bad: list[list[str]] = []
    for line, row in enumerate(rows, start=2):
        try:
            save(row, line, digest)
        except ActionError as error:
            bad.append([*(row.get(head, "") for head in heads), error.text])
    audit.record(
        actor=actor,
        kind="kpi.import",
        object_kind="organisation",
        object_id=actor.organisation_id,
        now=now,
        data={"what": name, "good": len(rows) - len(bad), "bad": len(bad), "file": digest},
    )
    back = write_csv([[*heads, "エラー内容"], *bad], encoding="utf-8-sig") if bad else b""
    return Taken(good_count=len(rows) - len(bad), bad_count=len(bad), bad_rows=back)


def _read(content: bytes, needed: tuple[str, ...]) -> tuple[list[str], list[dict[str, str]]]:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InvalidInputError(
            ja="文字コードを読めません。UTF-8かShift_JISのCSVを選んでください。",
            en="The file is no text. Choose a CSV in UTF-8 or Shift_JIS.",
            field="file",
        )
    reader = csv.reader(StringIO(text.replace("\0", "")))
    try:
        lines = [[cell.strip() for cell in line] for line in reader if any(line)]
    except csv.Error as error:
        raise InvalidInputError(
            ja="CSVとして読めません。", en="The file is no CSV.", field="file"
        ) from error
    heads = lines[0] if lines else []
    missing = [name for name in needed if name not in heads]
    if missing or len(lines) - 1 > ROWS_MAX:
        raise InvalidInputError(
            ja=f"1行目に必要な列がありません（{'、'.join(missing)}）。"
            if missing
            else f"{ROWS_MAX:,}行までです。分けて取り込んでください。",
            en=f"Columns are missing: {', '.join(missing)}."
            if missing
            else f"At most {ROWS_MAX:,} rows. Split the file.",
            field="file",
        )
    return heads, [dict(zip(heads, line, strict=False)) for line in lines[1:]]


def _outcome(row: Mapping[str, str], *, key: str) -> Outcome:
    return Outcome(
        kind=row.get("kind", ""),
        happened_on=_day(row.get("happened_on", ""), "happened_on"),
        source="csv",
        source_key=key[:80],
        count=_number(row.get("count") or "1", "count"),
        channel=row.get("channel", ""),
        hire_kind=row.get("hire_kind", ""),
        job_group=row.get("job_group", "")[:40],
        ending=row.get("ending", ""),
        is_former=row.get("is_former", "").lower() in _YES,
        prefecture=row["prefecture"].zfill(2) if row.get("prefecture") else "",
        origin=row.get("origin", "")[:40],
        destination=row.get("destination", "")[:40],
        followed_on=_day(row["followed_on"], "followed_on") if row.get("followed_on") else None,
        ended_on=_day(row["ended_on"], "ended_on") if row.get("ended_on") else None,
    )


def _day(text: str, field: str) -> date:
    parts = text.replace("/", "-").split("-")
    try:
        year, month, day = (*map(int, parts), 1) if len(parts) == 2 else tuple(map(int, parts))
        return date(year, month, day)
    except ValueError as error:
        raise InvalidInputError(
            ja=f"日付「{text}」を読めません。2026-04-01のように入力してください。",
            en=f"“{text}” is no day. Write 2026-04-01.",
            field=field,
        ) from error


def _number(text: str, field: str) -> int:
    try:
        return int(text.replace(",", "").replace("円", ""))
    except ValueError as error:
        raise InvalidInputError(
            ja=f"数「{text}」を読めません。", en=f"“{text}” is no number.", field=field
        ) from error
