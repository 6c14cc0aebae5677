"""The parts about the work, each 0..1,000,000: occupation, skills, certificates, experience.

A part that is not known, or that nobody asks for, has no value; it is never a zero.
"""

from collections.abc import Mapping
from typing import Final

from tasuki.core.market.fit.records import MONTHS_MAX, SkillLevel
from tasuki.core.market.fit.vocabulary import major_group, middle_group
from tasuki.core.market.fit.weights import MILLION
from tasuki.core.market.fit.wishes import Met, Pair, Side

SAME_CODE: Final = MILLION
SAME_MIDDLE: Final = 700_000
RELATED: Final = 600_000
SAME_MAJOR: Final = 400_000
LEVEL_NOT_STATED: Final = 750_000
"""Of a skill held at a level nobody stated, where the work asks for one."""


def occupation_likeness(done: str, asked: str, related: tuple[str, ...]) -> int:
    """Return how near two occupations are, in millionths.

    Args:
        done: code of what a person did.
        asked: code of the opening.
        related: codes related to the one asked.
    """
    if done == asked:
        return SAME_CODE
    if middle_group(done) == middle_group(asked):
        return SAME_MIDDLE
    if done in related:
        return RELATED
    return SAME_MAJOR if major_group(done) == major_group(asked) else 0


def find_occupation(pair: Pair) -> Met:
    """Return the likeness of the nearest occupation done."""
    asked, done = pair.opening.occupation, pair.person.experience
    if asked is None:
        return Side.OPENING
    if done is None:
        return Side.PERSON
    related = pair.vocabulary.related.get(asked, ())
    return max((occupation_likeness(one.occupation, asked, related) for one in done), default=0)


def level_factor(needed: int | None, held: int | None) -> int:
    """Return how much of a shared skill counts, in millionths."""
    if needed is None:
        return MILLION
    return LEVEL_NOT_STATED if held is None else min(MILLION, held * MILLION // needed)


def best_levels(skills: tuple[SkillLevel, ...], pair: Pair) -> dict[str, int | None]:
    """Return the highest level of each skill by its key; of doubles the stated one."""
    found: dict[str, int | None] = {}
    for one in skills:
        key = pair.vocabulary.key(one.skill)
        found[key] = max(found.get(key) or 0, one.level or 0) or None
    return found


def find_skills(pair: Pair, rarity: Mapping[str, int], rarity_of_new: int) -> Met:
    """Return the share of the asked skills that is held, rare skills counting more.

    Args:
        pair: person and opening.
        rarity: key of a skill -> its weight, > 0.
        rarity_of_new: weight of a skill that is not among them.
    """
    if pair.opening.skills is None:
        return Side.OPENING
    asked = best_levels(pair.opening.skills, pair)
    if not asked:
        return None
    if pair.person.skills is None:
        return Side.PERSON
    held = best_levels(pair.person.skills, pair)
    weights = {key: rarity.get(key, rarity_of_new) for key in asked}
    counted = sum(
        weights[key] * level_factor(level, held[key]) for key, level in asked.items() if key in held
    )
    return counted // sum(weights.values())


def find_certificates(pair: Pair) -> Met:
    """Return the share of the welcome certificates that is held."""
    asked = {pair.vocabulary.key(one) for one in pair.opening.certificates}
    if not asked:
        return None
    if pair.person.certificates is None:
        return Side.PERSON
    held = pair.vocabulary.held(pair.person.certificates)
    return len(asked & held) * MILLION // len(asked)


def months_in(pair: Pair) -> int | None:
    """Return the months in the middle group of the opening; None if their days are not known."""
    group = middle_group(pair.opening.occupation or "")
    months = [
        one.months for one in pair.person.experience or () if middle_group(one.occupation) == group
    ]
    known = [one for one in months if one is not None]
    return sum(known) if known or not months else None


def find_experience(pair: Pair) -> Met:
    """Return the share of the asked experience that is there; at most ten years count."""
    if not pair.opening.months:
        return None
    if pair.opening.occupation is None:
        return Side.OPENING
    months = None if pair.person.experience is None else months_in(pair)
    if months is None:
        return Side.PERSON
    asked = min(pair.opening.months, MONTHS_MAX)
    return min(months, asked) * MILLION // asked
