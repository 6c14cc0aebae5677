"""Monthly statements: what waits to be issued, what was issued, and questions about them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.relay.actions import disputes, statements
from tasuki.apps.relay.models import RelayContract, Statement
from tasuki.apps.relay.queries.contracts import list_contracts
from tasuki.apps.relay.queries.disputes import draft_answer
from tasuki.apps.relay.queries.slots import find_dispute, list_disputes
from tasuki.apps.relay.queries.statement_files import statement_csv, statement_pdf
from tasuki.apps.relay.queries.statements import (
    compare_statement,
    document_number,
    find_statement,
    list_statements,
    period_text,
    preview_statement,
    statement_lines,
)
from tasuki.core.access import Permission
from tasuki.core.dates import add_months, month_start
from tasuki.core.relay.machines import DISPUTE, ContractState, DisputeEvent, DisputeState
from tasuki.core.relay.reasons import REASON_LABELS, ReasonCode
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, OrganisationView, PageView


class StatementsPage(AgencyPage, PageView):
    """What is due per company, and what was issued."""

    permission: ClassVar = Permission.STATEMENT_VIEW
    template_name: ClassVar[str] = "agency/statements.html"

    def get_context(self) -> dict[str, Any]:
        """Return the months still open for each running contract, and the issued statements."""
        now, today = timezone.now(), timezone.localdate()
        issued = list_statements()
        return {
            "heading": _("Statements and questions"),
            "lead": _("Once a month each company gets totals, never names."),
            "due": self._due(issued, today, now) if self.actor.can(self._issue) else [],
            "issued": [(one, document_number(one)) for one in issued],
            "disputes": list_disputes(today=today),
            "can_answer": self.actor.can(Permission.DISPUTE_ANSWER),
        }

    _issue: ClassVar = Permission.STATEMENT_ISSUE

    def _due(self, issued: list[Statement], today: date, now: Any) -> list[dict[str, Any]]:
        """Last month while it is not issued, else this month, for each live contract."""
        done: defaultdict[UUID, set[date]] = defaultdict(set)
        for one in issued:
            done[one.book_id].add(one.month)
        due = []
        for contract in list_contracts():
            if contract.state not in {ContractState.RUNNING, ContractState.PAUSED}:
                continue
            month = due_month(contract, done=done[contract.book_id], today=today)
            if month is None:
                continue
            draft = preview_statement(book_id=contract.book_id, month=month, now=now)
            due.append(
                {"contract": contract, "draft": draft, "is_early": month == month_start(today)}
            )
        # What tells the company something comes first.
        return sorted(due, key=lambda row: (row["draft"].is_carried_over, row["is_early"]))


def due_month(contract: RelayContract, *, done: Collection[date], today: date) -> date | None:
    """Return the month whose statement is next: last month while it is not issued, else this.

    Args:
        contract: the live version.
        done: months with an issued statement.
        today: the day of the question.
    """
    this_month = month_start(today)
    last_month = add_months(this_month, -1)
    started = contract.valid_from or this_month
    if last_month not in done and started < this_month:
        return last_month
    return this_month if this_month not in done else None


class IssueStatement(AgencyPage, ActView):
    """The third of the three acts: the company sees the month's numbers."""

    permission: ClassVar = Permission.STATEMENT_ISSUE

    def act(self) -> str:
        """Issue the statement of the month in the form."""
        month = _read_day(str(self.request.POST.get("month", "")))
        if month is None:
            raise InvalidInputError(
                ja="対象月を読み取れません。一覧から選び直してください。",
                en="The month cannot be read. Choose it from the list again.",
                field="month",
            )
        issued = statements.issue_statement(
            actor=self.actor, book_id=self.kwargs["book_id"], month=month, now=timezone.now()
        )
        return _("The statement of %(month)s was issued to %(company)s.") % {
            "month": formats.month(issued.month),
            "company": issued.company_name,
        }

    def get_success_url(self) -> str:
        """Back to the list."""
        return reverse("agency:statements")


def _read_day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


class StatementPage(AgencyPage, PageView):
    """One statement: lines, reasons, slots, comparison with the journal."""

    permission: ClassVar = Permission.STATEMENT_VIEW
    template_name: ClassVar[str] = "agency/statement.html"

    def get_context(self) -> dict[str, Any]:
        """Return everything that is printed."""
        statement = find_statement(statement_id=self.kwargs["statement_id"])
        return {
            "heading": _("Statement of %(month)s") % {"month": formats.month(statement.month)},
            "lead": f"{statement.company_name}　{document_number(statement)}",
            "back_url": reverse("agency:statements"),
            "back_label": _("Statements"),
            "statement": statement,
            "lines": statement_lines(statement),
            "period": period_text(statement),
            "reasons": reason_rows(statement),
            "differences": compare_statement(statement_id=statement.id)
            if self.actor.can(Permission.STATEMENT_ISSUE)
            else [],
            "can_issue": self.actor.can(Permission.STATEMENT_ISSUE),
        }


def reason_rows(statement: Statement) -> list[tuple[str, Any, int]]:
    """Return code, words and total of each reason on a statement."""
    known = set(ReasonCode)
    return [
        (code, REASON_LABELS[ReasonCode(code)] if code in known else None, total)
        for code, total in statement.reasons.items()
    ]


class StatementFile(AgencyPage, OrganisationView):
    """The statement as PDF (A4) or CSV."""

    permission: ClassVar = Permission.STATEMENT_VIEW

    def get(self, request: HttpRequest, statement_id: UUID, form: str) -> HttpResponse:
        """Send the file."""
        statement = find_statement(statement_id=statement_id)
        name = f"{document_number(statement)}.{form}"
        if form == "pdf":
            data = statement_pdf(
                statement_id=statement_id,
                language=get_language() or "ja",
                printed_by=self.actor.name,
                now=timezone.now(),
            )
        else:
            data = statement_csv(statement_id=statement_id)
        kind = "application/pdf" if form == "pdf" else "text/csv; charset=utf-8"
        response = HttpResponse(data, content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="statement-{name}"'
        return response


class CorrectStatement(AgencyPage, ActView):
    """A further revision where the journal says otherwise."""

    permission: ClassVar = Permission.STATEMENT_ISSUE

    def act(self) -> str:
        """Compare with the journal and write a revision when there is a difference."""
        before = find_statement(statement_id=self.kwargs["statement_id"])
        self.after = statements.correct_statement(
            actor=self.actor, statement_id=before.id, now=timezone.now()
        )
        if self.after.revision == before.revision:
            return _("The statement agrees with the journal; nothing was changed.")
        return _("Revision %(number)s was issued; the former one stays readable.") % {
            "number": self.after.revision
        }

    def get_success_url(self) -> str:
        """Show the revision in force."""
        return reverse("agency:statement", args=[self.after.id])


class AnswerForm(Form):
    """The answer to a question about totals."""

    submit_label = gettext_lazy("Send answer")
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2000,
        help_text=gettext_lazy("Totals and reasons only. A name or a single case never goes out."),
    )


class DisputePage(AgencyPage, FormPage):
    """One question of a company: answer it, then close it."""

    permission: ClassVar = Permission.DISPUTE_ANSWER
    template_name: ClassVar[str] = "agency/dispute.html"
    form_class: ClassVar = AnswerForm
    heading: ClassVar[Any] = gettext_lazy("Question about a statement")

    def get_context(self) -> dict[str, Any]:
        """Return the question and what may follow."""
        dispute = find_dispute(dispute_id=self.kwargs["dispute_id"])
        state = DisputeState(dispute.state)
        return {
            "dispute": dispute,
            "heading": self.heading,
            "can_answer": DISPUTE.can(state, DisputeEvent.ANSWER),
            "can_close": DISPUTE.can(state, DisputeEvent.KEEP),
        }

    def get_back_url(self) -> str:
        """Back to the list."""
        return reverse("agency:statements")

    back_label: ClassVar[Any] = gettext_lazy("Statements")

    def get_initial(self) -> dict[str, Any]:
        """Offer the totals by reason as the start of the answer."""
        dispute_id: UUID = self.kwargs["dispute_id"]
        return {"answer": formats.say(draft_answer(dispute_id=dispute_id))}

    def act(self, form: Form) -> str:
        """Answer."""
        disputes.answer_dispute(
            actor=self.actor,
            dispute_id=self.kwargs["dispute_id"],
            answer=form.cleaned_data["answer"],
            now=timezone.now(),
        )
        return _("The answer was sent.")

    def get_success_url(self) -> str:
        """Show the question again."""
        return reverse("agency:dispute", args=[self.kwargs["dispute_id"]])


def _whole(text: str) -> int:
    """Return a number typed in any width; 0, which no entry has, for anything else."""
    return int(text) if text.strip().isdecimal() else 0


class CloseDispute(AgencyPage, ActView):
    """Keep the totals, or uphold the question with the entry that corrects them."""

    permission: ClassVar = Permission.DISPUTE_ANSWER

    def act(self) -> str:
        """Close the question one way or the other."""
        common = {
            "actor": self.actor,
            "dispute_id": self.kwargs["dispute_id"],
            "now": timezone.now(),
        }
        if self.request.POST.get("outcome") == "uphold":
            disputes.uphold_dispute(
                **common, journal_number=_whole(self.request.POST.get("journal_number", ""))
            )
            return _("Closed: the totals were corrected by a new entry.")
        disputes.keep_dispute(**common)
        return _("Closed: the totals stay as they are.")

    def get_success_url(self) -> str:
        """Show the question again."""
        return reverse("agency:dispute", args=[self.kwargs["dispute_id"]])
