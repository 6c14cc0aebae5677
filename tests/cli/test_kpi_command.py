"""``tasuki kpi`` prints what the page shows to who may see the people."""

import json
from datetime import date

import pytest
from tests.apps.insights.test_figures import tell
from tests.factories import make_company, make_member
from typer.testing import CliRunner

from tasuki.cli.main import app
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def test_figures_are_printed_with_counts_and_versions():
    company = make_company()
    hr = make_member(company, Role.COMPANY_HR)
    tell(hr, "joined", date(2025, 6, 1), 16, channel="agency")
    tell(hr, "joined", date(2025, 7, 1), 4, channel="referral")

    done = CliRunner().invoke(app, ["kpi", "--org", str(company.pk), "--year", "2025", "--json"])

    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    line = next(one for one in answer["figures"] if one["id"] == "introduced")
    assert (line["percent"], line["counts"], line["version"]) == ("20.0", "4/20", 1)


def test_a_year_without_figures_is_said():
    company = make_company()

    done = CliRunner().invoke(app, ["kpi", "--org", str(company.pk), "--year", "2001"])

    assert done.exit_code == 2
    assert "2001" in done.stderr
