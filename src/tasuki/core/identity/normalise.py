"""Mail, phone, name and kana in the form in which they are compared.

What a person wrote is stored as written beside these forms. Nothing here decides that two
people are one; it only gives the keys by which they may be found.
"""

from dataclasses import dataclass
from datetime import date

from tasuki.core.identity.dates import is_filler_date, parse_date
from tasuki.core.identity.kana import kana_key, normalise_kana, plain_kana_key
from tasuki.core.identity.mails import (
    DISPOSABLE_MAIL_DOMAINS,
    is_disposable_mail,
    mail_domain,
    normalise_mail,
)
from tasuki.core.identity.phones import SHARED_PHONE_PREFIXES, normalise_phone
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.identity.variants import fold, fold_characters

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


def normalise_name(text: str) -> str:
    """Return a name as it is searched: NFKC, no selectors, variants folded, single spaces."""
    return fold_characters(text)


def name_key(text: str) -> str:
    """Return a name as it is compared: the searched form without spaces, in one case."""
    return fold(text).replace(" ", "")


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
