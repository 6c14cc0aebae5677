"""One row of a foreign file in our words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.apps.imports.mapping import FIELDS, ColumnProposal, propose_mapping
from tasuki.apps.imports.reading import read_row


def read(**cells):
    columns = propose_mapping(list(cells))
    return read_row(list(cells.values()), columns, position=2)


def test_row_of_a_stage_export():
    row = read(
        応募時刻="2026/10/05 09:30",
        名前="架空　花子",
        メールアドレス="Hanako＠Example.invalid",
        電話番号="０９０－００００－０００１",
        応募経路="社員紹介",
        選考ステップ="一次",
        募集職種="架空の営業職",
        選考終了理由="不採用",
    )

    assert row.problems == []
    assert (row.family_name, row.given_name) == ("架空", "花子")
    assert (row.mail, row.phone) == ("hanako@example.invalid", "09000000001")
    assert (row.applied_on, row.outcome, row.end_reason) == (
        date(2026, 10, 5),
        "not_selected",
        "不採用",
    )
    assert row.steps == [("一次", None)]


@pytest.mark.parametrize(
    ("reason", "outcome", "is_unclear"),
    [
        ("不採用", "not_selected", False),
        ("お見送り", "not_selected", False),
        ("応募者辞退", "withdrew", False),
        ("内定辞退", "withdrew", False),
        ("入社決定", "hired", False),
        ("Rejected", "not_selected", False),
        ("非選考対象", "running", True),
        ("重複応募", "running", True),
        ("", "running", False),
    ],
)
def test_end_reason_decides_the_outcome_and_unknown_ones_wait_for_a_human(
    reason, outcome, is_unclear
):
    row = read(氏名="架空 花子", 選考終了理由=reason)

    assert (row.outcome, row.is_unclear) == (outcome, is_unclear)


def test_days_of_stages_are_the_history_and_a_lone_quote_is_empty():
    row = read(
        氏名="架空 次郎",
        最終ステータス="一次面接",
        書類選考_実施日="令和8年9月1日",
        一次面接_実施日="R8.9.10",
        不合格="2026-09-15",
        辞退="'",
        入社日="",
    )

    assert row.steps == [("書類選考", date(2026, 9, 1)), ("一次面接", date(2026, 9, 10))]
    assert (row.outcome, row.ended_on, row.end_reason) == (
        "not_selected",
        date(2026, 9, 15),
        "不合格",
    )


def test_the_latest_of_several_ends_counts():
    row = read(氏名="架空 三子", 不合格="2026-09-15", 辞退="2026-09-20")

    assert row.outcome == "withdrew"


@pytest.mark.parametrize(
    ("name", "family", "given_name"),
    [
        ("𠮷田 髙子", "𠮷田", "髙子"),
        ("サクラ", "サクラ", ""),
        ("Nguyễn Thị Mai", "Nguyễn", "Thị Mai"),
        ("O'Brien", "O'Brien", ""),
    ],
)
def test_names_stay_as_they_are_written(name, family, given_name):
    row = read(氏名=name)

    assert (row.family_name, row.given_name, row.problems) == (family, given_name, [])


def test_row_without_mail_and_phone_is_good():
    assert read(氏名="架空 花子", メール="", 電話番号="-").problems == []


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"氏名": ""}, "name"),
        ({"氏名": "架空 花子", "メール": "hanako"}, "mail"),
        ({"氏名": "架空 花子", "電話番号": "090-12"}, "phone"),
        ({"氏名": "架空 花子", "応募日": "2026/13/1"}, "applied_on"),
        ({"氏名": "架空 花子", "生年月日": "平成"}, "birth_date"),
        ({"氏名": "架空 花子", "書類選考_実施日": "来週"}, "stage_date"),
    ],
)
def test_unreadable_cell_names_its_field_in_both_languages(cells, field):
    row = read(**cells)

    assert [problem.field for problem in row.problems] == [field]
    assert row.problems[0].text.ja
    assert row.problems[0].text.en


def test_second_line_of_headings_is_no_applicant():
    row = read(応募者="氏名")

    assert [problem.field for problem in row.problems] == ["name"]
    assert "見出し" in row.problems[0].text.ja


def test_dropped_column_leaves_nothing():
    row = read(氏名="架空 花子", 宗教="某教", 備考="可")

    assert row.raw == {"氏名": "架空 花子", "備考": "可"}


def test_number_does_not_depend_on_place_width_or_case():
    columns = propose_mapping(["氏名", "メール", "職種"])
    first = read_row(["髙橋 一", "A@example.invalid", "営業"], columns, position=2)
    second = read_row(["高橋　一", "ａ@example.invalid", "営業"], columns, position=99)
    other = read_row(["髙橋 一", "b@example.invalid", "営業"], columns, position=2)

    assert first.number == second.number
    assert first.number != other.number


def test_number_of_the_source_is_kept():
    assert read(応募者ID="HR00001", 氏名="架空 花子").number == "E-HR00001"


@given(st.lists(st.text(max_size=60), min_size=len(FIELDS), max_size=len(FIELDS)))
def test_any_cells_give_a_row_or_a_named_problem(cells):
    columns = [ColumnProposal(name, name) for name in FIELDS]

    row = read_row(cells, columns, position=2)

    assert row.number
    assert row.full_name or row.problems
    assert all(problem.field in FIELDS for problem in row.problems)
