"""The outbox: mails to people, companies and colleagues that wait, left, failed or came back."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.messages import actions, queries
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import Permission
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.agency.words import mail_kind, mail_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, Place, moment_column, name_column, text_column
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import ActView, PageView


class Outbox(AgencyPage, TableView):
    """All mails of the agency."""

    permission: ClassVar = Permission.OUTBOX_VIEW
    heading: ClassVar[Any] = gettext_lazy("Outbox")
    lead: ClassVar[Any] = gettext_lazy("Which mails wait, which left, and which came back.")
    default_sort: ClassVar[str] = "-created_at"
    search_label: ClassVar[Any] = gettext_lazy("Address or subject")
    empty_text: ClassVar[Any] = gettext_lazy("Mails appear here when people register.")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("To be sent"), query="state=queued"),
        Tab(label=gettext_lazy("Sent"), query="state=sent"),
        Tab(label=gettext_lazy("Failed"), query="state=failed"),
        Tab(label=gettext_lazy("Came back"), query="state=bounced"),
    )
    columns = (
        name_column(
            gettext_lazy("Recipient"),
            lambda row: row.to_address,
            lambda row: reverse("agency:mail", args=[row.pk]),
        ),
        text_column("subject", gettext_lazy("Subject"), lambda row: row.subject),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=mail_tag,
            file_value=lambda row: str(OutboxMail.State(row.state).label),
            place=Place.CORNER,
        ),
        moment_column("sent", gettext_lazy("Sent at"), lambda row: row.sent_at),
        text_column("error", gettext_lazy("Last error"), lambda row: row.last_error),
        moment_column(
            "made", gettext_lazy("Written at"), lambda row: row.created_at, sort="created_at"
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the mails of the tab."""
        state = self.request.GET.get("state", "")
        return queries.list_mails(states=[state] if state in set(OutboxMail.State) else [])

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by address or subject."""
        return rows & queries.list_mails(text=text)


class MailPage(AgencyPage, PageView):
    """One mail; keys of mailed links are hidden, because whoever holds one acts as the person."""

    permission: ClassVar = Permission.OUTBOX_VIEW
    template_name: ClassVar[str] = "agency/mail.html"

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
            "may_retry": may_act and mail.state == OutboxMail.State.FAILED,
            "back_url": reverse("agency:outbox"),
            "back_label": _("Outbox"),
        }


class MailAct(AgencyPage, ActView):
    """Something done with one mail."""

    permission: ClassVar = Permission.OUTBOX_CANCEL

    def get_success_url(self) -> str:
        """Stay on the mail."""
        return reverse("agency:mail", args=[self.kwargs["mail_id"]])


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
