"""The room of a municipality: masked totals of companies that agreed, and nothing else."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from tests.factories import make_agency, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.region.models import RegionalCount
from tasuki.core.access import Role
from tasuki.web.region.figures import fiscal_year

pytestmark = pytest.mark.django_db

PAGES = ("/region/", "/region/months.csv")


@pytest.fixture
def city():
    return make_municipality()


@pytest.fixture
def operator(city):
    return make_member(city, Role.MUNICIPALITY_OPERATOR)


def add(city, month, *counts, company="みなと精機", company_id=1):
    names = ("informed_count", "registered_count", "counted_count", "slot_count", "hired_count")
    with bound(city.id, None):
        RegionalCount.objects.create(
            organisation=city,
            company_id=company_id,
            company_name=company,
            month=month,
            **dict(zip(names, counts, strict=True)),
        )


def months(response):
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return {line[0]: line[1:] for line in lines[1:]}


def test_figures_of_all_companies_add_up(city, operator, client_of, read_strictly):
    add(city, date(2026, 9, 1), 40, 12, 10, 1, 0)
    add(city, date(2026, 9, 1), 30, 9, 8, 0, 0, company="北港メカトロ", company_id=2)

    text = read_strictly(client_of(operator).get("/region/"))

    assert "70名" in text
    assert "18名" in text
    assert "2社" in text
    assert "北港メカトロ" in text


def test_small_month_is_hidden_with_a_partner_so_that_the_total_gives_nothing_away(
    city, operator, client_of
):
    for month, counted in ((7, 3), (8, 12), (9, 20)):
        add(city, date(2026, month, 1), 50, counted, counted, 0, 0)

    found = months(client_of(operator).get("/region/months.csv"))

    assert found["2026-07"][2] == "5未満"
    assert found["2026-08"][2] == "*"
    assert found["2026-09"][2] == "20"
    assert found["合計"][2] == "35"


def test_total_under_five_is_hidden_everywhere(city, operator, client_of):
    add(city, date(2026, 9, 1), 50, 3, 2, 0, 1)
    browser = client_of(operator)

    page = browser.get("/region/").content.decode()
    found = months(browser.get("/region/months.csv"))

    assert found["合計"] == ["50", "5未満", "5未満", "0", "5未満"]
    assert "3名" not in page
    assert "2名" not in page


def test_years_do_not_overlap(city, operator, client_of):
    add(city, date(2026, 3, 1), 11, 6, 6, 0, 0)
    add(city, date(2026, 4, 1), 22, 7, 7, 0, 0)
    browser = client_of(operator)

    now = months(browser.get("/region/months.csv"))
    before = months(browser.get("/region/months.csv?year=2025"))

    assert set(now) == {"2026-04", "合計"}
    assert set(before) == {"2026-03", "合計"}


@pytest.mark.parametrize(
    ("month", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_fiscal_year_begins_in_april(month, year):
    assert fiscal_year(month) == year


def test_region_without_figures_says_what_will_appear(operator, client_of, read_strictly):
    text = read_strictly(client_of(operator).get("/region/"))

    assert "会社が同意" in text


def test_viewer_reads_the_page_but_takes_no_file(city, client_of):
    add(city, date(2026, 9, 1), 40, 12, 10, 1, 0)
    browser = client_of(make_member(city, Role.MUNICIPALITY_VIEWER))

    assert browser.get("/region/").status_code == 200
    assert browser.get("/region/months.csv").status_code == 403


def test_other_kinds_of_organisations_find_nothing_here(client_of):
    for member in (
        make_member(make_company(), Role.COMPANY_OWNER),
        make_member(make_agency(), Role.AGENCY_OWNER),
    ):
        browser = client_of(member)

        assert [browser.get(page).status_code for page in PAGES] == [404, 404]


def test_another_city_sees_none_of_the_figures(city, client_of):
    add(city, date(2026, 9, 1), 40, 12, 10, 1, 0)
    browser = client_of(make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR))

    assert "みなと精機" not in browser.get("/region/").content.decode()
    assert browser.get("/region/months.csv").status_code == 404


def test_signed_out_visitors_are_asked_to_sign_in(db):
    for page in PAGES:
        assert Client().get(page).status_code == 302
