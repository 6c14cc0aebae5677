"""The simulator: same seed same figures, books that balance, closed formulas in the mean."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.core.economy.assumptions import DEFAULTS, AssumptionError, change
from tasuki.core.economy.engine import simulate
from tasuki.core.economy.slots import SlotBook
from tasuki.core.economy.world import Column, Policy, Region, WorldError
from tasuki.core.relay.economics import slots_per_year

SMALL = Region(companies=12, years=2, runs=10, seed=7)


def fixed(**values):
    """The usual world with some values known."""
    world = dict(DEFAULTS)
    for code, value in values.items():
        world = change(world, code, value, value, value)
    return world


def test_same_seed_gives_the_same_figures_and_another_seed_does_not():
    first, again = simulate(Policy(), SMALL), simulate(Policy(), SMALL)
    other = simulate(Policy(), replace(SMALL, seed=8))

    assert np.array_equal(first.figures, again.figures)
    assert not np.array_equal(first.figures, other.figures)


def test_runs_do_not_depend_on_how_many_are_asked_for():
    few = simulate(Policy(), replace(SMALL, runs=50))
    many = simulate(Policy(), replace(SMALL, runs=60))

    assert np.array_equal(few.figures, many.figures[:50])


def test_two_policies_see_the_same_applicants():
    here, there = simulate(Policy(ratio=10), SMALL), simulate(Policy(ratio=5), SMALL)

    for column in (Column.APPLICATIONS, Column.LEAVERS):
        assert np.array_equal(here.total(column), there.total(column))
    assert (there.total(Column.SLOTS_GRANTED) > here.total(Column.SLOTS_GRANTED)).all()


@settings(max_examples=15, deadline=None)
@given(
    ratio=st.integers(1, 15),
    expiry=st.integers(1, 24),
    cap=st.integers(1, 5),
    pool=st.integers(1, 5),
    seed=st.integers(0, 1_000),
)
def test_slots_and_credits_balance(ratio, expiry, cap, pool, seed):
    policy = Policy(ratio, expiry, cap, pool)
    out = simulate(policy, Region(companies=9, years=2, runs=3, seed=seed))

    granted = out.total(Column.SLOTS_GRANTED)
    ended = out.total(Column.HIRES_SLOT) + out.total(Column.SLOTS_EXPIRED)
    assert np.array_equal(granted, ended + out.total(Column.SLOTS_OPEN))
    spent = out.total(Column.CONFIRMED) - out.total(Column.CREDITS_WAITING)
    assert np.array_equal(spent, granted * ratio)
    assert (out.total(Column.SLOTS_OPEN) <= cap * 9).all()
    assert (out.total(Column.CONFIRMED) <= out.total(Column.REGISTERED)).all()
    assert (out.total(Column.REGISTERED) <= out.total(Column.NOT_HIRED)).all()


def test_one_company_without_a_cap_earns_exactly_the_floor():
    one = Region(companies=1, years=5, runs=40, seed=3)

    out = simulate(Policy(max_open_slots=1000), one)

    assert np.array_equal(out.total(Column.SLOTS_GRANTED), out.total(Column.CONFIRMED) // 10)
    assert out.total(Column.SLOTS_GRANTED).sum() > 0


def test_everybody_needed_is_hired_once():
    out = simulate(Policy(), SMALL)
    hired = sum(
        out.total(one)
        for one in (
            Column.HIRES_SLOT,
            Column.HIRES_ALUMNI,
            Column.HIRES_REFERRAL,
            Column.HIRES_AGENCY,
            Column.HIRES_ADVERT,
        )
    )

    needed = out.total(Column.OPENINGS) - out.total(Column.INTERNAL_MOVES)
    assert (hired >= needed).all()
    # A slot brings at most the next hire forward.
    assert (hired - needed <= SMALL.companies).all()


def test_the_mean_agrees_with_the_closed_formula():
    region = Region(companies=400, years=10, runs=10, seed=5)
    rate = 0.10
    out = simulate(Policy(max_open_slots=1000), region, fixed(registration_rate=rate))

    for place, one in enumerate(region.size_classes):
        count = region.companies_by_class()[place]
        lost = Fraction(str(one.applications)) - Fraction(str(one.hires))
        exact = float(slots_per_year(not_hired=lost, registration_rate=Fraction("0.1"), ratio=10))
        earned = out.total(Column.CONFIRMED, place).mean() / (count * 10 * 10)
        # Failed slot hires open a post again and small months have no applicant left over.
        assert earned == pytest.approx(exact, rel=0.05), one.code


def test_nobody_registers_nobody_earns():
    out = simulate(Policy(), SMALL, fixed(registration_rate=0))

    for column in (Column.REGISTERED, Column.SLOTS_GRANTED, Column.HIRES_SLOT, Column.PLACED):
        assert out.total(column).sum() == 0


def test_channels_that_are_off_hire_nobody():
    out = simulate(Policy(slots=False, alumni=False, referral=False, internal=False), SMALL)

    for column in (
        Column.HIRES_SLOT,
        Column.HIRES_ALUMNI,
        Column.HIRES_REFERRAL,
        Column.INTERNAL_MOVES,
    ):
        assert out.total(column).sum() == 0


class NaiveBook:
    """One company's slots as a list of months of birth; written apart from the real book."""

    def __init__(self, ratio, expiry, cap):
        self.ratio, self.expiry, self.cap = ratio, expiry, cap
        self.credits, self.born = 0, []

    def month(self, month, wanted, confirmed):
        expired = [one for one in self.born if month - one >= self.expiry]
        self.born = [one for one in self.born if month - one < self.expiry]
        used = min(wanted, len(self.born))
        self.born = sorted(self.born)[used:]
        self.credits += confirmed
        granted = 0
        while self.credits >= self.ratio and len(self.born) < self.cap:
            self.credits -= self.ratio
            self.born.append(month)
            granted += 1
        return len(expired), used, granted


@settings(max_examples=60, deadline=None)
@given(
    ratio=st.integers(1, 12),
    expiry=st.integers(1, 14),
    cap=st.integers(1, 4),
    months=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 25)), min_size=1, max_size=40),
)
def test_the_book_agrees_with_a_plain_list_of_slots(ratio, expiry, cap, months):
    book = SlotBook(Policy(ratio, expiry, cap), (1, 1))
    plain = NaiveBook(ratio, expiry, cap)

    for month, (wanted, confirmed) in enumerate(months):
        found = (
            int(book.expire(month)[0, 0]),
            int(book.use(month, np.array([[wanted]]))[0, 0]),
            int(book.grant(month, np.array([[confirmed]]))[0, 0]),
        )
        assert found == plain.month(month, wanted, confirmed)
        assert int(book.waiting()[0, 0]) == plain.credits


def test_a_pool_earns_what_its_members_earn_together():
    book = SlotBook(Policy(pool_size=3), (1, 3))

    granted = book.grant(0, np.array([[4, 3, 3]]))

    assert granted.tolist() == [[1, 0, 0]]
    assert book.waiting().sum() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Policy(ratio=0),
        lambda: Policy(expiry_months=61),
        lambda: Policy(pool_size=0),
        lambda: Region(companies=0),
        lambda: Region(years=11),
        lambda: Region(runs=0),
        lambda: Region(seed=-1),
    ],
)
def test_what_is_out_of_range_is_refused(wrong):
    with pytest.raises(WorldError):
        wrong()


@pytest.mark.parametrize(
    "code, low, mid, high",
    [("nothing", 0, 0, 0), ("fee_rate", 0.4, 0.3, 0.5), ("fee_rate", 0, 0, 2)],
)
def test_what_is_no_range_is_refused(code, low, mid, high):
    with pytest.raises(AssumptionError):
        change(DEFAULTS, code, low, mid, high)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(sorted(DEFAULTS)), st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_drawn_values_stay_within_their_range_and_rise(code, uniform):
    one = DEFAULTS[code]

    drawn = one.draw(np.array(sorted(uniform)))

    assert (drawn >= one.low - 1e-9).all()
    assert (drawn <= one.high + 1e-9).all()
    assert (np.diff(drawn) >= -1e-9).all()


def test_companies_of_all_classes_add_up():
    for companies in (1, 7, 24, 200, 999):
        assert sum(Region(companies=companies).companies_by_class()) == companies
