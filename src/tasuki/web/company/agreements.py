"""Agreements to be counted for a region: who gets the monthly totals, and how to end it."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.orgs import queries as orgs
from tasuki.apps.region import actions, queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.views import ActView, PageView


class AgreementsPage(PageView):
    """All municipalities, and whether they get the company's totals."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "company/agreements.html"

    def get_context(self) -> dict[str, Any]:
        """Read the directory and the agreements."""
        agreed = {one.municipality_id: one for one in queries.list_agreements()}
        return {
            "heading": _("Regional figures"),
            "lead": _("Which municipality may add your monthly totals to its own."),
            "rows": [(one, agreed.get(one.pk)) for one in orgs.list_municipalities()],
            "may_sign": self.actor.can(Permission.CONTRACT_SIGN),
        }


class AgreementAct(ActView):
    """Change an agreement with one municipality."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.CONTRACT_SIGN

    def get_success_url(self) -> str:
        """Stay on the agreements."""
        return reverse("company:agreements")


class Agree(AgreementAct):
    """Agree from the next statement on."""

    def act(self) -> str:
        """Agree."""
        actions.agree_to_count(
            actor=self.actor, municipality_id=self.kwargs["municipality_id"], now=timezone.now()
        )
        return _("Agreed: totals are added from the next statement on.")

    def get_undo_url(self) -> str:
        """End it again."""
        return reverse("company:agreement_end", args=[self.kwargs["municipality_id"]])


class EndAgreement(AgreementAct):
    """End an agreement; what was counted before stays counted."""

    def act(self) -> str:
        """End it."""
        actions.end_agreement(
            actor=self.actor, municipality_id=self.kwargs["municipality_id"], now=timezone.now()
        )
        return _("Ended: later statements are not added.")
