"""Mail an invoice to its employer, and a reminder once it is overdue.

The mail itself holds every item of a qualified invoice, so that an employer that is no
organisation here has the invoice as data (消費税法 57条の4第5項).
"""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import RefusedError
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.invoices import lines_of, settlement_on, tax_rows_of
from tasuki.apps.fees.steps import lock, record
from tasuki.apps.messages.actions import queue_mail
from tasuki.core.access import Permission
from tasuki.core.fees.labels import INVOICE_KIND_LABELS, InvoiceKind, SettlementState
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.words import Words


@action(act=None)
def mail_invoice(*, actor: Actor, invoice_id: UUID, to_address: str, now: datetime) -> Invoice:
    """Mail an issued invoice, a refund or the notice of a cancellation; it may be mailed again.

    Args:
        actor: member of the agency.
        invoice_id: an invoice that was issued.
        to_address: of the employer.
        now: when.

    Raises:
        RefusedError: it is a draft or was discarded.
        InvalidInputError: the address cannot be used.
        NotVisibleError: no such invoice of the agency.

    Source: 消費税法 57条の4第5項 (an invoice as data); 電子帳簿保存法 7条.
    """
    require(actor, Permission.FEE_EDIT)
    invoice = lock(Invoice, invoice_id)
    if invoice.state not in {InvoiceState.ISSUED, InvoiceState.CANCELLED}:
        raise RefusedError(
            ja="発行した請求書だけをメールで送れます。先に発行してください。",
            en="Only an invoice that was issued is mailed. Issue it first.",
            code="state",
        )
    name = INVOICE_KIND_LABELS[InvoiceKind(invoice.kind)].ja
    is_cancelled = invoice.state == InvoiceState.CANCELLED
    queue_mail(
        actor=actor,
        kind="invoice",
        to_address=to_address,
        subject=f"{name}{'の取り消し' if is_cancelled else ''}（{invoice.number}）",
        text=_invoice_text(invoice, name=name),
        language="ja",
        reference_kind="invoice",
        reference_id=invoice.id,
        now=now,
    )
    record(actor=actor, row=invoice, act="mail", now=now)
    return invoice


@action(act=None)
def send_payment_reminder(
    *, actor: Actor, invoice_id: UUID, to_address: str, now: datetime
) -> Invoice:
    """Mail a reminder about an overdue invoice.

    Args:
        actor: member of the agency.
        invoice_id: an invoice past its day with something open.
        to_address: of the employer.
        now: when.

    Raises:
        RefusedError: it is not overdue, or a reminder went out today.
        InvalidInputError: the address cannot be used.
    """
    require(actor, Permission.FEE_EDIT)
    invoice = lock(Invoice, invoice_id)
    if settlement_on(invoice, today=localdate(now)) is not SettlementState.OVERDUE:
        raise RefusedError(
            ja="支払期限を過ぎた請求書だけに督促できます。",
            en="Only an overdue invoice is reminded of.",
            code="not_overdue",
        )
    _check_not_reminded(invoice, today=localdate(now))
    text = _reminder_text(invoice)
    queue_mail(
        actor=actor,
        kind="payment_reminder",
        to_address=to_address,
        subject=f"お支払いのご確認（{invoice.number}）",
        text=text.ja,
        language="ja",
        reference_kind="invoice",
        reference_id=invoice.id,
        now=now,
    )
    record(actor=actor, row=invoice, act="remind", now=now)
    return invoice


def _check_not_reminded(invoice: Invoice, *, today: date) -> None:
    sent = AuditEvent.objects.filter(
        kind="invoice.remind", object_id=str(invoice.pk), happened_at__date=today
    )
    if sent.exists():
        raise RefusedError(
            ja="この請求書の督促は、今日すでに送信しました。",
            en="A reminder of this invoice went out today already.",
            code="reminded_today",
        )


def _reminder_text(invoice: Invoice) -> Words:
    open_yen = invoice.total_yen - invoice.paid_yen
    assert invoice.due_on is not None
    return Words(
        f"{invoice.recipient_name} 御中\n\n"
        f"請求書 {invoice.number}（{invoice.issued_on:%Y/%m/%d}発行）のお支払期限"
        f"（{invoice.due_on:%Y/%m/%d}）が過ぎております。\n"
        f"残高：{open_yen:,}円（税込）\n\n"
        f"{invoice.bank_account}\n\n"
        "行き違いでお支払い済みの場合は、ご容赦ください。",
        f"{invoice.number} was due on {invoice.due_on:%Y-%m-%d}: {open_yen:,} yen are open.",
    )


def _invoice_text(invoice: Invoice, *, name: str) -> str:
    is_cancelled = invoice.state == InvoiceState.CANCELLED
    assert invoice.issued_on is not None
    lines = [
        f"{invoice.recipient_name} 御中\n",
        f"{name} {invoice.number} を{'取り消しました' if is_cancelled else 'お送りします'}。",
        f"理由：{invoice.cancel_reason}\n" if is_cancelled else "",
        f"発行日：{invoice.issued_on:%Y/%m/%d}",
        f"取引年月日：{invoice.delivered_on:%Y/%m/%d}",
        *(f"内容：{one.text}　{one.net_yen:,}円（税抜）" for one in lines_of(invoice)),
        *(
            f"{one.rate_percent}%対象：{one.net_yen:,}円（税抜）　消費税 {one.tax_yen:,}円"
            for one in tax_rows_of(invoice)
            if one.rate_percent is not None
        ),
        f"合計（税込）：{invoice.total_yen:,}円",
        f"お支払期限：{invoice.due_on:%Y/%m/%d}" if invoice.due_on and not is_cancelled else "",
        f"\n{invoice.bank_account}" if invoice.bank_account and not is_cancelled else "",
        f"\n発行者：{invoice.issuer_name}　{invoice.issuer_address}",
        f"登録番号：{invoice.issuer_number}" if invoice.issuer_number else "",
        _link(invoice),
    ]
    return "\n".join(line for line in lines if line)


def _link(invoice: Invoice) -> str:
    if invoice.company_id is None:
        return ""
    return (
        f"\nPDFはこちらのページで保存できます：\n{settings.BASE_URL}/company/invoices/{invoice.id}/"
    )
