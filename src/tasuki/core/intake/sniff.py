"""What the cells of a column look like, without asking its heading."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from tasuki.core.intake.values import read_selection_word, read_status
from tasuki.core.intake.word_tables import word_key
from tasuki.core.prefectures import PREFECTURES

SAMPLE_ROWS: Final = 50
SHARE_MIN: Final = 0.6
_BIRTH_YEARS: Final = range(1925, 2013)

_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE: Final = re.compile(r"(?:\+?81|0)\d{9,10}")
_POSTAL: Final = re.compile(r"〒?\d{3}-\d{4}")
_DATE: Final = re.compile(
    r"(?:(?:明治|大正|昭和|平成|令和|[MTSHR])\.?(?:元|\d{1,2})|\d{4})[年./-]\d{1,2}(?:[月./-](?:\d{1,2}日?)?)?"
    r"(?:\([月火水木金土日]\))?(?:[T ]?\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[/月]\d{1,2}日?\([月火水木金土日]\)",
    re.IGNORECASE,
)
_EIGHT_DIGITS: Final = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_YEAR: Final = re.compile(r"(\d{4})[年./-]|^(\d{4})\d{4}$|(昭和|平成|S|H)(\d{1,2})")
_KANA: Final = re.compile(r"[ァ-ヺーヽヾ・\s]+")
_HIRAGANA: Final = re.compile(r"[ぁ-ゖー・\s]+")
PREFECTURE_NAMES: Final = tuple(words.ja for words in PREFECTURES)
"""In Japanese, in the order of JIS X 0401, 01 first."""

_ADDRESS: Final = re.compile(rf"(?:〒?\d{{3}}-?\d{{4}}\s*)?(?:{'|'.join(PREFECTURE_NAMES)}).+")


def folded(text: str) -> str:
    """Return a text in half width with one kind of dash and without outer spaces."""
    dashes = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
    return unicodedata.normalize("NFKC", text).translate(dashes).strip()


def is_mail(text: str) -> bool:
    """Return whether a text looks like a mail address."""
    return bool(_MAIL.fullmatch(folded(text)))


def is_phone(text: str) -> bool:
    """Return whether a text looks like a Japanese phone number."""
    digits = re.sub(r"[\s()\-ー.]", "", folded(text))
    return bool(_PHONE.fullmatch(digits.removeprefix("+"))) or bool(
        re.fullmatch(r"[789]0\d{8}", digits)
    )


def is_date(text: str) -> bool:
    """Return whether a text looks like a day or a month."""
    plain = re.sub(r"\s+(?!\d{1,2}:)", "", folded(text))
    return bool(_DATE.fullmatch(plain) or _EIGHT_DIGITS.fullmatch(plain))


def is_kana(text: str) -> bool:
    """Return whether a text is written in katakana or in hiragana only."""
    plain = folded(text)
    return bool(plain) and bool(_KANA.fullmatch(plain) or _HIRAGANA.fullmatch(plain))


def is_katakana(text: str) -> bool:
    """Return whether a text is written in katakana only, in either width."""
    return bool(_KANA.fullmatch(folded(text)))


def is_postal(text: str) -> bool:
    """Return whether a text looks like a postal code with its dash."""
    return bool(_POSTAL.fullmatch(folded(text)))


def is_prefecture(text: str) -> bool:
    """Return whether a text is the name of a prefecture."""
    return folded(text) in PREFECTURE_NAMES


def is_address(text: str) -> bool:
    """Return whether a text begins like an address with its prefecture."""
    return bool(_ADDRESS.fullmatch(folded(text)))


def is_selection_word(text: str) -> bool:
    """Return whether a text is a word of a selection that is known."""
    return len(text) <= 30 and bool(word_key(text)) and read_selection_word(text) is not None


def is_status_word(text: str) -> bool:
    """Return whether a text says that somebody is employed, on leave or gone."""
    return len(text) <= 30 and read_status(text) is not None


def share(values: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return which share of the cells passes a test, 0..1; 0 for no cells."""
    return sum(test(value) for value in values) / len(values) if values else 0.0


def are_birth_dates(values: Sequence[str]) -> bool:
    """Return whether dates can only be those of births: nobody applied so long ago."""
    years = [year for value in values if (year := _year(value))]
    return bool(years) and all(year in _BIRTH_YEARS for year in years) and min(years) < 1995


def _year(text: str) -> int | None:
    match = _YEAR.search(re.sub(r"\s", "", folded(text)))
    if match is None:
        return None
    if match.group(4):
        return int(match.group(4)) + (1925 if match.group(3) in {"昭和", "S"} else 1988)
    return int(match.group(1) or match.group(2))
