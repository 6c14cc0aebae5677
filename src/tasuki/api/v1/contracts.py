"""Operations on relay contracts and the papers they rest on."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import contracts as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.relay.actions import contracts as actions
from tasuki.apps.relay.queries import contracts as queries
from tasuki.core.access import Permission

area = Area(tags=["contracts"])
_VIEW = Permission.RELAY_VIEW
_EDIT = Permission.CONTRACT_EDIT
_SIGN = Permission.CONTRACT_SIGN


@area.read("/contracts", forms.ContractPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_contracts(
    request: ApiRequest, filters: Query[forms.ContractQuery], page: Query[PageQuery]
) -> forms.ContractPage:
    """List the contracts that the organisation is a party to."""
    rows = queries.list_contracts(book_id=filters.book_id, state=filters.state)
    return fill_page(forms.ContractPage, forms.ContractOut, rows, page)


@area.read("/contracts/{uuid:contract_id}", forms.ContractOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_contract(request: ApiRequest, contract_id: UUID) -> forms.ContractOut:
    """Read one version of a contract."""
    return forms.ContractOut.from_orm(queries.find_contract(contract_id=contract_id))


@area.read(
    "/contracts/{uuid:contract_id}/run-problems", forms.RunProblems, needs=_EDIT, kinds=AGENCY
)
def list_run_problems(request: ApiRequest, contract_id: UUID) -> forms.RunProblems:
    """List what still stands between a contract and running (H1, H4)."""
    contract = queries.find_contract(contract_id=contract_id)
    found = queries.list_run_problems(contract=contract, on=timezone.localdate())
    items = [
        forms.RunProblem(
            rule=str(one.rule),
            reason=Wording(ja=one.reason_ja, en=one.reason_en),
            next_step=Wording(ja=one.next_ja, en=one.next_en),
            source=one.source,
        )
        for one in found
    ]
    return forms.RunProblems(items=items)


@area.write("/contracts", forms.ContractOut, needs=_EDIT, kinds=AGENCY)
def draft_contract(request: ApiRequest, given: forms.DraftIn) -> forms.ContractOut:
    """Draft the first version of a contract; both sides see it at once."""
    drafted = actions.draft_contract(
        actor=request.auth, now=timezone.now(), **given.model_dump(mode="python")
    )
    return forms.ContractOut.from_orm(drafted)


@area.write(
    "/contracts/{uuid:contract_id}", forms.ContractOut, needs=_EDIT, kinds=AGENCY, method="PATCH"
)
def edit_draft(
    request: ApiRequest, contract_id: UUID, given: forms.DraftChange
) -> forms.ContractOut:
    """Change a draft; a signature under the former text falls away."""
    changed = actions.edit_draft(
        actor=request.auth, contract_id=contract_id, now=timezone.now(), **given.model_dump()
    )
    return forms.ContractOut.from_orm(changed)


@area.write(
    "/contracts/{uuid:contract_id}/new-version", forms.ContractOut, needs=_EDIT, kinds=AGENCY
)
def draft_new_version(request: ApiRequest, contract_id: UUID) -> forms.ContractOut:
    """Draft the next version under the same book."""
    drafted = actions.draft_new_version(
        actor=request.auth, contract_id=contract_id, now=timezone.now()
    )
    return forms.ContractOut.from_orm(drafted)


@area.write(
    "/contracts/{uuid:contract_id}/penalty-terms", forms.PenaltyTerms, needs=_VIEW, kinds=BOTH_SIDES
)
def show_penalty_terms(request: ApiRequest, contract_id: UUID) -> forms.PenaltyTerms:
    """Open the penalty terms; the first time the company does, the time is kept."""
    text = actions.show_penalty_terms(
        actor=request.auth, contract_id=contract_id, now=timezone.now()
    )
    return forms.PenaltyTerms(text=text)


@area.write("/contracts/{uuid:contract_id}/sign", forms.ContractOut, needs=_SIGN, kinds=BOTH_SIDES)
def sign_contract(request: ApiRequest, contract_id: UUID, given: forms.SignIn) -> forms.ContractOut:
    """Sign for one's own side; the second signature makes it agreed."""
    signed = actions.sign_contract(
        actor=request.auth,
        contract_id=contract_id,
        tax_note_acknowledged=given.tax_note_acknowledged,
        purpose_notice_version=given.purpose_notice_version,
        now=timezone.now(),
    )
    return forms.ContractOut.from_orm(signed)


@area.write("/contracts/{uuid:contract_id}/run", forms.ContractOut, needs=_EDIT, kinds=AGENCY)
def run_contract(request: ApiRequest, contract_id: UUID) -> forms.ContractOut:
    """Switch an agreed contract on (H1, H4)."""
    done = actions.run_contract(actor=request.auth, contract_id=contract_id, now=timezone.now())
    return forms.ContractOut.from_orm(done)


@area.write("/contracts/{uuid:contract_id}/resume", forms.ContractOut, needs=_EDIT, kinds=AGENCY)
def resume_contract(request: ApiRequest, contract_id: UUID) -> forms.ContractOut:
    """Let a paused contract run again."""
    done = actions.resume_contract(actor=request.auth, contract_id=contract_id, now=timezone.now())
    return forms.ContractOut.from_orm(done)


@area.write("/contracts/{uuid:contract_id}/pause", forms.ContractOut, needs=_EDIT, kinds=AGENCY)
def pause_contract(
    request: ApiRequest, contract_id: UUID, given: forms.EndReason
) -> forms.ContractOut:
    """Pause a running contract."""
    done = actions.pause_contract(
        actor=request.auth, contract_id=contract_id, reason=given.reason, now=timezone.now()
    )
    return forms.ContractOut.from_orm(done)


@area.write("/contracts/{uuid:contract_id}/end", forms.ContractOut, needs=_EDIT, kinds=AGENCY)
def end_contract(
    request: ApiRequest, contract_id: UUID, given: forms.EndReason
) -> forms.ContractOut:
    """End a contract."""
    done = actions.end_contract(
        actor=request.auth, contract_id=contract_id, reason=given.reason, now=timezone.now()
    )
    return forms.ContractOut.from_orm(done)


@area.read("/fee-tables", forms.FeeTableList, needs=_EDIT, kinds=AGENCY)
def list_fee_tables(request: ApiRequest) -> forms.FeeTableList:
    """List the versions of the fee table, newest first."""
    found = queries.list_fee_tables()
    return forms.FeeTableList(items=[forms.FeeTableOut.from_orm(one) for one in found])


@area.write("/fee-tables", forms.FeeTableOut, needs=_EDIT, kinds=AGENCY)
def save_fee_table(request: ApiRequest, given: forms.FeeTableIn) -> forms.FeeTableOut:
    """Save the next version of the fee table."""
    saved = actions.save_fee_table(actor=request.auth, now=timezone.now(), **given.values())
    return forms.FeeTableOut.from_orm(saved)


@area.write("/fee-tables/{uuid:fee_table_id}/filed", forms.FeeTableOut, needs=_EDIT, kinds=AGENCY)
def mark_fee_table_filed(
    request: ApiRequest, fee_table_id: UUID, given: forms.FiledIn
) -> forms.FeeTableOut:
    """Record when a version was filed (職業安定法 32条の3)."""
    filed = actions.mark_fee_table_filed(
        actor=request.auth, fee_table_id=fee_table_id, filed_on=given.filed_on, now=timezone.now()
    )
    return forms.FeeTableOut.from_orm(filed)


@area.read("/consultations", forms.ConsultationList, needs=_EDIT, kinds=AGENCY)
def list_consultations(request: ApiRequest) -> forms.ConsultationList:
    """List the consultations with the Labour Bureau, newest first."""
    found = queries.list_consultations()
    return forms.ConsultationList(items=[forms.ConsultationOut.from_orm(one) for one in found])


@area.write("/consultations", forms.ConsultationOut, needs=_EDIT, kinds=AGENCY)
def record_consultation(request: ApiRequest, given: forms.ConsultationIn) -> forms.ConsultationOut:
    """Record a consultation with the Labour Bureau."""
    made = actions.record_consultation(actor=request.auth, now=timezone.now(), **given.model_dump())
    return forms.ConsultationOut.from_orm(made)
