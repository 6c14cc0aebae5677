"""The legal books on pages, on paper and in files: everything there, constant work."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from tests.apps.books.world import Office
from tests.factories import NOW

from tasuki.adapters.pdf.book import BookSheet, Entry, Head, render_book
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.books.actions import freeze_report
from tasuki.apps.people.models import RecordView, TalentRecord
from tasuki.core.books.rows import Separated
from tasuki.core.books.years import BusinessYear

pytestmark = pytest.mark.django_db
LISTS = ("order_book", "seeker_book", "fee_book", "separations", "bans", "inspection")


@pytest.fixture
def books() -> Office:
    office = Office()
    row = office.hire(date(2025, 6, 1))
    office.check(row, Separated.STAYED, date(2025, 12, 1))
    office.charge(row, 1_200_000, date(2025, 6, 2))
    office.charge(row, -600_000, date(2025, 7, 1), "refund")
    return office


@pytest.fixture
def desk(books, client_of):
    return client_of(books.owner)


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def rows_of(response) -> list[tuple]:
    book = load_workbook(io.BytesIO(response.content))
    return list(book.active.iter_rows(values_only=True))


def test_book_of_orders_shows_the_introduction_with_the_printed_ban(desk):
    page = desk.get(reverse("agency:order_book")).content.decode()

    assert "みなと精機㈱" in page
    assert "髙﨑 𠮷乃" in page
    assert "2025/06/01〜2027/05/31" in page


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_the_rows(books, desk, name):
    address = reverse(f"agency:{name}")
    for _ in range(2):
        books.charge(books.hire(date(2026, 6, 1)), 1_000, date(2026, 6, 1))
    desk.get(address)
    with CaptureQueriesContext(connection) as few:
        assert desk.get(address).status_code == 200

    for _ in range(6):
        books.charge(books.hire(date(2026, 6, 1)), 1_000, date(2026, 6, 1))
    with CaptureQueriesContext(connection) as many:
        assert desk.get(address).status_code == 200

    assert len(many) == len(few)


def test_workbook_of_orders_has_eighteen_fields_and_numbers(desk):
    heads, line = rows_of(desk.get(f"{reverse('agency:order_book')}?export=xlsx"))

    values = dict(zip(heads, line, strict=True))
    assert values["求人数"] == 1
    assert values["紹介した求職者の氏名"] == "髙﨑 𠮷乃"
    assert values["転職勧奨の禁止期間"] == "2025/06/01〜2027/05/31"
    assert (values["6か月以内の離職状況"], values["調査方法"]) == ("離職せず", "電話")


def test_workbook_of_fees_has_the_refund_as_a_negative_number(desk):
    _heads, *lines = rows_of(desk.get(f"{reverse('agency:fee_book')}?export=xlsx"))

    assert sorted(line[3] for line in lines) == [-600_000, 1_200_000]


@pytest.mark.parametrize("name", ["order_book", "seeker_book", "fee_book"])
def test_paper_has_the_rare_characters_a_footer_and_an_audit_event(books, desk, name):
    response = desk.get(f"{reverse(f'agency:{name}_print')}?year=2025")

    text = text_of(response.content)
    assert response["Content-Type"] == "application/pdf"
    assert "㈱" in text
    assert "2025/04/01〜2026/03/31" in text
    assert "ページ 1 / 1" in text
    assert books.owner.name in text
    with books.at():
        assert AuditEvent.objects.filter(kind="book.print").exists()


def test_paper_of_seekers_is_told_to_the_person(books, desk):
    desk.get(reverse("agency:seeker_book_print"))

    with books.at():
        views = RecordView.objects.filter(way=RecordView.Way.PRINTED)
        assert views.count() == 1


def test_notes_are_printed_only_when_asked_for(books, desk):
    books.order(closed_on=date(2025, 9, 1))
    address = reverse("agency:order_book_print")

    plain, noted = (text_of(desk.get(address + query).content) for query in ("", "?notes=1"))

    assert "備考" not in plain
    assert "備考" in noted
    assert "終了2025/09/01" in "".join(noted.split())


def test_file_names_nobody_whose_use_was_stopped_but_the_paper_of_the_law_does(books, desk):
    with books.at():
        record = TalentRecord.objects.create(
            organisation=books.agency, number="T-1", family_name="渡邉", stopped_at=NOW
        )
    books.seeker(name="渡邉 花", talent_record_id=record.pk)

    lines = rows_of(desk.get(f"{reverse('agency:seeker_book')}?export=xlsx"))
    paper = text_of(desk.get(reverse("agency:seeker_book_print")).content)

    assert "渡邉 花" not in str(lines)
    assert "利用停止（法令に基づく保存）" in str(lines)
    assert "渡邉 花" in paper


def test_long_book_repeats_its_headings_on_every_page():
    sheet = BookSheet(
        language="ja",
        title="求人管理簿",
        facts=[("事業者", "あおば人材")],
        heads=[Head("求人受理番号"), Head("求人者")],
        child_heads=[Head("紹介した求職者")],
        widths=(50, 50),
        entries=[
            Entry(cells=[f"J-{place:05d}", "みなと精機㈱"], children=[["髙﨑 𠮷乃①"]])
            for place in range(200)
        ],
        empty="",
        footer="D1",
        page_word="ページ",
    )

    pages = PdfReader(io.BytesIO(render_book(sheet))).pages

    assert len(pages) > 3
    for place, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert "求人受理番号" in text
        assert "紹介した求職者" in text
        assert f"ページ {place} / {len(pages)}" in text


def test_report_page_freezes_and_says_what_changed(books, desk):
    freeze_report(actor=books.owner, year=BusinessYear(2025), now=NOW)
    books.hire(date(2026, 3, 1))

    page = desk.get(f"{reverse('agency:report')}?year=2025").content.decode()

    assert "第1版" in page
    assert "うち無期雇用" in page
    assert "1 → 2" in page


def test_report_is_frozen_by_the_button_and_not_by_a_clerk(books, desk, client_of):
    address = reverse("agency:report_freeze")

    refused = client_of(books.clerk).post(address, {"year": "2025"})
    done = desk.post(address, {"year": "2025"})

    assert (refused.status_code, done.status_code) == (403, 302)


@pytest.mark.parametrize(("name", "words"), [("report", "転記シート"), ("site", "入力シート")])
def test_sheet_is_a_paper_and_a_workbook(desk, name, words):
    paper = desk.get(f"{reverse(f'agency:{name}_file', args=['pdf'])}?year=2025")
    workbook = desk.get(f"{reverse(f'agency:{name}_file', args=['xlsx'])}?year=2025")

    assert words in text_of(paper.content)
    assert rows_of(workbook)


def test_inspection_prints_only_what_was_chosen(books, desk):
    books.introduce(books.order(received_on=date(2026, 5, 1), employer_name="白浜食品"))
    chosen = books.introduce(books.order(received_on=date(2026, 6, 1)))

    page = desk.get(reverse("agency:inspection")).content.decode()
    listed = text_of(desk.get(reverse("agency:inspection_paper", args=["list"])).content)
    paper = desk.get(
        reverse("agency:inspection_paper", args=["orders"]), {"order": chosen.job_order_id}
    )
    nothing = desk.get(reverse("agency:inspection_paper", args=["orders"]))

    assert "白浜食品" in page
    assert "白浜食品" in listed
    assert "白浜食品" not in text_of(paper.content)
    assert nothing.status_code == 422


def test_check_by_phone_stands_in_the_list(books, desk):
    row = books.hire(date(2026, 4, 1))
    address = reverse("agency:separation", args=[row.pk])

    done = desk.post(
        address,
        {"answer": "left", "left_on": "2026-08-31", "method": "phone", "checked_on": "2026-11-01"},
    )

    assert done.status_code == 302
    page = desk.get(f"{reverse('agency:separations')}?open=no").content.decode()
    assert "離職" in page


def test_ban_list_names_the_day_after_the_printed_one(books, desk):
    page = desk.get(reverse("agency:bans")).content.decode()

    assert "2025/06/01〜2027/05/31" in page
    assert "2027/06/01" in page


def test_report_on_the_screen_has_no_rows_to_write_into(desk):
    page = desk.get(reverse("agency:report")).content.decode()

    assert "従業員教育" not in page
    assert "活動状況（国内）" in page
