from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tasuki.core.law.fees import (
    Charge,
    FeeCase,
    FeeKind,
    FiledTable,
    Payer,
    RefundRule,
    average_fee_rate,
    check_charge,
    check_refund_rules,
    fee_limit_yen,
    is_fee_rate_due,
    refund_window_ends,
    refund_yen,
)

TODAY = date(2026, 11, 23)
TABLE = FiledTable(version="v3", filed_on=date(2026, 9, 1), max_percent=Decimal(35))
FILED = Charge(kind=FeeKind.FILED, amount_yen=1_400_000, base_yen=4_000_000)
LIMITED = Charge(kind=FeeKind.LIMITED, amount_yen=165_000, base_yen=1_500_000)
RULES = (RefundRule(1, 30, 80), RefundRule(31, 90, 50), RefundRule(91, 180, 10))


@pytest.mark.parametrize(
    ("charge", "limit"),
    [
        (Charge(kind=FeeKind.RECEPTION, amount_yen=0), 710),
        (Charge(kind=FeeKind.RECEPTION, amount_yen=0, is_tax_exempt=True), 660),
        (LIMITED, 165_000),
        (replace(LIMITED, is_tax_exempt=True), 154_500),
        (FILED, 1_400_000),
    ],
)
def test_each_kind_of_fee_has_its_limit(charge, limit):
    assert fee_limit_yen(charge, TABLE, on=TODAY) == limit


def test_a_fixed_amount_of_the_table_limits_alone():
    table = replace(TABLE, max_percent=None, max_yen=300_000)

    assert fee_limit_yen(replace(FILED, base_yen=0), table, on=TODAY) == 300_000
    assert fee_limit_yen(FILED, None, on=TODAY) == 0


def test_a_table_above_the_practical_ceiling_stops_at_half():
    table = replace(TABLE, max_percent=Decimal(80))

    assert fee_limit_yen(FILED, table, on=TODAY) == 2_000_000


@pytest.mark.parametrize(
    "charge",
    [
        FILED,
        LIMITED,
        replace(LIMITED, other_kinds=frozenset({FeeKind.RECEPTION})),
        Charge(kind=FeeKind.RECEPTION, amount_yen=710),
        replace(FILED, amount_yen=0),
    ],
)
def test_a_charge_within_the_rules_passes(charge):
    assert check_charge(charge, TABLE, on=TODAY) is None


@pytest.mark.parametrize(
    ("charge", "table", "words"),
    [
        (replace(FILED, payer=Payer.CANDIDATE, amount_yen=1), TABLE, "never charged"),
        (replace(FILED, payer=Payer.CANDIDATE, amount_yen=0), TABLE, "never charged"),
        (replace(FILED, other_kinds=frozenset({FeeKind.RECEPTION})), TABLE, "neither"),
        (replace(LIMITED, other_kinds=frozenset({FeeKind.FILED})), TABLE, "neither"),
        (FILED, None, "no filed fee table"),
        (FILED, replace(TABLE, filed_on=date(2026, 11, 24)), "no filed fee table"),
        (replace(FILED, amount_yen=1_400_001), TABLE, "exceeds the limit of 1,400,000"),
        (replace(LIMITED, amount_yen=165_001), None, "exceeds the limit of 165,000"),
        (Charge(kind=FeeKind.RECEPTION, amount_yen=711), None, "exceeds the limit of 710"),
    ],
)
def test_a_charge_outside_the_rules_is_refused(charge, table, words):
    refusal = check_charge(charge, table, on=TODAY)

    assert refusal.rule == "H1"
    assert words in refusal.reason_en


@pytest.mark.parametrize(
    ("left_on", "refund"),
    [
        (date(2026, 4, 1), 800_000),
        (date(2026, 4, 30), 800_000),
        (date(2026, 5, 1), 500_000),
        (date(2026, 6, 29), 500_000),
        (date(2026, 6, 30), 100_000),
        (date(2026, 9, 27), 100_000),
        (date(2026, 9, 28), 0),
    ],
)
def test_an_early_leave_brings_the_share_of_its_day_back(left_on, refund):
    assert refund_yen(1_000_000, RULES, hired_on=date(2026, 4, 1), left_on=left_on) == refund


def test_the_windows_of_a_refund_end_on_their_last_day():
    assert refund_window_ends(RULES, hired_on=date(2026, 4, 1)) == (
        date(2026, 4, 30),
        date(2026, 6, 29),
        date(2026, 9, 27),
    )


@pytest.mark.parametrize(
    ("rules", "count"),
    [
        (RULES, 0),
        ((), 0),
        ((RefundRule(1, 30, 80), RefundRule(32, 90, 50)), 1),
        ((RefundRule(1, 30, 50), RefundRule(31, 90, 80)), 1),
        ((RefundRule(0, 30, 80),), 1),
        ((RefundRule(1, 30, 101),), 1),
    ],
)
def test_a_refund_scheme_has_no_gaps_and_falls(rules, count):
    assert len(check_refund_rules(rules)) == count


@pytest.mark.parametrize(
    ("cases", "with_zero", "without_zero"),
    [
        ([FeeCase(800_000, 4_000_000)], "20.0", "20.0"),
        (
            [FeeCase(1_650_000, 5_500_000), FeeCase(0, 4_000_000), FeeCase(1_050_000, 3_500_000)],
            "20.8",
            "30.0",
        ),
    ],
)
def test_the_average_fee_rate_is_total_over_total(cases, with_zero, without_zero):
    assert str(average_fee_rate(cases, includes_zero=True)) == with_zero
    assert str(average_fee_rate(cases, includes_zero=False)) == without_zero


def test_without_a_hire_there_is_no_rate_and_ten_cases_need_none():
    assert average_fee_rate([], includes_zero=True) is None
    assert average_fee_rate([FeeCase(0, 4_000_000)], includes_zero=False) is None
    assert not is_fee_rate_due(10, on=TODAY)
    assert is_fee_rate_due(11, on=TODAY)
