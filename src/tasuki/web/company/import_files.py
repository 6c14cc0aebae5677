"""What an import leaves: the rows that failed, a file to try it with, and the way back."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.imports import actions, queries, samples
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components import exports, formats
from tasuki.web.components.views import ActView, OrganisationView


class FailedRowsFile(OrganisationView):
    """The rows that failed, with their own columns and what is wrong."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        run = found(queries.find_run(run_id=kwargs["run_id"]))
        if not run.failed_rows:
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
        content = samples.make_herp_csv(count=40)
        name = _("Sample applicants")
        return exports.send_file(content, exports.FORMATS["csv"], name=name, now=timezone.now())


class UndoImport(ActView):
    """Take an import back within seven days."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_IMPORT

    def act(self) -> str:
        """Remove what the import made."""
        count = actions.undo_import(
            actor=self.actor, run_id=self.kwargs["run_id"], now=timezone.now()
        )
        return _("%(count)s of this import were removed.") % {
            "count": formats.count(count, "record")
        }

    def get_success_url(self) -> str:
        """Go to the imports."""
        return reverse("company:imports")
