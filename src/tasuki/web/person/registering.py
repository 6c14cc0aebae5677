"""1/3 of a registration: what it means, the mail address, and the link that confirms it."""

from http import HTTPStatus
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.apps.errors import ActionError, NotVisibleError, RefusedError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Door
from tasuki.apps.relay.actions import links as link_actions
from tasuki.apps.relay.actions import registrations as registration_actions
from tasuki.apps.relay.policy import make_risk_source
from tasuki.apps.relay.queries.links import LinkProblem, PublicLink, find_public_link
from tasuki.apps.relay.queries.registrations import find_person_by_key
from tasuki.web.components import formats
from tasuki.web.components.panels import Rail
from tasuki.web.person import frame, limits
from tasuki.web.person.forms import StartForm

TYPED_COOKIE: Final = "tasuki_typed"
"""What was typed on this page, signed, on the reader's own device only, for one hour."""

TYPED_SECONDS: Final = 3_600
_STATUS: Final = {
    "unknown": HTTPStatus.NOT_FOUND,
    "expired": HTTPStatus.GONE,
    "revoked": HTTPStatus.GONE,
}


def steps(current: int) -> Rail:
    """Return the rail of the three pages."""
    return Rail.of((_("1/3 About it, mail"), _("2/3 Consent"), _("3/3 Wishes")), current=current)


class CodePage(frame.PersonView):
    """A page below a company code; without a live code it says why and whom to ask."""

    link: PublicLink

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the code."""
        found = find_public_link(code=places.pop("code"), now=self.now)
        if isinstance(found, LinkProblem):
            return self._show_problem(found)
        self.link = found
        self.speak(found.language)
        return None

    def show(self, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Render a page in the agency's name."""
        if hasattr(self, "link"):
            link = self.link
            name = frame.name_of(link.agency_name, link.agency_name_en)
            context = {"link": link, "agency_name": name} | context
        return super().show(template, context, **options)

    def _show_problem(self, problem: LinkProblem) -> HttpResponseBase:
        if problem.code == "unknown":
            who = frame.network_address(self.request)
            limits.take("wrong_code", limits.WRONG_KEY, who=who)
        status = _STATUS.get(problem.code, HTTPStatus.CONFLICT)
        return self.show("person/code_problem.html", {"problem": problem}, status=status)


class ExplainPage(CodePage):
    """What happens to whom, before any field; then the mail address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page, filled with what was typed a moment ago on this device."""
        link_actions.count_page_view(actor=self.link.actor, link_id=self.link.link_id, now=self.now)
        return self._show(self._form(initial=_typed(request, self.link.code)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the mail; the answer is the same for a known and an unknown address."""
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        device = frame.device_of(request)
        typed = {
            "mail": form.cleaned_data["mail"],
            "stage": form.cleaned_data["stage"],
            "result_month": form.cleaned_data["result_month"],
            "code": self.link.code,
        }
        try:
            mail = self._start(form, device=device)
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        response = redirect(reverse("person:sent", args=[self.link.code]) + self.query())
        frame.keep_device(response, device)
        kept = signing.dumps(typed | {"mail": mail}, salt=TYPED_COOKIE)
        frame.set_own_cookie(response, TYPED_COOKIE, kept, seconds=TYPED_SECONDS)
        return response

    def _start(self, form: StartForm, *, device: str) -> str:
        address = frame.network_address(self.request)
        limits.take("start_address", limits.START_BY_ADDRESS, who=address)
        limits.take("start_device", limits.START_BY_DEVICE, who=device)
        limits.take("start_mail", limits.SAME_MAIL, who=form.cleaned_data["mail"].strip().lower())
        started = registration_actions.start_registration(
            actor=self.link.actor,
            code=self.link.code,
            mail=form.cleaned_data["mail"],
            stage=form.cleaned_data["stage"],
            result_month=form.month,
            language=get_language() or "ja",
            risk_source=make_risk_source(device=device, address=address),
            now=self.now,
        )
        return started.mail

    def _form(self, **options: Any) -> StartForm:
        return StartForm(today=localdate(self.now), **options)

    def _show(self, form: StartForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        template = "person/explain_plain.html" if self.is_plain else "person/explain.html"
        context = {
            "form": form,
            "rail": steps(0),
            "is_english_page": formats.is_english(),
        }
        return self.show(template, context, status=status)


class SentPage(CodePage):
    """Says that a mail is on its way; the same page for every address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the address that was typed, so that a slip is seen."""
        typed = _typed(request, self.link.code)
        if not typed:
            return redirect("person:explain", code=self.link.code)
        template = "person/sent_plain.html" if self.is_plain else "person/sent.html"
        return self.show(template, {"typed": typed, "rail": steps(0)})


class FeesPage(CodePage):
    """What the search costs, and what companies pay."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the fee table and the refund rule as filed."""
        rate = self.link.fee_rate_permille
        return self.show("person/fees.html", {"rate_percent": f"{rate / 10:g}" if rate else ""})


class DeclinedPage(CodePage):
    """The end for somebody who does not want to register: thanks, and no question."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Say so, and forget what was typed on this device."""
        response = self.show("person/declined.html", {})
        response.delete_cookie(TYPED_COOKIE, path="/r/", samesite="Lax")
        return response


class ConfirmPage(frame.PersonView):
    """Behind the mailed link. Opening it changes nothing: mail scanners open links too."""

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the button, or why the link opens nothing any more."""
        try:
            actor = find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=self.now)
        except (RefusedError, NotVisibleError) as error:
            return link_over(self, error)
        agency = orgs.find_organisation(organisation_id=actor.organisation_id)
        name = frame.name_of(agency.name, agency.name_en)
        template = "person/confirm_plain.html" if self.is_plain else "person/confirm.html"
        return self.show(template, {"rail": steps(0), "agency_name": name})

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Use the link up and go on to the consent."""
        try:
            actor = find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=self.now)
            confirmed = registration_actions.confirm_mail(actor=actor, key=key, now=self.now)
        except (RefusedError, NotVisibleError) as error:
            return link_over(self, error)
        return redirect(reverse("person:own_consent", args=[confirmed.own_key]) + self.query())


def link_over(page: frame.PersonView, error: ActionError) -> HttpResponseBase:
    """Return the page for a mailed link that opens nothing, with a way on."""
    if isinstance(error, NotVisibleError):
        who = frame.network_address(page.request)
        limits.take("wrong_key", limits.WRONG_KEY, who=who)
    is_used = error.code == "link_used"
    is_over = is_used or error.code == "link_expired"
    context = {
        "error": error,
        "is_used": is_used,
        "is_known": is_over,
        "code": _typed(page.request).get("code", ""),
    }
    status = HTTPStatus.GONE if is_over else HTTPStatus.NOT_FOUND
    return page.show("person/link_over.html", context, status=status)


def _typed(request: HttpRequest, code: str = "") -> dict[str, str]:
    """Return what was typed on this device for a code within the hour."""
    try:
        typed: dict[str, str] = signing.loads(
            request.COOKIES.get(TYPED_COOKIE, ""), salt=TYPED_COOKIE, max_age=TYPED_SECONDS
        )
    except signing.BadSignature:
        return {}
    return typed if code in ("", typed.get("code")) else {}
