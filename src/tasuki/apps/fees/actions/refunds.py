"""Give a part of a fee back when somebody leaves early (返戻金)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.fees.actions.drafts import negated, set_amounts
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.agreements import refund_steps_of
from tasuki.apps.fees.queries.invoices import find_live_refund
from tasuki.apps.fees.steps import lock, record
from tasuki.core.access import Permission
from tasuki.core.fees.labels import InvoiceKind
from tasuki.core.fees.machines import InvoiceEvent, InvoiceState
from tasuki.core.law.fees import refund_window_ends, refund_yen


@action(act=None)
def draft_refund(
    *, actor: Actor, invoice_id: UUID, left_on: date, reason: str, now: datetime
) -> Invoice:
    """Draft the refund of an issued invoice by the scheme that the employer accepted.

    Args:
        actor: member of the agency.
        invoice_id: an issued invoice for a hire.
        left_on: last day of work, between the hire and today.
        reason: why, as it stands on the paper and in the fee book; never a person's name.
        now: when.

    Raises:
        RefusedError: it is not issued, is refunded already, or the last window has closed.
        InvalidInputError: day or reason cannot be used.

    Source: 職業安定法 指針 (refund scheme); 消費税法 57条の4第3項.
    """
    require(actor, Permission.FEE_EDIT)
    invoice = lock(Invoice, invoice_id)
    if invoice.kind != InvoiceKind.FEE or invoice.state != InvoiceState.ISSUED:
        raise RefusedError(
            ja="発行済みの請求書だけを返金できます。",
            en="Only an issued invoice is refunded.",
            code="state",
        )
    if find_live_refund(invoice_id=invoice.id) is not None:
        raise RefusedError(
            ja="この請求書の返還請求書はすでにあります。",
            en="There is a refund of this invoice already.",
            code="refunded",
        )
    _check_values(invoice, left_on, reason, today=localdate(now))
    steps = refund_steps_of(invoice.agreement)
    back_yen = refund_yen(invoice.net_yen, steps, hired_on=invoice.delivered_on, left_on=left_on)
    if back_yen == 0:
        ends = refund_window_ends(steps, hired_on=invoice.delivered_on)
        last = f"{max(ends):%Y/%m/%d}" if ends else "-"
        raise RefusedError(
            ja=f"返戻金の期間（{last}まで）を過ぎているため、返金はありません。",
            en=f"The refund scheme ended on {last}: nothing goes back.",
            code="refund_over",
        )
    refund = Invoice(
        id=uuid4(),
        organisation_id=invoice.organisation_id,
        kind=InvoiceKind.REFUND,
        introduction_id=invoice.introduction_id,
        agreement=invoice.agreement,
        corrects=invoice,
        company_id=invoice.company_id,
        recipient_name=invoice.recipient_name,
        recipient_address=invoice.recipient_address,
        delivered_on=left_on,
        yearly_pay_yen=invoice.yearly_pay_yen,
        left_on=left_on,
        reason=reason.strip()[:200],
    )
    day = (left_on - invoice.delivered_on).days + 1
    percent = next(one.percent for one in steps if one.days_from <= day <= one.days_to)
    refund.basis = (
        f"請求書 {invoice.number} の手数料 {invoice.net_yen:,}円 × {percent}%"
        f"（入社{day}日目に退職）"
    )
    text = f"紹介手数料の返戻金（{invoice.number}　{invoice.issued_on:%Y/%m/%d}発行分）"
    set_amounts(refund, negated(invoice, net_yen=back_yen, text=text))
    refund.save(force_insert=True)
    record(actor=actor, row=refund, act=InvoiceEvent.DRAFT, now=now, reason=reason.strip())
    return refund


def _check_values(invoice: Invoice, left_on: date, reason: str, *, today: date) -> None:
    if not invoice.delivered_on <= left_on <= today:
        raise InvalidInputError(
            ja="退職日は、入社日から今日までの日を入力してください。",
            en="Enter a last day of work between the first day of work and today.",
            field="left_on",
        )
    if not reason.strip():
        raise InvalidInputError(
            ja="返金の理由を入力してください。", en="Enter the reason.", field="reason"
        )
