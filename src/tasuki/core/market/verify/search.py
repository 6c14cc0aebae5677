"""Depth-first search for a cycle or a chain that earns more than the prices of its seats.

The search looks at every cycle and chain within the caps, many at a time: a block of open paths is
one matrix, and blocks wait on a stack. A path is left as soon as even the best continuation, seats
repeated or not, could not earn more than its prices.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

BLOCK_PATHS_MAX = 1 << 18
"""Open paths extended at once: keeps the search below some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class PricedGraph:
    """Arcs sorted by their start, with what each earns beyond the price of its starting seat.

    Attributes:
        indptr: int64 (seats + 1,), the arcs of each seat.
        heads: int64 (arcs,), the seat whose holder comes.
        gain: int64 (arcs,), worth of the arc less the price of its start, any one unit.
        price: int64 (seats,), >= 0, the same unit.
    """

    indptr: Numbers
    heads: Numbers
    gain: Numbers
    price: Numbers

    @classmethod
    def build(cls, tails: Numbers, heads: Numbers, worth: Numbers, price: Numbers) -> "PricedGraph":
        """Sort the arcs; ``worth`` and ``price`` are whole numbers of the same unit."""
        order = np.argsort(tails, kind="stable")
        counts = np.bincount(tails, minlength=len(price))
        return cls(
            indptr=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
            heads=heads[order].astype(np.int64),
            gain=(worth - price[tails])[order].astype(np.int64),
            price=price.astype(np.int64),
        )


def _best_ahead(graph: PricedGraph, stop: Numbers, cap: int) -> list[Numbers]:
    """Return per number of arcs still allowed the most a walk from each seat can add."""
    ahead = [stop]
    full = np.flatnonzero(np.diff(graph.indptr) > 0)
    for _ in range(cap):
        step = ahead[-1].copy()
        if len(full):
            best = np.maximum.reduceat(graph.gain + ahead[-1][graph.heads], graph.indptr[full])
            step[full] = np.maximum(step[full], best)
        ahead.append(step)
    return ahead


def _extend(graph: PricedGraph, paths: Numbers, sums: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return (row of the path it comes from, next seat, new sum) for every arc that goes on."""
    ends = paths[:, -1]
    degree = graph.indptr[ends + 1] - graph.indptr[ends]
    rows = np.repeat(np.arange(len(paths)), degree)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(degree) - degree, degree)
    arcs = graph.indptr[ends][rows] + offset
    return rows, graph.heads[arcs], sums[rows] + graph.gain[arcs]


def _blocks(graph: PricedGraph, paths: Numbers, sums: Numbers) -> list[tuple[Numbers, Numbers]]:
    """Cut open paths so that no block grows beyond the limit when it is extended once."""
    ends = paths[:, -1]
    grown = np.cumsum(graph.indptr[ends + 1] - graph.indptr[ends])
    cuts = np.flatnonzero(np.diff(grown // BLOCK_PATHS_MAX)) + 1
    return list(zip(np.split(paths, cuts), np.split(sums, cuts), strict=True))


def dearest_cycle(graph: PricedGraph, cap: int) -> list[int] | None:
    """Return a cycle of 2..cap seats that earns more than its prices, or None when there is none.

    Each cycle is looked for from its smallest seat only.
    """
    seat_count = len(graph.price)
    ahead = _best_ahead(graph, np.zeros(seat_count, dtype=np.int64), cap)
    roots = np.arange(seat_count, dtype=np.int64)[:, None]
    stack = _blocks(graph, roots, np.zeros(seat_count, dtype=np.int64))
    while stack:
        paths, sums = stack.pop()
        rows, seats, total = _extend(graph, paths, sums)
        closed = np.flatnonzero((seats == paths[rows, 0]) & (total > 0))
        if len(closed):
            return [int(seat) for seat in paths[rows[closed[0]]]]
        left = cap - paths.shape[1]
        if left <= 0:
            continue
        alive = (seats > paths[rows, 0]) & (total + ahead[left][seats] > 0)
        rows, seats, total = rows[alive], seats[alive], total[alive]
        fresh = ~(paths[rows] == seats[:, None]).any(axis=1)
        longer = np.column_stack([paths[rows[fresh]], seats[fresh]])
        if len(longer):
            stack += _blocks(graph, longer, total[fresh])
    return None


def dearest_chain(graph: PricedGraph, vacant: Numbers, cap: int) -> list[int] | None:
    """Return a chain of 1..cap arcs from a vacant seat that earns more than its prices, or None.

    The last seat of a chain is left empty, so its price counts too.
    """
    ahead = _best_ahead(graph, -graph.price, cap)
    stack = _blocks(graph, vacant[:, None], np.zeros(len(vacant), dtype=np.int64)) if cap else []
    while stack:
        paths, sums = stack.pop()
        rows, seats, total = _extend(graph, paths, sums)
        left = cap - paths.shape[1]
        alive = total + ahead[left][seats] > 0
        rows, seats, total = rows[alive], seats[alive], total[alive]
        fresh = ~(paths[rows] == seats[:, None]).any(axis=1)
        longer, total = np.column_stack([paths[rows[fresh]], seats[fresh]]), total[fresh]
        over = np.flatnonzero(total > graph.price[longer[:, -1]])
        if len(over):
            return [int(seat) for seat in longer[over[0]]]
        if left > 0 and len(longer):
            stack += _blocks(graph, longer, total)
    return None
