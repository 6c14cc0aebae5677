"""Reads the plain text of a résumé into entries that a person then takes one by one.

A plain reader of lines, no guess about people: a line that it does not understand is left out,
and a line that touches what nobody may ask for (F01-F14) is left out and said.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.law.forbidden import find_forbidden_data
from tasuki.core.words import Words

ENTRIES_MAX: Final = 100
LINE_CHARACTERS_MAX: Final = 300
SKILL_CHARACTERS_MAX: Final = 40


class EntryKind(StrEnum):
    """What an entry is."""

    CAREER = "career"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    LANGUAGE = "language"
    WISH = "wish"


@dataclass(frozen=True, slots=True)
class Entry:
    """One proposed entry.

    Attributes:
        starts_on, ends_on: first day of the month that was written; None where none was.
    """

    kind: EntryKind
    title: str
    place: str = ""
    text: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is not taken over, and the matter that it touches."""

    code: str
    label: Words
    line: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: entries in the order of the text, and lines left out."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]


_SECTIONS: Final[tuple[tuple[EntryKind | None, re.Pattern[str]], ...]] = (
    (None, re.compile(r"(?:最終)?学歴|education", re.IGNORECASE)),
    (None, re.compile(r"自己(?:pr|紹介)|志望(?:の)?動機|about me|summary|趣味", re.IGNORECASE)),
    (
        EntryKind.CERTIFICATE,
        re.compile(
            r"(?:保有|取得)?(?:免許|資格)(?:・(?:免許|資格))?|certificat\w+|licen[cs]es?",
            re.IGNORECASE,
        ),
    ),
    (EntryKind.LANGUAGE, re.compile(r"(?:語学|言語)(?:力|スキル)?|languages?", re.IGNORECASE)),
    (
        EntryKind.SKILL,
        re.compile(
            r"(?:活かせる|活用できる)?(?:経験・)?(?:知識・)?(?:スキル|技術|知識|使用ツール)"
            r"|(?:technical )?skills?",
            re.IGNORECASE,
        ),
    ),
    (
        EntryKind.WISH,
        re.compile(r"(?:本人)?希望(?:記入欄|職種|条件|勤務地)?|wish(?:es)?", re.IGNORECASE),
    ),
    (
        EntryKind.CAREER,
        re.compile(
            r"(?:職務)?(?:経歴|職歴)(?:詳細|要約|書)?|(?:work )?experience|career", re.IGNORECASE
        ),
    ),
)
_HEADING_SIGNS: Final = re.compile(r"^[\s■●◆▼◇○□【\[<＜#*・]+|[\s】\]>＞:*]+$")
_BULLET: Final = re.compile(r"^[\s・●■◆○\-*•–—]+")
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988, "S": 1925}
_MONTH: Final = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])\.?(?P<era_year>元|\d{1,2})|(?P<year>(?:19|20)\d{2}))"
    r"\s*(?:年|[/.\-])\s*(?P<month>1[0-2]|0?[1-9])(?:\s*月)?"
    r"(?:\s*(?:[/.\-]\s*)?(?:3[01]|[12]\d|0?[1-9])\s*日?(?!\d))?"
)
_SPAN: Final = re.compile(r"^\s*(?:~|〜|から|-|–|—|to)\s*")
_NOW: Final = re.compile(r"^\s*(?:現在(?:に至る)?|present|now|current)\s*", re.IGNORECASE)
_FIRM: Final = re.compile(
    r"(?:株式会社|有限会社|合同会社|医療法人|社会福祉法人|学校法人|\(株\)|\(有\))[^\s、,()]*"
    r"|[^\s、,()]+(?:株式会社|有限会社|合同会社|\(株\)|\(有\))"
    r"|[A-Z][\w&.\- ]*(?:Inc\.?|Ltd\.?|LLC|K\.K\.|Corp\.?)"
)
_CERTIFICATE: Final = re.compile(
    r"検定|免許|資格|技能士|技術者試験|取得|合格|[^\s]級(?:\s|$)|certified|certificate",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(
    r"TOEIC|TOEFL|IELTS|英検|日本語能力試験|JLPT|HSK|(?:英|中国|韓国|フランス|ドイツ|スペイン|"
    r"ポルトガル|ベトナム|タイ|インドネシア|ネパール|日本)語|\b(?:English|Japanese|Chinese|Korean|"
    r"Vietnamese|Portuguese|Spanish|French|German)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"(?:に)?入社|\bjoined\b", re.IGNORECASE)
_LEFT: Final = re.compile(r"(?:を)?(?:一身上の都合により)?退(?:社|職)|\bleft\b", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[、,/／;；|]|\s{2,}")


def read_resume(text: str) -> Reading:
    """Return the entries of a résumé's text.

    Args:
        text: as pasted; widths, era years and bullets are read as people write them.
    """
    entries: list[Entry] = []
    left_out: list[LeftOut] = []
    section: EntryKind | None = None
    is_known = False
    for line in _lines(text):
        heading = _heading_of(line)
        if heading is not None:
            section, is_known = heading[0], True
            continue
        if hits := find_forbidden_data(line):
            left_out += [LeftOut(hit.code, hit.label, line) for hit in hits[:1]]
            continue
        if is_known and section is None:
            continue  # schooling and words about oneself are not asked for
        _take(entries, line, section)
    return Reading(tuple(_once(entries))[:ENTRIES_MAX], tuple(left_out))


def _lines(text: str) -> Iterator[str]:
    for raw in unicodedata.normalize("NFKC", text).splitlines():
        line = " ".join(raw.replace("\t", "  ").strip().split(" ")).strip()
        if line:
            yield line[:LINE_CHARACTERS_MAX]


def _heading_of(line: str) -> tuple[EntryKind | None] | None:
    """Return the section that a line opens; None if it opens none."""
    bare = _HEADING_SIGNS.sub("", line)
    bare = _HEADING_SIGNS.sub("", bare)
    for kind, pattern in _SECTIONS:
        if pattern.fullmatch(bare):
            return (kind,)
    return None


def _take(entries: list[Entry], line: str, section: EntryKind | None) -> None:
    """Add what a line says to the entries, or add to the entry before it."""
    starts_on, ends_on, rest = _read_period(line)
    rest = _BULLET.sub("", rest).strip(" 、,:")
    kind = _kind_of(rest, section, has_period=starts_on is not None)
    if kind is EntryKind.CAREER:
        _take_career(entries, rest, starts_on, ends_on)
    elif kind is EntryKind.SKILL:
        parts = [_BULLET.sub("", part).strip() for part in _SEPARATORS.split(rest)]
        entries += [Entry(kind, part) for part in parts if 0 < len(part) <= SKILL_CHARACTERS_MAX]
    elif kind is not None and rest:
        entries.append(Entry(kind, re.sub(r"\s*(?:取得|合格)$", "", rest), starts_on=starts_on))


def _kind_of(rest: str, section: EntryKind | None, *, has_period: bool) -> EntryKind | None:
    if section is EntryKind.CAREER or (section is None and has_period and _FIRM.search(rest)):
        return EntryKind.CAREER
    if section is not None:
        return section
    if _LANGUAGE.search(rest):
        return EntryKind.LANGUAGE
    if _CERTIFICATE.search(rest):
        return EntryKind.CERTIFICATE
    return EntryKind.CAREER if has_period and _JOINED.search(rest) else None


def _take_career(
    entries: list[Entry], rest: str, starts_on: date | None, ends_on: date | None
) -> None:
    firm = _FIRM.search(rest)
    place = firm.group().strip() if firm else ""
    if starts_on is not None and _LEFT.search(rest):
        _end_last(entries, place, starts_on)
        return
    words = rest.replace(place, " ", 1) if place else rest
    words = " ".join(_JOINED.sub(" ", words).split()).strip(" 、,:()")
    if starts_on is not None:
        title = words or place
        entries.append(Entry(EntryKind.CAREER, title, place, "", starts_on, ends_on))
    elif entries and entries[-1].kind is EntryKind.CAREER and rest:
        last = entries[-1]
        entries[-1] = replace(last, text=f"{last.text}\n{rest}".strip())


def _end_last(entries: list[Entry], place: str, ends_on: date) -> None:
    """Write the end on the latest job of that place that has none."""
    for index in range(len(entries) - 1, -1, -1):
        one = entries[index]
        if one.kind is EntryKind.CAREER and one.ends_on is None and place in ("", one.place):
            if one.starts_on is None or one.starts_on <= ends_on:
                entries[index] = replace(one, ends_on=ends_on)
            return


def _read_period(line: str) -> tuple[date | None, date | None, str]:
    """Return start, end and what is left of a line that begins with a month."""
    start_text = _BULLET.sub("", line)
    first = _MONTH.match(start_text)
    starts_on = _month_of(first)
    if first is None or starts_on is None:
        return None, None, line
    rest = start_text[first.end() :]
    span = _SPAN.match(rest)
    if span is None:
        return starts_on, None, rest
    rest = rest[span.end() :]
    second = _MONTH.match(rest)
    if second is None:
        now = _NOW.match(rest)
        return starts_on, None, rest[now.end() :] if now else rest
    ends_on = _month_of(second)
    if ends_on is not None and ends_on < starts_on:
        ends_on = None
    return starts_on, ends_on, rest[second.end() :]


def _month_of(found: "re.Match[str] | None") -> date | None:
    if found is None:
        return None
    if found["year"]:
        return date(int(found["year"]), int(found["month"]), 1)
    number = 1 if found["era_year"] == "元" else int(found["era_year"])
    return date(_ERAS[found["era"]] + number, int(found["month"]), 1)


def _once(entries: list[Entry]) -> Iterator[Entry]:
    seen: set[tuple[str, str, str, date | None]] = set()
    for one in entries:
        key = (one.kind, one.title, one.place, one.starts_on)
        if one.title and key not in seen:
            seen.add(key)
            yield one
