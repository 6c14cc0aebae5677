"""Large files are checked and written by tasks, in blocks, and go on after a dead worker."""

import pytest
from tests.apps.imports.wizard import again, start, verdicts
from tests.factories import NOW, count_rows, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports import actions, samples, staging, tasks
from tasuki.apps.imports.actions import drafts, runs
from tasuki.apps.imports.models import ImportFile, ImportRun, StagedRow
from tasuki.apps.imports.store import drop_file
from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
ROWS = 60


@pytest.fixture(autouse=True)
def _small(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    for module in (drafts, runs):
        monkeypatch.setattr(module, "BACKGROUND_ROWS", 10)
    monkeypatch.setattr(staging, "BLOCK_ROWS", 25)
    monkeypatch.setattr("tasuki.apps.imports.running.BLOCK_ROWS", 25)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_member(company, Role.COMPANY_HR)


@pytest.fixture
def waiting(hr):
    """A large draft whose words are answered: a task is to check it."""
    run = start(hr, samples.make_herp_csv(count=ROWS))
    actions.choose_columns(actor=hr, run_id=run.id, now=NOW)
    return actions.answer_values(actor=hr, run_id=run.id, now=NOW)


def call(task, run, actor):
    task.call(organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id)


def test_large_draft_is_checked_by_a_task_and_written_by_another(hr, company, waiting):
    assert waiting.state == ImportRun.State.CHECKING
    call(tasks.check_draft, waiting, hr)
    assert (again(waiting).state, again(waiting).step) == ("draft", "check")
    assert sum(verdicts(waiting).values()) == ROWS

    run = actions.start_import(actor=hr, run_id=waiting.id, now=NOW)
    assert run.state == ImportRun.State.RUNNING
    call(tasks.run_import, run, hr)
    call(tasks.run_import, run, hr)  # the answer got lost and the queue asks again

    done = again(run)
    assert (done.state, done.new_count, done.done_count) == ("done", ROWS, ROWS)
    assert count_rows(Application, company) == ROWS
    assert count_rows(StagedRow, company) == 0


def test_dead_worker_is_followed_behind_the_last_block(hr, company, waiting):
    call(tasks.check_draft, waiting, hr)
    run = actions.start_import(actor=hr, run_id=waiting.id, now=NOW)
    with bound(company.id, None):
        half = again(run)
        assert tasks.advance(half, now=NOW)
        half.save()
    assert count_rows(Application, company) == 25

    call(tasks.run_import, run, hr)

    assert again(run).new_count == ROWS
    assert count_rows(Application, company) == ROWS


def test_all_or_nothing_is_one_transaction(hr, company, waiting, monkeypatch):
    call(tasks.check_draft, waiting, hr)
    run = actions.start_import(actor=hr, run_id=waiting.id, is_all_or_nothing=True, now=NOW)
    real = Application.objects.bulk_create
    calls = []

    def second_block_breaks(rows, *args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise ZeroDivisionError
        return real(rows, *args, **kwargs)

    monkeypatch.setattr(Application.objects, "bulk_create", second_block_breaks)
    call(tasks.run_import, run, hr)

    assert again(run).state == ImportRun.State.FAILED
    assert again(run).problem
    assert count_rows(Application, company) == 0


def test_draft_without_its_file_says_so(hr, company, waiting):
    with bound(company.id, None):
        drop_file(waiting)
        assert ImportFile.objects.count() == 0

    call(tasks.check_draft, waiting, hr)

    assert "保存期間" in again(waiting).problem


def test_large_import_is_taken_back_by_a_task(hr, company, waiting):
    call(tasks.check_draft, waiting, hr)
    run = actions.start_import(actor=hr, run_id=waiting.id, now=NOW)
    call(tasks.run_import, run, hr)

    done = actions.undo_import(actor=hr, run_id=run.id, now=again(run).created_at)
    assert (done.is_waiting, again(run).state) == (True, ImportRun.State.UNDOING)
    assert count_rows(Application, company) == ROWS

    call(tasks.undo_import, run, hr)
    call(tasks.undo_import, run, hr)  # the answer got lost and the queue asks again
    assert again(run).state == ImportRun.State.UNDONE
    assert count_rows(Application, company) == 0


def test_taking_back_that_breaks_says_so_and_can_be_tried_again(hr, company, waiting, monkeypatch):
    call(tasks.check_draft, waiting, hr)
    run = actions.start_import(actor=hr, run_id=waiting.id, now=NOW)
    call(tasks.run_import, run, hr)
    actions.undo_import(actor=hr, run_id=run.id, now=again(run).created_at)

    with monkeypatch.context() as broken:
        broken.setattr("tasuki.apps.imports.undoing.forget_passages", None)
        call(tasks.undo_import, run, hr)
    assert again(run).state == ImportRun.State.PARTLY
    assert again(run).problem.startswith("取り込みの途中で問題が起きました")
    assert count_rows(Application, company) == ROWS

    actions.undo_import(actor=hr, run_id=run.id, now=again(run).created_at)
    call(tasks.undo_import, run, hr)
    assert again(run).state == ImportRun.State.UNDONE
