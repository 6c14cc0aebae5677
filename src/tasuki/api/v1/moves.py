"""Operations on secondments, transfers and contract work of a company."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas import moves as forms
from tasuki.api.v1.schemas.common import PageQuery, Reason, Wording
from tasuki.apps.errors import NotVisibleError
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
    found = queries.list_secondments(state=filters.state, text=filters.text)
    rows, next_after = cut(found, page)
    items = [forms.SecondmentOut.from_orm(row) for row in rows]
    return forms.SecondmentPage(items=items, next_after=next_after)


@area.read(_ONE, forms.SecondmentDetailOut, needs=_VIEW, kinds=COMPANY)
def read_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Read one move and what keeps it from starting (H9)."""
    row = queries.find_secondment(secondment_id=secondment_id)
    if row is None:
        raise NotVisibleError
    return _move(row)


@area.write("/secondments", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def propose_secondment(request: ApiRequest, given: forms.SecondmentIn) -> forms.SecondmentDetailOut:
    """Propose a move of one person; there is no operation for several."""
    row = secondments.propose_secondment(
        actor=request.auth, values=_move_values(given), now=timezone.now()
    )
    return _move(row)


@area.write(_ONE, forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY, method="PUT")
def edit_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.SecondmentIn
) -> forms.SecondmentDetailOut:
    """Change a proposal."""
    row = secondments.edit_secondment(
        actor=request.auth,
        secondment_id=secondment_id,
        values=_move_values(given),
        now=timezone.now(),
    )
    return _move(row)


@area.write(f"{_ONE}/purpose", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def confirm_purpose(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Confirm purpose, term and cost (H9)."""
    row = secondments.confirm_purpose(
        actor=request.auth, secondment_id=secondment_id, now=timezone.now()
    )
    return _move(row)


@area.write(f"{_ONE}/conditions", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def deliver_conditions(
    request: ApiRequest, secondment_id: UUID, given: forms.DeliveredIn
) -> forms.SecondmentDetailOut:
    """Record the delivery of the conditions to the person."""
    row = secondments.deliver_conditions(
        actor=request.auth,
        secondment_id=secondment_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return _move(row)


@area.write(f"{_ONE}/consent", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def record_consent(
    request: ApiRequest, secondment_id: UUID, given: forms.ConsentIn
) -> forms.SecondmentDetailOut:
    """Record the person's consent on paper (H9)."""
    row = secondments.record_consent(
        actor=request.auth,
        secondment_id=secondment_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return _move(row)


@area.write(f"{_ONE}/decline", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def record_refusal_of_person(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Record that the person said no; the present job is kept."""
    row = secondments.record_refusal_of_person(
        actor=request.auth, secondment_id=secondment_id, now=timezone.now()
    )
    return _move(row)


@area.write(f"{_ONE}/signatures", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def sign_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.SignaturesIn
) -> forms.SecondmentDetailOut:
    """Record the signatures of both firms."""
    row = secondments.sign_secondment(
        actor=request.auth,
        secondment_id=secondment_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return _move(row)


@area.write(f"{_ONE}/activate", forms.SecondmentDetailOut, needs=_APPROVE, kinds=COMPANY)
def activate_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Record the start of a move (H9)."""
    row = secondments.activate_secondment(
        actor=request.auth, secondment_id=secondment_id, now=timezone.now()
    )
    return _move(row)


@area.write(f"{_ONE}/extend", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def extend_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.ExtensionIn
) -> forms.SecondmentDetailOut:
    """Extend a secondment by a new consent (H9)."""
    row = secondments.extend_secondment(
        actor=request.auth,
        secondment_id=secondment_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return _move(row)


@area.write(f"{_ONE}/return", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def return_secondment(
    request: ApiRequest, secondment_id: UUID, given: forms.EndIn
) -> forms.SecondmentDetailOut:
    """Record the return of the person."""
    row = secondments.return_secondment(
        actor=request.auth,
        secondment_id=secondment_id,
        now=timezone.now(),
        **given.model_dump(),
    )
    return _move(row)


@area.write(f"{_ONE}/revise", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def revise_secondment(request: ApiRequest, secondment_id: UUID) -> forms.SecondmentDetailOut:
    """Take a move back to a proposal; consent and signatures fall away."""
    row = secondments.revise_secondment(
        actor=request.auth, secondment_id=secondment_id, now=timezone.now()
    )
    return _move(row)


@area.write(f"{_ONE}/cancel", forms.SecondmentDetailOut, needs=_EDIT, kinds=COMPANY)
def cancel_secondment(
    request: ApiRequest, secondment_id: UUID, given: Reason
) -> forms.SecondmentDetailOut:
    """Drop a move before its start."""
    row = secondments.cancel_secondment(
        actor=request.auth, secondment_id=secondment_id, reason=given.reason, now=timezone.now()
    )
    return _move(row)


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
    found = contract_queries.list_contract_works(state=filters.state, text=filters.text)
    rows, next_after = cut(found, page)
    items = [forms.ContractWorkOut.from_orm(row) for row in rows]
    return forms.ContractWorkPage(items=items, next_after=next_after)


@area.read(_ORDER, forms.ContractWorkDetailOut, needs=_VIEW, kinds=COMPANY)
def read_contract_work(request: ApiRequest, contract_id: UUID) -> forms.ContractWorkDetailOut:
    """Read one order, what its notice lacks, and its deliveries."""
    row = contract_queries.find_contract_work(contract_id=contract_id)
    if row is None:
        raise NotVisibleError
    return _order(row)


@area.write("/contract-work", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def prepare_contract_work(
    request: ApiRequest, given: forms.ContractWorkIn
) -> forms.ContractWorkDetailOut:
    """Prepare an order, as a draft (H11)."""
    values = contract_work.ContractWorkValues(**given.model_dump())
    row = contract_work.prepare_contract_work(actor=request.auth, values=values, now=timezone.now())
    return _order(row)


@area.write(_ORDER, forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY, method="PUT")
def edit_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.ContractWorkIn
) -> forms.ContractWorkDetailOut:
    """Change an order that was not accepted yet (H11)."""
    row = contract_work.edit_contract_work(
        actor=request.auth,
        contract_id=contract_id,
        values=contract_work.ContractWorkValues(**given.model_dump()),
        now=timezone.now(),
    )
    return _order(row)


@area.write(f"{_ORDER}/notice", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def issue_notice(
    request: ApiRequest, contract_id: UUID, given: forms.ContractNoticeIn | None = None
) -> forms.ContractWorkDetailOut:
    """Record that the notice of nine items was issued (H11)."""
    row = contract_work.issue_notice(
        actor=request.auth,
        contract_id=contract_id,
        issued_on=given.issued_on if given else None,
        now=timezone.now(),
    )
    return _order(row)


@area.write(f"{_ORDER}/start", forms.ContractWorkDetailOut, needs=_APPROVE, kinds=COMPANY)
def start_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.AcceptedIn
) -> forms.ContractWorkDetailOut:
    """Record that the supplier accepted; work begins (H11)."""
    row = contract_work.start_contract_work(
        actor=request.auth, contract_id=contract_id, now=timezone.now(), **given.model_dump()
    )
    return _order(row)


@area.write(f"{_ORDER}/announce-end", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def announce_end(
    request: ApiRequest, contract_id: UUID, given: forms.NoticedIn
) -> forms.ContractWorkDetailOut:
    """Record that the supplier was told of the end."""
    row = contract_work.announce_end(
        actor=request.auth, contract_id=contract_id, now=timezone.now(), **given.model_dump()
    )
    return _order(row)


@area.write(f"{_ORDER}/renew", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def renew_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.RenewalIn
) -> forms.ContractWorkDetailOut:
    """Renew an order to a later last day."""
    row = contract_work.renew_contract_work(
        actor=request.auth, contract_id=contract_id, now=timezone.now(), **given.model_dump()
    )
    return _order(row)


@area.write(f"{_ORDER}/end", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def end_contract_work(
    request: ApiRequest, contract_id: UUID, given: forms.ContractEndIn
) -> forms.ContractWorkDetailOut:
    """End an order; a long one 30 days after the notice (H11)."""
    row = contract_work.end_contract_work(
        actor=request.auth,
        contract_id=contract_id,
        ended_on=given.ended_on,
        exception=given.exception or "",
        reason=given.reason,
        now=timezone.now(),
    )
    return _order(row)


@area.write(f"{_ORDER}/cancel", forms.ContractWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def cancel_contract_work(request: ApiRequest, contract_id: UUID) -> forms.ContractWorkDetailOut:
    """Drop an order that was not accepted."""
    row = contract_work.cancel_contract_work(
        actor=request.auth, contract_id=contract_id, now=timezone.now()
    )
    return _order(row)


@area.write(f"{_ORDER}/deliveries", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def record_delivery(
    request: ApiRequest, contract_id: UUID, given: forms.DeliveryIn
) -> forms.DeliveryOut:
    """Record a receipt; its pay day lies within 60 days (H11)."""
    row = deliveries.record_delivery(
        actor=request.auth, contract_id=contract_id, now=timezone.now(), **given.model_dump()
    )
    return forms.DeliveryOut.from_orm(row)


@area.write(f"{_DELIVERY}/inspect", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def inspect_delivery(
    request: ApiRequest, delivery_id: UUID, given: forms.InspectedIn
) -> forms.DeliveryOut:
    """Record that a delivery passed its inspection."""
    row = deliveries.inspect_delivery(
        actor=request.auth, delivery_id=delivery_id, now=timezone.now(), **given.model_dump()
    )
    return forms.DeliveryOut.from_orm(row)


@area.write(f"{_DELIVERY}/pay", forms.DeliveryOut, needs=_EDIT, kinds=COMPANY)
def pay_delivery(
    request: ApiRequest, delivery_id: UUID, given: forms.PaymentIn
) -> forms.DeliveryOut:
    """Record a payment in full, or less for a fault of the supplier (H11)."""
    row = deliveries.pay_delivery(
        actor=request.auth, delivery_id=delivery_id, now=timezone.now(), **given.model_dump()
    )
    return forms.DeliveryOut.from_orm(row)


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
