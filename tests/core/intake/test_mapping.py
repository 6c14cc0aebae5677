"""Headings as real files spell them, and what is proposed for them."""

import pytest
from tests.core.intake.helpers import columns_of

from tasuki.core.intake.mapping import check_mapping, missing_fields, propose, signature
from tasuki.core.intake.profiles import get_profile

APPLICANT_WORDS = {
    "family_name": "姓 苗字 姓漢字 Last_Name last_name",
    "given_name": "名 名漢字 First_Name first_name",
    "name": "氏名 名前 お名前 応募者氏名 候補者名 氏　名 氏名（全角） Full_Name",
    "family_kana": "姓カナ セイ 姓(ヨミガナ) カナ(姓)",
    "given_kana": "名カナ メイ 名(ヨミガナ) カナ(名) first_name_kana",
    "name_kana": "フリガナ ふりがな ﾌﾘｶﾞﾅ 氏名かな",
    "mail": "メール メールアドレス E-mail Ｅ－ｍａｉｌ",
    "phone": "電話番号 携帯番号 TEL ＴＥＬ ご連絡先電話番号",
    "applied_at": "応募日 応募日時 応募時刻 エントリー日",
    "route": "応募経路 媒体名 応募ルート Source",
    "step": "選考ステップ 選考ステータス 段階 選考フェーズ 進捗",
    "end_reason": "選考終了理由 合否 選考結果 最終結果 けっか",
}
EMPLOYEE_WORDS = {
    "employee_no": "社員番号 従業員番号 スタッフコード emp_code",
    "joined_on": "入社日 入社年月日 entered_date",
    "left_on": "退職日 退社日 退職年月日 retired_date",
}
WORDS = [
    (kind, field, word)
    for kind, words in (("applicants", APPLICANT_WORDS), ("employees", EMPLOYEE_WORDS))
    for field, text in words.items()
    for word in text.split(" ")
]
OTHERS = [
    # Not in the dictionary as they stand: paths, remarks, near words.
    ("applicants", "name", "応募者情報.氏名"),
    ("applicants", "mail", "連絡先メールアドレス（必須）"),
    ("applicants", "birth_date", "生年月日（西暦）"),
    ("applicants", "applied_at", "応募受付日時(YYYY/MM/DD)"),
    ("applicants", "phone", "電話番号（ハイフンなし）"),
    ("applicants", "step", "現在の選考ステータス"),
    ("applicants", "job_title", "応募求人名"),
    ("applicants", "careers.2.company", "候補者職歴.職歴2_会社名"),
    ("applicants", "careers.1.end", "職歴1／終期"),
    ("applicants", "step_dates", "二次面接_実施日"),
    ("applicants", "step_dates", "最終面接日"),
    ("employees", "department", "所属部署名"),
    ("employees", "joined_on", "入社年月日（和暦）"),
    ("employees", "address", "住民票住所(丁目・番地)"),
    ("employees", "employment_type", "雇用形態名称"),
]


def _field(kind: str, word: str) -> str:
    partner = {"姓": "名", "名": "姓"}.get(word)
    headers = [word.replace("_Name", " Name"), *([partner] if partner else [])]
    return propose(headers, [], kind=kind)[0].field


def test_most_known_spellings_of_a_heading_are_recognised():
    right = sum(_field(kind, word) == field for kind, field, word in WORDS)

    assert right >= len(WORDS) * 0.95


def test_most_spellings_outside_the_dictionary_are_recognised():
    right = sum(_field(kind, word) == field for kind, field, word in OTHERS)

    assert right >= len(OTHERS) * 0.85


@pytest.mark.parametrize("header", ["姓", "名"])
def test_one_character_for_a_part_of_a_name_needs_the_other(header):
    assert propose([header, "所在"], [], kind="applicants")[0].field == ""


def test_both_parts_of_a_name_are_recognised_together():
    assert [one.field for one in propose(["姓", "名"], [], kind="employees")] == [
        "family_name",
        "given_name",
    ]


@pytest.mark.parametrize(
    ("kind", "field"), [("applicants", "job_title"), ("employees", "position")]
)
def test_title_means_a_job_for_applicants_and_a_post_for_employees(kind, field):
    assert propose(["title"], [], kind=kind)[0].field == field


def test_values_overrule_likeness_and_say_why():
    found = columns_of("れんらくさき\na@example.jp\nb@example.jp\n")["れんらくさき"]

    assert (found.field, found.stage) == ("mail", "value")
    assert found.why.ja == "値の100%がメールアドレスの形です。"
    assert found.why.en == "100% of the cells are mail addresses."


def test_values_never_overrule_a_known_heading():
    assert columns_of("備考\na@example.jp\n")["備考"].field == "note"


def test_likeness_is_taken_back_where_the_cells_contradict():
    found = columns_of("氏名,電話番号備考\n架空 花子,夜間のみ\n")["電話番号備考"]

    assert found.field != "phone"


def test_dates_without_a_known_heading_are_births_only_if_old_enough():
    old = columns_of("氏名,ひにち\nA B,1980/01/01\nC D,1991/02/03\n")["ひにち"]
    new = columns_of("氏名,ひにち\nA B,2026/01/01\nC D,2026/02/03\n")["ひにち"]

    assert (old.field, new.field) == ("birth_date", "")


def test_a_column_that_counts_rows_is_left_out():
    found = columns_of("番号,氏名\n1,架空 花子\n2,架空 一\n")["番号"]

    assert (found.field, found.is_left_out) == ("", True)


FORBIDDEN = [
    ("本籍地", "F01"),
    ("出生地", "F01"),
    ("家族構成", "F02"),
    ("続柄", "F02"),
    ("扶養人数", "F02"),
    ("住宅の種類", "F03"),
    ("間取り", "F03"),
    ("現住所略図", "F04"),
    ("家庭環境", "F04"),
    ("宗教", "F05"),
    ("支持政党", "F06"),
    ("人生観", "F07"),
    ("尊敬する人物", "F08"),
    ("思想", "F09"),
    ("労働組合加入", "F10"),
    ("愛読書", "F11"),
    ("購読新聞", "F11"),
    ("身元調査", "F12"),
    ("国籍", "F13"),
    ("配偶者", "F13"),
    ("健康診断", "F14"),
    ("既往歴", "F14"),
    ("性別", "H5"),
    ("写真", "H5"),
    ("在留カード番号", "H5"),
    ("障害の有無", "H5"),
    ("マイナンバー", "MN"),
    ("個人番号", "MN"),
]


@pytest.mark.parametrize(("header", "code"), FORBIDDEN)
def test_forbidden_column_is_struck_out_with_its_code(header, code):
    found = propose([header], [["x"]], kind="applicants", saved={header: "note"})[0]

    assert (found.code, found.field, found.is_dropped) == (code, "", True)
    assert code in found.why.ja


@pytest.mark.parametrize(
    "header", ["住宅手当", "家族手当", "応募媒体（新聞折込）", "求人雑誌名", "扶養手当", "勤務先"]
)
def test_harmless_column_is_not_struck_out(header):
    assert propose([header], [["x"]], kind="employees")[0].code == ""


def test_column_of_my_numbers_is_struck_out_under_any_heading():
    found = columns_of("氏名,コード\nA B,123456789018\nC D,987654321093\n")["コード"]

    assert found.code == "MN"


def test_ids_of_twelve_digits_are_no_my_numbers():
    rows = "".join(f"A B,{number}\n" for number in range(100000000000, 100000000030))

    assert columns_of("氏名,応募ID\n" + rows)["応募ID"].field == "external_id"


def test_a_field_has_one_column_and_the_surest_keeps_it():
    found = columns_of("候補者のお名前欄,氏名\nA B,A B\n")

    assert [one.field for one in found.values()] == ["", "name"]


def test_a_heading_that_comes_twice_may_be_two_phones():
    found = columns_of("氏名,電話番号,電話番号\nA B,0300000001,09000000001\n")

    assert [one.field for one in found.values()] == ["name", "phone", "phone"]


def test_saved_mapping_comes_before_every_guess():
    found = columns_of("氏名,備考\nA B,x\n", saved={"備考": "job_title", "氏名": "-"})

    assert found["備考"].field == "job_title"
    assert found["氏名"].is_left_out


def test_chosen_preset_is_used():
    found = columns_of("氏名,所属\nA B,x\n", "employees", profile=get_profile("kaonavi_members"))

    assert found["所属"].stage == "profile"


def test_signature_ignores_width_and_spaces_but_not_order():
    assert signature(["氏　名", "ＴＥＬ"]) == signature(["氏名", "tel"])
    assert signature(["氏名", "TEL"]) != signature(["TEL", "氏名"])


def test_missing_fields_are_named_in_the_order_of_the_table():
    columns = propose(["姓", "名", "応募日"], [], kind="applicants")

    assert missing_fields(columns, "applicants") == ["step", "job_title"]


@pytest.mark.parametrize(
    ("_case", "mapping", "text"),
    [
        ("unknown heading", {"x": "name"}, "列「x」はファイルにありません"),
        ("unknown field", {"氏名": "nam"}, "項目「nam」はありません"),
        ("field of another kind", {"氏名": "valid_from"}, "項目「valid_from」はありません"),
        ("twice", {"氏名": "name", "備考": "name"}, "2つ以上の列"),
        ("no name", {"備考": "note"}, "氏名の列がありません"),
    ],
)
def test_wrong_mapping_says_what_is_wrong(_case, mapping, text):
    problems = check_mapping(["氏名", "備考"], mapping, kind="applicants")

    assert any(text in one.ja for one in problems)


def test_right_mapping_has_no_problems():
    assert check_mapping(["氏名", "備考"], {"氏名": "name", "備考": "-"}, kind="applicants") == []
