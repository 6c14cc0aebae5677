"""Addresses in one cell: prefecture, municipality with its code, town, and the rest as written.

An address never keeps a row out: what cannot be told is left empty with a warning. Where a name
fits several municipalities the town or the postal code decides, and else the user.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.problems import Parsed
from tasuki.core.identity.towns import Towns, town_key
from tasuki.core.prefectures import PREFECTURES
from tasuki.core.words import Words

ADDRESS_CHARACTERS_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Address:
    """An address; every part is empty where it is not known.

    Attributes:
        postal: seven digits, as written or, where nothing was written, of the town.
        prefecture: 都道府県.
        city: 市区町村 with 郡.
        city_code: five digits (JIS X 0402).
        town: 町域.
        rest: what follows, in half width, kanji numerals of 丁目, 番地 and 号 as figures.
    """

    postal: str = ""
    prefecture: str = ""
    city: str = ""
    city_code: str = ""
    town: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Abolished:
    """A municipality that is no more.

    Attributes:
        prefecture: its prefecture.
        name: as it was written.
        successors: codes of those it went into, most likely first.
        gone_on: the first day without it.
    """

    prefecture: str
    name: str
    successors: tuple[str, ...]
    gone_on: date


# Changes from 2011 to 2024, written down here from general knowledge and copied from no list: only
# those whose day and successor are certain, so it is not complete. Whether each successor is a
# municipality of the prefecture is tested against the table of municipalities; days and names are
# not. The official list is 総務省 廃置分合等情報. What is not here gives the prefecture only.
ABOLISHED: Final = (
    Abolished("静岡県", "浜松市中区", ("22138",), date(2024, 1, 1)),
    Abolished("静岡県", "浜松市東区", ("22138",), date(2024, 1, 1)),
    Abolished("静岡県", "浜松市西区", ("22138",), date(2024, 1, 1)),
    Abolished("静岡県", "浜松市南区", ("22138",), date(2024, 1, 1)),
    Abolished("静岡県", "浜松市北区", ("22139", "22138"), date(2024, 1, 1)),
    Abolished("静岡県", "浜松市浜北区", ("22139",), date(2024, 1, 1)),
    Abolished("兵庫県", "篠山市", ("28221",), date(2019, 5, 1)),
    Abolished("福岡県", "筑紫郡那珂川町", ("40231",), date(2018, 10, 1)),
    Abolished("宮城県", "黒川郡富谷町", ("04216",), date(2016, 10, 10)),
    Abolished("栃木県", "下都賀郡岩舟町", ("09203",), date(2014, 4, 5)),
    Abolished("岩手県", "岩手郡滝沢村", ("03216",), date(2014, 1, 1)),
    Abolished("千葉県", "山武郡大網白里町", ("12239",), date(2013, 1, 1)),
    Abolished("埼玉県", "南埼玉郡白岡町", ("11246",), date(2012, 10, 1)),
    Abolished("愛知県", "愛知郡長久手町", ("23238",), date(2012, 1, 4)),
    Abolished("石川県", "石川郡野々市町", ("17212",), date(2011, 11, 11)),
    Abolished("埼玉県", "鳩ヶ谷市", ("11203",), date(2011, 10, 11)),
    Abolished("栃木県", "上都賀郡西方町", ("09203",), date(2011, 10, 1)),
    Abolished("岩手県", "東磐井郡藤沢町", ("03209",), date(2011, 9, 26)),
    Abolished("島根県", "簸川郡斐川町", ("32203",), date(2011, 10, 1)),
    Abolished("島根県", "八束郡東出雲町", ("32201",), date(2011, 8, 1)),
)

_PREFECTURES: Final = frozenset(one.ja for one in PREFECTURES)
_NAME_CHARACTERS_MAX: Final = 20
_POSTAL_AT_START: Final = re.compile(
    r"(?:〒|郵便番号:?)?\s*(\d{3})[-‐‑‒–—―−ー](\d{4})(?!\d)|〒\s*(\d{7})(?!\d)"
)
_UNSEEN: Final = re.compile(
    "[\u0000-\u001f\u200b-\u200f\u2060\ufeff\u00ad\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
_OAZA: Final = re.compile(r"^(?:大字|字)")
_STREETS_OF_KYOTO: Final = re.compile(r"(?:上る|下る|上ル|下ル|東入|西入|上がる|下がる)")
_KANJI: Final = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER: Final = re.compile(r"[〇一二三四五六七八九十百]+(?=丁目|番地|番(?!町)|号)")
_FIGURES_IN_TOWN: Final = re.compile(r"\d{1,2}(?=条|線|区|号|番|丁|の|町|通|部)")


def parse_address(text: str, *, towns: Towns, postal: str = "") -> Parsed[Address]:
    """Return the parts of an address.

    Args:
        text: as written, with or without 〒, prefecture and 郡.
        towns: the table of municipalities and towns.
        postal: the postal code of another cell, seven digits; empty if there is none.

    Returns:
        The address; warnings for a name that fits several municipalities, for one that is no
        more, for one that is not known and for a postal code of another place.
    """
    if is_blank(text):
        return Parsed(Address(postal=postal))
    folded = unicodedata.normalize("NFKC", text[:ADDRESS_CHARACTERS_MAX])
    folded = _UNSEEN.sub("", folded).strip()
    if match := _POSTAL_AT_START.match(folded):
        found = "".join(part for part in match.groups() if part)
        postal = postal or found
        folded = folded[match.end() :].strip()
    joined = re.sub(r"\s+", "", folded)
    prefecture = next((name for name in (joined[:3], joined[:4]) if name in _PREFECTURES), "")
    place = joined.removeprefix(prefecture)
    address, warnings = _place(place, prefecture, postal, towns)
    if not address.city and address.rest == place:
        # Nothing was taken: the rest keeps its spaces.
        address = replace(address, rest=_rest(_after(folded, prefecture)))
    elif address.rest:
        address = replace(address, rest=_rest(_after(folded, joined[: -len(address.rest)])))
    return Parsed(address, warnings)


def _place(
    place: str, prefecture: str, postal: str, towns: Towns
) -> tuple[Address, tuple[Words, ...]]:
    if found := _abolished(place, prefecture):
        return _successor(place, *found, postal, towns)
    codes, size = _candidates(place, prefecture, towns)
    by_postal = [code for code in towns.by_postal.get(postal, ()) if postal]
    if not codes and by_postal:
        return _without_city(place, prefecture, postal, by_postal, towns)
    if not codes:
        unknown = (_unknown(place),) if place else ()
        return Address(postal=postal, prefecture=prefecture, rest=place), unknown
    rest = place[size:]
    chosen = _chosen(codes, by_postal, rest, towns)
    if not chosen:
        return _ambiguous(place, size, codes, prefecture, postal, towns)
    return _with_town(chosen, rest, postal, towns)


def _candidates(place: str, prefecture: str, towns: Towns) -> tuple[list[str], int]:
    """Return the municipalities whose longest name begins the text, and its length."""
    key = town_key(place[: towns.name_characters_max])
    for size in range(len(key), 1, -1):
        codes = [
            code
            for code in towns.by_name.get(key[:size], ())
            if not prefecture or towns.cities[code].prefecture == prefecture
        ]
        if codes:
            return codes, size
    return [], 0


def _chosen(codes: list[str], by_postal: list[str], rest: str, towns: Towns) -> str:
    """Return the one municipality that the postal code or the town leaves; empty if none."""
    if len(codes) == 1:
        return codes[0]
    if len(both := [code for code in codes if code in by_postal]) == 1:
        return both[0]
    bare = _OAZA.sub("", rest)
    found = {code: hit[1] for code in codes if (hit := towns.find_town(code, bare))}
    longest = max(found.values(), default=0)
    best = [code for code, size in found.items() if size == longest]
    return best[0] if len(best) == 1 else ""


def _with_town(
    code: str, rest: str, postal: str, towns: Towns, warnings: tuple[Words, ...] = ()
) -> tuple[Address, tuple[Words, ...]]:
    city = towns.cities[code]
    town, size = _find_town(code, rest, towns)
    if postal and code not in towns.by_postal.get(postal, ()):
        warnings = (*warnings, _other_postal(postal, city.name))
    found_postal = postal or (town[1] if town else "")
    address = Address(
        postal=found_postal,
        prefecture=city.prefecture,
        city=city.name,
        city_code=code,
        town=town[0] if town else "",
        rest=rest[size:],
    )
    return address, warnings


def _find_town(code: str, rest: str, towns: Towns) -> tuple[tuple[str, str] | None, int]:
    """Return town and postal code, and how many characters of the text they take."""
    if code.startswith("261") and _STREETS_OF_KYOTO.search(rest):
        return None, 0
    cut = match.end() if (match := _OAZA.match(rest)) else 0
    bare = rest[cut:]
    if hit := towns.find_town(code, bare):
        return (hit[0].name, hit[0].postal), cut + hit[1]
    if match := _FIGURES_IN_TOWN.search(bare[:12]):
        # 北1条西 stands as 北一条西 in the table.
        kanji = _as_kanji(int(match.group()))
        written = bare[: match.start()] + kanji + bare[match.end() :]
        hit = towns.find_town(code, written)
        if hit and hit[1] >= match.start() + len(kanji):
            return (hit[0].name, hit[0].postal), cut + hit[1] - len(kanji) + len(match.group())
    return None, 0


def _without_city(
    place: str, prefecture: str, postal: str, by_postal: list[str], towns: Towns
) -> tuple[Address, tuple[Words, ...]]:
    """The postal code names the municipality that the text leaves out."""
    code = by_postal[0]
    city = towns.cities[code]
    if len(by_postal) > 1 or (prefecture and prefecture != city.prefecture):
        return Address(postal=postal, prefecture=prefecture, rest=place), (_unknown(place),)
    return _with_town(code, place, postal, towns)


def _ambiguous(
    place: str, size: int, codes: list[str], prefecture: str, postal: str, towns: Towns
) -> tuple[Address, tuple[Words, ...]]:
    cities = [towns.cities[code] for code in codes]
    prefectures = {city.prefecture for city in cities}
    names = "、".join(f"{city.prefecture}{city.name}（{city.code}）" for city in cities)
    warning = Words(
        f"「{place[:size]}」は複数あります: {names}。都道府県か郵便番号を入れてください。",
        f"{place[:size]} fits several places: {names}. Add the prefecture or the postal code.",
    )
    known = prefecture or (prefectures.pop() if len(prefectures) == 1 else "")
    return Address(postal=postal, prefecture=known, rest=place), (warning,)


def _names_of(gone: Abolished) -> list[str]:
    """Return how a place was written, as compared: with its 郡 and, for 町 and 村, without."""
    names = (gone.name, gone.name.partition("郡")[2])
    return [town_key(name) for name in names if name]


_ABOLISHED_BY_KEY: Final = {key: gone for gone in ABOLISHED for key in _names_of(gone)}
_ABOLISHED_KEYS: Final = tuple(_ABOLISHED_BY_KEY)


def _abolished(place: str, prefecture: str) -> tuple[Abolished, int] | None:
    """Return the place that is no more with which a text begins, and its length."""
    start = town_key(place[:_NAME_CHARACTERS_MAX])
    if not start.startswith(_ABOLISHED_KEYS):
        return None
    key = next(key for key in _ABOLISHED_KEYS if start.startswith(key))
    gone = _ABOLISHED_BY_KEY[key]
    # Without a prefecture only a city counts: towns of one name are found in several.
    is_meant = prefecture == gone.prefecture or (not prefecture and "郡" not in gone.name)
    return (gone, len(key)) if is_meant else None


def _successor(
    place: str, gone: Abolished, size: int, postal: str, towns: Towns
) -> tuple[Address, tuple[Words, ...]]:
    warning = Words(
        f"「{gone.name}」は{gone.gone_on:%Y/%m/%d}に廃止されました。今の市区町村を確かめてください。",
        f"{gone.name} is no more since {gone.gone_on.isoformat()}. Check what it is today.",
    )
    rest = place[size:]
    codes = [code for code in gone.successors if code in towns.cities]
    by_postal = list(towns.by_postal.get(postal, ()))
    chosen = _chosen(codes, by_postal, rest, towns) if codes else ""
    if not chosen:
        return Address(postal=postal, prefecture=gone.prefecture, rest=place), (warning,)
    return _with_town(chosen, rest, postal, towns, (warning,))


def _after(folded: str, taken: str) -> str:
    """Return what follows the taken characters, with the spaces that were written."""
    index = 0
    for sign in taken:
        while index < len(folded) and folded[index] != sign:
            index += 1
        index += 1
    return folded[index:].strip()


def _rest(text: str) -> str:
    return _KANJI_NUMBER.sub(lambda match: str(_number(match.group())), text)


def _number(kanji: str) -> int:
    """Return the number of kanji numerals up to 999 (九十二, 二〇三)."""
    if not re.search("[十百]", kanji):
        return int("".join(str(_KANJI[sign]) for sign in kanji))
    total, digit = 0, None
    for sign in kanji:
        if sign in "十百":
            total += (1 if digit is None else digit) * (10 if sign == "十" else 100)
            digit = None
        else:
            digit = (digit or 0) * 10 + _KANJI[sign]
    return total + (digit or 0)


def _as_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    head = "" if not tens else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones else "") or digits[0]


def _unknown(place: str) -> Words:
    shown = place[:20]
    return Words(
        f"市区町村を読み取れません（{shown}）。住所はそのまま保存します。",
        f"The municipality cannot be told ({shown}). The address is kept as written.",
    )


def _other_postal(postal: str, city: str) -> Words:
    return Words(
        f"郵便番号 {postal} は{city}の番号ではありません。",
        f"The postal code {postal} is not one of {city}.",
    )
