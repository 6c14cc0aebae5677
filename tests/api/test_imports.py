"""An import through the API: upload, columns, words, preview, repair, run, errors, undo."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.callers import make_caller
from tests.factories import count_rows, make_company

from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
HEADERS = "応募日,氏名,メールアドレス,選考ステップ,募集職種,宗教"
ROWS = (
    "2026/10/05,架空 花子,hanako@example.invalid,顔合わせ,営業,某教",
    "2026/13/06,架空 太郎,taro@example.invalid,一次,経理,",
    "2026/13/07,架空 次郎,jiro@example.invalid,一次,経理,",
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_caller(company, Role.COMPANY_HR)


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def upload(hr, way="", **form):
    file = SimpleUploadedFile("応募者.csv", "\r\n".join([HEADERS, *ROWS]).encode())
    url = f"/api/v1/imports{way}"
    return ok(hr.client.post(url, {"file": file} | form, headers=hr.headers))


def test_draft_walks_its_steps_and_is_undone(hr, company):
    run = upload(hr)
    at = f"/imports/{run['id']}"
    assert run["mapping"]["宗教"] == "drop:F05"
    assert run["found"]["is_cleaned"]

    columns = ok(hr.get(f"{at}/columns"))
    assert {one["header"]: one["code"] for one in columns["items"]}["宗教"] == "F05"
    ok(hr.post(f"{at}/columns", {}))
    [word] = ok(hr.get(f"{at}/values"))["items"]
    assert (word["word"], word["count"]) == ("顔合わせ", 1)
    ok(hr.post(f"{at}/values", {"answers": {"step": {"顔合わせ": "CASUAL"}}}))

    preview = ok(hr.get(f"{at}/preview"))
    assert (preview["counts"]["new"], preview["counts"]["error"]) == (1, 2)
    assert preview["groups"][0]["count"] == 2
    rows = ok(hr.get(f"{at}/rows?verdict=error&limit=1"))
    assert rows["items"][0]["line"] == rows["next_after"] == 3
    repaired = ok(hr.post(f"{at}/rows", {"line": 3, "cells": {"応募日": "2026/12/06"}}))
    assert repaired["verdict"] == "new"
    assert count_rows(Application, company) == 0

    done = ok(hr.post(f"{at}/run", {}))
    assert (done["state"], done["new_count"], done["failed_count"]) == ("partly", 2, 1)
    failed = hr.get(f"{at}/failed-rows")
    book = openpyxl.load_workbook(io.BytesIO(failed.content))
    assert [cell.value for cell in book.active[2]][2] == "架空 次郎"

    assert ok(hr.post(f"{at}/undo")) == {
        "count": 2,
        "restored": 0,
        "kept": 0,
        "is_waiting": False,
        "kept_rows": [],
    }
    assert ok(hr.get(at))["state"] == "undone"
    assert count_rows(Application, company) == 0


def test_all_or_nothing_and_dry_run(hr, company):
    trial = upload(hr, "/trial")
    file = SimpleUploadedFile("応募者.csv", "\r\n".join([HEADERS, *ROWS]).encode())
    refused = hr.client.post(
        "/api/v1/imports/whole", {"file": file, "is_all_or_nothing": True}, headers=hr.headers
    )

    assert trial["counts"]["error"] == 3
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_with_errors")
    assert count_rows(Application, company) == 0


def test_draft_is_discarded(hr):
    run = upload(hr)

    assert ok(hr.post(f"/imports/{run['id']}/discard")) == {"count": 1}
    assert hr.get(f"/imports/{run['id']}").status_code == 404
