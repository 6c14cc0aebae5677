"""Skills of a person, and joining skills of the organisation that mean the same."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError
from tasuki.apps.people.actions.common import (
    choice_of,
    line_of,
    lock_part,
    lock_person,
    note_act,
)
from tasuki.apps.people.models import PersonSkill
from tasuki.apps.vocab import actions as vocab
from tasuki.apps.vocab.models import Skill, SkillAlias, SkillDecision
from tasuki.core.access import Permission

LEVELS = frozenset({None, 1, 2, 3, 4})


@action(act=None)
def set_skill(
    *,
    actor: Actor,
    talent_record_id: UUID,
    skill: str,
    source: str = PersonSkill.Source.STATEMENT,
    level: int | None = None,
    evidence: str = "",
    obtained_on: date | None = None,
    expires_on: date | None = None,
    now: datetime,
) -> PersonSkill:
    """Say that a person can do something, or has a certificate; the same skill is overwritten.

    Args:
        actor: who says it.
        talent_record_id: the person.
        skill: its name in any known spelling; an unknown word becomes a skill of its own.
        source: ``PersonSkill.Source``; statement and assessment are rows apart.
        level: 1-4, None where it has none.
        evidence: where it shows, at most 200 characters.
        obtained_on: of a certificate.
        expires_on: of a certificate.
        now: when; its day in Japan is the day as of which it holds.

    Raises:
        RefusedError: H5, a word touches forbidden data.
        InvalidInputError: a value cannot be read.
        NotVisibleError: no such person.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    if level not in LEVELS:
        raise InvalidInputError(
            ja="レベルは1から4で選んでください。", en="Choose a level from 1 to 4.", field="level"
        )
    if obtained_on and expires_on and expires_on < obtained_on:
        raise InvalidInputError(
            ja="有効期限が取得日より前です。日付を確認してください。",
            en="It expires before it was obtained. Check the days.",
            field="expires_on",
        )
    row, _ = PersonSkill.objects.update_or_create(
        organisation_id=person.organisation_id,
        talent_record=person,
        skill=vocab.find_or_make_skill(name=line_of(120)(skill, "skill")),
        source=choice_of(PersonSkill.Source.values)(source, "source"),
        defaults={
            "level": level,
            "evidence": line_of(200)(evidence, "evidence"),
            "obtained_on": obtained_on,
            "expires_on": expires_on,
            "as_of": localdate(now),
        },
    )
    note_act(
        actor=actor, act="skill_set", talent_record_id=person.id, now=now, source=str(row.source)
    )
    return row


@action(act=None)
def remove_skill(*, actor: Actor, person_skill_id: UUID, now: datetime) -> UUID:
    """Take a skill off a person and return the person's id.

    Raises:
        NotVisibleError: no such row.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    row = lock_part(PersonSkill, person_skill_id)
    row.delete()
    note_act(actor=actor, act="skill_remove", talent_record_id=row.talent_record_id, now=now)
    return row.talent_record_id


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
