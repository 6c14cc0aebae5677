"""Rows as records: names, contacts, days, results, and what is held back."""

import pytest
from tests.core.intake.helpers import record_of, records_of


def _values(text: str, kind: str = "applicants", **choices):
    return record_of(text, kind, **choices).values


def _fields(problems):
    return [(one.field, one.repair) for one in problems]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("髙橋　架子", ("髙橋", "架子")),
        ("長谷川健太", ("長谷川", "健太")),
        ("架空 花子 様", ("架空", "花子")),
        ("Anna Tanaka", ("Tanaka", "Anna")),
        ("+山根 日花里", ("山根", "日花里")),
    ],
)
def test_name_in_one_cell(cell, expected):
    values = _values(f"氏名,備考\n{cell},x\n")

    assert (values["family_name"], values["given_name"]) == expected


def test_name_that_cannot_be_split_stays_whole_and_is_asked():
    record = record_of("氏名,備考\n小鳥遊六花桜,x\n")

    assert record.values["name"] == "小鳥遊六花桜"
    assert ("name", "split_name") in _fields(record.warnings)


def test_kana_and_name_in_each_others_columns_change_places():
    record = record_of("姓,名,姓カナ,名カナ\nモリタ,イサム,森田,豪\n")

    assert record.values["family_name"] == "森田"
    assert record.values["given_kana"] == "イサム"
    assert ("family_name", "check_swap") in _fields(record.warnings)


def test_former_name_is_found_in_brackets_and_in_a_note():
    bracket = _values("氏名,備考\n鈴木(旧姓 佐藤) 架子,x\n")
    note = _values("氏名,メモ\n鈴木 架子,旧姓 吉野\n")

    assert (bracket["former_family_name"], bracket["family_name"]) == ("佐藤", "鈴木")
    assert note["former_family_name"] == "吉野"


def test_row_without_a_name_is_a_problem_with_a_repair():
    record = record_of("氏名,メール\n,a@example.jp\n")

    assert _fields(record.problems) == [("name", "enter_name")]
    assert record.values["mail"] == "a@example.jp"


def test_headings_in_the_middle_are_no_person():
    record = records_of("氏名,メール,電話\n架空 花子,a@example.jp,\nお名前,Mail,x\n")[1]

    assert record.problems[0].reason.en.startswith("This looks like a line of headings")


def test_phone_in_parts_and_postal_in_parts_are_joined():
    values = _values(
        "num,last_name,first_name,zipcode1,zipcode2,prefecture_code,address,"
        "residential_prefecture_code,residential_address,phone1,phone2,phone3\n"
        "1,架空,七海,708,0022,32,津山市山下1,12,千代田区丸の内1,090,0000,0013\n",
        "employees",
    )

    assert values["phone"] == "09000000013"
    assert (values["prefecture"], values["address"]) == ("東京都", "千代田区丸の内1")


def test_several_phones_and_mails_of_one_row():
    values = _values(
        "氏名,電話番号,メール\n架空 花子,0868-00-0001 / 090-0000-0001,a@example.jp b@example.jp\n"
    )

    assert (values["phone"], values["phone2"]) == ("0868000001", "09000000001")
    assert (values["mail"], values["mail2"]) == ("a@example.jp", "b@example.jp")


@pytest.mark.parametrize(
    ("header", "cell", "field", "repair", "suggestion"),
    [
        ("生年月日", "令和7年13月1日", "birth_date", "enter_date", ""),
        ("生年月日", "平成35年1月1日", "birth_date", "use_suggestion", "2023-01-01"),
        ("応募日", "04/05/2026", "applied_at", "choose_order", ""),
        ("応募日", "10/5", "applied_at", "set_year", ""),
        ("電話番号", "090-0000-00", "phone", "fix_phone", ""),
        ("メール", "a@localhost", "mail", "fix_mail", ""),
    ],
)
def test_bad_cell_names_column_value_and_repair(header, cell, field, repair, suggestion):
    (problem,) = record_of(f"氏名,{header}\n架空 花子,{cell}\n").problems

    assert (problem.column, problem.value) == (header, cell)
    assert (problem.field, problem.repair, problem.suggestion) == (field, repair, suggestion)
    assert problem.reason.ja
    assert problem.reason.en


def test_filler_birth_date_is_empty_with_a_warning():
    record = record_of("氏名,生年月日\n架空 花子,1900/01/01\n")

    assert "birth_date" not in record.values
    assert _fields(record.warnings) == [("birth_date", "")]


def test_month_of_birth_stays_a_month():
    assert _values("氏名,生年月日\n架空 花子,1990年4月\n")["birth_date"] == "1990-04"


def test_order_of_day_and_month_is_proved_by_the_column():
    records = records_of("氏名,応募日\n架空 一,04/05/2026\n架空 二,25/05/2026\n")

    assert [one.values["applied_at"] for one in records] == ["2026-05-04", "2026-05-25"]


@pytest.mark.parametrize(
    ("title", "cell", "day"),
    [
        ("応募者一覧（2026年度）", "10/5(月)", "2026-10-05"),
        ("応募者一覧（2026年度）", "1/15(金)", "2027-01-15"),
        ("更新日：2026/11/02", "10/5(月)", "2026-10-05"),
    ],
)
def test_day_without_a_year_takes_that_of_the_sheet(title, cell, day):
    record = record_of(f"{title}\n氏名,応募日,電話番号\n架空 花子,{cell},09000000001\n")

    assert record.values["applied_at"] == day
    assert ("applied_at", "set_year") in _fields(record.warnings)


def test_age_is_kept_with_the_day_of_the_sheet():
    values = _values("更新日：2026/11/02\n氏名,年齢,電話番号\n架空 花子,34歳,09000000001\n")

    assert (values["age"], values["age_as_of"]) == (34, "2026-11-02")
    assert "birth_date" not in values


@pytest.mark.parametrize("mark", ["'", "-", "－", "なし", "未入力", "N/A", "#N/A"])
def test_mark_for_empty_is_empty(mark):
    record = record_of(f"氏名,辞退日,メール\n架空 花子,{mark},{mark}\n")

    assert set(record.values) == {"family_name", "given_name"}
    assert record.problems == ()
    assert record.raw["辞退日"] == mark


def test_date_wins_over_word_with_a_warning():
    record = record_of("氏名,選考終了理由,辞退日\n架空 花子,不採用,2026-10-10\n")

    assert record.values["end_reason"] == "WITHDRAWN"
    assert record.values["ended_on"] == "2026-10-10"
    assert _fields(record.warnings) == [("end_reason", "confirm_result")]


def test_latest_of_several_result_days_counts():
    record = record_of("氏名,不合格日,入社日\n架空 花子,2026-04-01,2026-10-01\n")

    assert record.values["end_reason"] == "JOINED"
    assert _fields(record.warnings) == [("end_reason", "confirm_result")]


@pytest.mark.parametrize(
    "text",
    [
        "氏名,ステータス\n架空 花子,Archived\n",
        "氏名,結果\n架空 花子,DECLINED\n",
        "氏名,結果\n架空 花子,合格\n",
        "氏名,選考終了日\n架空 花子,2026-10-01\n",
    ],
)
def test_end_without_who_ended_it_is_flagged(text):
    record = record_of(text)

    assert record.values["result_unconfirmed"] is True
    assert "end_reason" not in record.values
    assert any("結果未確認" in one.reason.ja for one in record.warnings)
    assert record.problems == ()


@pytest.mark.parametrize(
    "text", ["氏名,ステータス\n架空 花子,一次面接\n", "氏名,結果\n架空 花子,不採用\n"]
)
def test_running_or_clearly_ended_row_is_not_flagged(text):
    assert "result_unconfirmed" not in record_of(text).values


def test_step_is_kept_beside_the_end():
    values = _values("氏名,選考ステップ,選考終了理由\n架空 花子,三次面接,不採用\n")

    assert (values["step"], values["step_no"], values["end_reason"]) == ("SECOND", 3, "REJECTED")


def test_unknown_route_is_unknown_with_its_word():
    record = record_of("氏名,応募経路\n架空 花子,謎の経路\n")

    assert (record.values["route"], record.values["route_name"]) == ("UNKNOWN", "謎の経路")
    assert _fields(record.warnings) == [("route", "choose_value")]


def test_careers_of_a_repeated_group_keep_their_order_and_months():
    values = _values(
        "氏名,職歴.職歴2_会社名,職歴.職歴2_始期,職歴.職歴2_終期,職歴.職歴1_会社名,職歴.職歴1_終期\n"
        "架空 花子,乙社,2020年4月,現在,甲社,2020年3月\n"
    )

    assert values["careers"] == [
        {"company": "甲社", "end": "2020-03"},
        {"company": "乙社", "start": "2020-04", "current": True},
    ]


def test_pay_becomes_whole_yen_with_its_period():
    values = _values("氏名,現年収,希望年収\n架空 花子,450,400万～600万円\n")

    assert values["salary_current_yen"] == 4_500_000
    assert (values["salary_wish_min_yen"], values["salary_wish_max_yen"]) == (4_000_000, 6_000_000)
    assert values["salary_period"] == "YEAR"


def test_employee_who_left_by_day_is_gone_with_a_warning():
    record = record_of("社員番号,氏名,在籍状況,退職日\nA1,架空 花子,在籍,2026-03-31\n", "employees")

    assert record.values["status"] == "LEFT"
    assert ("status", "confirm_result") in _fields(record.warnings)


def test_known_job_among_labels_is_the_job():
    values = record_of(
        "氏名,求人振り分け1,求人振り分け2,求人振り分け3\n架空 花子,東京,営業職,中途\n",
        known_jobs=["営業職"],
    ).values

    assert (values["job_title"], values["tags"]) == ("営業職", ["東京", "中途"])


def test_note_with_a_forbidden_matter_is_held_and_not_kept():
    record = record_of("氏名,備考\n架空 花子,父は会社員。宗教の話もした\n")
    (held,) = record.dropped

    assert ("F05" in held.codes, held.column, held.field) == (True, "備考", "note")
    assert held.text == "父は会社員。宗教の話もした"
    assert "note" not in record.values
    assert "備考" not in record.raw
    assert all("宗教" not in one.value for one in record.warnings)


def test_only_the_result_of_a_held_reason_is_read():
    record = record_of("氏名,選考終了理由\n架空 花子,不採用 宗教のため\n")

    assert record.values["end_reason"] == "REJECTED"
    assert record.dropped[0].text == "不採用 宗教のため"


@pytest.mark.parametrize("header", ["備考", "職種", "よくわからない列", "応募ラベル"])
def test_my_number_is_refused_and_never_kept(header):
    number = "123456789018"
    record = record_of(f"氏名,{header},メール\n架空 花子,番号は{number},a@example.jp\n")
    kept = repr((record.values, record.raw)) + "".join(
        f"{one.value}{one.reason.ja}{one.reason.en}{one.suggestion}"
        for one in (*record.warnings, *record.problems)
    )

    assert [(one.codes, one.text) for one in record.dropped] == [(("MN",), "")]
    assert number not in kept
    assert record.problems == ()


def test_dropped_column_leaves_no_trace():
    record = record_of("氏名,宗教,性別\n架空 花子,ひみつ,女\n")

    assert record.raw == {"氏名": "架空 花子"}
    assert set(record.values) == {"family_name", "given_name"}


def test_remarks_of_the_reader_become_problems_with_repairs():
    long, short, control = records_of(
        "氏名,メール,電話番号\n架空 一,a@example.jp,,余分\n架空 二,b@example.jp\n"
        "架空 三,c@example.jp,\x00\n"
    )

    assert [(one.repair, one.value) for one in long.problems] == [("move_surplus", "余分")]
    assert (short.problems, short.warnings[0].repair) == ((), "check_value")
    assert [one.column for one in control.problems] == ["電話番号"]


def test_openings_are_read_too():
    values = _values(
        "求人番号,求人名,部署,月給,採用人数,勤務地,公開日\nJ1,営業職,営業部,25万円,2,岡山,2026/10/1\n",
        "openings",
    )

    assert (values["external_id"], values["headcount"]) == ("J1", 2)
    assert (values["salary_min_yen"], values["salary_period"]) == (250_000, "MONTH")
    assert values["opened_on"] == "2026-10-01"


def test_whole_numbers_that_are_none_are_a_problem():
    record = record_of("年月,範囲,経路,区分,金額\n2026-09,外部,AGENCY,中途,たくさん\n", "costs")

    assert _fields(record.problems) == [("amount_yen", "fix_number")]
