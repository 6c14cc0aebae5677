"""Several mechanisms on one locked market, side by side, before anybody decides.

Terms: a person has **justified envy** when a place on the list, liked better than the result,
holds somebody it ranks lower. A unit is **worse off** when it holds fewer people than today, or
when for some k its k-th best holder is ranked below its k-th best holder of today.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from tasuki.core.market.arrays import NO_NUMBER
from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.csr import Longs
from tasuki.core.market.lottery import tie_ranks
from tasuki.core.market.model import (
    Kind,
    Market,
    MarketError,
    Mechanism,
    MechanismName,
    Outcome,
    Status,
)
from tasuki.core.market.planned import ASSIGNMENT, as_rotation, plan_rotation

APPLICABLE: Final[dict[Kind, tuple[Mechanism, ...]]] = {
    Kind.MATCHING: (
        mechanism("deferred_acceptance", side="agents"),
        mechanism("deferred_acceptance", side="openings"),
        mechanism("flexible_deferred_acceptance"),
        mechanism("multi_stage_deferred_acceptance"),
    ),
    Kind.ROTATION: (
        mechanism("top_trading_cycles"),
        mechanism("block_exchange"),
        mechanism("status_quo_deferred_acceptance"),
        ASSIGNMENT,
    ),
    Kind.ASSIGNMENT: (mechanism("assignment"),),
}
"""What a comparison runs; the first is the default of its kind."""

type Run = Callable[[Market, Mechanism], Outcome]


@dataclass(frozen=True, slots=True)
class Row:
    """One mechanism on the market.

    Attributes:
        refused: codes of why it cannot be used here; the figures are 0 then.
        matched: people with a place. moved: people whose place differs from today's.
        rank_sum: of all who have a place; who stays unlisted counts one after the last choice.
        first: people with their first choice.
        envious: people with justified envy.
        worse_units: units worse off than today (rotation).
        value: sum of the numbers of all assigned choices.
    """

    mechanism: str
    side: str | None = None
    refused: tuple[str, ...] = ()
    status: str = ""
    matched: int = 0
    moved: int = 0
    rank_sum: int = 0
    first: int = 0
    envious: int = 0
    worse_units: int = 0
    value: int = 0

    @property
    def mean_rank_hundredths(self) -> int:
        """Return the mean rank of those with a place in hundredths, rounded down; 0 = nobody."""
        return self.rank_sum * 100 // self.matched if self.matched else 0

    def as_json(self) -> dict[str, Any]:
        """Return the row for machines."""
        return asdict(self) | {"mean_rank_hundredths": self.mean_rank_hundredths}


def compare(
    market: Market,
    mechanisms: Sequence[str | Mechanism] | None = None,
    *,
    run: Run = clear,
) -> list[Row]:
    """Return one row for each mechanism, in the order asked for.

    Args:
        market: the locked input; it is not changed.
        mechanisms: names or mechanisms; all that apply to the kind when not given.
        run: clears; one that knows solvers where an assignment is among them.
    """
    asked = APPLICABLE[market.kind] if mechanisms is None else mechanisms
    chosen = [mechanism(one) if isinstance(one, str) else one for one in asked]
    return [_row(market, one, run) for one in chosen]


def _run(market: Market, one: Mechanism, run: Run) -> tuple[Outcome, Status]:
    """Clear; a rotation is turned into a plan and back where the firm is to choose."""
    if market.kind is not Kind.ROTATION or one.name is not MechanismName.ASSIGNMENT:
        outcome = run(market, one)
        return outcome, outcome.status
    planned = plan_rotation(market)
    found = run(planned, one)
    return as_rotation(market, planned, found), found.status


def _row(market: Market, one: Mechanism, run: Run) -> Row:
    side = None if one.side is None else str(one.side)
    try:
        outcome, status = _run(market, one, run)
    except MarketError as error:
        codes = tuple(sorted({found.code for found in error.findings}))
        return Row(mechanism=str(one.name), side=side, refused=codes)
    edges = outcome.edge[outcome.edge >= 0]
    numbers = market.edge.utility if len(market.edge.utility) else market.edge.priority
    counted = outcome.statistics
    is_rotation = market.kind is Kind.ROTATION
    return Row(
        mechanism=str(one.name),
        side=side,
        status=str(status),
        matched=int(counted.get("matched", 0)),
        moved=int(counted.get("moved", 0)),
        rank_sum=int(counted.get("sum_of_ranks", 0)),
        first=int(np.isin(edges, market.preference.indptr[:-1]).sum()),
        envious=0 if market.kind is Kind.ASSIGNMENT else count_envious(market, outcome),
        worse_units=count_worse_units(market, outcome) if is_rotation else 0,
        value=int(numbers[edges].sum()),
    )


def count_envious(market: Market, outcome: Outcome) -> int:
    """Return how many people have justified envy."""
    keys = _holder_keys(market, outcome)
    held = outcome.place >= 0
    lowest = np.full(market.place_count, np.iinfo(np.int64).max)
    np.minimum.at(lowest, outcome.place[held], keys[held])
    agent = market.edge_agent
    edge = np.arange(market.edge_count)
    got = np.where(outcome.edge >= 0, outcome.edge, market.preference.indptr[1:])
    own_at = np.full(market.agent_count, market.edge_count)
    is_own = market.preference.indices == market.endowment[agent]
    np.minimum.at(own_at, agent[is_own], edge[is_own])
    is_better = (edge < np.minimum(got, own_at)[agent]) & market.acceptable
    own_keys = _keys(market.edge.priority, tie_ranks(market)[agent])
    envies = is_better & (own_keys > lowest[market.preference.indices])
    return len(np.unique(agent[envies]))


def count_worse_units(market: Market, outcome: Outcome) -> int:
    """Return how many units are worse off than today; people without a number rank highest."""
    tie = tie_ranks(market)
    today = _keys(_or_highest(market.own_priority), tie)
    after = _holder_keys(market, outcome)
    worse = 0
    for before, now in zip(
        _by_place(market, market.endowment, today),
        _by_place(market, outcome.place, after),
        strict=True,
    ):
        is_worse = len(now) < len(before) or bool(np.any(now[: len(before)] < before))
        worse += is_worse
    return worse


def _by_place(market: Market, place: np.ndarray[Any, Any], keys: Longs) -> list[Longs]:
    """Return the keys of each place's people, best first."""
    order = np.lexsort((-keys, place))
    cuts = np.searchsorted(place[order], np.arange(market.place_count + 1))
    return [keys[order[a:b]] for a, b in pairwise(cuts.tolist())]


def _holder_keys(market: Market, outcome: Outcome) -> Longs:
    """Return int64 (agents,): how the place a person holds ranks that person."""
    tie = tie_ranks(market)
    if not market.edge_count:
        return _keys(_or_highest(market.own_priority), tie)
    stays = (outcome.place >= 0) & (outcome.place == market.endowment)
    asked = market.edge.priority[outcome.edge]
    return _keys(np.where(stays, _or_highest(market.own_priority), asked), tie)


def _or_highest(numbers: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.where(numbers == NO_NUMBER, np.iinfo(np.int32).max, numbers)


def _keys(priority: np.ndarray[Any, Any], tie: np.ndarray[Any, Any]) -> Longs:
    """Return one number for priority and tie: higher is better."""
    found: Longs = (priority.astype(np.int64) << 32) - tie.astype(np.int64)
    return found
