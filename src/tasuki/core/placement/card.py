"""The pseudonymous card of a job seeker: what an employer may read before the person said yes.

No name, no address, no day of birth, no employer of today by name: an age in tens, a prefecture,
the wishes, and a text that was read for hints at the person.

Source: 職業安定法 5条の5, 51条; 個人情報保護法 27条 (a card that names nobody is still personal
data for the agency, so it carries only what the wish needs).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tasuki.core.words import Words

_DECADE: Final = 10
_OLDEST_BAND: Final = 60
_YOUNGEST_BAND: Final = 20
_NAME_CHARACTERS_MIN: Final = 2
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII)
_PHONE: Final = re.compile(r"(?<!\d)0\d{1,4}[-( ]?\d{1,4}[-) ]?\d{3,4}(?!\d)")
_ADDRESS: Final = re.compile(
    r"\d+丁目|\d+番地|(?<![\d-])\d{1,2}-\d{1,3}-\d{1,3}(?![\d-])|〒\s*\d{3}-?\d{4}"
)
_BIRTH: Final = re.compile(r"(?:19|20)\d{2}年\s*\d{1,2}月\s*\d{1,2}日生")
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)


def age_band(birth_date: date | None, *, on: date) -> Words:
    """Return the age in tens; both ends are open, so that few people stand in no band.

    Args:
        birth_date: None where it is not known.
        on: the day of the card.
    """
    if birth_date is None:
        return Words("年代は未確認", "age not known")
    has_had_birthday = (on.month, on.day) >= (birth_date.month, birth_date.day)
    age = on.year - birth_date.year - (not has_had_birthday)
    if age >= _OLDEST_BAND:
        return Words(f"{_OLDEST_BAND}代以上", f"{_OLDEST_BAND} or older")
    if age < _YOUNGEST_BAND:
        return Words(f"{_YOUNGEST_BAND}歳未満", f"under {_YOUNGEST_BAND}")
    tens = age // _DECADE * _DECADE
    return Words(f"{tens}代", f"{tens} to {tens + 9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """What in a text points at one person."""

    found: str
    what: Words


def find_hints(text: str, *, names: Iterable[str]) -> tuple[Hint, ...]:
    """Return what in a text would let a reader know the person.

    Args:
        text: the text of a card.
        names: names of the person in every spelling known; parts of one letter are too common
            to look for.
    """
    folded = unicodedata.normalize("NFKC", text)
    bare = re.sub(r"\s", "", folded).casefold()
    hints = []
    for name in sorted(
        {part for one in names for part in (one, *unicodedata.normalize("NFKC", one).split())}
    ):
        wanted = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
        if len(wanted) >= _NAME_CHARACTERS_MIN and wanted in bare:
            hints.append(Hint(found=name, what=Words("氏名", "the name")))
    for pattern, what in (
        (_MAIL, Words("メールアドレス", "a mail address")),
        (_PHONE, Words("電話番号", "a phone number")),
        (_ADDRESS, Words("番地までの住所", "a street address")),
        (_BIRTH, Words("生年月日", "the birth date")),
        (_LINK, Words("リンク", "a link")),
    ):
        if match := pattern.search(folded):
            hints.append(Hint(found=match.group(), what=what))
    return tuple(hints)
