"""The parts in whole pages: lists, forms, refusals, figures."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from openpyxl import load_workbook
from tests.factories import make_agency, make_company, make_member
from tests.web.components.sample import SampleList

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.orgs.models import SavedFilter
from tasuki.core.access import Role

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.components.sample")]


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def actor(company):
    return make_member(company, Role.COMPANY_HR)


@pytest.fixture
def browser(actor, client_of):
    return client_of(actor)


@pytest.fixture(autouse=True)
def _own_templates():
    one = {**settings.TEMPLATES[0]}
    one["DIRS"] = [*one["DIRS"], Path(__file__).parent / "templates"]
    with override_settings(TEMPLATES=[one]):
        yield


def make_rows(actor, count, **fields):
    with bound(actor.organisation_id, actor.account_id):
        SavedFilter.objects.bulk_create(
            SavedFilter(
                **(
                    {
                        "page": "x",
                        "name": f"行{number:04d}",
                        "query": "a",
                        "account_id": number % 7 or None,
                        "organisation_id": actor.organisation_id,
                    }
                    | fields
                )
            )
            for number in range(count)
        )


def names_of(response):
    return [row.name for row in response.context["rows"]]


def test_list_shows_50_rows_and_the_place_in_the_whole(browser, actor, read_strictly):
    make_rows(actor, 120)

    response = browser.get("/sample/")

    text = read_strictly(response)
    assert "1-50 / 120" in text
    assert len(names_of(response)) == 50


def test_pages_forward_and_back_show_every_row_once(browser, actor):
    make_rows(actor, 120)
    seen, url = [], "/sample/"
    while url:
        response = browser.get(url)
        seen += names_of(response)
        url, last = response.context["next_url"], response

    assert seen == [f"行{number:04d}" for number in range(120)]
    assert last.context["page"].first_number == 101
    back = browser.get(last.context["previous_url"])
    assert names_of(back) == [f"行{number:04d}" for number in range(50, 100)]
    assert back.context["page"].first_number == 51


@pytest.mark.parametrize("sort", ["account_id", "-account_id", "name", "-name", "created_at"])
def test_pages_of_equal_and_empty_values_lose_no_row(browser, actor, sort):
    make_rows(actor, 130)
    seen, url = [], f"/sample/?sort={sort}"
    while url:
        response = browser.get(url)
        seen += [row.id for row in response.context["rows"]]
        url = response.context["next_url"]
    backwards, url = [row.id for row in response.context["rows"]], response.context["previous_url"]
    while url:
        response = browser.get(url)
        backwards = [row.id for row in response.context["rows"]] + backwards
        url = response.context["previous_url"]

    assert len(seen) == len(set(seen)) == 130
    assert backwards == seen


def test_number_of_queries_does_not_depend_on_the_rows(
    browser, actor, django_assert_max_num_queries
):
    make_rows(actor, 10)
    browser.get("/sample/")
    with django_assert_max_num_queries(40) as few:
        browser.get("/sample/")
    make_rows(actor, 200, name="別")
    with django_assert_max_num_queries(40) as many:
        browser.get("/sample/")

    assert len(few) == len(many)


def test_unknown_place_shows_the_first_page(browser, actor):
    make_rows(actor, 60)

    for place in ("after=nonsense", "after=00000000-0000-4000-8000-000000000000", "from=x"):
        assert browser.get(f"/sample/?{place}").context["page"].first_number == 1


def test_search_and_filter_stand_in_the_address_and_survive_sorting(browser, actor):
    make_rows(actor, 20)

    response = browser.get("/sample/?q=行001&state=a")

    assert len(names_of(response)) == 10
    url = response.context["headings"][1].url
    assert "q=%E8%A1%8C001" in url
    assert "state=a" in url


def test_htmx_gets_the_rows_only(browser, actor):
    make_rows(actor, 3)

    response = browser.get("/sample/", headers={"HX-Request": "true"})

    text = response.content.decode().strip()
    assert text.startswith('<div id="rows"')
    assert "<html" not in text
    assert 'role="search"' not in text
    assert "HX-Request" in response["Vary"]


def test_search_field_stands_outside_what_htmx_swaps(browser, actor):
    make_rows(actor, 3)

    text = browser.get("/sample/").content.decode()

    assert text.index('type="search"') < text.index('id="rows"')
    assert 'hx-trigger="submit, search-now"' in text


def test_empty_list_says_what_will_appear(browser, read_strictly):
    assert "まだ何もありません。" in read_strictly(browser.get("/sample/"))
    assert "条件に合う行はありません。" in browser.get("/sample/?q=x").content.decode()


def test_formula_in_a_name_is_text_in_every_file(browser, actor):
    make_rows(actor, 1, name="=1+1")

    text = browser.get("/sample/?export=csv").content.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(browser.get("/sample/?export=xlsx").content))

    assert list(csv.reader(io.StringIO(text)))[1][0] == "'=1+1"
    assert book.active["A2"].data_type == "s"
    assert book.active["A2"].value == "=1+1"


def test_export_holds_all_rows_of_the_filter_and_is_in_the_audit(browser, actor):
    make_rows(actor, 120)

    response = browser.get("/sample/?export=csv&q=行00")

    assert response.content.count(b"\r\n") == 101
    assert (
        "filename*=UTF-8''%E8%A6%8B%E6%9C%AC%E3%81%AE%E8%A1%8C_" in response["Content-Disposition"]
    )
    with bound(actor.organisation_id, None):
        event = AuditEvent.objects.get(kind="list.export")
    assert event.data == {"format": "csv", "row_count": 100, "left_out": 0}


def test_shift_jis_export_names_the_characters_that_do_not_fit(browser, actor):
    make_rows(actor, 1, name="𠮷野")

    response = browser.get("/sample/?export=cp932")

    assert response.status_code == 422
    assert "𠮷" in response.content.decode()


def test_export_needs_its_permission(company, client_of, actor):
    viewer = make_member(company, Role.COMPANY_VIEWER)
    make_rows(actor, 1)
    browser = client_of(viewer)

    assert browser.get("/sample/?export=csv").status_code == 403
    assert "export=csv" not in browser.get("/sample/").content.decode()


def test_unknown_file_format_does_not_exist(browser):
    assert browser.get("/sample/?export=pdf").status_code == 404


def test_bulk_act_is_shown_before_it_is_done(browser, actor, read_strictly):
    make_rows(actor, 3)
    SampleList.done.clear()
    ids = [row.id for row in browser.get("/sample/").context["rows"]][:2]

    asked = browser.post("/sample/", {"act": "archive", "row": ids})

    text = read_strictly(asked)
    assert "一覧から消えます。" in text
    assert SampleList.done == []
    browser.post("/sample/", {"act": "archive", "row": ids, "confirmed": "yes"})
    assert SampleList.done == [(2, {"ids": ids, "query": "", "count": 2})]


def test_everything_is_a_query_with_a_count_that_must_still_hold(browser, actor):
    make_rows(actor, 40)
    SampleList.done.clear()
    sent = {"act": "archive", "everything": "40", "confirmed": "yes", "typed": "40"}

    browser.post("/sample/?state=a", sent)
    refused = browser.post("/sample/?state=a", sent | {"everything": "39"})

    assert SampleList.done == [(40, {"ids": [], "query": "state=a", "count": 40})]
    assert refused.status_code == 409


def test_more_than_30_rows_need_the_number_typed(browser, actor, read_strictly):
    make_rows(actor, 40)
    SampleList.done.clear()
    sent = {"act": "archive", "everything": "40", "confirmed": "yes", "typed": "4"}

    response = browser.post("/sample/", sent)

    assert response.status_code == 422
    assert "40と入力してください。" in read_strictly(response)
    assert SampleList.done == []


def test_bulk_act_without_its_permission_is_not_done(company, client_of, actor):
    make_rows(actor, 2)
    SampleList.done.clear()
    browser = client_of(make_member(company, Role.COMPANY_VIEWER))

    response = browser.post("/sample/", {"act": "archive", "everything": "2", "confirmed": "yes"})

    assert response.status_code == 302
    assert SampleList.done == []
    assert "data-bulk" not in browser.get("/sample/").content.decode()


def test_rows_of_another_organisation_are_not_there(client_of, actor):
    make_rows(actor, 3)
    other = client_of(make_member(make_company(), Role.COMPANY_HR))

    assert names_of(other.get("/sample/")) == []


def test_form_shows_its_fields_in_our_form(browser, read_strictly):
    text = read_strictly(browser.get("/sample/form/"))

    assert '<label for="id_name">名前<span class="need">必須</span></label>' in text
    assert 'aria-describedby="id_name_helptext"' in text
    assert 'class="inp"' in text


def test_missing_value_is_named_on_top_with_a_link_and_beside_the_field(browser, read_strictly):
    response = browser.post("/sample/form/", {"name": "", "note": "残る"})

    text = read_strictly(response)
    assert response.status_code == 422
    assert '<a href="#id_name">名前</a>' in text
    assert 'aria-invalid="true"' in text
    assert '<ul class="error" id="id_name_error"><li>名前を入力してください。</li></ul>' in text
    assert "残る</textarea>" in text


@pytest.mark.parametrize(
    ("name", "status"), [("conflict", 409), ("field", 422), ("rule", 409), ("right", 403)]
)
def test_refused_act_keeps_what_was_typed(browser, read_strictly, name, status):
    response = browser.post("/sample/form/", {"name": name, "note": "残る"})

    assert response.status_code == status
    assert "残る</textarea>" in read_strictly(response)


def test_saved_form_leads_on_with_a_toast_that_can_be_undone(browser, read_strictly):
    response = browser.post("/sample/form/", {"name": "花子"}, follow=True)

    text = read_strictly(response)
    assert "保存しました。" in text
    assert '<form method="post" action="/sample/act/">' in text


def test_act_answers_a_refusal_with_a_page_and_htmx_with_a_toast(browser, read_strictly):
    page = browser.post("/sample/act/", {"name": "rule"})
    toast = browser.post("/sample/act/", {"name": "rule"}, headers={"HX-Request": "true"})

    assert "できません（H4）。削除してください。" in read_strictly(page)
    assert (page.status_code, toast.status_code) == (409, 409)
    assert toast["HX-Reswap"] == "none"
    assert 'hx-swap-oob="beforeend"' in toast.content.decode()


def test_act_is_a_post_only(browser):
    assert browser.get("/sample/act/").status_code == 405


def test_page_of_parts_is_valid_and_complete(browser, actor, read_strictly):
    make_rows(actor, 2)

    text = read_strictly(browser.get("/sample/page/"))

    for part in ("どこで減る？", "受理待ち", "求人を選んで申し込み", "5未満", "12枠", "450万円"):
        assert part in text
    assert text.count('class="on"') == 9


def test_page_of_another_kind_does_not_exist(client_of):
    agency = client_of(make_member(make_agency(), Role.AGENCY_OWNER))

    assert agency.get("/sample/").status_code == 404


def test_page_without_the_right_is_refused_and_says_what_to_do(browser, read_strictly):
    response = browser.get("/sample/owner/")

    assert response.status_code == 403
    assert "組織の管理者に依頼してください" in read_strictly(response)


def test_signed_out_reader_is_led_to_the_sign_in(client):
    response = client.get("/sample/")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_page_that_does_not_exist_says_what_to_do(browser, read_strictly):
    response = browser.get("/nowhere/")

    assert response.status_code == 404
    assert "ページが見つかりません" in read_strictly(response)


def test_policy_of_content_allows_our_own_files_only(browser):
    policy = browser.get("/sample/")["Content-Security-Policy"]

    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_english_reader_gets_english(browser, actor):
    browser.cookies["tasuki_language"] = "en"

    text = browser.get("/sample/").content.decode()

    assert 'lang="en"' in text
    assert "Skip to the content" in text
