"""Top trading cycles with units, incumbents and vacancies: nobody ends worse than today.

Source: Shapley and Scarf 1974; Abdulkadiroğlu and Sönmez 1999 (existing tenants).
"""

from dataclasses import dataclass

import numpy as np

from tasuki.core.market.csr import Ints, Longs
from tasuki.core.market.kernels import KernelName, load_kernels
from tasuki.core.market.lottery import precedence
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import Finding, Market, MarketError, Outcome


@dataclass(frozen=True, slots=True, eq=False)
class Trade:
    """Who gets what, and in which cycle they left (-1 = in none).

    Attributes:
        edge: int64 (agents,). place: int32 (agents,). cycle: int32 (agents,).
    """

    edge: Longs
    place: Ints
    cycle: Ints


def clear_trading(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return the Pareto-efficient outcome of the cycles.

    Raises:
        MarketError: a unit must keep a minimum; ties are broken by lottery without a seed.
    """
    check_no_floors(market)
    trade = trade_cycles(market, kernel)
    return outcome_of(market, trade.edge, place=trade.place)


def check_no_floors(market: Market) -> None:
    """Refuse units whose minimum a cycle could break.

    In a cycle an incumbent who leaves is replaced, except where a vacancy starts it or somebody
    without a unit joins; a minimum up to the units' size minus nothing cannot be promised then.

    Raises:
        MarketError: vacancies exist and a unit has a minimum.
    """
    if not np.any(market.quota.vacancies):
        return
    findings = [
        Finding("floor_not_kept", f"units[{market.place_ids[at]}].minimum", _FLOOR_TEXT)
        for at in np.flatnonzero(market.quota.minimum).tolist()
    ]
    if findings:
        raise MarketError(findings)


_FLOOR_TEXT = "cycles beside vacancies do not keep a minimum; use status-quo or an assignment"


def trade_cycles(market: Market, kernel: KernelName | None = None) -> Trade:
    """Return who gets what and in which cycle."""
    edge, place, cycle = load_kernels(kernel).trade(
        market.preference.indptr,
        market.preference.indices,
        market.edge.flags,
        market.endowment,
        precedence(market),
        market.quota.capacity,
    )
    return Trade(edge, place, cycle)
