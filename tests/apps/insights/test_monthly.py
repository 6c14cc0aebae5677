"""The month before is closed by itself, once, and told to who asked for it."""

from datetime import UTC, date, datetime

import pytest
from tests.apps.insights.test_figures import tell
from tests.factories import NOW, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.insights.actions.closing import set_plan
from tasuki.apps.insights.models import FigureMonth
from tasuki.apps.insights.tasks import close_due_months
from tasuki.apps.messages.models import OutboxMail
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
DAY_14 = datetime(2026, 11, 14, 1, 0, tzinfo=UTC)
DAY_15 = datetime(2026, 11, 15, 1, 0, tzinfo=UTC)


@pytest.fixture
def hr():
    actor = make_member(make_company(), Role.COMPANY_HR)
    tell(actor, "joined", date(2026, 5, 1), 16, channel="agency")
    tell(actor, "joined", date(2026, 6, 1), 2, channel="referral")
    tell(actor, "left", date(2026, 7, 1), 40)
    tell(actor, "left", date(2026, 7, 2), 1, followed_on=date(2026, 9, 1))
    return actor


def months_of(actor):
    with bound(actor.organisation_id, None):
        return list(FigureMonth.objects.values_list("month", flat=True))


def mails_of(actor):
    with bound(actor.organisation_id, None):
        return list(OutboxMail.objects.filter(kind="monthly_figures"))


def test_it_waits_for_the_15th_and_closes_once(hr):
    assert close_due_months(now=DAY_14) == 0
    assert close_due_months(now=DAY_15) == 1
    assert close_due_months(now=DAY_15) == 0
    assert close_due_months(now=NOW) == 0

    assert months_of(hr) == [date(2026, 10, 1)]


def test_who_keeps_no_figures_is_left_alone():
    idle = make_member(make_company(), Role.COMPANY_HR)

    assert close_due_months(now=DAY_15) == 0
    assert months_of(idle) == []


def test_the_mail_goes_to_who_asked_with_values_and_definitions(hr):
    set_plan(actor=hr, baseline_year=None, counts_internal=False, mails_month=True, now=NOW)
    other = make_member(make_company(), Role.COMPANY_HR)
    tell(other, "joined", date(2026, 5, 1), 3, channel="agency")

    assert close_due_months(now=DAY_15) == 2

    [mail] = mails_of(hr)
    assert mail.subject == "【月次レポート】2026年10月の指標"
    assert "11.1%" in mail.text  # 2 of 18 joiners came through people
    assert "2 ÷ 18" in mail.text
    assert "退職者再雇用率" in mail.text
    assert "/figures/" in mail.text
    assert mails_of(other) == []
