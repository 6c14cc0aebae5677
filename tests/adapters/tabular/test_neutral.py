"""What is written against formulas is taken off again, and Shift_JIS tells what it lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.adapters.tabular.neutral import bare
from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.write import neutral, write_csv, write_csv_replacing, write_xlsx

SIGNS = st.text(alphabet="=+-@|%'＝＋\"a1 ,;\t\n架", max_size=8)
TEXTS = SIGNS.map(lambda text: f"{text}x".strip())


@settings(deadline=None)
@given(SIGNS)
def test_protection_is_taken_off_exactly(text):
    assert bare(neutral(text)) == text


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_written_cells_come_back_from_csv(rows):
    data = write_csv([["甲欄", "乙欄", "丙欄"], *rows])

    assert read_table(data, "a.csv", header_row=1, delimiter=",").rows == tuple(rows)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_written_cells_come_back_from_xlsx(rows):
    data = write_xlsx([["甲欄", "乙欄", "丙欄"], *rows], sheet_name="x")

    assert read_table(data, "a.xlsx", header_row=1).rows == tuple(rows)


def test_shift_jis_says_what_was_replaced():
    data, replaced = write_csv_replacing([["氏名"], ["𠮷田〜—"], ["髙橋😀"], [5], [None]])

    assert replaced == {"𠮷": "吉", "—": "―", "😀": "〓"}
    assert data.decode("cp932") == '"氏名"\r\n"吉田～―"\r\n"髙橋〓"\r\n"5"\r\n""\r\n'


def test_replacement_never_begins_a_formula():
    data, _ = write_csv_replacing([["−1+cmd"], ["'=1"]])

    assert data.decode("cp932") == '"\'－1+cmd"\r\n"\'\'=1"\r\n'
