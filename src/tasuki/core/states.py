"""The state table used by every case: which event leads from which state to which.

A table is data. It decides nothing about guards, rights or time; it only refuses a step
that is not listed. The database trigger that protects a column is made from `pairs()`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class StateTableError(ValueError):
    """A state table contradicts itself; found when the table is built."""


class TransitionRefused(Exception):  # noqa: N818 - the refusal is an answer, not a fault
    """A step that the table does not list.

    Attributes:
        object_name: the kind of object, as the table names it.
        state: the state it is in; None if it does not exist yet.
        event: what was asked for.
    """

    def __init__(self, object_name: str, state: str | None, event: str) -> None:
        self.object_name = object_name
        self.state = state
        self.event = event
        super().__init__(f"{object_name}: event {event!r} is not allowed in state {state!r}")

    def in_language(self, language: str) -> str:
        """Return the refusal as a sentence that says what to do next."""
        if language.startswith("en"):
            return (
                f"“{self.event}” is not possible while {self.object_name} is “{self.state}”. "
                "Reload the page and check the present state."
            )
        return (
            f"{self.object_name}が「{self.state}」のため、「{self.event}」はできません。"
            "画面を読み込み直し、最新の状態を確認してください。"
        )


@dataclass(frozen=True, slots=True)
class Transition[S: StrEnum, E: StrEnum]:
    """One row of the table; `source` None means that the event creates the object."""

    source: S | None
    event: E
    target: S
    code: str


@dataclass(frozen=True, slots=True)
class Machine[S: StrEnum, E: StrEnum]:
    """A state table with exactly one target for each (state, event).

    Args:
        name: the object, in words of the glossary.
        initial: the state of a new object.
        transitions: the rows; every code stands in the rule book of its area.

    Raises:
        StateTableError: two rows lead from one state and event, a creating event does not
            lead to the initial state, or a state of the enum cannot be reached.
    """

    name: str
    initial: S
    transitions: tuple[Transition[S, E], ...]

    def __post_init__(self) -> None:
        seen: set[tuple[S | None, E]] = set()
        for row in self.transitions:
            if (row.source, row.event) in seen:
                raise StateTableError(f"{self.name}: {row.source} + {row.event} is listed twice")
            if row.source is None and row.target is not self.initial:
                raise StateTableError(f"{self.name}: {row.event} creates {row.target}")
            seen.add((row.source, row.event))
        if lost := self.unreachable_states():
            raise StateTableError(f"{self.name}: no way leads to {', '.join(sorted(lost))}")

    @property
    def states(self) -> tuple[S, ...]:
        """All states of the enum, in the order in which it lists them."""
        return tuple(type(self.initial))

    def find_transition(self, state: S | None, event: E) -> Transition[S, E]:
        """Return the row for a state and an event.

        Args:
            state: the present state; None for an object that does not exist yet.
            event: what happened.

        Raises:
            TransitionRefused: the table does not list the step.
        """
        for row in self.transitions:
            if row.source == state and row.event == event:
                return row
        raise TransitionRefused(self.name, state, event)

    def next_state(self, state: S | None, event: E) -> S:
        """Return the state that follows.

        Raises:
            TransitionRefused: the table does not list the step.
        """
        return self.find_transition(state, event).target

    def can(self, state: S | None, event: E) -> bool:
        """Return whether the table lists the step."""
        return event in self.allowed_events(state)

    def allowed_events(self, state: S | None) -> tuple[E, ...]:
        """Return the events the table lists for a state, in table order; empty at an end."""
        return tuple(row.event for row in self.transitions if row.source == state)

    def pairs(self) -> tuple[tuple[S, S], ...]:
        """Return all distinct (from, to) pairs of existing objects, in table order."""
        found = ((row.source, row.target) for row in self.transitions if row.source is not None)
        return tuple(dict.fromkeys(found))

    def final_states(self) -> tuple[S, ...]:
        """Return the states that nothing leads out of."""
        left = {source for source, _ in self.pairs()}
        return tuple(state for state in self.states if state not in left)

    def unreachable_states(self) -> tuple[S, ...]:
        """Return the states that no chain of events reaches from the initial state."""
        reached = set(self.reachable_from(self.initial))
        return tuple(state for state in self.states if state not in reached)

    def reachable_from(self, start: S) -> Iterator[S]:
        """Yield a state and every state that can follow it, each once."""
        seen = {start}
        waiting = [start]
        while waiting:
            state = waiting.pop(0)
            yield state
            for source, target in self.pairs():
                if source == state and target not in seen:
                    seen.add(target)
                    waiting.append(target)

    def mermaid(self) -> str:
        """Return the table as the text of a Mermaid state diagram."""
        lines = ["stateDiagram-v2"]
        if all(row.source is not None for row in self.transitions):
            lines.append(f"    [*] --> {self.initial}")
        for row in self.transitions:
            source = "[*]" if row.source is None else row.source
            lines.append(f"    {source} --> {row.target}: {row.code} {row.event}")
        lines += [f"    {state} --> [*]" for state in self.final_states()]
        return "\n".join(lines) + "\n"
