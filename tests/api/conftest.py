"""A relay between a company and an agency, and callers with keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from tests.api.callers import Caller, make_caller
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_municipality

from tasuki.core.access import Role


@pytest.fixture(autouse=True)
def _at_ten_in_tokyo() -> Iterator[None]:
    """The API reads the clock; the tests stop it."""
    cache.clear()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the file server warns
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world(db) -> World:
    """A running contract."""
    return World()


@pytest.fixture
def company(world) -> Caller:
    """An owner of the company, with a key for everything the role may do."""
    return make_caller(world.company, Role.COMPANY_OWNER)


@pytest.fixture
def agency(world) -> Caller:
    """An owner of the agency."""
    return make_caller(world.agency, Role.AGENCY_OWNER)


@pytest.fixture
def municipality(db) -> Caller:
    """An operator of a municipality."""
    return make_caller(make_municipality(), Role.MUNICIPALITY_OPERATOR)
