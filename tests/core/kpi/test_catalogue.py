"""The figures say what they count, and count it exactly."""

from decimal import Decimal

import pytest

from tasuki.core.kpi.benchmarks import BENCHMARKS
from tasuki.core.kpi.catalogue import CATALOGUE, find_definition
from tasuki.core.kpi.counting import count_atoms, keys_of, sum_counts
from tasuki.core.kpi.facts import HireChannel, HireKind, OutcomeKind, Profile
from tasuki.core.kpi.rates import Rate, change_in_points, roi

VECTORS = (
    ("rehire_leavers", {"left": 200, "left.rehired": 6}, "3.0"),
    ("rehire_alumni", {"alumni": 150, "alumni.rejoined": 6}, "4.0"),
    ("rehire_retirement", {"retired": 20, "retired.continued": 18}, "90.0"),
    ("pass_document", {"applied": 10, "document_passed": 3}, "30.0"),
    ("retention_12", {"cohort.12": 20, "stayed.12": 17}, "85.0"),
    (
        "introduced",
        {
            "joined": 40,
            "joined.referral": 5,
            "joined.relay": 1,
            "joined.alumni_introduction": 1,
            "joined.slot": 1,
            "joined.agency": 16,
            "joined.other": 16,
        },
        "20.0",
    ),
)


@pytest.mark.parametrize(("name", "counts", "percent"), VECTORS)
def test_vector(name, counts, percent):
    assert find_definition(name).rate(counts).percent == Decimal(percent)


def test_without_denominator_there_is_no_figure():
    rate = Rate(0, 0)

    assert (rate.share, rate.percent, rate.permille_of_percent) == (None, None, None)
    assert change_in_points(Rate(1, 2), rate) is None
    assert roi(value=5, outlay=0) is None


def test_few_people_are_said():
    assert Rate(18, 20).is_few
    assert not Rate(6, 200).is_few


def test_return_on_outlay():
    assert roi(value=600, outlay=200) == Decimal("200.0")


def test_every_definition_is_whole():
    names = [(one.id, one.version) for one in CATALOGUE]
    assert len(set(names)) == len(names)
    for one in CATALOGUE:
        for words in (one.name, one.numerator, one.denominator, one.cohort, one.window):
            assert words.ja, one.id
            assert words.en, one.id
        assert set(one.benchmarks) <= set(BENCHMARKS), one.id


def test_every_benchmark_names_its_source():
    for one in BENCHMARKS.values():
        assert one.source
        assert one.low <= one.high


def test_a_joiner_is_counted_once_by_route():
    profiles = [
        Profile(kind=OutcomeKind.JOINED, channel=channel, prefecture="13", count=number)
        for number, channel in enumerate(HireChannel, start=1)
        if channel is not HireChannel.INTERNAL
    ]
    counts = sum_counts(count_atoms(profiles))

    assert counts["joined"] == sum(
        value for key, value in counts.items() if key.startswith("joined.")
    )
    assert counts["tile.13"] == counts["joined"]


def test_contract_work_stands_beside_joiners():
    one = Profile(kind=OutcomeKind.JOINED, hire_kind=HireKind.CONTRACT, marks=(3,))

    assert keys_of(one) == {"contract"}


def test_a_leaver_by_death_is_not_in_the_cohort():
    assert not keys_of(Profile(kind=OutcomeKind.LEFT, ending="excluded"))
    assert keys_of(Profile(kind=OutcomeKind.LEFT, is_followed=True)) == {"left", "left.rehired"}


def test_who_left_before_the_mark_did_not_stay():
    stay = [
        Profile(kind=OutcomeKind.JOINED, is_in_period=False, marks=(12,), stay=n) for n in (12, 36)
    ]

    assert keys_of(stay[0]) == {"cohort.12"}
    assert keys_of(stay[1]) == {"cohort.12", "stayed.12"}


def test_alumni_count_from_the_next_period():
    assert not keys_of(Profile(kind=OutcomeKind.ALUMNI, is_followed_in=True))
    assert keys_of(
        Profile(kind=OutcomeKind.ALUMNI, is_live_at_start=True, is_followed_in=True)
    ) == {"alumni", "alumni.rejoined"}


def test_moves_carry_their_way():
    one = Profile(kind=OutcomeKind.MOVED, origin="A", destination="B", count=7)

    assert sum_counts(count_atoms([one])) == {"moved": 7, "flow.A>B": 7}
