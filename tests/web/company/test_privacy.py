"""A company cannot tell from any of its pages whether somebody registered."""

import re

import pytest
from tests.web.company.test_pages import FILES, PAGES, url_of

pytestmark = pytest.mark.django_db

MOVING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|\d\d:\d\d|/(?:CreationDate|ModDate|ID)[^\n]*'
)
TEXTS = {page for page in PAGES | FILES if "pdf" not in page and "sample" not in page}


def read_all(room, browser):
    found = {}
    for page in sorted(TEXTS):
        response = browser.get(url_of(room, page))
        assert response.status_code == 200
        found[page] = MOVING.sub(b"", response.content)
    return found


def test_no_page_changes_when_somebody_registers_and_is_counted(room, client_of):
    browser = client_of(room.hr)
    room.reject(room.add_applicant("鈴原 陽菜", mail="hina@example.invalid"))
    read_all(room, browser)  # files write an audit line; the second reading has both
    before = read_all(room, browser)

    world = room.world
    world.register(now=room.now)
    world.count(3, now=room.now)
    world.drop(world.register(now=room.now), code="N4", now=room.now)

    assert read_all(room, browser) == before


def test_no_page_names_a_person_of_the_agency(room, client_of):
    room.world.count(2, now=room.now)

    pages = read_all(room, client_of(room.hr))

    assert [page for page, content in pages.items() if "鈴原".encode() in content] == []


def test_search_for_a_registered_person_says_what_it_says_for_any_other(room, client_of):
    browser = client_of(room.hr)
    room.reject(room.add_applicant("鈴原 陽菜", mail="hina@example.invalid"))
    address = "/company/applicants/?q=鈴原"
    before = MOVING.sub(b"", browser.get(address).content)

    room.world.count(2, now=room.now)

    assert MOVING.sub(b"", browser.get(address).content) == before
    assert "鈴原 陽菜" in before.decode()
