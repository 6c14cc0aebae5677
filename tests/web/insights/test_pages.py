"""The pages of figures, for who may see the people and who may not."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.insights.test_figures import close_year, tell
from tests.factories import NOW, make_company, make_member, make_municipality

from tasuki.apps.insights.actions.closing import set_plan
from tasuki.apps.insights.actions.facts import record_cost
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
PAGES = ("/figures/", "/figures/costs/", "/figures/pictures/")


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    actor = make_member(company, Role.COMPANY_HR)
    for year, per in ((2024, 100), (2025, 70)):
        day = date(year, 6, 1)
        for channel, count in (("agency", 20), ("advert", 12), ("referral", 9)):
            tell(actor, "joined", day, count, channel=channel, prefecture="13")
            record_cost(
                actor=actor,
                month=day,
                scope="external",
                channel=channel,
                amount=count * per * 10_000,
                now=NOW,
            )
        for kind, count in (("applied", 100), ("document_passed", 60), ("offered", 45)):
            tell(actor, kind, day, count)
        tell(actor, "left", day, 30)
        tell(actor, "left", day, 6, followed_on=date(year, 9, 1))
        tell(actor, "moved", day, 8, origin="本社", destination="工場")
        tell(actor, "moved", day, 6, origin="工場", destination="本社")
    tell(actor, "joined", date(2025, 7, 1), 3, channel="alumni", prefecture="27", is_former=True)
    set_plan(actor=actor, baseline_year=2024, counts_internal=False, now=NOW)
    return actor


def test_pages_of_who_may_see_the_people(client_of, hr, read_strictly):
    client = client_of(hr)
    texts = {page: read_strictly(client.get(f"{page}?year=2025")) for page in PAGES}

    assert "20.5%" in texts["/figures/"]  # 9 of 44
    assert "退職者再雇用率" in texts["/figures/"]
    assert "30.0%" in texts["/figures/costs/"] or "34.8%" in texts["/figures/costs/"]
    for question in ("どこで減る", "どこへ行った", "誰と誰が", "どこから", "まだ在籍"):
        assert question in texts["/figures/pictures/"], question


def test_rows_of_a_figure(client_of, hr, company, read_strictly):
    text = read_strictly(client_of(hr).get("/figures/rows/introduced/?year=2025"))
    assert "社員紹介" in text
    viewer = make_member(company, Role.COMPANY_VIEWER)
    assert client_of(viewer).get("/figures/rows/introduced/").status_code == 403


def test_who_may_not_see_the_people_gets_masked_years(client_of, hr, company, read_strictly):
    viewer = client_of(make_member(company, Role.COMPANY_MANAGER))
    assert "まだ指標がありません" in read_strictly(viewer.get("/figures/"))
    close_year(hr)
    texts = [read_strictly(viewer.get(page)) for page in PAGES]

    assert "5未満" in texts[1]
    assert "隠した数の読み方" in texts[0]
    assert client_of(hr).get("/figures/pictures/tiles.csv?year=2025").status_code == 200


def test_entering(client_of, hr, read_strictly):
    client = client_of(hr)
    for page in ("", "cost/", "plan/", "target/", "close/", "outcomes-file/", "costs-file/"):
        read_strictly(client.get(f"/figures/entries/{page}"))
    given = {"definition_id": "introduced", "year": 2025, "percent": "25.0"}
    assert client.post("/figures/entries/target/", given).status_code == 302
    assert "目標 25.0%" in read_strictly(client.get("/figures/?year=2025"))
    assert client.post("/figures/entries/close/", {"month": "2025-04-01"}).status_code == 302
    bad = SimpleUploadedFile("a.csv", b"kind,happened_on\njoined,2025-05-01\nflown,2025-05-01\n")
    back = client.post("/figures/entries/outcomes-file/", {"file": bad})
    assert "flown" in back.content.decode("utf-8-sig")


def test_a_region_without_figures(client_of, read_strictly):
    town = client_of(make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR))
    for page in PAGES:
        read_strictly(town.get(page))
