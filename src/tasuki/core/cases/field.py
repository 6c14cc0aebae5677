"""One field of a case as a declaration, and the reading of what somebody typed into it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tasuki.core.words import Words

type Value = str | int | bool | date


class FieldType(StrEnum):
    """What a field holds; whole numbers only (yen, percent, hours of a month or a week)."""

    TEXT = "text"
    DAY = "day"
    YEN = "yen"
    PERCENT = "percent"
    COUNT = "count"
    HOURS = "hours"
    CHOICE = "choice"
    YES_NO = "yes_no"


_NUMBERS = (FieldType.YEN, FieldType.PERCENT, FieldType.COUNT, FieldType.HOURS)
_MOST = {FieldType.PERCENT: 100, FieldType.HOURS: 744}
_MOST_NUMBER = 10**12
_MOST_LETTERS = 2000


class BadValueError(ValueError):
    """What was typed does not fit the field.

    Attributes:
        code: the field.
        reason: what is wrong and what fits, for the person at the form.
    """

    def __init__(self, code: str, reason: Words) -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"{code}: {reason.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    Attributes:
        least: smallest number that fits.
        most: largest number, or most letters of a text; None for the type's own bound.
        choices: the closed list of a choice, code to words.
        is_personal: free text about the person, which is stored sealed.
    """

    code: str
    words: Words
    type: FieldType
    least: int = 0
    most: int | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    is_personal: bool = False

    def read(self, typed: str) -> Value:
        """Return the value of what was typed.

        Raises:
            BadValueError: nothing was typed, or it does not fit.
        """
        text = typed.strip()
        if not text:
            raise BadValueError(self.code, Words("入力してください。", "Fill this in."))
        if self.type in _NUMBERS:
            return self._read_number(text)
        match self.type:
            case FieldType.DAY:
                return self._read_day(text)
            case FieldType.YES_NO:
                return self._read_choice(text, ("yes", "no")) == "yes"
            case FieldType.CHOICE:
                return self._read_choice(text, tuple(code for code, _ in self.choices))
        return self._read_text(text)

    def _read_number(self, text: str) -> int:
        most = self.most if self.most is not None else _MOST.get(self.type, _MOST_NUMBER)
        fits = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_NUMBER))
        if not fits or not self.least <= int(text) <= most:
            raise BadValueError(
                self.code,
                Words(
                    f"{self.least}から{most}までの整数を入力してください。",
                    f"Enter a whole number from {self.least} to {most}.",
                ),
            )
        return int(text)

    def _read_day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadValueError(
                self.code,
                Words(
                    "日付を2026-04-01の形で入力してください。", "Enter a day such as 2026-04-01."
                ),
            ) from None

    def _read_choice(self, text: str, codes: tuple[str, ...]) -> str:
        if text not in codes:
            raise BadValueError(
                self.code, Words("一覧から選んでください。", "Choose one of the list.")
            )
        return text

    def _read_text(self, text: str) -> str:
        most = self.most if self.most is not None else _MOST_LETTERS
        if len(text) > most:
            raise BadValueError(
                self.code,
                Words(f"{most}文字以内で入力してください。", f"Use at most {most} letters."),
            )
        return text
