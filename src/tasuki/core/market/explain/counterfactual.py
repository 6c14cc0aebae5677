"""The smallest change that would have flipped a result, found by clearing again.

It tells where the person stood; it is never advice to state other wishes: lists stay as they
are. A change of priority is told so that it wins without any luck in a tie.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from tasuki.core.market.arrays import REFUSED
from tasuki.core.market.clear import BY_KERNEL, clear
from tasuki.core.market.csr import freeze
from tasuki.core.market.model import Market, MarketError, MechanismName, Outcome
from tasuki.core.market.records import INTEGER_MAX

EDGES_MAX: Final = 2_000_000
"""Markets above this size are not cleared again for one explanation."""

_BY_PRIORITY: Final = frozenset(
    {
        MechanismName.DEFERRED_ACCEPTANCE,
        MechanismName.FLEXIBLE,
        MechanismName.MULTI_STAGE,
        MechanismName.BLOCK_EXCHANGE,
        MechanismName.STATUS_QUO,
    }
)


def smallest_change(
    market: Market, outcome: Outcome, agent: int, higher: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Return what would have given the person the best place that accepts them.

    Args:
        market: with the mechanism and seed of the outcome.
        outcome: what was proposed.
        agent: number of the person.
        higher: the reasons at the places liked better, best first.

    Returns:
        `{"kind": "priority", "place": …, "by": points}`, else `{"kind": "seat", …, "by": 1}`,
        each confirmed by clearing again; None when neither changes the result.
    """
    is_asked = outcome.mechanism.name in BY_KERNEL and market.edge_count <= EDGES_MAX
    wanted = [one for one in higher if one["reason"] not in ("ineligible", "not_accepted")]
    if not is_asked or not wanted:
        return None
    place = market.place_ids.index(wanted[0]["place"])
    edge = int(market.preference.indptr[agent]) + int(wanted[0]["rank"]) - 1
    if outcome.mechanism.name in _BY_PRIORITY and (by := _points_needed(market, edge)) is not None:
        return {"kind": "priority", "place": wanted[0]["place"], "by": by}
    if outcome.mechanism.name is not MechanismName.BLOCK_EXCHANGE:
        more = with_seats(market, place, 1)
        if _place_in(more, agent) == place:
            return {"kind": "seat", "place": wanted[0]["place"], "by": 1}
    return None


def _place_in(market: Market, agent: int) -> int:
    """Return where the person ends in a changed market; -1 also where it cannot be cleared."""
    try:
        return int(clear(market).place[agent])
    except MarketError:
        # One more seat may break what the mechanism asks for, such as the sum of targets.
        return -1


def with_priority(market: Market, edge: int, number: int) -> Market:
    """Return the market with another priority on one edge."""
    priority = market.edge.priority.copy()
    priority[edge] = number
    return market.with_edges(market.preference, replace(market.edge, priority=freeze(priority)))


def with_seats(market: Market, place: int, more: int) -> Market:
    """Return the market with more seats at one place (in a rotation: vacancies).

    A place under a ceiling gets no more than the ceiling allows; a stated target stays.
    """
    capacity, vacancies = market.quota.capacity.copy(), market.quota.vacancies.copy()
    capacity[place] += more
    if np.any(market.endowment >= 0):
        vacancies[place] += more
    quota = replace(market.quota, capacity=freeze(capacity), vacancies=freeze(vacancies))
    return replace(market, quota=quota)


def _points_needed(market: Market, edge: int) -> int | None:
    """Return the smallest rise of one priority that wins the place, whatever ties decide.

    Only numbers just above somebody else's can matter, and a better priority never hurts, so
    the thresholds are searched by halves.
    """
    agent, place = int(market.edge_agent[edge]), int(market.preference.indices[edge])
    own = int(market.edge.priority[edge])
    rivals = market.preference.indices == place
    numbers = market.edge.priority[rivals & ((market.edge.flags & REFUSED) == 0)]
    incumbents = market.own_priority[market.endowment == place]
    stated = np.unique(np.concatenate([numbers, incumbents]))
    levels = [int(one) + 1 for one in stated if own <= one < INTEGER_MAX]

    def wins(level: int) -> bool:
        return _place_in(with_priority(market, edge, level), agent) == place

    if not levels or not wins(levels[-1]):
        return None
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if wins(levels[middle]):
            high = middle
        else:
            low = middle + 1
    return levels[low] - own
