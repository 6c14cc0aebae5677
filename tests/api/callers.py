"""Callers of the API: a test client with a key, and short ways to ask."""

import json
import secrets
from collections.abc import Collection
from typing import Any

from django.test import Client
from tests.factories import make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import ApiToken, Door, Organisation
from tasuki.apps.orgs.tokens import KEY_PREFIX
from tasuki.core.access import Permission, Role, permissions_of

BASE = "/api/v1"


def make_key(actor: Actor, scopes: Collection[Permission] | None = None) -> str:
    """A key of the actor; without scopes it may do all that the role may."""
    assert actor.role is not None
    chosen = permissions_of(actor.role) if scopes is None else scopes
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    with bound(actor.organisation_id, actor.account_id):
        token = ApiToken.objects.create(
            organisation_id=actor.organisation_id,
            name="試験",
            key_end=key[-4:],
            scopes=sorted(chosen),
            role=actor.role,
            created_by_id=actor.account_id,
        )
        make_door(kind=Door.Kind.API_TOKEN, subject=token.pk, key=key)
    return key


class Caller:
    """Somebody who calls the API; nobody when ``headers`` are empty."""

    def __init__(self, headers: dict[str, str] | None = None, actor: Actor | None = None) -> None:
        self.headers, self.actor = headers or {}, actor
        self.client = Client(raise_request_exception=True)

    def get(self, path: str, **headers: str):
        return self.client.get(BASE + path, headers=self.headers | headers)

    def post(self, path: str, body: Any = None, **headers: str):
        return self.send("POST", path, body, headers)

    def send(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None):
        return self.client.generic(
            method,
            BASE + path,
            "" if body is None else json.dumps(body),
            content_type="application/json",
            headers=self.headers | (headers or {}),
        )


def make_caller(
    organisation: Organisation, role: Role, scopes: Collection[Permission] | None = None
) -> Caller:
    """A new member with a key."""
    actor = make_member(organisation, role)
    return Caller({"Authorization": f"Bearer {make_key(actor, scopes)}"}, actor)
