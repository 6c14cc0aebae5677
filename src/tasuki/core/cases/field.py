"""One field of a case as a declaration, and the reading of what somebody typed into it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tasuki.core.words import Words

type Value = str | int | bool | date


class FieldType(StrEnum):
    """What a field holds; whole numbers only (yen, percent, hours, months, days)."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"


_MOST_NUMBER = 10**12
_MOST_LETTERS = 2000
_MOST_DIGITS = 20
_FIRST_LETTER = 32
"""Signs below it separate fields where texts are stored."""

_EMPTY = Words("入力してください。", "Fill this in.")
_CHOOSE = Words("一覧から選んでください。", "Choose one of the list.")


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
        is_past: a day that must have come when it is recorded.
        initial: what the form begins with.
    """

    code: str
    words: Words
    type: FieldType = FieldType.TEXT
    least: int = 0
    most: int | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    is_personal: bool = False
    is_past: bool = False
    initial: str = ""

    @property
    def most_letters(self) -> int:
        """How many letters may be typed."""
        is_text = self.type is FieldType.TEXT
        return (self.most or _MOST_LETTERS) if is_text else _MOST_DIGITS

    def read(self, typed: str, *, today: date) -> Value:
        """Return the value of what was typed.

        Raises:
            BadValueError: nothing was typed, or it does not fit.
        """
        text = typed.strip()
        if not text:
            raise BadValueError(self.code, _EMPTY)
        match self.type:
            case FieldType.NUMBER:
                return self._read_number(text)
            case FieldType.DAY:
                return self._read_day(text, today)
            case FieldType.YES_NO:
                return self._read_choice(text, ("yes", "no")) == "yes"
            case FieldType.CHOICE:
                return self._read_choice(text, tuple(code for code, _ in self.choices))
        return self._read_text(text)

    def store(self, value: Value) -> str | int | bool:
        """Return a value as JSON keeps it."""
        return value.isoformat() if isinstance(value, date) else value

    def load(self, kept: str | int | bool) -> Value:
        """Return a value that ``store`` made."""
        if self.type is FieldType.DAY and isinstance(kept, str):
            return date.fromisoformat(kept)
        return kept

    def show(self, value: Value) -> Words:
        """Return a value as it is read on a page."""
        if isinstance(value, bool):
            return Words("はい", "yes") if value else Words("いいえ", "no")
        if isinstance(value, date):
            return Words(f"{value:%Y/%m/%d}", value.isoformat())
        if isinstance(value, int):
            return Words(f"{value:,}", f"{value:,}")
        return dict(self.choices).get(value, Words(value, value))

    def _read_number(self, text: str) -> int:
        most = self.most if self.most is not None else _MOST_NUMBER
        fits = text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_NUMBER))
        if not fits or not self.least <= int(text) <= most:
            reason = Words(
                f"{self.least:,}から{most:,}までの整数を入力してください。",
                f"Enter a whole number from {self.least:,} to {most:,}.",
            )
            raise BadValueError(self.code, reason)
        return int(text)

    def _read_day(self, text: str, today: date) -> date:
        try:
            found = date.fromisoformat(text)
        except ValueError:
            reason = Words(
                "日付を2026-04-01の形で入力してください。", "Enter a day such as 2026-04-01."
            )
            raise BadValueError(self.code, reason) from None
        if self.is_past and found > today:
            reason = Words(
                "今日より後の日は記録できません。実際の日を入力してください。",
                "A day ahead cannot be recorded. Enter the day on which it happened.",
            )
            raise BadValueError(self.code, reason)
        if not date(1950, 1, 1) <= found <= date(2100, 1, 1):
            reason = Words(
                "1950年から2100年までの日を入力してください。",
                "Enter a day between 1950 and 2100.",
            )
            raise BadValueError(self.code, reason)
        return found

    def _read_choice(self, text: str, codes: tuple[str, ...]) -> str:
        if text not in codes:
            raise BadValueError(self.code, _CHOOSE)
        return text

    def _read_text(self, text: str) -> str:
        is_odd = any(ord(one) < _FIRST_LETTER and one not in "\r\n\t" for one in text)
        if len(text) > self.most_letters or is_odd:
            reason = Words(
                f"{self.most_letters}文字以内の普通の文字で入力してください。",
                f"Use at most {self.most_letters} plain letters.",
            )
            raise BadValueError(self.code, reason)
        return text


def text(code: str, ja: str, en: str, *, most: int = 200, is_personal: bool = False) -> Field:
    """Return a text field."""
    return Field(code=code, words=Words(ja, en), most=most, is_personal=is_personal)


def day(code: str, ja: str, en: str, *, is_past: bool = False) -> Field:
    """Return a field of one day."""
    return Field(code=code, words=Words(ja, en), type=FieldType.DAY, is_past=is_past)


def number(
    code: str, ja: str, en: str, *, least: int = 0, most: int | None = None, initial: str = ""
) -> Field:
    """Return a field of a whole number."""
    words = Words(ja, en)
    return Field(
        code=code, words=words, type=FieldType.NUMBER, least=least, most=most, initial=initial
    )


def choice(code: str, ja: str, en: str, *choices: tuple[str, str, str]) -> Field:
    """Return a field with a closed list of (code, Japanese, English)."""
    listed = tuple((one, Words(own_ja, own_en)) for one, own_ja, own_en in choices)
    return Field(code=code, words=Words(ja, en), type=FieldType.CHOICE, choices=listed)


def yes_no(code: str, ja: str, en: str) -> Field:
    """Return a question of yes or no."""
    return Field(code=code, words=Words(ja, en), type=FieldType.YES_NO)
