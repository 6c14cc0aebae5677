"""``tasuki import`` and the frame of the command line, run as people run it."""

import json

import pytest
from tests.factories import count_rows, make_agency, make_company
from typer.testing import CliRunner

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.people.models import Application
from tasuki.cli.main import app

pytestmark = pytest.mark.django_db
BAD = "応募時刻,名前\r\n2026/13/01,架空 花子\r\n2026/10/05,架空 次郎\r\n".encode()


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def put(tmp_path):
    def write(data, name="applicants.csv"):
        path = tmp_path / name
        path.write_bytes(data)
        return str(path)

    return write


def call(*arguments):
    return CliRunner().invoke(app, ["import", *arguments])


def test_good_file_ends_with_status_0_and_comes_in(company, put):
    result = call(put(make_herp_csv(count=20)), "--kind", "applicants", "--org", company.slug)

    assert result.exit_code == 0
    assert result.stdout.startswith("行 20  新規 20  更新 0  変更なし 0  エラー 0  ")
    assert count_rows(Application, company) == 20


def test_organisation_can_be_named_by_its_number(company, put):
    assert call(put(make_herp_csv(count=1)), "--org", str(company.id)).exit_code == 0


def test_bad_rows_end_with_status_1_and_say_where(company, put):
    result = call(put(BAD), "--org", company.slug)

    assert result.exit_code == 1
    assert "2行目：応募時刻：月が13になっています" in result.stderr
    assert count_rows(Application, company) == 1


def test_forbidden_column_never_comes_in(company, put):
    data = "氏名,メール,本籍\r\n架空 花子,hana@example.invalid,架空県本籍町\r\n".encode()

    result = call(put(data), "--org", company.slug)

    assert result.exit_code == 0, result.output
    with bound(company.pk, None):
        application = Application.objects.select_related("talent_record").get()
        run = ImportRun.objects.get()
    assert application.talent_record.full_name == "架空 花子"
    assert "本籍町" not in f"{application.raw}{application.note}"
    assert run.mapping["本籍"].startswith("drop:F")


def test_dry_run_writes_nothing(company, put):
    result = call(put(make_herp_csv(count=5)), "--org", company.slug, "--dry-run")

    assert result.exit_code == 0
    assert count_rows(Application, company) == 0
    assert count_rows(ImportRun, company) == 0


def test_json_is_for_machines(company, put):
    result = call(put(BAD), "--org", company.slug, "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (report["rows"], report["new"], report["error"]) == (2, 1, 1)
    assert report["problems"][0]["line"] == 2
    assert report["problems"][0]["problems"][0]["en"].startswith("The month is 13")


def test_own_mapping_is_used(company, put):
    data = put("よびな\r\n花子\r\n".encode())
    mapping = put(json.dumps({"よびな": "name"}).encode(), "mapping.json")

    assert call(data, "--org", company.slug, "--mapping", mapping).exit_code == 0


@pytest.mark.parametrize("mapping", [b"[]", b"{", b'{"a": 1}', b"\xff\xfe"])
def test_unreadable_mapping_is_wrong_use(company, put, mapping):
    result = call(
        put(make_herp_csv(count=1)), "--org", company.slug, "--mapping", put(mapping, "m.json")
    )

    assert result.exit_code == 2


def test_unreadable_file_is_wrong_use_and_says_what_to_do(company, put):
    result = call(put(b"PK\x03\x04broken", "broken.xlsx"), "--org", company.slug, "--json")

    assert result.exit_code == 2
    assert json.loads(result.stdout)["field"] == "file"
    assert result.stderr


def test_missing_file_unknown_kind_and_unknown_company_are_wrong_use(company, put):
    good = put(make_herp_csv(count=1))

    assert call("/nowhere.csv", "--org", company.slug).exit_code == 2
    assert call(good, "--org", company.slug, "--kind", "people").exit_code == 2
    assert call(good, "--org", "nobody").exit_code == 2
    assert call(good, "--org", make_agency().slug).exit_code == 2
    assert call(good).exit_code == 2


def test_every_command_is_there():
    result = CliRunner().invoke(app, ["--help"])

    for name in (
        "demo",
        "run",
        "worker",
        "migrate",
        "doctor",
        "backup",
        "verify",
        "import",
        "organisation",
        "retention",
        "relay",
    ):
        assert name in result.stdout


def test_version_is_printed():
    result = CliRunner().invoke(app, ["--version"])

    assert (result.exit_code, result.stdout) == (0, "tasuki 0.1.0\n")


def undo(*arguments):
    return CliRunner().invoke(app, ["import-undo", *arguments])


def test_import_is_taken_back_and_says_what_stayed(company, put):
    done = json.loads(call(put(make_herp_csv(count=20)), "--org", company.slug, "--json").stdout)
    with bound(company.id, None):
        one = Application.objects.first()
        one.talent_record.personnote_set.create(organisation_id=company.id, text="再連絡は来月")

    result = undo(done["id"], "--org", company.slug, "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (report["removed"], report["kept"], report["is_waiting"]) == (19, 1, False)
    assert report["kept_rows"] == [
        {"table": "people.Application", "id": str(one.id), "why": "worked"}
    ]
    assert count_rows(Application, company) == 1


def test_import_that_is_not_there_cannot_be_taken_back(company):
    result = undo("00000000-0000-0000-0000-000000000000", "--org", company.slug)

    assert result.exit_code == 2
