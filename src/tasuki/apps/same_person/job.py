"""One search from its rows to its result: read, learn where asked, compare, write.

No transaction spans the whole, so the run's row tells how far it is while it works. Every part
may be repeated: whoever takes the job over begins again and finds the same pairs.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Max

from tasuki.adapters import linkage
from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import finding, scoring
from tasuki.apps.same_person.models import LinkageModel, LinkageRun
from tasuki.apps.same_person.scoring import Found, Records

type Clock = Callable[[], datetime]

SWEEP_RECORDS: Final = 500
"""Records that one sweep compares at least, where so many are new."""

SWEEP_BACK: Final = timedelta(days=1)
"""How far the first sweep of an organisation looks back; older records need a search of all."""


def run_search(*, actor: Actor, run_id: UUID, clock: Clock) -> None:
    """Do a search of all records: read, learn where asked, compare, write; each in its own time.

    No transaction spans the whole: the run's row says how far it is. Repeating is safe.

    Args:
        actor: the task of one organisation.
        run_id: an open search.
        clock: gives the moment.
    """
    if not _is_running(actor, run_id):
        return
    started = clock()
    records = _read_all(actor, run_id)
    _progress(actor, run_id, phase=LinkageRun.Phase.SCORING)
    model, version = _find_or_train(actor, run_id, records, now=clock())
    found = scoring.score_all(records, model=model)
    _progress(
        actor, run_id, phase=LinkageRun.Phase.WRITING, pair_count=len(found), done_count=0,
        model_version=version,
    )  # fmt: skip
    _write_all(actor, run_id, found, records, version=version, clock=clock)
    with bound(actor.organisation_id, None):
        finding.drop_unasked(before=started)
        _note(run_id, seen_until=started)
        _finish(actor, run_id, now=clock())


def check_arrivals(
    *, actor: Actor, record_ids: Collection[UUID], clock: Clock
) -> LinkageRun | None:
    """Compare new records with each other and with all others of the organisation.

    Args:
        actor: the task of one organisation.
        record_ids: at most ``ARRIVALS_MAX``; those that are gone or merged by now are left out.
        clock: gives the moment.

    Returns:
        What was found; None where none of the records is there any more.
    """
    started = clock()
    with bound(actor.organisation_id, None):
        arrived = list(
            TalentRecord.objects.filter(id__in=list(record_ids), merged_into_id=None).exclude(
                family_name="", given_name="", name_kana=""
            )
        )
        if not arrived:
            return None
        total = TalentRecord.objects.count()
        model, version = scoring.find_model()
        new, known = _read_around(arrived, total=total)
        population = scoring.count_around(new, known, total=total)
        run = LinkageRun.objects.create(
            organisation_id=actor.organisation_id,
            kind=LinkageRun.Kind.ARRIVALS,
            record_count=len(arrived),
            model_version=version,
            started_at=started,
        )
    found = scoring.score_new(new, known=known, model=model, population=population)
    _progress(actor, run.id, phase=LinkageRun.Phase.WRITING, pair_count=len(found))
    both = scoring.join_records([known, new])
    _write_all(actor, run.id, found, both, version=version, clock=clock)
    with bound(actor.organisation_id, None):
        _finish(actor, run.id, now=clock())
        return LinkageRun.objects.get(id=run.id)


def sweep_arrivals(*, actor: Actor, clock: Clock) -> int:
    """Compare the records that no search has seen yet and nobody announced.

    Args:
        actor: the task of one organisation.
        clock: gives the moment.

    Returns:
        How many records were compared; some may have been compared on arrival already.
    """
    with bound(actor.organisation_id, None):
        since = LinkageRun.objects.aggregate(last=Max("seen_until"))["last"]
        new = TalentRecord.objects.filter(
            created_at__gt=since or clock() - SWEEP_BACK, merged_into_id=None
        ).order_by("created_at", "id")
        # Rows of one transaction carry one time: all of them go together.
        times = list(new.values_list("created_at", flat=True)[:SWEEP_RECORDS])
        if not times:
            return 0
        ids = list(new.filter(created_at__lte=times[-1]).values_list("id", flat=True))
    run = check_arrivals(actor=actor, record_ids=ids, clock=clock)
    if run is not None:
        _progress(actor, run.id, seen_until=times[-1])
    return len(ids)


def _read_around(arrived: list[TalentRecord], *, total: int) -> tuple[Records, Records]:
    """Return the new records and those they are compared with."""
    new = scoring.read_records(arrived)
    ids = None
    if total > scoring.ALL_RECORDS_MAX:
        near = TalentRecord.objects.filter(scoring.find_candidates(scoring.keys_of(arrived)))
        ids = {row[1] or row[0] for row in near.values_list("id", "merged_into_id")}
    mine = {one.id for one in arrived}
    parts, last = [], None
    while chunk := scoring.list_records(after=last, ids=ids):
        parts.append(scoring.read_records(one for one in chunk if one.id not in mine))
        last = chunk[-1].id
    return new, scoring.join_records(parts)


def _read_all(actor: Actor, run_id: UUID) -> Records:
    parts: list[Records] = []
    done = 0
    last: UUID | None = None
    while True:
        with bound(actor.organisation_id, None):
            chunk = scoring.list_records(after=last)
            if not chunk:
                return scoring.join_records(parts)
            parts.append(scoring.read_records(chunk))
            last, done = chunk[-1].id, done + len(chunk)
            _note(run_id, done_count=done)


def _find_or_train(
    actor: Actor, run_id: UUID, records: Records, *, now: datetime
) -> tuple[Any, str]:
    with bound(actor.organisation_id, None):
        run = LinkageRun.objects.get(id=run_id)
        if not run.is_training:
            return scoring.find_model()
    model = linkage.train(records.rows, version=f"own-{now:%Y%m%d-%H%M%S}")
    with bound(actor.organisation_id, None):
        kept = LinkageModel.objects.create(
            organisation_id=actor.organisation_id,
            version=model.version,
            settings=model.as_json(),
            record_count=len(records.rows),
            trained_at=now,
            trained_by_id=run.started_by_id,
        )
    return model, kept.version


def _write_all(
    actor: Actor,
    run_id: UUID,
    found: list[Found],
    records: Records,
    *,
    version: str,
    clock: Clock,
) -> None:
    with bound(actor.organisation_id, None):
        guarded = finding.guard_groups(found, births=records.births)
    for start in range(0, len(found), finding.BLOCK_PAIRS):
        block = found[start : start + finding.BLOCK_PAIRS]
        with bound(actor.organisation_id, None):
            written = finding.write_pairs(
                actor=actor, found=block, guarded=guarded, version=version, now=clock()
            )
            LinkageRun.objects.filter(id=run_id).update(
                done_count=start + len(block),
                linked_count=F("linked_count") + written.linked,
                review_count=F("review_count") + written.asked,
                changed_count=F("changed_count") + written.changed,
            )


def _is_running(actor: Actor, run_id: UUID) -> bool:
    with bound(actor.organisation_id, None):
        return LinkageRun.objects.filter(id=run_id, state=LinkageRun.State.RUNNING).exists()


def _progress(actor: Actor, run_id: UUID, **values: Any) -> None:
    with bound(actor.organisation_id, None):
        _note(run_id, **values)


def _note(run_id: UUID, **values: Any) -> None:
    LinkageRun.objects.filter(id=run_id).update(**values)


def _finish(actor: Actor, run_id: UUID, *, now: datetime) -> None:
    _note(run_id, state=LinkageRun.State.DONE, finished_at=now)
    run = LinkageRun.objects.get(id=run_id)
    audit.record(
        actor=actor,
        kind="same_person.found",
        object_kind="linkage_run",
        object_id=run.id,
        now=now,
        after=run.state,
        data={
            "pairs": run.pair_count,
            "linked": run.linked_count,
            "asked": run.review_count,
            "changed": run.changed_count,
            "model": run.model_version,
        },
    )
