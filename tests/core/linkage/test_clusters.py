"""A link that would make a doubtful group of records becomes a question."""

import pytest

from tasuki.core.linkage.clusters import (
    GROUP_RECORDS_MAX,
    hold_back_groups,
    is_near_birth,
    link_groups,
)
from tasuki.core.linkage.comparisons import COMPARISONS
from tasuki.core.linkage.decide import Decision, Guard, ScoredPair
from tasuki.core.linkage.groups import Groups

NOTHING = (-1,) * len(COMPARISONS)


def pair(left, right, probability=0.999, decision=Decision.AUTO):
    return ScoredPair(left, right, probability, decision, (), NOTHING, (0.0,) * len(COMPARISONS))


def held(pairs):
    return [(one.left_id, one.right_id) for one in pairs if Guard.GROUP in one.guard]


def test_the_eighth_record_goes_to_a_person():
    chain = [pair(str(n), str(n + 1)) for n in range(GROUP_RECORDS_MAX)]

    found = hold_back_groups(chain, {})

    assert held(found) == [("6", "7")]
    assert found[-1].decision is Decision.REVIEW
    assert [one.decision for one in found[:-1]] == [Decision.AUTO] * 6


def test_two_full_birth_dates_do_not_become_one_person_through_a_third_record():
    births = {"father": "19600401", "son": "19900501", "no date": ""}

    found = hold_back_groups([pair("father", "no date"), pair("no date", "son")], births)

    assert held(found) == [("no date", "son")]


def test_a_slip_of_one_digit_and_a_month_alone_contradict_nothing():
    births = {"a": "19900401", "b": "19900410", "c": "199107"}

    assert held(hold_back_groups([pair("a", "b"), pair("b", "c")], births)) == []


def test_questions_join_no_group():
    pairs = [pair("a", "b", 0.5, Decision.REVIEW), pair("b", "c")]

    assert hold_back_groups(pairs, {"a": "19600401", "c": "19900501"}) == pairs


def test_a_link_inside_a_group_is_kept():
    pairs = [pair("a", "b"), pair("b", "c"), pair("a", "c")]

    assert hold_back_groups(pairs, {}) == pairs


@pytest.mark.parametrize(
    ("left", "right", "is_near"),
    [
        ("19900401", "19900401", True),
        ("19900401", "19900402", True),
        ("19900401", "19900410", True),
        ("19900401", "19900104", True),
        ("19900401", "19900512", False),
        ("19600401", "19900401", True),
        ("19600401", "19910402", False),
    ],
)
def test_near_dates(left, right, is_near):
    assert is_near_birth(left, right) is is_near
    assert is_near_birth(right, left) is is_near


def test_groups_of_links():
    groups = link_groups([("a", "b"), ("c", "d"), ("b", "e")])

    assert sorted(groups) == [["a", "b", "e"], ["c", "d"]]


def test_joined_things_have_one_root():
    groups: Groups[int] = Groups()
    for number in range(100):
        groups.join(number, number // 2)

    assert {groups.find(number) for number in range(100)} == {groups.find(0)}
    assert groups.count() == 1
