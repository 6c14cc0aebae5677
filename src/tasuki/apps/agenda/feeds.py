"""A member's private calendar as a file."""

from datetime import datetime

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.adapters.calendar import Day, write_calendar
from tasuki.apps.actor import Actor
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.agenda.queries import list_feed, task_title
from tasuki.apps.orgs.queries import find_organisation
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.core.agenda.reminders import REMIND_DAYS
from tasuki.core.law.citations import cite
from tasuki.core.words import Words


def feed_file(*, actor: Actor, language: str, now: datetime) -> bytes:
    """Return the open and lately done tasks of a member as iCalendar; no person stands in it.

    Args:
        actor: the member; the organisation is bound.
        language: ``ja`` or ``en``.
        now: the moment of asking.
    """
    organisation = find_organisation(organisation_id=actor.organisation_id)
    name = Words(f"{organisation.name} 期限", f"{organisation.name}: duties")
    tasks = list_feed(actor=actor, on=localdate(now))
    return write_calendar(
        (_day(task, language, now) for task in tasks), name=name.in_language(language)
    )


def _day(task: AgendaTask, language: str, now: datetime) -> Day:
    source = DUTIES[AgendaKind(task.kind)].source
    return Day(
        uid=f"{task.pk}@{settings.BASE_URL.partition('//')[2] or 'tasuki'}",
        on=task.due_on,
        title=task_title(task).in_language(language),
        text="" if source == "design" else cite(source, language),
        url=f"{settings.BASE_URL}{task.url or '/agenda/'}",
        changed_at=now,
        is_done=task.state == AgendaTask.State.DONE,
        remind_days=REMIND_DAYS,
    )
