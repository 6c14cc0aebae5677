"""The agency's desk of openings: orders, employers, papers, the public page."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from tests.apps.openings.desk import IN_A_MONTH, Desk, add_employer
from tests.factories import COMPLETE_TERMS, NOW, TODAY, make_company, make_member
from tests.web.agency.office import make_stranger

from tasuki.adapters.postgres.context import bound
from tasuki.apps.openings import orders
from tasuki.apps.openings.models import Employer, Opening
from tasuki.apps.placement.models import JobOrder
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk.make()


@pytest.fixture
def browser(desk, client_of):
    return client_of(desk.advisor)


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def page(name, *args):
    return reverse(f"agency:{name}", args=args)


def form_of(desk, **fields):
    values = {
        "employer_id": str(desk.employer.id),
        "title": "架空の経理職",
        "occupation": "経理",
        "workplace": "見本市1-2",
        "pay_unit": "month",
        "pay_min_yen": "270000",
        "pay_max_yen": "330000",
        "prefecture": "33",
        "work_hours": "160",
        "person_count": "2",
        "employment": "full_time",
        "is_indefinite": "on",
    }
    terms = {f"terms.{key}": text for key, text in COMPLETE_TERMS.items()}
    return values | terms | fields


def stored(desk, **where):
    with bound(desk.agency.id, None):
        return Opening.objects.get(**where)


def listed(desk, opening):
    return orders.list_publicly(actor=desk.advisor, opening_id=opening.id, now=NOW)


def test_order_is_taken_accepted_and_published_on_the_pages(desk, browser):
    made = browser.post(page("opening_add"), form_of(desk))
    opening = stored(desk)
    accepted = browser.post(
        page("opening_accept", opening.id),
        {"received_on": TODAY.isoformat(), "valid_to": IN_A_MONTH.isoformat()},
    )
    published = browser.post(page("opening_publish", opening.id))

    assert {made.status_code, accepted.status_code, published.status_code} == {302}
    opening = stored(desk)
    assert (opening.state, opening.person_count, opening.employer_id) == (
        "open",
        2,
        desk.employer.id,
    )
    text = shown(browser.get(page("opening", opening.id)))
    for part in ("J-00001", "架空精機株式会社", "公開中", "求人票", "変更の範囲"):
        assert part in text, part


def test_incomplete_order_says_why_it_is_not_accepted_and_keeps_what_was_typed(desk, browser):
    opening = desk.take(terms={"duties": "経理"})

    response = browser.post(
        page("opening_accept", opening.id),
        {"received_on": TODAY.isoformat(), "valid_to": IN_A_MONTH.isoformat()},
    )

    assert response.status_code == 409
    assert "求人に足りない項目があります" in shown(response)
    assert f'value="{IN_A_MONTH.isoformat()}"' in response.content.decode()


def test_order_is_refused_on_the_page_and_its_notice_is_a_pdf(desk, browser):
    opening = desk.take()
    answer = {"ground": "far_below", "text": "月給が最低賃金を大きく下回る"}

    refused = browser.post(page("opening_refuse", opening.id), answer)
    notice = browser.get(page("opening_refusal", opening.id))

    assert refused.status_code == 302
    assert (notice.status_code, notice["Content-Type"]) == (200, "application/pdf")
    assert notice.content.startswith(b"%PDF")


def test_papers_that_do_not_exist_are_not_found(desk, browser):
    opening = desk.open()

    assert browser.get(page("opening_refusal", opening.id)).status_code == 404
    for since in ("", "?since=0", "?since=7", "?since=99999999999", "?since=x"):
        assert browser.get(page("opening_changes", opening.id) + since).status_code == 404


def test_change_of_an_open_job_is_shown_with_its_kind_and_its_notice(desk, browser):
    opening = desk.open()

    saved = browser.post(page("opening_edit", opening.id), form_of(desk, pay_max_yen="340000"))
    text = shown(browser.get(page("opening", opening.id)))
    notice = browser.get(page("opening_changes", opening.id) + "?since=1&to=見本 次郎")

    assert saved.status_code == 302
    assert "月給 270,000〜340,000円" in text
    assert "第2版" in text
    assert notice.content.startswith(b"%PDF")


def test_edit_form_begins_with_what_is_stored(desk, browser):
    opening = desk.take(person_count=4, occupation_code="013")

    content = browser.get(page("opening_edit", opening.id)).content.decode()

    assert f'<option value="{desk.employer.id}" selected' in content
    assert 'name="person_count" value="4"' in content
    assert 'value="013"' in content
    assert "is_declared" not in content


def test_many_are_confirmed_at_once_and_the_others_are_named(desk, browser, monkeypatch):
    good, bad = desk.open(), desk.open(title="架空の総務職")
    with bound(desk.agency.id, None):
        Opening.objects.filter(id=bad.id).update(pay_min_yen=1_000)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=5))

    response = browser.post(
        page("openings"),
        {"act": "confirm", "row": [str(good.id), str(bad.id)], "confirmed": "yes"},
        follow=True,
    )

    assert stored(desk, id=good.id).as_of == TODAY + timedelta(days=5)
    assert stored(desk, id=bad.id).as_of == TODAY
    assert bad.number in shown(response)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"公開", "受付", "終了"}),
        ("?state=draft", {"受付"}),
        ("?state=over", {"終了"}),
        ("?stale=yes", {"公開"}),
        ("?q=公開", {"公開"}),
    ],
)
def test_tabs_and_search_narrow_the_list(desk, browser, query, titles):
    stale = desk.open(title="公開の経理")
    desk.take(title="受付の経理")
    over = desk.open(title="終了の経理")
    browser.post(page("opening_close", over.id))
    with bound(desk.agency.id, None):
        Opening.objects.filter(id=stale.id).update(as_of=TODAY - timedelta(days=31))

    content = browser.get(page("openings") + query).content.decode()

    found = {name for name in ("公開", "受付", "終了") if f"{name}の経理" in content}
    assert found == titles


def test_list_narrows_by_employer_and_goes_out_as_a_file(desk, browser):
    other = add_employer(desk.advisor, name="架空物産")
    desk.take(title="経理の仕事")
    desk.take(title="倉庫の仕事", employer_id=other.id)

    content = browser.get(f"{page('openings')}?employer={other.id}").content.decode()
    file = browser.get(f"{page('openings')}?employer={other.id}&export=csv")

    assert "倉庫の仕事" in content
    assert "経理の仕事" not in content
    assert "倉庫の仕事" in file.content.decode("utf-8-sig")


def test_lists_and_pages_need_no_more_queries_for_more_rows(desk, browser, count_queries):
    first = desk.open()
    addresses = [page("openings"), page("employers"), page("employer", desk.employer.id)]
    before = [count_queries(browser, one) for one in addresses]
    for number in range(6):
        other = add_employer(desk.advisor, name=f"架空物産{number}")
        desk.open(title=f"仕事{number}", employer_id=other.id)
        desk.take(title=f"下書き{number}")

    assert [count_queries(browser, one) for one in addresses] == before
    assert count_queries(browser, page("opening", first.id)) <= 30


def test_employer_is_added_declared_and_shown(desk, browser):
    added = browser.post(
        page("employer_add"), {"name": "架空物産", "corporate_number": "7000012050002"}
    )
    with bound(desk.agency.id, None):
        employer = Employer.objects.get(name="架空物産")
    before = shown(browser.get(page("employer", employer.id)))
    declared = browser.post(
        page("employer_declare", employer.id),
        {"answer": "clear", "declared_on": TODAY.isoformat()},
    )
    after = shown(browser.get(page("employer", employer.id)))
    wrong = browser.post(page("employer_edit", employer.id), {"name": "x", "corporate_number": "1"})

    assert {added.status_code, declared.status_code} == {302}
    assert "未確認" in before
    assert "該当しない" in after
    assert wrong.status_code == 422
    assert "検査数字" in shown(wrong)


def test_file_of_openings_becomes_drafts_of_one_employer(desk, browser):
    lines = "求人名,職種,勤務地,給与下限,給与上限\n経理担当,経理,岡山県,250000,300000\n"
    upload = SimpleUploadedFile("求人.csv", lines.encode("utf-8"), "text/csv")

    response = browser.post(
        page("opening_import"), {"employer_id": str(desk.employer.id), "file": upload}
    )

    assert response.status_code == 302
    opening = stored(desk)
    assert (opening.title, opening.state, opening.employer_id) == (
        "経理担当",
        "draft",
        desk.employer.id,
    )
    assert (opening.declared_on, opening.received_on) == (TODAY, TODAY)


def test_public_page_is_whole_for_people_and_search_engines(desk, browser, client):
    opening = listed(desk, desk.open(locality="見本市", terms=COMPLETE_TERMS))

    response = client.get(reverse("jobs:job", args=[opening.public_code]))

    assert response.status_code == 200
    content = response.content.decode()
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', content, re.DOTALL)
    posting = json.loads(found)
    assert posting["title"] == "架空の経理職"
    assert posting["datePosted"] == TODAY.isoformat()
    assert posting["validThrough"].startswith(IN_A_MONTH.isoformat())
    assert posting["hiringOrganization"]["name"] == "架空精機株式会社"
    assert posting["jobLocation"]["address"]["addressRegion"] == "岡山県"
    assert posting["baseSalary"]["value"]["minValue"] == 270_000
    text = re.sub(r"\{.*\}", " ", shown(response))
    assert "JobPosting" not in text
    # What a machine reads, a human reads too.
    for part in (
        "架空精機株式会社",
        "月給 270,000〜330,000円",
        "見本市1-2",
        "業務の変更の範囲",
        opening.number,
    ):
        assert part in text, part
    assert desk.agency.name in text
    assert "見本 太郎" not in content  # the person in charge at the employer


@pytest.mark.parametrize("event", ["suspend", "fill", "close"])
def test_public_page_of_an_ended_job_is_gone_and_says_whom_to_ask(desk, browser, client, event):
    opening = listed(desk, desk.open())
    browser.post(page(f"opening_{event}", opening.id))

    response = client.get(reverse("jobs:job", args=[opening.public_code]))

    assert response.status_code == 410
    assert "ld+json" not in response.content.decode()
    assert desk.agency.name in shown(response)


def test_public_page_disappears_when_nobody_confirmed_or_the_order_is_over(
    desk, client, monkeypatch
):
    opening = listed(desk, desk.open())
    address = reverse("jobs:job", args=[opening.public_code])
    on_the_last_day = timezone.localtime(NOW) + timedelta(days=30)

    monkeypatch.setattr(timezone, "now", lambda: on_the_last_day)
    last = client.get(address).status_code
    monkeypatch.setattr(timezone, "now", lambda: on_the_last_day + timedelta(days=1))
    after = client.get(address).status_code

    assert (last, after) == (200, 410)


def test_address_that_was_taken_away_or_never_was_is_not_found(desk, browser, client):
    opening = listed(desk, desk.open())
    browser.post(page("opening_unlist", opening.id))

    assert client.get(reverse("jobs:job", args=[opening.public_code])).status_code == 404
    assert client.get(reverse("jobs:job", args=["nosuchcode"])).status_code == 404


def test_draft_gets_no_public_page(desk, browser):
    opening = desk.take()

    browser.post(page("opening_list", opening.id))

    assert stored(desk).public_code == ""


def test_text_of_a_job_cannot_break_out_of_the_page(desk, client):
    evil = "</script><script>alert(1)</script>"
    opening = listed(desk, desk.open(title=f"経理{evil}"))

    content = client.get(reverse("jobs:job", args=[opening.public_code])).content.decode()

    assert "<script>alert(1)" not in content


def test_clerk_reads_everything_and_is_offered_no_act(desk, client_of):
    opening = desk.open()
    clerk = client_of(make_member(desk.agency, Role.AGENCY_CLERK))

    content = clerk.get(page("opening", opening.id)).content.decode()

    assert clerk.get(page("openings")).status_code == 200
    assert page("opening_close", opening.id) not in content
    assert clerk.post(page("opening_close", opening.id)).status_code == 403
    assert clerk.get(page("opening_edit", opening.id)).status_code == 403


def test_other_agencies_and_companies_find_nothing(desk, client_of):
    opening = desk.open()
    stranger = client_of(make_stranger())
    company = client_of(make_member(make_company(), Role.COMPANY_HR))

    for name, row in (("opening", opening), ("employer", desk.employer)):
        assert stranger.get(page(name, row.id)).status_code == 404
        assert company.get(page(name, row.id)).status_code == 404
    assert stranger.get(page("opening_sheet", opening.id)).status_code == 404
    assert stranger.post(page("opening_fill", opening.id)).status_code == 404
    assert company.get(page("openings")).status_code == 404


def test_acceptance_of_a_stranger_writes_no_row(desk, client_of):
    opening = desk.take()
    stranger = client_of(make_stranger())

    stranger.post(
        page("opening_accept", opening.id),
        {"received_on": TODAY.isoformat(), "valid_to": IN_A_MONTH.isoformat()},
    )

    with bound(desk.agency.id, None):
        assert not JobOrder.objects.exists()
