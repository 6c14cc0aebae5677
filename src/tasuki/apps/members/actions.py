"""Invite a person to become a member: invitation, key and mail in one transaction.

Stands above ``orgs`` and ``messages``, which do not know each other's acts.
"""

from datetime import datetime
from typing import Final

from django.conf import settings

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.messages import actions as messages
from tasuki.apps.orgs import actions as orgs
from tasuki.apps.orgs import queries as orgs_queries
from tasuki.apps.orgs.models import Invitation
from tasuki.core.access import Role
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


@action
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
    made = orgs.make_invitation(actor=actor, email=email, role=role, now=now)
    organisation = orgs_queries.find_organisation(organisation_id=actor.organisation_id)
    values = {
        "name": organisation.name,
        "until": f"{made.invitation.expires_at:%Y/%m/%d}",
        "url": f"{settings.BASE_URL}/account/invitation/{made.key}/",
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
    return made.invitation
