"""What is asked of the simulator, and what it answers."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count

Share = Annotated[float, Field(ge=0, le=1)]


class WhatIfQuery(Schema):
    """One question; a rate that is not given keeps its assumed range."""

    ratio: Annotated[int, Field(ge=1, le=100)] = 10
    expiry_months: Annotated[int, Field(ge=1, le=60)] = 12
    pool_size: Annotated[int, Field(ge=1, le=20)] = 1
    registration_rate: Share | None = None
    fee_rate: Share | None = None
    seed: Annotated[int, Field(ge=0, le=2**31)] = 1


class IntervalOut(Schema):
    """The 10th, 50th and 90th percentile of the runs."""

    low: float
    mid: float
    high: float


class RegionSummaryOut(Schema):
    """A made-up region, or one size of its companies; money in yen over all years."""

    reduction: IntervalOut
    reaching_goal: float
    savings: dict[str, IntervalOut]
    saving: IntervalOut
    hires: dict[str, IntervalOut]
    slots_granted: IntervalOut
    slots_expired: IntervalOut
    slots_used: IntervalOut
    internal_moves: IntervalOut
    agency_net: IntervalOut
    registered: IntervalOut
    confirmed: IntervalOut


class WhatIfOut(Schema):
    """The answer to one question."""

    is_synthetic: bool
    caveat: str
    company_count: Count
    year_count: Count
    run_count: Count
    whole: RegionSummaryOut
    by_class: dict[str, RegionSummaryOut]
    rates_needed: dict[str, float]


class AssumptionOut(Schema):
    """One assumed range and where it comes from."""

    code: str
    label: str
    low: float
    mid: float
    high: float
    basis: str
    is_assumption: bool


class AssumptionList(Schema):
    """All assumptions of the simulator."""

    items: list[AssumptionOut]
