"""Presets of other systems, and one made-up row of each."""

import pytest
from tests.core.intake.helpers import columns_of, record_of, records_of, table_of

from tasuki.core.intake.fields import find_field
from tasuki.core.intake.profiles import (
    NOT_TAKEN,
    find_profile,
    get_profile,
    list_profiles,
)

KNOWN = [profile for profile in list_profiles() if profile.columns]


def test_every_system_has_a_preset():
    assert {profile.name for profile in list_profiles()} == {
        "herp_hire_csv",
        "herp_nurture_talent",
        "hrmos_saiyo_export",
        "smarthr_hired",
        "saiyo_kanri_kun",
        "jobmiru",
        "mytalent",
        "porters",
        "hrmos_talent_management",
        "talent_palette",
        "hrmos_saiyo_bulk",
        "hrmos_core",
        "jobcan_saiyo",
        "doda_applicants",
        "wantedly_hire",
        "sonar_ats",
        "jobsuite_freshers",
        "smarthr_employees",
        "kaonavi_members",
        "freee_hr",
        "mf_employees",
        "kincone_staff",
        "hitolink_entry",
        "sme_sheet",
        "greenhouse_bulk",
        "ashby_applications",
        "kombo_merge",
        "talentio",
        "airwork",
        "tasuki_leavers",
        "tasuki_employees",
        "tasuki_costs",
        "tasuki_rejected",
        "tasuki_sidework_hours",
        "tasuki_known_persons",
        "tasuki_town_members",
        "tasuki_season_needs",
    }


@pytest.mark.parametrize("profile", KNOWN, ids=lambda one: one.name)
def test_preset_names_only_fields_of_its_kind(profile):
    fields = {field for field in profile.columns.values() if field != NOT_TAKEN}

    assert all(profile.kind in find_field(field).kinds for field in fields)


@pytest.mark.parametrize("profile", KNOWN, ids=lambda one: one.name)
def test_preset_is_found_by_its_own_headings(profile):
    assert find_profile(list(profile.columns)) == profile


def test_required_headings_of_our_templates_are_columns():
    for profile in list_profiles():
        assert set(profile.required) <= set(profile.columns)


def test_a_preset_that_nobody_knows_is_none():
    assert get_profile("x") is None
    assert find_profile(["x", "y", "z"]) is None


VECTORS = {
    "herp_hire_csv": (
        (
            "応募時刻,名前,応募経路,選考ステップ,募集職種,選考終了理由\n"
            "2026/10/05 09:30,架空 花子,社員紹介,一次,架空の営業職,不採用"
        ),
        {
            "applied_at": "2026-10-05T09:30",
            "family_name": "架空",
            "given_name": "花子",
            "route": "REFERRAL_EMPLOYEE",
            "step": "FIRST",
            "job_title": "架空の営業職",
            "end_reason": "REJECTED",
        },
    ),
    "hrmos_saiyo_export": (
        (
            "氏名,メール,電話,応募職種,最終ステータス,書類選考日,一次面接日,不合格日,辞退日,入社日\n"
            "架空 次郎,jiro@example.invalid,090-0000-0000,架空の開発職,一次面接,2026-09-01,"
            "2026-09-10,2026-09-15,',"
        ),
        {
            "end_reason": "REJECTED",
            "rejected_on": "2026-09-15",
            "step_dates": {"DOCUMENT": "2026-09-01", "FIRST": "2026-09-10"},
        },
    ),
    "hrmos_saiyo_bulk": (
        (
            "氏名,電話番号,住所,備考,応募ラベル,最終の選考ステータス,判定結果入力日,不合格,辞退,入社日\n"
            "架空 一子,090-0000-0011,架空県架空市1-1,,中途,一次面接,2026-09-15,2026-09-15,',"
        ),
        {"end_reason": "REJECTED", "rejected_on": "2026-09-15", "tags": ["中途"]},
    ),
    "hrmos_core": (
        "社員番号,適用日,部署\nA0003,2026-04-01,架空営業部",
        {"employee_no": "A0003", "valid_from": "2026-04-01", "department": "架空営業部"},
    ),
    "jobcan_saiyo": (
        (
            "氏名,メールアドレス,求人振り分け1,求人振り分け2,求人振り分け3\n"
            "架空 二郎,jiro2@example.invalid,中途,架空の営業職,"
        ),
        {"job_title": "架空の営業職", "tags": ["中途"]},
    ),
    "doda_applicants": (
        (
            "姓漢字,名漢字,姓カナ,名カナ,求人名称,郵便番号,都道府県名,住所①,生年月日,メールアドレス,"
            "電話番号1,電話番号2,候補者職歴.職歴1_始期,候補者職歴.職歴1_終期,候補者職歴.職歴1_会社名\n"
            "架空,三太,カクウ,サンタ,架空の開発職,000-0000,架空県,架空市2-2,19900401,"
            "santa@example.invalid,090-0000-0012,,2015年4月,2020年3月,架空商事"
        ),
        {
            "birth_date": "1990-04-01",
            "family_kana": "カクウ",
            "postal": "0000000",
            "prefecture": "架空県",
            "address": "架空市2-2",
            "phone": "09000000012",
            "careers": [{"start": "2015-04", "end": "2020-03", "company": "架空商事"}],
        },
    ),
    "jobsuite_freshers": (
        "姓,名,メールアドレス,受付番号\n架空,四葉,yotsuba@example.invalid,F-0001",
        {"family_name": "架空", "given_name": "四葉", "external_id": "F-0001"},
    ),
    "smarthr_employees": (
        (
            "社員番号,姓,名,姓(ヨミガナ),名(ヨミガナ),在籍状況,入社年月日,退職年月日,"
            "退職理由,雇用形態,部署,役職\n"
            "A0004,架空,五郎,カクウ,ゴロウ,退職,H27.4.1,令和8年3月31日,自己都合,正社員,営業部,主任"
        ),
        {"joined_on": "2015-04-01", "left_on": "2026-03-31", "status": "LEFT"},
    ),
    "kaonavi_members": (
        (
            "code,name,name_kana,mail,entered_date,retired_date,birthday,department\n"
            "1001,架空　六美,カクウ ムツミ,mutsumi@example.invalid,2018/04/01,,"
            "1992/06/06,営業部/第一課"
        ),
        {"employee_no": "1001", "given_name": "六美", "department": "営業部/第一課"},
    ),
    "freee_hr": (
        (
            "num,last_name,first_name,last_name_kana,first_name_kana,zipcode1,zipcode2,"
            "prefecture_code,address,phone1,phone2,phone3,email,title\n"
            "A0005,架空,七海,カクウ,ナナミ,000,0000,32,架空市3-3,090,0000,0013,nanami@example.invalid,"
        ),
        {"prefecture": "岡山県", "phone": "09000000013", "postal": "0000000"},
    ),
    "kincone_staff": (
        (
            "姓,名,カナ(姓),カナ(名),従業員番号,メールアドレス,入社日,退社日\n"
            "架空,八重,カクウ,ヤエ,A0006,yae@example.invalid,2020-04-01,"
        ),
        {"employee_no": "A0006", "given_kana": "ヤエ", "joined_on": "2020-04-01"},
    ),
    "hitolink_entry": (
        "応募者ID,氏名,応募日\nE-0001,架空 九太,2026/10/05",
        {"external_id": "E-0001", "applied_at": "2026-10-05"},
    ),
    "sme_sheet": (
        (
            "段階,応募者氏名(カタカナ統一),電話番号,面接日程(曜日),面接時間,当日TEL確認,住所,年齢,媒体名,"
            "応募受付側,備考,就業状態,更新日\n"
            "面接,カクウ トオコ,090-0000-0014,10/5(月),14:00,○,架空市4-4,34,"
            "架空求人誌,本社,日勤希望,"
            "在職中,2026/11/2"
        ),
        {
            "name_kana": "カクウ トオコ",
            "age": 34,
            "age_as_of": "2026-11-02",
            "step_dates": {"FIRST": "2026-10-05T14:00"},
            "note": "日勤希望\n在職中",
        },
    ),
    "greenhouse_bulk": (
        (
            "First Name,Last Name,Company,Title,Notes,Email,Phone,Source,Who gets credit,Job\n"
            "Kazumi,Kakuu,Kakuu Inc.,Engineer,,kazumi@example.invalid,+81 90 0000 0015,Referral,"
            "Kakuu Ichiro,Kakuu Developer"
        ),
        {
            "family_name": "Kakuu",
            "present_employer": "Kakuu Inc.",
            "position": "Engineer",
            "phone": "09000000015",
            "route": "REFERRAL_EMPLOYEE",
            "job_title": "Kakuu Developer",
        },
    ),
    "ashby_applications": (
        (
            "applicationId,candidateName,status,currentInterviewStage,archiveReason,"
            "source,creditedToUser\n"
            "app-0001,架空 十和,Archived,Offer,Candidate withdrew,Referral,架空 一郎"
        ),
        {"step": "OFFER", "end_reason": "WITHDRAWN", "route": "REFERRAL_EMPLOYEE"},
    ),
    "tasuki_leavers": (
        (
            "社員番号,氏名,私用メール,退職日,最終所属,最終等級,連絡可否,同意日,同意文書版\n"
            "A0001,架空 四郎,shiro@example.invalid,2026-03-31,営業部,G3,可,2026-03-20,v1"
        ),
        {
            "private_mail": "shiro@example.invalid",
            "contact_allowed": True,
            "status": "LEFT",
            "grade": "G3",
        },
    ),
    "tasuki_employees": (
        (
            "社員番号,氏名,法人,所属,等級,入社日,現職着任日,社用メール,スキル\n"
            "A0002,架空 五子,架空株式会社,開発部,G2,2021-04-01,2024-10-01,"
            "a0002@example.invalid,設計;英語"
        ),
        {"employer": "架空株式会社", "skills": ["設計", "英語"], "assigned_on": "2024-10-01"},
    ),
    "tasuki_costs": (
        "年月,範囲,経路,区分,職種群,金額,採用人数,備考\n2026-09,外部,AGENCY,中途,営業,1500000,1,合成",
        {"year_month": "2026-09", "cost_route": "AGENCY", "amount_yen": 1_500_000},
    ),
    "tasuki_rejected": (
        (
            "応募ID,氏名,メール,職種,到達ステップ,結果日,決定者,内部理由コード\n"
            "S-100,架空 六郎,rokuro@example.invalid,架空の事務職,一次,2026-10-10,人事 架空,TIMING"
        ),
        {"end_reason": "REJECTED", "rejected_on": "2026-10-10", "internal_reason": "TIMING"},
    ),
    "tasuki_sidework_hours": (
        "社員番号,日付,先契約分,後契約分,休日労働(分),備考\nA0002,2026-10-03,480,120,0,",
        {"worked_on": "2026-10-03", "first_minutes": 480, "holiday_minutes": 0},
    ),
    "tasuki_known_persons": (
        (
            "求職受付番号,メール,電話,氏名,生年月日\n"
            "R8KS-2,nana@example.invalid,07000000000,架空 七,1995-05-05"
        ),
        {"seeker_no": "R8KS-2", "birth_date": "1995-05-05"},
    ),
    "tasuki_town_members": (
        (
            "会員番号,名称,種別,法人番号,担当者,メール,許可番号\n"
            "T-01,架空商店,企業,,架空 八子,hachiko@example.invalid,"
        ),
        {"member_no": "T-01", "member_name": "架空商店", "contact_person": "架空 八子"},
    ),
    "tasuki_season_needs": (
        "会員番号,年月,必要時間,作業\nT-01,2026-11,160,収穫",
        {"member_no": "T-01", "needed_hours": 160, "season_work": "収穫"},
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_row_of_a_system_becomes_its_record(name):
    text, expected = VECTORS[name]
    profile = get_profile(name)

    record = record_of(text, profile.kind)

    assert find_profile(table_of(text).headers) == profile
    assert {key: record.values.get(key) for key in expected} == expected
    assert record.problems == ()


@pytest.mark.parametrize("name", VECTORS)
def test_headings_of_a_system_are_recognised_by_its_preset(name):
    found = columns_of(VECTORS[name][0], get_profile(name).kind)

    assert {one.stage for one in found.values()} == {"profile"}


def test_kana_in_the_name_column_of_a_firms_sheet_is_no_name_yet():
    record = record_of(VECTORS["sme_sheet"][0])

    assert not {"name", "family_name", "given_name"} & set(record.values)


def test_rows_of_one_employee_by_day_become_one_with_a_history():
    text = (
        "社員番号,適用日,部署\nA1,2024-04-01,営業部\nA1,2026-04-01,開発部\nA2,2025-04-01,総務部\n"
        "A1,2025-04-01,企画部"
    )
    table = table_of(text)
    records = records_of(text, "employees")

    first, second = records
    assert (first.line, first.values["department"], first.merged_lines) == (3, "開発部", (2, 5))
    assert [one["department"] for one in first.values["history"]] == ["営業部", "企画部", "開発部"]
    assert second.values["employee_no"] == "A2"
    assert sum(1 + len(one.merged_lines) for one in records) == len(table.rows)
