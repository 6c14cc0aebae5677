"""A desk with browsers; the pages read the clock of the sample."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.introductions.desk import Desk
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()


@pytest.fixture
def advisor(desk, client_of) -> Client:
    return client_of(desk.advisor)


@pytest.fixture
def hr(desk, client_of) -> Client:
    return client_of(desk.hr)


@pytest.fixture
def count_queries() -> Callable[[Client, str], int]:
    """How many queries a page needs."""

    def count(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    return count
