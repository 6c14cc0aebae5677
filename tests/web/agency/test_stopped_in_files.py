"""A file of the job seekers' book names nobody whose use was stopped (H8)."""

from datetime import timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW

from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.orgs.models import Membership
from tasuki.apps.relay.policy import person_actor

pytestmark = pytest.mark.django_db


def test_after_the_withdrawal_an_export_holds_no_name(client_of):
    world = World()
    record_id = world.register().talent_record_id
    with world.at_agency():
        Membership.objects.create(
            organisation=world.agency, account_id=world.owner.account_id, role=world.owner.role
        )
    client = client_of(world.owner)
    address = "/agency/seekers/?open=all&export=csv"
    before = client.get(address).content.decode("utf-8-sig")

    withdraw_consents(
        actor=person_actor(organisation_id=world.agency.id, talent_record_id=record_id),
        talent_record_id=record_id,
        channel="page",
        now=NOW + timedelta(seconds=1),
    )
    after = client.get(address).content.decode("utf-8-sig")

    assert "鈴原 陽菜" in before
    assert "鈴原" not in after
    assert "利用停止のため書き出していない人：1名" in after
