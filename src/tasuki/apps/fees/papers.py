"""Papers of fees as PDF: invoice (D17), fee table (D7), agreement, monthly statement."""

from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.adapters.pdf.footer import write_footer
from tasuki.adapters.pdf.invoice import InvoiceSheet, render_invoice
from tasuki.adapters.pdf.letter import Letter, Section, render_letter
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.fees.queries.accounts import ClientAccount
from tasuki.apps.fees.queries.agreements import refund_steps_of, terms_of
from tasuki.apps.fees.queries.invoices import lines_of, tax_rows_of
from tasuki.apps.orgs.models import Licence
from tasuki.apps.orgs.queries import find_licence, find_organisation
from tasuki.apps.relay.models import FeeTable
from tasuki.core.fees.amounts import FeeTerms
from tasuki.core.fees.labels import FEE_KIND_LABELS, InvoiceKind
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.fees.refunds import step_words, steps_from_json
from tasuki.core.fees.statement import LineKind
from tasuki.core.law.fees import FeeKind, RefundRule
from tasuki.core.words import Words

LINE_LABELS: Final[dict[LineKind, Words]] = {
    LineKind.INVOICE: Words("請求", "invoice"),
    LineKind.REFUND: Words("返戻金", "refund"),
    LineKind.CANCELLED: Words("請求の取消", "cancelled"),
    LineKind.PAYMENT: Words("入金・返金", "payment"),
}
_NONE: Final = Words("定めなし", "none")
_POSTED_POINTS: Final = 14.5
"""Type of what hangs on a wall (D7)."""


class _Writer:
    """Speaks one language and knows the footer."""

    def __init__(self, *, language: str, printed_by: str, now: datetime) -> None:
        self.language = "en" if language.startswith("en") else "ja"
        self.printed_by = printed_by
        self.now = now
        self.page_word = self.say(Words("ページ", "page"))

    def say(self, words: Words) -> str:
        return words.in_language(self.language)

    def yen(self, value: int) -> str:
        amount = f"{abs(value):,}"
        sign = "−" if value < 0 else ""
        return f"{sign}¥{amount}" if self.language == "en" else f"{sign}{amount}円"

    def footer(self, number: str, version: int = 1) -> str:
        return write_footer(
            number,
            language=self.language,
            printed_by=self.printed_by,
            now=self.now,
            version=version,
        )

    def letter(
        self,
        *,
        title: Words,
        number: str,
        version: int,
        addressee: str,
        sender: list[str],
        paragraphs: list[Words],
        sections: list[Section],
        day: str = "",
        points: float = 10.5,
    ) -> bytes:
        return render_letter(
            Letter(
                language=self.language,
                title=self.say(title),
                reference=[number, day or f"{localdate(self.now):%Y/%m/%d}"],
                addressee=addressee,
                sender=sender,
                paragraphs=[self.say(one) for one in paragraphs],
                sections=sections,
                notes=[],
                footer=self.footer(number, version),
                page_word=self.page_word,
                points=points,
            )
        )


def invoice_pdf(invoice: Invoice, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return an invoice or a refund invoice (D17).

    Args:
        invoice: issued, cancelled, or a draft, which says so.
        language: ``ja`` or ``en``.
        printed_by: for the footer.
        now: for the footer.

    Source: 消費税法 57条の4; 施行令 70条の9, 70条の10.
    """
    return render_invoice(invoice_sheet(invoice, language=language, printed_by=printed_by, now=now))


def invoice_sheet(
    invoice: Invoice, *, language: str, printed_by: str, now: datetime
) -> InvoiceSheet:
    """Return the words and numbers of an invoice in one language."""
    writer = _Writer(language=language, printed_by=printed_by, now=now)
    say, yen = writer.say, writer.yen
    is_refund = invoice.kind == InvoiceKind.REFUND
    rows = tax_rows_of(invoice)
    return InvoiceSheet(
        language=writer.language,
        title=say(_title(invoice)),
        mark=say(_mark(invoice)),
        reference=_reference(invoice, writer),
        addressee=[_firm(invoice.recipient_name, writer), invoice.recipient_address],
        sender=_sender(invoice, writer),
        lead=say(
            Words("下記のとおり返金します。", "We give back as follows.")
            if is_refund
            else Words("下記のとおりご請求申し上げます。", "Please pay as follows.")
        ),
        amount_label=say(
            Words("返金額（税込）", "Amount given back, with tax")
            if is_refund
            else Words("ご請求金額（税込）", "Amount due, with tax")
        ),
        amount=yen(abs(invoice.total_yen)),
        heads=[
            say(Words("内容", "Content")),
            say(Words("税率", "Rate")),
            say(Words("金額（税抜）", "Amount without tax")),
        ],
        lines=[[one.text, _rate(one.rate_percent), yen(one.net_yen)] for one in lines_of(invoice)],
        tax_heads=[
            say(Words("税率ごとの合計", "Total by rate")),
            say(Words("税抜金額", "Without tax")),
            say(Words("消費税額", "Tax")),
        ],
        tax_lines=[[_rate(one.rate_percent), yen(one.net_yen), yen(one.tax_yen)] for one in rows],
        totals=[
            (say(Words("小計（税抜）", "Net")), yen(invoice.net_yen)),
            (say(Words("消費税", "Tax")), yen(invoice.tax_yen)),
            (say(Words("合計（税込）", "Total with tax")), yen(invoice.total_yen)),
        ],
        facts_title=say(Words("紹介手数料計算書", "How the fee was reckoned")),
        facts=_facts(invoice, writer),
        notes=_notes(invoice, writer),
        footer=writer.footer(invoice.number or say(Words("下書き", "draft"))),
        page_word=writer.page_word,
    )


def _title(invoice: Invoice) -> Words:
    if invoice.kind == InvoiceKind.REFUND:
        if invoice.is_qualified:
            return Words("適格返還請求書", "Qualified refund invoice")
        return Words("返戻金のお知らせ", "Notice of a refund")
    if invoice.is_qualified:
        return Words("適格請求書", "Qualified invoice")
    return Words("請求書", "Invoice")


def _firm(name: str, writer: _Writer) -> str:
    return writer.say(Words(f"{name} 御中", name))


def _permit(licence: Licence | None, writer: _Writer) -> str:
    number = licence.number if licence else ""
    return writer.say(Words(f"許可番号 {number}", f"licence {number}")) if number else ""


def _mark(invoice: Invoice) -> Words:
    if invoice.state == InvoiceState.CANCELLED:
        return Words(
            f"取消済み（{invoice.cancelled_on:%Y/%m/%d}）{invoice.cancel_reason}",
            f"Cancelled on {invoice.cancelled_on}: {invoice.cancel_reason}",
        )
    if invoice.state == InvoiceState.ISSUED:
        return Words("", "")
    return Words("下書き（発行前）", "Draft, not issued")


def _rate(percent: int | None) -> str:
    return "－" if percent is None else f"{percent}%"


def _reference(invoice: Invoice, writer: _Writer) -> list[str]:
    say = writer.say
    pairs = [
        (Words("番号", "Number"), invoice.number or "－"),
        (
            Words("発行日", "Issued on"),
            f"{invoice.issued_on:%Y/%m/%d}" if invoice.issued_on else "－",
        ),
        (
            Words("返還の日", "Day of the return")
            if invoice.kind == InvoiceKind.REFUND
            else Words("取引年月日", "Day of the dealing"),
            f"{_dealing_day(invoice):%Y/%m/%d}",
        ),
    ]
    if invoice.corrects is not None and invoice.kind == InvoiceKind.REFUND:
        first = invoice.corrects
        pairs.append(
            (
                Words("元の取引", "Original dealing"),
                f"{first.number}（{first.delivered_on:%Y/%m/%d}）",
            )
        )
    return [f"{say(label)}　{value}" for label, value in pairs]


def _dealing_day(invoice: Invoice) -> date:
    """A fee is due with the hire; a refund is a dealing of the day it is given."""
    if invoice.kind == InvoiceKind.REFUND and invoice.issued_on is not None:
        return invoice.issued_on
    return invoice.delivered_on


def _sender(invoice: Invoice, writer: _Writer) -> list[str]:
    if invoice.issuer_name:
        lines = [invoice.issuer_name, invoice.issuer_address]
    else:
        agency = find_organisation(organisation_id=invoice.organisation_id)
        lines = [agency.name, agency.address]
    if invoice.issuer_number:
        label = writer.say(Words("登録番号", "Registration number"))
        lines.append(f"{label} {invoice.issuer_number}")
    return lines


def _facts(invoice: Invoice, writer: _Writer) -> list[tuple[str, str]]:
    pairs = [
        (Words("算出の根拠", "Basis"), invoice.basis),
        (Words("理論年収", "Expected yearly pay"), writer.yen(invoice.yearly_pay_yen)),
    ]
    if invoice.kind == InvoiceKind.REFUND:
        pairs.append((Words("理由", "Reason"), invoice.reason))
    return [(writer.say(label), value) for label, value in pairs if value]


def _notes(invoice: Invoice, writer: _Writer) -> list[tuple[str, str]]:
    pairs = []
    if invoice.due_on is not None:
        label = (
            Words("返金期限", "Given back by")
            if invoice.kind == InvoiceKind.REFUND
            else Words("お支払期限", "Due on")
        )
        pairs.append((label, f"{invoice.due_on:%Y/%m/%d}"))
    if invoice.kind == InvoiceKind.FEE:
        pairs.append((Words("お振込先", "Bank account"), invoice.bank_account))
        pairs.append((Words("備考", "Remark"), invoice.remark))
    return [(writer.say(label), value) for label, value in pairs if value]


def rate_words(terms: FeeTerms) -> Words:
    """Return the fee of an agreement or the ceiling of a table as a phrase."""
    if terms.fixed_yen is not None:
        return Words(f"定額 {terms.fixed_yen:,}円（税抜）", f"{terms.fixed_yen:,} yen without tax")
    if terms.kind is FeeKind.LIMITED:
        return Words(
            f"6か月分の賃金の{terms.rate_percent}%（税抜）",
            f"{terms.rate_percent}% of six months' wages, without tax",
        )
    return Words(
        f"理論年収の{terms.rate_percent}%（税抜）",
        f"{terms.rate_percent}% of the expected yearly pay, without tax",
    )


def _refund_section(steps: tuple[RefundRule, ...], rule: str, writer: _Writer) -> Section:
    rows = [
        [writer.say(Words(f"{number}段階目", f"step {number}")), writer.say(step_words(one))]
        for number, one in enumerate(steps, start=1)
    ]
    if rule:
        rows.append([writer.say(Words("定め", "rule")), rule])
    if not rows:
        rows = [[writer.say(Words("返戻金", "refund")), writer.say(_NONE)]]
    return Section(title=writer.say(Words("返戻金制度", "Refund scheme")), rows=rows)


def fee_table_pdf(table: FeeTable, *, language: str, printed_by: str, now: datetime) -> bytes:
    """Return a fee table with refund scheme and penalty terms, as it is posted (D7).

    Source: 職業安定法 32条の3, 32条の13.
    """
    writer = _Writer(language=language, printed_by=printed_by, now=now)
    agency = find_organisation(organisation_id=table.organisation_id)
    licence = find_licence(on=localdate(now))
    terms = FeeTerms(
        kind=FeeKind(table.kind),
        rate_permille=table.rate_permille,
        fixed_yen=table.max_fixed_yen,
    )
    filed = (
        Words(f"{table.filed_on:%Y/%m/%d} 届出", f"filed on {table.filed_on}")
        if table.filed_on
        else Words("未届出", "not filed")
    )
    rows = [
        (Words("種類", "Kind"), FEE_KIND_LABELS[FeeKind(table.kind)]),
        (Words("上限", "Ceiling"), rate_words(terms)),
        (Words("支払う者", "Paid by"), Words("求人者", "the employer")),
        (
            Words("求職者の負担", "Charge to job seekers"),
            Words("いただきません", "none"),
        ),
        (Words("届出", "Filing"), filed),
    ]
    if table.free_slot_clause:
        clause = Words(table.free_slot_clause, table.free_slot_clause)
        rows.append((Words("無料枠", "Free slots"), clause))
    sections = [
        Section(title="", rows=[[writer.say(label), writer.say(value)] for label, value in rows]),
        _refund_section(steps_from_json(table.refund_steps), table.refund_rule, writer),
        Section(
            title=writer.say(Words("違約金", "Penalty")),
            rows=[[writer.say(Words("定め", "rule")), table.penalty_rule or writer.say(_NONE)]],
        ),
    ]
    return writer.letter(
        title=Words("手数料表", "Fee table"),
        number=f"FEE-{table.version}",
        version=table.version,
        addressee="",
        sender=[agency.name, agency.address, _permit(licence, writer)],
        paragraphs=[],
        sections=sections,
        points=_POSTED_POINTS,
    )


def agreement_pdf(
    agreement: FeeAgreement, *, language: str, printed_by: str, now: datetime
) -> bytes:
    """Return an agreement on fees with refund scheme and penalty terms."""
    writer = _Writer(language=language, printed_by=printed_by, now=now)
    say = writer.say
    agency = find_organisation(organisation_id=agreement.organisation_id)
    last = f"{agreement.ends_on:%Y/%m/%d}" if agreement.ends_on else ""
    rows = [
        (Words("種類", "Kind"), say(FEE_KIND_LABELS[FeeKind(agreement.kind)])),
        (Words("手数料", "Fee"), say(rate_words(terms_of(agreement)))),
        (
            Words("手数料表", "Fee table"),
            say(
                Words(
                    f"第{agreement.fee_table_version}版", f"version {agreement.fee_table_version}"
                )
            ),
        ),
        (
            Words("支払期限", "Days to pay"),
            say(
                Words(
                    f"発行日から{agreement.payment_days}日以内",
                    f"within {agreement.payment_days} days of the issue",
                )
            ),
        ),
        (Words("期間", "Term"), f"{agreement.starts_on:%Y/%m/%d} 〜 {last}"),
        (Words("無料枠", "Free slots"), agreement.free_slot_clause or say(_NONE)),
    ]
    sections = [
        Section(title="", rows=[[say(label), value] for label, value in rows]),
        _refund_section(refund_steps_of(agreement), agreement.refund_rule, writer),
        Section(
            title=say(Words("違約金", "Penalty")),
            rows=[[say(Words("定め", "rule")), agreement.penalty_rule or say(_NONE)]],
        ),
        Section(
            title=say(Words("同意", "Acceptance")),
            rows=_acceptance(agreement, writer),
            is_form=agreement.accepted_on is None,
        ),
    ]
    return writer.letter(
        title=Words("手数料に関する合意書", "Agreement on fees"),
        number=agreement.number,
        version=agreement.version,
        addressee=_firm(agreement.employer_name, writer),
        sender=[agency.name, agency.address],
        paragraphs=[],
        sections=sections,
    )


def _acceptance(agreement: FeeAgreement, writer: _Writer) -> list[list[str]]:
    """Return who accepted when; lines to sign before that."""
    on = agreement.accepted_on
    labels = (Words("日付", "day"), Words("会社・氏名", "company and name"))
    who = f"{agreement.employer_name}　{agreement.accepted_by}" if on else ""
    values = (f"{on:%Y/%m/%d}" if on else "", who)
    return [[writer.say(label), value] for label, value in zip(labels, values, strict=True)]


def account_pdf(
    client: ClientAccount,
    *,
    organisation_id: int,
    language: str,
    printed_by: str,
    now: datetime,
) -> bytes:
    """Return the monthly statement of one employer's account."""
    writer = _Writer(language=language, printed_by=printed_by, now=now)
    say, yen = writer.say, writer.yen
    account = client.account
    agency = find_organisation(organisation_id=organisation_id)
    summary = [
        (Words("前月からの残高", "Opening"), account.opening_yen),
        (
            Words("当月の請求", "Invoiced"),
            account.sum_yen(LineKind.INVOICE, LineKind.REFUND, LineKind.CANCELLED),
        ),
        (Words("当月の入金・返金", "Paid"), account.sum_yen(LineKind.PAYMENT)),
        (Words("当月末の残高", "Closing"), account.closing_yen),
    ]
    lines = [
        [f"{one.on:%Y/%m/%d}", one.number, say(LINE_LABELS[one.kind]), yen(one.amount_yen)]
        for one in account.lines
    ]
    heads = (
        Words("日付", "Day"),
        Words("番号", "Number"),
        Words("内容", "Content"),
        Words("金額（税込）", "Amount with tax"),
    )
    month = account.month
    return writer.letter(
        title=Words(
            f"取引明細書（{month.year}年{month.month}月分）", f"Statement of {month:%Y-%m}"
        ),
        number=f"{client.number}-{month:%Y%m}",
        version=1,
        addressee=_firm(client.name, writer),
        sender=[agency.name, agency.address],
        paragraphs=[],
        sections=[
            Section(title="", rows=[[say(label), yen(value)] for label, value in summary]),
            Section(
                title=say(Words("明細", "Lines")), rows=lines, heads=[say(one) for one in heads]
            ),
        ],
    )
