"""On which days a duty is brought to mind."""

from datetime import date, timedelta
from typing import Final

from tasuki.core.agenda.kinds import AgendaKind

REMIND_DAYS: Final = 7
"""How long before its last day an open task is brought to mind (design)."""
FIRST_DAYS: Final = 30
"""No duty is brought to mind longer before its last day, unless it began (design)."""

_DAYS_BEFORE: Final[dict[AgendaKind, tuple[int, ...]]] = {
    AgendaKind.SLOT: (FIRST_DAYS, REMIND_DAYS),
    AgendaKind.SEARCH_END: (FIRST_DAYS, REMIND_DAYS),
    AgendaKind.INVOICE_DUE: (),
}
_FROM_THE_START: Final = frozenset(
    {AgendaKind.LICENCE, AgendaKind.LECTURE, AgendaKind.SLOT, AgendaKind.FEE_TABLE}
)
"""These are brought to mind on their first day, too."""

_ELSEWHERE: Final = frozenset(
    {
        AgendaKind.REQUEST,
        AgendaKind.INCIDENT,
        AgendaKind.SECONDMENT,
        AgendaKind.PAY_DAY,
        AgendaKind.END_NOTICE,
        AgendaKind.SIDE_WORK,
        AgendaKind.CASE_ANSWER,
    }
)
"""Their own areas bring them to mind, by the clocks of the law or of the case."""


def reminder_days(kind: AgendaKind, *, starts_on: date, due_on: date) -> tuple[date, ...]:
    """Return the days on which a duty is brought to mind, in order.

    The day after its last day is one of them: what is overdue is said once.

    Args:
        kind: which duty.
        starts_on: first day on which it can be done.
        due_on: last day for it.

    Source: design; 職業安定法 32条の6 (renewal of a licence, six months before).
    """
    if kind in _ELSEWHERE:
        return ()
    before = _DAYS_BEFORE.get(kind, (REMIND_DAYS,))
    days = {due_on - timedelta(days=count) for count in before} | {due_on + timedelta(days=1)}
    if kind in _FROM_THE_START:
        days.add(starts_on)
    return tuple(sorted(days))


def is_reminder_due(days: tuple[date, ...], *, reminded_on: date | None, today: date) -> bool:
    """Return whether a day of a reminder has come on which nothing was said yet.

    Args:
        days: of ``reminder_days``.
        reminded_on: the day of the last reminder; None if there was none.
        today: the day of the run.
    """
    past = [day for day in days if day <= today]
    return bool(past) and (reminded_on is None or reminded_on < past[-1])
