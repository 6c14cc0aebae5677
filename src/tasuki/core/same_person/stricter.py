"""The stricter of two: what two records allow together once they are one person.

A merge is a member's opinion and not the person's word, so it never widens what either record
allowed: a no beats a yes, an earlier end beats a later one.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """The last word of a person on one question, as one record holds it."""

    NONE = "none"
    LIVE = "live"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one record stands on one question.

    Attributes:
        answer: never asked, a live yes, or a no, a withdrawal or an end.
        until: last day of a live yes; None without an end.
    """

    answer: Answer
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """What a merge leaves of the yes given before it: until a day, or nothing (None)."""

    until: date | None


def limit_consent(left: Standing, right: Standing) -> Limit | None:
    """Return what two answers to one question leave together; None where nothing narrows.

    Never having been asked is no answer: it narrows nothing.
    """
    answers = {left.answer, right.answer}
    if answers == {Answer.LIVE, Answer.ENDED}:
        return Limit(None)
    if answers != {Answer.LIVE} or left.until == right.until:
        return None
    return Limit(min(day for day in (left.until, right.until) if day is not None))


def stricter_start(left: date | None, right: date | None) -> date | None:
    """Return the earlier start of two retention clocks; None while one has not started."""
    return None if left is None or right is None else min(left, right)
