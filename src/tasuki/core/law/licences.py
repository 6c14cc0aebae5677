"""Numbers and periods of placement licences and notifications.

Source: 職業安定法 29条, 30条, 32条の6, 33条, 33条の3, 43条の2.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.dates import add_months
from tasuki.core.law.clocks import last_day_of
from tasuki.core.law.parameters import find_number, find_numbers
from tasuki.core.law.refusals import Refusal

_NUMBER: Final = re.compile(r"(\d{2})-(ユ|ム|特|地|募)-(\d+)")
_PREFECTURES: Final = range(1, 48)
_INFORMATION_PREFIX: Final = "51"


class LicenceKind(StrEnum):
    """What a number says its holder may do; the stored values are the marks of the number."""

    PAID = "ユ"
    FREE = "ム"
    SPECIAL_CORPORATION = "特"
    MUNICIPALITY = "地"
    INFORMATION = "募"


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """A licence number in its parts; ``prefecture`` is 1-47, or 51 for an information service."""

    prefecture: int
    kind: LicenceKind
    serial: str

    def __str__(self) -> str:
        """Return it as the permit shows it, without the words before it."""
        return f"{self.prefecture:02d}-{self.kind}-{self.serial}"


def read_licence_number(text: str, *, on: date) -> LicenceNumber | None:
    """Return the parts of a licence number; None if it has not the form of one.

    Args:
        text: such as ``13-ユ-301234`` or ``厚生労働大臣許可 33-ム-300001``; full-width digits
            and signs are read too.
        on: the day whose form holds.
    """
    folded = unicodedata.normalize("NFKC", text).replace("厚生労働大臣許可", "")
    folded = re.sub(r"[\s‐‑–—―−ー]+(?=\d|[ユム特地募])", "-", folded.strip())
    folded = re.sub(r"(?<=[ユム特地募])[\s‐‑–—―−ー]+", "-", folded).strip("- ")
    match = _NUMBER.fullmatch(folded)
    least, most = find_numbers("licence_number_digits", on=on)
    if match is None or not least <= len(match[3]) <= most:
        return None
    kind = LicenceKind(match[2])
    is_information = kind is LicenceKind.INFORMATION
    if is_information != (match[1] == _INFORMATION_PREFIX):
        return None
    if not is_information and int(match[1]) not in _PREFECTURES:
        return None
    return LicenceNumber(int(match[1]), kind, match[3])


def check_licence_number(text: str, *, on: date) -> Refusal | None:
    """H1: a licence is on file under a number that has the form of one.

    Args:
        text: as somebody typed it.
        on: the day whose form holds.
    """
    if read_licence_number(text, on=on):
        return None
    return Refusal(
        "H1",
        f"「{text}」は許可番号の形ではありません。",
        f"“{text}” has not the form of a licence number.",
        "許可証のとおりに入力してください（例：13-ユ-301234）。",
        "Enter it as the permit shows it (such as 13-ユ-301234).",
        "職業安定法 30条, 33条; 許可番号の様式",
    )


def licence_last_day(valid_from: date, kind: LicenceKind, *, is_first: bool) -> date | None:
    """Return the last day of a licence; None for a notification, which has no end.

    Args:
        valid_from: its first day.
        kind: what the number says.
        is_first: it is no renewal.

    Source: 職業安定法 32条の6, 33条3項.
    """
    if kind is LicenceKind.PAID:
        key = "licence_years_first" if is_first else "licence_years_renewal"
    elif kind is LicenceKind.FREE:
        key = "licence_years_free"
    else:
        return None
    return last_day_of(valid_from, years=find_number(key, on=valid_from))


def licence_reminders(valid_to: date) -> tuple[date, ...]:
    """Return the days on which the renewal of a licence is brought to mind.

    Args:
        valid_to: its last day.
    """
    months = find_numbers("licence_renewal_reminder_months", on=valid_to)
    return tuple(add_months(valid_to, -count) for count in months)


def lecture_last_day(held_on: date) -> date:
    """Return the last day on which the lecture of a responsible person counts.

    Args:
        held_on: the day of the lecture.

    Source: 職業安定法施行規則 24条の6.
    """
    years = find_number("responsible_lecture_years", on=held_on)
    return last_day_of(held_on, years=years)


def check_responsible_person(*, name: str, lecture_on: date | None, on: date) -> Refusal | None:
    """H1: an office has a responsible person whose lecture still counts.

    Args:
        name: 職業紹介責任者; empty if nobody is named.
        lecture_on: the day of the lecture; None if unknown.
        on: the day in question.
    """
    if name.strip() and lecture_on and lecture_on <= on <= lecture_last_day(lecture_on):
        return None
    return Refusal(
        "H1",
        "有効な講習を受けた職業紹介責任者が登録されていません。",
        "There is no responsible person with a lecture that still counts.",
        "責任者の氏名と講習の受講日を登録してください。",
        "Record the name and the day of the lecture.",
        "職業安定法 32条の14; 施行規則 24条の6",
    )
