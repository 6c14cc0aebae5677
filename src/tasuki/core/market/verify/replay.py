"""Does the same market, cleared again, give the same outcome?"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from tasuki.core.market.model import (
    Guarantee,
    Market,
    Mechanism,
    Outcome,
    SwapMarket,
    SwapOutcome,
)
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed

type AnyMarket = Market | SwapMarket
type AnyOutcome = Outcome | SwapOutcome
type Clear = Callable[[Any], Any]
"""Clears a market with the mechanism, version and seed of the outcome under test."""


def outcome_digest(outcome: AnyOutcome) -> str:
    """Return `sha256:` and the digest of everything that a second clearing must repeat.

    Seconds and explanations are left out: the first may differ, the second is worded later.
    """
    body: dict[str, Any] = {
        "instance": outcome.instance_digest,
        "mechanism": _told(outcome.mechanism),
        "status": str(outcome.status),
        "statistics": {
            name: value for name, value in outcome.statistics.items() if name != "seconds"
        },
    }
    if isinstance(outcome, SwapOutcome):
        body |= {"cycles": outcome.cycles, "chains": outcome.chains}
    else:
        body |= {
            "cutoffs": dict(outcome.cutoffs),
            "edge": hashlib.sha256(outcome.edge.astype("<i8").tobytes()).hexdigest(),
            "place": hashlib.sha256(outcome.place.astype("<i8").tobytes()).hexdigest(),
            "seed": outcome.seed,
        }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def _told(mechanism: Mechanism) -> dict[str, object]:
    told = {one.name: getattr(mechanism, one.name) for one in fields(mechanism)}
    return {name: value for name, value in told.items() if value is not None}


def check_reproducible(market: AnyMarket, outcome: AnyOutcome, clear: Clear | None = None) -> Check:
    """Return whether the outcome belongs to this market and comes out again.

    Args:
        market: the locked input.
        outcome: what is to be published.
        clear: clears a market once more; without it only the digest of the input is compared.
    """
    guarantee = Guarantee.REPRODUCIBLE
    if outcome.instance_digest != market.digest:
        witness = {"outcome_is_of": outcome.instance_digest, "market": market.digest}
        return failed(guarantee, "another_market", witness)
    if clear is None:
        return not_applicable(guarantee, "not_cleared_again", {"market": market.digest})
    first, again = outcome_digest(outcome), outcome_digest(clear(market))
    if first != again:
        return failed(guarantee, "another_outcome", {"first": first, "again": again})
    return passed(guarantee, witness={"outcome": first})
