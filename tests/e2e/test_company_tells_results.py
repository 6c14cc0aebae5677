"""From the file to the mail: import, decide, prepare, preview, send through a real server."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from tests.e2e.mailbox import run_tasks
from tests.web.company.conftest import make_room

CSV = (
    "氏名,氏名（フリガナ）,メールアドレス,応募日,求人名,性別\n"
    "髙橋 一郎,タカハシ イチロウ,ichiro@mail.example,2026/10/1,経理,男\n"
    "架空 花子,カクウ ハナコ,hanako@mail.example,2026/10/2,経理,女\n"
)


@pytest.fixture
def room(live):
    made = make_room()
    made.add_code()
    made.add_purpose()
    made.add_template()
    return made


def import_file(page: Page, live: str, shoot) -> None:
    page.goto(f"{live}/company/imports/file/")
    page.locator("input[type=file]").set_input_files(
        {"name": "応募者.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
    )
    for _step in ("file", "reading"):
        page.get_by_role("button", name="次へ").click()
    expect(page.locator("s").first).to_have_text("性別")
    shoot(page, "company-import_columns")
    checks.axe(page)
    checks.no_sideways_scroll(page)
    page.get_by_role("button", name="次へ").click()
    page.get_by_role("button", name="行を確認").click()
    page.get_by_role("button", name="2行を取り込み").click()
    expect(page.get_by_text("2行を取り込みました。0行はエラーです。")).to_be_visible()


def decide(page: Page, live: str, name: str) -> None:
    page.goto(f"{live}/company/applicants/")
    page.get_by_role("link", name=name).click()
    page.get_by_label("見送り").check()
    page.get_by_label("理由").fill("経験の年数")
    page.get_by_role("button", name="結果を記録").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("見送り")


def prepare_and_send(page: Page, live: str, shoot) -> None:
    page.goto(f"{live}/company/notices/prepare/")
    page.get_by_role("button", name="全員分の通知を準備").click()
    page.get_by_role("link", name="下書きを送信").click()
    shoot(page, "company-send-filled")
    page.get_by_role("button", name="2件を送信").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("送信")


def test_results_go_out_by_mail(room, live, desk, sign_in, mailbox, shoot, settings):
    settings.MAIL_DELAY_SECONDS = 0
    sign_in(desk, room.hr)
    import_file(desk, live, shoot)
    for name in ("髙橋 一郎", "架空 花子"):
        decide(desk, live, name)
    desk.goto(f"{live}/company/notices/texts/")
    desk.get_by_role("link", name="標準").click()
    expect(desk.get_by_text("7 / 7")).to_be_visible()

    prepare_and_send(desk, live, shoot)
    run_tasks()
    desk.reload()

    expect(desk.get_by_role("heading", name="2件のうち2")).to_be_visible()
    texts = {mail["To"]: mail.get_content() for mail in mailbox.mails}
    assert set(texts) == {"ichiro@mail.example", "hanako@mail.example"}
    told = texts["hanako@mail.example"]
    assert told.startswith("架空 花子 様")
    assert told.index("ご応募いただき") < told.index("登録は任意・無料")
    assert re.search(rf"{live}/r/MINATO-\w+/", told)
    assert f"{live}/stop/" in told


def test_results_go_out_without_javascript(room, live, scriptless, sign_in, mailbox, settings):
    settings.MAIL_DELAY_SECONDS = 0
    room.reject(room.add_applicant("架空 花子", mail="hanako@mail.example"))
    room.reject(room.add_applicant("林 健", mail="ken@mail.example"))
    sign_in(scriptless, room.hr)

    prepare_and_send(scriptless, live, lambda page, name: None)
    run_tasks()

    assert {mail["To"] for mail in mailbox.mails} == {"hanako@mail.example", "ken@mail.example"}
