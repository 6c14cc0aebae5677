"""One way to compile: exact integers, no threads, a cache only where the doors set a folder."""

from typing import Final

import numba

# Without NUMBA_CACHE_DIR numba would write beside the source.
HAS_FOLDER: Final = bool(numba.config.CACHE_DIR)  # type: ignore[attr-defined]  # set while it loads
compiled: Final = numba.njit(cache=HAS_FOLDER, nogil=True)
