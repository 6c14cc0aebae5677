"""A résumé's text becomes entries to take one by one; what nobody may ask for is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.resume import ENTRIES_MAX, EntryKind, read_resume

JAPANESE = """職務経歴書
氏名　鈴原　陽菜
■職務経歴
2019年4月〜2022年3月　株式会社みなと精機　品質管理部
・検査の手順を見直し、不良を3割減らした
平成30年4月　株式会社架空商事　入社
平成31年3月　株式会社架空商事　退社
【資格・免許】
2020年6月　品質管理検定2級 合格
■スキル
Excel、Python / 統計的品質管理
■語学
英語　TOEIC 780点
■学歴
2015年3月 架空大学 卒業
■本人希望
みなと市内での勤務
"""


def found(text, kind):
    return [one for one in read_resume(text).entries if one.kind is kind]


def test_job_with_both_months_is_one_entry_with_its_text():
    first, _second = found(JAPANESE, EntryKind.CAREER)

    assert (first.title, first.place) == ("品質管理部", "株式会社みなと精機")
    assert (first.starts_on, first.ends_on) == (date(2019, 4, 1), date(2022, 3, 1))
    assert first.text == "検査の手順を見直し、不良を3割減らした"


def test_joining_and_leaving_are_one_entry_and_era_years_are_read():
    _first, second = found(JAPANESE, EntryKind.CAREER)

    assert (second.place, second.starts_on, second.ends_on) == (
        "株式会社架空商事",
        date(2018, 4, 1),
        date(2019, 3, 1),
    )


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (EntryKind.CERTIFICATE, ["品質管理検定2級"]),
        (EntryKind.SKILL, ["Excel", "Python", "統計的品質管理"]),
        (EntryKind.LANGUAGE, ["英語 TOEIC 780点"]),
        (EntryKind.WISH, ["みなと市内での勤務"]),
    ],
)
def test_sections_give_their_entries(kind, titles):
    assert [one.title for one in found(JAPANESE, kind)] == titles


def test_schooling_and_the_own_name_are_not_taken_over():
    texts = " ".join(f"{one.title} {one.text}" for one in read_resume(JAPANESE).entries)

    assert "大学" not in texts
    assert "鈴原" not in texts


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("本籍　神奈川県", "F01"),
        ("家族構成：父、母", "F02"),
        ("宗教：なし", "F05"),
        ("支持政党：なし", "F06"),
        ("尊敬する人物：父", "F08"),
        ("愛読書：なし", "F11"),
    ],
)
def test_line_that_nobody_may_ask_for_is_left_out_and_said(line, code):
    reading = read_resume(f"■スキル\nExcel\n{line}\nPython\n")

    assert [one.code for one in reading.left_out] == [code]
    assert [one.title for one in reading.entries] == ["Excel", "Python"]


def test_english_text_is_read_too():
    text = "Experience\n2019/4 - 2022/3 Minato Seiki Inc. quality control\nSkills\nExcel, Python\n"

    [job] = found(text, EntryKind.CAREER)

    assert (job.place, job.title) == ("Minato Seiki Inc.", "quality control")
    assert [one.title for one in found(text, EntryKind.SKILL)] == ["Excel", "Python"]


def test_text_without_entries_gives_none():
    assert read_resume("こんにちは。\nよろしくお願いします。").entries == ()


def test_same_line_twice_is_one_entry():
    assert len(read_resume("スキル\nExcel\nExcel\n").entries) == 1


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error_and_never_too_much(text):
    reading = read_resume(text)

    assert len(reading.entries) <= ENTRIES_MAX
    assert all(one.title for one in reading.entries)
    assert all(
        one.ends_on is None or one.starts_on is None or one.starts_on <= one.ends_on
        for one in reading.entries
    )
