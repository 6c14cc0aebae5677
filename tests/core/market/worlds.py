"""Small worlds told twice: as plain dictionaries for the oracles and as a market for the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from tasuki.core.market.model import (
    Agent,
    Arc,
    Certificate,
    Constraint,
    Kind,
    Market,
    Mechanism,
    MechanismName,
    Opening,
    Outcome,
    Region,
    Seat,
    Side,
    Status,
    SwapMarket,
    SwapOutcome,
    TieBreak,
    Unit,
)

PEOPLE = ("A1", "A2", "A3", "A4", "A5")
PLACES = ("O1", "O2", "O3", "O4")


@dataclass(frozen=True)
class World:
    """People, lists, numbers, seats; what is empty does not exist in this world."""

    order: tuple[str, ...]
    lists: Mapping[str, tuple[str, ...]]
    numbers: Mapping[tuple[str, str], int | None]
    seats: Mapping[str, int]
    own: Mapping[str, str] = field(default_factory=dict)
    own_numbers: Mapping[str, int] = field(default_factory=dict)
    minimum: Mapping[str, int] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)
    region: Mapping[str, str] = field(default_factory=dict)
    ceiling: Mapping[str, int] = field(default_factory=dict)
    target: Mapping[str, int] = field(default_factory=dict)
    precedence: tuple[str, ...] = ()

    @property
    def keys(self) -> dict[tuple[str, str], tuple[int, int]]:
        """How each place orders its people: the number, then who stands earlier in the file."""
        return {
            (who, place): (number, -self.order.index(who))
            for (who, place), number in self.numbers.items()
            if number is not None and number >= self.least.get(place, number)
        }

    @property
    def own_keys(self) -> dict[str, tuple[int, int]]:
        return {who: (self.own_numbers[who], -self.order.index(who)) for who in self.own_numbers}

    @property
    def targets(self) -> dict[str, int]:
        """The stated target, else the place's share of the ceiling."""
        found = {}
        for place, name in self.region.items():
            total = sum(self.seats[one] for one in self.region if self.region[one] == name)
            share = self.seats[place] * self.ceiling[name] // total if total else 0
            found[place] = self.target.get(place, min(self.seats[place], share))
        return found

    def market(self, mechanism: Mechanism, tie_break: TieBreak | None = None) -> Market:
        agents = [
            Agent(
                who,
                tuple((place, self.numbers[who, place]) for place in self.lists[who]),
                unit=self.own.get(who),
                own_priority=self.own_numbers.get(who),
            )
            for who in self.order
        ]
        return Market.from_records(
            kind=mechanism.kind,
            agents=agents,
            places=[self._place(place, mechanism.kind) for place in self.seats],
            regions=[Region(name, most) for name, most in self.ceiling.items()],
            mechanism=mechanism,
            order=self.precedence,
            tie_break=tie_break,
        )

    def _place(self, place: str, kind: Kind) -> Opening | Unit:
        if kind is Kind.MATCHING:
            return Opening(
                place,
                self.seats[place],
                minimum=self.minimum.get(place, 0),
                minimum_priority=self.least.get(place),
                region=self.region.get(place),
                target=self.target.get(place),
            )
        held = sum(1 for unit in self.own.values() if unit == place)
        return Unit(place, self.seats[place] - held, self.minimum.get(place, 0))

    def without(self, **changes: object) -> "World":
        return replace(self, **changes)


DEFERRED = Mechanism(MechanismName.DEFERRED_ACCEPTANCE)
DEFERRED_OPENINGS = Mechanism(MechanismName.DEFERRED_ACCEPTANCE, side=Side.OPENINGS)
FLEXIBLE = Mechanism(MechanismName.FLEXIBLE)
MULTI_STAGE = Mechanism(MechanismName.MULTI_STAGE)
TRADING = Mechanism(MechanismName.TOP_TRADING_CYCLES)
BLOCK = Mechanism(MechanismName.BLOCK_EXCHANGE)
STATUS_QUO = Mechanism(MechanismName.STATUS_QUO)
PLAN = Mechanism(MechanismName.ASSIGNMENT)


def outcome_of(
    market: Market,
    matching: Mapping[str, str | None],
    *,
    certificate: Certificate | None = None,
    status: Status = Status.COMPLETE,
    statistics: Mapping[str, int] | None = None,
    seed: str | None = None,
) -> Outcome:
    """Return a matching of the oracles as an outcome."""
    place_number = {place: at for at, place in enumerate(market.place_ids)}
    edge = np.full(market.agent_count, -1, np.int64)
    place = np.full(market.agent_count, -1, np.int32)
    for at, who in enumerate(market.agent_ids):
        held = matching.get(who)
        if held is None:
            continue
        place[at] = place_number[held]
        low, high = market.preference.indptr[at : at + 2].tolist()
        for one in range(low, high):
            if market.preference.indices[one] == place[at]:
                edge[at] = one
    return Outcome(
        name=market.name,
        mechanism=market.mechanism,
        instance_digest=market.digest,
        status=status,
        edge=edge,
        place=place,
        statistics=statistics or {},
        certificate=certificate or Certificate(),
        seed=seed,
    )


def matching_of(market: Market, outcome: Outcome) -> dict[str, str | None]:
    """Return an outcome as a matching of the oracles."""
    return {
        who: market.place_ids[place] if place >= 0 else None
        for who, place in zip(market.agent_ids, outcome.place.tolist(), strict=True)
    }


# --- strategies -------------------------------------------------------------------------------


def _lists(draw, people, places, *, complete=False):
    size = st.just(len(places)) if complete else st.integers(0, len(places))
    return {who: tuple(draw(st.permutations(places))[: draw(size)]) for who in people}


def _numbers(draw, lists, *, own=None, refuse=True):
    number = st.integers(0, 3)
    value = st.one_of(number, number, number, st.none()) if refuse else number
    seats = own or {}
    return {
        (who, place): draw(number if seats.get(who) == place else value)
        for who in lists
        for place in lists[who]
    }


@st.composite
def matching_worlds(draw, *, people=4, places=4, complete=False):
    """Openings with 0 to 2 seats; short numbers, so that many are tied."""
    who = PEOPLE[: draw(st.integers(1, people))]
    where = PLACES[: draw(st.integers(1, places))]
    lists = _lists(draw, who, where, complete=complete)
    return World(
        order=tuple(draw(st.permutations(who))),
        lists=lists,
        numbers=_numbers(draw, lists, refuse=not complete),
        seats={place: draw(st.integers(0, 2)) for place in where},
        least={} if complete else draw(st.sampled_from([{}, {}, {where[0]: 2}])),
    )


@st.composite
def region_worlds(draw, *, people=4, places=4):
    """Openings in up to two regions with ceilings; one may lie outside."""
    world = draw(matching_worlds(people=people, places=places))
    region = {
        place: name
        for place in world.seats
        if (name := draw(st.sampled_from(["R1", "R1", "R2", None]))) is not None
    }
    ceiling = {name: draw(st.integers(0, 3)) for name in sorted(set(region.values()))}
    return world.without(region=region, ceiling=ceiling)


@st.composite
def floor_worlds(draw, *, people=5, places=3):
    """Complete lists, everyone accepted, seats for all and floors that the people can meet."""
    who = PEOPLE[: draw(st.integers(1, people))]
    where = PLACES[: draw(st.integers(1, places))]
    seats = {place: draw(st.integers(0, 3)) for place in where}
    seats[where[0]] += max(0, len(who) - sum(seats.values()))
    left = len(who)
    minimum = {}
    for place in where:
        minimum[place] = draw(st.integers(0, min(left, seats[place])))
        left -= minimum[place]
    lists = _lists(draw, who, where, complete=True)
    return World(
        order=tuple(draw(st.permutations(who))),
        lists=lists,
        numbers=_numbers(draw, lists, refuse=False),
        seats=seats,
        minimum=minimum,
        precedence=tuple(draw(st.permutations(who))),
    )


@st.composite
def rotation_worlds(draw, *, people=4, places=3, floors=False):
    """Units with incumbents and vacancies; some people hold no seat yet."""
    who = PEOPLE[: draw(st.integers(1, people))]
    where = PLACES[: draw(st.integers(1, places))]
    unit = st.one_of(st.sampled_from(where), st.sampled_from(where), st.none())
    own = {one: place for one in who if (place := draw(unit)) is not None}
    held = {place: sum(1 for unit in own.values() if unit == place) for place in where}
    lists = _lists(draw, who, where)
    minimum = {place: draw(st.integers(0, held[place] + 1)) for place in where} if floors else {}
    return World(
        order=tuple(draw(st.permutations(who))),
        lists=lists,
        numbers=_numbers(draw, lists, own=own),
        seats={place: held[place] + draw(st.integers(0, 1)) for place in where},
        own=own,
        own_numbers={one: draw(st.integers(0, 3)) for one in own},
        minimum=minimum,
        precedence=tuple(draw(st.permutations(who))),
    )


@st.composite
def single_seat_worlds(draw, *, people=4):
    """One seat for each person and nothing vacant."""
    who = PEOPLE[: draw(st.integers(1, people))]
    where = tuple(f"U{one[1:]}" for one in who)
    own = dict(zip(who, draw(st.permutations(where)), strict=True))
    lists = _lists(draw, who, where)
    return World(
        order=tuple(draw(st.permutations(who))),
        lists=lists,
        numbers=_numbers(draw, lists, own=own),
        seats=dict.fromkeys(where, 1),
        own=own,
        own_numbers={one: draw(st.integers(0, 3)) for one in who},
        precedence=tuple(draw(st.permutations(who))),
    )


@dataclass(frozen=True)
class Swaps:
    """Seats, arcs and companies of an exchange."""

    arcs: Mapping[tuple[str, str], int]
    vacant: tuple[str, ...] = ()
    company: Mapping[str, str] = field(default_factory=dict)
    balance: Mapping[str, int] = field(default_factory=dict)
    cycle_cap: int = 3
    chain_cap: int = 2
    objective: str | None = None

    @property
    def seats(self) -> list[str]:
        ends = {seat for arc in self.arcs for seat in arc}
        return sorted(ends | set(self.company) | set(self.vacant))

    def market(self) -> SwapMarket:
        arcs: list[Arc] = [(start, end, worth) for (start, end), worth in self.arcs.items()]
        return SwapMarket.from_records(
            seats=[
                Seat(seat, company=self.company.get(seat), vacant=seat in self.vacant)
                for seat in self.seats
            ],
            arcs=arcs,
            mechanism=Mechanism(
                MechanismName.CYCLE_CHAIN_PACKING,
                cycle_cap=self.cycle_cap,
                chain_cap=self.chain_cap,
                objective=self.objective,
            ),
            balance=self.balance,
        )


def swap_outcome_of(
    market: SwapMarket,
    cycles: tuple[tuple[str, ...], ...] = (),
    chains: tuple[tuple[str, ...], ...] = (),
    *,
    prices: Mapping[str, int] | None = None,
    statistics: Mapping[str, int] | None = None,
    status: Status = Status.COMPLETE,
) -> SwapOutcome:
    """Return cycles and chains of seat ids as an outcome."""
    number = {seat: at for at, seat in enumerate(market.seat_ids)}
    return SwapOutcome(
        name=market.name,
        mechanism=market.mechanism,
        instance_digest=market.digest,
        status=status,
        cycles=tuple(tuple(number[seat] for seat in one) for one in cycles),
        chains=tuple(tuple(number[seat] for seat in one) for one in chains),
        statistics=statistics or {},
        certificate=Certificate(prices=prices),
    )


@st.composite
def swap_worlds(draw, *, seats=5, balance=False):
    """Up to a handful of seats, one or two of them vacant, arcs worth 1 to 9."""
    names = [f"S{at}" for at in range(1, draw(st.integers(2, seats)) + 1)]
    vacant = tuple(sorted(draw(st.sets(st.sampled_from(names), max_size=2))))
    pairs = [(one, other) for one in names for other in names if one != other]
    chosen = draw(st.sets(st.sampled_from(pairs), max_size=10))
    arcs = {
        (one, other): draw(st.integers(1, 9))
        for one, other in sorted(chosen)
        if other not in vacant
    }
    company = {seat: draw(st.sampled_from(["C1", "C2"])) for seat in names}
    tolerances = {name: draw(st.integers(0, 1)) for name in sorted(set(company.values()))}
    return Swaps(
        arcs=arcs,
        vacant=vacant,
        company=company,
        balance=tolerances if balance else {},
        cycle_cap=draw(st.integers(2, 4)),
        chain_cap=draw(st.integers(0, 3)),
    )


@dataclass(frozen=True)
class Plan:
    """Worth of every choice, bounds of the units, conditions."""

    worth: Mapping[str, Mapping[str, int]]
    bounds: Mapping[str, tuple[int, int]]
    own: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    region: Mapping[str, str] = field(default_factory=dict)
    may_stay_out: frozenset[str] = frozenset()
    constraints: tuple[Constraint, ...] = ()
    worst_rank: int | None = None

    def market(self) -> Market:
        return Market.from_records(
            kind=Kind.ASSIGNMENT,
            agents=[
                Agent(
                    who,
                    tuple(worth.items()),
                    unit=self.own.get(who),
                    tags=self.tags.get(who, ()),
                    may_stay_out=who in self.may_stay_out,
                )
                for who, worth in self.worth.items()
            ],
            places=[
                Unit(unit, minimum=low, maximum=high, region=self.region.get(unit))
                for unit, (low, high) in self.bounds.items()
            ],
            mechanism=Mechanism(MechanismName.ASSIGNMENT, worst_rank=self.worst_rank),
            constraints=self.constraints,
        )


@st.composite
def plan_worlds(draw, *, people=4, units=3):
    """Units with floors and ceilings, worths that may be negative, people who may stay out."""
    where = [f"U{at}" for at in range(1, draw(st.integers(1, units)) + 1)]
    who = PEOPLE[: draw(st.integers(1, people))]
    worth = {}
    for one in who:
        listed = draw(st.sets(st.sampled_from(where), min_size=1))
        worth[one] = {unit: draw(st.integers(-5, 9)) for unit in sorted(listed)}
    bounds = {}
    for unit in where:
        low = draw(st.integers(0, 1))
        bounds[unit] = (low, draw(st.integers(low, 3)))
    out = frozenset(draw(st.sets(st.sampled_from(who))))
    return Plan(worth=worth, bounds=bounds, may_stay_out=out)
