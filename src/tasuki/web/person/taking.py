"""Take everything along: over all organisations and the passport, as JSON and as a paper."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.timezone import localdate

from tasuki.adapters.pdf.letter import render_letter
from tasuki.apps.rights.bundle import find_bundle
from tasuki.web.person.me import MeView
from tasuki.web.person.sheet import make_sheet


class TakePage(MeView):
    """What is in the two files."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it."""
        return self.show("person/take.html", {})


class BundleFile(MeView):
    """Everything as JSON, for machines and for the next service."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the file."""
        bundle = find_bundle(account=self.account, now=self.now)
        response = JsonResponse(bundle, json_dumps_params={"ensure_ascii": False, "indent": 2})
        return _named(response, f"tasuki-my-data-{localdate(self.now):%Y%m%d}.json")


class BundlePaper(MeView):
    """Everything as a paper to read: A4."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the file."""
        bundle = find_bundle(account=self.account, now=self.now)
        paper = render_letter(make_sheet(bundle, now=self.now))
        response = HttpResponse(paper, content_type="application/pdf")
        return _named(response, f"tasuki-my-data-{localdate(self.now):%Y%m%d}.pdf")


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
