"""A rotation as a planned assignment: what the firm would choose, beside what cycles give.

Worth counts ranks: the first wish is worth the length of the longest list, the own seat nothing.
The firm chooses, so the truth is no longer everybody's best answer; a comparison says so.
"""

import numpy as np

from tasuki.core.market.csr import positions_of
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import (
    Agent,
    Kind,
    Market,
    Mechanism,
    MechanismName,
    Outcome,
    Unit,
)

ASSIGNMENT = Mechanism(MechanismName.ASSIGNMENT)


def plan_rotation(market: Market) -> Market:
    """Return the assignment of a rotation: the same people, units, wishes, seats and minimums.

    Nobody has to move: the own seat is always among the choices; a newcomer may stay out.

    Args:
        market: of kind rotation.
    """
    longest = int(np.diff(market.preference.indptr).max(initial=0))
    worth = longest - positions_of(market.preference.indptr)
    agents = [
        Agent(
            id=market.agent_ids[agent],
            unit=None if unit < 0 else market.place_ids[unit],
            choices=_choices(market, agent, unit, worth),
            may_stay_out=unit < 0,
        )
        for agent, unit in enumerate(market.endowment.tolist())
    ]
    quota = market.quota
    units = [
        Unit(id=name, minimum=int(quota.minimum[at]), maximum=int(quota.capacity[at]))
        for at, name in enumerate(market.place_ids)
    ]
    return Market.from_records(
        kind=Kind.ASSIGNMENT, agents=agents, places=units, mechanism=ASSIGNMENT, name=market.name
    )


def _choices(
    market: Market, agent: int, unit: int, worth: np.ndarray
) -> tuple[tuple[str, int | None], ...]:
    """Return the accepted wishes down to the own seat, which stands last and is worth nothing."""
    found: list[tuple[str, int | None]] = []
    start, stop = market.preference.indptr[agent : agent + 2].tolist()
    for edge in range(start, stop):
        place = int(market.preference.indices[edge])
        if place == unit:
            break
        if market.acceptable[edge]:
            found.append((market.place_ids[place], int(worth[edge])))
    if unit >= 0:
        found.append((market.place_ids[unit], 0))
    return tuple(found)


def as_rotation(market: Market, planned: Market, outcome: Outcome) -> Outcome:
    """Return the outcome of a plan in the terms of its rotation; nobody has a place without one.

    Args:
        market: the rotation.
        planned: what `plan_rotation` made of it.
        outcome: of the plan.
    """
    number = {name: at for at, name in enumerate(market.place_ids)}
    at_plan = {name: at for at, name in enumerate(planned.agent_ids)}
    edge = np.full(market.agent_count, -1, np.int64)
    place = np.full(market.agent_count, -1, np.int32)
    for agent, name in enumerate(market.agent_ids):
        got = int(outcome.place[at_plan[name]])
        if got < 0:
            continue
        place[agent] = number[planned.place_ids[got]]
        start, stop = market.preference.indptr[agent : agent + 2].tolist()
        listed = np.flatnonzero(market.preference.indices[start:stop] == place[agent])
        if len(listed):
            edge[agent] = start + int(listed[0])
    return outcome_of(market, edge, place=place)
