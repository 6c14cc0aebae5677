"""Close a month: its figures are frozen. With the last month of a year others may see them."""

import json
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.insights.models import FigureMonth, FigurePlan, FigureTarget
from tasuki.apps.insights.queries.board import find_plan
from tasuki.apps.insights.queries.facts import (
    FiscalYear,
    count_cost_months,
    count_year,
    sum_costs,
)
from tasuki.core.access import Permission
from tasuki.core.dates import month_end
from tasuki.core.kpi.catalogue import find_definition, list_definitions
from tasuki.core.kpi.counting import Atoms, sum_counts
from tasuki.core.kpi.disclosure import protect
from tasuki.core.kpi.facts import JOINER_CHANNELS
from tasuki.core.kpi.masking import Mask

PERMILLE_MAX: Final = 1_000
_CARRIED: Final = (
    ("cohort.12", "stayed.12", "joined", 1),
    ("cohort.36", "stayed.36", "joined", 3),
    ("matched.12", "settled.12", "matched", 1),
)
"""A cohort is the joiners of an earlier year: count, its part, the earlier count, years between."""


@action(act=None)
def close_month(*, actor: Actor, month: date, now: datetime) -> FigureMonth:
    """Freeze the fiscal year up to a month; later corrections show in later months.

    Args:
        actor: a member who may edit figures, or the monthly task.
        month: any day of a month that is over.
        now: when.

    Raises:
        InvalidInputError: the month is not over.
        RefusedError: it is closed already.
    """
    require(actor, Permission.KPI_EDIT)
    first = month.replace(day=1)
    until = month_end(first)
    if until >= localdate(now):
        raise InvalidInputError(
            ja="終わっていない月は締められません。",
            en="The month is not over.",
            field="month",
        )
    if FigureMonth.objects.filter(month=first).exists():
        raise RefusedError(
            ja=f"{first.year}年{first.month}月は締めてあります。",
            en=f"{first:%Y-%m} is closed already.",
            code="month_closed",
        )
    span = FiscalYear.of(first)
    atoms = count_year(year=span.year, until=until)
    body: dict[str, Any] = {
        "counts": sum_counts(atoms),
        "cells": release_cells(atoms, year=span.year) if until == span.end else None,
        "costs": {
            "by_channel": sum_costs(
                year=span.year, until=until, counts_internal=find_plan().counts_internal
            ),
            "months": count_cost_months(year=span.year),
        },
        "definitions": [(one.id, one.version) for one in list_definitions(on=until)],
    }
    row = FigureMonth.objects.create(
        organisation_id=actor.organisation_id,
        month=first,
        year=span.year,
        **body,
        digest=sha256(json.dumps(body, sort_keys=True).encode()).hexdigest(),
        closed_at=now,
        closed_by_id=actor.account_id,
    )
    audit.record(
        actor=actor,
        kind="kpi.close",
        object_kind="figure_month",
        object_id=row.pk,
        now=now,
        data={"month": f"{first:%Y-%m}", "digest": row.digest},
    )
    return row


def release_cells(atoms: Atoms, *, year: int) -> dict[str, int | str]:
    """Return the counts of a fiscal year as they may leave the house.

    A cohort that is the joiners of a released year is as public as they are.
    """
    known, forced = set(), set()
    for whole, part, earlier, years in _CARRIED:
        row = FigureMonth.objects.filter(year=year - years, cells__isnull=False).first()
        if row is None:
            continue
        if isinstance((row.cells or {}).get(earlier, 0), int):
            known.add(whole)
        else:
            forced |= {whole, part}
    keys = {
        key for one in list_definitions(on=FiscalYear(year).end) for key in (*one.top, *one.bottom)
    }
    keys |= {f"joined.{channel}" for channel in JOINER_CHANNELS}
    cells = protect(atoms, keys=sorted(keys), known=frozenset(known), forced=frozenset(forced))
    return {key: str(cell) if isinstance(cell, Mask) else cell for key, cell in cells.items()}


@action(act=None)
def set_plan(
    *,
    actor: Actor,
    baseline_year: int | None,
    counts_internal: bool,
    mails_month: bool = False,
    counts_rooms: bool = True,
    now: datetime,
) -> FigurePlan:
    """Choose the base year and the scope of costs; figures of another scope are not compared.

    Args:
        actor: a member who may edit figures.
        baseline_year: fiscal year to compare with; None for none.
        counts_internal: whether internal costs are counted.
        counts_rooms: whether facts are read from cases, moves, slots and alumni every night;
            off where the same facts come by file.
        mails_month: whether each closed month is mailed to the members who enter figures.
        now: when.

    Raises:
        InvalidInputError: the base year is not over.
    """
    require(actor, Permission.KPI_EDIT)
    if baseline_year is not None and FiscalYear(baseline_year).end >= localdate(now):
        raise InvalidInputError(
            ja="基準年は、終わった年度から選んでください。",
            en="Choose a year that is over.",
            field="baseline_year",
        )
    row, _created = FigurePlan.objects.update_or_create(
        organisation_id=actor.organisation_id,
        defaults={
            "baseline_year": baseline_year,
            "counts_internal": counts_internal,
            "mails_month": mails_month,
            "counts_rooms": counts_rooms,
        },
    )
    _record(actor, row, "kpi.plan", {"year": baseline_year, "internal": counts_internal}, now)
    return row


@action(act=None)
def set_target(
    *, actor: Actor, definition_id: str, year: int, permille: int, now: datetime
) -> FigureTarget:
    """Set what a figure should reach in a fiscal year.

    Args:
        actor: a member who may edit figures.
        definition_id: of the catalogue.
        year: fiscal year.
        permille: tenths of a percent, 0 to 1,000.
        now: when.

    Raises:
        InvalidInputError: no such figure, or no share.
    """
    require(actor, Permission.KPI_EDIT)
    try:
        find_definition(definition_id)
    except KeyError as error:
        raise InvalidInputError(
            ja="この指標はありません。", en="There is no such figure.", field="definition_id"
        ) from error
    if not 0 <= permille <= PERMILLE_MAX:
        raise InvalidInputError(
            ja="0%から100%までの目標を入力してください。",
            en="Enter a target from 0% to 100%.",
            field="permille",
        )
    row, _created = FigureTarget.objects.update_or_create(
        organisation_id=actor.organisation_id,
        definition_id=definition_id,
        year=year,
        defaults={"permille": permille},
    )
    _record(actor, row, "kpi.target", {"figure": definition_id, "permille": permille}, now)
    return row


def _record(
    actor: Actor, row: FigurePlan | FigureTarget, kind: str, data: dict[str, Any], now: datetime
) -> None:
    audit.record(
        actor=actor, kind=kind, object_kind="figures", object_id=row.pk, now=now, data=data
    )
