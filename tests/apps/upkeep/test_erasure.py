"""A person is erased: what goes, what stays locked, and who may look at it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.factories import NOW, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit.actions import hash_event, is_reason_true, record
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.keys.models import DataKey
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
from tasuki.apps.orgs.models import Licence
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.upkeep.actions import run_disposal
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.apps.upkeep.holds import place_hold
from tasuki.apps.upkeep.locked import list_accesses, open_locked
from tasuki.apps.upkeep.models import LockedRecord
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db
NAME, MAIL, PHONE = "金糸雀 鳴子", "kanaria@example.invalid", "080-1234-9876"


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
    given = {"family_name": "金糸雀", "given_name": "鳴子", "mail": MAIL, "phone": PHONE}
    return make_row(TalentRecord, organisation, name_key="金糸雀鳴子", **(given | fields))


def put_seeker(agency, person, valid_to=TODAY):
    return make_row(
        JobSeeker,
        agency,
        talent_record_id=person.id,
        name=NAME,
        address="みなと市海岸1-2-3",
        valid_to=valid_to,
        closed_on=valid_to,
    )


def erase(actor, person, now=NOW):
    return erase_person(actor=actor, talent_record_id=person.id, ground="request", now=now)


def read(row):
    with bound(row.organisation_id, None):
        return type(row).objects.get(pk=row.pk)


def test_record_and_applications_are_emptied_and_still_counted(company, owner):
    person = put_person(company)
    application = make_row(Application, company, talent_record=person, note="面接は良好")

    report = erase(owner, person)

    assert report.erased["people.TalentRecord"] == report.erased["people.Application"] == 1
    assert report.kept == ()
    assert (read(person).full_name, read(person).mail, read(person).name_key) == ("", "", "")
    assert read(application).note == ""


def test_key_of_the_person_is_destroyed(company, owner):
    person = put_person(company)
    with bound(company.pk, None):
        before = DataKey.objects.filter(subject_id=person.id).count()

    erase(owner, person)

    with bound(company.pk, None):
        assert (before, DataKey.objects.filter(subject_id=person.id).count()) == (1, 0)


def test_address_is_never_written_to_again_but_for_the_receipt(company, owner, mailoutbox):
    person = put_person(company)
    make_row(OutboxMail, company, person_id=person.id, to_address=MAIL, text=f"{NAME} 様")

    erase(owner, person)

    with bound(company.pk, None):
        [mail] = OutboxMail.objects.all()
        assert Suppression.objects.get().reason == "stop_use"
        assert (mail.kind, mail.to_address) == ("erasure_receipt", MAIL)
        deliver_mail(mail_id=mail.id, now=NOW)
        sent = OutboxMail.objects.get()
    assert (sent.state, sent.to_address, sent.text) == ("sent", "", "")
    assert "残した情報はありません" in mailoutbox[0].body


def test_words_about_the_person_in_other_rows_are_replaced(company, owner):
    person = put_person(company)
    notice = make_row(Notification, company, text=f"{NAME}さんの応募", text_en=f"{MAIL} applied")
    run = make_row(
        ImportRun,
        company,
        questions=[{"word": "金糸雀　鳴子"}, {"word": "別人"}],
    )

    erase(owner, person)

    assert (read(notice).text, read(notice).text_en) == (
        "（消去済み）さんの応募",
        "（消去済み） applied",
    )
    assert read(run).questions == [{"word": "別人"}]


def test_namesake_keeps_the_own_record(company, owner):
    person = put_person(company)
    other = put_person(company, mail="betsujin@example.invalid", phone="")

    erase(owner, person)

    assert read(other).full_name == NAME


def test_reason_of_an_act_is_forgotten_and_the_chain_stays_whole(company, owner):
    person = put_person(company)
    with bound(company.pk, None):
        record(
            actor=owner,
            kind="person.edit",
            object_kind="talent_record",
            object_id=person.id,
            reason=f"{NAME}から電話",
            now=NOW,
        )

    erase(owner, person)

    with bound(company.pk, None):
        events = list(AuditEvent.objects.order_by("number"))
    assert events[0].reason == ""
    assert all(event.hash == hash_event(event) and is_reason_true(event) for event in events)


def test_reason_that_was_changed_is_found(company, owner):
    with bound(company.pk, None):
        record(actor=owner, kind="x", object_kind="x", object_id="1", reason="本当の理由", now=NOW)
    with bound(company.pk, None):
        event = AuditEvent.objects.get()

    event.reason = "別の理由"

    assert not is_reason_true(event)


def test_books_below_their_floor_are_locked_and_emptied(agency):
    person = put_person(agency)
    seeker = put_seeker(agency, person)
    advisor = make_member(agency, Role.AGENCY_OWNER)

    report = erase(advisor, person)

    [kept] = report.kept
    assert (kept.name, kept.until) == ("placement.JobSeeker", date(2028, 11, 23))
    assert (read(seeker).name, read(seeker).address) == ("", "")
    with bound(agency.pk, None):
        assert LockedRecord.objects.get().source_id == seeker.id
        mail = OutboxMail.objects.get()
    assert "法令に基づく保存" in mail.text
    assert "2028/11/23" in mail.text


def test_books_above_their_floor_are_not_locked(agency):
    person = put_person(agency)
    seeker = put_seeker(agency, person, valid_to=date(2024, 11, 22))

    report = erase(make_member(agency, Role.AGENCY_OWNER), person)

    assert report.kept == ()
    assert read(seeker).name == ""


def test_locked_record_opens_for_a_reason_that_is_kept(agency):
    person = put_person(agency)
    put_seeker(agency, person)
    officer = make_member(agency, Role.AGENCY_OWNER)
    erase(officer, person)
    with bound(agency.pk, None):
        locked = LockedRecord.objects.get()

    content = open_locked(
        actor=officer, locked_record_id=locked.id, reason="労働局の定期指導", now=NOW
    )

    assert (content["name"], content["address"]) == (NAME, "みなと市海岸1-2-3")
    with bound(agency.pk, None):
        [access] = list_accesses()
    assert (access.account_id, access.reason) == (officer.account_id, "労働局の定期指導")


def test_locked_record_does_not_open_without_a_reason_or_the_right(agency):
    person = put_person(agency)
    put_seeker(agency, person)
    officer = make_member(agency, Role.AGENCY_OWNER)
    erase(officer, person)
    with bound(agency.pk, None):
        locked = LockedRecord.objects.get()

    with pytest.raises(InvalidInputError):
        open_locked(actor=officer, locked_record_id=locked.id, reason=" ", now=NOW)
    with pytest.raises(NotAllowedError):
        open_locked(
            actor=make_member(agency, Role.AGENCY_ADVISOR),
            locked_record_id=locked.id,
            reason="見たい理由",
            now=NOW,
        )
    other = make_member(make_agency(), Role.AGENCY_OWNER)
    with pytest.raises(NotVisibleError):
        open_locked(actor=other, locked_record_id=locked.id, reason="見たい理由", now=NOW)


def test_locked_content_goes_when_the_floor_is_over(agency, monkeypatch):
    person = put_person(agency)
    seeker = put_seeker(agency, person, valid_to=date(2024, 11, 23))
    with bound(agency.pk, None):
        JobSeeker.objects.filter(pk=seeker.pk).update(valid_to=TODAY)
    erase(make_member(agency, Role.AGENCY_OWNER), person)
    with bound(agency.pk, None):
        JobSeeker.objects.filter(pk=seeker.pk).update(
            valid_to=date(2024, 11, 22), closed_on=date(2024, 11, 22)
        )
    task = Actor.for_task(organisation_id=agency.pk, kind=OrganisationKind.AGENCY)

    run = run_disposal(actor=task, now=NOW)

    assert [(line["rule"], line["done"]) for line in run.lines] == [("upkeep.LockedRecord", 1)]
    with bound(agency.pk, None), connection.cursor() as cursor:
        cursor.execute("select retention.open_locked(id, 'inspection') from upkeep_lockedrecord")
        assert cursor.fetchall() == [(None,)]


def test_person_under_a_legal_hold_is_not_erased(company, owner):
    person = put_person(company)
    place_hold(actor=owner, subject_id=person.id, reason="訴訟 12号", now=NOW)

    with pytest.raises(RefusedError) as refused:
        erase(owner, person)

    assert refused.value.code == "H8"
    assert "訴訟 12号" in refused.value.ja
    assert read(person).full_name == NAME


def test_person_is_not_told_the_case_behind_a_hold(company, owner):
    person = put_person(company)
    place_hold(actor=owner, subject_id=person.id, reason="訴訟 12号", now=NOW)
    actor = Actor(
        organisation_id=company.pk,
        kind=OrganisationKind.COMPANY,
        role=Role.PERSON,
        talent_record_id=person.id,
    )

    with pytest.raises(RefusedError) as refused:
        erase(actor, person)

    assert "12号" not in refused.value.ja + refused.value.en


def test_person_erases_the_own_record_and_no_other(company):
    person, other = put_person(company), put_person(company, mail="b@example.invalid")
    actor = Actor(
        organisation_id=company.pk,
        kind=OrganisationKind.COMPANY,
        role=Role.PERSON,
        talent_record_id=person.id,
    )

    with pytest.raises(NotVisibleError):
        erase(actor, other)
    erase(actor, person)

    assert (read(person).full_name, read(other).full_name) == ("", NAME)


def test_recruiter_of_another_company_sees_no_such_person(company):
    person = put_person(company)
    stranger = make_member(make_company(), Role.COMPANY_OWNER)

    with pytest.raises(NotVisibleError):
        erase(stranger, person)


def test_merged_records_are_erased_together(company, owner):
    main = put_person(company)
    merged = put_person(company, merged_into_id=main.id, mail="old@example.invalid")

    erase(owner, merged)

    assert (read(main).full_name, read(merged).full_name) == ("", "")
    with bound(company.pk, None):
        assert Suppression.objects.count() == 2


def test_erasure_leaves_one_event_without_words_about_the_person(company, owner):
    person = put_person(company)

    erase(owner, person)

    with bound(company.pk, None):
        event = AuditEvent.objects.get(kind="person.erase")
    assert event.object_id == str(person.id)
    assert event.data["ground"] == "request"
    assert NOW - timedelta(days=1) < event.happened_at
