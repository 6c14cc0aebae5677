"""Mails to private addresses: only with consent, never to who left the network."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings

from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.consent.queries import is_use_stopped
from tasuki.apps.messages.actions import Draft
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.core.alumni.machines import AlumniState
from tasuki.core.alumni.rules import invited_from
from tasuki.core.words import Words

OWN_PATH: Final = "/alumni/{key}/"
KEY_DAYS: Final = 731
"""A key lives at most as long as a membership; leaving and expiry close it."""


def may_invite(member: AlumniMember, *, on: date) -> bool:
    """Return whether an invitation may go out: agreed at leaving, 30 days over, not stopped.

    Source: 特定電子メール法 3条; 個人情報保護法 18条.
    """
    return (
        member.state == AlumniState.PLANNED
        and member.contact_agreed_on is not None
        and invited_from(member.left_on) <= on
        and may_write(member)
    )


def may_write(member: AlumniMember) -> bool:
    """Return whether the address may be written to: nobody stopped it."""
    record_id = member.talent_record_id
    return (
        bool(member.person_mail)
        and not find_suppressions(addresses=[member.person_mail])
        and not (record_id and is_use_stopped(talent_record_id=record_id))
    )


def draft_mail(
    *,
    member: AlumniMember,
    write: Callable[..., tuple[Words, Words]],
    now: datetime,
) -> Draft:
    """Return a mail with a new key to the person's own page.

    Args:
        member: to whom.
        write: returns subject and text, see ``texts``.
        now: when the key begins to open.
    """
    key = make_door(
        kind=Door.Kind.ALUMNI, subject=member.pk, expires_at=now + timedelta(days=KEY_DAYS)
    )
    url = settings.BASE_URL + OWN_PATH.format(key=key)
    company = Organisation.objects.get(id=member.organisation_id)
    subject, text = write(company=company, member=member, url=url)
    return Draft(
        kind="alumni",
        to_address=member.person_mail,
        subject=subject.in_language(member.language),
        text=text.in_language(member.language),
        language=member.language,
        reference_kind="alumni_member",
        reference_id=member.pk,
        person_id=member.talent_record_id,
        stop_url=url,
    )
