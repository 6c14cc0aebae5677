"""Rounds of the market."""

from datetime import timedelta

import factory
from tests.factories import NOW
from tests.model_factories.parts import add, new_id, one_of, serial, set_if

from tasuki.apps.rounds.models import (
    Round,
    RoundChoice,
    RoundDecision,
    RoundPerson,
    RoundPlace,
    RoundScore,
)

_OPENED = "open locked cleared verified decided published closed"
_CLEARED = "cleared verified decided published closed"

add(
    Round,
    number=serial("RD-"),
    title="秋の社内公募",
    kind="internal",
    mechanism="deferred_acceptance",
    state="draft",
    deadline_at=NOW + timedelta(days=14),
    commitment=set_if(_OPENED, "sha256:0", otherwise=""),
    digest=set_if(_CLEARED, "sha256:1", otherwise=""),
    outcome=set_if(_CLEARED, "{}", otherwise=""),
)
add(RoundPlace, round=one_of(Round), name=serial("経理部"))
add(
    RoundPerson,
    round=one_of(Round),
    talent_record_id=new_id(),
    state="invited",
    consented_at=set_if("ready submitted", NOW),
)
add(
    RoundChoice,
    person=one_of(RoundPerson),
    place=factory.LazyAttribute(lambda row: _place_beside(row.person)),
    rank=1,
)
add(
    RoundScore,
    person=one_of(RoundPerson),
    place=factory.LazyAttribute(lambda row: _place_beside(row.person)),
    reason="経理の経験が5年ある",
)
add(
    RoundDecision,
    round=one_of(Round),
    participant_id=new_id(),
    talent_record_id=new_id(),
)


def _place_beside(person: RoundPerson) -> RoundPlace:
    """A place of the same round."""
    return RoundPlace.objects.create(
        organisation_id=person.organisation_id, round=person.round, name=f"総務部{person.id}"
    )
