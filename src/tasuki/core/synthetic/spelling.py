"""The many ways in which people write one date, phone number or reading."""

import unicodedata
from datetime import date
from random import Random

from tasuki.core.identity.dates import ERAS, wareki

_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")
_VOICED, _HALF_VOICED = "\u3099", "\u309a"
_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    _VOICED: "\uff9e",
    _HALF_VOICED: "\uff9f",
}
MOBILE_LENGTH = 11


def half_width(kana: str) -> str:
    """Return katakana in half width (ガ becomes two signs)."""
    return "".join(_HALF.get(sign, sign) for sign in unicodedata.normalize("NFD", kana))


def wide(text: str) -> str:
    """Return digits and hyphens in full width."""
    return text.translate(_WIDE)


def era_short(day: date, *, separator: str = ".") -> str:
    """Return a date as S57.2.23."""
    era = next(era for era in ERAS if day >= era.starts_on)
    year = day.year - era.year_before
    return f"{era.letter}{year}{separator}{day.month}{separator}{day.day}"


def any_era_date(day: date, rng: Random) -> str:
    """Return a date in one of four forms with an era."""
    forms = (wareki(day), wide(wareki(day)), era_short(day), era_short(day, separator="/"))
    return rng.choice(forms)


def any_date(day: date, rng: Random) -> str:
    """Return a date in one of five forms, with or without an era."""
    plain = f"{day.year}/{day.month}/{day.day}"
    forms = (f"{day:%Y/%m/%d}", day.isoformat(), plain, era_short(day), wareki(day))
    return rng.choice(forms)


def hyphened(phone: str) -> str:
    """Return a number with its usual hyphens."""
    cut = 3 if len(phone) == MOBILE_LENGTH else 4
    return f"{phone[:cut]}-{phone[cut:-4]}-{phone[-4:]}"


def any_phone(phone: str, rng: Random) -> str:
    """Return a number in one of four forms."""
    text = hyphened(phone)
    return rng.choice((phone, text, wide(text), text.replace("-", "ー")))
