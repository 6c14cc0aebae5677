"""The person's own data as a file."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from tasuki.apps.consent.papers import person_statement_pdf
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.queries.own_data import find_own_data
from tasuki.web.person.own import OwnView


class DataFile(OwnView):
    """Everything the agency holds about the person, as JSON."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the file."""
        held = find_own_data(actor=self.actor, now=self.now)
        response = JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 2})
        name = f"tasuki-my-data-{localdate(self.now):%Y%m%d}.json"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ProvisionPaper(OwnView):
    """What was handed over about the person, as a paper (D13)."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the PDF."""
        record_id = self.find_registration().talent_record_id
        if record_id is None:
            raise NotVisibleError
        paper = person_statement_pdf(
            actor=self.actor,
            talent_record_id=record_id,
            language=get_language() or "ja",
            now=self.now,
        )
        response = HttpResponse(paper, content_type="application/pdf")
        name = f"tasuki-provisions-{localdate(self.now):%Y%m%d}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
