"""Two placements of one agency at one company, on both sides, in a real browser.

The first uses a free slot: a task with a deadline, a promised interview, a hire at fee 0. The
second is charged: introduction, interview with invitations, offer, joining, invoice, payment.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.apps.relay import intake
from tests.e2e.browser import DESK, axe, check_page
from tests.factories import COMPLETE_TERMS, NOW, TODAY
from tests.web.agency.office import Office

from tasuki.adapters.postgres.context import bound
from tasuki.apps.agenda.tasks import plan_and_remind
from tasuki.apps.fees import actions as fees
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.openings import actions as openings
from tasuki.apps.openings import orders
from tasuki.apps.openings.models import Opening
from tasuki.apps.placement.models import FeeEntry
from tasuki.apps.relay.actions import offers

DAY = timedelta(days=1)
KEY = re.compile(r"/release/[^/]+/")
PAY_YEN, FEE_YEN, TOTAL_YEN = 4_500_000, 1_350_000, 1_485_000


class Clock:
    """What time it is for the product; the test moves it on."""

    def __init__(self) -> None:
        self.now = NOW

    def move(self, days: int) -> None:
        self.now += days * DAY


@pytest.fixture
def clock(live, monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    monkeypatch.setattr(intake, "TODAY", NOW.date())
    return clock


@pytest.fixture
def office(clock) -> Office:
    """A contract with promised interviews, and one slot that the statement showed."""
    office = Office.make(promised_interview=True)
    office.grant()
    return office


@dataclass
class Walk:
    """Windows of both sides and of the people."""

    office: Office
    live: str
    agency: Page
    company: Page
    person: Page
    clock: Clock

    def press(self, page: Page, name: str) -> None:
        page.get_by_role("button", name=name, exact=True).click()

    def follow(self, page: Page, name: str) -> None:
        page.locator("main").get_by_role("link", name=name, exact=True).click()

    def say_yes(self) -> None:
        """The person opens the newest mailed question and agrees."""
        mails = self.mails("release", self.office.relay.agency.id)
        self.person.goto(self.live + KEY.search(mails[-1].text)[0])
        self.person.locator("button[value=release_yes]").click()
        check_page(self.person)

    def mails(self, kind: str, organisation_id: int) -> list[OutboxMail]:
        with bound(organisation_id, None):
            return list(OutboxMail.objects.filter(kind=kind).order_by("created_at", "id"))

    def look(self, page: Page, address: str) -> None:
        page.goto(self.live + address)
        axe(page)

    def publish_job(self) -> Opening:
        relay = self.office.relay
        with bound(relay.company.id, relay.hr.account_id):
            return Opening.objects.create(
                organisation=relay.company,
                number="C-00001",
                title="生産管理",
                occupation="生産管理",
                workplace="みなと市",
                pay_min_yen=270_000,
                pay_max_yen=330_000,
                theoretical_pay_yen=PAY_YEN,
                terms=COMPLETE_TERMS,
                prefecture=33,
                work_minutes=9_600,
                declared_on=TODAY,
                as_of=TODAY,
                state="open",
            )


@pytest.fixture
def walk(office, live, clock, new_page, sign_in) -> Walk:
    walk = Walk(office, live, new_page(DESK), new_page(DESK), new_page(), clock)
    sign_in(walk.agency, office.relay.owner)
    sign_in(walk.company, office.relay.company_owner)
    return walk


def test_one_company_from_its_slot_to_its_paid_invoice(walk, shoot):
    job = walk.publish_job()
    use_the_slot(walk, job, shoot)
    order_and_agree(walk, job)
    introduce(walk, shoot)
    bill_and_pay(walk, shoot)

    with bound(walk.office.relay.agency.id, None):
        rows = list(FeeEntry.objects.order_by("created_at").values_list("kind", "amount_yen"))
    assert rows == [("filed", 0), ("filed", FEE_YEN)]


def use_the_slot(walk: Walk, job: Opening, shoot) -> None:
    """From the task of the granted slot to the hire and its row of zero yen."""
    slot = walk.office.slot()
    plan_and_remind(now=walk.clock.now)
    walk.look(walk.agency, "/agenda/")
    waiting = f"無料枠 R-01（{walk.office.relay.company.name}）で1名を紹介する"
    row = walk.agency.get_by_role("row").filter(has_text=waiting)
    expect(row).to_contain_text(f"{slot.expires_on:%Y/%m/%d}")

    walk.look(walk.company, f"/company/slots/{slot.id}/request/")
    walk.company.locator("[name=opening_id]").select_option(str(job.id))
    walk.press(walk.company, "1名の紹介を申し込み")
    plan_and_remind(now=walk.clock.now)
    find_by = walk.office.slot().find_by
    walk.look(walk.agency, "/agenda/")
    expect(row).to_contain_text(f"{find_by:%m/%d}")
    walk.follow(walk.agency, waiting)
    walk.follow(walk.agency, "作業の画面を開く")

    registration = walk.office.accept()[0]
    walk.look(walk.agency, f"/agency/slots/{slot.id}/ask/{registration.id}/")
    for box in walk.agency.get_by_role("checkbox").all():
        box.check()
    walk.press(walk.agency, "本人に確認")
    walk.say_yes()
    walk.look(walk.agency, f"/agency/slots/{slot.id}/")
    walk.press(walk.agency, "会社に提示")

    walk.look(walk.company, f"/company/slots/{slot.id}/")
    expect(walk.company.get_by_text("面談を約束しています")).to_be_visible()
    expect(walk.company.get_by_role("link", name="今回は見送り")).to_have_count(0)
    shoot(walk.company, "placement-slot-candidate")
    walk.clock.move(2)
    walk.follow(walk.company, "面接を記録")
    walk.company.locator("[name=interview_at]").fill(f"{walk.clock.now:%Y-%m-%dT09:00}")
    walk.press(walk.company, "面接を記録")
    walk.follow(walk.company, "入社を記録")
    axe(walk.company)
    walk.company.locator("[name=hired_on]").fill(f"{walk.clock.now:%Y-%m-%d}")
    walk.company.locator("[name=theoretical_pay_yen]").fill(str(PAY_YEN))
    for box in walk.company.locator("main").get_by_role("checkbox").all():
        box.check()
    walk.press(walk.company, "入社を記録し、枠を使用")
    expect(walk.company.get_by_text("入社を記録し、枠を使いました")).to_be_visible()

    walk.look(walk.agency, "/agency/books/fees/")
    free = walk.agency.get_by_role("row").filter(has_text="R-01")
    expect(free).to_contain_text("0円")
    shoot(walk.agency, "placement-fee-book-zero")
    walk.look(walk.agency, "/agency/fees/invoices/")
    expect(walk.agency.get_by_text("INV-")).to_have_count(0)


def order_and_agree(walk: Walk, job: Opening) -> None:
    """The company orders the job from the agency and accepts the agreement on fees."""
    relay, now = walk.office.relay, walk.clock.now
    offers.offer_opening(actor=relay.hr, opening_id=job.id, agency_id=relay.agency.id, now=now)
    with bound(relay.agency.id, None):
        copy = Opening.objects.get(title=job.title)
    orders.accept_order(
        actor=relay.advisor,
        opening_id=copy.id,
        received_on=now.date(),
        valid_to=now.date() + 90 * DAY,
        now=now,
    )
    openings.publish_opening(actor=relay.advisor, opening_id=copy.id, now=now)
    fees.save_billing_profile(
        actor=relay.advisor,
        issuer_number="T7000012050002",
        bank_account="みなと銀行 本店 普通 1234567",
        payment_days=30,
        remark="",
        now=now,
    )
    values = fees.AgreementValues(
        company_id=relay.company.id,
        fee_table_version=1,
        rate_permille=300,
        starts_on=now.date(),
    )
    draft = fees.draft_agreement(actor=relay.advisor, values=values, now=now)
    fees.offer_agreement(actor=relay.advisor, agreement_id=draft.id, now=now)
    walk.look(walk.company, "/company/")
    walk.look(walk.company, f"/company/fee-agreements/{draft.id}/")
    walk.press(walk.company, "会社として同意する")
    expect(walk.company.get_by_text("合意書が有効になりました。")).to_be_visible()


def introduce(walk: Walk, shoot) -> None:
    """From the question to the first day of work."""
    registration = walk.office.accept()[0]
    walk.look(walk.agency, "/introductions/add/")
    with bound(walk.office.relay.agency.id, None):
        name = walk.office.relay.reload(registration).full_name
    choose(walk.agency, "job_seeker_id", name)
    choose(walk.agency, "job_order_id", "生産管理")
    walk.agency.locator("[name=items][value=name]").check()
    walk.press(walk.agency, "本人に確認")
    address = walk.agency.url
    walk.say_yes()
    walk.agency.goto(address)
    walk.press(walk.agency, "会社に紹介")

    walk.company.goto(address)
    axe(walk.company)
    shoot(walk.company, "placement-case-company")
    walk.follow(walk.company, "面接の日時を設定")
    at = walk.clock.now + DAY
    walk.company.locator("[name=starts_at]").fill(f"{at:%Y-%m-%dT10:00}")
    walk.company.locator("[name=place]").fill("本社3階")
    walk.press(walk.company, "日時を決めて招待を送信")
    assert_invited(walk)
    walk.clock.move(2)
    walk.company.goto(address)
    walk.press(walk.company, "面接の実施を記録")
    walk.follow(walk.company, "内定を提示")
    axe(walk.company)
    walk.company.locator("[name=pay_yen]").fill(str(PAY_YEN))
    for name in ("starts_on", "answer_by"):
        walk.company.locator(f"[name={name}]").fill(f"{walk.clock.now + 3 * DAY:%Y-%m-%d}")
    walk.company.locator("[name=is_indefinite]").check()
    walk.press(walk.company, "内定を提示")

    walk.agency.goto(address)
    axe(walk.agency)
    walk.press(walk.agency, "本人の承諾を記録")
    walk.clock.move(3)
    walk.company.goto(address)
    walk.follow(walk.company, "入社を記録")
    walk.company.locator("[name=is_conditions_notice_sent]").check()
    walk.company.locator("[name=theoretical_pay_yen]").fill(str(PAY_YEN))
    walk.press(walk.company, "入社を記録")
    expect(walk.company.get_by_text("入社を記録しました")).to_be_visible()
    shoot(walk.company, "placement-case-joined")


def choose(page: Page, name: str, text: str) -> None:
    """Choose the newest offer of a list that holds a text."""
    field = page.locator(f"[name={name}]")
    option = field.locator("option").filter(has_text=text).first
    field.select_option(value=option.get_attribute("value"))


def assert_invited(walk: Walk) -> None:
    """The person and the members of the company have an invitation each."""
    relay = walk.office.relay
    sides = (relay.agency.id, relay.company.id)
    texts = [mail.calendar for side in sides for mail in walk.mails("interview", side)]

    assert len(texts) >= 2
    assert all("METHOD:REQUEST" in text and "本社3階" in text for text in texts)


def bill_and_pay(walk: Walk, shoot) -> None:
    """The draft that followed the hire is issued, mailed, read, downloaded and paid."""
    relay = walk.office.relay
    walk.look(walk.agency, "/agency/")
    walk.agency.get_by_role("listitem").filter(has_text="発行を待つ請求書").get_by_role(
        "link"
    ).click()
    walk.agency.locator("tbody a", has_text="下書き").click()
    axe(walk.agency)
    walk.company.goto(f"{walk.live}/company/invoices/")
    expect(walk.company.get_by_text(f"{TOTAL_YEN:,}円")).to_have_count(0)
    walk.press(walk.agency, "請求書を発行")
    walk.follow(walk.agency, "請求書をメールで送信")
    axe(walk.agency)
    walk.agency.locator("[name=to_address]").fill("keiri@hamabe.example")
    walk.press(walk.agency, "請求書をメールで送信")
    expect(walk.agency.get_by_text("請求書を送信箱に入れました")).to_be_visible()
    [mail] = walk.mails("invoice", relay.agency.id)
    assert f"合計（税込）：{TOTAL_YEN:,}円" in mail.text
    assert "登録番号：T7000012050002" in mail.text

    invoice = walk.agency.url
    walk.look(walk.company, re.search(r"/company/invoices/[0-9a-f-]+/", mail.text)[0])
    expect(walk.company.get_by_text(f"{TOTAL_YEN:,}円").first).to_be_visible()
    shoot(walk.company, "placement-invoice-company")
    paper = walk.company.locator("main").get_by_role("link", name="(PDF)").get_attribute("href")
    answer = walk.company.request.get(walk.live + paper)
    assert answer.body().startswith(b"%PDF")

    walk.clock.move(5)
    walk.agency.goto(invoice)
    walk.follow(walk.agency, "入金・返金を記録")
    axe(walk.agency)
    walk.press(walk.agency, "入金・返金を記録")
    expect(walk.agency.get_by_text("手数料管理簿に記載しました")).to_be_visible()
    shoot(walk.agency, "placement-invoice-paid")
    walk.look(walk.agency, "/agency/books/fees/")
    paid = walk.agency.get_by_role("row").filter(has_text=f"{FEE_YEN:,}円")
    expect(paid.first).to_be_visible()
    shoot(walk.agency, "placement-fee-book")
    walk.look(walk.company, "/company/invoices/")
    expect(walk.company.get_by_role("row").filter(has_text="INV-00001")).to_contain_text("完了")
