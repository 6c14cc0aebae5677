"""Publication: what everybody can check, and the cases that follow."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.rounds.actions import deciding
from tasuki.apps.rounds.actions.exporting import export_orders
from tasuki.apps.rounds.actions.following import start_cases
from tasuki.apps.rounds.queries.results import read_cutoffs, read_lottery
from tasuki.apps.rounds.queries.tables import count_undecided
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import SHOWN_STATES, RoundState
from tasuki.core.rounds.rules import RoundKind
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import SmallTable, text_column
from tasuki.web.components.views import ActView, PageView, warn
from tasuki.web.rounds.frame import OfRound, RoundAct

_WITH_CASES = frozenset({RoundKind.INTRODUCTIONS, RoundKind.SWAP})


class PublicationPage(OfRound, PageView):
    """Commitment, digest and cutoffs; the seed once it is published."""

    template_name: ClassVar[str] = "rounds/publication.html"
    tab = "publication"

    def get_context(self) -> dict[str, Any]:
        """Read what is or will be public."""
        row = self.row
        cutoffs = read_cutoffs(row)
        may_decide = self.actor.can(Permission.ROUND_DECIDE)
        return self.frame() | {
            "lottery": read_lottery(row),
            "cutoffs": SmallTable.of(
                _("Cutoffs"),
                (
                    text_column("place", _("Place to go to"), lambda one: one[0], css="wrap"),
                    text_column("cutoff", _("Lowest number that was enough"), _cutoff, css="n"),
                ),
                sorted(cutoffs.items()),
            ),
            "undecided": count_undecided(row=row),
            "can_publish": may_decide and row.state == RoundState.DECIDED,
            "is_published": row.state in SHOWN_STATES,
            "can_start": may_decide
            and row.state == RoundState.PUBLISHED
            and row.round_kind in _WITH_CASES,
            "may_export": row.state in (RoundState.DECIDED, *SHOWN_STATES)
            and self.actor.can(Permission.EXPORT),
            "may_take": row.state in SHOWN_STATES and self.actor.can(Permission.EXPORT),
        }


def _cutoff(one: tuple[str, int | None]) -> str:
    return formats.number(one[1]) if one[1] is not None else _("nobody was turned away")


class PublishRound(RoundAct):
    """Tell everybody the own result."""

    permission: ClassVar = Permission.ROUND_DECIDE
    action = deciding.publish_round
    page_name = "rounds:publication"
    said = gettext_lazy("Published. Everybody got a mail with a link to the own result.")


class StartCases(ActView):
    """Begin the introductions or secondments of what was confirmed."""

    permission: ClassVar = Permission.ROUND_DECIDE

    def act(self) -> str:
        """Begin them; each stands for itself, and who was refused is said."""
        count, refused = start_cases(
            actor=self.actor, round_id=self.kwargs["round_id"], now=timezone.now()
        )
        for error in refused:
            warn(self.request, error.text)
        return _("%(count)s begun.") % {"count": formats.count(count, "record")}

    def get_success_url(self) -> str:
        """Show the publication."""
        return reverse("rounds:publication", args=[self.kwargs["round_id"]])


class RoundFile(OfRound):
    """Locked input or outcome as a file, to be checked by anybody; ids are opaque."""

    permission: ClassVar = Permission.EXPORT
    field: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the text, once it is published; the lists of the people are in it until then."""
        row = self.row
        if row.state not in SHOWN_STATES:
            raise NotVisibleError
        audit.record(
            actor=self.actor,
            kind="list.export",
            object_kind="round",
            object_id=row.pk,
            now=timezone.now(),
            data={"number": row.number, "file": self.field},
        )
        response = HttpResponse(getattr(row, self.field), content_type="application/json")
        name = f"{row.number}-{self.field}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


class OrdersFile(OfRound):
    """The confirmed moves, for whoever carries them out."""

    permission: ClassVar = Permission.EXPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file; the people see it in their log."""
        now = timezone.now()
        content = export_orders(actor=self.actor, round_id=self.row.pk, now=now)
        kind = exports.FORMATS["csv"]
        return exports.send_file(content, kind, name=_("Confirmed moves"), now=now)


class InstanceFile(RoundFile):
    """The locked input."""

    field = "instance"


class OutcomeFile(RoundFile):
    """The outcome."""

    field = "outcome"
