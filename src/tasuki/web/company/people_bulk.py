"""An act on many people: its progress, its result, its file, and the way back."""

from typing import Any, ClassVar, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.orgs.queries import list_members
from tasuki.apps.people.actions import bulk as actions
from tasuki.apps.people.models import BulkRun
from tasuki.apps.people.queries import people as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import exports, formats
from tasuki.web.components.views import ActView, OrganisationView, PageView

_ACTS: Final = {
    "tag": gettext_lazy("Add tag"),
    "untag": gettext_lazy("Remove tag"),
    "note": gettext_lazy("Add note"),
    "export": gettext_lazy("Export"),
}
_SAID: Final = {
    "tag": gettext_lazy("%(count)s tagged."),
    "untag": gettext_lazy("The tag was taken off %(count)s."),
    "note": gettext_lazy("%(count)s got the note."),
    "export": gettext_lazy("%(count)s stand in the file."),
}
_TONES: Final = {"running": "wait", "done": "ok", "failed": "err", "undoing": "wait", "undone": ""}


def said_of(run: BulkRun) -> str:
    """Return what an act did, as a sentence."""
    return _SAID[run.act] % {"count": formats.count(run.changed_count, "person")}


def tag_of(run: BulkRun) -> SafeString:
    """The tag of an act's state."""
    return formats.tag(str(BulkRun.State(run.state).label), _TONES[run.state])


def heading_of(run: BulkRun) -> str:
    """Return what an act is, with the tag it is about."""
    label = str(_ACTS[run.act])
    return f"{label}: {run.tag.name}" if run.tag else label


def list_shown() -> list[dict[str, Any]]:
    """Return the latest large acts as the list of people shows them."""
    runs = queries.list_bulk_runs(people_min=actions.BACKGROUND_PEOPLE)
    return [{"run": one, "heading": heading_of(one), "tag": tag_of(one)} for one in runs]


def send_export(run: BulkRun) -> HttpResponse:
    """Send the file of an export."""
    content, kind = run.file.read(), exports.FORMATS["xlsx"]
    return exports.send_file(content, kind, name=_("People we know"), now=timezone.now())


class BulkRunPage(PageView):
    """How far an act is, and what it did."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/people_bulk.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read the act."""
        run = found(queries.find_bulk_run(run_id=self.kwargs["bulk_run_id"]))
        is_export = run.act == BulkRun.Act.EXPORT
        is_over = run.state in {BulkRun.State.DONE, BulkRun.State.FAILED}
        may_decide = self.actor.can(Permission.APPLICATION_DECIDE)
        names = {one.account_id: one.name for one in list_members()}
        return {
            "heading": heading_of(run),
            "run": run,
            "tag": tag_of(run),
            "is_running": run.is_busy,
            "is_undoing": run.state == BulkRun.State.UNDOING,
            "said": said_of(run),
            "by": names.get(run.started_by_id or 0, ""),
            "has_file": bool(run.file) and may_take(self, run),
            "may_undo": is_over and not is_export and may_decide,
            "back_url": reverse("company:people"),
            "back_label": _("Back to people"),
        }


def may_take(view: OrganisationView, run: BulkRun) -> bool:
    """Whether the file is the member's own: the record of views names who asked for it."""
    return view.actor.can(Permission.EXPORT) and run.started_by_id == view.actor.account_id


class BulkFile(OrganisationView):
    """The file of an export, for the member who asked for it."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        run = found(queries.find_bulk_run(run_id=kwargs["bulk_run_id"]))
        if not run.file or not may_take(self, run):
            raise NotVisibleError
        return send_export(run)


class UndoBulk(ActView):
    """Undo one act on people."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    is_waiting: bool = False

    def act(self) -> str:
        """Undo it."""
        done = actions.undo_bulk(
            actor=self.actor, batch_id=self.kwargs["bulk_run_id"], now=timezone.now()
        )
        self.is_waiting = done.is_waiting
        if done.is_waiting:
            return _("It is being undone. You may leave this page.")
        return _("Undone for %(count)s.") % {"count": formats.count(done.count, "person")}

    def get_success_url(self) -> str:
        """Go to the list, or to the act that a task undoes."""
        if self.is_waiting:
            return reverse("company:people_bulk", args=[self.kwargs["bulk_run_id"]])
        return reverse("company:people")
