"""The search of the verifiers against plain counting: cycles, paths, priced cycles and chains."""

from itertools import pairwise

import networkx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles

from tasuki.core.market.verify.graphs import find_cycle, find_path, functional_cycle
from tasuki.core.market.verify.search import PricedGraph, dearest_chain, dearest_cycle

NODE_COUNT = 6
arrows = st.lists(
    st.tuples(st.integers(0, NODE_COUNT - 1), st.integers(0, NODE_COUNT - 1)), max_size=14
)
few = settings(max_examples=80, deadline=None)


def _arrays(pairs):
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@few
@given(arrows)
def test_a_cycle_is_found_exactly_when_there_is_one(pairs):
    pairs = [pair for pair in pairs if pair[0] != pair[1]]
    graph = networkx.DiGraph(pairs)

    found = find_cycle(NODE_COUNT, *_arrays(pairs))

    assert (found is None) == networkx.is_directed_acyclic_graph(graph)
    if found is not None:
        assert len(set(found)) == len(found) >= 2
        assert set(zip(found, [*found[1:], found[0]], strict=True)) <= set(pairs)


@few
@given(st.lists(st.integers(-1, NODE_COUNT - 1), min_size=NODE_COUNT, max_size=NODE_COUNT))
def test_a_cycle_of_single_arrows_is_found_exactly_when_there_is_one(heads):
    pairs = [(node, head) for node, head in enumerate(heads) if head >= 0]

    found = functional_cycle(np.array(heads, dtype=np.int64))

    assert (found is None) == networkx.is_directed_acyclic_graph(networkx.DiGraph(pairs))
    if found is not None:
        assert set(zip(found, [*found[1:], found[0]], strict=True)) <= set(pairs)


@few
@given(arrows, st.sets(st.integers(0, 5)), st.sets(st.integers(0, 5)))
def test_a_path_is_a_shortest_walk_from_a_start_to_an_end(pairs, starts, ends):
    graph = networkx.DiGraph(pairs)
    graph.add_nodes_from(range(NODE_COUNT))
    lengths = [
        networkx.shortest_path_length(graph, start, end) + 1
        for start in starts
        for end in ends
        if networkx.has_path(graph, start, end)
    ]

    found = find_path(
        NODE_COUNT,
        *_arrays(pairs),
        starts=np.array(sorted(starts), dtype=np.int64),
        ends=np.array(sorted(ends), dtype=np.int64),
    )

    assert (len(found) if found else None) == min(lengths, default=None)
    if found:
        assert found[0] in starts
        assert found[-1] in ends
        assert set(pairwise(found)) <= set(pairs)


@st.composite
def priced(draw):
    pairs = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=16))
    vacant = draw(st.sets(st.integers(0, 5), max_size=2))
    arcs = {
        (str(one), str(other)): draw(st.integers(1, 9))
        for one, other in sorted(pairs)
        if one != other and other not in vacant
    }
    prices = draw(st.lists(st.integers(0, 9), min_size=6, max_size=6))
    return arcs, sorted(vacant), prices


@few
@given(priced(), st.integers(2, 5), st.integers(0, 5))
def test_a_cycle_or_chain_above_its_prices_is_found_exactly_when_there_is_one(
    instance, cycle_cap, chain_cap
):
    arcs, vacant, prices = instance
    tails, heads = _arrays([(int(one), int(other)) for one, other in arcs])
    graph = PricedGraph.build(
        tails, heads, np.array(list(arcs.values()), dtype=np.int64), np.array(prices)
    )

    def surplus(group, *, closed):
        earned = sum(arcs[arc] for arc in oracles.arcs_of(group, closed=closed))
        return earned - sum(prices[int(seat)] for seat in group)

    cycles = [one for one in oracles.cycles(arcs, cycle_cap) if surplus(one, closed=True) > 0]
    starts = [str(seat) for seat in vacant]
    chains = oracles.chains(arcs, starts, chain_cap)
    chains = [one for one in chains if surplus(one, closed=False) > 0]

    cycle = dearest_cycle(graph, cycle_cap)
    chain = dearest_chain(graph, np.array(vacant, dtype=np.int64), chain_cap)

    assert cycles == [] if cycle is None else tuple(map(str, cycle)) in cycles
    assert chains == [] if chain is None else tuple(map(str, chain)) in chains
