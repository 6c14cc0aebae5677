"""One step of a membership, its record, and what is emptied at its end."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.core.access import Role
from tasuki.core.alumni.labels import ALUMNI_LABELS
from tasuki.core.alumni.machines import ALUMNI, AlumniEvent, AlumniState

_EMPTY: Final[dict[str, Any]] = {
    **dict.fromkeys(AlumniMember.personal_fields, ""),
    "units": "",
    "last_grade": "",
    "leave_code": "",
    "willingness": [],
    "visible_fields": [],
    "contact_agreed_on": None,
    "talent_record_id": None,
    "next_action_on": None,
}


def lock_member(member_id: UUID) -> AlumniMember:
    """Return a membership of the organisation bound now, locked.

    Raises:
        NotVisibleError: there is none here.
    """
    found = AlumniMember.objects.select_for_update().filter(pk=member_id).first()
    if found is None:
        raise NotVisibleError
    return found


def lock_own(actor: Actor, member_id: UUID) -> AlumniMember:
    """Return the membership whose mailed key the person holds, locked.

    Raises:
        NotAllowedError: the actor is not a person.
        NotVisibleError: it is not the own one.
    """
    if actor.role is not Role.PERSON:
        raise NotAllowedError
    if actor.case_id != member_id:
        raise NotVisibleError
    return lock_member(member_id)


def check_step(member: AlumniMember, event: AlumniEvent) -> AlumniState:
    """Return the state to which an event leads.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = AlumniState(member.state)
    if not ALUMNI.can(before, event):
        label = ALUMNI_LABELS[before].label
        raise RefusedError(
            ja=f"「{label.ja}」のため、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"This is not possible while the membership is “{label.en}”. "
            "Reload the page and check the present state.",
            code="state",
        )
    return ALUMNI.next_state(before, event)


def take_step(
    *, actor: Actor, member: AlumniMember, event: AlumniEvent, now: datetime, **changes: Any
) -> None:
    """Move a locked membership along its table, save it and record it.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = member.state
    member.state = check_step(member, event)
    for name, value in changes.items():
        setattr(member, name, value)
    member.save(update_fields=["state", *changes])
    record(actor=actor, member=member, act=str(event), before=str(before), now=now)


def end_membership(
    *, actor: Actor, member: AlumniMember, event: AlumniEvent, now: datetime
) -> None:
    """End a membership: everything personal is emptied and every key closes."""
    close_doors(kind=Door.Kind.ALUMNI, subject=member.pk, now=now)
    take_step(actor=actor, member=member, event=event, now=now, **_EMPTY)


def record(
    *, actor: Actor, member: AlumniMember, act: str, now: datetime, before: str = "", **data: Any
) -> None:
    """Write a line of the audit chain; it holds no word of the person."""
    audit.record(
        actor=actor,
        kind=f"alumni.{act}",
        object_kind="alumni_member",
        object_id=member.pk,
        now=now,
        before=before,
        after=str(member.state),
        data=data,
    )
