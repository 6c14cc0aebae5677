"""What one person could see of a place: who was kept, and where the person stood."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from tasuki.core.market.arrays import NO_LIMIT, NO_NUMBER, REFUSED
from tasuki.core.market.csr import Bools, Ints, Longs
from tasuki.core.market.mechanisms.block_exchange import open_seats, trade_blocks
from tasuki.core.market.mechanisms.status_quo import find_released
from tasuki.core.market.mechanisms.trading import trade_cycles
from tasuki.core.market.model import Market, MarketError, MechanismName, Outcome, TieRule


@dataclass(frozen=True, slots=True)
class Standing:
    """A listed place and the person's own number there.

    Attributes:
        edge: of the list. rank: from 1. own: None = no number.
        held: people the place holds. lowest: lowest number among those who asked for it and
            got it, None = nobody did.
    """

    edge: int
    place: int
    rank: int
    own: int | None
    held: int
    lowest: int | None


class View:
    """A market with its outcome, and what all explanations of it share, worked out once."""

    def __init__(self, market: Market, outcome: Outcome) -> None:
        self.market = market.using(outcome.mechanism, outcome.seed)
        self.outcome = outcome
        self.agents = {one: at for at, one in enumerate(market.agent_ids)}
        self.places = {one: at for at, one in enumerate(market.place_ids)}

    @cached_property
    def cycle(self) -> Ints | None:
        """Return int32 (agents,): the cycle each person left in; None without cycles."""
        runs = {
            MechanismName.TOP_TRADING_CYCLES: trade_cycles,
            MechanismName.BLOCK_EXCHANGE: trade_blocks,
        }
        run = runs.get(self.outcome.mechanism.name)
        return None if run is None else run(self.market).cycle

    @cached_property
    def is_released(self) -> Bools:
        """Return bool (agents,): who was released."""
        return find_released(self.market)

    @cached_property
    def is_open(self) -> Bools:
        """Return bool (edges,): which seats were open to whom."""
        return open_seats(self.market)

    @cached_property
    def holders(self) -> list[Longs]:
        """Return the people each place holds."""
        order = np.argsort(self.outcome.place, kind="stable")
        cuts = np.searchsorted(self.outcome.place[order], np.arange(self.market.place_count + 1))
        return [order[a:b] for a, b in pairwise(cuts.tolist())]

    def number_of(self, agent_id: str) -> int:
        """Return the number of a person.

        Raises:
            MarketError: nobody has that id.
        """
        if agent_id not in self.agents:
            raise MarketError.of("unknown_id", "agent", f"no agent {agent_id!r}")
        return self.agents[agent_id]


def standing_of(view: View, edge: int) -> Standing:
    """Return where the person of an edge stands at its place."""
    market, outcome = view.market, view.outcome
    place = int(market.preference.indices[edge])
    agent = int(market.edge_agent[edge])
    inside = view.holders[place]
    asked = outcome.edge[inside]
    # Who stayed did not need the number; only newcomers tell what it took.
    asked = asked[(asked >= 0) & (market.endowment[inside] != place)]
    numbers = numbers_of(market)
    return Standing(
        edge=edge,
        place=place,
        rank=edge - int(market.preference.indptr[agent]) + 1,
        own=own_number(market, edge),
        held=len(inside),
        lowest=int(numbers[asked].min()) if len(asked) else None,
    )


def numbers_of(market: Market) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Return the number of every edge: priority, or utility in an assignment."""
    return market.edge.utility if len(market.edge.utility) else market.edge.priority


def own_number(market: Market, edge: int) -> int | None:
    """Return the number of an edge, None where the place refuses the person."""
    number = int(numbers_of(market)[edge])
    is_refused = bool(market.edge.flags[edge] & REFUSED) or number == NO_NUMBER
    return None if is_refused else number


def is_region_full(market: Market, outcome: Outcome, place: int) -> bool:
    """Return whether the region of a place holds its ceiling."""
    region = int(market.quota.region[place])
    if region < 0 or int(market.region_maximum[region]) == NO_LIMIT:
        return False
    inside = outcome.place[outcome.place >= 0]
    count = int(np.count_nonzero(market.quota.region[inside] == region))
    return count >= int(market.region_maximum[region])


def tie_code(market: Market) -> str:
    """Return the code of a tie that was lost."""
    is_lottery = market.tie_break.rule is TieRule.LOTTERY
    return "tie_lost_by_lottery" if is_lottery else "tie_lost_by_order"
