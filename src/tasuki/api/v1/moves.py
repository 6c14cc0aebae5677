"""Operations on secondments, transfers and contract work of a company."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import moves as forms
from tasuki.api.v1.schemas.common import PageQuery, WithReason, Wording
from tasuki.apps.errors import found
from tasuki.apps.moves.actions import answers, contract_work, deliveries, secondments
from tasuki.apps.moves.models import ContractWork, Secondment
from tasuki.apps.moves.queries import contract_work as contract_queries
from tasuki.apps.moves.queries import secondments as queries
from tasuki.core.access import Permission

area = Area(tags=["moves"])
_VIEW = Permission.MOVE_VIEW
_EDIT = Permission.MOVE_EDIT
_APPROVE = Permission.MOVE_APPROVE
_ONE = "/secondments/{uuid:secondment_id}"
_ORDER = "/contract-work/{uuid:contract_id}"
_DELIVERY = "/deliveries/{uuid:delivery_id}"


@area.read("/secondments", forms.SecondmentPage, needs=_VIEW, kinds=COMPANY)
def list_secondments(
    request: ApiRequest, filters: Query[forms.MoveQuery], page: Query[PageQuery]
) -> forms.SecondmentPage:
    """List secondments and transfers."""
    rows = queries.list_secondments(state=filters.state, text=filters.text)
    return fill_page(forms.SecondmentPage, forms.SecondmentOut, rows, page)


@area.read(_ONE, forms.SecondmentDetailOut, needs=_VIEW, kinds=COMPANY)
def read_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Read one move and what keeps it from starting (H9)."""
    return _move(found(queries.find_secondment(secondment_id=secondment_id)))


@area.write("/secondments", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def propose_secondment(request: ApiRequest, given: forms.SecondmentIn) -> forms.SecondmentDetailOut:
    """Propose a move of one person; there is no operation for several."""
    return _move(act(request, secondments.propose_secondment, values=_move_values(given)))


@area.write(_ONE, forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY, method="PUT")
def edit_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.SecondmentIn
) -> forms.SecondmentDetailOut:
    """Change a proposal."""
    return _move(
        act(
            request,
            secondments.edit_secondment,
            secondment_id=secondment_id,
            values=_move_values(given),
        )
    )


@area.write(f"{_ONE}/purpose", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def confirm_purpose(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Confirm purpose, term and cost (H9)."""
    return _move(act(request, secondments.confirm_purpose, secondment_id=secondment_id))


@area.write(f"{_ONE}/conditions", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def deliver_conditions(
    request: ApiRequest, secondment_id: UUID, given: forms.DeliveredIn
) -> forms.SecondmentDetailOut:
    """Record the delivery of the conditions to the person."""
    return _move(act(request, secondments.deliver_conditions, given, secondment_id=secondment_id))


@area.write(f"{_ONE}/consent", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def record_consent(
    request: ApiRequest, secondment_id: UUID, given: forms.ConsentIn
) -> forms.SecondmentDetailOut:
    """Record the person's consent on paper (H9)."""
    return _move(act(request, secondments.record_consent, given, secondment_id=secondment_id))


@area.write(f"{_ONE}/decline", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def record_refusal_of_person(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Record that the person said no; the present job is kept."""
    return _move(act(request, secondments.record_refusal_of_person, secondment_id=secondment_id))


@area.write(f"{_ONE}/signatures", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def sign_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.SignaturesIn
) -> forms.SecondmentDetailOut:
    """Record the signatures of both firms."""
    return _move(act(request, secondments.sign_secondment, given, secondment_id=secondment_id))


@area.write(f"{_ONE}/activate", forms.SecondmentDetailOut, needs=_APPROVE, kinds=COMPANY)
def activate_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Record the start of a move (H9)."""
    return _move(act(request, secondments.activate_secondment, secondment_id=secondment_id))


@area.write(f"{_ONE}/extend", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def extend_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.ExtensionIn
) -> forms.SecondmentDetailOut:
    """Extend a secondment by a new consent (H9)."""
    return _move(act(request, secondments.extend_secondment, given, secondment_id=secondment_id))


@area.write(f"{_ONE}/return", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def return_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.EndIn
) -> forms.SecondmentDetailOut:
    """Record the return of the person."""
    return _move(act(request, secondments.return_secondment, given, secondment_id=secondment_id))


@area.write(f"{_ONE}/revise", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def revise_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Take a move back to a proposal; consent and signatures fall away."""
    return _move(act(request, secondments.revise_secondment, secondment_id=secondment_id))


@area.write(f"{_ONE}/cancel", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def cancel_secondment(
    request: ApiRequest, secondment_id: UUID, given: WithReason
) -> forms.SecondmentDetailOut:
    """Drop a move before its start."""
    return _move(
        act(
            request, secondments.cancel_secondment, secondment_id=secondment_id, reason=given.reason
        )
    )


@area.write("/cases/{uuid:case_id}/ask", forms.CaseAskedOut, needs=_EDIT, kinds=COMPANY)
def ask_person(request: ApiRequest, case_id: UUID) -> forms.CaseAskedOut:
    """Mail the person of a move, side work or order its terms with a key to answer."""
    row = answers.ask_person(actor=request.auth, case_id=case_id, now=timezone.now())
    return forms.CaseAskedOut(case_id=row.pk, number=row.number)


@area.read("/contract-work", forms.ContractWorkPage, needs=_VIEW, kinds=COMPANY)
def list_contract_works(
    request: ApiRequest, filters: Query[forms.MoveQuery], page: Query[PageQuery]
) -> forms.ContractWorkPage:
    """List orders to suppliers."""
    rows = contract_queries.list_contract_works(state=filters.state, text=filters.text)
    return fill_page(forms.ContractWorkPage, forms.ContractWorkOut, rows, page)


@area.read(_ORDER, forms.ContractWorkDetailOut, needs=_VIEW, kinds=COMPANY)
def read_contract_work(request: ApiRequest, contract_id: UUID) -> forms.ContractWorkDetailOut:
    """Read one order, what its notice lacks, and its deliveries."""
    return _order(found(contract_queries.find_contract_work(contract_id=contract_id)))


@area.write("/contract-work", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def prepare_contract_work(
    request: ApiRequest, given: forms.ContractWorkIn
) -> forms.ContractWorkDetailOut:
    """Prepare an order, as a draft (H11)."""
    values = contract_work.ContractWorkValues(**given.model_dump())
    return _order(act(request, contract_work.prepare_contract_work, values=values))


@area.write(_ORDER, forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY, method="PUT")
def edit_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.ContractWorkIn
) -> forms.ContractWorkDetailOut:
    """Change an order that was not accepted yet (H11)."""
    return _order(
        act(
            request,
            contract_work.edit_contract_work,
            contract_id=contract_id,
            values=contract_work.ContractWorkValues(**given.model_dump()),
        )
    )


@area.write(f"{_ORDER}/notice", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def issue_notice(
    request: ApiRequest, contract_id: UUID, given: forms.ContractNoticeIn | None = None
) -> forms.ContractWorkDetailOut:
    """Record that the notice of nine items was issued (H11)."""
    return _order(
        act(
            request,
            contract_work.issue_notice,
            contract_id=contract_id,
            issued_on=given.issued_on if given else None,
        )
    )


@area.write(f"{_ORDER}/start", forms.ContractWorkDetailOut, needs=_APPROVE, kinds=COMPANY)
def start_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.AcceptedIn
) -> forms.ContractWorkDetailOut:
    """Record that the supplier accepted; work begins (H11)."""
    return _order(act(request, contract_work.start_contract_work, given, contract_id=contract_id))


@area.write(f"{_ORDER}/announce-end", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def announce_end(
    request: ApiRequest, contract_id: UUID, given: forms.NoticedIn
) -> forms.ContractWorkDetailOut:
    """Record that the supplier was told of the end."""
    return _order(act(request, contract_work.announce_end, given, contract_id=contract_id))


@area.write(f"{_ORDER}/renew", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def renew_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.RenewalIn
) -> forms.ContractWorkDetailOut:
    """Renew an order to a later last day."""
    return _order(act(request, contract_work.renew_contract_work, given, contract_id=contract_id))


@area.write(f"{_ORDER}/end", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def end_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.ContractEndIn
) -> forms.ContractWorkDetailOut:
    """End an order; a long one 30 days after the notice (H11)."""
    return _order(
        act(
            request,
            contract_work.end_contract_work,
            contract_id=contract_id,
            ended_on=given.ended_on,
            exception=given.exception or "",
            reason=given.reason,
        )
    )


@area.write(f"{_ORDER}/cancel", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def cancel_contract_work(request: ApiRequest, contract_id: UUID) -> forms.ContractWorkDetailOut:
    """Drop an order that was not accepted."""
    return _order(act(request, contract_work.cancel_contract_work, contract_id=contract_id))


@area.write(f"{_ORDER}/deliveries", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def record_delivery(
    request: ApiRequest, contract_id: UUID, given: forms.DeliveryIn
) -> forms.DeliveryOut:
    """Record a receipt; its pay day lies within 60 days (H11)."""
    return forms.DeliveryOut.from_orm(
        act(request, deliveries.record_delivery, given, contract_id=contract_id)
    )


@area.write(f"{_DELIVERY}/inspect", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def inspect_delivery(
    request: ApiRequest, delivery_id: UUID, given: forms.InspectedIn
) -> forms.DeliveryOut:
    """Record that a delivery passed its inspection."""
    return forms.DeliveryOut.from_orm(
        act(request, deliveries.inspect_delivery, given, delivery_id=delivery_id)
    )


@area.write(f"{_DELIVERY}/pay", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def pay_delivery(
    request: ApiRequest, delivery_id: UUID, given: forms.PaymentIn
) -> forms.DeliveryOut:
    """Record a payment in full, or less for a fault of the supplier (H11)."""
    return forms.DeliveryOut.from_orm(
        act(request, deliveries.pay_delivery, given, delivery_id=delivery_id)
    )


def _move_values(given: forms.SecondmentIn) -> secondments.SecondmentValues:
    values = given.model_dump()
    values |= {name: values[name] or "" for name in ("purpose", "gap_reason")}
    return secondments.SecondmentValues(**values)


def _move(row: Secondment) -> forms.SecondmentDetailOut:
    return forms.SecondmentDetailOut(
        **forms.SecondmentOut.from_orm(row).model_dump(),
        refusals=[forms.MoveRefusalOut.of(one) for one in queries.list_start_refusals(row)],
        warnings=[Wording.of(one) for one in queries.list_warnings(row, on=timezone.localdate())],
    )


def _order(row: ContractWork) -> forms.ContractWorkDetailOut:
    today = timezone.localdate()
    return forms.ContractWorkDetailOut(
        **forms.ContractWorkOut.from_orm(row).model_dump(),
        missing=list(contract_queries.missing_items(row)),
        warnings=[
            Wording.of(one) for one in contract_queries.list_contract_warnings(row, on=today)
        ],
        forbidden=[Wording.of(one) for one in contract_queries.list_bans(row, on=today)],
        deliveries=[
            forms.DeliveryOut.from_orm(one)
            for one in contract_queries.list_deliveries(contract_id=row.pk)
        ],
    )
