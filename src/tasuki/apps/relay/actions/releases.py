"""Asking a person about one company and one job, and handing over what he or she released.

Nothing of a person reaches a company without a Release answered yes by that person for that
company (H2); the provision here and the receipt there are written in one transaction.

Source: relay rules RL1-RL7, L4; 個人情報保護法 27条, 29条, 30条; 職業安定法 5条の5.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import append_event, lock_person
from tasuki.apps.consent.models import ConsentEvent, Purpose, StopNotice
from tasuki.apps.consent.parts import MONTHS
from tasuki.apps.consent.stopping import stop_at_recipient
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.passport.queries import check_not_blocked
from tasuki.apps.placement import books
from tasuki.apps.placement.actions import require_not_expired
from tasuki.apps.placement.contact import require_contact
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.policy import require_matching
from tasuki.apps.relay import slot_moves
from tasuki.apps.relay.asking import (
    ANSWER_DAYS,
    Addressee,
    check_fields,
    check_placement,
    mail_question,
    require_answer,
)
from tasuki.apps.relay.candidates import hand_over, released_values
from tasuki.apps.relay.followers import page_of
from tasuki.apps.relay.models import Registration, Release, Slot
from tasuki.apps.relay.release_steps import (
    hold_person_of,
    record_release,
    step_release,
    take_back_release,
    take_release,
    take_slots,
)
from tasuki.apps.relay.release_words import find_question_text, say_question
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.slot_rules import find_complete_opening_of
from tasuki.core.access import Permission, Role
from tasuki.core.dates import last_day_of_period
from tasuki.core.law.acts import Act
from tasuki.core.relay.machines import (
    RegistrationState,
    ReleaseEvent,
    ReleaseState,
    SlotEvent,
)
from tasuki.core.relay.no_reasons import NO_REASONS
from tasuki.core.relay.parameters import ConsumeAt

SERVED_STATES: Final = frozenset(
    {RegistrationState.ACCEPTED, RegistrationState.COUNTED, RegistrationState.NOT_COUNTED}
)


@action(act=Act.RECOMMEND)
def ask_release(
    *,
    actor: Actor,
    slot_id: UUID,
    registration_id: UUID,
    fields: Sequence[str],
    purpose: str = "",
    now: datetime,
) -> Release:
    """RL1: ask a person whether named fields may go to one company for one job.

    Args:
        actor: a member of the agency.
        slot_id: a slot that is requested for a job.
        registration_id: a person whom the agency serves.
        fields: keys of ``RELEASE_FIELDS``, at least one.
        purpose: what for; the introduction to the job when empty.
        now: when; the person has seven days.

    Raises:
        RefusedError: H1, H6, H7, H8, the person is not served, was asked already or is not
            available, or the slot waits for nobody.
        InvalidInputError: unknown or no fields.
    """
    require(actor, Permission.SLOT_FILL)
    named = check_fields(fields)
    today = localdate(now)
    record_id = _record_of(_find_served(registration_id))
    lock_person(record_id)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.PRESENT)
        _check_opening(slot, actor=actor, on=today)
        registration = _find_served(registration_id)
        check_not_blocked(talent_record_id=record_id, company_id=slot.company_id)
        _check_not_asked(slot, record_id)
        require_contact(talent_record_id=record_id, on=today)
        require_not_expired(talent_record_id=record_id)
        check_placement(record_id, fields=named, on=today)
        release = Release.objects.create(
            organisation_id=actor.organisation_id,
            talent_record_id=record_id,
            registration_id=registration.id,
            company_id=slot.company_id,
            company_name=slot.company_name,
            slot=slot,
            opening_id=slot.opening_id,
            job_title=slot.opening_title,
            fields=named,
            purpose=purpose.strip(),
            state=ReleaseState.ASKED,
            asked_at=now,
            answer_by=today + timedelta(days=ANSWER_DAYS),
        )
        record_release(actor, release, "RL1", before="", now=now)
        mail_question(actor, release, _addressee(registration), now=now)
        return release


@action(act=None)
def answer_release(
    *,
    actor: Actor,
    release_id: UUID,
    is_yes: bool,
    language: str = "",
    reason: str = "",
    now: datetime,
) -> Release:
    """RL2, RL3: the person says yes or no; only the person can.

    Args:
        actor: the person, by sign-in or by the mailed key.
        release_id: a question that is still open.
        is_yes: whether the listed fields may go to the company.
        language: variant of the text that was shown; the registration's own when empty.
        reason: a code of ``NO_REASONS`` beside a no, or empty; the company is not told.
        now: when; after seven days the answer is no.

    Raises:
        RefusedError: answered already, or the days are over.
    """
    release = _take_own(actor, release_id)
    if localdate(now) > release.answer_by:
        raise RefusedError(
            ja=f"回答の期限（{release.answer_by:%Y/%m/%d}）が過ぎたため、情報は渡されません。"
            "希望する場合は、紹介担当者に連絡してください。",
            en=f"The days to answer ended on {release.answer_by.isoformat()}, so nothing is "
            "passed on. If you wish it, contact your adviser.",
            code="release_over",
        )
    event = ReleaseEvent.ANSWER_YES if is_yes else ReleaseEvent.ANSWER_NO
    step_release(actor, release, event, now=now)
    release.answered_at = now
    release.no_reason = "" if is_yes else _checked_reason(reason)
    release.save()
    _keep_answer(actor, release, is_yes=is_yes, language=language, now=now)
    answer_ja, answer_en = ("同意", "yes") if is_yes else ("不同意", "no")
    if release.no_reason:
        words = NO_REASONS[release.no_reason]
        answer_ja, answer_en = f"{answer_ja}（{words.ja}）", f"{answer_en} ({words.en})"
    notify(
        actor=actor,
        text=f"{release.company_name}「{release.job_title}」への開示の回答：{answer_ja}",
        text_en=f"Answer to {release.company_name}, {release.job_title}: {answer_en}",
        url=page_of(release),
    )
    return release


@action(act=None)
def expire_release(*, actor: Actor, release_id: UUID, now: datetime) -> Release:
    """RL4: no answer in seven days is a no.

    Raises:
        RefusedError: the days are not over, or the question was answered.
    """
    require(actor, Permission.SLOT_FILL)
    release = take_release(release_id)
    if localdate(now) <= release.answer_by:
        raise RefusedError(
            ja="回答の期限はまだ来ていません。",
            en="The days to answer are not over.",
            code="too_early",
        )
    step_release(actor, release, ReleaseEvent.STAY_SILENT, now=now)
    release.save()
    return release


@action(act=None)
def withdraw_release(*, actor: Actor, release_id: UUID, now: datetime) -> Release:
    """RL6: the person takes a yes back; the company's copy is emptied at once.

    A candidacy of this person that still waits for an answer ends with it (L6), and no other
    one. What the company already knew as an employer after a hire is its own.

    Raises:
        RefusedError: there is no yes to take back.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    take_slots([hold_person_of(release_id)])
    release = _take_own(actor, release_id)
    kind = ConsentEvent.Kind.WITHDRAWN
    provision = take_back_release(actor=actor, release=release, kind=kind, now=now)
    if provision is not None:
        reason = StopNotice.Reason.WITHDRAWN
        stop_at_recipient(actor=actor, provision=provision, reason=reason, now=now)
    return release


@action(act=Act.RECOMMEND)
def present_candidate(*, actor: Actor, slot_id: UUID, release_id: UUID, now: datetime) -> Slot:
    """L4: hand the released fields to the company and introduce the person.

    Args:
        actor: a member of the agency.
        slot_id: a requested slot.
        release_id: answered yes for this company, this slot.
        now: when.

    Raises:
        RefusedError: H1, H2, H6, H7, H8, the person is not available, or the slot waits for nobody.
        NotVisibleError: no such release, or the person is no open job seeker.
    """
    require(actor, Permission.SLOT_FILL)
    today = localdate(now)
    hold_person_of(release_id)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.PRESENT)
        _check_opening(slot, actor=actor, on=today)
        release = take_release(release_id)
        registration = _find_served(release.registration_id)
        check_not_blocked(talent_record_id=release.talent_record_id, company_id=slot.company_id)
        require_contact(talent_record_id=release.talent_record_id, on=today)
        values = released_values(
            registration, fields=release.fields, answered_at=release.answered_at
        )
        is_same = release.slot_id == slot.id and release.opening_id == slot.opening_id
        consent = require_answer(release, is_same=is_same, items=list(values), on=today)
        _introduce(release, slot, now=now)
        provision = hand_over(
            actor=actor, slot=slot, release=release, consent=consent, values=values, now=now
        )
        step_release(actor, release, ReleaseEvent.SEND, now=now)
        release.sent_at, release.provision_record_id = now, provision.id
        release.save()
        rules = rules_of(slot.contract)
        if rules.consume_at is ConsumeAt.INTRODUCTION:
            slot_moves.use(slot, now=now, reason="L4")
        changes = {"presented_at": now, "answer_by": today + timedelta(days=rules.answer_days)}
        slot_moves.move_slot(
            actor=actor, slot=slot, event=SlotEvent.PRESENT, now=now, changes=changes
        )
        _tell_presented(actor, slot, now=now)
        return slot


def _check_opening(slot: Slot, *, actor: Actor, on: date) -> None:
    """H1, H6: what the slot was requested for may be recommended that day.

    To ask a person about a job is to recommend it, so the job is looked at again each time.
    """
    # Without a licence the agency learns nothing of the job, not even that it is closed.
    require_matching(actor=actor, employer_id=slot.company_id, on=on)
    opening = find_complete_opening_of(slot, actor=actor, on=on)
    require_matching(actor=actor, employer_id=slot.company_id, occupation=opening.occupation, on=on)


def _checked_reason(reason: str) -> str:
    if reason and reason not in NO_REASONS:
        raise InvalidInputError(
            ja="理由を一覧から選んでください。選ばなくてもかまいません。",
            en="Choose a reason from the list, or none.",
            field="reason",
        )
    return reason


def _find_served(registration_id: UUID | None) -> Registration:
    if registration_id is None:
        raise NotVisibleError
    registration = Registration.objects.filter(id=registration_id).first()
    if registration is None:
        raise NotVisibleError
    if registration.state not in SERVED_STATES:
        raise RefusedError(
            ja="この方は現在、紹介の対象ではありません（受理前、休止または取り下げ）。"
            "登録の状態を確認してください。",
            en="This person cannot be introduced now (not accepted, paused or withdrawn). "
            "Check the state of the registration.",
            code="not_served",
        )
    return registration


def _addressee(registration: Registration) -> Addressee:
    return Addressee(
        name=registration.full_name, mail=registration.mail, language=registration.language
    )


def _record_of(registration: Registration) -> UUID:
    if registration.talent_record_id is None:
        raise NotVisibleError
    return registration.talent_record_id


def _check_not_asked(slot: Slot, talent_record_id: UUID) -> None:
    # A no, said or silent, is an answer too: nobody is asked until he or she says yes.
    asked = Release.objects.filter(
        slot=slot, talent_record_id=talent_record_id, opening_id=slot.opening_id
    ).exclude(state__in=[ReleaseState.WITHDRAWN, ReleaseState.CLOSED])
    if asked.exists():
        raise RefusedError(
            ja="この方には、この求人についてすでに確認しています。"
            "回答を待つか、別の方に確認してください。",
            en="This person was already asked about this job. Wait for the answer, or ask "
            "somebody else.",
            code="asked_already",
        )


def _keep_answer(
    actor: Actor, release: Release, *, is_yes: bool, language: str, now: datetime
) -> None:
    """Keep the answer as a consent of its own, with the text that named company and items."""
    variant = language or _language_of(release)
    text = find_question_text(actor=actor, release=release, language=variant)
    today = localdate(now)
    append_event(
        actor=actor,
        talent_record_id=release.talent_record_id,
        kind=ConsentEvent.Kind.GIVEN if is_yes else ConsentEvent.Kind.REFUSED,
        text=text,
        channel="page",
        now=now,
        shown_text=say_question(release, text),
        shown_at=release.asked_at,
        items=release.fields,
        scope_id=release.id,
        recipient_id=release.company_id,
        recipient_name=release.company_name,
        expires_on=last_day_of_period(today, MONTHS[Purpose.PROVISION]) if is_yes else None,
    )


def _language_of(release: Release) -> str:
    if release.registration_id is None:
        return "ja"
    found = Registration.objects.filter(id=release.registration_id).first()
    return found.language if found is not None else "ja"


def _introduce(release: Release, slot: Slot, *, now: datetime) -> None:
    """Write the child row of D1 and D2."""
    job_order = books.find_open_job_order(slot_id=slot.id)
    seeker = JobSeeker.objects.filter(
        talent_record_id=release.talent_record_id, closed_on=None
    ).first()
    if job_order is None or seeker is None:
        raise NotVisibleError
    books.record_introduction(job_order=job_order, job_seeker=seeker, now=now)


def _take_own(actor: Actor, release_id: UUID) -> Release:
    """Lock a release that asks the person who acts, and nobody else."""
    require(actor, Permission.OWN_DATA_DECIDE)
    hold_person_of(release_id)
    release = take_release(release_id)
    is_own = actor.talent_record_id == release.talent_record_id or (
        actor.registration_id is not None and actor.registration_id == release.registration_id
    )
    if actor.role is not Role.PERSON or not is_own:
        raise NotVisibleError
    return release


def _tell_presented(actor: Actor, slot: Slot, *, now: datetime) -> None:
    slot_moves.tell_company(
        actor=actor,
        slot=slot,
        text=f"枠 {slot.label} に候補者が提示されました。"
        f"{slot.answer_by:%Y/%m/%d}までに回答してください。",
        text_en=f"A candidate was presented for slot {slot.label}. Answer by {slot.answer_by}.",
        mailed_at=now,
    )
