from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.dates import round_half_up
from tasuki.core.relay.economics import (
    CompanyYear,
    agency_break_even,
    agency_net_yen,
    chance_of_slot,
    free_hire_share,
    registration_rate_needed,
    slots_per_year,
    years_per_slot,
)

SMALL = CompanyYear(Decimal("39.0"), Decimal("2.4"))
MIDDLE = CompanyYear(Decimal("44.9"), Decimal("6.5"))
LARGE = CompanyYear(Decimal("69.6"), Decimal("13.1"))
HUGE = CompanyYear(Decimal("240.4"), Decimal("104.0"))
FEE_YEN = 946_000
RATES = [Decimal("0.05"), Decimal("0.10"), Decimal("0.20"), Decimal("0.30")]


def shown(value, digits=0):
    return str(round_half_up(value, digits))


@pytest.mark.parametrize(
    ("company", "not_hired", "applications_per_hire", "not_hired_per_hire"),
    [
        (SMALL, "36.6", "16.3", "15.3"),
        (MIDDLE, "38.4", "6.9", "5.9"),
        (LARGE, "56.5", "5.3", "4.3"),
        (HUGE, "136.4", "2.3", "1.3"),
    ],
)
def test_people_not_hired(company, not_hired, applications_per_hire, not_hired_per_hire):
    assert shown(company.not_hired, 1) == not_hired
    assert shown(company.applications_per_hire, 1) == applications_per_hire
    assert shown(company.not_hired_per_hire, 1) == not_hired_per_hire


@pytest.mark.parametrize(
    ("company", "slots", "years"),
    [
        (SMALL, ["0.18", "0.37", "0.73", "1.10"], "2.7"),
        (MIDDLE, ["0.19", "0.38", "0.77", "1.15"], "2.6"),
        (LARGE, ["0.28", "0.57", "1.13", "1.70"], "1.8"),
        (HUGE, ["0.68", "1.36", "2.73", "4.09"], "0.7"),
    ],
)
def test_slots_a_year_and_years_a_slot(company, slots, years):
    found = [
        slots_per_year(not_hired=company.not_hired, registration_rate=rate, ratio=10)
        for rate in RATES
    ]
    at_ten_percent = years_per_slot(
        not_hired=company.not_hired, registration_rate=RATES[1], ratio=10
    )

    assert [shown(value, 2) for value in found] == slots
    assert shown(at_ten_percent, 1) == years


def test_slots_a_year_are_exact_before_rounding():
    found = [
        slots_per_year(not_hired=LARGE.not_hired, registration_rate=rate, ratio=10)
        for rate in RATES
    ]

    assert found == [
        Fraction(2825, 10_000),
        Fraction(565, 1000),
        Fraction(113, 100),
        Fraction(1695, 1000),
    ]


def test_without_registrations_there_is_no_time_to_a_slot():
    assert years_per_slot(not_hired=SMALL.not_hired, registration_rate=0, ratio=10) is None


@pytest.mark.parametrize(
    ("share", "conversion", "percents"),
    [
        ("0.4", "1", ["26", "68", "93", "305"]),
        ("0.5", "1", ["33", "85", "116", "381"]),
        ("0.4", "0.5", ["52", "135", "185", "610"]),
        ("0.5", "0.5", ["66", "169", "232", "762"]),
    ],
)
def test_registration_rate_needed(share, conversion, percents):
    found = [
        registration_rate_needed(
            share=Decimal(share),
            not_hired=company.not_hired,
            hires=company.hires,
            ratio=10,
            conversion=Decimal(conversion),
        )
        for company in (SMALL, MIDDLE, LARGE, HUGE)
    ]

    assert [shown(rate * 100) for rate in found] == percents


def test_the_rate_needed_gives_back_its_share():
    rate = registration_rate_needed(
        share=Decimal("0.4"),
        not_hired=LARGE.not_hired,
        hires=LARGE.hires,
        ratio=10,
        conversion=Decimal("0.5"),
    )

    assert free_hire_share(
        not_hired=LARGE.not_hired,
        hires=LARGE.hires,
        registration_rate=rate,
        ratio=10,
        conversion=Decimal("0.5"),
    ) == Fraction(2, 5)


@pytest.mark.parametrize(
    ("rate", "percents"),
    [
        ("0.2", ["19.1", "21.6", "72.8", "100.0"]),
        ("0.1", ["0.3", "0.3", "5.5", "88.3"]),
        ("0.3", ["71.1", "74.5", "98.9", "100.0"]),
    ],
)
def test_chance_of_a_slot_in_a_year(rate, percents):
    found = [
        chance_of_slot(not_hired=company.not_hired, registration_rate=Decimal(rate), ratio=10)
        for company in (SMALL, MIDDLE, LARGE, HUGE)
    ]

    assert [shown(chance * 100, 1) for chance in found] == percents


def test_fewer_people_than_the_ratio_never_make_a_slot():
    assert chance_of_slot(not_hired=9, registration_rate=1, ratio=10) == 0
    assert chance_of_slot(not_hired=10, registration_rate=1, ratio=10) == 1


@pytest.mark.parametrize(("not_hired", "rate"), [(-1, 0), (100_001, 0), (10, 2), (10, -1)])
def test_a_chance_of_impossible_numbers_is_an_error(not_hired, rate):
    with pytest.raises(ValueError, match="out of range"):
        chance_of_slot(not_hired=not_hired, registration_rate=rate, ratio=10)


@pytest.mark.parametrize(
    ("placement_rate", "nets"),
    [
        ("0.0227", [-731_258, -258_258, -69_058]),
        ("0.05", [-473_000, 0, 189_200]),
        ("0.10", [0, 473_000, 662_200]),
        ("0.15", [473_000, 946_000, 1_135_200]),
        ("0.20", [946_000, 1_419_000, 1_608_200]),
    ],
)
def test_what_an_agency_keeps_for_ten_registrants(placement_rate, nets):
    found = [
        agency_net_yen(
            ratio=10,
            placement_rate=Decimal(placement_rate),
            average_fee_yen=FEE_YEN,
            conversion=Decimal(conversion),
        )
        for conversion in ("1", "0.5", "0.3")
    ]

    assert found == nets


def test_break_even_of_an_agency():
    assert agency_break_even(ratio=10, conversion=1) == Fraction(1, 10)
    assert agency_break_even(ratio=10, conversion=Decimal("0.5")) == Fraction(1, 20)


@given(
    ratio=st.integers(1, 50),
    conversion=st.fractions(0, 1, max_denominator=1000),
    fee=st.integers(0, 10**7),
)
def test_at_break_even_the_agency_keeps_nothing(ratio, conversion, fee):
    rate = agency_break_even(ratio=ratio, conversion=conversion)

    assert (
        agency_net_yen(ratio=ratio, placement_rate=rate, average_fee_yen=fee, conversion=conversion)
        == 0
    )


@given(st.integers(0, 60), st.fractions(0, 1, max_denominator=50), st.integers(1, 20))
def test_a_chance_is_a_chance_and_falls_with_the_ratio(not_hired, rate, ratio):
    chance = chance_of_slot(not_hired=not_hired, registration_rate=rate, ratio=ratio)
    harder = chance_of_slot(not_hired=not_hired, registration_rate=rate, ratio=ratio + 1)

    assert 0 <= harder <= chance <= 1
