"""Prices as whole millionths, and what a proven bound says about a value."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import Guarantee, Outcome, Status, SwapOutcome
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed

MILLION: Final = 1_000_000
"""Prices are compared in millionths: whole numbers, so that nothing depends on rounding."""
_DUST: Final = 1e-3
"""Part of a millionth that a decimal number may be off without meaning anything."""


def millionths(prices: Mapping[str, int | float], ids: Sequence[str]) -> Longs:
    """Return int64 (ids,): the prices in millionths, rounded up; an id without a price costs 0.

    Rounding up only makes the bound that follows a little weaker, never wrong.
    """
    return np.array([ceil(prices.get(one, 0) * MILLION - _DUST) for one in ids], dtype=np.int64)


def settle(
    guarantee: Guarantee,
    outcome: Outcome | SwapOutcome,
    *,
    value: int,
    bound_millionths: int | None,
) -> Check:
    """Return what a proven upper bound says about the value of an outcome.

    Args:
        guarantee: the property in question.
        outcome: with the value and the bound that it claims.
        value: worth of the outcome, counted again.
        bound_millionths: proven upper bound of every outcome, None when nothing was proven.

    Returns:
        PASS when the bound closes on the value. Worth is whole, so a bound counts down to the next
        whole number. NOT_APPLICABLE when a gap stays: the solver's own bound is a claim, no proof.
    """
    told = outcome.statistics.get("value")
    claimed = outcome.statistics.get("bound")
    proven = None if bound_millionths is None else bound_millionths // MILLION
    numbers = {"value": value, "proven_bound": proven, "claimed_bound": claimed}
    if told is not None and told != value:
        return failed(guarantee, "wrong_value", {**numbers, "told_value": told})
    if claimed is not None and claimed < value:
        return failed(guarantee, "claimed_bound_below_value", numbers)
    if proven is not None and proven < value:
        return failed(guarantee, "bound_below_value", numbers)
    if proven == value:
        return passed(guarantee, "proven", numbers)
    if outcome.status is Status.TIME_LIMIT:
        return not_applicable(guarantee, "gap_open", numbers)
    return not_applicable(guarantee, "claimed_only", numbers)
