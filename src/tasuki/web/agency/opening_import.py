"""Openings of one employer from a file: drafts that somebody completes and accepts."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.imports.actions.runs import import_file
from tasuki.apps.openings.employers import give_to_employer, list_employers
from tasuki.core.access import Permission
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage


class OpeningFileForm(Form):
    """Whose orders they are, and the file."""

    submit_label = gettext_lazy("Import as drafts")
    employer_id = forms.ChoiceField(label=gettext_lazy("Employer"))
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, TSV, xlsx, xls or ods with a row of headings: title, occupation, place, pay."
        ),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods", "class": "inp drop"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list_employers().values_list("id", "name")
        self.fields["employer_id"].choices = [
            ("", _("Choose an employer")),
            *((str(row_id), name) for row_id, name in rows),
        ]


class OpeningImport(AgencyPage, FormPage):
    """Take a file of openings."""

    permission: ClassVar = Permission.OPENING_EDIT
    form_class: ClassVar[type[Form]] = OpeningFileForm
    heading: ClassVar[Any] = gettext_lazy("Import openings")
    lead: ClassVar[Any] = gettext_lazy(
        "Rows become drafts of one employer. The same file again makes nothing twice."
    )
    back_label: ClassVar[Any] = gettext_lazy("Back to the openings")

    def act(self, form: Form) -> str:
        """Import the file and give the drafts to the employer."""
        upload, now = form.cleaned_data["file"], timezone.now()
        run = import_file(
            actor=self.actor,
            data=upload.read(),
            file_name=upload.name,
            kind="openings",
            now=now,
        )
        give_to_employer(
            actor=self.actor,
            import_run_id=run.pk,
            employer_id=UUID(form.cleaned_data["employer_id"]),
            now=now,
        )
        if run.failed_count:
            words = _("Rows that could not be used: %(count)s. Correct them and import again.")
            messages.error(self.request, words % {"count": formats.count(run.failed_count, "row")})
        return _("New drafts: %(new)s, changed: %(changed)s.") % {
            "new": formats.count(run.new_count, "record"),
            "changed": formats.count(run.updated_count, "record"),
        }

    def get_success_url(self) -> str:
        """Show the drafts."""
        return f"{reverse('agency:openings')}?state=draft"

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("agency:openings")
