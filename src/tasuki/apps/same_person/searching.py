"""Start a search for records of one person: among all, or for those that just arrived."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from tasuki.adapters.linkage.training import TRAINING_RECORDS_MIN
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import tasks
from tasuki.apps.same_person.models import LinkageRun
from tasuki.core.access import Permission

SEARCH_HOURS_MAX: Final = 3
"""A search that runs longer has lost its worker; another one may start."""

ARRIVALS_MAX: Final = 500
"""New records looked at in one task."""

SEARCH_FROM_ARRIVALS: Final = 5_000
"""So many new records at once are looked at by one search of all, which is cheaper."""


@action(act=None)
def start_search(*, actor: Actor, is_training: bool = False, now: datetime) -> LinkageRun:
    """Look for pairs among all records of the organisation, in the background; poll the run.

    Args:
        actor: who asks.
        is_training: learn the weights from the own records first.
        now: when.

    Raises:
        ConflictError: a search runs already.
        InvalidInputError: too few records to learn from.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    run = open_search(actor=actor, is_training=is_training, now=now)
    _queue_search(actor, run)
    return run


def open_search(*, actor: Actor, is_training: bool, now: datetime) -> LinkageRun:
    """Write down that a search of all records begins; one at a time in an organisation.

    Raises:
        ConflictError: a search runs already.
        InvalidInputError: too few records to learn from.
    """
    count = TalentRecord.objects.count()
    if is_training and count < TRAINING_RECORDS_MIN:
        raise InvalidInputError(
            ja=f"学習には{TRAINING_RECORDS_MIN:,}件以上のデータが必要です（現在{count:,}件）。"
            "学習なしで実行してください。",
            en=f"Learning needs {TRAINING_RECORDS_MIN:,} records or more (now {count:,}). "
            "Search without it.",
            field="is_training",
        )
    running = LinkageRun.objects.filter(kind=LinkageRun.Kind.ALL, state=LinkageRun.State.RUNNING)
    running.filter(started_at__lt=now - timedelta(hours=SEARCH_HOURS_MAX)).update(
        state=LinkageRun.State.FAILED, finished_at=now
    )
    try:
        with transaction.atomic():
            run = LinkageRun.objects.create(
                organisation_id=actor.organisation_id,
                kind=LinkageRun.Kind.ALL,
                is_training=is_training,
                record_count=count,
                started_by_id=actor.account_id,
                started_at=now,
            )
    except IntegrityError as error:
        raise ConflictError from error
    audit.record(
        actor=actor,
        kind="same_person.search",
        object_kind="linkage_run",
        object_id=run.id,
        now=now,
        data={"records": count, "is_training": is_training},
    )
    return run


@action(act=None)
def check_new_records(*, actor: Actor, record_ids: Collection[UUID], now: datetime) -> int:
    """Compare records that just arrived with all others, in the background.

    Called by whoever makes records: an import, a form, the API. Safe to repeat.

    Args:
        actor: who brought them in; no right of its own is asked.
        record_ids: of the organisation's new records.
        now: when.

    Returns:
        How many tasks were queued.
    """
    ids = sorted(str(one) for one in set(record_ids))
    if len(ids) >= SEARCH_FROM_ARRIVALS and not _is_searching():
        run = open_search(actor=actor, is_training=False, now=now)
        _queue_search(actor, run)
        return 1
    blocks = [ids[start : start + ARRIVALS_MAX] for start in range(0, len(ids), ARRIVALS_MAX)]
    for block in blocks:
        tasks.check_arrivals.enqueue(
            organisation_id=actor.organisation_id, kind=str(actor.kind), record_ids=block
        )
    return len(blocks)


def _queue_search(actor: Actor, run: LinkageRun) -> None:
    tasks.search_all.enqueue(
        organisation_id=actor.organisation_id, kind=str(actor.kind), run_id=str(run.id)
    )


def _is_searching() -> bool:
    """Return whether a search runs: it may have read the records before the new ones came."""
    return LinkageRun.objects.filter(
        kind=LinkageRun.Kind.ALL, state=LinkageRun.State.RUNNING
    ).exists()
