"""Pages of moves: who sees them, refusals keep what was typed, papers are PDF."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from tests.apps.moves.office import CONTRACT, SECONDMENT, SIDE_WORK, Office
from tests.factories import NOW, TODAY, make_agency, make_member

from tasuki.apps.moves.actions import side_work
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork, SideWorkMonth
from tasuki.core.access import Role
from tasuki.core.moves import machines
from tasuki.web.moves.frame import ACT_WORDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_at_ten_in_tokyo")]
SEPTEMBER = date(2026, 9, 1)
MODEL = {
    "hours_model": "management",
    "own_month_limit_minutes": 100 * 60,
    "own_year_limit_minutes": 960 * 60,
}


@pytest.fixture
def _at_ten_in_tokyo():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def browser(office, client_of):
    return client_of(office.owner)


def typed(values):
    found = {}
    for name, value in values.items():
        if isinstance(value, list):
            found[name] = "、".join(f"{one // 60}:{one % 60:02d}" for one in value)
        elif name.endswith("_minutes"):
            found[name] = f"{value // 60}:{value % 60:02d}"
        elif value is not None and value is not False:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def every_page(office):
    moved = office.second()
    proposed = office.propose(person_number="E-9")
    job = office.run_side_work()
    checked = office.check(person_number="E-8")
    sheet = office.sheet(job, SEPTEMBER)
    office.day(sheet, date(2026, 9, 7), own_scheduled=8, other_scheduled=3)
    model = office.sheet(office.run_side_work(**MODEL, person_number="E-7"), SEPTEMBER)
    office.totals(model, 40, 50)
    order = office.start()
    delivery = office.deliver(order)
    draft = office.prepare(place="")
    steps = {
        "secondment": (moved, ("", "_extend", "_return", "_convert", "_cancel")),
        "side_work": (job, ("", "_edit", "_stop", "_end", "_refuse")),
        "contract_work": (order, ("", "_announce", "_renew", "_end", "_start")),
    }
    pages = [reverse(f"moves:{name}s") for name in steps]
    pages += [reverse(f"moves:{name}_add") for name in steps]
    for name, (row, ends) in steps.items():
        pages += [reverse(f"moves:{name}{end}", args=[row.pk]) for end in ends]
    pages += [
        reverse(f"moves:secondment{end}", args=[proposed.pk])
        for end in ("", "_edit", "_deliver", "_consent", "_sign")
    ]
    pages += [
        reverse("moves:side_work", args=[checked.pk]),
        reverse("moves:sheet_begin", args=[job.pk]),
        reverse("moves:sheet", args=[sheet.pk]),
        reverse("moves:sheet", args=[model.pk]),
        reverse("moves:contract_work", args=[draft.pk]),
        reverse("moves:contract_work_edit", args=[draft.pk]),
        reverse("moves:delivery_add", args=[order.pk]),
        reverse("moves:delivery", args=[delivery.pk]),
        reverse("moves:delivery_inspect", args=[delivery.pk]),
        reverse("moves:delivery_pay", args=[delivery.pk]),
    ]
    return pages


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_whole_in_both_languages(office, browser, read_strictly, language):
    browser.cookies["django_language"] = language
    for url in every_page(office):
        response = browser.get(url)

        assert response.status_code == 200, url
        text = read_strictly(response)
        assert "みなと精機" in text


def test_pages_are_for_those_who_may_view_moves(office, client_of):
    pages = every_page(office)
    viewer, hr = client_of(office.viewer), client_of(office.hr)

    assert {viewer.get(url).status_code for url in pages} == {403}
    refused = [url for url in pages if hr.get(url).status_code == 403]
    assert [url.rsplit("/", 2)[1] for url in refused] == ["refuse", "start"]


def test_empty_lists_offer_the_first_step(browser):
    for name, label in (
        ("secondments", "出向・転籍を提案する"),
        ("side_works", "届出を入力する"),
        ("contract_works", "委託を準備する"),
    ):
        assert label in browser.get(reverse(f"moves:{name}")).content.decode()


def test_move_is_proposed_and_its_page_names_what_the_law_still_asks_for(browser, office):
    values = typed(SECONDMENT | {"purpose": "", "kind": "secondment"})

    response = browser.post(reverse("moves:secondment_add"), values, follow=True)

    text = response.content.decode()
    assert "出向の目的が選ばれていません" in text
    assert "職業安定法 44条" in text
    with office.at():
        assert Secondment.objects.get().person_number == "E-001"


def test_refused_step_keeps_what_was_typed_and_names_rule_and_next_step(browser, office):
    row = office.explain()
    url = reverse("moves:secondment_consent", args=[row.pk])

    response = browser.post(
        url, {"consented_on": "2026-11-01", "scan": "同意書.pdf", "is_single": "on"}
    )

    text = response.content.decode()
    assert response.status_code == 409
    assert "（H9）" in text
    assert "もう一度同意をもらってください" in text
    assert 'value="同意書.pdf"' in text
    assert 'value="2026-11-01"' in text


def test_whole_way_of_a_secondment_by_the_pages(browser, office):
    browser.post(reverse("moves:secondment_add"), typed(SECONDMENT | {"kind": "secondment"}))
    with office.at():
        row = Secondment.objects.get()
    day = TODAY.isoformat()
    for name, values in (
        ("confirm", {}),
        ("deliver", {"delivered_on": day}),
        ("consent", {"consented_on": day, "scan": "x.pdf", "is_single": "on"}),
        ("sign", {"home_signed_on": day, "host_signed_on": day}),
        ("activate", {}),
        ("return", {"ended_on": day}),
    ):
        response = browser.post(reverse(f"moves:secondment_{name}", args=[row.pk]), values)
        assert response.status_code == 302, name

    with office.at():
        assert Secondment.objects.get().state == "returned"


def test_side_work_hours_are_typed_as_hours(browser, office):
    browser.post(
        reverse("moves:side_work_add"),
        typed(
            SIDE_WORK
            | {
                "job_kind": "employed",
                "hours_model": "principle",
                "own_month_limit_minutes": 2_700,
                "own_year_limit_minutes": 21_600,
                "own_year_begins_month": 10,
                "own_before_minutes": [630, 0, 450],
            }
        ),
    )

    with office.at():
        row = SideWork.objects.get()
    assert (row.own_cap_minutes, row.other_cap_minutes) == (1_800, 3_000)
    assert (row.own_before_minutes, row.own_year_begins_month) == ([630, 0, 450], 10)
    page = browser.get(reverse("moves:side_work_edit", args=[row.pk])).content.decode()
    assert 'value="10:30, 0:00, 7:30"' in page


def test_plan_without_caps_is_kept_and_its_page_asks_for_them(browser, office):
    row = office.check(own_cap_minutes=None, other_cap_minutes=None)

    page = browser.get(reverse("moves:side_work", args=[row.pk])).content.decode()

    assert "1か月の時間の上限が入力されていません" in page


def test_sheet_shows_the_premium_hours_of_each_employer(browser, office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)
    office.day(sheet, date(2026, 9, 7), own_scheduled=8, other_scheduled=3)

    page = browser.get(reverse("moves:sheet", args=[sheet.pk])).content.decode()

    assert "割増賃金の対象（副業先）" in page
    assert page.count("3:00") >= 2


def test_order_names_the_seven_bans_and_the_day_of_its_notice(browser, office):
    row = office.prepare()
    url = reverse("moves:contract_work_issue", args=[row.pk])

    early = browser.post(url, {"issued_on": "2026-11-24"})
    browser.post(url, {"issued_on": TODAY.isoformat()})

    page = browser.get(reverse("moves:contract_work", args=[row.pk])).content.decode()
    assert early.status_code == 422
    assert "報酬の減額" in page
    with office.at():
        assert ContractWork.objects.get().state == "notice_issued"


def test_hours_that_cannot_be_read_are_named(browser, office):
    row = office.sheet(office.run_side_work(), SEPTEMBER)

    response = browser.post(
        reverse("moves:sheet", args=[row.pk]),
        {"worked_on": "2026-09-07", "own_scheduled": "7:75", "own_extra": "2"},
    )

    text = response.content.decode()
    assert response.status_code == 422
    assert "「7:45」のように" in text
    assert 'value="7:75"' in text


def test_plan_beyond_the_law_is_refused_with_h10(browser, office):
    row = office.check(own_cap_minutes=31 * 60)

    page = browser.get(reverse("moves:side_work", args=[row.pk])).content.decode()
    response = browser.post(reverse("moves:side_work_approve", args=[row.pk]))

    assert "2か月の平均が81時間" in page
    assert response.status_code == 409
    assert "（H10）" in response.content.decode()


def test_day_is_entered_and_month_closed_by_the_pages(browser, office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)
    url = reverse("moves:sheet", args=[sheet.pk])

    browser.post(
        url, {"worked_on": "2026-09-07", "own_scheduled": "8:00", "other_scheduled": "2:30"}
    )
    shown = browser.get(url).content.decode()
    browser.post(reverse("moves:sheet_close", args=[sheet.pk]))

    assert "2:30 / 100:00" in shown
    with office.at():
        assert SideWorkMonth.objects.get(pk=sheet.pk).state == "closed"


def test_month_of_a_hundred_hours_shows_why_it_stays_open(browser, office):
    sheet = office.sheet(office.run_side_work(**MODEL), SEPTEMBER)
    office.totals(sheet, 50, 50)

    text = browser.get(reverse("moves:sheet", args=[sheet.pk])).content.decode()
    response = browser.post(reverse("moves:sheet_close", args=[sheet.pk]))

    assert "合計が95時間に達しました" in text
    assert "100時間未満でなければなりません" in text
    assert response.status_code == 409


def test_order_with_a_late_pay_day_keeps_the_form(browser, office):
    values = typed(CONTRACT | {"pay_on": date(2027, 2, 8), "work_kind": "own_service"})

    response = browser.post(reverse("moves:contract_work_add"), values)

    text = response.content.decode()
    assert response.status_code == 409
    assert "（H11）" in text
    assert 'value="2027-02-08"' in text
    with office.at():
        assert ContractWork.objects.count() == 0


def test_order_page_lists_the_missing_items(browser, office):
    row = office.prepare(place="", non_cash="")

    text = browser.get(reverse("moves:contract_work", args=[row.pk])).content.decode()

    assert "受領・提供の場所、現金以外の支払方法" in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_papers_are_pdf(office, browser, language):
    browser.cookies["django_language"] = language
    job = office.run_side_work()
    model = office.run_side_work(**MODEL, person_number="E-7")
    urls = [
        reverse("moves:secondment_paper", args=[office.explain().pk]),
        reverse(
            "moves:secondment_paper",
            args=[office.explain(kind="transfer_out", ends_on=None, purpose="").pk],
        ),
        reverse("moves:side_work_paper", args=[job.pk]),
        reverse("moves:side_work_paper", args=[model.pk]),
        reverse("moves:sheet_paper", args=[office.sheet(job, SEPTEMBER).pk]),
        reverse("moves:contract_work_paper", args=[office.issue(upstream_name="元の会社").pk]),
    ]

    for url in urls:
        response = browser.get(url)

        assert response.status_code == 200
        assert response.content.startswith(b"%PDF-")


def test_row_of_another_company_gives_404(office, browser):
    other = Office()
    pages = every_page(other)

    own = {reverse(f"moves:{name}s") for name in ("secondment", "side_work", "contract_work")}
    own |= {reverse(f"moves:{name}_add") for name in ("secondment", "side_work", "contract_work")}
    shown = [url for url in pages if url not in own and browser.get(url).status_code == 200]

    # Forms without a row of their own may open; what they send is refused.
    assert [url for url in shown if not url.endswith(_BLIND)] == []


_BLIND = (
    "deliver/",
    "consent/",
    "sign/",
    "extend/",
    "return/",
    "cancel/",
    "stop/",
    "end/",
    "refuse/",
    "months/",
    "announce/",
    "renew/",
    "start/",
    "deliveries/",
    "inspect/",
)


def test_form_of_another_company_sends_nothing(office, browser):
    row = Office().explain()

    response = browser.post(reverse("moves:secondment_cancel", args=[row.pk]), {"reason": "なし"})

    assert response.status_code == 404


def test_other_kinds_of_organisations_have_no_such_pages(client_of, db):
    agency = client_of(make_member(make_agency(), Role.AGENCY_OWNER))

    assert agency.get(reverse("moves:secondments")).status_code == 404


def test_refusal_of_side_work_shows_ground_and_facts(office, browser):
    row = office.check()
    side_work.refuse_side_work(
        actor=office.owner, side_work_id=row.pk, ground="competition", facts="同業", now=NOW
    )

    text = browser.get(reverse("moves:side_work", args=[row.pk])).content.decode()

    assert "競業による利益の侵害" in text
    assert "同業" in text


def test_history_says_every_act_in_words():
    tables = (
        machines.MOVE,
        machines.SIDE_WORK,
        machines.SHEET,
        machines.CONTRACT_WORK,
        machines.DELIVERY,
    )

    events = {str(row.event) for table in tables for row in table.transitions}

    assert events - set(ACT_WORDS) == {"close_month"}  # the sheet says it
