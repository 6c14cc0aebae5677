"""Acts on one incident: facts, log, reports, controllers, links, closing."""

from typing import Any, ClassVar, Final

from django import forms
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.rights.actions import incidents as actions
from tasuki.apps.rights.actions import processors
from tasuki.core.access import Permission
from tasuki.core.rights.breach import ITEMS
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.forms import Form
from tasuki.web.privacy import incident_persons as persons
from tasuki.web.privacy import incidents
from tasuki.web.privacy.incidents import IncidentForm

_CHOICES_MAX: Final = 30


class FactsForm(Form):
    """The facts of an incident; the nine items of the report among them."""

    submit_label = gettext_lazy("Save the facts")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"] = forms.CharField(label=_("Subject line"), max_length=120)
        self.fields["happened_on"] = forms.DateField(
            label=_("Happened on"),
            widget=forms.DateInput(attrs={"type": "date"}),
            required=False,
        )
        self.fields["triggers"] = forms.MultipleChoiceField(
            label=_("Does one of these apply?"),
            widget=forms.CheckboxSelectMultiple,
            choices=incidents.trigger_choices(),
            required=False,
        )
        for place, (name, words) in enumerate(ITEMS.items(), 1):
            label = f"{place}. {formats.say(words)}"
            if name == "person_count":
                self.fields["stated_count"] = forms.IntegerField(label=label, min_value=0)
                continue
            self.fields[name] = forms.CharField(
                label=label,
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=5000,
                required=False,
            )
        self.fields["substitute"] = forms.CharField(
            label=_("Measure instead of a notice to the persons"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=5000,
            required=False,
            help_text=_("Only where telling them is too difficult, such as a publication."),
        )
        self.fields["is_encrypted"] = forms.BooleanField(
            label=_("The data was strongly encrypted and cannot be read"), required=False
        )
        self.fields["encryption_note"] = forms.CharField(
            label=_("How it was encrypted, and that the key did not leak"),
            max_length=300,
            required=False,
        )


class EditFacts(IncidentForm):
    """Keep what is known by now."""

    form_class: ClassVar[type[Form]] = FactsForm
    heading: ClassVar[Any] = gettext_lazy("Facts of the incident")
    action = actions.edit_incident
    said = gettext_lazy("The facts were saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is kept."""
        incident = self.find()
        return {name: getattr(incident, name) for name in actions.EDITABLE}

    def get_values(self, form: Form) -> dict[str, Any]:
        """Keep all of them together."""
        return {"values": form.cleaned_data}


class NoteForm(Form):
    """A line of the log."""

    submit_label = gettext_lazy("Write into the log")
    text = forms.CharField(
        label=gettext_lazy("What was done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=gettext_lazy("Lines stay as they are written."),
    )


class AddNote(IncidentForm):
    """Write a line into the log."""

    form_class: ClassVar[type[Form]] = NoteForm
    heading: ClassVar[Any] = gettext_lazy("Note in the log")
    action = actions.add_note
    said = gettext_lazy("Written into the log.")


class ReportForm(Form):
    """The receipt of a report."""

    submit_label = gettext_lazy("Record the report")
    kind = forms.ChoiceField(
        label=gettext_lazy("Report"),
        widget=forms.RadioSelect,
        choices=[
            ("preliminary", gettext_lazy("Preliminary report")),
            ("final", gettext_lazy("Final report")),
        ],
    )
    receipt = forms.CharField(label=gettext_lazy("Number of the receipt"), max_length=60)


class RecordReport(IncidentForm):
    """A report went to the Commission."""

    form_class: ClassVar[type[Form]] = ReportForm
    heading: ClassVar[Any] = gettext_lazy("Report to the Commission")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("Copy the draft into the Commission's form first, then record the receipt."),
        gettext_lazy("The final report needs all items except the last one."),
    )
    action = actions.record_report
    said = gettext_lazy("The report was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the report that is due."""
        return {"kind": "final" if self.find().preliminary_at else "preliminary"}

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return which report it is, and its receipt."""
        values = form.cleaned_data
        return {"is_final": values["kind"] == "final", "receipt": values["receipt"]}


class ControllersForm(Form):
    """Who is told."""

    submit_label = gettext_lazy("Tell them now")
    organisation_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Whose data was handled"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
    )
    are_reporting = forms.BooleanField(
        label=gettext_lazy("They report to the Commission themselves"), required=False
    )


class TellControllers(IncidentForm):
    """A processor tells its controllers at once."""

    form_class: ClassVar[type[Form]] = ControllersForm
    heading: ClassVar[Any] = gettext_lazy("Tell the controllers")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("Title, overview and items go to them; no list and no number of persons."),
        gettext_lazy("The same incident opens on their side, with its own days."),
    )
    action = processors.tell_controllers
    said = gettext_lazy("The controllers were told.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the controllers."""
        form = super().make_form(data, files)
        found = processors.list_controllers(actor=self.actor)
        form.fields["organisation_ids"].choices = [(one.pk, one.name) for one in found]  # type: ignore[attr-defined]
        return form


class LinkForm(Form):
    """Which code is stopped."""

    submit_label = gettext_lazy("Stop the link")
    code = forms.CharField(label=gettext_lazy("Company code"), max_length=40)


class StopLink(IncidentForm):
    """Stop a registration link from the file of the incident."""

    form_class: ClassVar[type[Form]] = LinkForm
    heading: ClassVar[Any] = gettext_lazy("Stop a registration link")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("Its page opens no more. This cannot be taken back; issue a new code later."),
    )
    action = processors.stop_link
    said = gettext_lazy("The link was stopped.")


class CloseIncident(RowAct):
    """Close the file."""

    permission: ClassVar = Permission.INCIDENT_EDIT
    action = actions.close_incident
    id_name = "incident_id"
    page_name = "privacy:incident"

    def say(self, done: Any) -> str:
        """Name the incident."""
        return _("Incident %(number)s was closed.") % {"number": done.number}


class ReopenForm(Form):
    """Why it opens again."""

    submit_label = gettext_lazy("Reopen the incident")
    reason = forms.CharField(
        label=gettext_lazy("New facts"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class ReopenIncident(IncidentForm):
    """New facts came up."""

    form_class: ClassVar[type[Form]] = ReopenForm
    heading: ClassVar[Any] = gettext_lazy("Reopen the incident")
    action = actions.reopen_incident
    said = gettext_lazy("The incident is open again.")


_ONE: Final = "incidents/<uuid:incident_id>/"
PATTERNS: Final = [
    path("incidents/", incidents.IncidentList.as_view(), name="incidents"),
    path("incidents/record/", incidents.OpenIncident.as_view(), name="incident_open"),
    path(_ONE, incidents.IncidentPage.as_view(), name="incident"),
    path(
        f"{_ONE}drafts/<slug:kind>.<slug:ending>",
        incidents.IncidentDraft.as_view(),
        name="incident_draft",
    ),
    path(f"{_ONE}facts/", EditFacts.as_view(), name="incident_facts"),
    path(f"{_ONE}note/", AddNote.as_view(), name="incident_note"),
    path(f"{_ONE}report/", RecordReport.as_view(), name="incident_report"),
    path(f"{_ONE}persons/", persons.PersonList.as_view(), name="incident_persons"),
    path(f"{_ONE}persons/add/", persons.AddPersons.as_view(), name="incident_persons_add"),
    path(f"{_ONE}notice/", persons.TellPersons.as_view(), name="incident_notice"),
    path(f"{_ONE}told/", persons.RecordTold.as_view(), name="incident_told"),
    path(f"{_ONE}controllers/", TellControllers.as_view(), name="incident_controllers"),
    path(f"{_ONE}link/", StopLink.as_view(), name="incident_link"),
    path(f"{_ONE}close/", CloseIncident.as_view(), name="incident_close"),
    path(f"{_ONE}reopen/", ReopenIncident.as_view(), name="incident_reopen"),
]
