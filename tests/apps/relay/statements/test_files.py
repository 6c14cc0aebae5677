"""The printed statement (D24) and its table."""

import re
import zlib

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW

from tasuki.adapters.pdf import OutsideResourceError, render
from tasuki.adapters.pdf.statement import statement_html
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.queries.statement_files import statement_csv, statement_pdf, statement_sheet
from tasuki.apps.relay.queries.statements import list_statements

pytestmark = pytest.mark.django_db


def issued_world() -> World:
    world = World()
    world.inform(27)
    world.count(12)
    world.drop(world.register(), code="N4")
    world.drop(world.register(), code="R12")
    world.issue()
    return world


def sheet_of(world: World, language: str) -> str:
    with world.at_company():
        (statement,) = list_statements()
        return statement_html(
            statement_sheet(statement, language=language, printed_by="北村 花", now=NOW)
        )


def test_japanese_sheet_says_parties_numbers_and_footer():
    html = sheet_of(issued_world(), "ja")

    for text in (
        "無料枠の通知書（2026年11月分）",
        "数えた人数 ＋12名　残高 2名",
        "13-ユ-000000",
        "2 / 2025-07-14",
        "すでに登録のある方 (N4)",
        "その他（判断の前に終了） (OTHER)",
        "枠 R-01　付与 2026-11-23　期限 2027-11-22",
        "2026-11-0001　第1版　印刷 2026/11/23 10:00　北村 花",
        "2026-12-23 まで照会できます",
    ):
        assert text in html


def test_english_sheet_has_no_japanese_labels():
    html = sheet_of(issued_world(), "en")

    body = html.split("</style>")[1]
    japanese = set(re.findall(r"[ぁ-んァ-ヶ一-龠]+", body))
    names = {"みなと精機", "あおば人材", "ユ", "北村", "花"}
    assert {word for word in japanese if not any(name in word for name in names)} == set()
    assert "Counted +12, balance 2" in body
    assert "version 1, printed 2026-11-23 10:00 by" in html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_pdf_is_one_tagged_a4_page(language):
    world = issued_world()
    with world.at_company():
        (statement,) = list_statements()
        pdf = statement_pdf(
            statement_id=statement.id, language=language, printed_by="北村 花", now=NOW
        )

    text = pdf + b"".join(_inflated(pdf))
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", text)) == 1
    assert re.search(rb"/MediaBox\s*\[\s*0 0 595\.\d+ 841\.\d+", text)
    assert b"/MarkInfo" in text


def _inflated(pdf: bytes) -> list[bytes]:
    found = []
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return found


def test_csv_opens_in_a_spreadsheet():
    world = issued_world()
    with world.at_company():
        (statement,) = list_statements()
        data = statement_csv(statement_id=statement.id)

    rows = data.decode("utf-8-sig").split("\r\n")
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows[0] == "通知書番号,版,対象月,区分,前回の残高,増,減,今回の残高"
    assert rows[2] == "2026-11-0001,1,2026-11,数えた人数（残高）,0,12,10,2"
    assert "2026-11-0001,1,2026-11,数えない理由：すでに登録のある方（N4）,,1,," in rows


def test_statement_of_another_company_is_not_printed():
    world, other = issued_world(), World()
    with world.at_company():
        (statement,) = list_statements()

    with other.at_company(), pytest.raises(NotVisibleError):
        statement_csv(statement_id=statement.id)


def test_name_cannot_break_out_of_the_document():
    world = World()
    world.issue()
    with world.at_company():
        (statement,) = list_statements()
        sheet = statement_sheet(statement, language="ja", printed_by='"</style><b>x', now=NOW)

    html = statement_html(sheet)

    assert "</style><b>" not in html
    assert render(html).startswith(b"%PDF-")


def test_document_fetches_nothing():
    with pytest.raises(OutsideResourceError):
        render('<html lang="ja"><title>x</title><img alt="x" src="file:///etc/hostname"></html>')
