"""Write the calendar anew from law and rows, settle who does what, and open private feeds."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.agenda.models import AgendaRule, AgendaTask
from tasuki.apps.agenda.queries import kinds_of, list_rules, task_title
from tasuki.apps.agenda.sources import list_from_rows
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door, Membership
from tasuki.core.access import Permission
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.core.agenda.reminders import FIRST_DAYS, is_reminder_due, reminder_days
from tasuki.core.agenda.standing import Task, list_standing

FEED_PATH: Final = "/agenda/feed/{key}.ics"
_LIVE: Final = frozenset({AgendaTask.State.OPEN})


@action(act=None)
def plan_agenda(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Write what law and rows ask for up to the horizon; safe to repeat.

    A task that nothing asks for any more is void; one that was done stays done. A task whose
    days moved gets the new ones and is brought to mind again.

    Args:
        actor: the organisation's task, or a member.
        now: the moment of the run.

    Returns:
        How many tasks were added, moved and made void.
    """
    require(actor, Permission.AGENDA_VIEW)
    today = localdate(now)
    rules = {one.kind: one for one in list_rules(kind=actor.kind)}
    asked = [*list_standing(actor.kind, today=today), *list_from_rows(actor.kind, today=today)]
    wanted = {task.key: task for task in asked if rules[task.kind].is_on}
    stored = {one.key: one for one in AgendaTask.objects.select_for_update()}
    added = [
        _row_of(task, owner_id=rules[task.kind].owner_id)
        for key, task in wanted.items()
        if key not in stored
    ]
    AgendaTask.objects.bulk_create(added)
    moved = [one for one in stored.values() if one.key in wanted and _move(one, wanted[one.key])]
    fields = ["starts_on", "due_on", "subject", "url", "state", "reminded_on"]
    AgendaTask.objects.bulk_update(moved, fields)
    gone = [one for one in stored.values() if _is_gone(one, wanted, today)]
    AgendaTask.objects.filter(pk__in=[one.pk for one in gone]).update(state=AgendaTask.State.VOID)
    return {"added": len(added), "moved": len(moved), "void": len(gone)}


@action(act=None)
def remind_of_agenda(*, actor: Actor, now: datetime) -> int:
    """Tell the owner, or all, of open tasks on their days: before the last one, and overdue.

    Args:
        actor: the organisation's task.
        now: the moment of the run.

    Returns:
        How many tasks were brought to mind.
    """
    require(actor, Permission.AGENDA_VIEW)
    today = localdate(now)
    is_near = Q(starts_on__lte=today) | Q(due_on__lte=today + timedelta(days=FIRST_DAYS))
    rows = AgendaTask.objects.select_for_update().filter(is_near, state=AgendaTask.State.OPEN)
    due = [one for one in rows.order_by("due_on", "id") if _is_reminder_due(one, today)]
    for task in due:
        title = task_title(task)
        notify(
            actor=actor,
            text=f"期限 {task.due_on:%Y/%m/%d}：{title.ja}",
            text_en=f"Due {task.due_on.isoformat()}: {title.en}",
            url=task.url or "/agenda/",
            account_id=task.owner_id,
            needs=DUTIES[AgendaKind(task.kind)].needs or Permission.AGENDA_VIEW,
        )
        task.reminded_on = today
    AgendaTask.objects.bulk_update(due, ["reminded_on"])
    return len(due)


@action(act=None)
def finish_task(*, actor: Actor, task_id: UUID, now: datetime) -> AgendaTask:
    """Mark a task as done.

    Raises:
        NotVisibleError: no such task, or no right to see its case.
    """
    require(actor, Permission.AGENDA_EDIT)
    task = _lock(actor, task_id)
    task.state, task.done_on, task.done_by_id = (
        AgendaTask.State.DONE,
        localdate(now),
        actor.account_id,
    )
    task.save(update_fields=["state", "done_on", "done_by_id"])
    _record(actor, task, "done", now=now)
    return task


@action(act=None)
def reopen_task(*, actor: Actor, task_id: UUID, now: datetime) -> AgendaTask:
    """Take the mark "done" back.

    Raises:
        NotVisibleError: no such task, or no right to see its case.
    """
    require(actor, Permission.AGENDA_EDIT)
    task = _lock(actor, task_id)
    task.state, task.done_on, task.done_by_id = AgendaTask.State.OPEN, None, None
    task.save(update_fields=["state", "done_on", "done_by_id"])
    _record(actor, task, "reopen", now=now)
    return task


@action(act=None)
def assign_task(*, actor: Actor, task_id: UUID, owner_id: int | None, now: datetime) -> AgendaTask:
    """Say who does a task.

    Args:
        actor: a member.
        task_id: the task.
        owner_id: account of a member; None = nobody in particular.
        now: when.

    Raises:
        NotVisibleError: no such task.
        InvalidInputError: no member has this account.
    """
    require(actor, Permission.AGENDA_EDIT)
    _check_owner(owner_id)
    task = _lock(actor, task_id)
    task.owner_id = owner_id
    task.save(update_fields=["owner_id"])
    _record(actor, task, "assign", now=now)
    return task


@action(act=None)
def set_rule(
    *, actor: Actor, kind: AgendaKind, is_on: bool, owner_id: int | None, now: datetime
) -> AgendaRule:
    """Settle whether a kind of duty concerns the organisation, and who does it.

    Open tasks of the kind follow: to the new owner, or out of the calendar.

    Raises:
        NotVisibleError: the kind does not concern this kind of organisation.
        InvalidInputError: no member has this account.
    """
    require(actor, Permission.AGENDA_EDIT)
    if actor.kind not in DUTIES[kind].kinds:
        raise NotVisibleError
    _check_owner(owner_id)
    rule, _is_new = AgendaRule.objects.update_or_create(
        organisation_id=current_organisation_id(),
        kind=kind,
        defaults={"is_on": is_on, "owner_id": owner_id},
    )
    AgendaTask.objects.filter(kind=kind, state=AgendaTask.State.OPEN).update(owner_id=owner_id)
    audit.record(
        actor=actor,
        kind="agenda.rule",
        object_kind="agenda_rule",
        object_id=rule.pk,
        now=now,
        after="on" if is_on else "off",
        data={"kind": str(kind)},
    )
    plan_agenda(actor=actor, now=now)
    return rule


@action(act=None)
def open_feed(*, actor: Actor, now: datetime) -> str:
    """Make the address of a member's private calendar and return its key, once.

    An earlier address ends. The key dies with the membership.

    Raises:
        NotVisibleError: the actor is no member.
    """
    require(actor, Permission.AGENDA_VIEW)
    member = Membership.objects.filter(account_id=actor.account_id or 0, ended_at=None).first()
    if member is None:
        raise NotVisibleError
    close_doors(kind=Door.Kind.CALENDAR, subject=member.pk, now=now)
    return make_door(kind=Door.Kind.CALENDAR, subject=member.pk)


@action(act=None)
def close_feed(*, actor: Actor, now: datetime) -> int:
    """End the member's private calendar and return how many addresses were open."""
    require(actor, Permission.AGENDA_VIEW)
    members = Membership.objects.filter(account_id=actor.account_id or 0, ended_at=None)
    return sum(close_doors(kind=Door.Kind.CALENDAR, subject=one.pk, now=now) for one in members)


def _is_reminder_due(task: AgendaTask, today: date) -> bool:
    kind = AgendaKind(task.kind)
    days = reminder_days(kind, starts_on=task.starts_on, due_on=task.due_on)
    return is_reminder_due(days, reminded_on=task.reminded_on, today=today)


def _row_of(task: Task, *, owner_id: int | None) -> AgendaTask:
    return AgendaTask(
        organisation_id=current_organisation_id(),
        kind=task.kind,
        key=task.key,
        subject=task.subject[:60],
        starts_on=task.starts_on,
        due_on=task.due_on,
        url=task.url,
        owner_id=owner_id,
    )


def _move(row: AgendaTask, task: Task) -> bool:
    """Bring a stored task to what is asked for now; return whether anything changed."""
    before = (row.starts_on, row.due_on, row.subject, row.url, row.state)
    if row.due_on != task.due_on:
        row.reminded_on = None
    row.starts_on, row.due_on, row.subject, row.url = (
        task.starts_on,
        task.due_on,
        task.subject[:60],
        task.url,
    )
    if row.state == AgendaTask.State.VOID:
        row.state = AgendaTask.State.OPEN
    return before != (row.starts_on, row.due_on, row.subject, row.url, row.state)


def _is_gone(row: AgendaTask, wanted: dict[str, Task], today: date) -> bool:
    """A duty of the calendar itself stays when its day has passed: it is overdue, not gone."""
    if row.key in wanted or row.state not in _LIVE:
        return False
    is_standing = len(row.key.split(":")[-1]) <= len("2026-04") and row.kind != AgendaKind.POOL
    return not (is_standing and row.due_on < today)


def _lock(actor: Actor, task_id: UUID) -> AgendaTask:
    task = (
        AgendaTask.objects.select_for_update()
        .filter(pk=task_id, kind__in=kinds_of(actor))
        .exclude(state=AgendaTask.State.VOID)
        .first()
    )
    if task is None:
        raise NotVisibleError
    return task


def _check_owner(owner_id: int | None) -> None:
    if owner_id is None:
        return
    if not Membership.objects.filter(account_id=owner_id, ended_at=None).exists():
        raise InvalidInputError(
            ja="担当者をメンバーから選んでください。",
            en="Choose the owner among the members.",
            field="owner_id",
        )


def _record(actor: Actor, task: AgendaTask, act: str, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"agenda.{act}",
        object_kind="agenda_task",
        object_id=task.pk,
        now=now,
        after=task.state,
    )
