"""Interviews: fixed, moved, held, cancelled; both sides and the person get an invitation.

Source: RFC 5545, RFC 5546 (the same appointment with a higher version replaces the former one).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.actions.employer import begin_interviews
from tasuki.apps.introductions.appointments import end_interview, send_appointment, show_interview
from tasuki.apps.introductions.models import Interview, InterviewViewer, IntroductionCase
from tasuki.apps.introductions.steps import checked_text, keeper_of, require_side, tell
from tasuki.core.introductions.labels import INTERVIEW_LABELS
from tasuki.core.introductions.machine import INTERVIEW, CaseState, InterviewEvent, InterviewState
from tasuki.core.introductions.waiting import answer_day

MINUTES_LEAST: Final = 10
MINUTES_MOST: Final = 480
PLACE_CHARACTERS_MAX: Final = 200
URL_CHARACTERS_MAX: Final = 300
NOTE_CHARACTERS_MAX: Final = 300
INTERVIEWS_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """When and where.

    Attributes:
        starts_at: aware, in the future.
        minutes: 10-480.
        way: an ``Interview.Way``.
        place: needed for a meeting at a place.
        url: http or https; for a meeting online, unless the note says how.
        note: for everybody, the person included.
    """

    starts_at: datetime
    minutes: int
    way: str
    place: str = ""
    url: str = ""
    note: str = ""


@action(act=None)
def plan_interview(*, actor: Actor, case_id: UUID, meeting: Meeting, now: datetime) -> Interview:
    """IV1: fix the next interview; from the documents this is the yes to meet (IC6).

    Args:
        actor: a member of either side.
        case_id: a case at its documents or interviews.
        meeting: when and where.
        now: when it is fixed.

    Raises:
        RefusedError: the case is not that far, or over; H1, H5.
        InvalidInputError: the time lies in the past, or place, minutes or address cannot be used.
    """
    require_side(actor, now=now)
    checked = _check(meeting, now=now)
    with keeper_of(case_id, actor=actor) as case:
        if case.state == CaseState.DOCUMENT:
            begin_interviews(actor=actor, case=case, now=now)
        _check_open(case)
        number = Interview.objects.filter(case=case).count() + 1
        if number > INTERVIEWS_MAX:
            raise InvalidInputError(
                ja=f"面接は{INTERVIEWS_MAX}回までです。",
                en=f"A case has at most {INTERVIEWS_MAX} interviews.",
                field="starts_at",
            )
        interview = Interview(
            organisation_id=case.organisation_id,
            case=case,
            number=number,
            planned_by_name=actor.name,
            **_columns(checked),
        )
        interview.save()
        show_interview(interview, case)
        _follow(actor, case, interview, InterviewEvent.PLAN, now=now)
        return interview


@action(act=None)
def move_interview(
    *, actor: Actor, interview_id: UUID, meeting: Meeting, now: datetime
) -> Interview:
    """IV2: another time or place; the calendars replace the former one.

    Raises:
        RefusedError: it was held or cancelled; H1, H5.
        InvalidInputError: as for ``plan_interview``.
    """
    require_side(actor, now=now)
    checked = _check(meeting, now=now)
    with _taken(actor, interview_id, InterviewEvent.MOVE) as (case, interview):
        for name, value in _columns(checked).items():
            setattr(interview, name, value)
        interview.sequence += 1
        interview.reminded_at = None
        interview.save()
        _follow(actor, case, interview, InterviewEvent.MOVE, now=now)
        return interview


@action(act=None)
def hold_interview(*, actor: Actor, interview_id: UUID, now: datetime) -> Interview:
    """IV3: it took place; the employer answers within five days.

    Raises:
        RefusedError: it was cancelled, or held already.
        InvalidInputError: it lies ahead.
    """
    require_side(actor, now=now)
    with _taken(actor, interview_id, InterviewEvent.HOLD) as (case, interview):
        if interview.starts_at > now:
            raise InvalidInputError(
                ja="面接の時刻がまだ来ていません。終わってから記録してください。",
                en="The interview lies ahead. Record it afterwards.",
                field="starts_at",
            )
        interview.state = InterviewState.HELD
        interview.save(update_fields=["state"])
        tell(actor=actor, case=case, kind=InterviewEvent.HOLD, code="IV3", now=now)
        _wait(case, now=now)
        return interview


@action(act=None)
def cancel_interview(*, actor: Actor, interview_id: UUID, now: datetime) -> Interview:
    """IV4: it will not take place; the calendars take it out.

    Raises:
        RefusedError: it was held or cancelled already.
    """
    require_side(actor, now=now)
    with _taken(actor, interview_id, InterviewEvent.CANCEL) as (case, interview):
        end_interview(actor=actor, case=case, interview=interview, now=now)
        _wait(case, now=now)
        return interview


@contextmanager
def _taken(
    actor: Actor, interview_id: UUID, event: InterviewEvent
) -> Iterator[tuple[IntroductionCase, Interview]]:
    """Lock case and interview of the agency that keeps them."""
    seen = InterviewViewer.objects.select_related("subject").filter(subject_id=interview_id).first()
    if seen is None:
        raise NotVisibleError
    with keeper_of(seen.subject.case_id, actor=actor) as case:
        interview = Interview.objects.select_for_update(of=("self",)).get(id=interview_id)
        state = InterviewState(interview.state)
        if not INTERVIEW.can(state, event):
            label = INTERVIEW_LABELS[state].label
            raise RefusedError(
                ja=f"この面接は「{label.ja}」のため、この操作はできません。",
                en=f"This interview is “{label.en}”, so this is not possible.",
                code="state",
            )
        yield case, interview


def _follow(
    actor: Actor,
    case: IntroductionCase,
    interview: Interview,
    event: InterviewEvent,
    *,
    now: datetime,
) -> None:
    code = INTERVIEW.find_transition(
        None if event is InterviewEvent.PLAN else InterviewState.PLANNED, event
    ).code
    tell(actor=actor, case=case, kind=event, code=code, now=now)
    _wait(case, now=now)
    send_appointment(actor=actor, case=case, interview=interview, event=event, now=now)


def _wait(case: IntroductionCase, *, now: datetime) -> None:
    """Count the days to answer from the last interview that lies ahead, else from today."""
    if case.state != CaseState.INTERVIEW:
        return
    ahead = Interview.objects.filter(case=case, state=InterviewState.PLANNED)
    last = ahead.order_by("-starts_at").values_list("starts_at", flat=True).first()
    case.answer_by = answer_day(
        localdate(now), interview_on=localdate(last) if last is not None else None
    )
    case.reminded_on = None
    case.save(update_fields=["answer_by", "reminded_on"])


def _check_open(case: IntroductionCase) -> None:
    if case.state == CaseState.INTERVIEW:
        return
    raise RefusedError(
        ja=f"紹介 {case.number} は面接の段階ではないため、面接を決められません。",
        en=f"Introduction {case.number} is not at its interviews, so none can be fixed.",
        code="state",
    )


def _columns(meeting: Meeting) -> dict[str, object]:
    return {name: getattr(meeting, name) for name in Meeting.__slots__}


def _check(meeting: Meeting, *, now: datetime) -> Meeting:
    if meeting.starts_at <= now:
        raise InvalidInputError(
            ja="これからの日時を入力してください。",
            en="Enter a time in the future.",
            field="starts_at",
        )
    if not MINUTES_LEAST <= meeting.minutes <= MINUTES_MOST:
        raise InvalidInputError(
            ja=f"時間は{MINUTES_LEAST}〜{MINUTES_MOST}分で入力してください。",
            en=f"Enter {MINUTES_LEAST} to {MINUTES_MOST} minutes.",
            field="minutes",
        )
    if meeting.way not in Interview.Way.values:
        raise InvalidInputError(
            ja="方法を一覧から選んでください。", en="Choose a way from the list.", field="way"
        )
    place = checked_text(meeting.place, field="place", most=PLACE_CHARACTERS_MAX)
    url = checked_text(meeting.url, field="url", most=URL_CHARACTERS_MAX)
    note = checked_text(meeting.note, field="note", most=NOTE_CHARACTERS_MAX)
    if url and (urlsplit(url).scheme not in {"http", "https"} or " " in url):
        raise InvalidInputError(
            ja="「https://」で始まるアドレスを入力してください。",
            en="Enter an address that begins with https://.",
            field="url",
        )
    _check_where(meeting.way, place=place, url=url, note=note)
    return Meeting(
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        way=meeting.way,
        place=place,
        url=url,
        note=note,
    )


def _check_where(way: str, *, place: str, url: str, note: str) -> None:
    if way == Interview.Way.ONSITE and not place:
        raise InvalidInputError(ja="場所を入力してください。", en="Enter the place.", field="place")
    if way == Interview.Way.ONLINE and not (url or note):
        raise InvalidInputError(
            ja="会議のアドレス、または連絡事項に接続の方法を入力してください。",
            en="Enter the address of the meeting, or say in the note how to join.",
            field="url",
        )
