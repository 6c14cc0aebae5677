"""Money of a sample year: invoices issued, paid in every way, refunded."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.books.actions import record_check
from tasuki.apps.fees import actions as fees
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.invoices import find_invoice_of_hire
from tasuki.apps.relay.actions import papers
from tasuki.apps.sample import relay_steps
from tasuki.apps.sample.desk import DAY, Desk
from tasuki.apps.sample.desk_cases import Case
from tasuki.apps.sample.year_log import Check, InvoiceFact
from tasuki.core.books.rows import Separated
from tasuki.core.law.fees import RefundRule

REFUND_STEPS: Final = (RefundRule(1, 30, 80), RefundRule(31, 90, 50))
_ISSUER: Final = "T7000012050002"
_WAYS: Final = (
    ("whole", 66),
    ("parts", 12),
    ("late", 10),
    ("taken_back", 3),
    ("reissued", 4),
    ("unpaid", 5),
)


def file_papers(*, owner: Actor, filed_on: date, now: datetime) -> tuple[relay_steps.Papers, int]:
    """File the fee table with its clause, record the consultation, say how the agency bills.

    Returns:
        The papers, and the version of the fee table.
    """
    table = papers.save_fee_table(
        actor=owner,
        rate_permille=350,
        free_slot_clause="リレー契約の相手方は、登録を確認した10名ごとに1名分を0円とする。",
        refund_rule="入社30日以内80％、90日以内50％を返戻する。",
        penalty_rule="紹介した方を6か月以内に直接採用したときは、手数料と同額を申し受ける。",
        refund_steps=REFUND_STEPS,
        now=now,
    )
    papers.mark_fee_table_filed(actor=owner, fee_table_id=table.id, filed_on=filed_on, now=now)
    consultation = papers.record_consultation(
        actor=owner,
        office="労働局 需給調整事業部（架空）",
        consulted_on=filed_on,
        answer="届出手数料表への明記と、本人の自由な登録に限ることを相談した（架空）。",
        now=now,
    )
    bill(owner=owner, now=now)
    filed = relay_steps.Papers(fee_table_id=table.id, consultation_id=consultation.id)
    return filed, table.version


def bill(*, owner: Actor, now: datetime) -> None:
    """Say how the agency bills."""
    fees.save_billing_profile(
        actor=owner,
        issuer_number=_ISSUER,
        bank_account="見本銀行（架空）本店 普通 0000000",
        payment_days=30,
        remark="見本です。実在の請求ではありません。",
        now=now,
    )


@dataclass(slots=True, eq=False)
class Billing:
    """The money of one hire.

    Attributes:
        way: how the invoice is paid.
        leaves_after: days after which the person leaves and a part goes back; None if nobody does.
        refund_way: paid, in parts, or set off.
    """

    way: str = "whole"
    leaves_after: int | None = None
    refund_way: str = "paid"

    def __call__(self, desk: Desk, case: Case) -> None:
        """Begin when the person joined."""
        desk.plan(desk.today + DAY * case.dice.randrange(2, 10), partial(self._issue, desk, case))

    def _issue(self, desk: Desk, case: Case) -> None:
        owner = desk.office.owner
        assert case.introduction_id is not None
        with bound(owner.organisation_id, None):
            draft = find_invoice_of_hire(introduction_id=case.introduction_id)
        assert draft is not None
        invoice, fact = _issue(desk, case, draft.id, kind="fee")
        if self.way == "reissued":
            desk.plan(desk.today + DAY * 2, partial(self._reissue, desk, case, invoice, fact))
        else:
            self._plan_money(desk, case, invoice, fact)

    def _reissue(self, desk: Desk, case: Case, invoice: Invoice, fact: InvoiceFact) -> None:
        owner = desk.office.owner
        reason = "宛名の部署を直すため（架空）"
        fees.cancel_invoice(actor=owner, invoice_id=invoice.id, reason=reason, now=desk.now)
        fact.cancelled_on = desk.today
        draft = fees.reissue_invoice(actor=owner, invoice_id=invoice.id, now=desk.now)
        again, told = _issue(desk, case, draft.id, kind="fee")
        self._plan_money(desk, case, again, told)

    def _plan_money(self, desk: Desk, case: Case, invoice: Invoice, fact: InvoiceFact) -> None:
        assert invoice.due_on is not None
        pay, total = partial(_pay, desk, invoice.id, fact), invoice.total_yen
        due, half = invoice.due_on, total // 3 + 1
        if self.way in {"whole", "reissued"}:
            desk.plan(due - DAY * case.dice.randrange(0, 12), partial(pay, total))
        elif self.way == "parts":
            desk.plan(due - DAY * 3, partial(pay, half))
            desk.plan(due + DAY * 25, partial(pay, total - half))
        elif self.way == "late":
            desk.plan(due + DAY * 6, partial(_remind, desk, invoice.id))
            desk.plan(due + DAY * case.dice.randrange(9, 60), partial(pay, total))
        elif self.way == "taken_back":
            desk.plan(due - DAY * 5, partial(_pay_wrongly, desk, invoice.id, fact, total))
        if self.leaves_after is not None:
            day = invoice.delivered_on + DAY * self.leaves_after
            told = max(day + DAY * 4, desk.today + DAY)
            desk.plan(told, partial(self._refund, desk, case, invoice, day))

    def _refund(self, desk: Desk, case: Case, invoice: Invoice, left_on: date) -> None:
        owner, now = desk.office.owner, desk.now
        draft = fees.draft_refund(
            actor=owner,
            invoice_id=invoice.id,
            left_on=left_on,
            reason="本人の都合による退職（架空）",
            now=now,
        )
        refund, fact = _issue(desk, case, draft.id, kind="refund")
        day = (left_on - invoice.delivered_on).days + 1
        fact.percent_back = next(
            one.percent for one in REFUND_STEPS if one.days_from <= day <= one.days_to
        )
        if case.fact.is_indefinite and case.introduction_id is not None:
            record_check(
                actor=owner,
                introduction_id=case.introduction_id,
                answer=Separated.LEFT,
                method="refund",
                checked_on=desk.today,
                left_on=left_on,
                now=now,
            )
            case.fact.checks.append(
                Check(answer="left", method="refund", known_on=desk.today, left_on=left_on)
            )
        back = partial(_pay, desk, refund.id, fact)
        total = -refund.total_yen
        if self.refund_way == "set_off":
            desk.plan(desk.today + DAY, partial(_set_off, desk, refund.id, fact))
        elif self.refund_way == "parts":
            desk.plan(desk.today + DAY * 9, partial(back, total // 2))
            desk.plan(desk.today + DAY * 30, partial(back, total - total // 2))
        else:
            desk.plan(desk.today + DAY * 14, partial(back, total))


def plan_billing(desk: Desk, cases: list[Case], *, refunds: int) -> None:
    """Say of each hire how it is paid, and whose people leave early.

    Args:
        desk: of the agency.
        cases: of the year.
        refunds: how many fees go back in part; two or more also in parts and by set-off.
    """
    hires = [one for one in cases if one.join_on is not None and one.join_on <= desk.last]
    leavers = desk.dice.sample(hires, min(refunds, len(hires)))
    for case in cases:
        [way] = desk.dice.choices([one[0] for one in _WAYS], [one[1] for one in _WAYS])
        case.after_joining += (Billing(way=way),)
    for place, case in enumerate(leavers):
        billing = Billing(leaves_after=20 + 60 * place // max(1, refunds - 1))
        if place == 1:
            billing.refund_way = "parts"
        if place == 2:
            billing.way, billing.refund_way = "unpaid", "set_off"
        case.after_joining = (billing,)


def _issue(desk: Desk, case: Case, draft_id: UUID, *, kind: str) -> tuple[Invoice, InvoiceFact]:
    invoice = fees.issue_invoice(actor=desk.office.owner, invoice_id=draft_id, now=desk.now)
    fact = InvoiceFact(
        case=case.fact,
        kind=kind,
        number=invoice.number,
        issued_on=desk.today,
        rate_permille=case.order.firm.rate_permille,
    )
    desk.log.invoices.append(fact)
    return invoice, fact


def _pay(desk: Desk, invoice_id: UUID, fact: InvoiceFact, amount_yen: int) -> None:
    fees.record_payment(
        actor=desk.office.owner,
        invoice_id=invoice_id,
        amount_yen=amount_yen,
        paid_on=desk.today,
        now=desk.now,
    )
    fact.moved.append((desk.today, amount_yen if fact.kind == "fee" else -amount_yen))


def _pay_wrongly(desk: Desk, invoice_id: UUID, fact: InvoiceFact, total_yen: int) -> None:
    """A payment of somebody else is recorded, taken back, and the right one comes later."""
    owner, wrong = desk.office.owner, total_yen // 2
    payment = fees.record_payment(
        actor=owner, invoice_id=invoice_id, amount_yen=wrong, paid_on=desk.today, now=desk.now
    )
    fact.moved.append((desk.today, wrong))
    fees.take_back_payment(
        actor=owner, payment_id=payment.id, note="別の会社の入金（架空）", now=desk.now
    )
    fact.moved.append((desk.today, -wrong))
    desk.plan(desk.today + DAY * 4, partial(_pay, desk, invoice_id, fact, total_yen))


def _remind(desk: Desk, invoice_id: UUID) -> None:
    fees.send_payment_reminder(
        actor=desk.office.owner,
        invoice_id=invoice_id,
        to_address="keiri@example.invalid",
        now=desk.now,
    )


def _set_off(desk: Desk, refund_id: UUID, fact: InvoiceFact) -> None:
    """The refund is set off against the invoice, which nobody paid yet."""
    owner = desk.office.owner
    refund = fees.set_off_refund(actor=owner, invoice_id=refund_id, now=desk.now)
    with bound(owner.organisation_id, None):
        amount = -Invoice.objects.get(id=refund.id).total_yen
    fact.moved.append((desk.today, -amount))
    first = next(one for one in desk.log.invoices if one.case is fact.case and one.kind == "fee")
    first.moved.append((desk.today, amount))
