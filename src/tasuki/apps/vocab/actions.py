"""Change the organisation's own table of skills."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.vocab.models import Skill, SkillAlias
from tasuki.apps.vocab.queries import match_codes, match_words
from tasuki.apps.vocab.skills import find_skill, find_skills
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key

NAME_CHARACTERS_MAX: Final = 120


def find_or_make_skill(*, name: str) -> Skill:
    """Return the skill that a word means; an unknown word becomes one, in the same transaction.

    Another spelling of a word for skills becomes that word, with its kind; what is a certificate
    of the vocabulary takes its code from there. What the organisation itself named goes first.

    Args:
        name: in any known spelling, 1-120 characters.

    Raises:
        InvalidInputError: no word, or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"スキルの名前を{NAME_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter the name of the skill, at most {NAME_CHARACTERS_MAX} characters.",
            field="skill",
        )
    skills, _ = find_or_make_skills(names={name: Skill.Kind.SKILL})
    return skills[name]


def find_or_make_skills(*, names: Mapping[str, str]) -> tuple[dict[str, Skill], list[Skill]]:
    """Return the skills that words mean; unknown words become skills, in the same transaction.

    Another spelling of a word for skills becomes that word, with its kind; what is a certificate
    of the vocabulary takes its code from there. What the organisation itself named goes first.

    Args:
        names: word -> ``Skill.Kind`` of a word that nobody knows; words over 120 characters
            are cut.

    Returns:
        Word -> skill, and the skills that were made.
    """
    keys = {name: name_key(name)[:NAME_CHARACTERS_MAX] for name in names}
    found = find_skills(keys=set(keys.values()))
    unknown = {key: name for name, key in reversed(keys.items()) if key and key not in found}
    words = match_words(keys=set(unknown))
    # The key of the word that the spelling means, or of the spelling itself.
    meant = {key: name_key(words[key].name) if key in words else key for key in unknown}
    found |= find_skills(keys=set(meant.values()))
    codes = match_codes(keys=set(meant.values()) | set(unknown))
    made: dict[str, Skill] = {}
    for key, name in unknown.items():
        if meant[key] in found or meant[key] in made:
            continue
        word = words.get(key)
        code = codes.get(key) or codes.get(meant[key], "")
        kind = Skill.Kind.CERTIFICATE if code else names[name]
        made[meant[key]] = Skill(
            organisation_id=current_organisation_id(),
            name=word.name if word else name[:NAME_CHARACTERS_MAX],
            key=meant[key],
            kind=word.details["kind"] if word else kind,
            term_code=code,
        )
    Skill.objects.bulk_create(made.values())
    found |= made
    found |= {key: found[target] for key, target in meant.items()}
    return {name: found[key] for name, key in keys.items() if key in found}, list(made.values())


@action(act=None)
def save_skill(
    *,
    actor: Actor,
    name: str,
    kind: str = Skill.Kind.SKILL,
    has_expiry: bool = False,
    now: datetime,
) -> Skill:
    """Add a skill to the table, or say of what sort a known one is.

    Raises:
        RefusedError: H5, the word names what selection must not know.
        InvalidInputError: no word, too long, or an unknown kind.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    require_lawful_text(name, field="name")
    if kind not in Skill.Kind.values:
        raise InvalidInputError(
            ja="種類を一覧から選んでください。", en="Choose a kind of the list.", field="kind"
        )
    skill = find_or_make_skill(name=name)
    skill.kind, skill.has_expiry = kind, has_expiry
    skill.save(update_fields=["kind", "has_expiry"])
    _record(actor, "skill.save", skill, now)
    return skill


@action(act=None)
def add_alias(*, actor: Actor, skill_id: UUID, name: str, now: datetime) -> SkillAlias:
    """Let another word mean a skill.

    Raises:
        InvalidInputError: no word, too long, or it means a skill already.
        NotVisibleError: no such skill.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    skill = Skill.objects.filter(id=skill_id, merged_into_id=None).first()
    if skill is None:
        raise NotVisibleError
    name = " ".join(name.split())
    require_lawful_text(name, field="name")
    if not name or len(name) > NAME_CHARACTERS_MAX or find_skill(name=name) is not None:
        raise InvalidInputError(
            ja="ほかで使われていない名前を120文字以内で入力してください。",
            en="Enter a name that no skill has yet, at most 120 characters.",
            field="name",
        )
    alias = SkillAlias.objects.create(
        organisation_id=current_organisation_id(),
        skill=skill,
        name=name,
        key=name_key(name)[:NAME_CHARACTERS_MAX],
    )
    _record(actor, "skill.alias", skill, now)
    return alias


@action(act=None)
def remove_alias(*, actor: Actor, alias_id: UUID, now: datetime) -> UUID:
    """Let a word mean nothing again and return the id of its skill.

    Raises:
        NotVisibleError: no such word.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    alias = SkillAlias.objects.select_related("skill").filter(id=alias_id).first()
    if alias is None:
        raise NotVisibleError
    alias.delete()
    _record(actor, "skill.unalias", alias.skill, now)
    return alias.skill_id


def lock_skills(kept_id: UUID, other_id: UUID) -> tuple[Skill, Skill]:
    """Return two skills of the organisation bound now, locked in one order.

    Raises:
        NotVisibleError: one is not there, or was merged.
        InvalidInputError: both are the same.
    """
    if kept_id == other_id:
        raise InvalidInputError(
            ja="違う2つのスキルを選んでください。", en="Choose two different skills.", field="other"
        )
    rows = Skill.objects.select_for_update().filter(id__in=[kept_id, other_id], merged_into_id=None)
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != 2:
        raise NotVisibleError
    return found[kept_id], found[other_id]


def _record(actor: Actor, kind: str, skill: Skill, now: datetime) -> None:
    audit.record(actor=actor, kind=kind, object_kind="skill", object_id=skill.pk, now=now)
