"""Who may open which page and press which button of the room."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import NOW
from tests.web.agency.office import make_stranger

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay import actions
from tasuki.apps.relay.models import FeeTable

EVERYBODY = ("owner", "advisor", "clerk")
EDITORS = ("owner", "advisor")
OWNER = ("owner",)
# name of the address, what stands in it, who may read it
PAGES = (
    ("home", "", EVERYBODY),
    ("queue", "", EVERYBODY),
    ("registration", "registration", EVERYBODY),
    ("seekers", "", EVERYBODY),
    ("contracts", "", EVERYBODY),
    ("contract_draft", "", EDITORS),
    ("contract", "contract", EVERYBODY),
    ("contract_edit", "draft", EDITORS),
    ("contract_pause", "contract", EDITORS),
    ("contract_end", "contract", EDITORS),
    ("code_issue", "contract", EDITORS),
    ("code", "link", EVERYBODY),
    ("code_labels", "link", EDITORS),
    ("code_drawing", "link", EVERYBODY),
    ("code_print", "link", EVERYBODY),
    ("code_revoke", "link", EDITORS),
    ("papers", "", EVERYBODY),
    ("fee_table_add", "", EDITORS),
    ("fee_table_filed", "fee_table", EDITORS),
    ("consultation_add", "", EDITORS),
    ("slots", "", EVERYBODY),
    ("slot", "slot", EVERYBODY),
    ("release_ask", "slot registration", EDITORS),
    ("slot_leave", "slot", EDITORS),
    ("slot_suspend", "slot", OWNER),
    ("slot_restore", "slot", OWNER),
    ("slot_reverse", "slot", OWNER),
    ("statements", "", EVERYBODY),
    ("statement", "statement", EVERYBODY),
    ("ledger", "book", EVERYBODY),
    ("margin", "", OWNER),
    ("outbox", "", EDITORS),
    ("mail", "mail", EDITORS),
)
ACTS = (
    ("accept", "registration", EVERYBODY),
    ("review", "registration", EDITORS),
    ("reverse", "registration", OWNER),
    ("contract_sign", "draft", OWNER),
    ("contract_run", "draft", EDITORS),
    ("contract_resume", "draft", EDITORS),
    ("contract_version", "contract", EDITORS),
    ("code_rotate", "link", EDITORS),
    ("slot_withdraw", "slot", EDITORS),
    ("issue", "book", EDITORS),
    ("mail_cancel", "mail", EDITORS),
    ("mail_retry", "mail", EDITORS),
)


@pytest.fixture
def places(office):
    """Rows for the places of the addresses."""
    slot = office.grant()
    relay = office.relay
    draft = actions.draft_new_version(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)
    registration = office.queue()[0]
    with bound(relay.agency.id, None):
        found = {
            "registration": registration.pk,
            "contract": relay.contract.pk,
            "draft": draft.pk,
            "link": relay.link.pk,
            "slot": slot.pk,
            "book": office.book_id,
            "mail": OutboxMail.objects.earliest("created_at").pk,
            "fee_table": FeeTable.objects.get().pk,
        }
    return found | {"statement": office.issue().pk}


def address(name, wanted, places):
    return reverse(f"agency:{name}", args=[places[one] for one in wanted.split()])


@pytest.mark.parametrize("role", EVERYBODY)
def test_each_role_opens_what_it_may_and_nothing_else(role, places, request, read_strictly):
    client: Client = request.getfixturevalue(role)

    got = {name: client.get(address(name, wanted, places)) for name, wanted, _ in PAGES}

    allowed = {name: 200 if role in who else 403 for name, _, who in PAGES}
    assert {name: answer.status_code for name, answer in got.items()} == allowed
    for name, answer in got.items():
        if answer.status_code == 200 and name != "code_drawing":
            read_strictly(answer)


@pytest.mark.parametrize("role", ["advisor", "clerk"])
def test_acts_need_the_right(role, places, request):
    client: Client = request.getfixturevalue(role)
    forbidden = [(name, wanted) for name, wanted, who in ACTS if role not in who]

    got = {
        name: client.post(address(name, wanted, places)).status_code for name, wanted in forbidden
    }

    assert got == dict.fromkeys((name for name, _ in forbidden), 403)
    assert len(got) == {"advisor": 2, "clerk": 11}[role]


def test_another_agency_finds_nothing(places, client_of):
    client = client_of(make_stranger())

    pages = {n: client.get(address(n, w, places)).status_code for n, w, _ in PAGES if w}
    given = {"code": "N3", "note": "確認", "version": "1", "month": "2026-11-01"}
    acts = {n: client.post(address(n, w, places), given).status_code for n, w, _ in ACTS}

    assert pages == dict.fromkeys(pages, 404)
    assert acts == dict.fromkeys(acts, 404)


def test_a_company_finds_no_page_of_the_room(places, office, client_of):
    client = client_of(office.relay.company_owner)

    got = {name: client.get(address(name, w, places)).status_code for name, w, _ in PAGES}

    assert got == dict.fromkeys(got, 404)


def test_signed_out_leads_to_the_sign_in(places):
    client = Client()

    got = {name: client.get(address(name, w, places)) for name, w, _ in PAGES}

    assert {one.status_code for one in got.values()} == {302}
    assert all("login" in one["Location"] for one in got.values())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pages_are_in_one_language(places, owner, language):
    owner.cookies["tasuki_language"] = language
    shown = {
        name: owner.get(address(name, w, places)).content.decode()
        for name, w, _ in PAGES
        if name != "code_drawing"
    }

    assert all(f'<html lang="{language}"' in text for text in shown.values())
