"""What the tests of notices begin with."""

import pytest
from tests.apps.relay.notices.notice_world import NoticeWorld


@pytest.fixture
def world():
    """A company whose contract runs."""
    made = NoticeWorld()
    made.run_contract()
    return made
