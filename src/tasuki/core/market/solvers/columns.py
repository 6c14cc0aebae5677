"""Cycles and chains as columns of a program: which seats they take, what they earn and move.

Definitions. A cycle takes every seat it passes; a chain also takes its vacant start. A column's
slack is how much its earnings lie below the prices of what it takes; at right prices no slack
is negative.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tasuki.core.market.arrays import NO_LIMIT
from tasuki.core.market.kernels.packing import PackingKernel, load_packing
from tasuki.core.market.solvers.program import Flags, Floats, Integers

COLUMNS_MAX = 1_000_000
"""Most columns of one search; 12 MB at three arcs each."""
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class SwapGraph:
    """The arcs of an exchange and the lengths allowed.

    Attributes:
        indptr: int64 (n + 1); arcs by the seat that is given.
        target: int32 (E); the seat of the person who gets it.
        worth: float64 (E); whole numbers; what the objective counts.
        vacant: bool (n).
        company: int32 (n); -1 = none.
        tolerance: int32 (companies); NO_LIMIT = any.
        cycle_cap: most seats of a cycle; below 2 = no cycles.
        chain_cap: most arcs of a chain.
    """

    indptr: Integers
    target: NDArray[np.int32]
    worth: Floats
    vacant: Flags
    company: NDArray[np.int32]
    tolerance: NDArray[np.int32]
    cycle_cap: int
    chain_cap: int
    kernel: PackingKernel | None = None

    @property
    def seat_count(self) -> int:
        """Return n."""
        return len(self.vacant)

    @cached_property
    def source(self) -> Integers:
        """Return int64 (E): the seat that each arc gives."""
        return np.repeat(np.arange(self.seat_count), np.diff(self.indptr))

    @cached_property
    def bound_companies(self) -> Integers:
        """Return the companies whose balance is bounded; nothing but a chain changes it."""
        return np.flatnonzero(self.tolerance != NO_LIMIT) if self.chain_cap else np.zeros(0, int)

    @cached_property
    def place_of_company(self) -> Integers:
        """Return int64 (companies + 1): row of each bounded company, -1 elsewhere."""
        found = np.full(len(self.tolerance) + 1, -1, np.int64)
        found[self.bound_companies] = np.arange(len(self.bound_companies))
        return found


@dataclass(frozen=True, eq=False)
class Prices:
    """What is paid for: seats, a company's balance, and the least number of moves.

    Attributes:
        seat: float64 (n), >= 0.
        balance: float64 (bounded companies), any sign.
        move: float; <= 0.
    """

    seat: Floats
    balance: Floats
    move: float = 0.0

    @classmethod
    def nothing(cls, graph: SwapGraph) -> "Prices":
        """Return prices of zero."""
        return cls(np.zeros(graph.seat_count), np.zeros(len(graph.bound_companies)))

    def bound(self, graph: SwapGraph, moves: int) -> float:
        """Return what no packing with at least so many moves can exceed at right prices."""
        slack = graph.tolerance[graph.bound_companies]
        return float(self.seat.sum() + (np.abs(self.balance) * slack).sum() + self.move * moves)


@dataclass(frozen=True, eq=False)
class Columns:
    """Cycles and chains, one a row.

    Attributes:
        arcs: int32 (k, deepest); -1 behind the end.
        length: int64 (k); arcs, which is people who move.
        worth: float64 (k).
        start: int64 (k); the vacant seat of a chain, -1 for a cycle.
        end: int64 (k); the seat that a chain leaves empty, -1 for a cycle.
    """

    arcs: NDArray[np.int32]
    length: Integers
    worth: Floats
    start: Integers
    end: Integers

    @classmethod
    def of(cls, graph: SwapGraph, arcs: NDArray[np.int32], length: Integers) -> "Columns":
        """Return the columns of a table of arcs."""
        first = graph.source[arcs[:, 0]]
        last = graph.target[arcs[np.arange(len(arcs)), length - 1]].astype(np.int64)
        is_chain = graph.vacant[first]
        worth = np.where(arcs >= 0, graph.worth[arcs], 0.0).sum(axis=1)
        start, end = np.where(is_chain, first, -1), np.where(is_chain, last, -1)
        return cls(arcs, length, worth, start, end)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.length)

    def take(self, places: NDArray[np.int64] | Flags) -> "Columns":
        """Return some of the columns."""
        return Columns(
            self.arcs[places],
            self.length[places],
            self.worth[places],
            self.start[places],
            self.end[places],
        )

    def joined(self, other: "Columns") -> "Columns":
        """Return these columns and, behind them, others."""
        return Columns(
            np.concatenate([self.arcs, other.arcs]),
            np.concatenate([self.length, other.length]),
            np.concatenate([self.worth, other.worth]),
            np.concatenate([self.start, other.start]),
            np.concatenate([self.end, other.end]),
        )

    def without_doubles(self) -> "Columns":
        """Return each column once, in the order of their arcs."""
        _, places = np.unique(self.arcs, axis=0, return_index=True)
        return self.take(np.sort(places))

    def entries(self, graph: SwapGraph) -> tuple[Integers, Integers]:
        """Return (column, seat) of every seat that a column takes."""
        column, step = np.nonzero(self.arcs >= 0)
        seat = graph.target[self.arcs[column, step]].astype(np.int64)
        chains = np.flatnonzero(self.start >= 0)
        return np.concatenate([column, chains]), np.concatenate([seat, self.start[chains]])

    def balance_entries(self, graph: SwapGraph) -> tuple[Integers, Integers, Floats]:
        """Return (column, row of the company, +1 in or -1 out) of every chain that crosses."""
        chains = np.flatnonzero(self.start >= 0)
        come_in = graph.place_of_company[graph.company[self.start[chains]]]
        go_out = graph.place_of_company[graph.company[self.end[chains]]]
        crosses = come_in != go_out
        ins, outs = crosses & (come_in >= 0), crosses & (go_out >= 0)
        return (
            np.concatenate([chains[ins], chains[outs]]),
            np.concatenate([come_in[ins], go_out[outs]]),
            np.concatenate([np.ones(ins.sum()), -np.ones(outs.sum())]),
        )


def search(
    graph: SwapGraph, prices: Prices, *, slack: float, is_rising: bool = False
) -> tuple[Columns, bool]:
    """Return the columns whose slack is below a bound, and whether these are all.

    Args:
        graph: where to look.
        prices: what seats, balance and moves cost.
        slack: columns with at least so much are left out; negative = only those that earn more
            than they cost.
        is_rising: only ever better columns of one seat, so that few come back.
    """
    kernel = graph.kernel or load_packing()
    toll = np.zeros(len(graph.tolerance) + 1)
    toll[graph.bound_companies] = prices.balance
    target, company = graph.target, graph.company
    gain = graph.worth - prices.seat[target] - prices.move
    gain += toll[company[target]] - toll[company[graph.source]]
    deepest = max(graph.cycle_cap, graph.chain_cap, 1)
    onward = kernel.best_onward(graph.indptr, target, gain, deepest)
    arcs, length, _, is_whole = kernel.find_columns(
        graph.indptr, target, gain, prices.seat, graph.vacant, onward,
        graph.cycle_cap if graph.cycle_cap > 1 else 0, graph.chain_cap, -slack, is_rising,
        COLUMNS_MAX,
    )  # fmt: skip
    return Columns.of(graph, arcs, length), bool(is_whole)
