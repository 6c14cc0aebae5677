"""Operations on figures: read as the caller may see them, entered, and closed by the month."""

from django.utils import timezone
from django.utils.timezone import localdate
from ninja import Query

from tasuki.api.area import Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import figures as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, Wording
from tasuki.apps.insights.actions.closing import close_month, set_plan, set_target
from tasuki.apps.insights.actions.facts import Outcome, record_cost, record_outcome
from tasuki.apps.insights.actions.rooms import gather_outcomes
from tasuki.apps.insights.queries.board import (
    Board,
    find_board,
    find_plan,
    find_saving,
    find_targets,
    list_years,
    split_yen,
)
from tasuki.apps.insights.queries.facts import list_costs
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.kpi.definitions import Definition
from tasuki.core.kpi.facts import HireChannel
from tasuki.core.kpi.masking import Mask
from tasuki.core.words import Words

KINDS = (OrganisationKind.COMPANY, OrganisationKind.MUNICIPALITY)
SOURCE = "api"
area = Area(tags=["figures"])
_VIEW = Permission.KPI_VIEW
_EDIT = Permission.KPI_EDIT


@area.read("/figures", forms.FiguresOut, needs=_VIEW, kinds=KINDS)
def list_figures(request: ApiRequest, asked: Query[forms.FigureYearQuery]) -> forms.FiguresOut:
    """Read all figures of a fiscal year; small counts are hidden as on the page."""
    board, years = _board(request, asked.year)
    targets = find_targets(year=board.year) if board else {}
    return forms.FiguresOut(
        year=board.year if board else None,
        years=years,
        until=board.until if board else None,
        is_closed=board.is_closed if board else False,
        items=[_figure(one, board, targets) for one in board.definitions] if board else [],
    )


@area.read("/figures/costs", forms.CostFiguresOut, needs=_VIEW, kinds=KINDS)
def read_cost_figures(
    request: ApiRequest, asked: Query[forms.FigureYearQuery]
) -> forms.CostFiguresOut:
    """Read the cost of hiring by route and what each route saved against the base year."""
    board, _years = _board(request, asked.year)
    plan = find_plan()
    base = _of_year(request, plan.baseline_year) if plan.baseline_year else None
    saving = find_saving(board=board, base=base) if board else None
    parts = split_yen(saving) if saving else {}
    return forms.CostFiguresOut(
        year=board.year if board else None,
        baseline_year=plan.baseline_year,
        counts_internal=plan.counts_internal,
        month_count=board.cost_months if board else 0,
        items=[
            forms.ChannelCostOut(
                channel=channel,
                joined=_open(board.cell(f"joined.{channel}")),
                cost_yen=board.costs.get(channel, 0),
                saved_yen=parts.get(channel),
            )
            for channel in HireChannel
            if board.costs.get(channel) or board.cell(f"joined.{channel}") != 0
        ]
        if board
        else [],
        reduction_percent=saving.per_hire_percent if saving else None,
        total_reduction_percent=saving.total_percent if saving else None,
        saved_yen=sum(parts.values()) if saving else None,
    )


@area.read("/figures/cost-entries", forms.CostEntryPage, needs=_EDIT, kinds=KINDS)
def list_cost_entries(
    request: ApiRequest, asked: Query[forms.FigureYearQuery], page: Query[PageQuery]
) -> forms.CostEntryPage:
    """List the entries of cost of a fiscal year, newest first."""
    rows = list_costs(year=asked.year or localdate().year)
    return fill_page(forms.CostEntryPage, forms.CostEntryOut, list(rows), page)


@area.write("/figures/cost-entries", forms.CostEntryOut, needs=_EDIT, kinds=KINDS)
def add_cost_entry(request: ApiRequest, given: forms.CostEntryIn) -> forms.CostEntryOut:
    """Enter what hiring cost in a month."""
    values = given.model_dump() | {"hire_kind": given.hire_kind or ""}
    return forms.CostEntryOut.from_orm(act(request, record_cost, **values))


@area.write("/figures/outcomes", forms.OutcomeOut, needs=_EDIT, kinds=KINDS)
def add_outcome(request: ApiRequest, given: forms.OutcomeIn) -> forms.OutcomeOut:
    """Keep one fact without a name; given again under its number, it is replaced."""
    values = given.model_dump() | {
        "channel": given.channel or "",
        "hire_kind": given.hire_kind or "",
    }
    outcome = Outcome(source=SOURCE, **values)
    return forms.OutcomeOut.from_orm(act(request, record_outcome, outcome=outcome))


@area.write("/figures/targets", forms.FigureTargetOut, needs=_EDIT, kinds=KINDS)
def set_figure_target(request: ApiRequest, given: forms.FigureTargetIn) -> forms.FigureTargetOut:
    """Set what a figure should reach in a fiscal year."""
    return forms.FigureTargetOut.from_orm(act(request, set_target, given))


@area.write("/figures/plan", forms.FigurePlanOut, needs=_EDIT, kinds=KINDS)
def set_figure_plan(request: ApiRequest, given: forms.FigurePlanIn) -> forms.FigurePlanOut:
    """Choose the base year and the scope of costs."""
    return forms.FigurePlanOut.from_orm(act(request, set_plan, given))


@area.write("/figures/months", forms.FigureMonthOut, needs=_EDIT, kinds=KINDS)
def close_figure_month(request: ApiRequest, given: forms.FigureMonthIn) -> forms.FigureMonthOut:
    """Close a month; its figures never change afterwards."""
    return forms.FigureMonthOut.from_orm(act(request, close_month, given))


@area.write("/figures/gather", Done, needs=_EDIT, kinds=KINDS)
def gather_figures(request: ApiRequest) -> Done:
    """Read cases, moves, slots and alumni now instead of at night; return how many changed."""
    return Done(count=act(request, gather_outcomes))


def _board(request: ApiRequest, year: int | None) -> tuple[Board | None, list[int]]:
    years = list_years(actor=request.auth, today=localdate(timezone.now()))
    chosen = year if year in years else (years[0] if years and year is None else None)
    return (_of_year(request, chosen) if chosen is not None else None), years


def _of_year(request: ApiRequest, year: int) -> Board | None:
    return find_board(actor=request.auth, year=year, today=localdate(timezone.now()))


def _figure(one: Definition, board: Board, targets: dict[str, int]) -> forms.FigureOut:
    rate = board.rate(one)
    return forms.FigureOut(
        definition_id=one.id,
        version=one.version,
        name=_wording(one.name),
        formula=_wording(one.formula),
        cohort=_wording(one.cohort),
        window=_wording(one.window),
        numerator=rate.numerator if rate else None,
        denominator=rate.denominator if rate else None,
        percent=rate.percent if rate else None,
        is_hidden=rate is None,
        is_few=rate.is_few if rate else False,
        target_permille=targets.get(one.id),
        benchmarks=list(one.benchmarks),
    )


def _wording(words: Words) -> Wording:
    return Wording(ja=words.ja, en=words.en)


def _open(cell: int | Mask) -> int | None:
    return None if isinstance(cell, Mask) else cell
