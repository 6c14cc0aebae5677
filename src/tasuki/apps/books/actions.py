"""Freeze the figures of a year, and write down what became of a hire."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.books.models import ReportFreeze
from tasuki.apps.books.queries.rows import read_rows
from tasuki.apps.books.steps import close_survey, lock_hire, write_check
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.placement.books import CheckMethod
from tasuki.apps.placement.models import Introduction
from tasuki.core.access import Permission
from tasuki.core.books.counting import count_report
from tasuki.core.books.freezing import write_report
from tasuki.core.books.rows import Separated
from tasuki.core.books.years import BusinessYear

NOTED_METHODS: Final = (
    CheckMethod.PHONE,
    CheckMethod.VISIT,
    CheckMethod.REPORT,
    CheckMethod.REFUND,
)
"""How a member may have found out by themselves."""


@action(act=None)
def freeze_report(*, actor: Actor, year: BusinessYear, now: datetime) -> ReportFreeze:
    """Keep the figures of a year as they are handed in; a second time makes a new version.

    Args:
        actor: a member of the agency.
        year: a business year that is over.
        now: the moment of freezing; the figures are those of 31 March.

    Raises:
        RefusedError: the year is not over yet.

    Source: 職業安定法 32条の16; design (figures handed in stay as they were).
    """
    require(actor, Permission.BOOK_EDIT)
    if localdate(now) <= year.last:
        raise RefusedError(
            ja=f"{year.year}年度は{year.last:%Y/%m/%d}に終わります。翌日から確定できます。",
            en=f"The business year {year.year} ends on {year.last.isoformat()}. "
            "Freeze it from the next day on.",
            code="year_runs",
        )
    report = count_report(read_rows(), year=year, cut_off_on=year.last)
    before = (
        ReportFreeze.objects.select_for_update().filter(year=year.year).order_by("-version").first()
    )
    figures = write_report(report)
    if before is not None and before.figures == figures:
        return before
    freeze = ReportFreeze.objects.create(
        organisation_id=current_organisation_id(),
        year=year.year,
        version=before.version + 1 if before else 1,
        cut_off_on=year.last,
        figures=figures,
        frozen_at=now,
        frozen_by_id=actor.account_id or 0,
    )
    audit.record(
        actor=actor,
        kind="report.freeze",
        object_kind="report",
        object_id=freeze.id,
        now=now,
        after=str(freeze.version),
        data={"year": year.year},
    )
    return freeze


@action(act=None)
def record_check(
    *,
    actor: Actor,
    introduction_id: UUID,
    answer: Separated,
    method: str,
    checked_on: date,
    left_on: date | None = None,
    now: datetime,
) -> Introduction:
    """Write down what a member found out about a hire six months later.

    Args:
        actor: a member of the agency.
        introduction_id: the hire.
        answer: left, stayed, dismissed or unknown.
        method: one of ``NOTED_METHODS``.
        checked_on: the day of the check, from the hire to today.
        left_on: last day of employment; a day after the six months means that the person stayed.
        now: when it is written down.

    Raises:
        NotVisibleError: no such hire.
        InvalidInputError: another method, or days that cannot be.

    Source: 職業安定法施行規則 24条の7, 24条の8.
    """
    require(actor, Permission.BOOK_EDIT)
    row = lock_hire(introduction_id)
    if method not in NOTED_METHODS:
        raise InvalidInputError(
            ja="調査方法を一覧から選んでください。",
            en="Choose from the list how it was found out.",
            field="method",
        )
    assert row.hired_on is not None
    if not row.hired_on <= checked_on <= localdate(now):
        raise InvalidInputError(
            ja="調査日は採用日から今日までの日付を入力してください。",
            en="The day of the check lies between the hire and today.",
            field="checked_on",
        )
    write_check(
        actor=actor,
        row=row,
        answer=answer,
        method=CheckMethod(method),
        checked_on=checked_on,
        left_on=left_on,
        now=now,
    )
    close_survey(row=row, now=now)
    return row
