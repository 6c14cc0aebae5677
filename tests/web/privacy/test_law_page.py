"""The law check page, its operations, the operator's warning and what the operator is by law."""

import datetime
import re

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from tests.api.callers import make_caller
from tests.factories import NOW, make_agency, make_company, make_member, make_organisation
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import Licence
from tasuki.apps.upkeep import law_tasks as tasks
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.law.acts import Act
from tasuki.core.law.hard_stops import HARD_STOPS
from tasuki.core.law.parameters import list_keys, list_parameters

pytestmark = pytest.mark.django_db
LATER = datetime.datetime(2028, 1, 10, 1, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _at_ten_in_tokyo():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def page_of(client_of, organisation, role, query=""):
    return client_of(make_member(organisation, role)).get(reverse("privacy:law") + query)


def test_page_shows_numbers_matrix_and_stops(client_of, read_strictly):
    text = read_strictly(page_of(client_of, make_company(), Role.COMPANY_HR))

    assert all(one.rule in text for one in HARD_STOPS)
    assert "有料職業紹介の許可の有効期間（最初）" in text
    assert "要確認" in text
    assert "ほかの会社の求人と人の推薦" in text
    assert "求人者（自社の採用）" in text
    assert "12か月を過ぎた" not in text


def test_page_warns_of_numbers_that_nobody_checked_for_a_year(client_of):
    with time_machine.travel(LATER, tick=False):
        text = page_of(client_of, make_company(), Role.COMPANY_HR).content.decode()

    assert "12か月を過ぎた" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?act=recommend", "H1：この立場では「ほかの会社の求人と人の推薦」はできません。"),
        ("?act=recommend&own=1", "今日の時点で行えます"),
        ("?act=supply", "職業安定法 44条"),
        ("?act=list_jobs", "今日の時点で行えます"),
    ],
)
def test_company_asks_about_an_act(client_of, query, words):
    text = page_of(client_of, make_company(), Role.COMPANY_HR, query).content.decode()

    assert words in text


def test_agency_without_a_licence_is_told_what_is_missing(client_of):
    agency = make_agency()
    before = page_of(client_of, agency, Role.AGENCY_OWNER, "?act=recommend").content.decode()
    make_row(Licence, agency)
    after = page_of(client_of, agency, Role.AGENCY_OWNER, "?act=recommend").content.decode()

    assert "有効な職業紹介の許可がありません。" in before
    assert "今日の時点で行えます" in after


def test_unknown_act_is_no_question(client_of):
    response = page_of(client_of, make_company(), Role.COMPANY_HR, "?act=fly")

    assert response.status_code == 200
    assert "今日の時点で行えます" not in response.content.decode()


def test_viewer_sees_no_law_check(client_of):
    assert page_of(client_of, make_company(), Role.COMPANY_VIEWER).status_code == 403


def test_numbers_of_a_day_by_the_api():
    caller = make_caller(make_company(), Role.COMPANY_HR)

    answer = caller.get("/law/parameters?on=2026-11-23").json()

    assert {one["key"] for one in answer["items"]} <= set(list_keys())
    assert len(answer["items"]) == len(list_parameters(on=datetime.date(2026, 11, 23)))
    assert not any(one["is_stale"] for one in answer["items"])
    assert any(not one["is_confirmed"] for one in answer["items"])
    notes = {one["key"]: one["note"] for one in answer["items"]}
    assert notes["labour_keep_years"] == {"ja": "本則は5年", "en": "5 years by the main rule"}
    assert notes["licence_years_first"] is None


def test_matrix_by_the_api_is_the_one_of_the_own_kind():
    company = make_caller(make_company(), Role.COMPANY_HR).get("/law/matrix").json()
    agency = make_caller(make_agency(), Role.AGENCY_ADVISOR).get("/law/matrix").json()

    assert (company["kind"], agency["kind"]) == ("employer", "platform")
    assert [row["act"] for row in company["items"]] == [act.value for act in Act]


@pytest.mark.parametrize(
    ("path", "body", "rule"),
    [
        ("act", {"act": "recommend"}, "H1"),
        ("act", {"act": "recommend", "is_own": True}, None),
        ("posting", {"items": {}}, "H6"),
        ("hours", {"plan": {"months": [{"month": "2026-11", "minutes": [3000, 3000]}]}}, "H10"),
        ("hours", {"plan": {"months": [{"month": "2026-11", "minutes": [600, 600]}]}}, None),
    ],
)
def test_checks_by_the_api(path, body, rule):
    caller = make_caller(make_company(), Role.COMPANY_HR)

    answer = caller.post(f"/law/checks/{path}", body).json()

    assert [one["rule"] for one in answer["refusals"]][:1] == ([rule] if rule else [])
    assert answer["is_allowed"] is (rule is None)


def test_check_of_keeping_by_the_api():
    caller = make_caller(make_company(), Role.COMPANY_HR)

    answer = caller.post(
        "/law/checks/retention", {"kind": "placement_book", "started_on": "2026-03-31"}
    ).json()

    assert answer["kept_through"] == "2028-03-31"
    assert answer["gone_after"] >= answer["kept_through"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("hours", {"plan": {"months": [{"month": "soon", "minutes": [1]}]}}, "plan"),
        ("stop", {"rule": "H4", "facts": {"payee": "x"}}, "facts"),
    ],
)
def test_case_that_cannot_be_read_names_its_field(path, body, field):
    caller = make_caller(make_company(), Role.COMPANY_HR)

    answer = caller.post(f"/law/checks/{path}", body)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_stop_that_is_not_there_is_refused_by_the_description():
    caller = make_caller(make_company(), Role.COMPANY_HR)

    answer = caller.post("/law/checks/stop", {"rule": "H99", "facts": {}})

    fields = [one["field"] for one in answer.json()["errors"]]
    assert (answer.status_code, len(fields)) == (422, 1)
    assert fields[0].endswith("rule")


def remind(platform, now):
    actor = Actor.for_task(organisation_id=platform.id, kind=OrganisationKind.PLATFORM)
    return tasks.remind_of_law_check(actor=actor, now=now)


def test_operator_is_reminded_in_april_and_while_numbers_are_stale():
    platform = make_organisation(OrganisationKind.PLATFORM)
    make_member(platform, Role.PLATFORM_ADMIN)
    april = datetime.datetime(2027, 4, 1, 22, 30, tzinfo=datetime.UTC)

    assert remind(platform, NOW) == 0
    assert remind(platform, april) == 0
    assert remind(platform, LATER) > 100

    with bound(platform.id, None):
        notices = Notification.objects.order_by("created_at", "id")
        assert [one.url for one in notices] == ["/privacy/law/"] * 2
        assert OutboxMail.objects.count() == 2


def test_every_operator_and_nobody_else_is_told():
    platform, company = make_organisation(OrganisationKind.PLATFORM), make_company()

    with time_machine.travel(LATER, tick=False):
        tasks.remind_of_law_checks.call()

    for organisation, count in ((platform, 1), (company, 0)):
        with bound(organisation.id, None):
            assert Notification.objects.count() == count


def test_home_of_the_operator_warns_of_stale_numbers(client_of):
    operator = make_member(make_organisation(OrganisationKind.PLATFORM), Role.PLATFORM_ADMIN)
    fresh = client_of(operator).get(reverse("platform:home")).content.decode()
    with time_machine.travel(LATER, tick=False):
        stale = client_of(operator).get(reverse("platform:home")).content.decode()

    assert "12か月を過ぎた" not in fresh
    assert "12か月を過ぎた" in stale


def test_public_pages_say_what_the_operator_is_before_the_law(settings):
    system = Client().get("/account/login/").content.decode()
    settings.LEGAL_FORM, settings.NOTIFICATION_NUMBER = "job_information", "51-募-000001"
    notified = Client().get("/account/login/").content.decode()

    assert "システムの提供だけを行います" in system
    assert "届出番号 51-募-000001" in notified


def test_values_read_as_words_and_not_as_data(client_of, read_strictly):
    text = read_strictly(page_of(client_of, make_company(), Role.COMPANY_HR))

    assert "東京都 1,226<" in text
    assert "都道府県ごとに1,023〜1,226円" in text
    assert "3号イ：長期勤続によるキャリア形成（若年、期間の定めなし）" in text
    assert "港湾運送業務、建設業務" in text
    assert "4月30日" in text
    assert "35、45、60歳" in text
    assert not [words for words in ("upper", "needs_", "13: ", "working_days") if words in text]


def test_english_page_holds_no_japanese_and_is_light(client_of):
    client = client_of(make_member(make_agency(), Role.AGENCY_OWNER))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = client.get(reverse("privacy:law") + "?act=supply").content.decode()
    main = text[text.index("<main") : text.index("</main>")]

    assert re.findall("[\u3040-\u30ff\u3400-\u9fff]+", main) == []
    assert "Employment Security Act, Art. 44" in main
    assert "Tokyo 1,226<" in main
    assert "To be confirmed: the rate of a tax-exempt agency" in main
    assert len(text.encode()) < 58_000


def test_foreseen_change_makes_a_number_overdue_and_next_check_is_named(client_of, read_strictly):
    text = read_strictly(page_of(client_of, make_company(), Role.COMPANY_HR, "?show=due"))

    assert "改定が見込まれている数値です" in text
    assert "地域別最低賃金" in text
    assert "2026/10/01" in text
    assert "有料職業紹介の許可の有効期間（最初）" not in text


@pytest.mark.parametrize(
    ("show", "there", "absent"),
    [
        ("unconfirmed", "届出制手数料の実務上の上限", "1日の法定労働時間"),
        ("coming", "2027/12/02", "1日の法定労働時間"),
        ("nonsense", "1日の法定労働時間", "2027/12/02"),
    ],
)
def test_numbers_are_chosen_by_the_state_of_their_check(client_of, show, there, absent):
    text = page_of(client_of, make_company(), Role.COMPANY_HR, f"?show={show}").content.decode()

    assert there in text
    assert absent not in text


def test_what_no_code_asks_for_is_marked_as_shown_only(client_of):
    caller = make_caller(make_company(), Role.COMPANY_HR)

    items = {one["key"]: one for one in caller.get("/law/parameters").json()["items"]}

    assert items["harassment_seeker_duty"]["is_shown_only"]
    assert not items["solicit_ban_years"]["is_shown_only"]
    assert items["min_wage"]["is_due"]
    assert items["min_wage"]["next_review_on"] == "2026-10-01"
