"""What the person decides, recorded by the agency; and what the person is told.

Source: law.md 1.7, H12; 職業安定法 5条の3第3項.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import lock_person
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.actions.employer import require_own_words
from tasuki.apps.introductions.following import withdraw_case
from tasuki.apps.introductions.models import CaseEvent as Line
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.introductions.people import find_addressee
from tasuki.apps.introductions.steps import (
    check_step,
    checked_text,
    find_visible,
    keeper_of,
    move_case,
    notify_company,
    require_named_human,
    require_side,
    take_case,
    tell,
)
from tasuki.apps.messages.actions import queue_mail
from tasuki.apps.placement.models import JobSeeker
from tasuki.core.access import Permission
from tasuki.core.introductions.machine import CaseEvent, CaseState
from tasuki.core.introductions.reasons import WITHDRAW_WORDS, WithdrawReason
from tasuki.core.introductions.waiting import Turn
from tasuki.core.words import Words

PERSON_TEXT_MAX = 2_000
MAIL_KIND = "introduction_result"


@action(act=None)
def note_change_told(
    *, actor: Actor, case_id: UUID, told_on: date, now: datetime
) -> IntroductionCase:
    """Record that the person got the changed conditions in writing.

    Args:
        actor: a member of either side.
        case_id: a case with an offer that differs from the job.
        told_on: the day, from the offer to today.
        now: when it is recorded.

    Raises:
        RefusedError: no change was stated, or there is no offer to answer.
        InvalidInputError: the day lies in the future.

    Source: 職業安定法 5条の3第3項; 施行規則 4条の2 (変更の明示).
    """
    require_side(actor, now=now)
    if told_on > localdate(now):
        raise InvalidInputError(
            ja="未来の日付は入力できません。書面を渡した日を入力してください。",
            en="The day lies in the future. Enter the day on which it was handed over.",
            field="told_on",
        )
    with keeper_of(case_id, actor=actor) as case:
        if case.state != CaseState.OFFER or not case.changed_terms:
            raise RefusedError(
                ja="明示が必要な条件の変更はありません。画面を読み込み直してください。",
                en="There is no changed condition to be told. Reload the page.",
                code="state",
            )
        case.change_told_on = told_on
        case.save(update_fields=["change_told_on"])
        tell(actor=actor, case=case, kind="change_told", now=now)
        return case


@action(act=None)
def accept_offer(*, actor: Actor, case_id: UUID, now: datetime) -> IntroductionCase:
    """IC8: the person accepted the offer; a member of the agency records it.

    Args:
        actor: a member of the agency.
        case_id: a case with an offer.
        now: when.

    Raises:
        RefusedError: changed conditions were not told in writing; or there is no offer.

    Source: 職業安定法 5条の3第3項.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    with keeper_of(case_id, actor=actor) as case:
        check_step(case, CaseEvent.ACCEPT)
        if case.changed_terms and case.change_told_on is None:
            raise RefusedError(
                ja="求人票と異なる条件があります。変更内容を書面で本人に明示し、その日を記録してから"
                "承諾を記録してください。（職業安定法5条の3第3項）",
                en="Conditions differ from the job. Show the changes to the person in writing "
                "and record the day before the acceptance (Employment Security Act 5-3).",
                code="change_not_told",
            )
        changes = {"answer_by": case.offer_starts_on}
        move_case(actor=actor, case=case, step=CaseEvent.ACCEPT, now=now, changes=changes)
        words = Words(
            f"紹介 {case.number}（{case.job_title}）：本人が内定を承諾しました。"
            "入社したら記録してください。",
            f"Introduction {case.number} ({case.job_title}): the offer was accepted. Record the "
            "joining on the day.",
        )
        notify_company(actor, case, words, mailed_at=now)
        return case


@action(act=None)
def withdraw_person(
    *, actor: Actor, case_id: UUID, reason: str, note: str = "", now: datetime
) -> IntroductionCase:
    """IC11: the person does not want to go on; the company learns that and not why.

    Args:
        actor: a named member of the agency who heard it (H12).
        case_id: a case after the yes and before its end.
        reason: a ``WithdrawReason``; stays with the agency.
        note: words that stay with the agency.
        now: when.

    Raises:
        RefusedError: H5, H12; or the case is over.
        InvalidInputError: unknown reason.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    if reason not in WITHDRAW_WORDS:
        raise InvalidInputError(
            ja="理由を一覧から選んでください。", en="Choose a reason.", field="reason"
        )
    text = checked_text(note, field="note")
    require_named_human(actor, reason=reason)
    seen = find_visible(case_id)
    lock_person(_record_of(seen))
    case = take_case(case_id)
    withdraw_case(actor=actor, case=case, reason=WithdrawReason(reason), note=text, now=now)
    return case


@action(act=None)
def tell_person(*, actor: Actor, case_id: UUID, text: str, now: datetime) -> IntroductionCase:
    """Write to the person that the employer will not go on; once.

    Args:
        actor: a named member of the agency.
        case_id: a case that ended without a hire.
        text: what the person reads, written for the person, 1-2,000 characters.
        now: when.

    Raises:
        RefusedError: told already, or the case did not end that way; H5, H12; the text repeats
            internal words.
        InvalidInputError: no text, or no address.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    words = checked_text(text, field="text", most=PERSON_TEXT_MAX)
    require_named_human(actor, reason=words)
    with keeper_of(case_id, actor=actor) as case:
        if case.state != CaseState.NOT_HIRED or case.told_at is not None:
            raise RefusedError(
                ja="本人への連絡は済んでいるか、必要ありません。画面を読み込み直してください。",
                en="The person was told already, or need not be. Reload the page.",
                code="state",
            )
        require_own_words(_own_note(case), words, field="text")
        to = find_addressee(job_seeker_id=case.job_seeker_id)
        if to is None:
            raise InvalidInputError(
                ja="本人のメールアドレスがないか、連絡を止めています。電話などで伝えた場合は、"
                "面談の記録に残してください。",
                en="There is no address of the person, or contact was stopped. If you told the "
                "person by phone, keep it in the notes.",
                field="text",
            )
        is_english = to.language.startswith("en")
        queue_mail(
            actor=actor,
            kind=MAIL_KIND,
            to_address=to.mail,
            subject=f"{case.company_name}: result" if is_english else f"{case.company_name}の結果",
            text=f"{to.name}\n\n{words}" if is_english else f"{to.name} 様\n\n{words}",
            language=to.language,
            reference_kind="introduction",
            reference_id=case.id,
            person_id=_record_of(case),
            now=now,
        )
        case.told_at, case.turn, case.answer_by = now, Turn.NOBODY, None
        case.save(update_fields=["told_at", "turn", "answer_by"])
        tell(actor=actor, case=case, kind="tell", now=now)
        return case


def _record_of(case: IntroductionCase) -> UUID:
    seeker = JobSeeker.objects.filter(id=case.job_seeker_id).first()
    if seeker is None:
        raise NotVisibleError
    return seeker.talent_record_id


def _own_note(case: IntroductionCase) -> str:
    """Return what a member of the agency noted for itself; the company's own words stay there."""
    found = Line.objects.filter(case_id=case.id, kind=CaseEvent.DECLINE).first()
    return found.note if found is not None else ""
