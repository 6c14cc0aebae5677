"""The whole import in a real browser: a real file, its errors back, repaired, again, and undo."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.e2e import browser as checks
from tests.web.company.conftest import make_room

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports import actions
from tasuki.apps.people.actions.notes import add_note
from tasuki.apps.people.models import Application, TalentRecord

HEAD = "応募日,氏名,フリガナ,メールアドレス,電話番号,選考ステップ,募集職種,家族構成,備考"
ROWS = (
    "2026/10/1,髙橋 一郎,タカハシ イチロウ,ichiro@mail.example,090-0000-0001,一次,経理,4人,",
    "2026/10/2,架空 花子,カクウ ハナコ,hanako@mail.example,090-0000-0002,顔合わせ,経理,2人,",
    "2026/13/3,架空 次郎,カクウ ジロウ,jiro@mail.example,090-0000-0003,一次,営業,3人,",
    "2026/10/4,架空 三子,カクウ ミツコ,mitsuko@mail,090-0000-0004,一次,営業,1人,=1+1",
)
FILE = "\r\n".join([HEAD, *ROWS]).encode("cp932")


@pytest.fixture
def room(live):
    return make_room()


def count_applications(room, run_of="mail.example"):
    with bound(room.world.company.pk, None):
        people = [one.talent_record for one in Application.objects.select_related("talent_record")]
    return sum(run_of in one.mail for one in people)


def choose(page: Page, live: str, name: str, data: bytes, kind: str = "text/csv") -> None:
    page.goto(f"{live}/company/imports/file/")
    page.get_by_label("応募者", exact=True).check()
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )
    page.get_by_role("button", name="次へ").click()


def look(page: Page, shoot, name: str, step: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{step}/5")
    expect(page.get_by_text("本人には何も送られません")).to_be_visible()
    checks.axe(page)
    checks.no_sideways_scroll(page)
    shoot(page, name)


def test_file_walks_the_five_steps_and_back(room, live, desk, sign_in, shoot):
    page = desk
    sign_in(page, room.hr)
    choose(page, live, "応募者.csv", FILE)

    # 1: how it was read, in another encoding and back
    look(page, shoot, "company-import_reading", 1)
    expect(page.get_by_role("cell", name="髙橋 一郎")).to_be_visible()
    page.get_by_role("button", name="次へ").click()

    # 2: columns
    look(page, shoot, "company-import_columns", 2)
    expect(page.locator("s").first).to_have_text("家族構成")
    expect(page.get_by_text("4人")).to_have_count(0)
    page.get_by_role("button", name="次へ").click()

    # 3: an unknown word, decided once
    look(page, shoot, "company-import_values", 3)
    page.get_by_label("顔合わせの意味").select_option("CASUAL")
    page.get_by_role("button", name="行を確認").click()

    # 4: errors in place; nothing is written
    look(page, shoot, "company-import_check", 4)
    expect(page.get_by_text("月が13になっています").first).to_be_visible()
    assert count_applications(room) == 0
    page.get_by_label("応募日").first.fill("2026/12/3")
    page.get_by_role("button", name="4行目を確認").click()
    expect(page.get_by_text("月が13になっています")).to_have_count(0)
    page.get_by_role("button", name="3行を取り込み").click()

    # 5: the result; the errors as a file
    expect(page.get_by_text("3行を取り込みました。1行はエラーです。")).to_be_visible()
    checks.axe(page)
    shoot(page, "company-import_run")
    result = page.url
    assert count_applications(room) == 3
    with page.expect_download() as download:
        page.get_by_role("link", name="エラーの行をダウンロード（xlsx）").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[0][-1] == "エラー内容"
    assert rows[1][2] == "架空 三子"
    assert all(cell.data_type != "f" for row in book.active for cell in row)

    # repaired and uploaded again: the same columns, without a question
    column = rows[0].index("メールアドレス") + 1
    book.active.cell(row=2, column=column).value = "mitsuko@mail.example"
    buffer = io.BytesIO()
    book.save(buffer)
    choose(page, live, "errors.xlsx", buffer.getvalue(), "application/octet-stream")
    for _step in ("reading", "columns"):
        page.get_by_role("button", name="次へ").click()
    page.get_by_role("button", name="行を確認").click()
    page.get_by_role("button", name="1行を取り込み").click()
    expect(page.get_by_text("1行を取り込みました。0行はエラーです。")).to_be_visible()
    assert count_applications(room) == 4

    # the first import is taken back as a whole; the second stays
    page.goto(result)
    page.get_by_text("この取り込みを元に戻す").click()
    page.get_by_role("button", name="取り込みを元に戻す").click()
    expect(page.get_by_text("元に戻しました").first).to_be_visible()
    assert count_applications(room) == 1


def test_duplicates_are_explained_and_undo_lists_what_stayed(room, live, desk, sign_in, shoot):
    page = desk
    head = "応募日,氏名,フリガナ,メールアドレス,電話番号,選考ステップ,募集職種"
    known = "2026/10/1,架空 花子,カクウ ハナコ,hanako@mail.example,090-0000-0001,一次,経理"
    rows = (
        "2026/11/1,架空　花子,,HANAKO@mail.example,,一次,営業",
        "2026/11/1,架空 太郎,カクウ タロウ,hanako@mail.example,,一次,営業",
    )
    load = {"actor": room.hr, "file_name": "前.csv", "now": timezone.now()}
    actions.import_file(data="\r\n".join([head, known]).encode(), **load)
    sign_in(page, room.hr)
    choose(page, live, "応募者.csv", "\r\n".join([head, *rows]).encode())
    for _step in ("reading", "columns"):
        page.get_by_role("button", name="次へ").click()
    page.get_by_role("button", name="行を確認").click()

    look(page, shoot, "company-import_duplicates", 4)
    expect(page.get_by_text("メールアドレスが同じです").first).to_be_visible()
    expect(page.get_by_text("家族は姓・電話・住所が同じことがあります").first).to_be_visible()
    page.get_by_role("button", name="2行を取り込み").click()
    result = page.url
    assert count_applications(room) == 3

    with bound(room.world.company.pk, None):
        taro = TalentRecord.objects.get(given_name="太郎")
    add_note(actor=room.hr, talent_record_id=taro.pk, text="再連絡は来月", now=timezone.now())
    page.goto(result)
    page.get_by_text("この取り込みを元に戻す").click()
    page.get_by_role("button", name="取り込みを元に戻す").click()

    expect(page.get_by_role("heading", name="残したもの")).to_be_visible()
    expect(page.get_by_role("link", name="架空 太郎")).to_be_visible()
    expect(page.get_by_text("メモ・書類・タグが付けられました")).to_be_visible()
    checks.axe(page)
    checks.no_sideways_scroll(page)
    shoot(page, "company-import_kept")
    assert count_applications(room) == 2
