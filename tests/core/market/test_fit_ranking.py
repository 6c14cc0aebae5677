"""The ranking is the best of all by the definition, compiled or not, at once or in steps."""

from dataclasses import replace
from datetime import timedelta
from types import FunctionType

import numpy as np
import pytest
from tests.core.market.fit_samples import GATE, VOCABULARY, Maker

from tasuki.core.market.fit import loops
from tasuki.core.market.fit import ranking as ranking_module
from tasuki.core.market.fit.features import FitError
from tasuki.core.market.fit.filters import why_not
from tasuki.core.market.fit.ranking import rank, top_k
from tasuki.core.market.fit.scorer import Scorer
from tasuki.core.market.fit.spread import gini, spread
from tasuki.core.market.fit.updating import update
from tasuki.core.market.fit.wishes import Direction


def plain(function):
    """Return a compiled function, and all it calls, as they are written."""
    source = getattr(function, "py_func", function)
    names = {
        name: plain(source.__globals__[name])
        for name in source.__code__.co_names
        if hasattr(source.__globals__.get(name), "py_func")
    }
    return FunctionType(source.__code__, {**source.__globals__, **names})


def same(first, second):
    assert first.rows == second.rows
    assert first.columns == second.columns
    for name in ("columns", "points", "lines", "considered", "reach"):
        assert np.array_equal(getattr(first.best, name), getattr(second.best, name)), name


def market(seed, people=40, openings=30):
    maker = Maker(seed)
    jobs = maker.openings(openings)
    return maker, maker.people(people), jobs, Scorer(vocabulary=VOCABULARY).fitted(jobs)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("seed", range(6))
def test_ranking_holds_the_scores_of_the_definition(seed, direction):
    _, people, openings, scorer = market(seed)

    ranking = top_k(people, openings, 30, direction, scorer, gate=GATE)

    count = 0
    for row in ranking.rows:
        found = ranking.find(row)
        assert [one.score.points for one in found] == sorted(
            (one.score.points for one in found), reverse=True
        )
        for order, one in enumerate(found, start=1):
            person, opening = (
                ranking.people[one.score.person_id],
                ranking.openings[one.score.opening_id],
            )
            expected = scorer.score(person, opening, direction)
            assert one.shown_order == order
            assert one.score == replace(expected, missing=())
            assert why_not(person, opening, GATE, VOCABULARY) is None
            count += 1
    assert count > 100


@pytest.mark.parametrize("direction", Direction)
def test_few_best_are_the_first_of_many(direction):
    _, people, openings, scorer = market(11, people=60, openings=60)

    few = top_k(people, openings, 3, direction, scorer, gate=GATE)
    many = top_k(people, openings, 60, direction, scorer, gate=GATE)

    for row in few.rows:
        assert few.find(row) == many.find(row)[:3]


def test_everybody_who_shares_a_word_and_is_not_kept_apart_is_considered():
    _, people, openings, scorer = market(3)

    ranking = top_k(people, openings, 30, Direction.TO_OPENINGS, scorer, gate=GATE)

    for person in people:
        shared = {
            one.id
            for one in openings
            if why_not(person, one, GATE, VOCABULARY) is None
            and {code.occupation for code in person.experience or ()} & {one.occupation}
        }
        assert shared <= {one.score.opening_id for one in ranking.find(person.id)}


@pytest.mark.parametrize("direction", Direction)
def test_compiled_and_plain_give_the_same(direction, monkeypatch):
    _, people, openings, scorer = market(21, people=25, openings=20)
    compiled = top_k(people, openings, 5, direction, scorer, gate=GATE, candidates=8)

    monkeypatch.setattr(ranking_module, "rank_rows", plain(loops.rank_rows))

    same(rank(compiled), compiled)


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("seed", range(8))
def test_update_equals_ranking_everything_anew(seed, direction):
    maker, people, openings, scorer = market(100 + seed, people=50, openings=50)
    old = top_k(people, openings, 4, direction, scorer, gate=GATE, candidates=6)
    new_people = [maker.person(f"p{number:03}") for number in (3, 17, 90)]
    new_openings = [maker.opening(f"o{number:03}") for number in (0, 8, 21, 77)]
    gate = replace(GATE, on=GATE.on + timedelta(days=seed % 3))
    removed = {"p005", "o010", "o049", "nobody"}

    changed = update(old, people=new_people, openings=new_openings, removed=removed, gate=gate)

    all_people = {one.id: one for one in (*people, *new_people) if one.id not in removed}
    all_openings = {one.id: one for one in (*openings, *new_openings) if one.id not in removed}
    anew = top_k(
        list(all_people.values()),
        list(all_openings.values()),
        4,
        direction,
        scorer,
        gate=gate,
        candidates=6,
    )
    same(changed, anew)
    assert changed.input_hash == anew.input_hash


def test_update_ranks_only_what_the_change_can_reach(monkeypatch):
    maker, people, openings, scorer = market(7, people=200, openings=120)
    old = top_k(people, openings, 4, Direction.TO_OPENINGS, scorer, gate=GATE, candidates=6)
    ranked = []
    monkeypatch.setattr(
        "tasuki.core.market.fit.updating.rank_some",
        lambda made, rows: ranked.append(len(rows)) or ranking_module.rank_some(made, rows),
    )

    update(old, openings=[maker.opening("o004")])

    assert ranked[0] < 100


def test_order_of_the_input_changes_nothing():
    _, people, openings, scorer = market(9)

    first = top_k(people, openings, 5, "to_openings", scorer, gate=GATE)
    second = top_k(people[::-1], openings[::-1], 5, "to_openings", scorer, gate=GATE)

    same(first, second)


def test_who_has_only_a_text_is_found_by_it():
    maker, _, openings, scorer = market(4)
    person = replace(
        maker.person("p"),
        experience=None,
        skills=None,
        certificates=(),
        text="経理の月次決算を担当。",
        released_to=("a", "b", "c"),
        wishes=replace(maker.person("p").wishes, occupations=None),
        valid_to=None,
        may_be_suggested=True,
    )

    ranking = top_k([person], openings, 3, "to_openings", scorer, gate=GATE)

    assert ranking.find("p")


def test_two_records_with_one_id_are_refused():
    _, people, openings, scorer = market(1)

    with pytest.raises(FitError, match="one id"):
        top_k([people[0], people[0]], openings, 3, "to_openings", scorer, gate=GATE)
    with pytest.raises(FitError, match="k is 0"):
        top_k(people, openings, 0, "to_openings", scorer, gate=GATE)


def test_spread_keeps_the_limit_and_tells_what_it_costs():
    _, people, openings, scorer = market(13, people=80, openings=30)
    ranking = top_k(people, openings, 20, Direction.TO_OPENINGS, scorer, gate=GATE)

    result = spread(ranking, 3, shown_most=8)

    shown = result.ranking.best.columns
    assert np.bincount(shown[shown >= 0]).max() <= 8
    assert result.gini_after < result.gini_before
    assert 0.5 < result.points_kept <= 1


@pytest.mark.parametrize(
    ("counts", "expected"), [([], 0.0), ([0, 0], 0.0), ([3, 3, 3], 0.0), ([0, 0, 0, 4], 0.75)]
)
def test_gini(counts, expected):
    assert gini(counts) == expected
