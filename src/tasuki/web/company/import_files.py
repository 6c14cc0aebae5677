"""What an import leaves: its progress and result, the rows that failed, the way back."""

from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.imports import actions, queries, sample_files
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.rows import Verdict
from tasuki.apps.orgs.queries import list_members
from tasuki.apps.quarantine.queries import count_held_of_import
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.import_steps import KIND_LABELS, rail, step_url, words
from tasuki.web.company.words import import_tag
from tasuki.web.components import exports, formats
from tasuki.web.components.views import ActView, OrganisationView, PageView

ERRORS_SHOWN: Final = 5


class ImportRunPage(PageView):
    """Step 5: how far it is, what came back, and the way back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT
    template_name: ClassVar[str] = "company/import_run.html"
    partial_name: ClassVar[str] = "progress"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the result; a draft that is not being checked goes on at its step."""
        run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        if run.state == ImportRun.State.DRAFT and not self.request.htmx:
            return redirect(step_url(run))
        return super().get(request, **kwargs)

    def get_context(self) -> dict[str, Any]:
        """Read the run."""
        run = found(queries.find_run(run_id=self.kwargs["run_id"]))
        errors = queries.list_rows(run, verdict=Verdict.ERROR, limit=ERRORS_SHOWN)
        age = timezone.now() - run.created_at
        is_checked = run.state == ImportRun.State.DRAFT
        label = KIND_LABELS.get(run.kind, run.kind)
        return {
            "heading": _("Import: %(kind)s (%(step)s/5)") % {"kind": label, "step": 5},
            "rail": rail(3 if run.is_draft else 4),
            "run": run,
            "tag": import_tag(run.state),
            "is_running": run.is_busy,
            "is_undoing": run.state == ImportRun.State.UNDOING,
            "is_checking": run.state == ImportRun.State.CHECKING,
            "go_on_url": step_url(run) if is_checked else "",
            "done": run.done_count,
            "good": run.new_count + run.updated_count,
            "failed_rows": [
                {"line": row.line, "problems": [words(one.text) for one in row.faults]}
                for _staged, row in errors
            ],
            "held_count": count_held_of_import(run_id=run.pk),
            "may_decide_held": self.actor.can(Permission.QUARANTINE_DECIDE),
            "unclear_count": queries.count_unclear(run_id=run.pk),
            "kept": [{"row": one, "why": words(one.why)} for one in queries.list_kept(run)],
            "may_undo": run.state in actions.ENDED and age.days < actions.UNDO_DAYS,
            "by": {one.account_id: one.name for one in list_members()}.get(
                run.imported_by_id or 0, ""
            ),
            "is_of_applicants": run.kind == "applicants",
            "back_url": reverse("company:imports"),
            "back_label": _("Back to imports"),
        }


class FailedRowsFile(OrganisationView):
    """The rows that failed, with their own columns and what is wrong."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        run = found(queries.find_run(run_id=kwargs["run_id"]))
        if not queries.list_rows(run, verdict=Verdict.ERROR, limit=1):
            raise NotVisibleError
        content = queries.failed_rows_file(run, language=get_language() or "ja")
        name = _("Import errors")
        return exports.send_file(content, exports.FORMATS["xlsx"], name=name, now=timezone.now())


class SampleFile(OrganisationView):
    """A synthetic file to try the import with."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        kind = request.GET.get("kind", "applicants")
        content = sample_files.make_sample(kind=kind if kind in KIND_LABELS else "applicants")
        name = _("Sample applicants")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=timezone.now())


class UndoImport(ActView):
    """Take an import back within seven days."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def act(self) -> str:
        """Remove what the import made, restore what it changed."""
        done = actions.undo_import(
            actor=self.actor, run_id=self.kwargs["run_id"], now=timezone.now()
        )
        if done.is_waiting:
            return _("The import is being taken back. You may leave this page.")
        return _("Removed %(removed)s, restored %(restored)s, kept %(kept)s.") % {
            "removed": formats.count(done.removed, "record"),
            "restored": formats.count(done.restored, "record"),
            "kept": formats.count(done.kept, "record"),
        }

    def get_success_url(self) -> str:
        """Show the import, taken back."""
        return reverse("company:import_run", args=[self.kwargs["run_id"]])
