"""R12 and R13: withdraw, pause, resume, abandon; the company never learns of it."""

from datetime import timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW, TODAY, count_rows, make_account, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.errors import RefusedError
from tasuki.apps.messages.models import OutboxMail, Suppression
from tasuki.apps.orgs.models import Account
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import actions
from tasuki.apps.relay.models import Registration
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def withdraw(relay, registration, now=NOW):
    return actions.withdraw_registration(
        actor=relay.person_of(relay.reload(registration)), registration_id=registration.id, now=now
    )


def test_r12_withdrawal_before_the_decision_empties_the_data_and_drops_the_credit(relay):
    registration = relay.register()
    address, record_id = registration.mail, registration.talent_record_id

    withdraw(relay, registration)

    gone = relay.reload(registration)
    assert (gone.state, gone.mail, gone.phone, gone.wishes) == ("withdrawn", "", "", {})
    assert gone.ended_at == NOW
    record = relay.row(TalentRecord, record_id)
    assert (record.full_name, record.mail, record.stopped_at) == ("", "", NOW)
    credit = relay.credit(registration)
    assert (credit.state, credit.reversal_code) == ("reversed", "R12")
    assert relay.mails(address, "withdrawal")[0].text.startswith(
        "北村 花 様\n登録を取り消しました。応募先の会社には通知されません。"
    )
    with bound(relay.agency.id, None):
        assert Suppression.objects.get().reason == "stop_use"
        live = find_live_consent(
            talent_record_id=record_id, purpose=Purpose.PLACEMENT, on=NOW.date()
        )
    assert live is None


def test_r12_withdrawal_after_the_count_keeps_the_count_and_closes_the_row_of_the_book(relay):
    registration = relay.accept(relay.register())
    relay.count(registration)

    withdraw(relay, registration)

    gone = relay.row(Registration, registration.id)
    assert (gone.state, gone.full_name) == ("withdrawn", "北村 花")
    assert (gone.phone, gone.wishes) == ("", {})  # no book asks for these
    assert relay.reload(registration).full_name == ""  # nobody reads the rest
    assert relay.credit(registration).state == "confirmed"
    with bound(relay.agency.id, None):
        row = JobSeeker.objects.get()
        record = TalentRecord.objects.get(id=gone.talent_record_id)
    assert (row.state, row.closed_on, row.name) == ("closed", TODAY, "北村 花")
    assert record.stopped_at == NOW


def test_r12_between_acceptance_and_count_drops_the_credit(relay):
    registration = relay.accept(relay.register())

    withdraw(relay, registration)

    assert relay.credit(registration).state == "reversed"


def logins_of(address):
    return list(Account.objects.filter(email=address))


def test_r2_makes_no_login_before_the_registration_is_complete(relay):
    person = relay.agree(relay.confirm(relay.start(mail="hana@mail.example")))
    early = logins_of("hana@mail.example")

    relay.complete(person)

    [login] = logins_of("hana@mail.example")
    assert early == []
    assert (login.name, login.has_usable_password()) == ("北村 花", False)


def test_r12_of_a_person_who_was_never_accepted_leaves_neither_login_nor_mails(relay):
    registration = relay.register(mail="hana@mail.example")

    withdraw(relay, registration)

    with bound(relay.agency.id, None):
        kept = list(OutboxMail.objects.exclude(to_address="").values_list("kind", "state"))
    assert logins_of("hana@mail.example") == []
    assert kept == [("withdrawal", "queued")]


def test_r12_the_last_mail_is_emptied_in_the_night_after_it_left(relay):
    registration = relay.register()
    withdraw(relay, registration)
    with bound(relay.agency.id, None):
        OutboxMail.objects.filter(kind="withdrawal").update(state="sent")

    actions.abandon_idle(actor=relay.advisor, now=NOW + timedelta(days=1))

    with bound(relay.agency.id, None):
        mails = {(mail.to_address, mail.text) for mail in OutboxMail.objects.all()}
        states = set(OutboxMail.objects.values_list("kind", "state"))
    assert mails == {("", "")}
    assert ("withdrawal", "sent") in states
    assert ("confirm_mail", "queued") not in states


def test_r12_the_login_of_a_member_of_another_organisation_stays(relay):
    login = make_account(email="hana@mail.example")
    make_member(make_company(), Role.COMPANY_HR, login)
    registration = relay.register(mail="hana@mail.example")

    withdraw(relay, registration)

    assert logins_of("hana@mail.example") == [login]


def test_r12_the_login_of_a_person_with_a_record_at_another_agency_stays(relay):
    other = make_relay()
    other.register(mail="hana@mail.example")
    registration = relay.register(mail="hana@mail.example")

    withdraw(relay, registration)

    assert len(logins_of("hana@mail.example")) == 1


def test_r12_of_an_accepted_person_keeps_login_and_mails(relay):
    registration = relay.accept(relay.register(mail="hana@mail.example"))

    withdraw(relay, registration)

    kinds = [mail.kind for mail in relay.mails("hana@mail.example")]
    assert len(logins_of("hana@mail.example")) == 1
    assert kinds == ["confirm_mail", "own_registration", "own_registration", "withdrawal"]


def test_r12_the_company_chain_and_rows_do_not_change(relay):
    registration = relay.register()
    before = count_rows(AuditEvent, relay.company)

    withdraw(relay, registration)

    assert count_rows(AuditEvent, relay.company) == before


def test_r12_twice_is_refused_with_a_clear_text(relay):
    registration = relay.register()
    withdraw(relay, registration)

    with pytest.raises(RefusedError) as refused:
        withdraw(relay, registration)

    assert "取り下げ" in refused.value.ja
    assert "Withdrawn" in refused.value.en


@pytest.mark.parametrize("step", ["started", "mail_verified", "consented"])
def test_r12_is_open_before_the_form_is_complete(relay, step):
    address = relay.start()
    if step != "started":
        person = relay.confirm(address)
        if step == "consented":
            relay.agree(person)
    [registration] = relay.registrations()
    assert registration.state == step

    withdraw(relay, registration)

    assert relay.reload(registration).state == "withdrawn"
    assert relay.reload(registration).mail == ""


def test_registration_after_withdrawal_is_a_new_registration_that_is_served(relay):
    first = relay.accept(relay.register(mail="again@mail.example"))
    withdraw(relay, first)

    second = relay.register(mail="again@mail.example", now=NOW + timedelta(days=1))

    stored = relay.reload(second)
    assert (stored.state, relay.reload(first).state) == ("agency_queue", "withdrawn")
    assert (stored.duplicate_reason, stored.duplicate_resolution) == ("mail", "merged")
    with bound(relay.agency.id, None):
        assert Suppression.objects.count() == 0
        assert TalentRecord.objects.get(id=stored.talent_record_id).stopped_at is None
        assert find_live_consent(
            talent_record_id=stored.talent_record_id, purpose=Purpose.PLACEMENT, on=TODAY
        )


@pytest.mark.parametrize("state", ["agency_queue", "accepted", "counted"])
def test_r12_pause_and_resume_lead_back_to_the_same_state(relay, state):
    registration = relay.register()
    if state != "agency_queue":
        relay.accept(registration)
    if state == "counted":
        relay.count(registration)
    person = relay.person_of(registration)

    paused = actions.pause_registration(actor=person, registration_id=registration.id, now=NOW)
    assert paused.state == "paused"
    later = NOW + timedelta(days=3)
    resumed = actions.resume_registration(actor=person, registration_id=registration.id, now=later)

    assert resumed.state == state
    if state == "agency_queue":
        assert resumed.due_on == TODAY + timedelta(days=10)


def test_r12_a_paused_registration_cannot_be_accepted(relay):
    registration = relay.register()
    actions.pause_registration(
        actor=relay.person_of(registration), registration_id=registration.id, now=NOW
    )

    with pytest.raises(RefusedError) as refused:
        relay.accept(registration)

    assert "休止中" in refused.value.ja
    assert "Paused" in refused.value.en


def test_r12_one_withdrawal_ends_every_registration_of_the_person(relay):
    first = relay.register(mail="twice@mail.example")
    second = relay.register(mail="twice@mail.example", now=NOW + timedelta(hours=1))

    withdraw(relay, second, now=NOW + timedelta(hours=2))

    assert {relay.reload(one).state for one in (first, second)} == {"withdrawn"}


def test_job_mails_go_on_and_off_without_touching_the_placement(relay):
    registration = relay.register()
    person, record = relay.person_of(registration), registration.talent_record_id

    def live():
        with bound(relay.agency.id, None):
            return {
                purpose.value
                for purpose in Purpose
                if find_live_consent(talent_record_id=record, purpose=purpose, on=TODAY)
            }

    given = {"actor": person, "registration_id": registration.id}
    assert live() == {"placement"}
    actions.change_job_mails(**given, is_wanted=True, now=NOW + timedelta(minutes=1))
    assert live() == {"placement", "job_mails"}
    actions.change_job_mails(**given, is_wanted=False, now=NOW + timedelta(minutes=2))
    assert live() == {"placement"}


def test_r13_seven_idle_days_empty_what_was_started(relay):
    relay.start()
    relay.confirm(relay.start())
    complete = relay.register()
    task = relay.advisor

    early = actions.abandon_idle(actor=task, now=NOW + timedelta(days=6))
    late = actions.abandon_idle(actor=task, now=NOW + timedelta(days=8))

    states = [(one.state, one.mail) for one in relay.registrations() if one.id != complete.id]
    assert (early, late) == (0, 2)
    with bound(relay.agency.id, None):
        waiting = OutboxMail.objects.filter(state="queued").exclude(to_address=complete.mail)
        assert list(waiting) == []
    assert states == [("abandoned", ""), ("abandoned", "")]
    assert relay.reload(complete).state == "agency_queue"


def test_the_hash_of_device_and_address_is_forgotten_after_thirty_days(relay):
    registration = relay.register()
    assert len(relay.reload(registration).risk_source) == 64

    kept = actions.forget_risk_data(actor=relay.advisor, now=NOW + timedelta(days=30))
    gone = actions.forget_risk_data(actor=relay.advisor, now=NOW + timedelta(days=31))

    assert (kept, gone) == (0, 1)
    assert relay.reload(registration).risk_source == ""
