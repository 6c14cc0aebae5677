"""Printing a book of any size: parts that add up, in the background, for the one who asked."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from tests.apps.books.world import Office
from tests.factories import NOW

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.books import print_runs, print_tasks, printing
from tasuki.apps.books.models import BookRun
from tasuki.apps.books.papers import Printing
from tasuki.apps.books.printing import BookWish
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError
from tasuki.apps.people.models import RecordView
from tasuki.core.books.years import BusinessYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(printing, "PART_ENTRIES", 2)


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def run(office, wish):
    """Start it and do what the worker would do."""
    started = print_runs.start_printing(actor=office.owner, wish=wish, now=NOW)
    assert started.state == "running"
    print_tasks.print_book.call(office.agency.id, str(started.id), office.owner.account_id)
    with office.at():
        return print_runs.find_run(run_id=started.id)


def test_parts_hold_every_order_once_and_say_which_part_they_are(office, small_parts):
    orders = [office.order(received_on=date(2026, 4, day)) for day in (3, 1, 2)]

    done = run(office, BookWish(document="D1"))

    assert (done.state, done.file_type, done.total_count, done.done_count) == ("done", "zip", 3, 3)
    with office.at():
        folder = ZipFile(
            BytesIO(print_runs.find_file(actor=office.owner, run_id=done.id).file.read())
        )
    names = folder.namelist()
    assert names == ["D1_求人管理簿_01-02.pdf", "D1_求人管理簿_02-02.pdf"]
    first, second = (text_of(folder.read(name)) for name in names)
    assert orders[1].number in first
    assert orders[2].number in first
    assert orders[0].number in second
    assert orders[0].number not in first
    assert "1/2" in first
    assert "2/2" in second


def test_one_part_is_a_plain_pdf_of_the_year_that_was_asked_for(office):
    office.order(received_on=date(2023, 5, 1), valid_to=date(2023, 6, 1))
    inside = office.order(received_on=date(2025, 5, 1), valid_to=date(2025, 9, 1))

    done = run(office, BookWish(document="D1", year=BusinessYear(2025)))

    assert (done.file_type, done.total_count) == ("pdf", 1)
    with office.at():
        text = text_of(done.file.read())
    assert inside.number in text
    assert "2025/04/01〜2026/03/31" in text
    assert done.asked == {}


def test_fee_book_stays_whole_so_that_its_total_holds(office, small_parts):
    row = office.hire(date(2025, 6, 1))
    for day in (2, 3, 4):
        office.charge(row, 100_000, date(2025, 6, day))

    done = run(office, BookWish(document="D3"))

    assert done.file_type == "pdf"
    with office.at():
        assert "300,000" in text_of(done.file.read())


def test_people_in_a_printed_part_find_it_in_their_view_log_and_the_chain_counts_rows(
    office, small_parts
):
    seekers = [office.seeker() for _ in range(3)]

    run(office, BookWish(document="D2"))

    with office.at():
        seen = set(RecordView.objects.values_list("talent_record_id", flat=True))
        printed = AuditEvent.objects.filter(kind="book.print").order_by("number")
        counts = [one.data["row_count"] for one in printed]
    assert {one.talent_record_id for one in seekers} == seen
    assert counts == [2, 1]


def test_only_the_one_who_asked_takes_the_file(office):
    office.order()
    done = run(office, BookWish(document="D1"))

    with office.at(), pytest.raises((NotVisibleError, NotAllowedError)):
        print_runs.find_file(actor=office.clerk, run_id=done.id)


def test_clerk_has_no_book_printed_and_an_unknown_book_is_refused(office):
    with pytest.raises(NotAllowedError):
        print_runs.start_printing(actor=office.clerk, wish=BookWish(document="D1"), now=NOW)
    with pytest.raises(InvalidInputError):
        print_runs.start_printing(actor=office.owner, wish=BookWish(document="D9"), now=NOW)


def test_printing_that_breaks_says_so_and_a_second_run_changes_nothing(office, monkeypatch):
    office.order()
    started = print_runs.start_printing(actor=office.owner, wish=BookWish(document="D1"), now=NOW)
    arguments = (office.agency.id, str(started.id), office.owner.account_id)

    def broken(*_given, **_more):
        raise RuntimeError("no paper")

    with monkeypatch.context() as patch:
        patch.setattr(printing, "print_part", broken)
        print_tasks.print_book.call(*arguments)
    print_tasks.print_book.call(*arguments)

    with office.at():
        failed = BookRun.objects.get()
    assert (failed.state, bool(failed.file)) == ("failed", False)
    assert failed.problem


def test_terminal_prints_the_same_parts(office, small_parts):
    for _ in range(3):
        office.seeker()
    with office.at():
        parts = list(
            printing.print_parts(
                BookWish(document="D2"), Printing(actor=office.owner, language="ja", now=NOW)
            )
        )

    assert [count for _content, count in parts] == [2, 1]
