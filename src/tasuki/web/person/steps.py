"""2/3 and 3/3 of a registration: the two consents, and the wishes."""

from datetime import date
from http import HTTPStatus
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language

from tasuki.apps.consent.actions import ensure_consent_texts
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.shown import open_shown, seal_shown
from tasuki.apps.consent.texts import CONSENT_MONTHS, text_language
from tasuki.apps.errors import ActionError
from tasuki.apps.relay.actions import registrations as actions
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.dates import last_day_of_period
from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.phones import shown_phone
from tasuki.core.relay.machines import RegistrationState
from tasuki.web.person.forms import (
    ConsentForm,
    WishesForm,
    is_plainly_written,
    long_day,
)
from tasuki.web.person.own import OwnView
from tasuki.web.person.registering import steps

STEP_OF: Final[dict[str, str]] = {
    RegistrationState.MAIL_VERIFIED: "consent",
    RegistrationState.CONSENTED: "wishes",
}
"""Which page comes next while a registration is not complete."""


class StepPage(OwnView):
    """One step; somebody who is at another step is led there."""

    state: RegistrationState
    registration: Registration

    def find_step(self) -> HttpResponseBase | None:
        """Keep the registration; return where to go if it waits for another page."""
        self.registration = self.find_registration()
        if self.registration.state == self.state:
            return None
        return redirect(self.url(STEP_OF.get(self.registration.state, "home")) + self.query())


class ConsentPage(StepPage):
    """Two questions, nothing ticked; the second one costs nothing to refuse."""

    state = RegistrationState.MAIL_VERIFIED

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show both questions with their full texts."""
        return self.find_step() or self._show(ConsentForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep both answers, the no as well as the yes."""
        if elsewhere := self.find_step():
            return elsewhere
        form = ConsentForm(request.POST)
        form.is_valid()
        try:
            actions.give_consent(
                actor=self.actor,
                registration_id=self.registration.id,
                placement=form.cleaned_data["placement"],
                job_mails=form.cleaned_data["job_mails"],
                language=self._variant(),
                shown=open_shown(request.POST.get("shown", ""), now=self.now),
                now=self.now,
            )
        except ActionError as error:
            form.add_refusal(error)
            return self._show(form, status=error.status)
        return redirect(self.url("wishes") + self.query())

    def _variant(self) -> str:
        """Return the variant of the texts that this page shows."""
        return text_language(get_language() or "ja", is_plain=self.is_plain)

    def _show(self, form: ConsentForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
        variant = self._variant()
        texts = {
            text.purpose: text
            for text in ensure_consent_texts(actor=self.actor, now=self.now)
            if text.language == variant
        }
        until = last_day_of_period(localdate(self.now), CONSENT_MONTHS)
        context = {
            "form": form,
            "texts": texts,
            "shown": seal_shown([texts[Purpose.PLACEMENT], texts[Purpose.JOB_MAILS]], now=self.now),
            "until": long_day(until),
            "months": CONSENT_MONTHS,
            "registration": self.registration,
            "rail": steps(1),
        }
        template = "person/consent_plain.html" if self.is_plain else "person/consent.html"
        return self.show(template, context, status=status)


class WishesPage(StepPage):
    """Name, contact, birth date and what work is wanted."""

    state = RegistrationState.CONSENTED

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show the form."""
        return self.find_step() or self._show(WishesForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Register; a birth date in unusual writing is shown once before it is taken."""
        if elsewhere := self.find_step():
            return elsewhere
        form = WishesForm(self._filled(), request.FILES)
        is_ready = form.is_valid()
        must_look = is_ready and not self._is_date_seen(form)
        status: int = HTTPStatus.OK if must_look else HTTPStatus.UNPROCESSABLE_ENTITY
        try:
            self._keep_proof(form)
            if is_ready and not must_look:
                self._complete(form)
                return redirect(self.url("done") + self.query())
        except ActionError as error:
            form.add_refusal(error)
            must_look, status = False, error.status
        return self._show(form, status=status, must_look=must_look)

    def _filled(self) -> Any:
        """Return what was typed, with the offered date where the person took it."""
        data = self.request.POST.copy()
        if taken := data.get("take_date", ""):
            data["birth_date"] = data["understood"] = taken
        return data

    def _is_date_seen(self, form: WishesForm) -> bool:
        meant: date = form.cleaned_data["birth_date"]
        raw = form.data["birth_date"]
        return is_plainly_written(raw, meant) or form.data.get("understood") == meant.isoformat()

    def _keep_proof(self, form: WishesForm) -> None:
        """Keep the file even when another field is wrong: browsers do not send it again."""
        proof = form.files.get("proof_file")
        if isinstance(proof, UploadedFile):
            self.registration = actions.add_proof(
                actor=self.actor, registration_id=self.registration.id, file=proof, now=self.now
            )

    def _complete(self, form: WishesForm) -> None:
        typed = form.cleaned_data
        actions.complete_registration(
            actor=self.actor,
            registration_id=self.registration.id,
            family_name=typed["family_name"],
            given_name=typed["given_name"],
            name_kana=typed["name_kana"],
            phone=typed["phone"],
            birth_date=typed["birth_date"],
            wishes={"occupation": typed["occupation"]},
            referrer_name_shown=typed["referrer_name_shown"],
            now=self.now,
        )

    def _show(
        self, form: WishesForm, *, status: int = HTTPStatus.OK, must_look: bool = False
    ) -> HttpResponse:
        form.show_reading(self.url("understood"))
        context = {
            "form": form,
            "registration": self.registration,
            "understood": _understood(form.understood),
            "offered": _understood(form.offered),
            "must_look": must_look,
            "asks_referrer": rules_of(self.registration.contract).referrer_name_shown,
            "rail": steps(2),
        }
        template = "person/wishes_plain.html" if self.is_plain else "person/wishes.html"
        return self.show(template, context, status=status)


class UnderstoodPart(OwnView):
    """How a birth date is read, shown under its field while the form is filled in."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Read the date and say it."""
        found = parse_date(request.POST.get("birth_date", ""))
        self.find_registration()
        context = (
            {"understood": _understood(found)}
            if isinstance(found, date)
            else {
                "problem": found.text,
                "offered": _understood(
                    found.suggestion if isinstance(found.suggestion, date) else None
                ),
            }
        )
        return render(request, "person/understood.html", context)


class DonePage(OwnView):
    """The registration is complete: what was understood, and what happens next."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show it; somebody who is not there yet is led to the next step."""
        registration = self.find_registration()
        if step := STEP_OF.get(registration.state):
            return redirect(self.url(step) + self.query())
        born = registration.birth_date
        context = {
            "registration": registration,
            "born": long_day(born) if born else "",
            "phone": shown_phone(registration.phone),
        }
        template = "person/done_plain.html" if self.is_plain else "person/done.html"
        return self.show(template, context)


def _understood(found: date | None) -> dict[str, str] | None:
    return {"value": found.isoformat(), "text": long_day(found)} if found else None
