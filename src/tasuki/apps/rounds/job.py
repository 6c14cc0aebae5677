"""What a worker does for a round: compare, clear, verify. Nothing is computed in a transaction."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.round_checker import CheckerError, verify_apart
from tasuki.adapters.solvers import open_solver
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.rounds.models import Round, RoundDecision, RoundPerson, RoundPlace
from tasuki.apps.rounds.steps import move_round, record, require_lawful_round, take_round
from tasuki.core.access import Permission
from tasuki.core.market.lottery import mixed_seed
from tasuki.core.market.model import MarketError
from tasuki.core.market.solvers.program import SolverError
from tasuki.core.rounds.clearing import (
    clear_instance,
    compare_instance,
    has_failed,
    read_lines,
)
from tasuki.core.rounds.machine import RoundEvent

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
    """
    with bound(actor.organisation_id, None):
        row = Round.objects.filter(id=round_id, job=job).first()
    if row is None or not job:
        return None
    # Compiled kernels are kept beside the data, never beside the source.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.DATA_FOLDER / "numba"))
    try:
        found = _WORK[_Job(job)](row)
    except (MarketError, SolverError, CheckerError) as error:
        return keep_failure(
            actor=actor, round_id=round_id, job=job, text=str(error), now=clock()
        )
    return keep_result(actor=actor, round_id=round_id, job=job, found=found, now=clock())


@action(act=None)
def keep_result(
    *, actor: Actor, round_id: UUID, job: str, found: Any, now: datetime
) -> Round | None:
    """RD5, RD6: keep what a job found, unless the round moved on meanwhile.

    Raises:
        RefusedError: H1, the licence ended before the clearing.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id)
    if row.job != job:
        return None
    row.job, row.job_error = "", ""
    if job == _Job.COMPARE:
        row.comparison = found
        record(actor=actor, row=row, act="compare", now=now)
    elif job == _Job.CLEAR:
        require_lawful_round(row, actor=actor, now=now)
        move_round(actor=actor, row=row, event=RoundEvent.CLEAR, now=now, outcome=found)
        _write_lines(row)
    else:
        _keep_report(actor, row, found, now=now)
    row.save(update_fields=["job", "job_error", "comparison", "report"])
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
    record(actor=actor, row=row, act="fail", now=now)
    return row


def _compare(row: Round) -> list[dict[str, Any]]:
    with open_solver() as solve:
        return compare_instance(row.instance, seed=_seed(row), solve=solve, seconds=SECONDS)


def _clear(row: Round) -> str:
    with open_solver() as solve:
        return clear_instance(row.instance, seed=_seed(row), solve=solve, seconds=SECONDS)


def _verify(row: Round) -> dict[str, dict[str, Any]]:
    return verify_apart(
        instance=row.instance,
        outcome=row.outcome,
        secret=row.secret,
        published=row.commitment,
        seconds=SECONDS,
    )


_WORK: Final[dict[Round.Job, Callable[[Round], Any]]] = {
    _Job.COMPARE: _compare,
    _Job.CLEAR: _clear,
    _Job.VERIFY: _verify,
}


def _seed(row: Round) -> str:
    return mixed_seed(row.secret, row.digest)


def _keep_report(actor: Actor, row: Round, report: dict[str, Any], *, now: datetime) -> None:
    """A FAIL blocks what follows; the report stays for whoever looks for the reason."""
    row.report = report
    if has_failed(report):
        record(actor=actor, row=row, act="fail", now=now)
        _tell(actor, row, "検証で不合格になりました", "failed the verification")
        return
    move_round(actor=actor, row=row, event=RoundEvent.VERIFY, now=now)
    _tell(actor, row, "検証に合格しました。提案を決定してください", "is verified: decide")


def _write_lines(row: Round) -> None:
    """One open line for each person of the input; an earlier one of this round is replaced."""
    people = {str(one.id): one for one in RoundPerson.objects.filter(round=row)}
    places = RoundPlace.objects.filter(round=row).values_list("id", "name")
    names = {str(key): name for key, name in places}
    seats = {key: str(one.place_id) for key, one in people.items() if one.place_id}
    RoundDecision.objects.bulk_create(
        _line(row, people[one.person], _place_of(one.place, seats), one.rank, names)
        for one in read_lines(row.instance, row.outcome)
    )


def _place_of(found: str | None, seats: dict[str, str]) -> str | None:
    """A seat of a swap is named by its holder, or by its place and a number."""
    if found is None:
        return None
    return seats.get(found, found.partition("#")[0])


def _line(
    row: Round,
    person: RoundPerson,
    place: str | None,
    rank: int | None,
    names: dict[str, str],
) -> RoundDecision:
    is_named = place is not None and place in names
    return RoundDecision(
        organisation_id=row.organisation_id,
        round=row,
        participant_id=person.id,
        talent_record_id=person.talent_record_id,
        place_id=UUID(place) if is_named and place else None,
        place_name=names[place] if is_named and place else "",
        rank=rank,
        is_move=is_named and place != str(person.place_id),
    )


def _tell(actor: Actor, row: Round, ja: str, en: str) -> None:
    notify(
        actor=actor,
        text=f"ラウンド {row.number}：{ja}。",
        text_en=f"Round {row.number} {en}.",
        url=f"/rounds/{row.id}/",
        needs=Permission.ROUND_VIEW,
    )


