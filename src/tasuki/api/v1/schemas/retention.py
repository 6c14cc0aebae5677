"""Shapes of retention: rules, due list, runs, holds, locked records."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Given, Page


class RuleOut(Schema):
    """One rule; a missing floor or ceiling is 0 months and 0 days."""

    name: str
    label: str
    floor_months: int
    floor_days: int
    ceiling_months: int
    ceiling_days: int
    at_ceiling: str
    basis: str


class RuleList(Schema):
    """All rules as the law stands today."""

    items: list[RuleOut]


class DueLine(Schema):
    """What is due under one rule now."""

    rule: str
    act: str
    count: int
    held: int
    first_start: date | None
    last_start: date | None
    basis: str


class PlanOut(Schema):
    """A dry run: nothing was changed."""

    count: int
    held: int
    digest: str
    lines: list[DueLine]


class RunOut(Schema):
    """One run with its certificate."""

    id: UUID
    number: int
    state: str
    as_of: datetime
    started_at: datetime
    finished_at: datetime | None
    started_by_name: str
    total_count: int
    done_count: int
    held_count: int
    lines: list[dict[str, Any]]
    planned_digest: str
    digest: str
    certificate_hash: str


class RunPage(Page):
    """A page of runs, newest first."""

    items: list[RunOut]


class StartedRun(Schema):
    """The run that goes on now; empty when nothing was due."""

    run: RunOut | None


class HoldOut(Schema):
    """One legal hold."""

    id: UUID
    subject_id: UUID | None
    record_name: str
    reason: str
    placed_by_name: str
    placed_at: datetime
    until: date | None
    lifted_at: datetime | None


class HoldPage(Page):
    """A page of holds, newest first."""

    items: list[HoldOut]


class LegalHoldIn(Given):
    """Keep one person (or row), or one kind of record; exactly one of the two."""

    subject_id: UUID | None = None
    record_name: str = Field(default="", max_length=60)
    reason: str = Field(max_length=300)
    until: date | None = None


class WhyIn(Given):
    """Why."""

    reason: str = Field(max_length=300)


class LockedOut(Schema):
    """A locked record, without its content."""

    id: UUID
    source: str
    basis: str
    locked_at: datetime
    kept_through: date | None


class LockedPage(Page):
    """A page of locked records, newest first."""

    items: list[LockedOut]


class LockedContent(Schema):
    """The fields of one locked record; the look is written down."""

    content: dict[str, Any]
