"""Read organisations, memberships and the doors through which people come in."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.models import (
    Account,
    Invitation,
    Licence,
    Membership,
    Organisation,
    SavedFilter,
)
from tasuki.core.access import OrganisationKind, Role

KEY_CHARACTERS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """What a valid key opens: one row of one organisation."""

    id: UUID
    organisation_id: int
    kind: OrganisationKind
    organisation_name: str
    subject: UUID

    @property
    def holder(self) -> Actor:
        """Return the person who holds the key to this one case."""
        return Actor(
            organisation_id=self.organisation_id,
            kind=self.kind,
            role=Role.PERSON,
            case_id=self.subject,
        )


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """One organisation that an account acts for."""

    organisation_id: int
    kind: OrganisationKind
    name: str
    role: Role
    title: str


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """One organisation that keeps a talent record of an account's person."""

    organisation_id: int
    kind: OrganisationKind
    name: str
    talent_record_id: UUID


@dataclass(frozen=True, slots=True)
class Member:
    """A membership with the account behind it."""

    id: UUID
    account_id: int
    name: str
    email: str
    role: Role
    title: str
    created_at: datetime


def digest_of(key: str) -> bytes:
    """Return the hash under which a key is stored; keys are random, so it needs no salt."""
    return hashlib.sha256(key.encode()).digest()


def find_door(*, kind: str, key: str, now: datetime) -> OpenDoor | None:
    """Return what a key opens; None if it is unknown, used or expired, the same for all.

    Works before any organisation is bound.

    Args:
        kind: what the key must open, ``Door.Kind``.
        key: as it stood in the address or on paper.
        now: the moment of asking; from its expiry on a key opens nothing.
    """
    if not key or len(key) > KEY_CHARACTERS_MAX:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "select organisation_id, subject, door_id, expires_at, used_at"
            " from tasuki.open_door(%s, %s)",
            [kind, digest_of(key)],
        )
        found = cursor.fetchone()
    if found is None:
        return None
    organisation_id, subject, door_id, expires_at, used_at = found
    if used_at is not None or (expires_at is not None and expires_at <= now):
        return None
    organisation = Organisation.objects.get(pk=organisation_id)
    return OpenDoor(
        id=door_id,
        organisation_id=organisation_id,
        kind=OrganisationKind(organisation.kind),
        organisation_name=organisation.name,
        subject=subject,
    )


def list_memberships(*, account_id: int) -> list[OwnMembership]:
    """Return the organisations an account acts for, oldest first; works before binding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select o.id, o.kind, o.name, m.role, m.title"
            " from tasuki.memberships_of(%s) with ordinality as m (id, role, title, place)"
            " join orgs_organisation o using (id) order by m.place",
            [account_id],
        )
        return [
            OwnMembership(
                organisation_id=organisation_id,
                kind=OrganisationKind(kind),
                name=name,
                role=Role(role),
                title=title,
            )
            for organisation_id, kind, name, role, title in cursor.fetchall()
        ]


def list_own_records(*, account_id: int) -> list[OwnRecord]:
    """Return where an account's person has talent records; works before binding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select o.id, o.kind, o.name, r.talent_record_id"
            " from tasuki.records_of(%s) with ordinality as r (id, talent_record_id, place)"
            " join orgs_organisation o using (id) order by r.place",
            [account_id],
        )
        return [
            OwnRecord(
                organisation_id=organisation_id,
                kind=OrganisationKind(kind),
                name=name,
                talent_record_id=record_id,
            )
            for organisation_id, kind, name, record_id in cursor.fetchall()
        ]


def find_organisation(*, organisation_id: int) -> Organisation:
    """Return an organisation; the directory is public.

    Raises:
        NotVisibleError: there is none.
    """
    found = Organisation.objects.filter(pk=organisation_id).first()
    if found is None:
        raise NotVisibleError
    return found


def list_organisations() -> list[Organisation]:
    """Return the whole public directory, by kind and name."""
    return list(Organisation.objects.order_by("kind", "name", "id"))


def list_companies() -> list[Organisation]:
    """Return the companies of the public directory, by name."""
    found = Organisation.objects.filter(kind=OrganisationKind.COMPANY)
    return list(found.order_by("name", "id"))


def list_operators() -> list[Organisation]:
    """Return who runs this platform, for complaints about it."""
    return list(Organisation.objects.filter(kind=OrganisationKind.PLATFORM).order_by("id"))


def list_municipalities() -> list[Organisation]:
    """Return the municipalities of the public directory, by name."""
    found = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)
    return list(found.order_by("name", "id"))


def find_visible_membership(*, membership_id: UUID) -> Membership:
    """Return a live membership of the organisation bound now.

    Raises:
        NotVisibleError: there is none here.
    """
    found = Membership.objects.filter(pk=membership_id, ended_at=None).first()
    if found is None:
        raise NotVisibleError
    return found


def list_members() -> list[Member]:
    """Return who acts for the organisation bound now, oldest first."""
    memberships = Membership.objects.filter(ended_at=None).select_related("account")
    return [
        Member(
            id=one.pk,
            account_id=one.account_id,
            name=one.account.name,
            email=one.account.email,
            role=Role(one.role),
            title=one.title,
            created_at=one.created_at,
        )
        for one in memberships.order_by("created_at", "id")
    ]


def list_open_invitations(*, now: datetime) -> list[Invitation]:
    """Return invitations that can still be accepted, newest first."""
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    return list(waiting.order_by("-created_at", "id"))


def find_visible_invitation(*, invitation_id: UUID, now: datetime) -> Invitation:
    """Return an invitation of the organisation bound now that can still be accepted.

    Raises:
        NotVisibleError: there is none, or it is over.
    """
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)
    found = waiting.filter(pk=invitation_id).first()
    if found is None:
        raise NotVisibleError
    return found


def find_account_by_mail(*, email: str) -> Account | None:
    """Return the account of a mail address, or None."""
    return Account.objects.filter(email=email.strip().lower()).first()


def find_account(*, account_id: int) -> Account:
    """Return the account of whoever is signed in."""
    return Account.objects.get(pk=account_id)


def list_saved_filters(*, page: str, account_id: int | None) -> list[SavedFilter]:
    """Return a list page's saved conditions: the account's own and the team's, by name."""
    mine = (
        Q(account_id=None) if account_id is None else Q(account_id=account_id) | Q(account_id=None)
    )
    return list(SavedFilter.objects.filter(mine, page=page).order_by("name", "id"))


def list_demo_accounts() -> QuerySet[Account]:
    """Return the personas of the sample data; sign-in by click exists in demo mode only."""
    return Account.objects.filter(is_demo=True, is_active=True).order_by("id")


def list_all_saved_filters(*, account_id: int | None) -> list[SavedFilter]:
    """Return every saved condition that an account may use or remove, by page and name."""
    mine = (
        Q(account_id=None) if account_id is None else Q(account_id=account_id) | Q(account_id=None)
    )
    return list(SavedFilter.objects.filter(mine).order_by("page", "name", "id"))


def find_licence(*, on: date) -> Licence | None:
    """Return the licence of the organisation bound now that is valid on a day, or the last one.

    Args:
        on: the day of the act; a licence that is not valid then is returned only where there
            is no other, so that a refusal can name it.
    """
    licences = list(Licence.objects.order_by("-valid_to", "-valid_from"))
    valid = [licence for licence in licences if licence.valid_from <= on <= licence.valid_to]
    return next(iter(valid or licences), None)
