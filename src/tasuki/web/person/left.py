"""The receipt after deleting; shown once, to whoever sits at this browser."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from tasuki.web.person.frame import PersonView
from tasuki.web.person.leaving import RECEIPT_KEY


class LeftPage(PersonView):
    """What was deleted, what the law keeps; open to nobody else, because it is in the session."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show it once."""
        receipt = request.session.pop(RECEIPT_KEY, None)
        if not receipt:
            return redirect("person:enter")
        return self.show("person/left.html", {"receipt": receipt})
