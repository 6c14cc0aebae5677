"""One applicant: what the company knows, who decided what and why, and what was told."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import found
from tasuki.apps.messages.models import Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.people import actions, queries
from tasuki.apps.people.models import Application
from tasuki.apps.people.queries import ApplicationDetail
from tasuki.apps.people.views import record_view
from tasuki.apps.relay.actions import notices
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.queries.notices import find_invite_of
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.reasons import SKIP_LABELS, SkipCode
from tasuki.web.company.pages import RowFormPage
from tasuki.web.company.words import outcome_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, SmallTable, day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.panels import Event
from tasuki.web.components.views import ActView

_STEPS = (
    name_column(gettext_lazy("Stage"), lambda step: step.stage, lambda step: ""),
    text_column("outcome", gettext_lazy("Result"), lambda step: step.outcome),
    day_column("on", gettext_lazy("Day"), lambda step: step.happened_on),
)
_OTHERS = (
    name_column(
        gettext_lazy("Job"),
        lambda row: row.job_title,
        lambda row: reverse("company:applicant", args=[row.pk]),
    ),
    day_column("applied_on", gettext_lazy("Applied on"), lambda row: row.applied_on),
    Column(
        name="outcome",
        label=gettext_lazy("Result"),
        value=lambda row: row.outcome,
        show=outcome_tag,
    ),
)
_ACTS = {
    "application.decide": gettext_lazy("Result: %(after)s"),
    "application.archive": gettext_lazy("Put away"),
    "application.restore": gettext_lazy("Brought back"),
}


class DecisionForm(Form):
    """The result of one application, with its own reason."""

    submit_label = gettext_lazy("Record the result")
    outcome = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=Application.Outcome.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Stays inside your company and is never passed on. Your name stands beside it."
        ),
    )


class ApplicantPage(RowFormPage):
    """One application: facts on the left, decision and story on the right."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/applicant.html"
    form_class = DecisionForm
    back_label = gettext_lazy("Back to applicants")

    def act(self, form: Form) -> str:
        """Record the result; a hire also withdraws a notice that did not leave yet."""
        values = form.cleaned_data
        common = {
            "actor": self.actor,
            "application_id": self._id(),
            "reason": values["reason"],
            "now": timezone.now(),
        }
        if values["outcome"] == Application.Outcome.HIRED:
            notices.change_to_hired(**common)
        else:
            actions.decide_result(outcome=values["outcome"], **common)
        return _("The result was recorded.")

    def get_success_url(self) -> str:
        """Stay on the applicant."""
        return reverse("company:applicant", args=[self._id()])

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("company:applicants")

    def get_context(self) -> dict[str, Any]:
        """Read the application with its history."""
        detail = found(queries.find_application(application_id=self._id()))
        record_view(actor=self.actor, talent_record_id=detail.person.pk, now=timezone.now())
        invite = find_invite_of(application_id=self._id())
        names = {member.account_id: member.name for member in orgs.list_members()}
        return {
            "heading": detail.person.full_name,
            "application": detail.application,
            "person": detail.person,
            "decided_by": names.get(detail.application.decided_by_id, ""),
            "outcome_tag": outcome_tag(detail.application.outcome),
            "steps": SmallTable.of(_("Stages"), _STEPS, detail.steps) if detail.steps else None,
            "others": SmallTable.of(_("Other applications"), _OTHERS, detail.others)
            if detail.others
            else None,
            "invite": invite,
            "skip_words": SKIP_LABELS[SkipCode(invite.skip_code)]
            if invite and invite.skip_code
            else None,
            "events": _story(detail, invite, names),
            "is_returned": find_suppressions(addresses=[detail.person.mail]).get(detail.person.mail)
            == Suppression.Reason.BOUNCE,
            "may_decide": self.actor.can(Permission.APPLICATION_DECIDE),
        }

    def _id(self) -> UUID:
        return self.kwargs["application_id"]


def _story(detail: ApplicationDetail, invite: Invite | None, names: dict[int, str]) -> list[Event]:
    """Return what happened with the application and its notice, newest first."""
    application = detail.application
    told = [
        Event(at=event.happened_at, text=_act_words(event), detail=names.get(event.actor_id, ""))
        for event in list_events_of(object_kind="application", object_id=application.pk)
        if event.kind in _ACTS
    ]
    if invite is not None:
        told.append(Event(at=invite.created_at, text=_("Result notice prepared")))
        if invite.result_notified_at:
            told.append(
                Event(
                    at=invite.result_notified_at,
                    text=_("Result notified"),
                    detail=str(Invite.Channel(invite.channel).label),
                )
            )
    told.append(Event(at=application.created_at, text=_("Recorded here")))
    return sorted(told, key=lambda event: event.at, reverse=True)


def _act_words(event: Any) -> str:
    words = str(_ACTS[event.kind])
    if event.kind != "application.decide":
        return words
    return words % {"after": Application.Outcome(event.after).label}


class ArchiveApplicant(ActView):
    """Put one application away; can be undone."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Put it away."""
        ids = [self.kwargs["application_id"]]
        actions.archive_applications(actor=self.actor, application_ids=ids, now=timezone.now())
        return _("%(count)s put away.") % {"count": formats.count(1, "record")}

    def get_undo_url(self) -> str:
        """Bring it back."""
        return reverse("company:applicant_restore", args=[self.kwargs["application_id"]])

    def get_success_url(self) -> str:
        """Go to the list."""
        return reverse("company:applicants")


class RestoreApplicant(ActView):
    """Bring one application back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Restore it."""
        ids = [self.kwargs["application_id"]]
        actions.restore_applications(actor=self.actor, application_ids=ids, now=timezone.now())
        return _("%(count)s brought back.") % {"count": formats.count(1, "record")}

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("company:applicant", args=[self.kwargs["application_id"]])


class StopUse(ActView):
    """Record that the person asked to stop the use of the data; nothing is sent from then on."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Stop it."""
        detail = found(queries.find_application(application_id=self.kwargs["application_id"]))
        actions.stop_use(actor=self.actor, talent_record_id=detail.person.pk, now=timezone.now())
        return _("Recorded: no mail goes to this person from now on.")

    def get_success_url(self) -> str:
        """Stay on the applicant."""
        return reverse("company:applicant", args=[self.kwargs["application_id"]])
