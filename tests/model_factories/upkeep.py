"""Retention."""

import factory
from tests.factories import NOW
from tests.model_factories.parts import add, new_id, one_of

from tasuki.apps.upkeep.models import DisposalRun, LegalHold, LockedAccess, LockedRecord

add(
    LegalHold,
    subject_id=new_id(),
    reason="訴訟の準備",
    placed_by_name="責任 太郎",
    placed_at=NOW,
)
add(
    DisposalRun,
    number=factory.Sequence(lambda number: number + 1),
    as_of=NOW,
    started_at=NOW,
    started_by_name="Tasuki",
    state=DisposalRun.State.DONE,
    planned_digest="0" * 64,
    digest="0" * 64,
)
add(
    LockedRecord,
    source="placement.JobSeeker",
    source_id=new_id(),
    basis="職業安定法施行規則24条の7",
    ground="request",
    locked_at=NOW,
)
add(LockedAccess, locked_record=one_of(LockedRecord), reason="定期指導", opened_at=NOW)
