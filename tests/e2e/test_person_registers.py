"""A person registers on a phone in a real browser, with the mail read back from the server."""

import re

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from tests.apps.relay import intake
from tests.e2e.browser import axe, check_page, no_sideways_scroll, weigh

MAIL = "hina@mail.example"


@pytest.fixture
def relay(live, monkeypatch) -> intake.Relay:
    """A contract that runs today, and its code."""
    monkeypatch.setattr(intake, "TODAY", localdate())
    return intake.make_relay(now=timezone.now())


@pytest.fixture
def address(live, relay) -> str:
    return f"{live}/r/{relay.link.code}/"


def send_address(page: Page, address: str, mail: str = MAIL) -> None:
    page.goto(address)
    page.get_by_label("メールアドレス").fill(mail)
    page.get_by_label("選考はどこまで進みましたか").select_option("first_interview")
    page.get_by_role("button", name="確認メールを送信").click()


def confirm(page: Page, mailbox, mail: str = MAIL) -> None:
    page.goto(mailbox.find_link(mail, "/r/confirm/"))
    page.get_by_role("button", name="アドレスを確認して次へ").click()


def agree(page: Page) -> None:
    page.get_by_label(re.compile("仕事の紹介に使う")).check()
    page.get_by_role("button", name="同意して次へ").click()


def fill_wishes(page: Page, birth_date: str = "1998/4/12") -> None:
    page.get_by_label("姓").fill("鈴原")
    page.get_by_label("名", exact=True).fill("陽菜")
    page.get_by_label("ふりがな").fill("すずはら ひな")
    page.get_by_label("電話番号").fill("090-0000-0001")
    page.get_by_label("生年月日").fill(birth_date)
    page.get_by_label("希望する仕事").fill("品質管理、みなと市")


def test_person_registers_on_a_phone(page, relay, address, mailbox, shoot):
    page.goto(address)
    check_page(page)
    shoot(page, "person-1-explain")
    send_address(page, address)
    expect(page.get_by_role("heading", level=1)).to_have_text("確認メールを送りました")
    check_page(page)
    shoot(page, "person-1-sent")

    page.goto(mailbox.find_link(MAIL, "/r/confirm/"))
    check_page(page)
    shoot(page, "person-1-confirm")
    page.get_by_role("button", name="アドレスを確認して次へ").click()
    check_page(page)
    shoot(page, "person-2-consent")
    agree(page)
    fill_wishes(page)
    check_page(page)
    shoot(page, "person-3-wishes")
    page.get_by_role("button", name="登録", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("登録が終わりました")
    expect(page.get_by_text("1998年4月12日")).to_be_visible()
    check_page(page)
    shoot(page, "person-3-done")
    [registration] = relay.registrations()
    assert (registration.state, registration.full_name) == ("agency_queue", "鈴原 陽菜")
    assert MAIL in [mail["To"] for mail in mailbox.mails]


def test_person_registers_with_javascript_off(scriptless, relay, address, mailbox):
    page = scriptless
    send_address(page, address)
    confirm(page, mailbox)
    agree(page)
    fill_wishes(page, birth_date="平成10年4月12日")
    page.get_by_role("button", name="登録", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1998年4月12日と読み取りました")
    page.get_by_role("button", name="登録", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("登録が終わりました")
    assert [one.state for one in relay.registrations()] == ["agency_queue"]


def test_birth_date_is_read_beside_the_field(page, address, mailbox):
    send_address(page, address)
    confirm(page, mailbox)
    agree(page)

    fill_wishes(page, birth_date="昭和64年1月8日")
    page.get_by_label("電話番号").focus()
    page.get_by_label("1989年1月8日を使う").check()
    axe(page)
    page.get_by_role("button", name="登録", exact=True).click()

    expect(page.get_by_text("1989年1月8日")).to_be_visible()


def test_own_page_from_the_mail_withdraws_with_one_tap(page, relay, mailbox, shoot):
    relay.register(mail=MAIL, now=timezone.now())
    page.goto(mailbox.find_link(MAIL, "/r/own/"))
    check_page(page)
    shoot(page, "person-home")

    page.get_by_role("button", name="登録を取り消し").click()

    expect(page.locator(".note[role=status]")).to_have_text(
        "登録を取り消しました。応募先の会社には通知されません。"
    )
    check_page(page)
    shoot(page, "person-withdrawn")
    text = mailbox.read(MAIL, containing="登録を取り消しました")
    assert "応募先の会社には" in text
    assert relay.registrations()[0].state == "withdrawn"


def test_half_filled_form_keeps_what_was_typed(page, address, mailbox, shoot):
    send_address(page, address)
    confirm(page, mailbox)
    agree(page)

    page.get_by_label("姓").fill("鈴原")
    page.get_by_role("button", name="登録", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("入力した内容は残っています")
    expect(page.get_by_label("姓")).to_have_value("鈴原")
    check_page(page)
    shoot(page, "person-3-errors")


def test_back_button_finds_the_address_and_no_second_step(page, address, mailbox):
    send_address(page, address)
    page.evaluate("() => history.back()")
    expect(page.get_by_label("メールアドレス")).to_have_value(MAIL)
    confirm(page, mailbox)
    agree(page)
    page.evaluate("() => history.back()")

    expect(page.get_by_role("heading", level=1)).to_have_text("氏名と希望を入力してください")


def test_sticky_bar_never_hides_the_focused_field(page, address):
    page.goto(address)
    page.keyboard.press("End")
    field = page.get_by_label("選考はどこまで進みましたか")
    field.focus()

    bar = page.locator(".actions").bounding_box()
    box = field.bounding_box()
    assert box["y"] + box["height"] <= bar["y"] or box["y"] >= bar["y"] + bar["height"]


@pytest.mark.parametrize("suffix", ["", "?plain=1", "fees/", "no/"])
def test_public_pages_are_light_accessible_and_narrow(page, address, suffix):
    page.goto(address + suffix)

    check_page(page)
    weigh(page)


def test_english_pages_are_accessible_and_narrow(new_page, address, shoot):
    page = new_page(locale="en-US")
    page.goto(address)
    page.get_by_role("button", name="English").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Your next step, by your own choice")
    check_page(page)
    shoot(page, "person-1-explain-en")


@pytest.mark.parametrize("path", ["/r/NOBODY-2222/", "/r/own/xxxxxxxx/", "/stop/xxxxxxxx/"])
def test_pages_of_dead_addresses_help_on(page, live, relay, path):
    page.goto(live + path)

    check_page(page)


def test_longest_names_do_not_push_the_page_sideways(page, relay, mailbox):
    relay.register(
        mail=MAIL,
        now=timezone.now(),
        family_name="Wolfeschlegelsteinhausenbergerdorff",
        given_name="寿限無寿限無五劫の擦り切れ海砂利水魚の水行末",
    )

    page.goto(mailbox.find_link(MAIL, "/r/own/"))

    no_sideways_scroll(page)


def test_page_weighs_the_same_for_a_returning_person(page, relay, mailbox):
    relay.register(mail=MAIL, now=timezone.now())

    page.goto(mailbox.find_link(MAIL, "/r/own/"))

    weigh(page)
