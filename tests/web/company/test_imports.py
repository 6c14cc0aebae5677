"""The pages of an import: five steps, each with its own address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make_company, make_member

from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def upload(browser, data, name="応募者.csv"):
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return browser.post("/company/imports/file/", {"file": file, "kind": "applicants"})


def walk(browser, data, look=lambda page: page.content.decode()):
    """Go through the steps as they are proposed; return the address of the check."""
    reading = upload(browser, data)["Location"]
    look(browser.get(reading))
    columns = browser.post(reading, {})["Location"]
    values = browser.post(columns, mapping_of(look(browser.get(columns))))["Location"]
    look(browser.get(values))
    return browser.post(values, {})["Location"]


def test_import_goes_from_file_to_result(small, client_of, read_strictly):
    browser = client_of(small.hr)
    check = walk(browser, make_herp_csv(count=30, seed=5), read_strictly)

    text = read_strictly(browser.get(check))
    done = browser.post(check.replace("/check/", "/start/"), {"mode": "good"})

    assert "30行を取り込み" in text
    read_strictly(browser.get(done["Location"]))
    with small.at():
        assert Application.objects.count() == 30


def test_list_counts_the_errors_of_a_draft_and_of_what_became_of_it(small, client_of):
    browser = client_of(small.hr)
    head, *rows = make_herp_csv(count=5, seed=5).decode("utf-8-sig").splitlines()
    bad = [row.replace("2026/", "2026/13") for row in rows[:2]]
    check = walk(browser, "\r\n".join([head, *bad, *rows[2:]]).encode())
    walk(browser, make_herp_csv(count=4, seed=6))

    def errors():
        columns = browser.get("/company/imports/").context
        place = [str(one.label) for one in columns["headings"]].index("エラー")
        return [str(row.cells[place].text) for row in columns["rows"]]

    as_draft = errors()
    browser.post(check.replace("/check/", "/start/"), {"mode": "good"})

    assert as_draft == errors() == ["0行", "2行"]


def mapping_of(text):
    """The columns as the preview proposes them."""
    found = {}
    for part in text.split('<select class="inp sm" name="')[1:]:
        name, rest = part.split('"', 1)
        chosen = rest.split("</select>")[0].split(" selected")[0].rsplit('value="', 1)[-1]
        found[name] = chosen.split('"')[0] if " selected" in rest.split("</select>")[0] else ""
    return found


def test_every_filter_of_the_check_can_be_read(small, client_of, read_strictly):
    browser = client_of(small.hr)
    browser.post(walk(browser, make_herp_csv(count=5, seed=5)).replace("/check/", "/start/"), {})
    head, row, other, *_ = make_herp_csv(count=5, seed=5).decode("utf-8-sig").splitlines()
    lines = [
        head,
        row,
        other.replace("2026/", "2026/13"),
        row.replace(row.split(",")[6], "別の職種"),
        row.replace(row.split(",")[5], "内定"),
    ]

    check = walk(browser, "\r\n".join(lines).encode())

    for shown in ("new", "update", "duplicate", "error", "unchanged"):
        read_strictly(browser.get(check, {"show": shown}))
    read_strictly(browser.get("/company/imports/"))


def test_forbidden_column_is_struck_out_with_its_code(small, client_of):
    browser = client_of(small.hr)
    data = "氏名,メール,家族構成\n架空 花子,a@example.invalid,4人\n".encode()

    reading = upload(browser, data)["Location"]
    text = browser.get(reading.replace("/file/", "/columns/")).content.decode()

    assert "<s>家族構成</s>" in text
    assert "4人" not in text + browser.get(reading).content.decode()


def test_mapping_without_a_name_is_refused_and_kept(small, client_of):
    browser = client_of(small.hr)
    columns = upload(browser, make_herp_csv(count=3))["Location"].replace("/file/", "/columns/")

    response = browser.post(columns, {"column-2": "mail"})

    assert response.status_code == 422
    text = response.content.decode()
    assert "氏名の列がありません" in text
    assert '<option value="mail" selected>' in text


def test_draft_is_of_its_organisation_only(small, client_of):
    reading = upload(client_of(small.hr), make_herp_csv(count=3))["Location"]
    stranger = make_member(make_company(), Role.COMPANY_HR)

    response = client_of(stranger).get(reading)

    assert response.status_code == 404


def test_failed_rows_come_back_as_a_file(small, client_of):
    browser = client_of(small.hr)
    data = "氏名,メール,応募日\n架空 花子,a@example.invalid,十月\n架空 健,b@example.invalid,\n"
    check = walk(browser, data.encode())
    done = browser.post(check.replace("/check/", "/start/"), {"mode": "good"})["Location"]

    response = browser.get(f"{done}errors/")

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


def test_large_import_shows_its_progress_and_polls(small, client_of, read_strictly):
    browser = client_of(small.hr)
    with small.at():
        run = ImportRun.objects.create(
            organisation=small.world.company,
            file_name="応募者.csv",
            file_hash="0" * 64,
            state=ImportRun.State.RUNNING,
            row_count=5_000,
            done_count=1_000,
            new_count=1_000,
        )
    url = f"/company/imports/{run.pk}/"

    page = read_strictly(browser.get(url))
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "5,000行のうち1,000まで" in part
    assert "<html" not in part
