"""Skills and certificates of a person."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.actions.common import (
    choice_of,
    line_of,
    lock_person,
    note_act,
)
from tasuki.apps.people.models import PersonSkill
from tasuki.apps.vocab import actions as vocab
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
