"""Compiles the inner loops where numba is installed; without it they run as they are written.

Both give the same numbers: there are only whole numbers in them, and no order of threads.
"""

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

IS_COMPILED: Final = find_spec("numba") is not None


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Return the function compiled, or itself where numba is not installed.

    What was compiled is kept on disk only where the door named a folder for it
    (``NUMBA_CACHE_DIR``); beside the source nothing is ever written.
    """
    if not IS_COMPILED:
        return function
    keep = bool(os.environ.get("NUMBA_CACHE_DIR"))
    made: F = import_module("numba").njit(function, cache=keep, nogil=True, error_model="numpy")
    return made
