"""The pages of the quarantine, and H5 and H6 on the pages of a job: what was typed stays."""

import pytest
from tests.factories import COMPLETE_TERMS, NOW, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.actions import import_file
from tasuki.apps.openings.models import Opening
from tasuki.apps.people.models import Application
from tasuki.apps.quarantine.models import HeldText
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
FILE = "名前,メールアドレス,備考\n架空 花子,a@example.invalid,健康診断書を確認した\n".encode()
JOB = {
    "title": "経理",
    "pay_unit": "month",
    "pay_min_yen": "200000",
    "pay_max_yen": "250000",
    "prefecture": "33",
    "work_hours": "160",
    "is_indefinite": "on",
    "is_declared": "on",
    **{f"terms.{key}": text for key, text in COMPLETE_TERMS.items()},
}


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def owner(company):
    return make_member(company, Role.COMPANY_OWNER)


@pytest.fixture
def held(company, owner):
    import_file(actor=owner, data=FILE, file_name="応募者.csv", now=NOW)
    with bound(company.id, None):
        return HeldText.objects.get()


def states(company):
    with bound(company.id, None):
        return list(HeldText.objects.values_list("state", flat=True))


def test_import_page_says_what_was_held_back(held, owner, client_of, read_strictly):
    page = read_strictly(client_of(owner).get(f"/company/imports/{held.import_run_id}/"))

    assert "採用選考で集められない記述（H5）が1件" in page
    assert "健康診断書を確認した" not in page
    assert "/privacy/quarantine/" in page


def test_list_shows_column_and_matter_but_no_text(held, owner, client_of, read_strictly):
    page = read_strictly(client_of(owner).get("/privacy/quarantine/"))

    assert "備考" in page
    assert "F14 必要のない健康診断" in page
    assert "健康診断書を確認した" not in page


def test_empty_list_says_so(owner, client_of, read_strictly):
    assert "保留した記述はありません。" in read_strictly(
        client_of(owner).get("/privacy/quarantine/")
    )


def test_text_is_deleted_by_its_page(held, company, owner, client_of, read_strictly):
    browser = client_of(owner)
    before = read_strictly(browser.get(f"/privacy/quarantine/{held.pk}/"))

    response = browser.post(f"/privacy/quarantine/{held.pk}/", {"decision": "delete"})

    assert "健康診断書を確認した" in before
    assert response.status_code == 302
    assert states(company) == ["deleted"]
    after = read_strictly(browser.get(f"/privacy/quarantine/{held.pk}/"))
    assert "健康診断書を確認した" not in after
    assert owner.name in after
    assert "削除済み" in read_strictly(browser.get("/privacy/quarantine/?state=decided"))


def test_release_without_a_reason_is_refused_on_the_page(held, company, owner, client_of):
    response = client_of(owner).post(
        f"/privacy/quarantine/{held.pk}/", {"decision": "approve", "need": " "}
    )

    assert response.status_code == 409
    assert "H5" in response.content.decode()
    assert states(company) == ["held"]


def test_release_for_a_need_puts_the_text_into_the_note(held, company, owner, client_of):
    client_of(owner).post(
        f"/privacy/quarantine/{held.pk}/", {"decision": "approve", "need": "運転業務の適性の確認"}
    )

    with bound(company.id, None):
        assert Application.objects.get().note == "健康診断書を確認した"
    assert states(company) == ["approved"]


def test_only_the_right_to_decide_opens_the_pages(held, company, client_of):
    hr = client_of(make_member(company, Role.COMPANY_HR))
    stranger = client_of(make_member(make_company(), Role.COMPANY_OWNER))

    assert hr.get("/privacy/quarantine/").status_code == 403
    assert hr.post(f"/privacy/quarantine/{held.pk}/", {"decision": "delete"}).status_code == 403
    assert stranger.get(f"/privacy/quarantine/{held.pk}/").status_code == 404


def test_whole_job_is_published_by_its_pages(company, owner, client_of, read_strictly):
    browser = client_of(owner)
    browser.post("/company/openings/add/", JOB)
    with bound(company.id, None):
        opening = Opening.objects.get()

    page = read_strictly(browser.get(f"/company/openings/{opening.pk}/"))
    response = browser.post(f"/company/openings/{opening.pk}/publish/")

    assert "11 / 11" in page
    assert 'value="160"' in page
    assert response.status_code == 302
    with bound(company.id, None):
        opening.refresh_from_db()
    assert (opening.state, opening.work_minutes, opening.prefecture) == ("open", 9_600, 33)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"work_hours": "200", "prefecture": "13"}, "最低賃金"),
        ({"is_declared": ""}, "自己申告"),
        ({"terms.duties_change": ""}, "業務の内容と変更の範囲"),
        ({"title": "ウエイター"}, "ホールスタッフ"),
        (
            {"age_most": "35", "age_code": "3i", "age_reason": "長期勤続", "is_indefinite": ""},
            "無期",
        ),
    ],
)
def test_job_that_breaks_a_rule_is_not_published_and_names_the_rule(
    company, owner, client_of, changes, words
):
    browser = client_of(owner)
    browser.post("/company/openings/add/", JOB | changes)
    with bound(company.id, None):
        opening = Opening.objects.get()

    response = browser.post(f"/company/openings/{opening.pk}/publish/")

    assert response.status_code == 409
    assert "H6" in response.content.decode()
    assert words in response.content.decode()


def test_forbidden_text_of_a_job_is_refused_and_stays_on_the_page(company, owner, client_of):
    typed = "応募の際に戸籍抄本を提出していただきます"

    response = client_of(owner).post("/company/openings/add/", JOB | {"terms.probation": typed})

    assert response.status_code in {409, 422}
    assert "H5" in response.content.decode() or "F01" in response.content.decode()
    assert typed in response.content.decode()
    with bound(company.id, None):
        assert not Opening.objects.exists()
