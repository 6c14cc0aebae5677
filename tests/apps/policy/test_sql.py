"""What the database refuses to the serving role itself, past every page, API and command."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from tests.apps.policy.raw_sql import copy, end_licence, refused, run
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY, make_agency, make_company
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import (
    FeeEntry,
    Introduction,
    JobOrder,
    JobSeeker,
)
from tasuki.apps.relay.models import (
    Consultation,
    Credit,
    FeeTable,
    Invite,
    Registration,
    Release,
    Slot,
    SlotCandidate,
)

pytestmark = pytest.mark.django_db
BAN_UNTIL = date(2028, 4, 1)


def test_tests_run_as_the_serving_role():
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("tasuki_app",)


# --- H1 --------------------------------------------------------------------------------------
def test_h1_nobody_is_accepted_without_a_licence_of_that_day():
    agency = make_agency()
    row = make_row(JobSeeker, agency)
    assert copy(agency, row, number="'S-2'", talent_record_id="gen_random_uuid()") == 1
    end_licence(agency)

    with refused("H1"):
        copy(agency, row, number="'S-3'", talent_record_id="gen_random_uuid()")


def test_h1_nobody_is_introduced_without_a_licence_of_that_day():
    agency = make_agency()
    row = make_row(Introduction, agency)
    assert copy(agency, row) == 1
    end_licence(agency)

    with refused("H1"):
        copy(agency, row)


def test_h1_licence_of_another_agency_counts_for_nobody():
    agency, other = make_agency(), make_agency()
    row = make_row(Introduction, agency)
    make_row(Licence, other, valid_from=date(2020, 1, 1))
    end_licence(agency)

    with refused("H1"):
        copy(agency, row)


def test_h1_registration_is_accepted_only_with_a_licence():
    agency = make_agency()
    accept = (
        "update relay_registration set state = 'accepted', decided_by_id = 1, decided_at = now() "
        "where id = %s"
    )
    one, two = (make_row(Registration, agency, state="agency_queue") for _ in range(2))
    with bound(agency.pk, None):
        Licence.objects.update(valid_to=date(2199, 12, 31))
    assert run(agency, accept, one.pk) == 1
    end_licence(agency)

    with refused("H1"):
        run(agency, accept, two.pk)


@pytest.mark.parametrize(
    ("model", "column"), [(JobSeeker, "accepted_on"), (Introduction, "introduced_on")]
)
def test_h1_day_of_the_books_is_not_moved_past_the_licence(model, column):
    agency = make_agency()
    row = make_row(model, agency)
    change = f"update {model._meta.db_table} set {column} = %s where id = %s"
    end_licence(agency)
    assert run(agency, change, TODAY - timedelta(days=1), row.pk) == 1

    with refused("H1"):
        run(agency, change, TODAY, row.pk)


def test_h1_row_of_the_books_is_finished_after_the_licence_ended():
    agency = make_agency()
    row = make_row(Introduction, agency)
    end_licence(agency)

    finish = "update placement_introduction set outcome = 'not_hired' where id = %s"
    assert run(agency, finish, row.pk) == 1


@pytest.mark.parametrize("state", ["accepted", "counted", "not_counted", "reversed"])
def test_h1_nobody_is_written_down_behind_the_acceptance_without_a_licence(state):
    agency = make_agency()
    row = make_row(Registration, agency)
    named = {"counted_by_id": "1", "counted_at": "now()", "count_code": "'N4'"}
    state = {"state": f"'{state}'"}
    assert copy(agency, row, **named, **state) == 1
    end_licence(agency)

    with refused("H1"):
        copy(agency, row, **named, **state)


def test_h1_nothing_is_charged_without_a_licence_of_that_day():
    agency = make_agency()
    row = make_row(FeeEntry, agency)
    end_licence(agency)

    with refused("H1"):
        copy(agency, row)


# --- H3 --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        "invited_at = now(), result_notified_at = null",
        "invited_at = now() - interval '1 day', result_notified_at = now()",
    ],
)
def test_h3_nobody_is_invited_before_the_result(change):
    company = make_company()
    row = make_row(Invite, company)

    with refused("H3"):
        run(company, f"update relay_invite set {change} where id = %s", row.pk)


@pytest.mark.parametrize("outcome", ["running", "hired"])
def test_h3_only_somebody_not_selected_is_guided(outcome):
    company = make_company()
    row = make_row(Invite, company)
    with bound(company.pk, None):
        Application.objects.update(outcome=outcome)

    with refused("H3"):
        run(
            company,
            "update relay_invite set state = 'result_notified', result_notified_at = now() "
            "where id = %s",
            row.pk,
        )


@pytest.mark.parametrize("name", ["score", "Rating", "rank", "comment", "reasons"])
def test_h3_no_evaluation_is_asked_for_or_handed_over(name):
    agency = make_agency()
    row = make_row(Release, agency, fields=["name"])

    with refused("H3"):
        run(
            agency,
            "update relay_release set fields = jsonb_build_array('name', %s::text) where id = %s",
            name,
            row.pk,
        )


def test_h3_evaluation_is_found_at_any_depth():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.carries_evaluation(%s::jsonb), tasuki.carries_evaluation(%s::jsonb)",
            ['[{"a": {"score": 3}}]', '[{"a": {"note": "own words"}}]'],
        )
        assert cursor.fetchone() == (True, False)


# --- H4 --------------------------------------------------------------------------------------
def test_h4_nobody_but_the_employer_pays_a_fee():
    agency = make_agency()
    row = make_row(FeeEntry, agency)
    assert copy(agency, row) == 1

    with refused("H4"):
        copy(agency, row, payer_name="'北村 花'")


def test_h4_hire_by_a_slot_costs_nothing():
    agency = make_agency()
    row = make_row(FeeEntry, agency)

    with refused("H4"):
        copy(agency, row, amount_yen="1", slot_id="gen_random_uuid()")


def test_h4_nothing_is_charged_before_a_fee_table_was_filed():
    agency = make_agency()
    row = make_row(FeeEntry, agency)
    with bound(agency.pk, None):
        FeeTable.objects.update(filed_on=TODAY + timedelta(days=1))

    with refused("H4"):
        copy(agency, row)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Slot, "granted_on = '1990-01-01'"),
        (Slot, "contract_id = gen_random_uuid()"),
        (Credit, "earned_at = '1990-01-01 12:00+09'"),
        (Credit, "contract_id = gen_random_uuid()"),
    ],
)
def test_h4_credit_and_slot_are_not_moved_away_from_their_papers(model, change):
    agency = make_agency()
    row = make_row(model, agency)

    with refused("H4"):
        run(agency, f"update {model._meta.db_table} set {change} where id = %s", row.pk)


@pytest.mark.parametrize("model", [Slot, Credit])
@pytest.mark.parametrize("missing", ["filing", "clause", "table", "consultation"])
def test_h4_no_credit_and_no_slot_without_the_papers(model, missing):
    agency = make_agency()
    row = make_row(model, agency)
    with bound(agency.pk, None):
        if missing == "filing":
            FeeTable.objects.update(filed_on=date(2027, 1, 1))
        elif missing == "clause":
            FeeTable.objects.update(free_slot_clause="")
        elif missing == "table":
            FeeTable.objects.update(version=99)
        else:
            Consultation.objects.update(consulted_on=date(2027, 1, 1))

    with refused("H4"):
        copy(agency, row)


# --- H8 --------------------------------------------------------------------------------------
def test_h8_nobody_is_asked_after_a_stop_of_use():
    agency = make_agency()
    record = make_row(TalentRecord, agency)
    merged = make_row(TalentRecord, agency, merged_into_id=record.pk)
    row = make_row(Release, agency)
    assert copy(agency, row, talent_record_id=f"'{merged.pk}'") == 1
    with bound(agency.pk, None):
        TalentRecord.objects.filter(pk=record.pk).update(stopped_at=NOW)

    with refused("H8"):
        copy(agency, row, talent_record_id=f"'{merged.pk}'")
    with refused("H8"):
        run(
            agency,
            "update relay_release set talent_record_id = %s where id = %s",
            record.pk,
            row.pk,
        )


def test_h8_nothing_is_sent_after_a_stop_of_use():
    agency = make_agency()
    record = make_row(TalentRecord, agency)
    row = make_row(Release, agency, talent_record_id=record.pk, state="yes", answered_at=NOW)
    with bound(agency.pk, None):
        TalentRecord.objects.update(stopped_at=NOW)

    with refused("H8"):
        run(agency, "update relay_release set state = 'sent' where id = %s", row.pk)


# --- H12 -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "change",
    [
        "state = 'refused', decision_code = 'N1'",
        "state = 'refused', decided_by_id = 1, decided_at = now()",
    ],
)
def test_h12_refused_registration_names_human_and_reason(change):
    agency = make_agency()
    row = make_row(Registration, agency, state="agency_queue")

    with refused("H12"):
        run(agency, f"update relay_registration set {change} where id = %s", row.pk)


def test_h12_count_that_is_refused_names_human_and_reason():
    agency = make_agency()
    row = make_row(Registration, agency, state="accepted")

    with refused("H12"):
        run(agency, "update relay_registration set state = 'not_counted' where id = %s", row.pk)


def test_h12_rejection_by_a_human_carries_a_reason():
    company = make_company()
    row = make_row(Application, company, outcome="running")

    with refused("H12"):
        run(
            company,
            "update people_application set outcome = 'not_selected', decided_by_id = 1, "
            "decided_at = now() where id = %s",
            row.pk,
        )


def test_h12_no_program_rejects_anybody():
    company = make_company()
    row = make_row(Application, company, outcome="running")
    reject = "update people_application set outcome = 'not_selected' where id = %s"

    with refused("H12"):
        run(company, reject, row.pk)
    with refused("H12"):
        copy(company, row, number="'A-program'", outcome="'not_selected'")


def test_h12_import_that_does_not_exist_rejects_nobody():
    company = make_company()
    row = make_row(Application, company, outcome="running")
    foreign = make_row(ImportRun, make_company())
    reject = (
        "update people_application set outcome = 'not_selected', import_run_id = %s where id = %s"
    )
    for run_id in (uuid4(), foreign.pk):
        with refused("H12"):
            run(company, reject, run_id, row.pk)

    assert run(company, reject, make_row(ImportRun, company).pk, row.pk) == 1


def test_h12_rejection_does_not_lose_its_human():
    company = make_company()
    row = make_row(
        Application,
        company,
        outcome="not_selected",
        import_run_id=None,
        decided_by_id=1,
        decided_at=NOW,
        decision_reason="経験年数",
    )

    with refused("H12"):
        run(
            company,
            "update people_application set decided_by_id = null, decided_at = null where id = %s",
            row.pk,
        )


@pytest.mark.parametrize(
    ("state", "change"),
    [
        ("refused", "decided_by_id = null, decided_at = null"),
        ("refused", "decision_code = ''"),
        ("not_counted", "counted_by_id = null, counted_at = null"),
        ("reversed", "count_code = ''"),
    ],
)
def test_h12_step_against_a_person_keeps_its_human_and_its_reason(state, change):
    agency = make_agency()
    row = make_row(
        Registration,
        agency,
        state=state,
        decided_by_id=1,
        decided_at=NOW,
        decision_code="N1",
        counted_by_id=1,
        counted_at=NOW,
        count_code="N4",
    )

    with refused("H12"):
        run(agency, f"update relay_registration set {change} where id = %s", row.pk)


@pytest.mark.parametrize("outcome", ["declined", "not_hired"])
def test_h12_no_program_says_no_to_a_candidate(outcome):
    company = make_company()
    row = make_row(SlotCandidate, company)
    code = "outcome_code = 'conditions'"
    change = f"update relay_slotcandidate set outcome = '{outcome}', {code}"

    with refused("H12"):
        run(company, f"{change} where id = %s", row.pk)
    with refused("H12"):
        copy(company, row, outcome=f"'{outcome}'", outcome_code="'conditions'")
    assert run(company, f"{change}, decided_by_id = 1 where id = %s", row.pk) == 1


def test_h12_candidate_is_declined_for_a_reason():
    company = make_company()
    row = make_row(SlotCandidate, company)

    with refused("H12"):
        run(
            company,
            "update relay_slotcandidate set outcome = 'declined', decided_by_id = 1 where id = %s",
            row.pk,
        )


# --- H2, with the guards of the consents -------------------------------------------------------
def test_h2_release_is_not_sent_without_a_provision():
    agency = make_agency()
    row = make_row(Release, agency, state="yes", answered_at=NOW)

    with refused("H2"):
        run(
            agency, "update relay_release set state = 'sent', sent_at = now() where id = %s", row.pk
        )


def test_h2_release_is_not_written_as_sent_without_a_provision():
    agency = make_agency()
    row = make_row(Release, agency)

    with refused("H2"):
        copy(agency, row, state="'sent'", sent_at="now()")


@pytest.mark.parametrize(
    "change",
    [
        "provision_record_id = gen_random_uuid()",
        "provision_record_id = null",
        "talent_record_id = gen_random_uuid()",
        "company_id = company_id + 1",
    ],
)
def test_h2_sent_release_stays_with_its_provision(change):
    world = World()
    world.show_slots()
    world.request()
    world.present()
    with world.at_agency():
        sent = Release.objects.get(state="sent")

    with refused("H2"):
        run(world.agency, f"update relay_release set {change} where id = %s", sent.pk)


def test_h4_join_writes_the_employer_as_payer():
    world = World()
    world.show_slots()
    world.hire()

    with world.at_agency():
        entry = FeeEntry.objects.get()
        assert entry.payer_name == JobOrder.objects.get().employer_name == world.company.name
        assert entry.amount_yen == 0
