"""One round in a real browser: the company from the plan to the publication, people on phones."""

import re

import pytest
from django.utils import timezone
from tests.apps.rounds.house import AFTER, REASON, House, posting, rotation
from tests.e2e.browser import DESK, axe, check_page, no_sideways_scroll, problems_of
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace

KEY = re.compile(r"/round/[^/\s]+/")
NAMES = ("蓮", "凛", "湊")
PLACES = ("経理部", "総務部", "海外事業推進部サステナビリティ企画グループ")


@pytest.fixture(autouse=True)
def clock(live, monkeypatch):
    """Tell another moment from here on; the sample's own at first."""

    def tell(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    tell(NOW)
    return tell


@pytest.fixture
def house(live) -> House:
    return House.company()


def key_of(house: House, name: str, kind: str = "round_invitation") -> str:
    with bound(house.organisation.id, None):
        record = TalentRecord.objects.get(id=house.people[name].talent_record_id)
    mails = [one for one in house.mails(kind) if one.to_address == record.mail]
    return KEY.search(mails[-1].text)[0]


def take_over(house: House) -> None:
    """Let the helpers know what the browser made."""
    with bound(house.organisation.id, None):
        house.row = Round.objects.get()
        house.places = {one.name: one for one in RoundPlace.objects.all()}
        people = {one.talent_record_id: one for one in RoundPerson.objects.all()}
        names = {one.id: one.given_name for one in TalentRecord.objects.all()}
    house.people = {names[key]: one for key, one in people.items()}


def chosen(house: House, name: str) -> list[str]:
    with bound(house.organisation.id, None):
        rows = RoundChoice.objects.filter(person=house.people[name]).order_by("rank")
        return list(rows.values_list("place__name", flat=True))


def names_listed(page) -> list[str]:
    return page.locator("[data-rank-list] > li").evaluate_all(
        "rows => rows.map((row) => row.dataset.name)"
    )


def set_up(house: House, desk, live: str, shoot) -> None:
    """Plan, add places and people, open: everything by pages."""
    for name in NAMES:
        house.employee(name)
    desk.goto(f"{live}/rounds/")
    check_page(desk)
    shoot(desk, "rounds-empty")
    desk.get_by_role("link", name="ラウンドを計画").first.click()
    check_page(desk)
    shoot(desk, "rounds-kinds")
    desk.get_by_role("link", name="社内公募を計画").click()
    check_page(desk)
    shoot(desk, "rounds-plan")
    desk.get_by_label("名称").fill("秋の社内公募")
    desk.locator("[name=deadline_at]").fill("2099-01-01T09:00")
    desk.locator("[name=deadline_at]").fill((NOW + (AFTER - NOW) / 2).strftime("%Y-%m-%dT%H:%M"))
    desk.get_by_role("button", name="下書きを保存").click()
    desk.get_by_text("下書きを保存しました").wait_for()
    check_page(desk)
    shoot(desk, "rounds-draft")
    for name in PLACES:
        desk.get_by_role("link", name="行き先を追加").first.click()
        if "/add/" not in desk.url:
            desk.get_by_role("link", name="行き先を追加").first.click()
        desk.get_by_label("行き先の名称").fill(name)
        desk.get_by_role("button", name="行き先を追加").click()
    axe(desk)
    shoot(desk, "rounds-places")
    desk.get_by_role("link", name="参加者").last.click()
    desk.get_by_role("link", name="参加者を追加").first.click()
    check_page(desk)
    desk.locator("[data-all-box]").check()
    shoot(desk, "rounds-people-add")
    desk.get_by_role("button", name="ラウンドに追加").click()
    axe(desk)
    desk.get_by_role("button", name="ラウンドに追加").click()
    desk.get_by_text("3名を追加しました").wait_for()
    desk.get_by_role("link", name="概要").click()
    desk.get_by_role("button", name="受付を開始し、全員に案内").click()
    desk.get_by_text("受付を開始しました").wait_for()
    take_over(house)


def rank_by_thumb(house: House, page, live: str, shoot) -> None:
    """Agree, add three places, move one up, drag one down, submit."""
    page.goto(live + key_of(house, "蓮"))
    check_page(page)
    shoot(page, "round-consent")
    page.get_by_role("button", name="参加に同意する").click()
    page.get_by_text("同意を記録しました").wait_for()
    for name in PLACES:
        page.get_by_role("button", name=f"{name}を希望に追加").click()
    page.get_by_role("button", name="総務部を上へ").click()
    assert names_listed(page) == [PLACES[1], PLACES[0], PLACES[2]]
    grip = page.locator("[data-rank-list] [data-rank-grip]").first
    last = page.locator("[data-rank-list] > li").last.bounding_box()
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    last = page.locator("[data-rank-list] > li").last.bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, last["y"] + last["height"] - 4, steps=12)
    page.mouse.up()
    assert names_listed(page) == [PLACES[0], PLACES[2], PLACES[1]]
    check_page(page)
    shoot(page, "round-rank")
    page.get_by_role("button", name="この順番で提出").click()
    page.get_by_text("希望を受け付けました").wait_for()
    check_page(page)
    shoot(page, "round-submitted")
    assert chosen(house, "蓮") == [PLACES[0], PLACES[2], PLACES[1]]


def rank_without_scripts(house: House, page, live: str) -> None:
    page.goto(live + key_of(house, "凛"))
    page.get_by_role("button", name="参加に同意する").click()
    for name in ("総務部", "経理部"):
        page.get_by_role("button", name=f"{name}を希望に追加").click()
    page.get_by_role("button", name="経理部を上へ").click()
    page.get_by_role("button", name="この順番で提出").click()
    page.get_by_text("希望を受け付けました").wait_for()
    assert chosen(house, "凛") == ["経理部", "総務部"]


def score_at_a_place(desk, shoot) -> None:
    """Rank two people with one reason."""
    desk.get_by_role("link", name="行き先と評価").click()
    desk.get_by_role("link", name="経理部").click()
    desk.get_by_label("順位：1が最も高い評価").check()
    desk.get_by_label("理由が空欄の行に共通の理由").fill(REASON)
    desk.get_by_label("北村 凛さんの点数").fill("1")
    desk.get_by_label("北村 蓮さんの点数").fill("2")
    axe(desk)
    shoot(desk, "rounds-place")
    desk.get_by_role("button", name="点数を保存").click()
    desk.get_by_text("2名を保存しました").wait_for()


def decide_and_publish(house: House, desk, live: str, shoot) -> None:
    """Lock, compare, clear, verify, confirm all with one reason, publish."""
    desk.goto(f"{live}/rounds/{house.round_id}/")
    axe(desk)
    shoot(desk, "rounds-open")
    desk.get_by_role("button", name="受付を締め切る").click()
    desk.get_by_role("button", name="方式を比べる").click()
    axe(desk)
    house.work("compare")
    desk.get_by_text("うち").first.wait_for()
    desk.get_by_role("button", name="受入保留方式で計算").click()
    house.work("clear")
    desk.get_by_role("button", name="結果を検証").click()
    house.work("verify")
    desk.get_by_text("すべての約束を守っています").wait_for()
    check_page(desk)
    shoot(desk, "rounds-run")
    desk.get_by_role("link", name="提案を決定").click()
    check_page(desk)
    desk.locator("[data-all-box]").check()
    desk.get_by_role("button", name="確定", exact=True).click()
    desk.get_by_label("理由").fill(REASON)
    axe(desk)
    shoot(desk, "rounds-confirm")
    desk.get_by_role("button", name="確定", exact=True).click()
    desk.get_by_text("3名を決定しました").wait_for()
    axe(desk)
    shoot(desk, "rounds-result")
    desk.get_by_role("link", name="公開へ").click()
    desk.get_by_role("button", name="結果を公開").click()
    desk.get_by_text("公開しました。全員に").wait_for()
    check_page(desk)
    shoot(desk, "rounds-publication")
    desk.get_by_role("link", name="公平性").click()
    check_page(desk)
    shoot(desk, "rounds-fairness")


def appeal_and_answer(house: House, desk, phone, live: str, shoot) -> None:
    """Read why, object, be answered, read it in English."""
    phone.goto(live + key_of(house, "蓮", "round_result"))
    check_page(phone)
    shoot(phone, "round-result")
    phone.get_by_label("結果のどこに").fill("経験年数が反映されていません。")
    phone.get_by_role("button", name="異議を送信").click()
    phone.get_by_text("異議を受け付けました").wait_for()
    check_page(phone)
    desk.goto(f"{live}/rounds/{house.round_id}/result/?is_appealed=on")
    desk.get_by_role("link", name="北村 蓮").click()
    check_page(desk)
    shoot(desk, "rounds-line")
    desk.get_by_label("回答", exact=False).last.fill("記録を確認し、面談を設定します。")
    desk.get_by_role("button", name="回答を送信").click()
    phone.reload()
    phone.get_by_text("面談を設定します").wait_for()
    phone.get_by_role("button", name="English").click()
    phone.get_by_text("Why this result").wait_for()
    check_page(phone)
    shoot(phone, "round-result-en")


def test_one_round_from_the_plan_to_the_explanation(house, live, new_page, sign_in, shoot, clock):
    desk, phone, plain = new_page(DESK), new_page(), new_page(java_script_enabled=False)
    sign_in(desk, house.hr)
    set_up(house, desk, live, shoot)
    rank_by_thumb(house, phone, live, shoot)
    rank_without_scripts(house, plain, live)
    house.rank("湊", "総務部")

    score_at_a_place(desk, shoot)
    clock(AFTER)
    sign_in(desk, house.hr)
    decide_and_publish(house, desk, live, shoot)
    appeal_and_answer(house, desk, phone, live, shoot)

    assert house.line("蓮").answer == "記録を確認し、面談を設定します。"
    assert house.reload().state == "published"


@pytest.mark.parametrize("make", [posting, rotation])
def test_every_page_of_a_round_fits_a_phone(make, live, page, sign_in, shoot, clock):
    house = make()
    clock(AFTER)
    house.lock()
    house.compare()
    house.clear()
    house.verify()
    sign_in(page, house.hr)
    for name in ("", "places/", "people/", "run/", "result/", "publication/", "fairness/"):
        page.goto(f"{live}/rounds/{house.round_id}/{name}")
        assert problems_of(page) == [], name
        no_sideways_scroll(page)
    page.goto(f"{live}/rounds/{house.round_id}/run/")
    shoot(page, f"rounds-run-{house.row.kind}")
