"""What members do on the pages: forms keep what was typed, refusals say why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, localtime
from tests.web.company.test_pages import url_of

from tasuki.apps.imports.models import ImportRun
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.openings.models import Opening
from tasuki.apps.people.models import Application
from tasuki.apps.region.models import CountAgreement
from tasuki.apps.relay.models import FeeTable, Invite, NoticeTemplate, RelayContract, Slot
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

LISTS = ("applicants", "imports", "notices", "openings", "outbox")
QUERIES_MAX = 12


def put_rows(room, number):
    for _ in range(number):
        application = room.add_applicant(job_title=f"職種{number}")
        with room.at():
            Invite.objects.create(
                organisation=room.world.company,
                application=application,
                result_decided_by_id=1,
                result_decided_by_name="北村 花",
                result_reason="経験",
            )
            ImportRun.objects.create(
                organisation=room.world.company,
                file_name="応募者.csv",
                file_hash="0" * 64,
                state=ImportRun.State.DONE,
            )
            OutboxMail.objects.create(
                organisation=room.world.company,
                kind="test",
                to_address="a@example.invalid",
                subject="確認",
                text="本文",
                message_id=f"<{application.pk}>",
                send_after=room.now,
            )
        room.world.make_opening()


def queries_of(browser, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert browser.get(url).status_code == 200
    return [
        one["sql"]
        for one in captured.captured_queries
        # What opens and closes the transaction and its binding reads no row.
        if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "select tasuki.bind"))
        and "tasuki.unbind" not in one["sql"]
    ]


@pytest.mark.parametrize("page", LISTS)
def test_number_of_queries_does_not_depend_on_the_rows(small, client_of, page):
    browser, url = client_of(small.hr), f"/company/{page}/"
    put_rows(small, 3)
    browser.get(url)
    few = queries_of(browser, url)

    put_rows(small, 57)
    many = queries_of(browser, url)

    assert len(many) == len(few)
    assert len(many) <= QUERIES_MAX, "\n".join(many)


def test_result_needs_a_reason_and_keeps_what_was_chosen(room, client_of, read_strictly):
    browser, url = client_of(room.hr), url_of(room, "applicant unprepared_id")

    response = browser.post(url, {"outcome": "hired", "reason": " "})

    assert response.status_code == 422
    assert 'value="hired"' in read_strictly(response).split("checked")[0].rsplit("<input", 1)[1]


def test_hire_is_recorded_with_name_and_reason(room, client_of):
    browser = client_of(room.hr)

    browser.post(
        url_of(room, "applicant unprepared_id"), {"outcome": "hired", "reason": "再面接の結果"}
    )

    with room.at():
        application = Application.objects.get(pk=room.ids["unprepared_id"])
    assert (application.outcome, application.decided_by_id) == ("hired", room.hr.account_id)
    assert application.decision_reason == "再面接の結果"


def test_forbidden_reason_is_refused_by_rule_and_kept(room, client_of):
    response = client_of(room.hr).post(
        url_of(room, "applicant unprepared_id"),
        {"outcome": "not_selected", "reason": "家族構成のため"},
    )

    text = response.content.decode()
    assert response.status_code >= 400
    assert "家族構成のため" in text
    assert "（H5）" in text


def test_bulk_archive_can_be_undone(room, client_of):
    browser = client_of(room.hr)
    row = str(room.ids["unprepared_id"])
    browser.post("/company/applicants/", {"act": "archive", "row": row, "confirmed": "yes"})
    text = browser.get("/company/applicants/").content.decode()
    undo = text.split('action="/company/applicants/restore/')[1].split('"')[0]
    with room.at():
        assert Application.objects.get(pk=row).archived_at is not None

    browser.post(f"/company/applicants/restore/{undo}")

    with room.at():
        assert Application.objects.get(pk=row).archived_at is None


def test_variant_characters_and_kana_find_a_person(room, client_of):
    browser = client_of(room.hr)

    for typed in ("高橋 一郎", "髙橋", "カクウ", "かくう"):
        text = browser.get("/company/applicants/", {"q": typed}).content.decode()

        assert "髙橋 一郎" in text, typed


def test_leaving_people_out_by_merit_is_refused_as_h3(room, client_of):
    browser = client_of(room.hr)

    prepared = browser.post(
        "/company/notices/prepare/", {f"code-{room.ids['unprepared_id']}": "A1"}
    )
    skipped = browser.post(url_of(room, "notice invite_id"), {"code": "weak"})

    assert "H3" in prepared.content.decode()
    assert "H3" in skipped.content.decode()
    with room.at():
        assert Invite.objects.get(pk=room.ids["invite_id"]).state == "draft"
        assert not Invite.objects.filter(application_id=room.ids["unprepared_id"]).exists()


def test_lawful_reason_leaves_one_person_out(room, client_of):
    client_of(room.hr).post(url_of(room, "notice invite_id"), {"code": "X1"})

    with room.at():
        invite = Invite.objects.get(pk=room.ids["invite_id"])
    assert (invite.state, invite.skip_code) == ("not_invited", "X1")


def test_template_check_counts_the_elements_and_saves_nothing(room, client_of):
    form = {"name": "B", "language": "ja", "subject": "結果", "body": "{name} 様", "check": "1"}

    text = (
        client_of(room.hr)
        .post("/company/notices/texts/add/", form | {"relay_line": "登録は任意・無料です。"})
        .content.decode()
    )

    assert "1 / 7" in text
    with room.at():
        assert NoticeTemplate.objects.count() == 1


def test_template_with_a_gift_is_refused_and_kept(room, client_of):
    form = {"name": "B", "language": "ja", "subject": "結果", "body": "{name} 様"}

    response = client_of(room.hr).post(
        "/company/notices/texts/add/",
        form | {"relay_line": "登録するとギフト券をプレゼントします。"},
    )

    assert response.status_code >= 400
    assert "ギフト券をプレゼント" in response.content.decode()


def test_sending_can_be_stopped_until_it_leaves(room, client_of):
    browser = client_of(room.hr)
    response = browser.post(
        "/company/notices/send/",
        {"template_id": str(room.ids["template_id"]), "channel": "result_line"},
    )
    sending = response["Location"]

    browser.post(f"{sending}stop/")

    with room.at():
        assert set(OutboxMail.objects.filter(kind="result_notice").values_list("state")) == {
            ("cancelled",)
        }


def test_picked_paper_notice_holds_the_result_alone(room, client_of, read_strictly):
    browser, ids = client_of(room.hr), [str(room.ids["invite_id"])]
    chosen = {"invite": ids, "single": "1", "template": str(room.ids["template_id"])}

    sheet = browser.post("/company/notices/paper/", chosen | {"print": "1"})
    browser.post("/company/notices/paper/", chosen | {"handed": "1"})

    text = read_strictly(sheet)
    assert "髙橋 一郎 様" in text
    assert "<svg" not in text
    with room.at():
        invite = Invite.objects.get(pk=ids[0])
    assert (invite.state, invite.channel, invite.code) == ("result_notified", "paper", "")


def test_people_without_mail_are_printed_and_recorded_together(room, client_of, read_strictly):
    browser = client_of(room.hr)
    with room.at():
        invite = Invite.objects.select_related("application__talent_record").get(
            pk=room.ids["invite_id"]
        )
        person = invite.application.talent_record
        person.mail, person.address = "", "みなと市1-2"
        person.save(update_fields=["mail", "address"])
    template = {"template": str(room.ids["template_id"])}

    page = browser.get("/company/notices/paper/")
    sheet = browser.post("/company/notices/paper/", template | {"print": "1"})
    browser.post("/company/notices/paper/", template | {"handed": "1"})

    assert f'value="{invite.pk}"' not in read_strictly(page)
    assert "<svg" in read_strictly(sheet)
    with room.at():
        invite.refresh_from_db()
    assert (invite.state, invite.channel) == ("invited", "paper")


def test_contract_is_signed_after_the_penalty_terms_were_opened(small, client_of):
    world = small.world
    contract = world.make_contract(2, state="draft", ratio=12)
    with world.at_agency():
        RelayContract.objects.filter(pk=contract.pk).update(
            company_signed_at=None, agency_signed_at=None
        )
        FeeTable.objects.filter(version=2).update(penalty_rule="違約金はありません。")
    browser, url = client_of(small.hr), f"/company/contracts/{contract.pk}/"
    early = browser.post(url, {"tax_note_acknowledged": "on"})
    assert early.status_code >= 400

    browser.post(f"{url}penalty/")
    text = browser.get(url).content.decode()
    browser.post(url, {"tax_note_acknowledged": "on"})

    assert "違約金はありません。" in text
    assert "無料枠1つあたりの人数" in text  # what changed since version 1
    with small.at():
        assert RelayContract.objects.get(pk=contract.pk).company_signed_by == small.hr.name


def test_slot_goes_from_request_to_hire(room, client_of, read_strictly):
    browser, world, today = client_of(room.hr), room.world, localdate(room.now)
    slot = f"/company/slots/{room.ids['slot_id']}/"
    browser.post(
        f"{slot}request/", {"opening_id": str(room.ids["opening_id"]), "must": "経験3年\n\n簿記"}
    )
    world.present(now=room.now)
    assert "鈴原 陽菜" in read_strictly(browser.get(slot))

    browser.post(f"{slot}interview/", {"interview_at": f"{localtime(room.now):%Y-%m-%dT%H:%M}"})
    unsure = browser.post(
        f"{slot}join/",
        {
            "hired_on": today.isoformat(),
            "theoretical_pay_yen": "4500000",
            "is_conditions_notice_sent": "on",
        },
    )
    with room.at():
        assert Slot.objects.get(pk=room.ids["slot_id"]).state == "interview_held"
    browser.post(
        f"{slot}join/",
        {
            "hired_on": today.isoformat(),
            "theoretical_pay_yen": "4500000",
            "is_conditions_notice_sent": "on",
            "is_sure": "on",
        },
    )

    assert unsure.status_code == 422
    assert "4500000" in unsure.content.decode()
    with room.at():
        used = Slot.objects.get(pk=room.ids["slot_id"])
    assert (used.state, used.conditions["must"]) == ("hired", ["経験3年", "簿記"])


def test_viewer_of_the_company_sees_no_candidate(room, client_of):
    world = room.world
    world.request(now=room.now)
    world.present(now=room.now)

    text = (
        client_of(room.actors[Role.COMPANY_VIEWER])
        .get(f"/company/slots/{room.ids['slot_id']}/")
        .content.decode()
    )

    assert "鈴原" not in text


def test_half_filled_job_is_a_draft_and_cannot_be_published(small, client_of):
    browser = client_of(small.hr)
    browser.post(
        "/company/openings/add/",
        {
            "title": "経理",
            "pay_unit": "month",
            "terms.duties": "経理",
            "terms.duties_change": "なし",
        },
    )
    with small.at():
        opening = Opening.objects.get()
    page = browser.get(f"/company/openings/{opening.pk}/").content.decode()

    response = browser.post(f"/company/openings/{opening.pk}/publish/")

    assert "1 / 11" in page
    assert "H6" in response.content.decode()
    with small.at():
        assert Opening.objects.get().state == "draft"


def test_mail_page_hides_keys_and_stops_a_waiting_mail(room, client_of):
    browser, url = client_of(room.hr), url_of(room, "mail mail_id")
    text = browser.get(url).content.decode()

    browser.post(f"{url}cancel/")

    assert "abcdefghijklmnopqrstuvwxyz012345" not in text
    with room.at():
        assert OutboxMail.objects.get(pk=room.ids["mail_id"]).state == "cancelled"


def test_agreement_with_a_city_begins_and_ends(room, client_of):
    browser, url = client_of(room.hr), f"/company/region/{room.ids['municipality_id']}/"

    browser.post(f"{url}agree/")
    with room.at():
        assert CountAgreement.objects.get().ended_on is None
    browser.post(f"{url}end/")

    with room.at():
        assert CountAgreement.objects.get().ended_on is not None


def test_only_an_owner_changes_the_agreement(room, client_of):
    url = f"/company/region/{room.ids['municipality_id']}/agree/"

    response = client_of(room.actors[Role.COMPANY_HR]).post(url)

    assert response.status_code == 403


def test_question_about_totals_is_asked_and_taken_back(room, client_of, read_strictly):
    browser, url = client_of(room.hr), url_of(room, "statement statement_id")
    empty = browser.post(f"{url}question/", {"note": ""})
    dispute = url_of(room, "dispute dispute_id")

    browser.post(f"{dispute}withdraw/")

    assert empty.status_code == 422
    assert "取り下げ" in read_strictly(browser.get(dispute))


def test_statement_is_sent_as_pdf_and_csv_with_totals_only(room, client_of):
    browser, url = client_of(room.hr), url_of(room, "statement statement_id")

    pdf, table = browser.get(f"{url}pdf/"), browser.get(f"{url}csv/")

    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")
    assert "数えた人数（残高）,0,19,10,9" in table.content.decode("utf-8-sig")
