"""One installation with the sample story, for all tests that only look or put things back."""

from collections.abc import Iterator
from time import monotonic

import pytest
from tests.cli.programs import Installation, new_installation


@pytest.fixture(scope="session")
def demo_installation() -> Iterator[Installation]:
    """`tasuki demo --no-serve` on an empty machine."""
    with new_installation() as found:
        started = monotonic()
        done = found.run("demo", "--no-serve")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "ready in" in done.stdout
        assert monotonic() - started < 240
        yield found
