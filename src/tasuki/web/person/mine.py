"""The person's own page: who knows my name, proposals, consents, records, pause and end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.consent import queries as consent
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord, Purpose
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.queries.own import list_own_cases
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.passport.queries import list_shared_items
from tasuki.apps.relay.actions import registrations as actions
from tasuki.apps.relay.actions import releases as release_actions
from tasuki.apps.relay.models import Registration, Release
from tasuki.apps.relay.queries import holdings
from tasuki.apps.relay.queries.registrations import list_own_registrations
from tasuki.apps.relay.queries.slots import list_releases
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.core.relay.machines import (
    REGISTRATION,
    RegistrationEvent,
    RegistrationState,
    ReleaseState,
)
from tasuki.core.relay.no_reasons import NO_REASONS
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.panels import Event
from tasuki.web.person import words
from tasuki.web.person.consents import describe_consents, describe_offer, variant_of
from tasuki.web.person.frame import name_of, say_all
from tasuki.web.person.lines import describe_line
from tasuki.web.person.own import OwnView, as_id
from tasuki.web.person.steps import STEP_OF

LIVE_RELEASES: Final = frozenset({ReleaseState.YES, ReleaseState.SENT})
"""Answers that a person can take back."""


@dataclass(frozen=True, slots=True)
class Own:
    """One registration as its person sees it."""

    registration: Registration
    state: words.KindState
    held: str
    placement: ConsentEvent | None
    job_mails: ConsentEvent | None
    can_pause: bool
    can_resume: bool
    can_withdraw: bool
    can_choose_mails: bool
    next_url: str


class HomePage(OwnView):
    """Everything about the person at this agency, on one page."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show it; a key of somebody who is halfway leads to the next step."""
        if not list_own_registrations(actor=self.actor):
            return self._show_record()
        newest = self.find_registration()
        if self.key and (step := STEP_OF.get(newest.state)):
            return redirect(self.url(step) + self.query())
        own = [self._describe(one) for one in list_own_registrations(actor=self.actor)]
        releases = self._list_releases(own)
        provisions = self._list_provisions(own)
        purposes = _say_purposes(provisions, releases)
        context = {
            "newest": own[0],
            "own": own,
            "questions": [
                describe_release(one) for one in releases if one.state == ReleaseState.ASKED
            ],
            "answered": [
                describe_release(one) for one in releases if one.state != ReleaseState.ASKED
            ],
            "knowing": sorted(
                {one.company_name for one in releases if one.state == ReleaseState.SENT}
            ),
            "provisions": [
                {
                    "recipient_name": one.recipient_name,
                    "purpose": purposes[one.id],
                    "shown_items": describe_items(list(one.items)),
                }
                for one in provisions
            ],
            "events": _list_events(own, provisions, purposes),
            **self._describe_holding(),
        }
        return self.show("person/home.html", context)

    def _show_record(self) -> HttpResponseBase:
        """Show what an organisation keeps to which the person never registered here."""
        variant = variant_of(is_plain=self.is_plain)
        context = self._describe_holding() | {
            "applications": holdings.list_own_applications(actor=self.actor),
            "offer": describe_offer(self.actor, variant=variant, now=self.now),
        }
        return self.show("person/held.html", context)

    def _describe_holding(self) -> dict[str, Any]:
        """Return purpose, basis and end of keeping, and who looked; nothing without a record."""
        consents = {"consents": describe_consents(self.actor, now=self.now)}
        if self.actor.talent_record_id is None:
            return consents
        agency = orgs.find_organisation(organisation_id=self.actor.organisation_id)
        holding = holdings.describe_holding(actor=self.actor, now=self.now)
        log = holdings.list_log(
            actor=self.actor, organisation_name=name_of(agency.name, agency.name_en)
        )
        return consents | {
            "holding": holding,
            "holding_items": say_all(holding.items),
            "views": [describe_line(one) for one in log if one.kind == "view"],
            "cases": list_own_cases(actor=self.actor, on=localdate(self.now)),
        }

    def _describe(self, one: Registration) -> Own:
        today = localdate(self.now)

        def live(purpose: Purpose) -> ConsentEvent | None:
            if one.talent_record_id is None:
                return None
            return consent.find_live_consent(
                talent_record_id=one.talent_record_id, purpose=purpose, on=today
            )

        state = RegistrationState(one.state)
        step = STEP_OF.get(state)
        return Own(
            registration=one,
            state=words.STATES[state],
            held=_held(one),
            placement=live(Purpose.PLACEMENT),
            job_mails=live(Purpose.JOB_MAILS),
            can_pause=REGISTRATION.can(state, RegistrationEvent.PAUSE),
            can_resume=state is RegistrationState.PAUSED,
            can_withdraw=REGISTRATION.can(state, RegistrationEvent.WITHDRAW),
            can_choose_mails=one.talent_record_id is not None
            and state not in {RegistrationState.WITHDRAWN, RegistrationState.ABANDONED},
            next_url=self.url(step) if step else "",
        )

    def _list_releases(self, own: list[Own]) -> list[Release]:
        records = _record_ids(own)
        found = {
            release.id: release
            for record in records
            for release in list_releases(talent_record_id=record)
        }
        return sorted(found.values(), key=lambda one: one.asked_at, reverse=True)

    def _list_provisions(self, own: list[Own]) -> list[ProvisionRecord]:
        records = _record_ids(own)
        found = {
            provision.id: provision
            for record in records
            for provision in consent.list_provisions(talent_record_id=record)
        }
        return sorted(found.values(), key=lambda one: one.provided_at, reverse=True)


def _record_ids(own: list[Own]) -> set[UUID]:
    ids = (one.registration.talent_record_id for one in own)
    return {one for one in ids if one is not None}


def describe_items(names: list[str]) -> str:
    """Return the words of released items: 氏名、メールアドレス."""
    comma = ", " if formats.is_english() else "、"
    return comma.join(formats.say(RELEASE_FIELDS[one]) for one in names if one in RELEASE_FIELDS)


def describe_state(release: Release) -> dict[str, str]:
    """Return the words of an answer and their colour for the person who gave it."""
    label = formats.say(formats.status_label("release", release.state).label)
    is_open, is_yes = release.state == ReleaseState.ASKED, release.state in LIVE_RELEASES
    return {
        "state_label": label,
        "state_tone": formats.Tint.YOURS if is_open else formats.Tint.DONE if is_yes else "",
    }


def say_reasons() -> list[tuple[str, str]]:
    """Return the reasons that may stand beside a no, for a choice."""
    return [(code, formats.say(words)) for code, words in NO_REASONS.items()]


def say_passport(release: Release) -> list[str]:
    """Return the passport entries that a yes would hand over today, with the agency bound."""
    if "passport" not in release.fields:
        return []
    ids = consent.list_record_ids(talent_record_id=release.talent_record_id)
    return [one.line for one in list_shared_items(talent_record_ids=ids)]


def describe_release(release: Release) -> dict[str, Any]:
    """Return what the page shows of one company's question."""
    kept = [name for name in RELEASE_FIELDS if name not in release.fields]
    return describe_state(release) | {
        "release": release,
        "no_reasons": say_reasons(),
        "reason": formats.say(NO_REASONS[release.no_reason]) if release.no_reason else "",
        "passport": say_passport(release),
        "items": describe_items(release.fields),
        "kept": describe_items(kept),
        "is_live": release.state in LIVE_RELEASES,
    }


def _held(one: Registration) -> str:
    """Return the words of what the agency keeps, from what there is."""
    values = (
        (one.family_name or one.given_name, Words("氏名", "name")),
        (one.name_kana, Words("ふりがな", "name in kana")),
        (one.mail, Words("メールアドレス", "mail address")),
        (one.phone, Words("電話番号", "phone")),
        (one.birth_date, Words("生年月日", "birth date")),
        (one.stage_declared, Words("選考の段階", "stage of the selection")),
        (one.wishes, Words("希望", "wishes")),
        (one.proof_file, Words("添えた資料", "the file you added")),
    )
    comma = ", " if formats.is_english() else "、"
    return comma.join(formats.say(label) for value, label in values if value)


def _say_purposes(provisions: list[ProvisionRecord], releases: list[Release]) -> dict[UUID, str]:
    """Return what each provision was for; the record's Japanese where no release stands by it."""
    words = {f"release:{one.id}": one.purpose_words for one in releases}
    return {
        one.id: formats.say(words[one.consent_reference])
        if one.consent_reference in words
        else one.purpose
        for one in provisions
    }


def _list_events(
    own: list[Own], provisions: list[ProvisionRecord], purposes: dict[UUID, str]
) -> list[Event]:
    """Return what happened to the data, the newest first."""
    events = [
        Event(
            at=one.provided_at,
            text=_("%(company)s received: %(items)s")
            % {"company": one.recipient_name, "items": describe_items(list(one.items))},
            detail=_("Purpose: %(purpose)s. Record %(number)s")
            % {"purpose": purposes[one.id], "number": str(one.id)[:8]},
        )
        for one in provisions
    ]
    for entry in own:
        registration = entry.registration
        steps = (
            (registration.ended_at, _("You cancelled the registration")),
            (registration.completed_at, _("You registered")),
            (registration.consented_at, _("You gave your consent")),
            (registration.mail_verified_at, _("You confirmed your mail address")),
        )
        events += [Event(at=at, text=text) for at, text in steps if at]
    return sorted(events, key=lambda event: str(event.at), reverse=True)


class OwnAct(OwnView):
    """One tap: one act by POST, then the own page with what was done."""

    def post(self, request: HttpRequest, act: str) -> HttpResponseBase:
        """Do it."""
        if act not in _ACTS:
            raise Http404
        said, do = _ACTS[act]
        chosen = as_id(request.POST.get("chosen", ""))
        try:
            do(self, chosen)
        except (RefusedError, InvalidInputError) as error:
            messages.error(request, error.text)
        else:
            messages.success(request, str(said))
        if request.POST.get("back") == "all" and not self.key:
            return redirect("person:home")
        if request.POST.get("back") == "companies" and not self.key:
            return redirect("person:companies")
        return redirect(self.url("home"))

    def withdraw(self, chosen: UUID) -> None:
        """Cancel a registration."""
        actions.withdraw_registration(actor=self.actor, registration_id=chosen, now=self.now)

    def pause(self, chosen: UUID) -> None:
        """Rest."""
        actions.pause_registration(actor=self.actor, registration_id=chosen, now=self.now)

    def resume(self, chosen: UUID) -> None:
        """Go on."""
        actions.resume_registration(actor=self.actor, registration_id=chosen, now=self.now)

    def want_mails(self, chosen: UUID) -> None:
        """Agree to job mails."""
        actions.change_job_mails(
            actor=self.actor, registration_id=chosen, is_wanted=True, now=self.now
        )

    def stop_mails(self, chosen: UUID) -> None:
        """Take the consent to job mails back."""
        actions.change_job_mails(
            actor=self.actor, registration_id=chosen, is_wanted=False, now=self.now
        )

    def say_yes(self, chosen: UUID) -> None:
        """Let the listed items go to one company."""
        release_actions.answer_release(
            actor=self.actor, release_id=chosen, is_yes=True, now=self.now
        )

    def say_no(self, chosen: UUID) -> None:
        """Tell one company nothing."""
        release_actions.answer_release(
            actor=self.actor,
            release_id=chosen,
            is_yes=False,
            reason=self.request.POST.get("reason", ""),
            now=self.now,
        )

    def take_back(self, chosen: UUID) -> None:
        """Take a yes to one company back."""
        release_actions.withdraw_release(actor=self.actor, release_id=chosen, now=self.now)


type Act = tuple[Any, Callable[[OwnAct, UUID], None]]

RELEASE_SAID: Final = {
    "release_yes": gettext_lazy("The listed items will be told to this company."),
    "release_no": gettext_lazy("Nothing is told to this company."),
    "release_back": gettext_lazy("Taken back. The company can no longer see your data."),
}
_ACTS: Final[dict[str, Act]] = {
    "withdraw": (
        gettext_lazy("Your registration is cancelled. The company you applied to is not told."),
        OwnAct.withdraw,
    ),
    "pause": (gettext_lazy("Paused. You are introduced to no company."), OwnAct.pause),
    "resume": (gettext_lazy("Resumed."), OwnAct.resume),
    "mails_on": (gettext_lazy("You will get job mails."), OwnAct.want_mails),
    "mails_off": (gettext_lazy("You will get no more job mails."), OwnAct.stop_mails),
    "release_yes": (RELEASE_SAID["release_yes"], OwnAct.say_yes),
    "release_no": (RELEASE_SAID["release_no"], OwnAct.say_no),
    "release_back": (RELEASE_SAID["release_back"], OwnAct.take_back),
}
