"""One member as the coordinator sees it; the exit interview; a file of leavers."""

from http import HTTPStatus
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.alumni import actions, queries
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.alumni.labels import CODE_LABELS, LeaveCode
from tasuki.core.alumni.leavers import write_failed
from tasuki.core.alumni.machines import AlumniState
from tasuki.web.alumni.listing import say_willing
from tasuki.web.components import formats
from tasuki.web.components.acts import RowForm
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage, PageView

_DAY = {"type": "date"}


def _find(member_id: Any) -> AlumniMember:
    found = queries.find_member(member_id=member_id)
    if found is None:
        raise NotVisibleError
    return found


class MemberPage(PageView):
    """One membership."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "alumni/member.html"

    def get_context(self) -> dict[str, Any]:
        """Read everything that the page shows; the two reasons have an access of their own."""
        row = _find(self.kwargs["member_id"])
        is_over = row.state in (AlumniState.LEFT, AlumniState.EXPIRED)
        may_see_code = self.actor.can(Permission.MOVE_APPROVE)
        return {
            "row": row,
            "willing": say_willing(row.willingness),
            "may_act": self.actor.can(Permission.APPLICATION_DECIDE) and not is_over,
            "may_see_words": self.actor.can(Permission.APPLICATION_DECIDE),
            "may_see_code": may_see_code,
            "code": formats.say(CODE_LABELS[LeaveCode(row.leave_code)]) if row.leave_code else "",
        }


class ExitForm(Form):
    """What is asked at leaving; only the name and the last day are needed."""

    submit_label = gettext_lazy("Save the interview")
    person_name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    left_on = forms.DateField(
        label=gettext_lazy("Last day of the employment"), widget=forms.DateInput(attrs=_DAY)
    )
    joined_company_on = forms.DateField(
        label=gettext_lazy("Employed from"), required=False, widget=forms.DateInput(attrs=_DAY)
    )
    employee_number = forms.CharField(
        label=gettext_lazy("Employee number"), required=False, max_length=40
    )
    units = forms.CharField(label=gettext_lazy("Former units"), required=False, max_length=200)
    last_grade = forms.CharField(label=gettext_lazy("Last grade"), required=False, max_length=40)
    destination = forms.CharField(
        label=gettext_lazy("Where the person goes"), required=False, max_length=120
    )
    leave_words = forms.CharField(
        label=gettext_lazy("Why, in the person's own words"),
        help_text=gettext_lazy("Nothing about health or family. Other members never see it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    leave_code = forms.ChoiceField(
        label=gettext_lazy("Reason code of the company"),
        help_text=gettext_lazy("Only the owner of the account sees it later."),
        required=False,
    )
    wishes_contact = forms.BooleanField(
        label=gettext_lazy("The person wishes to be invited and agreed today to one mail"),
        required=False,
    )
    person_mail = forms.EmailField(
        label=gettext_lazy("Private mail address"),
        help_text=gettext_lazy("Needed only with the wish above."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leave_code"].choices = [
            ("", "-"),
            *((str(key), formats.say(one)) for key, one in CODE_LABELS.items()),
        ]


class _OfNetwork:
    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    back_label = gettext_lazy("Back to the network")

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("alumni:members")

    def get_back_url(self) -> str:
        """Go back to the list."""
        return self.get_success_url()


class ExitInterview(_OfNetwork, FormPage):
    """The interview at leaving: what the person wants to tell, and whether they may be invited."""

    form_class = ExitForm
    heading = gettext_lazy("Exit interview")
    lead = gettext_lazy(
        "Every answer is voluntary. Without the wish to be invited nobody writes, and the record "
        "is emptied three months after leaving."
    )

    def act(self, form: Form) -> str:
        """Keep the interview."""
        values = form.cleaned_data
        actions.record_exit(actor=self.actor, now=timezone.now(), **values)
        return _("The interview was saved.")


class LeaversForm(Form):
    """Rows of a file."""

    submit_label = gettext_lazy("Take the rows")
    text = forms.CharField(
        label=gettext_lazy("Rows as CSV, with headings"),
        help_text=gettext_lazy(
            "Headings: name, number, mail, left_on, agreed_on, units (or the Japanese ones)."
        ),
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


class ImportLeavers(_OfNetwork, FormPage):
    """Take leavers of the past who agreed; rows that cannot be taken come back to be corrected."""

    form_class = LeaversForm
    heading = gettext_lazy("Leavers from a file")
    lead = gettext_lazy(
        "Each row needs the day on which the person agreed to be written to. Nobody is invited "
        "before you choose them in the list."
    )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Take what can be taken; show the other rows with their reasons."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show_form(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            done = actions.import_leavers(
                actor=self.actor, text=form.cleaned_data["text"], now=timezone.now()
            )
        except ActionError as error:
            form.add_refusal(error)
            return self._show_form(form, status=error.status)
        said = _("Taken: %(count)s. To correct: %(failed)s.") % {
            "count": formats.count(done.count, "person"),
            "failed": formats.count(len(done.failed), "person"),
        }
        left = self.form_class({"text": write_failed(done.failed) if done.failed else ""})
        if done.failed:
            left.add_error(None, said)
        return self.show(
            {
                "form": left if done.failed else self.form_class(),
                "heading": self.heading,
                "lead": self.lead if done.failed else said,
                "back_url": self.get_back_url(),
                "back_label": self.back_label,
            },
            status=HTTPStatus.UNPROCESSABLE_ENTITY if done.failed else HTTPStatus.OK,
        )


class RelationForm(Form):
    """The coordinator's side."""

    last_contact_on = forms.DateField(
        label=gettext_lazy("Last contact"), required=False, widget=forms.DateInput(attrs=_DAY)
    )
    next_action = forms.CharField(label=gettext_lazy("Next action"), required=False, max_length=200)
    next_action_on = forms.DateField(
        label=gettext_lazy("Next action by"), required=False, widget=forms.DateInput(attrs=_DAY)
    )
    is_coordinator = forms.BooleanField(
        label=gettext_lazy("I look after this member"), required=False
    )


class EditRelation(RowForm):
    """Last contact, next action, coordinator."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE
    id_name = "member_id"
    page_name = "alumni:member"
    action = actions.edit_relation
    form_class = RelationForm
    heading = gettext_lazy("Contact and next action")
    lead = gettext_lazy("Facts only: nothing here judges a person.")
    back_label = gettext_lazy("Back to the member")
    said = gettext_lazy("The contact was saved.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is known."""
        row = _find(self.row_id)
        return {
            "last_contact_on": row.last_contact_on,
            "next_action": row.next_action,
            "next_action_on": row.next_action_on,
            "is_coordinator": row.coordinator_id == self.actor.account_id,
        }
