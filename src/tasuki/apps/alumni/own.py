"""What the person does on the own page: join, show, hide, stay, leave. Nobody does it for them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.alumni.steps import check_step, end_membership, lock_own, record, take_step
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.messages.actions import notify, suppress_address
from tasuki.apps.messages.models import Suppression
from tasuki.apps.orgs.models import Organisation
from tasuki.core.access import Permission
from tasuki.core.alumni.labels import VisibleField, Willingness
from tasuki.core.alumni.machines import IN_NETWORK, AlumniEvent, AlumniState
from tasuki.core.alumni.rules import (
    CONSENT_VERSION,
    can_go_on,
    consent_text,
    hash_of,
    last_day,
)
from tasuki.core.words import Words


def text_for(member: AlumniMember) -> Words:
    """Return the consent text of the company bound now."""
    company = Organisation.objects.get(id=member.organisation_id)
    return consent_text(company=Words(company.name, company.name_en or company.name))


@action(act=None)
def join_network(
    *,
    actor: Actor,
    member_id: UUID,
    is_agreed: bool,
    willingness: Collection[str] = (),
    visible_fields: Collection[str] = (),
    now: datetime,
) -> AlumniMember:
    """Join after reading the text: the consent holds for 12 months from today.

    Args:
        actor: the person who holds the mailed key.
        member_id: the own membership.
        is_agreed: the box, unticked until the person ticks it.
        willingness: ``Willingness`` values.
        visible_fields: ``VisibleField`` values; none is chosen beforehand.
        now: when.

    Raises:
        InvalidInputError: the box is not ticked, or a word that is not in the lists.
        RefusedError: there is no invitation to take up.

    Source: 個人情報保護法 18条; 職業安定法 5条の5.
    """
    member = lock_own(actor, member_id)
    check_step(member, AlumniEvent.JOIN)
    if not is_agreed:
        raise InvalidInputError(
            ja="参加するには、文面を読んで同意にチェックを入れてください。",
            en="To join, read the text and tick the box.",
            field="is_agreed",
        )
    today = localdate(now)
    take_step(
        actor=actor,
        member=member,
        event=AlumniEvent.JOIN,
        now=now,
        kept_since=today,
        consent_version=CONSENT_VERSION,
        consent_hash=hash_of(text_for(member).in_language(member.language)),
        consented_at=now,
        ends_on=last_day(first_on=today, on=today),
        seen_on=today,
        **_choices(willingness, visible_fields),
    )
    take_step(actor=actor, member=member, event=AlumniEvent.ACTIVATE, now=now)
    _tell(actor, member, Words("アルムナイが参加しました", "An alumnus joined"), now=now)
    return member


@action(act=None)
def save_profile(
    *,
    actor: Actor,
    member_id: UUID,
    current_company: str = "",
    current_role: str = "",
    skills: str = "",
    willingness: Collection[str] = (),
    visible_fields: Collection[str] = (),
    hidden_from: str = "",
    now: datetime,
) -> AlumniMember:
    """Keep what the person wrote; a silent member is in touch again.

    Args:
        actor: the person who holds the mailed key.
        member_id: the own membership.
        current_company: where the person works now.
        current_role: what the person does there.
        skills: own words, or a part of a résumé.
        willingness: ``Willingness`` values.
        visible_fields: ``VisibleField`` values.
        hidden_from: one employer a line; whoever works there does not see the person.
        now: when.

    Raises:
        InvalidInputError: a word that is not in the lists.
        RefusedError: the person is no member; or H5.
    """
    member = lock_own(actor, member_id)
    if member.state not in IN_NETWORK:
        raise RefusedError(
            ja="先に参加してから入力してください。",
            en="Join first, then enter this.",
            code="state",
        )
    for name, text in (("current_role", current_role), ("skills", skills)):
        require_lawful_text(text, field=name)
    lines = [one.strip() for one in hidden_from.splitlines() if one.strip()]
    values: dict[str, Any] = {
        "current_company": current_company.strip(),
        "current_role": current_role.strip(),
        "skills": skills.strip(),
        "hidden_from": "\n".join(dict.fromkeys(lines)),
        "seen_on": localdate(now),
        **_choices(willingness, visible_fields),
    }
    if member.state == AlumniState.SILENT:
        take_step(actor=actor, member=member, event=AlumniEvent.WAKE, now=now, **values)
        return member
    for name, value in values.items():
        setattr(member, name, value)
    member.save(update_fields=[*values])
    record(actor=actor, member=member, act="profile", now=now)
    return member


@action(act=None)
def renew_membership(*, actor: Actor, member_id: UUID, now: datetime) -> AlumniMember:
    """Stay for 12 more months, never past 24 from the day of joining.

    Raises:
        RefusedError: no member, or the 24 months bring no later day.
    """
    member = lock_own(actor, member_id)
    check_step(member, AlumniEvent.RENEW)
    today = localdate(now)
    if member.ends_on is None or not can_go_on(first_on=member.kept_since, ends_on=member.ends_on):
        raise RefusedError(
            ja="参加は最初の同意から24か月までです。終わりの日の後に、あらためて参加できます。",
            en="A membership lasts 24 months from the first consent. After its end you can be "
            "invited anew.",
            code="alumni_cap",
        )
    take_step(
        actor=actor,
        member=member,
        event=AlumniEvent.RENEW,
        now=now,
        ends_on=last_day(first_on=member.kept_since, on=today),
        consented_at=now,
        seen_on=today,
        asked_on=None,
    )
    return member


@action(act=None)
def leave_network(*, actor: Actor, member_id: UUID, now: datetime) -> AlumniMember:
    """Leave, or turn the invitation down: everything is emptied, only a hash stops later mails.

    Raises:
        RefusedError: the membership is over already.

    Source: 個人情報保護法 35条; 特定電子メール法 3条3項.
    """
    member = lock_own(actor, member_id)
    check_step(member, AlumniEvent.LEAVE)
    if member.person_mail:
        suppress_address(address=member.person_mail, reason=Suppression.Reason.OPT_OUT)
    end_membership(actor=actor, member=member, event=AlumniEvent.LEAVE, now=now)
    _tell(actor, member, Words("アルムナイが退会しました", "An alumnus left the network"), now=now)
    return member


def _choices(willingness: Collection[str], visible: Collection[str]) -> dict[str, list[str]]:
    chosen = {
        "willingness": (Willingness, set(willingness)),
        "visible_fields": (VisibleField, set(visible)),
    }
    for name, (known, given) in chosen.items():
        if not given <= set(known):
            raise InvalidInputError(
                ja="一覧から選んでください。", en="Choose from the list.", field=name
            )
    return {
        name: [str(one) for one in known if one in given] for name, (known, given) in chosen.items()
    }


def _tell(actor: Actor, member: AlumniMember, words: Words, *, now: datetime) -> None:
    notify(
        actor=actor,
        text=words.ja,
        text_en=words.en,
        url=f"/company/alumni/{member.pk}/",
        needs=Permission.APPLICATION_VIEW,
        now=now,
    )
