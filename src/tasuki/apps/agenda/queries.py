"""Read the calendar: tasks by their days, rules, and whose private feed a key opens."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.actor import Actor
from tasuki.apps.agenda.models import AgendaRule, AgendaTask
from tasuki.apps.orgs.models import Account, Door, Membership
from tasuki.core.access import OrganisationKind
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """One kind of duty as an organisation has it.

    Attributes:
        kind: which.
        title: what is to be done, without a case.
        source: rule of law or design.
        is_on: whether it stands in the calendar.
        owner_id: who does it unless a task says otherwise; None = nobody in particular.
    """

    kind: AgendaKind
    title: Words
    source: str
    is_on: bool
    owner_id: int | None


def list_tasks(
    *,
    actor: Actor,
    state: str = AgendaTask.State.OPEN,
    owner_id: int | None = None,
    kind: str = "",
) -> "QuerySet[AgendaTask, AgendaTask]":
    """Return the tasks that a member may see, the next one first.

    Args:
        actor: whose rights decide.
        state: open, done or void; "" for all.
        owner_id: only those of one account.
        kind: only one kind of duty.
    """
    rows = AgendaTask.objects.filter(kind__in=kinds_of(actor)).order_by("due_on", "id")
    if state:
        rows = rows.filter(state=state)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    return rows.filter(kind=kind) if kind else rows


def kinds_of(actor: Actor) -> list[str]:
    """Return the kinds of duties whose cases a member may see."""
    return [
        str(kind)
        for kind, duty in DUTIES.items()
        if actor.kind in duty.kinds and (duty.needs is None or actor.can(duty.needs))
    ]


def list_rules(*, kind: OrganisationKind) -> list[RuleLine]:
    """Return every kind that concerns an organisation, with what it settled about it."""
    stored = {one.kind: one for one in AgendaRule.objects.all()}
    return [
        RuleLine(
            kind=one,
            title=duty.title,
            source=duty.source,
            is_on=stored[one].is_on if one in stored else duty.is_on,
            owner_id=stored[one].owner_id if one in stored else None,
        )
        for one, duty in DUTIES.items()
        if kind in duty.kinds
    ]


def task_title(task: AgendaTask) -> Words:
    """Return what is to be done, with the case in it."""
    title = DUTIES[AgendaKind(task.kind)].title
    return Words(
        title.ja.format(subject=task.subject).strip(),
        title.en.format(subject=task.subject).strip(),
    )


def owner_names() -> dict[int, str]:
    """Return the names of the members, by account."""
    ids = Membership.objects.filter(ended_at=None).values_list("account_id", flat=True)
    return {one.pk: str(one) for one in Account.objects.filter(pk__in=list(ids))}


def list_feed(*, actor: Actor, on: date) -> "QuerySet[AgendaTask, AgendaTask]":
    """Return the tasks of a private feed: one's own and those of nobody in particular.

    Args:
        actor: the member.
        on: what was done more than a month ago is left out.
    """
    return (
        list_tasks(actor=actor, state="")
        .exclude(state=AgendaTask.State.VOID)
        .filter(Q(owner_id=actor.account_id) | Q(owner_id=None))
        .filter(Q(done_on=None) | Q(done_on__gte=on.replace(day=1)))
    )


def find_feed_member(*, membership_id: UUID) -> Membership | None:
    """Return the live membership behind a feed; None after the member left."""
    return (
        Membership.objects.select_related("account")
        .filter(pk=membership_id, ended_at=None, account__is_active=True)
        .first()
    )


def has_feed(*, actor: Actor) -> bool:
    """Return whether a member has a private feed."""
    mine = Membership.objects.filter(account_id=actor.account_id or 0, ended_at=None)
    return Door.objects.filter(
        kind=Door.Kind.CALENDAR, subject__in=mine.values("pk"), used_at=None
    ).exists()
