"""Both sides of an introduction: board, table, case and its buttons."""

from datetime import timedelta

import pytest
from tests.apps.introductions.desk import DAY
from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.placement.models import JobSeeker
from tasuki.core.access import Role


@pytest.mark.parametrize("address", ["/introductions/", "/introductions/board/"])
def test_queries_do_not_grow_with_the_cases(desk, advisor, hr, count_queries, address):
    desk.sent()
    desk.plan(desk.sent())
    before = count_queries(advisor, address), count_queries(hr, address)
    for _ in range(6):
        desk.sent()
        desk.ask()
    desk.plan(desk.sent())

    assert (count_queries(advisor, address), count_queries(hr, address)) == before


def test_board_and_table_show_the_same_of_one_filter(desk, advisor):
    early, late = desk.ask(), desk.sent()

    for address in ("/introductions/board/?stage=document", "/introductions/?stage=document"):
        text = advisor.get(address).content.decode()
        assert late.number in text
        assert early.number not in text


def test_overdue_is_shown_on_both_views(desk, advisor, monkeypatch):
    from django.utils import timezone

    case = desk.sent()
    monkeypatch.setattr(timezone, "now", lambda: NOW + 6 * DAY)

    for address in ("/introductions/board/?is_overdue=on", "/introductions/?is_overdue=on"):
        text = advisor.get(address).content.decode()
        assert case.number in text
        assert "期限超過" in text


def test_case_page_is_whole_on_both_sides(desk, advisor, hr, read_strictly):
    case = desk.sent()
    desk.plan(case)

    ours = read_strictly(advisor.get(f"/introductions/{case.id}/"))
    theirs = read_strictly(hr.get(f"/introductions/{case.id}/"))

    assert "本社3階" in ours
    assert "本社3階" in theirs
    assert "貴社に開示された項目" in theirs
    assert "貴社に開示された項目" not in ours


def test_lists_are_whole_pages(desk, advisor, hr, read_strictly):
    desk.sent()

    for client in (advisor, hr):
        for address in ("/introductions/", "/introductions/board/"):
            read_strictly(client.get(address))


def test_company_sees_its_own_cases_only(desk, hr, client_of):
    case = desk.sent()
    other = client_of(make_member(make_company(), Role.COMPANY_HR))

    assert hr.get(f"/introductions/{case.id}/").status_code == 200
    assert other.get(f"/introductions/{case.id}/").status_code == 404
    assert case.number not in other.get("/introductions/").content.decode()


def test_company_sees_nothing_before_the_yes(desk, hr):
    case = desk.agreed()

    assert hr.get(f"/introductions/{case.id}/").status_code == 404


def test_viewer_of_the_company_reads_the_stage_and_no_person(desk, client_of):
    case = desk.sent()
    viewer = client_of(desk.viewer)
    text = viewer.get(f"/introductions/{case.id}/").content.decode()

    assert "書類選考" in text
    assert "貴社に開示された項目" not in text
    assert f"/introductions/{case.id}/decline/" not in text
    assert viewer.post(f"/introductions/{case.id}/invite/").status_code == 403


def test_advisor_asks_by_the_form(desk, advisor):
    seeker = desk.seeker_of(desk.register())
    shown = advisor.get("/introductions/add/").content.decode()
    answer = advisor.post(
        "/introductions/add/",
        {
            "job_order_id": str(desk.order.id),
            "job_seeker_id": str(seeker.id),
            "items": ["name", "mail"],
            "purpose": "",
        },
    )

    assert seeker.number in shown
    assert answer.status_code == 302
    assert len(desk.mails("release")) == 1


def test_refused_question_shows_what_was_typed_and_the_rule(desk, advisor):
    registration = desk.register()
    desk.ask(registration)
    answer = advisor.post(
        "/introductions/add/",
        {
            "job_order_id": str(desk.order.id),
            "job_seeker_id": str(desk.seeker_of(registration).id),
            "items": ["name"],
            "purpose": "見てほしい",
        },
    )

    assert answer.status_code == 409
    assert "すでに確認しています" in answer.content.decode()
    assert "見てほしい" in answer.content.decode()


def test_one_case_by_the_buttons_of_both_sides(desk, advisor, hr):
    case = desk.agreed()
    page = f"/introductions/{case.id}/"

    assert advisor.post(f"{page}send/").status_code == 302
    at = (NOW + 3 * DAY + timedelta(hours=9)).strftime("%Y-%m-%dT%H:%M")
    planned = hr.post(
        f"{page}interview-add/",
        {"starts_at": at, "minutes": 45, "way": "onsite", "place": "本社"},
    )
    assert planned.status_code == 302
    offered = hr.post(
        f"{page}offer/",
        {
            "pay_yen": 4_500_000,
            "starts_on": TODAY,
            "is_indefinite": "on",
            "answer_by": TODAY,
            "changed_terms": "勤務地：横浜市→川崎市",
        },
    )
    assert offered.status_code == 302
    advisor.post(f"{page}accept/")
    assert desk.reload(case).state == "offer"
    assert advisor.post(f"{page}change-told/", {"told_on": TODAY}).status_code == 302
    assert advisor.post(f"{page}accept/").status_code == 302
    joined = hr.post(
        f"{page}join/",
        {
            "hired_on": TODAY,
            "theoretical_pay_yen": 4_500_000,
            "is_indefinite": "on",
            "is_conditions_notice_sent": "on",
        },
    )

    assert joined.status_code == 302
    assert desk.reload(case).state == "joined"


def test_text_for_the_person_is_offered_and_the_internal_reason_is_not(desk, advisor, hr):
    case = desk.sent()
    page = f"/introductions/{case.id}/"
    hr.post(
        f"{page}decline/",
        {
            "reason": "skill",
            "note": "設計の課題が解けなかった",
            "person_text": "技能を重視しました。",
        },
    )

    form = advisor.get(f"{page}tell/").content.decode()
    shown = advisor.get(page).content.decode()

    assert "技能を重視しました。" in form
    assert "設計の課題が解けなかった" not in form + shown
    assert "設計の課題が解けなかった" in hr.get(page).content.decode()


def test_slot_in_process_stands_on_the_board_of_the_agency(client_of):
    from tests.web.agency.office import Office

    office = Office.make()
    office.grant()
    office.request()
    client = client_of(office.relay.advisor)

    board = client.get("/introductions/board/").content.decode()
    table = client.get("/introductions/").content.decode()

    assert f"/agency/slots/{office.slot().id}/" in board
    assert f"/agency/slots/{office.slot().id}/" in table


def test_ban_is_shown_where_the_person_is_chosen_listed_and_read(desk, advisor, hr):
    case = desk.join(desk.accepted())
    seeker = desk.row(JobSeeker, case.job_seeker_id)
    with bound(desk.agency.id, None):
        JobSeeker.objects.filter(pk=seeker.pk).update(closed_on=None, state="active")

    picker = advisor.get("/introductions/add/").content.decode()
    table = advisor.get("/introductions/").content.decode()
    page = advisor.get(f"/introductions/{case.id}/").content.decode()
    theirs = hr.get(f"/introductions/{case.id}/").content.decode()

    for text in (picker, table, page):
        assert "転職勧奨の禁止" in text
    assert "転職勧奨の禁止" not in theirs
