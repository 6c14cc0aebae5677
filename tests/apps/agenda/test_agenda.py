"""The calendar: what stands in it, who does it, reminders, and a feed that programs can read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.apps.books.world import Office
from tests.factories import NOW, TODAY, make_company, make_member
from tests.web.agency.office import Office as RelayOffice

from tasuki.adapters.postgres.context import bound
from tasuki.apps.agenda import actions
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.agenda.queries import list_tasks, task_title
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs.models import Membership
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.core.agenda.standing import list_standing
from tasuki.core.books.rows import Separated

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def plan(office, now=NOW):
    return actions.plan_agenda(actor=office.owner, now=now)


def tasks(office, kind=None, state="open"):
    with office.at():
        rows = list_tasks(actor=office.owner, state=state, kind=kind or "")
        return {row.key.partition(":")[2]: row for row in rows}


def test_every_day_of_the_year_has_the_next_report_ahead():
    for place in range(0, 366, 7):
        today = date(2026, 1, 1) + timedelta(days=place)
        found = list_standing(OrganisationKind.AGENCY, today=today)

        reports = [one for one in found if one.kind is AgendaKind.REPORT]
        assert reports
        assert reports[0].due_on.month == 4
        assert reports[0].due_on.day == 30
        assert all(today <= one.due_on for one in found)


def test_days_of_the_law_stand_in_the_calendar():
    found = {
        one.key: (one.starts_on, one.due_on)
        for one in list_standing(OrganisationKind.AGENCY, today=date(2026, 11, 23))
    }

    assert found["report:2026"] == (date(2027, 4, 1), date(2027, 4, 30))
    assert found["site_hires:2026"] == (date(2027, 4, 1), date(2027, 4, 30))
    assert found["site_leavers:2025"] == (date(2026, 10, 1), date(2026, 12, 31))
    assert found["job_info:2027"] == (date(2027, 6, 1), date(2027, 8, 31))


def test_every_duty_has_a_title_with_its_case_and_a_basis():
    for duty in DUTIES.values():
        assert "{subject}" in duty.title.ja
        assert "{subject}" in duty.title.en
        assert duty.source
        assert duty.kinds


def test_hire_brings_a_check_and_the_end_of_the_ban(office):
    row = office.hire(date(2026, 6, 1))

    plan(office)
    check = tasks(office, "separation")[str(row.pk)]

    assert (check.starts_on, check.due_on) == (date(2026, 12, 1), date(2026, 12, 31))
    assert check.subject == row.job_order.number
    assert tasks(office, "ban_end") == {}  # two years are beyond the horizon


def test_ban_of_an_older_hire_ends_one_day_after_the_printed_one(office):
    row = office.hire(date(2025, 6, 1))

    plan(office)

    assert tasks(office, "ban_end")[str(row.pk)].due_on == date(2027, 6, 1)


def test_planning_again_adds_nothing_and_a_settled_case_leaves_the_calendar(office):
    row = office.hire(date(2026, 5, 1))
    first = plan(office)
    again = plan(office)

    office.check(row, Separated.STAYED, TODAY)
    after = plan(office)

    assert first["added"] > 5
    assert again == {"added": 0, "moved": 0, "void": 0}
    assert after["void"] == 1
    assert tasks(office, "separation") == {}


def test_missed_duty_of_the_year_stays_overdue(office):
    plan(office, datetime(2027, 4, 20, 1, 0, tzinfo=UTC))

    plan(office, datetime(2027, 5, 10, 1, 0, tzinfo=UTC))

    assert tasks(office, "report")["2026"].due_on == date(2027, 4, 30)


def test_licence_is_renewed_between_six_and_three_months_before_its_end(office):
    plan(office, datetime(2030, 3, 31, 1, 0, tzinfo=UTC))

    [task] = tasks(office, "licence").values()

    assert (task.starts_on, task.due_on) == (date(2030, 9, 30), date(2030, 12, 31))
    assert task.subject == "13-ユ-301234"


def test_owner_of_a_kind_holds_for_new_and_open_tasks(office):
    plan(office)

    actions.set_rule(
        actor=office.owner,
        kind=AgendaKind.REPORT,
        is_on=True,
        owner_id=office.clerk.account_id,
        now=NOW,
    )

    assert tasks(office, "report")["2026"].owner_id == office.clerk.account_id


def test_kind_that_does_not_concern_us_leaves_the_calendar_and_comes_back(office):
    plan(office)

    for is_on, expected in ((False, 0), (True, 1)):
        actions.set_rule(
            actor=office.owner, kind=AgendaKind.TRAINING, is_on=is_on, owner_id=None, now=NOW
        )
        assert len(tasks(office, "training")) == expected


def test_owner_is_a_member(office):
    plan(office)
    stranger = make_member(make_company(), Role.COMPANY_HR)

    with pytest.raises(InvalidInputError):
        actions.assign_task(
            actor=office.owner,
            task_id=tasks(office, "report")["2026"].pk,
            owner_id=stranger.account_id,
            now=NOW,
        )


def test_done_stays_done_after_planning(office):
    plan(office)
    task = tasks(office, "report")["2026"]

    actions.finish_task(actor=office.owner, task_id=task.pk, now=NOW)
    plan(office)
    done = tasks(office, "report", state="done")

    assert done["2026"].done_on == TODAY
    actions.reopen_task(actor=office.owner, task_id=task.pk, now=NOW)
    assert "2026" in tasks(office, "report")


def test_reminder_comes_once_a_week_before_the_day(office):
    office.hire(date(2026, 5, 1), order=office.order(valid_to=date(2027, 4, 30)))
    plan(office)
    before = actions.remind_of_agenda(actor=office.owner, now=NOW)
    due = tasks(office, "separation")

    with office.at():
        AgendaTask.objects.filter(kind="separation").update(
            due_on=TODAY + timedelta(days=7), reminded_on=None
        )
    once = actions.remind_of_agenda(actor=office.owner, now=NOW)
    twice = actions.remind_of_agenda(actor=office.owner, now=NOW)

    assert len(due) == 1
    assert (before, once, twice) == (0, 1, 0)
    with office.at():
        assert "6か月後の離職状況" in Notification.objects.get().text


def test_company_has_its_own_duties_and_sees_no_books(db):
    company = make_company()
    hr = make_member(company, Role.COMPANY_HR)

    actions.plan_agenda(actor=hr, now=NOW)
    with bound(company.id, hr.account_id):
        kinds = {row.kind for row in list_tasks(actor=hr)}

    assert "fairness" in kinds
    assert not kinds & {"report", "site_hires", "separation", "foreign_10"}


def feed_of(office, actor, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    key = actions.open_feed(actor=actor, now=NOW)
    return key, Client().get(f"/agenda/feed/{key}.ics")


def test_feed_is_a_calendar_that_a_program_reads(office, monkeypatch):
    office.hire(date(2026, 5, 1))
    plan(office)

    _key, response = feed_of(office, office.owner, monkeypatch)
    calendar = Calendar.from_ical(response.content)
    events = {str(one["summary"]): one for one in calendar.walk("VEVENT")}

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    report = events["2026年度の職業紹介事業報告書（様式第8号）を提出する"]
    assert report.decoded("dtstart") == date(2027, 4, 30)
    assert report.decoded("dtend") == date(2027, 5, 1)
    assert len({str(one["uid"]) for one in events.values()}) == len(events)
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    assert response.content.endswith(b"END:VCALENDAR\r\n")
    assert "髙﨑".encode() not in response.content


def test_feed_holds_own_duties_and_nobody_elses(office, monkeypatch):
    plan(office)
    task = tasks(office, "report")["2026"]
    actions.assign_task(
        actor=office.owner, task_id=task.pk, owner_id=office.clerk.account_id, now=NOW
    )
    title = task_title(task).ja.encode()

    _key, mine = feed_of(office, office.owner, monkeypatch)
    _key, theirs = feed_of(office, office.clerk, monkeypatch)

    def plain(response):
        return response.content.replace(b"\r\n ", b"")

    assert title not in plain(mine)
    assert title in plain(theirs)


def test_feed_dies_with_the_membership_and_with_a_new_address(office, monkeypatch):
    plan(office)
    old, _response = feed_of(office, office.clerk, monkeypatch)
    new, _response = feed_of(office, office.clerk, monkeypatch)
    replaced = Client().get(f"/agenda/feed/{old}.ics")

    with office.at():
        Membership.objects.filter(account_id=office.clerk.account_id).update(ended_at=NOW)
    gone = Client().get(f"/agenda/feed/{new}.ics")

    assert (replaced.status_code, gone.status_code) == (404, 404)


def test_slot_is_a_task_until_its_last_day_and_then_until_the_day_of_the_request():
    relay = RelayOffice.make()
    relay.grant()
    slot = relay.slot()

    def planned(actor):
        actions.plan_agenda(actor=actor, now=NOW)
        with bound(actor.organisation_id, None):
            rows = AgendaTask.objects.filter(kind__startswith="slot", state="open")
            return [(one.kind, one.due_on) for one in rows]

    granted = planned(relay.owner), planned(relay.relay.hr)
    relay.request()
    requested = planned(relay.owner), planned(relay.relay.hr)
    relay.present()
    presented = planned(relay.owner), planned(relay.relay.hr)

    after = relay.slot()
    assert granted == ([("slot", slot.expires_on)], [("slot_use", slot.expires_on)])
    assert requested == ([("slot", after.find_by)], [])
    assert presented == ([], [("slot_answer", after.answer_by)])
