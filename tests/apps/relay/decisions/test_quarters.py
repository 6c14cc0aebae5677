"""The quarterly sheet: live for the agency, totals of statements for the company."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.relay import actions
from tasuki.apps.relay.queries.quarters import find_live_quarter, find_stated_quarter

pytestmark = pytest.mark.django_db
LAST_QUARTER = date(2026, 9, 30)


def refuse(relay, registration):
    actions.refuse_registration(
        actor=relay.clerk,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        code="N1",
        now=NOW,
    )


def test_the_agency_sees_counted_and_turned_away_by_reason_also_of_who_left():
    relay = make_relay()
    for _ in range(2):
        relay.count(relay.accept(relay.register()))
    one, other = relay.register(), relay.register()
    refuse(relay, one)
    refuse(relay, other)
    actions.withdraw_registration(
        actor=relay.person_of(other), registration_id=other.id, now=NOW + timedelta(minutes=1)
    )
    actions.withdraw_registration(
        actor=relay.person_of(undecided := relay.register()), registration_id=undecided.id, now=NOW
    )

    with bound(relay.agency.id, None):
        sheet = find_live_quarter(book_id=relay.contract.book_id, day=TODAY)
        before = find_live_quarter(book_id=relay.contract.book_id, day=LAST_QUARTER)

    assert (sheet.counted, dict(sheet.reasons), sheet.decided) == (2, {"N1": 2}, 4)
    assert not sheet.needs_review
    assert (before.decided, before.needs_review) == (0, False)


def test_the_company_sees_nothing_before_the_statement_and_its_totals_after():
    world = World()
    registrations = [world.register() for _ in range(4)]
    world.confirm(registrations[0])
    for registration in registrations[1:]:
        world.drop(registration, code="N4")
    world.inform(10)
    with world.at_company():
        early = find_stated_quarter(book_id=world.book_id, day=TODAY)
    world.issue()

    with world.at_company():
        sheet = find_stated_quarter(book_id=world.book_id, day=TODAY)
    with world.at_agency():
        same = find_stated_quarter(book_id=world.book_id, day=TODAY)

    assert early.decided == 0
    assert (sheet.counted, dict(sheet.reasons)) == (1, {"N4": 3})
    assert sheet.needs_review
    assert same == sheet
