"""The locked input of a round: rows become one market, and its canonical text.

Who did not submit a list, or took the consent back, is not in the rows at all: the text and its
digest are those of a round that the person never was in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tasuki.core.market import files
from tasuki.core.market.model import (
    Agent,
    Arc,
    Lottery,
    Market,
    Mechanism,
    MechanismName,
    Opening,
    Region,
    Seat,
    SwapMarket,
    TieBreak,
    TieRule,
    Unit,
)
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.rounds.seats import VACANT_MARK

CYCLE_CAP = 3
CHAIN_CAP = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place as the round keeps it; numbers are people, None = not stated."""

    id: str
    company: str = ""
    capacity: int = 1
    vacancies: int = 0
    minimum: int = 0
    minimum_priority: int | None = None
    region: str = ""
    region_maximum: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """A place on a list; `number` None = the place does not accept the person."""

    place: str
    number: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person with a submitted list, best first; `place` is the unit held today."""

    id: str
    place: str = ""
    company: str = ""
    own_priority: int | None = None
    choices: tuple[ChoiceRow, ...] = ()


def build_market(
    *,
    kind: RoundKind,
    name: str,
    mechanism: str,
    places: Sequence[PlaceRow],
    people: Sequence[PersonRow],
    balance: int | None = None,
) -> Market | SwapMarket:
    """Return the market of a round, in the order of ids, so that no row can come first by luck.

    Args:
        kind: of the round.
        name: of the round, an opaque id.
        mechanism: a name of ``MechanismName``.
        places: all of them.
        people: those with a submitted list.
        balance: most people in minus out of each company (swap); None = not asked for.

    Raises:
        MarketError: with every fault of the input.
    """
    rows = sorted(places, key=lambda one: one.id)
    persons = sorted(people, key=lambda one: one.id)
    chosen = MechanismName(mechanism)
    if kind is RoundKind.SWAP:
        return _swap(name, rows, persons, balance)
    lottery = TieBreak(TieRule.LOTTERY, Lottery())
    is_rotation = kind is RoundKind.ROTATION
    agents = [
        Agent(
            id=one.id,
            choices=tuple((choice.place, choice.number) for choice in one.choices),
            unit=(one.place or None) if is_rotation else None,
            own_priority=one.own_priority if is_rotation else None,
        )
        for one in persons
    ]
    found: list[Opening | Unit] = [
        Unit(id=one.id, vacancies=one.vacancies, minimum=one.minimum)
        if is_rotation
        else Opening(
            id=one.id,
            capacity=one.capacity,
            minimum_priority=one.minimum_priority,
            region=one.region or None,
            target=one.target,
        )
        for one in rows
    ]
    return Market.from_records(
        kind=Mechanism(chosen).kind,
        agents=agents,
        places=found,
        regions=() if is_rotation else _regions(rows),
        mechanism=Mechanism(chosen),
        tie_break=lottery,
        name=name,
    )


def write_instance(market: Market | SwapMarket) -> str:
    """Return the text of the locked input, ``tasuki-market/1``."""
    return files.write_json(market).decode()


def _regions(rows: Sequence[PlaceRow]) -> list[Region]:
    """Return each region once; of several ceilings the lowest holds."""
    found: dict[str, int | None] = {}
    for one in rows:
        if not one.region:
            continue
        before = found.get(one.region)
        told = [value for value in (before, one.region_maximum) if value is not None]
        found[one.region] = min(told, default=None)
    return [Region(id=name, maximum=most) for name, most in sorted(found.items())]


def _swap(
    name: str, rows: Sequence[PlaceRow], persons: Sequence[PersonRow], balance: int | None
) -> SwapMarket:
    """A seat for each person and each vacancy; an arc where the holder of b lists the place of a.

    The weight is 1 for the last choice of a list and one more for each better one.
    """
    company = {one.id: one.company for one in rows}
    seats = [Seat(id=one.id, company=company.get(one.place) or one.company) for one in persons]
    at: dict[str, list[str]] = {one.id: [] for one in rows}
    for person in persons:
        if person.place in at:
            at[person.place].append(person.id)
    for one in rows:
        for number in range(1, one.vacancies + 1):
            seat = f"{one.id}{VACANT_MARK}{number}"
            seats.append(Seat(id=seat, company=one.company, vacant=True))
            at[one.id].append(seat)
    arcs: list[Arc] = []
    for person in persons:
        length = len(person.choices)
        for rank, choice in enumerate(person.choices):
            if choice.number is None:
                continue
            arcs += [
                (seat, person.id, length - rank)
                for seat in at.get(choice.place, ())
                if seat != person.id
            ]
    companies = sorted({seat.company for seat in seats if seat.company})
    return SwapMarket.from_records(
        seats=seats,
        arcs=arcs,
        mechanism=Mechanism(
            MechanismName.CYCLE_CHAIN_PACKING,
            cycle_cap=CYCLE_CAP,
            chain_cap=CHAIN_CAP,
            objective="weight",
        ),
        balance=None if balance is None else dict.fromkeys(companies, balance),
        name=name,
    )
