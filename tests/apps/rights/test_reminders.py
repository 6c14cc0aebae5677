"""Deadlines come to mind on their days, once each."""

from datetime import datetime, timedelta

import pytest
from tests.apps.rights.desk import Desk
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import Notification
from tasuki.apps.rights.actions import open_incident
from tasuki.apps.rights.reminders import remind_desk
from tasuki.apps.rights.tasks import remind_everywhere
from tasuki.core.rights.breach import Trigger

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


def run(desk, now):
    task = Actor.for_task(organisation_id=desk.company.pk, kind=desk.hr.kind)
    return remind_desk(actor=task, now=now)


def days_with_reminders(desk, kind, days):
    return [day for day in range(days) if run(desk, NOW + timedelta(days=day))[kind]]


def texts(desk):
    with bound(desk.company.pk, None):
        return list(Notification.objects.order_by("created_at").values_list("text", flat=True))


def test_request_is_brought_to_mind_on_days_7_12_14_and_when_over(desk):
    desk.file()

    assert days_with_reminders(desk, "requests", 20) == [7, 12, 14, 15]


def test_answered_request_is_not_brought_to_mind(desk):
    desk.send(desk.grant(desk.file()))

    assert days_with_reminders(desk, "requests", 20) == []


def test_missed_runs_are_made_up_for_by_one_reminder(desk):
    desk.file()

    assert run(desk, NOW + timedelta(days=13))["requests"] == 1
    assert run(desk, NOW + timedelta(days=13))["requests"] == 0
    assert run(desk, NOW + timedelta(days=14))["requests"] == 1


def test_reminder_names_number_day_and_days_left(desk):
    request = desk.file()

    run(desk, NOW + timedelta(days=12))

    assert any(
        request.number in text and "2026/12/07" in text and "あと2日" in text
        for text in texts(desk)
    )


def test_breach_known_on_2_november_is_brought_to_mind_a_day_before_its_days(desk):
    known_at = datetime.fromisoformat("2026-11-02T10:00:00+09:00")
    open_incident(
        actor=desk.hr,
        title="誤送信",
        known_at=known_at,
        triggers=[Trigger.SENSITIVE],
        now=known_at,
    )

    found = [
        (known_at + timedelta(days=day)).date().isoformat()
        for day in range(35)
        if run(desk, known_at + timedelta(days=day))["incidents"]
    ]

    assert {"2026-11-03", "2026-11-04", "2026-11-06", "2026-12-01"} <= set(found)


def test_incident_without_a_duty_is_not_brought_to_mind(desk):
    open_incident(actor=desk.hr, title="宛先の確認", known_at=NOW, now=NOW)

    assert days_with_reminders(desk, "incidents", 10) == []


def test_nightly_run_reaches_every_organisation(desk):
    other = Desk()
    desk.file()
    other.file()

    assert remind_everywhere(now=NOW + timedelta(days=7)) == {"requests": 2, "incidents": 0}
