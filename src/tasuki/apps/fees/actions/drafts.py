"""Drafts of invoices: for a hire, in place of a cancelled one; and discarded again."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from tasuki.apps import policy
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError, found
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.fees.queries.agreements import (
    filed_table_of,
    find_agreement_in_force,
    table_of,
    terms_of,
)
from tasuki.apps.fees.queries.invoices import find_invoice_of_hire, lines_of
from tasuki.apps.fees.steps import lock, record, take_step
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import Introduction
from tasuki.core.access import Permission
from tasuki.core.fees.amounts import base_yen, fee_yen
from tasuki.core.fees.labels import InvoiceKind
from tasuki.core.fees.machines import InvoiceEvent, InvoiceState
from tasuki.core.law.fees import Charge, check_charge
from tasuki.core.law.invoices import InvoiceLine, tax_rows
from tasuki.core.law.parameters import find_number


@action(act=None)
def draft_for_hire(
    *, actor: Actor, introduction_id: UUID, theoretical_pay_yen: int, now: datetime
) -> Invoice:
    """Draft the invoice for a hire under the agreement that held on the day of the hire.

    A hire by a free slot gets none: its row of zero yen stands in the fee book already.

    Args:
        actor: member of the agency.
        introduction_id: an introduction that ended in a hire.
        theoretical_pay_yen: expected yearly pay (monthly x 12 + fixed bonus and allowances), > 0.
        now: when.

    Raises:
        NotVisibleError: no such introduction.
        InvalidInputError: the pay cannot be used.
        RefusedError: nobody was hired, a slot was used, no agreement held that day, the fee is
            above the filed table (H1), or there is an invoice already.

    Source: 職業安定法 32条の3; 消費税法 57条の4.
    """
    require(actor, Permission.FEE_EDIT)
    return _draft(
        actor,
        introduction_id=introduction_id,
        pay_yen=theoretical_pay_yen,
        in_place_of=None,
        now=now,
    )


@action(act=None)
def reissue_invoice(*, actor: Actor, invoice_id: UUID, now: datetime) -> Invoice:
    """Draft an invoice in the place of a cancelled one; its lines are the same to start with.

    Raises:
        NotVisibleError: no such invoice of the agency.
        RefusedError: it was not cancelled, is a refund, or there is another one already.
    """
    require(actor, Permission.FEE_EDIT)
    old = lock(Invoice, invoice_id)
    if old.state != InvoiceState.CANCELLED or old.kind != InvoiceKind.FEE:
        raise RefusedError(
            ja="取り消した請求書だけを再発行できます。先に取り消してください。",
            en="Only a cancelled invoice is issued again. Cancel it first.",
            code="state",
        )
    return _draft(
        actor,
        introduction_id=old.introduction_id,
        pay_yen=old.yearly_pay_yen,
        in_place_of=old,
        now=now,
    )


@action(act=None)
def discard_invoice(*, actor: Actor, invoice_id: UUID, now: datetime) -> Invoice:
    """Throw a draft away; it never had a number.

    Raises:
        RefusedError: it was issued.
    """
    require(actor, Permission.FEE_EDIT)
    invoice = lock(Invoice, invoice_id)
    take_step(actor=actor, row=invoice, event=InvoiceEvent.DISCARD, now=now)
    return invoice


def set_amounts(invoice: Invoice, lines: list[InvoiceLine]) -> None:
    """Write lines and totals; the tax is rounded once for each rate.

    Source: 消費税法施行令 70条の10.
    """
    rows = tax_rows(lines)
    invoice.lines = [
        {"text": one.text, "net_yen": one.net_yen, "rate_percent": one.rate_percent}
        for one in lines
    ]
    invoice.tax_rows = [
        {"rate_percent": one.rate_percent, "net_yen": one.net_yen, "tax_yen": one.tax_yen}
        for one in rows
    ]
    invoice.net_yen = sum(one.net_yen for one in rows)
    invoice.tax_yen = sum(one.tax_yen for one in rows)
    invoice.total_yen = invoice.net_yen + invoice.tax_yen


def negated(invoice: Invoice, *, net_yen: int, text: str) -> list[InvoiceLine]:
    """Return the line of a refund at the rate of the invoice it follows."""
    [rate] = {one.rate_percent for one in lines_of(invoice)}
    return [InvoiceLine(text, -net_yen, rate)]


def _draft(
    actor: Actor,
    *,
    introduction_id: UUID,
    pay_yen: int,
    in_place_of: Invoice | None,
    now: datetime,
) -> Invoice:
    hire = found(
        Introduction.objects.select_for_update(of=("self",))
        .select_related("job_order")
        .filter(id=introduction_id)
        .first()
    )
    _check_hire(hire, pay_yen)
    assert hire.hired_on is not None
    agreement = _agreement_of(hire, on=hire.hired_on)
    policy.require_charge(
        kind=actor.kind, fee_table_version=agreement.fee_table_version, on=localdate(now)
    )
    invoice = Invoice(
        id=uuid4(),
        organisation_id=actor.organisation_id,
        kind=InvoiceKind.FEE,
        introduction=hire,
        agreement=agreement,
        corrects=in_place_of,
        company_id=hire.job_order.company_id,
        recipient_name=hire.job_order.employer_name,
        recipient_address=hire.job_order.employer_address,
        delivered_on=hire.hired_on,
        yearly_pay_yen=pay_yen,
    )
    _reckon(invoice, agreement, pay_yen=pay_yen, on=hire.hired_on)
    invoice.save(force_insert=True)
    record(actor=actor, row=invoice, act=InvoiceEvent.DRAFT, now=now)
    return invoice


def _check_hire(hire: Introduction, pay_yen: int) -> None:
    if pay_yen <= 0:
        raise InvalidInputError(
            ja="理論年収は1円以上で入力してください。",
            en="Enter an expected yearly pay of 1 yen or more.",
            field="theoretical_pay_yen",
        )
    if hire.outcome != Outcome.HIRED or hire.hired_on is None:
        raise RefusedError(
            ja="採用と入社日が記録されていません。採用を記録してから請求してください。",
            en="No hire with its first day is recorded. Record the hire, then invoice it.",
            code="not_hired",
        )
    if hire.job_order.slot_id is not None:
        raise RefusedError(
            ja="無料枠による採用のため、請求しません。手数料管理簿に0円の行があります。（H4）",
            en="The hire used a free slot: nothing is charged. The fee book has its zero row. (H4)",
            code="H4",
        )
    if find_invoice_of_hire(introduction_id=hire.id) is not None:
        raise RefusedError(
            ja="この採用の請求書はすでにあります。作り直すときは、先に取り消すか破棄してください。",
            en="There is an invoice for this hire. Cancel or discard it to make another one.",
            code="invoiced",
        )


def _agreement_of(hire: Introduction, *, on: date) -> FeeAgreement:
    order = hire.job_order
    agreement = find_agreement_in_force(
        company_id=order.company_id, employer_name=order.employer_name, on=on
    )
    if agreement is None:
        raise RefusedError(
            ja="入社日に有効な手数料の合意書がありません。合意書を提示し、同意を得てから請求してください。",
            en="No agreement on fees held on the day of the hire. Offer one and have it accepted.",
            code="no_agreement",
        )
    return agreement


def _reckon(invoice: Invoice, agreement: FeeAgreement, *, pay_yen: int, on: date) -> None:
    """Write line, totals and basis; refuse what the table or the law does not allow."""
    terms = terms_of(agreement)
    table = table_of(agreement)
    if table is None:
        raise NotVisibleError
    amount = fee_yen(terms, yearly_pay_yen=pay_yen)
    base = base_yen(terms, yearly_pay_yen=pay_yen)
    charge = Charge(kind=terms.kind, amount_yen=amount, base_yen=base)
    if refusal := check_charge(charge, filed_table_of(table), on=on):
        raise RefusedError.by_law(refusal)
    if amount <= 0:
        raise InvalidInputError(
            ja="手数料が0円になります。理論年収と料率を確認してください。",
            en="The fee comes to 0 yen. Check the yearly pay and the rate.",
            field="theoretical_pay_yen",
        )
    if terms.fixed_yen is not None:
        invoice.basis = f"定額 {amount:,}円（合意書 {agreement.number} 第{agreement.version}版）"
    else:
        name = "理論年収" if base == pay_yen else "6か月分の賃金"
        invoice.basis = (
            f"{name} {base:,}円 × {terms.rate_percent}%"
            f"（合意書 {agreement.number} 第{agreement.version}版）"
        )
    rate = find_number("consumption_tax_pct", on=on)
    order = invoice.introduction.job_order
    text = f"人材紹介手数料（求人 {order.number}　{order.occupation}　入社日 {on:%Y/%m/%d}）"
    set_amounts(invoice, [InvoiceLine(text, amount, rate)])
