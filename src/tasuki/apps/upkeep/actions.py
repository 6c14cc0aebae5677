"""Run the retention job: plan, batches with progress, certificate; one organisation at a time."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.keys import actions as keys
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.upkeep import engine
from tasuki.apps.upkeep.declarations import find_rule
from tasuki.apps.upkeep.engine import BATCH_ROWS, NO_DIGEST, Plan, add_to_digest
from tasuki.apps.upkeep.locked import list_live_keys
from tasuki.apps.upkeep.models import DisposalRun
from tasuki.core.access import Permission

CERTIFIED: Final = (
    "number",
    "as_of",
    "started_at",
    "finished_at",
    "started_by_name",
    "total_count",
    "done_count",
    "held_count",
    "lines",
    "planned_digest",
    "digest",
)


@action(act=None)
def plan_disposal(*, actor: Actor, now: datetime) -> Plan:
    """Return what a run would delete or empty at this moment; changes nothing."""
    require(actor, Permission.RETENTION_VIEW)
    return engine.make_plan(on=localdate(now))


@action(act=None)
def start_run(*, actor: Actor, now: datetime) -> DisposalRun | None:
    """Begin a run with what is due now, or return the one that was interrupted.

    Args:
        actor: the privacy officer, or the nightly task.
        now: the moment whose day decides; a run that goes on later keeps it.

    Returns:
        The open run; None when nothing is due.

    Source: 個人情報保護法 22条; 職業安定法 5条の5 (delete what the purpose needs no longer).
    """
    require(actor, Permission.RETENTION_RUN)
    waiting = DisposalRun.objects.filter(state=DisposalRun.State.RUNNING).first()
    if waiting is not None:
        return waiting
    plan = engine.make_plan(on=localdate(now))
    if plan.count == 0:
        return None
    run = DisposalRun.objects.create(
        organisation_id=current_organisation_id(),
        number=take_numbers(name="disposal")[0],
        as_of=now,
        started_at=now,
        started_by_id=actor.account_id,
        started_by_name=actor.name[:80] or "Tasuki",
        total_count=plan.count,
        held_count=plan.held,
        lines=[_as_line(line) for line in plan.lines],
        planned_digest=plan.digest,
        digest=NO_DIGEST,
    )
    _record(actor, run, "retention.start", now=now)
    return run


@action(act=None)
def advance_run(
    *, actor: Actor, run_id: UUID, now: datetime, size: int = BATCH_ROWS
) -> DisposalRun:
    """Dispose of the next batch in one transaction; the last call writes the certificate.

    Args:
        actor: as for ``start_run``.
        run_id: an open run; a finished one is returned as it is.
        now: when.
        size: rows at most, >= 1.

    Raises:
        NotVisibleError: no such run.
    """
    require(actor, Permission.RETENTION_RUN)
    run = DisposalRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotVisibleError
    if run.state == DisposalRun.State.DONE:
        return run
    on = localdate(run.as_of)
    for line in run.lines:
        rule = None if line["is_over"] else find_rule(line["rule"])
        if rule is None:
            continue
        refused = line.setdefault("refused", [])
        done, blocked = engine.dispose_batch(rule, on=on, size=size, now=now, without=refused)
        if done or blocked:
            refused += [str(key) for key in blocked]
            line["done"] += len(done)
            run.done_count += len(done)
            run.digest = add_to_digest(run.digest, rule, done)
            run.save(update_fields=["lines", "done_count", "digest"])
            return run
        line["is_over"] = True
    _finish(actor, run, now=now)
    keys.forget_unused_keys(keep=_list_keys_in_use())
    return run


def run_disposal(
    *,
    actor: Actor,
    now: datetime,
    progress: Callable[[DisposalRun], None] | None = None,
    size: int = BATCH_ROWS,
) -> DisposalRun | None:
    """Run to the end, one transaction for each batch; goes on with an interrupted run first.

    Args:
        actor: as for ``start_run``.
        now: the moment.
        progress: told after each batch.
        size: rows in one transaction, >= 1.

    Returns:
        The finished run; None when nothing was due.
    """
    run = start_run(actor=actor, now=now)
    if run is None:
        forget_keys_of_the_gone(actor=actor)
    while run is not None and run.state == DisposalRun.State.RUNNING:
        run = advance_run(actor=actor, run_id=run.id, now=now, size=size)
        if progress is not None:
            progress(run)
    return run


def _list_keys_in_use() -> set[UUID]:
    """Return the subjects whose content lies outside the tables: locked, or in a waiting file."""
    waiting = ImportRun.objects.filter(finished_at=None).values_list("id", flat=True)
    return list_live_keys() | set(waiting)


@action(act=None)
def forget_keys_of_the_gone(*, actor: Actor) -> int:
    """Destroy the keys that seal nothing any more, so that old copies do not open either.

    Source: 個人情報保護法 22条.
    """
    require(actor, Permission.RETENTION_RUN)
    return keys.forget_unused_keys(keep=_list_keys_in_use())


def certificate_hash(run: DisposalRun) -> str:
    """Return the hash over everything that the certificate says."""
    said: dict[str, Any] = {name: getattr(run, name) for name in CERTIFIED}
    text = json.dumps(said, default=_as_text, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(f"{run.organisation_id} {text}".encode()).hexdigest()


def _finish(actor: Actor, run: DisposalRun, *, now: datetime) -> None:
    run.state, run.finished_at = DisposalRun.State.DONE, now
    run.certificate_hash = certificate_hash(run)
    run.save()
    _record(actor, run, "retention.finish", now=now)


def _record(actor: Actor, run: DisposalRun, kind: str, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=kind,
        object_kind="disposal_run",
        object_id=run.id,
        now=now,
        data={line["rule"]: line["done"] for line in run.lines}
        | {"total": run.total_count, "certificate": run.certificate_hash},
    )


def _as_line(line: engine.Line) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "act": line.act,
        "planned": line.count,
        "done": 0,
        "held": line.held,
        "first": line.first_start.isoformat() if line.first_start else "",
        "last": line.last_start.isoformat() if line.last_start else "",
        "basis": line.basis,
        "is_over": line.count == 0,
    }


def _as_text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
