"""What a relay earns and costs the agency."""

from datetime import date

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import TODAY

from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.queries.margin import list_margin

pytestmark = pytest.mark.django_db


def test_fees_and_free_hires_meet_in_one_line():
    world = World()
    world.show_slots()
    paid = world.register()
    world.hire()
    with world.at_agency():
        hire = Introduction.objects.create(
            organisation=world.agency,
            job_order=JobOrder.objects.get(),
            job_seeker=JobSeeker.objects.get(talent_record_id=paid.talent_record_id),
            introduced_on=TODAY,
            outcome="hired",
            hired_on=TODAY,
        )
        FeeEntry.objects.create(
            organisation=world.agency,
            introduction=hire,
            payer_name=hire.job_order.employer_name,
            charged_on=TODAY,
            kind="filed",
            amount_yen=946_000,
            basis="理論年収",
        )

        (line,) = list_margin(book_id=world.book_id)

    assert (line.company_name, line.month) == (world.company.name, date(2026, 11, 1))
    assert (line.registrants, line.placements, line.slots_used) == (12, 1, 1)
    assert (line.fee_income_yen, line.free_hire_value_yen, line.net_yen) == (
        946_000,
        1_350_000,
        -404_000,
    )


def test_each_relay_has_its_own_lines():
    first, second = World(), World()
    first.count(2)
    second.count(3)

    with first.at_agency():
        (line,) = list_margin()

    assert (line.book_id, line.registrants) == (first.book_id, 2)
