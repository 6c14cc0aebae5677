"""Pages of fees: from the draft to the payment by hand, and the company's side."""

import pytest
import time_machine
from django.urls import reverse
from tests.apps.fees.world import HIRED_ON, make_desk
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.core.fees.machines import InvoiceState

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    with time_machine.travel(NOW, tick=False):
        yield make_desk()


@pytest.fixture
def advisor(desk, client_of):
    return client_of(desk.advisor)


@pytest.fixture
def boss(desk, client_of):
    return client_of(desk.boss)


def newest(desk):
    with bound(desk.agency.id, None):
        return Invoice.objects.order_by("-created_at").first()


def test_hire_is_invoiced_issued_and_paid_by_hand(desk, advisor, read_strictly):
    hire = desk.hire()
    advisor.post(
        reverse("fees:invoice_add"),
        {"introduction_id": str(hire.pk), "monthly_yen": "300000", "bonus_yen": "600000"},
    )
    invoice = newest(desk)
    page = reverse("fees:invoice", args=[invoice.pk])
    advisor.post(reverse("fees:invoice_issue", args=[invoice.pk]))
    said = read_strictly(advisor.get(page))
    answer = advisor.post(
        reverse("fees:invoice_pay", args=[invoice.pk]),
        {"amount_yen": "1386000", "paid_on": TODAY.isoformat(), "way": "transfer"},
    )

    assert (invoice.yearly_pay_yen, invoice.total_yen) == (4_200_000, 1_386_000)
    assert "INV-00001" in said
    assert "発行済み" in said
    assert answer.status_code == 302
    assert "1,386,000円" in read_strictly(advisor.get(page))
    assert desk.reload(invoice).paid_yen == 1_386_000


def test_refund_is_drafted_by_hand_and_leads_to_its_draft(desk, advisor, read_strictly):
    invoice = desk.issue(pay_yen=4_000_000)
    left_on = HIRED_ON.replace(day=HIRED_ON.day + 5)

    answer = advisor.post(
        reverse("fees:invoice_refund", args=[invoice.pk]),
        {"left_on": left_on.isoformat(), "reason": "自己都合"},
    )

    refund = newest(desk)
    assert (refund.kind, refund.net_yen) == ("refund", -960_000)
    assert answer.url == reverse("fees:invoice", args=[refund.pk])
    assert "返還請求書" in read_strictly(advisor.get(answer.url))


def test_what_is_wrong_with_a_payment_stands_beside_its_field(desk, advisor):
    invoice = desk.issue(pay_yen=4_000_000)

    answer = advisor.post(
        reverse("fees:invoice_pay", args=[invoice.pk]),
        {"amount_yen": "9999999", "paid_on": TODAY.isoformat(), "way": "transfer"},
    )

    assert answer.status_code == 422
    assert "1,320,000円まで" in answer.content.decode()


def test_invoices_are_found_by_range_on_the_page(desk, advisor, read_strictly):
    desk.issue(pay_yen=4_000_000)
    desk.issue(pay_yen=8_000_000)

    said = read_strictly(advisor.get(reverse("fees:invoices") + "?min_yen=2000000"))

    assert "INV-00002" in said
    assert "INV-00001" not in said


def test_company_opens_accepts_and_reads(desk, boss, read_strictly):
    with bound(desk.agency.id, None):
        FeeAgreement.objects.update(state="ended")
    offered = desk.offer()
    page = reverse("fees:company_agreement", args=[offered.pk])
    said = read_strictly(boss.get(page))
    boss.post(reverse("fees:company_agreement_accept", args=[offered.pk]))

    assert "31日目〜90日目の退職：手数料の50%を返戻" in said
    assert "会社として同意する" in said
    with bound(desk.agency.id, None):
        assert FeeAgreement.objects.get(pk=offered.pk).state == "accepted"
    assert "有効" in read_strictly(boss.get(page))


def test_company_sees_and_downloads_its_invoice_and_no_draft(desk, boss, read_strictly):
    draft = desk.draft()
    issued = desk.issue()

    said = read_strictly(boss.get(reverse("fees:company_invoices")))
    paper = boss.get(reverse("fees:company_invoice_paper", args=[issued.pk]))

    assert said.count("INV-00001") == 1
    assert boss.get(reverse("fees:company_invoice", args=[draft.pk])).status_code == 404
    assert paper.content.startswith(b"%PDF")
    assert draft.state == InvoiceState.DRAFT


@pytest.mark.parametrize(
    "name", ["invoices", "agreements", "accounts", "accounting", "billing", "invoice_add"]
)
def test_company_does_not_find_the_pages_of_the_agency(desk, boss, name):
    assert boss.get(reverse(f"fees:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["invoice_add", "billing", "agreement_add", "accounting"])
def test_clerk_reads_and_does_not_write(desk, client_of, name):
    clerk = client_of(desk.clerk)

    assert clerk.get(reverse("fees:invoices")).status_code == 200
    assert clerk.get(reverse(f"fees:{name}")).status_code == 403


def test_month_and_its_statement_and_file(desk, advisor, read_strictly):
    desk.pay(desk.issue(pay_yen=4_000_000), 320_000)
    said = read_strictly(advisor.get(reverse("fees:accounts")))
    paper = advisor.get(reverse("fees:account_paper", args=[desk.agreement.number]))
    entries = advisor.post(
        reverse("fees:accounting"),
        {"first_day": TODAY.isoformat(), "last_day": TODAY.isoformat(), "layout": "yayoi"},
    )

    assert "1,000,000円" in said
    assert paper.content.startswith(b"%PDF")
    assert "売掛金" in entries.content.decode("cp932")


def test_file_with_days_the_wrong_way_round_is_refused_beside_its_field(desk, advisor):
    answer = advisor.post(
        reverse("fees:accounting"),
        {"first_day": TODAY.isoformat(), "last_day": HIRED_ON.isoformat(), "layout": "freee"},
    )

    assert answer.status_code == 422
    assert "開始日以後" in answer.content.decode()


def test_fee_table_is_printed(desk, advisor):
    table = desk.file_table()

    paper = advisor.get(reverse("fees:table_paper", args=[table.pk]))

    assert paper.content.startswith(b"%PDF")


def test_agreement_is_drafted_on_the_page(desk, advisor, read_strictly):
    read_strictly(advisor.get(reverse("fees:agreement_add")))
    answer = advisor.post(
        reverse("fees:agreement_add"),
        {
            "company_id": str(desk.company.id),
            "fee_table_version": "1",
            "rate_percent": "32.5",
            "payment_days": "45",
            "starts_on": TODAY.isoformat(),
        },
    )

    said = read_strictly(advisor.get(answer.url))
    assert "理論年収の32.5%" in said
    assert "求人者に提示" in said


@pytest.mark.parametrize("name", ["invoices", "agreements"])
def test_queries_of_a_list_do_not_grow_with_rows(
    desk, advisor, django_assert_max_num_queries, name
):
    address = reverse(f"fees:{name}")
    advisor.get(address)
    with django_assert_max_num_queries(40) as few:
        advisor.get(address)
    for _number in range(3):
        desk.issue()
        desk.offer()

    with django_assert_max_num_queries(len(few)):
        advisor.get(address)
