"""Join skills of the organisation that mean the same, and part them again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, NotVisibleError
from tasuki.apps.people.models import PersonSkill
from tasuki.apps.vocab import actions as vocab
from tasuki.apps.vocab.models import Skill, SkillAlias, SkillDecision
from tasuki.core.access import Permission


@action(act=None)
def merge_skills(*, actor: Actor, kept_id: UUID, other_id: UUID, now: datetime) -> SkillDecision:
    """Join two skills: the other's people and names go to the one that stays.

    Who has both keeps the row of the one that stays; ``undo_skill_merge`` brings all back.

    Args:
        actor: who decides.
        kept_id: the skill that stays.
        other_id: the skill whose name becomes another name of it.
        now: when.

    Raises:
        NotVisibleError: no such skill, or one of them was merged already.
        InvalidInputError: both are the same.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    kept, other = vocab.lock_skills(kept_id, other_id)
    has = PersonSkill.objects.filter(skill=kept).values_list("talent_record_id", "source")
    taken = set(has)
    rows = list(PersonSkill.objects.select_for_update().filter(skill=other))
    moving = [row.pk for row in rows if (row.talent_record_id, row.source) not in taken]
    PersonSkill.objects.filter(pk__in=moving).update(skill=kept)
    aliases = SkillAlias.objects.filter(skill=other)
    moved: dict[str, Any] = {
        "rows": [str(one) for one in moving],
        "aliases": [str(one) for one in aliases.values_list("pk", flat=True)],
    }
    aliases.update(skill=kept)
    alias = SkillAlias.objects.create(
        organisation_id=current_organisation_id(), skill=kept, name=other.name, key=other.key
    )
    moved["alias"] = str(alias.pk)
    other.merged_into_id = kept.pk
    other.save(update_fields=["merged_into_id"])
    return _decide(actor, SkillDecision.Kind.MERGED, kept, other, moved=moved, now=now)


@action(act=None)
def undo_skill_merge(*, actor: Actor, decision_id: UUID, now: datetime) -> SkillDecision:
    """Part two skills that were joined; rows that came later stay with the one that stayed.

    Raises:
        NotVisibleError: no such merge.
        ConflictError: it was undone already, or a new skill took the name.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    decision = SkillDecision.objects.select_for_update().filter(id=decision_id).first()
    if decision is None:
        raise NotVisibleError
    if decision.undone_at or decision.kind != SkillDecision.Kind.MERGED:
        raise ConflictError
    other = decision.other
    if Skill.objects.filter(key=other.key, merged_into_id=None).exists():
        raise ConflictError
    other.merged_into_id = None
    other.save(update_fields=["merged_into_id"])
    SkillAlias.objects.filter(pk=decision.moved["alias"]).delete()
    SkillAlias.objects.filter(pk__in=decision.moved["aliases"]).update(skill=other)
    PersonSkill.objects.filter(pk__in=decision.moved["rows"], skill=decision.kept).update(
        skill=other
    )
    decision.undone_at = now
    decision.save(update_fields=["undone_at"])
    _record(actor, "skill.part", decision, now)
    return decision


@action(act=None)
def keep_skills_apart(
    *, actor: Actor, first_id: UUID, second_id: UUID, now: datetime
) -> SkillDecision:
    """Remember that two skills are not the same; they are not proposed again.

    Raises:
        NotVisibleError: no such skill.
        InvalidInputError: both are the same.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    first, second = vocab.lock_skills(first_id, second_id)
    return _decide(actor, SkillDecision.Kind.APART, first, second, moved={}, now=now)


def _decide(
    actor: Actor, kind: str, kept: Skill, other: Skill, *, moved: dict[str, Any], now: datetime
) -> SkillDecision:
    decision = SkillDecision.objects.create(
        organisation_id=current_organisation_id(),
        kind=kind,
        kept=kept,
        other=other,
        moved=moved,
        decided_by_id=actor.account_id,
        decided_at=now,
    )
    _record(actor, f"skill.{kind}", decision, now)
    return decision


def _record(actor: Actor, kind: str, decision: SkillDecision, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=kind,
        object_kind="skill",
        object_id=decision.kept_id,
        now=now,
        data={"other": str(decision.other_id)},
    )
