"""The frame around every action: one transaction, the actor's organisation bound, the law asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, Final, cast

from django.db import IntegrityError
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps import policy
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.apps.turns import run_in_turn
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.keeping import read_guard


@dataclass(frozen=True, slots=True)
class Declaration:
    """What one action said about itself when it was defined.

    Attributes:
        name: module and function.
        act: the row of the permission matrix that it is; None if it is none of them.
        function: the action as callers see it.
    """

    name: str
    act: Act | None
    function: Callable[..., Any]


DECLARATIONS: Final[dict[str, Declaration]] = {}
"""Every action that was defined, by name."""


def require(actor: Actor, permission: Permission) -> None:
    """Refuse unless the actor's role carries the permission.

    Raises:
        NotAllowedError: it does not.
    """
    if not actor.can(permission):
        raise NotAllowedError


def action[**P, R](*, act: Act | None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run a function in one transaction with the organisation of its ``actor`` bound.

    A refusal rolls everything back and is then written to the audit chain in a transaction
    of its own, so that the refused act leaves a trace and nothing else.

    Args:
        act: which act of the permission matrix it is; the matrix is asked before anything
            else (H1). None for what is no act between people and posts.

    Source: 職業安定法 4条, 30条 (who may do what between people and posts).
    """
    return lambda function: _frame(function, act=act)


def _frame[**P, R](function: Callable[P, R], *, act: Act | None) -> Callable[P, R]:
    def run(actor: Actor, args: Any, kwargs: Any) -> R:
        with _guards_as_refusals(), bound(actor.organisation_id, actor.account_id):
            if act is not None:
                policy.check_act(actor=actor, act=act, on=_day_of(kwargs))
            return function(*args, **kwargs)

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast("Any", kwargs)["actor"]
        assert isinstance(actor, Actor)
        try:
            return run_in_turn(lambda: run(actor, args, kwargs))
        except RefusedError as error:
            now = cast("Any", kwargs).get("now") or timezone.now()
            with bound(actor.organisation_id, actor.account_id):
                audit.record_refusal(
                    actor=actor, act=function.__name__, code=error.code, reason=error.en, now=now
                )
            raise

    name = f"{function.__module__}.{function.__qualname__}"
    DECLARATIONS[name] = Declaration(name, act, wrapper)
    return wrapper


@contextmanager
def _guards_as_refusals() -> Iterator[None]:
    """Say in words what a guard of the database refused: a floor, or a legal hold (H8)."""
    try:
        yield
    except IntegrityError as error:
        refusal = read_guard(str(error.__cause__ or error))
        if refusal is None:
            raise
        raise RefusedError.by_law(refusal) from error


def _day_of(kwargs: Any) -> date:
    return timezone.localdate(kwargs.get("now"))
