from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.invoices import (
    Invoice,
    InvoiceLine,
    TaxRow,
    check_invoice,
    check_invoice_change,
    corporate_check_digit,
    needs_refund_invoice,
    read_corporate_number,
    read_invoice_number,
    tax_rows,
)

TODAY = date(2026, 11, 23)
FEE = InvoiceLine("人材紹介手数料", 1_000_000, 10)
INVOICE = Invoice(
    issuer_name="あおば人材",
    issuer_number="T7000012050002",
    issued_on=TODAY,
    recipient_name="みなと精機",
    lines=(FEE,),
)


def test_the_check_digit_of_a_corporate_number():
    assert corporate_check_digit("000012050002") == 7
    assert read_invoice_number("T7000012050002") == "T7000012050002"
    assert (
        read_invoice_number("ｔ７０００−０１２０５０００２".replace("−", "-")) == "T7000012050002"
    )


@pytest.mark.parametrize(
    "text", ["", "7000012050002", "T8000012050002", "T700001205000", "T70000120500021"]
)
def test_what_is_no_registration_number_is_not_read(text):
    assert read_invoice_number(text) is None


@pytest.mark.parametrize("base", ["", "00001205000", "00001205000x", "０００００００００００１"])
def test_a_base_that_is_not_twelve_digits_is_an_error(base):
    with pytest.raises(ValueError, match="twelve digits"):
        corporate_check_digit(base)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_one_wrong_first_digit_is_always_found(base):
    digit = corporate_check_digit(base)

    assert 1 <= digit <= 9
    assert read_invoice_number(f"T{digit}{base}") == f"T{digit}{base}"
    assert read_invoice_number(f"T{digit % 9 + 1}{base}") is None


def test_tax_is_rounded_once_per_rate():
    nets = (333_333, 333_333, 333_334)

    rows = tax_rows(InvoiceLine("手数料", net, 10) for net in nets)

    assert rows == [TaxRow(10, 1_000_000, 100_000)]
    assert sum(tax_rows([InvoiceLine("手数料", net, 10)])[0].tax_yen for net in nets) == 99_999


def test_each_rate_stands_alone_and_the_untaxed_share_of_wages_has_none():
    rows = tax_rows(
        [
            InvoiceLine("出向者の給与負担金", 300_000, None),
            InvoiceLine("茶菓", 1_009, 8),
            InvoiceLine("手数料", 105, 10),
            InvoiceLine("値引き", -10, 10),
        ]
    )

    assert rows == [TaxRow(10, 95, 9), TaxRow(8, 1_009, 80), TaxRow(None, 300_000, 0)]


def test_a_refund_cuts_its_fraction_like_a_charge():
    assert tax_rows([InvoiceLine("返戻金", -105, 10)]) == [TaxRow(10, -105, -10)]


def test_a_whole_invoice_may_be_issued():
    assert check_invoice(INVOICE, on=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer_name": " "}, "issuer"),
        ({"issued_on": None}, "date"),
        ({"recipient_name": ""}, "recipient"),
        ({"lines": ()}, "content"),
        ({"lines": (replace(FEE, text=" "),)}, "content"),
        ({"issuer_number": ""}, "registration number"),
        ({"issuer_number": "T8000012050002"}, "registration number"),
        ({"lines": (replace(FEE, rate_percent=5),)}, "5% is no rate"),
    ],
)
def test_an_invoice_with_a_gap_is_no_qualified_one(changes, words):
    refusal = check_invoice(replace(INVOICE, **changes), on=TODAY)

    assert refusal.rule == "invoice"
    assert words in refusal.reason_en


def test_an_issued_invoice_is_not_changed():
    assert check_invoice_change(is_issued=False) is None
    assert "Cancel it" in check_invoice_change(is_issued=True).next_en


def test_a_refund_below_ten_thousand_yen_needs_no_invoice():
    assert not needs_refund_invoice(9_999, on=TODAY)
    assert needs_refund_invoice(10_000, on=TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7000012050002", "7000012050002"),
        ("７０００-０１２０-５０００２", "7000012050002"),
        ("8000012050002", None),
        ("700001205000", None),
        ("T7000012050002", None),
    ],
)
def test_a_corporate_number_has_its_check_digit(text, number):
    assert read_corporate_number(text) == number
