"""1/3: what stands before the fields, what the fields say, and codes that open nothing."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.apps.relay import actions
from tasuki.core.relay.texts import PAGE_ELEMENTS, check_elements

pytestmark = pytest.mark.django_db


def missing_elements(text):
    return [one.key for one in check_elements(text, rules=PAGE_ELEMENTS) if not one.is_present]


def test_page_has_every_required_element_in_japanese(visitor):
    text = visitor.get(visitor.explain_path)

    assert missing_elements(text) == []


def test_page_has_every_required_element_in_english(english):
    text = english.get(english.explain_path)

    assert missing_elements(text) == []


def test_what_the_company_gains_stands_above_the_form(visitor, relay):
    text = visitor.get(visitor.explain_path)

    gain = f"10名ごとに、{relay.agency.name}の無料枠を1つ受け取ります"
    assert 0 < text.index(gain) < text.index("メールアドレス")


def test_easy_japanese_says_it_is_free_and_only_a_number_goes(visitor):
    text = visitor.get(visitor.explain_path + "?plain=1")

    assert "お金は いりません" in text
    assert "人の 数だけを 知ります" in text
    assert 'lang="ja"' in visitor.content


def test_yes_and_no_stand_in_one_bar(visitor, relay):
    visitor.get(visitor.explain_path)

    bar = visitor.content.split('class="actions"')[1].split("</form>")[0]
    assert "確認メールを送信" in bar
    assert reverse("person:declined", args=[relay.link.code]) in bar


def test_declining_ends_with_thanks_and_no_question(visitor, relay):
    text = visitor.get(reverse("person:declined", args=[relay.link.code]))

    assert "お読みいただき、ありがとうございました" in text
    assert "<select" not in visitor.content
    assert "<textarea" not in visitor.content


def test_fee_page_shows_rate_and_refund_rule_as_filed(visitor, relay):
    text = visitor.get(reverse("person:fees", args=[relay.link.code]))

    assert "35%" in text
    assert "3か月以内の退職は50%" in text


def test_opening_the_page_counts_one_view_at_the_agency(visitor, relay):
    visitor.get(visitor.explain_path)

    assert relay.row(type(relay.link), relay.link.id).view_count == 1


def test_empty_form_names_each_missing_field(visitor, relay):
    text = visitor.post(visitor.explain_path, {"mail": "", "stage": ""})

    assert visitor.status == 422
    assert "メールアドレスを入力してください。" in text
    assert "選考はどこまで進みましたかを入力してください。" in text
    assert relay.registrations() == []


def test_unreadable_address_keeps_what_was_typed(visitor, relay):
    visitor.post(visitor.explain_path, {"mail": "hina@", "stage": "first_interview"})

    assert visitor.status == 422
    assert 'value="hina@"' in visitor.content
    assert '<option value="first_interview" selected>' in visitor.content
    assert relay.registrations() == []


def test_unreadable_address_is_explained_in_english(english):
    text = english.post(english.explain_path, {"mail": "hina@", "stage": "first_interview"})

    assert "What you typed is kept." in text
    assert "mail" in text


def test_full_width_address_is_taken_and_shown_as_understood(visitor, relay):
    text = visitor.start("ｈｉｎａ＠ｍａｉｌ．ｅｘａｍｐｌｅ")

    assert "宛先： hina@mail.example" in text
    assert relay.registrations()[0].mail == "hina@mail.example"


def test_answer_is_the_same_for_a_known_and_an_unknown_address(visitor, relay, english):
    relay.register(mail="known@mail.example", now=timezone.now())
    unknown = visitor.start("fresh@mail.example").replace("fresh@", "x@")

    cache.clear()
    known = visitor.start("known@mail.example").replace("known@", "x@")

    assert known == unknown


def test_sent_page_without_a_visit_before_leads_to_the_explanation(visitor, relay):
    visitor.get(reverse("person:sent", args=[relay.link.code]))

    assert visitor.path == visitor.explain_path


def test_coming_back_finds_what_was_typed(visitor):
    visitor.start("hina@mail.example")

    visitor.get(visitor.explain_path)

    assert 'value="hina@mail.example"' in visitor.content


def test_address_stays_on_the_device_and_in_no_session(visitor):
    visitor.start()

    cookie = visitor.client.cookies["tasuki_typed"]
    assert (cookie["path"], cookie["httponly"], cookie["max-age"]) == ("/r/", True, 3600)
    assert "sessionid" not in visitor.client.cookies


def test_sending_again_at_once_says_to_wait_a_minute(visitor, relay):
    visitor.start()

    text = visitor.start()

    assert visitor.status == 429
    assert "1分ほど待ってから" in text
    assert len(relay.registrations()) == 1


def test_eleventh_address_from_one_device_in_an_hour_is_stopped(visitor, relay):
    for number in range(10):
        visitor.start(f"person{number}@mail.example")

    text = visitor.start("person10@mail.example")

    assert visitor.status == 429
    assert "1時間ほど待ってから" in text
    assert len(relay.registrations()) == 10


def test_device_and_network_reach_the_row_as_keyed_hashes_only(visitor, relay):
    visitor.start()

    device = visitor.client.cookies["tasuki_device"].value
    kept = relay.registrations()[0].risk_source
    assert len(kept) == 64
    assert device not in kept
    assert "127.0.0.1" not in kept


def test_result_month_is_kept_as_its_first_day(visitor, relay):
    month = localdate().replace(day=1)

    visitor.start(result_month=month.isoformat())

    assert relay.registrations()[0].result_month == month


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "いまは登録できません"), ("en", "Registration is not possible now")],
)
def test_unknown_code_gives_404_with_a_way_on(visitor, language, words):
    visitor.client.cookies["tasuki_language"] = language

    text = visitor.get("/r/NOBODY-2222/")

    assert visitor.status == 404
    assert words in text


def test_revoked_code_names_the_agency_to_ask(visitor, relay):
    actions.revoke_link(
        actor=relay.advisor, link_id=relay.link.id, reason="印刷の誤り", now=timezone.now()
    )

    text = visitor.get(visitor.explain_path)

    assert visitor.status == 410
    assert relay.agency.contact_mail in text


def test_paused_contract_takes_nobody(visitor, relay):
    actions.pause_contract(
        actor=relay.owner, contract_id=relay.contract.id, reason="確認", now=timezone.now()
    )

    text = visitor.start()

    assert visitor.status == 409
    assert relay.agency.phone in text
    assert relay.registrations() == []


def test_licence_that_ended_yesterday_closes_the_page(visitor, relay):
    relay.end_licence(localdate() - timedelta(days=1))

    text = visitor.get(visitor.explain_path)

    assert visitor.status == 409
    assert "許可" in text


def test_code_is_read_in_small_letters_too(visitor, relay):
    visitor.get(reverse("person:explain", args=[relay.link.code.lower()]))

    assert visitor.status == 200


def test_page_of_an_english_link_speaks_english_until_the_reader_chooses(visitor, relay):
    link = actions.issue_link(
        actor=relay.advisor, contract_id=relay.contract.id, language="en", now=timezone.now()
    )

    first = visitor.get(reverse("person:explain", args=[link.code]))
    visitor.client.post(
        reverse("account:language"), {"language": "ja", "next": visitor.explain_path}
    )
    second = visitor.get(reverse("person:explain", args=[link.code]))

    assert "Your next step, by your own choice" in first
    assert "次の一歩を、ご自身の意思で" in second


def test_trying_codes_is_stopped_after_sixty_in_an_hour(visitor):
    for _ in range(60):
        visitor.get("/r/NOBODY-2222/")
    last_status = visitor.status

    text = visitor.get("/r/NOBODY-2222/")

    assert (last_status, visitor.status) == (404, 429)
    assert "1時間ほど待ってから" in text


def test_a_live_code_still_opens_for_a_network_that_tried_wrong_ones(visitor):
    for _ in range(61):
        visitor.get("/r/NOBODY-2222/")

    visitor.get(visitor.explain_path)

    assert visitor.status == 200
