"""The queue: rollback, retry, dead workers, and rows that name no task."""

import json
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.tasks import task
from django.tasks.exceptions import InvalidTask
from procrastinate.contrib.django import app
from tests.adapters import sample_tasks

from tasuki.adapters import tasks


@pytest.fixture(scope="module")
def queue_tables(django_on_cluster):
    call_command("migrate", "procrastinate", database="owner", verbosity=0)
    connections["owner"].close()


@pytest.fixture(autouse=True)
def empty_queue(queue_tables):
    yield
    sample_tasks.RAN.clear()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "truncate procrastinate_jobs, procrastinate_workers restart identity cascade"
        )


def jobs(columns="args::text"):
    """Return the stored runs; the periodic job of the worker itself is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {columns} from procrastinate_jobs where task_name = %s order by id",
            [tasks.JOB_NAME],
        )
        return [row[0] if len(row) == 1 else row for row in cursor.fetchall()]


def work():
    """Work the queue until it is empty, as a worker process does; the clock's jobs are not ours."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(
            queues=["default"], wait=False, install_signal_handlers=False, listen_notify=False
        )


def test_task_runs_with_its_arguments():
    result = sample_tasks.note.enqueue(7, word="襷")
    work()

    assert sample_tasks.RAN == [(7, "襷")]
    assert jobs("id::text, status::text") == [(result.id, "succeeded")]


def test_job_disappears_with_the_rows_of_its_caller():
    with transaction.atomic():
        sample_tasks.note.enqueue(7)
        transaction.set_rollback(True)

    assert jobs() == []


def test_job_holds_a_path_and_plain_values():
    sample_tasks.note.enqueue(7)

    assert [json.loads(stored) for stored in jobs()] == [
        {"path": "tests.adapters.sample_tasks.note", "args": [7], "kwargs": {}}
    ]


def test_argument_that_is_not_json_is_refused():
    with pytest.raises(TypeError):
        sample_tasks.note.enqueue(uuid.uuid4())

    assert jobs() == []


def test_task_that_wants_a_context_cannot_be_declared():
    with pytest.raises(InvalidTask, match="wants a context"):
        task(takes_context=True)(sample_tasks.with_context)


def test_path_that_names_no_task_calls_nothing():
    app.configure_task(tasks.JOB_NAME).defer(
        path="tests.adapters.sample_tasks.no_task", args=[7], kwargs={}
    )
    work()

    assert sample_tasks.RAN == []
    assert jobs("status::text, attempts") == [("todo", 1)]
    with pytest.raises(InvalidTask, match="not a declared task"):
        tasks.find_task("tests.adapters.sample_tasks.no_task")


def test_failed_task_waits_three_seconds_for_its_second_attempt():
    sample_tasks.fail.enqueue(7)
    work()
    ((status, attempts, wait),) = jobs("status::text, attempts, scheduled_at - now()")

    assert (status, attempts) == ("todo", 1)
    assert timedelta(seconds=1) < wait <= timedelta(seconds=3)


def test_waits_triple_and_end_after_six_attempts():
    strategy = app.tasks[tasks.JOB_NAME].retry_strategy
    waits = [strategy.exponential_wait**attempt for attempt in range(1, strategy.max_attempts + 1)]

    assert waits == [3, 9, 27, 81, 243]


def test_job_of_a_dead_worker_is_run_again():
    sample_tasks.note.enqueue(7)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat)"
            " values (now() - interval '31 seconds') returning id"
        )
        worker_id = cursor.fetchone()[0]
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s", [worker_id]
        )
    app.configure_task("tasuki.take_back_stalled").defer(timestamp=0)
    work()

    assert sample_tasks.RAN == [(7, "")]


def test_job_of_a_living_worker_is_left_alone():
    sample_tasks.note.enqueue(7)
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers default values returning id")
        worker_id = cursor.fetchone()[0]
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s", [worker_id]
        )
    app.configure_task("tasuki.take_back_stalled").defer(timestamp=0)
    work()

    assert sample_tasks.RAN == []
    assert jobs("status::text")[0] == "doing"
