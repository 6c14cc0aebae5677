"""Whom an agency may speak to about a job (H7, H8).

Nobody after a stop of use, and nobody within the two years after a placement for good.

Every outbound contact about a job passes ``require_contact``: a question about a company, a
mail about jobs, a suggestion of an engine. A person who asks first lifts the ban by that act
for six months; the request is a row of its own and an event of the audit chain.

Source: 職業安定法 指針 (no solicitation for two years after a placement, 転職勧奨の禁止).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import Introduction, WorkRequest
from tasuki.core.access import Permission, Role
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.solicitation import (
    check_solicitation,
    is_open_by_request,
    request_last_day,
)

NOTED_WAYS: Final = (
    WorkRequest.Way.PHONE,
    WorkRequest.Way.MAIL,
    WorkRequest.Way.PAPER,
    WorkRequest.Way.VISIT,
)
"""How a person may have asked where a member writes it down."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whether an agency may speak to a person about a job.

    Attributes:
        ban: why not; None if it may.
        open_until: until when a request of the person opens the ban of a placement; None where
            no ban is open that way.
    """

    ban: Refusal | None = None
    open_until: date | None = None


def find_contact(*, talent_record_id: UUID, on: date) -> Contact:
    """Return whether the agency bound now may speak to a person about a job.

    Records that were merged are one person.

    Args:
        talent_record_id: the person.
        on: the day of the contact.
    """
    return _find_contact(list_record_ids(talent_record_id=talent_record_id), on=on)


def _find_contact(record_ids: Collection[UUID], *, on: date) -> Contact:
    placed = Introduction.objects.filter(
        job_seeker__talent_record_id__in=record_ids,
        outcome=Outcome.HIRED,
        hired_on__isnull=False,
    )
    hires = list(placed.values_list("hired_on", "is_indefinite", "solicitation_ban_until"))
    if not hires:
        return Contact()
    asked_on = _last_request_on(record_ids, on=on)
    ban, open_until = None, None
    for hired_on, is_indefinite, ban_until in hires:
        assert hired_on is not None
        ban = ban or check_solicitation(
            hired_on=hired_on,
            is_indefinite_term=bool(is_indefinite),
            on=on,
            requested_on=asked_on,
        )
        is_banned = is_indefinite and ban_until is not None and ban_until >= on
        if is_banned and is_open_by_request(hired_on=hired_on, requested_on=asked_on, on=on):
            assert asked_on is not None
            open_until = request_last_day(asked_on)
    return Contact(ban=ban, open_until=open_until)


def require_contact(*, talent_record_id: UUID, on: date) -> None:
    """Refuse to speak to somebody whose use was stopped, or placed for good within two years.

    Args:
        talent_record_id: the person.
        on: the day of the contact.

    Raises:
        RefusedError: H7 or H8.

    Source: 個人情報保護法 35条; 職業安定法 指針.
    """
    ids = list_record_ids(talent_record_id=talent_record_id)
    if TalentRecord.objects.filter(id__in=ids, stopped_at__isnull=False).exists():
        raise RefusedError.by_law(_STOPPED)
    if ban := _find_contact(ids, on=on).ban:
        raise RefusedError.by_law(ban)


def _last_request_on(record_ids: Collection[UUID], *, on: date) -> date | None:
    asked = WorkRequest.objects.filter(talent_record_id__in=record_ids, requested_on__lte=on)
    return asked.order_by("-requested_on").values_list("requested_on", flat=True).first()


def log_own_request(
    *, actor: Actor, talent_record_id: UUID, way: WorkRequest.Way, now: datetime
) -> WorkRequest:
    """Write that the person who acts asked for work just now; inside an action of the person."""
    return _log(actor, talent_record_id, way, localdate(now), noted_by_id=None, now=now)


@action(act=None)
def ask_for_work(*, actor: Actor, now: datetime) -> WorkRequest:
    """Ask the agency for work on the own page; from today on it may speak about jobs.

    Raises:
        NotVisibleError: the actor has no record here.
    """
    require(actor, Permission.OWN_DATA_DECIDE)
    if actor.role is not Role.PERSON or actor.talent_record_id is None:
        raise NotVisibleError
    return log_own_request(
        actor=actor, talent_record_id=actor.talent_record_id, way=WorkRequest.Way.PAGE, now=now
    )


@action(act=None)
def note_work_request(
    *, actor: Actor, talent_record_id: UUID, way: str, requested_on: date, now: datetime
) -> WorkRequest:
    """Write down that a person asked for work by phone, mail, paper or in the office.

    Args:
        actor: the member of the agency who heard it; the name stands in the audit chain.
        talent_record_id: the person.
        way: one of ``NOTED_WAYS``.
        requested_on: the day on which the person asked, not in the future.
        now: when it is written down.

    Raises:
        NotVisibleError: no such person.
        InvalidInputError: another way, or a day in the future.
        RefusedError: no human writes it down (H7).
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    if actor.is_task or actor.account_id is None:
        raise RefusedError.by_law(_NO_HUMAN)
    if way not in NOTED_WAYS:
        raise InvalidInputError(
            ja="申し出の方法を一覧から選んでください。",
            en="Choose from the list how the person asked.",
            field="way",
        )
    if requested_on > localdate(now):
        raise InvalidInputError(
            ja="未来の日付は入力できません。申し出を受けた日を入力してください。",
            en="The day lies in the future. Enter the day on which the person asked.",
            field="requested_on",
        )
    if not TalentRecord.objects.filter(id=talent_record_id).exists():
        raise NotVisibleError
    return _log(
        actor,
        talent_record_id,
        WorkRequest.Way(way),
        requested_on,
        noted_by_id=actor.account_id,
        now=now,
    )


def _log(
    actor: Actor,
    talent_record_id: UUID,
    way: WorkRequest.Way,
    requested_on: date,
    *,
    noted_by_id: int | None,
    now: datetime,
) -> WorkRequest:
    row = WorkRequest.objects.create(
        organisation_id=current_organisation_id(),
        talent_record_id=talent_record_id,
        requested_on=requested_on,
        way=way,
        noted_by_id=noted_by_id,
    )
    audit.record(
        actor=actor,
        kind="work_request.log",
        object_kind="work_request",
        object_id=row.id,
        now=now,
        after=str(way),
        data={"talent_record_id": str(talent_record_id), "on": requested_on.isoformat()},
    )
    return row


_STOPPED: Final = Refusal(
    "H8",
    "本人の求めで利用を停止しているため、連絡できません。",
    "The use of this person's data is stopped, so nobody may be in touch.",
    "連絡は行わず、本人から新しい登録があるまで待ってください。",
    "Do not contact the person; wait until he or she registers anew.",
    "個人情報保護法 35条",
)
_NO_HUMAN: Final = Refusal(
    "H7",
    "本人の申し出は、聞いた担当者だけが記録できます。",
    "Only the member who heard it can write down what the person asked for.",
    "申し出を受けた担当者がサインインして記録してください。",
    "Have that member sign in and write it down.",
    "職業安定法 指針（就職から2年間の転職勧奨の禁止）",
)
