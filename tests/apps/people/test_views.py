"""The view log: once a member, way and day; for the person, never for the organisation's tasks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import NOW, actor_of, make_agency, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.people.models import RecordView, TalentRecord
from tasuki.apps.people.views import list_views, record_view, record_views
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def record(agency):
    return make_row(TalentRecord, agency)


def seen(agency, record):
    with bound(agency.pk, None):
        return [
            (one.role, one.way)
            for one in RecordView.objects.filter(talent_record_id=record.pk).order_by("first_at")
        ]


def test_opening_twice_a_day_is_one_line_and_the_next_day_another(agency, record):
    advisor = make_member(agency, Role.AGENCY_ADVISOR)

    for now in (NOW, NOW + timedelta(hours=3), NOW + timedelta(days=1)):
        record_view(actor=advisor, talent_record_id=record.pk, now=now)

    assert seen(agency, record) == [("agency_advisor", "opened"), ("agency_advisor", "opened")]


def test_day_ends_at_midnight_in_tokyo(agency, record):
    advisor = make_member(agency, Role.AGENCY_ADVISOR)
    midnight = NOW.replace(hour=15, minute=0)

    record_view(actor=advisor, talent_record_id=record.pk, now=midnight - timedelta(seconds=1))
    record_view(actor=advisor, talent_record_id=record.pk, now=midnight)

    assert len(seen(agency, record)) == 2


def test_export_is_told_apart_from_opening(agency, record):
    advisor = make_member(agency, Role.AGENCY_ADVISOR)
    other = make_row(TalentRecord, agency)

    record_view(actor=advisor, talent_record_id=record.pk, now=NOW)
    record_views(
        actor=advisor,
        talent_record_ids=[record.pk, None, other.pk, record.pk],
        way=RecordView.Way.EXPORTED,
        now=NOW + timedelta(minutes=1),
    )

    assert seen(agency, record) == [("agency_advisor", "opened"), ("agency_advisor", "exported")]
    assert seen(agency, other) == [("agency_advisor", "exported")]


def test_task_and_the_person_leave_no_line(agency, record):
    task = Actor.for_task(organisation_id=agency.pk, kind=OrganisationKind.AGENCY)

    record_view(actor=task, talent_record_id=record.pk, now=NOW)
    record_view(actor=actor_of(agency, Role.PERSON), talent_record_id=record.pk, now=NOW)
    record_view(actor=make_member(agency, Role.AGENCY_OWNER), talent_record_id=None, now=NOW)

    assert seen(agency, record) == []


def test_person_reads_the_own_lines_only(agency, record):
    advisor, person = make_member(agency, Role.AGENCY_ADVISOR), actor_of(agency, Role.PERSON)
    other = make_row(TalentRecord, agency)
    record_view(actor=advisor, talent_record_id=record.pk, now=NOW)
    record_view(actor=advisor, talent_record_id=other.pk, now=NOW)

    with bound(agency.pk, None):
        found = list_views(actor=person, talent_record_ids=[record.pk])

    assert [one.talent_record_id for one in found] == [record.pk]


def test_line_is_not_edited_afterwards(agency, record):
    record_view(actor=make_member(agency, Role.AGENCY_ADVISOR), talent_record_id=record.pk, now=NOW)

    with (
        bound(agency.pk, None),
        pytest.raises(DatabaseError, match="Cannot update"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update people_recordview set role = 'person'")
