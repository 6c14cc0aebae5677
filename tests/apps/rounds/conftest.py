"""One operator for each test."""

import pytest
from tests.apps.introductions.desk import Desk
from tests.apps.rounds.house import House, posting


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()


@pytest.fixture
def house(db) -> House:
    return House.company()


@pytest.fixture
def open_house(db) -> House:
    """A posting round whose lists and scores are in, before the deadline."""
    return posting()
