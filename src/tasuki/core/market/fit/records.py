"""What a fit is computed from: a person and an opening, as plain values.

None means that nothing is known, an empty tuple that it is known to be none. There is no field
for a name, an age, an address or any other matter that a score must not know.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.market.fit.features import FitError

LEVEL_MAX: Final = 4
LANGUAGE_LEVEL_MAX: Final = 6
MONTHS_MAX: Final = 120
"""Years count up to ten: more would stand for age."""


class Term(StrEnum):
    """What kind of employment; the stored values of the wishes of a job seeker."""

    INDEFINITE = "indefinite"
    FIXED = "fixed"
    PART_TIME = "part_time"


class Time(StrEnum):
    """When somebody works; stored."""

    DAY = "day"
    EVENING = "evening"
    NIGHT = "night"
    WEEKEND = "weekend"


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A skill held or asked.

    Attributes:
        skill: its key in the vocabulary.
        level: 1 has learnt it, 2 with guidance, 3 alone, 4 teaches it; None if not stated.
    """

    skill: str
    level: int | None = None

    def __post_init__(self) -> None:
        _check_range("skill level", self.level, 1, LEVEL_MAX)


@dataclass(frozen=True, slots=True)
class LanguageLevel:
    """A language held, or needed for the work.

    Attributes:
        language: its code, such as ``en``.
        level: 1-6 as A1-C2 of the European framework.
    """

    language: str
    level: int

    def __post_init__(self) -> None:
        _check_range("language level", self.level, 1, LANGUAGE_LEVEL_MAX)


@dataclass(frozen=True, slots=True)
class Experience:
    """Time spent in one occupation, all posts together.

    Attributes:
        occupation: code of the occupation classification, such as ``12_072-06``.
        months: >= 0; None if the days are not known. Only the first 120 count.
    """

    occupation: str
    months: int | None = None

    def __post_init__(self) -> None:
        _check_range("months", self.months, 0, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitWishes:
    """What a person wishes; a wish not stated is None.

    Attributes:
        occupations: codes the person would like to work in.
        areas: prefectures (``13``) or municipalities (``13101``).
        commute_from: municipality the person stated as the start; never the address.
        commute_minutes_most: longest commute, one way.
        weekly_minutes_most: longest working week.
        times: when the person can work.
        pay_yen_least: lowest pay of a year.
        starts_on: first day the person can work.
        terms: kinds of employment.
    """

    occupations: tuple[str, ...] | None = None
    areas: tuple[str, ...] | None = None
    commute_from: str | None = None
    commute_minutes_most: int | None = None
    weekly_minutes_most: int | None = None
    times: tuple[Time, ...] | None = None
    pay_yen_least: int | None = None
    starts_on: date | None = None
    terms: tuple[Term, ...] | None = None

    def __post_init__(self) -> None:
        for name in ("commute_minutes_most", "weekly_minutes_most", "pay_yen_least"):
            _check_range(name, getattr(self, name), 1, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPerson:
    """A person as a score may know them.

    Attributes:
        id: external id; gives the order among equals.
        experience: occupations done; None if no career is known.
        skills: own statements; an assessment by a company is none of them.
        certificates: keys of certificates held and not expired.
        languages: looked at only where an opening states a level.
        text: what the person did, in words.
        wishes: as stated.
        released_to: organisations that may see the record (H2).
        blocked: organisations or openings the person does not want to be shown to.
        valid_to: last day on which the person may be suggested; None while open.
        may_be_suggested: no stop of use, no ban of solicitation (H7, H8).
    """

    id: str
    experience: tuple[Experience, ...] | None = None
    skills: tuple[SkillLevel, ...] | None = None
    certificates: tuple[str, ...] | None = None
    languages: tuple[LanguageLevel, ...] | None = None
    text: str = ""
    wishes: FitWishes = field(default_factory=FitWishes, repr=False)
    released_to: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    valid_to: date | None = None
    may_be_suggested: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FitOpening:
    """An opening as a score may know it.

    Attributes:
        id: external id; gives the order among equals.
        organisation: who gets to see a person proposed here.
        title: as shown.
        text: title, other names and content together are compared with the text of a person.
        other_names: of the job.
        occupation: code of the occupation classification.
        skills: asked, with the level the work needs.
        certificates: welcome; a share of the score.
        required_certificates: without them nobody may do the work; a filter.
        months: experience asked in the occupation; None or 0 if none is asked.
        languages: levels needed for the work.
        prefecture: ``13``; None if unknown.
        municipality: ``13101``; None if unknown.
        is_remote: can be done from anywhere.
        weekly_minutes: working week.
        times: when the work is done.
        pay_yen_most: highest pay of a year.
        starts_on: wished first day.
        term: kind of employment.
        capacity: persons wanted, >= 1.
        blocked: persons the organisation settled not to be shown, with its reason elsewhere.
        as_of: last day on which the employer confirmed it.
        valid_to: last day; None while open.
        is_open: neither filled nor suspended.
    """

    id: str
    organisation: str
    title: str = ""
    text: str = ""
    other_names: tuple[str, ...] = ()
    occupation: str | None = None
    skills: tuple[SkillLevel, ...] | None = None
    certificates: tuple[str, ...] = ()
    required_certificates: tuple[str, ...] = ()
    months: int | None = None
    languages: tuple[LanguageLevel, ...] = ()
    prefecture: str | None = None
    municipality: str | None = None
    is_remote: bool = False
    weekly_minutes: int | None = None
    times: tuple[Time, ...] | None = None
    pay_yen_most: int | None = None
    starts_on: date | None = None
    term: Term | None = None
    capacity: int = 1
    blocked: tuple[str, ...] = ()
    as_of: date | None = None
    valid_to: date | None = None
    is_open: bool = True

    def __post_init__(self) -> None:
        _check_range("months", self.months, 0, None)
        _check_range("weekly_minutes", self.weekly_minutes, 1, None)
        _check_range("capacity", self.capacity, 1, None)

    @property
    def words(self) -> str:
        """All words of the opening that are compared with those of a person."""
        return "\n".join(one for one in (self.title, *self.other_names, self.text) if one)


def digest_of(record: FitPerson | FitOpening) -> str:
    """Return the SHA-256 of everything a score knows of a person or an opening, in hex."""
    text = json.dumps(asdict(record), ensure_ascii=False, sort_keys=True, default=_as_text)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_text(value: date) -> str:
    return value.isoformat()


def _check_range(name: str, value: int | None, least: int, most: int | None) -> None:
    if value is not None and (value < least or (most is not None and value > most)):
        raise FitError(f"{name} is {value}, not within {least}..{'' if most is None else most}")
