"""Read rules, runs and what stands behind them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.upkeep.declarations import Rule, list_rules
from tasuki.apps.upkeep.guarding import find_drift
from tasuki.apps.upkeep.models import DisposalRun
from tasuki.core.law.record_kinds import ClockStart, Period, find_record_rule

STUCK_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as people read it.

    Attributes:
        name: of the rule.
        label: the model's name for readers.
        floor, ceiling: how long at least and at most; None = no such limit.
        starts: the moment at which the clock starts; None for a design rule of its own.
        act: what happens at the ceiling.
        basis: the law or decision behind it.
    """

    name: str
    label: str
    floor: Period | None
    ceiling: Period | None
    starts: ClockStart | None
    act: str
    basis: str


def list_rule_lines(*, on: date) -> list[RuleLine]:
    """Return all rules as the law stands on a day, those with a ceiling first."""
    lines = [_as_line(rule, on=on) for rule in list_rules()]
    return sorted(lines, key=lambda line: (line.ceiling is None, line.name))


def list_runs() -> "QuerySet[DisposalRun, DisposalRun]":
    """Return the runs of the organisation bound now, newest first."""
    return DisposalRun.objects.order_by("-number")


def find_run(*, run_id: UUID) -> DisposalRun | None:
    """Return one run."""
    return DisposalRun.objects.filter(id=run_id).first()


def find_retention_problems(*, now: datetime) -> list[str]:
    """Return what keeps the retention job from its work, for the operator of the machine."""
    problems = [
        f"guards of the database differ from the law of today ({one}): update Tasuki and run "
        "tasuki migrate"
        for one in find_drift(on=localdate(now))
    ]
    for organisation_id, name in Organisation.objects.order_by("id").values_list("id", "slug"):
        with bound(organisation_id, None):
            last = list_runs().first()
        if last is None:
            continue
        if last.state == DisposalRun.State.RUNNING and last.started_at < now - STUCK_AFTER:
            problems.append(
                f"{name}: run {last.number} of the retention job has not finished since "
                f"{localdate(last.started_at)}: see the worker's log, then tasuki retention run"
            )
        if refused := sum(len(line.get("refused", ())) for line in last.lines):
            problems.append(
                f"{name}: {refused} rows past their ceiling could not be deleted in run "
                f"{last.number}: see /privacy/retention/"
            )
    return problems


def _as_line(rule: Rule, *, on: date) -> RuleLine:
    return RuleLine(
        name=rule.name,
        label=str(rule.model._meta.verbose_name),
        floor=rule.retention.floor(on=on),
        ceiling=rule.retention.ceiling(on=on),
        starts=find_record_rule(kind, on=on).starts if (kind := rule.retention.kind) else None,
        act=str(rule.retention.at_ceiling),
        basis=rule.retention.source(on=on),
    )
