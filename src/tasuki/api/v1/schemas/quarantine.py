"""Shapes of the quarantine."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Given, Page
from tasuki.apps.quarantine.models import HeldState


class HeldTextOut(Schema):
    """A passage that was held back; its text only while it waits for a decision."""

    id: UUID
    application_id: UUID
    import_run_id: UUID | None
    place: str
    codes: list[str]
    text: str
    state: HeldState
    decided_by_name: str
    decided_at: datetime | None
    need: str
    created_at: datetime


class HeldTextPage(Page):
    """A page of held texts, newest first."""

    items: list[HeldTextOut]


class HeldTextQuery(Given):
    """Which held texts."""

    state: HeldState | None = None


class NeedIn(Given):
    """Why the work needs a text that selection must not know."""

    need: str = Field(max_length=300)
