"""Mail, phone, name and kana in the form in which they are compared.

What a person wrote is stored as written beside these forms. Nothing here decides that two
people are one; it only gives the keys by which they may be found.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from tasuki.core.identity.dates import is_filler_date, parse_date
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.identity.variants import VARIANT_TABLE
from tasuki.core.words import Words

__all__ = [
    "DISPOSABLE_MAIL_DOMAINS",
    "MatchKeys",
    "ParseProblem",
    "is_disposable_mail",
    "kana_key",
    "mail_domain",
    "match_keys",
    "name_key",
    "normalise_kana",
    "normalise_mail",
    "normalise_name",
    "normalise_phone",
    "parse_date",
    "plain_kana_key",
]

NAME_PREFIX_CHARACTERS = 3
PHONE_DIGITS_MIN = 10
PHONE_DIGITS_MAX = 11
# Numbers that many people share: kept as a number, never a key.
SHARED_PHONE_PREFIXES = ("0120", "0570", "0800")
DISPOSABLE_MAIL_DOMAINS = frozenset(
    {
        "10minutemail.com",
        "dispostable.com",
        "getnada.com",
        "guerrillamail.com",
        "mailinator.com",
        "maildrop.cc",
        "mailnesia.com",
        "sharklasers.com",
        "sute.jp",  # codespell:ignore sute
        "temp-mail.org",
        "tempmail.com",
        "throwawaymail.com",
        "trashmail.com",
        "yopmail.com",
    }
)

_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EXTENSION = re.compile(r"[(]?(?:内線|ext\.?|x)\s*\d+[)]?", re.IGNORECASE)
_PHONE_WORDS = re.compile(r"(?:電話|携帯|自宅|TEL|Tel|tel)[:.]?")
_DASHES = re.compile("[-‐‑‒–—―−ー~〜]")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in [*range(0x3041, 0x3097), 0x309D, 0x309E]}


def normalise_mail(text: str) -> str | ParseProblem:
    """Return a mail address as it is stored and compared: half width, trimmed, lower case.

    Dots and plus parts stay, because they belong to the address. Old mobile addresses with
    two dots in a row break the standard, exist, and are kept.
    """
    mail = unicodedata.normalize("NFKC", text).strip().lower()
    if not mail:
        return ParseProblem(
            text, Words("メールアドレスを入力してください。", "Enter a mail address.")
        )
    if not _MAIL.fullmatch(mail):
        return ParseProblem(
            text,
            Words(
                "メールアドレスを読み取れません。「name@example.jp」の形で入力してください。",
                "The mail address cannot be read. Enter it as name@example.jp.",
            ),
        )
    return mail


def mail_domain(mail: str) -> str:
    """Return the domain of a normalised mail address."""
    return mail.rpartition("@")[2]


def is_disposable_mail(mail: str, *, domains: Collection[str] = DISPOSABLE_MAIL_DOMAINS) -> bool:
    """Return whether a normalised address belongs to a throw-away service of the list."""
    domain = mail_domain(mail)
    return any(domain == item or domain.endswith("." + item) for item in domains)


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
        return _phone_problem(raw, "数字以外の文字があります", "has other signs than digits")
    digits = _domestic(rest, is_international=is_international)
    if not digits.startswith("0"):
        return _phone_problem(raw, "国内の番号ではありません", "is no Japanese number")
    if len(digits) < PHONE_DIGITS_MIN:
        return _phone_problem(raw, "桁が足りません", "is too short")
    if len(digits) > PHONE_DIGITS_MAX:
        return _phone_problem(raw, "桁が多すぎます", "is too long")
    return _mobile_length(raw, digits)


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
        return _phone_problem(raw, "桁が足りません", "is too short")
    if not is_eleven and len(digits) > PHONE_DIGITS_MIN:
        return _phone_problem(raw, "桁が多すぎます", "is too long")
    return digits


def _phone_problem(raw: str, ja: str, en: str) -> ParseProblem:
    return ParseProblem(
        raw,
        Words(
            f"電話番号の{ja}。「090-0000-0000」の形で入力してください。",
            f"The phone number {en}. Enter it as 090-0000-0000.",
        ),
    )


def normalise_name(text: str) -> str:
    """Return a name as it is searched: NFKC, no selectors, variants folded, single spaces."""
    folded = _SELECTORS.sub("", unicodedata.normalize("NFKC", text)).translate(VARIANT_TABLE)
    return " ".join(folded.split())


def name_key(text: str) -> str:
    """Return a name as it is compared: the searched form without spaces, in one case."""
    return normalise_name(text).replace(" ", "").casefold()


def normalise_kana(text: str) -> str:
    """Return kana as full-width katakana with single spaces; other letters stay."""
    folded = unicodedata.normalize("NFKC", text).translate(_HIRAGANA_TO_KATAKANA)
    return " ".join(folded.split())


_KEY_TABLE = str.maketrans("ァィゥェォッャュョヮヂヅ", "アイウエオツヤユヨワジズ")
_V_SOUNDS = {"ヴァ": "バ", "ヴィ": "ビ", "ヴェ": "ベ", "ヴォ": "ボ", "ヴ": "ブ"}
_O_ROW = frozenset("オコゴソゾトドノホボポモヨロヲ")
_U_ROW = frozenset("ウクグスズツヌフブプムユル")


def kana_key(text: str) -> str:
    """Return kana in a form in which spellings of one sound are equal (ショータ, シヨウタ)."""
    kana = re.sub(r"[\s・]", "", normalise_kana(text))
    for written, plain in _V_SOUNDS.items():
        kana = kana.replace(written, plain)
    kana = kana.translate(_KEY_TABLE).replace("ー", "")
    kept = ""
    for sound in kana:
        before = kept[-1:]
        is_long_u = sound == "ウ" and before in _O_ROW | _U_ROW
        is_long_o = sound == "オ" and before in _O_ROW
        if not (is_long_u or is_long_o):
            kept += sound
    return kept


def plain_kana_key(text: str) -> str:
    """Return the kana key without voicing marks (ヤマザキ and ヤマサキ are equal)."""
    parts = unicodedata.normalize("NFD", kana_key(text))
    return parts.replace("\u3099", "").replace("\u309a", "")


@dataclass(frozen=True, slots=True, repr=False)
class MatchKeys:
    """The keys by which one organisation finds a person again; None where data is missing."""

    mail: str | None
    phone: str | None
    name_birth: tuple[str, date] | None

    def shares_key_with(self, other: "MatchKeys") -> bool:
        """Return whether any key is present in both and equal."""
        pairs = (
            (self.mail, other.mail),
            (self.phone, other.phone),
            (self.name_birth, other.name_birth),
        )
        return any(mine is not None and mine == theirs for mine, theirs in pairs)


def match_keys(
    *, mail: str = "", phone: str | int = "", name: str = "", birth_date: date | None = None
) -> MatchKeys:
    """Return the keys of one person: mail exact, phone exact, name prefix + birth date.

    The prefix is short, so twins can share the third key: a hit is a question for a human.

    Args:
        mail: as written; a value that cannot be read gives no key.
        phone: as written; shared numbers such as 0120 give no key.
        name: family and given name as written, with or without a space.
        birth_date: None if unknown; fillers such as 1900-01-01 give no key.
    """
    mail_found = normalise_mail(mail)
    phone_found = normalise_phone(phone)
    prefix = name_key(name)[:NAME_PREFIX_CHARACTERS]
    is_phone_key = isinstance(phone_found, str) and not phone_found.startswith(
        SHARED_PHONE_PREFIXES
    )
    has_birth = birth_date is not None and not is_filler_date(birth_date)
    return MatchKeys(
        mail=mail_found if isinstance(mail_found, str) else None,
        phone=phone_found if isinstance(phone_found, str) and is_phone_key else None,
        name_birth=(prefix, birth_date) if prefix and birth_date and has_birth else None,
    )
