"""Records of an exchange: who is offered which seat, in a cycle or a chain of what length."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from tasuki.core.market.csr import invert, rows_of
from tasuki.core.market.explain.reasons import Reason, shown_guarantees
from tasuki.core.market.model import SwapMarket, SwapOutcome

type Record = dict[str, Any]


def explain_swaps(
    market: SwapMarket, outcome: SwapOutcome, *, checks: Mapping[str, str] | None = None
) -> Iterator[Record]:
    """Yield the record of each seat's holder, in the order of the file; vacancies have none.

    Args:
        market: the locked input.
        outcome: of that market.
        checks: property -> PASS or FAIL.
    """
    offered = _offered(outcome)
    into, arcs = invert(market.indptr, market.arc_target, market.seat_count)
    giver = rows_of(market.indptr)
    for seat in np.argsort(market.seat_position).tolist():
        if market.vacant[seat]:
            continue
        wishes = {
            int(giver[arc]): int(market.arc_weight[arc])
            for arc in arcs[into[seat] : into[seat + 1]]
        }
        got, movement = offered.get(seat, (None, None))
        least = wishes.get(got, 0) if got is not None else 0
        record: Record = {
            "round": outcome.name,
            "agent": market.seat_ids[seat],
            "mechanism": str(outcome.mechanism.name),
            "digest": outcome.instance_digest,
            "result": _result(market, got, least),
            "higher": [
                {"place": market.seat_ids[one], "reason": str(Reason.NOT_IN_BEST_PACKING)}
                for one, worth in sorted(wishes.items(), key=lambda of: (-of[1], of[0]))
                if worth > least
            ],
            "guarantees": shown_guarantees(outcome.mechanism),
            "checks": dict(checks or {}),
        }
        if movement is not None:
            record["movement"] = movement
        yield record


def _result(market: SwapMarket, got: int | None, worth: int) -> Record:
    if got is None:
        return {"place": None, "rank": None, "number": None, "reason": str(Reason.NO_PROPOSAL)}
    place = market.seat_ids[got]
    return {"place": place, "rank": None, "number": worth, "reason": str(Reason.OFFERED)}


def _offered(outcome: SwapOutcome) -> dict[int, tuple[int, Record]]:
    """Return, for the holder of each moving seat, the seat offered and the movement."""
    found: dict[int, tuple[int, Record]] = {}
    for cycle in outcome.cycles:
        said = {"reason": str(Reason.IN_CYCLE), "n": len(cycle)}
        for at, seat in enumerate(cycle):
            found[seat] = (cycle[at - 1], said)
    for chain in outcome.chains:
        said = {"reason": str(Reason.IN_CHAIN), "n": len(chain) - 1}
        for giver, taker in pairwise(chain):
            found[taker] = (giver, said)
    return found
