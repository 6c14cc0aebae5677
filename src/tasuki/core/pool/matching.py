"""Why an opening of the own company may fit a pool member, and what to ask first.

Only jobs the person applied for, skills they stated and their own tags are read. Age, sex, family,
nationality and every other trait of H5 never enter. Nothing is ranked or left out: a human reads
the reasons and decides (H12).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tasuki.core.pool.labels import PoolTag
from tasuki.core.words import Words

OLD_DAYS: Final = 183
_LETTERS_LEAST: Final = 2
_CUT: Final = re.compile(r"[\s、。，,.・/／（）()「」\-－]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words of an opening: title and occupation."""

    title: str
    occupation: str

    @property
    def text(self) -> str:
        """Both in one line, lower case."""
        return f"{self.title} {self.occupation}".lower()


@dataclass(frozen=True, slots=True)
class Known:
    """What a company knows by the person's own word.

    Attributes:
        jobs: titles of the jobs the person applied for here.
        skills: names of skills the person stated.
        tags: of the entry.
        applied_on: the last application; None if no day is known.
    """

    jobs: Sequence[str] = field(repr=False)
    skills: Sequence[str] = field(repr=False)
    tags: Collection[str] = ()
    applied_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks for writing to the person, and what has to be verified."""

    reasons: tuple[Words, ...]
    points: tuple[Words, ...]


def find_fit(wanted: Wanted, known: Known, *, on: date) -> Fit:
    """Return reasons and points to verify; both may be empty.

    Args:
        wanted: words of an open opening of the same company.
        known: facts of one person, H5 data never among them.
        on: the day of asking.
    """
    reasons = [
        Words(f"「{job}」に応募したことがあります", f"applied for “{job}” before")
        for job in dict.fromkeys(known.jobs)
        if _share(job, wanted.text)
    ]
    reasons += [
        Words(f"求人にあるスキル「{skill}」", f"stated the skill “{skill}” of the opening")
        for skill in dict.fromkeys(known.skills)
        if len(skill) >= _LETTERS_LEAST and skill.lower() in wanted.text
    ]
    if PoolTag.OTHER_JOB in known.tags:
        reasons.append(Words("別の職種も希望", "is open to another job"))
    points = []
    if known.applied_on is None or (on - known.applied_on).days > OLD_DAYS:
        points.append(Words("情報が半年より前のものです", "the data is older than half a year"))
    if not known.skills:
        points.append(Words("スキルの記録がありません", "no skill is on record"))
    points.append(Words("今の希望と条件", "present wishes and conditions"))
    return Fit(tuple(reasons), tuple(points))


def _share(job: str, text: str) -> bool:
    parts = [part for part in _CUT.split(job.lower()) if len(part) >= _LETTERS_LEAST]
    return any(part in text for part in parts)
