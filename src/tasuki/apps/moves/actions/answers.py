"""The person's own yes or no to a case: asked by a mailed key, answered by nobody else.

Opening the key answers nothing. A yes can be taken back until the first day; a no ends the case
and has no drawback. A key belongs to the terms that were shown: changed terms close it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify, queue_mail
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.policy import move_facts, notice_items
from tasuki.apps.moves.queries.questions import find_case, find_language, mail_of, question_of
from tasuki.apps.moves.steps import check_step, lock, record, refuse_by_law, take_step
from tasuki.apps.orgs.actions import close_doors, make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door, find_organisation
from tasuki.core.access import Permission, Role
from tasuki.core.law.contract_work import check_notice
from tasuki.core.law.secondment import check_consent
from tasuki.core.moves.machines import (
    ContractWorkEvent,
    MoveEvent,
    SideWorkEvent,
    SideWorkState,
)
from tasuki.core.words import Words

CASE_PATH: Final = "/case/{key}/"
KEY_DAYS: Final = 60
_OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What a mailed key opens: who acts, and the case."""

    actor: Actor
    case_id: UUID


def open_case(*, key: str, now: datetime) -> OpenCase | None:
    """Return what a key opens; None if it is unknown, closed or too old, the same for all."""
    door = find_door(kind=Door.Kind.CASE_ANSWER, key=key, now=now)
    if door is None:
        return None
    return OpenCase(door.holder, door.subject)


@action(act=None)
def ask_person(*, actor: Actor, case_id: UUID, now: datetime) -> Any:
    """Mail the person the terms with a key that opens this one case; an earlier key closes.

    Args:
        actor: a member of the company.
        case_id: an explained move, an agreed side work or an issued notice.
        now: when; the key opens for 60 days.

    Raises:
        InvalidInputError: there is no mail address.
        RefusedError: nothing is to be answered now.
        NotVisibleError: no such case.
    """
    require(actor, Permission.MOVE_EDIT)
    row = _lock_case(case_id)
    question = question_of(row, on=localdate(now))
    if not (question.is_open or question.can_take_back):
        raise RefusedError(
            ja="今は本人に聞く内容がありません。条件の説明・承認・通知の発行を先に済ませてください。",
            en="Nothing is to be asked now. Deliver the conditions, agree or issue the notice.",
            code="state",
        )
    if not (mail := mail_of(row)):
        raise InvalidInputError(
            ja="本人のメールアドレスを登録してから送ってください。",
            en="Enter the person's mail address first.",
            field="person_mail",
        )
    close_doors(kind=Door.Kind.CASE_ANSWER, subject=row.pk, now=now)
    key = make_door(
        kind=Door.Kind.CASE_ANSWER, subject=row.pk, expires_at=now + timedelta(days=KEY_DAYS)
    )
    subject, text = _write_mail(row, key=key, question_title=question.title)
    language = find_language(row)
    queue_mail(
        actor=actor,
        kind="case_question",
        to_address=mail,
        subject=subject.in_language(language),
        text=text.in_language(language),
        language=language,
        reference_kind="case",
        reference_id=row.pk,
        person_id=row.talent_record_id,
        now=now,
    )
    record(actor=actor, row=row, act=f"{_kind_of(row)}.ask", now=now)
    return row


@action(act=None)
def answer_case(*, actor: Actor, case_id: UUID, is_yes: bool, now: datetime) -> Any:
    """Keep the person's own yes or no to any kind of case; see the three below.

    Raises:
        NotVisibleError: the actor is not the person whom the case is about.
        RefusedError: nothing is to be answered any more, or a hard stop.
    """
    row = _take_own(actor, case_id)
    answer = {Secondment: answer_move, SideWork: answer_side_work, ContractWork: answer_notice}
    done = answer[type(row)](actor=actor, row_id=row.pk, is_yes=is_yes, now=now)
    if not is_yes:
        close_doors(kind=Door.Kind.CASE_ANSWER, subject=row.pk, now=now)
    said = Words("同意しました", "said yes") if is_yes else Words("同意しませんでした", "said no")
    notify(
        actor=actor,
        text=f"{row.number}について、本人が{said.ja}。",
        text_en=f"The person {said.en} about {row.number}.",
        url=_PAGES[type(row)].format(id=row.pk),
        needs=Permission.MOVE_VIEW,
        mail_to=Permission.MOVE_EDIT,
        now=now,
    )
    return done


def answer_move(*, actor: Actor, row_id: UUID, is_yes: bool, now: datetime) -> Secondment:
    """Keep the answer to a secondment or transfer; a yes can be taken back until the start.

    Raises:
        NotVisibleError: the actor is not its person.
        RefusedError: H9: the conditions were not delivered; or it has begun or is over.

    Source: 労働契約法 14条; 民法 625条1項.
    """
    row = _take_own(actor, row_id)
    assert isinstance(row, Secondment)
    if not is_yes:
        take_step(
            actor=actor,
            row=row,
            event=MoveEvent.DECLINE,
            now=now,
            ended_on=localdate(now),
            consented_on=None,
        )
        return row
    check_step(row, MoveEvent.CONSENT)
    row.consented_on, row.is_consent_single = localdate(now), True
    refuse_by_law(check_consent(move_facts(row)))
    take_step(actor=actor, row=row, event=MoveEvent.CONSENT, now=now, consent_method=_OWN)
    return row


def answer_side_work(*, actor: Actor, row_id: UUID, is_yes: bool, now: datetime) -> SideWork:
    """Keep the answer to the agreed terms of side work; a no, or a yes taken back, ends it.

    Raises:
        NotVisibleError: the actor is not its person.
        RefusedError: it was not agreed yet, has begun or is over.
    """
    row = _take_own(actor, row_id)
    assert isinstance(row, SideWork)
    if row.state != SideWorkState.AGREED or (is_yes and row.person_agreed_on is not None):
        raise _nothing_to_answer()
    if is_yes:
        row.person_agreed_on = localdate(now)
        row.save()
        record(actor=actor, row=row, act="side_work.person_agrees", now=now)
        return row
    take_step(actor=actor, row=row, event=SideWorkEvent.END, now=now, ended_on=localdate(now))
    return row


def answer_notice(*, actor: Actor, row_id: UUID, is_yes: bool, now: datetime) -> ContractWork:
    """Keep the supplier's answer to the notice of nine items.

    Raises:
        NotVisibleError: the actor is not its supplier.
        RefusedError: H11: the notice is not complete; or the first day has come.

    Source: フリーランス法 3条.
    """
    row = _take_own(actor, row_id)
    assert isinstance(row, ContractWork)
    today = localdate(now)
    if is_yes:
        refuse_by_law(check_notice(notice_items(row)))
        take_step(actor=actor, row=row, event=ContractWorkEvent.ACCEPT, now=now, accepted_on=today)
        return row
    if row.accepted_on is not None and today >= row.starts_on:
        raise _nothing_to_answer()
    take_step(actor=actor, row=row, event=ContractWorkEvent.WITHDRAW, now=now, ended_on=today)
    return row


_PAGES: Final = {
    Secondment: "/moves/secondments/{id}/",
    SideWork: "/moves/side-work/{id}/",
    ContractWork: "/moves/contract-work/{id}/",
}


def _kind_of(row: Any) -> str:
    return {Secondment: "secondment", SideWork: "side_work", ContractWork: "contract_work"}[
        type(row)
    ]


def _lock_case(case_id: UUID) -> Any:
    found = find_case(case_id=case_id)
    if found is None:
        raise NotVisibleError
    return lock(type(found), case_id)


def _take_own(actor: Actor, case_id: UUID) -> Any:
    """Lock a case of the person who acts, and of nobody else."""
    require(actor, Permission.OWN_DATA_DECIDE)
    row = _lock_case(case_id)
    is_linked = actor.talent_record_id is not None
    is_own = actor.case_id == row.pk or (
        is_linked and actor.talent_record_id == row.talent_record_id
    )
    if actor.role is not Role.PERSON or not is_own:
        raise NotVisibleError
    return row


def _nothing_to_answer() -> RefusedError:
    return RefusedError(
        ja="この件は、今は回答を変えられません。変更したいときは、担当者に連絡してください。",
        en="The answer cannot be changed now. To change something, write to the company.",
        code="state",
    )


def _write_mail(row: Any, *, key: str, question_title: Words) -> tuple[Words, Words]:
    company = find_organisation(organisation_id=row.organisation_id)
    name = row.supplier_name if isinstance(row, ContractWork) else row.person_name
    url = f"{settings.BASE_URL}{CASE_PATH.format(key=key)}"
    subject = Words(
        f"{question_title.ja}の条件を確認してください",
        f"Please read the terms: {question_title.en}",
    )
    text = Words(
        f"{name} 様\n\n{company.name}から、{question_title.ja}（{row.number}）の条件の確認をお願い"
        "します。\n\n次のページで、すべての条件を読んでから、「同意する」か「同意しない」を選んで"
        "ください。ページを開くだけでは、何も決まりません。\n同意しなくても、不利益な扱いはありま"
        f"せん。同意した後も、開始日の前日まで取り消せます。\n\n{url}\n\n"
        f"このリンクは{KEY_DAYS}日間使えます。条件が変わると使えなくなり、新しいリンクが届きます。",
        f"{name}\n\n{company.name_en or company.name} asks you to read the terms of this "
        f"{question_title.en} ({row.number}).\n\nRead all of them on the page below, then choose "
        "yes or no. Opening the page decides nothing.\nA no has no disadvantage, and a yes can be "
        f"taken back until the day before the first day.\n\n{url}\n\n"
        f"The link works for {KEY_DAYS} days. Changed terms close it, and a new link comes.",
    )
    return subject, text
