"""Headings that are paths (職歴.職歴1_会社名) or name a step (一次面接_実施日)."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Final

from tasuki.core.intake.fields import CAREER_PARTS, Kind, list_fields
from tasuki.core.intake.headings import heading_key, segments
from tasuki.core.intake.values import read_selection_word

_STEP_DATE: Final = re.compile(r"(.+?)[_\s・/]*(?:の)?(?:実施日|日程|日時|予定日|日)(?:\(曜日\))?")
_STEP_WORDS: Final = ("選考", "面接", "面談", "試験", "内定", "エントリー", "検査", "テスト")
_CAREER_GROUP: Final = re.compile(
    r"(?:職歴|職務経歴|経歴|社歴|勤務先|career|work|job)s?(\d{0,2})", re.IGNORECASE
)
_SCHOOL_GROUP: Final = re.compile(r"学歴|education|school", re.IGNORECASE)
_CAREER_WORDS: Final = {
    "会社名": "company",
    "会社": "company",
    "企業名": "company",
    "勤務先": "company",
    "勤務先名": "company",
    "company": "company",
    "employer": "company",
    "部署": "department",
    "部署名": "department",
    "所属": "department",
    "department": "department",
    "役職": "position",
    "職種": "position",
    "title": "position",
    "position": "position",
    "始期": "start",
    "開始": "start",
    "開始年月": "start",
    "入社年月": "start",
    "入社": "start",
    "start": "start",
    "startdate": "start",
    "終期": "end",
    "終了": "end",
    "終了年月": "end",
    "退社年月": "end",
    "退社": "end",
    "end": "end",
    "enddate": "end",
    "詳細": "text",
    "内容": "text",
    "業務内容": "text",
    "仕事内容": "text",
    "description": "text",
}


@cache
def dictionary_of(kind: Kind) -> dict[str, str]:
    """Return the headings of a kind of file with their fields."""
    found: dict[str, str] = {}
    for field in list_fields(kind):
        for word in field.words:
            found.setdefault(word, field.name)
    return found


def step_of(header: str) -> str:
    """Return the step whose day a heading announces (書類選考_実施日 -> 書類選考), or empty."""
    folded = unicodedata.normalize("NFKC", header).strip()
    match = _STEP_DATE.fullmatch(folded)
    if match is None:
        return ""
    word = segments(match.group(1))[-1] if segments(match.group(1)) else ""
    is_step = any(one in word for one in _STEP_WORDS) or (
        (meaning := read_selection_word(word)) is not None and bool(meaning.step)
    )
    return word if is_step else ""


def field_of_path(header: str, kind: Kind) -> str:
    """The field by the last part of a path, or by the number of a repeated group."""
    parts = segments(header)
    if len(parts) < 2:
        return ""
    last = heading_key(parts[-1])
    if career := _career(parts, kind):
        return career
    dictionary = dictionary_of(kind)
    if any(_SCHOOL_GROUP.search(part) for part in parts[:-1]) and "school" in dictionary.values():
        return "school"
    if any("面接" in part or "選考" in part for part in parts[:-1]) and kind is Kind.APPLICANTS:
        if last.startswith(("日程", "日時", "日付", "日")):
            return "step_dates"
        if last.startswith("時間"):
            return "step_times"
    group = heading_key("".join(parts[-2:]))
    return dictionary.get(group) or dictionary.get(last, "")


def _career(parts: Sequence[str], kind: Kind) -> str:
    if "careers" not in {field.name for field in list_fields(kind)}:
        return ""
    part = _CAREER_WORDS.get(heading_key(parts[-1]), "")
    if not part or part not in CAREER_PARTS:
        return ""
    numbers = [
        match.group(1) for one in parts[:-1] if (match := _CAREER_GROUP.search(one)) is not None
    ]
    return f"careers.{int(numbers[-1] or 1)}.{part}" if numbers else ""
