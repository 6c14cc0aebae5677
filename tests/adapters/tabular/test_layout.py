"""Headings among titles; people among groups, totals and notes."""

from datetime import date

import pytest
from tests.adapters.tabular.books import make_xlsx

from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.refusals import UploadRefusedError


def _read(text: str, **choices):
    return read_table(text.encode(), "a.csv", **choices)


def _skipped(table):
    return [(row.line, str(row.reason)) for row in table.skipped]


def test_rows_that_are_no_people_are_skipped_with_their_reason():
    table = _read(
        "応募者一覧\n出力日,2026/10/1\n\n氏名,メール,備考\nA,a,\n10月応募,,\nB,b,\n小計,2名,\n"
        "氏名,メール,備考\nC,c,\n合計,3,100\n以上\n※取扱注意,,\n"
    )

    assert [row[0] for row in table.rows] == ["A", "B", "C"]
    assert _skipped(table) == [
        (1, "title"),
        (2, "title"),
        (6, "group"),
        (8, "total"),
        (9, "repeated_header"),
        (11, "total"),
        (12, "total"),
        (13, "end_note"),
    ]
    assert (table.blank_count, table.row_count) == (1, 13)


def test_person_whose_name_is_a_word_for_totals_stays():
    table = _read("氏名,メール,職種,備考\n計,a@example.jp,営業職,はかり\n")

    assert len(table.rows) == 1


def test_list_of_one_cell_rows_is_no_list_of_notes():
    rows = "".join(f",a{n}@example.jp,\n" for n in range(20))

    assert len(_read("氏名,メール,備考\n" + rows).rows) == 20


def test_known_words_find_the_headings_below_a_wide_title():
    table = _read("2026年,10月,応募,状況,表\n氏名,メール,電話番号,段階,備考\nA,a,1,2,3\n")

    assert (table.header_row, table.headers[0]) == (2, "氏名")


def test_chosen_row_of_headings_wins():
    assert _read("x,y\n氏名,メール\nA,a\n", header_row=1).headers == ("x", "y")


def test_chosen_row_that_is_not_there_is_refused():
    with pytest.raises(UploadRefusedError) as caught:
        _read("氏名,メール\nA,a\n", header_row=9)

    assert caught.value.code == "header_row"


def test_two_rows_of_headings_without_merged_cells_are_joined():
    table = _read("No,応募者,,面接,,備考\n,氏名,カナ,日程,時間,\n1,A,a,x,y,z\n")

    assert table.headers == ("No", "応募者/氏名", "応募者/カナ", "面接/日程", "面接/時間", "備考")
    assert (table.header_row, table.header_row_count) == (1, 2)


def test_first_person_is_not_taken_for_a_second_row_of_headings():
    assert _read("氏名,メール,備考\nA,,\nB,b,c\n").header_row_count == 1


def test_two_merged_rows_of_headings_are_joined():
    rows = [
        ["応募者", None, "面接", None, "備考"],
        ["氏名", "カナ", "日程", "時間", None],
        ["A", "a", date(2026, 10, 5), "14:00", "x"],
    ]
    table = read_table(make_xlsx(rows, merged=("A1:B1", "C1:D1", "E1:E2")), "a.xlsx")

    assert table.headers == ("応募者/氏名", "応募者/カナ", "面接/日程", "面接/時間", "備考")
    assert table.rows == (("A", "a", "2026-10-05", "14:00", "x"),)


def test_merged_row_in_the_body_is_a_group_even_without_gaps_elsewhere():
    rows = [["氏名", "メール"], ["10月応募", None], ["A", "a"]]
    table = read_table(make_xlsx(rows, merged=("A2:B2",)), "a.xlsx")

    assert _skipped(table) == [(2, "group")]


def test_headings_twice_get_numbers_and_are_never_empty():
    assert _read("電話,電話,,電話\n1,2,3,4\n").headers == ("電話", "電話#2", "列3", "電話#3")
