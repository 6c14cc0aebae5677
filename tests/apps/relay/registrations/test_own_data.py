"""What a person takes along: all of the own data at the agency, and nobody else's."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from tests.apps.relay.counting_world import World
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ActionError
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries.own_data import find_own_data

pytestmark = pytest.mark.django_db


def held(relay, person):
    with bound(relay.agency.id, None):
        return find_own_data(actor=person, now=NOW)


def as_text(data):
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def test_person_gets_registration_record_and_consents_with_their_text():
    relay = make_relay()
    mine = relay.register(mail="mine@mail.example")

    data = held(relay, relay.person_of(mine))

    assert [one["mail"] for one in data["registrations"]] == ["mine@mail.example"]
    assert [one["mail"] for one in data["records"]] == ["mine@mail.example"]
    assert [one["id"] for one in data["records"]] == [mine.talent_record_id]
    assert {one["purpose"] for one in data["consents"]} >= {"placement"}
    assert all(one["text"] for one in data["consents"])
    assert (data["provisions"], data["releases"], data["applications"]) == ([], [], [])


def test_person_gets_what_was_handed_over_and_what_for():
    world = World()
    world.show_slots()
    world.request()
    slot = world.present()
    with world.at_agency():
        asked = Release.objects.get(slot_id=slot.id)

    data = held(
        world,
        person_actor(
            organisation_id=world.agency.id,
            registration_id=asked.registration_id,
            talent_record_id=asked.talent_record_id,
        ),
    )

    [provision], [release] = data["provisions"], data["releases"]
    assert provision["recipient_name"] == world.company.name
    assert provision["purpose"] == release["purpose"]
    assert provision["consent_reference"] == f"release:{release['id']}"
    assert provision["purpose"]["en"].startswith("introduction to the job")


def test_person_gets_the_applications_that_the_agency_keeps():
    relay = make_relay()
    mine, other = relay.register(), relay.register()
    with bound(relay.agency.id, None):
        for number, registration in (("A-1", mine), ("A-2", other)):
            Application.objects.create(
                organisation=relay.agency,
                talent_record=TalentRecord.objects.get(id=registration.talent_record_id),
                number=number,
                job_title="品質管理",
                outcome="running",
            )

    data = held(relay, relay.person_of(mine))

    assert [one["number"] for one in data["applications"]] == ["A-1"]


def test_data_of_another_person_never_appears():
    relay, elsewhere = make_relay(), make_relay()
    mine = relay.register(mail="mine@mail.example")
    others = [
        relay.register(mail="other@mail.example", family_name="別人", phone="090-1111-2222"),
        elsewhere.register(mail="far@mail.example", family_name="遠方"),
    ]

    text = as_text(held(relay, relay.person_of(mine)))

    strange = [
        value
        for one in others
        for value in (one.mail, one.family_name, str(one.id), str(one.talent_record_id))
        if value in text
    ]
    assert strange == []
    assert "mine@mail.example" in text


def test_key_of_the_person_opens_no_data_at_another_agency():
    relay, elsewhere = make_relay(), make_relay()
    mine = relay.register()
    elsewhere.register()

    data = held(elsewhere, relay.person_of(mine))

    assert [data[name] for name in ("registrations", "records", "consents", "releases")] == [[]] * 4


def test_member_of_the_agency_is_no_person():
    relay = make_relay()
    relay.register()

    with pytest.raises(ActionError):
        held(relay, relay.owner)


def test_guess_about_a_duplicate_or_a_risk_is_left_out():
    relay = make_relay()

    data = held(relay, relay.person_of(relay.register()))

    [registration] = data["registrations"]
    assert [name for name in registration if "risk" in name or "duplicate" in name] == []
