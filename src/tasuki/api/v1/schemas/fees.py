"""Agreements on fees, invoices, payments and accounts."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Line, Page, Short
from tasuki.apps.fees.actions.agreements import AgreementValues
from tasuki.apps.fees.exports import AccountingFormat
from tasuki.apps.fees.queries.invoices import InvoiceSearch
from tasuki.core.fees.labels import InvoiceKind, PaymentWay
from tasuki.core.fees.machines import AgreementState, InvoiceState
from tasuki.core.fees.statement import LineKind
from tasuki.core.law.fees import FeeKind

Rate = Field(0, ge=0, le=1_000)
Yen = Field(ge=1, le=2_000_000_000)


class FeeAgreementIn(Given):
    """What an agreement says: either a rate or a fixed fee."""

    company_id: int | None = None
    employer_name: Short = ""
    employer_address: Line = ""
    fee_table_version: Count
    rate_permille: int = Rate
    fixed_yen: int | None = Field(None, ge=1, le=2_000_000_000)
    payment_days: int = Field(30, ge=1, le=120)
    starts_on: Day
    ends_on: Day | None = None

    def values(self) -> AgreementValues:
        """Return the values of the action."""
        return AgreementValues(**self.model_dump())


class RefundStepOut(Schema):
    """Who leaves within these days of work brings a share back."""

    days_from: int
    days_to: int
    percent: int


class FeeAgreementOut(Schema):
    """One version of an agreement, as both sides see it."""

    id: UUID
    number: str
    version: int
    company_id: int | None
    employer_name: str
    agency_name: str
    fee_table_version: int
    kind: FeeKind
    rate_permille: int
    fixed_yen: int | None
    payment_days: int
    refund_rule: str
    refund_steps: list[RefundStepOut]
    penalty_rule: str
    starts_on: date
    ends_on: date | None
    state: AgreementState
    terms_shown_at: datetime | None
    accepted_by: str
    accepted_on: date | None
    accepted_way: str


class FeeAgreementPage(Page):
    """Agreements, newest first."""

    items: list[FeeAgreementOut]


class FeeAgreementQuery(Given):
    """Which agreements."""

    state: Short = ""
    text: Line = ""


class AcceptanceIn(Given):
    """Who accepted on paper or by mail."""

    accepted_by: str = Field(min_length=1, max_length=80)
    accepted_on: Day
    way: Literal["paper", "mail"]
    terms_shown: bool


class LastDayIn(Given):
    """The last day."""

    ends_on: Day


class HireIn(Given):
    """A hire, with the expected yearly pay."""

    introduction_id: UUID
    theoretical_pay_yen: int = Yen


class InvoiceQuery(Given):
    """By state, and by ranges of day and amount, alone or together."""

    state: Short = ""
    kind: Short = ""
    settlement: Literal["", "open", "overdue", "settled"] = ""
    issued_from: Day | None = None
    issued_to: Day | None = None
    min_yen: int | None = Field(None, ge=0, le=2_000_000_000)
    max_yen: int | None = Field(None, ge=0, le=2_000_000_000)
    counterparty: Line = ""

    def search(self) -> InvoiceSearch:
        """Return what to look for."""
        return InvoiceSearch(**self.model_dump())


class InvoiceLineOut(Schema):
    """One line."""

    text: str
    net_yen: int
    rate_percent: int | None


class TaxRowOut(Schema):
    """The total of one rate; the tax is rounded once."""

    rate_percent: int | None
    net_yen: int
    tax_yen: int


class InvoiceOut(Schema):
    """One invoice or refund, as both sides see it."""

    id: UUID
    kind: InvoiceKind
    state: InvoiceState
    number: str
    corrects_id: UUID | None
    recipient_name: str
    recipient_address: str
    issuer_name: str
    issuer_number: str
    is_qualified: bool
    delivered_on: date
    issued_on: date | None
    due_on: date | None
    lines: list[InvoiceLineOut]
    tax_rows: list[TaxRowOut]
    net_yen: int
    tax_yen: int
    total_yen: int
    paid_yen: int
    basis: str
    reason: str
    cancelled_on: date | None
    cancel_reason: str


class InvoicePage(Page):
    """Invoices, newest first."""

    items: list[InvoiceOut]


class ReasonIn(Given):
    """Why."""

    reason: str = Field(min_length=1, max_length=200)


class AddressIn(Given):
    """Where a mail goes."""

    to_address: str = Field(min_length=3, max_length=254)


class RefundIn(Given):
    """When somebody left, and why money goes back."""

    left_on: Day
    reason: str = Field(min_length=1, max_length=200)


class InvoicePaymentIn(Given):
    """Money that moved."""

    amount_yen: int = Yen
    paid_on: Day
    way: Literal["transfer", "cash", "other"] = "transfer"
    note: Short = ""


class CorrectionIn(Given):
    """Why a record was wrong."""

    note: str = Field(min_length=1, max_length=120)


class PaymentOut(Schema):
    """One movement; below zero money went out, or a record was taken back."""

    id: UUID
    invoice_id: UUID
    paid_on: date
    amount_yen: int
    way: PaymentWay
    note: str
    takes_back_id: UUID | None
    recorded_by: str


class PaymentList(Schema):
    """All movements of an invoice, the newest first."""

    items: list[PaymentOut]


class MonthQuery(Given):
    """Any day of the month."""

    month: Day


class AccountLineOut(Schema):
    """One change; above zero the company owes more."""

    on: date
    kind: LineKind
    number: str
    amount_yen: int


class AccountOut(Schema):
    """The month of one company: opening + lines = closing."""

    number: str
    name: str
    opening_yen: int
    closing_yen: int
    lines: list[AccountLineOut]


class AccountList(Schema):
    """Every company with something open or changed in the month."""

    items: list[AccountOut]


class AccountingQuery(Given):
    """Which days, in whose layout."""

    first_day: Day
    last_day: Day
    layout: AccountingFormat
