"""From rows to the columns a fit may know, and the scores back beside the places.

Only columns of the closed list are read (H5); only people who agreed to the round (H2).
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.openings.models import Opening
from tasuki.apps.people.models import Career, PersonSkill
from tasuki.apps.rounds.models import Round, RoundPerson, RoundPlace, RoundScore
from tasuki.apps.vocab.models import Skill
from tasuki.core.market.fit.records import MONTHS_MAX
from tasuki.core.rounds.machine import PersonState, RoundState

AGREED: Final = (PersonState.READY, PersonState.SUBMITTED)
FIT: Final = "fit"
UNIT: Final = "unit"
_Columns = dict[str, Any]


def read_columns(row: Round) -> dict[str, list[_Columns]]:
    """Return people and places of a round as columns; a constant number of queries."""
    people = list(RoundPerson.objects.filter(round=row, state__in=AGREED).order_by("id"))
    records = {one.talent_record_id for one in people}
    careers, skills = _careers(records), _skills(records)
    places = list(RoundPlace.objects.filter(round=row).order_by("id"))
    wanted = [one.opening_id for one in places if one.opening_id is not None]
    openings = {one.id: one for one in Opening.objects.filter(id__in=wanted)}
    return {
        "people": [
            {"id": str(one.id)}
            | careers.get(one.talent_record_id, {})
            | skills.get(one.talent_record_id, {})
            for one in people
        ],
        "openings": [
            {"id": str(one.id), "organisation": str(one.company_id or one.company_name)}
            | _opening(one, openings.get(one.opening_id) if one.opening_id else None)
            for one in places
        ],
    }


def keep_fits(row: Round, found: _Columns) -> int:
    """Keep the fits beside what units said; a number of a named human stays as it is.

    Args:
        row: a round whose lists are open; a later one keeps nothing.
        found: of ``fit_texts``.

    Returns:
        How many fits were kept.
    """
    if row.round_state is not RoundState.OPEN:
        return 0
    people = {str(one.id): one for one in RoundPerson.objects.filter(round=row, state__in=AGREED)}
    places = {str(one.id): one for one in RoundPlace.objects.filter(round=row)}
    known = {
        (str(one.person_id), str(one.place_id)): one
        for one in RoundScore.objects.filter(person__round=row)
    }
    new: list[RoundScore] = []
    changed: list[RoundScore] = []
    for one in found["scores"]:
        person, place = people.get(one["person"]), places.get(one["place"])
        if person is None or place is None or person.place_id == place.id:
            continue
        score = known.get((one["person"], one["place"]))
        (new if score is None else changed).append(_score(score, row, person, place, one))
    RoundScore.objects.bulk_create(new, batch_size=1_000)
    RoundScore.objects.bulk_update(
        changed,
        ["priority", "parts", "missing", "input_hash", "shown_order"],
        batch_size=1_000,
    )
    row.model_version, row.weights = found["version"], found["weights"]
    row.save(update_fields=["model_version", "weights"])
    return len(new) + len(changed)


def _score(
    score: RoundScore | None, row: Round, person: RoundPerson, place: RoundPlace, one: _Columns
) -> RoundScore:
    found = score or RoundScore(
        organisation_id=row.organisation_id, person=person, place=place, source=FIT
    )
    if found.source == FIT:
        found.priority = max(one["points"], 0)
    found.parts, found.missing = one["parts"], one["missing"]
    found.input_hash, found.shown_order = one["input_hash"], one["shown_order"]
    return found


def _careers(record_ids: Collection[UUID]) -> dict[UUID, _Columns]:
    """Months in each occupation and what was done; nothing for somebody without a career."""
    months: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    texts: dict[UUID, list[str]] = defaultdict(list)
    until = localdate()
    for one in Career.objects.filter(talent_record_id__in=record_ids).order_by("id"):
        code = one.mhlw_code or one.occupation_code
        if code:
            months[one.talent_record_id][code] += _months(one, until=until)
        if one.text:
            texts[one.talent_record_id].append(one.text)
    found: dict[UUID, _Columns] = {}
    for record in {*months, *texts}:
        listed = [[code, min(count, MONTHS_MAX)] for code, count in sorted(months[record].items())]
        found[record] = {"experience": listed or None, "text": "\n".join(texts[record])}
    return found


def _months(one: Career, *, until: date) -> int:
    """Whole months of a post; 0 where its days are not known."""
    if len(one.started) < len("2026-01"):
        return 0
    ended = one.ended or (until.isoformat() if one.is_current else "")
    if len(ended) < len("2026-01"):
        return 0
    years = int(ended[:4]) - int(one.started[:4])
    return max(years * 12 + int(ended[5:7]) - int(one.started[5:7]), 0)


def _skills(record_ids: Collection[UUID]) -> dict[UUID, _Columns]:
    """Own statements alone: what a company assessed is no source (H5)."""
    rows = PersonSkill.objects.filter(
        talent_record_id__in=record_ids, source=PersonSkill.Source.STATEMENT
    ).select_related("skill")
    today = localdate()
    skills: dict[UUID, list[list[Any]]] = defaultdict(list)
    papers: dict[UUID, list[str]] = defaultdict(list)
    for one in rows.order_by("skill__key", "id"):
        if one.skill.kind == Skill.Kind.CERTIFICATE:
            if one.expires_on is None or one.expires_on >= today:
                papers[one.talent_record_id].append(one.skill.key)
        elif one.skill.kind != Skill.Kind.LANGUAGE:
            skills[one.talent_record_id].append([one.skill.key, one.level])
    return {
        record: {
            "skills": skills.get(record) or None,
            "certificates": papers.get(record) or None,
        }
        for record in {*skills, *papers}
    }


def _opening(place: RoundPlace, opening: Opening | None) -> _Columns:
    if opening is None:
        return {"title": place.name}
    return {
        "title": opening.title,
        "text": "\n".join(str(one) for one in opening.terms.values() if isinstance(one, str)),
        "occupation": opening.occupation_code or None,
        "other_names": [opening.occupation] if opening.occupation else [],
    }
