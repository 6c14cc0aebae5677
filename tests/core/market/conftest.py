"""Compiled kernels are kept between runs, outside the source tree."""

import os
import tempfile
from pathlib import Path

# Read by numba when it is loaded, which no test module does at its top.
os.environ.setdefault(
    "NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / f"tasuki-numba-{os.getuid()}")
)
