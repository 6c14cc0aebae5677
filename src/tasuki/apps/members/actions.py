"""Invite a person to become a member, or an organisation to begin: row, key and mail at once.

Stands above ``orgs`` and ``messages``, which do not know each other's acts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.messages import actions as messages
from tasuki.apps.orgs import actions as orgs
from tasuki.apps.orgs import queries as orgs_queries
from tasuki.apps.orgs import registry
from tasuki.apps.orgs.actions import NewInvitation
from tasuki.apps.orgs.models import Invitation, Organisation
from tasuki.core.access import KIND_ROLES, OrganisationKind, Role
from tasuki.core.words import Words

_SUBJECT: Final = Words(
    ja="{name}への招待（{until}まで）｜Tasuki", en="Invitation to {name} (until {until}) | Tasuki"
)
_TEXT: Final = Words(
    ja="""{name}のメンバーとして、Tasukiに招待されました。

次のページを開き、招待を受けるボタンを押してください（{until}まで）。
{url}

何もしなければ、招待は期限に終わります。お心当たりのないときは、このメールを破棄してください。
""",
    en="""You were invited to act for {name} in Tasuki.

Open this page and press the button to accept (until {until}).
{url}

If you do nothing, the invitation ends by itself. If you did not expect it, delete this mail.
""",
)


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation with the way in for its first owner.

    Attributes:
        organisation: as it was made.
        invited: mail address of the first owner.
        url: where the owner accepts; known now and never again.
        until: from this moment on the address opens nothing.
    """

    organisation: Organisation
    invited: str
    url: str
    until: datetime


def open_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    slug: str,
    owner_mail: str,
    licence: registry.LicencePeriod | None = None,
    language: str = "ja",
    now: datetime,
) -> NewOrganisation:
    """Make an organisation and invite its first owner; all of it or nothing.

    For operators at the terminal: nobody acts for the organisation yet.

    Args:
        kind: what it is before the law.
        name: as people read it, 1-120 characters.
        slug: its short name in commands: a-z, 0-9 and hyphens, at most 40.
        owner_mail: who becomes its first owner by accepting.
        licence: of an agency; it can be added later, and nothing runs under a contract before.
        language: of the mail, ``ja`` or ``en``.
        now: the moment of the act.

    Raises:
        InvalidInputError: ``field`` names the part that cannot be used.
    """
    with transaction.atomic():
        organisation = registry.make_organisation(kind=kind, name=name, slug=slug, now=now)
        actor = Actor.for_task(organisation_id=organisation.pk, kind=kind)
        with bound(organisation.pk, None):
            if licence is not None:
                registry.add_licence(actor=actor, licence=licence, now=now)
            made = _invite(
                actor=actor, email=owner_mail, role=KIND_ROLES[kind][0], language=language, now=now
            )
    return NewOrganisation(
        organisation=organisation,
        invited=made.invitation.email,
        url=_address_of(made),
        until=made.invitation.expires_at,
    )


@action(act=None)
def invite_member(
    *, actor: Actor, email: str, role: Role, language: str = "ja", now: datetime
) -> Invitation:
    """Invite a person by mail; the key stands in the mail only.

    Args:
        actor: invites; may hand out at most the rights of the own role.
        email: to whom.
        role: what the invited person becomes.
        language: of the mail, ``ja`` or ``en``.
        now: the moment of the act.

    Raises:
        NotAllowedError: the role may not invite.
        RefusedError: the role is more than the inviter's own, or the person is a member already.
        InvalidInputError: the address cannot be used.
    """
    made = _invite(actor=actor, email=email, role=role, language=language, now=now)
    return made.invitation


def _invite(*, actor: Actor, email: str, role: Role, language: str, now: datetime) -> NewInvitation:
    made = orgs.make_invitation(actor=actor, email=email, role=role, now=now)
    organisation = orgs_queries.find_organisation(organisation_id=actor.organisation_id)
    values = {
        "name": organisation.name,
        "until": f"{made.invitation.expires_at:%Y/%m/%d}",
        "url": _address_of(made),
    }
    messages.queue_mail(
        actor=actor,
        kind="invitation",
        to_address=made.invitation.email,
        subject=_SUBJECT.in_language(language).format(**values),
        text=_TEXT.in_language(language).format(**values),
        language=language,
        reference_kind="invitation",
        reference_id=made.invitation.pk,
        now=now,
    )
    return made


def _address_of(made: NewInvitation) -> str:
    return f"{settings.BASE_URL}/account/invitation/{made.key}/"
