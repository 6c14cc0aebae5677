"""Files that people bring, in the encodings of Japanese offices."""

import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tasuki.adapters.tabular.guard import UploadRefusedError
from tasuki.adapters.tabular.limits import Limits
from tasuki.adapters.tabular.read import detect_encoding, read_table
from tasuki.adapters.tabular.write import write_csv, write_xlsx

TEXT = "氏名,応募日\r\n架空 花子,2026/10/3\r\n架空 太郎,2026/10/4\r\n"


def _book(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _read_or_reason(data: bytes):
    try:
        return read_table(data, "a.csv"), None
    except UploadRefusedError as error:
        return None, error.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "iso2022_jp_3", "utf-16"]
)
def test_encoding_is_found(encoding):
    table = read_table(TEXT.encode(encoding), "a.csv")

    assert table.headers == ("氏名", "応募日")
    assert table.rows == (("架空 花子", "2026/10/3"), ("架空 太郎", "2026/10/4"))
    assert table.encoding == encoding


def test_chosen_encoding_wins_and_names_itself_when_it_does_not_fit():
    with pytest.raises(UploadRefusedError) as caught:
        read_table(TEXT.encode("cp932"), "a.csv", encoding="utf-8")

    assert caught.value.code == "encoding"
    assert "UTF-8" in caught.value.text.ja


def test_variant_kanji_of_windows_survive():
    table = read_table("氏名\r\n髙﨑①㈱\r\n".encode("cp932"), "a.csv")

    assert table.rows == (("髙﨑①㈱",),)


@pytest.mark.parametrize(("delimiter", "name"), [("\t", "a.tsv"), (";", "a.csv"), (",", "a.csv")])
def test_delimiter_is_found(delimiter, name):
    table = read_table(
        delimiter.join("abc").encode() + b"\n" + delimiter.join("123").encode(), name
    )

    assert table.rows == (("1", "2", "3"),)


def test_title_rows_above_the_headings_are_passed_and_told():
    table = read_table("応募者一覧\n\n氏名,職種,段階\n花子,営業,一次\n".encode(), "a.csv")

    assert table.headers == ("氏名", "職種", "段階")
    assert table.lines == (4,)
    assert [words.ja for words in table.problems] == ["3行目を見出しとして読みました。"]


def test_headings_become_unique_and_never_empty():
    table = read_table("氏名,,氏名\na,b,c,d\n".encode(), "a.csv")

    assert table.headers == ("氏名", "列2", "氏名#2", "列4")
    assert table.rows == (("a", "b", "c", "d"),)


def test_workbook_dates_and_whole_numbers_become_texts():
    data = _book([["氏名", "日", "数"], ["花子", date(2026, 10, 3), 27.0]])
    table = read_table(data, "a.xlsx")

    assert table.rows == (("花子", "2026-10-03", "27"),)
    assert table.encoding == "xlsx"


def test_workbook_is_known_by_its_first_bytes():
    assert read_table(_book([["a"], ["1"]]), "a.csv").encoding == "xlsx"


def test_empty_file_is_refused_with_a_next_step():
    with pytest.raises(UploadRefusedError) as caught:
        read_table(b"", "a.csv")

    assert caught.value.code == "empty"


def test_binary_file_is_refused():
    with pytest.raises(UploadRefusedError):
        read_table(b"%PDF-1.7\0\0\0", "a.csv")


def test_rows_above_the_limit_are_refused():
    data = ("a\n" + "1\n" * 100).encode()

    with pytest.raises(UploadRefusedError) as caught:
        read_table(data, "a.csv", limits=Limits(rows=10))

    assert caught.value.code == "too_many_rows"


def test_columns_above_the_limit_are_refused():
    with pytest.raises(UploadRefusedError) as caught:
        read_table(b",".join([b"a"] * 501), "a.csv")

    assert caught.value.code == "too_many_columns"


def test_cell_above_the_limit_is_cut_and_its_row_is_an_error():
    table = read_table(("a\n" + "x" * 32_768).encode(), "a.csv")

    assert len(table.rows[0][0]) == 32_767
    assert [(note.code, note.column, note.is_error) for note in table.row_notes[0]] == [
        ("long_cell", "a", True)
    ]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["山田", "1", "a,b", 'q"q', "x\ny"]), min_size=2, max_size=2),
        max_size=5,
    )
)
def test_what_is_written_is_read_again(rows):
    head = ["甲", "乙"]
    expected = tuple(tuple(row) for row in rows)

    assert read_table(write_csv([head, *rows]), "a.csv").rows == expected
    assert read_table(write_xlsx([head, *rows], sheet_name="x"), "a.xlsx").rows == expected


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_reason(data):
    table, reason = _read_or_reason(data)

    assert table is not None or (reason.ja and reason.en)
    assert all(len(row) == len(table.headers) for row in (table.rows if table else ()))


@settings(deadline=None)
@given(st.text(alphabet="あいうアイウ漢字氏名応募", min_size=4))
def test_detection_reads_what_was_written(text):
    found = detect_encoding(text.encode("cp932"))

    assert found in {"cp932", "utf-8", "euc_jp"}
