"""Ties by a draw that nobody can choose late: commitment first, tickets from the revealed seed.

`commitment = "sha256:" + sha256(seed)` is published before the lists close. The ticket of a
person is the first 8 bytes, big-endian, of sha256(seed + newline + id); the lower ticket wins,
equal tickets: the smaller id.
"""

import hashlib
from collections.abc import Sequence

import numpy as np

from tasuki.core.market.csr import Ints, Tickets
from tasuki.core.market.model import Market, MarketError, TieRule


def commitment(seed: str) -> str:
    """Return what is published about a seed before it is revealed."""
    return "sha256:" + hashlib.sha256(seed.encode()).hexdigest()


def mixed_seed(secret: str, digest: str) -> str:
    """Return the seed of a round: the operator's secret and the locked input together.

    Args:
        secret: random text, committed to before the lists closed.
        digest: `Market.digest` of the locked input; it leaves the seed out.
    """
    return hashlib.sha256(f"{secret}\n{digest}".encode()).hexdigest()


def ticket(seed: str, agent_id: str) -> int:
    """Return the person's ticket, 0..2**64 - 1; lower wins."""
    return int.from_bytes(hashlib.sha256(f"{seed}\n{agent_id}".encode()).digest()[:8], "big")


def tickets(seed: str, agent_ids: Sequence[str]) -> Tickets:
    """Return uint64 (agents,): the ticket of each person."""
    return np.array([ticket(seed, one) for one in agent_ids], np.uint64)


def tie_ranks(market: Market) -> Ints:
    """Return int32 (agents,): distinct, the lower wins among equals.

    Raises:
        MarketError: the market breaks ties by lottery and has no seed.
    """
    if market.tie_break.rule is TieRule.ORDER:
        return market.agent_position.astype(np.int32)
    seed = market.tie_break.lottery.seed
    if seed is None:
        text = "ties are broken by lottery; the seed is needed to clear"
        raise MarketError.of("seed_missing", "tie_break.seed", text)
    order = np.argsort(tickets(seed, market.agent_ids), kind="stable")
    ranks = np.empty(market.agent_count, np.int32)
    ranks[order] = np.arange(market.agent_count, dtype=np.int32)
    return ranks


def precedence(market: Market) -> Ints:
    """Return int32 (agents,): all people in the stated order, else in the order of ties."""
    if len(market.order):
        return market.order
    return np.argsort(tie_ranks(market), kind="stable").astype(np.int32)
