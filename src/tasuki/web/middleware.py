"""Who acts in a request: the membership chosen in the session, or the person's own record."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponseBase

from tasuki.apps.actor import Actor
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account
from tasuki.core.access import Role

SESSION_KEY: Final = "tasuki_side"
"""Holds ``organisation:<id>`` or ``record:<id>``: the side the account works on."""


def organisation_side(organisation_id: int) -> str:
    """Return the session value for acting for an organisation."""
    return f"organisation:{organisation_id}"


def record_side(organisation_id: int) -> str:
    """Return the session value for a person's own pages at one organisation."""
    return f"record:{organisation_id}"


def list_actors(account: Account) -> dict[str, Actor]:
    """Return every side an account may take, by its session value; read afresh each time."""
    return dict(_each_actor(account))


def _each_actor(account: Account) -> Iterator[tuple[str, Actor]]:
    """Read the sides one kind after the other: who found theirs asks no further."""
    for own in orgs.list_memberships(account_id=account.pk):
        yield (
            organisation_side(own.organisation_id),
            Actor(
                organisation_id=own.organisation_id,
                kind=own.kind,
                role=own.role,
                account_id=account.pk,
                name=account.name,
            ),
        )
    for record in orgs.list_own_records(account_id=account.pk):
        yield (
            record_side(record.organisation_id),
            Actor(
                organisation_id=record.organisation_id,
                kind=record.kind,
                role=Role.PERSON,
                account_id=account.pk,
                name=account.name,
                talent_record_id=record.talent_record_id,
            ),
        )


class ActorMiddleware:
    """Sets ``request.actor``; None when signed out or when the account acts for nobody.

    The session only remembers which side was chosen; whether the account may still take it is
    asked from the database on every request, so an ended membership ends at once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find the actor and go on."""
        cast("Any", request).actor = _find_actor(request)
        return self._get_response(request)


def _find_actor(request: HttpRequest) -> Actor | None:
    user = request.user
    if not isinstance(user, Account):
        return None
    chosen = request.session.get(SESSION_KEY, "")
    first: Actor | None = None
    for side, actor in _each_actor(user):
        if side == chosen:
            return actor
        first = first or actor
    return first
