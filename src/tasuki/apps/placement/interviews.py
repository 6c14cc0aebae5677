"""Notes of talks with job seekers; what selection must not know is never stored (H5)."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.placement.actions import lock_job_seeker, record_step
from tasuki.apps.placement.models import InterviewNote
from tasuki.apps.placement.terms import check_day
from tasuki.core.access import Permission

NOTE_CHARACTERS_MAX: Final = 4_000


@action(act=None)
def add_interview_note(
    *, actor: Actor, job_seeker_id: UUID, held_on: date, way: str, text: str, now: datetime
) -> InterviewNote:
    """Keep what was talked about; it never leaves the agency.

    Args:
        actor: who writes.
        job_seeker_id: with whom.
        held_on: the day of the talk, not in the future.
        way: ``InterviewNote.Way``.
        text: 1-4000 characters.
        now: when it is written.

    Raises:
        RefusedError: H5, the note touches forbidden data; nothing of it is stored.
        InvalidInputError: no text, too long, or a day in the future.
        NotVisibleError: no such job seeker.

    Source: 職業安定法 5条の5; 公正な採用選考の基本.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    row = lock_job_seeker(job_seeker_id)
    check_day(held_on, field="held_on", now=now)
    if way not in InterviewNote.Way.values:
        raise InvalidInputError(
            ja="面談の方法を一覧から選んでください。",
            en="Choose the way from the list.",
            field="way",
        )
    read = text.replace("\r\n", "\n").strip()
    if not read or len(read) > NOTE_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"面談の記録を1文字以上{NOTE_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter a note of 1 to {NOTE_CHARACTERS_MAX:,} characters.",
            field="text",
        )
    require_lawful_text(read, field="text")
    note = InterviewNote.objects.create(
        organisation_id=row.organisation_id,
        job_seeker=row,
        talent_record_id=row.talent_record_id,
        held_on=held_on,
        way=way,
        text=read,
        author_id=actor.account_id,
    )
    record_step(actor, row, "note_add", now=now)
    return note


@action(act=None)
def remove_interview_note(*, actor: Actor, note_id: UUID, now: datetime) -> UUID:
    """Remove a note for good and return the id of its job seeker.

    Raises:
        NotVisibleError: no such note.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    note = InterviewNote.objects.select_for_update(of=("self",)).filter(id=note_id).first()
    if note is None:
        raise NotVisibleError
    row = lock_job_seeker(note.job_seeker_id)
    note.delete()
    record_step(actor, row, "note_remove", now=now)
    return row.id
