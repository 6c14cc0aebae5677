"""Every page of the room: for whom it is, and that it is whole."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import make_member
from tests.web.company.conftest import make_room

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

VIEWER, MANAGER, HR, OWNER = (
    Role.COMPANY_VIEWER,
    Role.COMPANY_MANAGER,
    Role.COMPANY_HR,
    Role.COMPANY_OWNER,
)
EVERYBODY = {VIEWER, MANAGER, HR, OWNER}
STAFF = {HR, OWNER}
PAGES = {
    "home": EVERYBODY,
    "applicants": STAFF,
    "applicant application_id": STAFF,
    "applicant_edit application_id": STAFF,
    "imports": STAFF,
    "import_file": STAFF,
    "import_run run_id": STAFF,
    "notices": STAFF,
    "notice invite_id": STAFF,
    "prepare": STAFF,
    "send": STAFF,
    "paper": STAFF,
    "sendings": STAFF,
    "texts": STAFF,
    "template_add": STAFF,
    "template template_id": STAFF,
    "purpose": STAFF,
    "program book_id": EVERYBODY,
    "contract contract_id": EVERYBODY,
    "statements": EVERYBODY,
    "statement statement_id": EVERYBODY,
    "dispute_open statement_id": STAFF,
    "dispute dispute_id": EVERYBODY,
    "slots": EVERYBODY,
    "slot slot_id": EVERYBODY,
    "slot_request slot_id": STAFF,
    "slot_decline slot_id": {MANAGER, HR, OWNER},
    "slot_interview slot_id": {MANAGER, HR, OWNER},
    "slot_result slot_id": {MANAGER, HR, OWNER},
    "slot_join slot_id": {MANAGER, HR, OWNER},
    "slot_leave slot_id": {MANAGER, HR, OWNER},
    "ledger book_id": EVERYBODY,
    "openings": EVERYBODY,
    "opening_add": {MANAGER, HR, OWNER},
    "opening opening_id": EVERYBODY,
    "outbox": STAFF,
    "mail mail_id": STAFF,
    "agreements": EVERYBODY,
}
FILES = {
    "import_sample": STAFF,
    "statement_pdf statement_id": EVERYBODY,
    "statement_csv statement_id": EVERYBODY,
    "ledger_csv book_id": STAFF,
    "flow_csv": STAFF,
}


def url_of(room, page):
    name, *keys = page.split()
    return reverse(f"company:{name}", args=[room.ids[key] for key in keys])


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_whole(room, client_of, read_strictly, language):
    browser = client_of(room.hr)
    browser.cookies["tasuki_language"] = language

    for page in PAGES:
        response = browser.get(url_of(room, page))

        assert response.status_code == 200, page
        read_strictly(response)


def test_pages_open_for_the_right_roles_only(room, client_of):
    wrong = {}
    for role, actor in room.actors.items():
        browser = client_of(actor)
        for page, roles in (PAGES | FILES).items():
            status = browser.get(url_of(room, page)).status_code
            if status != (200 if role in roles else 403):
                wrong[role, page] = status

    assert wrong == {}


def test_pages_do_not_exist_for_another_kind_of_organisation(room, client_of):
    browser = client_of(make_member(room.world.agency, Role.AGENCY_OWNER))

    statuses = {page: browser.get(url_of(room, page)).status_code for page in PAGES | FILES}

    assert set(statuses.values()) == {404}


def test_rows_of_another_company_are_not_there(room, client_of):
    browser = client_of(make_room().hr)
    own = {page for page in PAGES | FILES if " " in page}

    statuses = {page: browser.get(url_of(room, page)).status_code for page in own}

    assert statuses == dict.fromkeys(own, 404)


def test_signed_out_visitors_are_asked_to_sign_in(room):
    for page in PAGES | FILES:
        response = Client().get(url_of(room, page))

        assert response.status_code == 302
        assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("page", [page for page in PAGES if " " not in page])
def test_pages_of_an_empty_company_say_what_will_appear(small, client_of, read_strictly, page):
    response = client_of(small.hr).get(url_of(small, page))

    assert response.status_code == 200
    read_strictly(response)
