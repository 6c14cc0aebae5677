"""Who a request is about: the records, registrations and addresses that are one person here."""

from dataclasses import dataclass, replace
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.people.models import PersonContact, TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.queries.registrations import list_own_ids
from tasuki.core.access import Role


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Subject:
    """One person as the organisation bound now knows them; empty sets where it does not."""

    record_ids: frozenset[UUID] = frozenset()
    registration_ids: frozenset[UUID] = frozenset()
    mails: frozenset[str] = frozenset()

    @property
    def is_known(self) -> bool:
        """Whether anything is held about the person."""
        return bool(self.record_ids or self.registration_ids)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contact:
    """How the person is written to, from the records and not from the request."""

    name: str
    mail: str
    language: str


def find_subject(*, talent_record_id: UUID | None, registration_id: UUID | None = None) -> Subject:
    """Return what belongs to one person in the organisation bound now.

    Args:
        talent_record_id: any of the person's records; merged ones count as one.
        registration_id: a registration that has no record yet.
    """
    wanted = list_record_ids(talent_record_id=talent_record_id) if talent_record_id else set()
    records = list(TalentRecord.objects.filter(id__in=wanted))
    registrations = list(Registration.objects.filter(talent_record_id__in=wanted))
    if registration_id is not None:
        registrations += Registration.objects.filter(id=registration_id)
    rows: list[TalentRecord | Registration] = [*records, *registrations]
    further = PersonContact.objects.filter(talent_record_id__in=wanted)
    mails = {one.mail for one in (*rows, *further) if one.mail}
    return Subject(
        record_ids=frozenset(wanted if records or registrations else ()),
        registration_ids=frozenset(one.id for one in registrations),
        mails=frozenset(mails),
    )


def find_contact(
    *, talent_record_id: UUID | None, registration_id: UUID | None = None
) -> Contact | None:
    """Return name and address as they stand on record; None if nothing is held."""
    rows: list[TalentRecord | Registration] = []
    if talent_record_id is not None:
        rows += TalentRecord.objects.filter(id=talent_record_id)
    if registration_id is not None:
        rows += Registration.objects.filter(id=registration_id)
    if talent_record_id is not None and not any(isinstance(one, Registration) for one in rows):
        found = Registration.objects.filter(talent_record_id=talent_record_id)
        rows += found.order_by("-created_at")[:1]
    if not rows:
        return None
    return Contact(
        name=next((one.full_name for one in rows if one.full_name), ""),
        mail=next((one.mail for one in rows if one.mail), ""),
        language=rows[0].language,
    )


def list_own_record_ids(*, actor: Actor) -> set[UUID]:
    """Return the records of the person who acts; found from the actor alone.

    Nothing is looked up about any other person, so an answer cannot tell who else is known.
    """
    own = {actor.talent_record_id} - {None}
    if actor.registration_id is not None:
        rows = Registration.objects.filter(id__in=list_own_ids(actor=actor))
        own |= set(rows.exclude(talent_record_id=None).values_list("talent_record_id", flat=True))
    return {same for one in own if one for same in list_record_ids(talent_record_id=one)}


def act_as_person(actor: Actor, *, record_id: UUID | None, registration_id: UUID | None) -> Actor:
    """Return the person of a request whose identity was checked, for the acts that are theirs.

    The desk carries out what the person asked for; the account of the desk stays in the audit.
    """
    return replace(
        actor,
        role=Role.PERSON,
        scopes=None,
        talent_record_id=record_id,
        registration_id=registration_id,
    )


def act_for_request(actor: Actor) -> Actor:
    """Return the desk as the acts of other areas need it: the right to decide was asked already."""
    return replace(actor, role=None, scopes=None)
