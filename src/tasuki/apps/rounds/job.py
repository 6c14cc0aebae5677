"""What a worker does for a round: compare, clear, verify, fit.

Nothing is computed in a transaction, and nothing in this process: see
``tasuki.adapters.round_engine``.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.round_engine import EngineError, EngineTask, run_apart
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.messages.actions import notify
from tasuki.apps.rounds.fitting import keep_fits, read_columns
from tasuki.apps.rounds.lines import keep_explanations, write_lines
from tasuki.apps.rounds.models import Round
from tasuki.apps.rounds.steps import move_round, record, require_lawful_round, take_round
from tasuki.core.access import Permission
from tasuki.core.market.lottery import mixed_seed
from tasuki.core.rounds.machine import RoundEvent
from tasuki.core.rounds.verdicts import has_failed

SECONDS: Final = 60.0
_ERROR_CHARACTERS_MAX: Final = 300
_Job = Round.Job


def run_job(
    *, actor: Actor, round_id: UUID, job: str, clock: Callable[[], datetime]
) -> Round | None:
    """Do one job of a round and keep what it found; None if the round does not wait for it.

    Args:
        actor: a task of the operator.
        round_id: the round.
        job: a ``Round.Job``.
        clock: tells the moment of the end.

    Raises:
        RefusedError: H1, H9 at the end; the round says so and can be worked on again.
    """
    if not job:
        return None
    with bound(actor.organisation_id, None):
        row = Round.objects.filter(id=round_id, job=job).first()
        given = _GIVEN[_Job(job)](row) if row is not None else {}
    if row is None:
        return None
    try:
        found = run_apart(
            EngineTask(job), given, seconds=SECONDS, cache=settings.DATA_FOLDER / "numba"
        )
    except EngineError as error:
        return keep_failure(actor=actor, round_id=round_id, job=job, text=str(error), now=clock())
    try:
        return keep_result(actor=actor, round_id=round_id, job=job, found=found, now=clock())
    except ActionError as error:
        # The refusal took everything back, the end of the job too: the round must not wait for it.
        keep_failure(actor=actor, round_id=round_id, job=job, text=error.text, now=clock())
        raise


@action(act=None)
def keep_result(
    *, actor: Actor, round_id: UUID, job: str, found: dict[str, Any], now: datetime
) -> Round | None:
    """RD5, RD6: keep what a job found, unless the round moved on meanwhile.

    Args:
        actor: a task of the operator.
        round_id: the round.
        job: which job found it.
        found: as the engine gave it.
        now: the moment of the end.

    Raises:
        RefusedError: H1, the licence ended before the clearing.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id)
    if row.job != job:
        return None
    row.job, row.job_error = "", ""
    row.save(update_fields=["job", "job_error"])
    _KEEP[_Job(job)](actor, row, found, now)
    return row


@action(act=None)
def keep_failure(
    *, actor: Actor, round_id: UUID, job: str, text: str, now: datetime
) -> Round | None:
    """Keep why a job ended without a result; the round stays where it is."""
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id)
    if row.job != job:
        return None
    row.job, row.job_error = "", text[:_ERROR_CHARACTERS_MAX] or job
    row.save(update_fields=["job", "job_error"])
    _tell(actor, row, "計算できませんでした", "could not be computed")
    record(actor=actor, row=row, act="stop", now=now, data={"job": job})
    return row


def _given_seed(row: Round) -> dict[str, Any]:
    return {"instance": row.instance, "seed": mixed_seed(row.secret, row.digest)}


def _given_outcome(row: Round) -> dict[str, Any]:
    return {
        "instance": row.instance,
        "outcome": row.outcome,
        "secret": row.secret,
        "published": row.commitment,
    }


_GIVEN: Final[dict[Round.Job, Callable[[Round], dict[str, Any]]]] = {
    _Job.COMPARE: _given_seed,
    _Job.CLEAR: _given_seed,
    _Job.VERIFY: _given_outcome,
    _Job.FIT: read_columns,
}


def _keep_comparison(actor: Actor, row: Round, found: dict[str, Any], now: datetime) -> None:
    row.comparison = found["rows"]
    row.save(update_fields=["comparison"])
    record(actor=actor, row=row, act="compare", now=now)


def _keep_outcome(actor: Actor, row: Round, found: dict[str, Any], now: datetime) -> None:
    require_lawful_round(row, actor=actor, now=now)
    move_round(actor=actor, row=row, event=RoundEvent.CLEAR, now=now, outcome=found["outcome"])
    write_lines(row, found["lines"])


def _keep_report(actor: Actor, row: Round, found: dict[str, Any], now: datetime) -> None:
    """A FAIL blocks what follows; the report stays for whoever looks for the reason."""
    row.report = found["report"]
    if has_failed(row.report):
        row.save(update_fields=["report"])
        record(actor=actor, row=row, act="fail", now=now)
        _tell(actor, row, "検証で不合格になりました", "failed the verification")
        return
    keep_explanations(row, found["records"])
    move_round(
        actor=actor,
        row=row,
        event=RoundEvent.VERIFY,
        now=now,
        report=row.report,
        cutoffs=found["cutoffs"],
    )
    _tell(actor, row, "検証に合格しました。提案を決定してください", "is verified: decide")


def _keep_fits(actor: Actor, row: Round, found: dict[str, Any], now: datetime) -> None:
    count = keep_fits(row, found)
    record(
        actor=actor,
        row=row,
        act="fit",
        now=now,
        data={"model": row.model_version, "scores": count},
    )


_KEEP: Final[dict[Round.Job, Callable[[Actor, Round, dict[str, Any], datetime], None]]] = {
    _Job.COMPARE: _keep_comparison,
    _Job.CLEAR: _keep_outcome,
    _Job.VERIFY: _keep_report,
    _Job.FIT: _keep_fits,
}


def _tell(actor: Actor, row: Round, ja: str, en: str) -> None:
    notify(
        actor=actor,
        text=f"ラウンド {row.number}：{ja}。",
        text_en=f"Round {row.number} {en}.",
        url=f"/rounds/{row.id}/",
        needs=Permission.ROUND_VIEW,
    )
