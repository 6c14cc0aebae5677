"""Text taken apart: delimiters, quotes, and rows of other lengths."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.adapters.tabular.delimited import detect_delimiter, split_lines
from tasuki.adapters.tabular.limits import Limits
from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.refusals import UploadRefusedError


def _read(text: str, **choices):
    return read_table(text.encode(), "a.csv", **choices)


def _codes(table):
    return {place: [str(one.code) for one in notes] for place, notes in table.row_notes.items()}


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b\n1,5;2\n3,5;4\n", ";"),
        ("a\tb\n1,2\t2\n3\t4\n", "\t"),
        ("one\ntwo\n", ","),
        ("表題；\na,b,c\n1,2,3\n", ","),
    ],
)
def test_delimiter_with_most_equal_rows_wins(text, delimiter):
    assert detect_delimiter(split_lines(text)) == delimiter


def test_first_line_may_name_the_delimiter():
    table = _read("sep=|\n氏名|備考\nA|b,c\n")

    assert (table.delimiter, table.rows, table.lines) == ("|", (("A", "b,c"),), (3,))


def test_chosen_delimiter_wins():
    assert _read("a,b;c\n1,2;3\n", delimiter=";").headers == ("a,b", "c")


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n"])
def test_impossible_delimiter_is_refused(delimiter):
    with pytest.raises(UploadRefusedError) as caught:
        _read("a,b\n", delimiter=delimiter)

    assert caught.value.code == "delimiter"


def test_quoted_line_breaks_stay_and_the_row_begins_at_its_first_line():
    table = _read('氏名,備考\nA,"一\n二"\nB,x\n')

    assert table.rows == (("A", "一\n二"), ("B", "x"))
    assert table.lines == (2, 4)


def test_open_quote_costs_its_own_row_and_no_other():
    table = _read('氏名,備考\nA,"閉じない\nB,x\nC,"あ"\n')

    assert table.rows == (("A", '"閉じない'), ("B", "x"), ("C", "あ"))
    assert _codes(table) == {0: ["open_quote"]}


def test_open_quote_before_a_quoted_cell_is_found():
    table = _read('氏名,備考\nA,"閉じない\nB,"x"y\nC,z\n')

    assert [row[0] for row in table.rows] == ["A", "B", "C"]


def test_quote_over_more_lines_than_the_limit_is_open():
    inside = "\n".join(f"{n}" for n in range(30))
    table = _read(f'氏名,備考\nA,"{inside}"\nB,y\n')

    assert len(table.rows) == 31
    assert _codes(table)[0] == ["open_quote"]
    assert table.lines == tuple(range(2, 33))


def test_odd_quotes_inside_one_line_do_no_harm():
    table = _read('氏名,備考\nA,5" disk\nB,"a"b\n')

    assert table.rows == (("A", '5" disk'), ("B", "ab"))
    assert table.row_notes == {}


def test_short_row_is_filled_with_a_warning():
    table = _read("氏名,メール,備考\nA\nB,b,c\n".replace("A\n", "A,a\n"))

    assert table.rows[0] == ("A", "a", "")
    assert [(one.code, one.is_error) for one in table.row_notes[0]] == [("short_row", False)]


def test_long_row_is_an_error_that_shows_the_surplus():
    table = _read("氏名,メール\nA,a\nB,b,余分,列\nC,c,\n")
    (note,) = table.row_notes[1]

    assert (note.code, note.value, note.is_error) == ("long_row", "余分 | 列", True)
    assert table.rows[1] == ("B", "b")
    assert 2 not in table.row_notes


def test_column_that_most_rows_have_gets_a_name():
    table = _read("氏名,メール\nA,a,1\nB,b,2\nC,c\n")

    assert table.headers == ("氏名", "メール", "列3")
    assert [note.en for note in table.notes] == [
        "There are columns without a heading. Check the mapping."
    ]


def test_control_characters_are_an_error_and_hidden_ones_a_note():
    table = _read("氏名,備考\nA,a\x00b\nB,\u202eab\u200b\n")

    assert table.rows == (("A", "ab"), ("B", "ab"))
    assert [
        (one.code, one.column, one.is_error) for notes in table.row_notes.values() for one in notes
    ] == [
        ("control_character", "備考", True),
        ("hidden_character", "備考", False),
    ]


def test_quotes_that_never_end_are_read_in_time():
    text = "a,b\n" + '"x,y\n' * 3_000

    assert len(_read(text, limits=Limits(rows=5_000)).rows) == 3_000


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a", '"', ",", "\n", "\r\n", "\r", " "]), max_size=60))
def test_every_line_is_in_one_row_or_blank(parts):
    text = "見出し,メール,備考\n" + "".join(parts)
    table = _read(text, delimiter=",")

    assert table.row_count <= len(split_lines(text))
    assert sorted(table.lines) == list(table.lines)
