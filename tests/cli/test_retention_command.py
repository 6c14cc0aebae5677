"""``tasuki retention``: rules, dry run and run, holds, certificate."""

import json
from datetime import date

import pytest
import time_machine
from tests.factories import NOW, make_company
from tests.model_factories import make_row
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import Application
from tasuki.apps.upkeep.models import DisposalRun, LegalHold
from tasuki.cli.retention import app

pytestmark = pytest.mark.django_db
OLD = date(2025, 1, 10)


@pytest.fixture(autouse=True)
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def company():
    return make_company()


def ask(*words):
    return CliRunner().invoke(app, list(words))


def put_rejected(company):
    return make_row(Application, company, outcome="not_selected", ended_on=OLD, note="面接の記録")


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def test_show_says_floor_ceiling_and_basis():
    rules = {one["rule"]: one for one in json.loads(ask("show", "--json").stdout)}

    assert rules["placement.JobSeeker"]["floor"] == "24 months"
    assert rules["placement.JobSeeker"]["ceiling"] == "36 months"
    assert "placement.JobSeeker: 24 months .. 36 months (delete)" in ask("show").stdout


def test_dry_run_counts_and_run_does_it(company):
    application = put_rejected(company)

    dry = json.loads(ask("run", "--dry-run", "--json").stdout)
    before = read(application).note
    done = json.loads(ask("run", "--json").stdout)

    assert (dry["is_dry_run"], dry["counts"]["people.Application"]) == (True, 1)
    assert before == "面接の記録"
    assert done["counts"]["people.Application"] == 1
    assert read(application).note == ""


def test_hold_keeps_a_person_until_lifted(company):
    application = put_rejected(company)
    number = application.talent_record.number

    placed = ask("hold", company.slug, "--person", number, "--reason", "訴訟 12号")
    held = json.loads(ask("run", "--json").stdout)["counts"]
    lifted = ask("lift", company.slug, placed.stdout.strip(), "--reason", "裁判の終了")
    ask("run")

    assert (placed.exit_code, lifted.exit_code) == (0, 0)
    assert held.get("people.Application", 0) == 0
    assert read(application).note == ""


@pytest.mark.parametrize(
    "words",
    [
        ("--person", "T-none", "--reason", "訴訟 12号"),
        ("--kind", "people.TalentRecord", "--reason", "あ"),
        ("--kind", "no.Such", "--reason", "訴訟 12号"),
    ],
)
def test_hold_without_whom_or_why_is_refused_with_exit_code_2(company, words):
    done = ask("hold", company.slug, *words)

    assert done.exit_code == 2
    assert done.stderr
    with bound(company.pk, None):
        assert not LegalHold.objects.exists()


def test_certificate_is_written_as_pdf(company, tmp_path):
    put_rejected(company)
    ask("run")
    file = tmp_path / "d29.pdf"

    done = ask("certificate", company.slug, "1", str(file))

    with bound(company.pk, None):
        assert DisposalRun.objects.get().certificate_hash in done.stdout.replace("\n", "")
    assert file.read_bytes()[:5] == b"%PDF-"
    assert ask("certificate", company.slug, "9", str(file)).exit_code == 2


def test_unknown_organisation_is_refused(tmp_path):
    assert ask("certificate", "nowhere", "1", str(tmp_path / "x.pdf")).exit_code == 2
