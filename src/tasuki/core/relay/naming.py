"""Whether a text that goes to a company points at one of the people who registered.

An answer about totals holds totals. What counts as pointing: the full name in either order, a
family name of two characters or more, a name with a form of address, the name in kana, the mail
address and the phone number. A given name alone is often a common word and does not count.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

ADDRESS_FORMS: Final = ("さん", "様", "さま", "氏", "くん", "君", "ちゃん", "san")
PHONE_DIGITS_MIN: Final = 9
FAMILY_CHARACTERS_MIN: Final = 2
KANA_CHARACTERS_MIN: Final = 4

_GAPS = re.compile(r"[\s・,、.。]+")
_PHONE_GAPS = re.compile(r"[\s\-‐-―−ー()]+")
_KANA_SHIFT: Final = {code: code + 0x60 for code in range(0x3041, 0x3097)}
"""Hiragana to katakana."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonWords:
    """What a text could point at a person with; blank parts are left out."""

    family_name: str = ""
    given_name: str = ""
    name_kana: str = ""
    mail: str = ""
    phone: str = ""


def is_naming(text: str, person: PersonWords) -> bool:
    """Return whether a text points at the person, however wide or narrow it is written.

    Args:
        text: what is about to go to the company.
        person: one who registered.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    squeezed = _GAPS.sub("", plain)
    mail = person.mail.strip().casefold()
    if mail and mail in re.sub(r"\s+", "", plain):
        return True
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", person.phone))[-PHONE_DIGITS_MIN:]
    if len(digits) == PHONE_DIGITS_MIN and digits in _PHONE_GAPS.sub("", plain):
        return True
    return _has_name(squeezed, plain, person) or _has_kana(squeezed, person.name_kana)


def _has_name(squeezed: str, plain: str, person: PersonWords) -> bool:
    family, given = _squeeze(person.family_name), _squeeze(person.given_name)
    if family and given and (family + given in squeezed or given + family in squeezed):
        return True
    for part in (family, given):
        if part and any(part + form in squeezed for form in ADDRESS_FORMS):
            return True
        if part and re.search(rf"\bm(?:r|s|rs)\.?\s*{re.escape(part)}\b", plain):
            return True
    # In Latin letters a family name is too often a word: May, Young, Price.
    return not family.isascii() and len(family) >= FAMILY_CHARACTERS_MIN and family in squeezed


def _has_kana(squeezed: str, name_kana: str) -> bool:
    text = squeezed.translate(_KANA_SHIFT)
    whole = _squeeze(name_kana).translate(_KANA_SHIFT)
    return len(whole) >= KANA_CHARACTERS_MIN and whole in text


def _squeeze(text: str) -> str:
    return _GAPS.sub("", unicodedata.normalize("NFKC", text).casefold())
