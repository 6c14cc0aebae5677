"""Correct what is known of an applicant, and write again to an address that works after all."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.people import actions, queries
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage


class PersonForm(Form):
    """What a company may know of an applicant; nothing that selection must not know."""

    submit_label = gettext_lazy("Save the data")
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=80, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=80, required=False)
    name_kana = forms.CharField(label=gettext_lazy("Kana"), max_length=160, required=False)
    mail = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Notices go to the new address even if the old one came back."),
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    birth_date = forms.CharField(
        label=gettext_lazy("Date of birth"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Such as 1990/4/1."),
    )
    address = forms.CharField(label=gettext_lazy("Home address"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails"), choices=settings.LANGUAGES
    )


def _person_of(application_id: UUID) -> TalentRecord:
    return found(queries.find_application(application_id=application_id)).person


class EditPerson(FormPage):
    """The data of the person behind an application."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    form_class = PersonForm
    heading = gettext_lazy("Correct the data")
    back_label = gettext_lazy("Back to the applicant")

    def get_initial(self) -> dict[str, Any]:
        """Show what is known now."""
        person = _person_of(self.kwargs["application_id"])
        known = {name: getattr(person, name) for name in PersonForm.base_fields}
        born = person.birth_date
        return known | {"birth_date": f"{born:%Y/%m/%d}" if born else ""}

    def act(self, form: Form) -> str:
        """Save what was changed."""
        actions.edit_person(
            actor=self.actor,
            talent_record_id=_person_of(self.kwargs["application_id"]).pk,
            values={name: form.cleaned_data[name] for name in form.changed_data},
            now=timezone.now(),
        )
        return _("The data was saved.")

    def get_success_url(self) -> str:
        """Show the applicant."""
        return reverse("company:applicant", args=[self.kwargs["application_id"]])

    def get_back_url(self) -> str:
        """Go back to the applicant."""
        return self.get_success_url()


class MailWorks(ActView):
    """Write again to an address that came back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Lift it."""
        person = _person_of(self.kwargs["application_id"])
        was_held = actions.mark_mail_works(
            actor=self.actor, talent_record_id=person.pk, now=timezone.now()
        )
        if not was_held:
            return _("The address was not held back.")
        return _("Recorded: mails go to this address again.")

    def get_success_url(self) -> str:
        """Stay on the applicant."""
        return reverse("company:applicant", args=[self.kwargs["application_id"]])
