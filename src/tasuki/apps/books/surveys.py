"""Ask employers six months after a hire whether the person stayed: mail, reminder, silence.

The mail names order and day, never the person; the page behind its key does. Opening the page
answers nothing, one tap on a button does.

Source: 職業安定法施行規則 24条の8 (離職状況の調査).
"""

import re
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.books.models import SeparationSurvey
from tasuki.apps.books.queries.lists import list_separation_checks
from tasuki.apps.books.steps import lock_hire, write_check
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify, queue_mail
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.placement.books import CheckMethod
from tasuki.apps.placement.models import Introduction, JobOrder
from tasuki.core.access import Permission
from tasuki.core.books.rows import Separated
from tasuki.core.words import Words

SURVEY_PATH: Final = "/stayed/{key}/"
REMIND_DAYS: Final = 14
"""Days after the first mail without an answer (design)."""
SILENCE_DAYS: Final = 30
"""Days after the first mail from which no answer means unknown (design)."""
LATE_DAYS: Final = 60
"""Days after that in which an answer still replaces "unknown" (design)."""
_MAIL: Final = re.compile(r"[^\s/,、（）()<>]+@[^\s/,、（）()<>]+")


@action(act=None)
def run_surveys(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Ask, remind, and close what nobody answered; safe to repeat.

    Args:
        actor: the agency's task, or a member.
        now: the moment of the run.

    Returns:
        How many were asked, reminded, closed as unknown, and could not be asked by mail.
    """
    require(actor, Permission.BOOK_VIEW)
    today = localdate(now)
    counts = dict.fromkeys(("asked", "reminded", "closed", "unreachable", "nothing"), 0)
    surveys = {
        one.introduction_id: one
        for one in SeparationSurvey.objects.select_for_update().filter(closed_on=None)
    }
    for row in list_separation_checks(is_open=True).filter(separation_due_on__lte=today):
        survey = surveys.get(row.pk)
        counts[_move(actor, row, survey, today, now)] += 1
    counts.pop("nothing", None)
    if any(counts.values()):
        audit.record(
            actor=actor,
            kind="separation.survey",
            object_kind="organisation",
            object_id=actor.organisation_id,
            now=now,
            data=dict(counts),
        )
    return counts


def find_survey_address(order: JobOrder) -> str:
    """Return where the employer of an order is asked; empty if no address is known."""
    if found := _MAIL.search(order.contact):
        return found[0]
    if order.company_id is None:
        return ""
    company = Organisation.objects.filter(pk=order.company_id).first()
    return company.contact_mail if company else ""


@action(act=None)
def answer_survey(
    *, actor: Actor, introduction_id: UUID, answer: str, left_on: date | None = None, now: datetime
) -> Introduction:
    """Keep the employer's own answer; a second one within the time replaces the first.

    Args:
        actor: whoever holds the mailed key to this one hire.
        introduction_id: the hire.
        answer: stayed, left, dismissed or unknown.
        left_on: last day of employment, if somebody left.
        now: when.

    Raises:
        NotVisibleError: the key opens another hire.
        InvalidInputError: no such answer, or a day that cannot be.
        RefusedError: a member of the agency wrote something else down in the meantime.
    """
    if actor.case_id != introduction_id:
        raise NotVisibleError
    row = lock_hire(introduction_id)
    if answer not in set(Separated):
        raise InvalidInputError(
            ja="答えを一つ選んでください。", en="Choose one of the answers.", field="answer"
        )
    if row.separation and row.separation_method not in {CheckMethod.SURVEY, CheckMethod.SILENCE}:
        raise RefusedError(
            ja="この就職の確認は済んでいます。回答は必要ありません。",
            en="This hire was checked already. No answer is needed.",
            code="checked",
        )
    today = localdate(now)
    write_check(
        actor=actor,
        row=row,
        answer=Separated(answer),
        method=CheckMethod.SURVEY,
        checked_on=today,
        left_on=left_on,
        now=now,
    )
    SeparationSurvey.objects.filter(introduction_id=row.pk).update(
        answered_on=today, closed_on=today
    )
    notify(
        actor=actor,
        text=f"{row.job_order.employer_name}が、求人{row.job_order.number}の離職状況に回答しました。",
        text_en=f"{row.job_order.employer_name} answered the check of order "
        f"{row.job_order.number}.",
        url="/agency/books/separations/?open=no",
        needs=Permission.BOOK_VIEW,
    )
    return row


def _move(
    actor: Actor, row: Introduction, survey: SeparationSurvey | None, today: date, now: datetime
) -> str:
    if survey is None:
        return _ask(actor, row, today, now)
    if today >= survey.closes_on:
        return _close(actor, row, survey, today, now)
    if survey.reminded_on is None and today >= survey.asked_on + timedelta(days=REMIND_DAYS):
        survey.reminded_on = today
        survey.save(update_fields=["reminded_on"])
        _mail(actor, row, survey, now=now)
        return "reminded"
    return "nothing"


def _ask(actor: Actor, row: Introduction, today: date, now: datetime) -> str:
    if not find_survey_address(row.job_order):
        return "unreachable"
    survey = SeparationSurvey.objects.create(
        organisation_id=current_organisation_id(),
        introduction_id=row.pk,
        asked_on=today,
        closes_on=today + timedelta(days=SILENCE_DAYS),
    )
    _mail(actor, row, survey, now=now)
    return "asked"


def _close(
    actor: Actor, row: Introduction, survey: SeparationSurvey, today: date, now: datetime
) -> str:
    survey.closed_on = today
    survey.save(update_fields=["closed_on"])
    write_check(
        actor=actor,
        row=row,
        answer=Separated.UNKNOWN,
        method=CheckMethod.SILENCE,
        checked_on=today,
        left_on=None,
        now=now,
    )
    return "closed"


def _mail(actor: Actor, row: Introduction, survey: SeparationSurvey, *, now: datetime) -> None:
    """Send the question with a new key; an earlier one closes."""
    close_doors(kind=Door.Kind.SEPARATION, subject=row.pk, now=now)
    lasts = (survey.closes_on - localdate(now)).days + LATE_DAYS
    key = make_door(
        kind=Door.Kind.SEPARATION, subject=row.pk, expires_at=now + timedelta(days=lasts)
    )
    subject, text = _write(row, survey, key)
    queue_mail(
        actor=actor,
        kind="separation_survey",
        to_address=find_survey_address(row.job_order),
        subject=subject.ja,
        text=f"{text.ja}\n\n{text.en}",
        language="ja",
        reference_kind="introduction",
        reference_id=row.pk,
        now=now,
    )


def _write(row: Introduction, survey: SeparationSurvey, key: str) -> tuple[Words, Words]:
    order, hired_on, due_on = row.job_order, row.hired_on, row.separation_due_on
    assert hired_on is not None
    assert due_on is not None
    last = due_on - timedelta(days=1)
    url = settings.BASE_URL + SURVEY_PATH.format(key=key)
    subject = Words(
        f"【{order.number}】採用後6か月の在籍の確認（1分）",
        f"[{order.number}] Is the person still with you after six months?",
    )
    text = Words(
        f"{order.employer_name} 御中\n\n"
        f"当社の紹介で{hired_on:%Y年%-m月%-d日}に採用された方（求人 {order.number}、"
        f"{order.occupation}）について、{last:%Y年%-m月%-d日}までの在籍を確認しています。\n"
        "職業安定法により、紹介会社が調べて公表するものです。\n\n"
        "次のページを開き、あてはまるボタンを一つ押してください。\n"
        f"{url}\n\n"
        f"{survey.closes_on:%Y年%-m月%-d日}までに回答がない場合は「不明」として記録します。",
        f"We ask whether the person hired on {hired_on.isoformat()} (order {order.number}) was "
        f"with you until {last.isoformat()}. Open the page above and press one button. Without "
        f"an answer by {survey.closes_on.isoformat()} we note the outcome as unknown.",
    )
    return subject, text
