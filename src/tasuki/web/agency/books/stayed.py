"""What an employer's mailed key opens six months after a hire: three buttons, nothing else."""

from datetime import date
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.books.queries.lists import find_hire
from tasuki.apps.books.surveys import answer_survey
from tasuki.apps.errors import InvalidInputError, RefusedError, found
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import OpenDoor, find_organisation
from tasuki.core.books.rows import Separated
from tasuki.core.law.clocks import separation_due
from tasuki.web.components.views import DoorView


class StayedPage(DoorView):
    """Was the person still there after six months? Opening the page answers nothing."""

    door_kind: ClassVar[str] = Door.Kind.SEPARATION

    def make_actor(self, door: OpenDoor) -> Actor:
        """Return whoever holds the key to this one hire."""
        return door.holder

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the question."""
        return self._show(request)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Keep the answer."""
        try:
            answer_survey(
                actor=self.actor,
                introduction_id=self.subject,
                answer=request.POST.get("answer", ""),
                left_on=self._left_on(request),
                now=timezone.now(),
            )
        except (InvalidInputError, RefusedError) as error:
            return self._show(request, error=error.text, status=error.status)
        return redirect(request.get_full_path())

    def _left_on(self, request: HttpRequest) -> date | None:
        if request.POST.get("answer") != Separated.LEFT:
            return None
        try:
            return parse_date(request.POST.get("left_on", ""))
        except ValueError:
            return None

    def _show(self, request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
        row = found(find_hire(introduction_id=self.subject))
        assert row.hired_on is not None
        context = {
            "heading": _("Is the person still with you?"),
            "organisation": find_organisation(organisation_id=self.actor.organisation_id),
            "row": row,
            "until": separation_due(row.hired_on),
            "error": error,
            "today": timezone.localdate(),
        }
        return render(request, "agency/stayed.html", context, status=status)


urlpatterns = [path("stayed/<str:key>/", StayedPage.as_view(), name="stayed")]
