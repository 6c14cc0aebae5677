"""Deferred acceptance under regional ceilings: a region's seats move to where people ask.

Source: Kamada and Kojima, Efficient matching under distributional constraints, AER 2015.
"""

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.kernels import KernelName, load_kernels
from tasuki.core.market.lottery import tie_ranks
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import Finding, Market, MarketError, Outcome


def clear_flexible(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return the outcome within all ceilings that the people's questions lead to.

    Raises:
        MarketError: the targets of a region add to more than its ceiling; ties are broken by
            lottery and the seed is missing.
    """
    return outcome_of(market, ask_flexibly(market, kernel), has_cutoffs=True)


def ask_flexibly(market: Market, kernel: KernelName | None = None) -> Longs:
    """Return int64 (agents,): the edge of each person."""
    check_targets(market)
    found: Longs = load_kernels(kernel).ask_with_ceilings(
        market.preference.indptr,
        market.preference.indices,
        market.edge.priority,
        market.edge.flags,
        market.quota.minimum_priority,
        tie_ranks(market),
        market.quota.capacity,
        market.targets,
        market.quota.region,
        market.place_position.astype(np.int32),
        market.region_maximum,
    )
    return found


def check_targets(market: Market) -> None:
    """Refuse targets, stated and default together, that add to more than a region's ceiling.

    Raises:
        MarketError: with one finding for each such region.
    """
    findings = []
    for region, ceiling in enumerate(market.region_maximum.tolist()):
        total = int(market.targets[market.quota.region == region].sum())
        if total > ceiling:
            where = f"regions[{market.region_ids[region]}]"
            text = f"targets add to {total}, the ceiling is {ceiling}"
            findings.append(Finding("targets_above_ceiling", where, text))
    if findings:
        raise MarketError(findings)
