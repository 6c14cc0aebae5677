"""Record what was paid; every movement of money writes its row of the fee book (D3)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError, found
from tasuki.apps.fees.models import Invoice, Payment
from tasuki.apps.fees.steps import lock, record
from tasuki.apps.placement import books
from tasuki.core.access import Permission
from tasuki.core.fees.amounts import net_share_yen
from tasuki.core.fees.labels import InvoiceKind, PaymentWay
from tasuki.core.fees.machines import InvoiceState


@action(act=None)
def record_payment(
    *,
    actor: Actor,
    invoice_id: UUID,
    amount_yen: int,
    paid_on: date,
    way: str = PaymentWay.TRANSFER,
    note: str = "",
    now: datetime,
) -> Payment:
    """Record money that came for an invoice, or went back for a refund; parts are fine.

    Args:
        actor: member of the agency.
        invoice_id: an issued invoice or refund.
        amount_yen: what moved, > 0, at most what is open.
        paid_on: the day, not in the future and not before the issue.
        way: ``transfer``, ``cash`` or ``other``.
        note: such as the name on the account statement.
        now: when it is recorded.

    Raises:
        RefusedError: the invoice is not issued.
        InvalidInputError: amount, day or way cannot be used.

    Source: 職業安定法施行規則24条の7 (手数料管理簿: day and amount collected).
    """
    require(actor, Permission.FEE_EDIT)
    invoice = _issued(invoice_id)
    if way not in set(PaymentWay) - {PaymentWay.OFFSET}:
        raise InvalidInputError(
            ja="入金の方法を一覧から選んでください。",
            en="Choose from the list how it was paid.",
            field="way",
        )
    _check_day(paid_on, invoice, today=localdate(now))
    open_yen = abs(invoice.total_yen - invoice.paid_yen)
    if not 0 < amount_yen <= open_yen:
        raise InvalidInputError(
            ja=f"金額は1円から残高の{open_yen:,}円までで入力してください。",
            en=f"Enter an amount from 1 yen to the {open_yen:,} yen that are open.",
            field="amount_yen",
        )
    signed = amount_yen if invoice.total_yen > 0 else -amount_yen
    return _move(actor, invoice, signed, on=paid_on, way=PaymentWay(way), note=note, now=now)


@action(act=None)
def take_back_payment(*, actor: Actor, payment_id: UUID, note: str, now: datetime) -> Payment:
    """Take a wrongly recorded payment back by a row against it; the first row stays.

    Args:
        actor: member of the agency.
        payment_id: a payment that was not taken back.
        note: why.
        now: when.

    Raises:
        NotVisibleError: no such payment.
        RefusedError: it was taken back already, or is part of a set-off.
        InvalidInputError: no reason was given.
    """
    require(actor, Permission.FEE_EDIT)
    payment = found(Payment.objects.filter(id=payment_id).first())
    if not note.strip():
        raise InvalidInputError(
            ja="取り消す理由を入力してください。", en="Enter the reason.", field="note"
        )
    invoice = _issued(payment.invoice_id)
    is_undone = Payment.objects.filter(takes_back_id=payment.id).exists()
    if is_undone or payment.takes_back_id is not None or payment.way == PaymentWay.OFFSET:
        raise RefusedError(
            ja="この記録は取り消せません。取消済み、または相殺の記録です。",
            en="This row cannot be taken back: it is a correction or a set-off.",
            code="state",
        )
    return _move(
        actor,
        invoice,
        -payment.amount_yen,
        on=localdate(now),
        way=PaymentWay(payment.way),
        note=note,
        takes_back=payment,
        now=now,
    )


@action(act=None)
def set_off_refund(*, actor: Actor, invoice_id: UUID, now: datetime) -> Invoice:
    """Set a refund off against the invoice it follows, as far as both are open.

    Args:
        actor: member of the agency.
        invoice_id: the issued refund.
        now: when.

    Raises:
        RefusedError: nothing is open on one of the sides.
    """
    require(actor, Permission.FEE_EDIT)
    seen = found(Invoice.objects.filter(id=invoice_id, kind=InvoiceKind.REFUND).first())
    if seen.corrects_id is None:
        raise NotVisibleError
    # The invoice first, as in every act that touches both.
    invoice = _issued(seen.corrects_id)
    refund = _issued(invoice_id)
    amount = min(invoice.total_yen - invoice.paid_yen, refund.paid_yen - refund.total_yen)
    if amount <= 0:
        raise RefusedError(
            ja="相殺できる残高がありません。返金を支払いとして記録してください。",
            en="Nothing is open to set off. Record the refund as paid.",
            code="nothing_open",
        )
    today = localdate(now)
    for row, signed, other in ((invoice, amount, refund), (refund, -amount, invoice)):
        _move(actor, row, signed, on=today, way=PaymentWay.OFFSET, note=other.number, now=now)
    return refund


def _issued(invoice_id: UUID) -> Invoice:
    invoice = lock(Invoice, invoice_id)
    if invoice.state != InvoiceState.ISSUED:
        raise RefusedError(
            ja="発行済みの請求書だけに記録できます。",
            en="Money is recorded on an issued invoice only.",
            code="state",
        )
    return invoice


def _check_day(paid_on: date, invoice: Invoice, *, today: date) -> None:
    assert invoice.issued_on is not None
    if not invoice.issued_on <= paid_on <= today:
        raise InvalidInputError(
            ja="日付は、発行日から今日までの日を入力してください。",
            en="Enter a day between the issue and today.",
            field="paid_on",
        )


def _move(
    actor: Actor,
    invoice: Invoice,
    amount_yen: int,
    *,
    on: date,
    way: PaymentWay,
    note: str,
    now: datetime,
    takes_back: Payment | None = None,
) -> Payment:
    """Write a payment, its share without tax in the fee book, and the event."""
    before = invoice.paid_yen
    payment = Payment.objects.create(
        organisation_id=current_organisation_id(),
        invoice=invoice,
        paid_on=on,
        amount_yen=amount_yen,
        way=str(way),
        note=note.strip()[:120],
        takes_back=takes_back,
        recorded_by=actor.name[:80],
    )
    invoice.refresh_from_db(fields=["paid_yen"])
    share = net_share_yen(
        net_yen=invoice.net_yen,
        total_yen=invoice.total_yen,
        before_yen=before,
        amount_yen=amount_yen,
    )
    if share:
        is_refund = invoice.kind == InvoiceKind.REFUND
        suffix = f"　理由：{invoice.reason}" if is_refund else ""
        taken = "（記録の取消）" if takes_back else ""
        books.record_fee(
            introduction=invoice.introduction,
            invoice_id=invoice.id,
            kind=books.REFUND if is_refund else invoice.agreement.kind,
            amount_yen=share,
            basis=f"{invoice.number}{taken} {invoice.basis}{suffix}",
            yearly_pay_yen=invoice.yearly_pay_yen,
            moved_on=on,
        )
    record(
        actor=actor,
        row=invoice,
        act="take_back" if takes_back else "pay",
        now=now,
        data={"payment": str(payment.id), "yen": amount_yen},
    )
    return payment
