"""Payments, refunds, the fee book, monthly accounts and files for accounting."""

from datetime import timedelta

import pytest
from tests.apps.fees.world import HIRED_ON, make_desk
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.fees import actions
from tasuki.apps.fees.exports import write_accounts
from tasuki.apps.fees.models import Payment
from tasuki.apps.fees.queries.accounts import list_month_accounts
from tasuki.apps.fees.queries.invoices import settlement_on
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.placement.models import FeeEntry
from tasuki.core.dates import add_months
from tasuki.core.fees.labels import SettlementState

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=31)


@pytest.fixture
def desk():
    return make_desk()


def refund(desk, invoice, *, left_on=HIRED_ON + timedelta(days=9), now=NOW):
    draft = actions.draft_refund(
        actor=desk.advisor, invoice_id=invoice.id, left_on=left_on, reason="自己都合", now=now
    )
    return actions.issue_invoice(actor=desk.advisor, invoice_id=draft.id, now=now)


def test_charge_stands_in_the_fee_book_once_it_is_collected(desk):
    invoice = desk.issue(pay_yen=4_000_000)
    before = desk.fee_rows()
    desk.pay(invoice)

    with bound(desk.agency.id, None):
        [row] = FeeEntry.objects.all()
    assert before == []
    assert (row.kind, row.amount_yen, row.charged_on) == ("filed", 1_200_000, TODAY)
    assert (row.payer_name, row.invoice_id) == (desk.company.name, invoice.id)
    assert row.basis.startswith("INV-00001 理論年収 4,000,000円 × 30%")
    assert row.yearly_pay_yen == 4_000_000


def test_part_payments_sum_to_the_fee_without_tax(desk):
    invoice = desk.issue(pay_yen=3_333_333)
    for amount in (100_001, 333_333, invoice.total_yen - 433_334):
        desk.pay(invoice, amount)

    rows = desk.fee_rows()
    assert len(rows) == 3
    assert sum(amount for _kind, amount in rows) == invoice.net_yen == 999_999
    assert desk.reload(invoice).paid_yen == invoice.total_yen


def test_more_than_is_open_is_not_recorded(desk):
    invoice = desk.issue()
    desk.pay(invoice, 1_000_000)

    with pytest.raises(InvalidInputError) as refused:
        desk.pay(invoice, 980_001)

    assert refused.value.field == "amount_yen"


@pytest.mark.parametrize("days", [-1, 1])
def test_payment_lies_between_the_issue_and_today(desk, days):
    invoice = desk.issue()

    with pytest.raises(InvalidInputError) as refused:
        desk.pay(invoice, paid_on=TODAY + timedelta(days=days))

    assert refused.value.field == "paid_on"


def test_wrong_payment_is_taken_back_by_a_row_against_it_in_both_books(desk):
    invoice = desk.issue(pay_yen=4_000_000)
    payment = desk.pay(invoice)
    again = {"actor": desk.advisor, "payment_id": payment.id, "note": "別の会社", "now": NOW}
    actions.take_back_payment(**again)

    assert desk.fee_rows() == [("filed", 1_200_000), ("filed", -1_200_000)]
    assert desk.reload(invoice).paid_yen == 0
    with pytest.raises(RefusedError):
        actions.take_back_payment(**again)


def test_paid_invoice_is_not_cancelled(desk):
    invoice = desk.issue()
    desk.pay(invoice, 1)

    with pytest.raises(RefusedError) as refused:
        actions.cancel_invoice(actor=desk.advisor, invoice_id=invoice.id, reason="x", now=NOW)

    assert refused.value.code == "paid"


@pytest.mark.parametrize(("day", "percent"), [(1, 80), (30, 80), (31, 50), (90, 50)])
def test_refund_is_the_share_of_the_window_of_the_last_day(desk, day, percent):
    hired_on = TODAY - timedelta(days=100)
    invoice = desk.issue(on=hired_on, pay_yen=4_000_000)

    back = refund(desk, invoice, left_on=hired_on + timedelta(days=day - 1))

    assert back.net_yen == -1_200_000 * percent // 100
    assert back.tax_yen == back.net_yen // 10
    assert (back.number, back.corrects_id) == ("REF-00001", invoice.id)


def test_nothing_goes_back_after_the_last_window(desk):
    hired_on = TODAY - timedelta(days=100)
    invoice = desk.issue(on=hired_on)

    with pytest.raises(RefusedError) as refused:
        refund(desk, invoice, left_on=hired_on + timedelta(days=90))

    assert refused.value.code == "refund_over"
    assert f"{hired_on + timedelta(days=89):%Y/%m/%d}" in refused.value.ja


def test_refund_paid_out_is_a_row_of_its_own_below_zero(desk):
    invoice = desk.issue(pay_yen=4_000_000)
    desk.pay(invoice)
    back = refund(desk, invoice)
    desk.pay(back)

    assert desk.fee_rows() == [("filed", 1_200_000), ("refund", -960_000)]
    assert desk.reload(back).paid_yen == back.total_yen == -1_056_000
    with bound(desk.agency.id, None):
        assert "理由：自己都合" in FeeEntry.objects.get(kind="refund").basis


def test_refund_of_an_open_invoice_is_set_off_and_both_books_say_so(desk):
    invoice = desk.issue(pay_yen=4_000_000)
    back = refund(desk, invoice)
    actions.set_off_refund(actor=desk.advisor, invoice_id=back.id, now=NOW)
    desk.pay(invoice, invoice.total_yen - 1_056_000)

    assert sum(amount for _kind, amount in desk.fee_rows()) == 1_200_000 - 960_000
    assert settlement_on(desk.reload(invoice), today=TODAY) is SettlementState.SETTLED
    assert settlement_on(desk.reload(back), today=TODAY) is SettlementState.SETTLED


def test_small_refund_needs_no_qualified_refund_invoice(desk):
    small = desk.issue(pay_yen=37_000)  # 80 percent of 11,100 yen and its tax: 9,768 yen
    large = desk.issue(pay_yen=38_000)  # 10,032 yen

    assert refund(desk, small).is_qualified is False
    assert refund(desk, large).is_qualified is True


def test_invoice_is_refunded_once_and_not_cancelled_then(desk):
    invoice = desk.issue()
    refund(desk, invoice)

    with pytest.raises(RefusedError):
        refund(desk, invoice)
    with pytest.raises(RefusedError) as refused:
        actions.cancel_invoice(actor=desk.advisor, invoice_id=invoice.id, reason="x", now=NOW)
    assert refused.value.code == "refunded"


def test_reminder_is_mailed_for_an_overdue_invoice_only(desk):
    invoice = desk.issue()
    desk.pay(invoice, 980_000)
    given = {"actor": desk.advisor, "invoice_id": invoice.id, "to_address": "keiri@example.invalid"}
    with pytest.raises(RefusedError):
        actions.send_payment_reminder(**given, now=NOW + timedelta(days=30))

    actions.send_payment_reminder(**given, now=LATER)

    with bound(desk.agency.id, None):
        mail = OutboxMail.objects.get(kind="payment_reminder")
    assert mail.to_address == "keiri@example.invalid"
    assert "INV-00001" in mail.subject
    assert "残高：1,000,000円" in mail.text


def test_invoice_is_reminded_of_once_a_day(desk):
    invoice = desk.issue()
    given = {"actor": desk.advisor, "invoice_id": invoice.id, "to_address": "keiri@example.invalid"}
    actions.send_payment_reminder(**given, now=LATER)

    with pytest.raises(RefusedError) as refused:
        actions.send_payment_reminder(**given, now=LATER + timedelta(minutes=5))
    actions.send_payment_reminder(**given, now=LATER + timedelta(days=1))

    assert refused.value.code == "reminded_today"
    with bound(desk.agency.id, None):
        assert OutboxMail.objects.filter(kind="payment_reminder").count() == 2


def test_month_of_a_company_opens_with_what_was_open_and_adds_up(desk):
    first = desk.issue(pay_yen=4_000_000)
    desk.pay(first, 320_000)
    second = desk.issue(pay_yen=2_000_000)
    actions.cancel_invoice(actor=desk.advisor, invoice_id=second.id, reason="誤り", now=NOW)

    with bound(desk.agency.id, None):
        [this] = list_month_accounts(month=TODAY)
        [after] = list_month_accounts(month=add_months(TODAY, 1))
        none = list_month_accounts(month=add_months(TODAY, -1))
    assert (this.name, this.number) == (desk.company.name, desk.agreement.number)
    assert (this.account.opening_yen, this.account.closing_yen) == (0, 1_000_000)
    assert [line.amount_yen for line in this.account.lines] == [
        1_320_000,
        660_000,
        -660_000,
        -320_000,
    ]
    assert (after.account.opening_yen, after.account.lines) == (1_000_000, ())
    assert none == []


def test_queries_of_the_month_do_not_grow_with_rows(desk, django_assert_num_queries):
    for _number in range(3):
        desk.pay(desk.issue(), 1)

    with bound(desk.agency.id, None), django_assert_num_queries(2):
        list_month_accounts(month=TODAY)


@pytest.mark.parametrize(("layout", "columns", "rows"), [("yayoi", 25, 2), ("freee", 14, 3)])
def test_entries_are_written_for_accounting_programs(desk, layout, columns, rows):
    invoice = desk.issue(pay_yen=4_000_000)
    desk.pay(invoice)

    content = write_accounts(
        actor=desk.advisor, first_day=TODAY, last_day=TODAY, layout=layout, now=NOW
    )

    lines = content.decode("cp932").splitlines()
    assert len(lines) == rows
    assert {line.count('","') + 1 for line in lines} == {columns}
    assert "INV-00001" in lines[-1]
    assert "1320000" in lines[-1]


def test_entries_are_taken_by_who_may_take_files(desk):
    with pytest.raises(NotAllowedError):
        write_accounts(actor=desk.clerk, first_day=TODAY, last_day=TODAY, layout="yayoi", now=NOW)


def test_company_sees_what_is_paid_and_no_payments(desk):
    invoice = desk.issue()
    desk.pay(invoice, 5)

    with bound(desk.company.id, None):
        assert Payment.objects.count() == 0
    assert desk.reload(invoice).paid_yen == 5


def test_mailed_invoice_holds_all_that_a_qualified_invoice_says(desk):
    invoice = desk.issue(pay_yen=4_000_000)

    actions.mail_invoice(
        actor=desk.advisor, invoice_id=invoice.id, to_address="keiri@hamabe.example", now=NOW
    )

    with bound(desk.agency.id, None):
        mail = OutboxMail.objects.get(kind="invoice")
    assert mail.subject == "請求書（INV-00001）"
    for part in (
        "10%対象：1,200,000円（税抜）　消費税 120,000円",
        "合計（税込）：1,320,000円",
        "登録番号：T7000012050002",
        f"取引年月日：{invoice.delivered_on:%Y/%m/%d}",
        f"/company/invoices/{invoice.id}/",
    ):
        assert part in mail.text


def test_draft_is_not_mailed(desk):
    draft = desk.draft()

    with pytest.raises(RefusedError, match="Issue it first"):
        actions.mail_invoice(
            actor=desk.advisor, invoice_id=draft.id, to_address="keiri@hamabe.example", now=NOW
        )
