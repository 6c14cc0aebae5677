"""Whether a receiving company learns which company gave the notice: the person decides."""

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_company

from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Registration, SlotCandidate

pytestmark = pytest.mark.django_db


def handed_over(*, is_shown: bool, is_other_company: bool) -> dict[str, str]:
    """What the company holds after a yes to name and referrer."""
    world = World()
    world.show_slots()
    world.request()
    with world.at_agency():
        registration = Registration.objects.order_by("created_at").last()
        changes = {"referrer_name_shown": is_shown}
        if is_other_company:
            changes |= {"company_id": make_company().id, "company_name": "ほしぞら食品"}
        Registration.objects.filter(id=registration.id).update(**changes)
        registration.refresh_from_db()
    release, person = world.ask(registration=registration, fields=["name", "referrer"])
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    releases.present_candidate(
        actor=world.owner, slot_id=world.slot().id, release_id=release.id, now=NOW
    )
    with world.at_company():
        return SlotCandidate.objects.get().released


def test_the_notice_is_told_where_the_person_opened_it_and_said_yes():
    assert handed_over(is_shown=True, is_other_company=True) == {
        "name": "鈴原 陽菜",
        "referrer": "ほしぞら食品",
    }


def test_the_notice_stays_hidden_by_default():
    assert handed_over(is_shown=False, is_other_company=True) == {"name": "鈴原 陽菜"}


def test_the_company_itself_never_learns_that_its_notice_was_used():
    assert handed_over(is_shown=True, is_other_company=False) == {"name": "鈴原 陽菜"}
