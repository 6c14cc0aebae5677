"""Made-up markets as arrays, the same for the same size: nothing here is measured."""

from typing import Any

import numpy as np

from tasuki.core.market.arrays import NO_LIMIT, NO_NUMBER, Edge, Numbered, Preference, Quota
from tasuki.core.market.csr import pointers
from tasuki.core.market.model import Constraint, ConstraintKind, Kind, Market, Mechanism, TieBreak
from tasuki.core.market.records import MechanismName
from tasuki.core.market.solvers.columns import SwapGraph

SEED = 11
LIST_LENGTH = 20
VACANT_SHARE = 0.1


def lists(rng: Any, people: int, places: int) -> tuple[Any, Any]:
    """Return lists of different places; popular places stand in more of them."""
    length = min(LIST_LENGTH, places)
    drawn = (rng.random((people, length)) ** 1.5 * places).astype(np.int64)
    step = np.arange(length) * (places // length or 1)
    indices = ((drawn + step) % places).astype(np.int32)
    while True:
        ordered = np.sort(indices, axis=1)
        double = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not len(double):
            break
        start = rng.integers(0, places, (len(double), 1))
        indices[double] = (start + np.arange(length) * (places // length or 1)) % places
    return pointers(np.full(people, length)), indices.ravel()


def market(kind: Kind, name: MechanismName, pref: Preference, edge: Edge, **parts: Any) -> Market:
    people, places = len(pref.indptr) - 1, len(parts["quota"].capacity)
    return Market(
        kind=kind,
        name="bench",
        mechanism=Mechanism(name),
        tie_break=TieBreak(),
        agent_ids=Numbered("A", people),
        agent_position=np.arange(people),
        place_ids=Numbered("O", places),
        place_position=np.arange(places),
        preference=pref,
        edge=edge,
        own_priority=np.full(people, NO_NUMBER, np.int32),
        order=np.arange(people, dtype=np.int32),
        **parts,
    )


def quota(places: int, capacity: Any, **parts: Any) -> Quota:
    zero, none = np.zeros(places, np.int32), np.full(places, -1, np.int32)
    usual = {
        "minimum": zero, "target": none, "region": none, "vacancies": zero,
        "minimum_priority": np.full(places, NO_NUMBER, np.int32),
    }  # fmt: skip
    return Quota(capacity=np.broadcast_to(np.int32(capacity), places).copy(), **(usual | parts))


def people_market(people: int, *, regions: int = 0) -> Market:
    """Return people who ask at a third as many openings, two or three seats each."""
    rng = np.random.default_rng(SEED)
    places = max(people // (10 if people >= 1_000_000 else 3), 3)
    indptr, indices = lists(rng, people, places)
    priority = rng.integers(0, 1_000_000, len(indices)).astype(np.int32)
    edge = Edge(priority, np.zeros(0, np.int32), np.zeros(len(indices), np.uint8))
    seats = max(round(people / places), 1)
    parts: dict[str, Any] = {"quota": quota(places, seats)}
    if regions:
        area = (np.arange(places) % regions).astype(np.int32)
        ceiling = np.full(regions, int(0.8 * people / regions), np.int32)
        parts = {
            "quota": quota(places, seats, region=area),
            "region_ids": [f"R{at:02d}" for at in range(regions)],
            "region_position": np.arange(regions),
            "region_maximum": ceiling,
        }
    name = MechanismName.FLEXIBLE if regions else MechanismName.DEFERRED_ACCEPTANCE
    nobody = np.full(people, -1, np.int32)
    return market(Kind.MATCHING, name, Preference(indptr, indices), edge, endowment=nobody, **parts)


def rotation_market(people: int) -> Market:
    """Return people of whom each holds one of ten seats of a unit."""
    rng = np.random.default_rng(SEED)
    places = max(people // 10, 3)
    indptr, indices = lists(rng, people, places)
    priority = rng.integers(0, 1_000, len(indices)).astype(np.int32)
    edge = Edge(priority, np.zeros(0, np.int32), np.zeros(len(indices), np.uint8))
    own = (np.arange(people) % places).astype(np.int32)
    held = np.bincount(own, minlength=places)
    return market(
        Kind.ROTATION,
        MechanismName.TOP_TRADING_CYCLES,
        Preference(indptr, indices),
        edge,
        endowment=own,
        quota=quota(places, held),
    )


def plan_market(people: int, *, has_conditions: bool) -> Market:
    """Return people who list their own unit and nineteen others, with worth in millionths."""
    rng = np.random.default_rng(SEED)
    places = max(people // 10, 3)
    own = rng.permutation(np.arange(people) % places).astype(np.int32)
    indptr, indices = lists(rng, people, places)
    table = indices.reshape(people, -1)
    # Everybody may stay: the own unit stands last unless it is listed already.
    is_listed = (table == own[:, None]).any(axis=1)
    table[~is_listed, -1] = own[~is_listed]
    worth = rng.integers(0, 1_000_000, table.shape).astype(np.int32)
    worth[table == own[:, None]] = 0
    edge = Edge(np.zeros(table.size, np.int32), worth.ravel(), np.zeros(table.size, np.uint8))
    held = np.bincount(own, minlength=places)
    nurses = rng.random(people) < 0.3
    tags = tuple(("nurse",) if one else () for one in nurses)
    most = held if not has_conditions else held + 1
    least = np.zeros(places, np.int32) if not has_conditions else np.maximum(held - 2, 0)
    return market(
        Kind.ASSIGNMENT,
        MechanismName.ASSIGNMENT,
        Preference(indptr, table.ravel()),
        edge,
        endowment=own,
        quota=quota(places, most, minimum=least.astype(np.int32)),
        may_stay_out=np.zeros(people, np.bool_),
        tags=tags,
        constraints=conditions(people, places, own, nurses) if has_conditions else (),
    )


def conditions(people: int, places: int, own: Any, nurses: Any) -> tuple[Constraint, ...]:
    """Return skill mix at every unit, tenure, pairs apart, and a ceiling on moves."""
    agents, units = Numbered("A", people), Numbered("O", places)
    skilled = np.bincount(own[nurses], minlength=places)
    found = [
        Constraint(ConstraintKind.TAG_MINIMUM, unit=units[at], tag="nurse", minimum=int(count) - 1)
        for at, count in enumerate(skilled.tolist())
        if count > 1
    ]
    found += [
        Constraint(ConstraintKind.FIXED, unit=units[int(own[at])], agents=(agents[at],))
        for at in range(0, people, 20)
    ]
    found += [
        Constraint(ConstraintKind.APART, agents=(agents[at], agents[at + 1]))
        for at in range(1, people - 1, 50)
        if own[at] != own[at + 1]
    ]
    return (*found, Constraint(ConstraintKind.MOVES_MAXIMUM, maximum=people * 3 // 10))


def swap_graph(size: str) -> SwapGraph:
    """Return an exchange of `seats x degree [x chain cap]`; a tenth of the seats is vacant."""
    count, degree, *rest = map(int, size.split("x"))
    chain_cap = rest[0] if rest else 3
    rng = np.random.default_rng(SEED)
    people = count - (round(count * VACANT_SHARE) if chain_cap else 0)
    tails = np.repeat(np.arange(count), degree)
    heads = rng.integers(0, people, count * degree)
    keys = np.unique((tails * count + heads)[tails != heads])
    tails, heads = keys // count, keys % count
    return SwapGraph(
        indptr=pointers(np.bincount(tails, minlength=count)),
        target=heads.astype(np.int32),
        worth=rng.integers(1, 101, len(keys)).astype(np.float64),
        vacant=np.arange(count) >= people,
        company=np.full(count, -1, np.int32),
        tolerance=np.full(0, NO_LIMIT, np.int32),
        cycle_cap=3,
        chain_cap=chain_cap,
    )


def as_dictionaries(one: Market) -> tuple[Any, Any, Any]:
    """Return wishes, rankings and capacities as plain dictionaries of numbers."""
    indptr, places = one.preference.indptr, one.preference.indices.tolist()
    wishes = {at: places[indptr[at] : indptr[at + 1]] for at in range(one.agent_count)}
    asked: dict[int, list[tuple[int, int]]] = {}
    for edge, (agent, place) in enumerate(zip(one.edge_agent.tolist(), places, strict=True)):
        asked.setdefault(place, []).append((-int(one.edge.priority[edge]), agent))
    ranks = {place: [agent for _, agent in sorted(rows)] for place, rows in asked.items()}
    return wishes, ranks, {place: int(one.quota.capacity[place]) for place in ranks}
