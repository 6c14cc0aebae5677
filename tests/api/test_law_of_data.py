"""H5 and H6 through the API: refused with rule and next step, quarantine by its operations."""

import pytest
from tests.api.callers import make_caller
from tests.factories import COMPLETE_OPENING, NOW, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.actions import import_file
from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
FILE = "名前,メールアドレス,備考\n架空 花子,a@example.invalid,本籍は岡山県\n".encode()


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def caller(company):
    return make_caller(company, Role.COMPANY_OWNER)


def whole(**changes):
    return {"title": "経理", "is_declared": True} | COMPLETE_OPENING | changes


def publish(caller, body):
    made = caller.post("/openings", body)
    assert made.status_code == 200, made.content
    return caller.post(f"/openings/{made.json()['id']}/publish")


def test_whole_opening_is_published(caller):
    assert publish(caller, whole()).json()["state"] == "open"


@pytest.mark.parametrize(
    "changes",
    [
        {"is_declared": False},
        {"prefecture": None},
        {"title": "看護婦"},
        {"age_most": 35},
        {"age_most": 35, "age_code": "3i", "age_reason": "長期勤続", "is_indefinite": False},
        {"terms": {"duties": "経理"}},
    ],
)
def test_opening_that_breaks_a_rule_is_refused_with_h6(caller, changes):
    response = publish(caller, whole(**changes))

    assert (response.status_code, response.json()["code"]) == (409, "H6")


def test_opening_with_forbidden_data_is_refused_with_h5(caller):
    response = caller.post("/openings", whole(terms={"wage": "家族構成により決定"}))

    assert (response.status_code, response.json()["code"]) == (409, "H5")


def test_held_text_is_listed_read_and_deleted(company, caller):
    import_file(actor=caller.actor, data=FILE, file_name="a.csv", now=NOW)
    [held] = caller.get("/quarantine").json()["items"]

    read = caller.get(f"/quarantine/{held['id']}").json()
    deleted = caller.post(f"/quarantine/{held['id']}/delete").json()

    assert (read["codes"], read["text"], read["state"]) == (["F01"], "本籍は岡山県", "held")
    assert (deleted["state"], deleted["text"]) == ("deleted", "")
    assert caller.get("/quarantine?state=held").json()["items"] == []
    assert caller.post(f"/quarantine/{held['id']}/delete").status_code == 409


def test_held_text_is_released_for_a_need_only(company, caller):
    import_file(actor=caller.actor, data=FILE, file_name="a.csv", now=NOW)
    [held] = caller.get("/quarantine").json()["items"]
    path = f"/quarantine/{held['id']}/approve"

    refused = caller.post(path, {"need": " "})
    released = caller.post(path, {"need": "法令で定める届出のため"})

    assert (refused.status_code, refused.json()["code"]) == (409, "H5")
    assert released.json()["state"] == "approved"
    with bound(company.id, None):
        assert Application.objects.get().note == "本籍は岡山県"


def test_result_with_a_forbidden_reason_is_refused_with_h5(company, caller):
    import_file(actor=caller.actor, data=FILE, file_name="a.csv", now=NOW)
    with bound(company.id, None):
        application = Application.objects.get()

    response = caller.post(
        f"/applications/{application.pk}/result",
        {"outcome": "not_selected", "reason": "持病があるため"},
    )

    assert (response.status_code, response.json()["code"]) == (409, "H5")
