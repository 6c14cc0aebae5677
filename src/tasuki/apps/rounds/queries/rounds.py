"""Read rounds, their places and their people, as the operator sees them."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.core.rounds.machine import PersonState, RoundState

ENDED: Final = frozenset({RoundState.CLOSED, RoundState.CANCELLED})
_AGREED: Final = (PersonState.READY, PersonState.SUBMITTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """One person of a round.

    Attributes:
        person: the row.
        name, number: of the talent record; empty once it is erased.
        place_name: the unit held today.
        choices: places on the list; how many, not which.
    """

    person: RoundPerson
    name: str = field(default="", repr=False)
    number: str = ""
    place_name: str = ""
    choices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """One person as a place ranks them; whether the place is on the list is not told.

    Attributes:
        person: the row. name: of the talent record.
        score: what stands so far; None = nobody ranked the person for this place.
    """

    person: RoundPerson
    name: str = field(default="", repr=False)
    score: RoundScore | None = None


def list_rounds(
    *, state: str = "", kind: str = "", text: str = "", is_open: bool = False
) -> QuerySet[Round]:
    """Return the rounds of the organisation bound now, newest first, with their counts.

    Each row carries ``person_count``, ``submitted_count`` and ``place_count``.

    Args:
        state: a ``RoundState``; empty for all.
        kind: a ``RoundKind``; empty for all.
        text: part of the number or the title.
        is_open: only what has not ended.
    """
    rows = Round.objects.all()
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if part := text.strip():
        rows = rows.filter(Q(number__icontains=part) | Q(title__icontains=part))
    if is_open:
        rows = rows.exclude(state__in=ENDED)
    people = RoundPerson.objects.filter(round=OuterRef("pk"))
    return rows.annotate(
        person_count=_count(people),
        submitted_count=_count(people.filter(state=PersonState.SUBMITTED)),
        place_count=_count(RoundPlace.objects.filter(round=OuterRef("pk"))),
    ).order_by("-created_at", "-number")


def find_round(*, round_id: UUID) -> Round:
    """Return a round of the organisation bound now, with the counts of ``list_rounds``.

    Raises:
        NotVisibleError: there is none.
    """
    found = list_rounds().filter(id=round_id).first()
    if found is None:
        raise NotVisibleError
    return found


def count_people(*, round_id: UUID) -> dict[PersonState, int]:
    """Return how many people stand in each state; states without anybody count 0."""
    rows = RoundPerson.objects.filter(round_id=round_id).values_list("state")
    found = dict(rows.annotate(count=Count("id")).order_by())
    return {state: found.get(state, 0) for state in PersonState}


def list_places(*, round_id: UUID) -> QuerySet[RoundPlace]:
    """Return the places of a round by name; each carries ``holder_count`` and ``scored_count``."""
    holders = RoundPerson.objects.filter(place=OuterRef("pk"))
    scores = RoundScore.objects.filter(place=OuterRef("pk"), person__state__in=_AGREED)
    return (
        RoundPlace.objects.filter(round_id=round_id)
        .annotate(holder_count=_count(holders, by="place"), scored_count=_count(scores, by="place"))
        .order_by("company_name", "name")
    )


def list_people(
    *, round_id: UUID, state: str = "", offset: int = 0, limit: int | None = None
) -> list[PersonLine]:
    """Return the people of a round with their names, in the order of their numbers.

    Args:
        round_id: the round.
        state: a ``PersonState``; empty for all.
        offset: rows left out at the beginning, >= 0.
        limit: most rows; None = all.
    """
    numbers = TalentRecord.objects.filter(id=OuterRef("talent_record_id")).values("number")[:1]
    choices = RoundChoice.objects.filter(person=OuterRef("pk"))
    rows = RoundPerson.objects.filter(round_id=round_id).select_related("place")
    if state:
        rows = rows.filter(state=state)
    rows = rows.annotate(record_number=Subquery(numbers), choice_count=_count(choices, by="person"))
    end = None if limit is None else offset + limit
    found = list(rows.order_by("record_number", "id")[offset:end])
    names = find_names(record_ids=[one.talent_record_id for one in found])
    return [
        PersonLine(
            person=one,
            name=names.get(one.talent_record_id, ""),
            number=one.record_number or "",
            place_name=one.place.name if one.place is not None else "",
            choices=one.choice_count,
        )
        for one in found
    ]


def list_scores(*, place_id: UUID) -> list[ScoreLine]:
    """Return everybody who agreed to take part, as a place ranks them: best number first.

    Who holds the place today is left out. Who listed the place is not told: both sides rank
    without knowing the other's list.
    """
    place = RoundPlace.objects.filter(id=place_id).first()
    if place is None:
        raise NotVisibleError
    people = list(
        RoundPerson.objects.filter(round_id=place.round_id, state__in=_AGREED)
        .exclude(place_id=place_id)
        .order_by("id")
    )
    scores = {one.person_id: one for one in RoundScore.objects.filter(place_id=place_id)}
    names = find_names(record_ids=[one.talent_record_id for one in people])
    lines = [
        ScoreLine(person=one, name=names.get(one.talent_record_id, ""), score=scores.get(one.id))
        for one in people
    ]
    return sorted(lines, key=_best_first)


def find_names(*, record_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of some talent records, in one query."""
    rows = TalentRecord.objects.filter(id__in=record_ids)
    return {one.id: one.full_name for one in rows}


def _best_first(line: ScoreLine) -> tuple[bool, int, UUID]:
    score = line.score
    return score is None, -(score.priority if score is not None else 0), line.person.id


def _count(rows: QuerySet[Any], *, by: str = "round") -> Any:
    counted = rows.order_by().values(by).annotate(count=Count("id")).values("count")
    return Coalesce(Subquery(counted), Value(0))
