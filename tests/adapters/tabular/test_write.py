"""Files that spreadsheets show and never run."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tasuki.adapters.tabular.write import (
    CELL_CHARACTERS_MAX,
    CellTooLongError,
    UnwritableCharactersError,
    find_unwritable,
    neutral,
    write_csv,
    write_xlsx,
)

STARTS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "|cmd",
    "%x",
    "﹢1",
    "﹣1",
    "﹦1",
]
HIDERS = [
    "",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u3000",
    "\u00a0",
    "\u200b",
    "\ufeff",
    '"',
    "'",
    ";",
    ",",
]
PAYLOADS = [hider + start for hider in HIDERS for start in STARTS]


def _reopen_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_there_are_182_payloads():
    assert len(PAYLOADS) == 182


@pytest.mark.parametrize("payload", PAYLOADS)
def test_formula_text_gets_an_apostrophe_in_csv(payload):
    (row,) = _reopen_csv(write_csv([[payload]]))

    assert row[0].startswith("'")


def test_formula_texts_are_string_cells_in_xlsx():
    data = write_xlsx([["見出し"], *[[payload] for payload in PAYLOADS]], sheet_name="試験")
    sheet = load_workbook(io.BytesIO(data)).active

    types = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert types == {"s"}
    assert sheet["A2"].value == "=1+1"


@pytest.mark.parametrize(
    "text",
    ["山田 太郎", "090-1234-5678", "a=b", "1-2", "", "営業（法人）", "C++", "10%", "'quoted'"],
)
def test_harmless_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_real_numbers_stay_bare_and_number_texts_do_not():
    assert [neutral(-5), neutral("-5"), neutral(None)] == ["-5", "'-5", ""]


def test_csv_begins_with_a_mark_and_ends_lines_with_cr_lf():
    assert write_csv([["氏名", "人数"], ["髙﨑", 3]]) == (
        b"\xef\xbb\xbf" + '"氏名","人数"\r\n"髙﨑","3"\r\n'.encode()
    )


def test_shift_jis_names_what_it_cannot_write_instead_of_a_question_mark():
    with pytest.raises(UnwritableCharactersError) as caught:
        write_csv([["𠮷野", "髙橋", "𠮷田"]], encoding="cp932")

    assert caught.value.characters == ("𠮷",)
    assert find_unwritable("髙﨑①㈱", "cp932") == ()


def test_numbers_of_xlsx_stay_numbers_and_the_heading_is_bold():
    sheet = load_workbook(io.BytesIO(write_xlsx([["額"], [1350000]], sheet_name="a/b"))).active

    assert (sheet.title, sheet["A2"].value, sheet["A1"].font.b) == ("ab", 1350000, True)
    assert sheet.freeze_panes == "A2"


def test_control_characters_do_not_break_a_workbook():
    sheet = load_workbook(io.BytesIO(write_xlsx([["a\x0bb\0c"]], sheet_name="x"))).active

    assert sheet["A1"].value == "abc"


def test_cell_beyond_the_spreadsheet_limit_is_refused():
    with pytest.raises(CellTooLongError):
        write_csv([["a" * (CELL_CHARACTERS_MAX + 1)]])
