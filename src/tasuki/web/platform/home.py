"""Home of the operator: who takes part, and whether this installation works.

Only what is public or says nothing of an organisation: rows behind a fence, such as licences,
are not read here, because nobody reads across the fences.
"""

from collections import Counter
from typing import Any, ClassVar, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import tasuki
from tasuki.adapters.postgres.readiness import check_readiness
from tasuki.adapters.queue import count_jobs
from tasuki.apps.orgs import queries as orgs
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.parameters import list_stale
from tasuki.web.components import columns, formats
from tasuki.web.components.views import PageView

ROWS_MAX: Final = 500
KIND_LABELS: Final[dict[OrganisationKind, Any]] = {
    OrganisationKind.COMPANY: gettext_lazy("Companies"),
    OrganisationKind.AGENCY: gettext_lazy("Placement agencies"),
    OrganisationKind.MUNICIPALITY: gettext_lazy("Municipalities"),
    OrganisationKind.PLATFORM: gettext_lazy("Operators"),
}
_CHECK_LABELS: Final[dict[str, Any]] = {
    "database": gettext_lazy("The database answers"),
    "search": gettext_lazy("Japanese text is found"),
    "role": gettext_lazy("The database role cannot pass the fences"),
    "fences": gettext_lazy("Every table that needs a fence has one"),
}
_DIRECTORY: Final = (
    columns.Column(
        name="name",
        label=gettext_lazy("Organisation"),
        value=lambda one: one.name,
        place=columns.Place.TITLE,
    ),
    columns.text_column(
        "kind", gettext_lazy("Kind"), lambda one: KIND_LABELS[OrganisationKind(one.kind)]
    ),
    columns.text_column("mail", gettext_lazy("Contact mail"), lambda one: one.contact_mail),
    columns.text_column("phone", gettext_lazy("Phone"), lambda one: one.phone),
    columns.day_column("since", gettext_lazy("Takes part since"), lambda one: one.created_at),
)
_CHECKS: Final = (
    columns.Column(
        name="check",
        label=gettext_lazy("Check"),
        value=lambda one: _CHECK_LABELS[one[0]],
        place=columns.Place.TITLE,
    ),
    columns.Column(
        name="result",
        label=gettext_lazy("Result of the check"),
        value=lambda one: one[1],
        show=lambda is_well: formats.tag(
            _("in order") if is_well else _("out of order"), "ok" if is_well else "err"
        ),
    ),
)


class HomePage(PageView):
    """The directory, the queue and the checks on one page."""

    kind: ClassVar = OrganisationKind.PLATFORM
    permission: ClassVar = Permission.PLATFORM_VIEW
    template_name: ClassVar[str] = "platform/home.html"

    def get_context(self) -> dict[str, Any]:
        """Read what the operator may know."""
        organisations = orgs.list_organisations()
        by_kind = Counter(OrganisationKind(one.kind) for one in organisations)
        jobs = count_jobs()
        return {
            "heading": _("Operation"),
            "lead": _("The public directory, and whether this installation works."),
            "kinds": [(label, by_kind[kind]) for kind, label in KIND_LABELS.items()],
            "directory": columns.SmallTable.of(
                _("Directory of organisations"), _DIRECTORY, organisations[:ROWS_MAX]
            ),
            "total": len(organisations),
            "shown": min(len(organisations), ROWS_MAX),
            "jobs": (
                (_("Jobs that wait"), jobs.waiting, ""),
                (_("Jobs that run"), jobs.running, ""),
                (_("Jobs that failed"), jobs.failed, "err" if jobs.failed else ""),
            ),
            "checks": columns.SmallTable.of(_("Readiness"), _CHECKS, check_readiness().items()),
            "version": tasuki.__version__,
            "stale_count": len(list_stale(on=timezone.localdate())),
        }
