"""Imports of applicants: file, meaning of its columns, what would happen, what happened."""

from http import HTTPStatus
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import ActionError, InvalidInputError, found
from tasuki.apps.imports import actions, queries
from tasuki.apps.imports.mapping import FIELDS
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.quarantine.queries import count_held_of_import
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company import drafts
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
from tasuki.web.components.panels import Rail
from tasuki.web.components.views import FormPage, PageView, toast

_STEPS: Final = (
    gettext_lazy("File"),
    gettext_lazy("Columns and check"),
    gettext_lazy("Import"),
)
_ERRORS_SHOWN: Final = 5


class ImportList(TableView):
    """Past imports."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/imports.html"
    heading = gettext_lazy("Imports")
    lead = gettext_lazy("Which files came in, and which rows could not.")
    empty_text = gettext_lazy("Imports appear here. Try one with the sample file.")
    columns = (
        name_column(
            gettext_lazy("File"),
            lambda run: run.file_name,
            lambda run: reverse("company:import_run", args=[run.pk]),
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda run: run.state,
            show=import_tag,
            file_value=lambda run: str(ImportRun.State(run.state).label),
            place=Place.CORNER,
        ),
        count_column("rows", gettext_lazy("Rows"), lambda run: run.row_count, unit="row"),
        count_column("new", gettext_lazy("New"), lambda run: run.new_count, unit="row"),
        count_column("updated", gettext_lazy("Updated"), lambda run: run.updated_count, unit="row"),
        count_column(
            "unchanged", gettext_lazy("Unchanged"), lambda run: run.unchanged_count, unit="row"
        ),
        count_column("failed", gettext_lazy("Errors"), lambda run: run.failed_count, unit="row"),
        moment_column(
            "at", gettext_lazy("Imported at"), lambda run: run.created_at, sort="created_at"
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the imports."""
        return queries.list_runs()

    def get_context(self) -> dict[str, Any]:
        """Offer the first import where there is none."""
        more = {"empty_url": reverse("company:import_file"), "empty_label": _("Import applicants")}
        return super().get_context() | more


class FileForm(Form):
    """The file to import."""

    submit_label = gettext_lazy("Next")
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV (UTF-8 or Shift_JIS), TSV or xlsx, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx", "class": "inp"}),
    )


class ImportFile(FormPage):
    """Step 1: choose the file."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/import_file.html"
    form_class = FileForm
    heading = gettext_lazy("Import applicants (1/3)")
    lead = gettext_lazy("Take the file as your recruiting tool writes it; columns are recognised.")
    back_label = gettext_lazy("Back to imports")

    def get_context(self) -> dict[str, Any]:
        """Return the steps."""
        return {"rail": Rail.of(_STEPS, current=0)}

    def act(self, form: Form) -> str:
        """Read the file once, so that a file that cannot be used is refused here."""
        upload = form.cleaned_data["file"]
        data = upload.read()
        queries.preview_file(data=data, file_name=upload.name)
        self._key = drafts.keep_file(self.actor, name=upload.name, data=data)
        return ""

    def get_success_url(self) -> str:
        """Go on to the columns."""
        return reverse("company:import_preview", args=[self._key])

    def get_back_url(self) -> str:
        """Go back to the imports."""
        return reverse("company:imports")


class ImportPreview(PageView):
    """Step 2: what each column means, and what would happen to the rows."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/import_preview.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the proposal with its effect."""
        return self._show(None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Check the chosen columns again, or import with them."""
        draft = drafts.find_file(self.actor, kwargs["key"])
        preview = queries.preview_file(data=draft.data, file_name=draft.name)
        mapping = {
            proposal.header: request.POST.get(f"column-{number}", "")
            for number, proposal in enumerate(preview.proposals)
            if not proposal.is_dropped
        }
        if "check" in request.POST:
            return self._show(mapping)
        try:
            run = actions.start_import(
                actor=self.actor,
                data=draft.data,
                file_name=draft.name,
                mapping=mapping,
                now=timezone.now(),
            )
        except InvalidInputError as error:
            return self._show(mapping, error=error)
        drafts.forget_file(self.actor, draft.key)
        if run.state == ImportRun.State.RUNNING:
            toast(request, _("The import has started. You may leave this page."))
        return redirect("company:import_run", run_id=run.pk)

    def _show(
        self, mapping: dict[str, str] | None, *, error: ActionError | None = None
    ) -> HttpResponse:
        draft = drafts.find_file(self.actor, self.kwargs["key"])
        preview = queries.preview_file(data=draft.data, file_name=draft.name)
        run = None
        if error is None and preview.row_count <= actions.BACKGROUND_ROWS:
            try:
                run = actions.import_applicants(
                    actor=self.actor,
                    data=draft.data,
                    file_name=draft.name,
                    mapping=mapping,
                    dry_run=True,
                    now=timezone.now(),
                )
            except InvalidInputError as problem:
                error = problem
        status = error.status if error and mapping is not None else HTTPStatus.OK
        return self.show(_preview_context(draft, preview, mapping, run, error), status=status)


def _preview_context(
    draft: drafts.FileDraft,
    preview: queries.Preview,
    mapping: dict[str, str] | None,
    run: ImportRun | None,
    error: ActionError | None,
) -> dict[str, Any]:
    columns = [
        {
            "name": f"column-{number}",
            "proposal": proposal,
            "chosen": proposal.field if mapping is None else mapping.get(proposal.header, ""),
            "sample": _sample(preview, number),
        }
        for number, proposal in enumerate(preview.proposals)
    ]
    ready = run.new_count + run.updated_count + run.unchanged_count if run else preview.row_count
    return {
        "heading": _("Import applicants (2/3)"),
        "draft": draft,
        "preview": preview,
        "rail": Rail.of(_STEPS, current=1),
        "columns": columns,
        "dropped": [one for one in preview.proposals if one.is_dropped],
        "fields": list(FIELDS.items()),
        "run": run,
        "failed_rows": _told(run)[:_ERRORS_SHOWN] if run else [],
        "ready": ready,
        "error": error,
        "back_url": reverse("company:import_file"),
        "back_label": _("Choose another file"),
    }


def _sample(preview: queries.Preview, number: int) -> str:
    """Return the first cell of a column that says something."""
    cells = (row[number] for row in preview.rows if number < len(row))
    return next((cell for cell in cells if cell), "")


def _told(run: ImportRun) -> list[dict[str, Any]]:
    """Return the failed rows with what is wrong in the language of the moment."""
    key = "en" if formats.is_english() else "ja"
    return [
        {"line": row["line"], "problems": [item[key] for item in row["problems"]]}
        for row in run.failed_rows
    ]


class ImportRunPage(PageView):
    """Step 3: how far it is, and what came back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/import_run.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read the run."""
        run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        age = timezone.now() - run.created_at
        return {
            "heading": _("Import applicants (3/3)"),
            "rail": Rail.of(_STEPS, current=2),
            "run": run,
            "tag": import_tag(run.state),
            "is_running": run.state == ImportRun.State.RUNNING,
            "done": run.new_count + run.updated_count + run.unchanged_count + run.failed_count,
            "failed_rows": _told(run)[:_ERRORS_SHOWN],
            "held_count": count_held_of_import(run_id=run.pk),
            "may_decide_held": self.actor.can(Permission.QUARANTINE_DECIDE),
            "unclear_count": queries.count_unclear(run_id=run.pk),
            "may_undo": bool(run.new_count) and age.days < actions.UNDO_DAYS,
            "back_url": reverse("company:imports"),
            "back_label": _("Back to imports"),
        }
