"""Cycles and paths in arrow graphs over dense numbers; knows nothing of markets.

The graphs arrive as two arrays of the same length, the tail and the head of every arrow, and every
answer is a list of nodes that a reader can follow, never a bool.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

Numbers = NDArray[np.int64]


def functional_cycle(arrow: Numbers) -> list[int] | None:
    """Return a cycle of a graph in which every node has at most one arrow, or None.

    Args:
        arrow: node -> node, int64 (nodes,), -1 for none; a node that points to itself is a cycle.
    """
    seen = np.zeros(len(arrow), dtype=np.int64)
    heads = arrow.tolist()
    for start in np.flatnonzero(arrow >= 0).tolist():
        node, walk = start, start + 1
        while node >= 0 and not seen[node]:
            seen[node] = walk
            node = heads[node]
        if node >= 0 and seen[node] == walk:
            cycle = [node]
            while heads[cycle[-1]] != node:
                cycle.append(heads[cycle[-1]])
            return cycle
    return None


def _adjacency(node_count: int, tails: Numbers, heads: Numbers) -> csr_array:
    there = np.ones(len(tails), dtype=np.int8)
    graph = csr_array((there, (tails, heads)), shape=(node_count, node_count))
    graph.sum_duplicates()
    graph.data[:] = 1
    return graph


def find_cycle(node_count: int, tails: Numbers, heads: Numbers) -> list[int] | None:
    """Return the nodes of one cycle of at least two nodes, in the order of the arrows, or None."""
    apart = tails != heads
    graph = _adjacency(node_count, tails[apart], heads[apart])
    count, part = connected_components(graph, directed=True, connection="strong")
    if count == node_count:
        return None
    size = np.bincount(part, minlength=count)
    node = int(np.flatnonzero(size[part] > 1)[0])
    walk: list[int] = []
    place: dict[int, int] = {}
    while node not in place:
        place[node] = len(walk)
        walk.append(node)
        around = graph.indices[graph.indptr[node] : graph.indptr[node + 1]]
        node = int(around[part[around] == part[node]][0])
    return walk[place[node] :]


def find_path(
    node_count: int, tails: Numbers, heads: Numbers, *, starts: Numbers, ends: Numbers
) -> list[int] | None:
    """Return a shortest walk from any of the starts to any of the ends, or None.

    A start that is an end itself is a walk of one node.
    """
    root = node_count
    graph = _adjacency(
        node_count + 1,
        np.concatenate([tails, np.full(len(starts), root, dtype=np.int64)]),
        np.concatenate([heads, starts]),
    )
    order, before = breadth_first_order(graph, root, directed=True, return_predecessors=True)
    wanted = np.zeros(node_count + 1, dtype=bool)
    wanted[ends] = True
    reached = order[wanted[order]]
    if not len(reached):
        return None
    walk = [int(reached[0])]
    while before[walk[-1]] != root:
        walk.append(int(before[walk[-1]]))
    return walk[::-1]
