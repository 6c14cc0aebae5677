"""The mailed link, 2/3 the two consents, 3/3 the wishes, and the way back to a half-filled form."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from tests.web.person.conftest import WISHES

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.orgs.models import Door
from tasuki.apps.relay.models import RelayContract
from tasuki.core.dates import last_day_of_period

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
MAIL = "hina@mail.example"


def answers_of(relay):
    with bound(relay.agency.id, None):
        return {one.purpose: one.kind for one in ConsentEvent.objects.all()}


def test_opening_the_mailed_link_changes_nothing(visitor, relay):
    visitor.start()

    text = visitor.get(reverse("person:confirm", args=[relay.key_of(MAIL)]))

    assert "メールアドレスの確認" in text
    assert relay.registrations()[0].state == "started"


def test_the_button_confirms_and_leads_to_the_consent(visitor, relay):
    visitor.start()

    text = visitor.confirm()

    assert relay.registrations()[0].state == "mail_verified"
    assert "同意するかを選んでください" in text
    assert MAIL in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "このリンクは使用済みです"), ("en", "This link was used already")],
)
def test_link_opened_twice_says_so_and_shows_a_way_on(visitor, relay, language, words):
    visitor.client.cookies["tasuki_language"] = language
    visitor.start()
    path = reverse("person:confirm", args=[relay.key_of(MAIL)])
    visitor.post(path)

    text = visitor.post(path)

    assert visitor.status == 410
    assert words in text
    assert f'href="{visitor.explain_path}"' in visitor.content


def test_link_after_24_hours_has_expired(visitor, relay):
    visitor.start()
    path = reverse("person:confirm", args=[relay.key_of(MAIL)])
    with bound(relay.agency.id, None):
        Door.objects.filter(kind=Door.Kind.CONFIRM_MAIL).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )

    text = visitor.get(path)

    assert visitor.status == 410
    assert "リンクの期限が切れています" in text


def test_key_that_never_was_gives_404(visitor):
    text = visitor.get(reverse("person:confirm", args=["x" * 30]))

    assert visitor.status == 404
    assert "このリンクは開けません" in text


def test_both_boxes_are_unticked_and_the_full_texts_carry_their_version(visitor):
    visitor.start()

    text = visitor.confirm()

    assert visitor.content.count('type="checkbox"') == 2
    assert "checked" not in visitor.content
    assert "仕事の紹介に使う 第1版" in text
    assert "求人のお知らせメール 第1版" in text


def test_consent_page_says_to_whom_and_until_which_day(visitor, relay):
    visitor.start()

    text = visitor.confirm()

    until = last_day_of_period(localdate(), 12)
    assert f"使う人：{relay.agency.name}だけ。" in text
    assert f"期間：{until.year}年{until.month}月{until.day}日まで（12か月）。" in text


def test_consent_page_says_what_the_company_gets_in_english(english, relay):
    english.start()

    text = english.confirm()

    assert (
        f"{relay.company.name} gets a monthly number only, and for that number free slots." in text
    )
    assert "no effect on this or any later selection" in text


def test_without_the_first_box_nobody_is_registered_and_the_second_tick_stays(visitor, relay):
    visitor.start()
    visitor.confirm()

    text = visitor.post(visitor.path, {"job_mails": "on"})

    assert visitor.status == 422
    assert "1つ目にチェック" in text
    second = visitor.content.split('id="id_job_mails"')[1].split(">")[0]
    assert "checked" in second
    assert relay.registrations()[0].state == "mail_verified"


def test_refusing_the_mails_costs_nothing(visitor, relay):
    text = visitor.come_to_wishes()

    assert "氏名と希望を入力してください" in text
    assert answers_of(relay) == {"placement": "given", "job_mails": "refused"}


def test_declining_on_the_consent_page_ends_the_registration(visitor, relay):
    visitor.start()
    visitor.confirm()

    text = visitor.act("withdraw", relay.registrations()[0].id)

    assert relay.registrations()[0].state == "withdrawn"
    assert "登録を取り消しました。応募先の会社には通知されません。" in text


def test_back_button_to_the_consent_leads_on_to_the_wishes(visitor):
    visitor.come_to_wishes()
    wishes = visitor.path

    visitor.get(wishes.replace("wishes", "consent"))

    assert visitor.path == wishes


def test_complete_form_ends_on_what_was_understood(visitor, relay):
    text = visitor.register()

    assert "登録が終わりました" in text
    assert "1998年4月12日" in text
    assert "鈴原 陽菜" in text
    registration = relay.registrations()[0]
    assert (registration.state, registration.phone) == ("agency_queue", "09000000001")
    assert registration.birth_date == date(1998, 4, 12)


def test_nobody_is_asked_about_the_notice_where_the_contract_does_not_say_so(visitor, relay):
    text = visitor.come_to_wishes()
    asked = "案内を受けたこと" in text

    visitor.post(visitor.path, WISHES | {"referrer_name_shown": "on"})

    [registration] = relay.registrations()
    assert not asked
    assert (registration.state, registration.referrer_name_shown) == ("agency_queue", False)


@pytest.mark.parametrize(("tick", "is_shown"), [({"referrer_name_shown": "on"}, True), ({}, False)])
def test_the_person_chooses_whether_the_notice_may_be_told(visitor, relay, tick, is_shown):
    terms = relay.contract.parameters | {"referrer_name_shown": True}
    with bound(relay.agency.id, None):
        RelayContract.objects.filter(id=relay.contract.id).update(parameters=terms)
    text = visitor.come_to_wishes()
    ticked = re.search(r'name="referrer_name_shown"[^>]*checked', text)

    visitor.post(visitor.path, WISHES | tick)

    [registration] = relay.registrations()
    assert f"{relay.company.name}から案内を受けたことを、紹介先の会社に伝えてよい" in text
    assert ticked is None
    assert registration.referrer_name_shown is is_shown


def test_sending_the_complete_form_twice_registers_once(visitor, relay):
    visitor.come_to_wishes()
    wishes = visitor.path
    visitor.post(wishes, WISHES)

    visitor.post(wishes, WISHES)

    assert visitor.status == 200
    assert [one.state for one in relay.registrations()] == ["agency_queue"]


@pytest.mark.parametrize(
    "written", ["平成10年4月12日", "H10.4.12", "１９９８年４月１２日", "19980412"]
)
def test_birth_date_in_other_writing_is_shown_once_before_it_is_taken(visitor, relay, written):
    visitor.come_to_wishes()
    wishes = visitor.path

    asked = visitor.post(wishes, WISHES | {"birth_date": written})
    done = visitor.post(wishes, WISHES | {"birth_date": written, "understood": "1998-04-12"})

    assert "生年月日を1998年4月12日と読み取りました" in asked
    assert "登録が終わりました" in done
    assert relay.registrations()[0].birth_date == date(1998, 4, 12)


def test_impossible_era_date_offers_the_right_one(visitor, relay):
    visitor.come_to_wishes()
    wishes = visitor.path

    text = visitor.post(wishes, WISHES | {"birth_date": "昭和64年1月8日"})
    visitor.post(wishes, WISHES | {"birth_date": "昭和64年1月8日", "take_date": "1989-01-08"})

    assert "昭和にこの日はありません" in text
    assert "1989年1月8日を使う" in text
    assert relay.registrations()[0].birth_date == date(1989, 1, 8)


def test_birth_date_is_read_while_the_form_is_filled_in(visitor):
    visitor.come_to_wishes()
    path = visitor.path.replace("wishes", "birth-date")

    read = visitor.client.post(path, {"birth_date": "平成10年4月12日"}).content.decode()
    unread = visitor.client.post(path, {"birth_date": "4/12"}).content.decode()

    assert "1998年4月12日として登録します。" in read
    assert "年がありません" in unread


def test_person_under_16_is_told_whom_to_ask_and_nothing_is_kept(visitor, relay):
    visitor.come_to_wishes()

    text = visitor.post(visitor.path, WISHES | {"birth_date": f"{localdate().year - 15}/1/1"})

    assert visitor.status == 422
    assert "16歳未満の方は" in text
    assert 'value="鈴原"' in visitor.content
    assert relay.registrations()[0].state == "consented"


def test_one_name_in_latin_letters_needs_no_kana(visitor, relay):
    text = visitor.register(family_name="Madonna", given_name="", name_kana="")

    assert "登録が終わりました" in text
    assert relay.registrations()[0].full_name == "Madonna"


def test_rare_characters_stay_as_typed(visitor, relay):
    visitor.register(family_name="髙﨑", given_name="𠮷子")

    assert relay.registrations()[0].full_name == "髙﨑 𠮷子"


@pytest.mark.parametrize(
    ("field", "value", "ja", "en"),
    [
        ("family_name", "", "姓を入力してください。", "Please fill in: Family name."),
        ("phone", "12", "電話番号", "phone"),
        ("birth_date", "13月", "2026/10/3", "2026/10/3"),
        (
            "occupation",
            "",
            "希望する仕事を入力してください。",
            "Please fill in: Work you wish for.",
        ),
        ("occupation", "本籍は横浜市です", "H5", "H5"),
    ],
)
def test_bad_field_is_named_in_both_languages_and_all_else_is_kept(
    visitor, relay, field, value, ja, en
):
    visitor.come_to_wishes()
    wishes, typed = visitor.path, WISHES | {field: value}

    said = {}
    for language in ("ja", "en"):
        visitor.client.cookies["tasuki_language"] = language
        said[language] = visitor.post(wishes, typed)

    assert visitor.status in {409, 422}
    assert (ja in said["ja"], en in said["en"]) == (True, True)
    assert 'value="陽菜"' in visitor.content
    assert relay.registrations()[0].state == "consented"


@pytest.mark.parametrize(
    ("content", "ja", "en"),
    [
        (b"MZ not a picture", "この種類のファイルは使えません", "This kind of file cannot be used"),
        (b"", "ファイルが空です", "The file is empty"),
        (PNG + b"0" * 5_000_000, "ファイルが大きすぎます", "The file is too large"),
    ],
    ids=["program", "empty", "too-large"],
)
def test_wrong_file_is_refused_and_what_was_typed_is_kept(visitor, relay, content, ja, en):
    visitor.come_to_wishes()
    wishes = visitor.path

    said = {}
    for language in ("ja", "en"):
        visitor.client.cookies["tasuki_language"] = language
        proof = SimpleUploadedFile("proof.png", content)
        said[language] = visitor.post(wishes, WISHES | {"proof_file": proof})

    assert visitor.status == 422
    assert (ja in said["ja"], en in said["en"]) == (True, True)
    assert 'value="090-0000-0001"' in visitor.content
    assert relay.registrations()[0].state == "consented"
    assert not relay.registrations()[0].proof_file


def test_good_file_is_kept_although_another_field_is_wrong(visitor, relay, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visitor.come_to_wishes()

    text = visitor.post(
        visitor.path, WISHES | {"phone": "", "proof_file": SimpleUploadedFile("a.png", PNG)}
    )

    assert "添付済み" in text
    assert relay.registrations()[0].proof_file.name.endswith(".png")


def test_licence_that_ends_in_between_stops_before_the_data_is_kept(visitor, relay):
    visitor.come_to_wishes()
    relay.end_licence(localdate() - timedelta(days=1))

    text = visitor.post(visitor.path, WISHES)

    assert visitor.status == 409
    assert "H1" in text
    assert 'value="鈴原"' in visitor.content
    assert relay.registrations()[0].family_name == ""


def test_easy_words_last_over_all_three_pages(visitor, relay):
    visitor.post(
        visitor.explain_path + "?plain=1", {"mail": MAIL, "stage": "test", "result_month": ""}
    )
    consent = visitor.post(reverse("person:confirm", args=[relay.key_of(MAIL)]) + "?plain=1")
    wishes = visitor.post(visitor.path, {"placement": "on"})

    assert "どれが OK ですか" in consent
    assert "あなたのことを 教えてください" in wishes


def test_registering_again_with_a_confirmed_address_comes_to_the_same_person(visitor, relay):
    visitor.register()
    from_first = relay.registrations()[0].talent_record_id
    relay.start(mail="hina@mail.example", now=timezone.now())
    visitor.confirm()
    visitor.post(visitor.path, {"placement": "on"})

    text = visitor.post(visitor.path, WISHES)

    assert "同じ方として1つにまとめました" in text
    assert from_first is not None
    assert relay.registrations()[1].duplicate_reason == "mail"


def test_registering_after_withdrawal_is_possible(visitor, relay):
    visitor.register()
    visitor.act("withdraw", relay.registrations()[0].id)
    relay.start(mail=MAIL, now=timezone.now())
    visitor.confirm()
    visitor.post(visitor.path, {"placement": "on"})

    text = visitor.post(visitor.path, WISHES)

    assert "登録が終わりました" in text
    assert [one.state for one in relay.registrations()] == ["withdrawn", "agency_queue"]
