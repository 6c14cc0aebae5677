"""The score of one pair over packed records: the same numbers as ``scorer``, made for loops.

``person`` and ``opening`` are where a record starts in its array. Whole numbers only;
``UNSET`` stands for a part or a wish that has no value.
"""

from typing import Final

from tasuki.core.market.fit.compiled import compiled
from tasuki.core.market.fit.packing import (
    DONE,
    O_BLOCKED,
    O_CERTIFICATES,
    O_SKILLS,
    O_TEXT,
    P_BLOCKED,
    P_CERTIFICATES,
    P_SKILLS,
    P_TEXT,
    RELATED_CODES,
    RELEASED,
    REQUIRED,
    Rules,
)
from tasuki.core.market.fit.parts import LEVEL_NOT_STATED, RELATED, SAME_MAJOR, SAME_MIDDLE
from tasuki.core.market.fit.ragged import Int32s, Int64s
from tasuki.core.market.fit.records import MONTHS_MAX
from tasuki.core.market.fit.tables import (
    HAS_CERTIFICATES,
    HAS_EXPERIENCE,
    HAS_SKILLS,
    KNOWN,
    O_CODE,
    O_MAJOR,
    O_MIDDLE,
    O_MONTHS,
    O_ORGANISATION,
    O_OWN,
    OUT,
    P_OWN,
)
from tasuki.core.market.fit.text import UNIT
from tasuki.core.market.fit.wish_pairs import LINES_COUNT, UNSET, fill_wishes, wishes_met

_MILLION: Final = 1_000_000
_SQUARE: Final = UNIT * UNIT
_WORK: Final = 5


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
