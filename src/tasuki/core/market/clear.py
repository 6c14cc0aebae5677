"""Clear a market with the mechanism it asks for. The one door to all mechanisms."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, overload

from tasuki.core.market.kernels import KernelName
from tasuki.core.market.mechanisms.block_exchange import clear_block_exchange
from tasuki.core.market.mechanisms.deferred import clear_deferred
from tasuki.core.market.mechanisms.flexible import clear_flexible
from tasuki.core.market.mechanisms.multistage import clear_multi_stage
from tasuki.core.market.mechanisms.status_quo import clear_status_quo
from tasuki.core.market.mechanisms.trading import clear_trading
from tasuki.core.market.model import (
    Lottery,
    Market,
    MarketError,
    Mechanism,
    MechanismName,
    Outcome,
    Side,
    SwapMarket,
    SwapOutcome,
)
from tasuki.core.market.solvers.program import Solve

BY_KERNEL: Final[dict[MechanismName, Callable[[Market, KernelName | None], Outcome]]] = {
    MechanismName.DEFERRED_ACCEPTANCE: clear_deferred,
    MechanismName.FLEXIBLE: clear_flexible,
    MechanismName.MULTI_STAGE: clear_multi_stage,
    MechanismName.TOP_TRADING_CYCLES: clear_trading,
    MechanismName.BLOCK_EXCHANGE: clear_block_exchange,
    MechanismName.STATUS_QUO: clear_status_quo,
}
"""The mechanisms that need no solver."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a solver may use: seconds > 0; afterwards the best found is returned with its gap."""

    seconds: float = 60.0


def mechanism(
    name: str,
    *,
    side: str | None = None,
    cycle_cap: int | None = None,
    chain_cap: int | None = None,
    objective: str | None = None,
    worst_rank: int | None = None,
) -> Mechanism:
    """Return the mechanism of that name with its options, see `Mechanism`.

    Raises:
        MarketError: no mechanism or side has that name.
    """
    try:
        return Mechanism(
            name=MechanismName(name),
            side=None if side is None else Side(side),
            cycle_cap=cycle_cap,
            chain_cap=chain_cap,
            objective=objective,
            worst_rank=worst_rank,
        )
    except ValueError as error:
        known = ", ".join(MechanismName)
        raise MarketError.of("unknown_value", "mechanism", f"{error}; known: {known}") from error


@overload
def clear(  # noqa: D418 - every public name has a docstring
    market: Market,
    chosen: Mechanism | None = ...,
    *,
    lottery: Lottery | None = ...,
    kernel: KernelName | None = ...,
    solve: Solve | None = ...,
    limits: Limits | None = ...,
) -> Outcome:
    """Clear people and places."""


@overload
def clear(  # noqa: D418 - every public name has a docstring
    market: SwapMarket,
    chosen: Mechanism | None = ...,
    *,
    lottery: Lottery | None = ...,
    kernel: KernelName | None = ...,
    solve: Solve | None = ...,
    limits: Limits | None = ...,
) -> SwapOutcome:
    """Clear an exchange."""


def clear(
    market: Market | SwapMarket,
    chosen: Mechanism | None = None,
    *,
    lottery: Lottery | None = None,
    kernel: KernelName | None = None,
    solve: Solve | None = None,
    limits: Limits | None = None,
) -> Outcome | SwapOutcome:
    """Return the outcome of a mechanism.

    Args:
        market: the locked input; it is not changed.
        chosen: the mechanism; the market's own when not given.
        lottery: the revealed seed, when the market itself does not hold it.
        kernel: which loops; None = the best there is. The results are the same.
        solve: runs integer programs, for the mechanisms that need them.
        limits: of those programs.

    Raises:
        MarketError: the mechanism is for another kind of market or needs a solver that was not
            given, the market does not meet its conditions, the seed is missing or not the
            committed one.
    """
    wanted = chosen or market.mechanism
    seconds = (limits or Limits()).seconds
    if isinstance(market, SwapMarket):
        seats = market if chosen is None else market.using(wanted)
        packed: SwapOutcome = _by_solver("exchange")(
            seats, solve=_solver(solve, wanted), seconds=seconds
        )
        return packed
    seed = None if lottery is None else lottery.seed
    people = market if chosen is None and seed is None else market.using(wanted, seed)
    run = BY_KERNEL.get(wanted.name)
    if run is None:
        planned: Outcome = _by_solver("assignment")(
            people, solve=_solver(solve, wanted), seconds=seconds
        )
        return planned
    return run(people, kernel)


def _by_solver(name: str) -> Callable[..., Any]:
    """Return the mechanism of that module; loaded late, because scipy takes half a second."""
    module = import_module(f"tasuki.core.market.mechanisms.{name}")
    found: Callable[..., Any] = getattr(module, f"clear_{name}")
    return found


def _solver(solve: Solve | None, wanted: Mechanism) -> Solve:
    if solve is None:
        text = f"{wanted.name} needs a solver"
        raise MarketError.of("needs_solver", "mechanism.name", text)
    return solve
