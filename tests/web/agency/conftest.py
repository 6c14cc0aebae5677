"""An agency at work and browsers for its members; the pages read the clock of the sample."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.factories import NOW
from tests.web.agency.office import Office


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def office(db) -> Office:
    return Office.make()


@pytest.fixture
def owner(office, client_of) -> Client:
    return client_of(office.relay.owner)


@pytest.fixture
def advisor(office, client_of) -> Client:
    return client_of(office.relay.advisor)


@pytest.fixture
def clerk(office, client_of) -> Client:
    return client_of(office.relay.clerk)


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """How many queries a page needs."""

    def count(client: Client, address: str) -> int:
        client.get(address)  # what is kept for the next request is kept now
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
