"""Operations on monthly statements and questions about them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import CSV, PDF, file_response
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import statements as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.relay.actions import disputes
from tasuki.apps.relay.actions import statements as actions
from tasuki.apps.relay.models import Statement
from tasuki.apps.relay.queries import slots, statement_files
from tasuki.apps.relay.queries import statements as queries
from tasuki.core.access import Permission

area = Area(tags=["statements"])
_VIEW = Permission.STATEMENT_VIEW
_ISSUE = Permission.STATEMENT_ISSUE
_ASK = Permission.DISPUTE_OPEN
_ANSWER = Permission.DISPUTE_ANSWER
_ONE = "/statements/{uuid:statement_id}"
_DISPUTE = "/disputes/{uuid:dispute_id}"


@area.read("/statements", forms.StatementPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_statements(
    request: ApiRequest, page: Query[PageQuery], book_id: UUID | None = None
) -> forms.StatementPage:
    """List the statements of one's own side, newest first."""
    return fill_page(
        forms.StatementPage, forms.StatementOut, queries.list_statements(book_id=book_id), page
    )


@area.write("/statements/preview", forms.StatementDraftOut, needs=_ISSUE, kinds=AGENCY)
def preview_statement(request: ApiRequest, given: forms.MonthIn) -> forms.StatementDraftOut:
    """Show what a statement would say; nothing is saved."""
    found = queries.preview_statement(
        book_id=given.book_id, month=given.month.replace(day=1), now=timezone.now()
    )
    return forms.StatementDraftOut.from_orm(found)


@area.write("/statements", forms.StatementDetailOut, needs=_ISSUE, kinds=AGENCY)
def issue_statement(request: ApiRequest, given: forms.MonthIn) -> forms.StatementDetailOut:
    """Issue the statement of a month; a second call gives the same one."""
    issued = actions.issue_statement(
        actor=request.auth,
        book_id=given.book_id,
        month=given.month.replace(day=1),
        now=timezone.now(),
    )
    return _detail(issued)


@area.read(_ONE, forms.StatementDetailOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_statement(request: ApiRequest, statement_id: UUID) -> forms.StatementDetailOut:
    """Read one statement with its lines."""
    return _detail(queries.find_statement(statement_id=statement_id))


@area.read(f"{_ONE}/csv", None, needs=_VIEW, kinds=BOTH_SIDES, media_type=CSV)
def read_statement_csv(request: ApiRequest, statement_id: UUID) -> HttpResponse:
    """Read one statement as CSV."""
    data = statement_files.statement_csv(statement_id=statement_id)
    return file_response(data, media_type=CSV, file_name="statement.csv")


@area.read(f"{_ONE}/pdf", None, needs=_VIEW, kinds=BOTH_SIDES, media_type=PDF)
def read_statement_pdf(request: ApiRequest, statement_id: UUID) -> HttpResponse:
    """Read one statement as PDF (D24)."""
    data = statement_files.statement_pdf(
        statement_id=statement_id,
        language=get_language() or "ja",
        printed_by=request.auth.name,
        now=timezone.now(),
    )
    return file_response(data, media_type=PDF, file_name="statement.pdf")


@area.read(f"{_ONE}/differences", forms.DifferenceList, needs=_ISSUE, kinds=AGENCY)
def compare_statement(request: ApiRequest, statement_id: UUID) -> forms.DifferenceList:
    """Compare a statement with the journal."""
    found = queries.compare_statement(statement_id=statement_id)
    return forms.DifferenceList(items=[forms.DifferenceOut.from_orm(one) for one in found])


@area.write(f"{_ONE}/correct", forms.StatementDetailOut, needs=_ISSUE, kinds=AGENCY)
def correct_statement(request: ApiRequest, statement_id: UUID) -> forms.StatementDetailOut:
    """Issue a corrected revision where the journal differs."""
    corrected = actions.correct_statement(
        actor=request.auth, statement_id=statement_id, now=timezone.now()
    )
    return _detail(corrected)


@area.write(f"{_ONE}/disputes", forms.DisputeOut, needs=_ASK, kinds=COMPANY)
def open_dispute(
    request: ApiRequest, statement_id: UUID, given: forms.DisputeIn
) -> forms.DisputeOut:
    """Ask about the totals of a statement."""
    opened = disputes.open_dispute(
        actor=request.auth, statement_id=statement_id, note=given.note, now=timezone.now()
    )
    return forms.DisputeOut.from_orm(opened)


@area.read("/disputes", forms.DisputePage, needs=_VIEW, kinds=BOTH_SIDES)
def list_disputes(
    request: ApiRequest, page: Query[PageQuery], book_id: UUID | None = None
) -> forms.DisputePage:
    """List the questions about statements."""
    lines = slots.list_disputes(book_id=book_id, today=timezone.localdate())
    overdue = {line.dispute.id for line in lines if line.is_overdue}
    rows, next_after = cut([line.dispute for line in lines], page)
    items = [
        forms.DisputeLineOut(
            **forms.DisputeOut.from_orm(row).model_dump(), is_overdue=row.id in overdue
        )
        for row in rows
    ]
    return forms.DisputePage(items=items, next_after=next_after)


@area.read(_DISPUTE, forms.DisputeOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_dispute(request: ApiRequest, dispute_id: UUID) -> forms.DisputeOut:
    """Read one question."""
    return forms.DisputeOut.from_orm(slots.find_dispute(dispute_id=dispute_id))


@area.write(f"{_DISPUTE}/answer", forms.DisputeOut, needs=_ANSWER, kinds=AGENCY)
def answer_dispute(
    request: ApiRequest, dispute_id: UUID, given: forms.DisputeAnswerIn
) -> forms.DisputeOut:
    """Answer a question."""
    done = disputes.answer_dispute(
        actor=request.auth, dispute_id=dispute_id, answer=given.answer, now=timezone.now()
    )
    return forms.DisputeOut.from_orm(done)


@area.write(f"{_DISPUTE}/uphold", forms.DisputeOut, needs=_ANSWER, kinds=AGENCY)
def uphold_dispute(
    request: ApiRequest, dispute_id: UUID, given: forms.UpholdIn
) -> forms.DisputeOut:
    """Say that the company is right, and name the correcting entry."""
    done = disputes.uphold_dispute(
        actor=request.auth,
        dispute_id=dispute_id,
        journal_number=given.journal_number,
        now=timezone.now(),
    )
    return forms.DisputeOut.from_orm(done)


@area.write(f"{_DISPUTE}/keep", forms.DisputeOut, needs=_ANSWER, kinds=AGENCY)
def keep_dispute(request: ApiRequest, dispute_id: UUID) -> forms.DisputeOut:
    """Say that the totals stand."""
    done = disputes.keep_dispute(actor=request.auth, dispute_id=dispute_id, now=timezone.now())
    return forms.DisputeOut.from_orm(done)


@area.write(f"{_DISPUTE}/withdraw", forms.DisputeOut, needs=_ASK, kinds=COMPANY)
def withdraw_dispute(request: ApiRequest, dispute_id: UUID) -> forms.DisputeOut:
    """Take a question back."""
    done = disputes.withdraw_dispute(actor=request.auth, dispute_id=dispute_id, now=timezone.now())
    return forms.DisputeOut.from_orm(done)


def _detail(statement: Statement) -> forms.StatementDetailOut:
    lines = [
        forms.StatementLineOut(
            label=Wording.of(line.label),
            opening=line.opening,
            added=line.added,
            taken=line.taken,
            closing=line.closing,
        )
        for line in queries.statement_lines(statement)
    ]
    return forms.StatementDetailOut(
        **forms.StatementOut.from_orm(statement).model_dump(),
        document_number=queries.document_number(statement),
        period=Wording.of(queries.period_text(statement)),
        lines=lines,
    )
