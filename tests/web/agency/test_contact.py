"""The agency writes down that a person asked for work (H7)."""

from datetime import date

import pytest
from django.urls import reverse
from tests.api.callers import Caller, make_key

from tasuki.adapters.postgres.context import bound
from tasuki.apps.placement.models import Introduction, JobSeeker, WorkRequest
from tasuki.apps.relay.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def placed(office):
    """A person whom this agency placed for good, registered again."""
    office.grant()
    office.request()
    office.hire()
    with bound(office.relay.agency.id, None):
        hired = Introduction.objects.get(outcome="hired")
        seeker = JobSeeker.objects.get(id=hired.job_seeker_id)
        return Registration.objects.get(talent_record_id=seeker.talent_record_id)


def test_ban_and_request_on_the_page_of_the_person(office, clerk, placed):
    page = reverse("agency:registration", args=[placed.pk])
    address = reverse("agency:work_request", args=[placed.pk])
    before = clerk.get(page).content.decode()
    assert "転職を勧めることはできません" in before
    assert address in before

    shown = clerk.get(address).content.decode()
    done = clerk.post(address, {"way": "phone", "requested_on": "2026-11-23"})

    assert "申し出の方法" in shown
    assert done.status_code == 302
    with bound(office.relay.agency.id, None):
        row = WorkRequest.objects.get(way="phone")
    assert (row.requested_on, row.noted_by_id) == (
        date(2026, 11, 23),
        office.relay.clerk.account_id,
    )


def test_page_of_the_person_says_until_when_the_request_opens_the_ban(office, clerk, placed):
    with bound(office.relay.agency.id, None):
        Introduction.objects.filter(outcome="hired").update(
            hired_on=date(2026, 11, 1), solicitation_ban_until=date(2028, 11, 1)
        )
    page = reverse("agency:registration", args=[placed.pk])
    address = reverse("agency:work_request", args=[placed.pk])

    clerk.post(address, {"way": "phone", "requested_on": "2026-11-23"})

    shown = clerk.get(page).content.decode()
    assert "2027/05/22まで求人の話ができます" in shown
    assert "転職を勧めることはできません" not in shown


def test_request_by_the_api(office, placed):
    actor = office.relay.clerk
    caller = Caller({"Authorization": f"Bearer {make_key(actor)}"}, actor)

    answer = caller.post(
        f"/registrations/{placed.pk}/work-requests",
        {"way": "visit", "requested_on": "2026-11-20"},
    )
    wrong = caller.post(
        f"/registrations/{placed.pk}/work-requests",
        {"way": "page", "requested_on": "2026-11-20"},
    )

    assert (answer.status_code, answer.json()["way"]) == (200, "visit")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "way")
