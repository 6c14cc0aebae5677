"""The verifiers stand alone: what they import, what they say, lots, replay, false lists."""

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.core.market.test_verify_exchange import SWAP
from tests.core.market.worlds import DEFERRED, World, outcome_of, swap_outcome_of

import tasuki.core.market.verify
from tasuki.core.market.model import (
    Guarantee,
    Lottery,
    TieBreak,
    TieRule,
)
from tasuki.core.market.verify import Verdict, outcome_digest, probe, verify
from tasuki.core.market.verify.lottery import commitment_of
from tasuki.core.market.verify.probe import full_lists
from tasuki.core.market.verify.ties import tickets_of

ROOM = Path(tasuki.core.market.verify.__file__).parent
OTHERS = ("tasuki.core.market.model", "tasuki.core.market.csr")

TIED = World(
    order=("A1", "A2"),
    lists={"A1": ("O1",), "A2": ("O1",)},
    numbers={("A1", "O1"): 5, ("A2", "O1"): 5},
    seats={"O1": 1},
)
TICKETS_OF_S = ["76d8ec1a3a2b28ce", "ff878c57231ce50e"]
FIRST, SECOND = {"A1": "O1", "A2": None}, {"A1": None, "A2": "O1"}


def lots(seed, *, committed=None, told=True):
    lottery = Lottery(seed=seed if told else None, commitment=committed)
    return TieBreak(TieRule.LOTTERY, lottery)


def test_verifiers_know_the_model_and_its_rows_and_nothing_else():
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            ours = [str(name) for name in names if str(name).startswith("tasuki")]

            assert [
                name
                for name in ours
                if name not in OTHERS and not name.startswith("tasuki.core.market.verify")
            ] == [], path.name


def test_every_guarantee_gets_a_verdict():
    market = TIED.market(DEFERRED)

    report = verify(market, outcome_of(market, FIRST), list(Guarantee))

    assert {one.guarantee for one in report.checks} == set(Guarantee)
    assert report.passed
    assert report.of(Guarantee.STRATEGY_PROOF).reason == "not_seen_in_one_outcome"
    assert report.of(Guarantee.OPTIMAL_EXCHANGE).verdict is Verdict.NOT_APPLICABLE


def test_every_guarantee_gets_a_verdict_in_an_exchange():
    market = SWAP.market()

    report = verify(market, swap_outcome_of(market), list(Guarantee))

    assert {one.guarantee for one in report.checks} == set(Guarantee)
    assert report.passed


def test_what_the_mechanism_promises_is_asked_when_nothing_is_said():
    market = TIED.market(DEFERRED)

    report = verify(market, outcome_of(market, FIRST))

    assert {one.guarantee for one in report.checks} == set(DEFERRED.guarantees)


def test_a_report_reads_as_lines_and_as_an_object():
    market = TIED.market(DEFERRED)
    report = verify(market, outcome_of(market, SECOND), [Guarantee.STABLE])

    assert str(report.checks[0]) == "PASS feasible"
    assert str(report.checks[1]).startswith("FAIL stable justified_envy {'count': 1")
    assert report.as_dict()["stable"] == {
        "verdict": "FAIL",
        "reason": "justified_envy",
        "witness": {"count": 1, "pairs": [{"agent": "A1", "place": "O1", "holder": "A2"}]},
    }
    with pytest.raises(KeyError):
        report.of(Guarantee.LOTTERY)


def test_ticket_is_the_start_of_the_hash_of_seed_newline_and_id():
    """The same digits come out of sha256sum."""
    assert [f"{one:016x}" for one in tickets_of("s", ["A1", "A2"])] == TICKETS_OF_S


def test_the_lower_ticket_wins_a_tie():
    winner = min(zip(tickets_of("s", ["A1", "A2"]), ("A1", "A2"), strict=True))[1]
    market = TIED.market(DEFERRED, lots("s"))
    right, wrong = (FIRST, SECOND) if winner == "A1" else (SECOND, FIRST)

    def verdict(matching):
        outcome = outcome_of(market, matching, seed="s")
        return verify(market, outcome, [Guarantee.STABLE]).of(Guarantee.STABLE).verdict

    assert verdict(right) is Verdict.PASS
    assert verdict(wrong) is Verdict.FAIL


@pytest.mark.parametrize(
    ("_case", "tie_break", "revealed", "verdict", "reason"),
    [
        ("kept", lots("s", committed=commitment_of("s")), "s", Verdict.PASS, ""),
        (
            "revealed later",
            lots("s", committed=commitment_of("s"), told=False),
            "s",
            Verdict.PASS,
            "",
        ),
        (
            "another seed than committed",
            lots("s", committed=commitment_of("s"), told=False),
            "t",
            Verdict.FAIL,
            "commitment_broken",
        ),
        ("another seed than stated", lots("s"), "t", Verdict.FAIL, "another_seed"),
        (
            "never revealed",
            lots("s", committed=commitment_of("s"), told=False),
            None,
            Verdict.FAIL,
            "seed_not_revealed",
        ),
        ("nothing committed", lots("s"), "s", Verdict.NOT_APPLICABLE, "no_commitment"),
        ("order of the file", None, None, Verdict.NOT_APPLICABLE, "order_of_the_file"),
    ],
)
def test_lots(_case, tie_break, revealed, verdict, reason):
    market = TIED.market(DEFERRED, tie_break)
    outcome = outcome_of(market, FIRST, seed=revealed)

    found = verify(market, outcome, [Guarantee.LOTTERY]).of(Guarantee.LOTTERY)

    assert (found.verdict, found.reason) == (verdict, reason)


def test_ties_cannot_be_checked_while_the_seed_is_secret():
    market = TIED.market(DEFERRED, lots("s", committed=commitment_of("s"), told=False))

    report = verify(market, outcome_of(market, FIRST), [Guarantee.STABLE, Guarantee.LOTTERY])

    assert report.of(Guarantee.STABLE).reason == "seed_unknown"
    assert not report.passed


def test_replay_compares_the_whole_outcome_but_not_its_seconds():
    market = TIED.market(DEFERRED)
    first = outcome_of(market, FIRST, statistics={"matched": 1, "seconds": 1})
    again = outcome_of(market, FIRST, statistics={"matched": 1, "seconds": 2})
    other = outcome_of(market, SECOND, statistics={"matched": 1})

    def replay(told):
        asked = [Guarantee.REPRODUCIBLE]
        return verify(market, first, asked, clear=lambda _: told).of(Guarantee.REPRODUCIBLE)

    assert replay(again).verdict is Verdict.PASS
    assert replay(other).reason == "another_outcome"
    assert replay(other).witness == {
        "first": outcome_digest(first),
        "again": outcome_digest(other),
    }


def test_the_outcome_of_another_market_is_refused():
    market = TIED.market(DEFERRED)
    other = TIED.without(seats={"O1": 2}).market(DEFERRED)

    found = verify(market, outcome_of(other, FIRST), [Guarantee.REPRODUCIBLE])

    assert found.of(Guarantee.REPRODUCIBLE).reason == "another_market"


def test_an_exchange_is_replayed_too():
    market = SWAP.market()
    one = swap_outcome_of(market, (("S1", "S2"),))
    other = swap_outcome_of(market)

    def verdict(told):
        asked = [Guarantee.REPRODUCIBLE]
        return verify(market, one, asked, clear=lambda _: told).checks[-1].verdict

    assert (verdict(one), verdict(other)) == (Verdict.PASS, Verdict.FAIL)


def _first_come(market):
    """A mechanism that rewards lies: in file order everyone asks for the first choice only."""
    taken, matching = set(), {}
    for agent in np.argsort(market.agent_position).tolist():
        low, high = market.preference.indptr[agent : agent + 2].tolist()
        for edge in range(low, min(low + 1, high)):
            place = int(market.preference.indices[edge])
            if place not in taken:
                taken.add(place)
                matching[market.agent_ids[agent]] = market.place_ids[place]
    return outcome_of(market, matching)


BOSTON = World(
    order=("A1", "A2"),
    lists={"A1": ("O1", "O2"), "A2": ("O1", "O2")},
    numbers=dict.fromkeys([(a, o) for a in ("A1", "A2") for o in ("O1", "O2")], 1),
    seats={"O1": 1, "O2": 1},
)


def test_a_mechanism_that_rewards_lies_is_found_out():
    """A2 gets nothing for the truth and O2 for naming O2 first."""
    market = BOSTON.market(DEFERRED)

    found = probe(market, _first_come)

    assert found.tried == 2 * 5
    assert {(one.agent, one.reported) for one in found.gains} == {
        ("A2", ("O2",)),
        ("A2", ("O2", "O1")),
    }
    assert {(one.rank_if_true, one.rank_if_false) for one in found.gains} == {(3, 2)}


def test_only_whole_lists_and_some_people_may_be_tried():
    market = BOSTON.market(DEFERRED)

    assert probe(market, _first_come, reports=full_lists).tried == 2 * 2
    assert probe(market, _first_come, agents=[0]).gains == ()


def test_false_lists_may_name_places_that_the_true_list_leaves_out():
    true = BOSTON.without(lists={"A1": ("O1",), "A2": ("O1",)})

    found = probe(
        true.market(DEFERRED), _first_come, offered=BOSTON.market(DEFERRED), reports=full_lists
    )

    assert found.tried == 2 * 2
    assert found.gains == ()


def test_outcomes_of_the_wrong_kind_or_form_are_refused():
    market = TIED.market(DEFERRED)
    right = outcome_of(market, FIRST)

    def reason(outcome):
        return verify(market, outcome, [Guarantee.STABLE]).failures[0].reason

    assert reason(swap_outcome_of(SWAP.market())) == "outcome_of_another_kind"
    assert reason(replace(right, edge=right.edge[:1])) == "wrong_length"
    assert reason(replace(right, edge=np.array([1, -1]))) == "edge_of_another"
    assert reason(replace(right, edge=np.array([7, -1]))) == "edge_of_another"
    assert reason(replace(right, place=np.array([4, -1], np.int32))) == "unknown_place"
    assert reason(replace(right, place=np.array([0, 0], np.int32))) == "place_not_on_list"
