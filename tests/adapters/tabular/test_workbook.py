"""Workbooks of every kind, and those that are refused."""

import datetime

import pytest
from tests.adapters.tabular.books import make_ods, make_xls, make_xlsx, make_zip, ods_cell

from tasuki.adapters.tabular.limits import Limits
from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.refusals import UploadRefusedError
from tasuki.adapters.tabular.workbook import as_text

ROWS = [
    ["氏名", "電話番号", "番号"],
    ["架空 花子", 9000000001.0, 1.5],
    [None, None, None],
    ["架空 一", None, 2.0],
]


def _code(data: bytes, name: str = "a.xlsx", **choices) -> str:
    with pytest.raises(UploadRefusedError) as caught:
        read_table(data, name, **choices)
    assert caught.value.text.ja
    assert caught.value.text.en
    return caught.value.code


@pytest.mark.parametrize(
    ("make", "kind"), [(make_xlsx, "xlsx"), (make_xls, "xls"), (make_ods, "ods")]
)
def test_every_kind_of_workbook_gives_the_same_table(make, kind):
    table = read_table(make(ROWS), "whatever.csv")

    assert (table.container, table.encoding) == (kind, kind)
    assert table.headers == ("氏名", "電話番号", "番号")
    assert table.rows == (("架空 花子", "9000000001", "1.5"), ("架空 一", "", "2"))
    assert (table.lines, table.blank_count) == ((2, 4), 1)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (1.0, "1"),
        (1.5, "1.5"),
        (1e300, "1e+300"),
        (datetime.date(2026, 10, 5), "2026-10-05"),
        (datetime.datetime(2026, 10, 5, 9, 30), "2026-10-05 09:30"),  # noqa: DTZ001
        (datetime.datetime(2026, 10, 5), "2026-10-05"),  # noqa: DTZ001
        (datetime.time(14, 0), "14:00"),
        (datetime.timedelta(hours=26, minutes=5), "26:05"),
    ],
)
def test_value_of_a_cell_as_people_write_it(value, text):
    assert as_text(value) == text


def test_sheet_with_the_best_headings_is_read_and_another_may_be_chosen():
    data = make_xlsx([["表紙"]], sheets={"応募者": ROWS, "集計": [["媒体", "数"], ["a", 1]]})

    assert read_table(data, "a.xlsx").sheet == "応募者"
    assert read_table(data, "a.xlsx", sheet="集計").headers == ("媒体", "数")
    assert [one.name for one in read_table(data, "a.xlsx").sheets] == ["Sheet", "応募者", "集計"]
    assert _code(data, sheet="ない") == "sheet"


def test_hidden_sheet_comes_last_but_may_be_chosen():
    data = make_xlsx([["a", "b"], [1, 2]], sheets={"隠し": ROWS}, hidden=("隠し",))

    assert read_table(data, "a.xlsx").sheet == "Sheet"
    assert read_table(data, "a.xlsx", sheet="隠し").headers[0] == "氏名"
    assert [one.is_hidden for one in read_table(data, "a.xlsx").sheets] == [False, True]


def test_column_without_a_heading_is_kept_in_a_workbook():
    table = read_table(make_xlsx([["氏名", "メール"], ["A", "a", "x"], ["B", "b"]]), "a.xlsx")

    assert table.headers == ("氏名", "メール", "列3")


@pytest.mark.parametrize(
    ("_case", "data", "code"),
    [
        ("web page", b"<html><table><tr><td>a</td></tr></table></html>", "web_page"),
        ("web page with a mark", b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "web_page"),
        ("pdf", b"%PDF-1.7 abc", "not_text"),
        ("picture", b"\x89PNG\r\n\x1a\n", "not_text"),
        ("binary", bytes(range(32)) * 10, "not_text"),
        ("encrypted", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("xls with macros", make_xls([["a"]], extra_storage="_VBA_PROJECT_CUR"), "active"),
        ("other container", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "not_a_workbook"),
        ("xlsb", make_zip({"xl/workbook.bin": b"x"}), "form"),
        ("document", make_zip({"word/document.xml": b"x"}), "not_a_workbook"),
        ("ods with macros", make_ods([["a"]], extra={"Basic/x.xml": "x"}), "active"),
        ("locked ods", make_ods([["a"]], manifest="<encryption-data/>"), "encrypted"),
        ("broken ods", make_ods(xml="<table:table-row>"), "not_a_workbook"),
        ("empty ods", make_ods(), "empty"),
    ],
)
def test_file_that_is_not_taken_says_why(_case, data, code):
    assert _code(data, "a.xls") == code


def test_last_cell_of_a_sheet_is_no_table_of_billions():
    far = make_xlsx([["a"]])
    book = make_xlsx([["a"] + [None] * 200, *[[None]] * 60, [None] * 200 + ["z"]])

    assert _code(book, limits=Limits(cells=10_000)) == "too_many_cells"
    assert read_table(far, "a.xlsx").headers == ("a",)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"><v>1</v></c>',
        '<c r="XFD2"><v>1</v></c></row><row r="1048576"><c><v>1</v></c>',
    ],
)
def test_cell_far_away_is_refused_before_the_parser_sees_it(cell):
    sheet = f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c>{cell}</row></sheetData>'
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": "<workbook/>",
        "xl/worksheets/sheet1.xml": sheet,
    }

    assert _code(make_zip(parts)) == "too_many_cells"


def test_styled_empty_cells_to_the_end_of_a_sheet_do_no_harm():
    rows = ods_cell("氏名") + ods_cell("メール")
    tail = (
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    xml = (
        f"<table:table-row>{rows}</table:table-row><table:table-row>{rows}</table:table-row>{tail}"
    )

    assert read_table(make_ods(xml=xml), "a.ods").headers == ("氏名", "メール")


def test_repeated_filled_cells_are_counted_before_the_parser_sees_them():
    cell = ods_cell("a").replace(
        "<table:table-cell", '<table:table-cell table:number-columns-repeated="16384"'
    )
    xml = f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-row>'

    assert _code(make_ods(xml=xml)) == "too_many_cells"


def test_entities_in_a_workbook_are_refused():
    data = make_ods([["&#97;"]])
    parts = {"mimetype": "x", "content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}

    assert read_table(data, "a.ods")
    assert _code(make_zip(parts)) == "not_a_workbook"


def test_limits_are_named_and_may_be_replaced():
    data = make_xlsx([["a", "b"]] + [[1, 2]] * 50)

    assert _code(data, limits=Limits(rows=10)) == "too_many_rows"
    assert _code(data, limits=Limits(columns=1)) == "too_many_columns"
    assert _code(data, limits=Limits(cells=20)) == "too_many_cells"
    assert _code(data, limits=Limits(upload_bytes=10)) == "too_large"
    assert _code(data, limits=Limits(density=1)) == "too_dense"
    assert _code(data, limits=Limits(parts=2)) == "not_a_workbook"
