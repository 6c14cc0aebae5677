"""Could some do better while nobody does worse?"""

from dataclasses import dataclass

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import Guarantee, Kind
from tasuki.core.market.verify.feasible import floor_of
from tasuki.core.market.verify.graphs import find_cycle, find_path
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed


@dataclass(frozen=True, eq=False)
class _Arrows:
    """Arrows between units: somebody at the tail would rather be at the head."""

    tails: Longs
    heads: Longs
    agents: Longs

    def mover(self, tail: int, head: int) -> int:
        return int(self.agents[np.flatnonzero((self.tails == tail) & (self.heads == head))[0]])


def check_pareto(reading: Reading) -> Check:
    """Return whether no exchange and no chain into a free seat makes people better off.

    Arrow from unit to unit if somebody at the first prefers the second. A cycle is an exchange that
    all who take part prefer. A walk into a unit with a free seat is a chain; it may begin with
    somebody without a seat, or at a unit that has more people than its floor.
    """
    guarantee = Guarantee.PARETO_EFFICIENT
    market = reading.market
    if market.kind not in (Kind.ROTATION, Kind.MATCHING):
        return not_applicable(guarantee, "neither_rotation_nor_matching")
    outside = market.place_count
    wishes = reading.wishes
    here = reading.place[wishes.agents]
    arrows = _Arrows(np.where(here >= 0, here, outside), wishes.places, wishes.agents)
    cycle = find_cycle(outside + 1, arrows.tails, arrows.heads)
    if cycle is not None:
        steps = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        return failed(guarantee, "improvement_cycle", _moves(reading, arrows, steps))
    may_leave = np.append(reading.held > floor_of(market), True)
    begins = np.flatnonzero(may_leave[arrows.tails])
    path = find_path(
        outside + 1,
        arrows.tails,
        arrows.heads,
        starts=np.unique(arrows.heads[begins]),
        ends=np.flatnonzero(reading.held < market.quota.capacity),
    )
    if path is None:
        return passed(guarantee)
    first = arrows.tails[begins[arrows.heads[begins] == path[0]][0]]
    steps = list(zip([int(first), *path], path, strict=False))
    return failed(guarantee, "improvement_chain", _moves(reading, arrows, steps))


def _moves(
    reading: Reading, arrows: _Arrows, steps: list[tuple[int, int]]
) -> dict[str, list[dict[str, str | None]]]:
    outside = reading.market.place_count
    return {
        "moves": [
            {
                "agent": reading.agent_id(arrows.mover(tail, head)),
                "from": None if tail == outside else reading.place_id(tail),
                "to": reading.place_id(head),
            }
            for tail, head in steps
        ]
    }
