"""What members and the person do with the talent pool; every use asks for the live consent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import find_live_consent, is_use_stopped, list_open_consents
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import Draft, cancel_mails, notify, queue_mails
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.pool.models import PoolContact, PoolEntry
from tasuki.apps.pool.steps import follow_consent, lock_entry, record, take_step
from tasuki.apps.pool.texts import write_contact
from tasuki.core.access import Permission, Role
from tasuki.core.law.refusals import Refusal
from tasuki.core.pool.labels import PoolAnswer, PoolEndReason, PoolTag
from tasuki.core.pool.machines import READY, PoolEvent, PoolState
from tasuki.core.words import Words

ANSWER_PATH: Final = "/pool/{key}/"
KEY_DAYS: Final = 60
WAIT_DAYS: Final = 183
UNDO_SECONDS: Final = 600
"""So long a sending can be taken back; the mails leave after it."""

_NO_CONSENT: Final = Refusal(
    "H8",
    "選んだ方の中に、人材プールと求人の案内の両方に同意していて、今連絡できる方がいません。",
    "Nobody chosen agreed to both the pool and mails about jobs and can be written to now.",
    "「連絡できます」で、案内に同意している方を選んでください。",
    "Choose people who are ready and agreed to mails about jobs.",
    "個人情報保護法 18条; 職業安定法 5条の5",
)
_ANSWERS: Final = {
    PoolAnswer.YES: PoolEvent.SAY_YES,
    PoolAnswer.NOT_NOW: PoolEvent.SAY_NOT_NOW,
    PoolAnswer.DELETE_ME: PoolEvent.SAY_DELETE,
}


@dataclass(frozen=True, slots=True)
class Sending:
    """What one re-contact did: whom it wrote to, and how many were left out for want of consent."""

    batch_id: UUID
    count: int
    left_out_count: int


@action(act=None)
def edit_entry(
    *,
    actor: Actor,
    entry_id: UUID,
    tags: Collection[str] = (),
    end_reason: str = "",
    next_contact_on: date | None = None,
    now: datetime,
) -> PoolEntry:
    """Keep tags and reason from the closed lists, and the day of the next contact.

    Raises:
        InvalidInputError: a word that is not in the list, or a day after the consent ends.
        NotVisibleError: no such entry.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    entry = lock_entry(entry_id)
    if not set(tags) <= set(PoolTag):
        raise InvalidInputError(
            ja="一覧にない言葉はタグにできません。一覧から選んでください。",
            en="Only words of the list can be tags. Choose from the list.",
            field="tags",
        )
    if end_reason and end_reason not in set(PoolEndReason):
        raise InvalidInputError(
            ja="理由コードは一覧から選んでください。",
            en="Choose the reason code from the list.",
            field="end_reason",
        )
    if next_contact_on and entry.ends_on and next_contact_on > entry.ends_on:
        raise InvalidInputError(
            ja=f"同意は{entry.ends_on:%Y/%m/%d}に終わります。それまでの日を入力してください。",
            en=f"The consent ends on {entry.ends_on.isoformat()}. Enter a day up to then.",
            field="next_contact_on",
        )
    entry.tags = [str(one) for one in PoolTag if one in set(tags)]
    entry.end_reason, entry.next_contact_on = end_reason, next_contact_on
    entry.save(update_fields=["tags", "end_reason", "next_contact_on"])
    record(actor=actor, entry=entry, act="edit", now=now)
    return entry


@action(act=None)
def contact_entries(
    *, actor: Actor, entry_ids: Sequence[UUID], opening_id: UUID, now: datetime
) -> Sending:
    """Write to pool members about one open opening of the own company; a human decides (H12).

    Whoever did not agree to the pool and to mails about jobs, stopped the use or waits for a
    later day is left out and counted. The mails leave after ten minutes.

    Args:
        actor: a member who may send; never a task.
        entry_ids: the people chosen.
        opening_id: an opening that is open.
        now: when.

    Raises:
        NotAllowedError: no human acts (H12), or the role may not send.
        RefusedError: H8, nobody chosen may be written to; or the opening is not open.

    Source: 特定電子メール法 3条, 4条; 個人情報保護法 18条.
    """
    require(actor, Permission.NOTICE_SEND)
    if actor.is_task or actor.account_id is None:
        raise NotAllowedError
    opening = Opening.objects.filter(id=opening_id).first()
    if opening is None:
        raise NotVisibleError
    if opening.state != Opening.State.OPEN:
        raise RefusedError(
            ja="公開中の求人だけを案内できます。求人を公開してから送ってください。",
            en="Only an open opening can be told. Publish it first.",
            code="opening_not_open",
            field="opening_id",
        )
    batch_id = uuid4()
    wanted = sorted(set(entry_ids))
    drafts: list[Draft] = []
    for entry_id in wanted:
        entry = lock_entry(entry_id)
        if not _may_write(entry, on=localdate(now)):
            continue
        drafts.append(_contact(actor, entry, opening, batch_id, now=now))
    if not drafts:
        raise RefusedError.by_law(_NO_CONSENT)
    queue_mails(actor=actor, drafts=drafts, now=now, delay_seconds=UNDO_SECONDS, batch_id=batch_id)
    return Sending(batch_id, len(drafts), len(wanted) - len(drafts))


def _may_write(entry: PoolEntry, *, on: date) -> bool:
    person = entry.talent_record_id
    return (
        entry.state in READY
        and bool(entry.talent_record.mail)
        and not is_use_stopped(talent_record_id=person)
        and all(
            find_live_consent(talent_record_id=person, purpose=one, on=on)
            for one in (Purpose.POOL, Purpose.JOB_MAILS)
        )
    )


def _contact(
    actor: Actor, entry: PoolEntry, opening: Opening, batch_id: UUID, *, now: datetime
) -> Draft:
    contact = PoolContact.objects.create(
        organisation_id=actor.organisation_id,
        entry=entry,
        opening_id=opening.pk,
        batch_id=batch_id,
        decided_by_id=actor.account_id or 0,
        sent_at=now,
    )
    key = make_door(
        kind=Door.Kind.POOL, subject=contact.pk, expires_at=now + timedelta(days=KEY_DAYS)
    )
    url = settings.BASE_URL + ANSWER_PATH.format(key=key)
    person = entry.talent_record
    company = Organisation.objects.get(id=actor.organisation_id)
    subject, text = write_contact(company=company, person=person, opening=opening, url=url)
    take_step(
        actor=actor,
        entry=entry,
        event=PoolEvent.CONTACT,
        now=now,
        contacted_on=localdate(now),
        next_contact_on=None,
    )
    return Draft(
        kind="job_mail",
        to_address=person.mail,
        subject=subject.in_language(person.language),
        text=text.in_language(person.language),
        language=person.language,
        reference_kind="talent_record",
        reference_id=person.pk,
        person_id=person.pk,
        stop_url=url,
    )


@action(act=None)
def take_back_contacts(*, actor: Actor, batch_id: UUID, now: datetime) -> int:
    """Take a sending back whose mails did not leave yet, and return how many people it was.

    Raises:
        ConflictError: the mails left.
        NotVisibleError: no such sending.
    """
    require(actor, Permission.NOTICE_SEND)
    cancel_mails(actor=actor, batch_id=batch_id, now=now)
    contacts = PoolContact.objects.filter(batch_id=batch_id, taken_back_at=None, answer="")
    count = 0
    for contact in contacts:
        entry = lock_entry(contact.entry_id)
        close_doors(kind=Door.Kind.POOL, subject=contact.pk, now=now)
        contact.taken_back_at = now
        contact.save(update_fields=["taken_back_at"])
        if entry.state == PoolState.RE_CONTACTED:
            take_step(actor=actor, entry=entry, event=PoolEvent.TAKE_BACK, now=now)
            count += 1
    return count


@action(act=None)
def begin_selection(*, actor: Actor, entry_id: UUID, now: datetime) -> PoolEntry:
    """Record that an interested person is in a selection again.

    Raises:
        RefusedError: the person did not say yes.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    entry = lock_entry(entry_id)
    take_step(actor=actor, entry=entry, event=PoolEvent.SELECT, now=now)
    return entry


@action(act=None)
def end_selection(*, actor: Actor, entry_id: UUID, is_hired: bool, now: datetime) -> PoolEntry:
    """Record how that selection ended; who was not hired stays as long as the consent holds.

    Raises:
        NotAllowedError: no human decides (H12).
        RefusedError: the person is not in a selection.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    if actor.is_task or actor.account_id is None:
        raise NotAllowedError
    entry = lock_entry(entry_id)
    event = PoolEvent.HIRE if is_hired else PoolEvent.NOT_HIRE
    take_step(actor=actor, entry=entry, event=event, now=now)
    return entry


@action(act=None)
def answer_contact(*, actor: Actor, contact_id: UUID, answer: str, now: datetime) -> PoolEntry:
    """Keep the person's answer to a mail: yes, not now, delete me.

    "Delete me" withdraws both consents at once, so that no use goes on; the room of requests
    erases the data and says so.

    Args:
        actor: the person who holds the mailed key.
        contact_id: the mail.
        answer: a ``PoolAnswer``.
        now: when.

    Raises:
        NotVisibleError: not the person's own mail, or taken back.
        InvalidInputError: not one of the three answers.
        RefusedError: there is nothing to answer any more.
    """
    if actor.role is not Role.PERSON:
        raise NotAllowedError
    contact = PoolContact.objects.filter(pk=contact_id, taken_back_at=None).first()
    if contact is None:
        raise NotVisibleError
    entry = lock_entry(contact.entry_id)
    if actor.talent_record_id != entry.talent_record_id:
        raise NotVisibleError
    if answer not in set(PoolAnswer):
        raise InvalidInputError(
            ja="3つの回答から1つ選んでください。",
            en="Choose one of the three answers.",
            field="answer",
        )
    said = PoolAnswer(answer)
    today = localdate(now)
    later = today + timedelta(days=WAIT_DAYS)
    take_step(
        actor=actor,
        entry=entry,
        event=_ANSWERS[said],
        now=now,
        reply=str(said),
        replied_on=today,
        next_contact_on=later if said is PoolAnswer.NOT_NOW else None,
    )
    contact.answer, contact.answered_at = str(said), now
    contact.save(update_fields=["answer", "answered_at"])
    if said is PoolAnswer.DELETE_ME:
        withdraw_consents(
            actor=actor,
            talent_record_id=entry.talent_record_id,
            purposes=(Purpose.POOL, Purpose.JOB_MAILS),
            channel="mail",
            now=now,
        )
    _tell(actor, entry, said, now=now)
    return entry


def _tell(actor: Actor, entry: PoolEntry, said: PoolAnswer, *, now: datetime) -> None:
    words = {
        PoolAnswer.YES: Words("人材プールの方が関心を示しました", "A pool member is interested"),
        PoolAnswer.NOT_NOW: Words(
            "人材プールの方が「今はしない」と答えました", "A pool member said not now"
        ),
        PoolAnswer.DELETE_ME: Words(
            "人材プールの方が情報の消去を求めました", "A pool member asked to be deleted"
        ),
    }[said]
    notify(
        actor=actor,
        text=words.ja,
        text_en=words.en,
        url=f"/company/pool/{entry.pk}/",
        needs=Permission.APPLICATION_VIEW,
        now=now,
    )


@action(act=None)
def keep_in_step(*, actor: Actor, now: datetime) -> int:
    """Bring every entry of the company in line with its consent; wake who waited long enough.

    Args:
        actor: the clock, for one company.
        now: when.

    Returns:
        How many people were looked at.
    """
    if not actor.is_task:
        raise NotAllowedError
    agreed = TalentRecord.objects.filter(id__in=_list_agreed()).values_list("id", flat=True)
    known = PoolEntry.objects.values_list("talent_record_id", flat=True)
    people = sorted({*agreed, *known})
    for one in people:
        follow_consent(actor=actor, talent_record_id=one, now=now)
    _resume(actor, now=now)
    return len(people)


def _list_agreed() -> Collection[UUID]:
    rows = list_open_consents().filter(purpose=Purpose.POOL)
    return list(rows.values_list("talent_record_id", flat=True))


def _resume(actor: Actor, *, now: datetime) -> None:
    today = localdate(now)
    quiet = PoolEntry.objects.filter(
        state=PoolState.RE_CONTACTED, contacted_on__lt=today - timedelta(days=KEY_DAYS)
    )
    waited = PoolEntry.objects.filter(state=PoolState.NOT_NOW, next_contact_on__lte=today)
    for found in [*quiet.values_list("pk", flat=True), *waited.values_list("pk", flat=True)]:
        entry = lock_entry(found)
        take_step(actor=actor, entry=entry, event=PoolEvent.RESUME, now=now)
