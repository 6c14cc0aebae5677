"""Write down that a person asked for work: what lifts the two years without solicitation (H7)."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.placement.contact import NOTED_WAYS, note_work_request
from tasuki.apps.placement.models import WorkRequest
from tasuki.apps.relay.queries.registrations import find_registration
from tasuki.core.access import Permission
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage

_LABELS = dict(WorkRequest.Way.choices)


class WorkRequestForm(Form):
    """How and when the person asked."""

    submit_label = gettext_lazy("Write down the request")
    way = forms.ChoiceField(
        label=gettext_lazy("How the person asked"),
        choices=[(way.value, _LABELS[way.value]) for way in NOTED_WAYS],
        widget=forms.RadioSelect,
    )
    requested_on = forms.DateField(
        label=gettext_lazy("Day on which the person asked"), widget=DAY_INPUT
    )


class NoteWorkRequest(AgencyPage, FormPage):
    """One request of one person, with the name of the member who heard it."""

    permission: ClassVar = Permission.REGISTRATION_DECIDE
    form_class: ClassVar[type[Form]] = WorkRequestForm
    heading: ClassVar[Any] = gettext_lazy("Request for work")
    lead: ClassVar[Any] = gettext_lazy(
        "Write down only what the person asked for of his or her own accord. It lifts the two "
        "years without solicitation and stays in the record with your name."
    )
    back_label: ClassVar[Any] = gettext_lazy("Back to the person")

    def get_initial(self) -> dict[str, Any]:
        """Ask only about somebody who is there."""
        self._record_id()
        return {}

    def act(self, form: Form) -> str:
        """Write it down."""
        note_work_request(
            actor=self.actor,
            talent_record_id=self._record_id(),
            way=form.cleaned_data["way"],
            requested_on=form.cleaned_data["requested_on"],
            now=timezone.now(),
        )
        return _("The request is written down. The person can be asked about jobs again.")

    def get_success_url(self) -> str:
        """Back to the person."""
        return reverse("agency:registration", args=[self.kwargs["registration_id"]])

    def get_back_url(self) -> str:
        """Back to the person."""
        return self.get_success_url()

    def _record_id(self) -> UUID:
        found = find_registration(registration_id=self.kwargs["registration_id"])
        if found.talent_record_id is None:
            raise NotVisibleError
        return found.talent_record_id
