"""Statements as the company reads, prints and questions them: numbers only."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.relay.actions import disputes as actions
from tasuki.apps.relay.models import Statement
from tasuki.apps.relay.queries import slots as slot_queries
from tasuki.apps.relay.queries import statement_files
from tasuki.apps.relay.queries import statements as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import DisputeState, StatementState
from tasuki.core.relay.statements import JournalAccount
from tasuki.web.company.relay import STATEMENT_COLUMNS
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    SmallTable,
    day_column,
    deadline_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView

_OF_SLOTS = frozenset(
    {JournalAccount.SLOT_OPEN, JournalAccount.SLOT_USED, JournalAccount.SLOT_ENDED}
)


def _line_column(name: str, label: Any) -> Column:
    """Return a column of people, or of slots, as the account of the line counts."""

    def show(line: Any) -> str:
        unit = "slot" if line.account in _OF_SLOTS else "person"
        return formats.count(getattr(line, name), unit)

    return Column(name=name, label=label, value=lambda line: line, show=show, css="n")


_LINES = (
    name_column(gettext_lazy("Account"), lambda line: formats.say(line.label), lambda line: ""),
    _line_column("opening", gettext_lazy("Before")),
    _line_column("added", gettext_lazy("Added")),
    _line_column("taken", gettext_lazy("Taken off")),
    _line_column("closing", gettext_lazy("After")),
)
_GRANTED = (
    name_column(gettext_lazy("Slot"), lambda item: item["label"], lambda item: ""),
    text_column("from", gettext_lazy("Granted on"), lambda item: item["granted_on"], css="nw"),
    text_column("to", gettext_lazy("Until"), lambda item: item["expires_on"], css="nw"),
)
_DISPUTES = (
    name_column(
        gettext_lazy("Month"),
        lambda row: formats.month(row.dispute.statement_month),
        lambda row: reverse("company:dispute", args=[row.dispute.pk]),
    ),
    status_column("dispute", lambda row: row.dispute.state, gettext_lazy("Status")),
    day_column("asked", gettext_lazy("Asked on"), lambda row: row.dispute.opened_at),
    deadline_column("due", gettext_lazy("Answer due"), lambda row: row.dispute.due_on),
)


def name_of_file(statement: Statement) -> str:
    """Return the first part of a file's name."""
    number = queries.document_number(statement)
    return _("Statement %(number)s") % {"number": number}


class StatementList(PageView):
    """All statements and questions."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.STATEMENT_VIEW
    template_name: ClassVar[str] = "company/statements.html"

    def get_context(self) -> dict[str, Any]:
        """Read them."""
        rows = queries.list_statements(with_superseded=True)
        asked = slot_queries.list_disputes(today=timezone.localdate())
        return {
            "heading": _("Statements"),
            "lead": _("What the agencies counted, month by month."),
            "statements": SmallTable.of(_("Statements"), STATEMENT_COLUMNS, rows) if rows else None,
            "disputes": SmallTable.of(_("Questions"), _DISPUTES, asked) if asked else None,
        }


class StatementPage(PageView):
    """One statement, printable on A4."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.STATEMENT_VIEW
    template_name: ClassVar[str] = "company/statement.html"

    def get_context(self) -> dict[str, Any]:
        """Read the statement."""
        statement = queries.find_statement(statement_id=self.kwargs["statement_id"])
        granted = statement.slots_granted
        today = timezone.localdate()
        is_open = today <= statement.dispute_until and statement.state == StatementState.ISSUED
        return {
            "heading": _("Statement of %(month)s") % {"month": formats.month(statement.month)},
            "statement": statement,
            "number": queries.document_number(statement),
            "period": queries.period_text(statement),
            "lines": SmallTable.of(_("Accounts"), _LINES, queries.statement_lines(statement)),
            "reasons": [
                (statement_files.reason_label(code), count)
                for code, count in statement.reasons.items()
            ],
            "granted": SmallTable.of(_("Slots granted"), _GRANTED, granted) if granted else None,
            "may_ask": is_open and self.actor.can(Permission.DISPUTE_OPEN),
            "may_export": self.actor.can(Permission.EXPORT),
            "printed_at": timezone.now(),
            "back_url": reverse("company:statements"),
            "back_label": _("Back to statements"),
        }


class StatementPdf(OrganisationView):
    """The printed statement."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.STATEMENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the PDF."""
        statement_id: UUID = kwargs["statement_id"]
        statement = queries.find_statement(statement_id=statement_id)
        content = statement_files.statement_pdf(
            statement_id=statement_id,
            language=get_language() or "ja",
            printed_by=self.actor.name,
            now=timezone.now(),
        )
        kind = exports.FileFormat("pdf", "application/pdf")
        response: HttpResponse = exports.send_file(
            content, kind, name=name_of_file(statement), now=timezone.now()
        )
        return response


class StatementCsv(OrganisationView):
    """The totals as CSV."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.STATEMENT_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the file."""
        statement_id: UUID = kwargs["statement_id"]
        statement = queries.find_statement(statement_id=statement_id)
        content = statement_files.statement_csv(statement_id=statement_id)
        return exports.send_file(
            content, exports.FORMATS["csv"], name=name_of_file(statement), now=timezone.now()
        )


class DisputeForm(Form):
    """A question about the totals."""

    submit_label = gettext_lazy("Ask the agency")
    note = forms.CharField(
        label=gettext_lazy("Question about the totals"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "Ask about numbers. Do not name people: the answer gives totals by reason only."
        ),
    )


class OpenDispute(FormPage):
    """Ask about a statement."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.DISPUTE_OPEN
    form_class = DisputeForm
    heading = gettext_lazy("Question about a statement")
    lead = gettext_lazy("The agency answers within 14 days.")
    back_label = gettext_lazy("Back to the statement")

    def get_context(self) -> dict[str, Any]:
        """Refuse for statements that are not there."""
        queries.find_statement(statement_id=self.kwargs["statement_id"])
        return {}

    def act(self, form: Form) -> str:
        """Ask."""
        self._dispute = actions.open_dispute(
            actor=self.actor,
            statement_id=self.kwargs["statement_id"],
            note=form.cleaned_data["note"],
            now=timezone.now(),
        )
        return _("The question was sent.")

    def get_success_url(self) -> str:
        """Show the question."""
        return reverse("company:dispute", args=[self._dispute.pk])

    def get_back_url(self) -> str:
        """Go back to the statement."""
        return reverse("company:statement", args=[self.kwargs["statement_id"]])


class DisputePage(PageView):
    """One question and its answer."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.STATEMENT_VIEW
    template_name: ClassVar[str] = "company/dispute.html"

    def get_context(self) -> dict[str, Any]:
        """Read the question."""
        dispute = slot_queries.find_dispute(dispute_id=self.kwargs["dispute_id"])
        is_open = dispute.state in {DisputeState.OPENED, DisputeState.ANSWERED}
        return {
            "heading": _("Question about %(month)s")
            % {"month": formats.month(dispute.statement_month)},
            "dispute": dispute,
            "is_late": dispute.state == DisputeState.OPENED
            and dispute.due_on < timezone.localdate(),
            "may_withdraw": is_open and self.actor.can(Permission.DISPUTE_OPEN),
            "back_url": reverse("company:statements"),
            "back_label": _("Back to statements"),
        }


class WithdrawDispute(ActView):
    """Take a question back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.DISPUTE_OPEN

    def act(self) -> str:
        """Withdraw it."""
        actions.withdraw_dispute(
            actor=self.actor, dispute_id=self.kwargs["dispute_id"], now=timezone.now()
        )
        return _("The question was taken back.")

    def get_success_url(self) -> str:
        """Stay on the question."""
        return reverse("company:dispute", args=[self.kwargs["dispute_id"]])
