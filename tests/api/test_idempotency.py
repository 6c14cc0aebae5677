"""A call repeated with its Idempotency-Key gets the first answer and does nothing again."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.api.callers import Caller, make_caller, make_key
from tests.factories import actor_of, count_rows, make_account, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.api import idempotency
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import ApiCall
from tasuki.core.access import Permission, Role

OPENING = {"title": "生産管理", "occupation": "生産管理", "workplace": "みなと市"}


@pytest.mark.django_db
def test_repeat_gets_the_first_answer_and_makes_nothing():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    first = caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    again = caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert count_rows(Opening, company) == 1


@pytest.mark.django_db
def test_calls_without_a_key_are_two_calls():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)

    caller.post("/openings", OPENING)
    caller.post("/openings", OPENING)

    assert count_rows(Opening, company) == 2


@pytest.mark.django_db
def test_other_body_under_the_same_key_is_refused():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    other = caller.post("/openings", OPENING | {"title": "経理"}, **{"Idempotency-Key": "a-1"})

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    assert count_rows(Opening, company) == 1


@pytest.mark.django_db
def test_other_member_does_not_get_the_answer_of_the_first():
    company = make_company()
    first = make_caller(company, Role.COMPANY_OWNER)
    second = make_caller(company, Role.COMPANY_HR)
    first.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    other = second.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


@pytest.mark.django_db
def test_same_key_at_two_organisations_is_two_calls():
    one, two = make_company(), make_company()

    for company in (one, two):
        caller = make_caller(company, Role.COMPANY_HR)
        caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    assert (count_rows(Opening, one), count_rows(Opening, two)) == (1, 1)


@pytest.mark.django_db
def test_refusal_is_repeated_too():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    made = caller.post("/openings", {"title": "経理"}).json()
    path = f"/openings/{made['id']}/publish"
    first = caller.post(path, **{"Idempotency-Key": "a-2"})

    again = caller.post(path, **{"Idempotency-Key": "a-2"})

    assert first.status_code in {409, 422}
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a" * 101, "a b", "ä"])
def test_key_without_a_usable_form_is_refused(key):
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)

    response = caller.post("/openings", OPENING, **{"Idempotency-Key": key})

    assert (response.status_code, response.json()["field"]) == (422, "Idempotency-Key")
    assert count_rows(Opening, company) == 0


@pytest.mark.django_db
def test_call_that_died_leaves_no_answer_behind(monkeypatch):
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    monkeypatch.setattr(idempotency.KeptCall, "keep", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})
    assert count_rows(Opening, company) == 0
    monkeypatch.undo()

    again = caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    assert again.status_code == 200
    assert count_rows(Opening, company) == 1


def test_sixteen_calls_at_once_with_one_key_make_one_opening(committed_db):
    company = make_company()
    actor = make_caller(company, Role.COMPANY_HR, [Permission.OPENING_EDIT]).actor
    headers = {"Authorization": f"Bearer {make_key(actor)}"}
    gate = threading.Barrier(4)

    def call(_: int) -> int:
        try:
            gate.wait(timeout=20)
            caller = Caller(headers)
            return caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(call, range(16)))

    assert set(statuses) <= {200, 409}
    assert 200 in statuses
    assert count_rows(Opening, company) == 1
    assert count_rows(ApiCall, company) == 1


def test_second_call_is_told_that_the_first_still_runs(committed_db):
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    holder = actor_of(company, Role.COMPANY_HR, make_account())
    inside, done = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with bound(company.pk, holder.account_id):
                call = idempotency.KeptCall("a-1", "POST /api/v1/openings", "0" * 64)
                assert call.find_answer(company.pk) is None
                inside.set()
                done.wait(timeout=20)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert inside.wait(timeout=20)
    during = caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})
    done.set()
    thread.join()
    afterwards = caller.post("/openings", OPENING, **{"Idempotency-Key": "a-1"})

    assert (during.status_code, during.json()["code"]) == (409, "call_in_flight")
    assert afterwards.status_code == 200
