"""The talent pool."""

from uuid import UUID

from tests.factories import NOW
from tests.model_factories.parts import add, one_of

from tasuki.apps.people.models import TalentRecord
from tasuki.apps.pool.models import PoolContact, PoolEntry

add(PoolEntry, talent_record=one_of(TalentRecord))
add(
    PoolContact,
    entry=one_of(PoolEntry),
    opening_id=UUID(int=8),
    batch_id=UUID(int=9),
    decided_by_id=1,
    sent_at=NOW,
)
