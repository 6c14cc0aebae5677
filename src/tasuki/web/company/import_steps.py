"""What the pages of an import share: its five steps, and the draft they work on."""

from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.action import require
from tasuki.apps.errors import ActionError, found
from tasuki.apps.imports import queries
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.policy import permission_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.panels import Rail
from tasuki.web.components.views import PageView

KIND_LABELS: Final = {
    "applicants": gettext_lazy("Applicants"),
    "employees": gettext_lazy("Employees"),
    "leavers": gettext_lazy("People who left"),
    "openings": gettext_lazy("Openings"),
}
_STEPS: Final = (
    gettext_lazy("File"),
    gettext_lazy("Columns"),
    gettext_lazy("Values"),
    gettext_lazy("Check"),
    gettext_lazy("Import"),
)
_PAGES: Final = {
    ImportRun.Step.FILE: "company:import_reading",
    ImportRun.Step.COLUMNS: "company:import_values",
    ImportRun.Step.VALUES: "company:import_values",
    ImportRun.Step.CHECK: "company:import_check",
    ImportRun.Step.RUN: "company:import_run",
}
"""Where a draft goes on that reached a step."""


def rail(current: int) -> Rail:
    """Return the steps with one of them as the present one, from 0."""
    return Rail.of(_STEPS, current=current)


def step_url(run: ImportRun) -> str:
    """Return the page on which an import goes on, or its result."""
    page = _PAGES[ImportRun.Step(run.step)] if run.is_draft else "company:import_run"
    return reverse(page, args=[run.pk])


def say(pair: list[str]) -> str:
    """Return stored words in the language of the moment."""
    return pair[1] if formats.is_english() else pair[0]


def words(text: Words) -> str:
    """Return words in the language of the moment."""
    return text.in_language("en" if formats.is_english() else "ja")


class DraftPage(PageView):
    """One step of a draft; an import that runs or is over shows its result instead.

    Attributes:
        number: of the step, 1-5.
    """

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    number: ClassVar[int]
    run: ImportRun

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the step, or where the import is instead."""
        self.load()
        if self.run.state != ImportRun.State.DRAFT:
            return redirect("company:import_run", run_id=self.run.pk)
        return self.show(self.frame() | self.get_context())

    def load(self) -> None:
        """Find the draft, and ask whether its kind may be imported."""
        self.run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        require(self.actor, permission_of(self.run.kind))

    def frame(self, error: ActionError | None = None) -> dict[str, Any]:
        """Return heading, steps and file."""
        label = KIND_LABELS[self.run.kind]
        heading = _("Import: %(kind)s (%(step)s/5)") % {"kind": label, "step": self.number}
        return {
            "heading": heading,
            "rail": rail(self.number - 1),
            "run": self.run,
            "error": error,
            "back_url": reverse("company:imports"),
            "back_label": _("Back to imports"),
        }

    def show_again(self, error: ActionError) -> HttpResponseBase:
        """Show the step with what could not be done; what was chosen stays."""
        return self.show(self.frame(error) | self.get_context(), status=error.status)
