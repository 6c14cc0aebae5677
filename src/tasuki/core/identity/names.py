"""Names of people in one cell: split, cleaned, with readings and former names found.

A split is a proposal with a confidence; the name stays as the person writes it, variants and
all. No reading is ever made up from kanji.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.kana import is_kana, kana_key, normalise_kana
from tasuki.core.identity.problems import Parsed
from tasuki.core.identity.romaji import romaji_key
from tasuki.core.identity.surnames import SURNAMES, Surnames
from tasuki.core.words import Words

SPLIT_CONFIDENCE_MIN: Final = 0.9  # below, the user is asked
NAME_CHARACTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """The parts of a name; empty where nothing is written.

    Attributes:
        family_name: as written.
        given_name: as written, middle names included.
        family_kana: full-width katakana.
        given_kana: full-width katakana.
        former_family_name: 旧姓, as written.
        confidence: 0 to 1, how sure the split is; 1 where the cell itself splits the name.
        business_family_name: ビジネスネーム or 通称 in brackets, as written.
    """

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    former_family_name: str = ""
    confidence: float = 1.0
    business_family_name: str = ""


_BRACKETS: Final = re.compile(
    r"[(（\[［〔【「<＜]([^()（）\[\]［］〔〕【】「」<>＜＞]*)[)）\]］〕】」>＞]"
)
# 旧姓使用, 旧姓で勤務, 旧姓を併記 speak of the use of a former name without telling it.
_NO_NAME: Final = r"(?!使用|併記|名|通用|[でをもにの])"
_FORMER: Final = re.compile(
    rf"旧(?:姓|氏名?)?\s*[:：・=＝]?\s*{_NO_NAME}(?P<name>[^\s:：、,。;；()（）]{{1,20}})"
)
_FORMER_IN_NOTE: Final = re.compile(
    rf"旧(?:姓|氏)\s*(?:は|が)?\s*[:：・=＝「]?\s*{_NO_NAME}"
    r"(?P<name>[^\s:：、,。;；()（）「」/／]{1,10})"
)
_BUSINESS: Final = re.compile(
    r"(?:ビジネスネーム|通称(?:名)?|職場(?:名|での氏名)|ワーキングネーム)\s*[:：・=＝]?\s*(?P<name>\S.*)"
)
_HONORIFIC: Final = re.compile(
    r"(?<=\S)(?:\s+(?:様|さま|サマ|さん|サン|殿|どの|氏|君|くん|ちゃん|先生|御中|Mr\.?|Ms\.?|Mrs\.?)"
    r"|(?<=\S\S)(?:様|さま|さん|先生)|(?<=\S\S\S)(?:殿|氏|くん|ちゃん))$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"^(?:Mr|Ms|Mrs|Dr)\.?\s+", re.IGNORECASE)
_MARKS: Final = re.compile(r"^[\s★☆●○◎◯※■□▲△▼*＊・#＃>＞]+|[\s★☆●○◎◯※■□▲△▼*＊#＃]+$")
_LEADING_NUMBER: Final = re.compile(r"^\s*[(（]?\d{1,4}[)）.．:、]\s*")
_UNSEEN: Final = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]"
)
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff .,'’\-]+")
# By length of the longest known surname and of what follows: measured on drawn pairs of shipped
# surnames and common given names, one surname in fourteen unknown, and rounded down.
_CONFIDENCES: Final = {
    (1, 1): 0.95,
    (1, 2): 0.92,
    (2, 1): 0.97,
    (2, 2): 0.99,
    (2, 3): 0.97,
    (2, 4): 0.5,
    (3, 1): 0.97,
    (3, 2): 0.98,
    (3, 3): 0.98,
}
# Families of people from countries where the family name is written first.
_FAMILY_FIRST_TEXT: Final = """
bui cao chen cheng choi dang dinh do doan duong gao guo han ho hoang hu huang huynh jung kang kim le
lee li liang lin liu luong luu ly ma ngo nguyen park pham phan sun tang to tran trinh truong vo vu
wang wu xu yang zhang zhao zhou zhu
"""
_FAMILY_FIRST: Final = frozenset(_FAMILY_FIRST_TEXT.split())
_PARTICLES: Final = frozenset(
    [
        "al",
        "bin",
        "binti",
        "da",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "la",
        "las",
        "le",
        "los",
        "van",
        "von",
        "y",
    ]
)


def full_name(family: str, given: str) -> str:
    """Return both names as a person writes them, with a half-width space; one where that is all.

    A name in Latin letters goes with the family last, but for families that their languages put
    first and for capitals, which passports put first.
    """
    is_latin = bool(family and given) and _LATIN.fullmatch(f"{family} {given}") is not None
    is_first = not is_latin or _is_family_first(family) or (len(family) > 1 and family.isupper())
    return (f"{family} {given}" if is_first else f"{given} {family}").strip()


def _is_family_first(name: str) -> bool:
    letters = unicodedata.normalize("NFD", name.casefold())
    return "".join(one for one in letters if not unicodedata.combining(one)) in _FAMILY_FIRST


def clean_name(text: str) -> str:
    """Return a name without honorifics, marks and unseen characters, otherwise as written."""
    name = _UNSEEN.sub("", text[:NAME_CHARACTERS_MAX])
    before = None
    while name != before:
        before = name
        name = _LEADING_NUMBER.sub("", _TITLE.sub("", _MARKS.sub("", name)))
        name = _HONORIFIC.sub("", name)
    return " ".join(name.split())


def split_name(text: str, *, kana: str = "", surnames: Surnames = SURNAMES) -> Parsed[PersonName]:
    """Return the parts of a name written in one cell.

    Args:
        text: 髙橋　架子, 長谷川健太, 架空花子（カクウハナコ）様, 鈴木(旧姓 佐藤) 架子, Anna Tanaka.
        kana: the reading of the same person from another cell, if there is one; where it is
            split by a space it helps to find the place.
        surnames: the list for names without a space.

    Returns:
        The parts. A confidence under `SPLIT_CONFIDENCE_MIN` is a guess to be asked about. What
        stood in brackets and could not be placed is named in a warning.
    """
    bare, found, warnings = _take_brackets(_UNSEEN.sub("", text[:NAME_CHARACTERS_MAX]))
    name = clean_name(bare)
    reading = normalise_kana(clean_name(kana)) or " ".join(
        part for part in (found.family_kana, found.given_kana) if part
    )
    family, given, confidence = _split(name, reading, surnames)
    family_kana, given_kana = split_kana(reading, family_name=family, surnames=surnames)
    split = replace(
        found,
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        confidence=confidence,
    )
    if family_kana and given and not given_kana:
        warnings = (
            *warnings,
            Words(
                "フリガナの姓と名の区切りがわかりません。",
                "Where the reading parts into family and given name is not known.",
            ),
        )
    return Parsed(split, warnings)


def split_kana(
    text: str, *, family_name: str = "", surnames: Surnames = SURNAMES
) -> tuple[str, str]:
    """Return the readings of family and given name in full-width katakana.

    Args:
        text: kana of any width, with a space or without.
        family_name: the family name as written; its reading finds the place without a space.
        surnames: the list with the readings.

    Returns:
        Both parts; the second is empty where the place is not known.
    """
    kana = normalise_kana(clean_name(text))
    family, _, given = kana.partition(" ")
    if given or not kana:
        return family, given
    reading = surnames.reading_of(family_name) if family_name else ""
    if reading and kana.startswith(reading) and len(kana) > len(reading):
        return reading, kana[len(reading) :]
    return kana, ""


def order_parts(name: PersonName) -> Parsed[PersonName]:
    """Return a name whose kanji and kana stand in each other's columns the right way round.

    Only what is wrong on both sides changes places: kana alone in the columns of the name and
    kanji in those of the reading (モリタ, イサム, 森田, 豪).

    Args:
        name: the parts as the columns hold them; given names may be empty where one column
            holds the whole name.
    """
    written = name.family_name + name.given_name
    reading = name.family_kana + name.given_kana
    if not (is_kana(written) and has_kanji(reading)):
        return Parsed(name)
    return Parsed(
        replace(
            name,
            family_name=clean_name(name.family_kana),
            given_name=clean_name(name.given_kana),
            family_kana=normalise_kana(name.family_name),
            given_kana=normalise_kana(name.given_name),
        ),
        (
            Words(
                "氏名とフリガナの列が逆のため、入れ替えました。",
                "The name and its reading stood in each other's column and changed places.",
            ),
        ),
    )


def find_former_family_name(note: str) -> str:
    """Return the 旧姓 that a note speaks of, as written; empty if it speaks of none."""
    match = _FORMER_IN_NOTE.search(note)
    return _tidy_former(match["name"]) if match else ""


def has_kanji(text: str) -> bool:
    """Return whether a text holds at least one Chinese character."""
    return any(
        "\u3400" <= sign <= "\u9fff" or "\uf900" <= sign <= "\ufaff" or sign >= "\U00020000"
        for sign in text
        if sign < "\U000e0000"
    )


def _tidy_former(name: str) -> str:
    tidy = re.sub(r"(?:さん|様|です|でした|姓)$", "", name) or name
    return "" if is_blank(tidy) else tidy


def _take_brackets(text: str) -> tuple[str, PersonName, tuple[Words, ...]]:
    """Return the text without brackets, what they told, and a warning for the rest."""
    found = PersonName()
    unplaced: list[str] = []
    for match in _BRACKETS.finditer(text):
        inner = match[1].strip()
        if business := _BUSINESS.match(inner):
            found = replace(found, business_family_name=business["name"].strip())
        elif former := _FORMER.match(inner):
            found = replace(found, former_family_name=_tidy_former(former["name"]))
        elif is_kana(inner):
            family, _, given = normalise_kana(inner).partition(" ")
            found = replace(found, family_kana=family, given_kana=given)
        elif inner and not re.fullmatch(r"[\d\s]+|株|有", inner):
            unplaced.append(inner)
    bare = _BRACKETS.sub(" ", text)
    if not found.former_family_name and (former := _FORMER_IN_NOTE.search(bare)):
        found = replace(found, former_family_name=_tidy_former(former["name"]))
        bare = bare[: former.start()] + " " + bare[former.end() :]
    if not unplaced:
        return bare, found, ()
    rest = "、".join(unplaced)
    warning = Words(
        f"氏名の括弧の中「{rest}」は取り込みません。",
        f"What stands in brackets beside the name is left out: {rest}",
    )
    return bare, found, (warning,)


def _split(name: str, reading: str, surnames: Surnames) -> tuple[str, str, float]:
    if not name:
        return "", "", 0.0
    if _LATIN.fullmatch(name):
        return _split_latin(name, surnames)
    if "・" in name and " " not in name and is_kana(name):
        given, _, family = name.rpartition("・")
        return family, given, 0.6
    family, _, rest = name.partition(" ")
    if rest:
        if len(family) == 1 and " " in rest and len(name.replace(" ", "")) == len(name.split()):
            # 山 田 太 郎: spaces between all characters only make the name wide.
            return _split_joined(name.replace(" ", ""), reading, surnames)
        return family, rest, 1.0
    return _split_joined(name, reading, surnames)


def _split_latin(name: str, surnames: Surnames) -> tuple[str, str, float]:
    """Latin letters: a comma, capitals or a known family decide which part is the family."""
    before, comma, after = name.partition(",")
    if comma and before.strip() and after.strip():
        return before.strip(), after.strip(), 1.0
    parts = name.replace(",", " ").split()
    if len(parts) < 2:
        return name.strip(" ,"), "", 0.0
    first, last = parts[0], parts[-1]
    first_is_family = _is_family_first(first) or romaji_key(first) in surnames.romaji_keys
    last_is_family = _is_family_first(last) or romaji_key(last) in surnames.romaji_keys
    if not name.isupper() and first.isupper() != last.isupper() and len(first) > 1 < len(last):
        first_is_family, last_is_family = first.isupper(), last.isupper()
        confidence = 0.95
    else:
        confidence = 0.9 if first_is_family != last_is_family else 0.6
    # Without a sign: capitals come from passports, which put the family first; else it is last.
    if first_is_family or (name.isupper() and not last_is_family):
        return first, " ".join(parts[1:]), confidence
    begin = len(parts) - 1
    while begin > 1 and parts[begin - 1] in _PARTICLES:
        begin -= 1
    return " ".join(parts[begin:]), " ".join(parts[:begin]), confidence


def _split_joined(name: str, reading: str, surnames: Surnames) -> tuple[str, str, float]:
    if len(name) == 1:
        return name, "", 0.0
    family_reading = reading.partition(" ")[0] if " " in reading else ""
    key = kana_key(family_reading) if family_reading else ""
    lengths = [
        size
        for size in range(min(surnames.longest, len(name) - 1), 0, -1)
        if name[:size] in surnames
    ]
    for size in lengths:
        read = surnames.reading_of(name[:size])
        if (key and kana_key(read) == key) or (
            reading and not key and len(reading) > len(read) + 1 and reading.startswith(read)
        ):
            return name[:size], name[size:], 0.99
    if name in surnames:  # a family name alone, or two parts that look like one
        return name, "", 0.5
    size = lengths[0] if lengths else 0
    confidence = _CONFIDENCES.get((size, len(name) - size), 0.0)
    if confidence:
        return name[:size], name[size:], confidence
    if is_kana(name):
        return name, "", 0.0
    size = _likely_size(name)
    return name[:size], name[size:], 0.5


def _likely_size(name: str) -> int:
    """Return how long an unknown family name probably is, in characters."""
    return {2: 1, 3: 2, 4: 2}.get(len(name), 3)
