"""An outcome laid over its market: who holds what, and which edges their people would rather have.

Everything is computed again from the two sides' own statements. A *wish* is an edge that the place
accepts and that stands higher on the person's list than what the person got. Only wishes are looked
at, never all edges: in a round that went well they are few.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tasuki.core.market.csr import Bools, Ints, Longs
from tasuki.core.market.model import NO_LIMIT, NO_NUMBER, REFUSED, Market, Outcome
from tasuki.core.market.verify.ties import tie_ranks

_TIE_BITS: Final = 31
"""A tie rank is below 2^31, so priority and rank fit one 64-bit number."""
NOBODY: Final = np.iinfo(np.int64).max
"""Strength of the weakest holder where nobody holds a seat."""


@dataclass(frozen=True, eq=False)
class Wishes:
    """Accepted edges that their people prefer to what they got, by person, best first.

    Attributes:
        edges: int64 (wishes,).
        agents: int64 (wishes,).
        places: int64 (wishes,).
    """

    edges: Longs
    agents: Longs
    places: Longs

    def keep(self, kept: Bools) -> "Wishes":
        """Return those to keep."""
        return Wishes(self.edges[kept], self.agents[kept], self.places[kept])


def ranges(starts: Longs, counts: Longs) -> tuple[Longs, Longs]:
    """Return (number of the range, value) of every start, start + 1, ... one range after another.

    Args:
        starts: int64 (ranges,).
        counts: int64 (ranges,), >= 0: how many values each range has.
    """
    rows = np.repeat(np.arange(len(counts)), counts)
    shift = starts - (np.cumsum(counts) - counts)
    return rows, np.arange(len(rows)) + np.repeat(shift, counts)


@dataclass(frozen=True, eq=False)
class Reading:
    """A market with an outcome whose arrays are known to fit it."""

    market: Market
    outcome: Outcome

    @cached_property
    def place(self) -> Longs:
        """Return int64 (agents,): the place held, -1 = none."""
        return self.outcome.place.astype(np.int64)

    @cached_property
    def held(self) -> Longs:
        """Return int64 (places,): how many hold a seat."""
        return np.bincount(self.place[self.place >= 0], minlength=self.market.place_count)

    @cached_property
    def tie_rank(self) -> Longs:
        """Return int64 (agents,): of two equals the lower wins."""
        return tie_ranks(self.market, self.outcome)

    def strength(self, priority: NDArray[np.int32], agents: Longs) -> Longs:
        """Return int64: what a place compares, the priority first and then the tie."""
        return (priority.astype(np.int64) << _TIE_BITS) - self.tie_rank[agents]

    def accepted(self, edges: Longs) -> Bools:
        """Return bool: whether the place takes the person, and the person is good enough."""
        market = self.market
        is_open: Bools = (market.edge.flags[edges] & REFUSED) == 0
        least = market.quota.minimum_priority
        if np.any(least != NO_NUMBER):
            is_open &= market.edge.priority[edges] >= least[market.preference.indices[edges]]
        return is_open

    @cached_property
    def wishes(self) -> Wishes:
        """Return the accepted edges that people prefer to what they got."""
        indptr = self.market.preference.indptr
        edge = self.outcome.edge
        better = np.where(edge >= 0, edge - indptr[:-1], np.diff(indptr))
        agents, edges = ranges(indptr[:-1], better)
        places = self.market.preference.indices[edges].astype(np.int64)
        found = Wishes(edges, agents, places)
        kept = self.accepted(edges)
        return found if kept.all() else found.keep(kept)

    @cached_property
    def holding(self) -> Longs:
        """Return int64: the agents who hold a seat by an edge of their list."""
        return np.flatnonzero(self.outcome.edge >= 0)

    @cached_property
    def holder_strength(self) -> Longs:
        """Return int64 (holding,): how strong each of them is at the place held."""
        edges = self.outcome.edge[self.holding]
        return self.strength(self.market.edge.priority[edges], self.holding)

    @cached_property
    def weakest(self) -> Longs:
        """Return int64 (places,): strength of the weakest holder, NOBODY where there is none."""
        found = np.full(self.market.place_count, NOBODY, dtype=np.int64)
        np.minimum.at(found, self.place[self.holding], self.holder_strength)
        return found

    @cached_property
    def weakest_priority(self) -> Ints:
        """Return int32 (places,): number of the weakest holder, above all where there is none."""
        found = np.full(self.market.place_count, NO_LIMIT, dtype=np.int32)
        edges = self.outcome.edge[self.holding]
        np.minimum.at(found, self.place[self.holding], self.market.edge.priority[edges])
        return found

    @cached_property
    def envy(self) -> Bools:
        """Return bool (wishes,): the place holds somebody whom it likes less than the person.

        The number alone settles nearly all of them; ties are looked at where it does not.
        """
        wishes = self.wishes
        priority = self.market.edge.priority[wishes.edges]
        found: Bools = priority >= self.weakest_priority[wishes.places]
        near = np.flatnonzero(found)
        strength = self.strength(priority[near], wishes.agents[near])
        found[near] = strength > self.weakest[wishes.places[near]]
        return found

    @cached_property
    def weakest_agent(self) -> Longs:
        """Return int64 (places,): the weakest holder, -1 where there is none."""
        found = np.full(self.market.place_count, -1, dtype=np.int64)
        places = self.place[self.holding]
        is_weakest = self.holder_strength == self.weakest[places]
        found[places[is_weakest]] = self.holding[is_weakest]
        return found

    def agent_id(self, agent: int) -> str:
        """Return the id of an agent's number."""
        return self.market.agent_ids[int(agent)]

    def place_id(self, place: int) -> str | None:
        """Return the id of a place's number, None for -1."""
        return None if place < 0 else self.market.place_ids[int(place)]
