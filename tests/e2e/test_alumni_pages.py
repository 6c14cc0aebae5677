"""The alumni network in a real browser: HR lists, the person joins and writes on a phone."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.alumni.network import Network
from tests.e2e.browser import check_page, no_sideways_scroll, problems_of
from tests.factories import NOW


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_hr_invites_and_the_person_joins_on_a_phone(live, desk, page, sign_in, shoot):
    network = Network()
    member = network.leaver()
    network.invite(member)
    sign_in(desk, network.hr)
    for name, places in (
        ("members", []),
        ("exit", []),
        ("import", []),
        ("member", [member.pk]),
        ("edit", [member.pk]),
    ):
        desk.goto(live + reverse(f"alumni:{name}", args=places))
        assert problems_of(desk) == [], name
        no_sideways_scroll(desk, widths=(390, 1440))

    page.goto(live + reverse("own_alumni:mine", args=[network.last_key()]))
    check_page(page)
    shoot(page, "alumni-join")
    page.get_by_label("文面を読み、同意します").check()
    page.get_by_role("button", name="参加する").click()
    check_page(page)
    page.get_by_label("氏名", exact=True).check()
    page.get_by_role("button", name="内容を保存").click()
    check_page(page)
    shoot(page, "alumni-own")
    assert network.read(member).visible_fields == ["name"]
    page.get_by_role("button", name="退会する").click()
    check_page(page)
    assert network.read(member).state == "left"
