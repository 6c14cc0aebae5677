"""``tasuki people`` and ``tasuki vocab``, run as people run them."""

import json

import openpyxl
import pytest
from tests.factories import make_company
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.vocab.models import Edition, Term
from tasuki.apps.vocab.queries import find_term, search_terms
from tasuki.cli.main import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    made = make_company()
    with bound(made.pk, None):
        for number, (family, given, kana) in enumerate(
            (("髙橋", "架子", "タカハシ カコ"), ("𠮷田", "健", "ヨシダ ケン"))
        ):
            TalentRecord.objects.create(
                organisation=made,
                number=f"T-{number}",
                family_name=family,
                given_name=given,
                name_kana=kana,
            )
    return made


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


@pytest.mark.parametrize("typed", ["高橋", "takahashi", "たか", "T-0"])
def test_people_are_found_in_any_script(company, typed):
    result = call("people", "search", typed, "--org", company.slug, "--json")

    assert result.exit_code == 0
    assert [row["氏名"] for row in json.loads(result.stdout)] == ["髙橋 架子"]


def test_nobody_found_ends_with_status_1(company):
    assert call("people", "search", "鈴木", "--org", company.slug).exit_code == 1


def test_people_of_another_company_are_not_found(company):
    assert call("people", "search", "高橋", "--org", make_company().slug).exit_code == 1


def test_export_writes_a_workbook_and_is_in_the_chain(company, tmp_path):
    path = tmp_path / "people.xlsx"

    result = call("people", "export", path, "--org", company.slug)

    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert (result.exit_code, {row[1] for row in rows[1:]}) == (0, {"髙橋 架子", "𠮷田 健"})
    with bound(company.pk, None):
        assert AuditEvent.objects.get(kind="list.export").data == {"row_count": 2}


def test_characters_that_do_not_fit_are_named_and_no_file_is_written(company, tmp_path):
    path = tmp_path / "people.csv"

    result = call("people", "export", path, "--org", company.slug, "--encoding", "cp932")

    assert result.exit_code == 2
    assert "𠮷" in result.stderr
    assert not path.exists()


@pytest.fixture
def official(tmp_path):
    """A made-up file in the shape of the maker's: headings deep down, keys between."""

    def write(count=120, first_name="豆腐製造、豆腐職人", name="IPD_DL_description_7_01.xlsx"):
        book = openpyxl.Workbook()
        sheet = book.active
        for line in range(16):
            sheet.append([f"説明 {line}"])
        sheet.append(["収録番号", "職業名", "職業別名1", "職業別名2", "職業分類1", "関連資格1"])
        sheet.append(["IPD_00_00", "IPD_01_01", "IPD_01_02", "IPD_01_03", "IPD_02_01", "IPD_03"])
        for number in range(1, count + 1):
            label = first_name if number == 1 else f"見本の職業{number}"
            sheet.append([number, label, "別名", None, "12_072-06", "見本の資格"])
        path = tmp_path / name
        book.save(path)
        return path

    return write


LOAD = ("vocab", "load", "jobtag")
NEW = ("--edition", "7.01", "--valid-from", "2027-03-17")


def test_new_edition_stands_beside_the_old_one_and_says_what_changed(official):
    result = call(*LOAD, official(), *NEW, "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (report["occupation_count"], report["certificate_count"]) == (120, 1)
    assert (len(report["added"]), len(report["removed"])) == (1, 437)
    assert report["renamed"][0] == ["パン製造、パン職人", "見本の職業2"]
    assert set(Edition.objects.filter(source="jobtag").values_list("name", flat=True)) == {
        "7.00",
        "7.01",
    }
    assert find_term(kind="occupation", code="2").name == "見本の職業2"
    assert find_term(kind="occupation", code="200").edition.name == "7.00"
    assert [one.name for one in search_terms(kind="occupation", text="見本の職業12")][:2] == [
        "見本の職業12",
        "見本の職業120",
    ]


def test_dry_run_reports_and_stores_nothing(official):
    assert call(*LOAD, official(), *NEW, "--dry-run").exit_code == 0

    assert Edition.objects.filter(source="jobtag").count() == 1


def test_part_of_an_edition_is_refused_with_the_way_out(official):
    result = call(*LOAD, official(count=99), *NEW)

    assert result.exit_code == 2
    assert "99件" in result.stderr
    assert Edition.objects.filter(source="jobtag").count() == 1


def test_edition_that_is_there_is_refused(official):
    arguments = (*LOAD, official(), "--edition", "7.00", "--valid-from", "2027-03-17")

    assert call(*arguments).exit_code == 2


def test_shipped_tables_are_whole_and_their_sources_are_listed():
    result = call("vocab", "list")

    counts = {
        kind: Term.objects.filter(kind=kind).count()
        for kind in ("occupation", "certificate", "municipality")
    }
    assert counts == {"occupation": 556, "certificate": 732, "municipality": 1916}
    assert "独立行政法人労働政策研究・研修機構（JILPT）作成" in result.stdout
    assert "Code for FUKUI" in result.stdout
