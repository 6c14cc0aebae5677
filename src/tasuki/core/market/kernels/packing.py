"""Which make of the search for cycles and chains runs: compiled where numba is installed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any


@dataclass(frozen=True, slots=True)
class PackingKernel:
    """The loops of one make."""

    best_onward: Callable[..., Any]
    find_columns: Callable[..., Any]


@cache
def load_packing(name: str | None = None) -> PackingKernel:
    """Return the loops `fast` or `plain`; the best there is unless named.

    Raises:
        ModuleNotFoundError: `fast` is asked for and numba is not installed.
    """
    chosen = name or ("fast" if find_spec("numba") else "plain")
    module = import_module(f"tasuki.core.market.kernels.packing_{chosen}")
    return PackingKernel(module.best_onward, module.find_columns)
