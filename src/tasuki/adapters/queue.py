"""How the queue of background jobs stands; its rows name no organisation's data."""

from dataclasses import dataclass

from django.db.models import Count
from procrastinate.contrib.django.models import ProcrastinateJob


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs stand where.

    Attributes:
        waiting: not begun, those for a later moment included.
        running: begun by a worker.
        failed: given up after the last attempt.
    """

    waiting: int
    running: int
    failed: int


def count_jobs() -> JobCounts:
    """Return how many jobs wait, run and failed."""
    rows = ProcrastinateJob.objects.order_by().values_list("status").annotate(Count("id"))
    found = dict(rows)
    return JobCounts(
        waiting=found.get("todo", 0), running=found.get("doing", 0), failed=found.get("failed", 0)
    )
