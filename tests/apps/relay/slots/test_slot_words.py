"""What may be asked for and said about a slot: conditions, reasons, days."""

from datetime import timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.apps.relay.slots.slot_world import shown_world
from tests.factories import NOW, TODAY

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.relay.actions import hires
from tasuki.apps.relay.actions import slots as slot_actions
from tasuki.apps.relay.queries.slots import list_slot_events

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("conditions", "code", "field"),
    [
        ({"must": ["生産管理の経験", "宗教を確認"]}, "H5", "must"),
        ({"must": [], "want": ["35歳以下"]}, "H6", "want"),
        ({"must": ["女性"]}, "H6", "must"),
    ],
)
def test_l2_conditions_ask_for_nothing_unlawful(conditions, code, field):
    world = shown_world()
    opening = world.make_opening()

    with pytest.raises(RefusedError) as refused:
        slot_actions.request_slot(
            actor=world.hr,
            slot_id=world.slot().id,
            opening_id=opening.id,
            conditions=conditions,
            now=NOW,
        )

    assert (refused.value.code, refused.value.field) == (code, field)
    assert world.slot().state == "granted"


@pytest.mark.parametrize(
    "conditions", [{"score": ["A"]}, {"must": ["x" * 201]}, {"must": ["経験"] * 21}]
)
def test_l2_conditions_are_short_lines_of_two_kinds(conditions):
    world = shown_world()

    with pytest.raises(InvalidInputError):
        slot_actions.request_slot(
            actor=world.hr,
            slot_id=world.slot().id,
            opening_id=world.make_opening().id,
            conditions=conditions,
            now=NOW,
        )

    assert world.slot().state == "granted"


def interviewed_world() -> World:
    world = shown_world()
    world.request()
    world.present()
    world.interview()
    return world


def notes(side, slot_id) -> list[str]:
    with side:
        return [event.note for event in list_slot_events(slot_id=slot_id)]


def test_l8_words_of_the_company_stay_with_the_company():
    world = interviewed_world()
    words = "面接での受け答えに不安があった"

    hires.record_result(actor=world.hr, slot_id=world.slot().id, reason=words, now=NOW)

    slot_id = world.slot().id
    assert notes(world.at_company(), slot_id)[0] == words
    assert notes(world.at_agency(), slot_id)[0] == "result:not_hired"
    with world.at_agency():
        reasons = list(AuditEvent.objects.values_list("reason", flat=True))
    assert words not in reasons
    assert "result:not_hired" in reasons


@pytest.mark.parametrize(
    ("reason", "error"),
    [("国籍が合わない", RefusedError), ("あ" * 301, InvalidInputError)],
)
def test_l8_reason_holds_nothing_that_selection_must_not_know(reason, error):
    world = interviewed_world()

    with pytest.raises(error):
        hires.record_result(actor=world.hr, slot_id=world.slot().id, reason=reason, now=NOW)

    assert world.slot().state == "interview_held"


def test_l5_reason_is_told_in_the_language_of_the_reader():
    world = shown_world()
    world.request()
    world.present()

    slot_actions.decline_candidate(
        actor=world.hr, slot_id=world.slot().id, reason_code="timing", now=NOW
    )

    with world.at_agency():
        event = list_slot_events(slot_id=world.slot().id)[0]
    assert event.note == "declined:timing"
    assert (event.note_words.ja, event.note_words.en) == ("時期が合わない", "timing does not fit")


def test_l7_interview_does_not_lie_before_the_presentation():
    world = shown_world()
    world.request()
    world.present()

    with pytest.raises(InvalidInputError) as refused:
        hires.hold_interview(
            actor=world.hr,
            slot_id=world.slot().id,
            interview_at=NOW - timedelta(minutes=1),
            now=NOW,
        )

    assert refused.value.field == "interview_at"
    assert world.slot().state == "candidate_presented"


def test_l10_nobody_joins_before_the_interview():
    world = interviewed_world()

    with pytest.raises(InvalidInputError) as refused:
        world.join(hired_on=TODAY - timedelta(days=1))

    assert refused.value.field == "hired_on"
    assert world.slot().state == "interview_held"
