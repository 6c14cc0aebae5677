"""The number of SQL statements of a page does not grow with its rows.

Every page of agencies and companies that takes nothing in its address is opened before and after
the same things happened once more; a new page is picked up by itself. ``LISTS`` are the pages
whose rows grow meanwhile: there the test could fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.apps.introductions.desk import Desk
from tests.apps.openings.desk import add_employer
from tests.factories import COMPLETE_OPENING, NOW, TODAY, make_company
from tests.repo.routes import list_routes

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.agenda import actions as agenda
from tasuki.apps.fees import actions as fees
from tasuki.apps.fees.models import Invoice
from tasuki.apps.introductions.actions import person
from tasuki.apps.openings import actions as openings
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.values import OpeningValues
from tasuki.apps.placement import receiving
from tasuki.apps.relay.actions import offers
from tasuki.core.access import OrganisationKind

LATER = NOW + timedelta(days=31)
ROOMS = ("agency:", "agenda:", "company:", "fees:", "introductions:")
LISTS = {
    "agency": {
        "agency:order_book",
        "agency:seeker_book",
        "agency:fee_book",
        "agency:separations",
        "agency:bans",
        "agency:inspection",
        "agency:openings",
        "agency:employers",
        "agency:seekers",
        "agency:contracts",
        "agenda:tasks",
        "fees:invoices",
        "fees:invoice_add",
        "fees:agreements",
        "fees:accounts",
        "introductions:introductions",
        "introductions:board",
        "introductions:ask",
    },
    "company": {
        "company:openings",
        "fees:company_invoices",
        "fees:company_agreements",
        "introductions:introductions",
        "introductions:board",
    },
}
PAGES_MIN = {"agency": 30, "company": 25}
_numbers = count(1)


@dataclass
class World:
    """One agency and one company with a bit of everything, and a way to make it more."""

    desk: Desk
    boss: Actor

    @classmethod
    def make(cls) -> "World":
        desk = Desk.make()
        desk.company = desk.relay.company
        desk.hr, desk.manager = desk.relay.hr, desk.relay.hr
        desk.order = desk.make_order()
        fees.save_billing_profile(
            actor=desk.advisor,
            issuer_number="T7000012050002",
            bank_account="みなと銀行",
            payment_days=30,
            remark="",
            now=NOW,
        )
        world = cls(desk, desk.relay.company_owner)
        accepted = world.offer(desk.company.id)
        fees.show_terms(actor=world.boss, agreement_id=accepted, now=NOW)
        fees.accept_agreement(actor=world.boss, agreement_id=accepted, now=NOW)
        return world

    def offer(self, company_id: int):
        draft = fees.draft_agreement(
            actor=self.desk.advisor,
            values=fees.AgreementValues(
                company_id=company_id,
                fee_table_version=1,
                rate_permille=300,
                starts_on=TODAY,
            ),
            now=NOW,
        )
        fees.offer_agreement(actor=self.desk.advisor, agreement_id=draft.id, now=NOW)
        return draft.id

    def grow(self) -> None:
        """Let everything happen once more."""
        desk = self.desk
        self.offer(desk.company.id)
        other = make_company(name=f"よその会社{next(_numbers)}")
        self.contract(other)
        self.grow_orders()
        desk.ask()
        desk.plan(desk.sent())
        desk.decline(desk.sent())
        self.charge_all([self.place(), self.place(), self.place_outside()])
        self.place(bill=False)
        for actor, kind in (
            (desk.relay.owner, OrganisationKind.AGENCY),
            (self.boss, OrganisationKind.COMPANY),
        ):
            assert actor.kind is kind
            agenda.plan_agenda(actor=actor, now=LATER)

    def contract(self, company) -> None:
        """One more contract of the agency, as a draft."""
        self.desk.relay.draft(company=company)

    def grow_orders(self) -> None:
        """An employer, an order of it, an order of the company, somebody who looks for work."""
        desk, number = self.desk, next(_numbers)
        employer = add_employer(desk.advisor, name=f"架空精機{number}")
        whole = COMPLETE_OPENING | {
            "title": f"架空の職{number}",
            "occupation": "経理",
            "workplace": "見本市",
        }
        openings.create_opening(
            actor=desk.advisor, values=OpeningValues(**whole, employer_id=employer.id), now=NOW
        )
        with bound(desk.company.id, None):
            mine = Opening.objects.create(
                organisation=desk.company,
                **whole | {"number": f"C-{number}", "declared_on": TODAY, "as_of": TODAY},
                state="open",
            )
        offers.offer_opening(actor=desk.hr, opening_id=mine.id, agency_id=desk.agency.id, now=NOW)
        receiving.receive_job_seeker(
            actor=desk.relay.owner,
            values=receiving.SeekerValues(
                family_name="北村",
                given_name=f"花{number}",
                name_kana="キタムラ ハナ",
                mail=f"hana{number}@example.jp",
                birth_date=TODAY - timedelta(days=9_000 + number),
                received_on=TODAY,
                received_way="visit",
                wished_occupation="一般事務",
            ),
            now=NOW,
        )

    def place(self, *, bill: bool = True) -> Invoice:
        """One hire with its draft, or with the draft thrown away."""
        case = self.desk.join(self.desk.accepted())
        with bound(self.desk.agency.id, None):
            draft = Invoice.objects.get(introduction_id=case.introduction_id)
        if not bill:
            fees.discard_invoice(actor=self.desk.advisor, invoice_id=draft.id, now=LATER)
        return draft

    def place_outside(self) -> Invoice:
        """One hire at an employer that does not use the product, with its own agreement."""
        advisor, name = self.desk.advisor, f"やまと木工{next(_numbers)}"
        values = fees.AgreementValues(
            employer_name=name,
            employer_address="見本市3-3",
            fee_table_version=1,
            rate_permille=300,
            starts_on=TODAY,
        )
        draft = fees.draft_agreement(actor=advisor, values=values, now=NOW)
        fees.offer_agreement(actor=advisor, agreement_id=draft.id, now=NOW)
        fees.record_acceptance(
            actor=advisor,
            agreement_id=draft.id,
            accepted_by="見本 太郎",
            accepted_on=TODAY,
            way="paper",
            terms_shown=True,
            now=NOW,
        )
        order = self.desk.make_order(company_id=None, employer_name=name)
        sent = self.desk.sent(order=order)
        offered = self.desk.offer(sent, actor=advisor)
        accepted = person.accept_offer(actor=advisor, case_id=offered.id, now=NOW)
        case = self.desk.join(accepted, actor=advisor)
        with bound(self.desk.agency.id, None):
            return Invoice.objects.get(introduction_id=case.introduction_id)

    def charge_all(self, drafts: list[Invoice]) -> None:
        """Issue each; the first is paid."""
        for draft in drafts:
            fees.issue_invoice(actor=self.desk.advisor, invoice_id=draft.id, now=LATER)
        fees.record_payment(
            actor=self.desk.advisor,
            invoice_id=drafts[0].id,
            amount_yen=drafts[0].total_yen,
            paid_on=LATER.date(),
            now=LATER,
        )


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: LATER)


@pytest.fixture
def world(db) -> World:
    world = World.make()
    world.grow()
    return world


def addresses() -> dict[str, str]:
    """The pages of both rooms that take nothing in their address."""
    return {
        route.name: f"/{route.template}"
        for route in list_routes()
        if route.name.startswith(ROOMS) and not route.places and "GET" in route.methods
    }


def measure(client: Client) -> dict[str, tuple[int, int]]:
    """Statements and rows of each page that the client may open."""
    found = {}
    for name, address in addresses().items():
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        with CaptureQueriesContext(connection) as seen:
            text = client.get(address).content.decode()
        rows = sum(text.count(one) for one in ("<tr", "<li", "<option"))
        found[name] = len(seen), rows
    return found


def test_statements_of_no_page_grow_with_its_rows(world, client_of: Callable[[Actor], Client]):
    clients = {"agency": client_of(world.desk.relay.owner), "company": client_of(world.boss)}
    before = {side: measure(client) for side, client in clients.items()}
    world.grow()
    after = {side: measure(client) for side, client in clients.items()}

    for side, pages in before.items():
        now = after[side]
        dearer = {
            name: (old, now[name][0]) for name, (old, _) in pages.items() if old < now[name][0]
        }
        longer = {name for name, (_, rows) in pages.items() if rows < now[name][1]}
        assert dearer == {}
        assert LISTS[side] - longer == set()
        assert len(pages) >= PAGES_MIN[side]
