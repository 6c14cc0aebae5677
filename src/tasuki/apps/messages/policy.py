"""Who may be written to, how long to wait after a failure, and what stands under a mail."""

import hashlib
import hmac
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from tasuki.apps.messages.models import Suppression
from tasuki.apps.orgs.models import Organisation
from tasuki.core.access import OrganisationKind

RETRY_WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
"""The wait after the first, second ... failure; after the last one a human looks."""

GUIDANCE_KINDS: Final = frozenset({"relay_guidance", "job_mail", "alumni"})
"""Kinds of mail that nobody needs: an opt-out ends them and nothing else."""

ERASURE_RECEIPT: Final = "erasure_receipt"
"""The last mail to a person who was erased: emptied in the moment in which it left."""

OWN_ACT_KINDS: Final = frozenset(
    {
        ERASURE_RECEIPT,
        "confirm_mail",
        "own_registration",
        "terms_of_service",
        "withdrawal",
        "stop_receipt",
        "sign_in",
        "invitation",
        "rights_received",
        "rights_code",
        "rights_answered",
        "incident_notice",
    }
)
"""Answers to what the person did, and notices that the law orders; a stop silences none."""

OUTBOX_PAGES: Final = {
    OrganisationKind.COMPANY: "/company/outbox/{mail_id}/",
    OrganisationKind.AGENCY: "/agency/outbox/{mail_id}/",
}
MEMBERS_PAGE: Final = "/account/members/"


def address_index(address: str, *, organisation_id: int) -> bytes:
    """Return the keyed hash under which an organisation finds an address again.

    Every organisation has a key of its own, so equal rows of two organisations say nothing.
    """
    key = hmac.digest(settings.INDEX_KEY, f"address {organisation_id}".encode(), hashlib.sha256)
    return hmac.digest(key, address.strip().lower().encode(), hashlib.sha256)


def is_stopped(kind: str, reason: str) -> bool:
    """Return whether a suppression for this reason holds back a mail of this kind."""
    if reason == Suppression.Reason.BOUNCE:
        return True
    if reason == Suppression.Reason.STOP_USE:
        return kind not in OWN_ACT_KINDS
    return kind in GUIDANCE_KINDS


def wait_after(attempt_count: int) -> timedelta | None:
    """Return the wait after so many failed attempts (>= 1); None when it is over."""
    return RETRY_WAITS[attempt_count - 1] if attempt_count <= len(RETRY_WAITS) else None


def outbox_page(kind: OrganisationKind, *, mail_id: UUID) -> str:
    """Return the page on which an organisation looks at one of its mails.

    The other kinds write invitations only and have no outbox: there the members are shown.
    """
    return OUTBOX_PAGES.get(kind, MEMBERS_PAGE).format(mail_id=mail_id)


def footer(organisation: Organisation, *, language: str, stop_url: str = "") -> str:
    """Return who sends the mail, where to ask, and how to stop it.

    Source: 特定電子メールの送信の適正化等に関する法律 4条 (sender, address, how to refuse).
    """
    is_english = language.startswith("en")
    name = (organisation.name_en if is_english else "") or organisation.name
    place = " ".join(part for part in (organisation.postal_code, organisation.address) if part)
    contact = " / ".join(part for part in (organisation.contact_mail, organisation.phone) if part)
    rows = [
        ("Sent by", "送信者", name),
        ("Address", "所在地", place),
        ("Contact", "お問い合わせ", contact),
        ("Stop these notices", "今後の案内の停止", stop_url),
    ]
    lines = [
        f"{en}: {value}" if is_english else f"{ja}：{value}" for en, ja, value in rows if value
    ]
    no_reply = (
        "This address only sends. Please do not reply to it."
        if is_english
        else "このメールは送信専用です。返信いただいてもお答えできません。"
    )
    return "\n".join(["-" * 40, *lines, no_reply])
