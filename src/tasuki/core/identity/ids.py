"""Numbers that name something: ids of other systems, postal codes, company and personal numbers.

A My Number is recognised only to be refused; nothing here keeps or returns one.
"""

import re
import unicodedata
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.law.forbidden import find_my_numbers
from tasuki.core.words import Words

POSTAL_DIGITS: Final = 7
CORPORATE_NUMBER_DIGITS: Final = 13
_DASHES: Final = re.compile("[‐‑‒–—―−ー]")
_POSTAL_SIGNS: Final = re.compile(r"[〒\s]|郵便番号:?")
_SHEET_INTEGER: Final = re.compile(r"\d+\.0+")
_UNSEEN: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_GAPS: Final = re.compile(r"(?<=\d)[\s./・_,]+(?=\d)")


def normalise_id(value: str | float) -> str:
    """Return an id or number of another system as text; zeros in front stay.

    Args:
        value: as written, or a number cell: 1.0 is the id 1. Empty for a blank cell.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if _SHEET_INTEGER.fullmatch(text):
        return text.partition(".")[0]
    return "" if is_blank(text) else text


def normalise_postal(value: str | float) -> str | ParseProblem:
    """Return a postal code as seven digits; empty for a blank cell.

    Args:
        value: as written (〒７０８－００２２), or a number cell that lost its zero.
    """
    raw = normalise_id(value)
    digits = _POSTAL_SIGNS.sub("", _DASHES.sub("-", raw))
    if not digits:
        return ""
    if not re.fullmatch(r"[0-9]{3}-?[0-9]{4}|[0-9]{6}", digits):
        return ParseProblem(
            raw,
            Words(
                "郵便番号を読み取れません。「708-0022」の形で7桁を入力してください。",
                "The postal code cannot be read. Enter seven digits as in 708-0022.",
            ),
        )
    return digits.replace("-", "").zfill(POSTAL_DIGITS)


def normalise_corporate_number(value: str | float) -> str | ParseProblem:
    """Return a corporate number (法人番号) as thirteen digits; empty for a blank cell.

    Args:
        value: as written, with or without the T of an invoice number.

    Source: 法人番号の指定等に関する省令 2条 (check digit).
    """
    raw = normalise_id(value)
    digits = re.sub(r"[\s-]", "", _DASHES.sub("-", raw)).upper().removeprefix("T")
    if not digits:
        return ""
    if not re.fullmatch(rf"[0-9]{{{CORPORATE_NUMBER_DIGITS}}}", digits):
        return ParseProblem(
            raw,
            Words(
                "法人番号は13桁の数字です。桁を確かめてください。",
                "A corporate number has thirteen digits. Check them.",
            ),
        )
    if int(digits[0]) != _corporate_check_digit(digits[1:]):
        return ParseProblem(
            raw,
            Words(
                "法人番号の検査用数字が合いません。書き間違いがないか確かめてください。",
                "The check digit of the corporate number does not fit. Look for a slip.",
            ),
        )
    return digits


def is_my_number(value: str | float) -> bool:
    """Return whether a cell holds an Individual Number (マイナンバー).

    Such a cell is refused and its value neither stored nor logged. The numbers may be written
    in any width and with spaces, dots or any dash between their groups.

    Args:
        value: a cell that is no phone and no id column.

    Source: 番号法 15条・20条 (nobody asks for or keeps one outside the purposes of the law).
    """
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", normalise_id(value)))
    return bool(find_my_numbers(_GAPS.sub("-", _DASHES.sub("-", text))))


def _corporate_check_digit(body: str) -> int:
    """Return the check digit of twelve digits: 9 less the weighted sum modulo 9."""
    total = sum(int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(body)))
    return 9 - total % 9
