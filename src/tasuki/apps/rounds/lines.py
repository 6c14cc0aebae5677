"""The lines of an outcome: what each person is proposed, and why."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tasuki.apps.rounds.models import Round, RoundDecision, RoundPerson, RoundPlace
from tasuki.core.rounds.seats import place_of_seat, with_places


def write_lines(row: Round, lines: Sequence[Mapping[str, Any]]) -> None:
    """Write one open line for each person of the input who was not erased since.

    Args:
        row: a cleared round.
        lines: person, place or seat, rank and number, by opaque ids.
    """
    people = {str(one.id): one for one in RoundPerson.objects.filter(round=row)}
    places = RoundPlace.objects.filter(round=row).values_list("id", "name")
    names = {str(key): name for key, name in places}
    seats = _seats(people)
    RoundDecision.objects.bulk_create(
        _line(row, people[one["person"]], place_of_seat(one["place"], seats), one, names)
        for one in lines
        if one["person"] in people
    )


def keep_explanations(row: Round, records: Mapping[str, Mapping[str, Any]]) -> None:
    """Put the explanation beside each line; a seat is named by its place, never by its holder."""
    people = {str(one.id): one for one in RoundPerson.objects.filter(round=row)}
    seats = _seats(people)
    lines = list(RoundDecision.objects.filter(round=row))
    for line in lines:
        line.explanation = with_places(records[str(line.participant_id)], seats)
    RoundDecision.objects.bulk_update(lines, ["explanation"])


def _seats(people: Mapping[str, RoundPerson]) -> dict[str, str]:
    return {key: str(one.place_id) for key, one in people.items() if one.place_id}


def _line(
    row: Round,
    person: RoundPerson,
    place: str | None,
    found: Mapping[str, Any],
    names: Mapping[str, str],
) -> RoundDecision:
    is_named = place is not None and place in names
    return RoundDecision(
        organisation_id=row.organisation_id,
        round=row,
        participant_id=person.id,
        talent_record_id=person.talent_record_id,
        place_id=UUID(place) if is_named and place else None,
        place_name=names[place] if is_named and place else "",
        rank=found["rank"],
        number=found["number"],
        is_move=is_named and place != str(person.place_id),
    )
