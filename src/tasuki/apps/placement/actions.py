"""Write the job seekers' book: a person is accepted (求職受理), served, and the search ends.

``accept_job_seeker``, ``cancel_job_seeker`` and ``close_job_seeker`` work inside an action that
binds the agency and asked for the right to decide.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps import policy
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import JobSeeker, SeekerWishes, TermsDelivery
from tasuki.apps.placement.queries import find_open_job_seeker, list_unreached
from tasuki.core.dates import last_day_of_period
from tasuki.core.placement.seekers import (
    JOB_SEEKER,
    JOB_SEEKER_LABELS,
    OPEN_STATES,
    SERVED_STATES,
    JobSeekerEvent,
    JobSeekerState,
)

VALID_MONTHS = 12


def accept_job_seeker(
    *,
    actor: Actor,
    talent_record_id: UUID,
    wishes: Mapping[str, Any],
    first_contact_on: date,
    now: datetime,
) -> JobSeeker:
    """Write the D2 row of an accepted person; an open row of the same person stays.

    Args:
        actor: the member of the agency who accepted.
        talent_record_id: the person.
        wishes: as the person stated them, by the keys of ``WISH_FIELDS``.
        first_contact_on: the day on which the person came to the agency.
        now: when; the licence must be valid that day.

    Raises:
        RefusedError: no licence is valid that day (H1).
        NotVisibleError: no such person.

    Source: 職業安定法 5条の7; 施行規則 24条の7 (job seekers' book).
    """
    today = localdate(now)
    policy.require_licence(on=today)
    record = TalentRecord.objects.filter(id=talent_record_id).first()
    if record is None:
        raise NotVisibleError
    open_row = find_open_job_seeker(talent_record_id=talent_record_id)
    if open_row is not None:
        return open_row
    row = write_job_seeker(
        record=record,
        accepted_on=today,
        received_way="registration",
        wished_occupation=str(wishes.get("occupation", "")),
        # The terms of service (D6) go out with the acceptance, so the search begins at once.
        state=JobSeekerState.ACTIVE,
        first_contact_on=first_contact_on,
        in_charge_id=actor.account_id,
    )
    SeekerWishes.objects.create(
        organisation_id=row.organisation_id,
        job_seeker=row,
        talent_record_id=record.id,
        place=_said(wishes, "place", 200),
        pay_text=_said(wishes, "pay", 200),
        begins=_said(wishes, "start", 100),
        note="\n".join(part for key in ("employment", "note") if (part := _said(wishes, key, 500))),
        changed_at=now,
    )
    record_step(actor, row, "accept", now=now)
    return row


def write_job_seeker(
    *,
    record: TalentRecord,
    accepted_on: date,
    received_way: str,
    wished_occupation: str,
    state: JobSeekerState,
    first_contact_on: date,
    in_charge_id: int | None,
    occupation_code: str = "",
) -> JobSeeker:
    """Write a row of the book with the next number; its validity is twelve months."""
    [number] = take_numbers(name="job_seeker")
    return JobSeeker.objects.create(
        organisation_id=current_organisation_id(),
        number=f"S-{number:05d}",
        talent_record_id=record.id,
        name=record.full_name,
        address=record.address,
        birth_date=record.birth_date,
        wished_occupation=wished_occupation[:120],
        occupation_code=occupation_code,
        received_way=received_way,
        accepted_on=accepted_on,
        valid_to=last_day_of_period(accepted_on, VALID_MONTHS),
        state=state,
        first_contact_on=first_contact_on,
        in_charge_id=in_charge_id,
    )


def close_job_seeker(
    *, actor: Actor, talent_record_id: UUID, now: datetime, reason: str = ""
) -> JobSeeker | None:
    """End the open search of a person; None when none is open. The row stays in the book."""
    row = _lock_open(talent_record_id)
    return row and end_search(
        actor=actor, row=row, event=JobSeekerEvent.CLOSE, reason=reason, now=now
    )


def cancel_job_seeker(*, actor: Actor, talent_record_id: UUID, now: datetime) -> JobSeeker | None:
    """Take an acceptance back within minutes: the row stays, marked, and its number is used up."""
    row = _lock_open(talent_record_id)
    return row and end_search(actor=actor, row=row, event=JobSeekerEvent.CANCEL, now=now)


def lock_job_seeker(job_seeker_id: UUID) -> JobSeeker:
    """Return a row of the book, locked to the end of the transaction.

    Raises:
        NotVisibleError: there is none here.
    """
    found = JobSeeker.objects.select_for_update(of=("self",)).filter(id=job_seeker_id).first()
    if found is None:
        raise NotVisibleError
    return found


def take_step(
    *,
    actor: Actor,
    row: JobSeeker,
    event: JobSeekerEvent,
    now: datetime,
    reason: str = "",
    **changes: Any,
) -> JobSeeker:
    """Move a locked row along the table of states, save it and record it.

    Args:
        actor: who acts.
        row: locked in this transaction.
        event: what happened.
        now: when.
        reason: a code for the audit; never a name.
        changes: further fields that change with the state.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = JobSeekerState(row.state)
    if not JOB_SEEKER.can(before, event):
        status = JOB_SEEKER_LABELS[before].label
        raise RefusedError(
            ja=f"今の状態（{status.ja}）では、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"This cannot be done while the search is “{status.en}”. "
            "Reload the page and check its present state.",
            code="state",
        )
    row.state = JOB_SEEKER.next_state(before, event)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    record_step(actor, row, str(event), now=now, before=before, reason=reason)
    return row


def mark_introduced(row: JobSeeker) -> None:
    """Move a search on with its first introduction, in the transaction that introduces.

    Raises:
        RefusedError: the terms of service did not arrive, or the search is over.

    Source: 職業安定法 32条の13 (terms before service).
    """
    if row.state not in SERVED_STATES:
        raise RefusedError(
            ja="この方の求職は受付中ではありません。明示書の交付と受付の開始を済ませてから紹介してください。",
            en="This person is not being served. Deliver the terms and begin the search first.",
            code="state",
        )
    if list_unreached().filter(pk=row.pk).exists():
        raise RefusedError(
            ja="明示書（取扱職種の範囲等）のメールが届いていません。別の方法で交付し、到達を記録してから"
            "紹介してください。",
            en="The mail with the terms of service did not get through. Deliver them another way "
            "and note the arrival, then introduce.",
            code="terms",
        )
    row.state = JOB_SEEKER.next_state(JobSeekerState(row.state), JobSeekerEvent.INTRODUCE)
    row.save(update_fields=["state"])


def require_not_expired(*, talent_record_id: UUID) -> None:
    """Refuse to ask somebody about a company whose search ran out and was not received anew.

    Raises:
        RefusedError: the last search expired and none is open.
    """
    rows = JobSeeker.objects.filter(talent_record_id=talent_record_id)
    states = set(rows.values_list("state", flat=True))
    if JobSeekerState.EXPIRED in states and not states & set(OPEN_STATES):
        raise RefusedError(
            ja="この方の求職は有効期間が終了しています。本人に確認し、新しく受け付けてください。",
            en="The search of this person has expired. Ask the person and receive it anew.",
            code="expired",
        )


def end_search(
    *, actor: Actor, row: JobSeeker, event: JobSeekerEvent, now: datetime, reason: str = ""
) -> JobSeeker:
    """End a search; keys to its terms of service open nothing any more.

    Args:
        actor: who ends it.
        row: locked in this transaction.
        event: ``CLOSE``, ``EXPIRE`` or ``CANCEL``.
        now: when.
        reason: ``CloseReason``; empty where the event says it all.
    """
    for terms_id in TermsDelivery.objects.filter(job_seeker=row).values_list("id", flat=True):
        close_doors(kind=Door.Kind.TERMS, subject=terms_id, now=now)
    closed_on = row.valid_to if event is JobSeekerEvent.EXPIRE else localdate(now)
    return take_step(
        actor=actor,
        row=row,
        event=event,
        now=now,
        reason=reason,
        closed_on=closed_on,
        close_reason=reason,
    )


def record_step(
    actor: Actor, row: JobSeeker, act: str, *, now: datetime, before: str = "", reason: str = ""
) -> None:
    """Write what happened to a row of the book into the chain; codes only."""
    audit.record(
        actor=actor,
        kind=f"job_seeker.{act}",
        object_kind="job_seeker",
        object_id=row.id,
        now=now,
        before=before,
        after=row.state,
        reason=reason,
    )


def _lock_open(talent_record_id: UUID) -> JobSeeker | None:
    rows = JobSeeker.objects.select_for_update(of=("self",))
    return rows.filter(talent_record_id=talent_record_id, closed_on=None).first()


def _said(wishes: Mapping[str, Any], key: str, characters_max: int) -> str:
    return str(wishes.get(key, ""))[:characters_max]
