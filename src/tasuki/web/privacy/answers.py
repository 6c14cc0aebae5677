"""What the mailed link of an answer opens: the answer, its papers, and the data as a file."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.rights import letters
from tasuki.apps.rights.queries.requests import find_request
from tasuki.web.components.views import DoorView
from tasuki.web.privacy.requests import kind_label, send_paper


class AnswerPage(DoorView):
    """The answer to a request, for whoever holds the link."""

    door_kind: ClassVar[str] = Door.Kind.RIGHTS_ANSWER

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the answer and the files."""
        item = find_request(request_id=self.subject)
        labels: dict[str, Any] = {
            "answer": _("Answer (PDF)"),
            "refusal": _("Notice of the reasons (PDF)"),
            "data": _("List of the data (PDF)"),
            "json": _("List of the data (JSON)"),
        }
        papers = [
            (label, reverse("privacy:answer_paper", args=[key, name]))
            for name, label in labels.items()
            if letters.can_print(item, name)
        ]
        context = {
            "item": item,
            "kind": kind_label(item),
            "papers": papers,
            "organisation": find_organisation(organisation_id=item.organisation_id),
        }
        return render(request, "privacy/answer.html", context)


class AnswerPaper(DoorView):
    """One file of the answer."""

    door_kind: ClassVar[str] = Door.Kind.RIGHTS_ANSWER

    def get(self, request: HttpRequest, key: str, name: str) -> HttpResponse:
        """Send it."""
        item = find_request(request_id=self.subject)
        return send_paper(item, name, printed_by=item.claimant_name, now=timezone.now())
