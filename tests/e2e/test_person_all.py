"""A person on the phone: who has my data, yes to one company, no to another, take along, delete."""

import json
import re

import pytest
from playwright.sync_api import Page, expect
from tests.apps.relay.counting_world import World
from tests.e2e.browser import check_page

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
    world.ask(registration=registration, fields=["name", "occupation"])
    return world


def code_in(mailbox, part: str) -> str:
    return re.search(r"^(\d{4} \d{4})$", mailbox.read(MAIL, containing=part), re.MULTILINE)[1]


def enter(page: Page, live: str, mailbox, shoot=None) -> None:
    page.goto(f"{live}/me/")
    check_page(page)
    if shoot:
        shoot(page, "person-enter")
    page.get_by_label("メールアドレス").fill(MAIL)
    page.locator(".actions button").click()
    check_page(page)
    page.get_by_label("コード").fill(code_in(mailbox, "マイページを開くためのコード"))
    page.locator(".actions button").click()
    expect(page).to_have_url(f"{live}/me/")


@pytest.fixture
def worlds(live, mailbox) -> tuple[World, World]:
    return asked_world(), asked_world()


def test_person_decides_over_all_organisations_on_a_phone(page, live, mailbox, worlds, shoot):
    first, second = worlds
    enter(page, live, mailbox, shoot)
    check_page(page)
    shoot(page, "person-all")
    for world in worlds:
        expect(page.get_by_role("heading", name=world.agency.name)).to_be_visible()

    panel = page.locator("article").filter(has_text=first.company.name).first
    panel.get_by_role("button", name="この会社に氏名を伝える").click()
    expect(page.get_by_text("この会社に、並べた項目を伝えます。")).to_be_visible()
    panel = page.locator("article").filter(has_text=second.company.name).first
    panel.get_by_text("理由を伝える").click()
    panel.get_by_label("理由（紹介会社だけに伝わります）").select_option("place")
    panel.get_by_role("button", name="今回は伝えない").click()
    expect(page.get_by_text("この会社には何も伝わりません。")).to_be_visible()

    assert [one.state for one in releases_of(first)] == ["yes"]
    assert [(one.state, one.no_reason) for one in releases_of(second)] == [("no", "place")]
    page.get_by_role("link", name=first.agency.name).click()
    check_page(page)
    shoot(page, "person-at-agency")
    page.get_by_role("button", name="取り消し", exact=True).first.click()
    check_page(page)


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
    check_page(page)
    shoot(page, "person-passport-proposed")
    page.get_by_role("button", name="すべて入れる").click()
    check_page(page)
    shoot(page, "person-passport")
    page.get_by_role("link", name="品質管理部").click()
    check_page(page)
    shoot(page, "person-passport-item")
    page.goto(f"{live}/me/companies/?q=精機")
    check_page(page)
    page.get_by_label("会社の名前").fill("（株）架空の勤め先")
    page.get_by_label("いまの勤め先です").check()
    page.get_by_role("button", name="一覧に追加").click()
    check_page(page)
    shoot(page, "person-companies")
    for path, name in (("log", "person-log"), ("requests", "person-requests"), ("take", "")):
        page.goto(f"{live}/me/{path}/")
        check_page(page)
        if name:
            shoot(page, name)


def test_person_takes_everything_along_and_deletes_it(page, live, mailbox, worlds, shoot):
    enter(page, live, mailbox)
    page.goto(f"{live}/me/take/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="機械で読むファイル（JSON）").click()
    held = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="読むための書類（PDF、A4）").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    assert {one["name"] for one in held["organisations"]} == {one.agency.name for one in worlds}

    page.goto(f"{live}/me/delete/")
    check_page(page)
    shoot(page, "person-delete")
    page.get_by_role("button", name="すべて消す").click()
    check_page(page)
    shoot(page, "person-delete-code")
    page.get_by_label("コード").fill(code_in(mailbox, "消すための確認コード"))
    page.locator(".actions button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("消しました")
    check_page(page)
    shoot(page, "person-deleted")
    page.goto(f"{live}/me/")
    expect(page).to_have_url(re.compile("/me/enter/"))


def test_the_way_in_works_without_javascript(scriptless, live, mailbox, worlds):
    enter(scriptless, live, mailbox)

    expect(scriptless.get_by_role("heading", name=worlds[0].agency.name)).to_be_visible()
