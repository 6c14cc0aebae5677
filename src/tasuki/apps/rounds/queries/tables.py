"""Rows for list pages: people of a round, who may be added, proposals. Each in one query."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from tasuki.apps.introductions.queries import list_seekers
from tasuki.apps.people.models import Employment, TalentRecord
from tasuki.apps.people.queries.people import PersonFilters, list_people
from tasuki.apps.rounds.models import Round, RoundChoice, RoundDecision, RoundPerson
from tasuki.core.rounds.machine import Decision
from tasuki.core.rounds.rules import RoundKind


def list_participants(*, row: Round) -> QuerySet[RoundPerson]:
    """Return the people of a round; each carries ``record_number`` and ``choice_count``.

    How many places somebody listed is told, which ones is not.
    """
    choices = RoundChoice.objects.filter(person=OuterRef("pk")).order_by().values("person")
    counted = choices.annotate(count=Count("id")).values("count")
    return (
        RoundPerson.objects.filter(round=row)
        .select_related("place")
        .annotate(
            record_number=Coalesce(Subquery(_numbers()), Value("")),
            choice_count=Coalesce(Subquery(counted), Value(0)),
        )
    )


def list_candidates(*, row: Round, text: str = "", department: str = "") -> QuerySet[TalentRecord]:
    """Return who may be added to a round and is not in it: employees, or people with a search.

    Each row carries ``department``, where the person works today.

    Args:
        row: the round; its kind says as what people take part.
        text: parts of a name, or a whole number or address.
        department: employed there.
    """
    inside = RoundPerson.objects.filter(round=row).values("talent_record_id")
    if row.kind == RoundKind.INTRODUCTIONS:
        seekers = list_seekers(on=localdate()).order_by().values("talent_record_id")
        found = list_people(filters=PersonFilters(text=text)).filter(pk__in=seekers)
    else:
        wanted = PersonFilters(text=text, kind="employee", department=department)
        found = list_people(filters=wanted)
    working = Employment.objects.filter(talent_record_id=OuterRef("pk")).exclude(
        state=Employment.State.LEFT
    )
    places = working.order_by("-created_at").values("department")[:1]
    return found.exclude(pk__in=inside).annotate(department=Subquery(places))


def list_lines(*, row: Round) -> QuerySet[RoundDecision]:
    """Return the proposals of a round; each carries ``record_number``."""
    return (
        RoundDecision.objects.filter(round=row)
        .select_related("round")
        .annotate(record_number=Coalesce(Subquery(_numbers()), Value("")))
    )


def count_undecided(*, row: Round) -> int:
    """Return how many proposals wait for a decision; people without one need none."""
    return RoundDecision.objects.filter(
        round=row, decision=Decision.OPEN, place_id__isnull=False
    ).count()


def _numbers() -> Any:
    rows = TalentRecord.objects.filter(id=OuterRef("talent_record_id"))
    return rows.values("number")[:1]
