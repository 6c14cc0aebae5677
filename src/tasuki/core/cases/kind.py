"""A kind of move as one declaration, and the one way in which a case of it goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from tasuki.core.cases.field import BadValueError, Field, Value
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.states import Machine
from tasuki.core.words import Words


class KindError(ValueError):
    """A declaration contradicts itself; found when it is built."""


class NotTheirStepError(Exception):
    """The step belongs to another party of the case."""


class Party(StrEnum):
    """Who takes part in a case."""

    HR = "hr"
    PERSON = "person"
    HOME_UNIT = "home_unit"
    HOST_UNIT = "host_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a guard may know: the values, with those of the step, and the day of the step."""

    values: Mapping[str, Value] = field(repr=False)
    today: date

    def day(self, code: str) -> date:
        """Return a day that the table guarantees to be there."""
        value = self.values[code]
        if not isinstance(value, date):
            raise TypeError(code)
        return value

    def number(self, code: str) -> int:
        """Return a number that the table guarantees to be there."""
        value = self.values[code]
        if not isinstance(value, int):
            raise TypeError(code)
        return value


type Guard = Callable[[Facts], Refusal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How one event is taken.

    Attributes:
        asks: fields without which the step is bad input.
        may_ask: fields that may stay empty.
        guards: asked in order; the first refusal stops the step.
    """

    words: Words
    party: Party
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something due so many days after a day of the case, while it stands in a state."""

    state: str
    after: str
    days: int
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class KindDeclaration[S: StrEnum, E: StrEnum]:
    """Everything that one kind of move is.

    Attributes:
        hidden: states in which a party does not know of the case.
        measures: what is counted of cases of this kind, code to words.

    Raises:
        KindError: a state has no words, an event no step, or a field is not declared.
    """

    code: str
    words: Words
    machine: Machine[S, E]
    labels: Mapping[S, StatusLabel]
    fields: tuple[Field, ...]
    steps: Mapping[E, Step]
    reminders: tuple[Reminder, ...] = ()
    hidden: tuple[tuple[Party, tuple[S, ...]], ...] = ()
    measures: tuple[tuple[str, Words], ...] = ()

    def __post_init__(self) -> None:
        if lost := set(self.machine.states) - set(self.labels):
            raise KindError(f"{self.code}: no words for {', '.join(sorted(lost))}")
        if lost_events := {row.event for row in self.machine.transitions} ^ set(self.steps):
            raise KindError(f"{self.code}: table and steps differ in {sorted(lost_events)}")
        known = {one.code for one in self.fields}
        used = {code for step in self.steps.values() for code in (*step.asks, *step.may_ask)}
        used |= {one.after for one in self.reminders}
        if used != known or len(known) != len(self.fields):
            raise KindError(f"{self.code}: fields and steps differ in {sorted(used ^ known)}")
        if odd := {one.state for one in self.reminders} - set(self.machine.states):
            raise KindError(f"{self.code}: reminders of unknown states {sorted(odd)}")

    def find_field(self, code: str) -> Field:
        """Return a declared field."""
        return next(one for one in self.fields if one.code == code)

    def may_see(self, party: Party, state: S) -> bool:
        """Return whether a party may know of a case in a state."""
        return all(state not in states for who, states in self.hidden if who is party)

    def read(self, event: E, typed: Mapping[str, str]) -> dict[str, Value]:
        """Return the values of a step from what was typed.

        Raises:
            BadValueError: a field that the step does not ask, is missing or does not fit.
        """
        step = self.steps[event]
        if odd := set(typed) - set(step.asks) - set(step.may_ask):
            raise BadValueError(
                min(odd),
                Words("この手順にはない項目です。", "This step has no such field."),
            )
        asked = {code: typed.get(code, "") for code in step.asks}
        asked |= {code: typed[code] for code in step.may_ask if typed.get(code, "").strip()}
        return {code: self.find_field(code).read(text) for code, text in asked.items()}

    def due(self, state: S, values: Mapping[str, Value]) -> Iterator[tuple[date, Reminder]]:
        """Yield what falls due in a state, with its day."""
        for one in self.reminders:
            start = values.get(one.after)
            if one.state == state and isinstance(start, date):
                yield start + timedelta(days=one.days), one


type AnyKind = KindDeclaration[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case[S: StrEnum]:
    """How a case stands; `state` None before it is opened."""

    state: S | None = None
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)


def take_step[S: StrEnum, E: StrEnum](
    kind: KindDeclaration[S, E],
    case: Case[S],
    event: E,
    *,
    party: Party,
    typed: Mapping[str, str],
    today: date,
) -> Case[S] | Refusal:
    """Return the case after a step, or why the rules refuse it; the case itself is not changed.

    Args:
        kind: the declaration.
        case: how the case stands.
        event: what is to happen.
        party: who takes the step.
        typed: the fields of the step as they were typed.
        today: the day of the step in Japan.

    Raises:
        TransitionRefused: the table does not list the step.
        NotTheirStepError: the step belongs to another party.
        BadValueError: a field is missing or does not fit.
    """
    target = kind.machine.next_state(case.state, event)
    step = kind.steps[event]
    if step.party is not party:
        raise NotTheirStepError(f"{kind.code}: {event} belongs to {step.party}")
    values = {**case.values, **kind.read(event, typed)}
    facts = Facts(values=values, today=today)
    for guard in step.guards:
        if refusal := guard(facts):
            return refusal
    return Case(state=target, values=values)
