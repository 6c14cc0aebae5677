"""Adding, correcting and removing what is known of a person; one table of parts, three views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.people.actions import (
    contacts,
    edit_person,
    names,
    notes,
    removing,
    skills,
    tags,
    working,
)
from tasuki.apps.people.models import Career, Employment, PersonName, PersonPart
from tasuki.apps.people.queries.people import find_part, find_person
from tasuki.apps.vocab.queries import list_attributions
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company import person_forms
from tasuki.web.company.person_data import PersonForm
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage

type Act = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One kind of row about a person.

    Attributes:
        form: its form.
        heading: of the page that adds one; ``edit_heading`` of the one that corrects.
        add: action with actor, talent_record_id, the form's values, now.
        said: what was done.
        model: the rows that can be corrected; None where they are only added and removed.
        edit: action with actor, the row, the form's values, now.
        sources: vocabularies that the form shows words of.
    """

    form: type[Form]
    heading: Any
    add: Act
    said: Any
    edit_heading: Any = ""
    model: type[PersonPart] | None = None
    edit: Act | None = None
    sources: tuple[str, ...] = ()


def _add_document(*, values: Mapping[str, Any], **common: Any) -> None:
    upload = values["file"]
    notes.add_document(
        **common,
        kind=values["kind"],
        title=values["title"],
        data=upload.read(),
        file_name=upload.name or "",
    )


def _add_tag(*, talent_record_id: UUID, values: Mapping[str, Any], **common: Any) -> None:
    tags.tag_people(**common, talent_record_ids=[talent_record_id], **values)


PARTS: Final[dict[str, Part]] = {
    "name": Part(
        form=person_forms.NameForm,
        heading=gettext_lazy("Add name"),
        edit_heading=gettext_lazy("Correct the name"),
        add=names.add_name,
        model=PersonName,
        edit=lambda row, **more: names.edit_name(name_id=row.pk, **more),
        said=gettext_lazy("The name was saved."),
    ),
    "contact": Part(
        form=person_forms.ContactForm,
        heading=gettext_lazy("Add contact"),
        add=lambda values, **more: contacts.add_contact(**values, **more),
        said=gettext_lazy("The contact was saved."),
    ),
    "employment": Part(
        form=person_forms.EmploymentForm,
        heading=gettext_lazy("Add employment"),
        edit_heading=gettext_lazy("Correct the employment"),
        add=working.save_employment,
        model=Employment,
        edit=lambda row, **more: working.save_employment(
            talent_record_id=row.talent_record_id, employment_id=row.pk, **more
        ),
        said=gettext_lazy("The employment was saved."),
    ),
    "career": Part(
        form=person_forms.CareerForm,
        heading=gettext_lazy("Add career entry"),
        edit_heading=gettext_lazy("Correct the entry"),
        add=working.save_career,
        model=Career,
        edit=lambda row, **more: working.save_career(
            talent_record_id=row.talent_record_id, career_id=row.pk, **more
        ),
        said=gettext_lazy("The career entry was saved."),
        sources=("jobtag",),
    ),
    "skill": Part(
        form=person_forms.SkillForm,
        heading=gettext_lazy("Add skill"),
        add=lambda values, **more: skills.set_skill(**values, **more),
        said=gettext_lazy("The skill was saved."),
        sources=("jobtag", "skills"),
    ),
    "tag": Part(
        form=person_forms.PersonTagForm,
        heading=gettext_lazy("Add tag"),
        add=_add_tag,
        said=gettext_lazy("The tag was added."),
    ),
    "note": Part(
        form=person_forms.NoteForm,
        heading=gettext_lazy("Add note"),
        add=lambda values, **more: notes.add_note(**values, **more),
        said=gettext_lazy("The note was saved."),
    ),
    "document": Part(
        form=person_forms.DocumentForm,
        heading=gettext_lazy("Add document"),
        add=_add_document,
        said=gettext_lazy("The document was added."),
    ),
}
REMOVED: Final[dict[str, Any]] = {
    "name": gettext_lazy("The name was removed."),
    "contact": gettext_lazy("The contact was removed."),
    "career": gettext_lazy("The entry was removed."),
    "skill": gettext_lazy("The skill was removed."),
    "note": gettext_lazy("The note was removed."),
    "document": gettext_lazy("The document was removed."),
}


class _PartPage(FormPage):
    """A form about one person."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    template_name: ClassVar[str] = "company/person_part.html"
    back_label = gettext_lazy("Back to the page of the person")

    @property
    def part(self) -> Part:
        """What the page is about."""
        return PARTS[self.kwargs["part"]]

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Return the part's form."""
        return self.part.form(data, files, initial=self.get_initial())

    def person_id(self) -> UUID:
        """Return whose page it is."""
        raise TypeError(f"{type(self).__name__} names no person")

    def get_context(self) -> dict[str, Any]:
        """Name the person, and where shown words come from."""
        person = found(find_person(talent_record_id=self.person_id())).person
        return {
            "person_name": person.full_name,
            "attributions": list_attributions(sources=list(self.part.sources)),
        }

    def get_success_url(self) -> str:
        """Show the person."""
        return reverse("company:person", args=[self.person_id()])

    def get_back_url(self) -> str:
        """Go back to the person."""
        return self.get_success_url()


class AddPart(_PartPage):
    """Add one."""

    @property
    def heading(self) -> Any:
        """What is added."""
        return self.part.heading

    def person_id(self) -> UUID:
        """Return the person of the address."""
        record_id: UUID = self.kwargs["record_id"]
        return record_id

    def act(self, form: Form) -> str:
        """Add it."""
        self.part.add(
            actor=self.actor,
            talent_record_id=self.person_id(),
            values=form.cleaned_data,
            now=timezone.now(),
        )
        return str(self.part.said)


class EditPart(_PartPage):
    """Correct one."""

    @property
    def heading(self) -> Any:
        """What is corrected."""
        return self.part.edit_heading

    def person_id(self) -> UUID:
        """Return the person of the row."""
        return self._row().talent_record_id

    def get_initial(self) -> dict[str, Any]:
        """Show what is known now."""
        row = self._row()
        return {name: getattr(row, name) for name in self.part.form.base_fields}

    def act(self, form: Form) -> str:
        """Save what was changed."""
        assert self.part.edit is not None
        values = {name: form.cleaned_data[name] for name in form.changed_data}
        self.part.edit(row=self._row(), actor=self.actor, values=values, now=timezone.now())
        return str(self.part.said)

    def _row(self) -> PersonPart:
        assert self.part.model is not None
        return found(find_part(model=self.part.model, part_id=_row_id(self.kwargs)))


class RemovePart(ActView):
    """Remove one; the toast brings it back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    person_id: UUID

    def act(self) -> str:
        """Remove it."""
        self.person_id = removing.remove_part(
            actor=self.actor,
            part=self.kwargs["part"],
            part_id=_row_id(self.kwargs),
            now=timezone.now(),
        )
        return str(REMOVED[self.kwargs["part"]])

    def get_undo_url(self) -> str:
        """Bring it back."""
        return reverse("company:person_part_restore", args=[_row_id(self.kwargs)])

    def get_success_url(self) -> str:
        """Show the person."""
        return reverse("company:person", args=[self.person_id])


class RestorePart(ActView):
    """Bring a removed one back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    person_id: UUID

    def act(self) -> str:
        """Bring it back."""
        self.person_id = removing.restore_part(
            actor=self.actor, part_id=_row_id(self.kwargs), now=timezone.now()
        )
        return _("It is back.")

    def get_success_url(self) -> str:
        """Show the person."""
        return reverse("company:person", args=[self.person_id])


class PreferContact(RestorePart):
    """Make a contact the preferred one."""

    def act(self) -> str:
        """Prefer it."""
        person = contacts.prefer_contact(
            actor=self.actor, contact_id=_row_id(self.kwargs), now=timezone.now()
        )
        self.person_id = person.pk
        return _("It is the preferred contact now.")


class RemoveTag(ActView):
    """Take one tag off one person; the toast brings it back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Take it off."""
        self.done = tags.untag_one(
            actor=self.actor, person_tag_id=_row_id(self.kwargs), now=timezone.now()
        )
        return _("The tag was removed.")

    def get_undo_url(self) -> str:
        """Bring it back."""
        return reverse("company:people_tagging_undo", args=[self.done.batch_id])

    def get_success_url(self) -> str:
        """Show the person."""
        return reverse("company:person", args=[self.done.person_id])


class EditRecord(FormPage):
    """The legal name, the preferred contacts and the birth date of a person."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    form_class = PersonForm
    heading = gettext_lazy("Correct the data")
    back_label = gettext_lazy("Back to the page of the person")

    def get_initial(self) -> dict[str, Any]:
        """Show what is known now."""
        person = found(find_person(talent_record_id=self.kwargs["record_id"])).person
        known = {name: getattr(person, name) for name in PersonForm.base_fields}
        born = person.birth_date
        return known | {"birth_date": f"{born:%Y/%m/%d}" if born else ""}

    def act(self, form: Form) -> str:
        """Save what was changed."""
        edit_person(
            actor=self.actor,
            talent_record_id=self.kwargs["record_id"],
            values={name: form.cleaned_data[name] for name in form.changed_data},
            now=timezone.now(),
        )
        return _("The data was saved.")

    def get_success_url(self) -> str:
        """Show the person."""
        return reverse("company:person", args=[self.kwargs["record_id"]])

    def get_back_url(self) -> str:
        """Go back to the person."""
        return self.get_success_url()


def _row_id(kwargs: Mapping[str, Any]) -> UUID:
    """Return the id of the row in the address, whatever its place is called."""
    row_id: UUID = next(value for name, value in kwargs.items() if name != "part")
    return row_id
