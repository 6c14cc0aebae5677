"""The pages behind mailed keys in a real browser: one company's question, a result, the stop."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.apps.relay.counting_world import World
from tests.apps.relay.notices.notice_world import LATER, NoticeWorld
from tests.e2e.browser import check_page, weigh

from tasuki.apps.messages.models import OutboxMail


@pytest.fixture(autouse=True)
def _later(live, monkeypatch):
    """The pages read the clock of the worlds below."""
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def key_in(text, path):
    return re.search(rf"/{path}/([^/]+)/", text)[1]


def test_person_answers_one_company_on_a_phone(page, live, shoot):
    world = World()
    world.show_slots()
    world.request()
    world.ask(fields=["name", "occupation"])
    with world.at_agency():
        key = key_in(OutboxMail.objects.get(kind="release").text, "release")
    page.goto(f"{live}/release/{key}/")
    check_page(page)
    weigh(page)
    shoot(page, "person-release")
    yes, no = page.locator(".actions button").all()
    assert yes.bounding_box()["height"] == no.bounding_box()["height"] >= 44

    yes.click()

    expect(page.get_by_text("この会社に、並べた項目を伝えます。")).to_be_visible()
    check_page(page)
    shoot(page, "person-release-answered")


def test_result_page_leads_to_the_stop_and_the_stop_needs_a_button(page, live, shoot):
    world = NoticeWorld()
    world.run_contract()
    world.applicant()
    world.prepare()
    world.send(world.template())
    with world.at_company():
        key = key_in(OutboxMail.objects.get().text, "result")
    world.deliver()
    page.goto(f"{live}/result/{key}/")
    check_page(page)
    weigh(page)
    shoot(page, "person-result")

    page.get_by_role("link", name="今後の案内の停止", exact=True).click()
    check_page(page)
    shoot(page, "person-stop")
    page.get_by_role("button", name="案内を停止").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("案内を停止しました")
    check_page(page)
