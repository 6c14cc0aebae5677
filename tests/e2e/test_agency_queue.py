"""The agency's day in a real browser: three clicks from nine people to a slot, and by keys."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.apps.relay import intake
from tests.e2e.browser import check_page
from tests.factories import NOW
from tests.web.agency.office import Office


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    """The pages read the clock of the sample."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(intake, "TODAY", NOW.date())


@pytest.fixture
def office(live) -> Office:
    return Office.make()


def nine_of_ten(office: Office):
    """Nine people are counted, the tenth waits."""
    office.inform()
    office.count(9)
    return office.relay.register(family_name="鈴原", given_name="陽菜")


def test_three_clicks_make_ten_and_the_company_sees_the_slot_and_no_name(
    office, live, new_page, sign_in, shoot
):
    nine_of_ten(office)
    agency, company = (
        new_page({"width": 1440, "height": 900}),
        new_page({"width": 1440, "height": 900}),
    )
    sign_in(agency, office.owner)
    sign_in(company, office.relay.company_owner)
    agency.goto(f"{live}/agency/queue/")
    check_page(agency)
    shoot(agency, "agency-queue")

    agency.get_by_role("button", name="受理", exact=True).click()
    agency.get_by_role("button", name="数える", exact=True).click()
    expect(agency.get_by_text("枠 R-01 を付与しました。")).to_be_visible()
    check_page(agency)
    shoot(agency, "agency-counted")
    agency.get_by_role("button", name="2026年11月分の通知書を発行").click()

    expect(agency.get_by_role("heading", level=1)).to_have_text("通知書・照会")
    check_page(agency)
    company.goto(f"{live}/company/slots/")
    expect(company.get_by_role("link", name="枠 R-01")).to_be_visible()
    company.goto(f"{live}/company/relay/")
    assert "鈴原" not in company.content()
    company.goto(f"{live}/company/slots/ledger/{office.book_id}/")
    expect(company.get_by_text("数えた10名")).to_be_visible()
    assert "鈴原" not in company.content()


def test_two_keys_decide_a_clean_case(office, live, desk, sign_in):
    registration = office.queue()[0]
    sign_in(desk, office.relay.clerk)
    desk.goto(f"{live}/agency/queue/")

    desk.keyboard.press("1")
    expect(desk.get_by_text("受理しました。続けて、数えるかを決めてください。")).to_be_visible()
    desk.keyboard.press("2")

    expect(desk.get_by_text("人数に数えました。")).to_be_visible()
    assert office.relay.reload(registration).state == "counted"


def test_key_three_opens_the_hold_and_a_note_is_needed(office, live, desk, sign_in):
    registration = office.queue()[0]
    sign_in(desk, office.relay.clerk)
    desk.goto(f"{live}/agency/queue/")

    desk.keyboard.press("3")
    desk.get_by_label("確認すること").fill("123 の部屋番号を電話で確認")
    desk.get_by_role("button", name="保留にする").click()

    expect(desk.get_by_text("保留にしました。")).to_be_visible()
    check_page(desk)
    assert office.relay.reload(registration).state == "held"


def test_rows_are_reached_by_keys_alone(office, live, desk, sign_in):
    # Both were completed at the same moment of the sample's clock, so the id decides the order.
    first, second = sorted(office.queue(2), key=lambda one: one.pk)
    sign_in(desk, office.relay.clerk)
    desk.goto(f"{live}/agency/queue/")

    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/{second.pk}/")
    desk.keyboard.press("1")

    expect(desk.get_by_text("受理しました。続けて")).to_be_visible()
    assert office.relay.reload(second).state == "accepted"
    assert office.relay.reload(first).state == "agency_queue"


def test_decision_works_without_scripts(office, live, scriptless, sign_in):
    registration = office.queue()[0]
    sign_in(scriptless, office.relay.clerk)
    scriptless.goto(f"{live}/agency/queue/{registration.pk}/")

    scriptless.get_by_role("button", name="受理", exact=True).click()
    scriptless.get_by_role("button", name="数える", exact=True).click()

    assert office.relay.reload(registration).state == "counted"


def test_person_stands_above_the_list_on_a_phone(office, live, page, sign_in, shoot):
    first = office.queue(3)[0]
    sign_in(page, office.relay.clerk)

    page.goto(f"{live}/agency/queue/{first.pk}/")

    person = page.get_by_role("heading", name="北村 花さん").bounding_box()
    listed = page.locator("#rows").bounding_box()
    assert person["y"] < listed["y"]
    check_page(page)
    shoot(page, "agency-person")
