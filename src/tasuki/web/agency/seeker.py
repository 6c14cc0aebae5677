"""The desk of one job seeker: where the search stands, terms, wishes, notes, card, papers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import found
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.placement import interviews, receiving, seeker_papers, seekers, terms
from tasuki.apps.placement.cards import Card, make_card, pay_words, prefecture_words, term_words
from tasuki.apps.placement.contact import NOTED_WAYS, find_contact
from tasuki.apps.placement.models import InterviewNote, TermsDelivery
from tasuki.apps.placement.queries import (
    SeekerDetail,
    find_interview_note,
    find_job_seeker,
    find_seeker_detail,
    find_terms,
)
from tasuki.core.access import Permission
from tasuki.core.identity.phones import shown_phone
from tasuki.core.placement.seekers import CLOSE_REASONS, CloseReason, JobSeekerState
from tasuki.web.agency import seeker_forms as forms
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.agency.seeker_words import ACT_WORDS, OUTCOME_WORDS, WAY_WORDS
from tasuki.web.components import exports, formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.columns import SmallTable, day_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.panels import Event
from tasuki.web.components.views import FormPage, OrganisationView, PageView

_STATE = JobSeekerState
_DECIDE: Final = Permission.REGISTRATION_DECIDE
_INTRODUCTIONS: Final = (
    day_column("introduced", gettext_lazy("Introduced on"), lambda row: row.introduced_on),
    text_column("employer", gettext_lazy("Employer"), lambda row: row.job_order.employer_name),
    text_column("order", gettext_lazy("Job order"), lambda row: row.job_order.number, css="nw"),
    text_column("outcome", gettext_lazy("Result"), lambda row: str(OUTCOME_WORDS[row.outcome])),
    day_column("hired", gettext_lazy("Hired on"), lambda row: row.hired_on),
    day_column(
        "ban", gettext_lazy("No solicitation until"), lambda row: row.solicitation_ban_until
    ),
)


class SeekerPage(AgencyPage, PageView):
    """One job seeker."""

    permission: ClassVar = Permission.REGISTRATION_VIEW
    template_name: ClassVar[str] = "agency/seeker.html"

    def get_context(self) -> dict[str, Any]:
        """Read everything that the page shows."""
        detail = found(find_seeker_detail(job_seeker_id=self.kwargs["job_seeker_id"]))
        row, today = detail.row, timezone.localdate()
        record_view(actor=self.actor, talent_record_id=row.talent_record_id, now=timezone.now())
        contact = find_contact(talent_record_id=row.talent_record_id, on=today)
        is_stopped = detail.record is not None and detail.record.stopped_at is not None
        return {
            "row": row,
            "heading": row.name,
            "may_decide": self.actor.can(_DECIDE),
            "is_open": row.closed_on is None,
            "is_stopped": is_stopped,
            "contact_ban": contact.ban.in_language(get_language() or "ja") if contact.ban else "",
            "contact_open_until": contact.open_until,
            "can_start": row.state == _STATE.DISCLOSED,
            "can_correct": row.received_way in NOTED_WAYS,
            "needs_terms": row.state == _STATE.RECEIVED,
            "can_renew": row.closed_on is None
            and (row.valid_to - today).days <= seekers.RENEW_FROM_DAYS,
            "facts": [pair for pair in _facts(detail) if pair[1]],
            "wishes": [pair for pair in _wishes(detail) if pair[1]],
            "terms": [(one, seeker_papers.proof_rows(one)) for one in detail.terms],
            "waiting_terms": next(
                (one for one in detail.terms[:1] if one.arrived_on is None), None
            ),
            "notes": [(one, WAY_WORDS[one.way]) for one in detail.notes],
            "introductions": SmallTable.of(
                _("Introductions"), _INTRODUCTIONS, detail.introductions
            ),
            "card": make_card(row, detail.wishes, on=today),
            "events": _story(row.pk),
            "back_url": reverse("agency:seekers"),
            "back_label": _("Back to the job seekers"),
        }


def _facts(detail: SeekerDetail) -> list[tuple[Any, str]]:
    row, record = detail.row, detail.record
    close = formats.say(CLOSE_REASONS[CloseReason(row.close_reason)]) if row.close_reason else ""
    return [
        (_("Number"), row.number),
        (_("Name in kana"), record.name_kana if record else ""),
        (_("Birth date"), formats.day(row.birth_date)),
        (_("Home address"), row.address or (record.address if record else "")),
        (_("Mail address"), record.mail if record else ""),
        (_("Phone"), shown_phone(record.phone) if record else ""),
        (_("Accepted on"), formats.day(row.accepted_on)),
        (_("How the application came"), str(WAY_WORDS[row.received_way])),
        (_("Valid until"), formats.day(row.valid_to)),
        (_("Renewed on"), formats.day(row.renewed_on)),
        (_("Closed on"), formats.day(row.closed_on)),
        (_("Reason of the end"), close),
    ]


def _wishes(detail: SeekerDetail) -> list[tuple[Any, str]]:
    row, wishes = detail.row, detail.wishes
    occupation = " ".join(part for part in (row.wished_occupation, row.occupation_code) if part)
    lines: list[tuple[Any, str]] = [(_("Wished occupation"), occupation)]
    if wishes is not None:
        lines += [
            (_("Wished prefectures"), formats.say(prefecture_words(wishes.prefectures))),
            (_("Wished place"), wishes.place),
            (_("Wished term"), formats.say(term_words(wishes.term))),
            (_("Lowest pay in yen"), formats.say(pay_words(wishes))),
            (_("About the pay"), wishes.pay_text),
            (_("Days and hours"), wishes.hours),
            (_("Possible start"), wishes.begins),
            (_("Further wishes"), wishes.note),
            (_("Working life"), wishes.history),
            (_("Certificates"), wishes.certificates),
        ]
    return lines


def _story(job_seeker_id: UUID) -> list[Event]:
    return [
        Event(at=one.happened_at, text=ACT_WORDS.get(one.kind, one.kind))
        for one in list_events_of(object_kind="job_seeker", object_id=job_seeker_id)
    ]


class ReceiveSeeker(AgencyPage, FormPage):
    """An application that came by phone, mail, paper or in the office."""

    permission: ClassVar = _DECIDE
    form_class: ClassVar[type[Form]] = forms.ReceiveForm
    heading: ClassVar[Any] = gettext_lazy("Receive an application")
    lead: ClassVar[Any] = gettext_lazy(
        "Only what the person told you. Next you deliver the terms of service; the search begins "
        "when they arrived."
    )
    back_label: ClassVar[Any] = gettext_lazy("Back to the job seekers")

    def act(self, form: Form) -> str:
        """Write the row of the book."""
        assert isinstance(form, forms.ReceiveForm)
        self.row = receiving.receive_job_seeker(
            actor=self.actor, values=form.values(), now=timezone.now()
        )
        return _("Received as %(number)s. Now deliver the terms of service.") % {
            "number": self.row.number
        }

    def get_success_url(self) -> str:
        """Show the job seeker."""
        return reverse("agency:seeker", args=[self.row.pk])

    def get_back_url(self) -> str:
        """Back to the list."""
        return reverse("agency:seekers")


class SeekerForm(AgencyPage, RowForm):
    """A form about one job seeker."""

    permission: ClassVar = _DECIDE
    page_name = "agency:seeker"
    id_name = "job_seeker_id"
    back_label: ClassVar[Any] = gettext_lazy("Back to the job seeker")

    def get_initial(self) -> dict[str, Any]:
        """Ask only about somebody who is there."""
        found(find_job_seeker(job_seeker_id=self.row_id))
        return {}


class CorrectSeeker(SeekerForm):
    """What was entered about the person."""

    form_class = forms.PersonForm
    action = receiving.correct_job_seeker
    heading = gettext_lazy("Correct name and contact")
    lead = gettext_lazy("Book and record are corrected together.")
    said = gettext_lazy("Corrected.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        record = found(find_seeker_detail(job_seeker_id=self.row_id)).record
        return {name: getattr(record, name, "") for name in self.form_class.base_fields}


class EditWishes(SeekerForm):
    """What the person wishes and brings."""

    form_class = forms.WishesForm
    action = seekers.save_wishes
    heading = gettext_lazy("Wishes and card")
    lead = gettext_lazy("The occupation stands in the book; the rest goes when the search is over.")
    said = gettext_lazy("The wishes were saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        detail = found(find_seeker_detail(job_seeker_id=self.row_id))
        initial: dict[str, Any] = {
            "wished_occupation": detail.row.wished_occupation,
            "occupation_code": detail.row.occupation_code,
        }
        if detail.wishes is not None:
            fields = self.form_class.base_fields
            initial |= {
                name: getattr(detail.wishes, name) for name in fields if name not in initial
            }
        return initial

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return them as the action takes them."""
        assert isinstance(form, forms.WishesForm)
        return {"values": form.values()}


class MailTerms(SeekerForm):
    """Send the terms by mail."""

    form_class = forms.MailTermsForm
    action = terms.mail_terms
    heading = gettext_lazy("Terms of service by mail")
    lead = gettext_lazy(
        "Only where the person asked for mail. The person confirms the arrival on a page."
    )
    said = gettext_lazy("The mail is on its way. The arrival appears here.")


class HandTerms(SeekerForm):
    """Hand over the paper."""

    form_class = forms.HandTermsForm
    action = terms.hand_over_terms
    heading = gettext_lazy("Terms of service on paper")
    lead = gettext_lazy("Print the paper, hand it over and keep the signed receipt.")
    said = gettext_lazy("The delivery was recorded.")


class NoteArrival(AgencyPage, RowForm):
    """How the arrival of a mail is known."""

    permission: ClassVar = _DECIDE
    form_class = forms.ArrivalForm
    action = terms.note_arrival
    id_name = "terms_id"
    heading = gettext_lazy("Arrival of the terms")
    lead = gettext_lazy("Where the person did not press the button but told you.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the job seeker")
    said = gettext_lazy("The arrival was noted with your name.")

    def get_initial(self) -> dict[str, Any]:
        """Ask only about a delivery that is there."""
        found(find_terms(terms_id=self.row_id))
        return {}

    def get_success_url(self) -> str:
        """Show the job seeker."""
        delivery = found(find_terms(terms_id=self.row_id))
        return reverse("agency:seeker", args=[delivery.job_seeker_id])


class AddInterview(SeekerForm):
    """A talk."""

    form_class = forms.InterviewForm
    action = interviews.add_interview_note
    heading = gettext_lazy("Note of a talk")
    lead = gettext_lazy("Stays inside the agency and goes when the dealings are over.")
    said = gettext_lazy("The note was kept.")


class RemoveInterview(AgencyPage, RowAct):
    """Remove a note."""

    permission: ClassVar = _DECIDE
    action = interviews.remove_interview_note
    id_name = "note_id"
    said = gettext_lazy("The note of the talk was removed.")

    def act(self) -> str:
        """Remember whose note it is before it goes."""
        note: InterviewNote = found(find_interview_note(note_id=self.row_id))
        self.job_seeker_id = note.job_seeker_id
        return super().act()

    def get_success_url(self) -> str:
        """Show the job seeker."""
        return reverse("agency:seeker", args=[self.job_seeker_id])


class StartSearch(AgencyPage, RowAct):
    """Begin to serve."""

    permission: ClassVar = _DECIDE
    action = seekers.start_search
    id_name = "job_seeker_id"
    page_name = "agency:seeker"
    said = gettext_lazy("The search has begun.")


class RenewSearch(SeekerForm):
    """Extend the validity."""

    form_class = forms.RenewForm
    action = seekers.renew_search
    heading = gettext_lazy("Renew the validity")
    lead = gettext_lazy("After the person said that the search goes on.")
    said = gettext_lazy("Renewed for twelve months.")


class CloseSearch(SeekerForm):
    """End the search."""

    form_class = forms.CloseForm
    action = seekers.close_search
    heading = gettext_lazy("End the search")
    lead = gettext_lazy("The row stays in the book; wishes and notes go.")
    said = gettext_lazy("The search was ended.")


class CardPage(AgencyPage, PageView):
    """The card exactly as an employer would read it."""

    permission: ClassVar = Permission.REGISTRATION_VIEW
    template_name: ClassVar[str] = "agency/seeker_card.html"

    def get_context(self) -> dict[str, Any]:
        """Return the card."""
        detail = found(find_seeker_detail(job_seeker_id=self.kwargs["job_seeker_id"]))
        card: Card = make_card(detail.row, detail.wishes, on=timezone.localdate())
        return {
            "card": card,
            "row": detail.row,
            "back_url": reverse("agency:seeker", args=[detail.row.pk]),
            "back_label": _("Back to the job seeker"),
        }


class SeekerPaper(AgencyPage, OrganisationView):
    """A paper as PDF."""

    permission: ClassVar = Permission.REGISTRATION_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send it."""
        now = timezone.now()
        language = "en" if formats.is_english() else "ja"
        content, name, person_id = self.write(language, now)
        if person_id is not None:
            record_views(
                actor=self.actor,
                talent_record_ids=[person_id],
                way=RecordView.Way.PRINTED,
                now=now,
            )
        pdf = exports.FileFormat("pdf", "application/pdf")
        return exports.send_file(content, pdf, name=name, now=now)

    def write(self, language: str, now: datetime) -> tuple[bytes, str, UUID | None]:
        """Return the paper, the name of its file and whom it is about."""
        raise TypeError(f"{type(self).__name__} writes no paper")


class SheetFile(SeekerPaper):
    """D11, filled."""

    def write(self, language: str, now: datetime) -> tuple[bytes, str, UUID | None]:
        """Return the sheet."""
        detail = found(find_seeker_detail(job_seeker_id=self.kwargs["job_seeker_id"]))
        content = seeker_papers.seeker_sheet_pdf(
            detail, language=language, printed_by=self.actor.name, now=now
        )
        return content, f"{detail.row.number}_{_('Job seeker sheet')}", detail.row.talent_record_id


class TermsFile(SeekerPaper):
    """D6, as delivered."""

    def write(self, language: str, now: datetime) -> tuple[bytes, str, UUID | None]:
        """Return the terms."""
        delivery: TermsDelivery = found(find_terms(terms_id=self.kwargs["terms_id"]))
        seeker = delivery.job_seeker
        content = seeker_papers.terms_pdf(
            delivery, receiver=seeker.name, language=language, printed_by=self.actor.name, now=now
        )
        return content, f"{seeker.number}_{_('Terms')}", seeker.talent_record_id


class BlankPaper(SeekerPaper):
    """A paper that is about nobody."""

    title: ClassVar[Any]
    paper: ClassVar[Callable[..., bytes]]

    def write(self, language: str, now: datetime) -> tuple[bytes, str, UUID | None]:
        """Return the paper."""
        content = type(self).paper(
            organisation_id=self.actor.organisation_id,
            language=language,
            printed_by=self.actor.name,
            now=now,
        )
        return content, str(self.title), None


class BlankSheet(BlankPaper):
    """D11, to be written by hand."""

    title = gettext_lazy("Job seeker sheet")
    paper = seeker_papers.blank_sheet_pdf


class BlankTerms(BlankPaper):
    """D6 of today, to be handed over and signed for."""

    title = gettext_lazy("Terms")
    paper = seeker_papers.blank_terms_pdf
