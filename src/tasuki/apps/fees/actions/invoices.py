"""Issue an invoice, which then stays as it is, or cancel one that went out."""

import hashlib
import json
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.agreements import find_billing_profile
from tasuki.apps.fees.queries.invoices import find_live_refund, lines_of
from tasuki.apps.fees.steps import check_step, lock, show_to_company, take_step, tell_company
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.fees.labels import InvoiceKind
from tasuki.core.fees.machines import InvoiceEvent
from tasuki.core.law import invoices as law
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

_SERIES: Final = {InvoiceKind.FEE: ("invoice", "INV"), InvoiceKind.REFUND: ("refund", "REF")}


@action(act=None)
def issue_invoice(*, actor: Actor, invoice_id: UUID, now: datetime) -> Invoice:
    """Issue a draft: it gets the next number of its series, without gaps, and is never changed.

    The number is taken at the very end, under a lock that holds to the end of the transaction:
    an issue that fails gives its number back.

    Args:
        actor: a named member of the agency.
        invoice_id: a draft.
        now: when; the day of issue.

    Raises:
        RefusedError: it is no draft, it lacks what a qualified invoice needs, or the agency has
            no licence or filed table that day (H1).
        NotVisibleError: no such invoice of the agency.

    Source: 消費税法 57条の4; 施行令 70条の9, 70条の10; 職業安定法 30条, 32条の3.
    """
    require(actor, Permission.FEE_EDIT)
    if actor.is_task:
        raise NotAllowedError
    today = localdate(now)
    invoice = lock(Invoice, invoice_id)
    check_step(invoice, InvoiceEvent.ISSUE)
    kind = InvoiceKind(invoice.kind)
    if kind is InvoiceKind.FEE:
        version = invoice.agreement.fee_table_version
        policy.require_charge(kind=actor.kind, fee_table_version=version, on=today)
    _set_issuer(invoice, kind, on=today)
    series, prefix = _SERIES[kind]
    [serial] = take_numbers(name=series)
    take_step(
        actor=actor,
        row=invoice,
        event=InvoiceEvent.ISSUE,
        now=now,
        serial=serial,
        number=f"{prefix}-{serial:05d}",
        data={"number": f"{prefix}-{serial:05d}", "digest": digest_of(invoice)},
    )
    show_to_company(invoice)
    name = "返還請求書" if kind is InvoiceKind.REFUND else "請求書"
    text = Words(
        f"{invoice.issuer_name}から{name} {invoice.number} が届きました。",
        f"{invoice.issuer_name} sent {invoice.number}.",
    )
    url = f"/company/invoices/{invoice.id}/"
    tell_company(actor=actor, row=invoice, text=text, url=url, act=InvoiceEvent.ISSUE, now=now)
    return invoice


@action(act=None)
def cancel_invoice(*, actor: Actor, invoice_id: UUID, reason: str, now: datetime) -> Invoice:
    """Cancel an issued invoice; its number stays used and both sides still see it.

    Args:
        actor: a named member of the agency.
        invoice_id: an issued invoice on which no money is.
        reason: why, 1-200 characters; both sides read it.
        now: when.

    Raises:
        RefusedError: money was paid on it, or it was refunded.
        InvalidInputError: no reason was given.

    Source: 電子帳簿保存法 7条 (the data itself stays).
    """
    require(actor, Permission.FEE_EDIT)
    if not reason.strip():
        raise InvalidInputError(
            ja="取り消す理由を入力してください。", en="Enter the reason.", field="reason"
        )
    invoice = lock(Invoice, invoice_id)
    check_step(invoice, InvoiceEvent.CANCEL)
    if invoice.paid_yen:
        raise RefusedError(
            ja="入金が記録されているため取り消せません。先に入金の記録を取り消してください。",
            en="Money was recorded on it. Take the payments back first.",
            code="paid",
        )
    if find_live_refund(invoice_id=invoice.id) is not None:
        raise RefusedError(
            ja="返還請求書があるため取り消せません。先に返還請求書を取り消してください。",
            en="There is a refund of it. Cancel the refund first.",
            code="refunded",
        )
    take_step(
        actor=actor,
        row=invoice,
        event=InvoiceEvent.CANCEL,
        now=now,
        cancelled_on=localdate(now),
        cancel_reason=reason.strip()[:200],
        reason=reason.strip(),
    )
    text = Words(
        f"{invoice.issuer_name}が{invoice.number} を取り消しました。",
        f"{invoice.issuer_name} cancelled {invoice.number}.",
    )
    url = f"/company/invoices/{invoice.id}/"
    tell_company(actor=actor, row=invoice, text=text, url=url, act=InvoiceEvent.CANCEL, now=now)
    return invoice


def check_issue(invoice: Invoice, *, on: date) -> Refusal | None:
    """Return what an invoice lacks to go out as a qualified one; None if nothing, or if it is none.

    Args:
        invoice: with its issuer set.
        on: the day of issue.
    """
    if not invoice.is_qualified:
        return None
    candidate = law.Invoice(
        issuer_name=invoice.issuer_name,
        issuer_number=invoice.issuer_number,
        issued_on=on,
        recipient_name=invoice.recipient_name,
        lines=lines_of(invoice),
    )
    return law.check_invoice(candidate, on=invoice.delivered_on)


def digest_of(invoice: Invoice) -> str:
    """Return the digest of what an invoice says, kept in the audit chain.

    Source: 電子帳簿保存法施行規則 4条 (a later change can be seen).
    """
    names = (
        "issuer_name",
        "issuer_number",
        "recipient_name",
        "lines",
        "tax_rows",
        "total_yen",
        "basis",
    )
    said = {name: getattr(invoice, name) for name in names} | {
        "delivered_on": str(invoice.delivered_on),
        "issued_on": str(invoice.issued_on),
    }
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _set_issuer(invoice: Invoice, kind: InvoiceKind, *, on: date) -> None:
    """Write who issues, when, and by when it is paid.

    Raises:
        RefusedError: the invoice lacks something of a qualified one.
    """
    agency = Organisation.objects.get(id=invoice.organisation_id)
    profile = find_billing_profile()
    invoice.issuer_name, invoice.issuer_address = agency.name, agency.address
    invoice.issuer_number = profile.issuer_number if profile else ""
    invoice.bank_account = profile.bank_account if profile else ""
    invoice.remark = profile.remark if profile else ""
    is_needed = kind is InvoiceKind.FEE or law.needs_refund_invoice(-invoice.total_yen, on=on)
    invoice.is_qualified = bool(invoice.issuer_number) and is_needed
    invoice.issued_on = on
    invoice.due_on = on + timedelta(days=invoice.agreement.payment_days)
    if refusal := check_issue(invoice, on=on):
        raise RefusedError.by_law(refusal)
