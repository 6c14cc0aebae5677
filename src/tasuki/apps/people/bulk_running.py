"""Do an act on many people block by block; an interrupted job goes on behind the last block."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile

from tasuki.adapters.tabular.write import write_xlsx
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.people import tagging
from tasuki.apps.people.exporting import heads_in, left_out_line, list_lines
from tasuki.apps.people.models import BulkRun, PersonNote, TalentRecord
from tasuki.apps.people.queries.people import list_stopped_ids

BLOCK_PEOPLE: Final = 500


def next_block(run: BulkRun) -> list[UUID]:
    """Return the people who come next."""
    return list(run.person_ids[run.done_count : run.done_count + BLOCK_PEOPLE])


def advance(*, actor: Actor, run: BulkRun, now: datetime) -> bool:
    """Do the next block in the transaction that is open; return whether people are left.

    Args:
        actor: in whose name.
        run: locked by the caller; saved here. Its act is no export.
        now: when.
    """
    block = next_block(run)
    here = TalentRecord.objects.filter(id__in=block, merged_into_id=None)
    run.changed_count += _do(run, list(here.order_by("id").values_list("id", flat=True)))
    run.done_count += len(block)
    if run.done_count < run.total_count:
        run.save(update_fields=["done_count", "changed_count"])
        return True
    finish(actor=actor, run=run, now=now)
    return False


def _do(run: BulkRun, people: Sequence[UUID]) -> int:
    if run.act == BulkRun.Act.NOTE:
        return len(
            PersonNote.everything.bulk_create(
                PersonNote(
                    organisation_id=run.organisation_id,
                    talent_record_id=one,
                    text=run.asked["text"],
                    author_id=run.started_by_id,
                    batch_id=run.id,
                )
                for one in people
            )
        )
    assert run.tag is not None
    if run.act == BulkRun.Act.UNTAG:
        return tagging.take_tag(run.tag, people, batch_id=run.id)
    day = run.asked.get("remind_on", "")
    return tagging.put_tag(
        run.tag,
        people,
        remind_on=date.fromisoformat(day) if day else None,
        batch_id=run.id,
        account_id=run.started_by_id,
    )


def keep_file(*, actor: Actor, run: BulkRun, lines: Sequence[list[str]], now: datetime) -> None:
    """Write the file of an export and end it; the caller locked the run.

    Args:
        actor: in whose name.
        run: saved here.
        lines: the people.
        now: when.
    """
    language = run.asked.get("language", "ja")
    stopped = list_stopped_ids(record_ids=run.person_ids)
    last = left_out_line(len(stopped), language=language)
    table = [heads_in(language), *lines, *last]
    content = ContentFile(write_xlsx(table, sheet_name="people"))
    run.file.save(f"{run.id}", content, save=False)
    run.done_count, run.changed_count = run.total_count, len(lines)
    finish(actor=actor, run=run, now=now)


def finish(*, actor: Actor, run: BulkRun, now: datetime) -> None:
    """End an act, forget what was asked, and write it into the audit chain."""
    run.state, run.finished_at = BulkRun.State.DONE, now
    run.asked = {}
    if run.act != BulkRun.Act.EXPORT:
        run.person_ids = []
    run.save()
    if run.act == BulkRun.Act.EXPORT:
        return  # the one who asked for the file is in the chain already
    audit.record(
        actor=actor,
        kind=f"people.{run.act}",
        object_kind="act" if run.tag_id is None else "tag",
        object_id=run.tag_id or run.id,
        now=now,
        data={"count": run.changed_count},
    )


def run_to_end(*, actor: Actor, run: BulkRun, now: datetime) -> None:
    """Do all blocks in the transaction that is open."""
    if run.act == BulkRun.Act.EXPORT:
        lines = list_lines(run.person_ids, language=run.asked.get("language", "ja"))
        keep_file(actor=actor, run=run, lines=lines, now=now)
        return
    while advance(actor=actor, run=run, now=now):
        pass


def take_back(*, actor: Actor, run: BulkRun, now: datetime) -> int:
    """Undo an act in the transaction that is open; the caller locked the run.

    Returns:
        How many rows went or came back.
    """
    if run.act == BulkRun.Act.NOTE:
        count = PersonNote.objects.filter(batch_id=run.id).update(removed_at=now)
    else:
        count = tagging.take_back(batch_id=run.id)
    run.state, run.undone_at, run.problem = BulkRun.State.UNDONE, now, ""
    run.save(update_fields=["state", "undone_at", "problem"])
    audit.record(
        actor=actor,
        kind="people.untagging" if run.tag_id else "people.unnoting",
        object_kind="act",
        object_id=run.id,
        now=now,
        data={"count": count},
    )
    return count
