"""Every page of the agency's room in a real browser: axe, narrow screens, pictures."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay import intake
from tests.e2e.browser import problems_of, weigh
from tests.factories import NOW
from tests.web.agency.office import Office

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.relay import actions


@pytest.fixture(autouse=True)
def _clock(live, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(intake, "TODAY", NOW.date())


@pytest.fixture
def office(live) -> Office:
    """An office in which every page has something to show."""
    office = Office.make()
    office.grant()
    office.request()
    registration = office.accept()[0]
    office.agree(office.ask(registration), registration)
    office.accept(2)
    office.queue(2)
    return office


def addresses(office: Office) -> dict[str, str]:
    """The pages by the names of their pictures."""
    relay = office.relay
    draft = actions.draft_new_version(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)
    with bound(relay.agency.id, None):
        mail = OutboxMail.objects.earliest("created_at").pk
    statement = office.issue().pk
    registration = relay.registrations()[-1].pk
    contract, link, slot = relay.contract.pk, relay.link.pk, office.slot().pk
    names = {
        "home": (),
        "contracts": (),
        "contract": (contract,),
        "contract_edit": (draft.pk,),
        "contract_draft": (),
        "contract_pause": (contract,),
        "contract_end": (contract,),
        "code_issue": (contract,),
        "code": (link,),
        "code_labels": (link,),
        "code_print": (link,),
        "code_revoke": (link,),
        "papers": (),
        "fee_table_add": (),
        "consultation_add": (),
        "slots": (),
        "slot": (slot,),
        "release_ask": (slot, registration),
        "slot_suspend": (slot,),
        "statements": (),
        "statement": (statement,),
        "ledger": (office.book_id,),
        "margin": (),
        "seekers": (),
        "outbox": (),
        "mail": (mail,),
    }
    found = {name: reverse(f"agency:{name}", args=args) for name, args in names.items()}
    return found | {
        "contract-draft": reverse("agency:contract", args=[draft.pk]),
        "queue-all": f"{reverse('agency:queue')}?view=all",
    }


def test_every_page_is_accessible_and_narrow(office, live, desk, sign_in, shoot):
    sign_in(desk, office.owner)

    for name, address in addresses(office).items():
        desk.goto(live + address)
        assert problems_of(desk) == [], name
        assert desk.evaluate(
            "() => [...document.querySelectorAll('.scroll')]"
            ".every((box) => box.scrollWidth <= box.clientWidth + 1)"
        ), f"{name}: a table is cut at 1440 px"
        shoot(desk, f"agency-{name}")


@pytest.mark.parametrize("name", ["agency:queue", "agency:home", "agency:slots"])
def test_first_visit_is_light(name, office, live, desk, sign_in):
    sign_in(desk, office.owner)

    desk.goto(live + reverse(name))

    weigh(desk)
