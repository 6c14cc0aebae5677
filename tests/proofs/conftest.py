"""Proofs bring their own servers and databases, so nothing guards the database here."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def open_database(django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
