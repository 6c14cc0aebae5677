"""Consent texts, the person's own consents, and the registers of transfers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Line, Note, Page, Short
from tasuki.apps.consent.models import Basis, ConsentEvent, Method, Purpose, StopNotice

MAP_LENGTH_MAX = 50


class ConsentTextOut(Schema):
    """One version of a text; published versions never change."""

    id: UUID
    purpose: Purpose
    language: str
    version: int
    body: str
    items: list[str]
    valid_from: date
    needs_new_consent: bool
    old_stops_on: date | None


class ConsentTextPage(Page):
    """Versions of texts, newest first."""

    items: list[ConsentTextOut]


class ConsentDraftIn(Given):
    """The next version of a text in one language; no part may be left out."""

    purpose: Purpose
    language: Literal["ja", "en", "ja-simple"]
    parts: dict[Short, Note] = Field(max_length=MAP_LENGTH_MAX)
    items: list[Short] = Field(max_length=MAP_LENGTH_MAX)


class DraftOut(Schema):
    """A draft; nobody is shown it."""

    id: UUID
    purpose: Purpose
    language: str
    parts: dict[str, str]
    items: list[str]


class PublishIn(Given):
    """Publish the drafts of a purpose."""

    purpose: Purpose
    valid_from: Day
    needs_new_consent: bool = False
    old_stops_on: Day | None = None


class PublishedList(Schema):
    """What was published."""

    items: list[ConsentTextOut]


class PurposeCount(Schema):
    """How many consents hold for one purpose."""

    purpose: Purpose
    live: int
    expiring: int


class ConsentOverviewOut(Schema):
    """The consents of the organisation in numbers."""

    purposes: list[PurposeCount]
    asked_anew: int
    open_stops: int


class ProvisionOut(Schema):
    """提供記録: one transfer to somebody else."""

    id: UUID
    talent_record_id: UUID
    subject_name: str
    recipient_id: int | None
    recipient_name: str
    recipient_address: str
    recipient_representative: str
    purpose: str
    items: list[str]
    basis: Basis
    document_number: str
    method: Method
    payload_hash: str
    provided_at: datetime
    keep_until: date


class ProvisionPage(Page):
    """The register of provisions, newest first."""

    items: list[ProvisionOut]


class LawfulProvisionIn(Given):
    """What an authority was given by order of the law, outside of Tasuki."""

    talent_record_id: UUID
    recipient_name: Short
    recipient_address: Line = ""
    recipient_representative: Short = ""
    items: list[Short] = Field(min_length=1, max_length=MAP_LENGTH_MAX)
    purpose: Line
    document_number: Short = ""
    provided_on: Day


class ReceiptOut(Schema):
    """受領記録: one transfer from somebody else."""

    id: UUID
    provision_record_id: UUID
    subject_name: str
    provider_id: int
    provider_name: str
    provider_address: str
    provider_representative: str
    acquired_how: str
    purpose: str
    items: list[str]
    basis: Basis
    method: Method
    payload_hash: str
    received_at: datetime
    keep_until: date


class ReceiptPage(Page):
    """The register of receipts, newest first."""

    items: list[ReceiptOut]


class StopNoticeOut(Schema):
    """A notice to stop using what was received."""

    id: UUID
    receipt_id: UUID
    reason: StopNotice.Reason
    told_at: datetime
    done_at: datetime | None


class StopNoticePage(Page):
    """Stop notices, newest first."""

    items: list[StopNoticeOut]


class OwnConsentOut(Schema):
    """A consent of the person that holds today, with the text as it was shown."""

    id: UUID
    purpose: Purpose
    kind: ConsentEvent.Kind
    text_hash: str
    words_shown: str
    channel: str
    items: list[str]
    recipient_name: str
    shown_at: datetime | None
    happened_at: datetime
    expires_on: date | None


class OwnConsentList(Schema):
    """The person's consents."""

    items: list[OwnConsentOut]


class OwnPurposeIn(Given):
    """Which consent."""

    purpose: Purpose
