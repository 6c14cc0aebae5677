"""R1-R4: the person's own way to the agency's queue."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.intake import FORM, make_relay
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import AccountLink, Door
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import RelayLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def test_r1_a_live_code_starts_a_registration_and_mails_one_link(relay):
    address = relay.start()

    [registration] = relay.registrations()
    assert (registration.state, registration.mail) == ("started", address)
    assert registration.contract_id == relay.contract.id
    assert [mail.kind for mail in relay.mails(address)] == ["confirm_mail"]
    assert relay.row(RelayLink, relay.link.id).started_count == 1


def test_r1_gives_the_same_answer_for_a_known_and_an_unknown_address(relay):
    relay.register(mail="known@mail.example")

    given = {
        "code": relay.link.code,
        "stage": "document_screening",
        "result_month": None,
        "language": "ja",
        "risk_source": "",
        "now": NOW,
    }
    known = actions.start_registration(actor=relay.anonymous, mail="known@mail.example", **given)
    unknown = actions.start_registration(actor=relay.anonymous, mail="new@mail.example", **given)

    assert (known.mail, unknown.mail) == ("known@mail.example", "new@mail.example")
    assert len(relay.mails("known@mail.example", "confirm_mail")) == 2
    assert (
        relay.mails("new@mail.example")[0].subject == relay.mails("known@mail.example")[0].subject
    )


def test_r1_refuses_an_address_that_cannot_be_read_and_writes_nothing(relay):
    with pytest.raises(InvalidInputError) as refused:
        relay.start(mail="not an address")

    assert refused.value.field == "mail"
    assert refused.value.ja.startswith("メールアドレスを読み取れません。")
    assert refused.value.en.startswith("The mail address cannot be read.")
    assert relay.registrations() == []


def test_r1_refuses_an_unknown_stage_and_a_future_month(relay):
    with pytest.raises(InvalidInputError) as stage:
        relay.start(stage="hired")
    with pytest.raises(InvalidInputError) as month:
        relay.start(result_month=date(2026, 12, 1))

    assert (stage.value.field, month.value.field) == ("stage", "result_month")
    assert relay.registrations() == []


def test_r1_stops_mailing_an_address_after_five_links_a_day(relay):
    for _ in range(7):
        relay.start(mail="flood@mail.example")

    assert len(relay.mails("flood@mail.example")) == 5
    assert len(relay.registrations()) == 7


def test_r2_the_key_confirms_the_address_and_is_used_up(relay):
    address = relay.start()
    key = relay.key_of(address)

    person = relay.confirm(address)

    [registration] = relay.registrations()
    assert registration.state == "mail_verified"
    assert registration.mail_verified_at == NOW
    assert person.registration_id == registration.id
    with pytest.raises(RefusedError) as again:
        queries.find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=NOW)
    assert again.value.code == "link_used"
    assert "すでに使われました" in again.value.ja
    assert "used already" in again.value.en


def test_r2_a_repeated_press_with_the_same_actor_is_refused(relay):
    address = relay.start()
    key = relay.key_of(address)
    actor = queries.find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=NOW)
    actions.confirm_mail(actor=actor, key=key, now=NOW)

    with pytest.raises(RefusedError) as again:
        actions.confirm_mail(actor=actor, key=key, now=NOW)

    assert again.value.code == "link_used"
    assert relay.row(RelayLink, relay.link.id).verified_count == 1


def test_r2_the_key_is_too_old_after_24_hours(relay):
    address = relay.start()
    key = relay.key_of(address)

    with pytest.raises(RefusedError) as late:
        queries.find_person_by_key(
            kind=Door.Kind.CONFIRM_MAIL, key=key, now=NOW + timedelta(hours=24)
        )

    assert late.value.code == "link_expired"
    assert late.value.ja.startswith("このリンクの有効期限が切れました。")
    assert late.value.en.startswith("This link has expired.")
    assert relay.registrations()[0].state == "started"


def test_r2_a_key_opens_nothing_but_its_own_purpose(relay):
    address = relay.start()
    key = relay.key_of(address)

    with pytest.raises(NotVisibleError):
        queries.find_person_by_key(kind=Door.Kind.REGISTRATION, key=key, now=NOW)


def test_r3_keeps_both_answers_with_the_text_as_shown(relay):
    person = relay.agree(relay.confirm(relay.start()))

    [registration] = relay.registrations()
    assert registration.state == "consented"
    with bound(relay.agency.id, None):
        events = {event.purpose: event for event in ConsentEvent.objects.select_related("text")}
        placement, mails = events["placement"], events["job_mails"]
        assert (placement.kind, mails.kind) == ("given", "refused")
        assert placement.text_hash != mails.text_hash
        assert "14-ユ-300001" in placement.text.body
    assert placement.expires_on == date(2027, 11, 22)
    assert person.registration_id == registration.id


def test_r3_without_the_first_box_nothing_is_kept(relay):
    person = relay.confirm(relay.start())

    with pytest.raises(InvalidInputError) as refused:
        actions.give_consent(
            actor=person,
            registration_id=person.registration_id,
            placement=False,
            job_mails=True,
            language="ja",
            now=NOW,
        )

    assert refused.value.field == "placement"
    assert "登録できません" in refused.value.ja
    assert "cannot register" in refused.value.en
    assert relay.registrations()[0].state == "mail_verified"
    with bound(relay.agency.id, None):
        assert ConsentEvent.objects.count() == 0


def test_r3_is_refused_before_the_address_is_confirmed(relay):
    relay.start()
    [registration] = relay.registrations()

    with pytest.raises(RefusedError) as refused:
        relay.agree(relay.person_of(registration))

    assert "登録途中" in refused.value.ja
    assert "Started" in refused.value.en


def test_r4_enters_the_queue_with_a_credit_a_record_and_a_due_day(relay):
    registration = relay.register(phone="090-1111-2222")

    stored = relay.reload(registration)
    assert (stored.state, stored.phone) == ("agency_queue", "09011112222")
    assert stored.due_on == TODAY + timedelta(days=7)
    assert stored.risk_flags == []
    assert relay.credit(registration).state == "earned"
    record = relay.row(TalentRecord, stored.talent_record_id)
    assert (record.full_name, record.mail) == ("北村 花", stored.mail)
    assert record.name_kana == "キタムラ ハナ"
    with bound(relay.agency.id, None):
        assert AccountLink.objects.get().talent_record_id == record.id
    assert [mail.kind for mail in relay.mails(stored.mail)] == ["confirm_mail", "own_registration"]


@pytest.mark.parametrize(
    ("changes", "field", "ja", "en"),
    [
        ({"family_name": " "}, "family_name", "姓を入力してください。", "Enter your family name."),
        (
            {"name_kana": ""},
            "name_kana",
            "ふりがなを入力してください。",
            "Enter the reading of your name.",
        ),
        ({"phone": ""}, "phone", "電話番号を入力してください。", "Enter your phone number."),
        (
            {"birth_date": None},
            "birth_date",
            "生年月日を入力してください。",
            "Enter your birth date.",
        ),
        (
            {"birth_date": date(2030, 1, 1)},
            "birth_date",
            "生年月日を確かめて、もう一度入力してください。",
            "Check the birth date and enter it again.",
        ),
        (
            {"wishes": {"rank": "A"}},
            "wishes",
            "「rank」という項目はありません。画面の項目だけを入力してください。",
            "There is no field “rank”. Fill in the fields of the page only.",
        ),
    ],
)
def test_r4_a_half_filled_form_is_refused_and_changes_nothing(relay, changes, field, ja, en):
    person = relay.agree(relay.confirm(relay.start()))

    with pytest.raises(InvalidInputError) as refused:
        relay.complete(person, **changes)

    assert (refused.value.field, refused.value.ja, refused.value.en) == (field, ja, en)
    [registration] = relay.registrations()
    assert (registration.state, registration.family_name) == ("consented", "")
    with bound(relay.agency.id, None):
        assert TalentRecord.objects.count() == 0


def test_r4_takes_one_name_in_latin_letters_without_a_reading(relay):
    person = relay.agree(relay.confirm(relay.start()))

    registration = relay.complete(person, family_name="Sukarno", given_name="", name_kana="")

    assert (registration.state, registration.full_name) == ("agency_queue", "Sukarno")


def test_r4_takes_sixteen_on_the_birthday_and_refuses_the_day_before(relay):
    young, old = (relay.agree(relay.confirm(relay.start())) for _ in range(2))

    with pytest.raises(InvalidInputError) as refused:
        relay.complete(young, birth_date=date(2010, 11, 24))
    accepted = relay.complete(old, birth_date=date(2010, 11, 23))

    assert refused.value.ja.startswith("16歳未満の方は、この画面から登録できません。")
    assert refused.value.en.startswith("People under 16 cannot register on this page.")
    assert accepted.state == "agency_queue"


def test_r4_refuses_data_that_must_not_be_collected(relay):
    person = relay.agree(relay.confirm(relay.start()))

    with pytest.raises(RefusedError) as refused:
        relay.complete(person, wishes={"note": "支持政党は秘密です"})

    assert (refused.value.code, refused.value.field) == ("H5", "note")
    assert "支持政党" in refused.value.ja
    assert "political party" in refused.value.en
    assert relay.registrations()[0].state == "consented"


def test_r4_twice_is_refused(relay):
    registration = relay.register()

    with pytest.raises(RefusedError) as refused:
        relay.complete(relay.person_of(registration), **FORM, phone="09000000001")

    assert refused.value.code == "state"
    assert relay.reload(registration).row_version == registration.row_version


def test_r4_on_a_day_without_a_licence_keeps_the_person_at_the_form(relay):
    person = relay.agree(relay.confirm(relay.start()))
    relay.end_licence(TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        relay.complete(person)

    assert refused.value.code == "H1"
    assert "2026/11/23に有効ではありません" in refused.value.ja
    assert "not valid on 2026-11-23" in refused.value.en
    assert relay.registrations()[0].state == "consented"


def test_r4_while_the_contract_is_paused_keeps_the_person_at_the_form(relay):
    person = relay.agree(relay.confirm(relay.start()))
    actions.pause_contract(
        actor=relay.advisor, contract_id=relay.contract.id, reason="確認中", now=NOW
    )

    with pytest.raises(RefusedError) as refused:
        relay.complete(person)

    assert refused.value.code == "paused"
    assert "入力した内容は残っています" in refused.value.ja
    assert "What you typed is kept" in refused.value.en
    assert relay.registrations()[0].state == "consented"


def test_another_persons_registration_is_invisible(relay):
    first, second = relay.register(), relay.register()

    with pytest.raises(NotVisibleError):
        actions.withdraw_registration(
            actor=relay.person_of(first), registration_id=second.id, now=NOW
        )

    assert relay.reload(second).state == "agency_queue"
