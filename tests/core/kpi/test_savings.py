"""Savings add up to the last yen."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.core.dates import round_half_up
from tasuki.core.kpi.savings import Spent, compare, mix_adjusted_percent

MAN = 10_000
BASE = {"agency": Spent(840 * MAN, 6), "advert": Spent(160 * MAN, 4)}
NOW = {
    "agency": Spent(600 * MAN, 4),
    "advert": Spent(180 * MAN, 4),
    "referral": Spent(40 * MAN, 2),
    "alumni": Spent(10 * MAN, 1),
    "slot": Spent(5 * MAN, 1),
}


def test_vector():
    found = compare(BASE, NOW)

    assert found.per_hire_percent == Decimal("30.4")
    assert found.total_percent == Decimal("16.5")
    assert {key: value / MAN for key, value in found.parts.items()} == {
        "agency": -200,
        "advert": 220,
        "referral": 160,
        "alumni": 90,
        "slot": 95,
    }
    assert found.saved == 365 * MAN
    assert round_half_up(found.mix / MAN, 2) == Decimal("6.67")
    assert round_half_up(found.rate / MAN, 2) == Decimal("23.75")


def test_nothing_to_compare_with():
    assert compare({}, NOW) is None
    assert compare(BASE, {"agency": Spent(5, 0)}) is None
    assert mix_adjusted_percent({}, NOW) is None


def test_more_expensive_is_below_zero():
    assert compare({"a": Spent(100, 1)}, {"a": Spent(150, 1)}).per_hire_percent == Decimal("-50.0")


def test_same_prices_by_group_are_no_reduction():
    base = {"it": Spent(300, 1), "shop": Spent(100, 1)}
    now = {"it": Spent(300, 1), "shop": Spent(300, 3)}

    assert mix_adjusted_percent(base, now) == 0
    assert compare(base, now).per_hire_percent == Decimal("25.0")


SPENT = st.dictionaries(
    st.sampled_from("abcd"), st.builds(Spent, st.integers(0, 10**8), st.integers(0, 50))
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPENT, SPENT)
def test_parts_add_up(base, now):
    found = compare(base, now)
    if found:
        c0 = found.base.per_hire
        assert found.saved == found.now.hires * c0 - found.now.yen
        assert found.mix + found.rate == c0 - Fraction(found.now.yen, found.now.hires)
