"""A kind of move as one declaration, and the one way in which a case of it goes on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tasuki.core.access import OrganisationKind
from tasuki.core.cases.field import BadValueError, Field, Value
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.states import Machine
from tasuki.core.words import Words


class KindError(ValueError):
    """A declaration contradicts itself; found when it is built."""


class Party(StrEnum):
    """Whose step it is; a step of another party than the keeper is recorded with its paper."""

    KEEPER = "keeper"
    PERSON = "person"
    HOME = "home"
    HOST = "host"


PARTY_WORDS = {
    Party.KEEPER: Words("担当者", "coordinator"),
    Party.PERSON: Words("本人", "the person"),
    Party.HOME: Words("送り出し側", "home side"),
    Party.HOST: Words("受け入れ側", "host side"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a guard may know.

    Attributes:
        values: the values, with those of the step.
        before: the values as they stood before the step.
        today: the day of the step in Japan.
    """

    values: Mapping[str, Value] = field(repr=False)
    before: Mapping[str, Value] = field(default_factory=dict, repr=False)
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
        words: what the button says.
        party: whose decision it is.
        asks: fields without which the step is bad input.
        may_ask: fields that may stay empty.
        guards: asked in order; the first refusal stops the step.
    """

    words: Words
    party: Party = Party.KEEPER
    asks: tuple[str, ...] = ()
    may_ask: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something due so many months and days after a day of the case, while it stands somewhere.

    Attributes:
        states: where it is due.
        after: the field whose day it counts from.
        months, days: how long after; negative = before.
        settled_by: the field whose day, on or after the due day, settles it; "" = the state does.
    """

    states: tuple[str, ...]
    after: str
    words: Words
    months: int = 0
    days: int = 0
    settled_by: str = ""

    def due_on(self, start: date) -> date:
        """Return the day on which it is due."""
        return date.fromordinal(add_months(start, self.months).toordinal() + self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindDeclaration[S: StrEnum, E: StrEnum]:
    """Everything that one kind of move is.

    Attributes:
        keepers: which organisations keep cases of the kind.
        has_person: whether a case is about one person, who is named in it.
        labels: state to words, tone and next step.
        fields: everything that any step asks.
        measures: what is counted of cases of this kind, code to words.
        notes: what should be looked at, read from the values.
        source: where the rules come from.

    Raises:
        KindError: a state has no words, an event no step, or a field is not declared.
    """

    code: str
    words: Words
    machine: Machine[S, E]
    labels: Mapping[S, StatusLabel]
    fields: tuple[Field, ...]
    steps: Mapping[E, Step]
    source: str
    keepers: tuple[OrganisationKind, ...] = (OrganisationKind.COMPANY,)
    has_person: bool = True
    reminders: tuple[Reminder, ...] = ()
    measures: tuple[tuple[str, Words], ...] = ()
    notes: Callable[[Mapping[str, Value]], tuple[Words, ...]] = lambda values: ()

    def __post_init__(self) -> None:
        if lost := set(self.machine.states) - set(self.labels):
            raise KindError(f"{self.code}: no words for {', '.join(sorted(lost))}")
        if lost_events := {row.event for row in self.machine.transitions} ^ set(self.steps):
            raise KindError(f"{self.code}: table and steps differ in {sorted(lost_events)}")
        known = {one.code for one in self.fields}
        used = {code for step in self.steps.values() for code in (*step.asks, *step.may_ask)}
        if used != known or len(known) != len(self.fields):
            raise KindError(f"{self.code}: fields and steps differ in {sorted(used ^ known)}")
        for one in self.reminders:
            if odd := set(one.states) - set(self.machine.states):
                raise KindError(f"{self.code}: reminder of unknown states {sorted(odd)}")
            if {one.after, one.settled_by} - {""} - known:
                raise KindError(f"{self.code}: reminder with an unknown field {one.after}")

    def find_field(self, code: str) -> Field:
        """Return a declared field."""
        return next(one for one in self.fields if one.code == code)

    @property
    def opening(self) -> E:
        """The event that opens a case."""
        return next(row.event for row in self.machine.transitions if row.source is None)

    def fields_of(self, event: E) -> tuple[tuple[Field, bool], ...]:
        """Return the fields of a step, each with whether it must be filled."""
        step = self.steps[event]
        asked = [(self.find_field(code), True) for code in step.asks]
        return (*asked, *((self.find_field(code), False) for code in step.may_ask))

    def read(self, event: E, typed: Mapping[str, str], *, today: date) -> dict[str, Value]:
        """Return the values of a step from what was typed.

        Raises:
            BadValueError: a field that the step does not ask, is missing or does not fit.
        """
        places = self.fields_of(event)
        if odd := set(typed) - {one.code for one, _ in places}:
            raise BadValueError(
                min(odd), Words("この手順にはない項目です。", "This step has no such field.")
            )
        return {
            one.code: one.read(typed.get(one.code, ""), today=today)
            for one, is_asked in places
            if is_asked or typed.get(one.code, "").strip()
        }

    def due(self, state: S, values: Mapping[str, Value]) -> Iterator[tuple[date, Reminder]]:
        """Yield what is not settled yet in a state, with the day on which it falls due."""
        for one in self.reminders:
            start = values.get(one.after)
            if state not in one.states or not isinstance(start, date):
                continue
            due_on, done_on = one.due_on(start), values.get(one.settled_by)
            if not isinstance(done_on, date) or done_on < due_on:
                yield due_on, one

    def held(self) -> dict[S, frozenset[str]]:
        """Return for every state the plain fields that each way to it has asked for.

        The database refuses a case that stands in a state without them.
        """
        personal = {one.code for one in self.fields if one.is_personal}
        everything = frozenset(one.code for one in self.fields) - personal
        found = dict.fromkeys(self.machine.states, everything)
        is_open = True
        while is_open:
            is_open = False
            for state in self.machine.states:
                ways = [
                    (found[row.source] if row.source is not None else frozenset())
                    | (frozenset(self.steps[row.event].asks) - personal)
                    for row in self.machine.transitions
                    if row.target is state
                ]
                least = frozenset.intersection(*ways)
                if least != found[state]:
                    found[state], is_open = least, True
        return found


type AnyKind = KindDeclaration[Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing[S: StrEnum]:
    """How a case stands; ``state`` None before it is opened."""

    state: S | None = None
    values: Mapping[str, Value] = field(default_factory=dict, repr=False)


def take_step[S: StrEnum, E: StrEnum](
    kind: KindDeclaration[S, E],
    case: Standing[S],
    event: E,
    *,
    typed: Mapping[str, str],
    today: date,
) -> Standing[S] | Refusal:
    """Return the case after a step, or why the rules refuse it; the case itself is not changed.

    Args:
        kind: the declaration.
        case: how the case stands.
        event: what is to happen.
        typed: the fields of the step as they were typed.
        today: the day of the step in Japan.

    Raises:
        TransitionRefused: the table does not list the step.
        BadValueError: a field is missing or does not fit.
    """
    target = kind.machine.next_state(case.state, event)
    values = {**case.values, **kind.read(event, typed, today=today)}
    facts = Facts(values=values, before=case.values, today=today)
    for guard in kind.steps[event].guards:
        if refusal := guard(facts):
            return refusal
    return Standing(state=target, values=values)


def label(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    """Return the words of a state."""
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))
