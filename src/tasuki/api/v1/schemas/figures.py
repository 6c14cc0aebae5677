"""Figures: what is read as the caller may see it, and what is entered."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Page, Short, Wording
from tasuki.core.kpi.facts import Ending, HireChannel, HireKind, OutcomeKind

FiscalYearNumber = Annotated[int, Field(ge=1990, le=2100)]
Yen = Annotated[int, Field(ge=-(10**12), le=10**12)]
Permille = Annotated[int, Field(ge=0, le=1_000)]


class FigureYearQuery(Given):
    """Which fiscal year; the newest one if none is given."""

    year: FiscalYearNumber | None = None


class FigureOut(Schema):
    """One figure; without numerator and denominator it is hidden, or there is none."""

    definition_id: str
    version: int
    name: Wording
    formula: Wording
    cohort: Wording
    window: Wording
    numerator: int | None
    denominator: int | None
    percent: Decimal | None
    is_hidden: bool
    is_few: bool
    target_permille: int | None
    benchmarks: list[str]


class FiguresOut(Schema):
    """All figures of a fiscal year as the caller may see them."""

    year: int | None
    years: list[int]
    until: date | None
    is_closed: bool
    items: list[FigureOut]


class ChannelCostOut(Schema):
    """One route; counts that are hidden are null."""

    channel: str
    joined: int | None
    cost_yen: int
    saved_yen: int | None


class CostFiguresOut(Schema):
    """The cost of a fiscal year by route; savings add up to ``saved_yen``."""

    year: int | None
    baseline_year: int | None
    counts_internal: bool
    month_count: int
    items: list[ChannelCostOut]
    reduction_percent: Decimal | None
    total_reduction_percent: Decimal | None
    saved_yen: int | None


class CostEntryIn(Given):
    """What hiring cost in a month by one route; a refund is below zero."""

    month: Day
    scope: Literal["external", "internal"]
    channel: HireChannel
    amount: Yen
    hire_kind: HireKind | None = None
    job_group: Annotated[Short, Field(max_length=40)] = ""
    source: Short = ""


class CostEntryOut(Schema):
    """One entry of cost."""

    id: UUID
    month: date
    scope: str
    channel: str
    hire_kind: str
    job_group: str
    amount: int
    source: str


class CostEntryPage(Page):
    """A page of entries of cost."""

    items: list[CostEntryOut]


class OutcomeIn(Given):
    """A fact without a name; the same number of the same source replaces it."""

    kind: OutcomeKind
    happened_on: Day
    source_key: Annotated[Short, Field(min_length=1, max_length=80)]
    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    channel: HireChannel | None = None
    hire_kind: HireKind | None = None
    ending: Ending = Ending.NONE
    job_group: Annotated[Short, Field(max_length=40)] = ""
    is_former: bool = False
    prefecture: Annotated[str, Field(pattern=r"^(\d\d)?$")] = ""
    origin: Annotated[Short, Field(max_length=40)] = ""
    destination: Annotated[Short, Field(max_length=40)] = ""
    followed_on: Day | None = None
    ended_on: Day | None = None


class OutcomeOut(Schema):
    """A fact as it was kept."""

    id: UUID
    kind: str
    happened_on: date
    count: int
    channel: str
    source_key: str


class FigureTargetIn(Given):
    """What a figure should reach, in tenths of a percent."""

    definition_id: Annotated[Short, Field(max_length=40)]
    year: FiscalYearNumber
    permille: Permille


class FigureTargetOut(Schema):
    """A target as it was kept."""

    definition_id: str
    year: int
    permille: int


class FigurePlanIn(Given):
    """With which fiscal year to compare, and in which scope costs are counted."""

    baseline_year: FiscalYearNumber | None = None
    counts_internal: bool = False
    mails_month: bool = False
    counts_rooms: bool = True


class FigurePlanOut(Schema):
    """The plan as it was kept."""

    baseline_year: int | None
    counts_internal: bool
    mails_month: bool
    counts_rooms: bool


class FigureMonthIn(Given):
    """Which month to close; any day of it."""

    month: Day


class FigureMonthOut(Schema):
    """A closed month; it never changes."""

    month: date
    year: Count
    digest: str
