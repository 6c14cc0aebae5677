"""One solver in a child process for all programs."""

import pytest

from tasuki.adapters.solvers import open_solver


@pytest.fixture(scope="session")
def solve():
    with open_solver() as opened:
        yield opened
