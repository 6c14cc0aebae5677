"""Operations on retention: rules, what is due, runs and certificates, holds, locked records."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import retention as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.upkeep import actions, holds, locked, queries
from tasuki.apps.upkeep.certificate import certificate_pdf
from tasuki.apps.upkeep.tasks import go_on
from tasuki.core.access import Permission

area = Area(tags=["retention"])
_VIEW = Permission.RETENTION_VIEW
_RUN = Permission.RETENTION_RUN
_HOLD = Permission.HOLD_EDIT


@area.read("/retention/rules", forms.RuleList, needs=_VIEW)
def list_retention_rules(request: ApiRequest) -> forms.RuleList:
    """List floors and ceilings of all kinds of record as the law stands today."""
    lines = queries.list_rule_lines(on=timezone.localdate())
    items = [
        forms.RuleOut(
            name=line.name,
            label=line.label,
            floor_months=line.floor.months if line.floor else 0,
            floor_days=line.floor.days if line.floor else 0,
            ceiling_months=line.ceiling.months if line.ceiling else 0,
            ceiling_days=line.ceiling.days if line.ceiling else 0,
            at_ceiling=line.act,
            basis=line.basis,
        )
        for line in lines
    ]
    return forms.RuleList(items=items)


@area.read("/retention/due", forms.PlanOut, needs=_VIEW)
def plan_retention(request: ApiRequest) -> forms.PlanOut:
    """Say what a run would delete or empty now; nothing is changed."""
    return forms.PlanOut.from_orm(actions.plan_disposal(actor=request.auth, now=timezone.now()))


@area.read("/retention/runs", forms.RunPage, needs=_VIEW)
def list_retention_runs(request: ApiRequest, page: Query[PageQuery]) -> forms.RunPage:
    """List the runs, newest first."""
    return fill_page(forms.RunPage, forms.RunOut, queries.list_runs(), page)


@area.write("/retention/runs", forms.StartedRun, needs=_RUN)
def start_retention_run(request: ApiRequest) -> forms.StartedRun:
    """Start a run, or go on with the one that was interrupted; the worker does the batches."""
    run = actions.start_run(actor=request.auth, now=timezone.now())
    if run is not None:
        go_on.enqueue(organisation_id=request.auth.organisation_id)
    return forms.StartedRun(run=forms.RunOut.from_orm(run) if run else None)


@area.read("/retention/runs/{uuid:run_id}", forms.RunOut, needs=_VIEW)
def read_retention_run(request: ApiRequest, run_id: UUID) -> forms.RunOut:
    """Read one run: how far it is, and what it did."""
    run = queries.find_run(run_id=run_id)
    if run is None:
        raise NotVisibleError
    return forms.RunOut.from_orm(run)


@area.read("/retention/runs/{uuid:run_id}/certificate", None, needs=_VIEW, media_type=PDF)
def read_certificate(request: ApiRequest, run_id: UUID) -> HttpResponse:
    """Read the certificate of disposal (D29) as PDF."""
    run = queries.find_run(run_id=run_id)
    if run is None:
        raise NotVisibleError
    data = certificate_pdf(
        run,
        language=get_language() or "ja",
        printed_by=request.auth.name,
        now=timezone.now(),
    )
    return file_response(data, media_type=PDF, file_name=f"D29-{run.number:04d}.pdf")


@area.read("/retention/holds", forms.HoldPage, needs=_VIEW)
def list_holds(request: ApiRequest, page: Query[PageQuery]) -> forms.HoldPage:
    """List legal holds, lifted ones included."""
    return fill_page(forms.HoldPage, forms.HoldOut, holds.list_holds(), page)


@area.write("/retention/holds", forms.HoldOut, needs=_HOLD)
def place_hold(request: ApiRequest, given: forms.LegalHoldIn) -> forms.HoldOut:
    """Keep a person or a kind of record from deletion."""
    hold = holds.place_hold(
        actor=request.auth,
        subject_id=given.subject_id,
        record_name=given.record_name,
        reason=given.reason,
        until=given.until,
        now=timezone.now(),
    )
    return forms.HoldOut.from_orm(hold)


@area.write("/retention/holds/{uuid:hold_id}/lift", forms.HoldOut, needs=_HOLD)
def lift_hold(request: ApiRequest, hold_id: UUID, given: forms.WhyIn) -> forms.HoldOut:
    """End a legal hold."""
    hold = holds.lift_hold(
        actor=request.auth, hold_id=hold_id, reason=given.reason, now=timezone.now()
    )
    return forms.HoldOut.from_orm(hold)


@area.read("/retention/locked", forms.LockedPage, needs=_HOLD)
def list_locked_records(request: ApiRequest, page: Query[PageQuery]) -> forms.LockedPage:
    """List what is locked after erasures, without its content."""
    return fill_page(
        forms.LockedPage, forms.LockedOut, locked.list_locked().filter(dropped_at=None), page
    )


@area.write("/retention/locked/{uuid:record_id}/open", forms.LockedContent, needs=_HOLD)
def open_locked_record(
    request: ApiRequest, record_id: UUID, given: forms.WhyIn
) -> forms.LockedContent:
    """Read one locked record for an inspection; account and reason are kept."""
    content = locked.open_locked(
        actor=request.auth, locked_record_id=record_id, reason=given.reason, now=timezone.now()
    )
    return forms.LockedContent(content=content)
