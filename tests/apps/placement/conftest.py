"""The desk of an agency."""

import pytest
from tests.apps.placement.desk import Desk


@pytest.fixture
def desk(db) -> Desk:
    return Desk.make()
