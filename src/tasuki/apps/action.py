"""The frame around every action: one transaction, the actor's organisation bound."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.core.access import Permission


def require(actor: Actor, permission: Permission) -> None:
    """Refuse unless the actor's role carries the permission.

    Raises:
        NotAllowedError: it does not.
    """
    if not actor.can(permission):
        raise NotAllowedError


def action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Run a function in one transaction with the organisation of its ``actor`` bound.

    A refusal rolls everything back and is then written to the audit chain in a transaction
    of its own, so that the refused act leaves a trace and nothing else.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast("Any", kwargs)["actor"]
        assert isinstance(actor, Actor)
        try:
            with bound(actor.organisation_id, actor.account_id):
                return function(*args, **kwargs)
        except RefusedError as error:
            now = cast("Any", kwargs).get("now") or timezone.now()
            with bound(actor.organisation_id, actor.account_id):
                audit.record_refusal(
                    actor=actor, act=function.__name__, code=error.code, reason=error.en, now=now
                )
            raise

    return wrapper
