"""The person's own data as a file."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.timezone import localdate

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
