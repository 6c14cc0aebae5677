"""Fees."""

from typing import Any

import factory
from tests.factories import TODAY
from tests.model_factories.parts import FACTORIES, RowOf, add, new_id, one_of, serial
from tests.model_factories.relays import ViewerFactory

from tasuki.apps.fees.models import (
    AgreementViewer,
    BillingProfile,
    FeeAgreement,
    Invoice,
    InvoiceViewer,
    Payment,
)
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.placement.models import Introduction


def _next_serial(_row: Any) -> int:
    """The database asks for numbers without a gap: the series of the organisation gives them."""
    return take_numbers(name="invoice")[0]


add(BillingProfile)
add(
    FeeAgreement,
    id=new_id(),
    number=serial("A-"),
    company_id=1,
    employer_name="みなと精機",
    agency_name="あおば人材",
    fee_table_version=1,
    kind="filed",
    rate_permille=300,
    starts_on=TODAY,
)
add(
    Invoice,
    id=new_id(),
    introduction=one_of(Introduction),
    agreement=one_of(FeeAgreement),
    company_id=1,
    # Word for word the employer of the job order (H4).
    recipient_name=factory.LazyAttribute(lambda row: row.introduction.job_order.employer_name),
    delivered_on=TODAY,
    net_yen=1_000_000,
    tax_yen=100_000,
    total_yen=1_100_000,
    yearly_pay_yen=4_000_000,
    basis="理論年収",
)
add(
    Payment,
    invoice=RowOf(
        Invoice,
        organisation=factory.SelfAttribute("..organisation"),
        state="issued",
        serial=factory.LazyAttribute(_next_serial),
        number=serial("INV-"),
        issuer_name="あおば人材",
        issued_on=TODAY,
    ),
    paid_on=TODAY,
    amount_yen=1,
    way="transfer",
)
for _model in (AgreementViewer, InvoiceViewer):
    FACTORIES[_model] = factory.make_factory(_model, FACTORY_CLASS=ViewerFactory)
