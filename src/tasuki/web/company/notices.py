"""Result notices: who still waits for a result, who gets one, and who is left out by an X-code.

There is no way to choose people here: everybody who was not selected gets a notice.
"""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.people.models import Application
from tasuki.apps.relay.actions import notices as actions
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import InviteState
from tasuki.core.relay.reasons import SKIP_LABELS, SkipCode
from tasuki.web.company.pages import RowFormPage
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    day_column,
    moment_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import FormPage

ROWS_SHOWN: Final = 20


def skip_words(code: str) -> str:
    """Return why a person got no guidance."""
    return f"{code} {formats.say(SKIP_LABELS[SkipCode(code)])}" if code else ""


class InviteFilter(Form):
    """Filters of the list."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=gettext_lazy("Way of the guidance"),
        choices=[("", gettext_lazy("All")), *Invite.Channel.choices],
        required=False,
    )


class NoticeList(TableView):
    """One line for each person who was not selected."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/notices.html"
    heading = gettext_lazy("Result notices")
    lead = gettext_lazy(
        "Everybody who was not selected is told the result; the guidance follows it."
    )
    default_sort = "-created_at"
    search_label = gettext_lazy("Name")
    filter_form = InviteFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Drafts"), query="state=draft"),
        Tab(label=gettext_lazy("Result notified"), query="state=result_notified"),
        Tab(label=gettext_lazy("Guided"), query="state=invited"),
        Tab(label=gettext_lazy("Not guided"), query="state=not_invited"),
    )
    columns = (
        name_column(
            gettext_lazy("Name"),
            lambda row: row.application.talent_record.full_name,
            lambda row: reverse("company:notice", args=[row.pk]),
        ),
        text_column("job", gettext_lazy("Job"), lambda row: row.application.job_title, css="nw"),
        text_column("decided", gettext_lazy("Decided by"), lambda row: row.result_decided_by_name),
        text_column("reason", gettext_lazy("Reason"), lambda row: row.result_reason),
        status_column("invite", lambda row: row.state, gettext_lazy("Status")),
        Column(
            name="code",
            label=gettext_lazy("Not guided because"),
            value=lambda row: row.skip_code,
            show=skip_words,
        ),
        moment_column("notified", gettext_lazy("Notified at"), lambda row: row.result_notified_at),
        day_column(
            "made", gettext_lazy("Prepared on"), lambda row: row.created_at, sort="created_at"
        ),
    )
    empty_text = gettext_lazy("Notices appear here when you prepare them.")

    def get_rows(self) -> QuerySet[Any]:
        """Return the invites."""
        return queries.list_invites()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name with its variants."""
        return rows & queries.list_invites(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state and way."""
        return rows.filter(**{key: value for key, value in values.items() if value})

    def get_context(self) -> dict[str, Any]:
        """Return the list with its counts and the next step."""
        context = super().get_context()
        counts = queries.count_invites_by_state()
        shown = (None, "draft", "result_notified", "invited", "not_invited")
        for tab, state in zip(context["tabs"], shown, strict=False):
            if state:
                tab["label"] = f"{tab['label']} {counts[state]}"
        waiting = queries.list_unprepared().count()
        return context | {
            "waiting": waiting,
            "draft_count": counts["draft"],
            "empty_url": reverse("company:prepare") if waiting else "",
            "empty_label": _("Prepare notices"),
        }


class PrepareForm(Form):
    """What a preparation needs beside the results themselves."""

    submit_label = gettext_lazy("Prepare notices for everybody")
    reason = forms.CharField(
        label=gettext_lazy("Reason for results without one on file"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Results that came in with a file may lack a reason. It stays inside your company."
        ),
    )
    ended_since = forms.DateField(
        label=gettext_lazy("Only selections that ended on this day or later"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class PreparePage(FormPage):
    """Approve the results: your name stands beside each of them."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/prepare.html"
    form_class = PrepareForm
    heading = gettext_lazy("Prepare result notices")
    lead = gettext_lazy(
        "Everybody who was not selected gets a notice. Nobody can be picked out or left out by "
        "marks, age, sex or stage."
    )
    back_label = gettext_lazy("Back to result notices")

    def get_context(self) -> dict[str, Any]:
        """Read who waits."""
        waiting = queries.list_unprepared()
        rows = list(waiting[:ROWS_SHOWN])
        count = waiting.count()
        return {
            "count": count,
            "rest": count - len(rows),
            "rows": [self._line(row) for row in rows],
            "codes": [(code, SKIP_LABELS[code]) for code in SkipCode],
        }

    def act(self, form: Form) -> str:
        """Make the drafts."""
        left_out = {
            row.pk: code
            for row in queries.list_unprepared()
            if (code := self.request.POST.get(_field(row)))
        }
        done = actions.prepare_notices(
            actor=self.actor,
            reason=form.cleaned_data["reason"],
            left_out=left_out,
            ended_since=form.cleaned_data["ended_since"],
            now=timezone.now(),
        )
        return _("%(drafts)s prepared, %(skipped)s not guided.") % {
            "drafts": formats.count(len(done.drafts), "record"),
            "skipped": formats.count(len(done.skipped), "record"),
        }

    def get_success_url(self) -> str:
        """Go to the drafts."""
        return f"{reverse('company:notices')}?state=draft"

    def get_back_url(self) -> str:
        """Go back to the notices."""
        return reverse("company:notices")

    def _line(self, row: Application) -> dict[str, Any]:
        return {
            "row": row,
            "field": _field(row),
            "chosen": self.request.POST.get(_field(row), ""),
            "reason": row.decision_reason or row.end_reason,
        }


def _field(row: Application) -> str:
    return f"code-{row.pk}"


class SkipForm(Form):
    """Why one person gets no guidance."""

    submit_label = gettext_lazy("Leave out")
    code = forms.ChoiceField(
        label=gettext_lazy("Reason on the person's side"),
        choices=[("", gettext_lazy("Choose"))],
        help_text=gettext_lazy("Only these six. Leaving people out by merit is not possible (H3)."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [
            ("", _("Choose")),
            *((str(code), f"{code} {formats.say(words)}") for code, words in SKIP_LABELS.items()),
        ]


class NoticePage(RowFormPage):
    """One notice: who decided, what was told, and leaving the person out by an X-code."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/notice.html"
    form_class = SkipForm
    back_label = gettext_lazy("Back to result notices")

    def get_context(self) -> dict[str, Any]:
        """Read the notice."""
        invite = found(queries.find_invite(invite_id=self._id()))
        early = {InviteState.DRAFT, InviteState.RESULT_NOTIFIED, InviteState.COOLING}
        return {
            "heading": invite.application.talent_record.full_name,
            "invite": invite,
            "channel": Invite.Channel(invite.channel).label,
            "skip_words": skip_words(invite.skip_code),
            "may_skip": invite.state in early and self.actor.can(Permission.NOTICE_SEND),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Leave the person out; a code of one's own is refused by the action, not by the form."""
        code = request.POST.get("code", "")
        if code and code not in {str(one) for one in SkipCode}:
            actions.skip_invite(
                actor=self.actor, invite_id=self._id(), code=code, now=timezone.now()
            )
            raise NotVisibleError
        return super().post(request, **kwargs)

    def act(self, form: Form) -> str:
        """Leave the person out."""
        code = form.cleaned_data["code"]
        actions.skip_invite(actor=self.actor, invite_id=self._id(), code=code, now=timezone.now())
        return _("Left out: %(reason)s") % {"reason": skip_words(code)}

    def get_success_url(self) -> str:
        """Stay on the notice."""
        return reverse("company:notice", args=[self._id()])

    def get_back_url(self) -> str:
        """Go back to the notices."""
        return reverse("company:notices")

    def _id(self) -> UUID:
        return self.kwargs["invite_id"]
