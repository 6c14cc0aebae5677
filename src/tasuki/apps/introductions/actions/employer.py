"""What the employer decides: interview, offer, no; and the joining.

A member of the company acts; for an employer that answers by phone or mail, a member of the
agency records what it said, by name.

Source: law.md 1.2, 1.6, 1.7, H12; 職業安定法 5条の3第3項; 労働基準法 15条.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.appointments import cancel_planned
from tasuki.apps.introductions.hires import list_after_hire
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.introductions.steps import (
    Told,
    check_step,
    checked_text,
    keeper_of,
    move_case,
    notify_agency,
    notify_other_side,
    require_named_human,
    require_side,
)
from tasuki.apps.openings.models import Opening
from tasuki.apps.placement import books
from tasuki.apps.placement.models import Introduction, JobOrder
from tasuki.apps.relay import candidates
from tasuki.apps.relay.models import Release
from tasuki.core.access import OrganisationKind
from tasuki.core.introductions.machine import CaseEvent
from tasuki.core.introductions.reasons import DECLINE_WORDS, DeclineReason, is_repeated
from tasuki.core.introductions.waiting import answer_day
from tasuki.core.words import Words

TERMS_CHARACTERS_MAX = 1_000
YEN_MAX = 2_000_000_000


@action(act=None)
def invite_person(*, actor: Actor, case_id: UUID, now: datetime) -> IntroductionCase:
    """IC6: the employer wants to meet the person.

    Args:
        actor: a member of either side.
        case_id: a case at its documents.
        now: when.
    """
    require_side(actor, now=now)
    with keeper_of(case_id, actor=actor) as case:
        return begin_interviews(actor=actor, case=case, now=now)


def begin_interviews(*, actor: Actor, case: IntroductionCase, now: datetime) -> IntroductionCase:
    """Move a locked case to its interviews and tell the other side."""
    changes = {"answer_by": answer_day(localdate(now))}
    move_case(actor=actor, case=case, step=CaseEvent.INVITE, now=now, changes=changes)
    words = Words(
        f"紹介 {case.number}（{case.job_title}）：書類選考を通過しました。"
        "面接の日時を決めてください。",
        f"Introduction {case.number} ({case.job_title}): to be interviewed. Fix the day.",
    )
    notify_other_side(actor, case, words)
    return case


@action(act=None)
def make_offer(
    *,
    actor: Actor,
    case_id: UUID,
    pay_yen: int,
    starts_on: date,
    is_indefinite: bool,
    answer_by: date,
    changed_terms: str = "",
    now: datetime,
) -> IntroductionCase:
    """IC7: the employer offers the job.

    Args:
        actor: a member of either side.
        case_id: a case at its documents or interviews.
        pay_yen: yearly pay offered, yen, > 0.
        starts_on: first day of work, after the day to answer.
        is_indefinite: 無期雇用.
        answer_by: last day for the person to answer, from today.
        changed_terms: every condition that is fixed, changed, left out or added against what
            the job said; empty if none. The person must be told in writing before accepting.
        now: when.

    Raises:
        RefusedError: the term differs from the job's and no change is stated; H5.
        InvalidInputError: pay or days cannot be used.

    Source: 職業安定法 5条の3第3項 (changed conditions are shown before the contract).
    """
    require_side(actor, now=now)
    today = localdate(now)
    terms = checked_text(changed_terms, field="changed_terms", most=TERMS_CHARACTERS_MAX)
    _check_pay(pay_yen, field="pay_yen")
    if not today <= answer_by <= starts_on:
        raise InvalidInputError(
            ja="回答の期限は今日以後、入社予定日以前にしてください。",
            en="The day to answer lies between today and the first day of work.",
            field="answer_by",
        )
    with keeper_of(case_id, actor=actor) as case:
        check_step(case, CaseEvent.OFFER)
        _check_term(case, is_indefinite=is_indefinite, terms=terms)
        changes: dict[str, Any] = {
            "offer_pay_yen": pay_yen,
            "offer_starts_on": starts_on,
            "is_indefinite": is_indefinite,
            "changed_terms": terms,
            "change_told_on": None,
            "answer_by": answer_day(today, named_day=answer_by),
        }
        move_case(actor=actor, case=case, step=CaseEvent.OFFER, now=now, changes=changes)
        cancel_planned(actor=actor, case=case, now=now)
        words = Words(
            f"紹介 {case.number}（{case.job_title}）：内定が出ました。{answer_by:%Y/%m/%d}までに"
            "本人の回答を確認してください。",
            f"Introduction {case.number} ({case.job_title}): an offer was made. The person "
            f"answers by {answer_by.isoformat()}.",
        )
        notify_other_side(actor, case, words)
        return case


@action(act=None)
def decline_person(
    *,
    actor: Actor,
    case_id: UUID,
    reason: str,
    note: str,
    person_text: str = "",
    now: datetime,
) -> IntroductionCase:
    """IC10: the employer does not hire; a named human says why.

    Args:
        actor: a named member of either side, never a task (H12).
        case_id: a case at its documents, interviews or offer.
        reason: a ``DeclineReason``; both sides read it.
        note: the reason in words; stays with the side that writes it.
        person_text: what the employer would say to the person; goes to the agency, which
            writes to the person.
        now: when.

    Raises:
        RefusedError: H12, H5; or the text for the person repeats the own words.
        InvalidInputError: unknown reason, or a text is too long.
    """
    is_company = require_side(actor, now=now)
    if reason not in DECLINE_WORDS:
        raise InvalidInputError(
            ja="理由を一覧から選んでください。", en="Choose a reason.", field="reason"
        )
    inner = checked_text(note, field="note")
    require_named_human(actor, reason=inner)
    outer = checked_text(person_text, field="person_text")
    require_own_words(inner, outer, field="person_text")
    with keeper_of(case_id, actor=actor) as case:
        told = Told(
            reason=DeclineReason(reason),
            company_note=inner if is_company else "",
            agency_note="" if is_company else inner,
            person_text=outer,
        )
        changes: dict[str, Any] = {
            "end_code": reason,
            "decided_by_id": actor.account_id,
            "decided_by_name": actor.name,
            "answer_by": answer_day(localdate(now)),
        }
        move_case(
            actor=actor, case=case, step=CaseEvent.DECLINE, now=now, told=told, changes=changes
        )
        cancel_planned(actor=actor, case=case, now=now)
        assert case.introduction_id is not None
        outcome = books.Outcome.NOT_HIRED
        books.record_end(introduction_id=case.introduction_id, outcome=outcome)
        release = Release.objects.get(id=case.release_id)
        candidates.close_copy(actor=actor, release=release, outcome="not_hired", code=reason)
        words = Words(
            f"紹介 {case.number}（{case.job_title}）：見送りの回答がありました。"
            "本人への連絡をお願いします。",
            f"Introduction {case.number} ({case.job_title}): not hired. Tell the person.",
        )
        if is_company:
            notify_agency(actor, case, words)
        return case


def require_own_words(inner: str, outer: str, *, field: str) -> None:
    """Refuse a text for the person that repeats what a side noted for itself.

    Raises:
        RefusedError: code ``internal_words``.
    """
    if not is_repeated(inner, outer):
        return
    raise RefusedError(
        ja="本人に伝える文に、社内の理由がそのまま入っています。本人向けの言葉で書き直してください。",
        en="The text for the person repeats the internal reason. Write it anew for the person.",
        code="internal_words",
        field=field,
    )


@action(act=None)
def record_joining(
    *,
    actor: Actor,
    case_id: UUID,
    hired_on: date,
    theoretical_pay_yen: int,
    is_indefinite: bool,
    is_conditions_notice_sent: bool,
    now: datetime,
) -> IntroductionCase:
    """IC9: the person began work; the books say so, and what follows a hire begins.

    Args:
        actor: a member of either side.
        case_id: a case whose offer was accepted.
        hired_on: first day of work, from the introduction to today.
        theoretical_pay_yen: monthly pay x 12 + fixed bonus + fixed allowances, yen, > 0.
        is_indefinite: 無期雇用; starts the two years without solicitation (H7).
        is_conditions_notice_sent: the 労働条件通知書 was handed to the person.
        now: when it is recorded.

    Raises:
        RefusedError: no notice of conditions.
        InvalidInputError: day or pay cannot be used.

    Source: 労働基準法 15条; 職業安定法施行規則 24条の7; 指針 (two years without solicitation).
    """
    require_side(actor, now=now)
    _check_pay(theoretical_pay_yen, field="theoretical_pay_yen")
    if not is_conditions_notice_sent:
        raise RefusedError(
            ja="労働条件通知書を本人に渡してから、入社を記録してください。",
            en="Hand the notice of working conditions to the person before recording the hire.",
            code="conditions_notice",
        )
    with keeper_of(case_id, actor=actor) as case:
        check_step(case, CaseEvent.JOIN)
        _check_hired_on(case, hired_on, today=localdate(now))
        if case.introduction_id is None:
            raise NotVisibleError
        introduction = Introduction.objects.get(id=case.introduction_id)
        books.record_hire(
            introduction=introduction,
            hired_on=hired_on,
            is_indefinite=is_indefinite,
            now=now,
            theoretical_pay_yen=theoretical_pay_yen,
        )
        release = Release.objects.get(id=case.release_id)
        candidates.close_copy(actor=actor, release=release, outcome="hired")
        changes = {
            "hired_on": hired_on,
            "theoretical_pay_yen": theoretical_pay_yen,
            "is_indefinite": is_indefinite,
        }
        move_case(actor=actor, case=case, step=CaseEvent.JOIN, now=now, changes=changes)
        words = Words(
            f"紹介 {case.number}（{case.job_title}）：{hired_on:%Y/%m/%d}に入社しました。",
            f"Introduction {case.number} ({case.job_title}): joined on {hired_on.isoformat()}.",
        )
        notify_other_side(actor, case, words)
        _tell_filled(actor, case)
        _follow_hire(actor, case, introduction.id, theoretical_pay_yen, now=now)
        return case


def _tell_filled(actor: Actor, case: IntroductionCase) -> None:
    """Say that an order has everybody it asked for; who closes it is a human."""
    order = JobOrder.objects.get(id=case.job_order_id)
    hired = Introduction.objects.filter(job_order=order, outcome=books.Outcome.HIRED).count()
    if order.closed_on is None and hired >= order.person_count:
        words = Words(
            f"求人 {order.number}（{case.job_title}）の人数がそろいました。"
            "終了するか確認してください。",
            f"Order {order.number} ({case.job_title}) has everybody it asked for. "
            "See whether it is to be closed.",
        )
        notify_agency(actor, case, words)


def _follow_hire(
    actor: Actor,
    case: IntroductionCase,
    introduction_id: UUID,
    theoretical_pay_yen: int,
    *,
    now: datetime,
) -> None:
    """Let other areas follow, in the agency's name; what they refuse is told, the hire stays."""
    task = Actor.for_task(organisation_id=case.organisation_id, kind=OrganisationKind.AGENCY)
    for follow in list_after_hire():
        try:
            with bound(case.organisation_id, actor.account_id):
                follow(
                    actor=task,
                    introduction_id=introduction_id,
                    theoretical_pay_yen=theoretical_pay_yen,
                    now=now,
                )
        except ActionError as error:
            notify_agency(
                actor,
                case,
                Words(
                    f"紹介 {case.number}：手数料の準備ができませんでした。{error.ja}",
                    f"Introduction {case.number}: the fee could not be prepared. {error.en}",
                ),
            )


def _check_term(case: IntroductionCase, *, is_indefinite: bool, terms: str) -> None:
    opening = Opening.objects.filter(id=case.opening_id).first()
    if opening is None or opening.is_indefinite == is_indefinite or terms:
        return
    raise RefusedError(
        ja="雇用期間が求人票と異なります。変更する条件の欄に、求人票の内容と変更後の内容を書いてください。"
        "本人には書面で明示してから承諾を受けます。（職業安定法5条の3第3項）",
        en="The term differs from the job as it was told. State the change: it is shown to the "
        "person in writing before the offer is accepted (Employment Security Act 5-3).",
        code="change_not_stated",
        field="changed_terms",
    )


def _check_pay(pay_yen: int, *, field: str) -> None:
    if not 0 < pay_yen <= YEN_MAX:
        raise InvalidInputError(
            ja="年収（円）を入力してください。",
            en="Enter the yearly pay in yen.",
            field=field,
        )


def _check_hired_on(case: IntroductionCase, hired_on: date, *, today: date) -> None:
    begin = localdate(case.sent_at) if case.sent_at else today
    if not begin <= hired_on <= today:
        raise InvalidInputError(
            ja=f"入社日は、紹介した日（{begin:%Y/%m/%d}）から今日までの日付にしてください。",
            en=f"The first day of work lies between the introduction ({begin.isoformat()}) and "
            "today.",
            field="hired_on",
        )
