"""Stability where a region has a ceiling."""

import numpy as np

from tasuki.core.market.csr import Bools, Longs
from tasuki.core.market.model import NO_LIMIT, Guarantee, Kind, Market
from tasuki.core.market.verify.feasible import region_counts
from tasuki.core.market.verify.reading import Reading, Wishes
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed
from tasuki.core.market.verify.stable import has_room, pairs


def check_stable_under_ceilings(reading: Reading) -> Check:
    """Return whether every pair that would rather have each other is stopped by a ceiling.

    A place that holds somebody it likes less always blocks: that is justified envy. A claim on a
    free seat is stopped only if the region is full and the person either comes from outside it or
    would leave the two places further from, or as far from, their targets as they stand now:
    (held there + 1 - target there) > (held here - 1 - target here).

    Source: Kamada and Kojima 2015, Efficient matching under distributional constraints.
    """
    guarantee = Guarantee.STABLE_UNDER_CEILINGS
    if reading.market.kind is not Kind.MATCHING:
        return not_applicable(guarantee, "not_a_matching")
    wishes = reading.wishes
    if reading.envy.any():
        witness = pairs(reading, wishes.keep(reading.envy))
        return failed(guarantee, "justified_envy", witness)
    claims = wishes.keep(has_room(reading, wishes))
    open_claims = claims.keep(~_is_stopped(reading, claims))
    if not len(open_claims.edges):
        return passed(guarantee)
    region = int(reading.market.quota.region[open_claims.places[0]])
    witness = pairs(reading, open_claims)
    if region >= 0:
        witness["region"] = reading.market.region_ids[region]
        witness["held"] = int(region_counts(reading)[region])
    return failed(guarantee, "free_seat", witness)


def _is_stopped(reading: Reading, claims: Wishes) -> Bools:
    market = reading.market
    if not len(market.region_maximum):
        return np.zeros(len(claims.edges), dtype=np.bool_)
    full = region_counts(reading) >= _ceilings(market)
    there = market.quota.region[claims.places]
    here = reading.place[claims.agents]
    region_here = np.where(here >= 0, market.quota.region[here], -1)
    beyond = reading.held - targets_of(market)
    evens_out = beyond[claims.places] + 1 <= beyond[here] - 1
    is_inside = (there == region_here) & (here >= 0)
    found: Bools = (there >= 0) & full[there] & ~(is_inside & evens_out)
    return found


def _ceilings(market: Market) -> Longs:
    """Return int64 (regions,): the ceiling, beyond every count where there is none."""
    none = np.iinfo(np.int64).max
    ceiling = market.region_maximum.astype(np.int64)
    return np.where(ceiling == NO_LIMIT, none, ceiling)


def targets_of(market: Market) -> Longs:
    """Return int64 (places,): the stated target, else floor(capacity x ceiling / capacities)."""
    capacity = market.quota.capacity.astype(np.int64)
    region = market.quota.region
    total = np.zeros(len(market.region_maximum), dtype=np.int64)
    np.add.at(total, region[region >= 0], capacity[region >= 0])
    share = capacity.copy()
    capped = (region >= 0) & (market.region_maximum[region] != NO_LIMIT) & (total[region] > 0)
    ceiling = market.region_maximum[region[capped]].astype(np.int64)
    share[capped] = np.minimum(
        capacity[capped], capacity[capped] * ceiling // total[region[capped]]
    )
    return np.where(market.quota.target >= 0, market.quota.target, share).astype(np.int64)
