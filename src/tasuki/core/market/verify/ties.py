"""Who wins a tie, computed again from the file or from the seed that was revealed."""

import hashlib

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import Market, Outcome, TieRule


class SeedUnknownError(ValueError):
    """The round draws lots and neither the market nor the outcome tells the seed."""


def tickets_of(seed: str, ids: list[str]) -> list[int]:
    """Return each person's ticket, 0..2^64-1: the first 8 bytes of sha256(seed, newline, id)."""
    start = hashlib.sha256(f"{seed}\n".encode())
    found = []
    for one in ids:
        draw = start.copy()
        draw.update(one.encode())
        found.append(int.from_bytes(draw.digest()[:8], "big"))
    return found


def tie_ranks(market: Market, outcome: Outcome) -> Longs:
    """Return int64 (agents,), 0.. without gaps: of two equals the lower number wins.

    Raises:
        SeedUnknownError: lots were drawn with a seed that nobody tells.
    """
    if market.tie_break.rule is TieRule.ORDER:
        return market.agent_position.astype(np.int64)
    seed = outcome.seed if outcome.seed is not None else market.tie_break.lottery.seed
    if seed is None:
        raise SeedUnknownError
    drawn = np.array(tickets_of(seed, list(market.agent_ids)), dtype=np.uint64)
    ranks = np.empty(len(drawn), dtype=np.int64)
    # Numbers follow the ids, so a stable sort lets the smaller id win between equal tickets.
    ranks[np.argsort(drawn, kind="stable")] = np.arange(len(drawn))
    return ranks
