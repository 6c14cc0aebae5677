"""A slot before the interview: request it, take the request back, answer the candidate."""

from typing import Any, ClassVar, Final

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.openings.queries import list_openings
from tasuki.apps.relay.actions import slots as actions
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.queries import slots as queries
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.notes import DECLINE_REASONS
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage

DAY_INPUT: Final = forms.DateInput(attrs={"type": "date"})


class SlotForm(FormPage):
    """A form about one slot; the facts beside it say what follows."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SLOT_ANSWER
    template_name: ClassVar[str] = "company/slot_form.html"
    back_label = gettext_lazy("Back to the slot")
    effects: ClassVar[tuple[Any, ...]] = ()

    @property
    def slot(self) -> Slot:
        """The slot of the address."""
        return queries.find_slot(slot_id=self.kwargs["slot_id"])

    def get_context(self) -> dict[str, Any]:
        """Return the slot and what follows from the act."""
        slot = self.slot
        return {"slot": slot, "rules": rules_of(slot.contract), "effects": self.effects}

    def get_success_url(self) -> str:
        """Show the slot."""
        return reverse("company:slot", args=[self.kwargs["slot_id"]])

    def get_back_url(self) -> str:
        """Go back to the slot."""
        return reverse("company:slot", args=[self.kwargs["slot_id"]])


class RequestForm(Form):
    """For which job, with what, until when."""

    submit_label = gettext_lazy("Request one person")
    opening_id = forms.ChoiceField(label=gettext_lazy("Job"))
    must = forms.CharField(
        label=gettext_lazy("Must have"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One condition a line. Age, sex and origin cannot be conditions."),
    )
    want = forms.CharField(
        label=gettext_lazy("Nice to have"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One condition a line."),
    )
    find_by = forms.DateField(
        label=gettext_lazy("Present by"),
        required=False,
        widget=DAY_INPUT,
        help_text=gettext_lazy("Empty: the days of the contract."),
    )


class RequestSlot(SlotForm):
    """Ask the agency for one person for one job."""

    permission: ClassVar = Permission.SLOT_REQUEST
    form_class = RequestForm
    heading = gettext_lazy("Request with a free slot")
    lead = gettext_lazy("The agency looks for one person, who agrees to your company first.")
    effects = (
        gettext_lazy("The slot is reserved for this job; it is used at the hire."),
        gettext_lazy("You can cancel while nobody was presented; the slot comes back."),
        gettext_lazy("You see only what the person released to your company."),
    )

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the open jobs."""
        form = super().make_form(data, files)
        form.fields["opening_id"].choices = [
            ("", _("Choose")),
            *((str(one.pk), f"{one.number} {one.title}") for one in list_openings(state="open")),
        ]
        return form

    def act(self, form: Form) -> str:
        """Request it."""
        values = form.cleaned_data
        slot = actions.request_slot(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            opening_id=values["opening_id"],
            conditions={"must": _lines(values["must"]), "want": _lines(values["want"])},
            find_by=values["find_by"],
            now=timezone.now(),
        )
        return _("Requested. Somebody is presented by %(day)s.") % {
            "day": formats.deadline(slot.find_by)
        }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class CancelRequest(ActView):
    """Take a request back while nobody was presented."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.SLOT_REQUEST

    def act(self) -> str:
        """Cancel it."""
        actions.cancel_request(actor=self.actor, slot_id=self.kwargs["slot_id"], now=timezone.now())
        return _("The request was cancelled. The slot can be used again.")

    def get_success_url(self) -> str:
        """Show the slot."""
        return reverse("company:slot", args=[self.kwargs["slot_id"]])


class DeclineForm(Form):
    """A coded reason."""

    submit_label = gettext_lazy("Not this person")
    reason_code = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = [
            (code, formats.say(words)) for code, words in DECLINE_REASONS.items()
        ]


class DeclineCandidate(SlotForm):
    """Not this person; the agency looks again."""

    form_class = DeclineForm
    heading = gettext_lazy("Answer: not this time")
    effects = (
        gettext_lazy("The agency looks for somebody else; the slot stays reserved."),
        gettext_lazy("The person hears from the agency, without an evaluation of yours."),
    )

    def act(self, form: Form) -> str:
        """Decline."""
        actions.decline_candidate(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            reason_code=form.cleaned_data["reason_code"],
            now=timezone.now(),
        )
        return _("Answered. The agency looks for somebody else.")
