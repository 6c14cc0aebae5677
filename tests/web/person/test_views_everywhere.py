"""Every door that shows a person's data writes the look down, and the person reads it."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_company, make_member
from tests.model_factories import make_row
from tests.web.person.entry import Phone

from tasuki.adapters.postgres.context import bound
from tasuki.api.v1.applications import list_applications
from tasuki.api.v1.registrations import list_queue, list_registrations
from tasuki.api.v1.schemas.applications import ApplicationQuery
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.api.v1.schemas.registrations import RegistrationQuery
from tasuki.api.v1.slots import read_candidate
from tasuki.apps.consent.papers import person_statement_pdf, register_pdf
from tasuki.apps.consent.registers import list_provision_rows, list_receipt_rows
from tasuki.apps.people.models import Application, RecordView, TalentRecord
from tasuki.apps.relay.actions.releases import present_candidate
from tasuki.core.access import Role
from tasuki.web.components.exports import subject_of

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def presented():
    """A person who was handed over to one company."""
    world = World()
    world.show_slots()
    world.request()
    registration = world.register()
    with world.at_agency():
        registration.mail = MAIL
        registration.save()
        record = TalentRecord.objects.get(pk=registration.talent_record_id)
        record.mail = MAIL
        record.save()
    world.record_id = record.pk
    release, _ = world.ask(registration=registration, fields=["name", "occupation"])
    phone = Phone()
    phone.enter(MAIL)
    phone.post("me_act", {"chosen": str(release.id)}, world.record_id, "release_yes")
    present_candidate(actor=world.owner, slot_id=world.slot().id, release_id=release.id, now=NOW)
    world.phone = phone
    return world


def ways(organisation_id, subject) -> list[str]:
    with bound(organisation_id, None):
        rows = RecordView.objects.filter(talent_record_id=subject).order_by("way")
        return list(rows.values_list("way", flat=True))


def asked_by(actor) -> SimpleNamespace:
    return SimpleNamespace(auth=actor)


def test_person_reads_that_the_recipient_opened_what_it_received(presented):
    world = presented
    before = world.phone.get("log")
    with world.at_company():
        read_candidate(asked_by(world.hr), world.slot().id)

    text = world.phone.get("log")

    assert f"{world.company.name} 企業側の責任者 記録を開きました" not in before
    assert text.count("記録を開きました") == before.count("記録を開きました") + 1
    assert world.company.name in text


def test_company_page_of_a_candidate_is_a_look(presented, client_of):
    world = presented
    client = client_of(make_member(world.company, Role.COMPANY_OWNER))
    with world.at_company():
        [receipt] = list_receipt_rows()

    client.get(reverse("company:slot", args=[world.slot().id]))

    assert ways(world.company.id, receipt.provision_record_id) == ["opened"]


@pytest.mark.parametrize("operation", [list_registrations, list_queue])
def test_list_of_registrations_by_program_is_a_look_at_each(presented, operation):
    world = presented
    with world.at_agency():
        page = operation(asked_by(world.owner), RegistrationQuery(), PageQuery(limit=200))

    seen = {one.talent_record_id for one in page.items if one.talent_record_id}
    assert all("exported" in ways(world.agency.id, one) for one in seen)
    assert operation is list_queue or world.record_id in seen


def test_list_of_applications_by_program_is_a_look_at_each():
    company = make_company()
    hr = make_member(company, Role.COMPANY_HR)
    record = make_row(TalentRecord, company)
    make_row(Application, company, talent_record=record)
    with bound(company.pk, hr.account_id):
        list_applications(asked_by(hr), ApplicationQuery(), PageQuery())

    assert ways(company.pk, record.pk) == ["exported"]


def test_printed_statement_and_register_are_looks(presented):
    world = presented
    with world.at_agency():
        person_statement_pdf(
            actor=world.owner, talent_record_id=world.record_id, language="ja", now=NOW
        )
        [provision] = list_provision_rows()
    with world.at_company():
        register_pdf(
            actor=world.hr,
            rows=list_receipt_rows(),
            is_provision=False,
            language="ja",
            now=NOW,
        )
        [receipt] = list_receipt_rows()

    assert "printed" in ways(world.agency.id, world.record_id)
    assert ways(world.company.id, receipt.provision_record_id) == ["printed"]
    assert subject_of(receipt) == provision.id


def test_own_statement_is_no_look_of_the_agency(presented):
    world = presented

    world.phone.client.get(reverse("person:me_provisions", args=[world.record_id]))

    assert "printed" not in ways(world.agency.id, world.record_id)
