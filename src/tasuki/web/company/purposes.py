"""What applicants are told at application time about the use of their data."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.relay.actions import notices as actions
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage


class PurposeForm(Form):
    """What applicants are told about the use of their data."""

    submit_label = gettext_lazy("Save as a new version")
    text = forms.CharField(
        label=gettext_lazy("Text as applicants see it"), widget=forms.Textarea(attrs={"rows": 8})
    )
    covers_relay = forms.BooleanField(
        label=gettext_lazy("It says that guidance may come with the result"),
        required=False,
        help_text=gettext_lazy(
            "Only then may the guidance stand in the result notice itself; otherwise it stands on "
            "the result page."
        ),
    )
    shown_from = forms.DateField(
        label=gettext_lazy("Shown to applicants from"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class PurposePage(FormPage):
    """Record a new version of the purpose notice."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    form_class = PurposeForm
    heading = gettext_lazy("New purpose notice")
    lead = gettext_lazy("Versions stay as evidence of what applicants of each day were told.")
    back_label = gettext_lazy("Back to texts")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present text."""
        today = timezone.localdate()
        current = queries.current_purpose_notice(on=today)
        return {
            "text": current.text if current else "",
            "covers_relay": bool(current and current.covers_relay),
            "shown_from": today.isoformat(),
        }

    def act(self, form: Form) -> str:
        """Save it."""
        saved = actions.save_purpose_notice(
            actor=self.actor, **form.cleaned_data, now=timezone.now()
        )
        return _("Saved as version %(version)s.") % {"version": saved.version}

    def get_success_url(self) -> str:
        """Go to the texts."""
        return reverse("company:texts")

    def get_back_url(self) -> str:
        """Go back to the texts."""
        return reverse("company:texts")
