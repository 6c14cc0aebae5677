"""The own page: kind words, who holds what, one tap each, and nobody else's page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.intake import make_relay
from tests.web.person.conftest import Visitor, check_markup

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Account
from tasuki.web.person.words import STATES

pytestmark = pytest.mark.django_db
WITHDRAWN = "登録を取り消しました。応募先の会社には通知されません。"


@pytest.fixture
def owner(visitor):
    """Somebody who registered and opened the own page."""
    visitor.register()
    visitor.get(visitor.home_path)
    return visitor


def chosen(relay):
    return relay.registrations()[0]


def test_own_page_leads_with_how_many_companies_know_the_name(owner):
    text = owner.get(owner.home_path)

    assert "いま、あなたの氏名を知っている紹介先の会社は 0社 です。" in text


def test_state_is_told_in_kind_words(owner, relay):
    waiting = owner.get(owner.home_path)
    relay.accept(chosen(relay), now=timezone.now())
    accepted = owner.get(owner.home_path)
    relay.count(chosen(relay), now=timezone.now())
    counted = owner.get(owner.home_path)

    assert "担当者が内容を確認しています" in waiting
    assert "担当者が仕事探しを手伝います" in accepted
    assert counted == accepted


def test_every_state_has_words_without_the_count(relay):
    words = [f"{one.label.ja}{one.text.ja}" for one in STATES.values()]

    assert len(STATES) == 13
    assert [text for text in words if "数え" in text or "カウント" in text] == []


def test_page_says_what_each_organisation_holds_and_why(owner, relay):
    text = owner.get(owner.home_path)

    assert "氏名、ふりがな、メールアドレス、電話番号、生年月日、選考の段階、希望" in text
    assert f"{relay.company.name} この登録については何も持っていません" in text


def test_one_tap_withdraws_and_the_company_is_not_told(owner, relay):
    text = owner.act("withdraw", chosen(relay).id)

    assert chosen(relay).state == "withdrawn"
    assert WITHDRAWN in text
    with bound(relay.company.id, None):
        assert OutboxMail.objects.count() == 0


def test_withdrawing_is_said_in_english_too(owner, relay):
    owner.client.cookies["tasuki_language"] = "en"

    text = owner.act("withdraw", chosen(relay).id)

    assert "Your registration is cancelled. The company you applied to is not told." in text


def test_second_tap_on_withdraw_says_that_it_is_over(owner, relay):
    owner.act("withdraw", chosen(relay).id)

    owner.act("withdraw", chosen(relay).id)

    assert owner.status == 200
    assert chosen(relay).state == "withdrawn"
    assert 'class="note err mt"' in owner.content


def test_pause_and_resume_lead_back_to_the_same_state(owner, relay):
    paused = owner.act("pause", chosen(relay).id)
    state = chosen(relay).state

    owner.act("resume", chosen(relay).id)

    assert "休止中" in paused
    assert (state, chosen(relay).state) == ("paused", "agency_queue")


def test_job_mails_are_switched_on_and_off_with_one_tap(owner, relay):
    on = owner.act("mails_on", chosen(relay).id)
    off = owner.act("mails_off", chosen(relay).id)

    assert "受け取っています 文面 第1版" in on
    assert "求人のお知らせメール 受け取っていません" in off


def test_consent_is_shown_with_end_and_version(owner):
    text = owner.get(owner.home_path)

    assert "まで 文面 第1版" in text


def test_unknown_act_gives_404(owner, relay):
    response = owner.client.post(f"{owner.home_path}do/erase/", {"chosen": "x"})

    assert response.status_code == 404


def test_registration_of_somebody_else_is_not_visible(owner, relay):
    other = relay.register(mail="other@mail.example", now=timezone.now())

    owner.act("withdraw", other.id)

    assert owner.status == 404
    assert relay.reload(other).state == "agency_queue"


def test_registration_at_another_agency_is_not_visible(owner):
    elsewhere = make_relay(now=timezone.now())
    other = elsewhere.register(now=timezone.now())

    owner.act("pause", other.id)

    assert owner.status == 404
    assert elsewhere.reload(other).state == "agency_queue"


def test_something_that_is_no_id_is_not_visible(owner):
    owner.act("pause", "abc")

    assert owner.status == 404


def test_halfway_person_is_led_to_the_next_step(visitor):
    visitor.come_to_wishes()
    wishes = visitor.path

    visitor.get(visitor.home_path)

    assert visitor.path == wishes


def signed_in_as(relay, mail):
    """The phone of somebody who signed in."""
    visitor = Visitor(relay, Client())
    visitor.client.force_login(Account.objects.get(email=mail))
    return visitor


def test_signed_in_person_sees_the_same_page_of_the_agency(owner, relay):
    record = chosen(relay).talent_record_id
    signed_in = signed_in_as(relay, "hina@mail.example")

    text = signed_in.get(reverse("person:me_home", args=[record]))

    assert "鈴原 陽菜さん" in text
    act = reverse("person:me_act", args=[record, "withdraw"])
    assert f'action="{act}"' in signed_in.content


def test_record_of_somebody_else_is_not_there_for_the_one_who_signed_in(owner, relay):
    other = relay.register(mail="other@mail.example", now=timezone.now())
    signed_in = signed_in_as(relay, "hina@mail.example")

    for name in ("me_home", "me_data"):
        signed_in.get(reverse(f"person:{name}", args=[other.talent_record_id]))

        assert signed_in.status == 404
    signed_in.post(
        reverse("person:me_act", args=[other.talent_record_id, "withdraw"]),
        {"chosen": str(other.id)},
    )
    assert (signed_in.status, relay.reload(other).state) == (404, "agency_queue")


def test_own_page_without_sign_in_or_key_leads_to_the_entry(relay):
    response = Client().get(reverse("person:home"))

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('person:enter')}?next=%2Fme%2F"


def test_member_without_a_record_of_his_own_reads_that_nothing_is_kept(relay, client_of):
    response = client_of(relay.hr).get(reverse("person:home"))

    text = check_markup(response.content.decode())
    assert "このアドレスであなたの情報を持っている組織は、ここにはありません。" in text
