"""Read a person's timeline, newest first, page by page."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.timeline import other_rows, people_rows
from tasuki.apps.timeline.entries import Entry, Group
from tasuki.core.access import Permission

PAGE_ENTRIES: Final = 50
_SOURCES: Final = (
    people_rows.of_applications,
    people_rows.of_steps,
    people_rows.of_notices,
    people_rows.of_employments,
    people_rows.of_marks,
    people_rows.of_imports,
    other_rows.of_consents,
    other_rows.of_provisions,
    other_rows.of_acts,
)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """One page.

    Attributes:
        entries: what lies ahead first, then what happened, the newest first.
        next_after: key of the last line; empty where there is no further page.
    """

    entries: tuple[Entry, ...]
    next_after: str


def read_timeline(
    *,
    actor: Actor,
    record_ids: Collection[UUID],
    group: str = "",
    after: str = "",
    limit: int = PAGE_ENTRIES,
    on: date,
) -> TimelinePage:
    """Return one page of what happened with a person, from the rows of all areas.

    Args:
        actor: who reads; moves are shown to those who may see moves.
        record_ids: the record and those merged into it.
        group: one ``Group``; empty for all.
        after: ``next_after`` of the page before.
        limit: lines at most, >= 1.
        on: today in Japan; later days lie ahead.
    """
    entries = [entry for source in _SOURCES for entry in source(record_ids)]
    entries += people_rows.of_reminders(record_ids, on=on)
    if actor.can(Permission.MOVE_VIEW):
        entries += other_rows.of_moves(record_ids)
    if group in {*Group}:
        entries = [entry for entry in entries if entry.group == group]
    entries.sort(key=lambda entry: (entry.moment, entry.key), reverse=True)
    if after:
        behind = [place for place, entry in enumerate(entries) if entry.key == after]
        entries = entries[behind[0] + 1 :] if behind else []
    shown = entries[:limit]
    is_more = len(entries) > limit
    return TimelinePage(tuple(shown), shown[-1].key if is_more else "")
