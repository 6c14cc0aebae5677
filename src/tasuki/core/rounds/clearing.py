"""From the locked text to an outcome, its report, and one line for each person.

Texts go in and texts come out, so that every step can run in another process and be repeated by
anybody who holds the two texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from tasuki.core.market import files
from tasuki.core.market.clear import Limits, clear
from tasuki.core.market.compare import APPLICABLE, compare
from tasuki.core.market.explain import explain_all, explain_swaps
from tasuki.core.market.explain.cutoffs import public_cutoffs
from tasuki.core.market.files import AnyMarket, AnyOutcome
from tasuki.core.market.lottery import commitment, mixed_seed
from tasuki.core.market.model import (
    Kind,
    Lottery,
    Market,
    Mechanism,
    Outcome,
    Status,
    SwapMarket,
    SwapOutcome,
    TieBreak,
    TieRule,
)
from tasuki.core.market.outcome_objects import assignment_rows
from tasuki.core.market.solvers.program import Solve
from tasuki.core.market.verify import Verdict, verify

CHANGES_MAX: Final = 300
PLAIN_EDGES_MAX: Final = 20_000
"""Up to so many edges the plain loops end before the compiled ones are loaded."""
ROUND_SEED: Final = "round_seed"
"""Our own check beside the market's: the seed follows from the commitment and the locked input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one person is proposed; None = no proposal, or nobody ranked."""

    person: str
    place: str | None
    rank: int | None
    number: int | None = None


def read_market(instance: str) -> AnyMarket:
    """Return the market of a locked text.

    Raises:
        MarketError: the text is no instance.
    """
    return files.read_json(instance.encode())


def clear_instance(
    instance: str, *, seed: str, solve: Solve | None = None, seconds: float = 60.0
) -> str:
    """Return the outcome of a locked text as text.

    Args:
        instance: as it was locked.
        seed: mixed from the committed secret and the digest of the input.
        solve: for what needs a solver.
        seconds: limit of the solver.

    Raises:
        MarketError: it cannot be cleared.
    """
    market = read_market(instance)
    outcome = _clear(market, market.mechanism, seed, solve, seconds)
    return files.write_outcome_json(outcome, market).decode()


def verify_texts(
    instance: str,
    outcome: str,
    *,
    secret: str,
    published: str,
    solve: Solve | None = None,
    seconds: float = 60.0,
) -> dict[str, dict[str, Any]]:
    """Return the verdict on every promise: guarantee -> verdict, reason, witness.

    Args:
        instance: as it was locked.
        outcome: what was proposed.
        secret: what the operator committed to.
        published: the commitment as it was shown when the round opened.
        solve: for the replay of what needs a solver.
        seconds: limit of the solver.

    Raises:
        MarketError: a text is none.
    """
    market = read_market(instance)
    found = files.read_outcome_json(outcome.encode(), market)
    seed = mixed_seed(secret, market.digest)

    def again(one: AnyMarket) -> AnyOutcome:
        return _clear(one, found.mechanism, seed, solve, seconds)

    report = verify(market, found, clear=again)
    checks = report.as_dict()
    if isinstance(found, Outcome):
        is_kept = commitment(secret) == published and found.seed == seed
        checks[ROUND_SEED] = {
            "verdict": str(Verdict.PASS if is_kept else Verdict.FAIL),
            "reason": "" if is_kept else "another_seed",
            "witness": None,
        }
    if found.status is Status.INFEASIBLE:
        checks["feasible"] = {"verdict": "FAIL", "reason": "infeasible", "witness": None}
    return checks


def compare_instance(
    instance: str, *, seed: str, solve: Solve | None = None, seconds: float = 60.0
) -> list[dict[str, Any]]:
    """Return the figures of all mechanisms that apply to a locked text, side by side.

    An exchange has one mechanism and gives one row.

    Raises:
        MarketError: the text is no instance.
    """
    market = read_market(instance)
    if isinstance(market, SwapMarket):
        done = _clear(market, market.mechanism, seed, solve, seconds)
        named = {"mechanism": str(done.mechanism.name), "status": str(done.status)}
        return [named | dict(done.statistics)]

    drawn = replace(market, tie_break=TieBreak(TieRule.LOTTERY, Lottery(seed=seed)))

    def run(one: Market, chosen: Mechanism) -> Outcome:
        found = _clear(one, chosen, seed, solve, seconds)
        assert isinstance(found, Outcome)
        return found

    return [row.as_json() for row in compare(drawn, APPLICABLE[market.kind], run=run)]


def read_lines(instance: str, outcome: str) -> list[Line]:
    """Return what each person is proposed, in the order of the input."""
    market = read_market(instance)
    found = files.read_outcome_json(outcome.encode(), market)
    if isinstance(market, SwapMarket):
        assert isinstance(found, SwapOutcome)
        return _swap_lines(market, found)
    return [
        Line(person=row["agent"], place=row["place"], rank=row["rank"], number=row["number"])
        for row in assignment_rows(found, market)
    ]


def explain_texts(
    instance: str, outcome: str, *, report: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the explanation of every person: person -> record, in codes and opaque ids.

    Up to ``CHANGES_MAX`` people each record also holds the smallest change that would have
    altered the result, found by clearing again.

    Args:
        instance: as it was locked.
        outcome: what was proposed.
        report: of ``verify_texts``.

    Raises:
        MarketError: a text is none.
    """
    market = read_market(instance)
    found = files.read_outcome_json(outcome.encode(), market)
    checks = {name: str(one["verdict"]) for name, one in report.items() if name != ROUND_SEED}
    if isinstance(market, SwapMarket):
        assert isinstance(found, SwapOutcome)
        return {one["agent"]: one for one in explain_swaps(market, found, checks=checks)}
    assert isinstance(found, Outcome)
    is_small = len(market.agent_ids) <= CHANGES_MAX
    records = explain_all(market, found, checks=checks, with_change=is_small)
    return {one["agent"]: one for one in records}


def read_public_cutoffs(instance: str, outcome: str) -> dict[str, int | None]:
    """Return the cutoffs that may be published to everybody: of places with 3 holders or more."""
    market = read_market(instance)
    found = files.read_outcome_json(outcome.encode(), market)
    if isinstance(market, SwapMarket) or not isinstance(found, Outcome):
        return {}
    return public_cutoffs(market, found) if market.kind is Kind.MATCHING else {}


def _clear(
    market: AnyMarket, chosen: Mechanism, seed: str, solve: Solve | None, seconds: float
) -> AnyOutcome:
    if isinstance(market, SwapMarket):
        return clear(market, chosen, solve=solve, limits=Limits(seconds))
    is_small = market.edge_count <= PLAIN_EDGES_MAX
    return clear(
        market,
        chosen,
        lottery=Lottery(seed=seed),
        kernel="plain" if is_small else None,
        solve=solve,
        limits=Limits(seconds),
    )


def _swap_lines(market: SwapMarket, outcome: SwapOutcome) -> list[Line]:
    """In a cycle [a, b, c] the person of b gets seat a; a chain begins at a vacant seat."""
    names = list(market.seat_ids)
    gets: dict[str, str] = {}
    for group in outcome.cycles:
        for at, seat in enumerate(group):
            gets[names[group[(at + 1) % len(group)]]] = names[seat]
    for group in outcome.chains:
        for at in range(len(group) - 1):
            gets[names[group[at + 1]]] = names[group[at]]
    return [
        Line(person=name, place=gets.get(name), rank=None)
        for name, is_vacant in zip(names, market.vacant.tolist(), strict=True)
        if not is_vacant
    ]
