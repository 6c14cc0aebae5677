"""Risk flags and duplicates: what a person of the agency looks at before the acceptance."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay import queries
from tasuki.apps.relay.policy import make_risk_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay(parameters={"daily_flag_per_code": 2})


def test_the_third_registration_of_a_code_in_a_day_is_held_for_fourteen_days(relay):
    first, second, third = (relay.register() for _ in range(3))

    states = [relay.reload(one).state for one in (first, second, third)]
    held = relay.reload(third)
    assert states == ["agency_queue", "agency_queue", "held"]
    assert held.risk_flags == ["code_burst"]
    assert held.due_on == TODAY + timedelta(days=14)
    assert relay.credit(third).state == "earned"


def test_the_next_day_in_tokyo_begins_a_new_count(relay):
    for _ in range(2):
        relay.register()

    later = relay.register(now=NOW + timedelta(hours=14))  # past midnight in Tokyo

    assert relay.reload(later).state == "agency_queue"


def test_the_fourth_registration_of_a_device_in_a_day_is_held():
    relay = make_relay()
    same = {"risk_source": make_risk_source(device="one", address="")}

    last = [relay.register(start=same) for _ in range(4)][-1]

    assert relay.reload(last).risk_flags == ["device_burst"]


def test_the_fourth_registration_of_a_network_address_in_a_day_is_held():
    relay = make_relay()

    last = [
        relay.register(
            start={"risk_source": make_risk_source(device=f"{number}", address="192.0.2.1")}
        )
        for number in range(4)
    ][-1]

    assert relay.reload(last).risk_flags == ["ip_burst"]


@pytest.mark.parametrize(
    ("start", "mail", "flag"),
    [
        ({}, "x@mailinator.com", "disposable_mail"),
        ({}, "suzuki@minato.example", "company_staff"),
        ({"stage": "application"}, None, "stage_too_early"),
    ],
)
def test_one_sign_is_enough_to_hold(relay, start, mail, flag):
    registration = relay.register(mail=mail, start=start)

    assert relay.reload(registration).risk_flags == [flag]
    assert relay.reload(registration).state == "held"


def test_the_same_long_text_from_two_people_is_held(relay):
    note = "事務の仕事を5年していました。どの部署でも働けます。"
    relay.register(wishes={"note": note})

    second = relay.register(wishes={"note": note})

    assert relay.reload(second).risk_flags == ["same_answers"]


def test_the_second_registration_on_a_confirmed_address_is_the_same_person(relay):
    first = relay.register(mail="same@mail.example")
    second = relay.register(mail="same@mail.example", now=NOW + timedelta(hours=1))

    one, two = relay.reload(first), relay.reload(second)
    assert two.talent_record_id == one.talent_record_id
    assert (two.duplicate_of_id, two.duplicate_resolution) == (one.talent_record_id, "merged")


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"phone": "090 9999 0001"}, "phone"),
        ({"birth_date": date(1988, 8, 8)}, "name_birth"),
    ],
)
def test_a_weaker_key_asks_a_question_and_merges_nothing(relay, shared, reason):
    first = relay.register(**shared)
    second = relay.register(**shared)

    one, two = relay.reload(first), relay.reload(second)
    assert (two.duplicate_of_id, two.duplicate_reason) == (one.talent_record_id, reason)
    assert two.duplicate_resolution == ""
    assert two.talent_record_id != one.talent_record_id
    with bound(relay.agency.id, None):
        pairs = queries.compare_with_duplicate(registration=two)
    same = {pair.label.en for pair in pairs if pair.is_same}
    assert same >= {"name", "kana"}


def test_a_person_of_another_agency_is_never_found(relay):
    other = make_relay()
    other.register(mail="same@mail.example")

    mine = relay.register(mail="same@mail.example")

    assert relay.reload(mine).duplicate_of_id is None


def test_a_record_that_came_from_elsewhere_is_found_too(relay):
    record = make_row(TalentRecord, relay.agency, mail="old@mail.example")

    registration = relay.register(mail="old@mail.example")

    assert relay.reload(registration).talent_record_id == record.id
