"""The whole relay on real input: a file comes in, ten people register, a slot is used at fee 0.

Every mail goes through a mail server on loopback and is read back from there.  The company, the
agency and the first person work in windows of a real browser; nine more people send the same
pages without a screen.
"""

import csv
import io
import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pypdf
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from typer.testing import CliRunner

from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.region.actions import agree_to_count
from tasuki.apps.relay.actions import links, notices
from tasuki.apps.relay.notice_texts import TemplateValues
from tasuki.apps.sample import relay_steps, slot_steps
from tasuki.apps.sample.names import People, Person
from tasuki.apps.sample.results import NOTICE_BODY, PURPOSE_NOTICE
from tasuki.cli.demo.cast import Cast, make_cast
from tasuki.cli.main import app
from tasuki.core.dates import add_months, month_start
from tasuki.core.relay.texts import DEFAULT_TEXTS, DefaultText

ROWS, SEED = 60, 3
NOT_SELECTED = ROWS // 2
SAMPLES_MADE_ON = date(2026, 11, 23)  # the file's dates are moved from here to today
HINA = "鈴原 陽菜"


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.MAIL_DELAY_SECONDS = 0


@dataclass
class Relay:
    """A running contract between みなと精機 and あおば人材, without any applicant."""

    cast: Cast
    code: str
    book_id: str
    contract_id: str

    @property
    def company(self):
        return self.cast.companies["minato"]


@pytest.fixture
def relay(live):
    now = timezone.now() - timedelta(hours=1)
    cast = make_cast(today=localdate(now))
    filed_on = add_months(month_start(localdate(now)), -20)
    papers = relay_steps.file_papers(agency=cast.agency, filed_on=filed_on, now=now)
    company = cast.companies["minato"]
    notices.save_purpose_notice(
        actor=company, text=PURPOSE_NOTICE, covers_relay=True, shown_from=filed_on, now=now
    )
    notices.save_template(
        actor=company,
        values=TemplateValues(
            name="標準の結果通知",
            language="ja",
            subject="選考結果のお知らせ",
            body=NOTICE_BODY,
            relay_line=DEFAULT_TEXTS[DefaultText.RESULT_LINE].ja,
            label_text="標準",
        ),
        now=now,
    )
    agree_to_count(actor=company, municipality_id=cast.municipality.organisation_id, now=now)
    contract = relay_steps.start_contract(
        agency=cast.agency, manager=cast.advisor, company=company, filed=papers, now=now
    )
    link = links.issue_link(actor=cast.advisor, contract_id=contract.id, now=now)
    return Relay(cast, link.code, str(contract.book_id), str(contract.id))


@dataclass
class Windows:
    """One window for each person who works."""

    company: Page
    agency: Page
    person: Page
    live: str
    addresses: list[str] = field(default_factory=list)


@pytest.fixture
def windows(live, relay, new_page, sign_in):
    found = Windows(new_page(checks.DESK), new_page(checks.DESK), new_page(), live)
    sign_in(found.company, relay.company)
    sign_in(found.agency, relay.cast.agency)
    return found


def command(*arguments):
    """Run ``tasuki`` and return what it printed."""
    result = CliRunner().invoke(app, list(arguments))

    assert result.exit_code == 0, result.output
    return result.stdout


def status_of(slug):
    [relay] = json.loads(command("relay", "status", "--org", slug, "--json"))["relays"]
    return relay


def file_of_applicants(tmp_path):
    """The sample file as a recruiting tool would write it today."""
    shift = localdate() - SAMPLES_MADE_ON
    text = make_herp_csv(count=ROWS, seed=SEED).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    for row in rows[1:]:
        applied = datetime.strptime(row[0], "%Y/%m/%d %H:%M") + shift  # noqa: DTZ007 - as in the file
        row[0] = f"{applied:%Y/%m/%d %H:%M}"
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    path = tmp_path / "応募者.csv"
    path.write_text(buffer.getvalue(), encoding="utf-8-sig")
    return path, [row for row in rows[1:] if row[7] == "不採用"]


def press(page, part):
    """Press the button of the form whose address holds this part."""
    page.locator(f"form[action*='{part}'] button").first.click()


def import_and_send(windows, relay, mailbox, path, rejected):
    """The file comes in; everybody not selected is told, with the line about the agency."""
    report = json.loads(command("import", str(path), "--org", "minato", "--json"))
    assert (report["rows"], report["new"], report["error"]) == (ROWS, ROWS, 0)
    page = windows.company
    page.goto(f"{windows.live}/company/notices/prepare/")
    expect(page.get_by_text(f"{NOT_SELECTED}名").first).to_be_visible()
    page.locator("#id_reason").fill("求める経験と合わなかったため（架空）")
    page.get_by_role("button", name="全員分の通知を準備").click()
    page.wait_for_url("**/company/notices/?state=draft")

    page.goto(f"{windows.live}/company/notices/texts/")
    page.get_by_role("link", name="標準の結果通知").click()
    shown = page.locator("#check h3").all_inner_texts()
    longest = sorted((len(row[1].replace(" ", "")) for row in rejected), reverse=True)[:3]
    assert [len(name.replace(" ", "")) for name in shown] == longest
    assert page.locator("#check .note.err").count() == 0
    checks.no_sideways_scroll(page)

    page.goto(f"{windows.live}/company/notices/send/")
    page.get_by_label("文面").select_option(index=0)
    page.get_by_role("button", name=re.compile("送信")).click()
    page.wait_for_url("**/notices/sendings/**")
    with_mail = [row for row in rejected if row[2]]
    mails = {mail["To"]: mail.get_content() for mail in mailbox.receive()}
    assert set(mails) == {row[2] for row in with_mail}
    for row in with_mail:
        assert f"{row[1]} 様" in mails[row[2]]
        assert f"/r/{relay.code}/" in mails[row[2]]
        assert "不採用" not in mails[row[2]]
    page.reload()
    expect(page.get_by_text(f"{len(with_mail)}件").first).to_be_visible()
    return list(mails)


def register_on_a_phone(windows, relay, mailbox, mail):
    """The link of the mail, three pages, every click."""
    page = windows.person
    page.goto(mailbox.find_link(mail, f"/r/{relay.code}/"))
    page.get_by_label("メールアドレス").fill(mail)
    page.get_by_label("選考はどこまで進みましたか").select_option("first_interview")
    page.get_by_role("button", name="確認メールを送信").click()
    page.goto(mailbox.find_link(mail, "/r/confirm/"))
    page.get_by_role("button", name="アドレスを確認して次へ").click()
    expect(page.locator("input[type=checkbox]:checked")).to_have_count(0)
    page.get_by_label(re.compile("仕事の紹介に使う")).check()
    page.get_by_role("button", name="同意して次へ").click()
    family, given = HINA.split()
    page.get_by_label("姓").fill(family)
    page.get_by_label("名", exact=True).fill(given)
    page.get_by_label("ふりがな").fill("すずはら ひな")
    page.get_by_label("電話番号").fill("090-0000-0001")
    page.get_by_label("生年月日").fill("1998/4/12")
    page.get_by_label("希望する仕事").fill("品質管理、みなと市")
    page.get_by_role("button", name="登録", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登録が終わりました")


def register_by_post(relay, mailbox, mail, person: Person, number):
    """The same pages without a screen, from a place of their own."""
    client = Client(REMOTE_ADDR=f"192.0.2.{number}", SERVER_NAME="127.0.0.1")
    sent = client.post(f"/r/{relay.code}/", {"mail": mail, "stage": "document_screening"})
    assert sent.status_code == 302, sent.content.decode()
    key = re.search(r"/r/confirm/[^/]+/", mailbox.read(mail, containing="/r/confirm/"))[0]
    own = client.post(key)["Location"]
    base = re.match(r"/r/own/[^/]+/", own)[0]
    client.post(f"{base}consent/", {"placement": "on"})
    done = client.post(
        f"{base}wishes/",
        {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "name_kana": person.name_kana,
            "phone": f"090-1111-{number:04d}",
            "birth_date": f"{person.birth_date:%Y/%m/%d}",
            "occupation": f"{person.wishes['occupation']}、{number}番目の希望",
        },
    )
    assert done["Location"] == f"{base}done/"


def accept_and_count(windows, number):
    """The agency decides from the queue with two presses of keys for each person."""
    page = windows.agency
    for _ in range(number):
        page.goto(f"{windows.live}/agency/queue/")
        page.keyboard.press("1")
        page.wait_for_url("**/agency/**/*-*/")
        expect(page.locator("[data-key='2']")).to_be_enabled()
        page.keyboard.press("2")
        expect(page.get_by_text("数えました").first).to_be_visible()
    page.goto(f"{windows.live}/agency/queue/")
    expect(page.locator("[data-row-box]")).to_have_count(0)


def company_stands_at(windows, words):
    windows.company.goto(f"{windows.live}/company/")
    expect(windows.company.get_by_text(words).first).to_be_visible()


def issue_statement(windows):
    page = windows.agency
    page.goto(f"{windows.live}/agency/statements/")
    press(page, "/issue/")
    expect(page.get_by_role("status").first).to_contain_text("発行")


def check_statement(windows):
    """The company reads the statement: totals, the slot, no name."""
    page = windows.company
    page.goto(f"{windows.live}/company/statements/")
    page.locator("tbody th a").first.click()
    response = page.request.get(f"{page.url}pdf/")
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(response.body())).pages)
    assert response.headers["content-type"] == "application/pdf"
    for words in ("みなと精機株式会社", "あおば人材株式会社", "R-01", "10"):
        assert words in text
    assert "鈴原" not in text
    assert "鈴原" not in page.content()


def publish_opening(relay):
    return slot_steps.publish_job(
        company=relay.company,
        job=slot_steps.PRODUCTION,
        recruiter="みなと精機株式会社",
        now=timezone.now(),
    )


def fill_slot(windows, mailbox, mail):
    """Request, question, yes from the mail, introduction, interview, hire."""
    company, agency, person = windows.company, windows.agency, windows.person
    company.goto(f"{windows.live}/company/slots/")
    company.locator("a.btn.pri").first.click()
    company.locator("#id_opening_id").select_option(index=1)
    company.get_by_role("button", name="1名の紹介を申し込み").click()
    company.wait_for_url(re.compile(r"/company/slots/[^/]+/$"))
    slot_page = company.url

    agency.goto(slot_page.replace("/company/", "/agency/"))
    agency.goto(f"{agency.url}?q=鈴原")
    agency.locator("a[href*='/ask/']").click()
    for name in ("name", "occupation"):
        agency.locator(f"input[name=fields_asked][value={name}]").check()
    agency.get_by_role("button", name="本人に確認").click()

    person.goto(mailbox.find_link(mail, "/release/"))
    expect(person.get_by_role("heading", level=1)).to_contain_text("みなと精機")
    person.locator("button[value=release_yes]").click()

    agency.goto(slot_page.replace("/company/", "/agency/"))
    press(agency, "/present/")
    company.goto(slot_page)
    expect(company.get_by_text(HINA)).to_be_visible()
    expect(company.get_by_text("090-0000-0001")).to_have_count(0)
    company.get_by_role("link", name="面接を記録").click()
    company.get_by_label("面接した日時").fill(f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    company.get_by_role("button", name="面接を記録").click()
    company.wait_for_url(slot_page)

    company.goto(f"{slot_page}join/")
    company.get_by_label("入社日").fill(f"{localdate():%Y-%m-%d}")
    company.get_by_label("理論年収（円）").fill("4500000")
    for box in company.locator("main input[type=checkbox]").all():
        box.check()
    company.get_by_role("button", name="入社を記録し、枠を使用").click()
    company.wait_for_url(slot_page)
    expect(company.get_by_text("1,350,000円").first).to_be_visible()


def test_ten_registrations_of_an_imported_file_become_one_hire_without_a_fee(
    windows, relay, mailbox, tmp_path
):
    path, rejected = file_of_applicants(tmp_path)
    addresses = import_and_send(windows, relay, mailbox, path, rejected)
    register_on_a_phone(windows, relay, mailbox, addresses[0])
    people = People(SEED, born_before=localdate())
    for number, mail in enumerate(addresses[1:10], start=1):
        register_by_post(relay, mailbox, mail, people.next(), number)
    company_stands_at(windows, re.compile("0\\s*/\\s*10"))
    accept_and_count(windows, 10)
    assert status_of("minato")["credits"]["confirmed"] == 0  # no word before the statement
    issue_statement(windows)
    assert status_of("minato")["slots"]["labels"] == ["R-01"]
    check_statement(windows)
    publish_opening(relay)
    fill_slot(windows, mailbox, addresses[0])

    ours, theirs = status_of("aoba"), status_of("minato")
    assert (ours["credits"]["bundled"], theirs["credits"]["bundled"]) == (10, 10)
    assert ours["slots"] == theirs["slots"] | {"labels": ["R-01"]}
    assert (theirs["slots"]["used"], theirs["slots"]["total"]) == (1, 1)
    assert theirs["statements"][0]["totals"]["confirmed_added"] == 10
    verified = json.loads(command("verify", "--json"))
    assert (verified["violations"], verified["ok"]) == ([], True)
    assert (verified["counts"]["credits"], verified["counts"]["slots"]) == (10, 1)
