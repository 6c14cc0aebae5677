"""Two years without solicitation, and what lifts them (H7)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.factories import NOW, TODAY, actor_of, make_agency, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement import contact
from tasuki.apps.placement.models import Introduction, JobSeeker, WorkRequest
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
HIRED_ON = date(2026, 4, 1)
BLOCKED_THROUGH = date(2028, 4, 1)


class Office:
    """An agency that placed one person for good on 2026-04-01."""

    def __init__(self, *, is_indefinite=True):
        self.agency = make_agency()
        self.clerk = make_member(self.agency, Role.AGENCY_CLERK)
        make_row(Licence, self.agency, valid_from=date(2020, 1, 1))
        self.record = make_row(TalentRecord, self.agency)
        seeker = make_row(JobSeeker, self.agency, talent_record_id=self.record.pk)
        make_row(
            Introduction,
            self.agency,
            job_seeker=seeker,
            outcome="hired",
            hired_on=HIRED_ON,
            is_indefinite=is_indefinite,
            solicitation_ban_until=BLOCKED_THROUGH if is_indefinite else None,
        )

    def contact(self, on, record=None):
        with bound(self.agency.pk, None):
            return contact.find_contact(talent_record_id=(record or self.record).pk, on=on)

    def ban(self, on, record=None):
        return self.contact(on, record).ban

    def note(self, on, *, way="phone", actor=None, now=NOW):
        return contact.note_work_request(
            actor=actor or self.clerk,
            talent_record_id=self.record.pk,
            way=way,
            requested_on=on,
            now=now,
        )


@pytest.mark.parametrize(
    ("on", "rule"),
    [(HIRED_ON, "H7"), (BLOCKED_THROUGH, "H7"), (date(2028, 4, 2), None)],
)
def test_ban_ends_the_day_after_the_second_anniversary(on, rule):
    ban = Office().ban(on)

    assert (ban and ban.rule) == rule


def test_fixed_term_starts_no_ban():
    assert Office(is_indefinite=False).ban(TODAY) is None


def test_ban_holds_for_every_record_of_the_person():
    office = Office()
    other = make_row(TalentRecord, office.agency, merged_into_id=office.record.pk)

    assert office.ban(TODAY, record=other).rule == "H7"


def test_request_of_the_person_lifts_the_ban_from_its_day_on():
    office = Office()
    office.note(date(2026, 11, 20))

    assert office.ban(date(2026, 11, 19)).rule == "H7"
    assert office.ban(date(2026, 11, 20)) is None
    with bound(office.agency.pk, None):
        event = AuditEvent.objects.get(kind="work_request.log")
    assert (event.actor_id, event.after) == (office.clerk.account_id, "phone")


def test_one_phone_call_opens_six_months_and_not_two_years():
    office = Office()
    office.note(date(2026, 4, 2))

    assert office.ban(date(2026, 10, 1)) is None
    assert office.ban(date(2026, 10, 2)).rule == "H7"
    days = (date(2026, 4, 1), date(2026, 10, 1), date(2026, 10, 2))
    until = [office.contact(on).open_until for on in days]
    assert until == [None, date(2026, 10, 1), None]


def test_request_from_before_the_hire_lifts_nothing():
    office = Office()
    office.note(HIRED_ON)

    assert office.ban(TODAY).rule == "H7"


def test_person_asks_on_the_own_page():
    office = Office()
    actor = person_actor(organisation_id=office.agency.pk, talent_record_id=office.record.pk)

    contact.ask_for_work(actor=actor, now=NOW)

    assert office.ban(TODAY) is None


def test_member_cannot_ask_in_the_name_of_a_person():
    office = Office()

    with pytest.raises(NotAllowedError):
        contact.ask_for_work(actor=office.clerk, now=NOW)

    assert office.ban(TODAY).rule == "H7"


def test_program_writes_down_no_request():
    office = Office()
    task = Actor.for_task(organisation_id=office.agency.pk, kind=OrganisationKind.AGENCY)

    with pytest.raises(RefusedError) as refused:
        office.note(TODAY, actor=task)

    assert refused.value.code == "H7"


@pytest.mark.parametrize(
    ("way", "on", "field"),
    [("registration", TODAY, "way"), ("phone", TODAY + timedelta(days=1), "requested_on")],
)
def test_unreadable_request_is_not_kept(way, on, field):
    office = Office()

    with pytest.raises(InvalidInputError) as refused:
        office.note(on, way=way)

    assert refused.value.field == field
    with bound(office.agency.pk, None):
        assert not WorkRequest.objects.exists()


def test_request_is_judged_by_the_day_in_tokyo():
    office = Office()
    just_past_midnight = datetime(2026, 11, 23, 15, 5, tzinfo=UTC)

    office.note(date(2026, 11, 24), now=just_past_midnight)

    assert office.ban(date(2026, 11, 24)) is None


def test_request_of_a_person_of_another_agency_is_not_found():
    office = Office()
    stranger = actor_of(make_agency(), Role.AGENCY_CLERK)

    with pytest.raises(NotVisibleError):
        office.note(TODAY, actor=stranger)
