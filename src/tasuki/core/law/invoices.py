"""Qualified invoices (適格請求書): number, tax rounded once per rate, refunds.

Source: 消費税法 57条の4, 施行令 70条の9, 70条の10; 法人番号の指定等に関する省令 2条 (check digit).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tasuki.core.law.parameters import find_number
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

RULE: Final = "invoice"
_NUMBER: Final = re.compile(r"T(\d{13})")
_DIGITS: Final = 12
_SOURCE: Final = "消費税法 57条の4"


def corporate_check_digit(base: str) -> int:
    """Return the check digit that stands before the twelve digits of a corporate number.

    Args:
        base: twelve digits.

    Raises:
        ValueError: not twelve digits.

    Source: 法人番号の指定等に関する省令 2条: 9 - (sum of P_n x Q_n mod 9).
    """
    if len(base) != _DIGITS or not base.isascii() or not base.isdigit():
        raise ValueError(f"not twelve digits: {base!r}")
    total = sum(
        int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(base), start=1)
    )
    return 9 - total % 9


def read_corporate_number(text: str) -> str | None:
    """Return a corporate number as thirteen digits; None if its form or check digit is wrong.

    Args:
        text: as somebody typed it; full-width digits, spaces and hyphens are accepted.
    """
    folded = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    found = read_invoice_number(f"T{folded}")
    return found[1:] if found else None


def read_invoice_number(text: str) -> str | None:
    """Return a registration number as T and thirteen digits; None if it is none.

    The number of a corporation is its corporate number with a T before it; its check digit must
    fit.

    Args:
        text: as somebody typed it; full-width signs, spaces and hyphens are accepted.
    """
    folded = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    match = _NUMBER.fullmatch(folded)
    if match is None or int(match[1][0]) != corporate_check_digit(match[1][1:]):
        return None
    return folded


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice.

    Attributes:
        text: what was delivered.
        net_yen: without tax; below zero for a discount.
        rate_percent: rate of the consumption tax; None for what is outside the tax (不課税),
            such as the share of the wages of a seconded person.
    """

    text: str
    net_yen: int
    rate_percent: int | None


@dataclass(frozen=True, slots=True)
class TaxRow:
    """The total of one rate: net amount and tax, in whole yen."""

    rate_percent: int | None
    net_yen: int
    tax_yen: int


def tax_rows(lines: Iterable[InvoiceLine]) -> list[TaxRow]:
    """Return net amount and tax per rate, the highest rate first, untaxed last.

    The tax is rounded once per rate over the whole invoice, never per line; fractions of a yen
    are cut off.

    Source: 消費税法施行令 70条の10.
    """
    totals: dict[int | None, int] = {}
    for line in lines:
        totals[line.rate_percent] = totals.get(line.rate_percent, 0) + line.net_yen
    rates = sorted(totals, key=lambda rate: -1 if rate is None else rate, reverse=True)
    return [TaxRow(rate, totals[rate], _tax(totals[rate], rate)) for rate in rates]


def _tax(net_yen: int, rate_percent: int | None) -> int:
    if rate_percent is None:
        return 0
    tax = abs(net_yen) * rate_percent // 100
    return tax if net_yen >= 0 else -tax


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """A qualified invoice before it is issued."""

    issuer_name: str
    issuer_number: str
    issued_on: date | None
    recipient_name: str
    lines: Sequence[InvoiceLine]


def check_invoice(invoice: Invoice, *, on: date) -> Refusal | None:
    """Return why an invoice may not be called a qualified one; None if it may.

    Args:
        invoice: as it is to be issued.
        on: the day of issue, whose rates hold.
    """
    gaps = {
        Words("発行者の名称", "name of the issuer"): invoice.issuer_name.strip(),
        Words("取引年月日", "date"): invoice.issued_on,
        Words("宛名", "name of the recipient"): invoice.recipient_name.strip(),
        Words("取引の内容", "content"): invoice.lines
        and all(line.text.strip() for line in invoice.lines),
    }
    if missing := next((label for label, value in gaps.items() if not value), None):
        return _refuse(
            Words(
                f"適格請求書に「{missing.ja}」がありません。",
                f"The invoice lacks the {missing.en}.",
            ),
            Words("入力してから発行してください。", "Enter it before you issue the invoice."),
        )
    if read_invoice_number(invoice.issuer_number) is None:
        return _refuse(
            Words(
                f"登録番号「{invoice.issuer_number}」は正しくありません。",
                f"The registration number “{invoice.issuer_number}” is not valid.",
            ),
            Words(
                "Tと13桁の番号を確認するか、適格請求書ではない請求書にしてください。",
                "Check T and the thirteen digits, or issue an invoice that is no qualified one.",
            ),
        )
    return _check_rates(invoice, on=on)


def _check_rates(invoice: Invoice, *, on: date) -> Refusal | None:
    known = {
        None,
        find_number("consumption_tax_pct", on=on),
        find_number("consumption_tax_reduced_pct", on=on),
    }
    wrong = next((one for one in invoice.lines if one.rate_percent not in known), None)
    if wrong is None:
        return None
    return _refuse(
        Words(
            f"「{wrong.text}」の税率{wrong.rate_percent}%は、この日の税率ではありません。",
            f"“{wrong.text}”: {wrong.rate_percent}% is no rate of that day.",
        ),
        Words("税率を確認してください。", "Check the rate."),
    )


def check_invoice_change(*, is_issued: bool) -> Refusal | None:
    """Return why an invoice may not be changed; one that went out is cancelled and issued anew.

    Args:
        is_issued: it was issued.

    Source: 電子帳簿保存法 7条 (the data itself stays).
    """
    if not is_issued:
        return None
    return _refuse(
        Words("発行した請求書は変更できません。", "An issued invoice cannot be changed."),
        Words("取り消して、新しい請求書を発行してください。", "Cancel it and issue a new one."),
    )


def needs_refund_invoice(total_yen: int, *, on: date) -> bool:
    """Return whether a refund needs an invoice of its own (適格返還請求書).

    Args:
        total_yen: what goes back, with tax.
        on: the day of the refund.

    Source: 消費税法 57条の4第3項; 施行令 70条の9第3項2号.
    """
    return total_yen >= find_number("refund_invoice_from_yen", on=on)


def _refuse(why: Words, then: Words) -> Refusal:
    return Refusal(RULE, why.ja, why.en, then.ja, then.en, _SOURCE)
