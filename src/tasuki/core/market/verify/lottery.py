"""Were the lots drawn with the seed that was committed to, and from nothing else?"""

import hashlib

from tasuki.core.market.model import Guarantee, Market, Outcome, TieRule
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed


def commitment_of(seed: str) -> str:
    """Return what is published when the round opens."""
    return "sha256:" + hashlib.sha256(seed.encode()).hexdigest()


def check_lottery(market: Market, outcome: Outcome) -> Check:
    """Return whether the revealed seed is the committed one.

    The tickets themselves are never taken from anyone: every check that needs to know who wins a
    tie computes them again from this seed.
    """
    guarantee = Guarantee.LOTTERY
    if market.tie_break.rule is not TieRule.LOTTERY:
        return not_applicable(guarantee, "order_of_the_file")
    stated = market.tie_break.lottery
    seed = outcome.seed if outcome.seed is not None else stated.seed
    if seed is None:
        return failed(guarantee, "seed_not_revealed", {"commitment": stated.commitment})
    if stated.seed is not None and stated.seed != seed:
        return failed(guarantee, "another_seed", {"stated": stated.seed, "revealed": seed})
    if stated.commitment is None:
        return not_applicable(guarantee, "no_commitment", {"seed": seed})
    if stated.commitment != commitment_of(seed):
        witness = {"commitment": stated.commitment, "revealed": commitment_of(seed)}
        return failed(guarantee, "commitment_broken", witness)
    return passed(guarantee)
