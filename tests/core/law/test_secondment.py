"""Secondment and transfer: 職業安定法 44条, 労働契約法 14条, the stop H9."""

from dataclasses import fields, replace
from datetime import date

import pytest

from tasuki.core.law.secondment import (
    GAP_LABELS,
    PURPOSE_LABELS,
    GapReason,
    MoveFacts,
    MoveKind,
    MovePurpose,
    check_consent,
    check_move,
    is_pair_review_due,
    list_move_refusals,
    list_move_warnings,
    return_reminders,
)

LAWFUL = MoveFacts(
    kind=MoveKind.SECONDMENT,
    purpose=MovePurpose.SKILLS,
    purpose_evidence="育成計画 2026-07",
    employed_since=date(2015, 4, 1),
    starts_on=date(2027, 1, 1),
    ends_on=date(2027, 12, 31),
    actual_cost_yen=450_000,
    burden_yen=300_000,
    home_conditions_on=date(2026, 11, 1),
    host_conditions_on=date(2026, 11, 2),
    consented_on=date(2026, 11, 20),
    is_seconded_elsewhere=False,
    is_consent_single=True,
    home_signed_on=date(2026, 11, 25),
    host_signed_on=date(2026, 11, 26),
)
TRANSFER = MoveFacts(
    kind=MoveKind.TRANSFER_OUT,
    employed_since=date(2015, 4, 1),
    starts_on=date(2027, 1, 1),
    host_conditions_on=date(2026, 11, 1),
    consented_on=date(2026, 11, 20),
    is_seconded_elsewhere=False,
    is_consent_single=True,
    home_signed_on=date(2026, 11, 25),
    host_signed_on=date(2026, 11, 26),
)


def test_lawful_secondment_and_transfer_may_start():
    assert check_move(LAWFUL) is None
    assert check_move(TRANSFER) is None


@pytest.mark.parametrize("purpose", MovePurpose)
def test_each_of_the_four_purposes_is_enough(purpose):
    assert check_move(replace(LAWFUL, purpose=purpose)) is None
    assert PURPOSE_LABELS[purpose].ja


@pytest.mark.parametrize(
    "missing, part",
    [
        ({"purpose": None}, "No purpose"),
        ({"purpose_evidence": " "}, "shows the purpose"),
        ({"employed_since": None}, "was not employed before"),
        ({"employed_since": date(2027, 2, 1)}, "was not employed before"),
        ({"employed_since": date(2027, 1, 1)}, "on the day of hire"),
        ({"starts_on": None}, "no first day"),
        ({"ends_on": None}, "no last day"),
        ({"ends_on": date(2026, 12, 31)}, "no last day"),
        ({"is_seconded_elsewhere": True}, "lent out already"),
        ({"actual_cost_yen": None}, "actual cost of a month is missing"),
        ({"burden_yen": 450_001}, "450,001 yen, more than the actual cost of 450,000"),
        ({"home_conditions_on": None}, "conditions were not delivered"),
        ({"host_conditions_on": None}, "conditions were not delivered"),
        ({"consented_on": None}, "has not consented"),
        ({"consented_on": date(2026, 11, 1)}, "came before the conditions of 2026-11-02"),
        ({"is_consent_single": False}, "several people"),
        ({"home_signed_on": None}, "signature of the home firm"),
        ({"host_signed_on": None}, "signature of the host firm"),
        ({"home_signed_on": date(2026, 11, 19)}, "before the person's consent"),
        ({"host_signed_on": date(2020, 4, 1)}, "before the person's consent"),
    ],
)
def test_secondment_is_refused_for_the_one_thing_that_is_missing(missing, part):
    refusals = list_move_refusals(replace(LAWFUL, **missing))

    assert [one.rule for one in refusals] == ["H9"]
    assert part in refusals[0].reason_en
    assert all(
        (refusals[0].reason_ja, refusals[0].next_ja, refusals[0].next_en, refusals[0].source)
    )


def test_burden_equal_to_the_cost_is_no_profit():
    assert check_move(replace(LAWFUL, burden_yen=450_000)) is None


def test_yes_on_the_day_of_the_conditions_counts():
    assert check_consent(replace(LAWFUL, consented_on=date(2026, 11, 2))) is None


@pytest.mark.parametrize(
    "missing, part",
    [
        ({"host_conditions_on": None}, "conditions were not delivered"),
        ({"consented_on": None}, "has not consented"),
        ({"consented_on": date(2026, 10, 31)}, "came before the conditions"),
        ({"is_consent_single": False}, "several people"),
        ({"home_signed_on": None}, "signature"),
        ({"starts_on": date(2015, 4, 1)}, "day of hire"),
    ],
)
def test_transfer_is_refused_for_the_one_thing_that_is_missing(missing, part):
    refusals = list_move_refusals(replace(TRANSFER, **missing))

    assert [one.rule for one in refusals] == ["H9"]
    assert part in refusals[0].reason_en


def test_what_nobody_stated_is_not_lawful():
    unstated = {one.name: one.default for one in fields(MoveFacts)}
    both = {name: unstated[name] for name in ("is_seconded_elsewhere", "is_consent_single")}

    assert both == {"is_seconded_elsewhere": True, "is_consent_single": False}
    assert "several people" in check_move(replace(LAWFUL, is_consent_single=False)).reason_en
    assert check_move(replace(LAWFUL, is_seconded_elsewhere=True)).rule == "H9"


def test_everything_that_is_missing_is_named_at_once():
    assert len(list_move_refusals(MoveFacts(kind=MoveKind.SECONDMENT))) == 5


@pytest.mark.parametrize(
    "count, is_due", [(3, False), (4, True)], ids=["three people", "a fourth one"]
)
def test_more_than_three_people_in_twelve_months_ask_for_a_review(count, is_due):
    starts = [date(2026, 2, 1)] * count

    assert is_pair_review_due(starts, on=date(2026, 11, 23)) is is_due


def test_starts_of_more_than_twelve_months_ago_are_left_out_of_the_review():
    starts = [date(2025, 11, 23)] + [date(2026, 2, 1)] * 3

    assert is_pair_review_due(starts, on=date(2026, 11, 23)) is False


def test_return_is_brought_to_mind_three_months_and_one_month_before():
    assert return_reminders(date(2027, 5, 31), on=date(2026, 11, 23)) == (
        date(2027, 2, 28),
        date(2027, 4, 30),
    )


def test_late_explanation_and_unexplained_cost_are_warnings_only():
    late = replace(
        LAWFUL,
        host_conditions_on=date(2026, 12, 10),
        consented_on=date(2026, 12, 15),
        home_signed_on=date(2026, 12, 15),
        host_signed_on=date(2026, 12, 16),
    )

    assert check_move(late) is None
    assert len(list_move_warnings(late, gap_reason=None)) == 2
    assert "150,000" in list_move_warnings(LAWFUL, gap_reason=None)[0].en
    assert list_move_warnings(LAWFUL, gap_reason=GapReason.WAGE_GAP) == ()


def test_short_time_to_read_before_a_transfer_is_a_warning():
    hasty = replace(TRANSFER, consented_on=date(2026, 11, 3))

    assert "2 days" in list_move_warnings(hasty, gap_reason=None)[0].en
    assert list_move_warnings(TRANSFER, gap_reason=None) == ()


def test_every_reason_of_a_gap_has_words():
    assert set(GAP_LABELS) == set(GapReason)
