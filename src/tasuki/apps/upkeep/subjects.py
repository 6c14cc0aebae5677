"""Everything that stands for one person in one organisation: opaque ids and telling words."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q

from tasuki.apps.consent.models import ProvisionRecord
from tasuki.apps.people.models import Application, PersonContact, PersonName, TalentRecord
from tasuki.apps.relay.models import Invite, Registration, Release

ADDRESS_CHARACTERS_MIN = 6
NAME_CHARACTERS_MIN = 2
FAMILY_CHARACTERS_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Subject:
    """One person in the organisation bound now.

    Attributes:
        record_ids: talent records, merged ones included.
        registration_ids: the person's registrations.
        object_ids: ids of rows about the person: applications, releases, invites.
        mails: addresses that were used.
        names: full names in the usual spellings, and kana.
        contacts: phones and postal addresses.
        family_names: family names, of two characters at least, that nobody else here has.
        language: ``ja`` or ``en``.
    """

    record_ids: frozenset[UUID]
    registration_ids: frozenset[UUID]
    object_ids: frozenset[UUID]
    mails: frozenset[str]
    names: frozenset[str]
    contacts: frozenset[str]
    family_names: frozenset[str]
    language: str

    @property
    def ids(self) -> set[UUID]:
        """All opaque ids that lead to the person."""
        return {*self.record_ids, *self.registration_ids, *self.object_ids}

    def ids_for(self, model: type[models.Model], path: str) -> list[object]:
        """Return the ids for a look-up along a path; as texts where the column holds text."""
        if "__" not in path and isinstance(model._meta.get_field(path), models.CharField):
            return [str(one) for one in self.ids]
        return [*self.ids]

    @property
    def needles(self) -> list[str]:
        """Words by which free texts betray the person, longest first."""
        return sorted({*self.mails, *self.contacts, *self.names}, key=len, reverse=True)


def find_subject(*, talent_record_id: UUID | None, registration_id: UUID | None) -> Subject | None:
    """Return the person whom one of the ids stands for; None where there is none."""
    if registration_id is not None:
        first = Registration.objects.filter(id=registration_id).first()
        if first is None:
            return None
        talent_record_id = first.talent_record_id
    record_ids = _same_records(talent_record_id) if talent_record_id else frozenset()
    if talent_record_id and not record_ids:
        return None
    registrations = list(
        Registration.objects.filter(Q(talent_record_id__in=record_ids) | Q(id=registration_id))
    )
    records = list(TalentRecord.objects.filter(id__in=record_ids))
    registration_ids = frozenset(one.id for one in registrations)
    keys = {one.key_subject() for one in registrations}
    people: list[TalentRecord | Registration] = [*records, *registrations]
    contacts = list(PersonContact.objects.filter(talent_record_id__in=record_ids))
    further = list(PersonName.objects.filter(talent_record_id__in=record_ids))
    return Subject(
        record_ids=record_ids,
        registration_ids=registration_ids,
        object_ids=_objects_of(record_ids, registration_ids) | keys,
        mails=frozenset(one.mail for one in (*people, *contacts) if one.mail),
        names=frozenset(_names_of(people) | _further_names_of(further, people)),
        contacts=frozenset(_contacts_of([*people, *contacts])),
        family_names=frozenset(_own_family_names(people, record_ids)),
        language=next((one.language for one in people), "ja"),
    )


def find_forgotten(*, talent_record_id: UUID) -> Subject:
    """Return a person whose key is gone, by what still stands in clear: ids and names."""
    record_ids = _same_records(talent_record_id)
    names = ("family_name", "given_name", "name_kana")
    registrations = Registration.objects.filter(talent_record_id__in=record_ids)
    registration_ids = frozenset(registrations.values_list("id", flat=True))
    rows = [
        *TalentRecord.objects.filter(id__in=record_ids).values_list(*names),
        *registrations.values_list(*names),
    ]
    people: list[TalentRecord | Registration] = [
        TalentRecord(**dict(zip(names, row, strict=True))) for row in rows
    ]
    return Subject(
        record_ids=record_ids,
        registration_ids=registration_ids,
        object_ids=_objects_of(record_ids, registration_ids),
        mails=frozenset(),
        names=frozenset(_names_of(people)),
        contacts=frozenset(),
        family_names=frozenset(_own_family_names(people, record_ids)),
        language="ja",
    )


def _same_records(record_id: UUID) -> frozenset[UUID]:
    record = TalentRecord.objects.filter(id=record_id).first()
    if record is None:
        return frozenset()
    root = record.merged_into_id or record.id
    rows = TalentRecord.objects.filter(Q(id=root) | Q(merged_into_id=root))
    return frozenset(rows.values_list("id", flat=True))


def _objects_of(record_ids: frozenset[UUID], registration_ids: frozenset[UUID]) -> frozenset[UUID]:
    applications = set(
        Application.objects.filter(talent_record_id__in=record_ids).values_list("id", flat=True)
    )
    invites = Invite.objects.filter(application_id__in=applications)
    releases = Release.objects.filter(
        Q(talent_record_id__in=record_ids) | Q(registration_id__in=registration_ids)
    )
    provisions = ProvisionRecord.objects.filter(talent_record_id__in=record_ids)
    found = [rows.values_list("id", flat=True) for rows in (invites, releases, provisions)]
    return frozenset(applications.union(*found))


def _names_of(people: Iterable[TalentRecord | Registration]) -> set[str]:
    found = set()
    for one in people:
        if one.family_name and one.given_name:
            pair = (one.family_name, one.given_name)
            found |= {mark.join(pair) for mark in ("", " ", "\u3000")}
            found |= {f"{one.given_name} {one.family_name}"}
        if one.name_kana:
            found |= {one.name_kana, one.name_kana.replace(" ", "")}
    return {name for name in found if len(name) >= NAME_CHARACTERS_MIN}


def _further_names_of(
    further: Iterable[PersonName], people: Iterable[TalentRecord | Registration]
) -> set[str]:
    """Return former and business names in the usual spellings; the given name may be today's."""
    given = {one.given_name for one in people if one.given_name}
    pairs = [
        TalentRecord(family_name=one.family_name, given_name=name, name_kana=one.full_kana)
        for one in further
        for name in ({one.given_name} if one.given_name else given)
    ]
    return _names_of(pairs)


def _own_family_names(
    people: Iterable[TalentRecord | Registration], record_ids: frozenset[UUID]
) -> set[str]:
    """Return the family names by which nobody but this person can be meant here."""
    names = {one.family_name for one in people if len(one.family_name) >= FAMILY_CHARACTERS_MIN}
    others = TalentRecord.objects.filter(family_name__in=names).exclude(id__in=record_ids)
    return names - set(others.values_list("family_name", flat=True))


def _contacts_of(people: Iterable[TalentRecord | Registration | PersonContact]) -> set[str]:
    found = {spelling for one in people for spelling in _phone_spellings(one.phone)}
    found |= {one.address for one in people if not isinstance(one, Registration)}
    return {text for text in found if len(text) >= ADDRESS_CHARACTERS_MIN}


def _phone_spellings(phone: str) -> set[str]:
    """Return a number as people write it: as stored, without and with the usual marks."""
    digits = "".join(letter for letter in phone if letter.isdigit())
    if phone.startswith("+81"):
        digits = f"0{digits[2:]}"
    parts = [(digits[:cut], digits[cut:-4], digits[-4:]) for cut in (2, 3, 4)]
    return {phone, digits, *("-".join(part) for part in parts if all(part))}
