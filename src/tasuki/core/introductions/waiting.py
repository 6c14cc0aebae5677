"""Who has to act in an introduction, and until when.

Pure: the caller says what day it is and what lies ahead.
"""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.introductions.machine import CaseState
from tasuki.core.words import Words

ANSWER_DAYS: Final = 5
"""Days to answer before an introduction counts as overdue, and between two reminders (design)."""


class Turn(StrEnum):
    """Whose turn it is; stored."""

    PERSON = "person"
    AGENCY = "agency"
    COMPANY = "company"
    NOBODY = "nobody"


TURN_WORDS: Final[dict[Turn, Words]] = {
    Turn.PERSON: Words("本人", "the person"),
    Turn.AGENCY: Words("紹介会社", "the agency"),
    Turn.COMPANY: Words("会社", "the company"),
    Turn.NOBODY: Words("なし", "nobody"),
}

_TURNS: Final[dict[CaseState, Turn]] = {
    CaseState.ASKED: Turn.PERSON,
    CaseState.AGREED: Turn.AGENCY,
    CaseState.DOCUMENT: Turn.COMPANY,
    CaseState.INTERVIEW: Turn.COMPANY,
    CaseState.OFFER: Turn.PERSON,
    CaseState.ACCEPTED: Turn.COMPANY,
    CaseState.NOT_HIRED: Turn.AGENCY,
}


def turn_of(state: CaseState, *, is_told: bool = False) -> Turn:
    """Return whose turn it is.

    Args:
        state: of the case.
        is_told: whether the person was told that it ended; until then the agency owes that.
    """
    if state is CaseState.NOT_HIRED and is_told:
        return Turn.NOBODY
    return _TURNS.get(state, Turn.NOBODY)


def answer_day(
    today: date,
    *,
    interview_on: date | None = None,
    named_day: date | None = None,
) -> date:
    """Return the last day to act.

    Args:
        today: the day of the step.
        interview_on: day of the interview that is waited for; the days count from there.
        named_day: a day that somebody named: to answer an offer, to begin work.
    """
    if named_day is not None:
        return named_day
    begin = max(today, interview_on) if interview_on is not None else today
    return begin + timedelta(days=ANSWER_DAYS)


def is_overdue(answer_by: date | None, *, on: date) -> bool:
    """Return whether the last day to act is over; on the day itself it is not."""
    return answer_by is not None and answer_by < on


def is_reminder_due(answer_by: date | None, reminded_on: date | None, *, on: date) -> bool:
    """Return whether somebody is reminded today: once overdue, then every five days."""
    if not is_overdue(answer_by, on=on):
        return False
    return reminded_on is None or on >= reminded_on + timedelta(days=ANSWER_DAYS)
