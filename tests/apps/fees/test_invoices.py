"""Invoices: drafted by the agreement, numbered, never changed, never to a person."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.apps.fees.world import HIRED_ON, ISSUER_NUMBER, make_desk
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.fees import actions
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.invoices import InvoiceSearch, find_invoice, list_invoices
from tasuki.apps.orgs.models import Licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


def sql(desk, statement, values=()):
    with bound(desk.agency.id, None), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def test_fee_is_the_agreed_share_of_the_yearly_pay_with_tax_on_top(desk):
    invoice = desk.draft(pay_yen=6_000_001)

    assert (invoice.net_yen, invoice.tax_yen, invoice.total_yen) == (1_800_000, 180_000, 1_980_000)
    assert invoice.recipient_name == desk.company.name
    assert invoice.basis.startswith("理論年収 6,000,001円 × 30%")
    assert (invoice.state, invoice.number, invoice.delivered_on) == ("draft", "", HIRED_ON)


def test_issued_invoice_has_number_issuer_days_and_is_qualified(desk):
    invoice = desk.issue()

    assert (invoice.number, invoice.serial) == ("INV-00001", 1)
    assert (invoice.issued_on, invoice.due_on) == (TODAY, TODAY + timedelta(days=30))
    assert (invoice.issuer_name, invoice.issuer_number) == (desk.agency.name, ISSUER_NUMBER)
    assert invoice.is_qualified


def test_invoice_of_an_agency_without_a_number_is_not_called_qualified(desk):
    actions.save_billing_profile(
        actor=desk.advisor, issuer_number="", bank_account="", payment_days=30, remark="", now=NOW
    )

    assert desk.issue().is_qualified is False


def test_numbers_follow_each_other_and_a_failed_issue_takes_none(desk):
    first, second = desk.draft(), desk.draft()
    with transaction.atomic():
        actions.issue_invoice(actor=desk.advisor, invoice_id=first.id, now=NOW)
        transaction.set_rollback(True)

    issued = actions.issue_invoice(actor=desk.advisor, invoice_id=second.id, now=NOW)

    assert issued.number == "INV-00001"


def test_cancelled_invoice_keeps_its_number_and_the_next_one_takes_its_place(desk):
    first = desk.issue()
    actions.cancel_invoice(actor=desk.advisor, invoice_id=first.id, reason="年収の誤り", now=NOW)
    draft = actions.reissue_invoice(actor=desk.advisor, invoice_id=first.id, now=NOW)
    second = actions.issue_invoice(actor=desk.advisor, invoice_id=draft.id, now=NOW)

    assert (second.number, second.corrects_id) == ("INV-00002", first.id)
    assert (desk.reload(first).number, desk.reload(first).state) == ("INV-00001", "cancelled")


@pytest.mark.parametrize(
    "change",
    [
        "recipient_name = 'だれか'",
        "total_yen = 1, net_yen = 1, tax_yen = 0",
        "lines = '[]'",
        "issued_on = issued_on - 1",
        "number = 'INV-99999'",
        "serial = 2",
        "state = 'draft'",
        "issuer_number = ''",
        "paid_yen = 1",
    ],
)
def test_issued_invoice_is_not_changed_even_by_sql(desk, change):
    invoice = desk.issue()

    with pytest.raises(DatabaseError):
        sql(desk, f"update fees_invoice set {change} where id = %s", [invoice.id])

    assert desk.reload(invoice).total_yen == invoice.total_yen


def test_no_invoice_and_no_payment_is_deleted(desk):
    invoice = desk.issue()
    desk.pay(invoice)

    for table in ("fees_payment", "fees_invoice"):
        with pytest.raises(DatabaseError):
            sql(desk, f"delete from {table}")
    with pytest.raises(DatabaseError):
        sql(desk, "update fees_payment set amount_yen = 1")


def test_h4_invoice_goes_to_the_employer_of_the_order_and_nobody_else(desk):
    invoice = desk.draft()

    for change in ("recipient_name = '北村 花'", "company_id = null", "company_id = 1"):
        with pytest.raises(DatabaseError, match="H4"):
            sql(desk, f"update fees_invoice set {change} where id = %s", [invoice.id])


def test_h4_invoice_is_never_addressed_to_the_job_seeker(desk):
    """Even where somebody wrote the name of the person as the employer of the order."""
    hire = desk.hire(employer="北村　花")

    with pytest.raises(DatabaseError, match="H4"), transaction.atomic():
        actions.draft_for_hire(
            actor=desk.advisor, introduction_id=hire.id, theoretical_pay_yen=4_000_000, now=NOW
        )


def test_h4_hire_by_a_free_slot_gets_no_invoice(desk):
    hire = desk.hire(slot_id="00000000-0000-0000-0000-000000000007")

    with pytest.raises(RefusedError) as refused:
        actions.draft_for_hire(
            actor=desk.advisor, introduction_id=hire.id, theoretical_pay_yen=4_000_000, now=NOW
        )

    assert refused.value.code == "H4"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"is_hired": False}, "not_hired"),
        ({"on": TODAY - timedelta(days=301)}, "no_agreement"),
    ],
)
def test_nothing_is_charged_without_a_hire_or_an_agreement_of_that_day(desk, more, code):
    hire = desk.hire(**more)

    with pytest.raises(RefusedError) as refused:
        actions.draft_for_hire(
            actor=desk.advisor, introduction_id=hire.id, theoretical_pay_yen=4_000_000, now=NOW
        )

    assert refused.value.code == code


def test_a_hire_is_invoiced_once(desk):
    invoice = desk.draft()
    again = {"introduction_id": invoice.introduction_id, "theoretical_pay_yen": 1, "now": NOW}
    with pytest.raises(RefusedError) as refused:
        actions.draft_for_hire(actor=desk.advisor, **again)
    actions.discard_invoice(actor=desk.advisor, invoice_id=invoice.id, now=NOW)

    other = actions.draft_for_hire(actor=desk.advisor, **again | {"theoretical_pay_yen": 500_000})

    assert refused.value.code == "invoiced"
    assert other.net_yen == 150_000


def test_h1_nothing_is_issued_once_the_licence_is_over(desk):
    invoice = desk.draft()
    with bound(desk.agency.id, None):
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        actions.issue_invoice(actor=desk.advisor, invoice_id=invoice.id, now=NOW)

    assert refused.value.code == "H1"


def test_yearly_pay_must_be_something(desk):
    with pytest.raises(InvalidInputError):
        desk.draft(pay_yen=0)


def test_company_sees_its_invoice_from_the_day_of_issue(desk):
    draft = desk.draft()
    with bound(desk.company.id, None):
        before = find_invoice(invoice_id=draft.id)
    actions.issue_invoice(actor=desk.advisor, invoice_id=draft.id, now=NOW)

    with bound(desk.company.id, None):
        seen = find_invoice(invoice_id=draft.id)
        assert (before, seen.number) == (None, "INV-00001")
        assert Invoice.objects.filter(id=draft.id).update(remark="x") == 0


def test_other_company_sees_nothing(desk):
    desk.issue()
    other = make_desk(has_agreement=False)

    with bound(other.company.id, None):
        assert list_invoices(today=TODAY).count() == 0


def test_clerk_reads_and_does_not_write(desk):
    invoice = desk.draft()

    with pytest.raises(NotAllowedError):
        actions.issue_invoice(actor=desk.clerk, invoice_id=invoice.id, now=NOW)


def test_company_cannot_act_on_an_invoice(desk):
    invoice = desk.issue()

    with pytest.raises(NotAllowedError):
        actions.cancel_invoice(actor=desk.boss, invoice_id=invoice.id, reason="x", now=NOW)


def test_unknown_invoice_is_not_there(desk):
    with pytest.raises(NotVisibleError):
        actions.issue_invoice(
            actor=desk.advisor, invoice_id="00000000-0000-0000-0000-000000000007", now=NOW
        )


def numbers(desk, **search):
    with bound(desk.agency.id, None):
        found = list_invoices(InvoiceSearch(**search), today=TODAY)
        return [one.number for one in found]


def test_invoices_are_found_by_day_amount_and_counterparty_together(desk):
    small = desk.issue(pay_yen=3_000_000, now=NOW - timedelta(days=3))
    large = desk.issue(pay_yen=9_000_000)
    day = {"issued_from": TODAY, "issued_to": TODAY}

    assert numbers(desk) == [large.number, small.number]
    assert numbers(desk, **day) == [large.number]
    assert numbers(desk, min_yen=990_000, max_yen=990_000) == [small.number]
    assert numbers(desk, min_yen=990_001, **day) == [large.number]
    assert numbers(desk, max_yen=990_000, **day) == []
    assert numbers(desk, counterparty=desk.company.name[:3], max_yen=990_000) == [small.number]
    assert numbers(desk, counterparty="いない会社") == []
