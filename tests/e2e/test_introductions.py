"""One introduction on both sides in a real browser: the person's yes, interview, offer, joining."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.apps.introductions.desk import DAY, Desk
from tests.e2e.browser import DESK, axe, check_page, no_sideways_scroll
from tests.factories import NOW, TODAY

KEY = re.compile(r"/release/[^/]+/")


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(live) -> Desk:
    return Desk.make()


def test_one_introduction_from_the_yes_to_the_first_day(desk, live, new_page, sign_in, shoot):
    case = desk.ask()
    person, agency, company = new_page(), new_page(DESK), new_page(DESK)
    sign_in(agency, desk.advisor)
    sign_in(company, desk.hr)
    address = f"{live}/introductions/{case.id}/"

    person.goto(live + KEY.search(desk.mails("release")[-1].text)[0])
    person.locator("button[value=release_yes]").click()
    check_page(person)

    agency.goto(address)
    agency.get_by_role("button", name="会社に紹介").click()
    agency.get_by_text("紹介しました。").wait_for()
    axe(agency)
    company.goto(f"{live}/introductions/board/")
    axe(company)
    shoot(company, "introductions-company-board")
    company.goto(address)
    shoot(company, "introductions-company-case")
    company.get_by_role("link", name="面接の日時を設定").click()
    at = NOW + 3 * DAY + timedelta(hours=9)
    company.locator("[name=starts_at]").fill(at.strftime("%Y-%m-%dT%H:%M"))
    company.get_by_label("場所").fill("本社3階")
    company.get_by_role("button", name="日時を決めて招待を送信").click()
    no_sideways_scroll(company, widths=(1440,))
    company.get_by_role("link", name="内定を提示").click()
    company.get_by_label("提示する年収（円）").fill("4500000")
    company.get_by_label("入社日").fill(TODAY.isoformat())
    company.get_by_label("本人の回答期限").fill(TODAY.isoformat())
    company.get_by_role("button", name="内定を提示").click()
    company.get_by_text("内定を記録しました").wait_for()

    agency.goto(address)
    agency.get_by_role("button", name="本人の承諾を記録").click()
    agency.get_by_text("承諾を記録しました").wait_for()
    shoot(agency, "introductions-agency-case")
    company.goto(address)
    company.get_by_role("link", name="入社を記録").click()
    company.locator("[name=is_conditions_notice_sent]").check()
    company.get_by_role("button", name="入社を記録").click()
    company.get_by_text("入社を記録しました").wait_for()

    assert desk.reload(case).state == "joined"
    agency.goto(f"{live}/introductions/board/")
    axe(agency)
    shoot(agency, "introductions-agency-board")


def test_pages_fit_a_phone(desk, live, page, sign_in, shoot):
    case = desk.sent()
    desk.plan(case)
    sign_in(page, desk.advisor)

    for name in ("", "board/", "add/", f"{case.id}/", f"{case.id}/offer/", f"{case.id}/decline/"):
        page.goto(f"{live}/introductions/{name}")
        check_page(page)
    page.goto(f"{live}/introductions/board/")
    shoot(page, "introductions-phone-board")
