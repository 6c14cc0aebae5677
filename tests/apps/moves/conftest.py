"""A company with members."""

import pytest
from tests.apps.moves.office import Office


@pytest.fixture
def office(db) -> Office:
    """A company with members in three roles."""
    return Office()
