"""Acts on many people: a few at once, more by a task, each undone as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError
from tasuki.apps.people import bulk_running, bulk_tasks
from tasuki.apps.people.actions.notes import read_note
from tasuki.apps.people.actions.tags import check_day, find_or_make_tag, undo_tagging
from tasuki.apps.people.models import BulkRun, RecordView, Tag, TalentRecord
from tasuki.apps.people.queries.people import list_stopped_ids
from tasuki.apps.people.views import record_views
from tasuki.core.access import Permission

BACKGROUND_PEOPLE: Final = 200
"""More people than these are left to a task."""
PEOPLE_MAX: Final = 100_000
_ENDED: Final = frozenset({BulkRun.State.DONE, BulkRun.State.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneAct:
    """What undoing did.

    Attributes:
        count: rows that went or came back.
        is_waiting: nothing was done yet; a task undoes the large act.
    """

    count: int = 0
    is_waiting: bool = False


@action(act=None)
def start_bulk(
    *,
    actor: Actor,
    act: str,
    talent_record_ids: Sequence[UUID],
    tag: str = "",
    tag_id: UUID | None = None,
    remind_on: date | None = None,
    text: str = "",
    language: str = "ja",
    now: datetime,
) -> BulkRun:
    """Do one act on people: at once if they are few, else in the background.

    What was asked is checked before anything is done, so a task never meets a refusal.

    Args:
        actor: who does it.
        act: ``BulkRun.Act``.
        talent_record_ids: people of the organisation, 1-100,000; others are left out.
        tag: for ``tag``: the word, 1-40 characters; a new word becomes a new tag.
        tag_id: for ``untag``: which tag goes.
        remind_on: for ``tag``: a day after today on which the team is reminded.
        text: for ``note``: 1-2000 characters.
        language: for ``export``: of the headings, ``ja`` or ``en``.
        now: when.

    Raises:
        RefusedError: H5, the word or the note names what selection must not know.
        InvalidInputError: a value that cannot be taken, or too many people.
        NotVisibleError: no such tag, or none of the people is here.
    """
    is_export = act == BulkRun.Act.EXPORT
    require(actor, Permission.EXPORT if is_export else Permission.APPLICATION_DECIDE)
    people = _people(talent_record_ids)
    run = BulkRun(
        organisation_id=actor.organisation_id,
        act=BulkRun.Act(act),
        person_ids=people,
        total_count=len(people),
        started_by_id=actor.account_id,
    )
    run.tag, run.asked = _read(run.act, tag, tag_id, remind_on, text, now=now)
    if is_export:
        run.asked = {"language": language}
        _note_export(actor, people, now)
    run.save(force_insert=True)
    if run.total_count > BACKGROUND_PEOPLE:
        bulk_tasks.run_bulk.enqueue(
            organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id
        )
        return run
    bulk_running.run_to_end(actor=actor, run=run, now=now)
    return run


@action(act=None)
def undo_bulk(*, actor: Actor, batch_id: UUID, now: datetime) -> UndoneAct:
    """Undo one act on people as a whole; a large one is undone by a task, in one transaction.

    Args:
        actor: who undoes it.
        batch_id: the act.
        now: when.

    Raises:
        NotVisibleError: no such act, or it was undone before.
        ConflictError: it did not end yet, or a file cannot be taken back.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    run = BulkRun.objects.select_for_update(of=("self",)).filter(id=batch_id).first()
    if run is None:  # of one person, or by the API
        return UndoneAct(count=undo_tagging(actor=actor, batch_id=batch_id, now=now))
    if run.state == BulkRun.State.UNDONE:
        raise NotVisibleError
    if run.state not in _ENDED or run.act == BulkRun.Act.EXPORT:
        raise ConflictError
    if run.total_count > BACKGROUND_PEOPLE:
        run.state = BulkRun.State.UNDOING
        run.save(update_fields=["state"])
        bulk_tasks.undo_bulk.enqueue(
            organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id
        )
        return UndoneAct(is_waiting=True)
    return UndoneAct(count=bulk_running.take_back(actor=actor, run=run, now=now))


def forget_exports(*, record_ids: Collection[UUID]) -> int:
    """Delete the files of exports in which people stand; return how many.

    Args:
        record_ids: of people who are erased, in the organisation bound now.

    Source: 個人情報保護法 35条.
    """
    runs = BulkRun.objects.filter(
        act=BulkRun.Act.EXPORT, person_ids__overlap=list(record_ids)
    ).select_for_update(of=("self",))
    count = 0
    for run in runs:
        if run.file.name:
            transaction.on_commit(partial(run.file.storage.delete, run.file.name))
        run.delete()
        count += 1
    return count


def _people(ids: Sequence[UUID]) -> list[UUID]:
    """Return those who are here, in the order given."""
    if len(ids) > PEOPLE_MAX:
        raise InvalidInputError(
            ja=f"{PEOPLE_MAX:,}名を超えています。条件で絞り込んでください。",
            en=f"More than {PEOPLE_MAX:,} people. Narrow the list with filters.",
            code="too_many_rows",
        )
    found = TalentRecord.objects.filter(id__in=list(ids), merged_into_id=None)
    here = set(found.values_list("id", flat=True))
    people = [one for one in dict.fromkeys(ids) if one in here]
    if not people:
        raise NotVisibleError
    return people


def _read(
    act: str, tag: str, tag_id: UUID | None, remind_on: date | None, text: str, *, now: datetime
) -> tuple[Tag | None, dict[str, Any]]:
    """Return the tag and the checked values of an act."""
    if act == BulkRun.Act.TAG:
        check_day(remind_on, now)
        day = remind_on.isoformat() if remind_on else ""
        return find_or_make_tag(tag), {"remind_on": day}
    if act == BulkRun.Act.UNTAG:
        found = None if tag_id is None else Tag.objects.filter(id=tag_id).first()
        if found is None:
            raise NotVisibleError
        return found, {}
    return None, {"text": read_note(text)} if act == BulkRun.Act.NOTE else {}


def _note_export(actor: Actor, people: Sequence[UUID], now: datetime) -> None:
    """Write down who takes whose data along: for these people, and in the chain."""
    stopped = list_stopped_ids(record_ids=people)
    taken = [one for one in people if one not in stopped]
    record_views(actor=actor, talent_record_ids=taken, way=RecordView.Way.EXPORTED, now=now)
    audit.record(
        actor=actor,
        kind="list.export",
        object_kind="list",
        object_id="company:people",
        now=now,
        data={"format": "xlsx", "row_count": len(taken), "left_out": len(stopped)},
    )
