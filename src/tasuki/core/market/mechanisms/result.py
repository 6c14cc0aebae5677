"""What every mechanism of people and places says at the end: statistics, cutoffs, outcome."""

import numpy as np

from tasuki.core.market.arrays import NO_LIMIT
from tasuki.core.market.csr import Ints, Longs, freeze, positions_of
from tasuki.core.market.model import Kind, Market, Outcome, Status, TieRule


def outcome_of(
    market: Market, edge: Longs, *, has_cutoffs: bool = False, place: Ints | None = None
) -> Outcome:
    """Return the complete outcome of assigned edges.

    Args:
        market: what was cleared; its mechanism is the one that was used.
        edge: int64 (agents,), -1 = none.
        has_cutoffs: the lowest priority held tells everybody else where they stand.
        place: int32 (agents,) where it does not follow from the edges (own seats).
    """
    places = market.place_of(edge) if place is None else place
    is_lottery = market.tie_break.rule is TieRule.LOTTERY
    return Outcome(
        name=market.name,
        mechanism=market.mechanism,
        instance_digest=market.digest,
        status=Status.COMPLETE,
        edge=freeze(edge),
        place=freeze(places),
        statistics=statistics_of(market, edge, places),
        cutoffs=cutoffs_of(market, edge) if has_cutoffs else {},
        seed=market.tie_break.lottery.seed if is_lottery else None,
    )


def statistics_of(market: Market, edge: Longs, place: Ints) -> dict[str, int | float]:
    """Return matched, sum_of_ranks and, where people hold seats, moved.

    Somebody who keeps the own seat without having listed it has the rank after the last choice.
    """
    ranks = positions_of(market.preference.indptr) + 1
    found: dict[str, int | float] = {"matched": int(np.count_nonzero(place >= 0))}
    listed = edge[edge >= 0]
    total = int(ranks[listed].sum()) if len(listed) else 0
    if market.kind is not Kind.MATCHING:
        stays = (edge < 0) & (place >= 0)
        total += int((np.diff(market.preference.indptr)[stays] + 1).sum())
        found["moved"] = int(np.count_nonzero((place >= 0) & (place != market.endowment)))
    return found | {"sum_of_ranks": total}


def cutoffs_of(market: Market, edge: Longs) -> dict[str, int | None]:
    """Return the lowest priority held at each place that is full, None where it is not.

    A place is full when it holds its capacity, or holds somebody and its region holds its ceiling.
    """
    held = edge[edge >= 0]
    places = market.preference.indices[held]
    count = np.bincount(places, minlength=market.place_count)
    lowest = np.full(market.place_count, NO_LIMIT, np.int64)
    np.minimum.at(lowest, places, market.edge.priority[held])
    is_full = (count >= market.quota.capacity) & (count > 0)
    for region, ceiling in enumerate(market.region_maximum.tolist()):
        inside = market.quota.region == region
        if int(count[inside].sum()) >= ceiling:
            is_full |= inside & (count > 0)
    in_file_order = np.argsort(market.place_position).tolist()
    return {market.place_ids[at]: int(lowest[at]) if is_full[at] else None for at in in_file_order}
