"""What the tests of consents begin with."""

import pytest
from tests.apps.relay.counting_world import World

from tasuki.apps.orgs.models import Organisation


@pytest.fixture
def world():
    """A requested slot of two organisations whose addresses are known."""
    world = World()
    world.show_slots()
    world.request()
    Organisation.objects.filter(id=world.agency.id).update(
        address="横浜市中区1-1", representative="代表取締役 青葉 一郎"
    )
    Organisation.objects.filter(id=world.company.id).update(
        address="みなと市2-2", representative="代表取締役 港 花"
    )
    return world
