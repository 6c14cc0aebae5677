"""H8 in the database: what raw SQL of the serving role is refused, whatever it sets before."""

from datetime import date, timedelta

import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction
from django.utils.timezone import localdate
from tests.factories import NOW, TODAY, make_agency, make_company
from tests.model_factories import FACTORIES, make_row
from tests.repo.tables import our_models

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.upkeep.declarations import find_path, list_rules
from tasuki.apps.upkeep.guarding import find_drift, mail_arguments
from tasuki.apps.upkeep.models import LegalHold

pytestmark = pytest.mark.django_db


def open_triggers():
    """What somebody with raw SQL would set to get past the protections against edits."""
    names = [
        trigger.get_pgid(model)
        for model in our_models()
        for trigger in getattr(model._meta, "triggers", [])
    ]
    return "{" + ",".join(names) + "}"


def run(organisation, statement, *values):
    """Run raw SQL as the serving role, with the organisation bound; return the row count."""
    with transaction.atomic(), bound(organisation.pk, None), connection.cursor() as cursor:
        cursor.execute("select set_config('pgtrigger.ignore', %s, true)", [open_triggers()])
        cursor.execute(statement, values)
        return cursor.rowcount


def delete(row):
    return run(row.organisation, f"delete from {row._meta.db_table} where id = %s", row.pk)


def models_with_a_floor():
    found = {rule.model for rule in list_rules() if rule.retention.floor(on=TODAY)}
    return sorted((model for model in found if model in FACTORIES), key=lambda one: one.__name__)


@pytest.mark.parametrize("model", models_with_a_floor(), ids=lambda model: model._meta.label)
def test_row_below_its_floor_is_not_deleted(model):
    organisation = make_agency()
    make_row_licence(organisation)
    row = make_row(model, organisation)

    with pytest.raises(Error, match=r"H8|permission denied"):
        delete(row)


def make_row_licence(organisation):
    make_row(Licence, organisation, valid_from=date(2010, 1, 1))


def test_floor_holds_where_the_protection_against_edits_is_switched_off():
    organisation = make_company()
    event = make_row(AuditEvent, organisation)

    with pytest.raises(IntegrityError, match="H8"):
        delete(event)


def two_years_ago():
    """The server's clock decides here, so the day is counted from the real one."""
    today = localdate()
    is_leap_day = (today.month, today.day) == (2, 29)
    return date(today.year - 2, 3, 1) if is_leap_day else today.replace(year=today.year - 2)


@pytest.mark.parametrize("is_old", [False, True])
def test_book_is_kept_for_two_years_after_its_close(is_old):
    closed = two_years_ago() if is_old else localdate()
    order = make_row(JobOrder, make_agency(), valid_to=closed, closed_on=closed)

    with pytest.raises(IntegrityError, match="H8"):
        delete(order)


def test_book_may_go_on_the_day_after_two_years():
    closed = two_years_ago() - timedelta(days=1)
    order = make_row(JobOrder, make_agency(), valid_to=closed, closed_on=closed)

    assert delete(order) == 1


@pytest.mark.parametrize(
    ("start", "months", "kept_through"),
    [
        (date(2026, 4, 1), 24, date(2028, 4, 1)),
        (date(2028, 2, 28), 24, date(2030, 2, 28)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2025, 12, 31), 24, date(2027, 12, 31)),
    ],
)
def test_database_and_declaration_count_the_floor_alike(start, months, kept_through):
    with connection.cursor() as cursor:
        cursor.execute("select retention.kept_through(%s, %s, 0)", [start, months])
        [found] = cursor.fetchone()

    assert found == kept_through
    for shift in range(400):
        day = start + timedelta(days=shift)
        with connection.cursor() as cursor:
            cursor.execute("select retention.kept_through(%s, 24, 0)", [day])
            [found] = cursor.fetchone()
        assert found == JobOrder.retention.kept_through(day, on=TODAY)


def test_person_under_a_hold_is_not_deleted():
    company = make_company()
    person = make_row(TalentRecord, company)
    make_row(LegalHold, company, subject_id=person.id)

    with pytest.raises(IntegrityError, match="legal hold"):
        delete(person)


def test_application_of_a_person_under_a_hold_is_not_deleted():
    company = make_company()
    application = make_row(Application, company)
    make_row(LegalHold, company, subject_id=application.talent_record.id)

    with pytest.raises(IntegrityError, match="legal hold"):
        delete(application)


def test_kind_under_a_hold_is_not_deleted():
    company = make_company()
    person = make_row(TalentRecord, company)
    make_row(LegalHold, company, subject_id=None, record_name="people.TalentRecord")

    with pytest.raises(IntegrityError, match="legal hold"):
        delete(person)


def test_hold_that_is_lifted_or_over_keeps_nothing():
    company = make_company()
    person = make_row(TalentRecord, company)
    make_row(LegalHold, company, subject_id=person.id, lifted_at=NOW, ended_on=TODAY)
    make_row(LegalHold, company, subject_id=person.id, until=TODAY - timedelta(days=1))

    assert delete(person) == 1


def test_hold_of_another_organisation_keeps_nothing_here():
    company, other = make_company(), make_company()
    person = make_row(TalentRecord, company)
    make_row(LegalHold, other, subject_id=person.id)

    assert delete(person) == 1


def test_name_in_the_books_is_not_emptied_below_the_floor():
    seeker = make_row(JobSeeker, make_agency())

    with pytest.raises(IntegrityError, match="locked away"):
        run(
            seeker.organisation,
            "update placement_jobseeker set name = '' where id = %s",
            seeker.pk,
        )


def test_name_in_the_books_may_be_corrected():
    seeker = make_row(JobSeeker, make_agency())

    assert (
        run(
            seeker.organisation,
            "update placement_jobseeker set name = '北村 華' where id = %s",
            seeker.pk,
        )
        == 1
    )


def test_name_in_the_books_may_be_emptied_once_it_is_locked_away():
    seeker = make_row(JobSeeker, make_agency())
    run(
        seeker.organisation,
        "select retention.lock_away(gen_random_uuid(), 'placement.JobSeeker', %s, 'x', 24)",
        seeker.pk,
    )

    assert (
        run(
            seeker.organisation,
            "update placement_jobseeker set name = '' where id = %s",
            seeker.pk,
        )
        == 1
    )


@pytest.mark.parametrize(
    "statement",
    [
        "select content from retention.locked",
        "delete from retention.locked",
        "update retention.locked set floor_months = 1",
        "update retention.clock set name = 'created_at'",
        "call retention.guard('placement_joborder', 'x', 0, 0, 0, 'created_at', '')",
        "alter table placement_joborder disable trigger zz_keep",
        "drop trigger zz_keep on placement_joborder",
        "set session_replication_role = 'replica'",
    ],
)
def test_serving_role_cannot_reach_behind_the_guards(statement):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(make_agency(), statement)


def test_locked_record_is_not_dropped_below_its_floor():
    seeker = make_row(JobSeeker, make_agency())
    run(
        seeker.organisation,
        "select retention.lock_away(%s, 'placement.JobSeeker', %s, 'x', 24)",
        seeker.pk,
        seeker.pk,
    )

    with pytest.raises(IntegrityError, match="must be kept"):
        run(seeker.organisation, "select retention.drop_locked(%s)", seeker.pk)


def test_locked_record_of_another_organisation_does_not_open():
    seeker = make_row(JobSeeker, make_agency())
    run(
        seeker.organisation,
        "select retention.lock_away(%s, 'placement.JobSeeker', %s, 'x', 24)",
        seeker.pk,
        seeker.pk,
    )
    with bound(make_agency().pk, None), connection.cursor() as cursor:
        cursor.execute("select retention.open_locked(%s, 'inspection')", [seeker.pk])
        found = cursor.fetchone()

    assert found == (None,)


@pytest.mark.parametrize(
    ("kind", "state"), [("result_notice", "suppressed"), ("withdrawal", "queued")]
)
def test_mail_to_a_person_whose_use_is_stopped_does_not_wait_to_be_sent(kind, state):
    company = make_company()
    make_row(TalentRecord, company, mail="tomare@example.invalid", stopped_at=NOW)

    mail = make_row(OutboxMail, company, kind=kind, to_address="tomare@example.invalid")

    with bound(company.pk, None):
        assert OutboxMail.objects.get(pk=mail.pk).state == state


def test_every_table_is_guarded_as_its_model_declares():
    assert find_drift(on=TODAY) == []


def test_every_clock_that_is_no_field_is_a_function():
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'retention'"
        )
        functions = {row[0] for row in cursor.fetchall()}
    missing = {
        rule.name: rule.retention.clock
        for rule in list_rules()
        if rule.is_executable
        and find_path(rule.model, rule.retention.clock) is None
        and rule.retention.clock not in functions | {"start_of_account"}
    }

    assert missing == {}


def test_guard_of_mails_knows_the_kinds_that_no_stop_silences():
    with connection.cursor() as cursor:
        cursor.execute(
            "select encode(tgargs, 'escape') from pg_trigger where tgname = 'zz_stop_mail'"
        )
        [[args]] = cursor.fetchall()

    assert args.split("\\000")[:-1] == mail_arguments()


def test_consent_is_kept_while_somebody_relies_on_it():
    agency = make_agency()
    with bound(agency.pk, None), connection.cursor() as cursor:
        cursor.execute("select retention.start_of_consent(%s, %s)", [agency_consent(agency), TODAY])
        assert cursor.fetchone() == (None,)


def agency_consent(agency):
    return make_row(ConsentEvent, agency, happened_at=NOW - timedelta(days=900)).pk
