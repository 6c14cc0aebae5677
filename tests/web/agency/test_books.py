"""Journal, margin, statements, job seekers and outbox: numbers, files, and constant work."""

import csv
import html
import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from tests.factories import NOW

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay.actions import disputes
from tasuki.apps.relay.queries.agency_ledger import list_journal, step_label
from tasuki.apps.relay.queries.credits import find_live_balance, list_live_balances
from tasuki.apps.relay.queries.statements import list_statements


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_journal_balances_follow_from_the_entries(office):
    office.inform()
    office.count(10)

    with bound(office.relay.agency.id, None):
        lines = list_journal(book_id=office.book_id)
        balances = ledger.find_balances(contract_id=office.book_id)

    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert max(line.people_balance for line in lines) == 10
    assert lines[-1].people_balance == balances["confirmed"].balance == 0
    assert lines[-1].slot_balance == balances["slot_open"].balance == 1


def test_journal_page_shows_words_and_the_last_hash(office, clerk):
    office.count(1)
    with bound(office.relay.agency.id, None):
        last = list_journal(book_id=office.book_id)[-1]

    page = shown(clerk.get(reverse("agency:ledger", args=[office.book_id])))

    assert last.hash in page
    assert "本人が登録を完了" in page
    assert "全2件" in page


def test_long_journal_is_read_page_by_page(office, clerk):
    office.count(26)

    newest = clerk.get(reverse("agency:ledger", args=[office.book_id]))
    older = clerk.get(reverse("agency:ledger", args=[office.book_id]), {"to": "6"})

    total = len(newest.context["ledger"].rows)
    assert total == 50
    assert [row[0].text for row in older.context["ledger"].rows] == ["6", "5", "4", "3", "2", "1"]


def test_unknown_reason_keeps_its_code():
    assert step_label("X9").ja == "X9"
    assert step_label("K2").ja == "数えた"
    assert step_label("N4").ja != "N4"


def test_journal_file_holds_all_entries_and_is_recorded(office, advisor):
    office.count(2)

    answer = advisor.get(reverse("agency:ledger_file", args=[office.book_id, "csv"]))

    rows = rows_of(answer)
    assert rows[0][:3] == ["番号", "日付", "内容"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert len(rows[1][-1]) == 64
    with bound(office.relay.agency.id, None):
        event = AuditEvent.objects.get(kind="list.export")
    assert event.data == {"format": "csv", "row_count": 4}


def test_file_needs_the_export_right_and_a_known_format(office, clerk, advisor):
    office.count(1)

    assert clerk.get(reverse("agency:ledger_file", args=[office.book_id, "csv"])).status_code == 403
    assert (
        advisor.get(reverse("agency:ledger_file", args=[office.book_id, "odt"])).status_code == 404
    )


def test_margin_subtracts_the_free_hire(office, owner):
    office.grant()
    office.request()
    office.hire()

    page = owner.get(reverse("agency:margin"))

    assert page.context["sums"] == {
        "registrants": 11,
        "placements": 0,
        "fee_income_yen": 0,
        "slots_used": 1,
        "free_hire_value_yen": 1_575_000,
        "net_yen": -1_575_000,
    }
    assert "p = 10.0%" in shown(page)
    assert "p = 3.0%" in shown(page)


def test_margin_file_is_a_workbook_with_numbers(office, owner):
    office.count(1)

    answer = owner.get(reverse("agency:margin_file", args=["xlsx"]))

    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:3] == ("2026/11", office.relay.company.name, 1)


def test_margin_of_an_unknown_book_is_empty(office, owner):
    office.count(1)

    page = owner.get(reverse("agency:margin"), {"book": "00000000-0000-0000-0000-000000000000"})

    assert page.context["sums"]["registrants"] == 0


def test_statement_that_says_something_comes_first(office, advisor):
    office.inform(5)
    office.count(1)

    page = advisor.get(reverse("agency:statements"))

    assert [row["draft"].is_carried_over for row in page.context["due"]] == [False]
    assert page.context["due"][0]["draft"].totals["confirmed_added"] == 1


@pytest.mark.parametrize("month", ["", "2026-13-01", "now"])
def test_unreadable_month_issues_nothing(office, advisor, month):
    answer = advisor.post(reverse("agency:issue", args=[office.book_id]), {"month": month})

    assert answer.status_code == 422
    assert "対象月を読み取れません。" in shown(answer)


def test_statement_is_a_pdf_and_a_csv(office, clerk):
    office.grant()
    statement = office.issue()

    pdf = clerk.get(reverse("agency:statement_file", args=[statement.pk, "pdf"]))
    table = clerk.get(reverse("agency:statement_file", args=[statement.pk, "csv"]))

    assert pdf.content.startswith(b"%PDF")
    assert len(rows_of(table)) > 1


def test_question_is_answered_and_closed(office, advisor):
    office.grant()
    relay = office.relay
    with bound(relay.company.id, None):
        statement = office_statement(office)
    dispute = disputes.open_dispute(
        actor=relay.hr, statement_id=statement, note="合計を確かめたい", now=NOW
    )
    address = reverse("agency:dispute", args=[dispute.pk])
    assert "合計を確かめたい" in shown(advisor.get(address))

    advisor.post(address, {"answer": "台帳の合計と一致しています。"})
    advisor.post(reverse("agency:dispute_close", args=[dispute.pk]), {"outcome": "keep"})

    assert "変更なし" in shown(advisor.get(address))


def office_statement(office):
    return list_statements(book_id=office.book_id)[0].pk


def test_job_seekers_are_listed_and_found(office, clerk):
    office.relay.accept(office.relay.register(family_name="早瀬", given_name="航"))
    office.accept(2)

    page = clerk.get(reverse("agency:seekers"))
    found = clerk.get(reverse("agency:seekers"), {"q": "早瀬"})
    closed = clerk.get(reverse("agency:seekers"), {"open": "no"})

    assert [len(one.context["rows"]) for one in (page, found, closed)] == [3, 1, 0]


def test_mail_is_stopped_and_hides_its_key(office, advisor):
    registration = office.accept()[0]
    with bound(office.relay.agency.id, None):
        mail = OutboxMail.objects.filter(to_address=registration.mail, state="queued").first()

    page = shown(advisor.get(reverse("agency:mail", args=[mail.pk])))
    advisor.post(reverse("agency:mail_cancel", args=[mail.pk]))

    assert "リンクの鍵は伏せています。" in page
    with bound(office.relay.agency.id, None):
        assert OutboxMail.objects.get(pk=mail.pk).state == "cancelled"
    assert len(advisor.get(reverse("agency:outbox"), {"state": "cancelled"}).context["rows"]) == 1


PAGES = ("home", "queue", "seekers", "contracts", "slots", "statements", "outbox", "margin")
# The frame of a signed-in page needs 11; the queue also decides about one person.
QUERIES_MAX = dict.fromkeys(PAGES, 23) | {"queue": 33}


def test_balances_of_many_books_are_those_of_each(office):
    office.count(2)
    contract = office.relay.contract
    with bound(office.relay.agency.id, None):
        many = list_live_balances(contracts=[contract])
        one = find_live_balance(book_id=contract.book_id)

    assert many == {contract.book_id: one}
    assert one.confirmed == 2


def test_work_of_pages_does_not_grow_with_the_rows(office, owner, count_queries):
    office.count(3)
    office.queue(3)
    few = {name: count_queries(owner, reverse(f"agency:{name}")) for name in PAGES}
    office.count(12)
    office.queue(45)

    many = {name: count_queries(owner, reverse(f"agency:{name}")) for name in PAGES}

    assert many == few
    assert {name: number for name, number in many.items() if number > QUERIES_MAX[name]} == {}
