"""How far the wishes of one pair are met, over packed records: the numbers of ``wishes``.

``person`` and ``opening`` are where a record starts in its array. Whole numbers only;
``UNSET`` stands for a wish that has no value.
"""

from typing import Final

from tasuki.core.market.fit.compiled import compiled
from tasuki.core.market.fit.packing import AREAS, O_LANGUAGES, P_LANGUAGES, WISHED, Rules
from tasuki.core.market.fit.ragged import Int32s, Int64s
from tasuki.core.market.fit.tables import (
    HAS_AREAS,
    HAS_LANGUAGES,
    HAS_OCCUPATIONS,
    KNOWN,
    O_HOURS,
    O_MAJOR,
    O_MIDDLE,
    O_MUNICIPALITY,
    O_PAY,
    O_PREFECTURE,
    O_REMOTE,
    O_START,
    O_TERM,
    O_TIMES,
    P_COMMUTE_FROM,
    P_COMMUTE_MOST,
    P_HOURS,
    P_PAY,
    P_START,
    P_TERMS,
    P_TIMES,
)
from tasuki.core.market.fit.wishes import (
    COMMUTE_SLACK_MINUTES,
    HOURS_SLACK_MINUTES,
    PAY_SLACK,
    START_SLACK_DAYS,
)

UNSET: Final = -2_000_000_000
LINES_COUNT: Final = 14
_MILLION: Final = 1_000_000
_WORK: Final = 5
_MUNICIPALITIES: Final = 100_000
_PREFECTURE: Final = 1_000
_LANGUAGE: Final = _WORK + 6


@compiled
def beyond(excess: int, slack: int) -> int:
    """Return one million without excess, else how far beyond, at most minus one million."""
    if excess <= 0:
        return _MILLION
    return -min(_MILLION, excess * _MILLION // slack)


@compiled
def wished_occupation(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return how far a wished occupation is met."""
    middle = openings[opening + O_MIDDLE]
    if not people[person + KNOWN] & HAS_OCCUPATIONS or middle < 0:
        return UNSET
    best = -_MILLION
    for at in range(person + people[person + WISHED], person + people[person + WISHED + 1], 2):
        if people[at] == middle:
            return _MILLION
        if people[at + 1] == openings[opening + O_MAJOR]:
            best = 0
    return best


@compiled
def wished_area(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return how far a wished area is met."""
    if not people[person + KNOWN] & HAS_AREAS:
        return UNSET
    municipality, prefecture = openings[opening + O_MUNICIPALITY], openings[opening + O_PREFECTURE]
    if openings[opening + O_REMOTE]:
        return _MILLION
    is_near = False
    for at in range(person + people[person + AREAS], person + people[person + AREAS + 1]):
        area = people[at]
        if area == municipality or area == prefecture:  # noqa: SIM109 - compiled
            return _MILLION
        if area // _PREFECTURE == prefecture // _PREFECTURE:
            is_near = True
    if prefecture < 0:
        return UNSET
    if not is_near:
        return -_MILLION
    return UNSET if municipality < 0 else 0


@compiled
def wished_commute(
    people: Int32s, person: int, openings: Int32s, opening: int, rules: Rules
) -> int:
    """Return how far the longest commute is kept."""
    most = int(people[person + P_COMMUTE_MOST])
    if most < 0:
        return UNSET
    if openings[opening + O_REMOTE]:
        return _MILLION
    begin, municipality = int(people[person + P_COMMUTE_FROM]), openings[opening + O_MUNICIPALITY]
    if begin < 0 or municipality < 0:
        return UNSET
    key = begin * _MUNICIPALITIES + int(municipality)
    low, high = 0, len(rules.commute)
    while low < high:
        middle = (low + high) // 2
        if rules.commute[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low == len(rules.commute) or rules.commute[low] != key:
        return UNSET
    return beyond(int(rules.minutes[low]) - most, COMMUTE_SLACK_MINUTES)


@compiled
def wished_times(wished: int, asked: int) -> int:
    """Return how far the times of the work are among those wished."""
    if wished < 0 or asked < 0:
        return UNSET
    count, missed = 0, 0
    for place in range(4):
        if asked >> place & 1:
            count += 1
            missed += 1 - (wished >> place & 1)
    return beyond(missed, count)


@compiled
def language_value(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return how far the languages of the work are spoken."""
    begin = opening + openings[opening + O_LANGUAGES]
    end = opening + openings[opening + O_LANGUAGES + 1]
    if begin == end or not people[person + KNOWN] & HAS_LANGUAGES:
        return UNSET
    mine = person + people[person + P_LANGUAGES]
    my_end = person + people[person + P_LANGUAGES + 1]
    total = 0
    for at in range(begin, end, 2):
        held, needed = 0, int(openings[at + 1])
        for one in range(mine, my_end, 2):
            if people[one] == openings[at]:
                held = int(people[one + 1])
        total += beyond(needed - held, needed)
    count = int(end - begin) // 2
    return total // count if total >= 0 else -(-total // count)


@compiled
def fill_wishes(
    people: Int32s, person: int, openings: Int32s, opening: int, rules: Rules, out: Int64s
) -> None:
    """Write how far each wish is met behind the other parts."""
    for at in range(_WORK, LINES_COUNT):
        out[at] = UNSET
    out[_LANGUAGE] = language_value(people, person, openings, opening)
    if rules.is_full:
        out[_WORK] = wished_occupation(people, person, openings, opening)
        out[_WORK + 1] = wished_area(people, person, openings, opening)
        out[_WORK + 2] = wished_commute(people, person, openings, opening, rules)
        fill_terms(people, person, openings, opening, out)


@compiled
def fill_terms(people: Int32s, person: int, openings: Int32s, opening: int, out: Int64s) -> None:
    """Write how far hours, times, pay, start and term are as wished."""
    mine, work = int(people[person + P_HOURS]), int(openings[opening + O_HOURS])
    if mine >= 0 and work >= 0:
        out[_WORK + 3] = beyond(work - mine, HOURS_SLACK_MINUTES)
    out[_WORK + 4] = wished_times(int(people[person + P_TIMES]), int(openings[opening + O_TIMES]))
    mine, work = int(people[person + P_PAY]), int(openings[opening + O_PAY])
    if mine >= 0 and work >= 0:
        out[_WORK + 5] = beyond((mine - work) * PAY_SLACK, mine)
    mine, work = int(people[person + P_START]), int(openings[opening + O_START])
    if mine >= 0 and work >= 0:
        out[_WORK + 7] = beyond(mine - work, START_SLACK_DAYS)
    mine, work = int(people[person + P_TERMS]), int(openings[opening + O_TERM])
    if mine >= 0 and work >= 0:
        out[_WORK + 8] = _MILLION if mine & work else -_MILLION


@compiled
def wishes_met(out: Int64s) -> tuple[int, int]:
    """Return how many wishes have a value, and the sum of their values."""
    count, total = 0, 0
    for at in range(_WORK, LINES_COUNT):
        if out[at] != UNSET:
            count += 1
            total += out[at]
    return count, total
