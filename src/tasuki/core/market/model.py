"""A market as arrays, its outcome and its certificate. Frozen; integers only; no people x places.

Ids are sorted by code point and become dense numbers; the order of the file is kept beside
them, because it breaks ties. Nothing here reads files, draws lots or clears.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from tasuki.core.market import canonical, checks
from tasuki.core.market.arrays import (
    NO_LIMIT,
    NO_NUMBER,
    OWN_SEAT,
    REFERRED,
    REFUSED,
    RESERVED,
    Edge,
    Numbered,
    Preference,
    Quota,
    ints,
    number_ids,
    or_else,
)
from tasuki.core.market.csr import Bools, Ints, Longs, freeze, restrict, rows_of
from tasuki.core.market.fill import fill_edges, fill_quota
from tasuki.core.market.outcome import Certificate, Infeasible, Outcome, SwapOutcome
from tasuki.core.market.records import (
    Agent,
    Arc,
    Choice,
    Constraint,
    ConstraintKind,
    Finding,
    Guarantee,
    Kind,
    Lottery,
    MarketError,
    Mechanism,
    MechanismName,
    Opening,
    Region,
    Seat,
    Side,
    Status,
    TieBreak,
    TieRule,
    Unit,
)
from tasuki.core.market.swap_market import SwapMarket

__all__ = [
    "NO_LIMIT",
    "NO_NUMBER",
    "OWN_SEAT",
    "REFERRED",
    "REFUSED",
    "RESERVED",
    "Agent",
    "Arc",
    "Certificate",
    "Choice",
    "Constraint",
    "ConstraintKind",
    "Edge",
    "Finding",
    "Guarantee",
    "Infeasible",
    "Kind",
    "Lottery",
    "Market",
    "MarketError",
    "Mechanism",
    "MechanismName",
    "Numbered",
    "Opening",
    "Outcome",
    "Preference",
    "Quota",
    "Region",
    "Seat",
    "Side",
    "Status",
    "SwapMarket",
    "SwapOutcome",
    "TieBreak",
    "TieRule",
    "Unit",
]


@dataclass(frozen=True, eq=False)
class Market:
    """A matching, rotation or assignment as arrays.

    Attributes:
        agent_ids, place_ids, region_ids: sorted by code point; number -> id.
        agent_position, place_position, region_position: int64: number -> place in the file.
        endowment: int32 (agents,): place held today, -1 = none.
        own_priority: int32 (agents,): NO_NUMBER = not stated.
        order: int32: agents by stated precedence, empty when not stated.
        tags: per agent; empty tuple when nobody has one.
        may_stay_out: bool (agents,).
        region_maximum: int32 (regions,), NO_LIMIT = none.
    """

    kind: Kind
    name: str
    mechanism: Mechanism
    tie_break: TieBreak
    agent_ids: Sequence[str]
    agent_position: Longs
    place_ids: Sequence[str]
    place_position: Longs
    preference: Preference
    edge: Edge
    quota: Quota
    endowment: Ints
    own_priority: Ints
    order: Ints
    region_ids: Sequence[str] = ()
    region_position: Longs = field(default_factory=lambda: np.zeros(0, np.int64))
    region_maximum: Ints = field(default_factory=lambda: np.zeros(0, np.int32))
    tags: tuple[tuple[str, ...], ...] = ()
    may_stay_out: Bools = field(default_factory=lambda: np.zeros(0, np.bool_))
    constraints: tuple[Constraint, ...] = ()

    @classmethod
    def build(
        cls,
        agents: Sequence[Agent],
        openings: Sequence[Opening],
        preferences: Mapping[str, Sequence[str]],
        priorities: Mapping[str, Mapping[str, int | None]],
        regions: Sequence[Region] = (),
        endowments: Mapping[str, str] | None = None,
        *,
        mechanism: Mechanism | None = None,
        tie_break: TieBreak | None = None,
        order: Sequence[str] = (),
        name: str = "",
    ) -> "Market":
        """Return a matching from the two sides' own views.

        Args:
            agents: the people; choices in the records are ignored.
            openings: the places.
            preferences: agent -> openings, best first.
            priorities: opening -> agent -> number; a person it leaves out is not accepted.
            regions: ceilings.
            endowments: agent -> place held today; a matching has none.
            mechanism: deferred acceptance of the agents when not stated.
            tie_break: order of `agents` when not stated.
            order: every agent once, or empty.
            name: of the round.

        Raises:
            MarketError: with every fault of the input.
        """
        known = {one.id for one in agents}
        strangers = [
            Finding("unknown_id", f"preferences[{one}]", f"no agent {one!r}")
            for one in preferences
            if one not in known
        ]
        if strangers:
            raise MarketError(strangers)
        full = [
            Agent(
                id=one.id,
                choices=tuple(
                    (place, priorities.get(place, {}).get(one.id))
                    for place in preferences.get(one.id, ())
                ),
                unit=(endowments or {}).get(one.id),
            )
            for one in agents
        ]
        return cls.from_records(
            kind=Kind.MATCHING,
            agents=full,
            places=openings,
            regions=regions,
            mechanism=mechanism or Mechanism(MechanismName.DEFERRED_ACCEPTANCE),
            tie_break=tie_break,
            order=order,
            name=name,
        )

    @classmethod
    def from_records(
        cls,
        *,
        kind: Kind,
        agents: Sequence[Agent],
        places: Sequence[Opening | Unit],
        mechanism: Mechanism,
        regions: Sequence[Region] = (),
        order: Sequence[str] = (),
        constraints: Sequence[Constraint] = (),
        tie_break: TieBreak | None = None,
        name: str = "",
    ) -> "Market":
        """Return the frozen arrays of a round.

        Args:
            kind: matching (places are openings), rotation or assignment (places are units).
            agents: in the order of the file; it breaks ties.
            places: in the order of the file.
            regions: in the order of the file.
            mechanism: what the file asks for.
            order: every agent once, or empty.
            constraints: assignment only.
            tie_break: file order when not stated.
            name: of the round.

        Raises:
            MarketError: with every fault of the input.
        """
        tie_break = tie_break or TieBreak()
        if kind is Kind.ASSIGNMENT:
            regions = _with_implied(regions, places)
        checks.check_market(kind, agents, places, regions, order, constraints, tie_break, mechanism)
        agent_ids, agent_position, agent_number = number_ids([one.id for one in agents])
        place_ids, place_position, place_number = number_ids([one.id for one in places])
        region_ids, region_position, region_number = number_ids([one.id for one in regions])
        people = [agents[at] for at in agent_position.tolist()]
        endowment = ints([-1 if a.unit is None else place_number[a.unit] for a in people])
        preference, edge = fill_edges(people, place_number, endowment, kind)
        sorted_places = [places[at] for at in place_position.tolist()]
        has_tags = any(one.tags for one in people)
        return cls(
            kind=kind,
            name=name,
            mechanism=mechanism,
            tie_break=tie_break,
            agent_ids=agent_ids,
            agent_position=agent_position,
            place_ids=place_ids,
            place_position=place_position,
            preference=preference,
            edge=edge,
            quota=fill_quota(sorted_places, region_number, endowment, kind),
            endowment=endowment,
            own_priority=ints([or_else(a.own_priority, NO_NUMBER) for a in people]),
            order=ints([agent_number[one] for one in order]),
            region_ids=region_ids,
            region_position=region_position,
            region_maximum=ints(
                [or_else(regions[at].maximum, NO_LIMIT) for at in region_position.tolist()]
            ),
            tags=tuple(one.tags for one in people) if has_tags else (),
            may_stay_out=freeze(np.array([a.may_stay_out for a in people], np.bool_)),
            constraints=tuple(constraints),
        )

    @property
    def agent_count(self) -> int:
        """Return how many people take part."""
        return len(self.endowment)

    @property
    def place_count(self) -> int:
        """Return how many openings or units there are."""
        return len(self.quota.capacity)

    @property
    def edge_count(self) -> int:
        """Return how many choices all lists hold together."""
        return len(self.preference.indices)

    @cached_property
    def edge_agent(self) -> Ints:
        """Return int32 (edges,): the person of every edge."""
        return freeze(rows_of(self.preference.indptr))

    @cached_property
    def acceptable(self) -> Bools:
        """Return bool (edges,): the place accepts the person (number given, minimum reached)."""
        is_open = (self.edge.flags & REFUSED) == 0
        if np.any(self.quota.minimum_priority != NO_NUMBER):
            least = self.quota.minimum_priority[self.preference.indices]
            is_open &= self.edge.priority >= least
        return freeze(is_open)

    @cached_property
    def targets(self) -> Ints:
        """Return int32 (places,): the stated target, else floor(capacity x ceiling / capacities).

        A place without region, or in a region without ceiling, aims at its capacity.
        """
        capacity = self.quota.capacity.astype(np.int64)
        found = capacity.copy()
        for region, ceiling in enumerate(self.region_maximum.tolist()):
            inside = self.quota.region == region
            total = int(capacity[inside].sum())
            if ceiling != NO_LIMIT and total:
                found[inside] = capacity[inside] * ceiling // total
        found = np.minimum(found, capacity)
        return freeze(np.where(self.quota.target >= 0, self.quota.target, found).astype(np.int32))

    @cached_property
    def digest(self) -> str:
        """Return `sha256:` and the digest of the canonical bytes, without the lottery's seed."""
        return canonical.digest(self)

    def using(self, mechanism: Mechanism, seed: str | None = None) -> "Market":
        """Return the same locked input, of the same digest, for another mechanism or seed.

        Raises:
            MarketError: the mechanism is for another kind or has no such option; ties are not
                broken by lottery; the seed is not the one that was committed to.
        """
        tie_break = self.tie_break
        if seed is not None:
            lottery = replace(tie_break.lottery, seed=seed)
            tie_break = replace(tie_break, lottery=lottery)
        checks.check_use(mechanism, self.kind, tie_break)
        found = replace(self, mechanism=mechanism, tie_break=tie_break)
        found.__dict__["digest"] = self.digest
        return found

    def without(self, keep: Bools) -> "Market":
        """Return the market with only the edges to keep, bool (edges,); all else unchanged."""
        indptr, edges = restrict(self.preference.indptr, keep)
        utility = self.edge.utility[edges] if len(self.edge.utility) else self.edge.utility
        return self.with_edges(
            Preference(freeze(indptr), freeze(self.preference.indices[edges])),
            Edge(
                freeze(self.edge.priority[edges]),
                freeze(utility),
                freeze(self.edge.flags[edges]),
            ),
        )

    def with_edges(self, preference: Preference, edge: Edge) -> "Market":
        """Return the market with other lists."""
        return replace(self, preference=preference, edge=edge)

    def place_of(self, edge: Longs) -> Ints:
        """Return the places of edges, -1 where the edge is -1."""
        if not self.edge_count:
            return np.full(len(edge), -1, np.int32)
        return np.where(edge >= 0, self.preference.indices[edge], -1).astype(np.int32)


def _with_implied(regions: Sequence[Region], places: Sequence[Opening | Unit]) -> list[Region]:
    """Return the regions and, without ceiling, those that only a unit of an assignment names."""
    stated = {one.id for one in regions}
    named = dict.fromkeys(one.region for one in places if one.region is not None)
    return [*regions, *(Region(one) for one in named if one not in stated)]
