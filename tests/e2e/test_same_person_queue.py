"""The queue of pairs in a browser: keys, many at once, and a phone."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from tests.factories import make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import Pair
from tasuki.core.access import Role

QUEUE = "/company/same-person/"


@pytest.fixture
def member(committed_db) -> Actor:
    """Who decides, in a company with nothing else."""
    return make_member(make_company(), Role.COMPANY_HR)


@pytest.fixture
def pairs(member) -> list[Pair]:
    """Three pairs, the most probable first."""
    with bound(member.organisation_id, None):
        company = Organisation.objects.get(id=member.organisation_id)
    found = []
    for place, probability in enumerate((0.98, 0.97, 0.96)):
        names = {"family_name": "架空", "given_name": f"花子{place}"}
        records = [make_row(TalentRecord, company, **names) for _ in range(2)]
        left, right = sorted(records, key=lambda one: one.id)
        values = {"probability": probability, "guards": [], "state": "review"}
        found.append(make_row(Pair, company, left=left, right=right, **values))
    return found


def states(pairs: list[Pair]) -> list[str]:
    with bound(pairs[0].organisation_id, None):
        return [Pair.objects.get(id=one.id).state for one in pairs]


def open_first(page: Page, live: str, pairs: list[Pair]) -> None:
    page.goto(f"{live}{QUEUE}{pairs[0].id}/")


def test_keys_decide_and_lead_to_the_next_pair(live, desk, sign_in, member, pairs):
    sign_in(desk, member)
    open_first(desk, live, pairs)

    desk.keyboard.press("s")
    desk.wait_for_url(re.compile(str(pairs[1].id)))
    desk.keyboard.press("d")
    desk.wait_for_url(re.compile(str(pairs[2].id)))
    desk.keyboard.press("l")
    desk.wait_for_url(re.compile(f"{QUEUE}$"))

    assert states(pairs) == ["same", "different", "later"]


def test_a_key_with_control_decides_nothing(live, desk, sign_in, member, pairs):
    sign_in(desk, member)
    open_first(desk, live, pairs)

    desk.keyboard.press("Control+d")
    desk.keyboard.press("x")

    expect(desk.locator("kbd").first).to_be_visible()
    assert states(pairs) == ["review"] * 3


def test_many_of_one_kind_are_decided_and_undone(live, desk, sign_in, member, pairs):
    sign_in(desk, member)
    desk.goto(f"{live}{QUEUE}?least=0.95&guard=none")
    for box in desk.locator('input[name="row"]').all():
        box.check()
    desk.locator('button[name="act"][value="same"]').click()
    expect(desk.get_by_text("95%未満の組")).to_be_visible()
    assert states(pairs) == ["review"] * 3
    desk.locator("form button.btn.pri").last.click()
    expect(desk.locator("#toasts")).to_contain_text("3組を変更しました")
    assert states(pairs) == ["same"] * 3

    desk.goto(f"{live}{QUEUE}?view=decided")
    desk.locator('input[name="row"]').first.check()
    desk.locator('button[name="act"][value="undo"]').click()
    desk.locator("form button.btn.pri").last.click()
    expect(desk.locator("#toasts")).to_contain_text("1組を変更しました")
    assert sorted(states(pairs)) == ["review", "same", "same"]


@pytest.mark.parametrize("path", ["", "pair"])
def test_phone_shows_both_records_without_sideways_scroll(live, page, sign_in, member, pairs, path):
    sign_in(page, member)
    page.goto(f"{live}{QUEUE}{pairs[0].id}/" if path else f"{live}{QUEUE}")

    checks.check_page(page)
