"""Slots to fill: who could fit, the question, the answer, the presentation, adverse acts."""

import html
import re

import pytest
from django.urls import reverse
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.relay.actions import slot_ends
from tasuki.apps.relay.models import Release


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def slot(office):
    office.grant()
    return office.request()


def page_of(client, slot, **query):
    return client.get(reverse("agency:slot", args=[slot.pk]), query)


def test_request_stands_on_the_page_with_its_deadline(slot, advisor):
    page = shown(page_of(advisor, slot))

    assert "工程計画" in page
    assert "生産管理" in page
    assert "候補者を探して確認" in page


def test_search_finds_a_wish(office, slot, advisor):
    office.relay.accept(
        office.relay.register(family_name="早瀬", wishes={"occupation": "生産管理"})
    )

    found = shown(page_of(advisor, slot, q="生産管理"))
    none = shown(page_of(advisor, slot, q="溶接"))

    assert "早瀬 花" in found
    assert "当てはまる方がいません。" in none


def test_person_is_asked_answers_and_is_presented(office, slot, advisor):
    registration = office.accept()[0]
    ask = reverse("agency:release_ask", args=[slot.pk, registration.pk])

    advisor.post(ask, {"fields_asked": ["name", "occupation"]})

    with bound(office.relay.agency.id, None):
        release = Release.objects.get()
    assert (release.fields, release.state) == (["name", "occupation"], "asked")
    present = reverse("agency:slot_present", args=[slot.pk, release.pk])
    assert advisor.post(present).status_code == 409
    office.agree(release, registration)
    assert present in page_of(advisor, slot).content.decode()
    advisor.post(present)
    assert office.slot().state == "candidate_presented"


def test_nothing_is_ticked_before_the_question(office, slot, advisor):
    registration = office.accept()[0]

    page = advisor.get(reverse("agency:release_ask", args=[slot.pk, registration.pk]))

    assert page.content.decode().count('type="checkbox"') >= 4
    assert "checked" not in page.content.decode()


def test_question_without_items_is_refused_and_the_purpose_stays(office, slot, advisor):
    registration = office.accept()[0]
    ask = reverse("agency:release_ask", args=[slot.pk, registration.pk])

    answer = advisor.post(ask, {"purpose": "面接の日程を決めるため"})

    assert answer.status_code == 422
    assert "面接の日程を決めるため" in answer.content.decode()


def test_nobody_is_asked_twice_for_one_job(office, slot, advisor):
    registration = office.accept()[0]
    office.ask(registration)
    ask = reverse("agency:release_ask", args=[slot.pk, registration.pk])

    answer = advisor.post(ask, {"fields_asked": ["name"]})

    assert answer.status_code == 409
    assert "すでに確認しています。" in shown(answer)


def test_candidate_who_withdraws_sends_the_slot_back_to_the_search(office, slot, advisor):
    office.present()

    advisor.post(reverse("agency:slot_withdraw", args=[slot.pk]))

    assert (office.slot().state, office.slot().return_count) == ("requested", 0)


def test_early_leaving_gives_the_slot_again(office, slot, advisor):
    office.hire()

    advisor.post(reverse("agency:slot_leave", args=[slot.pk]), {"left_on": f"{TODAY}"})

    assert office.slot().state == "granted"


def test_suspension_needs_a_reason_and_can_be_restored(office, slot, owner):
    suspend = reverse("agency:slot_suspend", args=[slot.pk])

    empty = owner.post(suspend, {"reason": ""})
    owner.post(suspend, {"reason": "数えた記録の確認"})
    suspended = office.slot().state
    owner.post(reverse("agency:slot_restore", args=[slot.pk]), {"reason": "問題なし"})

    assert empty.status_code == 422
    assert suspended == "suspended"
    assert office.slot().state == "granted"
    page = shown(page_of(owner, slot))
    assert "数えた記録の確認" in page
    assert office.owner.name in page


def test_reversal_is_offered_for_a_suspended_slot_only(office, slot, owner):
    reverse_address = reverse("agency:slot_reverse", args=[slot.pk])
    assert reverse_address not in page_of(owner, slot).content.decode()
    assert owner.post(reverse_address, {"reason": "不正の確認"}).status_code == 409

    slot_ends.suspend_slot(actor=office.owner, slot_id=slot.pk, reason="確認", now=NOW)
    owner.post(reverse_address, {"reason": "不正の確認"})

    assert office.slot().state == "reversed"


def test_clerk_sees_no_people_of_a_slot(office, slot, clerk):
    office.ask(office.accept()[0])

    page = shown(page_of(clerk, slot))

    assert "誰に合いそう？" not in page
    assert "誰に確認した？" not in page


def test_tabs_count_the_same_rows(slot, advisor):
    page = shown(advisor.get(reverse("agency:slots"), {"state": "find"}))

    assert re.search(r"紹介待ち\s+1枠", page)
    assert re.search(r"使用前\s+0枠", page)
    assert "R-01" in page
    assert "この状態の枠はありません。" in shown(
        advisor.get(reverse("agency:slots"), {"state": "over"})
    )
