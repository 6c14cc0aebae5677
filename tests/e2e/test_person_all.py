"""A person on the phone: who has my data, yes to one company, no to another, take along, delete."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from tests.apps.relay import intake
from tests.apps.relay.counting_world import World
from tests.apps.relay.notices.notice_world import NoticeWorld
from tests.e2e.browser import check_page
from tests.e2e.test_person_registers import agree, confirm, fill_wishes, send_address

from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Release

MAIL = "phone@example.invalid"


def asked_world() -> World:
    """An agency that asks the same person about its company."""
    world = World()
    world.show_slots()
    world.request()
    registration = world.register()
    with world.at_agency():  # the people behind the slot share an address; this one has her own
        registration.mail = MAIL
        registration.save()
        record = TalentRecord.objects.get(pk=registration.talent_record_id)
        record.mail = MAIL
        record.save()
    world.ask(registration=registration, fields=["name", "occupation"], now=timezone.now())
    return world


def code_in(mailbox, part: str) -> str:
    return re.search(r"^(\d{4} \d{4})$", mailbox.read(MAIL, containing=part), re.MULTILINE)[1]


def enter(page: Page, live: str, mailbox, look: Callable[[Page], None] = lambda page: None) -> None:
    """The way in by a code; ``look`` sees each page on it."""
    page.goto(f"{live}/me/")
    look(page)
    page.get_by_label("メールアドレス").fill(MAIL)
    page.locator(".actions button").click()
    expect(page.get_by_label("コード")).to_be_visible()
    look(page)
    page.get_by_label("コード").fill(code_in(mailbox, "マイページを開くためのコード"))
    page.locator(".actions button").click()
    expect(page).to_have_url(f"{live}/me/")


@pytest.fixture
def worlds(live, mailbox) -> tuple[World, World]:
    return asked_world(), asked_world()


@pytest.fixture
def relay(live, monkeypatch) -> intake.Relay:
    """A company's link that runs today."""
    monkeypatch.setattr(intake, "TODAY", localdate())
    return intake.make_relay(now=timezone.now())


def register_and_be_accepted(page: Page, live: str, mailbox, relay: intake.Relay) -> None:
    """The person's own way by the company's link; then the agency takes the person."""
    send_address(page, f"{live}/r/{relay.link.code}/", MAIL)
    expect(page.get_by_role("heading", level=1)).to_have_text("確認メールを送りました")
    confirm(page, mailbox, MAIL)
    agree(page)
    fill_wishes(page)
    page.get_by_role("button", name="登録", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登録が終わりました")
    check_page(page)
    [registration] = relay.registrations()
    relay.accept(registration, now=timezone.now())


def decide(page: Page, company: str, *, is_yes: bool) -> None:
    """Answer the question about one company on the overview."""
    panel = page.locator("article").filter(
        has=page.get_by_role("button", name="今回は伝えない"), has_text=company
    )
    if is_yes:
        panel.get_by_role("button", name="この会社に氏名を伝える").click()
        expect(page.get_by_text("この会社に、並べた項目を伝えます。")).to_be_visible()
        return
    panel.get_by_text("理由を伝える").click()
    panel.get_by_label("理由（紹介会社だけに伝わります）").select_option("place")
    panel.get_by_role("button", name="今回は伝えない").click()
    expect(page.get_by_text("この会社には何も伝わりません。")).to_be_visible()


def take_along(page: Page, live: str) -> dict[str, Any]:
    """Both files: JSON is returned, the paper is looked at by its first bytes."""
    page.goto(f"{live}/me/take/")
    check_page(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="機械で読むファイル（JSON）").click()
    held = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="読むための書類（PDF、A4）").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    return held


def test_person_walks_from_the_link_to_the_last_deletion(page, live, mailbox, relay, worlds, shoot):
    first, second = worlds
    register_and_be_accepted(page, live, mailbox, relay)
    places = {relay.agency.name, first.agency.name, second.agency.name}

    enter(page, live, mailbox, look=check_page)
    for name in places:
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    check_page(page)
    shoot(page, "person-all")
    decide(page, first.company.name, is_yes=True)
    decide(page, second.company.name, is_yes=False)
    check_page(page)
    assert [one.state for one in releases_of(first)] == ["yes"]
    assert [(one.state, one.no_reason) for one in releases_of(second)] == [("no", "place")]

    page.goto(f"{live}/me/log/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    check_page(page)
    page.goto(f"{live}/me/")
    page.get_by_role("link", name=first.agency.name, exact=True).click()
    consents = page.get_by_role("region", name="私の同意")
    expect(consents).to_be_visible()
    check_page(page)
    shoot(page, "person-at-agency")
    consents.get_by_role("button", name=re.compile(f"取り消し.*{first.company.name}")).click()
    expect(page.get_by_text("この目的での利用を止めました")).to_be_visible()
    check_page(page)
    assert [one.state for one in releases_of(first)] == ["withdrawn"]

    page.goto(f"{live}/me/")
    page.get_by_role("link", name=relay.agency.name, exact=True).click()
    page.get_by_role("button", name="登録を取り消し").click()
    expect(page.locator(".note[role=status]")).to_contain_text("登録を取り消しました")
    check_page(page)
    assert [one.state for one in relay.registrations()] == ["withdrawn"]

    held = take_along(page, live)
    assert {one["name"] for one in held["organisations"]} == places

    page.goto(f"{live}/me/delete/")
    check_page(page)
    shoot(page, "person-delete")
    page.get_by_role("button", name="すべて消す").click()
    expect(page.get_by_label("コード")).to_be_visible()
    check_page(page)
    shoot(page, "person-delete-code")
    page.get_by_label("コード").fill(code_in(mailbox, "消すための確認コード"))
    page.locator(".actions button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("消しました")
    check_page(page)
    shoot(page, "person-deleted")
    page.goto(f"{live}/me/")
    expect(page).to_have_url(re.compile("/me/enter/"))
    with first.at_agency():
        assert not TalentRecord.objects.filter(mail=MAIL).exists()


def releases_of(world: World):
    with world.at_agency():
        return list(Release.objects.all())


def test_pages_of_the_person_are_accessible_and_narrow(page, live, mailbox, worlds, shoot):
    enter(page, live, mailbox)
    page.goto(f"{live}/me/passport/text/")
    check_page(page)
    shoot(page, "person-passport-text")
    page.get_by_label("職務経歴書などの文章").fill(
        "■職務経歴\n2019年4月〜2022年3月 株式会社架空精機 品質管理部\n・検査の手順を見直した\n"
        "本籍 神奈川県\n■スキル\nExcel、Python\n"
    )
    page.locator(".actions button").click()
    take_all = page.get_by_role("button", name="すべて入れる")
    expect(take_all).to_be_visible()
    check_page(page)
    shoot(page, "person-passport-proposed")
    take_all.click()
    expect(page).to_have_url(f"{live}/me/passport/")
    check_page(page)
    shoot(page, "person-passport")
    page.get_by_role("link", name="品質管理部").click()
    expect(page).to_have_url(re.compile(r"/me/passport/[0-9a-f-]{36}/"))
    check_page(page)
    shoot(page, "person-passport-item")
    page.goto(f"{live}/me/companies/?q=精機")
    check_page(page)
    page.get_by_label("会社の名前").fill("（株）架空の勤め先")
    page.get_by_label("いまの勤め先です").check()
    page.get_by_role("button", name="一覧に追加").click()
    expect(page.get_by_role("strong").filter(has_text="架空の勤め先")).to_be_visible()
    check_page(page)
    shoot(page, "person-companies")
    for path, name in (("log", "person-log"), ("requests", "person-requests"), ("take", "")):
        page.goto(f"{live}/me/{path}/")
        check_page(page)
        if name:
            shoot(page, name)


def test_the_way_in_works_without_javascript(scriptless, live, mailbox, worlds):
    enter(scriptless, live, mailbox)

    expect(scriptless.get_by_role("heading", name=worlds[0].agency.name)).to_be_visible()


def test_result_page_asks_for_the_pool_below_the_result(page, live, mailbox, shoot):
    world = NoticeWorld()
    world.run_contract()
    application = world.applicant(mail=MAIL)
    world.prepare()
    world.send(world.template())
    world.deliver()
    with world.at_company():
        key = make_door(kind=Door.Kind.RESULT, subject=world.invite_of(application).id)

    page.goto(f"{live}/result/{key}/")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    check_page(page)
    shoot(page, "person-result")
    page.get_by_label("応募の情報を残し").check()
    page.get_by_role("button", name="選んだ内容を送る").click()
    expect(page.locator(".note[role=status]")).to_contain_text("ありがとうございます")
    check_page(page)
    shoot(page, "person-result-answered")
    page.get_by_role("button", name=re.compile("^取り消し")).first.click()

    expect(page.locator(".note[role=status]")).to_contain_text("同意を取り下げました")
