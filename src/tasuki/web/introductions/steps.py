"""The forms and buttons of an introduction; each calls one action."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.introductions import queries
from tasuki.apps.introductions.actions import asking, employer, person
from tasuki.apps.introductions.people import find_addressee
from tasuki.apps.placement.queries import mark_banned
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.introductions.reasons import DECLINE_WORDS, WITHDRAW_WORDS, words_for_person
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm, RowView
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage
from tasuki.web.moves.fields import area_field, choice_field, day_field, text_field, yen_field

CHOICES_MAX = 200


class OfCase(RowView):
    """What the steps of a case share."""

    id_name = "case_id"
    page_name = "introductions:introduction"
    permission: ClassVar = Permission.INTRODUCTION_VIEW


class CaseStep(OfCase, RowForm):
    """One step that asks for values; the action asks for the right of the side."""

    back_label: ClassVar[Any] = gettext_lazy("Back to the introduction")

    def get_context(self) -> dict[str, Any]:
        """Refuse a form about a case that is not there."""
        return {"case": queries.find_case(case_id=self.row_id)}


class CaseAct(OfCase, RowAct):
    """One step that asks for nothing."""


class AskForm(Form):
    """Who, for which job, and which items would go to the company."""

    submit_label = gettext_lazy("Ask the person")
    job_order_id = forms.ChoiceField(label=gettext_lazy("Job order"))
    job_seeker_id = forms.ChoiceField(label=gettext_lazy("Person to introduce"))
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Items the company would get"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the company needs for this job."),
    )
    purpose = text_field(
        gettext_lazy("Purpose"),
        size=200,
        help_text=gettext_lazy("Empty: introduction to this job."),
    )


class AskIntroduction(FormPage):
    """Ask one person about one company and one job."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    form_class: ClassVar[type[Form]] = AskForm
    template_name: ClassVar[str] = "introductions/ask.html"
    heading: ClassVar[Any] = gettext_lazy("Introduce a person")
    lead: ClassVar[Any] = gettext_lazy(
        "The person gets a mail, has seven days, and no answer means no. Nothing goes to the "
        "company before the yes."
    )
    back_label: ClassVar[Any] = gettext_lazy("Back to the introductions")

    def get_context(self) -> dict[str, Any]:
        """Return what was searched for."""
        return {"search_text": self.request.GET.get("q", "")}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the open orders and the people with an open search."""
        form = super().make_form(data, files)
        today = timezone.localdate()
        orders = queries.list_orders(on=today)[:CHOICES_MAX]
        text = "" if data is not None else self.request.GET.get("q", "")
        seekers = mark_banned(queries.list_seekers(on=today, text=text), on=today)[:CHOICES_MAX]
        _offer(
            form,
            "job_order_id",
            [(str(one.id), f"{one.number} {one.employer_name} {one.occupation}") for one in orders],
        )
        _offer(
            form,
            "job_seeker_id",
            [(str(one.id), _seeker_label(one)) for one in seekers],
        )
        _offer(form, "items", [(key, formats.say(words)) for key, words in RELEASE_FIELDS.items()])
        return form

    def get_initial(self) -> dict[str, Any]:
        """Take order and person from the address, where another page names them."""
        return {
            "job_order_id": self.request.GET.get("order", ""),
            "job_seeker_id": self.request.GET.get("seeker", ""),
            "items": ["name", "mail", "occupation"],
        }

    def act(self, form: Form) -> str:
        """Ask."""
        values = form.cleaned_data
        self.case = asking.ask_introduction(
            actor=self.actor,
            job_order_id=values["job_order_id"],
            job_seeker_id=values["job_seeker_id"],
            fields=values["items"],
            purpose=values["purpose"],
            now=timezone.now(),
        )
        return _("Asked. The person answers by %(day)s.") % {
            "day": formats.deadline(self.case.answer_by)
        }

    def get_success_url(self) -> str:
        """Show the case."""
        return reverse("introductions:introduction", args=[self.case.pk])

    def get_back_url(self) -> str:
        """Go back to the board."""
        return reverse("introductions:introductions")


def _seeker_label(row: Any) -> str:
    label = f"{row.number} {row.name}"
    return _("%(name)s (no solicitation)") % {"name": label} if row.is_banned else label


def _offer(form: Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class Send(CaseAct):
    """Introduce the person to the company."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    action = asking.send_introduction
    said = gettext_lazy("Introduced. The company answers within five days.")


class Invite(CaseAct):
    """The company wants to meet the person."""

    action = employer.invite_person
    said = gettext_lazy("To be interviewed. Now fix the day.")


class Accept(CaseAct):
    """The person accepted the offer."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    action = person.accept_offer
    said = gettext_lazy("The acceptance was recorded.")


class NoteForm(Form):
    """Why, in words that stay here."""

    submit_label = gettext_lazy("Close the case")
    note = area_field(
        gettext_lazy("Reason"), size=500, help_text=gettext_lazy("Only your team reads it.")
    )


class Close(CaseStep):
    """Stop before the introduction."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    form_class = NoteForm
    action = asking.close_case
    heading = gettext_lazy("Close before the introduction")
    lead = gettext_lazy("Nothing goes to the company; the question to the person ends.")
    said = gettext_lazy("Closed. Nothing went to the company.")


class OfferForm(Form):
    """What is offered, and what differs from the job."""

    submit_label = gettext_lazy("Make an offer")
    pay_yen = yen_field(gettext_lazy("Yearly pay offered (yen)"), required=True)
    starts_on = day_field(gettext_lazy("First day of work"))
    is_indefinite = forms.BooleanField(
        label=gettext_lazy("Indefinite term"), required=False, initial=True
    )
    answer_by = day_field(gettext_lazy("The person answers by"))
    changed_terms = area_field(
        gettext_lazy("Conditions that differ from the job"),
        size=1_000,
        help_text=gettext_lazy(
            "What is fixed, changed, left out or added. It is shown to the person in writing "
            "before the acceptance."
        ),
    )


class Offer(CaseStep):
    """Offer the job."""

    form_class = OfferForm
    action = employer.make_offer
    heading = gettext_lazy("Make an offer")
    lead = gettext_lazy("The agency tells the person and records the answer.")
    said = gettext_lazy("The offer was recorded.")


class DeclineForm(Form):
    """The reason, once for us and once for the person."""

    submit_label = gettext_lazy("Do not hire")
    reason = choice_field(
        gettext_lazy("Reason"), DECLINE_WORDS, help_text=gettext_lazy("Both sides read it.")
    )
    note = area_field(
        gettext_lazy("Internal reason"),
        size=500,
        required=True,
        help_text=gettext_lazy(
            "Stays on your side, with your name. Neither the other side nor the person reads it."
        ),
    )
    person_text = area_field(
        gettext_lazy("Text for the person"),
        size=500,
        help_text=gettext_lazy(
            "Goes to the agency, which writes to the person. Empty: the agency writes it."
        ),
    )


class Decline(CaseStep):
    """Do not hire; a named human decides."""

    form_class = DeclineForm
    action = employer.decline_person
    heading = gettext_lazy("Do not hire")
    lead = gettext_lazy("A person decides this, by name and with a reason (H12).")
    said = gettext_lazy("Recorded with your name. The agency tells the person.")


class WithdrawForm(Form):
    """Why the person does not go on."""

    submit_label = gettext_lazy("Record the withdrawal")
    reason = choice_field(gettext_lazy("Reason"), WITHDRAW_WORDS)
    note = area_field(
        gettext_lazy("Note"), size=500, help_text=gettext_lazy("Only your team reads it.")
    )


class Withdraw(CaseStep):
    """The person does not want to go on."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    form_class = WithdrawForm
    action = person.withdraw_person
    heading = gettext_lazy("The person withdrew")
    lead = gettext_lazy("The company learns that the person withdrew, and not why.")
    said = gettext_lazy("The withdrawal was recorded.")


class ChangeToldForm(Form):
    """When the changes were handed over."""

    submit_label = gettext_lazy("Record the day")
    told_on = day_field(gettext_lazy("Changes told in writing on"))


class ChangeTold(CaseStep):
    """The person got the changed conditions in writing."""

    form_class = ChangeToldForm
    action = person.note_change_told
    heading = gettext_lazy("Changes were told in writing")
    lead = gettext_lazy("Conditions that differ from the job are shown before the contract.")
    said = gettext_lazy("Recorded. The acceptance can be recorded now.")


class TellForm(Form):
    """What the person reads."""

    submit_label = gettext_lazy("Send to the person")
    text = forms.CharField(
        label=gettext_lazy("Text for the person"),
        max_length=person.PERSON_TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Written for the person; never the internal reason."),
    )


class TellPerson(CaseStep):
    """Write to the person that the company will not go on."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.INTRODUCTION_EDIT
    form_class = TellForm
    action = person.tell_person
    heading = gettext_lazy("Tell the person")
    lead = gettext_lazy("The mail leaves at once, in the name of the agency.")
    said = gettext_lazy("The person was told.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the company's text for the person, or with words for the coded reason."""
        case = queries.find_case(case_id=self.row_id)
        offered = queries.find_offered_text(case_id=case.id)
        if offered or not case.end_code:
            return {"text": offered}
        words = words_for_person(case.end_code, company=case.company_name, job=case.job_title)
        to = find_addressee(job_seeker_id=case.job_seeker_id)
        return {"text": words.in_language(to.language if to is not None else "ja")}


class JoinForm(Form):
    """When the person began, and for what pay."""

    submit_label = gettext_lazy("Record the joining")
    hired_on = day_field(gettext_lazy("First day of work"))
    theoretical_pay_yen = yen_field(
        gettext_lazy("Theoretical yearly pay (yen)"),
        required=True,
        help_text=gettext_lazy("Monthly pay x 12, fixed bonus and fixed allowances."),
    )
    is_indefinite = forms.BooleanField(label=gettext_lazy("Indefinite term"), required=False)
    is_conditions_notice_sent = forms.BooleanField(
        label=gettext_lazy("The notice of working conditions was handed to the person"),
        required=False,
    )


class Join(CaseStep):
    """The person began work."""

    form_class = JoinForm
    action = employer.record_joining
    heading = gettext_lazy("Record the joining")
    lead = gettext_lazy("The books are written, and the fee is prepared by the agency.")
    said = gettext_lazy("The joining was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was offered."""
        case = queries.find_case(case_id=self.row_id)
        return {
            "hired_on": case.offer_starts_on,
            "theoretical_pay_yen": case.offer_pay_yen,
            "is_indefinite": case.is_indefinite,
        }
