"""The background part of printing a large book."""

from datetime import datetime
from typing import Final

import structlog
from django.core.files.base import ContentFile
from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.books import printing
from tasuki.apps.books.models import BookRun
from tasuki.apps.books.papers import Printing
from tasuki.core.access import OrganisationKind, Role

_log = structlog.get_logger()
_BROKEN: Final = (
    "印刷の途中で問題が起きました。もう一度お試しください。 Something went wrong; try again."
)


@task
def print_book(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Print a book part by part; a worker that takes the job over begins anew."""
    parts: list[bytes] = []
    try:
        while _print_next(organisation_id, run_id, account_id, parts):
            pass
    except Exception:  # noqa: BLE001 - the run must say that it stopped, whatever it was
        _log.exception("printing a book failed", organisation_id=organisation_id)
        with bound(organisation_id, account_id):
            BookRun.objects.filter(id=run_id, state=BookRun.State.RUNNING).update(
                state=BookRun.State.FAILED, problem=_BROKEN, finished_at=timezone.now()
            )


def _print_next(
    organisation_id: int, run_id: str, account_id: int | None, parts: list[bytes]
) -> bool:
    """Print one part in a transaction of its own; return whether parts are left."""
    with bound(organisation_id, account_id):
        run = BookRun.objects.filter(id=run_id, state=BookRun.State.RUNNING).first()
        if run is None:
            return False
        if not parts:
            run.done_count = 0  # the worker before died with its parts
        wish, size = printing.wish_of(run), printing.part_size(run.document)
        count = max(1, -(-run.total_count // size))
        content, entries = printing.print_part(
            wish, _printing(run, organisation_id, account_id), place=len(parts), count=count
        )
        parts.append(content)
        run.done_count = min(run.done_count + entries, run.total_count)
        if len(parts) < count:
            run.save(update_fields=["done_count"])
            return True
        file = printing.bind_parts(wish, parts)
        run.file.save(f"{run.id}", ContentFile(file.content), save=False)
        run.file_type, run.done_count, run.asked = file.ending, run.total_count, {}
        run.state, run.finished_at = BookRun.State.DONE, timezone.now()
        run.save()
    return False


def _printing(run: BookRun, organisation_id: int, account_id: int | None) -> Printing:
    actor = Actor(
        organisation_id=organisation_id,
        kind=OrganisationKind.AGENCY,
        # The views of the people are noted in the name of the member who asked.
        role=Role(run.asked["role"]) if run.asked.get("role") else None,
        account_id=account_id,
        name=run.asked.get("name", ""),
    )
    at = datetime.fromisoformat(run.asked["at"])
    return Printing(actor=actor, language="ja", now=at)
