"""The talent pool: what a company reads and sends."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Ids, Page, Short, Wording
from tasuki.core.pool.labels import PoolAnswer, PoolEndReason, PoolTag
from tasuki.core.pool.machines import PoolState


class PoolEntryOut(Schema):
    """One pool member, by the id of the record."""

    id: UUID
    talent_record_id: UUID
    state: PoolState
    tags: list[PoolTag]
    end_reason: str
    consented_on: date | None
    ends_on: date | None
    next_contact_on: date | None
    contacted_on: date | None
    replied_on: date | None
    reply: PoolAnswer | Annotated[str, Field(max_length=0)]


class PoolEntryPage(Page):
    """A page of pool members."""

    items: list[PoolEntryOut]


class PoolQuery(Given):
    """Which pool members."""

    state: PoolState | None = None
    tag: PoolTag | None = None
    end_reason: PoolEndReason | None = None
    job: Short = ""
    is_live: bool = False


class PoolEntryIn(Given):
    """Words of the closed lists, and the day of the next contact."""

    tags: list[PoolTag] = []
    end_reason: PoolEndReason | None = None
    next_contact_on: Day | None = None


class PoolContactIn(Given):
    """Whom to write to, about which opening."""

    entry_ids: Ids
    opening_id: UUID


class PoolSendingOut(Schema):
    """What a sending did; it can be taken back for ten minutes."""

    batch_id: UUID
    count: int
    left_out_count: int


class PoolResultIn(Given):
    """How the selection ended."""

    is_hired: bool


class PoolFitOut(Schema):
    """Why an opening may fit one member, and what to verify; no rank and no number."""

    entry_id: UUID
    reasons: list[Wording]
    points: list[Wording]


class PoolFitList(Schema):
    """Reasons for one opening, in the order of the newest entry."""

    items: list[PoolFitOut]
