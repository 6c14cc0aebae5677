"""People through the API: found by any spelling, their parts removed and brought back."""

import pytest
from tests.api.callers import make_caller
from tests.apps.people.conftest import House

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


@pytest.fixture
def house():
    return House()


@pytest.fixture
def hr(house):
    return make_caller(house.company, Role.COMPANY_HR)


def test_person_is_found_by_romaji_and_not_by_another_company(house, hr):
    person = house.add("髙橋 架子", name_kana="タカハシ カコ")
    stranger = make_caller(House().company, Role.COMPANY_HR)

    found = ok(hr.get("/people?text=takahashi"))

    assert [row["id"] for row in found["items"]] == [str(person.pk)]
    assert ok(stranger.get("/people?text=takahashi"))["items"] == []


def test_removed_note_is_restored_once(house, hr):
    person = f"/people/{house.add().pk}"
    note = ok(hr.post(f"{person}/notes", {"text": "面談の約束"}))["id"]
    restore = f"/people/removed/{note}/restore"

    ok(hr.post(f"/people/notes/{note}/remove"))
    removed = ok(hr.get(person))["notes"]

    assert removed == []
    assert ok(hr.post(restore)) == {"count": 1}
    assert [row["text"] for row in ok(hr.get(person))["notes"]] == ["面談の約束"]
    assert hr.post(restore).status_code == 404


def test_only_who_decides_about_applications_restores(house, hr):
    viewer = make_caller(house.company, Role.COMPANY_VIEWER)
    note = ok(hr.post(f"/people/{house.add().pk}/notes", {"text": "面談の約束"}))["id"]
    ok(hr.post(f"/people/notes/{note}/remove"))

    assert viewer.post(f"/people/removed/{note}/restore").status_code == 403


def test_words_for_skills_and_own_skills_are_searched(house, hr):
    person = f"/people/{house.add().pk}"
    ok(hr.post(f"{person}/skills", {"skill": "エクセル"}))
    ok(hr.post(f"{person}/skills", {"skill": "貝殻の研究"}))

    words = ok(hr.get("/vocabulary?kind=skill&text=溶接"))
    own = ok(hr.get("/skills?text=貝殻"))

    assert "TIG溶接" in [one["name"] for one in words["items"]]
    assert words["attributions"]
    assert [one["name"] for one in own["items"]] == ["貝殻の研究"]
    assert {one["name"] for one in ok(hr.get("/skills"))["items"]} == {"Excel", "貝殻の研究"}
