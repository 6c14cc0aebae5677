"""One introduction on either side: stage, what was released, interviews, next steps, story."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.introductions import queries
from tasuki.apps.introductions.appointments import place_words
from tasuki.apps.introductions.models import Interview, IntroductionCase
from tasuki.apps.placement.contact import find_contact
from tasuki.apps.placement.queries import find_job_seeker
from tasuki.apps.relay.candidate_views import record_candidate_view
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.introductions.labels import EVENT_WORDS
from tasuki.core.introductions.machine import CASE, CaseEvent, CaseState, InterviewState
from tasuki.core.introductions.reasons import DECLINE_WORDS, WITHDRAW_WORDS
from tasuki.core.introductions.waiting import TURN_WORDS, Turn, is_overdue
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.panels import Event, Rail
from tasuki.web.moves.frame import Button, CasePage, with_main

_E = CaseEvent
_RAIL: Final = (
    (CaseState.ASKED, gettext_lazy("Consent")),
    (CaseState.AGREED, gettext_lazy("To introduce")),
    (CaseState.DOCUMENT, gettext_lazy("Documents")),
    (CaseState.INTERVIEW, gettext_lazy("Interviews")),
    (CaseState.OFFER, gettext_lazy("Offer")),
    (CaseState.ACCEPTED, gettext_lazy("Offer accepted")),
    (CaseState.JOINED, gettext_lazy("Joined")),
)
_STEPS: Final = (
    (_E.SEND, "send", gettext_lazy("Introduce to the company"), True),
    (_E.INVITE, "interview_add", gettext_lazy("Interview: fix the day"), False),
    (_E.INVITE, "invite", gettext_lazy("Interview, day follows"), True),
    (_E.OFFER, "offer", gettext_lazy("Make an offer"), False),
    (_E.ACCEPT, "accept", gettext_lazy("The person accepted"), True),
    (_E.JOIN, "join", gettext_lazy("Record the joining"), False),
    (_E.DECLINE, "decline", gettext_lazy("Do not hire"), False),
    (_E.WITHDRAW, "withdraw", gettext_lazy("The person withdrew"), False),
    (_E.CLOSE, "close", gettext_lazy("Close before the introduction"), False),
)
_AGENCY_ONLY: Final = frozenset({_E.SEND, _E.ACCEPT, _E.WITHDRAW, _E.CLOSE})
_ENDS: Final = frozenset({_E.DECLINE, _E.WITHDRAW, _E.CLOSE})
_CODES: Final[dict[str, Words]] = {
    **{str(code): words for code, words in WITHDRAW_WORDS.items()},
    **{str(code): words for code, words in DECLINE_WORDS.items()},
}


class IntroductionPage(CasePage):
    """One introduction."""

    kind: ClassVar = None
    permission: ClassVar = Permission.INTRODUCTION_VIEW
    template_name: ClassVar[str] = "introductions/case.html"
    status_kind = "introduction"
    back_name = "introductions:introductions"
    back_label = gettext_lazy("Back to the introductions")
    facts_label = gettext_lazy("The introduction")

    @property
    def is_company(self) -> bool:
        """Whether a member of the company looks."""
        return self.actor.kind is OrganisationKind.COMPANY

    def read(self) -> IntroductionCase:
        """Return the case."""
        return queries.find_case(case_id=self.kwargs["case_id"])

    def get_heading(self, row: IntroductionCase) -> str:
        """Return number and job."""
        return f"{row.number} {row.job_title}"

    def get_context(self) -> dict[str, Any]:
        """Add people, interviews and what either side may do."""
        context = super().get_context()
        row: IntroductionCase = context["row"]
        interviews = queries.list_interviews(case_id=row.id)
        places = [state for state, _label in _RAIL]
        state = CaseState(row.state)
        return context | {
            "buttons": self._buttons(row),
            "rail": Rail.of([label for _state, label in _RAIL], current=places.index(state))
            if state in places
            else None,
            "turn": formats.say(TURN_WORDS[Turn(row.turn)]) if row.turn != Turn.NOBODY else "",
            "is_late": is_overdue(row.answer_by, on=timezone.localdate()),
            "released": self._released(row),
            "person": self._person(row),
            "interviews": [self._interview(one) for one in interviews],
            "job": self._job(row),
            "can_plan": self._may_act() and state is CaseState.INTERVIEW,
        }

    def get_facts(self, row: IntroductionCase) -> Sequence[tuple[Any, str]]:
        """Return what both sides know."""
        offered = [
            (_("Yearly pay offered"), formats.yen(row.offer_pay_yen) if row.offer_pay_yen else ""),
            (_("First day offered"), formats.day(row.offer_starts_on)),
            (_("Term of the employment"), _term(row.is_indefinite)),
            (_("Conditions that differ from the job"), row.changed_terms),
            (_("Changes told in writing on"), formats.day(row.change_told_on)),
        ]
        return [
            (_("Company"), row.company_name),
            (_("Agency"), row.agency_name),
            (_("Adviser"), row.advisor_name),
            (_("Introduced at"), formats.moment(row.sent_at) if row.sent_at else ""),
            *offered,
            (_("Joined on"), formats.day(row.hired_on)),
            (_("Reason of the end"), formats.say(_CODES[row.end_code]) if row.end_code else ""),
            (_("Decided by"), row.decided_by_name),
            (_("Person told at"), formats.moment(row.told_at) if row.told_at else ""),
        ]

    def get_warnings(self, row: IntroductionCase) -> Sequence[Words]:
        """Say what is overdue, and which change was not told."""
        found = []
        if is_overdue(row.answer_by, on=timezone.localdate()):
            found.append(
                Words(
                    f"回答の期限（{row.answer_by:%Y/%m/%d}）を過ぎています。",
                    f"The answer was due on {row.answer_by}.",
                )
            )
        if row.state == CaseState.OFFER and row.changed_terms and row.change_told_on is None:
            found.append(
                Words(
                    "求人票と異なる条件があります。書面で本人に明示してから承諾を記録してください。",
                    "Conditions differ from the job: show them to the person in writing first.",
                )
            )
        return found

    def get_events(self, row: IntroductionCase) -> list[Event]:
        """Return the story as this side has it."""
        return [
            Event(
                at=one.happened_at,
                text=formats.say(EVENT_WORDS[one.kind]),
                detail=" ".join(
                    part
                    for part in (
                        one.actor_name,
                        formats.say(_CODES[one.reason]) if one.reason else "",
                        one.note,
                    )
                    if part
                ),
            )
            for one in queries.list_case_events(case_id=row.id)
        ]

    def _may_act(self) -> bool:
        right = Permission.INTRODUCTION_ANSWER if self.is_company else Permission.INTRODUCTION_EDIT
        return self.actor.can(right)

    def _buttons(self, row: IntroductionCase) -> list[Button]:
        if not self._may_act():
            return []
        allowed = set(CASE.allowed_events(CaseState(row.state)))
        if self.is_company:
            allowed -= _AGENCY_ONLY
        found = [
            Button(
                label=label,
                url=reverse(f"introductions:{name}", args=[row.pk]),
                is_post=post,
                is_danger=event in _ENDS,
            )
            for event, name, label, post in _STEPS
            if event in allowed
        ]
        if row.state == CaseState.OFFER and row.changed_terms and row.change_told_on is None:
            url = reverse("introductions:change_told", args=[row.pk])
            found.insert(0, Button(label=_("Changes were told in writing"), url=url))
        if row.turn == Turn.AGENCY and row.state == CaseState.NOT_HIRED and not self.is_company:
            url = reverse("introductions:tell", args=[row.pk])
            found.insert(0, Button(label=_("Tell the person"), url=url))
        return with_main(found)

    def _released(self, row: IntroductionCase) -> list[tuple[str, str]]:
        """Return what the person released to the company that looks, and note the look."""
        if not self.is_company or not self.actor.can(Permission.INTRODUCTION_ANSWER):
            return []
        copy = queries.find_copy(release_id=row.release_id)
        if copy is None or copy.withdrawn_at is not None:
            return []
        record_candidate_view(actor=self.actor, candidate=copy, now=timezone.now())
        return [
            (formats.say(words), copy.released[key])
            for key, words in RELEASE_FIELDS.items()
            if copy.released.get(key)
        ]

    def _person(self, row: IntroductionCase) -> dict[str, Any] | None:
        if self.is_company:
            return None
        seeker = find_job_seeker(job_seeker_id=row.job_seeker_id)
        if seeker is None:
            return None
        contact = find_contact(talent_record_id=seeker.talent_record_id, on=timezone.localdate())
        return {
            "name": seeker.name,
            "number": seeker.number,
            "url": reverse("agency:seeker", args=[seeker.pk]),
            "contact_ban": formats.say(contact.ban) if contact.ban else "",
            "contact_open_until": contact.open_until,
        }

    def _job(self, row: IntroductionCase) -> dict[str, str]:
        """Return the job as this side keeps it; the company's own one may have another key."""
        if self.is_company or row.opening_id is None:
            return {"title": row.job_title, "url": ""}
        return {
            "title": row.job_title,
            "url": reverse("agency:opening", args=[row.opening_id]),
        }

    def _interview(self, interview: Interview) -> dict[str, Any]:
        is_planned = interview.state == InterviewState.PLANNED
        is_over = interview.starts_at <= timezone.now()
        may_act = self._may_act() and is_planned
        return {
            "interview": interview,
            "where": formats.say(place_words(interview)),
            "can_hold": may_act and is_over,
            "can_change": may_act,
        }


def _term(is_indefinite: bool | None) -> str:
    if is_indefinite is None:
        return ""
    return _("Indefinite") if is_indefinite else _("Fixed term")
