"""A legal hold on a person holds everything that stands for the person, whoever asks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import RefusedError
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.quarantine.actions import delete_held_text
from tasuki.apps.quarantine.models import HeldText
from tasuki.apps.relay.actions.upkeep import abandon_idle, delete_old_proofs
from tasuki.apps.relay.models import Invite, Registration
from tasuki.apps.upkeep.actions import plan_disposal, run_disposal
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.holds import lift_hold, place_hold
from tasuki.apps.upkeep.models import LockedRecord
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=300)
CLOSED = date(2020, 1, 10)


@pytest.fixture
def agency():
    found = make_agency()
    make_row(Licence, found, valid_from=date(2010, 1, 1))
    return found


def task_of(organisation):
    return Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind))


def hold(organisation, **whom):
    role = Role.AGENCY_OWNER if organisation.kind == "agency" else Role.COMPANY_OWNER
    officer = make_member(organisation, role)
    return officer, place_hold(actor=officer, reason="訴訟 12号", now=NOW, **whom)


def put_registration(agency, person=None, **fields):
    given = {
        "state": "refused",
        "ended_at": LONG_AGO,
        "decided_at": LONG_AGO,
        "decided_by_id": 1,
        "talent_record_id": person.id if person else None,
        "family_name": "北村",
    }
    return make_row(Registration, agency, **(given | fields))


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def held_and_due(organisation):
    plan = plan_disposal(actor=task_of(organisation), now=NOW)
    return {line.rule for line in plan.lines if line.held}, {
        line.rule for line in plan.lines if line.count
    }


def put_everything(agency, person):
    """A row, past its ceiling, under every rule that leads to a person in the books."""
    application = make_row(
        Application,
        agency,
        talent_record=person,
        outcome="not_selected",
        ended_on=CLOSED,
        note="面接",
    )
    make_row(Invite, agency, application=application, result_reason="経験")
    put_registration(agency, person)
    order = make_row(JobOrder, agency, valid_to=CLOSED, closed_on=CLOSED)
    seeker = make_row(
        JobSeeker, agency, talent_record_id=person.id, valid_to=CLOSED, closed_on=CLOSED
    )
    introduction = make_row(
        Introduction,
        agency,
        job_order=order,
        job_seeker=seeker,
        introduced_on=CLOSED,
        outcome="not_hired",
    )
    make_row(FeeEntry, agency, introduction=introduction, charged_on=CLOSED)
    make_row(
        OutboxMail, agency, person_id=person.id, state="sent", sent_at=LONG_AGO, send_after=LONG_AGO
    )


OF_THE_PERSON = {
    "people.TalentRecord",
    "people.Application",
    "relay.Invite",
    "relay.Registration",
    "placement.JobSeeker",
    "placement.Introduction",
    "placement.FeeEntry",
    "outbox.OutboxMail",
}


def test_hold_on_a_person_holds_the_rows_under_every_rule(agency):
    person = make_row(TalentRecord, agency)
    put_everything(agency, person)
    assert held_and_due(agency)[1] >= OF_THE_PERSON

    hold(agency, subject_id=person.id)

    held, due = held_and_due(agency)
    assert held == OF_THE_PERSON
    assert due & OF_THE_PERSON == set()


def test_hold_on_a_merged_record_holds_the_other_one(agency):
    main = make_row(TalentRecord, agency)
    merged = make_row(TalentRecord, agency, merged_into_id=main.id)
    registration = put_registration(agency, main)

    hold(agency, subject_id=merged.id)
    run_disposal(actor=task_of(agency), now=NOW)

    assert read(registration).full_name != ""
    assert read(main).full_name != ""


def test_hold_on_a_registration_holds_its_record_and_its_mails(agency):
    person = make_row(TalentRecord, agency)
    registration = put_registration(agency, person)
    alone = put_registration(agency)
    mail = make_row(
        OutboxMail,
        agency,
        person_id=alone.key_subject(),
        state="sent",
        sent_at=LONG_AGO,
        send_after=LONG_AGO,
    )

    for one in (registration, alone):
        hold(agency, subject_id=one.id)
    run_disposal(actor=task_of(agency), now=NOW)

    assert [read(row).full_name != "" for row in (person, registration, alone)] == [True] * 3
    assert read(mail).to_address != ""


def test_lifted_hold_lets_everything_go(agency):
    person = make_row(TalentRecord, agency)
    registration = put_registration(agency, person)
    officer, placed = hold(agency, subject_id=person.id)
    lift_hold(actor=officer, hold_id=placed.id, reason="裁判の終了", now=NOW)

    run_disposal(actor=task_of(agency), now=NOW)

    assert read(registration).full_name == ""


@pytest.mark.parametrize(
    "statement",
    [
        "update relay_registration set family_name = '' where id = %s",
        "update relay_registration set family_name = '（消去済み）' where id = %s",
        "delete from relay_registration where id = %s",
    ],
)
def test_registration_of_a_held_person_stays_for_raw_sql_too(agency, statement):
    person = make_row(TalentRecord, agency)
    registration = put_registration(agency, person, state="agency_queue", ended_at=None)
    hold(agency, subject_id=person.id)

    with (
        pytest.raises(IntegrityError, match="legal hold"),
        transaction.atomic(),
        bound(agency.pk, None),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [registration.pk])


def test_correction_of_a_held_person_is_possible(agency):
    person = make_row(TalentRecord, agency)
    hold(agency, subject_id=person.id)

    with bound(agency.pk, None):
        assert TalentRecord.objects.filter(pk=person.pk).update(family_name="北邑") == 1


def test_name_below_a_floor_is_not_replaced_by_the_mark(agency):
    seeker = make_row(JobSeeker, agency)

    with (
        pytest.raises(IntegrityError, match="locked away"),
        transaction.atomic(),
        bound(agency.pk, None),
    ):
        JobSeeker.objects.filter(pk=seeker.pk).update(name="（消去済み）")


def test_kind_of_record_under_a_hold_stops_the_erasure_in_words(agency):
    person = make_row(TalentRecord, agency)
    seeker = make_row(JobSeeker, agency, talent_record_id=person.id)
    officer, _ = hold(agency, record_name="placement.JobSeeker")

    with pytest.raises(RefusedError) as refused:
        erase_person(actor=officer, talent_record_id=person.id, ground="request", now=NOW)

    assert refused.value.code == "H8"
    assert read(seeker).name != ""
    assert read(person).full_name != ""


def test_idle_registration_under_a_hold_is_not_abandoned(agency):
    idle = put_registration(
        agency, state="started", ended_at=None, decided_at=None, decided_by_id=None
    )
    with bound(agency.pk, None):
        Registration.objects.filter(pk=idle.pk).update(created_at=LONG_AGO)
    officer, _ = hold(agency, subject_id=idle.id)

    assert abandon_idle(actor=officer, now=NOW) == 0
    assert read(idle).mail != ""


def test_proof_under_a_hold_is_not_deleted(agency):
    registration = put_registration(agency)
    with bound(agency.pk, None):
        registration.proof_file = ContentFile(b"x", name="a.png")
        registration.save()
    officer, placed = hold(agency, subject_id=registration.id)

    assert delete_old_proofs(actor=officer, now=NOW) == 0
    lift_hold(actor=officer, hold_id=placed.id, reason="裁判の終了", now=NOW)
    assert delete_old_proofs(actor=officer, now=NOW) == 1


def test_held_back_text_of_a_held_person_is_decided_and_stays():
    company = make_company()
    person = make_row(TalentRecord, company)
    text = make_row(HeldText, company, talent_record_id=person.id, text="本籍は…")
    officer, _ = hold(company, subject_id=person.id)

    delete_held_text(actor=officer, held_id=text.id, now=NOW)

    found = read(text)
    assert (found.state, found.text) == ("deleted", "本籍は…")


def test_locked_record_of_a_held_kind_stays_and_stops_no_other_row(agency):
    person, other = make_row(TalentRecord, agency), make_row(TalentRecord, agency)
    seeker = make_row(
        JobSeeker, agency, talent_record_id=person.id, valid_to=TODAY, closed_on=TODAY
    )
    officer = make_member(agency, Role.AGENCY_OWNER)
    erase_person(actor=officer, talent_record_id=person.id, ground="request", now=NOW)
    with bound(agency.pk, None):
        JobSeeker.objects.filter(pk=seeker.pk).update(
            valid_to=date(2024, 11, 22), closed_on=date(2024, 11, 22)
        )
        TalentRecord.objects.filter(pk=other.pk).update(created_at=LONG_AGO)
    hold(agency, record_name="placement.JobSeeker")

    run = run_disposal(actor=task_of(agency), now=NOW)

    assert (run.state, run.held_count) == ("done", 1)
    with bound(agency.pk, None):
        assert LockedRecord.objects.get().dropped_at is None
    assert read(other).full_name == ""


def test_person_is_told_of_a_hold_that_another_record_carries(agency):
    main = make_row(TalentRecord, agency)
    merged = make_row(TalentRecord, agency, merged_into_id=main.id)
    officer, _ = hold(agency, subject_id=merged.id)
    person = replace(officer, role=Role.PERSON, talent_record_id=main.id)

    with pytest.raises(RefusedError) as refused:
        erase_person(actor=person, talent_record_id=main.id, ground="own_act", now=NOW)

    assert (refused.value.code, "12号" in refused.value.ja) == ("H8", False)
