"""The pool's whole way in a real browser: HR writes, the person answers on a phone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.pool.members import Members
from tests.e2e.browser import check_page, no_sideways_scroll, problems_of
from tests.factories import NOW

from tasuki.apps.messages.models import OutboxMail

KEY = re.compile(r"/pool/[^/\s]+/")


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_hr_writes_and_the_person_answers_on_a_phone(live, desk, page, sign_in, shoot):
    members = Members()
    entry = members.agree(members.applicant())
    opening = members.opening()
    sign_in(desk, members.hr)

    desk.goto(f"{live}{reverse('pool:entries')}?opening={opening.pk}")
    assert problems_of(desk) == []
    no_sideways_scroll(desk, widths=(390, 1440))
    shoot(desk, "pool-list")
    for name in ("entry", "edit"):
        desk.goto(live + reverse(f"pool:{name}", args=[entry.pk]))
        assert problems_of(desk) == [], name
        no_sideways_scroll(desk, widths=(1440,))
    members.contact(entry, opening=opening)
    with members.at():
        [mail] = OutboxMail.objects.filter(kind="job_mail")

    page.goto(live + KEY.search(mail.text)[0])
    check_page(page)
    shoot(page, "pool-answer")
    page.get_by_role("button", name="話を聞きたい").click()
    check_page(page)

    desk.goto(live + reverse("pool:entry", args=[entry.pk]))
    desk.get_by_role("button", name="選考を始める").click()
    desk.goto(live + reverse("pool:result", args=[entry.pk]))
    assert problems_of(desk) == []
    assert members.entry(entry.talent_record).state == "selection"
