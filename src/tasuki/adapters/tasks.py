"""Django's ``@task`` functions, run by procrastinate on PostgreSQL.

Decides how a task is stored, how often it is tried and what happens when its worker dies.
Everything else imports ``django.tasks`` only, so another engine would be another file here.

Settings that belong to it::

    TASKS = {"default": {"BACKEND": "tasuki.adapters.tasks.ProcrastinateBackend"}}
    PROCRASTINATE_IMPORT_PATHS = ["tasuki.adapters.tasks"]

A stored task is a path and JSON values, written on the caller's connection: it commits or
disappears together with the caller's rows.  A task may run twice, so it is safe to repeat, it
takes ids and not objects, and it binds its organisation again before it reads a row.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.tasks import Task, TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import InvalidTask
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

JOB_NAME: Final = "tasuki.run"
"""Stands in the queue's rows, so it is never renamed."""

ATTEMPTS_MAX: Final = 6
RETRY_BASE_SECONDS: Final = 3
"""Base of the waits after a failure: 3, 9, 27, 81 and 243 seconds."""

SILENT_SECONDS_MAX: Final = 30
"""A worker that gave no sign of life for so long is dead; it gives one every ten seconds."""


class ProcrastinateBackend(BaseTaskBackend):
    """Store each enqueued task as one job of procrastinate."""

    supports_defer = True
    supports_priority = True

    def validate_task(self, task: "Task[..., Any]") -> None:
        """Refuse what would run otherwise than declared.

        Raises:
            InvalidTask: the task wants a context, which this backend does not hand over.
        """
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTask(f"{task.module_path} wants a context, which is not supported")

    def enqueue[**P, R](
        self, task: "Task[P, R]", args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> "TaskResult[P, R]":
        """Store one run of the task in the caller's transaction.

        Raises:
            InvalidTask: see ``validate_task``.
            TypeError: an argument is not JSON; hand over ids and plain values.
        """
        self.validate_task(task)
        plain_args: Any = normalize_json(list(args))
        plain_kwargs: Any = normalize_json(dict(kwargs))
        job = app.configure_task(
            JOB_NAME, queue=task.queue_name, priority=task.priority, schedule_at=task.run_after
        )
        job_id = job.defer(path=task.module_path, args=plain_args, kwargs=plain_kwargs)
        return TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=plain_args,
            kwargs=plain_kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def find_task(path: str) -> "Task[..., Any]":
    """Return the declared task at an import path.

    Raises:
        InvalidTask: there is something else: a row of the queue must not call any function.
        ImportError: there is nothing; a newer release may know it, so it is tried again.
    """
    found = import_string(path)
    if not isinstance(found, Task):
        raise InvalidTask(f"{path} is not a declared task")
    return found


@app.task(
    name=JOB_NAME,
    retry=RetryStrategy(max_attempts=ATTEMPTS_MAX - 1, exponential_wait=RETRY_BASE_SECONDS),
)
def run_stored(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run one stored task; after an error procrastinate waits and tries again."""
    find_task(path).call(*args, **kwargs)


@app.periodic(cron="* * * * * */10")
@app.task(
    name="tasuki.take_back_stalled",
    queueing_lock="tasuki.take_back_stalled",
    pass_context=True,
)
async def take_back_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue, every ten seconds."""
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS_MAX)
    for job in stalled:
        await manager.retry_job(job)
