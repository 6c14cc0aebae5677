"""Company codes: issue, label, print, rotate, revoke."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.orgs.queries import find_licence, find_organisation
from tasuki.apps.relay.actions import links as actions
from tasuki.apps.relay.queries import links as queries
from tasuki.apps.relay.queries.contracts import (
    find_contract,
    find_running_contract,
    list_versions,
)
from tasuki.core.access import Permission
from tasuki.core.relay.machines import LINK, LinkEvent, LinkState
from tasuki.web.agency.contracts import code_label
from tasuki.web.agency.frame import AgencyPage, ReasonPage
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView


class CodeForm(Form):
    """What a code is printed on; sums are kept by label."""

    submit_label = gettext_lazy("Issue the code")
    label_job = forms.CharField(
        label=gettext_lazy("Label: job"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("The company sees labels. Never write a person's name."),
    )
    label_stage = forms.CharField(label=gettext_lazy("Label: stage"), required=False, max_length=60)
    label_text = forms.CharField(
        label=gettext_lazy("Label: text variant"), required=False, max_length=60
    )


class IssueForm(CodeForm):
    """A new code has a first language."""

    language = forms.ChoiceField(
        label=gettext_lazy("First language of the page"),
        choices=[("ja", "日本語"), ("en", "English")],
        widget=forms.RadioSelect,
        initial="ja",
    )


class IssueCode(AgencyPage, FormPage):
    """A code under a running contract."""

    permission: ClassVar = Permission.LINK_EDIT
    form_class: ClassVar[type[Form]] = IssueForm
    heading: ClassVar[Any] = gettext_lazy("New company code")
    lead: ClassVar[Any] = gettext_lazy("A code belongs to the company, never to a person.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the contract")

    def get_context(self) -> dict[str, Any]:
        """Name the company."""
        contract = find_contract(contract_id=self.kwargs["contract_id"])
        return {"subject": contract.company_name}

    def act(self, form: Form) -> str:
        """Issue it."""
        self.made = actions.issue_link(
            actor=self.actor,
            contract_id=self.kwargs["contract_id"],
            now=timezone.now(),
            **form.cleaned_data,
        )
        return _("Code %(code)s was issued. The company sees it now.") % {"code": self.made.code}

    def get_success_url(self) -> str:
        """Show the code."""
        return reverse("agency:code", args=[self.made.pk])

    def get_back_url(self) -> str:
        """Back to the contract."""
        return reverse("agency:contract", args=[self.kwargs["contract_id"]])


class CodePage(AgencyPage, PageView):
    """One code: address, QR, sums, what may be done."""

    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "agency/code.html"

    def get_context(self) -> dict[str, Any]:
        """Return the code."""
        link = queries.find_link(link_id=self.kwargs["link_id"])
        contract = find_running_contract(book_id=link.book_id)
        shown = contract or list_versions(book_id=link.book_id)[0]
        may_edit = self.actor.can(Permission.LINK_EDIT)
        state = LinkState(link.state)
        return {
            "heading": link.code,
            "link": link,
            "label": code_label(link),
            "company_name": shown.company_name,
            "address": queries.public_address(link.code),
            "is_open": state in {LinkState.ACTIVE, LinkState.ROTATED},
            "can_rotate": may_edit and contract is not None and LINK.can(state, LinkEvent.ROTATE),
            "can_revoke": may_edit and LINK.can(state, LinkEvent.REVOKE),
            "can_edit": may_edit,
            "back_url": reverse("agency:contract", args=[shown.pk]),
            "back_label": _("Back to the contract"),
        }


class CodePrint(AgencyPage, PageView):
    """One sheet of A4 for a notice on paper."""

    permission: ClassVar = Permission.RELAY_VIEW
    template_name: ClassVar[str] = "agency/code_print.html"

    def get_context(self) -> dict[str, Any]:
        """Return the code with who stands behind it."""
        link = queries.find_link(link_id=self.kwargs["link_id"])
        return {
            "heading": _("Your next step, by your own choice"),
            "link": link,
            "address": queries.public_address(link.code),
            "agency": find_organisation(organisation_id=self.actor.organisation_id),
            "licence": find_licence(on=timezone.localdate()),
            "back_url": reverse("agency:code", args=[link.pk]),
            "back_label": _("Back to the code"),
        }


class CodeDrawing(AgencyPage, OrganisationView):
    """The QR code as a drawing."""

    permission: ClassVar = Permission.RELAY_VIEW

    def get(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        """Send the SVG."""
        link = queries.find_link(link_id=link_id)
        response = HttpResponse(queries.qr_svg(code=link.code), content_type="image/svg+xml")
        response["Content-Disposition"] = f'inline; filename="{link.code}.svg"'
        return response


class EditLabels(AgencyPage, FormPage):
    """Rename a code; the code itself stays."""

    permission: ClassVar = Permission.LINK_EDIT
    form_class: ClassVar[type[Form]] = CodeForm
    heading: ClassVar[Any] = gettext_lazy("Labels of the code")
    back_label: ClassVar[Any] = gettext_lazy("Back to the code")

    def get_context(self) -> dict[str, Any]:
        """Name the button after the act."""
        return {"submit_label": _("Save the labels")}

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present labels."""
        link = queries.find_link(link_id=self.kwargs["link_id"])
        return {name: getattr(link, name) for name in CodeForm.base_fields}

    def act(self, form: Form) -> str:
        """Rename it."""
        actions.edit_labels(
            actor=self.actor,
            link_id=self.kwargs["link_id"],
            now=timezone.now(),
            **form.cleaned_data,
        )
        return _("The labels were saved.")

    def get_success_url(self) -> str:
        """Show the code."""
        return reverse("agency:code", args=[self.kwargs["link_id"]])

    def get_back_url(self) -> str:
        """Back to the code."""
        return self.get_success_url()


class RotateCode(AgencyPage, ActView):
    """Replace a code; the old one is accepted for 30 more days."""

    permission: ClassVar = Permission.LINK_EDIT

    def act(self) -> str:
        """Rotate it."""
        self.made = actions.rotate_link(
            actor=self.actor, link_id=self.kwargs["link_id"], now=timezone.now()
        )
        return _("Replaced by %(code)s. The old code is accepted for 30 more days.") % {
            "code": self.made.code
        }

    def get_success_url(self) -> str:
        """Show the new code."""
        return reverse("agency:code", args=[self.made.pk])


class RevokeCode(ReasonPage):
    """Stop a code at once."""

    permission: ClassVar = Permission.LINK_EDIT
    heading: ClassVar[Any] = gettext_lazy("Stop of the code")
    submit: ClassVar[Any] = gettext_lazy("Stop the code")
    back_label: ClassVar[Any] = gettext_lazy("Back to the code")
    effects: ClassVar[tuple[Any, ...]] = (
        gettext_lazy("The code takes nobody in from now on; its page shows your contact."),
        gettext_lazy("Who registered already stays registered."),
        gettext_lazy("This cannot be undone; issue a new code instead."),
    )

    def find_subject(self) -> str:
        """Return the code."""
        return queries.find_link(link_id=self.kwargs["link_id"]).code

    def act(self, form: Form) -> str:
        """Stop it."""
        actions.revoke_link(
            actor=self.actor,
            link_id=self.kwargs["link_id"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
        return _("The code was stopped.")

    def get_success_url(self) -> str:
        """Show the code."""
        return reverse("agency:code", args=[self.kwargs["link_id"]])

    def get_back_url(self) -> str:
        """Back to the code."""
        return self.get_success_url()
