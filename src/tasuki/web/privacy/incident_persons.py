"""The persons of an incident: the list, where they come from, and the notice to them."""

from http import HTTPStatus
from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.imports.queries import list_runs
from tasuki.apps.messages.queries import list_mails
from tasuki.apps.relay.queries.links import list_links
from tasuki.apps.rights.actions import affected, telling
from tasuki.apps.rights.incident_letters import notice_text
from tasuki.apps.rights.models import IncidentPerson
from tasuki.apps.rights.queries import incidents as queries
from tasuki.core.access import Permission
from tasuki.web.components import columns, formats
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.privacy.incidents import IncidentForm

_CHOICES_MAX: Final = 30


class PersonsForm(Form):
    """Where the persons come from."""

    submit_label = gettext_lazy("Add the persons")
    chosen = forms.ChoiceField(
        label=gettext_lazy("Source of the persons"), widget=forms.Select, required=False
    )
    numbers = forms.CharField(
        label=gettext_lazy("Or numbers of records"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=gettext_lazy("Separated by spaces or lines."),
    )


class AddPersons(IncidentForm):
    """Put people onto the list."""

    form_class: ClassVar[type[Form]] = PersonsForm
    heading: ClassVar[Any] = gettext_lazy("Affected persons")
    action = affected.add_affected

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer links, imports, exports and sendings of this organisation."""
        form = super().make_form(data, files)
        form.fields["chosen"].choices = [("", _("by number")), *_sources()]  # type: ignore[attr-defined]
        return form

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return the source, or the numbers."""
        source, _sign, source_id = form.cleaned_data["chosen"].partition(":")
        return {
            "source": source or IncidentPerson.Source.HAND,
            "source_id": UUID(source_id) if source_id else None,
            "numbers": form.cleaned_data["numbers"].split(),
        }

    def say(self, done: Any) -> str:
        """Say how many."""
        return _("%(count)s added to the list.") % {"count": formats.count(done)}

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("privacy:incident_persons", args=[self.row_id])


def _sources() -> list[tuple[str, Any]]:
    links = [(f"link:{one.pk}", one.code) for one in list_links()[:_CHOICES_MAX]]
    runs = [
        (f"import:{one.pk}", f"{one.file_name} {formats.moment(one.created_at)}")
        for one in list_runs()[:_CHOICES_MAX]
    ]
    exports = [
        (f"export:{one.pk}", f"{one.object_id} {formats.moment(one.happened_at)}")
        for one in affected.list_exports()
    ]
    groups = [
        (_("registration link"), links),
        (_("import"), runs),
        (_("export"), exports),
        (_("mail batch"), _batches()),
    ]
    return [(label, found) for label, found in groups if found]


def _batches() -> list[tuple[str, str]]:
    seen: dict[str, str] = {}
    for mail in list_mails().exclude(batch_id=None)[:500]:
        label = f"{mail.subject} {formats.moment(mail.created_at)}"
        seen.setdefault(f"mails:{mail.batch_id}", label)
    return list(seen.items())[:_CHOICES_MAX]


class PersonList(TableView):
    """The persons of one incident."""

    is_book: ClassVar[bool] = True
    permission: ClassVar = Permission.INCIDENT_VIEW
    template_name: ClassVar[str] = "privacy/persons.html"
    heading: ClassVar[Any] = gettext_lazy("Affected persons")
    default_sort: ClassVar[str] = "created_at"
    unit: ClassVar[str] = "person"
    empty_text: ClassVar[Any] = gettext_lazy(
        "Persons appear here when you add them from a link, an import, an export or by number."
    )
    columns = (
        columns.Column(
            name="name",
            label=gettext_lazy("Data subject"),
            value=lambda row: row.name or row.mail or "-",
            place=columns.Place.TITLE,
        ),
        columns.text_column("mail", gettext_lazy("Mail address"), lambda row: row.mail),
        columns.text_column(
            "source", gettext_lazy("Source of the persons"), lambda row: row.get_source_display()
        ),
        columns.moment_column(
            "told", gettext_lazy("Told at"), lambda row: row.told_at, sort="told_at"
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the list of the incident."""
        incident = queries.find_incident(incident_id=self.kwargs["incident_id"])
        return queries.list_persons(incident_id=incident.pk)

    def get_context(self) -> dict[str, Any]:
        """Add the way back and what may be done."""
        incident = queries.find_incident(incident_id=self.kwargs["incident_id"])
        return super().get_context() | {
            "incident": incident,
            "back_url": reverse("privacy:incident", args=[incident.pk]),
            "back_label": incident.number,
            "can_edit": self.actor.can(Permission.INCIDENT_EDIT) and incident.state != "closed",
        }


class NoticeForm(Form):
    """The text of the notice."""

    text = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=5000,
    )


class TellPersons(IncidentForm):
    """Write to the persons: first the preview, then the sending."""

    form_class: ClassVar[type[Form]] = NoticeForm
    template_name: ClassVar[str] = "privacy/notice.html"
    heading: ClassVar[Any] = gettext_lazy("Notice to the persons")
    action = telling.tell_persons

    def get_initial(self) -> dict[str, Any]:
        """Begin with the draft from the nine items."""
        return {"text": notice_text(self.find(), "ja")}

    def get_context(self) -> dict[str, Any]:
        """Show the mails as they would leave."""
        typed = str(self.request.POST.get("text", ""))
        preview = telling.preview_notice(actor=self.actor, incident_id=self.row_id, text=typed)
        return super().get_context() | {"preview": preview}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the preview again, or send when it was confirmed."""
        if request.POST.get("step") != "send":
            form = self.make_form(request.POST)
            status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
            return self._show_form(form, status=status)
        return super().post(request, **kwargs)

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return the text, and how many were to get it."""
        return {
            "text": form.cleaned_data["text"],
            "expected_count": _whole(str(self.request.POST.get("expected_count", ""))),
        }

    def say(self, done: Any) -> str:
        """Say how many."""
        return _("%(count)s will get the notice.") % {"count": formats.count(done)}


def _whole(text: str) -> int:
    """Return a number; 0, which fits no list, for anything else."""
    return int(text) if text.isdecimal() else 0


class ToldForm(Form):
    """How the persons were told."""

    submit_label = gettext_lazy("Record it")
    how = forms.CharField(
        label=gettext_lazy("How they were told"),
        max_length=200,
        help_text=gettext_lazy("Such as by post on 2026/11/20, or in person."),
    )


class RecordTold(IncidentForm):
    """The persons were told by other means."""

    form_class: ClassVar[type[Form]] = ToldForm
    heading: ClassVar[Any] = gettext_lazy("Persons told by other means")
    action = telling.record_told
    said = gettext_lazy("Recorded that the persons were told.")
