"""Is the total of an assignment the most that could be had? Prices prove it, or do not."""

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import NO_LIMIT, Guarantee, Kind, Status
from tasuki.core.market.verify.bounds import MILLION, millionths, settle
from tasuki.core.market.verify.floors import check_infeasible
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, failed, not_applicable


def check_optimal_assignment(reading: Reading) -> Check:
    """Return whether prices of units and people prove that nothing is worth more.

    A unit's price v may have any sign; a person's price u must cover every choice: u + v >= worth,
    and u >= 0 for whoever may stay out. Then sum(u) + sum(v+ * maximum) - sum(v- * minimum) bounds
    every assignment; conditions only make fewer of them possible, so the bound stays true. Without
    prices of people the smallest ones that cover are taken.
    """
    guarantee = Guarantee.OPTIMAL_ASSIGNMENT
    market, outcome = reading.market, reading.outcome
    if market.kind is not Kind.ASSIGNMENT:
        return not_applicable(guarantee, "not_an_assignment")
    if outcome.status is Status.INFEASIBLE:
        if outcome.certificate.infeasible is None:
            return not_applicable(guarantee, "infeasible_claimed_only")
        return check_infeasible(reading, guarantee)
    value = int(market.edge.utility[outcome.edge[reading.holding]].astype(np.int64).sum())
    prices = outcome.certificate.prices
    if prices is None:
        return settle(guarantee, outcome, value=value, bound_millionths=None)
    unknown = sorted(set(prices) - set(market.place_ids))
    unknown += sorted(set(outcome.certificate.people or {}) - set(market.agent_ids))
    if unknown:
        return failed(guarantee, "price_of_unknown", {"ids": unknown[:10]})
    place = millionths(prices, market.place_ids)
    endless = np.flatnonzero((market.quota.capacity == NO_LIMIT) & (place > 0))
    if len(endless):
        unit = reading.place_id(int(endless[0]))
        return failed(guarantee, "price_without_maximum", {"unit": unit})
    people = _covering(reading, place)
    told = outcome.certificate.people
    if told is not None:
        stated = millionths(told, market.agent_ids)
        bare = np.flatnonzero(stated < people)
        if len(bare):
            return failed(guarantee, "choice_not_covered", _bare(reading, place, stated, bare[0]))
        people = stated
    bound = int(people.sum()) + _units_bound(reading, place)
    return settle(guarantee, outcome, value=value, bound_millionths=bound)


def _covering(reading: Reading, place: Longs) -> Longs:
    """Return int64 (agents,): the smallest price of each person that covers every choice."""
    market = reading.market
    surplus = _surplus(reading, place)
    lowest = np.iinfo(np.int64).min // 4
    found = np.where(market.may_stay_out, 0, lowest)
    np.maximum.at(found, market.edge_agent, surplus)
    # Whoever lists nothing and may not stay out makes the whole thing infeasible: no price.
    return np.where(found == lowest, 0, found).astype(np.int64)


def _surplus(reading: Reading, place: Longs) -> Longs:
    market = reading.market
    worth = market.edge.utility.astype(np.int64) * MILLION
    return worth - place[market.preference.indices]


def _bare(reading: Reading, place: Longs, stated: Longs, agent: int) -> dict[str, object]:
    """Return the choice that a person's price does not cover; no unit: staying out."""
    market = reading.market
    low, high = market.preference.indptr[agent : agent + 2]
    surplus = _surplus(reading, place)[low:high]
    unit = None
    if len(surplus) and surplus.max() > stated[agent]:
        unit = reading.place_id(int(market.preference.indices[low + int(surplus.argmax())]))
    return {"agent": reading.agent_id(agent), "unit": unit}


def _units_bound(reading: Reading, place: Longs) -> int:
    quota = reading.market.quota
    above = np.where(place > 0, place * np.where(place > 0, quota.capacity, 0).astype(np.int64), 0)
    below = np.where(place < 0, place * quota.minimum.astype(np.int64), 0)
    return int(above.sum() + below.sum())
