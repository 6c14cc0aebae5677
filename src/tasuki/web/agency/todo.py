"""What waits at the desk besides the relay: introductions, money, and duties with a last day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.agenda.queries import list_tasks
from tasuki.apps.fees.queries.invoices import InvoiceSearch, list_invoices
from tasuki.apps.introductions.queries import CaseFilter, list_cases
from tasuki.core.access import Permission
from tasuki.core.introductions.waiting import Turn
from tasuki.web.components import formats

DUE_DAYS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the list: what, how many, where it is done."""

    text: str
    count: str
    url: str
    is_late: bool = False


def list_todo(actor: Actor, *, today: date) -> list[Line]:
    """Return what waits of introductions, fees and duties; only what the role may see.

    Args:
        actor: who looks.
        today: decides what is overdue.
    """
    return [
        Line(
            text=text,
            count=formats.count(count, "record"),
            url=reverse(page) + query,
            is_late=query in _LATE,
        )
        for text, count, page, query in _found(actor, today=today)
        if count
    ]


_LATE: Final = frozenset({"?is_overdue=on", "?settlement=overdue"})


def _found(actor: Actor, *, today: date) -> Iterator[tuple[str, int, str, str]]:
    if actor.can(Permission.INTRODUCTION_VIEW):
        page = "introductions:introductions"
        ours = CaseFilter(turn=Turn.AGENCY)
        yield (
            _("Introductions that wait for us"),
            list_cases(wanted=ours, on=today).count(),
            page,
            f"?turn={Turn.AGENCY}",
        )
        late = CaseFilter(is_overdue=True)
        yield (
            _("Introductions without an answer in time"),
            list_cases(wanted=late, on=today).count(),
            page,
            "?is_overdue=on",
        )
    if actor.can(Permission.FEE_VIEW):
        page = "fees:invoices"
        for text, search, query in (
            (_("Invoices to issue"), InvoiceSearch(state="draft"), "?state=draft"),
            (_("Overdue invoices"), InvoiceSearch(settlement="overdue"), "?settlement=overdue"),
        ):
            yield text, list_invoices(search, today=today).count(), page, query
    if actor.can(Permission.AGENDA_VIEW):
        soon = list_tasks(actor=actor).filter(due_on__lte=today + timedelta(days=DUE_DAYS))
        yield _("Duties due within seven days"), soon.count(), "agenda:tasks", ""
