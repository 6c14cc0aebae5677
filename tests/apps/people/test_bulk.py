"""Acts on many people: at once or by a task, behind a dead worker, and undone as one."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils.timezone import localdate
from tests.factories import make_member

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.people import bulk_running, bulk_tasks
from tasuki.apps.people.actions import bulk
from tasuki.apps.people.models import BulkRun, PersonNote, PersonTag, RecordView, TalentRecord
from tasuki.core.access import Role

PEOPLE = 12


@pytest.fixture(autouse=True)
def _small(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(bulk, "BACKGROUND_PEOPLE", 5)
    monkeypatch.setattr(bulk_running, "BLOCK_PEOPLE", 5)


@pytest.fixture
def people(house):
    return [house.add(f"架空 {number:02}").pk for number in range(PEOPLE)]


def call(task, run, actor):
    task.call(organisation_id=run.organisation_id, run_id=str(run.pk), account_id=actor.account_id)


def again(house, run):
    with house.at():
        return BulkRun.objects.get(pk=run.pk)


def start(house, act, people, **asked):
    return bulk.start_bulk(
        actor=house.hr, act=act, talent_record_ids=people, now=house.now, **asked
    )


def undo(house, run):
    return house.do(bulk.undo_bulk, batch_id=run.pk)


def count(house, model, **narrowed):
    with house.at():
        return model.objects.filter(**narrowed).count()


def test_few_people_are_tagged_at_once_and_undone_at_once(house, people):
    run = start(house, "tag", people[:5], tag="催し")

    assert (run.state, run.done_count, run.changed_count) == ("done", 5, 5)
    assert (undo(house, run).count, count(house, PersonTag)) == (5, 0)
    with pytest.raises(NotVisibleError):
        undo(house, run)


def test_many_people_are_tagged_by_a_task_and_undone_by_another(house, people):
    day = localdate(house.now) + timedelta(days=400)
    run = start(house, "tag", people, tag="催し", remind_on=day)
    assert (run.state, count(house, PersonTag)) == ("running", 0)
    with pytest.raises(ConflictError):
        undo(house, run)

    call(bulk_tasks.run_bulk, run, house.hr)
    call(bulk_tasks.run_bulk, run, house.hr)  # the answer got lost and the queue asks again

    done = again(house, run)
    assert (done.state, done.done_count, done.changed_count) == ("done", PEOPLE, PEOPLE)
    assert (done.asked, done.person_ids) == ({}, [])
    tagged = {"remind_on": day, "added_by_id": house.hr.account_id}
    assert count(house, PersonTag, **tagged) == PEOPLE
    with house.at():
        assert AuditEvent.objects.get(kind="people.tag").data == {"count": PEOPLE}

    assert undo(house, run).is_waiting
    assert (again(house, run).state, count(house, PersonTag)) == ("undoing", PEOPLE)
    call(bulk_tasks.undo_bulk, run, house.hr)
    call(bulk_tasks.undo_bulk, run, house.hr)
    assert (again(house, run).state, count(house, PersonTag)) == ("undone", 0)


def test_dead_worker_is_followed_behind_the_last_block(house, people):
    run = start(house, "note", people, text="説明会に来た")
    with house.at():
        half = BulkRun.objects.get(pk=run.pk)
        assert bulk_running.advance(actor=house.hr, run=half, now=house.now)
    assert (again(house, run).done_count, count(house, PersonNote)) == (5, 5)

    call(bulk_tasks.run_bulk, run, house.hr)

    assert again(house, run).changed_count == PEOPLE
    assert count(house, PersonNote, author_id=house.hr.account_id) == PEOPLE


def test_notes_go_with_the_undo_and_others_stay(house, people):
    kept = start(house, "note", people[:1], text="別のメモ")
    run = start(house, "note", people, text="説明会に来た")
    call(bulk_tasks.run_bulk, run, house.hr)

    undo(house, run)
    call(bulk_tasks.undo_bulk, run, house.hr)

    with house.at():
        assert [one.batch_id for one in PersonNote.objects.all()] == [kept.pk]


def test_tag_comes_back_to_all_but_those_who_got_it_again(house, people):
    tagged = start(house, "tag", people, tag="催し")
    call(bulk_tasks.run_bulk, tagged, house.hr)
    run = start(house, "untag", people, tag_id=tagged.tag_id)
    call(bulk_tasks.run_bulk, run, house.hr)
    assert count(house, PersonTag, removed_batch_id=None) == 0
    start(house, "tag", people[:1], tag="催し")
    start(house, "tag", people[1:2], tag="別の催し")

    undo(house, run)
    call(bulk_tasks.undo_bulk, run, house.hr)

    assert count(house, PersonTag, removed_batch_id=None, tag=tagged.tag) == PEOPLE
    assert count(house, PersonTag, removed_batch_id=run.pk) == 1


@pytest.mark.parametrize("breaking", ["put_tag", "take_back"])
def test_task_that_breaks_says_so_and_what_was_done_can_be_undone(
    house, people, monkeypatch, breaking
):
    run = start(house, "tag", people, tag="催し")
    if breaking == "take_back":
        call(bulk_tasks.run_bulk, run, house.hr)
        undo(house, run)
    with monkeypatch.context() as broken:
        broken.setattr(f"tasuki.apps.people.tagging.{breaking}", None)
        call(bulk_tasks.run_bulk if breaking == "put_tag" else bulk_tasks.undo_bulk, run, house.hr)

    failed = again(house, run)
    assert (failed.state, failed.asked, failed.person_ids) == ("failed", {}, [])
    assert failed.problem.startswith("途中で問題が起きました")
    undo(house, run)
    call(bulk_tasks.undo_bulk, run, house.hr)
    assert (again(house, run).state, count(house, PersonTag)) == ("undone", 0)


def lines_of(house, run):
    with house.at():
        data = BulkRun.objects.get(pk=run.pk).file.read()
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_many_people_are_written_into_a_file_by_a_task(house, people):
    run = start(house, "export", people)
    with house.at():
        # A worker died behind its first block: its lines are lost, its count is not.
        BulkRun.objects.filter(pk=run.pk).update(done_count=5)
        # Nobody of a whole block is there any more.
        TalentRecord.objects.filter(pk__in=people[:5]).update(merged_into_id=people[-1])

    call(bulk_tasks.run_bulk, run, house.hr)

    names = [line[1] for line in lines_of(house, run)[1:]]
    assert names == [f"架空 {number:02}" for number in range(5, PEOPLE)]
    done = again(house, run)
    assert (done.state, done.done_count, done.changed_count) == ("done", PEOPLE, PEOPLE - 5)
    assert count(house, RecordView, way="exported", viewer_id=house.hr.account_id) == PEOPLE
    with pytest.raises(ConflictError):
        undo(house, run)


def test_file_goes_when_somebody_in_it_is_erased(house, people, django_capture_on_commit_callbacks):
    run, other = start(house, "export", people[:3]), start(house, "export", people[3:5])
    path = Path(again(house, run).file.path)
    assert path.exists()

    with house.at(), django_capture_on_commit_callbacks(execute=True):
        gone = bulk.forget_exports(record_ids=[people[1]])

    assert (gone, path.exists()) == (1, False)
    assert [one[1] for one in lines_of(house, other)[1:]] == ["架空 03", "架空 04"]


def test_what_cannot_be_done_is_refused_before_anything_is_stored(house, people):
    stranger = type(house)()
    refused = [
        (InvalidInputError, "tag", {"tag": ""}),
        (InvalidInputError, "tag", {"tag": "催し", "remind_on": localdate(house.now)}),
        (InvalidInputError, "note", {"text": " "}),
        (RefusedError, "note", {"text": "創価学会の会員"}),
        (NotVisibleError, "untag", {"tag_id": people[0]}),
    ]

    for error, act, asked in refused:
        with pytest.raises(error):
            start(house, act, people, **asked)
    with pytest.raises(NotVisibleError):
        start(stranger, "tag", people, tag="催し")
    with pytest.raises(NotAllowedError):
        bulk.start_bulk(
            actor=make_member(house.company, Role.COMPANY_MANAGER),
            act="note",
            talent_record_ids=people,
            text="a",
            now=house.now,
        )

    assert count(house, BulkRun) == 0
