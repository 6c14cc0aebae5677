"""How far an opening meets what a person stated, and a person what the work needs in languages.

One million is met, below zero is beyond the wish. A wish nobody stated counts nowhere; one that
cannot be answered is left out and said so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from tasuki.core.market.fit.features import WISHES, Wish
from tasuki.core.market.fit.filters import prefecture_of
from tasuki.core.market.fit.records import FitOpening, FitPerson
from tasuki.core.market.fit.vocabulary import Vocabulary, major_group, middle_group
from tasuki.core.market.fit.weights import MILLION

COMMUTE_SLACK_MINUTES: Final = 30
HOURS_SLACK_MINUTES: Final = 600
START_SLACK_DAYS: Final = 60
PAY_SLACK: Final = 5
"""A fifth below the wished pay counts as wholly missed."""


class Direction(StrEnum):
    """Who looks for whom; stored."""

    TO_OPENINGS = "to_openings"
    TO_PEOPLE = "to_people"


class Side(StrEnum):
    """On whose side something is not known; stored."""

    PERSON = "person"
    OPENING = "opening"


@dataclass(frozen=True, slots=True)
class Pair:
    """A person and an opening side by side, with the words they are read with."""

    person: FitPerson
    opening: FitOpening
    vocabulary: Vocabulary


type Met = int | Side | None
"""Millionths -1,000,000..1,000,000; the side on which it is not known; None if nobody asks."""


def find_met(pair: Pair, direction: Direction) -> dict[Wish, Met]:
    """Return how far each wish is met.

    Args:
        pair: person and opening.
        direction: towards people only the languages of the work are looked at.
    """
    if direction is Direction.TO_PEOPLE:
        return {Wish.LANGUAGE: _language(pair)}
    return {wish: _RULES[wish](pair) for wish in WISHES}


def beyond(excess: int, slack: int) -> int:
    """Return one million without excess, else how far beyond, at most minus one million."""
    return MILLION if excess <= 0 else -min(MILLION, excess * MILLION // slack)


def _occupation(pair: Pair) -> Met:
    wished, code = pair.person.wishes.occupations, pair.opening.occupation
    if wished is None:
        return None
    if code is None:
        return Side.OPENING
    if middle_group(code) in {middle_group(one) for one in wished}:
        return MILLION
    return 0 if major_group(code) in {major_group(one) for one in wished} else -MILLION


def _area(pair: Pair) -> Met:
    areas, opening = pair.person.wishes.areas, pair.opening
    if areas is None:
        return None
    prefecture = prefecture_of(opening)
    if opening.is_remote or opening.municipality in areas or prefecture in areas:
        return MILLION
    if prefecture is None:
        return Side.OPENING
    if not any(area[:2] == prefecture for area in areas):
        return -MILLION
    return Side.OPENING if opening.municipality is None else 0


def _commute(pair: Pair) -> Met:
    wishes, opening = pair.person.wishes, pair.opening
    if wishes.commute_minutes_most is None:
        return None
    if opening.is_remote:
        return MILLION
    if wishes.commute_from is None:
        return Side.PERSON
    minutes = pair.vocabulary.minutes(wishes.commute_from, opening.municipality)
    if minutes is None:
        return Side.OPENING
    return beyond(minutes - wishes.commute_minutes_most, COMMUTE_SLACK_MINUTES)


def _hours(pair: Pair) -> Met:
    most, asked = pair.person.wishes.weekly_minutes_most, pair.opening.weekly_minutes
    if most is None:
        return None
    return Side.OPENING if asked is None else beyond(asked - most, HOURS_SLACK_MINUTES)


def _times(pair: Pair) -> Met:
    times, asked = pair.person.wishes.times, pair.opening.times
    if times is None:
        return None
    if not asked:
        return Side.OPENING
    asked_set = set(asked)
    return beyond(len(asked_set - set(times)), len(asked_set))


def _pay(pair: Pair) -> Met:
    least, most = pair.person.wishes.pay_yen_least, pair.opening.pay_yen_most
    if least is None:
        return None
    return Side.OPENING if most is None else beyond((least - most) * PAY_SLACK, least)


def _language(pair: Pair) -> Met:
    needed, held = pair.opening.languages, pair.person.languages
    if not needed:
        return None
    if held is None:
        return Side.PERSON
    levels = {one.language: one.level for one in held}
    total = sum(beyond(one.level - levels.get(one.language, 0), one.level) for one in needed)
    cut = abs(total) // len(needed)
    return cut if total >= 0 else -cut


def _start(pair: Pair) -> Met:
    can, wished = pair.person.wishes.starts_on, pair.opening.starts_on
    if can is None:
        return None
    return Side.OPENING if wished is None else beyond((can - wished).days, START_SLACK_DAYS)


def _term(pair: Pair) -> Met:
    terms, term = pair.person.wishes.terms, pair.opening.term
    if terms is None:
        return None
    if term is None:
        return Side.OPENING
    return MILLION if term in terms else -MILLION


_RULES: Final[Mapping[Wish, Callable[[Pair], Met]]] = MappingProxyType(
    {
        Wish.OCCUPATION: _occupation,
        Wish.AREA: _area,
        Wish.COMMUTE: _commute,
        Wish.HOURS: _hours,
        Wish.TIMES: _times,
        Wish.PAY: _pay,
        Wish.LANGUAGE: _language,
        Wish.START: _start,
        Wish.TERM: _term,
    }
)
