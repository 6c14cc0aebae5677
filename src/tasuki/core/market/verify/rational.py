"""Would anyone refuse: a place not asked for, a place that does not accept, a step back."""

import numpy as np

from tasuki.core.market.model import OWN_SEAT, Guarantee, Kind
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed


def check_rational(reading: Reading) -> Check:
    """Return whether everyone holds a place that both sides accept, or today's own seat.

    That the place is on the list at all is part of the form (``feasible``). The own seat is the
    last acceptable option: whoever holds one today neither loses it for nothing nor gets a place
    that stands below it on the list.
    """
    guarantee = Guarantee.INDIVIDUALLY_RATIONAL
    market, outcome = reading.market, reading.outcome
    if market.kind is Kind.EXCHANGE:
        return not_applicable(guarantee, "exchange")
    holding = reading.holding
    edges = outcome.edge[holding]
    is_own = (market.edge.flags[edges] & OWN_SEAT) != 0
    refused = holding[~(reading.accepted(edges) | is_own)]
    if len(refused):
        return _fail(reading, "not_accepted", refused)
    if market.kind is not Kind.ROTATION:
        return passed(guarantee)
    unseated = np.flatnonzero((market.endowment >= 0) & (reading.place < 0))
    if len(unseated):
        return _fail(reading, "lost_own_seat", unseated)
    own = np.flatnonzero((market.edge.flags & OWN_SEAT) != 0)
    owner = market.edge_agent[own]
    back = owner[outcome.edge[owner] > own]
    return _fail(reading, "worse_than_own_seat", back) if len(back) else passed(guarantee)


def _fail(reading: Reading, reason: str, agents: np.ndarray) -> Check:
    agent = int(agents[0])
    witness = {
        "agent": reading.agent_id(agent),
        "place": reading.place_id(int(reading.place[agent])),
        "count": len(agents),
    }
    return failed(Guarantee.INDIVIDUALLY_RATIONAL, reason, witness)
