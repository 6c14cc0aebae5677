"""Dry run, verification, decisions, appeals and publication, as the operator's pages show them."""

import pytest
from tests.apps.rounds.house import AFTER, REASON, introductions, rotation, swap
from tests.web.rounds.test_operator import PAGES, address

from tasuki.adapters.postgres.context import bound
from tasuki.apps.rounds.actions import lists
from tasuki.apps.rounds.models import Round


def test_the_whole_way_by_buttons_and_forms(open_house, hr, read_strictly, clock):
    clock(AFTER)
    house, client = open_house, hr(open_house)

    assert client.post(address(house, "lock/")).headers["Location"] == address(house, "run/")
    client.post(address(house, "compare/"))
    assert 'hx-trigger="every 2s"' in client.get(address(house, "run/")).content.decode()
    house.work("compare")
    text = read_strictly(client.get(address(house, "run/")))
    assert "受入保留方式" in text
    assert "このラウンド" in text
    client.post(address(house, "clear/"))
    house.work("clear")
    assert "まだ検証" in read_strictly(client.get(address(house, "run/")))
    client.post(address(house, "verify/"))
    house.work("verify")
    assert "すべての約束を守っています" in read_strictly(client.get(address(house, "run/")))
    lines = [str(house.line(name).id) for name in house.people]
    asked = client.post(address(house, "result/"), {"act": "confirm", "row": lines})
    read_strictly(asked)
    refused = client.post(
        address(house, "result/"), {"act": "confirm", "row": lines, "confirmed": "yes"}
    )
    assert refused.status_code == 422
    client.post(
        address(house, "result/"),
        {"act": "confirm", "row": lines, "confirmed": "yes", "reason": REASON},
    )
    assert house.reload().state == "decided"
    client.post(address(house, "publish/"))
    for name in PAGES:
        read_strictly(client.get(address(house, name)))
    client.post(address(house, "close/"))

    assert house.reload().state == "closed"


def test_a_red_report_says_what_broke_and_offers_no_decision(open_house, hr, read_strictly, clock):
    clock(AFTER)
    house, client = open_house, hr(open_house)
    house.lock()
    house.clear()
    with bound(house.organisation.id, None):
        Round.objects.filter(id=house.round_id).update(
            report={
                "stable": {"verdict": "FAIL", "reason": "blocking_pair", "witness": ["a", "b"]},
                "feasible": {"verdict": "PASS", "reason": "", "witness": None},
            }
        )

    text = read_strictly(client.get(address(house, "run/")))

    assert "公開できません" in text
    assert "blocking_pair" in text
    assert "提案を決定" not in text
    line = house.line("蓮")
    refused = client.post(
        address(house, f"result/{line.id}/"), {"act": "decide", "decision": "yes", "reason": "良い"}
    )
    assert refused.status_code == 409
    assert "良い" in refused.content.decode()


def test_one_proposal_is_decided_and_its_appeal_answered(open_house, hr, read_strictly, clock):
    clock(AFTER)
    house, client = open_house, hr(open_house)
    house.until_verified()
    page = address(house, f"result/{house.line('蓮').id}/")
    text = read_strictly(client.get(page))
    assert "総務部" in text
    assert "基準点" in text
    client.post(page, {"act": "decide", "decision": "no", "reason": "面談で本人が辞退した"})
    assert house.line("蓮").decision == "declined"
    house.decide("凛", "湊")
    house.publish()
    lists.appeal_result(
        actor=house.actor_of("蓮"),
        person_id=house.people["蓮"].id,
        text="面談は受けていません。",
        now=AFTER,
    )
    assert "面談は受けていません。" in client.get(page).content.decode()
    empty = client.post(page, {"act": "answer", "text": ""})
    assert empty.status_code == 422

    client.post(page, {"act": "answer", "text": "記録を確認し、面談を設定します。"})

    assert house.line("蓮").answer == "記録を確認し、面談を設定します。"
    assert len(house.mails("round_answer")) == 1


def test_files_of_the_input_wait_for_the_publication(open_house, hr, clock):
    clock(AFTER)
    house, client = open_house, hr(open_house)
    house.until_verified()
    assert client.get(address(house, "instance.json")).status_code == 404
    house.decide("蓮", "凛", "湊")
    house.publish()

    found = client.get(address(house, "instance.json"))

    assert found.json()["format"].startswith("tasuki-market")
    assert "北村" not in found.content.decode()
    assert client.get(address(house, "outcome.json")).status_code == 200


def test_confirmed_moves_are_a_file_once_all_is_decided(open_house, hr, clock):
    clock(AFTER)
    house, client = open_house, hr(open_house)
    house.until_verified()
    assert client.get(address(house, "orders.csv")).status_code == 409
    house.decide("蓮", "凛", "湊")

    found = client.get(address(house, "orders.csv")).content.decode("utf-8-sig")

    assert len(found.splitlines()) == 4
    assert "北村 凛" in found


def test_candidates_are_a_file_too(house, hr):
    house.plan()
    house.employee("蓮")

    found = hr(house).get(address(house, "people/add/?export=csv")).content.decode("utf-8-sig")

    assert "北村 蓮" in found


@pytest.mark.parametrize("make", [rotation, swap])
def test_other_kinds_have_whole_pages(make, hr, read_strictly, clock, db):
    house = make()
    clock(AFTER)
    client = hr(house)
    house.lock()
    house.compare()
    house.clear()
    house.verify()

    for name in PAGES:
        read_strictly(client.get(address(house, name)))
    if house.row.kind == "rotation":
        assert "悪化する部署" in client.get(address(house, "run/")).content.decode()


def test_an_agency_begins_the_cases_of_what_was_confirmed(desk, hr, read_strictly, clock):
    house = introductions(desk)
    client = hr(house)
    for name in ("", "places/", "people/"):
        read_strictly(client.get(address(house, name)))
    clock(AFTER)
    client = hr(house)
    house.until_verified()
    house.decide(*(name for name, (place, _rank) in house.results().items() if place))
    house.publish()

    client.post(address(house, "start/"))

    begun = [house.line(name).case_id for name in house.people]
    assert any(begun)
