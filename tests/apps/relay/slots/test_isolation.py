"""Before the statement nothing on the company's side tells that anything was counted."""

import pytest
from django.apps import apps
from django.db import connection
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY

from tasuki.apps.base import TenantModel, Viewer
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.actions import slot_ends
from tasuki.apps.relay.models import Slot, SlotEvent
from tasuki.apps.relay.queries.company_ledger import find_company_balance, list_company_ledger
from tasuki.apps.relay.queries.forecast import forecast_for_company
from tasuki.apps.relay.queries.slots import count_slots, find_slot, list_slot_events, list_slots
from tasuki.apps.relay.queries.status import find_status

pytestmark = pytest.mark.django_db


def rows_of_the_company(world: World) -> dict[str, int]:
    """How many rows of each table of the product the company can read."""
    models = [m for m in apps.get_models() if issubclass(m, TenantModel | Viewer)]
    with world.at_company():
        return {model.__name__: model._default_manager.count() for model in models}


def everything_asked(world: World) -> list[object]:
    """What every company-side read answers."""
    with world.at_company():
        return [
            list_slots(),
            count_slots(),
            find_company_balance(book_id=world.book_id, today=TODAY),
            list_company_ledger(book_id=world.book_id),
            forecast_for_company(book_id=world.book_id, today=TODAY),
            find_status(kind="company", today=TODAY),
        ]


def test_counting_leaves_no_trace_on_the_company_side():
    world = World()
    world.inform(5)
    rows, answers = rows_of_the_company(world), everything_asked(world)

    people = world.count(13)
    world.drop(world.register())
    world.reverse(people[12])

    assert len(world.slots()) == 1
    assert rows_of_the_company(world) == rows
    assert everything_asked(world) == answers


def test_unissued_slot_cannot_be_found_by_its_id():
    world = World()
    world.count(10)
    slot = world.slot()

    with world.at_company():
        with pytest.raises(NotVisibleError):
            find_slot(slot_id=slot.id)
        assert list_slot_events(slot_id=slot.id) == []
        assert Slot.objects.filter(id=slot.id).count() == 0


def test_company_cannot_show_itself_a_slot():
    world = World()
    world.count(10)
    slot = world.slot()

    with pytest.raises(Exception, match="only the keeper"), world.at_company():
        show(slot, world.company.id)


def show(slot: Slot, viewer_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.show_relay_slot(%s, %s)", [slot.id, viewer_id])


def test_unissued_slot_expires_without_a_word_to_the_company():
    world = World(slot_expiry_months=1)
    world.count(10)
    rows = rows_of_the_company(world)

    slot_ends.suspend_slot(actor=world.owner, slot_id=world.slot().id, reason="確認", now=NOW)

    assert rows_of_the_company(world) == rows


def test_statement_shows_the_slot_with_its_story():
    world = World()
    world.inform(5)
    world.count(10)
    slot_ends.suspend_slot(actor=world.owner, slot_id=world.slot().id, reason="確認", now=NOW)

    world.issue()

    with world.at_company():
        (slot,) = list_slots()
        story = [event.code for event in list_slot_events(slot_id=slot.id)]
    assert (slot.state, sorted(story)) == ("suspended", ["L1", "L14"])


def test_third_company_sees_nothing_of_an_issued_slot():
    world, other = World(), World()
    world.show_slots()

    with other.at_company():
        assert list_slots() == []
        assert SlotEvent.objects.count() == 0
