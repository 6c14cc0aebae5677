"""The queue of pairs in a browser: keys, many at once, and a phone."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from tests.e2e import region
from tests.e2e.region import find_actor
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import Pair

QUEUE = "/company/same-person/"


@pytest.fixture
def committed_db(sample_region):
    """The sample region instead of an empty database."""


@pytest.fixture
def pairs() -> list[Pair]:
    """Three pairs, the most probable first; nothing else waits."""
    actor = find_actor(region.OWNER)
    with bound(actor.organisation_id, None):
        Pair.objects.all().delete()
        company = Organisation.objects.get(id=actor.organisation_id)
        found = []
        for place, probability in enumerate((0.98, 0.97, 0.96)):
            records = sorted(
                (
                    make_row(TalentRecord, company, family_name="架空", given_name=f"花子{place}")
                    for _ in range(2)
                ),
                key=lambda one: one.id,
            )
            values = {"probability": probability, "guards": [], "state": "review"}
            found.append(make_row(Pair, company, left=records[0], right=records[1], **values))
        return found


def states(pairs: list[Pair]) -> list[str]:
    with bound(pairs[0].organisation_id, None):
        return [Pair.objects.get(id=one.id).state for one in pairs]


def open_first(page: Page, live: str, pairs: list[Pair]) -> None:
    page.goto(f"{live}{QUEUE}{pairs[0].id}/")


def test_keys_decide_and_lead_to_the_next_pair(live, desk, sign_in, pairs):
    sign_in(desk, find_actor(region.OWNER))
    open_first(desk, live, pairs)

    desk.keyboard.press("s")
    desk.wait_for_url(re.compile(str(pairs[1].id)))
    desk.keyboard.press("d")
    desk.wait_for_url(re.compile(str(pairs[2].id)))
    desk.keyboard.press("l")
    desk.wait_for_url(re.compile(f"{QUEUE}$"))

    assert states(pairs) == ["same", "different", "later"]


def test_a_key_with_control_decides_nothing(live, desk, sign_in, pairs):
    sign_in(desk, find_actor(region.OWNER))
    open_first(desk, live, pairs)

    desk.keyboard.press("Control+d")
    desk.keyboard.press("x")

    expect(desk.locator("kbd").first).to_be_visible()
    assert states(pairs) == ["review"] * 3


def test_many_of_one_kind_are_decided_and_undone(live, desk, sign_in, pairs):
    sign_in(desk, find_actor(region.OWNER))
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
def test_phone_shows_both_records_without_sideways_scroll(live, page, sign_in, pairs, path):
    sign_in(page, find_actor(region.OWNER))
    page.goto(f"{live}{QUEUE}{pairs[0].id}/" if path else f"{live}{QUEUE}")

    checks.check_page(page)
