"""What an erasure and a disposal leave behind: keys, words, evidence, logins, backups."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import IntegrityError
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.adapters.sealed import find_unreadable
from tasuki.apps.actor import Actor
from tasuki.apps.audit.actions import hash_event, is_reason_true, record
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import ConsentEvent, ConsentText, ProvisionRecord, ReceiptRecord
from tasuki.apps.errors import RefusedError
from tasuki.apps.imports.actions import undo_import
from tasuki.apps.imports.models import ImportChange, ImportRun
from tasuki.apps.keys.actions import forget_keys
from tasuki.apps.keys.models import DataKey
from tasuki.apps.messages.models import Notification
from tasuki.apps.orgs.models import Account, Licence
from tasuki.apps.passport.actions import save_item
from tasuki.apps.passport.models import PassportItem
from tasuki.apps.people.models import Application, ApplicationStep, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.upkeep import engine, tasks
from tasuki.apps.upkeep.accounts import forget_left_accounts, forget_old_sessions
from tasuki.apps.upkeep.actions import certificate_hash, run_disposal
from tasuki.apps.upkeep.declarations import find_rule
from tasuki.apps.upkeep.engine import find_starts
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.guarding import find_drift
from tasuki.apps.upkeep.holds import place_hold
from tasuki.apps.upkeep.locked import lock_away
from tasuki.apps.upkeep.models import DisposalRun
from tasuki.apps.upkeep.queries import find_retention_problems
from tasuki.apps.upkeep.repeating import repeat_erasures
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
TOKYO = ZoneInfo("Asia/Tokyo")
NAME, MAIL = "金糸雀 鳴子", "kanaria@example.invalid"
OVER = date(2026, 5, 23)


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def owner(company):
    return make_member(company, Role.COMPANY_OWNER)


@pytest.fixture
def agency():
    found = make_agency()
    make_row(Licence, found, valid_from=date(2010, 1, 1))
    return found


def put_person(organisation, **fields):
    given = {"family_name": "金糸雀", "given_name": "鳴子", "mail": MAIL}
    return make_row(TalentRecord, organisation, **(given | fields))


def task_of(organisation):
    return Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind))


def erase(actor, person):
    return erase_person(actor=actor, talent_record_id=person.id, ground="request", now=NOW)


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def count_keys(organisation, subject_id):
    with bound(organisation.pk, None):
        return DataKey.objects.filter(subject_id=subject_id).count()


def put_rejected(company, **fields):
    given = {"outcome": "not_selected", "ended_on": OVER, "note": "面接の記録"}
    return make_row(Application, company, **(given | fields))


# Evidence stays as it was ------------------------------------------------------------------------
def test_certificate_keeps_the_name_of_who_started_the_run(company, owner):
    person = put_person(company)
    run = make_row(DisposalRun, company, started_by_name=NAME, state="done", finished_at=NOW)
    with bound(company.pk, None):
        before = certificate_hash(DisposalRun.objects.get(pk=run.pk))

    erase(owner, person)

    found = read(run)
    with bound(company.pk, None):
        assert (found.started_by_name, certificate_hash(found)) == (NAME, before)


def test_consent_text_and_licence_keep_the_name_of_a_namesake(agency):
    person = put_person(agency)
    text = make_row(ConsentText, agency, body=f"責任者：{NAME}")
    licence = make_row(Licence, agency, responsible_person=NAME, valid_from=date(2011, 1, 1))

    erase(make_member(agency, Role.AGENCY_OWNER), person)

    assert read(text).body == f"責任者：{NAME}"
    assert read(licence).responsible_person == NAME


def test_short_name_is_no_part_of_another_word(company, owner):
    person = put_person(company, family_name="林", given_name="翔")
    notices = [
        make_row(Notification, company, text=text) for text in ("小林翔太の面接", "林翔さん")
    ]

    erase(owner, person)

    assert [read(one).text for one in notices] == ["小林翔太の面接", "（消去済み）さん"]


# Words about the person --------------------------------------------------------------------------
@pytest.mark.parametrize("reason", [f"{NAME}さんが辞退", "金糸雀さんが辞退", f"{MAIL}に連絡"])
def test_reason_of_an_act_on_something_else_is_forgotten(company, owner, reason):
    person = put_person(company)
    with bound(company.pk, None):
        record(
            actor=owner, kind="slot.x", object_kind="slot", object_id="1", reason=reason, now=NOW
        )

    erase(owner, person)

    with bound(company.pk, None):
        events = list(AuditEvent.objects.order_by("number"))
    assert events[0].reason == ""
    assert all(event.hash == hash_event(event) and is_reason_true(event) for event in events)


def test_family_name_that_another_person_bears_stays(company, owner):
    person = put_person(company)
    put_person(company, given_name="奏", mail="b@example.invalid")
    notice = make_row(Notification, company, text="金糸雀さんの面接")

    erase(owner, person)

    assert read(notice).text == "金糸雀さんの面接"


def test_family_name_alone_goes_from_every_free_column(company, owner):
    person = put_person(company)
    application = make_row(
        Application,
        company,
        talent_record=person,
        stage="金糸雀さん面接",
        channel="金糸雀さんの紹介",
        end_reason="声が小さい",
    )
    step = make_row(ApplicationStep, company, application=application, stage="金糸雀さん面接")
    run = make_row(ImportRun, company, file_name=f"{NAME}.csv", problem="金糸雀さんの行")

    erase(owner, person)

    found = read(application)
    assert (found.stage, found.channel, found.end_reason) == (
        "（消去済み）さん面接",
        "（消去済み）さんの紹介",
        "",
    )
    assert read(step).stage == "（消去済み）さん面接"
    assert (read(run).file_name, read(run).problem) == ("（消去済み）.csv", "（消去済み）さんの行")


def test_end_reason_and_file_name_go_at_the_ceiling(company):
    application = put_rejected(company, end_reason="声が小さい")
    old = datetime(2026, 5, 1, tzinfo=TOKYO)
    run = make_row(ImportRun, company, finished_at=old, file_name="山田太郎.csv")

    run_disposal(actor=task_of(company), now=NOW)

    assert (read(application).end_reason, read(run).file_name) == ("", "")


# Keys --------------------------------------------------------------------------------------------
def test_disposal_at_the_ceiling_destroys_the_key(company):
    application, kept = put_rejected(company), put_rejected(company, ended_on=TODAY)
    person, other = application.talent_record, kept.talent_record
    assert count_keys(company, person.id) == 1

    run_disposal(actor=task_of(company), now=NOW)

    assert (count_keys(company, person.id), count_keys(company, other.id)) == (0, 1)
    assert read(kept).note == "面接の記録"


def test_key_stays_while_a_row_is_sealed_under_it(company):
    application = put_rejected(company)
    make_row(Application, company, talent_record=application.talent_record, note="面接中")

    run_disposal(actor=task_of(company), now=NOW)

    assert count_keys(company, application.talent_record.id) == 1
    with bound(company.pk, None):
        assert find_unreadable(Application) == []


def test_restored_rows_of_an_erased_person_are_erased_again(agency):
    person = put_person(agency)
    notice = make_row(Notification, agency, text=f"{NAME}さんから電話")
    provision = make_row(
        ProvisionRecord, agency, talent_record_id=person.id, subject_name=NAME, provided_at=NOW
    )
    with bound(agency.pk, None):
        forget_keys(subject_ids=[person.id])

    repeat_erasures(now=NOW)

    assert read(person).full_name == ""
    assert read(notice).text == "（消去済み）さんから電話"
    assert read(provision).subject_name == ""


# Other organisations -----------------------------------------------------------------------------
def hand_over(agency, company, person, **fields):
    provision = make_row(
        ProvisionRecord,
        agency,
        talent_record_id=person.id,
        recipient_id=company.pk,
        provided_at=fields.get("received_at", NOW),
    )
    receipt = make_row(
        ReceiptRecord,
        company,
        provision_record_id=provision.id,
        provider_id=agency.pk,
        subject_name=NAME,
        **fields,
    )
    return provision, receipt


def test_recipient_finds_the_lock_in_its_own_chain(agency, company):
    person = put_person(agency)
    _, receipt = hand_over(agency, company, person)

    erase(make_member(agency, Role.AGENCY_OWNER), person)

    assert read(receipt).subject_name == ""
    with bound(company.pk, None):
        assert AuditEvent.objects.get(kind="receipt.lock").object_id == str(receipt.id)


def test_hold_of_the_recipient_keeps_its_receipt(agency, company, owner):
    person = put_person(agency)
    _, receipt = hand_over(agency, company, person)
    place_hold(actor=owner, subject_id=receipt.id, reason="訴訟 12号", now=NOW)

    erase(make_member(agency, Role.AGENCY_OWNER), person)

    assert read(receipt).subject_name == NAME
    assert read(person).full_name == ""
    with bound(company.pk, None):
        assert AuditEvent.objects.filter(kind="receipt.held").count() == 1


def start_of(row):
    rule = find_rule(row._meta.label)
    with bound(row.organisation_id, None):
        return find_starts(rule, on=TODAY).get(pk=row.pk).start


def test_both_sides_keep_a_series_from_its_last_transfer(agency, company):
    main = put_person(agency)
    merged = put_person(agency, merged_into_id=main.id)
    early = datetime(2023, 1, 10, tzinfo=TOKYO)
    first, first_receipt = hand_over(agency, company, main, received_at=early)
    hand_over(agency, company, merged, received_at=NOW)

    assert start_of(first) == TODAY
    assert start_of(first_receipt) == TODAY


def test_receipt_of_another_person_is_no_part_of_the_series(agency, company):
    early = datetime(2023, 1, 10, tzinfo=TOKYO)
    _, receipt = hand_over(agency, company, put_person(agency), received_at=early)
    hand_over(agency, company, put_person(agency), received_at=NOW)

    assert start_of(receipt) == date(2023, 1, 10)


# The pool ----------------------------------------------------------------------------------------
def put_pool_consent(company, person, **text):
    given = {"purpose": "pool", "version": 1, "valid_from": date(2026, 1, 1)}
    shown = make_row(ConsentText, company, **(given | text))
    make_row(
        ConsentEvent,
        company,
        talent_record_id=person.id,
        purpose="pool",
        text=shown,
        happened_at=NOW - timedelta(days=30),
        expires_on=TODAY + timedelta(days=300),
    )
    return shown


def test_pool_consent_of_a_merged_record_keeps_the_whole_person(company):
    main = put_rejected(company).talent_record
    merged = make_row(TalentRecord, company, merged_into_id=main.id)
    put_pool_consent(company, merged)

    run_disposal(actor=task_of(company), now=NOW)

    assert (read(main).full_name, read(merged).full_name) != ("", "")
    assert read(main).full_name != ""


def test_pool_consent_to_a_text_that_was_stopped_keeps_nobody(company):
    person = put_rejected(company).talent_record
    old = put_pool_consent(company, person)
    make_row(
        ConsentText,
        company,
        purpose="pool",
        language=old.language,
        version=2,
        valid_from=date(2026, 6, 1),
        needs_new_consent=True,
        old_stops_on=date(2026, 7, 1),
    )

    run_disposal(actor=task_of(company), now=NOW)

    assert read(person).full_name == ""


# The night ---------------------------------------------------------------------------------------
def test_one_organisation_that_fails_stops_no_other(company, monkeypatch):
    other = make_company()
    application = put_rejected(other)
    real = tasks.run_disposal

    def fail_here(*, actor, now):
        if actor.organisation_id == company.pk:
            raise RuntimeError("disk")
        return real(actor=actor, now=now)

    monkeypatch.setattr(tasks, "run_disposal", fail_here)

    sums = tasks.dispose_everywhere(now=NOW)

    assert sums[tasks.FAILED] == 1
    assert read(application).note == ""
    with bound(company.pk, None):
        assert Notification.objects.filter(url=tasks.RETENTION_PAGE).exists()


def test_row_that_the_database_refuses_holds_up_no_other(company, monkeypatch):
    blocked, free = put_rejected(company), put_rejected(company)
    real = engine._dispose

    def refuse(rule, keys, *, now):
        if blocked.pk in keys:
            raise IntegrityError("planted")
        real(rule, keys, now=now)

    monkeypatch.setattr(engine, "_dispose", refuse)

    run = run_disposal(actor=task_of(company), now=NOW)

    assert (read(blocked).note, read(free).note) == ("面接の記録", "")
    assert run.state == "done"
    assert [line["refused"] for line in run.lines if line["refused"]] == [[str(blocked.pk)]]
    assert any("1 rows past their ceiling" in one for one in find_retention_problems(now=NOW))


def test_run_that_does_not_end_is_found(company):
    make_row(DisposalRun, company, state="running", started_at=NOW - timedelta(days=2))

    assert any("has not finished" in one for one in find_retention_problems(now=NOW))


def test_number_of_law_that_changed_is_found_in_the_triggers(monkeypatch):
    rule = JobSeeker.retention
    monkeypatch.setattr(JobSeeker, "retention", replace(rule, delay_months=1))

    [found] = find_drift(on=TODAY)

    assert found.startswith("placement.JobSeeker: clock")


def test_locked_record_takes_the_law_of_the_day_in_japan(agency, monkeypatch):
    person = put_person(agency)
    seeker = make_row(JobSeeker, agency, talent_record_id=person.id)
    rule = find_rule("placement.JobSeeker")
    asked = []
    real = type(rule.retention).floor
    monkeypatch.setattr(
        type(rule.retention), "floor", lambda self, *, on: asked.append(on) or real(self, on=on)
    )

    with bound(agency.pk, None):
        after_midnight = datetime(2026, 11, 24, 0, 30, tzinfo=TOKYO)
        lock_away(rule, seeker, ground="request", kept_through=None, now=after_midnight)

    assert set(asked) == {date(2026, 11, 24)}


# Logins ------------------------------------------------------------------------------------------
def put_login(days):
    account = Account.objects.create(email=MAIL, password="!")
    then = NOW - timedelta(days=days)
    Account.objects.filter(pk=account.pk).update(date_joined=then, last_login=then)
    EmailAddress.objects.create(user=account, email=MAIL, verified=True, primary=True)
    return account


def test_forgotten_login_leaves_no_address_anywhere():
    account = put_login(days=200)

    assert forget_left_accounts(now=NOW) == 1

    account.refresh_from_db()
    assert (account.email, account.is_active) == (f"gone-{account.pk}@account.invalid", False)
    assert not EmailAddress.objects.filter(user=account).exists()


@pytest.mark.parametrize(("days", "is_there"), [(200, True), (730, True), (740, False)])
def test_passport_goes_with_its_login_two_years_after_the_last_sign_in(days, is_there):
    account = put_login(days=days)
    save_item(account_id=account.pk, values={"kind": "career", "title": "金糸雀工業"}, now=NOW)

    forget_left_accounts(now=NOW)

    account.refresh_from_db()
    with owned(account.pk):
        assert (PassportItem.objects.exists(), account.is_active) == (is_there, is_there)


def test_sessions_that_are_over_are_deleted():
    for name, end in (("old", NOW - timedelta(seconds=1)), ("live", NOW + timedelta(days=1))):
        Session.objects.create(session_key=name, session_data="x", expire_date=end)

    assert forget_old_sessions(now=NOW) == 1
    assert Session.objects.get().session_key == "live"


# Imports -----------------------------------------------------------------------------------------
def test_import_of_a_held_person_is_not_undone(company, owner):
    run = make_row(ImportRun, company)
    application = make_row(Application, company, import_run_id=run.id)
    make_row(ImportChange, company, run=run, made_ids=[application.id])
    place_hold(actor=owner, subject_id=application.talent_record.id, reason="訴訟 12号", now=NOW)

    with pytest.raises(RefusedError) as refused:
        undo_import(actor=owner, run_id=run.id, now=read(run).created_at)

    assert refused.value.code == "H8"
    assert read(application).pk == application.pk
