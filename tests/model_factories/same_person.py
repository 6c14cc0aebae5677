"""Pairs of records, links, merges, the limits they leave, and the searches that found them."""

from uuid import UUID, uuid4

import factory
from tests.factories import NOW
from tests.model_factories.parts import RowOf, add, new_id, serial

from tasuki.apps.consent.models import ConsentLimit
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import LinkageModel, LinkageRun, Merge, Pair, RecordLink

_UPPER_HALF = 1 << 127


def _record(first_bit: int) -> RowOf:
    """A record whose id lies in one half of all ids, so that a pair is in order."""
    return RowOf(
        TalentRecord,
        organisation=factory.SelfAttribute("..organisation"),
        id=factory.LazyFunction(lambda: UUID(int=uuid4().int % _UPPER_HALF | first_bit)),
    )


add(LinkageModel, version=serial("own-"), settings={"weights": {}}, record_count=5_000)
add(
    LinkageRun,
    kind=LinkageRun.Kind.ALL,
    state=LinkageRun.State.DONE,
    phase=LinkageRun.Phase.WRITING,
    started_at=NOW,
)
add(
    Pair,
    left=_record(0),
    right=_record(_UPPER_HALF),
    probability=0.9,
    reasons=[{"field": "phone", "level": "same", "bits": 7.5}],
    guards=["given_name"],
    state=Pair.State.REVIEW,
    model_version="default-1",
    scored_at=NOW,
)
add(
    RecordLink,
    pair=RowOf(Pair, organisation=factory.SelfAttribute("..organisation")),
    left=factory.SelfAttribute("pair.left"),
    right=factory.SelfAttribute("pair.right"),
    made_by_id=1,
    made_at=NOW,
)
add(
    Merge,
    survivor_id=new_id(),
    absorbed_id=new_id(),
    state=Merge.State.DONE,
    before_values={"phone": "09000000001"},
    after_values={"phone": "09000000002"},
    merged_by_id=1,
    merged_at=NOW,
)
add(
    ConsentLimit,
    merge_id=new_id(),
    talent_record_id=new_id(),
    purpose="pool",
    answers_until=NOW,
)
