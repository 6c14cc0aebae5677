"""The inner loops: `*_fast` compiled by numba when it is installed, `*_plain` always.

Both have the same signatures and results. Nothing here is imported before a market is cleared,
because numba takes half a second to load.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, Literal

type KernelName = Literal["fast", "plain"]

_MODULES: Final = ("deferred", "flexible", "trading")


@dataclass(frozen=True, slots=True)
class Kernels:
    """The loops of one make."""

    name: KernelName
    ask_agents: Callable[..., Any]
    ask_openings: Callable[..., Any]
    ask_with_ceilings: Callable[..., Any]
    trade: Callable[..., Any]


@cache
def load_kernels(name: KernelName | None = None) -> Kernels:
    """Return the loops: the fast ones when numba can be imported and `plain` is not asked for.

    Args:
        name: None = the best there is.

    Raises:
        ModuleNotFoundError: `fast` is asked for and numba is not installed.
    """
    chosen = name or ("plain" if find_spec("numba") is None else "fast")
    deferred, flexible, trading = (
        import_module(f"tasuki.core.market.kernels.{one}_{chosen}") for one in _MODULES
    )
    return Kernels(
        name=chosen,
        ask_agents=deferred.ask_agents,
        ask_openings=deferred.ask_openings,
        ask_with_ceilings=flexible.ask_with_ceilings,
        trade=trading.trade,
    )
