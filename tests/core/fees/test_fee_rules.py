"""Fees: amounts, the tax share of part payments, steps of a refund, entries, monthly accounts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.core.fees.amounts import (
    FeeTerms,
    YearlyPay,
    base_yen,
    fee_yen,
    is_within_table,
    net_share_yen,
    settlement_of,
)
from tasuki.core.fees.journal import (
    FREEE_HEADS,
    Account,
    InvoiceFact,
    PaymentFact,
    freee_rows,
    invoice_entries,
    payment_entries,
    yayoi_rows,
)
from tasuki.core.fees.labels import (
    AGREEMENT_LABELS,
    INVOICE_LABELS,
    SETTLEMENT_LABELS,
    InvoiceKind,
    PaymentWay,
    SettlementState,
)
from tasuki.core.fees.machines import AGREEMENT, INVOICE, AgreementState, InvoiceState
from tasuki.core.fees.refunds import (
    read_steps,
    step_words,
    steps_from_json,
    steps_to_json,
    write_steps,
)
from tasuki.core.fees.statement import AccountLine, LineKind, month_account
from tasuki.core.law.fees import FeeKind, FiledTable, RefundRule

DAY = date(2026, 11, 23)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine that does other things at the same time is no fault of a rule."""
FACT = InvoiceFact(
    number="INV-00001",
    kind=InvoiceKind.FEE,
    partner="みなと精機",
    issued_on=DAY,
    due_on=DAY + timedelta(days=30),
    total_yen=1_100_000,
    tax_yen=100_000,
    rate_percent=10,
    is_qualified=True,
)
PAID = PaymentFact(
    number="INV-00001",
    kind=InvoiceKind.FEE,
    partner="みなと精機",
    paid_on=DAY,
    amount_yen=1_100_000,
    way=PaymentWay.TRANSFER,
)


def test_yearly_pay_is_twelve_months_and_what_is_fixed():
    pay = YearlyPay(monthly_yen=300_000, bonus_yen=600_000, allowance_yen=60_000)

    assert pay.total_yen == 4_260_000


@pytest.mark.parametrize(
    ("terms", "fee", "base"),
    [
        (FeeTerms(kind=FeeKind.FILED, rate_permille=350), 1_400_000, 4_000_000),
        (FeeTerms(kind=FeeKind.LIMITED, rate_permille=110), 220_000, 2_000_000),
        (FeeTerms(kind=FeeKind.FILED, fixed_yen=500_000), 500_000, 4_000_000),
    ],
)
def test_fee_is_a_share_of_a_year_of_six_months_or_fixed(terms, fee, base):
    assert fee_yen(terms, yearly_pay_yen=4_000_000) == fee
    assert base_yen(terms, yearly_pay_yen=4_000_000) == base


@PATIENT
@given(permille=st.integers(1, 1000), ceiling=st.integers(1, 50))
def test_share_lies_within_a_table_exactly_up_to_its_ceiling(permille, ceiling):
    table = FiledTable(version="1", filed_on=DAY, max_percent=ceiling)
    terms = FeeTerms(kind=FeeKind.FILED, rate_permille=permille)

    within = is_within_table(terms, table, yearly_pay_yen=1_000_000, on=DAY)

    assert within is (permille <= ceiling * 10)


@PATIENT
@given(
    net=st.integers(1, 10_000_000),
    is_refund=st.booleans(),
    cuts=st.lists(st.integers(1, 10_000_000), max_size=6),
)
def test_shares_of_part_payments_sum_to_the_fee_without_tax(net, is_refund, cuts):
    total = net + net * 10 // 100
    sign = -1 if is_refund else 1
    marks = sorted({cut % total for cut in cuts} | {0, total})
    shares = [
        net_share_yen(
            net_yen=sign * net,
            total_yen=sign * total,
            before_yen=sign * before,
            amount_yen=sign * (after - before),
        )
        for before, after in pairwise(marks)
    ]

    assert sum(shares) == sign * net
    assert all(share * sign >= 0 for share in shares)


def test_payment_taken_back_takes_its_share_back():
    given_back = net_share_yen(
        net_yen=1_000_001, total_yen=1_100_001, before_yen=500_000, amount_yen=-500_000
    )

    assert given_back == -net_share_yen(
        net_yen=1_000_001, total_yen=1_100_001, before_yen=0, amount_yen=500_000
    )


@pytest.mark.parametrize(
    ("paid", "due", "state"),
    [
        (0, DAY, SettlementState.OPEN),
        (1, DAY, SettlementState.PARTLY),
        (1, DAY - timedelta(days=1), SettlementState.OVERDUE),
        (100, DAY - timedelta(days=1), SettlementState.SETTLED),
    ],
)
def test_invoice_is_open_partly_paid_overdue_or_settled(paid, due, state):
    assert settlement_of(is_issued=True, total_yen=100, paid_yen=paid, due_on=due, today=DAY) is (
        state
    )


def test_draft_and_cancelled_invoice_has_nothing_open():
    found = settlement_of(is_issued=False, total_yen=100, paid_yen=0, due_on=DAY, today=DAY)

    assert found is SettlementState.NONE


@pytest.mark.parametrize(
    "text", ["30: 80\n90: 50", "３０：８０\n９０：５０％", "30日以内 80%\n90日まで 50"]
)
def test_refund_steps_are_read_as_people_type_them(text):
    assert read_steps(text) == [RefundRule(1, 30, 80), RefundRule(31, 90, 50)]


def test_refund_steps_that_are_unclear_are_not_guessed():
    assert read_steps("30日 八割") is None
    assert read_steps("") == []


def test_refund_steps_survive_page_and_store():
    steps = [RefundRule(1, 30, 80), RefundRule(31, 90, 50)]

    assert read_steps(write_steps(steps)) == steps
    assert list(steps_from_json(steps_to_json(steps))) == steps
    assert step_words(steps[1]).ja == "入社日から31日目〜90日目の退職：手数料の50%を返戻"


def test_sale_is_a_receivable_with_the_tax_in_it_and_a_cancellation_its_opposite():
    [sale] = invoice_entries(FACT)
    cancelled = InvoiceFact(
        **{
            name: getattr(FACT, name)
            for name in FACT.__slots__
            if name not in {"state", "cancelled_on"}
        },
        state=InvoiceState.CANCELLED,
        cancelled_on=DAY,
    )
    _first, back = invoice_entries(cancelled)

    assert (sale.debit, sale.credit) == (Account.RECEIVABLE, Account.SALES)
    assert (sale.amount_yen, sale.tax_yen, sale.tax_class) == (1_100_000, 100_000, "課税売上込10%")
    assert (back.debit, back.credit, back.tax_class) == (
        Account.SALES,
        Account.RECEIVABLE,
        "課税売上返還込10%",
    )


def test_payment_moves_bank_and_receivable_and_a_set_off_moves_nothing():
    [came] = payment_entries(PAID)
    [went] = payment_entries(_paid(amount_yen=-5))

    assert (came.debit, came.credit, came.amount_yen) == (
        Account.BANK,
        Account.RECEIVABLE,
        1_100_000,
    )
    assert (went.debit, went.credit, went.amount_yen) == (Account.RECEIVABLE, Account.BANK, 5)
    assert payment_entries(_paid(way=PaymentWay.OFFSET)) == []


def _paid(**more):
    given = {name: getattr(PAID, name) for name in PAID.__slots__}
    return PaymentFact(**(given | more))


def test_journal_file_has_25_columns_with_sides_of_equal_amounts():
    [row] = yayoi_rows(invoice_entries(FACT))

    assert len(row) == 25
    assert row[:5] == ["2000", "", "", "2026/11/23", "売掛金"]
    assert (row[8], row[14]) == (1_100_000, 1_100_000)
    assert (row[9], row[15]) == (0, 100_000)
    assert row[16].startswith("紹介手数料 INV-00001")


def test_list_of_dealings_has_a_sale_and_its_settlement_under_one_number():
    heads, sale, payment = freee_rows([*invoice_entries(FACT), *payment_entries(PAID)])

    assert heads == list(FREEE_HEADS)
    assert {len(one) for one in (heads, sale, payment)} == {14}
    assert (sale[1], payment[1]) == ("INV-00001", "INV-00001")
    assert (sale[7], payment[13]) == (1_100_000, 1_100_000)


def test_refund_is_a_negative_dealing():
    fact = {name: getattr(FACT, name) for name in FACT.__slots__}
    refund = InvoiceFact(
        **(fact | {"kind": InvoiceKind.REFUND, "total_yen": -55_000, "tax_yen": -5_000})
    )
    _heads, row = freee_rows(invoice_entries(refund))

    assert (row[7], row[9], row[6]) == (-55_000, -5_000, "課税売上返還込10%")


@PATIENT
@given(
    changes=st.lists(st.tuples(st.integers(0, 150), st.integers(-1_000_000, 1_000_000)), max_size=6)
)
def test_closing_of_a_month_is_the_opening_of_the_next(changes):
    lines = [
        AccountLine(
            on=date(2026, 9, 1) + timedelta(days=days),
            kind=LineKind.INVOICE,
            number="INV-1",
            amount_yen=amount,
        )
        for days, amount in changes
    ]
    november = month_account(lines, month=date(2026, 11, 1), last_day=date(2026, 11, 30))
    december = month_account(lines, month=date(2026, 12, 1), last_day=date(2026, 12, 31))

    assert november.closing_yen == december.opening_yen
    assert december.closing_yen == sum(
        one.amount_yen for one in lines if one.on <= date(2026, 12, 31)
    )


def test_every_state_has_words():
    assert set(AGREEMENT_LABELS) == set(AgreementState)
    assert set(INVOICE_LABELS) == set(InvoiceState)
    assert set(SETTLEMENT_LABELS) == set(SettlementState)


def test_an_issued_invoice_can_only_be_cancelled():
    assert INVOICE.allowed_events(InvoiceState.ISSUED) == ("cancel",)
    assert INVOICE.final_states() == (InvoiceState.CANCELLED, InvoiceState.DISCARDED)
    assert AGREEMENT.final_states() == (
        AgreementState.REPLACED,
        AgreementState.ENDED,
        AgreementState.WITHDRAWN,
    )
