"""The room of the operator: public data and the state of the installation, nothing fenced."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from tests.factories import make_agency, make_company, make_member, make_municipality
from tests.factories import make_organisation as make

import tasuki
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.queue import JobCounts, count_jobs
from tasuki.apps.orgs.models import Licence
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    return make_member(make(OrganisationKind.PLATFORM), Role.PLATFORM_ADMIN)


def add_jobs(**counts):
    with connection.cursor() as cursor:
        for status, count in counts.items():
            cursor.execute(
                "insert into procrastinate_jobs (queue_name, task_name, args, status)"
                " select 'default', 'tasuki.run', '{}', %s::procrastinate_job_status"
                " from generate_series(1, %s)",
                [status, count],
            )


def test_home_leads_the_operator_to_the_room(operator, client_of):
    response = client_of(operator).get("/")

    assert (response.status_code, response["Location"]) == (302, "/platform/")


def test_directory_is_counted_by_kind_and_listed(operator, client_of, read_strictly):
    company = make_company(name="北港メカトロ")
    make_agency(), make_agency(), make_municipality()

    response = client_of(operator).get("/platform/")

    text = read_strictly(response)
    assert [(str(label), total) for label, total in response.context["kinds"]] == [
        ("会社", 1),
        ("人材紹介会社", 2),
        ("自治体", 1),
        ("運営者", 1),
    ]
    assert "北港メカトロ" in text
    assert company.contact_mail in text


def test_long_directory_says_that_it_is_cut(operator, client_of, monkeypatch):
    monkeypatch.setattr("tasuki.web.platform.home.ROWS_MAX", 2)
    make_company(), make_company(), make_company()

    text = client_of(operator).get("/platform/").content.decode()

    assert "はじめの2件を表示しています。" in text
    assert text.count("みなと精機") <= 2


def test_jobs_are_counted_by_where_they_stand(operator, client_of, read_strictly):
    before = count_jobs()
    add_jobs(todo=3, doing=1, failed=2, succeeded=5)

    text = read_strictly(client_of(operator).get("/platform/"))

    now = count_jobs()
    assert now == JobCounts(before.waiting + 3, before.running + 1, before.failed + 2)
    assert f'<span class="tag err">{now.failed}件</span>' in text
    assert f"<dt>待っている処理</dt><dd>{now.waiting}件</dd>" in text


def test_checks_and_version_are_shown(operator, client_of, read_strictly):
    text = read_strictly(client_of(operator).get("/platform/"))

    assert text.count("正常") == 4
    assert "異常" not in text
    assert tasuki.__version__ in text


def test_check_that_fails_is_shown(operator, client_of, monkeypatch):
    monkeypatch.setattr(
        "tasuki.web.platform.home.check_readiness", lambda: {"database": True, "fences": False}
    )

    text = client_of(operator).get("/platform/").content.decode()

    assert (text.count("正常"), text.count("異常")) == (1, 1)


def test_licence_of_an_agency_is_not_visible(operator, client_of):
    agency = make_agency()
    with bound(agency.pk, None):
        Licence.objects.create(
            organisation=agency,
            number="13-ユ-314159",
            valid_from=date(2021, 1, 1),
            valid_to=date(2026, 12, 31),
        )

    text = client_of(operator).get("/platform/").content.decode()

    assert agency.name in text
    assert "314159" not in text
    assert "組織の中の情報はここからは見えません" in text


@pytest.mark.parametrize(
    "make_side, role",
    [
        (make_company, Role.COMPANY_OWNER),
        (make_agency, Role.AGENCY_OWNER),
        (make_municipality, Role.MUNICIPALITY_OPERATOR),
    ],
)
def test_other_kinds_of_organisations_find_nothing_here(make_side, role, client_of):
    assert client_of(make_member(make_side(), role)).get("/platform/").status_code == 404


def test_signed_out_visitors_are_asked_to_sign_in(db):
    response = Client().get("/platform/")

    assert response.status_code == 302
    assert "/login" in response["Location"]


def test_page_is_read_in_english(operator, client_of, read_strictly):
    browser = client_of(operator)
    browser.cookies["tasuki_language"] = "en"

    text = read_strictly(browser.get("/platform/"))

    assert "Placement agencies" in text
    assert text.count(">in order<") == 4
