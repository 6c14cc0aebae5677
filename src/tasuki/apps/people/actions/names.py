"""Further names of a person: former and business names, with their reading and its source.

The legal name stands on the record; it alone goes on papers and letters.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.actions.common import (
    choice_of,
    lock_part,
    lock_person,
    name_of,
    note_act,
    read_values,
)
from tasuki.apps.people.models import KanaSource, PersonName, TalentRecord
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import normalise_kana


def _kana(value: Any, field: str) -> str:
    return name_of(80)(normalise_kana(str(value or "")), field)


_READERS: Final = {
    "kind": choice_of(PersonName.Kind.values),
    "family_name": name_of(80),
    "given_name": name_of(80),
    "family_kana": _kana,
    "given_kana": _kana,
    "kana_source": choice_of(KanaSource.values, may_be_empty=True),
}


@action(act=None)
def add_name(
    *, actor: Actor, talent_record_id: UUID, values: Mapping[str, Any], now: datetime
) -> PersonName:
    """Add a further name; people are found by it from now on.

    Args:
        actor: who adds it.
        talent_record_id: the person.
        values: kind, family_name, given_name, family_kana, given_kana, kana_source.
        now: when.

    Raises:
        InvalidInputError: no name, or a value cannot be read.
        NotVisibleError: no such person.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    read = read_values({"kind": "", **values}, _READERS)
    name = PersonName(organisation_id=person.organisation_id, talent_record=person, **read)
    _write(name)
    refresh_names(person)
    note_act(actor=actor, act="name_add", talent_record_id=person.id, now=now, name=str(name.kind))
    return name


@action(act=None)
def edit_name(
    *, actor: Actor, name_id: UUID, values: Mapping[str, Any], now: datetime
) -> PersonName:
    """Correct a further name; only the given fields change.

    Raises:
        InvalidInputError: no name is left, or a value cannot be read.
        NotVisibleError: no such name.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    name = lock_part(PersonName, name_id)
    for field, value in read_values(values, _READERS).items():
        setattr(name, field, value)
    _write(name)
    refresh_names(lock_person(name.talent_record_id))
    note_act(actor=actor, act="name_edit", talent_record_id=name.talent_record_id, now=now)
    return name


def refresh_names(person: TalentRecord) -> None:
    """Let the person be found by all further names as they stand now."""
    lines: list[str] = []
    for name in PersonName.objects.filter(talent_record=person).order_by("created_at", "id"):
        # A former family name goes with the given name of today.
        given = name.given_name or person.given_name
        lines += [f"{name.family_name} {given}".strip(), name.full_kana]
    person.further_names = "\n".join(dict.fromkeys(line for line in lines if line))
    person.save(update_fields=["further_names"])


def _write(name: PersonName) -> None:
    if not name.family_name + name.given_name:
        raise InvalidInputError(
            ja="姓か名のどちらかを入力してください。",
            en="Enter a family name or a given name.",
            field="family_name",
        )
    name.save()
