"""The organisation that a transaction works for.

``bound`` opens a transaction on Django's default connection and tells PostgreSQL whose rows
may be seen.  Blocks nest: an action that writes on both sides of a relay binds twice in one
transaction.  After a block the former binding is back, and after the outermost one nothing is
bound, even when a test or a request holds a transaction around it.

``before_commit`` collects work for the very end of the outermost block.  Hash chains need it:
their locks are then taken once, late, and in the order of the keys, so that two transactions
never wait for each other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from asgiref.local import Local
from django.db import connection, transaction

type HookKey = tuple[str, int]
"""Kind of work and id, for example ``("audit", organisation_id)``; hooks run in this order."""


class NotBoundError(RuntimeError):
    """The code needs an organisation and no block has bound one."""


@dataclass(frozen=True, slots=True)
class Binding:
    """Whose rows, and on whose behalf."""

    organisation_id: int
    actor_id: int | None


@dataclass(slots=True)
class _Transaction:
    """What the outermost block and all blocks inside it share."""

    stack: list[Binding] = field(default_factory=list)
    hooks: dict[HookKey, tuple[Binding, Callable[[], None]]] = field(default_factory=dict)
    running: HookKey | None = None
    memory: dict[type, dict[int, Any]] = field(default_factory=dict)


# As long-lived as Django's connections: one for each thread, never shared with a task.
_local = Local(thread_critical=True)


def _current() -> _Transaction:
    found = getattr(_local, "transaction", None)
    if not isinstance(found, _Transaction):
        found = _local.transaction = _Transaction()
    return found


@contextmanager
def bound(organisation_id: int, actor_id: int | None) -> Iterator[None]:
    """Run the block in a transaction that sees the rows of one organisation.

    An error undoes what the block wrote and forgets the hooks that it added.

    Args:
        organisation_id: whose rows.
        actor_id: account that acts; None for the system itself.
    """
    state = _current()
    binding = Binding(organisation_id, actor_id)
    is_outermost = not state.stack
    hooks_before = dict(state.hooks)
    try:
        with transaction.atomic():
            state.stack.append(binding)
            try:
                _tell_server(binding)
                yield
                if is_outermost and not transaction.get_rollback():
                    _run_hooks(state)
            finally:
                state.stack.pop()
                if is_outermost:
                    state.memory = {}
            # What is rolled back, after an error or on purpose, takes the setting with it, and
            # a transaction that must roll back answers no statement.
            if transaction.get_rollback():
                state.hooks = hooks_before
            else:
                _tell_server(state.stack[-1] if state.stack else None)
    except BaseException:
        state.hooks = hooks_before
        raise


@contextmanager
def bound_once(organisation_id: int, actor_id: int | None) -> Iterator[None]:
    """Run the block under a binding: in the block that is open if it has the same one.

    For what only adds a row to the work of its caller: it has no savepoint of its own there, and
    an error is the caller's.  Anything else in force, or nothing, and a block of its own opens.

    Args:
        organisation_id: whose rows.
        actor_id: account that acts; None for the system itself.
    """
    if _current().stack[-1:] == [Binding(organisation_id, actor_id)]:
        yield
        return
    with bound(organisation_id, actor_id):
        yield


def before_commit(key: HookKey, hook: Callable[[], None]) -> None:
    """Call the hook once, when the outermost block ends well, with today's binding in force.

    The first hook under a key stays; later ones are dropped, because it finds its work in the
    rows themselves.  A hook may add hooks with later keys only.

    Raises:
        NotBoundError: outside of any block.
        ValueError: the key is not later than that of the hook that is running.
    """
    state = _current()
    if not state.stack:
        raise NotBoundError(f"hook {key}: no organisation is bound")
    if state.running is not None and key <= state.running:
        raise ValueError(f"hook {key} comes too late: {state.running} runs already")
    state.hooks.setdefault(key, (state.stack[-1], hook))


def find_memory[T](kind: type[T]) -> tuple[int, dict[int, T]] | None:
    """Return what is remembered until the outermost block ends; None outside of any block.

    Args:
        kind: of what is remembered.

    Returns:
        The organisation bound now, and organisation -> what is remembered for it.
    """
    state = _current()
    if not state.stack:
        return None
    return state.stack[-1].organisation_id, state.memory.setdefault(kind, {})


def current_organisation_id() -> int:
    """Return the organisation of the innermost block.

    Raises:
        NotBoundError: outside of any block.
    """
    return current_binding().organisation_id


def current_binding() -> Binding:
    """Return organisation and actor of the innermost block.

    Raises:
        NotBoundError: outside of any block.
    """
    stack = _current().stack
    if not stack:
        raise NotBoundError("no organisation is bound: open a block with bound(...)")
    return stack[-1]


def is_bound() -> bool:
    """Return whether a block is open."""
    return bool(_current().stack)


def _run_hooks(state: _Transaction) -> None:
    """Run what was collected, smallest key first; each hook under the binding it was added in."""
    try:
        while state.hooks:
            state.running = min(state.hooks)
            binding, hook = state.hooks.pop(state.running)
            state.stack.append(binding)
            try:
                _tell_server(binding)
                hook()
            finally:
                state.stack.pop()
    finally:
        state.running = None


def _tell_server(binding: Binding | None) -> None:
    """Set or clear the binding on the server; both hold for this transaction at most."""
    with connection.cursor() as cursor:
        if binding is None:
            cursor.execute("select tasuki.unbind()")
        else:
            cursor.execute(
                "select tasuki.bind(%s, %s)", [binding.organisation_id, binding.actor_id]
            )
