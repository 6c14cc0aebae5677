"""The file of the numbers of law, and what the loader refuses."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tasuki
from tasuki.core.law.parameters import (
    ParameterFileError,
    UnknownParameterError,
    find_decimal,
    find_flag,
    find_number,
    find_numbers,
    find_parameter,
    list_coming,
    list_due,
    list_keys,
    list_parameters,
    list_stale,
    read_parameters,
)

TODAY = date(2026, 11, 23)
HEAD = '[ban]\nja = "年数"\nen = "years"\nunit = "years"\n'


def row(**changes):
    values = {
        "value": "2",
        "valid_from": "2020-01-01",
        "source": '"s"',
        "checked_on": "2026-11-23",
    } | changes
    lines = [f"{key} = {value}" for key, value in values.items() if value is not None]
    return "[[ban.rows]]\n" + "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("solicit_ban_years", 2),
        ("ledger_keep_years", 2),
        ("report_due", "04-30"),
        ("fee_rate_top_n", 5),
        ("fee_rate_min_cases", 11),
        ("reception_fee_max_yen", 710),
        ("reception_fee_max_exempt_yen", 660),
        ("upper_fee_pct", Decimal("11.0")),
        ("upper_fee_exempt_pct", Decimal("10.3")),
        ("provision_keep_years", 3),
        ("dsr_sla_days", 14),
        ("breach_preliminary_days", (3, 5)),
        ("breach_final_days", 30),
        ("breach_final_wrongful_days", 60),
        ("under_age_consent_years", 16),
        ("surcharge", False),
        ("work_hours_day", 8),
        ("work_hours_week", 40),
        ("ot_month_lt", 100),
        ("ot_avg_le", 80),
        ("ot_avg_months", (2, 6)),
        ("aggregate_for_premium", True),
        ("freelance_pay_days", 60),
        ("freelance_recon_days", 30),
        ("freelance_bans_from_months", 1),
        ("freelance_notice_from_months", 6),
        ("freelance_notice_days", 30),
        ("toriteki_employees_making", 300),
        ("toriteki_employees_services", 100),
        ("kigyonin_cap_yen", 5_600_000),
        ("kigyonin_half_base", "working_days"),
        ("sub_kigyonin_days", 4),
        ("sub_kigyonin_hours", 20),
        ("sub_kigyonin_onsite_days", 1),
        ("grant_raise_pct", 5),
        ("grant_daily_cap_yen", 8_335),
        ("invoice_keep_years", 7),
        ("labour_keep_years", 3),
        ("harassment_seeker_duty", True),
        ("ai_eu_apply", False),
        ("jis_8341_3", 2016),
        ("reject_keep_months", 6),
        ("pool_keep_months", 12),
        ("pool_cap_months", 24),
        ("notes_keep_months", 6),
        ("small_cell_min", 5),
        ("ai_group_min", 30),
        ("ai_audit_months", 12),
        ("posting_stale_days", 30),
        ("secondment_pair_persons", 3),
        ("secondment_pair_months", 12),
        ("licence_years_first", 3),
        ("licence_years_renewal", 5),
        ("licence_years_free", 5),
        ("responsible_lecture_years", 5),
    ],
)
def test_every_row_of_the_list_of_parameters_is_there(key, value):
    assert find_parameter(key, on=TODAY).value == value


def test_a_rule_changes_on_its_day():
    assert not find_flag("harassment_seeker_duty", on=date(2026, 9, 30))
    assert find_flag("harassment_seeker_duty", on=date(2026, 10, 1))
    assert not find_flag("ai_eu_apply", on=date(2027, 12, 1))
    assert find_flag("ai_eu_apply", on=date(2027, 12, 2))
    assert find_decimal("upper_fee_pct", on=date(2019, 9, 30)) == Decimal("10.8")
    assert find_decimal("upper_fee_pct", on=date(2019, 10, 1)) == Decimal("11.0")
    assert find_number("reception_fee_max_yen", on=date(2019, 9, 30)) == 690
    assert find_number("consumption_tax_pct", on=date(2019, 9, 30)) == 8
    assert find_number("consumption_tax_pct", on=date(2019, 10, 1)) == 10


def test_minimum_wages_name_every_prefecture_and_are_marked_as_unconfirmed():
    found = find_parameter("min_wage", on=TODAY)

    assert sorted(found.value) == [f"{number:02d}" for number in range(1, 48)]
    assert found.value["13"] == 1_226
    assert not found.is_confirmed
    assert found.note.ja.startswith("要確認")
    assert found.note.en.startswith("To be confirmed: ")


def test_every_row_has_a_source_a_day_and_a_name_in_both_languages():
    for found in list_parameters(on=TODAY):
        assert found.source
        assert found.checked_on <= TODAY
        assert found.label.ja
        assert found.label.en
        assert found.is_confirmed or "要確認" in found.note.ja, found.key


def test_all_keys_hold_today():
    assert [found.key for found in list_parameters(on=TODAY)] == list(list_keys())


def test_a_row_is_stale_after_twelve_months():
    assert list_stale(on=date(2027, 11, 23)) == []
    assert len(list_stale(on=date(2027, 11, 24))) == len(list_keys())


def test_a_foreseen_change_makes_a_row_due_before_the_yearly_check():
    due = [found.key for found in list_due(on=TODAY)]

    assert due == ["min_wage"]
    assert "surcharge" not in due
    assert "surcharge" in [found.key for found in list_due(on=date(2027, 1, 17))]
    assert find_parameter("min_wage", on=TODAY).next_review_on == date(2026, 10, 1)
    assert find_parameter("work_hours_day", on=TODAY).next_review_on == date(2027, 11, 23)


def test_rows_that_begin_later_are_listed_with_the_nearest_first():
    assert [(row.key, row.valid_from) for row in list_coming(on=TODAY)] == [
        ("ai_eu_apply", date(2027, 12, 2))
    ]
    days = [row.valid_from for row in list_coming(on=date(2018, 1, 1))]
    assert days == sorted(days)


def test_every_number_is_read_by_code_or_marked_as_shown_only():
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in sorted(Path(tasuki.__file__).parent.rglob("*.py"))
    )
    unread = {key for key in list_keys() if f'"{key}"' not in source}

    assert {one.key for one in list_parameters(on=TODAY) if one.is_shown_only} == unread


def test_numbers_come_in_their_own_kind_only():
    assert find_decimal("upper_fee_pct", on=TODAY) == Decimal("11.0")
    assert find_numbers("breach_reminder_days", on=TODAY) == (3, 5, 25)
    with pytest.raises(TypeError):
        find_number("upper_fee_pct", on=TODAY)
    with pytest.raises(TypeError):
        find_number("aggregate_for_premium", on=TODAY)
    with pytest.raises(TypeError):
        find_numbers("work_hours_day", on=TODAY)
    with pytest.raises(TypeError):
        find_decimal("report_due", on=TODAY)
    with pytest.raises(TypeError):
        find_flag("work_hours_day", on=TODAY)


@pytest.mark.parametrize(
    ("key", "on"), [("no_such_key", TODAY), ("solicit_ban_years", date(1999, 12, 31))]
)
def test_an_unknown_key_or_day_is_an_error(key, on):
    with pytest.raises(UnknownParameterError, match=key):
        find_parameter(key, on=on)


def test_two_rows_in_a_row_are_read():
    text = HEAD + row(valid_to="2024-12-31") + row(value="3", valid_from="2025-01-01")

    rows = read_parameters(text)["ban"]

    assert [one.value for one in rows] == [2, 3]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + row(source=None), "lacks source"),
        (HEAD + row(source='""'), "lacks source"),
        (HEAD + row(checked_on=None), "lacks checked_on"),
        (HEAD + row(valid_from=None), "lacks valid_from"),
        (HEAD + row(value=None), "lacks value"),
        (HEAD + row(author='"x"'), "unknown author"),
        (HEAD + row(confirmed="false"), "needs a note"),
        (HEAD + row(note='"x"'), "needs note and note_en"),
        (HEAD + row(note_en='"x"'), "needs note and note_en"),
        (HEAD + row(valid_to="2019-12-31"), "before it begins"),
        (HEAD + row(valid_to="2024-12-31"), "a gap after"),
        (HEAD + row(valid_to="2024-12-31") + row(valid_from="2025-01-02"), "a gap between"),
        (HEAD + row(valid_to="2024-12-31") + row(valid_from="2024-12-31"), "overlap"),
        (HEAD + row() + row(valid_from="2025-01-01"), "overlap"),
        (
            HEAD + row(valid_to="2024-12-31") + row(valid_from="2025-01-01", value='"2"'),
            "different kinds",
        ),
        (HEAD + "rows = []\n", "at least one row"),
        ('[ban]\nja = "x"\nen = "x"\n' + row(), "nothing else"),
        (HEAD + "shown_only = true\n", "nothing else"),
        (HEAD + 'colour = "x"\n' + row(), "nothing else"),
        ("ban = 2\n", "nothing else"),
    ],
)
def test_an_unclear_file_is_refused_as_a_whole(text, words):
    with pytest.raises(ParameterFileError, match=words):
        read_parameters(text)


@given(st.dates(date(2026, 4, 1), date(2100, 1, 1)))
def test_on_every_day_exactly_one_row_of_each_key_holds(day):
    assert [found.key for found in list_parameters(on=day)] == list(list_keys())
