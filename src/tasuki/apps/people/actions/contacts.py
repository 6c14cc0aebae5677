"""Ways to write to a person: the preferred ones stand on the record, the others beside it."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError
from tasuki.apps.people.actions.common import (
    choice_of,
    line_of,
    lock_part,
    lock_person,
    note_act,
)
from tasuki.apps.people.actions.records import edit_person
from tasuki.apps.people.models import PersonContact, TalentRecord
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import normalise_mail, normalise_phone
from tasuki.core.identity.problems import ParseProblem

CONTACTS_MAX: Final = 30


@action(act=None)
def add_contact(
    *,
    actor: Actor,
    talent_record_id: UUID,
    kind: str,
    value: str,
    label: str = PersonContact.Label.OTHER,
    now: datetime,
) -> PersonContact | None:
    """Add a way to write to a person; the first of its kind is the preferred one.

    Args:
        actor: who adds it.
        talent_record_id: the person.
        kind: ``PersonContact.Kind``.
        value: mail address, phone or postal address as written.
        label: ``PersonContact.Label``.
        now: when.

    Returns:
        The contact; None where it went on the record as the preferred one.

    Raises:
        InvalidInputError: it cannot be read, or the person has it already.
        NotVisibleError: no such person.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    person = lock_person(talent_record_id)
    kind = choice_of(PersonContact.Kind.values)(kind, "kind")
    label = choice_of(PersonContact.Label.values)(label, "label")
    read = _read(kind, value)
    if not getattr(person, kind):
        edit_person(actor=actor, talent_record_id=person.id, values={kind: read}, now=now)
        return None
    check_new_contact(person, kind, read)
    contact = PersonContact(
        organisation_id=person.organisation_id,
        talent_record=person,
        kind=kind,
        label=label,
        **{kind: read},
    )
    contact.save()
    note_act(actor=actor, act="contact_add", talent_record_id=person.id, now=now, contact=kind)
    return contact


@action(act=None)
def prefer_contact(*, actor: Actor, contact_id: UUID, now: datetime) -> TalentRecord:
    """Make a contact the preferred one of its kind; the one before stays as a further one.

    Raises:
        NotVisibleError: no such contact.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    contact = lock_part(PersonContact, contact_id)
    person = lock_person(contact.talent_record_id)
    kind, wanted, before = contact.kind, contact.value, getattr(person, contact.kind)
    edited = edit_person(actor=actor, talent_record_id=person.id, values={kind: wanted}, now=now)
    if before:
        setattr(contact, kind, before)
        contact.label = PersonContact.Label.OTHER
        contact.save()
    else:
        contact.delete()
    return edited


_PARSERS: Final[dict[str, Callable[[str], str | ParseProblem]]] = {
    PersonContact.Kind.MAIL: normalise_mail,
    PersonContact.Kind.PHONE: normalise_phone,
}


def _read(kind: str, value: str) -> str:
    read = _PARSERS[kind](value) if kind in _PARSERS else line_of(200)(value, "value")
    if isinstance(read, ParseProblem):
        raise InvalidInputError(ja=read.text.ja, en=read.text.en, field="value")
    if not read:
        raise InvalidInputError(
            ja="連絡先を入力してください。", en="Enter the contact.", field="value"
        )
    return read


def check_new_contact(person: TalentRecord, kind: str, value: str) -> None:
    """Refuse a contact that the person has, or one too many.

    Raises:
        InvalidInputError: it is there already.
        ConflictError: there are ``CONTACTS_MAX``.
    """
    rows = list(PersonContact.objects.filter(talent_record=person))
    known = {row.value for row in rows if row.kind == kind} | {getattr(person, kind)}
    if value in known:
        raise InvalidInputError(
            ja="この連絡先は登録済みです。", en="This contact is there already.", field="value"
        )
    if len(rows) >= CONTACTS_MAX:
        raise ConflictError
