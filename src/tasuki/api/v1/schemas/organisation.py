"""The organisation itself: who acts, keys, mails and what happened."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Given, Moment, Page, Short
from tasuki.core.access import OrganisationKind, Permission, Role


class OrganisationOut(Schema):
    """An organisation as its members see it."""

    id: int
    slug: str
    kind: OrganisationKind
    name: str
    name_en: str


class MeOut(Schema):
    """Who calls and what may be done."""

    organisation: OrganisationOut
    name: str
    role: Role | None
    rights: list[Permission]


class MemberOut(Schema):
    """A member of the organisation."""

    id: UUID
    name: str
    email: str
    role: Role
    title: str


class MemberList(Schema):
    """All members."""

    items: list[MemberOut]


class RoleIn(Given):
    """What a member becomes."""

    role: Role


class InvitationIn(Given):
    """Who is invited to become a member."""

    email: str = Field(min_length=3, max_length=254)
    role: Role
    language: str = Field("ja", pattern="^(ja|en)$")


class InvitationOut(Schema):
    """An invitation that was mailed."""

    id: UUID
    email: str
    role: Role
    expires_at: datetime


class TokenIn(Given):
    """A new API key."""

    name: str = Field(min_length=1, max_length=60)
    scopes: list[Permission] = Field(min_length=1, max_length=60)
    expires_at: Moment | None = None


class TokenOut(Schema):
    """An API key without the key."""

    id: UUID
    name: str
    key_end: str
    scopes: list[Permission]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewTokenOut(TokenOut):
    """An API key with the key, shown this once."""

    key: str


class TokenList(Schema):
    """All API keys, ended ones too."""

    items: list[TokenOut]


class NotificationOut(Schema):
    """A line in the notices."""

    id: UUID
    text: str
    text_en: str
    url: str
    created_at: datetime
    read_at: datetime | None


class NotificationList(Schema):
    """The newest notices."""

    items: list[NotificationOut]
    unread_count: int


class MailOut(Schema):
    """A mail of the outbox; the keys of mailed links are hidden."""

    id: UUID
    kind: str
    to_address: str
    subject: str
    text: str
    language: str
    state: str
    created_at: datetime
    send_after: datetime
    sent_at: datetime | None
    attempt_count: int
    last_error: str
    batch_id: UUID | None


class MailPage(Page):
    """A page of the outbox, newest first."""

    items: list[MailOut]


class MailChoice(Given):
    """Which waiting mails: a whole batch, or by their ids."""

    batch_id: UUID | None = None
    mail_ids: list[UUID] = Field(default=[], max_length=1_000)


class BounceIn(Given):
    """What the mail server of the recipient answered."""

    answer: str = Field("", max_length=300)


class MailFilters(Given):
    """Which mails."""

    state: Short = ""
    kind: Short = ""
    batch_id: UUID | None = None
    text: Short = ""


class AuditEventOut(Schema):
    """One act."""

    id: UUID
    number: int
    happened_at: datetime
    actor_role: str
    kind: str
    object_kind: str
    object_id: str
    before: str
    after: str
    reason: str
    hash: str


class AuditEventPage(Page):
    """What happened to one object, newest first."""

    items: list[AuditEventOut]
