"""Compiled and plain kernels agree, with each other and with the rules told word for word."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import examples

from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.kernels import load_kernels
from tasuki.core.market.lottery import tie_ranks
from tasuki.core.market.mechanisms.deferred import ask_as_agents, ask_as_openings
from tasuki.core.market.mechanisms.flexible import ask_flexibly
from tasuki.core.market.mechanisms.status_quo import find_released
from tasuki.core.market.mechanisms.trading import trade_cycles
from tasuki.core.market.model import MarketError

SEARCH = settings(max_examples=150, deadline=None)
NUMBER = st.one_of(st.none(), st.integers(0, 3))


@st.composite
def choices(draw, places):
    listed = draw(st.lists(st.sampled_from(places), unique=True, max_size=len(places)))
    return [[place, draw(NUMBER)] for place in listed]


@st.composite
def matchings(draw, *, has_regions=False):
    places = [f"O{at}" for at in range(draw(st.integers(1, 5)))]
    openings = [{"id": place, "capacity": draw(st.integers(0, 3))} for place in places]
    body = examples.changed(examples.POSTING, openings=openings)
    if has_regions:
        body["regions"] = [{"id": "R1", "maximum": draw(st.integers(0, 5))}, {"id": "R2"}]
        for one in openings:
            if draw(st.booleans()):
                one["region"] = draw(st.sampled_from(["R1", "R2"]))
        body["mechanism"] = {"name": "flexible_deferred_acceptance"}
    elif draw(st.booleans()):
        openings[0]["minimum_priority"] = 1
    count = draw(st.integers(1, 8))
    body["agents"] = [{"id": f"A{at}", "choices": draw(choices(places))} for at in range(count)]
    body["agents"] = draw(st.permutations(body["agents"]))
    return examples.market_of(body)


@st.composite
def rotations(draw, *, is_single=False):
    count = draw(st.integers(1, 6))
    units = [f"U{at}" for at in range(count)]
    agents = []
    for at in range(count if is_single else draw(st.integers(1, 8))):
        unit = units[at] if is_single else draw(st.sampled_from([*units, None]))
        agents.append(
            {
                "id": f"A{at}",
                "unit": unit,
                "own_priority": draw(st.integers(0, 3)),
                "choices": draw(choices(units)),
            }
        )
    vacancies = 0 if is_single else draw(st.integers(0, 2))
    body = examples.changed(
        examples.ROTATION,
        units=[{"id": one} for one in units],
        agents=agents,
        order=draw(st.permutations([one["id"] for one in agents])),
    )
    body["units"][0]["vacancies"] = vacancies
    return examples.market_of(body)


def rows(market):
    """Return each person's edges as (place, key, edge), refused ones left out."""
    tie = tie_ranks(market)
    found = []
    for person in range(market.agent_count):
        edges = range(*market.preference.indptr[person : person + 2].tolist())
        found.append(
            [
                (
                    int(market.preference.indices[edge]),
                    (int(market.edge.priority[edge]), -int(tie[person]), person),
                )
                for edge in edges
                if market.acceptable[edge]
            ]
        )
    return found


def ask_in_rounds(market, keep):
    """All free people ask at once; `keep(asked)` says whom every place keeps."""
    lists = rows(market)
    at = [0] * len(lists)
    held = {}
    while True:
        asked = {}
        for person, row in enumerate(lists):
            if at[person] < len(row):
                place, key = row[at[person]]
                asked.setdefault(place, []).append(key)
        held = keep(asked)
        kept = {key[2] for keys in held.values() for key in keys}
        refused = [one for one, row in enumerate(lists) if at[one] < len(row) and one not in kept]
        if not refused:
            break
        for person in refused:
            at[person] += 1
    found = [-1] * len(lists)
    for place, keys in held.items():
        for key in keys:
            found[key[2]] = place
    return found


def keep_capacity(market):
    seats = market.quota.capacity.tolist()
    return lambda asked: {
        place: sorted(keys, reverse=True)[: seats[place]] for place, keys in asked.items()
    }


def keep_within_ceilings(market):
    """The rule of regional ceilings, word for word: targets first, then one more each in turn."""
    seats, targets = market.quota.capacity.tolist(), market.targets.tolist()
    regions = market.quota.region.tolist()
    in_file_order = np.argsort(market.place_position).tolist()

    def keep(asked):
        count = {
            place: min(len(keys), seats[place] if regions[place] < 0 else targets[place])
            for place, keys in asked.items()
        }
        for region, ceiling in enumerate(market.region_maximum.tolist()):
            inside = [p for p in in_file_order if regions[p] == region and p in asked]
            while True:
                wanting = [p for p in inside if count[p] < min(len(asked[p]), seats[p])]
                if not wanting or sum(count[p] for p in inside) >= ceiling:
                    break
                for place in wanting:
                    if sum(count[p] for p in inside) < ceiling:
                        count[place] += 1
        return {place: sorted(keys, reverse=True)[: count[place]] for place, keys in asked.items()}

    return keep


@SEARCH
@given(matchings())
def test_people_asking_one_by_one_or_all_at_once_end_alike(market):
    fast, plain = (ask_as_agents(market, name) for name in ("fast", "plain"))

    assert fast.tolist() == plain.tolist()
    assert market.place_of(fast).tolist() == ask_in_rounds(market, keep_capacity(market))


@SEARCH
@given(matchings())
def test_openings_that_ask_fill_the_same_seats(market):
    fast, plain = (ask_as_openings(market, name) for name in ("fast", "plain"))
    by_people = market.place_of(ask_as_agents(market, "plain"))

    assert fast.tolist() == plain.tolist()
    filled = market.place_of(fast)
    assert (filled >= 0).tolist() == (by_people >= 0).tolist()
    assert sorted(filled.tolist()) == sorted(by_people.tolist())


@SEARCH
@given(matchings(has_regions=True))
def test_ceilings_follow_the_rule_word_for_word(market):
    fast, plain = (ask_flexibly(market, name) for name in ("fast", "plain"))

    assert fast.tolist() == plain.tolist()
    assert market.place_of(fast).tolist() == ask_in_rounds(market, keep_within_ceilings(market))


@SEARCH
@given(rotations())
def test_cycles_are_the_same_compiled_and_plain(market):
    fast, plain = (trade_cycles(market, name) for name in ("fast", "plain"))

    assert fast.edge.tolist() == plain.edge.tolist()
    assert fast.place.tolist() == plain.place.tolist()
    assert fast.cycle.tolist() == plain.cycle.tolist()


@SEARCH
@given(rotations())
def test_nobody_ends_below_the_own_seat_and_no_unit_overflows(market):
    trade = trade_cycles(market, "fast")

    listed = trade.edge >= 0
    assert market.place_of(trade.edge)[listed].tolist() == trade.place[listed].tolist()
    assert trade.place[~listed].tolist() == market.endowment[~listed].tolist()
    filled = np.bincount(trade.place[trade.place >= 0], minlength=market.place_count)
    assert np.all(filled <= market.quota.capacity)


@SEARCH
@given(rotations(is_single=True))
def test_no_seat_goes_to_somebody_its_unit_ranks_below_the_holder(market):
    chosen = mechanism("block_exchange")
    fast, plain = (clear(market, chosen, kernel=name) for name in ("fast", "plain"))

    assert fast.edge.tolist() == plain.edge.tolist()
    assert fast.place.tolist() == plain.place.tolist()
    for person, edge in enumerate(fast.edge.tolist()):
        holder = int(np.flatnonzero(market.endowment == fast.place[person])[0])
        if holder != person:
            assert market.edge.priority[edge] >= market.own_priority[holder]
    assert sorted(fast.place.tolist()) == sorted(market.endowment.tolist())


@SEARCH
@given(rotations())
def test_only_the_released_move_in_status_quo(market):
    chosen = mechanism("status_quo_deferred_acceptance")
    fast, plain = (clear(market, chosen, kernel=name) for name in ("fast", "plain"))

    assert fast.edge.tolist() == plain.edge.tolist()
    assert fast.place.tolist() == plain.place.tolist()
    moved = (fast.place != market.endowment) & (market.endowment >= 0)
    assert not np.any(moved & ~find_released(market))
    filled = np.bincount(fast.place[fast.place >= 0], minlength=market.place_count)
    assert np.all(filled <= market.quota.capacity)


@SEARCH
@given(st.data())
def test_stages_meet_every_floor(data):
    places = data.draw(st.integers(1, 3))
    people = data.draw(st.integers(1, 6))
    floors = [data.draw(st.integers(0, 2)) for _ in range(places)]
    openings = [
        {"id": f"O{at}", "capacity": floor + data.draw(st.integers(0, 2)), "minimum": floor}
        for at, floor in enumerate(floors)
    ]
    agents = [
        {
            "id": f"A{at}",
            "choices": [
                [place["id"], data.draw(st.integers(0, 3))]
                for place in data.draw(st.permutations(openings))
            ],
        }
        for at in range(people)
    ]
    market = examples.market_of(
        examples.changed(
            examples.FLOORS, openings=openings, agents=agents, order=[a["id"] for a in agents]
        )
    )

    fast, plain = (clear(market, kernel=name) for name in ("fast", "plain"))

    assert fast.place.tolist() == plain.place.tolist()
    filled = np.bincount(fast.place[fast.place >= 0], minlength=places)
    is_enough = sum(floors) <= people
    assert bool(np.all(filled >= market.quota.minimum)) or not is_enough
    assert (fast.status == "complete") == is_enough


def test_four_hundred_thousand_edges_agree():
    people, places, each = 20_000, 2_000, 20
    draw = np.random.default_rng(7)
    indptr = np.arange(0, people * each + 1, each, dtype=np.int64)
    indices = np.argsort(draw.random((people, each)), axis=1).astype(np.int32)
    indices = (
        indices * (places // each) + draw.integers(0, places // each, (people, each))
    ).ravel()
    arguments = (
        np.arange(people, dtype=np.int32),
        indptr,
        indices.astype(np.int32),
        draw.integers(0, 100, people * each).astype(np.int32),
        np.zeros(people * each, np.uint8),
        np.full(places, -5, np.int32),
        draw.permutation(people).astype(np.int32),
        np.full(places, 9, np.int32),
    )

    fast, plain = (load_kernels(name).ask_agents(*arguments) for name in ("fast", "plain"))

    assert np.array_equal(fast, plain)
    assert np.count_nonzero(fast >= 0) == 18_000


def test_targets_over_the_ceiling_never_reach_a_kernel():
    body = examples.changed(examples.REGION, regions=[{"id": "R1", "maximum": 1}])

    try:
        examples.market_of(body)
    except MarketError as error:
        found = [one.code for one in error.findings]
    else:
        found = []

    assert found == ["targets_above_ceiling"]
