"""Data leaves by one gate: live consent, named recipient, named items, both records (H2)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent import actions, registers
from tasuki.apps.consent.models import (
    ConsentEvent,
    ProvisionRecord,
    Purpose,
    ReceiptRecord,
    StopNotice,
)
from tasuki.apps.consent.provision import (
    find_keep_until,
    hash_payload,
    record_lawful_provision,
    record_provision,
)
from tasuki.apps.errors import NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Release, SlotCandidate
from tasuki.apps.relay.policy import person_actor
from tasuki.core.access import Permission, Role
from tasuki.core.dates import last_day_of_period

pytestmark = pytest.mark.django_db


def agree(world, fields=("name", "mail")):
    release, person = world.ask(fields=list(fields))
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)
    return release, person


def hand_over(world, release, items, *, recipient=None, now=NOW):
    with world.at_agency():
        consent = ConsentEvent.objects.filter(scope_id=release.id, kind="given").first()
        return record_provision(
            actor=world.owner,
            giver=Organisation.objects.get(id=world.agency.id),
            recipient=recipient or Organisation.objects.get(id=world.company.id),
            talent_record_id=release.talent_record_id,
            subject_name="鈴原 陽菜",
            items=items,
            purpose=release.purpose_words.ja,
            consent=consent,
            acquired_how="本人から",
            now=now,
        )


def present(world, release, *, now=NOW):
    return releases.present_candidate(
        actor=world.owner, slot_id=world.slot().id, release_id=release.id, now=now
    )


def count_provisions(world):
    with world.at_agency():
        return ProvisionRecord.objects.count()


def test_a_yes_is_kept_with_company_items_and_the_whole_text(world):
    release, _ = agree(world)

    with world.at_agency():
        event = ConsentEvent.objects.get(scope_id=release.id)
    assert (event.purpose, event.recipient_id) == ("provision", world.company.id)
    assert event.items == ["mail", "name"]
    assert event.expires_on == last_day_of_period(TODAY, 12)
    assert world.company.name in event.words_shown
    assert "氏名、メールアドレス" in event.words_shown
    assert event.text_hash == actions.hash_text(event.words_shown)


def test_a_no_is_kept_too(world):
    release, person = world.ask()
    releases.answer_release(actor=person, release_id=release.id, is_yes=False, now=NOW)

    with world.at_agency():
        event = ConsentEvent.objects.get(scope_id=release.id)
    assert (event.kind, event.expires_on) == ("refused", None)


def test_consent_for_name_and_mail_does_not_let_the_score_pass(world):
    release, _ = agree(world, ["name", "mail"])

    with pytest.raises(RefusedError) as refused:
        hand_over(world, release, {"name": "鈴原 陽菜", "mail": "h@example.invalid", "score": "5"})

    assert refused.value.code == "H2"
    assert "score" in refused.value.en
    assert count_provisions(world) == 0


def test_a_consent_for_one_company_does_not_serve_another(world):
    release, _ = agree(world)

    with pytest.raises(RefusedError) as refused:
        hand_over(world, release, {"name": "鈴原 陽菜"}, recipient=make_company())

    assert refused.value.code == "H2"


def test_both_records_hold_what_the_law_asks_for(world):
    release, _ = agree(world)
    present(world, release)

    with world.at_agency():
        given = ProvisionRecord.objects.select_related("consent").get()
    with world.at_company():
        got = ReceiptRecord.objects.get()
    assert (given.recipient_name, given.recipient_address, given.recipient_representative) == (
        world.company.name,
        "みなと市2-2",
        "代表取締役 港 花",
    )
    assert (got.provider_name, got.provider_address, got.provider_representative) == (
        world.agency.name,
        "横浜市中区1-1",
        "代表取締役 青葉 一郎",
    )
    assert given.subject_name == got.subject_name == "鈴原 陽菜"
    assert given.items == got.items == ["mail", "name"]
    assert got.acquired_how == "職業紹介事業者への登録の際に、本人から取得"
    assert (given.basis, given.method, given.consent.scope_id) == ("consent", "screen", release.id)
    wanted = hash_payload({"name": "鈴原 陽菜", "mail": "hina@example.invalid"})
    assert given.payload_hash == got.payload_hash == wanted
    assert given.keep_until == got.keep_until == date(2029, 11, 22)


def test_records_are_kept_three_years_from_the_last_provision_of_the_series(world):
    release, _ = agree(world)
    first, _ = hand_over(world, release, {"name": "鈴原 陽菜"})
    hand_over(world, release, {"mail": "h@example.invalid"}, now=NOW + timedelta(days=100))

    with world.at_agency():
        assert first.keep_until == date(2029, 11, 22)
        assert find_keep_until(first) == date(2030, 3, 2)


def consent_of(world, release):
    with world.at_agency():
        return ConsentEvent.objects.get(scope_id=release.id, kind="given")


def insert_provision(world, release, *, items, consent_id, basis="consent", document=""):
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into consent_provisionrecord (id, organisation_id, talent_record_id,"
            " subject_name, recipient_id, recipient_name, recipient_address,"
            " recipient_representative, purpose, items, basis, consent_id, document_number,"
            " consent_reference, method, payload_hash, provided_at, keep_until)"
            " values (%s, %s, %s, '', %s, 'x', '', '', 'x', %s, %s, %s, %s, '', 'screen',"
            " %s, %s, %s)",
            [
                uuid4(),
                world.agency.id,
                release.talent_record_id,
                world.company.id,
                json.dumps(items),
                basis,
                consent_id,
                document,
                "0" * 64,
                NOW,
                TODAY,
            ],
        )


@pytest.mark.parametrize(
    ("items", "is_named", "basis", "document"),
    [
        (["name", "score"], True, "consent", ""),
        (["name"], False, "consent", ""),
        (["name"], False, "law", ""),
    ],
    ids=["item outside", "no consent", "law without document"],
)
def test_raw_sql_cannot_write_a_transfer_without_its_basis(world, items, is_named, basis, document):
    release, _ = agree(world)

    with world.at_agency(), pytest.raises(IntegrityError), transaction.atomic():
        insert_provision(
            world,
            release,
            items=items,
            consent_id=consent_of(world, release).id if is_named else None,
            basis=basis,
            document=document,
        )


def test_raw_sql_cannot_transfer_after_the_withdrawal(world):
    release, person = agree(world)
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(seconds=1))

    with (
        world.at_agency(),
        pytest.raises(IntegrityError, match="no live consent"),
        transaction.atomic(),
    ):
        insert_provision(world, release, items=["name"], consent_id=consent_of(world, release).id)


def write_one_side(world, release, consent_id):
    with transaction.atomic(), world.at_agency():
        insert_provision(world, release, items=["name"], consent_id=consent_id)
        connection.check_constraints()  # what the end of the transaction does


def test_raw_sql_cannot_write_one_side_only(world):
    release, _ = agree(world)
    consent = consent_of(world, release)

    with pytest.raises(IntegrityError, match="receipt of the other side"):
        write_one_side(world, release, consent.id)

    assert count_provisions(world) == 0


def test_after_the_withdrawal_the_agency_hands_over_nothing(world):
    release, _ = agree(world)
    actions.withdraw_consents(
        actor=person_actor(
            organisation_id=world.agency.id, talent_record_id=release.talent_record_id
        ),
        talent_record_id=release.talent_record_id,
        purposes=(Purpose.PLACEMENT,),
        channel="page",
        now=NOW + timedelta(seconds=1),
    )

    with pytest.raises(RefusedError) as refused:
        present(world, release, now=NOW + timedelta(seconds=2))

    assert refused.value.code == "H8"
    assert count_provisions(world) == 0
    with world.at_agency():
        assert Release.objects.get().state == "withdrawn"
        assert TalentRecord.objects.get(id=release.talent_record_id).stopped_at is not None


def test_nobody_is_asked_without_the_consent_to_placement(world):
    registration = world.register()
    actions.withdraw_consents(
        actor=person_actor(
            organisation_id=world.agency.id, talent_record_id=registration.talent_record_id
        ),
        talent_record_id=registration.talent_record_id,
        purposes=(Purpose.PLACEMENT,),
        channel="page",
        now=NOW + timedelta(seconds=1),
    )

    with pytest.raises(RefusedError) as refused:
        world.ask(registration=registration)

    assert refused.value.code == "H8"


def test_withdrawing_placement_closes_open_questions(world):
    release, _ = world.ask()
    actions.withdraw_consents(
        actor=person_actor(
            organisation_id=world.agency.id, talent_record_id=release.talent_record_id
        ),
        talent_record_id=release.talent_record_id,
        channel="page",
        now=NOW + timedelta(seconds=1),
    )

    with world.at_agency():
        assert Release.objects.get().state == "no"


def test_the_recipient_is_told_to_stop_and_the_relay_company_is_not(world):
    referrer = make_company()
    release, person = agree(world)
    present(world, release)

    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(hours=1))

    with world.at_company():
        notice = StopNotice.objects.select_related("receipt").get()
        told = Notification.objects.order_by("-created_at").first()
        copy = SlotCandidate.objects.get()
    assert (notice.reason, notice.done_at) == ("withdrawn", None)
    assert notice.receipt.subject_name == "鈴原 陽菜"
    assert "鈴原" not in told.text + told.text_en
    assert copy.released == {}
    with bound(referrer.id, None):
        silent = (Notification.objects.count(), StopNotice.objects.count())
        silent += (OutboxMail.objects.count(), ReceiptRecord.objects.count())
    assert silent == (0, 0, 0, 0)


def test_the_recipient_confirms_once_that_copies_are_gone(world):
    release, person = agree(world)
    present(world, release)
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(hours=1))
    with world.at_company():
        notice = registers.list_stop_notices(is_done=False).get()

    done = registers.confirm_stop(actor=world.hr, notice_id=notice.id, now=NOW)
    again = registers.confirm_stop(actor=world.hr, notice_id=notice.id, now=NOW + timedelta(days=1))

    assert (done.done_at, again.done_at, again.done_by_id) == (NOW, NOW, world.hr.account_id)
    with pytest.raises(NotVisibleError):
        registers.confirm_stop(actor=world.owner, notice_id=notice.id, now=NOW)


def test_a_right_to_read_the_register_confirms_nothing(world):
    release, person = agree(world)
    present(world, release)
    releases.withdraw_release(actor=person, release_id=release.id, now=NOW + timedelta(hours=1))
    with world.at_company():
        notice = registers.list_stop_notices(is_done=False).get()
    reader = replace(world.hr, scopes=frozenset({Permission.PROVISION_VIEW}))

    with pytest.raises(NotAllowedError):
        registers.confirm_stop(actor=reader, notice_id=notice.id, now=NOW)

    with world.at_company():
        assert registers.list_stop_notices(is_done=False).get().done_at is None


def test_an_order_by_law_needs_its_document(world):
    registration = world.register()

    def record(number):
        return record_lawful_provision(
            actor=world.owner,
            talent_record_id=registration.talent_record_id,
            recipient_name="みなと警察署",
            items={"氏名": ""},
            purpose="捜査関係事項照会",
            document_number=number,
            provided_on=TODAY,
            now=NOW,
        )

    with pytest.raises(RefusedError) as refused:
        record(" ")
    done = record("照会第12号")

    assert refused.value.code == "H2"
    assert (done.basis, done.document_number, done.recipient_id) == ("law", "照会第12号", None)


def test_an_order_is_recorded_with_the_day_on_which_the_data_was_given(world):
    registration = world.register()
    given_on = TODAY - timedelta(days=40)

    done = record_lawful_provision(
        actor=world.owner,
        talent_record_id=registration.talent_record_id,
        recipient_name="みなと警察署",
        items={"氏名": ""},
        purpose="捜査関係事項照会",
        document_number="照会第12号",
        provided_on=given_on,
        now=NOW,
    )

    assert localdate(done.provided_at) == given_on
    assert done.keep_until == last_day_of_period(given_on, 36)
    assert done.payload_hash == ""  # no content was given, so there is nothing to compare


def test_a_clerk_cannot_record_an_order(world):
    with pytest.raises(NotAllowedError):
        record_lawful_provision(
            actor=make_member(world.agency, Role.AGENCY_CLERK),
            talent_record_id=uuid4(),
            recipient_name="x",
            items={"x": ""},
            purpose="x",
            document_number="1",
            provided_on=TODAY,
            now=NOW,
        )
