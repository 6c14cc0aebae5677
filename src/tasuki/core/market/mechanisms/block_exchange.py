"""Block exchange for units with one seat: nobody and no unit ends worse than today.

A seat is open to a person whom its unit ranks above its present holder. All other wishes are
dropped; top trading cycles over the rest is the person-optimal block exchange.

Source: Combe, Tercieux and Terrier, The design of teacher assignment, REStud 2022.
"""

import numpy as np

from tasuki.core.market.arrays import NO_NUMBER
from tasuki.core.market.csr import Bools, Ints
from tasuki.core.market.kernels import KernelName
from tasuki.core.market.lottery import tie_ranks
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.mechanisms.trading import Trade, trade_cycles
from tasuki.core.market.model import Finding, Market, MarketError, Outcome


def clear_block_exchange(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return the two-sided efficient exchange that is best for the people.

    Raises:
        MarketError: a unit has several seats or a vacancy, somebody has no unit or no
            `own_priority`; ties are broken by lottery without a seed.
    """
    trade = trade_blocks(market, kernel)
    return outcome_of(market, trade.edge, place=trade.place)


def trade_blocks(market: Market, kernel: KernelName | None = None) -> Trade:
    """Return who gets what and in which cycle, on the edges of the whole market."""
    check_single_seats(market)
    keep = open_seats(market)
    trade = trade_cycles(market.without(keep), kernel)
    edges = np.flatnonzero(keep)
    edge = np.full(market.agent_count, -1, np.int64)
    has = trade.edge >= 0
    edge[has] = edges[trade.edge[has]]
    return Trade(edge, trade.place, trade.cycle)


def open_seats(market: Market) -> Bools:
    """Return bool (edges,): the seat's unit ranks the person above its holder, or holds the person.

    Among equal priorities the order of ties decides, as everywhere.
    """
    tie = tie_ranks(market)
    holder = seat_holders(market)[market.preference.indices]
    has_holder = holder >= 0
    held = np.where(has_holder, market.own_priority[holder], NO_NUMBER)
    person = market.edge_agent
    is_above = (market.edge.priority > held) | (
        (market.edge.priority == held) & (tie[person] < tie[holder])
    )
    found: Bools = market.acceptable & has_holder & (is_above | (holder == person))
    return found


def seat_holders(market: Market) -> Ints:
    """Return int32 (units,): who holds the only seat of each unit, -1 = nobody."""
    found = np.full(market.place_count, -1, np.int32)
    people = np.flatnonzero(market.endowment >= 0).astype(np.int32)
    found[market.endowment[people]] = people
    return found


def check_single_seats(market: Market) -> None:
    """Refuse a market whose units have several seats or vacancies, or people without a rank.

    Raises:
        MarketError: with every fault.
    """
    units, people = market.place_ids, market.agent_ids
    several = np.flatnonzero(market.quota.capacity > 1).tolist()
    open_units = np.flatnonzero(market.quota.vacancies > 0).tolist()
    outside = np.flatnonzero(market.endowment < 0).tolist()
    unranked = np.flatnonzero((market.own_priority == NO_NUMBER) & (market.endowment >= 0)).tolist()
    findings = [
        *(_finding("several_seats", f"units[{units[at]}]", "one seat only") for at in several),
        *(_finding("vacancy", f"units[{units[at]}]", "no vacancies") for at in open_units),
        *(_finding("no_seat", f"agents[{people[at]}]", "everybody holds one") for at in outside),
        *(
            _finding("missing_key", f"agents[{people[at]}].own_priority", "the holder's rank")
            for at in unranked
        ),
    ]
    if findings:
        raise MarketError(findings)


def _finding(code: str, place: str, text: str) -> Finding:
    return Finding(code, place, f"block exchange is for units with one seat each: {text}")
