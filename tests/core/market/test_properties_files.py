"""Files and explanations: nothing is lost on the way, and every sentence can be computed again."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.worlds import (
    DEFERRED,
    FLEXIBLE,
    STATUS_QUO,
    TRADING,
    matching_of,
    matching_worlds,
    plan_worlds,
    region_worlds,
    rotation_worlds,
    swap_worlds,
)

from tasuki.core.market.clear import clear
from tasuki.core.market.explain.records import explain
from tasuki.core.market.files import (
    read_csv,
    read_json,
    read_outcome_csv,
    read_outcome_json,
    write_csv,
    write_json,
    write_outcome_csv,
    write_outcome_json,
)
from tasuki.core.market.verify import outcome_digest, verify

some = settings(max_examples=20, deadline=None)
markets = st.one_of(
    region_worlds().map(lambda one: one.market(FLEXIBLE)),
    matching_worlds().map(lambda one: one.market(DEFERRED)),
    rotation_worlds(floors=True).map(lambda one: one.market(STATUS_QUO)),
    swap_worlds(balance=True).map(lambda one: one.market()),
    plan_worlds().map(lambda one: one.market()),
)


@some
@given(markets)
def test_a_market_survives_both_formats(market):
    by_json = read_json(write_json(market))
    by_csv = read_csv(write_csv(by_json))

    assert by_json.digest == market.digest
    assert by_csv.digest == market.digest
    assert write_json(by_csv) == write_json(market)


@some
@given(st.one_of(matching_worlds(), region_worlds()))
def test_an_outcome_survives_both_formats_and_still_passes(world):
    market = world.market(FLEXIBLE)
    outcome = clear(market, kernel="plain")

    for again in (
        read_outcome_json(write_outcome_json(outcome, market), market),
        read_outcome_csv(write_outcome_csv(outcome, market), market),
    ):
        assert outcome_digest(again) == outcome_digest(outcome)
        assert verify(market, again).failures == ()


@some
@given(rotation_worlds())
def test_a_rotation_survives_both_formats_and_still_passes(world):
    market = world.market(TRADING)
    outcome = clear(market, kernel="plain")

    for again in (
        read_outcome_json(write_outcome_json(outcome, market), market),
        read_outcome_csv(write_outcome_csv(outcome, market), market),
    ):
        assert outcome_digest(again) == outcome_digest(outcome)
        assert verify(market, again).failures == ()


@some
@given(matching_worlds())
def test_every_reason_of_an_explanation_is_true(world):
    """Cutoff, own number, rank and seats are counted again from the lists."""
    market = world.market(DEFERRED)
    outcome = clear(market, kernel="plain")
    held = matching_of(market, outcome)
    for who in world.lists:
        record = explain(market, outcome, who)
        order = list(world.lists[who])

        assert record["result"]["place"] == held[who]
        if held[who]:
            assert record["result"]["rank"] == order.index(held[who]) + 1
        above = order[: order.index(held[who])] if held[who] else order
        assert [one["place"] for one in record["higher"]] == above
        for one in record["higher"]:
            _check_reason(world, held, who, one)


def _check_reason(world, held, who, told):
    place, key = told["place"], world.keys.get((who, told["place"]))
    if told["reason"] in ("not_accepted", "ineligible"):
        assert key is None
        return
    holders = oracles.holders(held, place)
    assert len(holders) == world.seats[place]
    weakest = min((world.keys[one, place] for one in holders), default=None)
    if told["reason"] == "below_cutoff" and weakest is not None:
        assert (told["own"], told["seats"]) == (key[0], world.seats[place])
        assert told["cutoff"] in (None, weakest[0])
        assert key < weakest


@some
@given(matching_worlds(), st.data())
def test_the_change_that_would_have_helped_does_help_and_less_does_not(world, data):
    """So many points more, or one seat more, and the better place comes out."""
    market = world.market(DEFERRED)
    who = data.draw(st.sampled_from(sorted(world.lists)))
    told = explain(market, clear(market, kernel="plain"), who).get("change")
    if told is None:
        return

    def place_with(*, points=0, seats=0):
        key = (who, told["place"])
        other = world.without(
            numbers={**world.numbers, key: world.numbers[key] + points},
            seats={**world.seats, told["place"]: world.seats[told["place"]] + seats},
        ).market(DEFERRED)
        return matching_of(other, clear(other, kernel="plain"))[who]

    if told["kind"] == "seat":
        assert place_with(seats=told["by"]) == told["place"]
    else:
        assert place_with(points=told["by"]) == told["place"]
        # One point less is a tie, two points less cannot be enough.
        assert told["by"] < 2 or place_with(points=told["by"] - 2) != told["place"]
