"""The form in which a record is compared with others.

Reads the canonical fields of one record and keeps folded names, kana keys, birth, phones,
mails and place. Gender, nationality, photo, notes and free text are no evidence of identity
and are never read.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from tasuki.core.identity.addresses import parse_address
from tasuki.core.identity.dates import is_filler_date
from tasuki.core.identity.names import split_name
from tasuki.core.identity.normalise import (
    kana_key,
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_phone,
)
from tasuki.core.identity.phones import SHARED_PHONE_PREFIXES
from tasuki.core.identity.towns import Towns
from tasuki.core.linkage.comparisons import HOUSE_LENGTH_MIN

KEY_CACHE_SIZE = 200_000
"""Names kept at hand while many records are read."""
BIRTH_YEAR_MIN = 1900

_KANA_ONLY = re.compile(r"[\u30a1-\u30fa\u30fc\u30fb\s]+")
_NO_DIGIT = re.compile(r"\D")
_DIGITS = re.compile(r"\d+")
_CLEAN_MOBILE = re.compile(r"0[789]0[0-9]{8}")
_BLANK = re.compile(r"\s")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー丁目番地の号", "-"))


@dataclass(frozen=True, slots=True, repr=False)
class LinkRow:
    """One record as it is compared; an empty text or a zero means "not known".

    Attributes:
        id: the caller's own id of the record.
        family: folded family name.
        given: folded given name.
        family_kana: kana key of the family name.
        given_kana: kana key of the given name.
        former: folded former or business family name.
        birth: `YYYYMMDD`, or `YYYYMM` where only the month is known.
        birth_year_from: earliest year of birth that the record allows.
        birth_year_to: latest year of birth that the record allows.
        phone: domestic digits; numbers for everybody such as 0120 are left out.
        phone2: a second number.
        mail: lower case.
        mail2: a second address.
        postal: seven digits.
        city: code of the municipality, or its name.
        house: rest of the address, digits and signs in one form.
    """

    id: str
    family: str = ""
    given: str = ""
    family_kana: str = ""
    given_kana: str = ""
    former: str = ""
    birth: str = ""
    birth_year_from: int = 0
    birth_year_to: int = 0
    phone: str = ""
    phone2: str = ""
    mail: str = ""
    mail2: str = ""
    postal: str = ""
    city: str = ""
    house: str = ""

    @property
    def mail_local(self) -> str:
        """What stands before the @ of the first address."""
        return self.mail.partition("@")[0]

    @property
    def home(self) -> str:
        """The house with its place; empty where one of them is not known."""
        place = self.postal or self.city
        return f"{place}:{self.house}" if place and len(self.house) >= HOUSE_LENGTH_MIN else ""


def link_row(values: Mapping[str, Any], *, id: str, towns: Towns | None = None) -> LinkRow:
    """Return the keys of one record.

    Args:
        values: canonical fields (family_name, given_kana, birth_date, mail, phone, postal …) as
            text, dates or numbers; missing fields are simply not there.
        id: the caller's own id of the record; comes back in every pair.
        towns: takes an address in one field apart; without it, only the fields of its parts count.
    """
    family, given = _names(values)
    family_kana, given_kana = _sounds(values)
    if not family_kana and family and _KANA_ONLY.fullmatch(normalise_kana(family + given)):
        family, given, family_kana, given_kana = "", "", family, given
    birth, year_from, year_to = _birth(values)
    phones = _distinct(_phone(values.get("phone")), _phone(values.get("phone2")))
    mails = _distinct(_mail(values.get("mail")), _mail(values.get("mail2")))
    postal, city, address = _address(values, towns)
    return LinkRow(
        id=id,
        family=_folded(family),
        given=_folded(given),
        family_kana=_sound(family_kana),
        given_kana=_sound(given_kana),
        former=_former(values, family),
        birth=birth,
        birth_year_from=year_from,
        birth_year_to=year_to,
        phone=phones[0],
        phone2=phones[1],
        mail=mails[0],
        mail2=mails[1],
        postal=postal,
        city=city,
        house=_house(address),
    )


@lru_cache(maxsize=KEY_CACHE_SIZE)
def _folded(name: str) -> str:
    return name_key(name)


@lru_cache(maxsize=KEY_CACHE_SIZE)
def _sound(kana: str) -> str:
    return kana_key(kana)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _distinct(first: str, second: str) -> tuple[str, str]:
    """Return two contacts without an empty first or a repeated second one."""
    if not first:
        return second, ""
    return first, "" if second == first else second


def _names(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return family and given name as written; a name in one field is split."""
    parts = _text(values.get("family_name")), _text(values.get("given_name"))
    whole = _text(values.get("name"))
    if any(parts) or not whole:
        return parts
    found = split_name(whole).value
    return found.family_name, found.given_name


def _sounds(values: Mapping[str, Any]) -> tuple[str, str]:
    """Return the readings; one in one field is split at its first space."""
    parts = _text(values.get("family_kana")), _text(values.get("given_kana"))
    whole = _text(values.get("name_kana"))
    if any(parts) or not whole:
        return parts
    family, _, given = normalise_kana(whole).partition(" ")
    return family, given


def _former(values: Mapping[str, Any], family: str) -> str:
    for field in ("former_family_name", "business_family_name"):
        name = _text(values.get(field))
        if name and _folded(name) != _folded(family):
            return _folded(name)
    return ""


def _birth(values: Mapping[str, Any]) -> tuple[str, int, int]:
    """Return day or month of birth and the years that are possible."""
    found = values.get("birth_date")
    if isinstance(found, date):
        found = found.isoformat()
    if digits := _birth_digits(_text(found)):
        year = int(digits[:4])
        return digits, year, year
    return "", *_birth_years(values)


@lru_cache(maxsize=KEY_CACHE_SIZE)
def _birth_digits(text: str) -> str:
    """Return day or month of birth; nothing where it is neither, or a date that fills a gap."""
    digits = _NO_DIGIT.sub("", text)
    is_birth = len(digits) in {6, 8} and int(digits[:4]) >= BIRTH_YEAR_MIN
    return digits if is_birth and not _is_filler(digits) else ""


def _is_filler(digits: str) -> bool:
    try:
        return is_filler_date(date.fromisoformat(digits))
    except ValueError:
        return False


def _birth_years(values: Mapping[str, Any]) -> tuple[int, int]:
    """Return the two years in which somebody of this age may have been born."""
    age, year = _text(values.get("age")), _text(values.get("age_as_of"))[:4]
    if not (age.isdecimal() and year.isdecimal()):
        return 0, 0
    return int(year) - int(age) - 1, int(year) - int(age)


def _phone(value: object) -> str:
    if not value:
        return ""
    if isinstance(value, str) and _CLEAN_MOBILE.fullmatch(value):
        return value
    found = normalise_phone(value if isinstance(value, int) else str(value))
    return found if isinstance(found, str) and not found.startswith(SHARED_PHONE_PREFIXES) else ""


def _mail(value: object) -> str:
    if not value:
        return ""
    found = normalise_mail(str(value))
    return found if isinstance(found, str) else ""


def _digits(value: object, *, length: int) -> str:
    text = _text(value)
    if not text:
        return ""
    found = _NO_DIGIT.sub("", unicodedata.normalize("NFKC", text))
    return found if len(found) == length and found.strip("0") else ""


def _address(values: Mapping[str, Any], towns: Towns | None) -> tuple[str, str, str]:
    """Return postal code, municipality and what stands behind the town."""
    postal = _digits(values.get("postal"), length=7)
    city, rest = _text(values.get("city_code")), _text(values.get("address"))
    if city or towns is None or not rest:
        return postal, city or _place(_text(values.get("city"))), rest
    front = _text(values.get("city"))
    whole = _text(values.get("prefecture")) + ("" if front in rest else front) + rest
    found = parse_address(whole, towns=towns, postal=postal).value
    return found.postal or postal, found.city_code or _place(front), found.rest


def _place(city: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", city)) if city else ""


def _house(address: str) -> str:
    """Return the numbers of an address (町1-2-3 → 1-2-3): the part that tells houses apart."""
    if not address:
        return ""
    folded = unicodedata.normalize("NFKC", address).translate(_DASHES)
    return "-".join(_DIGITS.findall(folded))
