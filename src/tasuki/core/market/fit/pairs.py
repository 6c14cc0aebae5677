"""The score of one pair over packed records: the same numbers as ``scorer``, made for loops.

``person`` and ``opening`` are where a record starts in its array. Whole numbers only;
``UNSET`` stands for a part or a wish that has no value.
"""

from typing import Final

from tasuki.core.market.fit.compiled import compiled
from tasuki.core.market.fit.packing import (
    AREAS,
    DONE,
    O_BLOCKED,
    O_CERTIFICATES,
    O_LANGUAGES,
    O_SKILLS,
    O_TEXT,
    P_BLOCKED,
    P_CERTIFICATES,
    P_LANGUAGES,
    P_SKILLS,
    P_TEXT,
    RELATED_CODES,
    RELEASED,
    REQUIRED,
    WISHED,
    Rules,
)
from tasuki.core.market.fit.parts import LEVEL_NOT_STATED, RELATED, SAME_MAJOR, SAME_MIDDLE
from tasuki.core.market.fit.ragged import Int32s, Int64s
from tasuki.core.market.fit.records import MONTHS_MAX
from tasuki.core.market.fit.tables import (
    HAS_AREAS,
    HAS_CERTIFICATES,
    HAS_EXPERIENCE,
    HAS_LANGUAGES,
    HAS_OCCUPATIONS,
    HAS_SKILLS,
    KNOWN,
    O_CODE,
    O_HOURS,
    O_MAJOR,
    O_MIDDLE,
    O_MONTHS,
    O_MUNICIPALITY,
    O_ORGANISATION,
    O_OWN,
    O_PAY,
    O_PREFECTURE,
    O_REMOTE,
    O_START,
    O_TERM,
    O_TIMES,
    OUT,
    P_COMMUTE_FROM,
    P_COMMUTE_MOST,
    P_HOURS,
    P_OWN,
    P_PAY,
    P_START,
    P_TERMS,
    P_TIMES,
)
from tasuki.core.market.fit.text import UNIT
from tasuki.core.market.fit.wishes import (
    COMMUTE_SLACK_MINUTES,
    HOURS_SLACK_MINUTES,
    PAY_SLACK,
    START_SLACK_DAYS,
)

UNSET: Final = -2_000_000_000
LINES_COUNT: Final = 14
_MILLION: Final = 1_000_000
_SQUARE: Final = UNIT * UNIT
_WORK: Final = 5
_MUNICIPALITIES: Final = 100_000
_PREFECTURE: Final = 1_000
_LANGUAGE: Final = _WORK + 6


@compiled
def has(cells: Int32s, record: int, part: int, one: int) -> bool:
    """Return whether a list of a record holds a number."""
    for at in range(record + cells[record + part], record + cells[record + part + 1]):
        if cells[at] == one:
            return True
    return False


@compiled
def is_apart(people: Int32s, person: int, openings: Int32s, opening: int) -> bool:
    """Return whether a filter keeps the two apart."""
    if people[person + OUT] >= 0 or openings[opening + OUT] >= 0:
        return True
    organisation = openings[opening + O_ORGANISATION]
    if not has(people, person, RELEASED, organisation):
        return True
    if has(people, person, P_BLOCKED, organisation):
        return True
    if has(people, person, P_BLOCKED, openings[opening + O_OWN]):
        return True
    if has(openings, opening, O_BLOCKED, people[person + P_OWN]):
        return True
    begin, end = opening + openings[opening + REQUIRED], opening + openings[opening + REQUIRED + 1]
    for at in range(begin, end):  # noqa: SIM110 - compiled
        if not has(people, person, P_CERTIFICATES, openings[at]):
            return True
    return False


@compiled
def beyond(excess: int, slack: int) -> int:
    """Return one million without excess, else how far beyond, at most minus one million."""
    if excess <= 0:
        return _MILLION
    return -min(_MILLION, excess * _MILLION // slack)


@compiled
def occupation_value(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return the likeness of the nearest occupation done."""
    code = openings[opening + O_CODE]
    if code < 0 or not people[person + KNOWN] & HAS_EXPERIENCE:
        return UNSET
    best = 0
    for at in range(person + people[person + DONE], person + people[person + DONE + 1], 4):
        found = 0
        if people[at] == code:
            found = _MILLION
        elif people[at + 1] == openings[opening + O_MIDDLE]:
            found = SAME_MIDDLE
        elif has(openings, opening, RELATED_CODES, people[at]):
            found = RELATED
        elif people[at + 2] == openings[opening + O_MAJOR]:
            found = SAME_MAJOR
        best = max(best, found)
    return best


@compiled
def level_factor(needed: int, held: int) -> int:
    """Return how much of a shared skill counts; 0 is a level not stated."""
    if needed == 0 or held >= needed:
        return _MILLION
    return LEVEL_NOT_STATED if held == 0 else held * _MILLION // needed


@compiled
def skills_value(
    people: Int32s, person: int, openings: Int32s, opening: int, rules: Rules, laid: Int32s
) -> int:
    """Return the share of the asked skills that is held.

    Args:
        people: records.
        person: where the record starts.
        openings: records.
        opening: where the record starts.
        rules: say whether the row is a person.
        laid: place of each skill in the list of the row, from 1; 0 where it has none.
    """
    mine, my_end = person + people[person + P_SKILLS], person + people[person + P_SKILLS + 1]
    begin, end = opening + openings[opening + O_SKILLS], opening + openings[opening + O_SKILLS + 1]
    if begin == end or not people[person + KNOWN] & HAS_SKILLS:
        return UNSET
    whole, counted = 0, 0
    for at in range(begin, end, 3):
        rarity = int(openings[at + 2])
        whole += rarity
        if rules.is_full and laid[openings[at]]:
            held = int(people[mine + laid[openings[at]]])
            counted += rarity * level_factor(int(openings[at + 1]), held)
    if not rules.is_full:
        for at in range(mine, my_end, 2):
            if laid[people[at]]:
                asked = begin + laid[people[at]]
                factor = level_factor(int(openings[asked]), int(people[at + 1]))
                counted += int(openings[asked + 1]) * factor
    return counted // whole


@compiled
def certificates_value(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return the share of the welcome certificates that is held."""
    begin = opening + openings[opening + O_CERTIFICATES]
    end = opening + openings[opening + O_CERTIFICATES + 1]
    if begin == end or not people[person + KNOWN] & HAS_CERTIFICATES:
        return UNSET
    held = 0
    for at in range(begin, end):
        if has(people, person, P_CERTIFICATES, openings[at]):
            held += 1
    return held * _MILLION // int(end - begin)


@compiled
def experience_value(people: Int32s, person: int, openings: Int32s, opening: int) -> int:
    """Return the share of the asked experience that is there."""
    asked, middle = int(openings[opening + O_MONTHS]), openings[opening + O_MIDDLE]
    if asked == 0 or middle < 0 or not people[person + KNOWN] & HAS_EXPERIENCE:
        return UNSET
    months, is_there, is_known = 0, False, False
    for at in range(person + people[person + DONE], person + people[person + DONE + 1], 4):
        if people[at + 1] == middle:
            is_there = True
            if people[at + 3] >= 0:
                is_known = True
                months += int(people[at + 3])
    if is_there and not is_known:
        return UNSET
    asked = min(asked, MONTHS_MAX)
    return min(months, asked) * _MILLION // asked


@compiled
def lay_out(
    cells: Int32s, record: int, skills: int, width: int, text: int, laid: Int32s, weights: Int32s
) -> None:
    """Lay the skills and the text of a row out, each at its number.

    Args:
        cells: records.
        record: where the row starts.
        skills: which of its lists are the skills.
        width: numbers of a skill.
        text: which of its lists is the text.
        laid: written: place of each skill in its list, from 1.
        weights: written: weight of each run of the text.
    """
    begin = record + cells[record + skills]
    for at in range(begin, record + cells[record + skills + 1], width):
        laid[cells[at]] = at - begin + 1
    for at in range(record + cells[record + text], record + cells[record + text + 1], 2):
        weights[cells[at]] = cells[at + 1]


@compiled
def take_away(
    cells: Int32s, record: int, skills: int, width: int, text: int, laid: Int32s, weights: Int32s
) -> None:
    """Take away what ``lay_out`` laid out."""
    begin, end = record + cells[record + skills], record + cells[record + skills + 1]
    for at in range(begin, end, width):
        laid[cells[at]] = 0
    for at in range(record + cells[record + text], record + cells[record + text + 1], 2):
        weights[cells[at]] = 0


@compiled
def text_value(cells: Int32s, record: int, part: int, weights: Int32s) -> int:
    """Return the cosine of the text of a record and the one laid out."""
    dot = 0
    for at in range(record + cells[record + part], record + cells[record + part + 1], 2):
        dot += int(weights[cells[at]]) * int(cells[at + 1])
    return min(_MILLION, max(0, dot) * _MILLION // _SQUARE)


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
    out[_WORK:] = UNSET
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
def share(weight: int, value: int, whole: int) -> int:
    """Return ``weight * value / whole``, cut towards zero."""
    if value >= 0:
        return weight * value // whole
    return -(weight * -value // whole)


@compiled
def settle(rules: Rules, out: Int64s, wishes: int) -> int:
    """Turn values into points and return their sum.

    Args:
        rules: the weights.
        out: values of the lines; points afterwards.
        wishes: how many wishes have a value.
    """
    whole = rules.weights[_WORK] if wishes else 0
    for at in range(_WORK):
        if out[at] != UNSET:
            whole += rules.weights[at]
    total = 0
    for at in range(LINES_COUNT):
        if whole == 0:
            out[at] = UNSET
        elif out[at] != UNSET:
            if at < _WORK:
                out[at] = share(rules.weights[at], out[at], whole)
            else:
                out[at] = share(rules.weights[_WORK], out[at], whole * wishes)
            total += out[at]
    return total


@compiled
def wishes_met(out: Int64s) -> tuple[int, int]:
    """Return how many wishes have a value, and the sum of their values."""
    count, total = 0, 0
    for at in range(_WORK, LINES_COUNT):
        if out[at] != UNSET:
            count += 1
            total += out[at]
    return count, total


@compiled
def fill_work(
    people: Int32s,
    person: int,
    openings: Int32s,
    opening: int,
    rules: Rules,
    laid: Int32s,
    out: Int64s,
) -> int:
    """Write the values of the parts about the work; return a score that cannot be exceeded.

    Args:
        people: records.
        person: where the record starts.
        openings: records.
        opening: where the record starts.
        rules: weights and commutes.
        laid: the skills of the row, laid out.
        out: int64 (14,), the first four are written.
    """
    out[0] = occupation_value(people, person, openings, opening)
    out[1] = skills_value(people, person, openings, opening, rules, laid)
    out[2] = certificates_value(people, person, openings, opening)
    out[3] = experience_value(people, person, openings, opening)
    whole = rules.weights[_WORK - 1] + rules.weights[_WORK]
    reached = whole * _MILLION
    for at in range(_WORK - 1):
        if out[at] != UNSET:
            reached += rules.weights[at] * out[at]
            whole += rules.weights[at]
    # Every cut towards zero can raise a negative line by less than one.
    return int(reached // max(1, whole)) + LINES_COUNT


@compiled
def finish_pair(
    people: Int32s,
    person: int,
    openings: Int32s,
    opening: int,
    rules: Rules,
    weights: Int32s,
    out: Int64s,
    least: int,
) -> int:
    """Return the score of a pair and write its points; ``UNSET`` if it cannot reach ``least``.

    Args:
        people: records.
        person: where the record starts.
        openings: records.
        opening: where the record starts.
        rules: weights and commutes.
        weights: the text of the row, the person or the opening, laid out.
        out: int64 (14,): values of the parts about the work; points of all lines afterwards.
        least: a lower score is of no use to the caller.
    """
    fill_wishes(people, person, openings, opening, rules, out)
    wishes, total = wishes_met(out)
    whole = rules.weights[_WORK - 1]
    reached = whole * _MILLION
    if wishes:
        reached += rules.weights[_WORK] * total // wishes
        whole += rules.weights[_WORK]
    for at in range(_WORK - 1):
        if out[at] != UNSET:
            reached += rules.weights[at] * out[at]
            whole += rules.weights[at]
    if reached // max(1, whole) + LINES_COUNT < least:
        return UNSET
    out[_WORK - 1] = UNSET
    if (
        people[person + P_TEXT] < people[person + P_TEXT + 1]
        and openings[opening + O_TEXT] < openings[opening + O_TEXT + 1]
    ):
        if rules.is_full:
            out[_WORK - 1] = text_value(openings, opening, O_TEXT, weights)
        else:
            out[_WORK - 1] = text_value(people, person, P_TEXT, weights)
    return settle(rules, out, wishes)
