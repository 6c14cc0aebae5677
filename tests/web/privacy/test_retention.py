"""The page of retention: what is due, run, certificate, holds, locked store."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Account
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.upkeep.actions import run_disposal
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.models import DisposalRun, LegalHold, LockedAccess, LockedRecord
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
OLD = date(2025, 1, 10)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def owner(company):
    return make_member(company, Role.COMPANY_OWNER)


def enter(client, actor):
    client.force_login(Account.objects.get(pk=actor.account_id))
    return client


def put_rejected(company):
    return make_row(Application, company, outcome="not_selected", ended_on=OLD, note="面接の記録")


def test_page_lists_what_is_due_and_every_rule(client, company, owner):
    put_rejected(company)

    page = enter(client, owner).get(reverse("privacy:retention"))

    text = page.content.decode()
    assert page.status_code == 200
    assert "今すぐ実行" in text
    assert "2025/01/10" in text
    assert "24か月" in text
    assert "職業安定法施行規則 24条の7" in text


def test_rules_name_their_law_in_english(client, owner):
    enter(client, owner).cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    text = client.get(reverse("privacy:retention")).content.decode()

    assert "Regulation for Enforcement of the Employment Security Act, Art. 24-7; design of" in text
    assert "Arts. 21, 25" in text
    assert "保護法" not in text


def test_page_says_that_nothing_is_due(client, owner):
    page = enter(client, owner).get(reverse("privacy:retention"))

    assert "今日消去するものはありません" in page.content.decode()


def test_run_is_started_and_finished_by_the_worker(client, company, owner):
    application = put_rejected(company)

    answer = enter(client, owner).post(reverse("privacy:retention_run"))
    assert answer.status_code == 302
    with bound(company.pk, None):
        assert DisposalRun.objects.count() == 1
    run_disposal(actor=owner, now=NOW)

    with bound(company.pk, None):
        run = DisposalRun.objects.get()
        assert (run.state, run.done_count) == ("done", 2)
        assert Application.objects.get(pk=application.pk).note == ""
    page = client.get(reverse("privacy:retention")).content.decode()
    assert "D29-0001" in page


def test_certificate_is_a_pdf(client, company, owner):
    put_rejected(company)
    run = run_disposal(actor=owner, now=NOW)

    answer = enter(client, owner).get(reverse("privacy:retention_certificate", args=[run.id]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 5_000


def test_certificate_of_another_organisation_is_not_found(client, company, owner):
    put_rejected(company)
    run = run_disposal(actor=owner, now=NOW)
    stranger = make_member(make_company(), Role.COMPANY_OWNER)

    answer = enter(client, stranger).get(reverse("privacy:retention_certificate", args=[run.id]))

    assert answer.status_code == 404


def test_hold_is_placed_by_the_number_of_the_person_and_lifted(client, company, owner):
    person = put_rejected(company).talent_record
    enter(client, owner)

    client.post(reverse("privacy:hold_place"), {"number": person.number, "reason": "訴訟 12号"})
    with bound(company.pk, None):
        hold = LegalHold.objects.get()
    assert hold.subject_id == person.id
    assert "訴訟 12号" in client.get(reverse("privacy:retention")).content.decode()
    client.post(reverse("privacy:hold_lift", args=[hold.id]), {"reason": "和解が成立"})

    with bound(company.pk, None):
        assert LegalHold.objects.get().lifted_at is not None


def test_hold_on_nobody_keeps_what_was_typed(client, owner):
    answer = enter(client, owner).post(
        reverse("privacy:hold_place"), {"number": "P-0", "reason": "訴訟 12号"}
    )

    assert answer.status_code == 422
    assert "この番号の人はいません" in answer.content.decode()
    assert "訴訟 12号" in answer.content.decode()


def test_recruiter_sees_the_page_and_no_button(client, company):
    put_rejected(company)
    recruiter = make_member(company, Role.COMPANY_HR)

    page = enter(client, recruiter).get(reverse("privacy:retention"))

    assert page.status_code == 200
    assert "今すぐ実行" not in page.content.decode()
    assert client.post(reverse("privacy:retention_run")).status_code == 403
    assert client.get(reverse("privacy:hold_place")).status_code == 403


def test_locked_record_is_shown_once_for_a_reason(client):
    agency = make_agency()
    officer = make_member(agency, Role.AGENCY_OWNER)
    person = make_row(TalentRecord, agency)
    make_row(JobSeeker, agency, talent_record_id=person.id, name="金糸雀 鳴子", valid_to=TODAY)
    erase_person(actor=officer, talent_record_id=person.id, ground="request", now=NOW)
    with bound(agency.pk, None):
        record = LockedRecord.objects.get()
    enter(client, officer)
    address = reverse("privacy:locked_open", args=[record.id])

    assert "金糸雀 鳴子" not in client.get(reverse("privacy:locked")).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    opened = client.post(address, {"reason": "労働局の定期指導"})

    assert "金糸雀 鳴子" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    with bound(agency.pk, None):
        assert LockedAccess.objects.get().reason == "労働局の定期指導"
