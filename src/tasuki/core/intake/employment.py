"""Employment, careers, pay and plain fields of one row."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tasuki.core.identity.ids import normalise_corporate_number, normalise_id
from tasuki.core.identity.money import parse_salary
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.intake.context import Cell, Context, refuse, warn
from tasuki.core.intake.days import read_day, read_month
from tasuki.core.intake.fields import CAREER_PARTS, Kind
from tasuki.core.intake.people import Cells, first
from tasuki.core.intake.problems import Draft, Repair
from tasuki.core.intake.selection import day_of
from tasuki.core.intake.sniff import folded
from tasuki.core.intake.values import Status, read_route, read_status, read_yes_no
from tasuki.core.words import Words

_TEXT_MAX: Final = 200
_NOTE_MAX: Final = 32_767
_LIST_SEPARATORS: Final = re.compile(r"[;；、,，\n|]+")
_LIST_ITEMS_MAX: Final = 100
_NUMBER: Final = re.compile(r"[¥\\]?\s*(\d[\d,]{0,14})(?:\.0+)?\s*(?:円|人|名|分|時間)?")
_NOW: Final = re.compile(r"現在|在職中|在籍中|今|present|current", re.IGNORECASE)
_SALARIES: Final = {
    "salary_current": ("salary_current_yen", "", "年収"),
    "salary_wish": ("salary_wish_min_yen", "salary_wish_max_yen", ""),
    "salary": ("salary_min_yen", "salary_max_yen", ""),
}


def read_plain(draft: Draft, cells: Cells, context: Context, readers: Mapping[str, str]) -> None:
    """Read the fields whose meaning does not depend on others.

    Args:
        draft: the record so far.
        cells: filled cells by path.
        context: what is the same for all rows.
        readers: field -> reader, of all fields of the kind.
    """
    for path, found in cells.items():
        reader = _READERS.get(readers.get(path, ""))
        if reader is None or path in draft.values or path.startswith("job_group"):
            continue
        value = reader(draft, found[0], path, context)
        for cell in found[1:]:
            value = _joined(value, reader(draft, cell, path, context))
        if path == "tag":
            path, value = "tags", _joined(draft.values.get("tags", []), value)
        draft.put(path, value)


def _joined(left: Any, right: Any) -> Any:
    """Several columns of one field: lists grow, texts stand below each other."""
    if isinstance(left, list):
        return list(dict.fromkeys([*left, *right]))
    if left and right and isinstance(left, str) and left != right:
        return f"{left}\n{right}"[:_NOTE_MAX]
    return left or right


def _text(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    del draft, path, context
    return " ".join(cell[1].split())[:_TEXT_MAX]


def _note(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    del draft, path, context
    return cell[1][:_NOTE_MAX]


def _id(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    del context
    if path == "corporate_number":
        number = normalise_corporate_number(cell[1])
        if isinstance(number, ParseProblem):
            warn(draft, cell, path, number.text, Repair.FIX_NUMBER)
            return ""
        return number
    return normalise_id(cell[1])[:80]


def split_list(text: str) -> list[str]:
    """Return the items of a cell such as 設計;英語, each once."""
    items = [" ".join(item.split())[:_TEXT_MAX] for item in _LIST_SEPARATORS.split(text)]
    return list(dict.fromkeys(item for item in items if item))[:_LIST_ITEMS_MAX]


def _list(draft: Draft, cell: Cell, path: str, context: Context) -> list[str]:
    del draft, path, context
    return split_list(cell[1])


def _date(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    return day_of(draft, cell, path, context)


def _month(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    del context
    found = read_month(cell[1])
    if found.problem:
        refuse(draft, cell, path, found.problem, Repair.ENTER_DATE)
    return found.text


def _whole_number(draft: Draft, cell: Cell, path: str, context: Context) -> int | None:
    del context
    match = _NUMBER.fullmatch(folded(cell[1]))
    if match is None:
        refuse(
            draft,
            cell,
            path,
            Words("数字を読み取れません。半角の数字で入力してください。", "Enter a whole number."),
            Repair.FIX_NUMBER,
        )
        return None
    return int(match.group(1).replace(",", ""))


def _status(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    code = read_status(cell[1], context.answers.get("status"))
    if code is None:
        _ask(draft, cell, path)
        return ""
    return str(code)


def _yes_no(draft: Draft, cell: Cell, path: str, context: Context) -> bool | None:
    code = read_yes_no(cell[1], context.answers.get(path))
    if not code:
        _ask(draft, cell, path)
        return None
    return code == "YES"


def _cost_route(draft: Draft, cell: Cell, path: str, context: Context) -> str:
    code = read_route(cell[1], context.answers.get("route"))
    if code is None and cell[1].isascii():
        code = cell[1].upper()[:40]
    if code is None:
        _ask(draft, cell, path)
    return str(code or "")


def _ask(draft: Draft, cell: Cell, path: str) -> None:
    refuse(
        draft,
        cell,
        path,
        Words(
            f"「{cell[1][:40]}」の意味がわかりません。値の対応で選んでください。",
            f"“{cell[1][:40]}” is not known. Choose what it means.",
        ),
        Repair.CHOOSE_VALUE,
    )


_READERS: Final[dict[str, Callable[[Draft, Cell, str, Context], Any]]] = {
    "text": _text,
    "name": _text,
    "note": _note,
    "id": _id,
    "list": _list,
    "date": _date,
    "end_date": _date,
    "month": _month,
    "whole_number": _whole_number,
    "yen": _whole_number,
    "minutes": _whole_number,
    "status": _status,
    "yes_no": _yes_no,
    "route": _cost_route,
}


def read_status_by_day(draft: Draft, cells: Cells, context: Context) -> None:
    """Say who is gone where only the day tells it, and warn where word and day differ."""
    left_on, status = draft.values.get("left_on", ""), draft.values.get("status", "")
    if context.kind is Kind.LEAVERS and not status:
        draft.put("status", str(Status.LEFT))
        return
    is_past = bool(left_on) and left_on <= context.today.isoformat()
    if is_past and not status:
        draft.put("status", str(Status.LEFT))
    elif is_past and status != Status.LEFT and (cell := first(cells, "left_on")):
        draft.put("status", str(Status.LEFT))
        warn(
            draft,
            cell,
            "status",
            Words(
                "在籍状況は在籍ですが、退職日から退職としました。",
                "The status says employed, the day says left; the day was taken.",
            ),
            Repair.CONFIRM_RESULT,
        )


def read_salaries(draft: Draft, cells: Cells) -> None:
    """Read present, wished and offered pay as whole yen with their period."""
    for path, (low, high, column) in _SALARIES.items():
        cell = first(cells, path)
        if cell is None:
            continue
        found = parse_salary(cell[1], column=cell[0] or column)
        if isinstance(found, ParseProblem):
            warn(draft, cell, path, found.text, Repair.FIX_NUMBER)
            continue
        for warning in found.warnings:
            warn(draft, cell, path, warning)
        salary = found.value
        draft.put(low, salary.min_yen if salary.min_yen is not None or high else salary.max_yen)
        if high:
            draft.put(high, salary.max_yen)
        if not salary.is_empty and salary.period:
            draft.put("salary_period", str(salary.period))


def read_careers(draft: Draft, cells: Cells, context: Context) -> None:
    """Read numbered groups of columns as rows of a career, in the order of their numbers."""
    groups: dict[int, dict[str, Cell]] = {}
    for path, found in cells.items():
        base, _, rest = path.partition(".")
        number, _, part = rest.partition(".")
        if base == "careers" and number.isdecimal() and part in CAREER_PARTS:
            groups.setdefault(int(number), {})[part] = found[0]
    rows = [_career(draft, groups[number], context) for number in sorted(groups)]
    if text := first(cells, "careers"):
        rows.append({"text": text[1][:_NOTE_MAX]})
    draft.put("careers", [row for row in rows if row])


def _career(draft: Draft, parts: Mapping[str, Cell], context: Context) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for part, cell in parts.items():
        if part not in {"start", "end"}:
            row[part] = cell[1][: _NOTE_MAX if part == "text" else _TEXT_MAX]
            continue
        if part == "end" and _NOW.search(folded(cell[1])):
            row["current"] = True
            continue
        found = read_day(cell[1], order=context.orders.get(cell[0]))
        if found.problem:
            # An old job's month never keeps a person out.
            warn(draft, cell, f"careers.{part}", found.problem, found.repair, found.suggestion)
        elif found.text:
            row[part] = found.text
    return row
