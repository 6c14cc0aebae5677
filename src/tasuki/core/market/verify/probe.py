"""Does it ever pay to hide or reorder wishes? Tried out, list by list, by clearing anew.

Whether truth is the best reply cannot be seen in one outcome, so every person is made to report
every other list and the market is cleared again each time. Only for small markets: a list of k
choices has about e * k! reports.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from tasuki.core.market.csr import freeze, pointers
from tasuki.core.market.model import REFUSED, Edge, Market, Outcome, Preference


@dataclass(frozen=True, slots=True)
class Gain:
    """A false list that paid: what was reported, and the rank in the true list then and before."""

    agent: str
    reported: tuple[str, ...]
    rank_if_true: int
    rank_if_false: int


@dataclass(frozen=True, slots=True)
class Probe:
    """How many false lists were tried and those that paid."""

    tried: int
    gains: tuple[Gain, ...]


def all_lists(edges: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every list over some of the edges, the empty one too."""
    for size in range(len(edges) + 1):
        yield from permutations(edges, size)


def full_lists(edges: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every order of all the edges: where lists have to be complete."""
    yield from permutations(edges)


def probe(
    market: Market,
    clear: Callable[[Market], Outcome],
    *,
    reports: Callable[[Sequence[int]], Iterable[tuple[int, ...]]] = all_lists,
    agents: Iterable[int] | None = None,
    offered: Market | None = None,
) -> Probe:
    """Return which false lists pay; none, when truth is the best reply.

    Args:
        market: the true lists.
        clear: clears a market.
        reports: the false lists to try, as edges; all of them when not stated.
        agents: who tries; everyone when not stated. The others always tell the truth.
        offered: the same people and places with longer lists: false lists may name those places
            too, with the numbers that stand there. The true lists when not stated.

    Returns:
        Ranks count from 1; a place that is not on the true list ranks behind the own seat.
    """
    source = market if offered is None else offered
    truth = clear(market)
    gains, tried = [], 0
    for agent in range(market.agent_count) if agents is None else agents:
        before = _true_rank(market, agent, int(truth.place[agent]))
        low, high = source.preference.indptr[agent : agent + 2].tolist()
        for report in reports(range(low, high)):
            tried += 1
            told = clear(_reporting(market, source, agent, report))
            after = _true_rank(market, agent, int(told.place[agent]))
            if after < before:
                places = source.preference.indices[list(report)].tolist()
                names = tuple(source.place_ids[place] for place in places)
                gains.append(Gain(market.agent_ids[agent], names, before, after))
    return Probe(tried, tuple(gains))


def _true_rank(market: Market, agent: int, place: int) -> int:
    """Return how far down the true list a place stands; own seat, nothing, anything else follow."""
    low, high = market.preference.indptr[agent : agent + 2].tolist()
    own = int(market.endowment[agent])
    order = []
    for edge in range(low, high):
        here = int(market.preference.indices[edge])
        if here == own:
            break
        if not market.edge.flags[edge] & REFUSED:
            order.append(here)
    order += [own, -1] if own >= 0 else [-1]
    return order.index(place) + 1 if place in order else len(order) + 1


def _reporting(market: Market, source: Market, agent: int, report: tuple[int, ...]) -> Market:
    """Return the market in which one person hands in another list."""
    indptr = market.preference.indptr
    low, high = indptr[agent : agent + 2].tolist()
    lengths = np.diff(indptr)
    lengths[agent] = len(report)
    edges = np.array(report, dtype=np.int64)

    def spliced[T: np.generic](ours: NDArray[T], theirs: NDArray[T]) -> NDArray[T]:
        if not len(ours) and not len(theirs):
            return ours
        return freeze(np.concatenate([ours[:low], theirs[edges], ours[high:]]))

    return market.with_edges(
        Preference(
            freeze(pointers(lengths)),
            spliced(market.preference.indices, source.preference.indices),
        ),
        Edge(
            spliced(market.edge.priority, source.edge.priority),
            spliced(market.edge.utility, source.edge.utility),
            spliced(market.edge.flags, source.edge.flags),
        ),
    )
