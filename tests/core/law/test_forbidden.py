from datetime import date

import pytest

from tasuki.core.law.forbidden import (
    FORBIDDEN_DATA,
    SpecialNeed,
    check_attachment,
    check_forbidden_data,
    check_special_need,
    find_forbidden_data,
    find_forbidden_fields,
    find_my_numbers,
)

TODAY = date(2026, 11, 23)


def test_the_dictionary_knows_the_fourteen_matters_and_the_individual_number():
    codes = [item.code for item in FORBIDDEN_DATA]

    assert codes == [*(f"F{number:02d}" for number in range(1, 15)), "MN"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本籍", "F01"),
        ("place_of_birth", "F01"),
        ("ご家族の職業", "F02"),
        ("扶養家族の人数", "F02"),
        ("間取り", "F03"),
        ("現住所の略図", "F04"),
        ("宗教", "F05"),
        ("支持政党", "F06"),
        ("座右の銘", "F07"),
        ("尊敬する人物", "F08"),
        ("思想", "F09"),
        ("労働組合への加入", "F10"),
        ("愛読書", "F11"),
        ("身元調査", "F12"),
        ("配偶者の有無", "F13"),
        ("ご結婚の予定", "F13"),
        ("妊娠中", "F13"),
        ("国籍", "F13"),
        ("健康診断書", "F14"),
        ("マイナンバー", "MN"),
        ("ﾏｲﾅﾝﾊﾞｰ", "MN"),
    ],
)
def test_each_forbidden_matter_is_refused_with_its_code(text, code):
    refusal = check_forbidden_data(text)

    assert refusal.rule == "H5"
    assert code in refusal.reason_en


@pytest.mark.parametrize(
    "text",
    [
        "職務経歴",
        "希望勤務地",
        "家族手当",
        "扶養手当あり",
        "保有資格",
        "労働組合の有無",
        "労働組合：なし",
        "女性の管理職比率",
    ],
)
def test_ordinary_texts_pass(text):
    assert check_forbidden_data(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("既婚、キリスト教", "F05"),
        ("在日", "F01"),
        ("父は市役所に勤務", "F02"),
        ("子どもが2人いる", "F02"),
        ("実家が近い", "F02"),
        ("熱心な信者", "F05"),
        ("共産党員とのこと", "F06"),
        ("組合員として活動", "F10"),
        ("独身", "F13"),
        ("既婚", "F13"),
        ("前科あり", "F13"),
        ("うつ病の経験", "F14"),
        ("通院中", "F14"),
        ("Married, Catholic", "F05"),
    ],
)
def test_plain_words_of_a_note_are_found(text, code):
    assert code in [item.code for item in find_forbidden_data(text)]


@pytest.mark.parametrize(
    "text",
    [
        "キリスト教大学の職員",
        "農協の組合員",
        "組合員証の発行業務",
        "独身寮あり",
        "在日米軍基地で通訳",
        "子ども向け教材の営業",
        "うつ病患者の看護",
        "妻は同席していない",
    ],
)
def test_words_of_work_are_no_matter_of_the_person(text):
    assert find_forbidden_data(text) == ()


@pytest.mark.parametrize(
    "label", ["性別", "顔写真", "在留カード番号", "gender", "障害者手帳の有無"]
)
def test_a_field_is_judged_more_strictly_than_a_text(label):
    assert [item.code for item in find_forbidden_fields(label)] == ["H5"]
    assert find_forbidden_data("写真撮影の経験") == ()


def test_a_number_with_the_check_digit_of_an_individual_number_is_found():
    # 11 digits 1..1 have the weighted sum 47, 47 mod 11 = 3, so the check digit is 8.
    assert find_my_numbers("番号は 1111-1111-1118 です") == ("1111-1111-1118",)
    assert find_my_numbers("１１１１１１１１１１１８") == ("111111111118",)
    assert find_my_numbers("111111111117") == ()
    assert find_my_numbers("0901111111118") == ()
    assert [item.code for item in find_forbidden_data("111111111118")] == ["MN"]


def test_an_approved_special_need_opens_a_text():
    assert check_forbidden_data("健康診断書", special_need_reason="2026-10-01 承認") is None
    assert check_forbidden_data("健康診断書", special_need_reason="  ").rule == "H5"


@pytest.mark.parametrize(
    ("need", "is_refused"),
    [
        (SpecialNeed("運転業務の適性確認", "推進員 北村", date(2026, 11, 23)), False),
        (SpecialNeed(" ", "推進員 北村", date(2026, 11, 23)), True),
        (SpecialNeed("運転業務の適性確認", "", date(2026, 11, 23)), True),
        (SpecialNeed("運転業務の適性確認", "推進員 北村", None), True),
        (SpecialNeed("運転業務の適性確認", "推進員 北村", date(2026, 11, 24)), True),
    ],
)
def test_a_special_need_has_a_reason_a_name_and_a_day(need, is_refused):
    assert (check_special_need(need, on=TODAY) is not None) == is_refused


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("戸籍抄本.pdf", "", "F01"),
        ("scan01.pdf", "全部事項証明 戸籍", "F01"),
        ("住民票.pdf", "", "F01"),
        ("住民票.pdf", "本籍 岡山県架空市", "F01"),
        ("map.pdf", "現住所の略図", "F03, F04, F12"),
        ("2026年度_健康診断書.pdf", "", "F14"),
        ("my_number_card.jpg", "", "MN"),
        ("在留カード.png", "", "F13"),
    ],
)
def test_a_paper_that_selection_must_not_take_is_refused_with_its_codes(name, text, codes):
    refusal = check_attachment(name, text)

    assert (refusal.rule, refusal.reason_en.split(":")[0]) == ("H5", codes)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("履歴書.pdf", "志望動機"),
        ("職務経歴書.docx", ""),
        ("住民票.pdf", "本籍の記載省略"),
        ("住民票.pdf", "本籍 ***"),
    ],
)
def test_an_ordinary_paper_passes(name, text):
    assert check_attachment(name, text) is None


def test_a_special_need_opens_an_attachment():
    assert check_attachment("健康診断書.pdf", "", special_need_reason="2026-10-01 承認") is None
