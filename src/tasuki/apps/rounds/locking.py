"""From rows to the locked input: who agreed and submitted, and nobody else."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.core.market.model import Market, MarketError, SwapMarket
from tasuki.core.rounds.instance import ChoiceRow, PersonRow, PlaceRow, build_market
from tasuki.core.rounds.machine import PersonState


def build_input(row: Round) -> Market | SwapMarket:
    """Return the market of a round as its rows are now; a constant number of queries.

    A place that ranked nobody ranks all equally, and the lottery decides; a person whom a place
    does not accept stands with no number there.

    Raises:
        InvalidInputError: with every fault of the input.
    """
    places = list(RoundPlace.objects.filter(round=row))
    people = list(RoundPerson.objects.filter(round=row, state=PersonState.SUBMITTED))
    served = _served([one.talent_record_id for one in people])
    people = [one for one in people if one.talent_record_id in served]
    numbers = _numbers(row)
    lists: dict[UUID, list[ChoiceRow]] = defaultdict(list)
    choices = RoundChoice.objects.filter(
        person__round=row, person__state=PersonState.SUBMITTED
    ).order_by("person_id", "rank")
    for person_id, place_id in choices.values_list("person_id", "place_id"):
        number = numbers.get((place_id, person_id), 0)
        lists[person_id].append(ChoiceRow(place=str(place_id), number=number))
    companies = {one.id: str(one.company_id or one.company_name) for one in places}
    try:
        return build_market(
            kind=row.round_kind,
            name=row.number,
            mechanism=row.mechanism,
            places=[
                PlaceRow(
                    id=str(one.id),
                    company=companies[one.id],
                    capacity=one.capacity,
                    vacancies=one.vacancies,
                    minimum=one.minimum,
                    minimum_priority=one.minimum_priority,
                    region=one.region,
                    region_maximum=one.region_maximum,
                    target=one.target,
                )
                for one in places
            ],
            people=[
                PersonRow(
                    id=str(one.id),
                    place=str(one.place_id or ""),
                    company=companies.get(one.place_id, "") if one.place_id else "",
                    own_priority=one.own_priority,
                    choices=tuple(lists[one.id]),
                )
                for one in people
            ],
            balance=row.balance,
        )
    except MarketError as error:
        said = str(error)[:300]
        raise InvalidInputError(
            ja=f"入力に誤りがあります。行き先と点数を確認してください。（{said}）",
            en=f"The input has faults. Check places and numbers. ({said})",
            field="round_id",
        ) from error


def _served(record_ids: Collection[UUID]) -> set[UUID]:
    """Return whose data may be used: a stop of use, or an erasure, takes a person out (H8)."""
    rows = TalentRecord.objects.filter(id__in=record_ids, stopped_at=None)
    return set(rows.values_list("id", flat=True))


def _numbers(row: Round) -> dict[tuple[UUID, UUID], int | None]:
    scores = RoundScore.objects.filter(
        person__round=row, person__state=PersonState.SUBMITTED
    ).values_list("place_id", "person_id", "priority", "is_accepted")
    return {
        (place, person): number if is_accepted else None
        for place, person, number, is_accepted in scores
    }
