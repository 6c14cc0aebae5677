"""What the database refuses of contacts with people under the two-year ban (H7)."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection
from tests.apps.policy.raw_sql import copy, refused, run
from tests.factories import TODAY, make_agency
from tests.model_factories import make_row

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import (
    Introduction,
    JobSeeker,
    WorkRequest,
)
from tasuki.apps.relay.models import (
    Release,
)
from tasuki.core.law.solicitation import request_last_day, solicit_block_until

pytestmark = pytest.mark.django_db
BAN_UNTIL = date(2028, 4, 1)


def placed_person(agency):
    record = make_row(TalentRecord, agency)
    seeker = make_row(JobSeeker, agency, talent_record_id=record.pk)
    hired = make_row(
        Introduction,
        agency,
        job_seeker=seeker,
        outcome="hired",
        hired_on=date(2026, 4, 1),
        is_indefinite=True,
        solicitation_ban_until=BAN_UNTIL,
    )
    return record, hired


def test_h7_person_placed_for_good_is_not_asked_about_a_job():
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(Release, agency)
    asked = {"talent_record_id": f"'{record.pk}'"}

    with refused("H7"):
        copy(agency, row, **asked)
    with refused("H7"):
        copy(agency, row, **asked, asked_at="'2028-04-01 23:59+09'")
    assert copy(agency, row, **asked, asked_at="'2028-04-02 00:00+09'") == 1


@pytest.mark.parametrize(
    "change", ["talent_record_id = %s", "talent_record_id = %s, asked_at = '2028-04-01 23:59+09'"]
)
def test_h7_question_is_not_turned_to_a_person_placed_for_good(change):
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(Release, agency)

    with refused("H7"):
        run(agency, f"update relay_release set {change} where id = %s", record.pk, row.pk)


def test_h7_question_asked_after_the_ban_is_not_dated_back_into_it():
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(Release, agency)
    change = "update relay_release set talent_record_id = %s, asked_at = %s where id = %s"
    assert run(agency, change, record.pk, "2028-04-02 00:00+09", row.pk) == 1

    with refused("H7"):
        run(agency, change, record.pk, "2028-04-01 23:59+09", row.pk)


def test_h7_request_of_the_person_opens_six_months_of_the_two_years():
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(Release, agency)
    asked_on = date(2026, 4, 2)
    make_row(WorkRequest, agency, talent_record_id=record.pk, requested_on=asked_on)
    asked = {"talent_record_id": f"'{record.pk}'"}
    assert request_last_day(asked_on) == date(2026, 10, 1)

    assert copy(agency, row, **asked, asked_at="'2026-10-01 23:59+09'") == 1
    with refused("H7"):
        copy(agency, row, **asked, asked_at="'2026-10-02 00:00+09'")


def test_database_counts_both_periods_of_h7_as_the_law_file_does():
    days = [date(2027, 12, 28) + timedelta(days=number) for number in range(430)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.solicitation_blocked_through(day),"
            " tasuki.last_day_of_months(day, 6) from unnest(%s::date[]) day",
            [days],
        )
        found = cursor.fetchall()

    assert found == [(solicit_block_until(day), request_last_day(day)) for day in days]


def test_h7_request_of_the_person_opens_the_question():
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(Release, agency)
    make_row(WorkRequest, agency, talent_record_id=record.pk, requested_on=TODAY)

    assert copy(agency, row, talent_record_id=f"'{record.pk}'") == 1


def test_h7_second_record_of_the_person_is_barred_too():
    agency = make_agency()
    record, _ = placed_person(agency)
    other = make_row(TalentRecord, agency, merged_into_id=record.pk)
    row = make_row(Release, agency)

    with refused("H7"):
        copy(agency, row, talent_record_id=f"'{other.pk}'")


def test_h7_mail_about_jobs_names_a_person_who_may_be_written_to():
    agency = make_agency()
    record, _ = placed_person(agency)
    free = make_row(TalentRecord, agency)
    row = make_row(OutboxMail, agency)
    mail = {"kind": "'job_mail'", "reference_kind": "'talent_record'", "message_id": "'<1>'"}

    with refused("H7"):
        copy(agency, row, **mail, reference_id=f"'{record.pk}'")
    with refused("H7"):
        copy(agency, row, **mail, reference_id="null")
    assert copy(agency, row, **mail, reference_id=f"'{free.pk}'") == 1


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'job_mail'",
        "kind = 'job_mail', reference_kind = 'talent_record', reference_id = %s",
    ],
)
def test_h7_mail_of_another_kind_does_not_become_one_about_jobs(change):
    agency = make_agency()
    record, _ = placed_person(agency)
    row = make_row(OutboxMail, agency)
    values = [record.pk] if "%s" in change else []

    with refused("H7"):
        run(agency, f"update outbox_outboxmail set {change} where id = %s", *values, row.pk)


def test_h7_mail_about_jobs_is_not_turned_to_another_person_or_day():
    agency = make_agency()
    record, _ = placed_person(agency)
    free = make_row(TalentRecord, agency)
    row = make_row(
        OutboxMail, agency, kind="job_mail", reference_kind="talent_record", reference_id=free.pk
    )
    change = "update outbox_outboxmail set reference_id = %s, send_after = %s where id = %s"
    assert run(agency, change, record.pk, "2028-04-02 00:00+09", row.pk) == 1

    with refused("H7"):
        run(agency, change, record.pk, "2028-04-01 23:59+09", row.pk)


def test_h7_ban_of_a_hire_on_29_february_ends_on_1_march():
    agency = make_agency()
    record, hired = placed_person(agency)
    change = (
        "update placement_introduction set hired_on = '2028-02-29', solicitation_ban_until = %s "
        "where id = %s"
    )
    with refused("H7"):
        run(agency, change, "2030-02-28", hired.pk)
    assert run(agency, change, "2030-03-01", hired.pk) == 1

    row = make_row(Release, agency)
    asked = {"talent_record_id": f"'{record.pk}'"}
    with refused("H7"):
        copy(agency, row, **asked, asked_at="'2030-03-01 23:59+09'")
    assert copy(agency, row, **asked, asked_at="'2030-03-02 00:00+09'") == 1


@pytest.mark.parametrize("until", ["null", "'2028-03-31'"])
def test_h7_ban_is_not_shortened(until):
    agency = make_agency()
    _, hired = placed_person(agency)

    with refused("H7"):
        run(
            agency,
            f"update placement_introduction set solicitation_ban_until = {until} where id = %s",
            hired.pk,
        )


def test_h7_request_written_down_by_nobody_is_no_request():
    agency = make_agency()
    row = make_row(WorkRequest, agency)

    with pytest.raises(DatabaseError, match="h7_request_is_noted_by_somebody"):
        copy(agency, row, way="'phone'")
