"""Keys for machines: made by a member, shown once, never stronger than the member.

A key acts for the member who made it.  What it may do is the smallest of three: the rights it
was given, the role its maker had then, and the role the maker has now.  When the maker leaves,
the key opens nothing.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.orgs.models import ApiToken, Door, Membership
from tasuki.apps.orgs.queries import OpenDoor, digest_of, find_door
from tasuki.core.access import Permission, Role, permissions_of

KEY_PREFIX: Final = "tsk_"
KEY_BYTES: Final = 32
NAME_CHARACTERS_MAX: Final = 60
LIFE_DAYS_MAX: Final = 366
USE_NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key that was just made.

    Attributes:
        token: the row.
        key: the key itself; it is shown this once and stored nowhere.
    """

    token: ApiToken
    key: str


@action(act=None)
def create_token(
    *,
    actor: Actor,
    name: str,
    scopes: Collection[Permission],
    expires_at: datetime | None = None,
    now: datetime,
) -> NewToken:
    """Make a key for machines.

    Args:
        actor: the member for whom the key will act.
        name: what it is for, 1 to 60 characters.
        scopes: rights of the key, at least one, all of them rights of the actor.
        expires_at: at most 366 days from now; None = 366 days.
        now: the present moment, aware.

    Raises:
        NotAllowedError: the actor may not edit the organisation.
        InvalidInputError: name, scopes or expires_at cannot be used.
    """
    require(actor, Permission.ORGANISATION_EDIT)
    assert actor.role is not None
    assert actor.account_id is not None
    ends_at = expires_at or now + timedelta(days=LIFE_DAYS_MAX)
    _check_name(name)
    _check_scopes(actor, scopes)
    _check_end(ends_at, now)
    key = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
    token = ApiToken.objects.create(
        organisation_id=current_organisation_id(),
        name=name.strip(),
        key_end=key[-4:],
        scopes=sorted(scopes),
        role=actor.role,
        created_by_id=actor.account_id,
        expires_at=ends_at,
    )
    Door.objects.create(
        organisation_id=token.organisation_id,
        kind=Door.Kind.API_TOKEN,
        digest=digest_of(key),
        subject=token.pk,
        expires_at=ends_at,
    )
    audit.record(
        actor=actor,
        kind="api_token.create",
        object_kind="api_token",
        object_id=token.pk,
        now=now,
        data={"scopes": token.scopes},
    )
    return NewToken(token=token, key=key)


@action(act=None)
def revoke_token(*, actor: Actor, token_id: UUID, now: datetime) -> ApiToken:
    """End a key at once; ending it again changes nothing.

    Raises:
        NotAllowedError: the actor may not edit the organisation.
        NotVisibleError: no such key here.
    """
    require(actor, Permission.ORGANISATION_EDIT)
    token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
    if token is None:
        raise NotVisibleError
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        Door.objects.filter(kind=Door.Kind.API_TOKEN, subject=token_id, used_at=None).update(
            used_at=now
        )
        audit.record(
            actor=actor,
            kind="api_token.revoke",
            object_kind="api_token",
            object_id=token.pk,
            now=now,
        )
    return token


def list_tokens() -> list[ApiToken]:
    """Return the keys of the organisation bound now, newest first, ended ones too."""
    return list(ApiToken.objects.order_by("-created_at", "id"))


def find_token_actor(*, key: str, now: datetime) -> Actor | None:
    """Return who acts with a key; None if it is unknown, ended or its maker left.

    Works before any organisation is bound.
    """
    if not key.startswith(KEY_PREFIX):
        return None
    door = find_door(kind=Door.Kind.API_TOKEN, key=key, now=now)
    if door is None:
        return None
    with bound(door.organisation_id, None):
        return _actor_of(door, now)


def _actor_of(door: OpenDoor, now: datetime) -> Actor | None:
    token = ApiToken.objects.filter(pk=door.subject, revoked_at=None).first()
    if token is None:
        return None
    membership = (
        Membership.objects.select_related("account")
        .filter(account_id=token.created_by_id, ended_at=None, account__is_active=True)
        .first()
    )
    if membership is None:
        return None
    if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    ceiling = permissions_of(Role(token.role))
    return Actor(
        organisation_id=door.organisation_id,
        kind=door.kind,
        role=Role(membership.role),
        account_id=token.created_by_id,
        name=f"{membership.account} (API: {token.name})",
        scopes=frozenset(right for right in ceiling if right in token.scopes),
    )


def _check_name(name: str) -> None:
    if not 1 <= len(name.strip()) <= NAME_CHARACTERS_MAX:
        raise InvalidInputError(
            ja="APIキーの名前を1〜60文字で入力してください。",
            en="Give the API key a name of 1 to 60 characters.",
            field="name",
        )


def _check_scopes(actor: Actor, scopes: Collection[Permission]) -> None:
    if not scopes:
        raise InvalidInputError(
            ja="APIキーに渡す権限を1つ以上選んでください。",
            en="Choose at least one right for the API key.",
            field="scopes",
        )
    beyond = sorted(right for right in scopes if not actor.can(right))
    if beyond:
        raise InvalidInputError(
            ja=f"自分が持っていない権限は渡せません: {'、'.join(beyond)}。選び直してください。",
            en=f"You cannot give rights that you do not have: {', '.join(beyond)}. Choose again.",
            field="scopes",
        )


def _check_end(ends_at: datetime, now: datetime) -> None:
    if not now < ends_at <= now + timedelta(days=LIFE_DAYS_MAX):
        raise InvalidInputError(
            ja="有効期限は今から366日以内の日時にしてください。",
            en="Choose an end within 366 days from now.",
            field="expires_at",
        )
