"""The words of agreements, invoices and payments: states, kinds, ways of paying."""

from enum import StrEnum
from typing import Final

from tasuki.core.fees.machines import AgreementState, InvoiceState
from tasuki.core.law.fees import FeeKind
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.words import Words


class InvoiceKind(StrEnum):
    """Which paper; stored."""

    FEE = "fee"
    REFUND = "refund"


class PaymentWay(StrEnum):
    """How money moved; stored."""

    TRANSFER = "transfer"
    CASH = "cash"
    OFFSET = "offset"
    OTHER = "other"


class AcceptanceWay(StrEnum):
    """How a company accepted an agreement; stored."""

    TASUKI = "tasuki"
    PAPER = "paper"
    MAIL = "mail"


class SettlementState(StrEnum):
    """What is still open of an invoice; worked out, never stored."""

    NONE = "none"
    OPEN = "open"
    PARTLY = "partly"
    OVERDUE = "overdue"
    SETTLED = "settled"


FEE_KIND_LABELS: Final[dict[FeeKind, Words]] = {
    FeeKind.FILED: Words("紹介手数料（届出制）", "placement fee (filed table)"),
    FeeKind.LIMITED: Words("紹介手数料（上限制）", "placement fee (statutory ceiling)"),
}
"""The kinds a table can be of; the reception fee is charged with neither."""
INVOICE_KIND_LABELS: Final[dict[InvoiceKind, Words]] = {
    InvoiceKind.FEE: Words("請求書", "invoice"),
    InvoiceKind.REFUND: Words("返還請求書", "refund invoice"),
}
PAYMENT_WAY_LABELS: Final[dict[PaymentWay, Words]] = {
    PaymentWay.TRANSFER: Words("振込", "bank transfer"),
    PaymentWay.CASH: Words("現金", "cash"),
    PaymentWay.OFFSET: Words("相殺", "set-off"),
    PaymentWay.OTHER: Words("その他", "other"),
}
ACCEPTANCE_WAY_LABELS: Final[dict[AcceptanceWay, Words]] = {
    AcceptanceWay.TASUKI: Words("Tasukiで同意", "in Tasuki"),
    AcceptanceWay.PAPER: Words("書面", "on paper"),
    AcceptanceWay.MAIL: Words("メール", "by mail"),
}


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


AGREEMENT_LABELS: Final[dict[AgreementState, StatusLabel]] = {
    AgreementState.DRAFT: _status(
        "下書き", "Draft", Tone.GREY, "求人者に提示", "Offer it to the company"
    ),
    AgreementState.OFFERED: _status(
        "提示中", "Offered", Tone.VIOLET, "求人者の同意を待つ", "The company accepts"
    ),
    AgreementState.ACCEPTED: _status(
        "有効", "In force", Tone.GREEN, "採用があれば請求", "Invoice a hire"
    ),
    AgreementState.REPLACED: _status("新しい版に交代", "Replaced", Tone.GREY),
    AgreementState.ENDED: _status("終了", "Ended", Tone.GREY),
    AgreementState.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
}
INVOICE_LABELS: Final[dict[InvoiceState, StatusLabel]] = {
    InvoiceState.DRAFT: _status(
        "下書き", "Draft", Tone.AMBER, "確認して発行", "Check and issue it"
    ),
    InvoiceState.ISSUED: _status(
        "発行済み", "Issued", Tone.TEAL, "入金を記録", "Record the payment"
    ),
    InvoiceState.CANCELLED: _status("取消", "Cancelled", Tone.GREY),
    InvoiceState.DISCARDED: _status("破棄", "Discarded", Tone.GREY),
}
SETTLEMENT_LABELS: Final[dict[SettlementState, StatusLabel]] = {
    SettlementState.NONE: _status("－", "-", Tone.GREY),
    SettlementState.OPEN: _status("未入金", "Open", Tone.VIOLET),
    SettlementState.PARTLY: _status("一部入金", "Partly paid", Tone.AMBER),
    SettlementState.OVERDUE: _status("期限超過", "Overdue", Tone.RED),
    SettlementState.SETTLED: _status("完了", "Settled", Tone.GREEN),
}
