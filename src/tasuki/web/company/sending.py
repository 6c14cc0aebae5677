"""Sending result notices: all drafts at once, stoppable until they leave, with a log."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.messages import queries as messages
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay.actions import notice_sending as actions
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.words import mail_kind, mail_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    SmallTable,
    count_column,
    moment_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, PageView

_STATE: Final = OutboxMail.State
_MAILS_SHOWN: Final = 50
_MAILS = (
    name_column(
        gettext_lazy("Recipient"),
        lambda row: row.to_address,
        lambda row: reverse("company:mail", args=[row.pk]),
    ),
    text_column("kind", gettext_lazy("Kind"), lambda row: mail_kind(row.kind)),
    Column(
        name="state",
        label=gettext_lazy("Status"),
        value=lambda row: row.state,
        show=mail_tag,
        place=Place.CORNER,
    ),
    moment_column("sent", gettext_lazy("Sent at"), lambda row: row.sent_at),
    text_column("error", gettext_lazy("Last error"), lambda row: row.last_error),
)


class SendForm(Form):
    """With which text, on which way and when."""

    submit_label = gettext_lazy("Send to everybody with a draft")
    template_id = forms.ChoiceField(label=gettext_lazy("Template"))
    channel = forms.ChoiceField(
        label=gettext_lazy("Way of the guidance"), widget=forms.RadioSelect, required=True
    )
    book_id = forms.ChoiceField(label=gettext_lazy("Placement agency"), required=False)
    send_at = forms.DateTimeField(
        label=gettext_lazy("Send at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("Empty: they leave after the delay and can be stopped until then."),
    )


class SendPage(FormPage):
    """Send the drafts; nobody can be picked."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND
    template_name: ClassVar[str] = "company/send.html"
    form_class = SendForm
    heading = gettext_lazy("Send result notices")
    back_label = gettext_lazy("Back to result notices")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the templates in use, the ways and the running relays."""
        form = super().make_form(data, files)
        templates = queries.list_templates()
        contracts = queries.list_guiding_contracts()
        ways = self._ways()
        form.fields["template_id"].choices = [
            (str(one.pk), f"{one.name} ({one.language})") for one in templates
        ]
        form.fields["channel"].choices = [(str(way["value"]), way["label"]) for way in ways]
        form.fields["book_id"].choices = [
            ("", _("Without guidance") if not contracts else _("Choose")),
            *((str(one.book_id), one.agency_name) for one in contracts),
        ]
        if len(contracts) < 2:
            del form.fields["book_id"]
        return form

    def get_initial(self) -> dict[str, Any]:
        """Choose the first way that the law allows."""
        first = next((way["value"] for way in self._ways() if way["is_allowed"]), "")
        return {"channel": first}

    def get_context(self) -> dict[str, Any]:
        """Read how many wait, the ways and the texts."""
        count = queries.count_invites_by_state()["draft"]
        return {
            "count": count,
            "lead": _("%(count)s wait. Everybody gets the result; nobody can be picked out.")
            % {"count": formats.count(count, "record")},
            "ways": self._ways(),
            "has_templates": queries.list_templates().exists(),
            "contracts": queries.list_guiding_contracts(),
            "chosen": self.request.POST.get("channel", self.get_initial()["channel"]),
        }

    def act(self, form: Form) -> str:
        """Put the mails into the outbox."""
        values = form.cleaned_data
        book_id = values.get("book_id")
        done = actions.send_notices(
            actor=self.actor,
            template_id=UUID(values["template_id"]),
            channel=values["channel"],
            book_id=UUID(book_id) if book_id else None,
            send_at=values["send_at"],
            now=timezone.now(),
        )
        self._batch_id = done.batch_id
        return _("%(count)s leave from %(time)s on. Until then you can stop them.") % {
            "count": formats.count(done.count, "record"),
            "time": formats.moment(done.send_after),
        }

    def get_success_url(self) -> str:
        """Show the progress."""
        return reverse("company:sending", args=[self._batch_id])

    def get_back_url(self) -> str:
        """Go back to the notices."""
        return reverse("company:notices")

    def _ways(self) -> list[dict[str, Any]]:
        return [
            {
                "value": str(choice.channel),
                "label": Invite.Channel(choice.channel).label,
                "is_allowed": choice.is_allowed,
                "reason": choice.reason,
            }
            for choice in queries.allowed_channels(on=timezone.localdate())
            if choice.channel != Invite.Channel.PAPER
        ]


class SendingPage(PageView):
    """How far one sending is; it can be stopped while something waits."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND
    template_name: ClassVar[str] = "company/sending.html"
    partial_name: ClassVar[str] = "progress"

    def get_context(self) -> dict[str, Any]:
        """Read the sending."""
        batch_id: UUID = self.kwargs["batch_id"]
        mails = messages.list_mails(batch_id=batch_id)
        first = mails.order_by("send_after").first()
        if first is None:
            raise NotVisibleError
        counts = messages.count_mails_by_state(batch_id=batch_id)
        return {
            "heading": _("Sending"),
            "lead": _("How far the notices are, and which could not be delivered."),
            "batch_id": batch_id,
            "counts": [
                {"label": state.label, "count": counts.get(state, 0)}
                for state in (
                    _STATE.QUEUED,
                    _STATE.SENT,
                    _STATE.CANCELLED,
                    _STATE.FAILED,
                    _STATE.BOUNCED,
                    _STATE.SUPPRESSED,
                )
            ],
            "total": sum(counts.values()),
            "done": sum(counts.values()) - counts.get(_STATE.QUEUED, 0),
            "send_after": first.send_after,
            "is_waiting": counts.get(_STATE.QUEUED, 0) > 0,
            "mails": SmallTable.of(_("Mails"), _MAILS, mails[:_MAILS_SHOWN]),
            "rest": max(0, sum(counts.values()) - _MAILS_SHOWN),
            "back_url": reverse("company:sendings"),
            "back_label": _("Back to the send log"),
        }


class StopSending(ActView):
    """Stop what did not leave yet."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_SEND

    def act(self) -> str:
        """Stop it."""
        batch_id = self.kwargs["batch_id"]
        count = actions.stop_sending(actor=self.actor, batch_id=batch_id, now=timezone.now())
        return _("%(count)s stopped. Their drafts wait again.") % {
            "count": formats.count(count, "record")
        }

    def get_success_url(self) -> str:
        """Stay on the sending."""
        return reverse("company:sending", args=[self.kwargs["batch_id"]])


_SENDINGS = (
    name_column(
        gettext_lazy("Sending"),
        lambda row: formats.moment(row.queued_at),
        lambda row: reverse("company:sending", args=[row.batch_id]),
    ),
    moment_column("after", gettext_lazy("Leaves from"), lambda row: row.send_after),
    *(
        count_column(
            str(state),
            state.label,
            lambda row, state=state: row.counts.get(state, 0),
            unit="record",
        )
        for state in (_STATE.QUEUED, _STATE.SENT, _STATE.CANCELLED, _STATE.FAILED, _STATE.BOUNCED)
    ),
)


class SendLog(PageView):
    """Every sending with what became of it."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.NOTICE_EDIT
    template_name: ClassVar[str] = "company/sendings.html"

    def get_context(self) -> dict[str, Any]:
        """Read the log."""
        rows = queries.list_sendings()
        return {
            "heading": _("Send log"),
            "lead": _("Each sending of result notices, the newest first."),
            "sendings": SmallTable.of(_("Sendings"), _SENDINGS, rows) if rows else None,
            "back_url": reverse("company:notices"),
            "back_label": _("Back to result notices"),
        }
