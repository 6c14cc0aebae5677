"""What is past its ceiling goes by itself, what is not stays, and a dry run says the same."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.actions import record
from tasuki.apps.audit.models import AuditCut, AuditEvent
from tasuki.apps.errors import NotAllowedError
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import ApiCall, Door, Invitation, Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.upkeep.actions import (
    advance_run,
    certificate_hash,
    plan_disposal,
    run_disposal,
    start_run,
)
from tasuki.apps.upkeep.holds import place_hold
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
DAY = timedelta(days=1)
RESULT_OVER, RESULT_KEPT = date(2026, 5, 23), date(2026, 5, 24)
"""On 2026-11-23 the six months of the first are over; those of the second end today."""


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def agency():
    found = make_agency()
    make_row(Licence, found, valid_from=date(2010, 1, 1))
    return found


def task_of(organisation):
    return Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind))


def run(organisation, now=NOW, **fields):
    return run_disposal(actor=task_of(organisation), now=now, **fields)


def planned(organisation, now=NOW):
    plan = plan_disposal(actor=task_of(organisation), now=now)
    return {line.rule: line.count for line in plan.lines if line.count}


def done(found):
    return {line["rule"]: line["done"] for line in found.lines if line["done"]} if found else {}


def left(organisation, model):
    with bound(organisation.pk, None):
        return set(model.objects.values_list("pk", flat=True))


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def put_application(organisation, **fields):
    given = {"note": "面接の記録", "raw": {"備考": "x"}, "outcome": "not_selected"} | fields
    return make_row(Application, organisation, **given)


def at_midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO)


def test_key_goes_thirty_days_after_it_stopped_opening(company):
    over = NOW - 30 * DAY
    make_row(Door, company, used_at=over)
    make_row(Door, company, expires_at=over)
    kept = {
        make_row(Door, company, used_at=NOW - 29 * DAY).pk,
        make_row(Door, company).pk,
        make_row(Door, company, kind="relay_code", used_at=NOW - 400 * DAY).pk,
    }

    assert done(run(company)) == {"orgs.Door": 2}
    assert left(company, Door) == kept


def test_invitation_goes_thirty_days_after_its_end(company):
    make_row(Invitation, company, expires_at=NOW - 30 * DAY)
    make_row(Invitation, company, expires_at=NOW, accepted_at=NOW - 30 * DAY)
    kept = make_row(Invitation, company, expires_at=NOW - 29 * DAY)

    assert done(run(company)) == {"orgs.Invitation": 2}
    assert left(company, Invitation) == {kept.pk}


def test_notices_and_answers_of_the_api_go_after_thirty_days(company):
    for model in (ApiCall, Notification):
        old, young = make_row(model, company), make_row(model, company)
        with bound(company.pk, None):
            model.objects.filter(pk=old.pk).update(created_at=NOW - 30 * DAY)
            model.objects.filter(pk=young.pk).update(created_at=NOW - 29 * DAY)

    assert done(run(company)) == {"orgs.ApiCall": 1, "outbox.Notification": 1}


def test_send_log_goes_after_six_months_and_what_waits_stays(company):
    old = NOW - 184 * DAY
    make_row(OutboxMail, company, state="sent", sent_at=old, send_after=old)
    make_row(OutboxMail, company, state="cancelled", send_after=old)
    kept = {
        make_row(OutboxMail, company, state="queued", send_after=old).pk,
        make_row(OutboxMail, company, state="sent", sent_at=old + DAY, send_after=old).pk,
    }

    assert done(run(company)) == {"outbox.OutboxMail": 2}
    assert left(company, OutboxMail) == kept


def test_rejected_applicant_is_emptied_six_months_after_the_result_and_still_counted(company):
    over = put_application(company, ended_on=RESULT_OVER)
    kept = put_application(company, ended_on=RESULT_KEPT)
    running = put_application(company, outcome="running", ended_on=RESULT_OVER)

    found = run(company)

    assert done(found) == {"people.Application": 1, "people.TalentRecord": 1}
    gone = read(over)
    assert (gone.note, gone.raw, gone.decision_reason) == ("", {}, "")
    person = read(over.talent_record)
    assert (person.full_name, person.name_key, person.mail) == ("", "", "")
    assert [read(one).note for one in (kept, running)] == ["面接の記録"] * 2
    with bound(company.pk, None):
        assert Application.objects.filter(outcome="not_selected").count() == 2


def test_person_with_a_running_application_keeps_the_name(company):
    over = put_application(company, ended_on=RESULT_OVER)
    make_row(Application, company, talent_record=over.talent_record, outcome="running")

    assert done(run(company)) == {"people.Application": 1}
    assert read(over.talent_record).full_name == "北村 花"


def test_hired_person_is_no_rejected_applicant(company):
    put_application(company, outcome="hired", ended_on=RESULT_OVER)

    assert run(company) is None


@pytest.mark.parametrize(
    ("result", "last_day"),
    [
        (date(2027, 8, 31), date(2028, 2, 29)),  # no 31 February: the month's last day
        (date(2028, 2, 29), date(2028, 8, 28)),
        (date(2027, 3, 1), date(2027, 8, 31)),
    ],
)
def test_six_months_end_at_midnight_in_tokyo(company, result, last_day):
    put_application(company, ended_on=result)
    midnight = at_midnight(last_day + DAY)

    assert "people.TalentRecord" not in planned(company, now=midnight - timedelta(seconds=1))
    assert planned(company, now=midnight)["people.TalentRecord"] == 1


def put_book(agency, *, valid_to, outcome="not_hired", fee_on=None, **facts):
    order = make_row(JobOrder, agency, valid_to=valid_to, closed_on=valid_to)
    seeker = make_row(JobSeeker, agency, valid_to=valid_to, closed_on=valid_to)
    introduction = make_row(
        Introduction,
        agency,
        job_order=order,
        job_seeker=seeker,
        introduced_on=valid_to,
        outcome=outcome,
        **facts,
    )
    if fee_on:
        make_row(FeeEntry, agency, introduction=introduction, charged_on=fee_on)
    return seeker


BOOKS = {
    "placement.JobOrder": 1,
    "placement.JobSeeker": 1,
    "placement.Introduction": 1,
    "placement.FeeEntry": 1,
}


def test_books_go_three_years_after_the_latest_of_all_ends(agency):
    closed = date(2020, 1, 10)
    put_book(
        agency,
        valid_to=closed,
        outcome="hired",
        hired_on=closed,
        solicitation_ban_until=date(2022, 1, 10),
        separation_due_on=date(2020, 7, 10),
        fee_on=date(2020, 2, 1),
    )

    assert planned(agency, now=at_midnight(date(2025, 1, 9))) == {}
    assert planned(agency, now=at_midnight(date(2025, 1, 10))) == BOOKS
    assert done(run(agency)) == BOOKS
    assert left(agency, JobSeeker) == set()


def test_book_with_an_introduction_without_outcome_has_not_closed(agency):
    put_book(agency, valid_to=date(2015, 1, 10), outcome="")

    assert run(agency) is None


def test_row_of_one_book_stays_with_the_row_of_the_other(agency):
    seeker = put_book(agency, valid_to=date(2020, 1, 10))
    later = make_row(JobOrder, agency, valid_to=TODAY, closed_on=TODAY)
    make_row(
        Introduction,
        agency,
        job_order=later,
        job_seeker=seeker,
        introduced_on=date(2020, 1, 10),
        outcome="not_hired",
    )

    assert run(agency) is None


def put_event(organisation, happened_at):
    with bound(organisation.pk, None):
        record(
            actor=task_of(organisation), kind="x", object_kind="x", object_id="1", now=happened_at
        )


def test_audit_goes_after_seven_years_from_its_beginning_and_the_chain_stays_whole(company):
    over, kept = datetime(2019, 11, 22, 14, tzinfo=TOKYO), datetime(2019, 11, 24, tzinfo=TOKYO)
    for moment in (over, over, kept, NOW):
        put_event(company, moment)

    found = run(company)

    assert done(found) == {"audit.AuditEvent": 2}
    with bound(company.pk, None):
        events = list(AuditEvent.objects.order_by("number"))
        cut = AuditCut.objects.get()
    assert [event.number for event in events] == [3, 4, 5, 6]
    assert (cut.number, cut.hash) == (2, events[0].previous_hash)


def test_audit_event_that_is_older_than_one_before_it_waits_for_it(company):
    put_event(company, NOW)
    put_event(company, datetime(2015, 1, 1, tzinfo=TOKYO))

    assert run(company) is None


def test_dry_run_changes_nothing_and_equals_the_real_run(company):
    for number in range(7):
        put_application(company, ended_on=RESULT_OVER - number * DAY)
    actor = task_of(company)
    plan = plan_disposal(actor=actor, now=NOW)

    assert plan == plan_disposal(actor=actor, now=NOW)
    found = run(company, size=2)

    assert found.digest == found.planned_digest == plan.digest
    assert (found.done_count, found.total_count) == (plan.count, plan.count) == (14, 14)
    assert planned(company) == {}


def test_run_that_was_interrupted_goes_on_where_it_stopped(company):
    for _ in range(5):
        put_application(company, ended_on=RESULT_OVER)
    actor = task_of(company)
    begun = start_run(actor=actor, now=NOW)
    advance_run(actor=actor, run_id=begun.id, now=NOW, size=3)

    found = run(company, now=NOW + DAY)

    assert found.id == begun.id
    assert (found.state, found.done_count, found.digest) == ("done", 10, begun.planned_digest)
    assert found.as_of == NOW


def test_hold_on_a_person_keeps_everything_of_the_person(company):
    held = put_application(company, ended_on=RESULT_OVER)
    put_application(company, ended_on=RESULT_OVER)
    owner = make_member(company, Role.COMPANY_OWNER)
    place_hold(actor=owner, subject_id=held.talent_record.id, reason="訴訟 12号", now=NOW)

    found = run(company)

    assert done(found) == {"people.Application": 1, "people.TalentRecord": 1}
    assert found.held_count == 2
    assert (read(held).note, read(held.talent_record).full_name) == ("面接の記録", "北村 花")


def test_hold_on_a_kind_keeps_the_kind(company):
    put_application(company, ended_on=RESULT_OVER)
    owner = make_member(company, Role.COMPANY_OWNER)
    place_hold(actor=owner, record_name="people.TalentRecord", reason="労働局の調査", now=NOW)

    assert planned(company) == {"people.Application": 1}


def test_hold_that_came_while_a_run_was_open_is_obeyed(company):
    held = put_application(company, ended_on=RESULT_OVER)
    actor = task_of(company)
    begun = start_run(actor=actor, now=NOW)
    owner = make_member(company, Role.COMPANY_OWNER)
    place_hold(actor=owner, subject_id=held.talent_record.id, reason="訴訟 12号", now=NOW)

    found = run(company)

    assert (found.id, found.done_count) == (begun.id, 0)
    assert found.digest != found.planned_digest


def test_certificate_hash_covers_every_figure(company):
    put_application(company, ended_on=RESULT_OVER)

    found = run(company)

    assert found.certificate_hash == certificate_hash(found)
    found.lines[0]["done"] += 1
    assert found.certificate_hash != certificate_hash(found)


def test_finished_run_stands_in_the_audit_with_its_certificate(company):
    put_application(company, ended_on=RESULT_OVER)

    found = run(company)

    with bound(company.pk, None):
        kinds = list(AuditEvent.objects.order_by("number").values_list("kind", flat=True))
        event = AuditEvent.objects.get(kind="retention.finish")
    assert kinds == ["retention.start", "retention.finish"]
    assert event.data["certificate"] == found.certificate_hash


def test_recruiter_may_look_at_the_plan_and_not_run_it(company):
    put_application(company, ended_on=RESULT_OVER)
    recruiter = make_member(company, Role.COMPANY_HR)

    assert plan_disposal(actor=recruiter, now=NOW).count == 2
    with pytest.raises(NotAllowedError):
        start_run(actor=recruiter, now=NOW)


def test_other_organisation_keeps_its_rows(company):
    other = make_company()
    put_application(other, ended_on=RESULT_OVER)

    assert run(company) is None
    assert planned(other) == {"people.Application": 1, "people.TalentRecord": 1}


def test_merged_record_lives_as_long_as_the_person(company):
    main = put_application(company, outcome="running").talent_record
    merged = make_row(TalentRecord, company, merged_into_id=main.id)
    with bound(company.pk, None):
        TalentRecord.objects.filter(pk=merged.pk).update(created_at=NOW - 400 * DAY)

    assert run(company) is None
    assert read(merged).full_name == "北村 花"
