"""What the vocabularies say, and the organisation's own table of skills."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.vocab.models import Edition, Skill, SkillAlias, SkillDecision, Term
from tasuki.core.identity.normalise import name_key
from tasuki.core.likeness import likeness

TERMS_SHOWN: Final = 20
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


def find_edition(*, source: str, on: date | None = None) -> Edition | None:
    """Return the edition that holds on a day; None where nothing is loaded.

    Args:
        source: ``Edition.Source``.
        on: the day; None for the newest one.
    """
    editions = Edition.objects.filter(source=source)
    if on is not None:
        editions = editions.filter(valid_from__lte=on)
    return editions.order_by("-valid_from", "-id").first()


def list_editions() -> list[Edition]:
    """Return all editions, newest first."""
    return list(Edition.objects.order_by("source", "-valid_from", "-id"))


def find_term(*, kind: str, code: str) -> Term | None:
    """Return a term by its code, of the newest edition that has it; old codes stay readable."""
    found = Term.objects.filter(kind=kind, code=code).select_related("edition")
    return found.order_by("-edition__valid_from", "-id").first()


def find_term_names(*, kind: str, codes: list[str]) -> dict[str, str]:
    """Return the names of codes, of the newest edition that has each."""
    found = Term.objects.filter(kind=kind, code__in=codes)
    return dict(found.order_by("edition__valid_from", "id").values_list("code", "name"))


def search_terms(*, kind: str, text: str, limit: int = TERMS_SHOWN) -> list[Term]:
    """Return terms of the newest edition whose name or other name has all words in it.

    Names that begin with what was typed come first, then the shorter ones.

    Args:
        kind: ``Term.Kind``.
        text: as typed; empty for the first terms.
        limit: at most so many, >= 1.
    """
    source = Edition.Source.MUNICIPALITIES
    if kind != Term.Kind.MUNICIPALITY:
        source = Edition.Source.JOBTAG
    edition = find_edition(source=source)
    if edition is None:
        return []
    rows = Term.objects.filter(edition=edition, kind=kind)
    words = [name_key(word) for word in text.split()]
    for word in words:
        rows = rows.filter(key__contains=word)
    first = words[0] if words else ""
    found = sorted(
        rows, key=lambda term: (not term.key.startswith(first), len(term.name), term.code)
    )
    return found[:limit]


def find_exact_term(*, kind: str, text: str) -> Term | None:
    """Return the term of the newest edition that has exactly this name or other name."""
    key = name_key(text)
    found = search_terms(kind=kind, text=text, limit=TERMS_SHOWN)
    return next((term for term in found if key in term.key.split("\n")), None)


def list_attributions(*, sources: list[str]) -> list[str]:
    """Return the texts that must stand where these vocabularies are used."""
    editions = [find_edition(source=source) for source in sources]
    return [one.attribution for one in editions if one is not None]


def list_skills() -> QuerySet[Skill, Skill]:
    """Return the skills of the organisation bound now, without those merged into others."""
    return Skill.objects.filter(merged_into_id=None).order_by("name", "id")


def find_skill(*, name: str) -> Skill | None:
    """Return the skill that a word means in the organisation bound now, by name or other name."""
    key = name_key(name)[:120]
    skill = Skill.objects.filter(key=key, merged_into_id=None).first()
    if skill is None:
        alias = SkillAlias.objects.filter(key=key).select_related("skill").first()
        skill = alias.skill if alias else None
    return skill


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


def match_terms(*, name: str) -> Term | None:
    """Return the certificate of the newest edition that a word is exactly, or None."""
    edition = find_edition(source=Edition.Source.JOBTAG)
    if edition is None:
        return None
    wanted = Q(edition=edition, kind=Term.Kind.CERTIFICATE, key=name_key(name))
    return Term.objects.filter(wanted).first()
