"""Whatever comes: a table and records, or a refusal in words. Nothing else, and no row lost."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.tabular.books import make_ods, make_xls, make_xlsx
from tests.core.intake.helpers import TODAY

from tasuki.adapters.tabular.limits import Limits
from tasuki.adapters.tabular.read import read_table
from tasuki.adapters.tabular.refusals import UploadRefusedError
from tasuki.core.intake.fields import Kind
from tasuki.core.intake.mapping import propose
from tasuki.core.intake.questions import find_questions
from tasuki.core.intake.record import read_records

HEADING_WORDS = """
氏名 姓 名 フリガナ メール 電話番号 生年月日 住所 応募日 段階 合否 辞退日 入社日 年齢 備考 宗教
職歴1_会社名 職歴1_始期 社員番号 適用日 在籍状況 郵便番号 媒体名 面接日程(曜日) 面接時間 title ID
現年収 prefecture_code phone1 zipcode1
"""
HEADINGS = st.sampled_from(HEADING_WORDS.split())
CELLS = st.one_of(
    st.sampled_from(
        ["架空 花子", "カクウ ハナコ", "a@example.jp", "０９０－００００－０００１", "合計"]
    ),
    st.sampled_from(
        ["令和8年4月1日", "10/5(月)", "平成99年99月99日", "46300.5", "２月30日", "00:00"]
    ),
    st.sampled_from(["'", "=1+1", '"', '""', ",", "\n", "\t", "\x00", "\u202e", "-", "1e400"]),
    st.sampled_from(["不採用", "内定", "34歳", "999万円", "父の職業", "123456789018", "9" * 20]),
    st.just("〒708-0022 岡山県津山市山下92"),
    st.text(max_size=20),
    st.integers(-(10**20), 10**20).map(str),
)
KINDS = st.sampled_from(list(Kind))


def _read(data: bytes, kind: Kind, **choices) -> tuple[int, int] | str:
    """How many rows a file had and how many are accounted for, or the code of the refusal."""
    try:
        table = read_table(data, "a.csv", **choices)
    except UploadRefusedError as error:
        return error.code if error.text.ja and error.text.en else (0, 1)
    columns = propose(table.headers, table.rows, kind=kind)
    find_questions(table, columns)
    records = read_records(table, columns, kind=kind, answers={}, today=TODAY)
    kept = sum(1 + len(one.merged_lines) for one in records)
    assert all(len(row) == len(table.headers) for row in table.rows)
    assert len(set(table.headers)) == len(table.headers)
    return table.row_count, (table.header_row_count + kept + len(table.skipped) + table.blank_count)


def _holds(found: tuple[int, int] | str) -> bool:
    return isinstance(found, str) or found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=400), kind=KINDS)
def test_any_bytes(data, kind):
    assert _holds(_read(data, kind))


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(max_size=200),
    encoding=st.sampled_from(["utf-8", "cp932", "euc_jp", "iso2022_jp_3", "utf-16", "mixed", "x"]),
    delimiter=st.one_of(st.none(), st.characters()),
    header_row=st.one_of(st.none(), st.integers(-1, 5)),
)
def test_any_choice_of_the_user(text, encoding, delimiter, header_row):
    found = _read(
        text.encode("utf-8", "surrogatepass"),
        Kind.APPLICANTS,
        encoding=encoding,
        delimiter=delimiter,
        header_row=header_row,
    )

    assert _holds(found)


@settings(max_examples=60, deadline=None)
@given(
    headings=st.lists(HEADINGS, min_size=1, max_size=8),
    rows=st.lists(st.lists(CELLS, max_size=9), max_size=8),
    kind=KINDS,
)
def test_any_cells_under_known_headings(headings, rows, kind):
    lines = [",".join(headings), *(",".join(row) for row in rows)]

    assert _holds(_read("\n".join(lines).encode("utf-8", "replace"), kind))


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_lines_of_a_text_are_all_accounted_for(rows):
    lines = [",".join(cell.replace("\n", "").replace('"', "") for cell in row) for row in rows]
    text = "\n".join(["氏名,メール,備考", *(line.replace("\r", "") for line in lines)])

    found = _read(text.encode("utf-8", "replace"), Kind.APPLICANTS)

    assert isinstance(found, str) or found[0] == len(rows) + 1


@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=200), at=st.integers(0, 4000), workbook=st.sampled_from([0, 1, 2]))
def test_damaged_workbooks(data, at, workbook):
    whole = bytearray(_books()[workbook])
    at %= len(whole)
    whole[at : at + len(data)] = data

    assert _holds(_read(bytes(whole), Kind.APPLICANTS, limits=Limits(cells=100_000)))


def _books() -> tuple[bytes, ...]:
    rows = [["氏名", "メール"], ["架空 花子", "a@example.jp"]]
    return make_ods(rows), make_xls(rows), make_xlsx(rows)
