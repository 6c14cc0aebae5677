"""Memberships of the company bound now, and what members see of each other."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door
from tasuki.core.alumni.labels import VisibleField
from tasuki.core.alumni.machines import IN_NETWORK
from tasuki.core.alumni.rules import is_hidden_from

PEERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Peer:
    """What one member lets the others see; empty where it was not chosen."""

    name: str = field(repr=False)
    company: str = field(repr=False)
    role: str = field(repr=False)
    units: str = field(repr=False)
    skills: str = field(repr=False)


def list_members(
    *, state: str = "", willing: str = "", is_member: bool = False, due_by: date | None = None
) -> QuerySet[AlumniMember]:
    """Return the memberships, the newest first.

    Args:
        state: only this state.
        willing: only who is open to this.
        is_member: only who joined and still is in.
        due_by: only who has a next action up to this day.
    """
    found = AlumniMember.objects.order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    if willing:
        found = found.filter(willingness__contains=[willing])
    if is_member:
        found = found.filter(state__in=IN_NETWORK)
    if due_by:
        found = found.filter(next_action_on__lte=due_by)
    return found


def find_member(*, member_id: UUID) -> AlumniMember | None:
    """Return one membership; None if there is none here."""
    return AlumniMember.objects.filter(pk=member_id).first()


def find_own_door(*, key: str, now: datetime) -> tuple[int, UUID] | None:
    """Return company and membership that a key opens; None if it is unknown, closed or too old."""
    door = find_door(kind=Door.Kind.ALUMNI, key=key, now=now)
    return None if door is None else (door.organisation_id, door.subject)


def list_peers(*, viewer: AlumniMember) -> list[Peer]:
    """Return what other members let this one see; why somebody left is never among it.

    Who hid from the viewer's present employer is not listed, and before joining nobody is.

    Args:
        viewer: a member.
    """
    if viewer.state not in IN_NETWORK:
        return []
    rows = AlumniMember.objects.filter(
        state__in=IN_NETWORK, visible_fields__contains=[VisibleField.NAME]
    ).exclude(pk=viewer.pk)
    return [
        _peer(one)
        for one in rows.order_by("person_name", "id")[:PEERS_MAX]
        if not is_hidden_from(one.hidden_from.splitlines(), viewer.current_company)
    ]


def _peer(row: AlumniMember) -> Peer:
    shown = set(row.visible_fields)
    values = {
        VisibleField.NAME: row.person_name,
        VisibleField.COMPANY: row.current_company,
        VisibleField.ROLE: row.current_role,
        VisibleField.UNITS: row.units,
        VisibleField.SKILLS: row.skills,
    }
    return Peer(**{str(name): value if name in shown else "" for name, value in values.items()})
