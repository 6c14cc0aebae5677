"""Slots at work: short ways to a shown slot and to its story."""

from datetime import UTC, date, datetime

from tests.apps.relay.counting_world import World

from tasuki.apps.actor import Actor
from tasuki.apps.relay.queries.slots import list_slot_events
from tasuki.core.access import OrganisationKind


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def night(world: World) -> Actor:
    return Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)


def shown_world(**parameters) -> World:
    world = World(**parameters)
    world.show_slots(world.contract.parameters["ratio"])
    return world


def codes(world: World, side) -> list[str]:
    with side:
        return [event.code for event in reversed(list_slot_events(slot_id=world.slot().id))]
