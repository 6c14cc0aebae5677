"""A small synthetic file for each kind, to try the import with; nobody in it exists."""

from collections.abc import Callable, Sequence
from typing import Final

from tasuki.adapters.tabular.write import write_csv
from tasuki.apps.imports.samples import make_herp_csv, make_people

ROWS: Final = 40
_DEPARTMENTS: Final = ("営業部", "製造部", "品質管理課", "総務部")
_POSITIONS: Final = ("主任", "", "係長", "", "課長")


def make_sample(*, kind: str = "applicants") -> bytes:
    """Return a file of a kind as CSV in UTF-8.

    Args:
        kind: ``applicants``, ``employees``, ``leavers`` or ``openings``.
    """
    return _MAKERS[kind]()


def _employees(*, has_left: bool) -> bytes:
    head = ["社員番号", "氏名", "フリガナ", "部署", "役職", "雇用形態", "入社日"]
    more = ["退職日", "退職理由", "私用メール"] if has_left else ["社用メール"]
    rows: list[Sequence[str]] = [[*head, *more]]
    for number, person in enumerate(make_people(count=ROWS, seed=7), start=1):
        row = [
            f"A{number:04d}",
            person.name,
            person.kana,
            _DEPARTMENTS[number % len(_DEPARTMENTS)],
            _POSITIONS[number % len(_POSITIONS)],
            "正社員",
            f"平成{20 + number % 11}年4月1日",
        ]
        tail = ["2026/3/31", "自己都合", person.mail] if has_left else [person.mail]
        rows.append([*row, *tail])
    return write_csv(rows)


def _openings() -> bytes:
    rows: list[Sequence[str]] = [["求人番号", "求人名", "勤務地", "雇用形態", "月給", "募集人数"]]
    for number, title in enumerate(
        ("経理事務", "機械組立", "品質管理", "営業", "倉庫管理"), start=1
    ):
        pay = f"{22 + number}万円〜{26 + number}万円"
        rows.append([f"J-{number:03d}", title, "岡山県", "正社員", pay, str(number)])
    return write_csv(rows)


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "applicants": lambda: make_herp_csv(count=ROWS),
    "employees": lambda: _employees(has_left=False),
    "leavers": lambda: _employees(has_left=True),
    "openings": _openings,
}
