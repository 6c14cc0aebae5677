"""A company with rounds, browsers for its people, and the clock of the sample."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.introductions.desk import Desk
from tests.apps.rounds.house import House, posting
from tests.factories import NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Tell another moment from here on; the sample's own at first."""

    def tell(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    tell(NOW)
    return tell


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()


@pytest.fixture
def house(db) -> House:
    return House.company()


@pytest.fixture
def open_house(db) -> House:
    """A posting round whose lists and numbers are in, before the deadline."""
    return posting()


@pytest.fixture
def hr(client_of) -> Callable[[House], Client]:
    """The member who may do everything."""
    return lambda house: client_of(house.hr)


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """How many queries a page needs."""

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
