"""Headings of foreign systems: what is proposed, what is struck out."""

import pytest

from tasuki.apps.imports.mapping import check_mapping, heading_key, propose_mapping, stage_of
from tasuki.apps.imports.samples import HERP_HEADERS, HRMOS_HEADERS


def fields(headers):
    return [proposal.field for proposal in propose_mapping(headers)]


def test_headings_of_a_stage_export_are_known():
    assert fields(HERP_HEADERS) == [
        "applied_on",
        "name",
        "mail",
        "phone",
        "channel",
        "stage",
        "job_title",
        "end_reason",
        "note",
    ]


def test_headings_of_a_date_export_are_known():
    assert fields(HRMOS_HEADERS) == [
        "number",
        "name",
        "name_kana",
        "mail",
        "phone",
        "job_title",
        "stage",
        "stage_date",
        "stage_date",
        "rejected_on",
        "withdrawn_on",
        "joined_on",
        "note",
    ]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("本籍", "F01"),
        ("家族構成", "F02"),
        ("間取り", "F03"),
        ("家庭環境", "F04"),
        ("宗教", "F05"),
        ("支持政党", "F06"),
        ("人生観", "F07"),
        ("尊敬する人物", "F08"),
        ("思想", "F09"),
        ("労働組合への加入", "F10"),
        ("愛読書", "F11"),
        ("身元調査", "F12"),
        ("国籍", "F13"),
        ("健康診断書", "F14"),
        ("性別", "H5"),
        ("顔写真", "H5"),
    ],
)
def test_column_that_selection_must_not_know_is_dropped_with_its_code(header, code):
    [proposal] = propose_mapping([header])

    assert (proposal.code, proposal.field, proposal.is_dropped) == (code, "", True)
    assert proposal.label.ja
    assert proposal.label.en


def test_a_field_is_proposed_once():
    assert fields(["氏名", "名前"]) == ["name", ""]


@pytest.mark.parametrize("header", ["れんらくさき", "E-mail", "メールアドレス ", "ﾒｰﾙｱﾄﾞﾚｽ"])
def test_mail_headings_are_one(header):
    assert fields([header]) == ["mail"]


def test_stage_is_read_from_its_heading():
    assert stage_of("書類選考_実施日") == "書類選考"
    assert stage_of("一次面接日") == "一次面接"
    assert stage_of("備考") == ""


def test_heading_key_ignores_width_brackets_and_spaces():
    assert heading_key("ＴＥＬ（携帯)") == heading_key("tel 携帯") == "tel携帯"


@pytest.mark.parametrize(
    ("mapping", "part"),
    [
        ({"氏名": "nickname"}, "nickname"),
        ({"氏名": "name", "ない列": "mail"}, "ない列"),
        ({"氏名": "name", "名前": "name"}, "2つ以上"),
        ({"メール": "mail"}, "氏名の列がありません"),
    ],
)
def test_wrong_mapping_says_what_is_wrong(mapping, part):
    problems = check_mapping(["氏名", "名前", "メール"], mapping)

    assert any(part in problem.ja for problem in problems)
    assert all(problem.en for problem in problems)


def test_good_mapping_has_no_problem():
    assert check_mapping(["姓", "名"], {"姓": "family_name", "名": "given_name"}) == []
