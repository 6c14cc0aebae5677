"""Mail addresses as people write them in one cell. Knows nothing of whether one is reached.

What breaks the standard but exists (old mobile addresses with two dots in a row) is kept with a
warning; only what can never be an address is refused.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from tasuki.core.identity.blanks import CELL_CHARACTERS_MAX, is_blank
from tasuki.core.identity.problems import Parsed, ParseProblem
from tasuki.core.words import Words

DISPOSABLE_MAIL_DOMAINS: Final = frozenset(
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
# What people in Japan mean most often; the last three stand in examples.
COMMON_MAIL_DOMAINS: Final = (
    "gmail.com",
    "yahoo.co.jp",
    "yahoo.com",
    "ymail.ne.jp",
    "icloud.com",
    "me.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "ymobile.ne.jp",
    "rakuten.jp",
    "outlook.com",
    "outlook.jp",
    "hotmail.com",
    "hotmail.co.jp",
    "live.jp",
    "nifty.com",
    "biglobe.ne.jp",
    "ocn.ne.jp",
    "example.jp",
    "example.com",
    "example.co.jp",
)
_DOMAIN_CHARACTERS_MIN: Final = 8  # shorter ones are one letter from too many others
_CACHED_DOMAINS_MAX: Final = 4096

_UNREADABLE: Final = Words(
    "メールアドレスを読み取れません。「name@example.jp」の形で入力してください。",
    "The mail address cannot be read. Enter it as name@example.jp.",
)
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_SEPARATORS: Final = re.compile(r"[\s,、;/|・]+|(?:または|もしくは|及び)")
_WORDS: Final = re.compile(
    r"(?:e-?mail|mail|メールアドレス|メール|アドレス|携帯|自宅|会社|pc)\s*:\s*", re.IGNORECASE
)
_WRAPPED: Final = re.compile(r"[<(\[「](?=[^<>()\[\]「」]*@)([^<>()\[\]「」]*)[>)\]」]")
_MAILTO: Final = re.compile(r"mailto:", re.IGNORECASE)


@dataclass(frozen=True, slots=True, repr=False)
class Mails:
    """The addresses of one cell; empty where there is none."""

    mail: str = ""
    mail2: str = ""


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
        return ParseProblem(text, _UNREADABLE)
    return mail


def parse_mails(text: str) -> Parsed[Mails] | ParseProblem:
    """Return one or two addresses of a cell.

    Args:
        text: as written; words such as 携帯： before an address and brackets around it are left
            out, two addresses may stand beside each other with any separator.

    Returns:
        The addresses in their order, each once, with a warning for what breaks the standard, for
        a domain that looks mistyped (`suggestion` holds the probable address) and for a third
        address, which is left out. No addresses for a blank cell.
    """
    if is_blank(text):
        return Parsed(Mails())
    if len(text) > CELL_CHARACTERS_MAX:
        return ParseProblem(text, _UNREADABLE)
    folded = _MAILTO.sub("", unicodedata.normalize("NFKC", text)).strip()
    whole = normalise_mail(folded)
    if isinstance(whole, str) and not _SEPARATORS.search(whole) and "<" not in whole:
        return _with_warnings([whole])
    folded = _WORDS.sub(" ", folded)
    folded = _WRAPPED.sub(r" \1 ", folded)
    found: list[str] = []
    for part in _SEPARATORS.split(folded):
        # A word beside an address (a name before it) is left out; half an address is not.
        if part and ("@" in part or "." in part):
            mail = normalise_mail(part)
            if isinstance(mail, ParseProblem):
                return ParseProblem(text, mail.text)
            if mail not in found:
                found.append(mail)
    if not found:
        return ParseProblem(text, _UNREADABLE)
    if len(found) == 1 and _is_torn(folded, found[0]):
        return ParseProblem(text, _UNREADABLE)
    return _with_warnings(found)


def mail_domain(mail: str) -> str:
    """Return the domain of a normalised mail address."""
    return mail.rpartition("@")[2]


def is_disposable_mail(mail: str, *, domains: Collection[str] = DISPOSABLE_MAIL_DOMAINS) -> bool:
    """Return whether a normalised address belongs to a throw-away service of the list."""
    domain = mail_domain(mail)
    return any(domain == item or domain.endswith("." + item) for item in domains)


@lru_cache(maxsize=_CACHED_DOMAINS_MAX)
def suggest_domain(domain: str) -> str:
    """Return the common domain that differs by one slip of a finger; empty if there is none.

    A slip is a letter too many, too few, wrong, or two that changed places.
    """
    if domain in COMMON_MAIL_DOMAINS or len(domain) < _DOMAIN_CHARACTERS_MIN:
        return ""
    return next((known for known in COMMON_MAIL_DOMAINS if _is_one_slip(domain, known)), "")


def _is_one_slip(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = next(
        (
            index
            for index, (mine, yours) in enumerate(zip(one, other, strict=False))
            if mine != yours
        ),
        min(len(one), len(other)),
    )
    mine, yours = one[start:], other[start:]
    if len(one) != len(other):
        longer, shorter = (mine, yours) if len(mine) > len(yours) else (yours, mine)
        return longer[1:] == shorter
    return mine[1:] == yours[1:] or (mine[1::-1] == yours[:2] and mine[2:] == yours[2:])


def _is_torn(folded: str, mail: str) -> bool:
    """Return whether a space tore the address: ta ro@example.jp."""
    before = folded.lower().partition(mail)[0]
    return bool(re.search(r"[a-z0-9._+-]\s+$", before))


def _with_warnings(mails: list[str]) -> Parsed[Mails]:
    warnings: list[Words] = []
    suggestion = ""
    for mail in mails[:2]:
        local, _, domain = mail.rpartition("@")
        if ".." in local or local.startswith(".") or local.endswith("."):
            warnings.append(
                Words(
                    f"{mail} の点の位置は標準に合いません。届くことを確かめてください。",
                    f"The dots of {mail} break the standard. Check that mail arrives.",
                )
            )
        if not mail.isascii():
            warnings.append(
                Words(
                    f"{mail} に英数字以外の文字があります。確かめてください。",
                    f"{mail} has letters that addresses rarely have. Check it.",
                )
            )
        if better := suggest_domain(domain):
            suggestion = suggestion or f"{local}@{better}"
            warnings.append(
                Words(
                    f"{domain} は {better} の書き間違いではありませんか。",
                    f"Did you mean {better} instead of {domain}?",
                )
            )
    if len(mails) > 2:
        rest = ", ".join(mails[2:])
        warnings.append(
            Words(
                f"3つ目からのアドレスは取り込みません: {rest}",
                f"From the third address on nothing is taken over: {rest}",
            )
        )
    first, second = [*mails, ""][:2]
    return Parsed(Mails(first, second), tuple(warnings), suggestion)
