"""Threat 3: the agency learns nothing of what a company thought of a person.

Threat 14: no consent but the person's own, and none that outlives its withdrawal.
"""

import re
from datetime import timedelta

import pytest
from tests.factories import NOW
from tests.model_factories import make_row
from tests.repo.company_view import visible_rows

from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord, ReceiptRecord
from tasuki.apps.consent.provision import record_provision
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import Application
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Registration, Release, SlotCandidate

pytestmark = pytest.mark.django_db
JUDGEMENT = re.compile(r"score|rating|rank|evaluat|assess|comment|interview|impression")
AGENCY_SIDE = (Registration, Release, SlotCandidate, JobSeeker, ProvisionRecord, ReceiptRecord)
CANARY = "声が小さい金糸雀"


def columns(model):
    return {field.column for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", AGENCY_SIDE, ids=lambda model: model.__name__)
def test_threat_3_no_column_of_the_agency_holds_a_judgement(model):
    assert {name for name in columns(model) if JUDGEMENT.search(name)} == set()
    assert JUDGEMENT.search("interview_score")  # the search would see one


def test_threat_3_what_the_company_wrote_is_in_no_row_that_the_agency_reads(world):
    with world.at_company():
        make_row(Application, world.company, end_reason=CANARY)
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    own, agency = visible_rows(world.company), visible_rows(world.agency)

    assert any(CANARY in row for rows in own.values() for row in rows)
    assert [table for table, rows in agency.items() if CANARY in "".join(rows)] == []


def test_threat_14_an_answer_of_the_desk_is_no_consent(world):
    release, _ = world.ask()

    with pytest.raises(NotAllowedError):
        releases.answer_release(actor=world.owner, release_id=release.id, is_yes=True, now=NOW)

    with world.at_agency():
        assert not ConsentEvent.objects.filter(scope_id=release.id).exists()


def test_threat_14_nothing_leaves_on_a_consent_for_another_question(world):
    first, person = world.ask(fields=["name"])
    releases.answer_release(actor=person, release_id=first.id, is_yes=True, now=NOW)

    with world.at_agency(), pytest.raises(RefusedError) as refused:
        record_provision(
            actor=world.owner,
            giver=Organisation.objects.get(id=world.agency.id),
            recipient=Organisation.objects.get(id=world.company.id),
            talent_record_id=first.talent_record_id,
            subject_name="鈴原 陽菜",
            items={"name": "鈴原 陽菜", "phone": "090-0000-0000"},
            purpose=first.purpose_words.ja,
            consent=ConsentEvent.objects.get(scope_id=first.id),
            acquired_how="本人から",
            now=NOW,
        )

    assert refused.value.code == "H2"
    with world.at_agency():
        assert not ProvisionRecord.objects.exists()


def test_threat_14_after_the_withdrawal_the_next_read_finds_nothing(world):
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    slot_id = world.slot().id
    releases.present_candidate(actor=world.owner, slot_id=slot_id, release_id=release.id, now=NOW)
    with world.at_company():
        before = SlotCandidate.objects.get(slot_id=slot_id).released

    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(hours=1))

    with world.at_company():
        after = SlotCandidate.objects.get(slot_id=slot_id)
    assert before["name"] == "鈴原 陽菜"
    assert (after.released, after.withdrawn_at) == ({}, NOW + timedelta(hours=1))
