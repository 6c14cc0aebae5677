"""Compiled kernels are kept between runs, outside the source tree."""

import os
import tempfile
from pathlib import Path

import pytest

from tasuki.adapters.solvers import open_solver

# Read by numba when it is loaded, which no test module does at its top.
os.environ.setdefault(
    "NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / f"tasuki-numba-{os.getuid()}")
)


@pytest.fixture(scope="session")
def solve():
    """One solver in a child process for all programs."""
    with open_solver() as opened:
        yield opened
