"""Issuing the monthly statement: totals only, one row on each side, never rewritten."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.region.actions import save_counts
from tasuki.apps.relay import journal
from tasuki.apps.relay.models import RelayContract, Slot, SlotEvent, Statement
from tasuki.apps.relay.queries.statements import compare_statement, recompute_statement
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.statement_drafts import StatementDraft, make_draft
from tasuki.core.access import Permission
from tasuki.core.dates import month_start
from tasuki.core.relay.machines import StatementState
from tasuki.core.relay.slots import CREDIT_WARNING_DAYS


@action(act=None)
def issue_statement(*, actor: Actor, book_id: UUID, month: date, now: datetime) -> Statement:
    """ST2: issue the statement of a month to the company; once, however often it is called.

    The present month may be issued early: the statement then covers all up to now, and what
    comes later in the month stands in the next one.

    Args:
        actor: a member of the agency, or its task.
        book_id: a book of the agency.
        month: any day of the month, not after the present month.
        now: when.

    Returns:
        The agency's row; the company has one with the same numbers.

    Raises:
        InvalidInputError: the month has not begun.
        RefusedError: a later month was issued already.
        NotVisibleError: no such book.
    """
    require(actor, Permission.STATEMENT_ISSUE)
    first = month_start(month)
    if first > month_start(localdate(now)):
        raise InvalidInputError(
            ja="まだ始まっていない月の通知書は発行できません。今月までの月を選んでください。",
            en="This month has not begun. Choose the present month or an earlier one.",
            field="month",
        )
    journal.lock_book(book_id=book_id)
    issued = Statement.objects.filter(book_id=book_id, state=StatementState.ISSUED)
    found = issued.filter(month=first).first()
    if found:
        return found
    if issued.filter(month__gt=first).exists():
        raise RefusedError(
            ja="後の月の通知書が発行済みです。この月の分は、その通知書に含まれています。",
            en="A later statement was issued already; it contains this month.",
            code="later_statement",
        )
    draft = make_draft(book_id=book_id, month=first, now=now)
    return _write(actor, draft, now=now)


@action(act=None)
def correct_statement(*, actor: Actor, statement_id: UUID, now: datetime) -> Statement:
    """ST3: replace a statement whose numbers differ from the journal by a next revision.

    The old row stays as it was printed; both sides keep it as superseded. The days for
    questions begin anew.

    Raises:
        RefusedError: the numbers agree, so there is nothing to correct.
        NotVisibleError: no such issued statement.
    """
    require(actor, Permission.STATEMENT_ISSUE)
    old = Statement.objects.filter(id=statement_id, state=StatementState.ISSUED).first()
    if old is None:
        raise NotVisibleError
    journal.lock_book(book_id=old.book_id)
    if not compare_statement(statement_id=old.id):
        raise RefusedError(
            ja="通知書の数字は台帳と一致しています。訂正の必要はありません。",
            en="The numbers of the statement agree with the journal; nothing to correct.",
            code="no_difference",
        )
    totals, reasons = recompute_statement(old)
    values = _values_of(old) | {
        "totals": totals,
        "reasons": reasons,
        "balance_after": totals["confirmed_closing"],
        "revision": old.revision + 1,
        "issued_at": now,
        "issued_by": actor.name or "Tasuki",
        "dispute_until": localdate(now) + timedelta(days=_dispute_days(old)),
    }
    new = _write_rows(actor, values, now=now)
    notify_company(actor, new)
    return new


def notify_company(actor: Actor, statement: Statement) -> None:
    """Tell the company that a statement or its correction has come, and what will expire (K5)."""
    month = f"{statement.month:%Y年}{statement.month.month}月分"
    is_correction = statement.revision > 1
    counted, expiring = (int(statement.totals[name]) for name in ("confirmed_added", "expiring"))
    if statement.is_carried_over:
        what, what_en = "結果通知が少ないため翌月に合算", "added to next month"
    elif is_correction:
        what, what_en = (
            f"訂正 第{statement.revision}版",
            f"correction, revision {statement.revision}",
        )
    else:
        what, what_en = f"＋{counted}名", f"+{counted}"
    with bound(statement.company_id, actor.account_id):
        own = Statement.objects.get(
            book_id=statement.book_id, month=statement.month, revision=statement.revision
        )
        notify(
            actor=actor,
            text=f"{month}の通知書が届きました：{what}",
            text_en=f"Statement of {statement.month:%Y-%m} has come: {what_en}",
            url=f"/company/statements/{own.id}/",
            mail_to=Permission.STATEMENT_VIEW,
            now=statement.issued_at,
        )
        if statement.slots_granted and not is_correction:
            number = len(statement.slots_granted)
            notify(
                actor=actor,
                text=f"無料枠が{number}つ増えました。求人を選んで使えます。",
                text_en=f"Free slots added: {number}. Choose a job to use them for.",
                url="/company/slots/",
                mail_to=Permission.SLOT_REQUEST,
                now=statement.issued_at,
            )
        if expiring and not statement.is_carried_over:
            notify(
                actor=actor,
                text=f"{month}の通知書：{expiring}名が{CREDIT_WARNING_DAYS}日以内に"
                "期限切れになります。",
                text_en=f"Statement of {statement.month:%Y-%m}: {expiring} counted people "
                f"expire within {CREDIT_WARNING_DAYS} days.",
                url=f"/company/statements/{own.id}/",
            )


def _write(actor: Actor, draft: StatementDraft, *, now: datetime) -> Statement:
    contract = draft.contract
    rules = rules_of(contract)
    values = {
        "book_id": draft.book_id,
        "contract_id": contract.id,
        "contract_version": contract.version,
        "company_id": contract.company_id,
        "company_name": contract.company_name,
        "agency_id": contract.organisation_id,
        "agency_name": contract.agency_name,
        "month": draft.month,
        "number": draft.number,
        "revision": 1,
        "is_carried_over": draft.is_carried_over,
        "totals": draft.totals,
        "reasons": draft.reasons,
        "balance_after": draft.balance_after,
        "slots_granted": draft.slots_granted,
        "journal_number": draft.journal_number,
        "journal_head": draft.journal_head,
        "issued_at": now,
        "issued_by": actor.name or "Tasuki",
        "dispute_until": localdate(now) + timedelta(days=rules.dispute_days),
    }
    statement = _write_rows(actor, values, now=now)
    _show_slots(actor, draft.book_id, draft.slots_granted)
    if not statement.is_carried_over:
        save_counts(
            actor=actor,
            company_id=statement.company_id,
            company_name=statement.company_name,
            month=statement.month,
            totals=statement.totals,
            slot_count=len(statement.slots_granted),
        )
    notify_company(actor, statement)
    return statement


def _write_rows(actor: Actor, values: dict[str, Any], *, now: datetime) -> Statement:
    """Write the row of each side with the same values; the former revision is superseded."""
    same = {"book_id": values["book_id"], "month": values["month"]}
    rows: dict[int, Statement] = {}
    for organisation_id in (values["agency_id"], values["company_id"]):
        with bound(organisation_id, actor.account_id):
            old = Statement.objects.filter(**same, state=StatementState.ISSUED)
            old.update(state=StatementState.SUPERSEDED)
            rows[organisation_id] = Statement.objects.create(
                organisation_id=organisation_id, state=StatementState.ISSUED, **values
            )
            audit.record(
                actor=actor,
                kind="statement.issue",
                object_kind="statement",
                object_id=rows[organisation_id].id,
                after=StatementState.ISSUED,
                now=now,
                data={
                    "number": values["number"],
                    "revision": values["revision"],
                    "contract_version": values["contract_version"],
                },
            )
    return rows[values["agency_id"]]


def _dispute_days(statement: Statement) -> int:
    return rules_of(RelayContract.objects.get(id=statement.contract_id)).dispute_days


def _values_of(statement: Statement) -> dict[str, Any]:
    left_out = {"id", "organisation", "created_at", "state"}
    names = [f.attname for f in Statement._meta.local_fields if f.name not in left_out]
    return {name: getattr(statement, name) for name in names}


def _show_slots(actor: Actor, book_id: UUID, granted: Sequence[dict[str, Any]]) -> None:
    """Let the company see the slots of a statement, with their story so far."""
    numbers = [item["number"] for item in granted]
    for slot in Slot.objects.filter(book_id=book_id, number__in=numbers).order_by("number"):
        story = list(SlotEvent.objects.filter(slot_id=slot.id).order_by("happened_at", "id"))
        with connection.cursor() as cursor:
            cursor.execute("select tasuki.show_relay_slot(%s, %s)", [slot.id, slot.company_id])
        with bound(slot.company_id, actor.account_id):
            for event in story:
                SlotEvent.objects.create(
                    organisation_id=slot.company_id,
                    slot_id=slot.id,
                    happened_at=event.happened_at,
                    code=event.code,
                    before=event.before,
                    after=event.after,
                    actor_name=event.actor_name,
                    note=event.note,
                )
