"""Have a large book printed in the background, and take the file."""

from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.books import print_tasks
from tasuki.apps.books.models import BookRun
from tasuki.apps.books.printing import BookWish, list_entries
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.core.access import Permission

DIRECT_ENTRIES: Final = 100
"""More entries than these are left to a task."""
ENTRIES_MAX: Final = 50_000


@action(act=None)
def start_printing(*, actor: Actor, wish: BookWish, now: datetime) -> BookRun:
    """Have a book printed in the background; the one who asked takes the file.

    Args:
        actor: a member who may take files.
        wish: which book.
        now: when.

    Raises:
        InvalidInputError: no such book, or more than 50,000 entries.

    Source: 職業安定法施行規則 24条の7 (viewable and printable).
    """
    require(actor, Permission.BOOK_VIEW)
    require(actor, Permission.EXPORT)
    if wish.document not in BookRun.Document.values:
        raise InvalidInputError(
            ja="帳簿（D1・D2・D3）を選んでください。",
            en="Choose a book: D1, D2 or D3.",
            field="document",
        )
    total = list_entries(wish).count()
    if total > ENTRIES_MAX:
        raise InvalidInputError(
            ja=f"{ENTRIES_MAX:,}件を超えるため印刷できません。年度や言葉で絞り込んでください。",
            en=f"More than {ENTRIES_MAX:,} rows. Narrow the book by year or words.",
            code="too_many_rows",
        )
    run = BookRun.objects.create(
        organisation_id=actor.organisation_id,
        document=wish.document,
        asked={
            "year": wish.year.year if wish.year else None,
            "text": wish.text,
            "has_notes": wish.has_notes,
            "language": wish.language,
            "name": actor.name,
            "role": str(actor.role) if actor.role else "",
            "at": now.isoformat(),
        },
        total_count=total,
        started_by_id=actor.account_id,
    )
    print_tasks.print_book.enqueue(
        organisation_id=actor.organisation_id,
        run_id=str(run.id),
        account_id=actor.account_id,
    )
    return run


def find_run(*, run_id: UUID) -> BookRun:
    """Return a printing of the agency bound now.

    Raises:
        NotVisibleError: there is none.
    """
    run = BookRun.objects.filter(id=run_id).first()
    if run is None:
        raise NotVisibleError
    return run


def find_file(*, actor: Actor, run_id: UUID) -> BookRun:
    """Return a finished printing for the member who asked for it.

    Raises:
        NotVisibleError: there is no file, or another member asked for it.
    """
    require(actor, Permission.EXPORT)
    run = find_run(run_id=run_id)
    if not run.file or run.started_by_id != actor.account_id:
        raise NotVisibleError
    return run
