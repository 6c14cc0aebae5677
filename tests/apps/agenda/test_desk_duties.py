"""Duties of the desk: each stands in the calendar with its day and leaves it when it is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.books.world import Office
from tests.apps.fees.world import make_desk
from tests.apps.introductions.desk import Desk
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.agenda import actions
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.introductions.actions import asking
from tasuki.apps.messages.models import Notification
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.models import FeeTable
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.agenda.reminders import is_reminder_due, reminder_days

pytestmark = pytest.mark.django_db


def planned(actor, kind, now=NOW):
    actions.plan_agenda(actor=actor, now=now)
    with bound(actor.organisation_id, actor.account_id):
        rows = AgendaTask.objects.filter(kind=kind, state="open").order_by("due_on")
        return [(row.subject, row.starts_on, row.due_on, row.url) for row in rows]


@pytest.fixture
def office() -> Office:
    return Office()


def test_order_is_renewed_or_ended_by_the_last_day_of_its_validity(office):
    order = office.order(valid_to=TODAY + timedelta(days=20))

    assert planned(office.owner, "order_end") == [
        (
            order.number,
            TODAY + timedelta(days=6),
            TODAY + timedelta(days=20),
            "/agency/openings/",
        )
    ]
    with office.at():
        order.closed_on = TODAY
        order.save()
    assert planned(office.owner, "order_end") == []


def test_searches_that_end_in_one_month_are_one_duty_without_a_name(office):
    first = TODAY.replace(day=1) + timedelta(days=32)
    month = first.replace(day=10)
    office.seeker(valid_to=month)
    office.seeker(valid_to=month + timedelta(days=5))
    office.seeker(valid_to=TODAY + timedelta(days=300))

    [(subject, _starts, due, url)] = planned(office.owner, "search_end")

    assert (subject, due, url) == (f"{month:%Y-%m}", month, "/agency/seekers/?open=soon")


def test_terms_that_nobody_delivered_are_due_in_a_week(office):
    seeker = office.seeker(state="received", accepted_on=TODAY)
    office.seeker(state="active", accepted_on=TODAY)

    assert planned(office.owner, "terms") == [
        (seeker.number, TODAY, TODAY + timedelta(days=7), f"/agency/seekers/{seeker.pk}/")
    ]
    with office.at():
        JobSeeker.objects.filter(pk=seeker.pk).update(closed_on=TODAY, state="cancelled")
    assert planned(office.owner, "terms") == []


def test_fee_table_is_filed_and_the_lecture_is_attended_in_time(office):
    with office.at():
        FeeTable.objects.create(organisation=office.agency, version=2, rate_permille=350)
        Licence.objects.update(lecture_on=date(2022, 6, 15))

    [(subject, *_days)] = planned(office.owner, "fee_table")
    [(licence, starts_on, due_on, _url)] = planned(
        office.owner, "lecture", datetime(2026, 12, 1, tzinfo=UTC)
    )

    assert (subject, licence) == ("2", "13-ユ-301234")
    assert (starts_on, due_on) == (date(2026, 12, 14), date(2027, 6, 14))


def test_opening_is_confirmed_before_it_is_stale():
    desk = Desk.make()

    [(subject, _starts, due_on, url)] = planned(desk.advisor, "opening_check")

    assert due_on == TODAY + timedelta(days=30)
    assert "品質管理" in subject
    with bound(desk.agency.id, None):
        opening = Opening.objects.get()
        assert url == f"/agency/openings/{opening.pk}/"
        Opening.objects.update(as_of=TODAY + timedelta(days=1))
    [(_subject, _starts, moved_to, _url)] = planned(desk.advisor, "opening_check")
    assert moved_to == TODAY + timedelta(days=31)


def test_introduction_stands_in_the_calendar_of_the_side_whose_turn_it_is():
    desk = Desk.make()
    asked = desk.ask()

    assert planned(desk.advisor, "case_answer") == []  # the person has to answer
    desk.answer(asked)
    agreed = planned(desk.advisor, "case_answer")
    before = planned(desk.hr, "case_answer")
    asking.send_introduction(actor=desk.advisor, case_id=asked.id, now=NOW)

    assert [row[0] for row in agreed] == [asked.number]
    assert before == []  # nothing exists for the company before the introduction
    assert planned(desk.advisor, "case_answer") == []
    [(subject, _starts, due_on, url)] = planned(desk.hr, "case_answer")
    assert (subject, due_on, url) == (
        asked.number,
        TODAY + timedelta(days=5),
        f"/introductions/{asked.pk}/",
    )


def test_invoice_is_paid_by_the_company_and_seen_to_by_the_agency():
    desk = make_desk()
    invoice = desk.issue()

    for actor, kind in ((desk.advisor, "invoice_due"), (desk.hr, "invoice_pay")):
        [(subject, _starts, due_on, url)] = planned(actor, kind)
        assert (subject, due_on) == (invoice.number, invoice.due_on)
        assert str(invoice.pk) in url
    windows = [row[2] for row in planned(desk.advisor, "refund_end")]
    assert windows == [
        invoice.delivered_on + timedelta(days=29),
        invoice.delivered_on + timedelta(days=89),
    ]

    desk.pay(invoice)

    assert planned(desk.advisor, "invoice_due") == []
    assert planned(desk.hr, "invoice_pay") == []


def test_licence_is_brought_to_mind_when_its_time_begins_before_the_end_and_overdue():
    first, last = date(2030, 9, 30), date(2030, 12, 31)
    days = reminder_days(AgendaKind.LICENCE, starts_on=first, due_on=last)

    assert days == (first, date(2030, 12, 24), date(2031, 1, 1))
    assert not is_reminder_due(days, reminded_on=None, today=date(2030, 9, 29))
    assert is_reminder_due(days, reminded_on=None, today=first)
    assert not is_reminder_due(days, reminded_on=first, today=date(2030, 12, 23))
    assert is_reminder_due(days, reminded_on=first, today=last)
    assert is_reminder_due(days, reminded_on=last, today=date(2031, 1, 5))


def test_duty_that_another_area_reminds_of_is_not_said_twice():
    assert reminder_days(AgendaKind.CASE_ANSWER, starts_on=TODAY, due_on=TODAY) == ()


def test_overdue_task_is_said_once_more(office):
    office.order(valid_to=TODAY + timedelta(days=3))
    actions.plan_agenda(actor=office.owner, now=NOW)
    counts = []
    for day in (0, 1, 4, 5):
        now = NOW + timedelta(days=day)
        counts.append(actions.remind_of_agenda(actor=office.owner, now=now))

    with office.at():
        texts = list(Notification.objects.values_list("text", flat=True))
    orders = [text for text in texts if "求人 J-" in text]
    assert len(orders) == 2
    assert counts[1] == 0
    assert counts[3] == 0
