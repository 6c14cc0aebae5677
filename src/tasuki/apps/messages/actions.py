"""Write mails into the outbox, stop or repeat them, and tell people inside Tasuki."""

import re
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.tasks import Task

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import (
    ConflictError,
    InvalidInputError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.messages import policy, tasks
from tasuki.apps.messages.delivery import mark_bounced
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
from tasuki.apps.messages.queries import find_suppressions, list_own_notifications
from tasuki.apps.orgs.models import Membership, Organisation
from tasuki.core.access import Permission, Role, permissions_of
from tasuki.core.words import Words

SUBJECT_CHARACTERS_MAX = 200
TEXT_CHARACTERS_MAX = 20_000
NOTICE_MARK = "Tasuki："
NOTICE_SUBJECT_CHARACTERS_MAX = 80
NOTICE_LINK = Words(ja="詳しくはこちらから確認してください。\n{url}", en="See it here:\n{url}")
_HOLE = re.compile(r"\{[a-z_]+\}")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Draft:
    """One mail before it is written into the outbox; see ``queue_mail`` for the fields."""

    kind: str
    to_address: str
    subject: str
    text: str
    language: str = "ja"
    reference_kind: str = ""
    reference_id: UUID | None = None
    person_id: UUID | None = None
    stop_url: str = ""
    calendar: str = ""


def queue_mail(
    *,
    actor: Actor,
    kind: str,
    to_address: str,
    subject: str,
    text: str,
    language: str,
    reference_kind: str = "",
    reference_id: UUID | None = None,
    person_id: UUID | None = None,
    now: datetime,
    delay_seconds: int = 0,
    batch_id: UUID | None = None,
    stop_url: str = "",
) -> OutboxMail:
    """Write one mail of the organisation bound now; it leaves after the transaction commits.

    Args:
        actor: who causes the mail.
        kind: what it is for, at most 40 characters; see ``policy`` for kinds that a stop
            silences or does not.
        to_address: one address.
        subject: one line, 1-200 characters.
        text: complete plain text; a footer with sender and contact is added.
        language: ``ja`` or ``en``.
        reference_kind: what kind of row it is about.
        reference_id: that row.
        person_id: the talent record of the person written to: their key seals the mail, and
            erasing them takes the mail along; None for members and other organisations.
        now: the moment of the act.
        delay_seconds: >= 0; until then it can be cancelled.
        batch_id: shared by the mails of one bulk sending.
        stop_url: where the reader stops such mails; shown in the footer.

    Raises:
        InvalidInputError: an address, a subject or a text that cannot be sent.
    """
    draft = Draft(
        kind=kind,
        to_address=to_address,
        subject=subject,
        text=text,
        language=language,
        reference_kind=reference_kind,
        reference_id=reference_id,
        person_id=person_id,
        stop_url=stop_url,
    )
    [mail] = queue_mails(
        actor=actor, drafts=[draft], now=now, delay_seconds=delay_seconds, batch_id=batch_id
    )
    return mail


def queue_mails(
    *,
    actor: Actor,
    drafts: Sequence[Draft],
    now: datetime,
    delay_seconds: int = 0,
    batch_id: UUID | None = None,
    task: "Task[..., Any]" = tasks.send_mail,
) -> list[OutboxMail]:
    """Write mails of one sending; one task for each, because a killed worker repeats its task.

    Args:
        actor: who causes the mails.
        drafts: the mails.
        now: the moment of the act.
        delay_seconds: >= 0; until then they can be cancelled.
        batch_id: names the sending.
        task: takes ``organisation_id`` and ``mail_id`` and delivers the mail.

    Raises:
        InvalidInputError: see ``queue_mail``; then none is written.
    """
    organisation = Organisation.objects.get(id=current_organisation_id())
    send_after = now + timedelta(seconds=delay_seconds)
    mails = [_make_mail(organisation, draft, send_after, batch_id) for draft in drafts]
    OutboxMail.objects.bulk_create(mails)
    run = task.using(run_after=send_after) if delay_seconds else task
    for mail in mails:
        run.enqueue(organisation_id=organisation.id, mail_id=str(mail.id))
    return mails


def _make_mail(
    organisation: Organisation, draft: Draft, send_after: datetime, batch_id: UUID | None
) -> OutboxMail:
    address = draft.to_address.strip()
    _check(address, draft.subject, draft.text)
    shown_stop = "" if draft.stop_url in draft.text else draft.stop_url
    footer = policy.footer(organisation, language=draft.language, stop_url=shown_stop)
    mail_id = uuid.uuid4()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return OutboxMail(
        id=mail_id,
        organisation=organisation,
        kind=draft.kind,
        to_address=address,
        subject=draft.subject.strip(),
        text=f"{draft.text.rstrip()}\n\n{footer}\n",
        language=draft.language,
        message_id=f"<{mail_id}@{domain}>",
        send_after=send_after,
        reference_kind=draft.reference_kind,
        reference_id=draft.reference_id,
        person_id=draft.person_id,
        calendar=draft.calendar,
        batch_id=batch_id,
    )


def _check(address: str, subject: str, text: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInputError(
            ja="メールアドレスを読み取れません。「name@example.jp」の形で入力してください。",
            en="The mail address cannot be read. Enter it as name@example.jp.",
            field="to_address",
        ) from error
    is_one_line = len(subject.strip().splitlines()) == 1 and "\0" not in subject
    if not is_one_line or len(subject) > SUBJECT_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"件名は1行、{SUBJECT_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter a subject of one line and at most {SUBJECT_CHARACTERS_MAX} characters.",
            field="subject",
        )
    if not text.strip() or len(text) > TEXT_CHARACTERS_MAX or "\0" in text:
        raise InvalidInputError(
            ja=f"本文は1文字以上{TEXT_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter a text of 1 to {TEXT_CHARACTERS_MAX:,} characters.",
            field="text",
        )
    if hole := _HOLE.search(subject + text):
        raise InvalidInputError(
            ja=f"差し込み項目{hole.group()}が空のままです。値を登録してから送信してください。",
            en=f"The field {hole.group()} is still empty. Record its value before sending.",
            field="text",
        )


@action(act=None)
def cancel_mails(
    *,
    actor: Actor,
    now: datetime,
    batch_id: UUID | None = None,
    mail_ids: Sequence[UUID] = (),
) -> int:
    """Stop mails that did not leave yet and return how many.

    Raises:
        ConflictError: they left already.
        NotVisibleError: there are none.
    """
    require(actor, Permission.OUTBOX_CANCEL)
    if batch_id:
        chosen = OutboxMail.objects.filter(batch_id=batch_id)
    else:
        chosen = OutboxMail.objects.filter(id__in=list(mail_ids))
    waiting = chosen.filter(state=OutboxMail.State.QUEUED)
    # Mails that a worker holds just now are on their way and are not stopped any more.
    ids = list(waiting.select_for_update(skip_locked=True).values_list("id", flat=True))
    count = OutboxMail.objects.filter(id__in=ids).update(state=OutboxMail.State.CANCELLED)
    if not count:
        raise ConflictError if chosen.exists() else NotVisibleError
    audit.record(
        actor=actor,
        kind="mail.cancel",
        object_kind="batch" if batch_id else "mail",
        object_id=batch_id or ids[0],
        now=now,
        before="queued",
        after="cancelled",
        data={"count": count},
    )
    return count


@action(act=None)
def retry_mail(*, actor: Actor, mail_id: UUID, now: datetime) -> OutboxMail:
    """Put a mail that could not be sent back into the outbox.

    Raises:
        NotVisibleError: no such dead mail.
        RefusedError: it belongs to an invitation, which ended with it (X6).
    """
    require(actor, Permission.OUTBOX_CANCEL)
    dead = OutboxMail.objects.filter(id=mail_id, state=OutboxMail.State.FAILED)
    mail = dead.select_for_update().first()
    if mail is None:
        raise NotVisibleError
    if mail.reference_kind == "invite":
        raise RefusedError(
            ja="この通知の案内は技術的な不具合（X6）で終了しました。結果は電話や書面で伝えてください。",
            en="The invitation of this notice ended with a technical failure (X6). "
            "Tell the result by phone or on paper.",
            code="X6",
        )
    mail.state = OutboxMail.State.QUEUED
    mail.attempt_count = 0
    mail.send_after = now
    mail.save(update_fields=["state", "attempt_count", "send_after"])
    tasks.send_mail.enqueue(organisation_id=mail.organisation_id, mail_id=str(mail.id))
    audit.record(
        actor=actor,
        kind="mail.retry",
        object_kind="mail",
        object_id=mail.id,
        now=now,
        before="failed",
        after="queued",
    )
    return mail


@action(act=None)
def report_bounce(*, actor: Actor, mail_id: UUID, answer: str, now: datetime) -> OutboxMail:
    """Record that a mail that left came back: its address gets no further mail.

    Raises:
        NotVisibleError: no such mail was sent.
    """
    require(actor, Permission.OUTBOX_CANCEL)
    mail = (
        OutboxMail.objects.select_for_update()
        .filter(id=mail_id, state=OutboxMail.State.SENT)
        .first()
    )
    if mail is None:
        raise NotVisibleError
    mail.state = OutboxMail.State.BOUNCED
    mail.last_error = " ".join(answer.split())[:300]
    mail.save(update_fields=["state", "last_error"])
    mark_bounced(mail)
    audit.record(
        actor=actor,
        kind="mail.bounce",
        object_kind="mail",
        object_id=mail.id,
        now=now,
        before="sent",
        after="bounced",
    )
    return mail


def suppress_address(*, address: str, reason: Suppression.Reason | str) -> None:
    """Never write to an address again, in the organisation bound now; only its hash is kept.

    A stop of use or a dead address outranks an opt-out and is never weakened.
    """
    organisation_id = current_organisation_id()
    index = policy.address_index(address, organisation_id=organisation_id)
    row, is_new = Suppression.objects.get_or_create(
        organisation_id=organisation_id, address_index=index, defaults={"reason": reason}
    )
    if is_new:
        return
    if row.reason == Suppression.Reason.OPT_OUT and row.reason != reason:
        row.reason = str(reason)
        row.save(update_fields=["reason"])
    # Said anew: a stop that only a merge of records added is the person's own from now on.
    Suppression.objects.filter(pk=row.pk).update(is_shared=False)


def share_stop(*, addresses: Collection[str]) -> list[dict[str, Any]]:
    """Let the strictest stop among addresses of one person hold for all of them.

    A dead address is none: it says nothing about the person's other addresses.

    Args:
        addresses: of records that a member merged, in the organisation bound now.

    Returns:
        What was added: id of the row and the reason it had before, empty for a new one.
    """
    reasons = set(find_suppressions(addresses=addresses).values())
    ranked = (Suppression.Reason.STOP_USE, Suppression.Reason.OPT_OUT)
    strictest = next((one for one in ranked if one in reasons), None)
    if strictest is None:
        return []
    organisation_id = current_organisation_id()
    added = []
    for address in sorted(addresses):
        index = policy.address_index(address, organisation_id=organisation_id)
        row, is_new = Suppression.objects.select_for_update().get_or_create(
            organisation_id=organisation_id,
            address_index=index,
            defaults={"reason": strictest, "is_shared": True},
        )
        if is_new or (row.reason, strictest) == ranked[::-1]:
            before = "" if is_new else row.reason
            added.append({"id": str(row.pk), "before": before, "was_shared": row.is_shared})
            row.reason, row.is_shared = strictest, True
            row.save(update_fields=["reason", "is_shared"])
    return added


def take_back_stop(*, added: Iterable[Mapping[str, Any]]) -> None:
    """Take back what ``share_stop`` added, unless the person said it anew since.

    Args:
        added: as ``share_stop`` returned it.
    """
    for one in added:
        rows = Suppression.objects.filter(pk=one["id"], is_shared=True)
        if one["before"]:
            rows.update(reason=one["before"], is_shared=one["was_shared"])
        else:
            rows.delete()


def lift_bounce(*, address: str) -> bool:
    """Write again to an address that came back once; an opt-out and a stop of use stay."""
    organisation_id = current_organisation_id()
    index = policy.address_index(address, organisation_id=organisation_id)
    rows = Suppression.objects.filter(address_index=index, reason=Suppression.Reason.BOUNCE)
    return bool(rows.delete()[0])


def end_stop_of_use(*, address: str) -> bool:
    """Write again to a person who once stopped the use and now registered and agreed anew.

    An opt-out from guidance stays as it is.
    """
    organisation_id = current_organisation_id()
    index = policy.address_index(address, organisation_id=organisation_id)
    rows = Suppression.objects.filter(address_index=index, reason=Suppression.Reason.STOP_USE)
    return bool(rows.delete()[0])


def notify(
    *,
    actor: Actor,
    text: str,
    text_en: str,
    url: str = "",
    account_id: int | None = None,
    needs: Permission | None = None,
    mail_to: Permission | None = None,
    now: datetime | None = None,
) -> Notification:
    """Tell the organisation bound now, or one of its members, in both languages.

    Args:
        actor: who causes the notice.
        text: in Japanese, at most 300 characters; never whether a person registered.
        text_en: the same in English.
        url: where to go.
        account_id: one member; None for all.
        needs: the right that opens the address; members without it do not see the notice.
        mail_to: also write to the members who have this right, each in their language.
        now: the moment of the act; needed for the mails.
    """
    if mail_to is not None:
        assert now is not None, "mails need the moment of the act"
        _mail_members(actor, Words(text, text_en), url, mail_to, now=now)
    return Notification.objects.create(
        organisation_id=current_organisation_id(),
        account_id=account_id,
        text=text[:300],
        text_en=text_en[:300],
        url=url,
        needs=needs or "",
    )


def _mail_members(
    actor: Actor, words: Words, url: str, right: Permission, *, now: datetime
) -> None:
    members = Membership.objects.filter(ended_at=None, account__is_active=True)
    accounts = [
        one.account
        for one in members.select_related("account").order_by("id")
        if right in permissions_of(Role(one.role))
    ]
    drafts = []
    for account in accounts:
        text = words.in_language(account.language)
        ask = NOTICE_LINK.in_language(account.language).format(url=settings.BASE_URL + url)
        drafts.append(
            Draft(
                kind="member_notice",
                to_address=account.email,
                subject=f"{NOTICE_MARK}{text}"[:NOTICE_SUBJECT_CHARACTERS_MAX],
                text=f"{text}\n\n{ask}",
                language=account.language,
            )
        )
    queue_mails(actor=actor, drafts=drafts, now=now)


@action(act=None)
def read_notifications(*, actor: Actor, now: datetime) -> int:
    """Mark everything that the actor sees as read and return how many were new."""
    return list_own_notifications(actor=actor).filter(read_at=None).update(read_at=now)
