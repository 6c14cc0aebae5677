"""The score of one pair over flat arrays: the same numbers as ``scorer``, made for loops.

Whole numbers only. ``UNSET`` stands for a part or a wish that has no value.
"""

from typing import Final

from tasuki.core.market.fit.arrays import Openings, People, Rules
from tasuki.core.market.fit.compiled import compiled
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


@compiled
def has(ids: Int32s, start: int, end: int, one: int) -> bool:
    """Return whether a row holds a number."""
    for at in range(start, end):
        if ids[at] == one:
            return True
    return False


@compiled
def is_apart(people: People, person: int, openings: Openings, opening: int) -> bool:
    """Return whether a filter keeps the two apart."""
    if people.numbers[person, OUT] >= 0 or openings.numbers[opening, OUT] >= 0:
        return True
    start, end = people.released_at[person], people.released_at[person + 1]
    organisation = openings.numbers[opening, O_ORGANISATION]
    if not has(people.released, start, end, organisation):
        return True
    start, end = people.blocked_at[person], people.blocked_at[person + 1]
    if has(people.blocked, start, end, organisation) or has(
        people.blocked, start, end, openings.numbers[opening, O_OWN]
    ):
        return True
    start, end = openings.blocked_at[opening], openings.blocked_at[opening + 1]
    if has(openings.blocked, start, end, people.numbers[person, P_OWN]):
        return True
    return lacks_certificate(people, person, openings, opening)


@compiled
def lacks_certificate(people: People, person: int, openings: Openings, opening: int) -> bool:
    """Return whether a required certificate is not among those held."""
    start, end = people.certificate_at[person], people.certificate_at[person + 1]
    for at in range(openings.required_at[opening], openings.required_at[opening + 1]):
        if not has(people.certificate, start, end, openings.required[at]):
            return True
    return False


@compiled
def beyond(excess: int, slack: int) -> int:
    """Return one million without excess, else how far beyond, at most minus one million."""
    if excess <= 0:
        return _MILLION
    return -min(_MILLION, excess * _MILLION // slack)


@compiled
def occupation_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return the likeness of the nearest occupation done."""
    code = openings.numbers[opening, O_CODE]
    if code < 0 or not people.numbers[person, KNOWN] & HAS_EXPERIENCE:
        return UNSET
    best = 0
    for at in range(people.done_at[person], people.done_at[person + 1]):
        found = 0
        if people.done_code[at] == code:
            found = _MILLION
        elif people.done_middle[at] == openings.numbers[opening, O_MIDDLE]:
            found = SAME_MIDDLE
        elif has(
            openings.related,
            openings.related_at[opening],
            openings.related_at[opening + 1],
            people.done_code[at],
        ):
            found = RELATED
        elif people.done_major[at] == openings.numbers[opening, O_MAJOR]:
            found = SAME_MAJOR
        best = max(best, found)
    return best


@compiled
def skills_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return the share of the asked skills that is held."""
    mine, my_end = people.skill_at[person], people.skill_at[person + 1]
    start, end = openings.skill_at[opening], openings.skill_at[opening + 1]
    if start == end or not people.numbers[person, KNOWN] & HAS_SKILLS:
        return UNSET
    whole, counted = 0, 0
    for at in range(start, end):
        rarity = int(openings.skill_rarity[at])
        whole += rarity
        while mine < my_end and people.skill[mine] < openings.skill[at]:
            mine += 1
        if mine < my_end and people.skill[mine] == openings.skill[at]:
            needed, held = int(openings.skill_level[at]), int(people.skill_level[mine])
            if needed == 0:
                counted += rarity * _MILLION
            elif held == 0:
                counted += rarity * LEVEL_NOT_STATED
            else:
                counted += rarity * min(_MILLION, held * _MILLION // needed)
    return counted // whole


@compiled
def certificates_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return the share of the welcome certificates that is held."""
    start, end = openings.certificate_at[opening], openings.certificate_at[opening + 1]
    if start == end or not people.numbers[person, KNOWN] & HAS_CERTIFICATES:
        return UNSET
    mine, my_end = people.certificate_at[person], people.certificate_at[person + 1]
    held = 0
    for at in range(start, end):
        if has(people.certificate, mine, my_end, openings.certificate[at]):
            held += 1
    return held * _MILLION // (end - start)


@compiled
def experience_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return the share of the asked experience that is there."""
    asked = openings.numbers[opening, O_MONTHS]
    middle = openings.numbers[opening, O_MIDDLE]
    if asked == 0 or middle < 0 or not people.numbers[person, KNOWN] & HAS_EXPERIENCE:
        return UNSET
    months, is_there, is_known = 0, False, False
    for at in range(people.done_at[person], people.done_at[person + 1]):
        if people.done_middle[at] == middle:
            is_there = True
            if people.done_months[at] >= 0:
                is_known = True
                months += int(people.done_months[at])
    if is_there and not is_known:
        return UNSET
    asked = min(asked, MONTHS_MAX)
    return min(months, asked) * _MILLION // asked


@compiled
def text_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return the cosine of the two texts."""
    mine, my_end = people.text_at[person], people.text_at[person + 1]
    at, end = openings.text_at[opening], openings.text_at[opening + 1]
    if mine == my_end or at == end:
        return UNSET
    dot = 0
    while mine < my_end and at < end:
        left, right = people.text[mine], openings.text[at]
        if left == right:
            dot += int(people.text_weight[mine]) * int(openings.text_weight[at])
            mine += 1
            at += 1
        elif left < right:
            mine += 1
        else:
            at += 1
    return min(_MILLION, max(0, dot) * _MILLION // _SQUARE)


@compiled
def wished_occupation(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return how far a wished occupation is met."""
    middle = openings.numbers[opening, O_MIDDLE]
    if not people.numbers[person, KNOWN] & HAS_OCCUPATIONS or middle < 0:
        return UNSET
    best = -_MILLION
    for at in range(people.wished_at[person], people.wished_at[person + 1]):
        if people.wished_middle[at] == middle:
            return _MILLION
        if people.wished_major[at] == openings.numbers[opening, O_MAJOR]:
            best = 0
    return best


@compiled
def wished_area(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return how far a wished area is met."""
    if not people.numbers[person, KNOWN] & HAS_AREAS:
        return UNSET
    if openings.numbers[opening, O_REMOTE]:
        return _MILLION
    municipality = openings.numbers[opening, O_MUNICIPALITY]
    prefecture = openings.numbers[opening, O_PREFECTURE]
    is_near = False
    for at in range(people.area_at[person], people.area_at[person + 1]):
        area = people.area[at]
        if area == municipality or area == prefecture:
            return _MILLION
        is_near |= area // _PREFECTURE == prefecture // _PREFECTURE
    if prefecture < 0:
        return UNSET
    if not is_near:
        return -_MILLION
    return UNSET if municipality < 0 else 0


@compiled
def wished_commute(
    people: People, person: int, openings: Openings, opening: int, rules: Rules
) -> int:
    """Return how far the longest commute is kept."""
    most = people.numbers[person, P_COMMUTE_MOST]
    if most < 0:
        return UNSET
    if openings.numbers[opening, O_REMOTE]:
        return _MILLION
    begin = people.numbers[person, P_COMMUTE_FROM]
    municipality = openings.numbers[opening, O_MUNICIPALITY]
    if begin < 0 or municipality < 0:
        return UNSET
    key = begin * _MUNICIPALITIES + municipality
    low, high = 0, len(rules.commute)
    while low < high:
        middle = (low + high) // 2
        if rules.commute[middle] < key:
            low = middle + 1
        else:
            high = middle
    if low == len(rules.commute) or rules.commute[low] != key:
        return UNSET
    return beyond(rules.minutes[low] - most, COMMUTE_SLACK_MINUTES)


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
def language_value(people: People, person: int, openings: Openings, opening: int) -> int:
    """Return how far the languages of the work are spoken."""
    start, end = openings.language_at[opening], openings.language_at[opening + 1]
    if start == end or not people.numbers[person, KNOWN] & HAS_LANGUAGES:
        return UNSET
    total = 0
    for at in range(start, end):
        held = 0
        for mine in range(people.language_at[person], people.language_at[person + 1]):
            if people.language[mine] == openings.language[at]:
                held = int(people.language_level[mine])
        needed = int(openings.language_level[at])
        total += beyond(needed - held, needed)
    if total >= 0:
        return total // (end - start)
    return -(-total // (end - start))


@compiled
def fill_wishes(
    people: People, person: int, openings: Openings, opening: int, rules: Rules, out: Int64s
) -> int:
    """Write how far each wish is met behind the other parts; return how many have a value."""
    for at in range(_WORK, LINES_COUNT):
        out[at] = UNSET
    out[_WORK + 6] = language_value(people, person, openings, opening)
    if rules.is_full:
        mine, work = people.numbers[person], openings.numbers[opening]
        out[_WORK] = wished_occupation(people, person, openings, opening)
        out[_WORK + 1] = wished_area(people, person, openings, opening)
        out[_WORK + 2] = wished_commute(people, person, openings, opening, rules)
        if mine[P_HOURS] >= 0 and work[O_HOURS] >= 0:
            out[_WORK + 3] = beyond(work[O_HOURS] - mine[P_HOURS], HOURS_SLACK_MINUTES)
        out[_WORK + 4] = wished_times(mine[P_TIMES], work[O_TIMES])
        if mine[P_PAY] >= 0 and work[O_PAY] >= 0:
            out[_WORK + 5] = beyond((mine[P_PAY] - work[O_PAY]) * PAY_SLACK, mine[P_PAY])
        if mine[P_START] >= 0 and work[O_START] >= 0:
            out[_WORK + 7] = beyond(mine[P_START] - work[O_START], START_SLACK_DAYS)
        if mine[P_TERMS] >= 0 and work[O_TERM] >= 0:
            out[_WORK + 8] = _MILLION if mine[P_TERMS] & work[O_TERM] else -_MILLION
    count = 0
    for at in range(_WORK, LINES_COUNT):
        count += out[at] != UNSET
    return count


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
        if out[at] != UNSET:
            if at < _WORK:
                out[at] = share(rules.weights[at], out[at], whole)
            else:
                out[at] = share(rules.weights[_WORK], out[at], whole * wishes)
            total += out[at]
    return total


@compiled
def score_pair(
    people: People,
    person: int,
    openings: Openings,
    opening: int,
    rules: Rules,
    out: Int64s,
    least: int,
) -> int:
    """Return the score of a pair and write its points; ``UNSET`` if it cannot reach ``least``.

    The texts are compared last, and only where their part could still matter.

    Args:
        people: arrays.
        person: row.
        openings: arrays.
        opening: row.
        rules: weights and commutes.
        out: int64 (14,), written.
        least: a lower score is of no use to the caller.
    """
    out[0] = occupation_value(people, person, openings, opening)
    out[1] = skills_value(people, person, openings, opening)
    out[2] = certificates_value(people, person, openings, opening)
    out[3] = experience_value(people, person, openings, opening)
    wishes = fill_wishes(people, person, openings, opening, rules, out)
    has_text = (
        people.text_at[person] < people.text_at[person + 1]
        and openings.text_at[opening] < openings.text_at[opening + 1]
    )
    if has_text and least > UNSET and bound(rules, out, wishes) < least:
        return UNSET
    out[4] = text_value(people, person, openings, opening)
    return settle(rules, out, wishes)


@compiled
def bound(rules: Rules, out: Int64s, wishes: int) -> int:
    """Return a score that no likeness of the texts can exceed."""
    whole = rules.weights[_WORK] if wishes else 0
    whole += rules.weights[4]
    reached = rules.weights[4] * _MILLION
    for at in range(4):
        if out[at] != UNSET:
            whole += rules.weights[at]
            reached += rules.weights[at] * out[at]
    if wishes:
        total = 0
        for at in range(_WORK, LINES_COUNT):
            if out[at] != UNSET:
                total += out[at]
        # Half a line more than exact: every cut towards zero can only raise a negative one.
        reached += rules.weights[_WORK] * total // wishes
    if whole == 0:
        return 0
    return reached // whole + LINES_COUNT
