"""What is wrong with a cell, how it may be repaired, and the record it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from tasuki.core.words import Words


class Repair(StrEnum):
    """One way to put cells right; problems with the same one are repaired together."""

    NONE = ""
    USE_SUGGESTION = "use_suggestion"
    ENTER_DATE = "enter_date"
    SET_YEAR = "set_year"
    CHOOSE_ORDER = "choose_order"
    FIX_MAIL = "fix_mail"
    FIX_PHONE = "fix_phone"
    FIX_POSTAL = "fix_postal"
    FIX_NUMBER = "fix_number"
    ENTER_NAME = "enter_name"
    SPLIT_NAME = "split_name"
    CHECK_SWAP = "check_swap"
    CHOOSE_VALUE = "choose_value"
    CONFIRM_RESULT = "confirm_result"
    FILL_REQUIRED = "fill_required"
    MOVE_SURPLUS = "move_surplus"
    SHORTEN = "shorten"
    CHECK_VALUE = "check_value"
    REMOVED = "removed"


REPAIR_LABELS: Final[dict[Repair, Words]] = {
    Repair.NONE: Words("お知らせ", "notice"),
    Repair.USE_SUGGESTION: Words("候補の値にする", "use the suggestion"),
    Repair.ENTER_DATE: Words("日付を入力し直す", "enter the date again"),
    Repair.SET_YEAR: Words("年を補う", "set the year"),
    Repair.CHOOSE_ORDER: Words("月と日の順を選ぶ", "choose the order of day and month"),
    Repair.FIX_MAIL: Words("メールアドレスを直す", "put the mail address right"),
    Repair.FIX_PHONE: Words("電話番号を直す", "put the phone number right"),
    Repair.FIX_POSTAL: Words("郵便番号を直す", "put the postal code right"),
    Repair.FIX_NUMBER: Words("数字を直す", "put the number right"),
    Repair.ENTER_NAME: Words("氏名を入力する", "enter the name"),
    Repair.SPLIT_NAME: Words("姓と名に分ける", "split the name"),
    Repair.CHECK_SWAP: Words("入れ替えた値を確認する", "check what was swapped"),
    Repair.CHOOSE_VALUE: Words("言葉の意味を選ぶ", "choose what the word means"),
    Repair.CONFIRM_RESULT: Words("結果を確認する", "confirm the result"),
    Repair.FILL_REQUIRED: Words("必要な値を入力する", "enter what is needed"),
    Repair.MOVE_SURPLUS: Words("余った値を正しい列に移す", "move surplus values"),
    Repair.SHORTEN: Words("短くする", "shorten"),
    Repair.CHECK_VALUE: Words("値を確認する", "check the value"),
    Repair.REMOVED: Words("取り除いた値を確認する", "see what was removed"),
}
"""Names of the repairs for the screen."""


@dataclass(frozen=True, slots=True, repr=False)
class CellProblem:
    """One cell that cannot be used, or that was read with a doubt.

    Attributes:
        column: the heading in the file; empty = the whole row.
        field: the canonical field; empty if there is none.
        value: as it stands in the file; empty where it must not be shown again.
        reason: what is wrong and what to do.
        repair: which repair it belongs to.
        suggestion: the value that was probably meant; empty if there is none.
    """

    column: str
    field: str
    value: str
    reason: Words
    repair: Repair = Repair.NONE
    suggestion: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class HeldCell:
    """A cell of text that is held back, because it touches what selection must not know.

    Attributes:
        column: the heading in the file.
        field: the canonical field; empty if there is none.
        codes: ``F01``..``F14``, ``H5`` or ``MN``.
        text: what was written; empty for ``MN``, which is never kept.
    """

    column: str
    field: str
    codes: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """One row of a file in our words; without problems it may be stored.

    Attributes:
        line: where the row begins in the file, from 1.
        values: canonical field -> value; plain data that JSON can write, only filled fields.
        raw: heading -> cell as it was, without dropped columns and held cells.
        warnings: read with a doubt; the row may be stored.
        problems: the row may not be stored.
        dropped: cells that are held back.
        merged_lines: further rows of the same person that became its history.
    """

    line: int
    values: Mapping[str, Any]
    raw: Mapping[str, str]
    warnings: tuple[CellProblem, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    dropped: tuple[HeldCell, ...] = ()
    merged_lines: tuple[int, ...] = ()


class Draft:
    """A record while it is read."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.values: dict[str, Any] = {}
        self.raw: dict[str, str] = {}
        self.warnings: list[CellProblem] = []
        self.problems: list[CellProblem] = []
        self.dropped: list[HeldCell] = []

    def put(self, field: str, value: Any) -> None:
        """Keep a value, unless it is empty."""
        if value is not None and value not in ("", [], {}):
            self.values[field] = value

    def done(self) -> Record:
        """Return the record."""
        return Record(
            line=self.line,
            values=self.values,
            raw=self.raw,
            warnings=tuple(self.warnings),
            problems=tuple(self.problems),
            dropped=tuple(self.dropped),
        )
