"""Imports: the list of drafts and results, and the first step: choose a file."""

from typing import Any, ClassVar, Final

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.models import ImportRun
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.import_steps import KIND_LABELS, rail, step_url
from tasuki.web.company.words import import_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    count_column,
    moment_column,
    name_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.components.views import FormPage

_PROFILES_SHOWN: Final = 5


class ImportList(TableView):
    """Drafts and past imports."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/imports.html"
    heading = gettext_lazy("Imports")
    lead = gettext_lazy("Which files came in, and which rows could not.")
    empty_text = gettext_lazy("Imports appear here. Try one with the sample file.")
    columns = (
        name_column(gettext_lazy("File"), lambda run: run.file_name, step_url),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda run: run.state,
            show=import_tag,
            file_value=lambda run: str(ImportRun.State(run.state).label),
            place=Place.CORNER,
        ),
        Column(
            name="kind",
            label=gettext_lazy("Kind"),
            value=lambda run: str(KIND_LABELS.get(run.kind, run.kind)),
        ),
        count_column("rows", gettext_lazy("Rows"), lambda run: run.row_count, unit="row"),
        count_column("new", gettext_lazy("New"), lambda run: run.new_count, unit="row"),
        count_column("updated", gettext_lazy("Updated"), lambda run: run.updated_count, unit="row"),
        count_column(
            "unchanged", gettext_lazy("Unchanged"), lambda run: run.unchanged_count, unit="row"
        ),
        count_column("failed", gettext_lazy("Errors"), lambda run: run.error_count, unit="row"),
        moment_column(
            "at", gettext_lazy("Imported at"), lambda run: run.created_at, sort="created_at"
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the imports."""
        return queries.list_runs()

    def get_context(self) -> dict[str, Any]:
        """Offer the first import where there is none."""
        more = {"empty_url": reverse("company:import_file"), "empty_label": _("Import a file")}
        return super().get_context() | more


class FileForm(Form):
    """The file to import, and what its rows are."""

    submit_label = gettext_lazy("Next")
    kind = forms.ChoiceField(
        label=gettext_lazy("What the rows are"),
        choices=list(KIND_LABELS.items()),
        widget=forms.RadioSelect,
        initial="applicants",
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(
            attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xls,.ods", "class": "inp drop"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = settings.IMPORT_LIMITS
        self.fields["file"].help_text = _(
            "CSV, TSV, xlsx, xls or ods, up to %(size)s MB and %(rows)s. "
            "Drop it here, or choose it."
        ) % {
            "size": limits.upload_bytes // (1024 * 1024),
            "rows": formats.count(limits.rows, "row"),
        }


class ImportFile(FormPage):
    """Step 1: choose the file; it is read at once and kept as a draft."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/import_file.html"
    form_class = FileForm
    heading = gettext_lazy("Import (1/5)")
    lead = gettext_lazy("Take the file as your tool writes it; form and columns are recognised.")
    back_label = gettext_lazy("Back to imports")

    def get_context(self) -> dict[str, Any]:
        """Return the steps, the samples and what is remembered of earlier files."""
        chosen = self.get_initial()["kind"]
        return {
            "rail": rail(0),
            "kinds": list(KIND_LABELS.items()),
            "profiles": queries.list_profiles(kind=chosen, limit=_PROFILES_SHOWN),
        }

    def get_initial(self) -> dict[str, Any]:
        """Begin with the kind that the link names."""
        wanted = self.request.GET.get("kind", "")
        return {"kind": wanted if wanted in KIND_LABELS else "applicants"}

    def act(self, form: Form) -> str:
        """Keep the file as a draft; one that cannot be used is refused here."""
        upload = form.cleaned_data["file"]
        self._run = actions.start_draft(
            actor=self.actor,
            data=upload.read(),
            file_name=upload.name,
            kind=form.cleaned_data["kind"],
            now=timezone.now(),
        )
        return ""

    def get_success_url(self) -> str:
        """Show how the file was read."""
        return reverse("company:import_reading", args=[self._run.pk])

    def get_back_url(self) -> str:
        """Go back to the imports."""
        return reverse("company:imports")
