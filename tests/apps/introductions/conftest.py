"""One desk for each test."""

import pytest
from tests.apps.introductions.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()
