"""The books and the calendar for machines: what the pages say, with the rights of the caller."""

from datetime import date

import pytest
from tests.api.callers import make_caller
from tests.apps.books.world import Office

from tasuki.apps.books import print_tasks
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db) -> Office:
    office = Office()
    row = office.hire(date(2025, 6, 1))
    office.charge(row, 1_200_000, date(2025, 6, 2))
    return office


@pytest.fixture
def owner(office):
    return make_caller(office.agency, Role.AGENCY_OWNER)


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_books_hold_their_sub_rows(owner):
    [order] = ok(owner.get("/books/orders?year=2025"))["items"]
    [seeker] = ok(owner.get("/books/seekers"))["items"]
    [fee] = ok(owner.get("/books/fees?year=2025"))["items"]

    assert order["introductions"][0]["solicitation_ban_until"] == "2027-06-01"
    assert seeker["introductions"][0]["job_order_id"] == order["id"]
    assert (fee["amount_yen"], fee["introduction_id"]) == (
        1_200_000,
        order["introductions"][0]["id"],
    )
    assert ok(owner.get("/books/orders?year=2027"))["items"] == []


def test_report_and_site_say_the_same_and_freezing_makes_a_version(owner):
    before = ok(owner.get("/books/report?year=2025"))
    site = ok(owner.get("/books/site?year=2025"))
    frozen = ok(owner.post("/books/report/freeze", {"year": 2025}))

    assert (before["version"], frozen["version"]) == (None, 1)
    assert before["figures"] == frozen["figures"]
    assert before["figures"]["total"]["hires_indefinite"] == site["indefinite"] == 1
    assert site["rates"][0]["with_zero"] == "30.0"


def test_clerk_reads_the_books_and_freezes_nothing(office):
    clerk = make_caller(office.agency, Role.AGENCY_CLERK)

    assert clerk.get("/books/report?year=2025").status_code == 200
    assert clerk.post("/books/report/freeze", {"year": 2025}).status_code == 403


def test_company_has_no_books(office):
    hr = make_caller(office.company, Role.COMPANY_HR)

    assert hr.get("/books/orders").status_code == 404
    assert ok(hr.get("/agenda")) == {"items": [], "next_after": None}


def test_large_book_is_printed_in_the_background_for_the_one_who_asked(office, owner):
    started = ok(owner.post("/books/prints", {"document": "D1", "year": 2025}))
    print_tasks.print_book.call(office.agency.id, started["id"], owner.actor.account_id)
    done = ok(owner.get(f"/books/prints/{started['id']}"))
    file = owner.get(f"/books/prints/{started['id']}/file")
    other = make_caller(office.agency, Role.AGENCY_OWNER)

    assert (started["state"], started["total_count"]) == ("running", 1)
    assert (done["state"], done["done_count"], done["file_type"]) == ("done", 1, "pdf")
    assert file.content.startswith(b"%PDF")
    assert other.get(f"/books/prints/{started['id']}/file").status_code == 404
