"""Seats of a swap are those of people; what people read names the place alone."""

from collections.abc import Mapping
from typing import Any

VACANT_MARK = "#"


def place_of_seat(seat: str | None, places: Mapping[str, str]) -> str | None:
    """Return the place of a seat, or the place itself where an outcome names places.

    Args:
        seat: a person, for the seat this person holds; a place with ``#`` and a number, for an
            empty seat; or a place.
        places: person -> place held today.
    """
    if seat is None:
        return None
    return places.get(seat, seat.partition(VACANT_MARK)[0])


def with_places(record: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    """Return an explanation that names places where it named seats, each place once."""
    found = dict(record)
    result = dict(found["result"])
    result["place"] = place_of_seat(result.get("place"), places)
    higher: dict[str, dict[str, Any]] = {}
    for one in found.get("higher", ()):
        name = place_of_seat(one["place"], places)
        if name is not None and name != result["place"]:
            higher.setdefault(name, {**one, "place": name})
    return found | {"result": result, "higher": list(higher.values())}
