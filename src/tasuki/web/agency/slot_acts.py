"""What the agency does with a slot: ask a person, present, take back, suspend."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.relay.actions import hires, releases, slot_ends, slots
from tasuki.apps.relay.candidates import released_values
from tasuki.apps.relay.queries import slots as queries
from tasuki.apps.relay.queries.registrations import find_registration
from tasuki.core.access import Permission
from tasuki.core.relay.fields import RELEASE_FIELDS
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage, ReasonPage
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage


class OfSlot:
    """Leads back to the slot of the address."""

    back_label: ClassVar[Any] = gettext_lazy("Back to the slot")
    kwargs: dict[str, Any]

    def get_success_url(self) -> str:
        """Show the slot."""
        return reverse("agency:slot", args=[self.kwargs["slot_id"]])

    def get_back_url(self) -> str:
        """Back to the slot."""
        return self.get_success_url()


class AskForm(Form):
    """Which items may go to this one company; the person decides."""

    submit_label = gettext_lazy("Ask the person")
    fields_asked = forms.MultipleChoiceField(
        label=gettext_lazy("Items the company would get"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the company needs for this job."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Empty: introduction to this job."),
    )


class AskRelease(OfSlot, AgencyPage, FormPage):
    """Ask one person about one company and one job."""

    permission: ClassVar = Permission.SLOT_FILL
    form_class: ClassVar[type[Form]] = AskForm
    template_name: ClassVar[str] = "agency/ask.html"
    heading: ClassVar[Any] = gettext_lazy("Question about a release")
    lead: ClassVar[Any] = gettext_lazy(
        "The person gets a mail, has seven days, and no answer means no."
    )

    def get_context(self) -> dict[str, Any]:
        """Return who is asked for what."""
        return {
            "slot": queries.find_slot(slot_id=self.kwargs["slot_id"]),
            "registration": self._registration(),
        }

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the items that the person gave."""
        form = super().make_form(data, files)
        known = released_values(self._registration(), fields=list(RELEASE_FIELDS))
        field = form.fields["fields_asked"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (key, f"{formats.say(RELEASE_FIELDS[key])}: {known[key]}") for key in known
        ]
        return form

    def act(self, form: Form) -> str:
        """Ask."""
        release = releases.ask_release(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            registration_id=self.kwargs["registration_id"],
            fields=form.cleaned_data["fields_asked"],
            purpose=form.cleaned_data["purpose"],
            now=timezone.now(),
        )
        return _("Asked. The person answers by %(day)s.") % {
            "day": formats.deadline(release.answer_by)
        }

    def _registration(self) -> Any:
        return find_registration(registration_id=self.kwargs["registration_id"])


class Present(OfSlot, AgencyPage, ActView):
    """Hand the released items over and introduce the person."""

    permission: ClassVar = Permission.SLOT_FILL

    def act(self) -> str:
        """Present."""
        slot = releases.present_candidate(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            release_id=self.kwargs["release_id"],
            now=timezone.now(),
        )
        return _("Presented. The company answers by %(day)s.") % {
            "day": formats.deadline(slot.answer_by)
        }


class CandidateWithdraws(OfSlot, AgencyPage, ActView):
    """The candidate does not want to go on."""

    permission: ClassVar = Permission.SLOT_FILL

    def act(self) -> str:
        """End the candidacy."""
        slots.candidate_withdraws(
            actor=self.actor, slot_id=self.kwargs["slot_id"], now=timezone.now()
        )
        return _("Recorded. The slot waits for somebody else; this is no return.")


class LeavingForm(Form):
    """When somebody left, and whether the employer was at fault."""

    submit_label = gettext_lazy("Record the leaving")
    left_on = forms.DateField(label=gettext_lazy("Last day of work"), widget=DAY_INPUT)
    is_employer_at_fault = forms.BooleanField(
        label=gettext_lazy("The employer was at fault"),
        required=False,
        help_text=gettext_lazy("Then the slot is not given again."),
    )


class RecordLeaving(OfSlot, AgencyPage, FormPage):
    """Somebody left within the guarantee."""

    permission: ClassVar = Permission.SLOT_FILL
    form_class: ClassVar[type[Form]] = LeavingForm
    heading: ClassVar[Any] = gettext_lazy("Leaving within the guarantee")

    def get_context(self) -> dict[str, Any]:
        """Name the slot."""
        slot = queries.find_slot(slot_id=self.kwargs["slot_id"])
        return {"subject": f"{slot.company_name} {slot.label}"}

    def act(self, form: Form) -> str:
        """Record it."""
        slot = hires.record_leaving(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            now=timezone.now(),
            **form.cleaned_data,
        )
        return _("Recorded: %(state)s.") % {
            "state": formats.say(formats.status_label("slot", slot.state).label)
        }


class SlotReason(OfSlot, ReasonPage):
    """An adverse act: by a named person, with a reason (H12)."""

    permission: ClassVar = Permission.SLOT_SUSPEND

    def find_subject(self) -> str:
        """Return company and number of the slot."""
        slot = queries.find_slot(slot_id=self.kwargs["slot_id"])
        return f"{slot.company_name} {slot.label}"

    def _common(self, form: Form) -> dict[str, Any]:
        return {
            "actor": self.actor,
            "slot_id": self.kwargs["slot_id"],
            "reason": form.cleaned_data["reason"],
            "now": timezone.now(),
        }


class SuspendSlot(SlotReason):
    """Stop a slot while it is looked into."""

    heading: ClassVar[Any] = gettext_lazy("Suspension of the slot")
    submit: ClassVar[Any] = gettext_lazy("Suspend the slot")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("The company sees that the slot is being checked, and the reason."),
        gettext_lazy("It can be restored to the state it has now."),
    )

    def act(self, form: Form) -> str:
        """Suspend it."""
        slot_ends.suspend_slot(**self._common(form))
        return _("The slot is suspended.")


class RestoreSlot(SlotReason):
    """Let a suspended slot go on."""

    heading: ClassVar[Any] = gettext_lazy("Restoration of the slot")
    submit: ClassVar[Any] = gettext_lazy("Restore the slot")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("The slot goes back to the state before the suspension."),
    )

    def act(self, form: Form) -> str:
        """Restore it."""
        slot_ends.restore_slot(**self._common(form))
        return _("The slot was restored.")


class ReverseSlot(SlotReason):
    """Take a suspended slot back for good."""

    heading: ClassVar[Any] = gettext_lazy("Reversal of the slot")
    submit: ClassVar[Any] = gettext_lazy("Reverse the slot")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("This cannot be undone; the journal gets a further entry."),
        gettext_lazy("The company sees the reason."),
    )

    def act(self, form: Form) -> str:
        """Reverse it."""
        slot_ends.reverse_slot(**self._common(form))
        return _("The slot was reversed.")
