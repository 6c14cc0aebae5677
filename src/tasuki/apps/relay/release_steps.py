"""How a release changes and ends: the locks, the state table, and what follows for the slot.

Order of locks, everywhere: person, book, slot, release. So a withdrawal and a transfer that meet
wait for each other and never block each other for good.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.events import end_event, lock_person
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord, Purpose
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.relay import candidates, slot_moves
from tasuki.apps.relay.candidacy import withdraw_candidate
from tasuki.apps.relay.followers import find_follower
from tasuki.apps.relay.models import Release, Slot
from tasuki.core.access import Role
from tasuki.core.relay.machines import RELEASE, ReleaseEvent, ReleaseState, SlotState

LIVE: Final = (ReleaseState.ASKED, ReleaseState.YES, ReleaseState.SENT)


def take_release(release_id: UUID) -> Release:
    """Lock a release of the agency bound now.

    Raises:
        NotVisibleError: there is none.
    """
    release = Release.objects.select_for_update(of=("self",)).filter(id=release_id).first()
    if release is None:
        raise NotVisibleError
    return release


def hold_person_of(release_id: UUID) -> Release:
    """Hold the person whom a release asks, and return the release as it stood before.

    Raises:
        NotVisibleError: there is none.
    """
    release = Release.objects.select_related("slot").filter(id=release_id).first()
    if release is None:
        raise NotVisibleError
    lock_person(release.talent_record_id)
    return release


def take_slots(releases: Iterable[Release]) -> None:
    """Lock the slots of releases before the releases themselves, book by book."""
    slots = {one.slot.id: one.slot for one in releases if one.slot is not None}
    for slot in sorted(slots.values(), key=lambda one: (one.book_id, one.id)):
        slot_moves.take_slot(slot.id, book_id=slot.book_id)


def step_release(actor: Actor, release: Release, event: ReleaseEvent, *, now: datetime) -> None:
    """Move a locked release along the state table and record it; the caller saves.

    Raises:
        RefusedError: the table does not list the step.
    """
    state = ReleaseState(release.state)
    if not RELEASE.can(state, event):
        raise RefusedError(
            ja="すでに回答または取り消しが済んでいます。画面を読み込み直してください。",
            en="This was already answered or withdrawn. Reload the page.",
            code="state",
        )
    row = RELEASE.find_transition(state, event)
    before, release.state = release.state, row.target
    record_release(actor, release, row.code, before=before, now=now)
    if release.slot_id is None:
        find_follower().follow(actor=actor, release=release, event=event, now=now)


def record_release(
    actor: Actor, release: Release, code: str, *, before: str, now: datetime
) -> None:
    """Write the audit event of a step."""
    audit.record(
        actor=actor,
        kind=f"release.{code.lower()}",
        object_kind="release",
        object_id=release.id,
        before=before,
        after=str(release.state),
        now=now,
        data={"fields": list(release.fields), "company_id": release.company_id},
    )


def take_back_release(
    *, actor: Actor, release: Release, kind: ConsentEvent.Kind, now: datetime
) -> ProvisionRecord | None:
    """RL6: a yes is over; the company's copy is emptied at once and its candidacy ends (L6).

    Person, slot and release are locked. What the company already knew as an employer after a
    hire is its own.

    Args:
        actor: the person, or the task that saw the consent end.
        release: answered yes, or sent.
        kind: withdrawn, or expired.
        now: when.

    Returns:
        What was handed over and must not be used any more; None if nothing was.
    """
    was_sent = release.state == ReleaseState.SENT
    step_release(actor, release, ReleaseEvent.WITHDRAW, now=now)
    release.withdrawn_at = now
    release.save()
    _end_consent(actor, release, kind, now=now)
    if not (was_sent and candidates.take_back(actor=actor, release=release, now=now)):
        return None
    _end_candidacy(actor, release, now=now)
    if release.provision_record_id is None:
        return None
    return ProvisionRecord.objects.filter(id=release.provision_record_id).first()


def end_releases(
    *, actor: Actor, record_ids: Collection[UUID], now: datetime
) -> list[ProvisionRecord]:
    """Close the open questions to a person and take every yes back; the person is held.

    Args:
        actor: the person, or the task that saw the consent end.
        record_ids: all records of the person.
        now: when.

    Returns:
        What was handed over to recipients that must stop now.
    """
    rows = Release.objects.filter(talent_record_id__in=record_ids, state__in=LIVE)
    found = list(rows.select_related("slot").order_by("id"))
    take_slots(found)
    is_person = actor.role is Role.PERSON
    kind = ConsentEvent.Kind.WITHDRAWN if is_person else ConsentEvent.Kind.EXPIRED
    provisions = []
    for one in found:
        release = take_release(one.id)
        if release.state == ReleaseState.ASKED:
            step_release(actor, release, _unanswered(release, is_person, now), now=now)
            release.save()
        elif release.state in LIVE:
            gone = take_back_release(actor=actor, release=release, kind=kind, now=now)
            provisions += [gone] if gone else []
    return provisions


def _unanswered(release: Release, is_person: bool, now: datetime) -> ReleaseEvent:
    if localdate(now) > release.answer_by:
        return ReleaseEvent.STAY_SILENT
    return ReleaseEvent.ANSWER_NO if is_person else ReleaseEvent.CLOSE


def _end_consent(actor: Actor, release: Release, kind: ConsentEvent.Kind, *, now: datetime) -> None:
    events = ConsentEvent.objects.filter(scope_id=release.id, purpose=Purpose.PROVISION)
    last = events.select_related("text").order_by("-happened_at", "-created_at").first()
    if last is not None and last.kind == ConsentEvent.Kind.GIVEN:
        end_event(actor=actor, live=last, kind=kind, channel="page", now=now)


def _end_candidacy(actor: Actor, release: Release, *, now: datetime) -> None:
    """Move the slot only where this very candidate waits for an answer, and tell the company."""
    if release.slot_id is None:
        return
    slot = Slot.objects.select_related("contract").get(id=release.slot_id)
    is_waiting = slot.state == SlotState.CANDIDATE_PRESENTED
    if is_waiting and candidates.is_presented(actor=actor, release=release):
        withdraw_candidate(actor=actor, slot=slot, now=now)
    slot_moves.tell_company(
        actor=actor,
        slot=slot,
        text=f"枠 {slot.label}：提示された方が開示の同意を取り消しました。"
        "受け取った情報は表示できなくなりました。控えがあれば消してください。",
        text_en=f"Slot {slot.label}: a person presented took the release back. What was "
        "released is no longer shown. Delete any copy that you kept.",
    )


def expire_release_consent(
    *, actor: Actor, release_id: UUID, now: datetime
) -> list[ProvisionRecord]:
    """End one yes whose consent ran out; a hired person's papers stay with the employer.

    Args:
        actor: the task that saw the consent end.
        release_id: the question that was answered yes.
        now: when.

    Returns:
        What was handed over and must not be used any more.
    """
    before = hold_person_of(release_id)
    take_slots([before])
    release = take_release(release_id)
    kind = ConsentEvent.Kind.EXPIRED
    is_held = release.state == ReleaseState.SENT and not candidates.has_open_copy(
        actor=actor, release=release
    )
    if is_held or release.state not in {ReleaseState.YES, ReleaseState.SENT}:
        _end_consent(actor, release, kind, now=now)
        return []
    gone = take_back_release(actor=actor, release=release, kind=kind, now=now)
    return [gone] if gone else []
