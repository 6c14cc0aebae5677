"""The organisation's own table of skills, and which words in it may mean the same."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.vocab.models import Skill, SkillAlias, SkillDecision
from tasuki.core.identity.normalise import name_key
from tasuki.core.likeness import likeness

SKILLS_COMPARED_MAX: Final = 2_000
LIKELY: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyDouble:
    """Two skills that may mean the same.

    Attributes:
        kept: the one that more rows use or that came first; only a proposal.
        other: the other one.
        score: 0-1.
    """

    kept: Skill
    other: Skill
    score: float


def list_skills() -> QuerySet[Skill, Skill]:
    """Return the skills of the organisation bound now, without those merged into others."""
    return Skill.objects.filter(merged_into_id=None).order_by("name", "id")


def search_skills(*, text: str) -> QuerySet[Skill, Skill]:
    """Return the skills whose name or other name has all words in it.

    Args:
        text: as typed; empty for all.
    """
    rows = list_skills()
    for word in (name_key(one) for one in text.split()):
        named = SkillAlias.objects.filter(key__contains=word).values("skill_id")
        rows = rows.filter(Q(key__contains=word) | Q(pk__in=named))
    return rows


def find_skill(*, name: str) -> Skill | None:
    """Return the skill that a word means in the organisation bound now, by name or other name."""
    key = name_key(name)[:120]
    skill = Skill.objects.filter(key=key, merged_into_id=None).first()
    if skill is None:
        alias = SkillAlias.objects.filter(key=key).select_related("skill").first()
        skill = alias.skill if alias else None
    return skill


def find_skills(*, keys: Collection[str]) -> dict[str, Skill]:
    """Return the skills that words mean in the organisation bound now, by the keys of the words."""
    aliases = SkillAlias.objects.filter(key__in=keys).select_related("skill")
    found = {alias.key: alias.skill for alias in aliases}
    return found | {one.key: one for one in Skill.objects.filter(key__in=keys, merged_into_id=None)}


def list_aliases(*, skill_ids: list[UUID]) -> dict[UUID, list[SkillAlias]]:
    """Return the other names of skills."""
    found: dict[UUID, list[SkillAlias]] = {}
    for alias in SkillAlias.objects.filter(skill_id__in=skill_ids).order_by("name"):
        found.setdefault(alias.skill_id, []).append(alias)
    return found


def list_decisions() -> list[SkillDecision]:
    """Return the merges that can be undone, newest first."""
    rows = SkillDecision.objects.filter(kind=SkillDecision.Kind.MERGED, undone_at=None)
    return list(rows.select_related("kept", "other").order_by("-decided_at", "-id"))


def list_likely_doubles() -> list[LikelyDouble]:
    """Return pairs of skills that look alike and about which nobody decided, likeliest first."""
    skills = list(list_skills().order_by("created_at", "id")[:SKILLS_COMPARED_MAX])
    apart = {
        frozenset(pair)
        for pair in SkillDecision.objects.filter(kind=SkillDecision.Kind.APART).values_list(
            "kept_id", "other_id"
        )
    }
    found = [
        LikelyDouble(kept=kept, other=other, score=score)
        for kept, other in _near(skills)
        if frozenset({kept.pk, other.pk}) not in apart
        and (score := likeness(kept.key, other.key)) >= LIKELY
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.kept.name, pair.other.name))


def _near(skills: list[Skill]) -> Iterator[tuple[Skill, Skill]]:
    """Yield pairs that share two letters in a row; others cannot be alike."""
    by_gram: dict[str, list[int]] = {}
    for place, skill in enumerate(skills):
        for start in range(max(1, len(skill.key) - 1)):
            by_gram.setdefault(skill.key[start : start + 2], []).append(place)
    pairs = {pair for places in by_gram.values() for pair in combinations(sorted(set(places)), 2)}
    for first, second in sorted(pairs):
        yield skills[first], skills[second]
