"""Figures."""

from datetime import date

from tests.factories import NOW
from tests.model_factories.parts import add, serial

from tasuki.apps.insights.models import (
    CostEntry,
    FigureMonth,
    FigurePlan,
    FigureTarget,
    OutcomeFact,
)

add(
    OutcomeFact,
    kind="joined",
    happened_on=date(2026, 4, 1),
    channel="referral",
    source="form",
    source_key=serial("F-"),
)
add(CostEntry, month=date(2026, 4, 1), scope="external", channel="agency", amount=100_000)
add(FigurePlan, baseline_year=2025)
add(FigureTarget, definition_id="introduced", year=2026, permille=200)
add(
    FigureMonth,
    month=date(2026, 4, 1),
    year=2026,
    counts={},
    costs={"by_channel": {}, "months": 0},
    definitions=[],
    digest="0" * 64,
    closed_at=NOW,
)
