"""My page over all organisations: who keeps what, who looked, and nobody else's data."""

import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from pypdf import PdfReader
from tests.factories import make_company, make_member
from tests.model_factories import make_row
from tests.web.person.entry import Phone, address, last_code

from tasuki.adapters.postgres.context import bound
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.people.views import record_view, record_views
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.upkeep.declarations import list_rules
from tasuki.apps.upkeep.engine import find_due
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def company():
    return make_company(name="株式会社架空商事")


@pytest.fixture
def record(company):
    given = {"mail": MAIL, "family_name": "鈴原", "given_name": "陽菜", "name_key": "鈴原陽菜"}
    return make_row(TalentRecord, company, **given)


@pytest.fixture
def application(company, record):
    return make_row(
        Application,
        company,
        talent_record=record,
        number="A-1",
        job_title="生産管理",
        outcome=Application.Outcome.NOT_SELECTED,
        end_reason="経験が不足",
        ended_on=date(2026, 10, 1),
        note="面接官の所感",
    )


@pytest.fixture
def phone(record):
    entered = Phone()
    entered.enter(MAIL)
    return entered


def test_overview_says_what_why_basis_and_until(phone, company, application):
    text = phone.get("home")

    assert "株式会社架空商事" in text
    assert "氏名、メールアドレス" in text
    assert "採用選考" in text
    assert "職業安定法5条の5" in text
    assert "選考が終わってから6か月 (2027/03/31)" in text


def test_a_hired_person_reads_that_the_papers_stay(phone, company, application):
    with bound(company.pk, None):
        Application.objects.update(outcome=Application.Outcome.HIRED)

    text = phone.get("home")

    assert "退職などの日から3年は残ります（労働基準法109条）" in text
    assert "2027/03/31" not in text


def test_day_on_the_page_is_the_last_day_before_the_disposal(phone, company, application, record):
    with bound(company.pk, None):
        rule = next(one for one in list_rules() if one.name == "people.TalentRecord")
        due = [
            find_due(rule, on=day).filter(pk=record.pk).exists()
            for day in (date(2027, 3, 31), date(2027, 4, 1))
        ]

    assert "(2027/03/31)" in phone.get("home")
    assert due == [False, True]


def test_company_page_shows_the_application_without_a_result_that_was_not_told(
    phone, company, record, application
):
    text = phone.get("me_home", record.pk)

    assert "生産管理" in text
    assert "結果は、会社からの通知でお知らせします。" in text
    for hidden in ("見送り", "経験が不足", "面接官の所感"):
        assert hidden not in phone.content


def test_file_holds_everything_and_no_result_that_was_not_told(phone, company, application):
    held = json.loads(phone.client.get(address("bundle")).content)

    [place] = held["organisations"]
    [found] = place["data"]["applications"]
    assert (place["name"], place["data"]["records"][0]["mail"]) == ("株式会社架空商事", MAIL)
    assert (found["number"], found["outcome"], found["end_reason"]) == ("A-1", "", "")
    assert "面接官の所感" not in str(held)


def test_who_looked_is_told_with_role_and_purpose_and_without_a_name(phone, company, record):
    hr = make_member(company, Role.COMPANY_HR)
    now = timezone.now()
    record_view(actor=hr, talent_record_id=record.pk, now=now)
    record_view(actor=hr, talent_record_id=record.pk, now=now + timedelta(minutes=5))
    record_views(actor=hr, talent_record_ids=[record.pk], way="exported", now=now)

    text = phone.get("log")

    assert text.count("採用担当者 記録を開きました") == 1
    assert text.count("採用担当者 記録をファイルに書き出しました") == 1
    assert "理由：採用選考" in text
    assert hr.name not in text


def test_empty_log_says_so(phone):
    assert "見た人も受け取った人もいません" in phone.get("log")


def test_paper_is_readable_japanese_and_names_everything(phone, company, application, tmp_path):
    phone.post(
        "passport_add",
        {"kind": "skill", "title": "統計的品質管理", "place": "", "text": "毎週使っています"},
    )
    response = phone.client.get(address("paper"))
    file = tmp_path / "paper.pdf"
    file.write_bytes(response.content)

    paper = PdfReader(file)
    text = "".join(page.extract_text() for page in paper.pages).replace(" ", "")
    width, height = paper.pages[0].mediabox.width, paper.pages[0].mediabox.height
    assert response["Content-Type"] == "application/pdf"
    for words in ("株式会社架空商事", "採用選考", "鈴原", "生産管理", "統計的品質管理", MAIL):
        assert words in text
    assert (round(width), round(height)) == (595, 842)


def test_request_is_filed_followed_and_taken_back(phone, company, record):
    filed = phone.post(
        "requests", {"record": str(record.pk), "kind": "correction", "scope": "番地がちがいます"}
    )
    with bound(company.pk, None):
        [request] = RightsRequest.objects.all()
    back = phone.post("request_back", {"chosen": str(request.pk)})

    assert request.talent_record_id == record.pk
    assert request.number in filed
    assert "対応中" in filed
    assert "取り下げ済み" in back


def test_request_to_an_organisation_without_a_record_of_mine_is_refused(phone, record):
    other = make_row(TalentRecord, make_company(), mail="other@mail.example")

    phone.post("requests", {"record": str(other.pk), "kind": "disclosure", "scope": "見たい"})

    with bound(other.organisation_id, None):
        assert RightsRequest.objects.count() == 0
    assert phone.status == 422
    assert "見たい" in phone.content


def test_request_of_somebody_else_is_not_taken_back(phone, record, company):
    other = make_row(TalentRecord, company, mail="other@mail.example")
    stranger = Phone()
    stranger.enter("other@mail.example")
    stranger.post("requests", {"record": str(other.pk), "kind": "disclosure", "scope": ""})
    with bound(company.pk, None):
        [request] = RightsRequest.objects.all()

    phone.post("request_back", {"chosen": str(request.pk)})

    with bound(company.pk, None):
        assert RightsRequest.objects.get().withdrawn_at is None
    assert phone.status == 404


@pytest.mark.parametrize("name", ["me_home", "me_data"])
def test_record_of_another_person_is_not_there(phone, company, name):
    other = make_row(TalentRecord, company, mail="other@mail.example", family_name="山本")

    phone.client.get(address(name, other.pk))

    response = phone.client.get(address(name, other.pk))
    assert response.status_code == 404
    assert "山本" not in response.content.decode()


def test_english_reader_gets_english_pages(phone, application):
    phone.client.cookies["tasuki_language"] = "en"

    text = phone.get("home")

    assert "6 months after the selection ended" in text
    assert "name, mail address" in text


def test_nothing_is_deleted_before_the_code_comes_back(phone, record, company):
    text = phone.post("leave", {"chosen": str(record.pk)})
    phone.post("leave_code", {"code": "00000000"})

    with bound(company.pk, None):
        assert TalentRecord.objects.get(pk=record.pk).mail == MAIL
    assert "まだ何も消えていません" in text
    assert phone.status == 422


def test_code_to_enter_is_not_taken_for_deleting(phone, record, company):
    code = last_code(MAIL)
    phone.post("leave", {"chosen": str(record.pk)})

    phone.post("leave_code", {"code": code})

    assert phone.status == 422


def test_record_of_somebody_else_cannot_be_chosen_for_deleting(phone, company):
    other = make_row(TalentRecord, company, mail="other@mail.example")

    phone.post("leave", {"chosen": str(other.pk)})

    assert phone.status == 422
    with bound(company.pk, None):
        assert TalentRecord.objects.get(pk=other.pk).mail == "other@mail.example"


def test_page_says_before_what_goes_and_what_the_law_keeps(phone, company):
    text = phone.get("leave")

    assert "消えるもの：氏名、メールアドレス" in text
    assert "法律で残すもの" in text
