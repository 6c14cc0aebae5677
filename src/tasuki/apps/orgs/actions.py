"""Change organisations, memberships, invitations, doors, and what an account sets for itself."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.crypto import constant_time_compare

from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs import queries
from tasuki.apps.orgs.models import (
    Account,
    AccountLink,
    Door,
    Invitation,
    Membership,
    Organisation,
    SavedFilter,
)
from tasuki.core.access import OrganisationKind, Permission, Role, can_grant
from tasuki.core.colour import ColourError, find_weak_pairs, nearest_readable, theme_of
from tasuki.core.law.invoices import read_corporate_number

KEY_BYTES: Final = 24
INVITATION_DAYS: Final = 7
OWNER_ROLES: Final = frozenset(
    {
        Role.COMPANY_OWNER,
        Role.AGENCY_OWNER,
        Role.MUNICIPALITY_OPERATOR,
        Role.PLATFORM_ADMIN,
    }
)
_EDITABLE: Final = frozenset(
    {
        "name",
        "name_en",
        "postal_code",
        "address",
        "representative",
        "phone",
        "contact_mail",
        "complaint_contact",
        "handled_range",
        "corporate_number",
        "theme",
        "key_colour",
    }
)


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation and the clear key of its door; the key is known now and never again."""

    invitation: Invitation
    key: str


def make_door(
    *,
    kind: Door.Kind | str,
    subject: UUID,
    expires_at: datetime | None = None,
    key: str | None = None,
) -> str:
    """Make a key to one row of the organisation bound now and return it, once.

    Only its hash is stored.

    Args:
        kind: the one purpose of the key.
        subject: the row it opens.
        expires_at: from then on it opens nothing; None = until it is used or closed.
        key: a readable code that people type (company codes); None = 24 random bytes.

    Raises:
        ConflictError: the given code is in use.
    """
    clear = key or secrets.token_urlsafe(KEY_BYTES)
    try:
        with transaction.atomic():
            Door.objects.create(
                organisation_id=current_organisation_id(),
                kind=str(kind),
                digest=queries.digest_of(clear),
                subject=subject,
                expires_at=expires_at,
            )
    except IntegrityError as error:
        raise ConflictError from error
    return clear


def use_door(*, door_id: UUID, now: datetime) -> None:
    """Close a key after its one use; of two that come together, one is refused.

    Raises:
        ConflictError: somebody used it before.
    """
    if not Door.objects.filter(pk=door_id, used_at=None).update(used_at=now):
        raise ConflictError


def close_doors(*, kind: Door.Kind | str, subject: UUID, now: datetime) -> int:
    """Close every key of one kind to one row and return how many were open."""
    return Door.objects.filter(kind=str(kind), subject=subject, used_at=None).update(used_at=now)


@action(act=None)
def make_invitation(*, actor: Actor, email: str, role: Role, now: datetime) -> NewInvitation:
    """Write an invitation with its door; an earlier one to the same address ends.

    Args:
        actor: invites; may hand out at most the rights of the own role.
        email: to whom.
        role: what the invited person becomes.
        now: the moment of the act; the key opens for 7 days.

    Raises:
        NotAllowedError: the role may not invite.
        RefusedError: the role is more than the inviter's own, or the person is a member already.
    """
    require(actor, Permission.MEMBER_INVITE)
    _check_grant(actor, role)
    address = email.strip().lower()
    if Membership.objects.filter(account__email=address, ended_at=None).exists():
        raise RefusedError(
            ja="この方はすでにメンバーです。役割を変えるときは、メンバーの表で変更してください。",
            en="This person is a member already. Change the role in the list of members.",
            code="already_member",
            field="email",
        )
    for earlier in Invitation.objects.filter(email=address, accepted_at=None, revoked_at=None):
        _revoke(earlier, now=now)
    expires_at = now + timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(
        organisation_id=actor.organisation_id,
        email=address,
        role=role,
        invited_by_id=actor.account_id or 0,
        expires_at=expires_at,
    )
    key = make_door(kind=Door.Kind.INVITATION, subject=invitation.pk, expires_at=expires_at)
    audit.record(
        actor=actor,
        kind="member.invite",
        object_kind="invitation",
        object_id=invitation.pk,
        now=now,
        after=role,
    )
    return NewInvitation(invitation=invitation, key=key)


@action(act=None)
def revoke_invitation(*, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """End an invitation; its key opens nothing any more.

    Raises:
        NotAllowedError: the role may not invite.
        NotVisibleError: no such open invitation here.
    """
    require(actor, Permission.MEMBER_INVITE)
    invitation = queries.find_visible_invitation(invitation_id=invitation_id, now=now)
    _revoke(invitation, now=now)
    audit.record(
        actor=actor,
        kind="member.invite_revoke",
        object_kind="invitation",
        object_id=invitation.pk,
        now=now,
    )


def accept_invitation(*, key: str, account: Account, now: datetime) -> Membership:
    """Make the signed-in account a member; the key is used up.

    The account's address must be the invited one: a forwarded link gives nobody a role.

    Args:
        key: from the mailed link.
        account: signed in, with a verified address.
        now: the moment of the act.

    Raises:
        NotVisibleError: the key opens nothing (unknown, used, ended), the same for all.
        RefusedError: the invitation was sent to another address.
    """
    door = queries.find_door(kind=Door.Kind.INVITATION, key=key, now=now)
    if door is None:
        raise NotVisibleError
    with bound(door.organisation_id, account.pk):
        invitation = queries.find_visible_invitation(invitation_id=door.subject, now=now)
        if not constant_time_compare(invitation.email, account.email.lower()):
            raise RefusedError(
                ja="この招待は別のメールアドレスに送られました。"
                "招待を受け取ったアドレスでログインし直してください。",
                en="This invitation was sent to another address. "
                "Sign in with the address that received it.",
                code="other_address",
            )
        use_door(door_id=door.id, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now)
        membership = _join(door.organisation_id, account, Role(invitation.role))
        actor = Actor(
            organisation_id=door.organisation_id,
            kind=door.kind,
            role=Role(invitation.role),
            account_id=account.pk,
            name=account.name,
        )
        audit.record(
            actor=actor,
            kind="member.join",
            object_kind="membership",
            object_id=membership.pk,
            now=now,
            after=membership.role,
        )
    return membership


@action(act=None)
def change_role(*, actor: Actor, membership_id: UUID, role: Role, now: datetime) -> Membership:
    """Give a member another role.

    Raises:
        NotAllowedError: the role may not manage members.
        NotVisibleError: no such member here.
        RefusedError: the new or the old role is more than the actor's own, or the last owner
            would go.
    """
    require(actor, Permission.MEMBER_INVITE)
    membership = _lock_membership(membership_id)
    before = Role(membership.role)
    _check_grant(actor, role)
    _check_grant(actor, before)
    if role is before:
        return membership
    _check_owner_stays(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    audit.record(
        actor=actor,
        kind="member.role",
        object_kind="membership",
        object_id=membership.pk,
        now=now,
        before=before,
        after=role,
    )
    return membership


@action(act=None)
def end_membership(*, actor: Actor, membership_id: UUID, now: datetime) -> None:
    """End a membership; from the next request on the person sees nothing here.

    Raises:
        NotAllowedError: the role may not manage members.
        NotVisibleError: no such member here.
        RefusedError: the member's role is more than the actor's own, or the last owner would go.
    """
    require(actor, Permission.MEMBER_INVITE)
    membership = _lock_membership(membership_id)
    _check_grant(actor, Role(membership.role))
    _check_owner_stays(membership)
    membership.ended_at = now
    membership.save(update_fields=["ended_at"])
    audit.record(
        actor=actor,
        kind="member.end",
        object_kind="membership",
        object_id=membership.pk,
        now=now,
        before=membership.role,
    )


@action(act=None)
def update_organisation(*, actor: Actor, values: dict[str, str], now: datetime) -> Organisation:
    """Change the public facts and the colours of the own organisation.

    Args:
        actor: an owner.
        values: new values by field; fields that may not be changed here are an error.
        now: the moment of the act.

    Raises:
        NotAllowedError: the role may not.
        InvalidInputError: colours that cannot be read, naming the nearest that can; a
            corporate number (法人番号) whose check digit is wrong.
    """
    require(actor, Permission.ORGANISATION_EDIT)
    unknown = set(values) - _EDITABLE
    if unknown:
        raise ValueError(f"not editable: {sorted(unknown)}")
    if values.get("corporate_number"):
        values = values | {"corporate_number": _corporate_number(values["corporate_number"])}
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    changed = [name for name, value in values.items() if getattr(organisation, name) != value]
    _check_colours(
        values.get("key_colour", organisation.key_colour), values.get("theme", organisation.theme)
    )
    for name in changed:
        setattr(organisation, name, values[name])
    if changed:
        organisation.save(update_fields=changed)
        audit.record(
            actor=actor,
            kind="organisation.update",
            object_kind="organisation",
            object_id=organisation.pk,
            now=now,
            data={"fields": sorted(changed)},
        )
    return organisation


def _corporate_number(text: str) -> str:
    number = read_corporate_number(text)
    if number is None:
        raise InvalidInputError(
            ja="法人番号が正しくありません。国税庁の通知のとおりに13桁を入力してください。",
            en="The corporate number is not valid. Enter the thirteen digits of the notice.",
            field="corporate_number",
        )
    return number


@action(act=None)
def save_filter(
    *, actor: Actor, page: str, name: str, query: str, is_for_team: bool, now: datetime
) -> SavedFilter:
    """Keep a list's conditions under a name.

    Args:
        actor: keeps them.
        page: the list's address name.
        name: 1-40 characters.
        query: the list's query string, at most 500 characters.
        is_for_team: whether all members see it.
        now: the moment of the act.
    """
    return SavedFilter.objects.create(
        organisation_id=actor.organisation_id,
        account_id=None if is_for_team else actor.account_id,
        page=page[:60],
        name=name.strip()[:40],
        query=query[:500],
    )


@action(act=None)
def remove_filter(*, actor: Actor, filter_id: UUID, now: datetime) -> None:
    """Forget conditions of the own list or of the team's.

    Raises:
        NotVisibleError: there are none.
    """
    visible = queries.list_all_saved_filters(account_id=actor.account_id)
    found = next((one for one in visible if one.pk == filter_id), None)
    if found is None:
        raise NotVisibleError
    found.delete()


@action(act=None)
def link_account(*, actor: Actor, account_id: int, talent_record_id: UUID, now: datetime) -> None:
    """Let an account see a talent record as its own person; repeating changes nothing."""
    AccountLink.objects.get_or_create(
        organisation_id=actor.organisation_id,
        talent_record_id=talent_record_id,
        defaults={"account_id": account_id},
    )


def remove_unused_account(*, email: str, talent_record_ids: Collection[UUID]) -> bool:
    """Delete the login of a person whose records of the organisation bound now are emptied.

    A login that is anybody else's too stays: a member's, present or past, of any organisation,
    a person's with a record elsewhere, an operator's, a sample persona's.

    Args:
        email: the person's address.
        talent_record_ids: the emptied records.

    Returns:
        Whether there was such a login.
    """
    AccountLink.objects.filter(talent_record_id__in=list(talent_record_ids)).delete()
    own = Account.objects.filter(email=email, is_staff=False, is_superuser=False, is_demo=False)
    account = own.first()
    if account is None:
        return False
    try:
        with transaction.atomic():
            account.delete()
            # Rows of other organisations are not visible here; their foreign keys are.
            connection.check_constraints()
    except IntegrityError:
        return False
    return True


def change_language(*, account: Account, language: str) -> None:
    """Keep the language an account reads."""
    Account.objects.filter(pk=account.pk).update(language=language)


def change_profile(*, account: Account, name: str, language: str, shortcuts_enabled: bool) -> None:
    """Keep what an account sets for itself."""
    Account.objects.filter(pk=account.pk).update(
        name=name.strip(), language=language, shortcuts_enabled=shortcuts_enabled
    )


def _join(organisation_id: int, account: Account, role: Role) -> Membership:
    found = Membership.objects.filter(account=account, ended_at=None).first()
    if found is not None:
        return found
    return Membership.objects.create(organisation_id=organisation_id, account=account, role=role)


def _revoke(invitation: Invitation, *, now: datetime) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(revoked_at=now)
    close_doors(kind=Door.Kind.INVITATION, subject=invitation.pk, now=now)


def _lock_membership(membership_id: UUID) -> Membership:
    """Lock all live memberships in one order, so that two owners cannot leave at once."""
    live = Membership.objects.select_for_update().filter(ended_at=None).order_by("id")
    found = next((one for one in live if one.pk == membership_id), None)
    if found is None:
        raise NotVisibleError
    return found


def _check_grant(actor: Actor, role: Role) -> None:
    if actor.role is None:
        return
    if not can_grant(granter=actor.role, role=role, kind=OrganisationKind(actor.kind)):
        raise RefusedError(
            ja="自分の役割を超える役割は扱えません。組織の管理者に依頼してください。",
            en="This role is more than your own. Ask an owner of your organisation.",
            code="role_too_high",
            field="role",
        )


def _check_owner_stays(membership: Membership) -> None:
    if Role(membership.role) not in OWNER_ROLES:
        return
    others = Membership.objects.filter(role=membership.role, ended_at=None)
    if not others.exclude(pk=membership.pk).exists():
        raise RefusedError(
            ja="最後の管理者です。先にほかのメンバーを管理者にしてください。",
            en="This is the last owner. Make another member an owner first.",
            code="last_owner",
            field="role",
        )


def _check_colours(key_colour: str, preset: str) -> None:
    if not key_colour:
        return
    try:
        weak = find_weak_pairs(theme_of(preset=preset, key_colour=key_colour))
    except ColourError as error:
        raise InvalidInputError(
            ja="色を読み取れません。「#006173」の形で入力してください。",
            en="This is not a colour. Write it like #006173.",
            field="key_colour",
        ) from error
    if weak:
        offer = nearest_readable(key_colour, preset=preset)
        raise InvalidInputError(
            ja=f"この色では文字が読みにくくなります（コントラスト{weak[0].ratio:.1f}）。"
            f"近い色の{offer}を入力してください。",
            en=f"Text in this colour is hard to read (contrast {weak[0].ratio:.1f}). Use {offer}.",
            code="contrast",
            field="key_colour",
        )
