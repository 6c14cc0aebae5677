"""The report on paper: everything the pages show to the same viewer, and nothing more."""

import re
import subprocess

import pytest
from tests.apps.insights.test_figures import close_year
from tests.factories import make_member, make_municipality
from tests.web.insights.test_pages import company, hr  # noqa: F401

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response["Content-Type"] == "application/pdf"
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=response.content, capture_output=True, check=True
    )
    return done.stdout.decode()


def test_report_shows_figures_pictures_and_definitions(client_of, hr):  # noqa: F811
    response = client_of(hr).get("/figures/report.pdf?year=2025")
    text = text_of(response)

    assert "20.5%" in text
    for words in ("退職者再雇用率", "どこで減る", "誰と誰が", "どの経路", "9÷44", "v1"):
        assert words in re.sub(r"\s", "", text) or words in text, words


def test_without_the_right_to_export_there_is_no_report(client_of, hr, company):  # noqa: F811
    viewer = client_of(make_member(company, Role.COMPANY_VIEWER))
    close_year(hr)

    assert viewer.get("/figures/report.pdf?year=2025").status_code == 403
    assert "report.pdf" not in viewer.get("/figures/?year=2025").content.decode()


def test_a_year_without_figures_has_no_report(client_of, hr, company):  # noqa: F811
    city = client_of(make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR))

    assert city.get("/figures/report.pdf").status_code == 404
