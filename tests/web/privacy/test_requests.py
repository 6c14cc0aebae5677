"""Pages of requests and incidents: clocks in words, next step, files, and nothing for strangers."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.intake import make_relay
from tests.apps.rights.desk import Desk
from tests.apps.rights.test_incidents import add, start
from tests.factories import NOW, make_agency, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.rights.actions import open_incident
from tasuki.apps.rights.models import Incident, IncidentPerson, RightsRequest
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def browser(desk, client_of):
    return client_of(desk.hr)


def shown(response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def only(desk, model):
    with bound(desk.company.pk, None):
        return model.objects.get()


def paper_form(**more):
    return {
        "kind": "disclosure",
        "claimant_name": "架空 花子",
        "channel": "paper",
        "received_at": "2026-11-20T10:00",
        "form_wanted": "electronic",
    } | more


def test_kinds_of_request_name_their_article_in_the_language_of_the_page(browser):
    url = reverse("privacy:request_file")
    japanese = browser.get(url).content.decode()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = browser.get(url).content.decode()

    assert "保有個人データの開示（個人情報保護法33条1項）" in japanese
    assert (
        "Disclosure of the data held (Act on the Protection of Personal Information, Art. 33 (1))"
        in english
    )


def test_empty_ledger_says_what_will_appear(browser, read_strictly):
    text = read_strictly(browser.get(reverse("privacy:requests")))

    assert "開示等の請求" in text
    assert "書面などの請求を記録すると、ここに表示されます" in text


def test_ledger_shows_deadline_in_words(desk, browser):
    desk.file(now=timezone.now() - timedelta(days=3))

    assert "あと11日" in shown(browser.get(reverse("privacy:requests")))


def test_paper_request_goes_from_record_to_answer(desk, browser, read_strictly):
    response = browser.post(reverse("privacy:request_file"), paper_form())
    request = only(desk, RightsRequest)
    page = reverse("privacy:request", args=[request.pk])
    assert response["Location"] == page
    read_strictly(browser.get(page))

    assign = reverse("privacy:request_assign", args=[request.pk])
    assert str(desk.record.pk) in browser.get(assign).content.decode()
    browser.post(assign, {"talent_record_id": str(desk.record.pk)})
    browser.post(reverse("privacy:request_code_send", args=[request.pk]))
    read_strictly(browser.get(reverse("privacy:request_code", args=[request.pk])))
    browser.post(reverse("privacy:request_code", args=[request.pk]), {"code": desk.code()})
    grant = reverse("privacy:request_grant", args=[request.pk])
    read_strictly(browser.get(grant))
    browser.post(grant, {"answer_text": "開示します。", "note": ""})
    send = reverse("privacy:request_send", args=[request.pk])
    read_strictly(browser.get(send))
    browser.post(send, {"sent_how": "mail"})

    done = only(desk, RightsRequest)
    assert (done.state, done.sent_how, done.answer_text) == ("notified", "mail", "開示します。")
    read_strictly(browser.get(page))


def test_wrong_code_is_counted_and_shown_beside_the_field(desk, browser):
    request = desk.file_paper()
    browser.post(reverse("privacy:request_code_send", args=[request.pk]))

    response = browser.post(
        reverse("privacy:request_code", args=[request.pk]), {"code": "00000000"}
    )

    assert response.status_code == 422
    assert "新しいコードを送信してください" in shown(response)
    assert only(desk, RightsRequest).code_tries == 1


def test_form_keeps_what_was_typed(browser):
    response = browser.post(
        reverse("privacy:request_file"), paper_form(claimant_name="", scope="応募の記録すべて")
    )

    assert response.status_code == 422
    assert "応募の記録すべて" in response.content.decode()


def test_refusal_page_offers_the_grounds_of_the_kind(desk, browser, read_strictly):
    request = desk.file("correction", scope="評価")

    text = read_strictly(browser.get(reverse("privacy:request_refuse", args=[request.pk])))

    assert "34条2項" in text
    assert "33条2項1号" not in text


def test_mailed_link_opens_answer_and_files_without_a_sign_in(desk, read_strictly):
    request = desk.send(desk.grant(desk.file()))
    key = desk.mails("rights_answered")[0].text.split("/privacy/answers/")[1].split("/")[0]
    page = reverse("privacy:answer", args=[key])

    text = read_strictly(Client().get(page))
    data = Client().get(reverse("privacy:answer_paper", args=[key, "json"]))
    pdf = Client().get(reverse("privacy:answer_paper", args=[key, "answer"]))

    assert request.number in text
    assert "架空" in data.content.decode()
    assert pdf.content.startswith(b"%PDF-")
    assert data["Cache-Control"] == "no-store"


def test_invented_link_is_not_found():
    assert Client().get(reverse("privacy:answer", args=["x" * 32])).status_code == 404


def test_ledger_is_exported_whole_with_an_audit_event(desk, browser):
    desk.send(desk.grant(desk.file()))

    response = browser.get(reverse("privacy:requests"), {"export": "csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert {"番号", "根拠", "本人確認", "決定", "送付方法"} <= set(rows[0])
    with bound(desk.company.pk, None):
        assert AuditEvent.objects.filter(kind="list.export").count() == 1


@pytest.mark.parametrize("name", ["requests", "incidents"])
def test_viewer_has_no_access(client_of, desk, name):
    viewer = client_of(make_member(desk.company, Role.COMPANY_VIEWER))

    assert viewer.get(reverse(f"privacy:{name}")).status_code == 403


@pytest.mark.parametrize(
    ("make", "role"),
    [(make_agency, Role.AGENCY_OWNER), (make_municipality, Role.MUNICIPALITY_OPERATOR)],
)
def test_every_kind_of_organisation_has_both_lists(client_of, read_strictly, make, role):
    browser = client_of(make_member(make(), role))

    for name in ("requests", "incidents"):
        read_strictly(browser.get(reverse(f"privacy:{name}")))


def test_other_organisation_gets_not_found(desk, client_of):
    stranger = client_of(make_member(make_company(), Role.COMPANY_OWNER))
    request = desk.file()

    for name in ("request", "request_grant", "request_refuse", "request_send"):
        address = reverse(f"privacy:{name}", args=[request.pk])
        assert stranger.get(address).status_code == 404, name


def test_incident_goes_from_record_to_closing(desk, browser, read_strictly):
    browser.post(
        reverse("privacy:incident_open"),
        {
            "title": "メールの誤送信",
            "known_at": "2026-11-20T10:00",
            "stated_count": "1",
            "triggers": ["sensitive"],
        },
    )
    incident = only(desk, Incident)
    page = reverse("privacy:incident", args=[incident.pk])
    assert "本人に通知していません" in read_strictly(browser.get(page))

    facts = reverse("privacy:incident_facts", args=[incident.pk])
    read_strictly(browser.get(facts))
    names = ("overview", "data_items", "cause", "secondary_damage", "response", "publication")
    given = dict.fromkeys((*names, "prevention"), "記入済み")
    saved = browser.post(
        facts, given | {"title": "誤送信", "stated_count": "1", "triggers": ["sensitive"]}
    )
    assert saved.status_code == 302
    browser.post(
        reverse("privacy:incident_persons_add", args=[incident.pk]),
        {"chosen": "", "numbers": desk.record.number},
    )
    notice = reverse("privacy:incident_notice", args=[incident.pk])
    assert "hanako@example.invalid" in read_strictly(browser.get(notice))
    browser.post(notice, {"text": "お詫びします。", "expected_count": "1", "step": "send"})
    report = reverse("privacy:incident_report", args=[incident.pk])
    read_strictly(browser.get(report))
    browser.post(report, {"kind": "final", "receipt": "受付1"})
    browser.post(reverse("privacy:incident_close", args=[incident.pk]))

    done = only(desk, Incident)
    assert (done.state, done.persons_told_how) == ("closed", "メール")
    assert len(desk.mails("incident_notice")) == 1
    read_strictly(browser.get(page))
    read_strictly(browser.get(reverse("privacy:incident_persons", args=[incident.pk])))


def test_preview_sends_nothing(desk, browser):
    incident = start(desk)
    add(desk, incident, "hand", numbers=[desk.record.number])

    response = browser.post(
        reverse("privacy:incident_notice", args=[incident.pk]),
        {"text": "別の文面", "step": "look"},
    )

    assert "別の文面" in shown(response)
    assert desk.mails("incident_notice") == []


@pytest.mark.parametrize("ending", ["pdf", "txt"])
@pytest.mark.parametrize("kind", ["preliminary", "final", "notice"])
def test_drafts_are_downloads(desk, browser, kind, ending):
    incident = start(desk)

    response = browser.get(reverse("privacy:incident_draft", args=[incident.pk, kind, ending]))

    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")


def test_agency_chooses_a_link_as_the_source(client_of, read_strictly):
    relay = make_relay()
    relay.register(mail="one@example.invalid")
    incident = open_incident(actor=relay.owner, title="リンクの流出", known_at=NOW, now=NOW)
    page = reverse("privacy:incident_persons_add", args=[incident.pk])
    browser = client_of(relay.owner)

    text = read_strictly(browser.get(page))
    browser.post(page, {"chosen": f"link:{relay.link.pk}", "numbers": ""})

    assert relay.link.code in text
    with bound(relay.agency.pk, None):
        assert IncidentPerson.objects.count() == 1
