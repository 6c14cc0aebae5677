"""The outbox: mails that wait, left, failed or came back."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.messages import actions, queries
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.words import mail_kind, mail_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, Place, moment_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import ActView, PageView


class MailFilter(Form):
    """What the tabs set."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)


class Outbox(TableView):
    """All mails of the company."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OUTBOX_VIEW
    heading = gettext_lazy("Outbox")
    lead = gettext_lazy("Which mails wait, which left, and which came back.")
    default_sort = "-created_at"
    search_label = gettext_lazy("Address or subject")
    filter_form = MailFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Waiting"), query="state=queued"),
        Tab(label=gettext_lazy("Sent"), query="state=sent"),
        Tab(label=gettext_lazy("Failed"), query="state=failed"),
        Tab(label=gettext_lazy("Came back"), query="state=bounced"),
    )
    columns = (
        name_column(
            gettext_lazy("Recipient"),
            lambda row: row.to_address,
            lambda row: reverse("company:mail", args=[row.pk]),
        ),
        text_column("subject", gettext_lazy("Subject"), lambda row: row.subject),
        text_column("kind", gettext_lazy("Kind"), lambda row: mail_kind(row.kind), css="nw"),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=mail_tag,
            file_value=lambda row: str(OutboxMail.State(row.state).label),
            place=Place.CORNER,
        ),
        moment_column("after", gettext_lazy("Leaves from"), lambda row: row.send_after),
        moment_column("sent", gettext_lazy("Sent at"), lambda row: row.sent_at),
        text_column("error", gettext_lazy("Last error"), lambda row: row.last_error),
        moment_column(
            "made", gettext_lazy("Written at"), lambda row: row.created_at, sort="created_at"
        ),
    )
    empty_text = gettext_lazy("Mails appear here when notices are sent.")

    def get_rows(self) -> QuerySet[Any]:
        """Return the mails."""
        return queries.list_mails()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by address or subject."""
        return rows & queries.list_mails(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state."""
        return rows.filter(state=values["state"]) if values.get("state") else rows


class MailPage(PageView):
    """One mail; keys of mailed links are hidden, because whoever holds one acts as the person."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OUTBOX_VIEW
    template_name: ClassVar[str] = "company/mail.html"

    def get_context(self) -> dict[str, Any]:
        """Read the mail."""
        mail = found(queries.find_mail(mail_id=self.kwargs["mail_id"]))
        may_act = self.actor.can(Permission.OUTBOX_CANCEL)
        return {
            "heading": mail.subject,
            "mail": mail,
            "text": queries.shown_text(mail),
            "tag": mail_tag(mail.state),
            "kind": mail_kind(mail.kind),
            "may_cancel": may_act and mail.state == OutboxMail.State.QUEUED,
            "may_report": may_act and mail.state == OutboxMail.State.SENT,
            "may_retry": may_act and mail.state == OutboxMail.State.FAILED,
            "back_url": reverse("company:outbox"),
            "back_label": _("Back to the outbox"),
        }


class MailAct(ActView):
    """Something done with one mail."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.OUTBOX_CANCEL

    def get_success_url(self) -> str:
        """Stay on the mail."""
        return reverse("company:mail", args=[self.kwargs["mail_id"]])


class CancelMail(MailAct):
    """Stop a mail that did not leave yet."""

    def act(self) -> str:
        """Stop it."""
        mail_id: UUID = self.kwargs["mail_id"]
        count = actions.cancel_mails(actor=self.actor, mail_ids=[mail_id], now=timezone.now())
        return _("%(count)s stopped.") % {"count": formats.count(count, "record")}


class RetryMail(MailAct):
    """Send a failed mail once more."""

    def act(self) -> str:
        """Retry it."""
        actions.retry_mail(actor=self.actor, mail_id=self.kwargs["mail_id"], now=timezone.now())
        return _("The mail waits to be sent again.")


class ReportBounce(MailAct):
    """Record that a mail that left came back."""

    def act(self) -> str:
        """Record it; the address is not written to any more."""
        actions.report_bounce(
            actor=self.actor,
            mail_id=self.kwargs["mail_id"],
            answer=self.request.POST.get("answer", ""),
            now=timezone.now(),
        )
        return _("Recorded as returned. No further mail goes to this address.")
