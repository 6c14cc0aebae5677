"""After a stop of use no page, API answer or file of the agency shows the person (35条)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.api.callers import BASE, make_key
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.relay.actions import own_registration
from tasuki.apps.relay.policy import person_actor

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(seconds=1)


@pytest.fixture
def relay():
    return make_relay()


@pytest.fixture
def person(relay):
    registration = relay.register(
        mail="kanarie@mail.example", family_name="金糸雀", given_name="鳴子"
    )
    return relay.accept(registration)


def withdraw_registration(relay, person):
    own_registration.withdraw_registration(
        actor=relay.person_of(person), registration_id=person.id, now=LATER
    )


def withdraw_consent(relay, person):
    withdraw_consents(
        actor=person_actor(
            organisation_id=relay.agency.id, talent_record_id=person.talent_record_id
        ),
        talent_record_id=person.talent_record_id,
        channel="page",
        now=LATER,
    )


STOPS = pytest.mark.parametrize("stop", [withdraw_registration, withdraw_consent])


def shown(client, address, **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode("utf-8-sig")


@STOPS
@pytest.mark.parametrize("path", ["/registrations", "/registrations/{id}"])
def test_api_hands_out_nothing_of_a_person_whose_use_was_stopped(relay, person, client, stop, path):
    key = {"Authorization": f"Bearer {make_key(relay.owner)}"}
    address = BASE + path.format(id=person.id)
    before = shown(client, address, **key)

    stop(relay, person)
    after = shown(client, address, **key)

    for word in ("kanarie@mail.example", person.family_name, person.birth_date.isoformat()):
        assert word in before
        assert word not in after


@STOPS
@pytest.mark.parametrize(
    "query",
    ["?view=all", "?view=all&export=csv", None],
)
def test_pages_and_files_show_nothing_of_a_person_whose_use_was_stopped(
    relay, person, client_of, stop, query
):
    client = client_of(relay.owner)
    one = reverse("agency:registration", args=[person.id])
    address = one if query is None else reverse("agency:queue") + query
    before = shown(client, address)

    stop(relay, person)
    after = shown(client, address)

    assert person.full_name in before
    assert person.full_name not in after
    assert "kanarie@mail.example" not in after
    assert "利用停止" in after
