"""Entries for the accounts: what invoices and payments mean in double entry, and two layouts.

The layouts are those of the import files of widespread accounting programs: 25 columns of a
journal (弥生会計の仕訳データ) and the columns of a list of dealings (freeeの取引データ).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.fees.labels import InvoiceKind, PaymentWay
from tasuki.core.fees.machines import InvoiceState


class Account(StrEnum):
    """The accounts that appear, by their Japanese names."""

    RECEIVABLE = "売掛金"
    SALES = "売上高"
    BANK = "普通預金"
    CASH = "現金"
    OTHER = "仮受金"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFact:
    """What an invoice says to the accounts."""

    number: str
    kind: InvoiceKind
    partner: str
    issued_on: date
    due_on: date | None
    total_yen: int
    tax_yen: int
    rate_percent: int | None
    is_qualified: bool
    state: InvoiceState = InvoiceState.ISSUED
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFact:
    """What a payment says to the accounts; below zero money went out or was taken back."""

    number: str
    kind: InvoiceKind
    partner: str
    paid_on: date
    amount_yen: int
    way: PaymentWay


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: the same amount on both sides.

    Attributes:
        on: the day.
        debit, credit: the two accounts.
        amount_yen: with tax, > 0.
        tax_yen: the tax in it; 0 where no tax arises.
        tax_class: of the side that stands for sales; empty where no tax arises.
        partner: the other party.
        number: of the invoice.
        text: the words of the entry.
        due_on: last day to pay, where there is one.
    """

    on: date
    debit: Account
    credit: Account
    amount_yen: int
    tax_yen: int
    tax_class: str
    partner: str
    number: str
    text: str
    due_on: date | None = None


_BANK: Final = {
    PaymentWay.TRANSFER: Account.BANK,
    PaymentWay.CASH: Account.CASH,
    PaymentWay.OTHER: Account.OTHER,
}
_NAMES: Final = {InvoiceKind.FEE: "紹介手数料", InvoiceKind.REFUND: "紹介手数料の返戻金"}


def invoice_entries(invoice: InvoiceFact) -> list[Entry]:
    """Return the entry of the issue, and the opposite one of a cancellation."""
    found = [_sale(invoice, on=invoice.issued_on, is_taken_back=False)]
    if invoice.state is InvoiceState.CANCELLED and invoice.cancelled_on is not None:
        found.append(_sale(invoice, on=invoice.cancelled_on, is_taken_back=True))
    return found


def _sale(invoice: InvoiceFact, *, on: date, is_taken_back: bool) -> Entry:
    is_sale = (invoice.kind is InvoiceKind.FEE) is not is_taken_back
    debit, credit = (Account.RECEIVABLE, Account.SALES)
    suffix = "（取消）" if is_taken_back else ""
    return Entry(
        on=on,
        debit=debit if is_sale else credit,
        credit=credit if is_sale else debit,
        amount_yen=abs(invoice.total_yen),
        tax_yen=abs(invoice.tax_yen),
        tax_class=_tax_class(invoice, is_sale=is_sale),
        partner=invoice.partner,
        number=invoice.number,
        text=f"{_NAMES[invoice.kind]} {invoice.number} {invoice.partner}{suffix}",
        due_on=invoice.due_on if is_sale else None,
    )


def _tax_class(invoice: InvoiceFact, *, is_sale: bool) -> str:
    if invoice.rate_percent is None:
        return "対象外"
    return f"課税売上{'込' if is_sale else '返還込'}{invoice.rate_percent}%"


def payment_entries(payment: PaymentFact) -> list[Entry]:
    """Return the entry of a payment; a set-off moves nothing between accounts, so it has none."""
    bank = _BANK.get(payment.way)
    if bank is None:
        return []
    comes_in = payment.amount_yen > 0
    words = "入金" if comes_in else "返金・入金取消"
    return [
        Entry(
            on=payment.paid_on,
            debit=bank if comes_in else Account.RECEIVABLE,
            credit=Account.RECEIVABLE if comes_in else bank,
            amount_yen=abs(payment.amount_yen),
            tax_yen=0,
            tax_class="",
            partner=payment.partner,
            number=payment.number,
            text=f"{words} {payment.number} {payment.partner}",
        )
    ]


type Cell = str | int
type Cells = list[list[Cell]]

_NO_TAX: Final = "対象外"
FREEE_HEADS: Final = (
    "収支区分",
    "管理番号",
    "発生日",
    "決済期日",
    "取引先",
    "勘定科目",
    "税区分",
    "金額",
    "税計算区分",
    "税額",
    "備考",
    "決済日",
    "決済口座",
    "決済金額",
)


def yayoi_rows(entries: Iterable[Entry]) -> Cells:
    """Return entries in the 25 columns of a journal file, without headings.

    The first column tells one entry of one line (2000).
    """
    return [_yayoi_row(one) for one in entries]


def _yayoi_row(one: Entry) -> list[Cell]:
    debit_is_sales = one.debit is Account.SALES
    credit_is_sales = one.credit is Account.SALES
    return [
        "2000",
        "",
        "",
        f"{one.on:%Y/%m/%d}",
        one.debit,
        one.partner if one.debit is Account.RECEIVABLE else "",
        "",
        one.tax_class if debit_is_sales else _NO_TAX,
        one.amount_yen,
        one.tax_yen if debit_is_sales else 0,
        one.credit,
        one.partner if one.credit is Account.RECEIVABLE else "",
        "",
        one.tax_class if credit_is_sales else _NO_TAX,
        one.amount_yen,
        one.tax_yen if credit_is_sales else 0,
        one.text,
        one.number,
        f"{one.due_on:%Y/%m/%d}" if one.due_on else "",
        "0",
        "",
        "",
        "0",
        "0",
        "no",
    ]


def freee_rows(entries: Sequence[Entry]) -> Cells:
    """Return entries in the columns of a list of dealings, headings first.

    A sale is a dealing that is settled later; a payment is its settlement, found by the number.
    """
    return [list(FREEE_HEADS), *(_freee_row(one) for one in entries)]


def _freee_row(one: Entry) -> list[Cell]:
    is_sale = Account.SALES in {one.debit, one.credit}
    comes_in = one.credit is (Account.SALES if is_sale else Account.RECEIVABLE)
    sign = 1 if comes_in else -1
    day = f"{one.on:%Y-%m-%d}"
    if is_sale:
        return [
            "収入",
            one.number,
            day,
            f"{one.due_on:%Y-%m-%d}" if one.due_on else "",
            one.partner,
            Account.SALES,
            one.tax_class,
            sign * one.amount_yen,
            "税込",
            sign * one.tax_yen,
            one.text,
            "",
            "",
            "",
        ]
    bank = one.debit if comes_in else one.credit
    return [
        "",
        one.number,
        "",
        "",
        one.partner,
        "",
        "",
        "",
        "",
        "",
        one.text,
        day,
        bank,
        sign * one.amount_yen,
    ]
