"""A company asks about the totals of a statement; the agency answers in totals.

The question is kept by the agency and seen by both.  No step of it names a person, and an
upheld question leads to a new journal entry, never to an edit.

Source: relay rules DS1-DS5, ``dispute_days``; the answer is due in 14 days.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import connection
from django.utils.timezone import localdate

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.messages.actions import notify
from tasuki.apps.relay.models import Dispute, DisputeViewer
from tasuki.apps.relay.queries.disputes import find_disputed_statement, is_naming_somebody
from tasuki.apps.relay.queries.statements import find_statement
from tasuki.core.access import Permission
from tasuki.core.relay.machines import DISPUTE, DisputeEvent, DisputeState
from tasuki.core.relay.reasons import ReasonCode

ANSWER_DAYS: Final = 14
CORRECTING_REASONS: Final = frozenset({"K2", "K6", *ReasonCode})
"""Counted after all, replaced, or reversed for a coded reason."""


@action(act=None)
def open_dispute(*, actor: Actor, statement_id: UUID, note: str, now: datetime) -> Dispute:
    """DS1: ask about the totals of a statement within its days.

    Args:
        actor: a member of the company.
        statement_id: a statement of the company.
        note: the question; about totals, not about persons.
        now: when.

    Raises:
        RefusedError: the days for questions are over, or a question is open already.
        InvalidInputError: no question was typed.
    """
    require(actor, Permission.DISPUTE_OPEN)
    text = _filled(note, field="note")
    statement = find_statement(statement_id=statement_id)
    if localdate(now) > statement.dispute_until:
        raise RefusedError(
            ja=f"照会の期限（{statement.dispute_until:%Y/%m/%d}）が過ぎています。"
            "次の通知書について照会するか、人材紹介会社に連絡してください。",
            en=f"Questions were possible until {statement.dispute_until.isoformat()}. Ask about "
            "the next statement, or contact the agency.",
            code="dispute_over",
        )
    with bound(statement.agency_id, actor.account_id):
        same = {"statement_book_id": statement.book_id, "statement_month": statement.month}
        waiting = {DisputeState.OPENED, DisputeState.ANSWERED}
        if Dispute.objects.filter(**same, state__in=waiting).exists():
            raise RefusedError(
                ja="この通知書については照会中です。回答を待ってください。",
                en="A question about this statement is open. Wait for the answer.",
                code="dispute_open",
            )
        dispute = Dispute(
            id=uuid4(),
            organisation_id=statement.agency_id,
            **same,
            company_id=statement.company_id,
            company_name=statement.company_name,
            state=DisputeState.OPENED,
            note=text,
            opened_by=actor.name,
            opened_at=now,
            due_on=localdate(now) + timedelta(days=ANSWER_DAYS),
        )
        dispute.save(force_insert=True)
        with connection.cursor() as cursor:
            cursor.execute(
                "select tasuki.show_relay_dispute(%s, %s)", [dispute.id, statement.company_id]
            )
        notify(
            actor=actor,
            text=f"{statement.company_name}から{statement.month:%Y年%m月}分の通知書に照会がありました。"
            f"{dispute.due_on:%Y/%m/%d}までに回答してください。",
            text_en=f"{statement.company_name} asks about the statement of "
            f"{statement.month:%Y-%m}. Answer by {dispute.due_on.isoformat()}.",
            url=f"/agency/disputes/{dispute.id}/",
        )
    _record(actor, dispute, "DS1", before="", now=now)
    return dispute


@action(act=None)
def answer_dispute(*, actor: Actor, dispute_id: UUID, answer: str, now: datetime) -> Dispute:
    """DS2: the agency answers with totals per reason code.

    Args:
        actor: a member of the agency.
        dispute_id: an open question.
        answer: totals; ``draft_answer`` offers them. It names nobody who registered.
        now: when.

    Raises:
        InvalidInputError: no answer was typed.
        RefusedError: the answer points at a person.
    """
    require(actor, Permission.DISPUTE_ANSWER)
    text = _filled(answer, field="answer")
    dispute = _take(dispute_id)
    if is_naming_somebody(text, book_id=dispute.statement_book_id):
        raise RefusedError(
            ja="回答に、登録した方の氏名・メールアドレス・電話番号のいずれかが含まれています。"
            "会社には人数と理由だけを伝えます。該当の部分を消してください。",
            en="The answer holds a name, a mail address or a phone number of somebody who "
            "registered. A company learns totals and reasons only. Delete that part.",
            code="answer_names_person",
            field="answer",
        )
    dispute.answer, dispute.answered_by, dispute.answered_at = text, actor.name, now
    return _step(actor, dispute, DisputeEvent.ANSWER, now=now)


@action(act=None)
def uphold_dispute(
    *, actor: Actor, dispute_id: UUID, journal_number: int, now: datetime
) -> Dispute:
    """DS3: the company was right; a new journal entry puts it right.

    Args:
        actor: a member of the agency.
        dispute_id: an answered question.
        journal_number: of the correcting entry, made before by its own action and after the
            statement: a count, a reversal or what took the place of one reversed.
        now: when.

    Raises:
        InvalidInputError: the book has no such entry after the statement.
    """
    require(actor, Permission.DISPUTE_ANSWER)
    dispute = _take(dispute_id)
    statement = find_disputed_statement(dispute)
    covered = statement.journal_number if statement else 0
    later = ledger.list_entries(contract_id=dispute.statement_book_id, after_number=covered)
    correcting = {entry.number for entry in later if _is_correcting(entry)}
    if journal_number not in correcting:
        raise InvalidInputError(
            ja=f"訂正の行の番号を入力してください。通知書の後（{covered + 1}番以降）に作った、"
            "数えた・取り消した・補った行だけが使えます。",
            en="Enter the number of the correcting entry: one made after the statement "
            f"(from {covered + 1}) that counts, reverses or replaces.",
            field="journal_number",
        )
    dispute.journal_number = journal_number
    return _step(actor, dispute, DisputeEvent.UPHOLD, now=now)


@action(act=None)
def keep_dispute(*, actor: Actor, dispute_id: UUID, now: datetime) -> Dispute:
    """DS4: the numbers stay as they are, for the reason that the answer gave."""
    require(actor, Permission.DISPUTE_ANSWER)
    return _step(actor, _take(dispute_id), DisputeEvent.KEEP, now=now)


@action(act=None)
def withdraw_dispute(*, actor: Actor, dispute_id: UUID, now: datetime) -> Dispute:
    """DS5: the company takes its question back."""
    require(actor, Permission.DISPUTE_OPEN)
    viewer = DisputeViewer.objects.select_related("subject").filter(subject_id=dispute_id).first()
    if viewer is None:
        raise NotVisibleError
    with bound(viewer.subject.organisation_id, actor.account_id):
        dispute = _take(dispute_id)
        return _step(actor, dispute, DisputeEvent.WITHDRAW, now=now)


def _is_correcting(entry: ledger.Entry) -> bool:
    return entry.moves and entry.reason in CORRECTING_REASONS


def _filled(text: str, *, field: str) -> str:
    require_lawful_text(text, field=field)
    if text.strip():
        return text.strip()
    raise InvalidInputError(ja="内容を入力してください。", en="Enter a text.", field=field)


def _take(dispute_id: UUID) -> Dispute:
    dispute = Dispute.objects.select_for_update(of=("self",)).filter(id=dispute_id).first()
    if dispute is None:
        raise NotVisibleError
    return dispute


def _step(actor: Actor, dispute: Dispute, event: DisputeEvent, *, now: datetime) -> Dispute:
    state = DisputeState(dispute.state)
    if not DISPUTE.can(state, event):
        raise RefusedError(
            ja="この照会はすでに別の状態です。画面を読み込み直してください。",
            en="This question is in another state by now. Reload the page.",
            code="state",
        )
    row = DISPUTE.find_transition(state, event)
    before, dispute.state = dispute.state, row.target
    dispute.save()
    _record(actor, dispute, row.code, before=before, now=now)
    if actor.organisation_id == dispute.organisation_id:
        with bound(dispute.company_id, actor.account_id):
            notify(
                actor=actor,
                text=f"{dispute.statement_month:%Y年%m月}分の通知書への照会が進みました。",
                text_en=f"Your question about {dispute.statement_month:%Y-%m} has moved on.",
                url=f"/company/disputes/{dispute.id}/",
            )
    return dispute


def _record(actor: Actor, dispute: Dispute, code: str, *, before: str, now: datetime) -> None:
    for organisation_id in (dispute.organisation_id, dispute.company_id):
        with bound(organisation_id, actor.account_id):
            audit.record(
                actor=actor,
                kind=f"dispute.{code.lower()}",
                object_kind="dispute",
                object_id=dispute.id,
                before=before,
                after=str(dispute.state),
                now=now,
            )
