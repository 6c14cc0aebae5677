"""Phone numbers as people write them in one cell, stored as domestic digits.

A number that is possible is kept; whether it is in use is not known here.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from phonenumbers import PhoneNumber, is_possible_number, is_valid_number

from tasuki.core.identity.blanks import CELL_CHARACTERS_MAX, is_blank
from tasuki.core.identity.problems import Parsed, ParseProblem
from tasuki.core.words import Words

PHONE_DIGITS_MIN: Final = 10
PHONE_DIGITS_MAX: Final = 11
# Numbers that many people share: kept as a number, never a key.
SHARED_PHONE_PREFIXES: Final = ("0120", "0570", "0800")
MOBILE_PREFIXES: Final = ("070", "080", "090", "060")
JAPAN_COUNTRY_CODE: Final = 81
_CACHED_NUMBERS_MAX: Final = 65_536

_EXTENSION: Final = re.compile(r"[(]?(?:内線(?:番号)?|ext\.?|x)\s*:?\s*(\d+)[)]?", re.IGNORECASE)
_PHONE_WORDS: Final = re.compile(r"(?:電話|携帯|自宅|TEL|Tel|tel)[:.]?")
_DASHES: Final = re.compile("[-‐‑‒–—―−ー~〜]")
_NUMBER: Final = re.compile(r"\+?[(]?\d[\d\s().-]*\d")
_SEPARATORS: Final = re.compile(r"[/,、;|・\n\r]|または|もしくは|及び|[^\d\s()+.-]+")
_NOT_DIGITS: Final = re.compile(r"\D+")
_ABROAD_DIGITS_MAX: Final = 13  # +81 (0)90 and eight more
_DIGITS_OF_REST_MAX: Final = 6  # hours, floors, the end of a shortened second number
_LINE_BREAK: Final = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True, repr=False)
class Phones:
    """The numbers of one cell as domestic digits; empty where there is none."""

    phone: str = ""
    phone2: str = ""
    extension: str = ""

    @property
    def preferred(self) -> str:
        """The number for messages: a mobile one if there is any."""
        return self.phone2 if is_mobile(self.phone2) and not is_mobile(self.phone) else self.phone


def normalise_phone(text: str | int) -> str | ParseProblem:
    """Return a Japanese phone number as domestic digits, with its leading zero.

    Args:
        text: one number with any hyphens, brackets, width, +81, words such as 携帯, or an
            extension (dropped); an int is a number cell that lost its zero.

    Returns:
        Ten or eleven digits beginning with 0, or why it cannot be read.
    """
    raw = str(text)
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", raw))
    folded = _PHONE_WORDS.sub("", _EXTENSION.sub("", folded)).strip()
    is_international = folded.startswith("+")
    rest = re.sub(r"[\s().+-]", "", folded)
    if not rest.isascii() or not rest.isdigit():
        return _phone_problem(raw, "に数字以外の文字があります", "has other signs than digits")
    digits = _domestic(rest, is_international=is_international)
    if not digits.startswith("0"):
        return _phone_problem(raw, "が国内の番号ではありません", "is no Japanese number")
    if len(digits) < PHONE_DIGITS_MIN:
        return _phone_problem(raw, "の桁が足りません", "is too short")
    if len(digits) > PHONE_DIGITS_MAX:
        return _phone_problem(raw, "の桁が多すぎます", "is too long")
    return _mobile_length(raw, digits)


def parse_phones(text: str | float) -> Parsed[Phones] | ParseProblem:
    """Return one or two numbers of a cell and the extension of the first.

    Args:
        text: as written; words around the numbers (携帯：, 自宅なし) are left out. A number is a
            number cell that lost its zero.

    Returns:
        Domestic digits, each number once, with a warning for a number that is not assigned and
        for a third one, which is left out. No numbers for a blank cell.
    """
    raw = str(int(text)) if isinstance(text, float) and text.is_integer() else str(text)
    if is_blank(raw):
        return Parsed(Phones())
    if len(raw) > CELL_CHARACTERS_MAX:
        return _phone_problem(raw, "の桁が多すぎます", "is too long")
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", raw))
    extension = _EXTENSION.search(folded)
    parts = _numbers_in(_EXTENSION.sub(" ", folded).removesuffix(".0"))
    read = [(part, normalise_phone(part)) for part in parts]
    found = list(dict.fromkeys(number for _, number in read if isinstance(number, str)))
    for part, number in read:
        is_rest = bool(found) and len(_NOT_DIGITS.sub("", part)) <= _DIGITS_OF_REST_MAX
        if isinstance(number, ParseProblem) and not is_rest:
            return ParseProblem(raw, number.text)
    if not found:
        return _phone_problem(raw, "の数字が見つかりません", "holds no digits")
    left_out = [part.strip(" ()") for part, number in read if isinstance(number, ParseProblem)]
    first, second = [*found, ""][:2]
    return Parsed(
        Phones(first, second, extension[1] if extension else ""),
        _phone_warnings(found[:2], left_out=[*found[2:], *left_out]),
    )


def shown_phone(digits: str) -> str:
    """Return a mobile number in its usual groups; where a trunk code ends, digits do not tell."""
    if len(digits) != PHONE_DIGITS_MAX:
        return digits
    return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"


def phone_key(digits: str) -> str:
    """Return the key of a stored number for matching, E.164; empty for shared numbers.

    Args:
        digits: domestic digits as `normalise_phone` gives them, or nothing.
    """
    if not digits or digits.startswith(SHARED_PHONE_PREFIXES):
        return ""
    return f"+{JAPAN_COUNTRY_CODE}{digits.removeprefix('0')}"


def is_mobile(digits: str) -> bool:
    """Return whether a stored number is that of a mobile phone."""
    return digits.startswith(MOBILE_PREFIXES) and len(digits) == PHONE_DIGITS_MAX


def _numbers_in(folded: str) -> list[str]:
    """Return the texts of the single numbers of a cell."""
    numbers: list[str] = []
    for part in _SEPARATORS.split(_LINE_BREAK.sub("/", folded)):
        for match in _NUMBER.finditer(part):
            text = match.group()
            # One number may hold spaces; what is too long for one is two beside each other.
            digits = _NOT_DIGITS.sub("", text)
            most = _ABROAD_DIGITS_MAX if digits.startswith("81") else PHONE_DIGITS_MAX
            numbers.extend([text] if len(digits) <= most else text.split())
    return numbers


@lru_cache(maxsize=_CACHED_NUMBERS_MAX)
def _is_assigned(digits: str) -> bool:
    """Return whether a number is possible and lies in a range that is given out."""
    number = PhoneNumber(country_code=JAPAN_COUNTRY_CODE, national_number=int(digits))
    return is_possible_number(number) and is_valid_number(number)


def _phone_warnings(found: list[str], *, left_out: list[str]) -> tuple[Words, ...]:
    warnings = [
        Words(
            f"{digits} は割り当てられていない番号のようです。確かめてください。",
            f"{digits} does not seem to be an assigned number. Check it.",
        )
        for digits in found
        if not _is_assigned(digits)
    ]
    if left_out:
        rest = ", ".join(left_out)
        warnings.append(
            Words(f"取り込まない数字があります: {rest}", f"Digits that are left out: {rest}")
        )
    return tuple(warnings)


def _domestic(digits: str, *, is_international: bool) -> str:
    """Return the digits with a leading zero where the country code or the cell took it."""
    if digits.startswith("81") and (is_international or len(digits) >= PHONE_DIGITS_MAX):
        return "0" + digits[2:].removeprefix("0")
    if not is_international and not digits.startswith("0") and len(digits) in {9, 10}:
        return "0" + digits
    return digits


def _mobile_length(raw: str, digits: str) -> str | ParseProblem:
    """Mobile, IP and 0800 numbers have eleven digits, all others ten."""
    is_eleven = digits[1] in "56789" and digits[2] == "0"
    if is_eleven and len(digits) < PHONE_DIGITS_MAX:
        return _phone_problem(raw, "の桁が足りません", "is too short")
    if not is_eleven and len(digits) > PHONE_DIGITS_MIN:
        return _phone_problem(raw, "の桁が多すぎます", "is too long")
    return digits


def _phone_problem(raw: str, ja: str, en: str) -> ParseProblem:
    return ParseProblem(
        raw,
        Words(
            f"電話番号{ja}。「090-0000-0000」の形で入力してください。",
            f"The phone number {en}. Enter it as 090-0000-0000.",
        ),
    )
