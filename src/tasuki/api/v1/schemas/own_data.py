"""What an agency holds about the person who asks."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from tasuki.api.v1.schemas.common import Wording
from tasuki.api.v1.schemas.registrations import OwnRegistrationOut


class HeldRegistration(OwnRegistrationOut):
    """A registration with all its steps."""

    language: str
    result_month: date | None
    referrer_name_shown: bool
    has_proof_file: bool
    mail_verified_at: datetime | None
    consented_at: datetime | None
    completed_at: datetime | None
    decision_code: str
    decided_at: datetime | None
    ended_at: datetime | None


class HeldRecord(Schema):
    """The person as the agency knows him or her."""

    id: UUID
    number: str
    family_name: str
    given_name: str
    name_kana: str
    mail: str
    phone: str
    birth_date: date | None
    address: str
    language: str
    created_at: datetime
    stopped_at: datetime | None


class HeldConsent(Schema):
    """An answer of the person, with the text that was shown."""

    id: UUID
    purpose: str
    kind: str
    text: str
    text_version: int
    text_hash: str
    language: str
    channel: str
    happened_at: datetime
    expires_on: date | None


class HeldProvision(Schema):
    """What was handed to whom, and what for."""

    id: UUID
    recipient_name: str
    purpose: Wording
    items: list[str]
    consent_reference: str
    provided_at: datetime


class HeldRelease(Schema):
    """A question to the person about one company, and the answer."""

    id: UUID
    company_name: str
    job_title: str
    fields: list[str]
    purpose: Wording
    state: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    sent_at: datetime | None
    withdrawn_at: datetime | None


class HeldApplication(Schema):
    """An application of the person that the agency keeps."""

    id: UUID
    number: str
    job_title: str
    channel: str
    stage: str
    outcome: str
    end_reason: str
    applied_on: date | None
    ended_on: date | None


class HeldCase(Schema):
    """A secondment, side work or contract of the person that the company keeps."""

    number: str
    kind: dict[str, str]
    other: str
    starts_on: date | None
    ends_on: date | None


class HeldView(Schema):
    """Somebody of the organisation looked at the person's record; no name is told."""

    role: str
    way: str
    first_at: datetime


class OwnHeldDataOut(Schema):
    """Everything the agency holds about the person."""

    agency_name: str
    made_at: datetime
    registrations: list[HeldRegistration]
    records: list[HeldRecord]
    consents: list[HeldConsent]
    provisions: list[HeldProvision]
    releases: list[HeldRelease]
    applications: list[HeldApplication]
    cases: list[HeldCase]
    views: list[HeldView]
