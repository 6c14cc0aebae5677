"""The stricter of two answers and clocks; groups that a human sees first; the queue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.same_person.clusters import ClusterGuard, find_guarded, group_records
from tasuki.core.same_person.queue import is_long, may_link, minutes_left
from tasuki.core.same_person.stricter import (
    Answer,
    Limit,
    Standing,
    limit_consent,
    stricter_start,
)

SOON, LATE = date(2026, 12, 1), date(2027, 6, 1)
NONE, NO = Standing(Answer.NONE), Standing(Answer.ENDED)


@pytest.mark.parametrize(
    ("_case", "left", "right", "limit"),
    [
        ("never asked narrows nothing", NONE, Standing(Answer.LIVE, LATE), None),
        ("a no beats a yes", NO, Standing(Answer.LIVE, LATE), Limit(None)),
        ("two no", NO, NO, None),
        ("the earlier end", Standing(Answer.LIVE, SOON), Standing(Answer.LIVE, LATE), Limit(SOON)),
        ("an end beats none", Standing(Answer.LIVE), Standing(Answer.LIVE, LATE), Limit(LATE)),
        ("equal ends", Standing(Answer.LIVE, SOON), Standing(Answer.LIVE, SOON), None),
    ],
)
def test_limit_of_a_consent(_case, left, right, limit):
    assert limit_consent(left, right) == limit
    assert limit_consent(right, left) == limit


days = st.none() | st.dates()


@given(left=days, right=days)
def test_stricter_clock_is_never_later_than_either(left, right):
    found = stricter_start(left, right)

    assert (found is None) == (left is None or right is None)
    assert found is None or (found <= left and found <= right)


def test_eight_records_are_too_many_and_seven_are_not():
    links = [(number, number + 1) for number in range(7)]

    assert set(find_guarded(links, birth_dates={}).values()) == {ClusterGuard.SIZE}
    assert find_guarded(links[:6], birth_dates={}) == {}


def test_two_birth_dates_hold_back_the_links_of_their_group_only():
    links = [("a", "b"), ("b", "c"), ("x", "y")]
    births = {"a": SOON, "b": None, "c": LATE, "x": SOON, "y": SOON}

    found = find_guarded(links, birth_dates=births)

    assert found == dict.fromkeys(links[:2], ClusterGuard.BIRTH_DATES)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=8))
def test_linked_records_share_a_group_and_nobody_else_does(links):
    roots = group_records(links)

    groups = [{one} for one in roots]
    for left, right in links:
        mine = [group for group in groups if left in group or right in group]
        groups = [group for group in groups if group not in mine] + [set().union(*mine)]
    assert sorted(map(sorted, groups)) == sorted(
        sorted(one for one in roots if roots[one] == root) for root in set(roots.values())
    )


@pytest.mark.parametrize(("pairs", "minutes"), [(0, 0), (1, 1), (3, 1), (4, 2), (501, 167)])
def test_minutes_left(pairs, minutes):
    assert minutes_left(pairs) == minutes


def test_queue_is_long_above_five_hundred():
    assert (is_long(500), is_long(501)) == (False, True)


@given(probability=st.floats(0, 1), guards=st.lists(st.just("given_name"), max_size=2))
def test_machine_links_only_from_the_threshold_without_guards(probability, guards):
    assert may_link(probability=probability, guards=tuple(guards)) == (
        probability >= 0.99 and not guards
    )
