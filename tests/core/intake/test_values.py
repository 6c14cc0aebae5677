"""Words of other systems and what they mean."""

import pytest
from tests.core.intake.helpers import columns_of, record_of, table_of

from tasuki.core.intake.questions import find_questions
from tasuki.core.intake.values import (
    LABELS,
    Meaning,
    read_route,
    read_selection_word,
    read_status,
    read_yes_no,
)


@pytest.mark.parametrize(
    ("word", "step", "number"),
    [
        ("エントリー", "ENTRY", None),
        ("新規", "ENTRY", None),
        ("Application Review", "ENTRY", None),
        ("Lead", "ENTRY", None),
        ("カジュアル面談", "CASUAL", None),
        ("書類審査", "DOCUMENT", None),
        ("一次", "FIRST", None),
        ("１次面接", "FIRST", None),
        ("面接", "FIRST", None),
        ("二次選考", "SECOND", None),
        ("三次面接", "SECOND", 3),
        ("第4次選考", "SECOND", 4),
        ("役員面接", "FINAL", None),
        ("Final Interview", "FINAL", None),
        ("Offer", "OFFER", None),
        ("内定承諾", "ACCEPTED", None),
    ],
)
def test_word_of_a_step(word, step, number):
    assert read_selection_word(word) == Meaning(step=step, step_no=number)


@pytest.mark.parametrize(
    ("word", "end"),
    [
        ("入社決定", "JOINED"),
        ("合", "JOINED"),
        ("Hired", "JOINED"),
        ("OK", "JOINED"),
        ("不採用", "REJECTED"),
        ("お見送り", "REJECTED"),
        ("×", "REJECTED"),
        ("ＮＧ", "REJECTED"),
        ("不採用（経験不足）", "REJECTED"),
        ("応募者辞退", "WITHDRAWN"),
        ("非選考対象", "OUT_OF_SCOPE"),
        ("重複応募", "DUPLICATE"),
        ("Archived", "ENDED"),
        ("DECLINED", "ENDED"),
        ("Active", "RUNNING"),
    ],
)
def test_word_of_an_end(word, end):
    assert read_selection_word(word) == Meaning(end=end)


@pytest.mark.parametrize("word", ["保留", "合格", "次回連絡", "", "?"])
def test_unknown_word_is_never_guessed(word):
    assert read_selection_word(word) is None


@pytest.mark.parametrize(
    ("word", "route"),
    [
        ("求人媒体(スカウト)", "MEDIA_SCOUT"),
        ("ビズリーチ", "MEDIA"),
        ("リファラル", "REFERRAL_EMPLOYEE"),
        ("Job board", "MEDIA"),
        ("Company website", "OWN_SITE"),
        ("エージェント", "AGENCY"),
        ("ハローワーク", "HELLOWORK"),
        ("謎の経路", None),
    ],
)
def test_word_of_a_route(word, route):
    assert read_route(word) == route


@pytest.mark.parametrize(
    ("word", "status"),
    [("在籍中", "ACTIVE"), ("absent", "LEAVE"), ("retired", "LEFT"), ("出向", None)],
)
def test_word_of_a_status(word, status):
    assert read_status(word) == status


def test_answers_of_the_user_come_before_the_table():
    assert read_selection_word("非選考対象", {"非選考対象": "REJECTED"}) == Meaning(end="REJECTED")
    assert read_selection_word("保 留", {"保留": "FIRST"}) == Meaning(step="FIRST")
    assert read_selection_word("不採用", {"不採用": "-"}) == Meaning()
    assert read_route("謎", {"謎": "OTHER"}) == "OTHER"
    assert read_route("謎", {"謎": "-"}) == ""
    assert read_status("出向", {"出向": "ACTIVE"}) == "ACTIVE"
    assert (read_yes_no("可"), read_yes_no("否"), read_yes_no("?")) == ("YES", "NO", None)
    assert read_yes_no("たぶん", {"たぶん": "NO"}) == "NO"


def test_every_code_has_a_name():
    assert {"step", "end_reason", "route", "status", "contact_allowed"} == set(LABELS)
    assert all(label.ja and label.en for codes in LABELS.values() for label in codes.values())


TEXT = (
    "氏名,選考ステップ,選考終了理由,応募経路\n"
    "架空 一,保留,,謎\n架空 二,保留,合格,求人媒体\n架空 三,一次,不採用,謎\n"
)


def test_each_unknown_word_is_asked_once_with_its_rows():
    table = table_of(TEXT)
    columns = list(columns_of(TEXT).values())

    asked = find_questions(table, columns)

    assert [(one.field, one.word, one.count) for one in asked] == [
        ("step", "保留", 2),
        ("route", "謎", 2),
        ("end_reason", "合格", 1),
    ]
    assert "FIRST" in asked[0].choices
    assert "JOINED" in asked[2].choices


def test_answered_words_are_asked_no_more():
    table = table_of(TEXT)
    answers = {"step": {"保留": "FIRST"}, "route": {"謎": "OTHER"}, "end_reason": {"合格": "-"}}

    assert find_questions(table, list(columns_of(TEXT).values()), answers=answers) == []


def test_row_with_an_unknown_step_waits_for_the_answer():
    text = "氏名,選考ステップ\n架空 一,保留\n"

    waiting = record_of(text)
    answered = record_of(text, answers={"step": {"保留": "FINAL"}})

    assert [(one.field, one.repair) for one in waiting.problems] == [("step", "choose_value")]
    assert (answered.problems, answered.values["step"]) == ((), "FINAL")
