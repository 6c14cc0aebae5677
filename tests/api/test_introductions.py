"""Introductions for machines: the whole way on both sides, and what each side never reads."""

from datetime import timedelta

import pytest
import time_machine
from tests.api.callers import make_caller
from tests.apps.introductions.desk import DAY, FIELDS, Desk
from tests.factories import NOW, TODAY, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.introductions.models import IntroductionCase
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.placement.models import Introduction, TermsDelivery
from tasuki.core.access import Role
from tasuki.core.law.solicitation import solicit_block_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    with time_machine.travel(NOW, tick=False):
        yield Desk.make()


@pytest.fixture
def agency(desk):
    return make_caller(desk.agency, Role.AGENCY_ADVISOR)


@pytest.fixture
def company(desk):
    return make_caller(desk.company, Role.COMPANY_HR)


def ok(response):
    assert response.status_code in {200, 201}, response.content.decode()
    return response.json()


def asked_by(agency, desk):
    seeker = desk.seeker_of(desk.register())
    body = {"job_order_id": str(desk.order.id), "job_seeker_id": str(seeker.id), "fields": FIELDS}
    return ok(agency.post("/introductions", body))


def case_of(desk, answer):
    return desk.row(IntroductionCase, answer["id"])


def test_one_introduction_from_the_question_to_the_first_day_of_work(desk, agency, company):
    case = asked_by(agency, desk)
    one = f"/introductions/{case['id']}"
    early = agency.post(f"{one}/send")
    desk.answer(case_of(desk, case))
    sent = ok(agency.post(f"{one}/send"))
    at = (NOW + 2 * DAY).isoformat()
    ok(company.post(f"{one}/invite"))
    meeting = ok(
        company.post(
            f"{one}/interviews",
            {"starts_at": at, "minutes": 45, "way": "onsite", "place": "本社3階"},
        )
    )
    offered = {
        "pay_yen": 4_500_000,
        "starts_on": (TODAY + timedelta(days=30)).isoformat(),
        "is_indefinite": True,
        "answer_by": (TODAY + timedelta(days=10)).isoformat(),
    }
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        held = ok(company.post(f"/interviews/{meeting['id']}/hold"))
        ok(company.post(f"{one}/offer", offered))
        accepted = ok(agency.post(f"{one}/accept"))
    joining = {
        "hired_on": offered["starts_on"],
        "theoretical_pay_yen": 4_500_000,
        "is_indefinite": True,
    }
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        unlawful = company.post(f"{one}/join", joining | {"is_conditions_notice_sent": False})
        joined = ok(company.post(f"{one}/join", joining | {"is_conditions_notice_sent": True}))

    assert early.status_code == 409
    assert (case["state"], case["turn"]) == ("asked", "person")
    assert (sent["state"], sent["turn"]) == ("document", "company")
    assert held["state"] == "held"
    assert accepted["state"] == "accepted"
    assert unlawful.status_code in {409, 422}
    assert (joined["state"], joined["hired_on"]) == ("joined", offered["starts_on"])
    with bound(desk.agency.id, None):
        row = Introduction.objects.get()
    assert (row.outcome, row.hired_on.isoformat()) == ("hired", offered["starts_on"])
    assert row.solicitation_ban_until is not None


def test_company_reads_nothing_before_the_introduction_and_nothing_of_others(desk, agency, company):
    stranger = make_caller(make_company(), Role.COMPANY_HR)
    case = asked_by(agency, desk)
    one = f"/introductions/{case['id']}"

    assert ok(company.get("/introductions"))["items"] == []
    assert company.get(one).status_code == 404
    desk.answer(case_of(desk, case))
    ok(agency.post(f"{one}/send"))

    [seen] = ok(company.get("/introductions"))["items"]
    assert seen["id"] == case["id"]
    assert ok(stranger.get("/introductions"))["items"] == []
    assert stranger.get(one).status_code == 404
    assert stranger.post(f"{one}/invite").status_code == 404


def test_company_does_not_act_for_the_agency_and_a_viewer_does_not_act(desk, agency, company):
    case = asked_by(agency, desk)
    desk.answer(case_of(desk, case))
    one = f"/introductions/{case['id']}"
    ok(agency.post(f"{one}/send"))
    viewer = make_caller(desk.company, Role.COMPANY_VIEWER)

    assert company.post(f"{one}/accept").status_code in {403, 404}
    assert viewer.post(f"{one}/invite").status_code == 403
    assert ok(viewer.get(one))["state"] == "document"


def test_no_needs_a_reason_and_the_words_stay_inside(desk, agency, company):
    case = asked_by(agency, desk)
    desk.answer(case_of(desk, case))
    one = f"/introductions/{case['id']}"
    ok(agency.post(f"{one}/send"))

    empty = company.post(f"{one}/decline", {"reason": "no-such", "note": "x"})
    forbidden = company.post(f"{one}/decline", {"reason": "experience", "note": "本籍が遠い"})
    given = {"reason": "experience", "note": "製造の経験が2年足りない"}
    declined = ok(company.post(f"{one}/decline", given))
    read = agency.get(one).content.decode()

    assert empty.status_code == 422
    assert (forbidden.status_code, forbidden.json()["code"]) == (409, "H5")
    assert (declined["state"], declined["turn"]) == ("not_hired", "agency")
    assert "2年足りない" not in read
    ok(agency.post(f"{one}/tell", {"text": "今回は見送りとなりました。"}))
    assert ok(agency.get(one))["turn"] == "nobody"


def test_banned_person_is_not_asked(desk, agency):
    case = asked_by(agency, desk)
    seeker = case_of(desk, case).job_seeker_id
    with bound(desk.agency.id, None):
        Introduction.objects.create(
            organisation=desk.agency,
            job_order=desk.order,
            job_seeker_id=seeker,
            introduced_on=TODAY - 30 * DAY,
            outcome="hired",
            hired_on=TODAY,  # the registration of the same day does not lift the ban
            is_indefinite=True,
            solicitation_ban_until=solicit_block_until(TODAY),
        )
    other = desk.make_order()

    refused = agency.post(
        "/introductions",
        {"job_order_id": str(other.id), "job_seeker_id": str(seeker), "fields": FIELDS},
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "H7")


def test_nobody_is_introduced_whom_the_terms_did_not_reach(desk, agency):
    case = asked_by(agency, desk)
    desk.answer(case_of(desk, case))
    with bound(desk.agency.id, None):
        mail_id = TermsDelivery.objects.get().mail_id
        OutboxMail.objects.filter(pk=mail_id).update(state="bounced")
    refused = agency.post(f"/introductions/{case['id']}/send")

    with bound(desk.agency.id, None):
        TermsDelivery.objects.update(arrived_on=TODAY, arrival="told")
    sent = agency.post(f"/introductions/{case['id']}/send")

    assert (refused.status_code, refused.json()["code"]) == (409, "terms")
    assert ok(sent)["state"] == "document"
