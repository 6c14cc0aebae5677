"""Who calls: a machine with a key, a member in a browser, or a person with a mailed key.

Decides nothing about rights; it only says who acts, or nobody (401, never a redirect).
"""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthorizationError
from ninja.security import APIKeyCookie, APIKeyHeader, HttpBearer
from ninja.utils import check_csrf

from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.tokens import find_token_actor
from tasuki.apps.relay.queries.registrations import find_person_by_key


class ApiRequest(HttpRequest):
    """A request that was let in; for type checkers."""

    auth: Actor


class TokenAuth(HttpBearer):
    """``Authorization: Bearer`` with an API key of an organisation."""

    openapi_name = "apiKey"

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return who acts with the key, or None."""
        return find_token_actor(key=token, now=timezone.now())


class SessionAuth(APIKeyCookie):
    """The sign-in of a browser; every change needs the CSRF header as on pages."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the member or person who is signed in, or None."""
        actor = cast("Actor | None", getattr(request, "actor", None))
        if actor is not None and check_csrf(request) is not None:
            raise AuthorizationError(message="csrf")
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return nobody: a cookie alone proves nothing, the session behind it does."""
        return None


class OwnKeyAuth(APIKeyHeader):
    """``X-Own-Key``: the key that a person was mailed for the own registration."""

    param_name = "X-Own-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the person who holds the key, or None."""
        if not key:
            return None
        try:
            return find_person_by_key(kind=Door.Kind.REGISTRATION, key=key, now=timezone.now())
        except ActionError:
            return None
