"""Operations on what is known of a person: names, contacts, work, skills, notes, papers."""

from uuid import UUID

from django.utils import timezone
from ninja import File, Form
from ninja.files import UploadedFile

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.people import skill_out
from tasuki.api.v1.schemas import people as forms
from tasuki.api.v1.schemas.common import Done
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.actions import contacts, names, notes, removing, skills, working
from tasuki.apps.people.models import Career, Employment, PersonName
from tasuki.apps.people.queries.people import find_part
from tasuki.core.access import Permission

area = Area(tags=["people"])
EDIT = Permission.APPLICATION_DECIDE
_ONE = Done(count=1)
_NAMES = {"employee_number": "number", "status": "state", "is_present_post": "is_current"}
"""Words of the API whose columns are called otherwise."""


@area.write("/people/{uuid:person_id}/names", forms.NameOut, needs=EDIT, kinds=COMPANY)
def add_person_name(request: ApiRequest, person_id: UUID, given: forms.NameIn) -> forms.NameOut:
    """Add a former or business name."""
    name = names.add_name(
        actor=request.auth,
        talent_record_id=person_id,
        values=given.model_dump(exclude_unset=True),
        now=timezone.now(),
    )
    return _name(name)


@area.write("/people/names/{uuid:name_id}", forms.NameOut, needs=EDIT, kinds=COMPANY)
def edit_person_name(request: ApiRequest, name_id: UUID, given: forms.NameIn) -> forms.NameOut:
    """Correct a former or business name."""
    name = names.edit_name(
        actor=request.auth,
        name_id=name_id,
        values=given.model_dump(exclude_unset=True),
        now=timezone.now(),
    )
    return _name(name)


@area.write("/people/names/{uuid:name_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_person_name(request: ApiRequest, name_id: UUID) -> Done:
    """Remove a former or business name."""
    _remove(request, "name", name_id)
    return _ONE


@area.write("/people/{uuid:person_id}/contacts", forms.ContactOut, needs=EDIT, kinds=COMPANY)
def add_person_contact(
    request: ApiRequest, person_id: UUID, given: forms.ContactIn
) -> forms.ContactOut:
    """Add a contact; the first of its kind becomes the preferred one."""
    contact = contacts.add_contact(
        actor=request.auth, talent_record_id=person_id, now=timezone.now(), **given.model_dump()
    )
    return forms.ContactOut(
        id=contact.pk if contact else None,
        kind=given.kind,
        label=contact.label if contact else "",
        value=contact.value if contact else given.value,
        is_preferred=contact is None,
    )


@area.write("/people/contacts/{uuid:contact_id}/prefer", Done, needs=EDIT, kinds=COMPANY)
def prefer_person_contact(request: ApiRequest, contact_id: UUID) -> Done:
    """Make a contact the preferred one of its kind."""
    contacts.prefer_contact(actor=request.auth, contact_id=contact_id, now=timezone.now())
    return _ONE


@area.write("/people/contacts/{uuid:contact_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_person_contact(request: ApiRequest, contact_id: UUID) -> Done:
    """Remove a further contact."""
    _remove(request, "contact", contact_id)
    return _ONE


@area.write("/people/{uuid:person_id}/employments", forms.EmploymentOut, needs=EDIT, kinds=COMPANY)
def add_employment(
    request: ApiRequest, person_id: UUID, given: forms.EmploymentIn
) -> forms.EmploymentOut:
    """Record an employment of a person."""
    row = working.save_employment(
        actor=request.auth,
        talent_record_id=person_id,
        values=_values(given),
        now=timezone.now(),
    )
    return forms.EmploymentOut.from_orm(row)


@area.write(
    "/people/employments/{uuid:employment_id}", forms.EmploymentOut, needs=EDIT, kinds=COMPANY
)
def edit_employment(
    request: ApiRequest, employment_id: UUID, given: forms.EmploymentIn
) -> forms.EmploymentOut:
    """Correct an employment; a day of leaving makes the person a former employee."""
    known = find_part(model=Employment, part_id=employment_id)
    if known is None:
        raise NotVisibleError
    row = working.save_employment(
        actor=request.auth,
        talent_record_id=known.talent_record_id,
        employment_id=employment_id,
        values=_values(given),
        now=timezone.now(),
    )
    return forms.EmploymentOut.from_orm(row)


@area.write("/people/{uuid:person_id}/careers", forms.CareerOut, needs=EDIT, kinds=COMPANY)
def add_career(request: ApiRequest, person_id: UUID, given: forms.CareerIn) -> forms.CareerOut:
    """Add a post to a person's career."""
    row = working.save_career(
        actor=request.auth,
        talent_record_id=person_id,
        values=_values(given),
        now=timezone.now(),
    )
    return forms.CareerOut.from_orm(row)


@area.write("/people/careers/{uuid:career_id}", forms.CareerOut, needs=EDIT, kinds=COMPANY)
def edit_career(request: ApiRequest, career_id: UUID, given: forms.CareerIn) -> forms.CareerOut:
    """Correct a post of a career."""
    known = find_part(model=Career, part_id=career_id)
    if known is None:
        raise NotVisibleError
    row = working.save_career(
        actor=request.auth,
        talent_record_id=known.talent_record_id,
        career_id=career_id,
        values=_values(given),
        now=timezone.now(),
    )
    return forms.CareerOut.from_orm(row)


@area.write("/people/careers/{uuid:career_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_career(request: ApiRequest, career_id: UUID) -> Done:
    """Remove a post of a career."""
    _remove(request, "career", career_id)
    return _ONE


@area.write("/people/{uuid:person_id}/skills", forms.PersonSkillOut, needs=EDIT, kinds=COMPANY)
def set_person_skill(
    request: ApiRequest, person_id: UUID, given: forms.SkillIn
) -> forms.PersonSkillOut:
    """Say that a person has a skill or certificate."""
    row = skills.set_skill(
        actor=request.auth, talent_record_id=person_id, now=timezone.now(), **given.model_dump()
    )
    return skill_out(row)


@area.write("/people/skills/{uuid:person_skill_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_person_skill(request: ApiRequest, person_skill_id: UUID) -> Done:
    """Take a skill off a person."""
    _remove(request, "skill", person_skill_id)
    return _ONE


@area.write("/people/{uuid:person_id}/notes", forms.PersonNoteOut, needs=EDIT, kinds=COMPANY)
def add_person_note(
    request: ApiRequest, person_id: UUID, given: forms.NoteIn
) -> forms.PersonNoteOut:
    """Add a note to a person; what selection must not know is refused."""
    note = notes.add_note(
        actor=request.auth, talent_record_id=person_id, text=given.text, now=timezone.now()
    )
    note.refresh_from_db()
    return forms.PersonNoteOut.from_orm(note)


@area.write("/people/notes/{uuid:note_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_person_note(request: ApiRequest, note_id: UUID) -> Done:
    """Remove a note; it can be restored for seven days."""
    _remove(request, "note", note_id)
    return _ONE


@area.write("/people/{uuid:person_id}/documents", forms.DocumentOut, needs=EDIT, kinds=COMPANY)
def add_person_document(
    request: ApiRequest,
    person_id: UUID,
    file: File[UploadedFile],
    kind: Form[str] = "other",
    title: Form[str] = "",
) -> forms.DocumentOut:
    """Put a paper to a person: PDF, PNG, JPEG, docx or xlsx, at most 10 MB."""
    document = notes.add_document(
        actor=request.auth,
        talent_record_id=person_id,
        kind=kind,
        title=title,
        data=file.read(),
        file_name=file.name or "",
        now=timezone.now(),
    )
    document.refresh_from_db()
    return forms.DocumentOut.from_orm(document)


@area.write("/people/documents/{uuid:document_id}/remove", Done, needs=EDIT, kinds=COMPANY)
def remove_person_document(request: ApiRequest, document_id: UUID) -> Done:
    """Remove a paper; it can be restored for seven days."""
    _remove(request, "document", document_id)
    return _ONE


@area.write("/people/removed/{uuid:part_id}/restore", Done, needs=EDIT, kinds=COMPANY)
def restore_person_part(request: ApiRequest, part_id: UUID) -> Done:
    """Bring back what was removed from a person in the last seven days, by the id of the row."""
    removing.restore_part(actor=request.auth, part_id=part_id, now=timezone.now())
    return _ONE


def _remove(request: ApiRequest, part: str, part_id: UUID) -> None:
    removing.remove_part(actor=request.auth, part=part, part_id=part_id, now=timezone.now())


def _values(given: forms.EmploymentIn | forms.CareerIn) -> dict[str, object]:
    said = given.model_dump(exclude_unset=True)
    return {_NAMES.get(name, name): value for name, value in said.items()}


def _name(name: PersonName) -> forms.NameOut:
    return forms.NameOut(
        id=name.pk,
        kind=name.kind,
        family_name=name.family_name,
        given_name=name.given_name,
        kana=name.full_kana,
        kana_source=name.kana_source,
    )
