"""The best set of cycles and chains in which no seat is used twice, and what proves it.

Prices come from a linear program whose columns are found by search as they are needed. Then only
columns whose slack fits into the gap between the bound and the best known packing can belong to
a better one: they are few, and an integer program chooses among them.
"""

from dataclasses import dataclass, replace

import numpy as np

from tasuki.core.market.solvers.budget import Budget
from tasuki.core.market.solvers.columns import ROUNDING, Columns, Prices, SwapGraph, search
from tasuki.core.market.solvers.program import (
    Basis,
    Floats,
    Integers,
    Program,
    Solution,
    SolveStatus,
)
from tasuki.core.market.solvers.rows import Rows

ROUNDS_MAX = 400
_FIRST_SLACK = 5e-4
"""Slack of the columns tried first, as a share of the bound: few enough for a packing soon."""
_SLACK_GROWTH = 20.0
_STAGE_SHARE = 0.3
"""Share of the time that is left for a stage that is not the last."""
_TAIL = 1e-6


@dataclass(frozen=True, eq=False)
class Packing:
    """What was found.

    Attributes:
        chosen: the columns used.
        value: what they earn.
        bound: no packing earns more, by the solver's word where prices do not reach so far.
        prices: of the linear program; whoever trusts nobody can check them by search.
        is_optimal: the bound is reached.
    """

    chosen: Columns
    value: int
    bound: int
    prices: Prices
    is_optimal: bool


@dataclass(frozen=True, slots=True)
class _Read:
    prices: Prices
    bound: float


class Packer:
    """One search for the best packing; `moves` asks for at least so many people to move."""

    def __init__(self, graph: SwapGraph, budget: Budget, *, moves: int = 0) -> None:
        self.graph = graph
        self.budget = budget
        self.moves = moves
        self.pool, _ = search(graph, Prices.nothing(graph), slack=-ROUNDING, is_rising=True)
        self.best = self.pool.take(np.zeros(0, np.int64))
        self.best_value = 0

    def run(self, first: Columns | None = None, *, is_priced_only: bool = False) -> Packing:
        """Return the best packing found in the time of the budget.

        Args:
            first: a packing with enough moves to begin with; needed where moves are asked for.
            is_priced_only: only prices and the bound are wanted.
        """
        if first is not None:
            first = Columns.of(self.graph, first.arcs, first.length)
            self.pool = self.pool.joined(first).without_doubles()
            self._offer(first)
        read, solution = self._price_out()
        bound = self._whole(read.bound)
        if solution is not None and solution.values is not None and self._is_whole(solution.values):
            self._offer(self.pool.take(np.flatnonzero(solution.values > 0.5)))
            bound = self.best_value
        is_closed = is_priced_only or solution is None or self.budget.is_spent
        if self.best_value < bound and not is_closed:
            bound = self._close(read, bound)
        bound = max(bound, self.best_value)
        is_optimal = self.best_value == bound
        return Packing(self.best, self.best_value, bound, read.prices, is_optimal)

    def _whole(self, bound: float) -> int:
        """Return a bound as the whole number below it: worth is whole."""
        return int(np.floor(bound + 1e-5 + 1e-9 * abs(bound)))

    @staticmethod
    def _is_whole(values: Floats) -> bool:
        return bool(np.abs(values - np.round(values)).max(initial=0) < 1e-6)

    def _offer(self, columns: Columns) -> None:
        """Keep a packing if it is better than the best so far."""
        value = round(float(columns.worth.sum()))
        if value > self.best_value or not len(self.best):
            self.best, self.best_value = columns, value

    def _program(self, columns: Columns, *, is_integral: bool) -> Program:
        graph, rows = self.graph, Rows()
        column, seat = columns.entries(graph)
        rows.add(np.full(graph.seat_count, -np.inf), 1.0, seat, column)
        column, company, sign = columns.balance_entries(graph)
        tolerance = graph.tolerance[graph.bound_companies].astype(np.float64)
        rows.add(-tolerance, tolerance, company, column, sign)
        if self.moves:
            every = np.arange(len(columns))
            rows.add(self.moves, np.inf, np.zeros(len(columns), int), every, columns.length)
        upper = 1.0 if is_integral else np.inf
        return rows.program(columns.worth, is_integral=is_integral, upper=upper)

    def _read(self, solution: Solution) -> _Read:
        """Return the prices of a solved linear program and the bound they make."""
        assert solution.duals is not None
        graph = self.graph
        seats, companies = graph.seat_count, len(graph.bound_companies)
        duals = solution.duals
        after = seats + companies
        move = min(float(duals[after]), 0.0) if self.moves else 0.0
        prices = Prices(np.maximum(duals[:seats], 0.0), duals[seats:after], move)
        return _Read(prices, prices.bound(graph, self.moves))

    def _price_out(self) -> tuple[_Read, Solution | None]:
        """Return prices at which no column earns more than it costs, and the last program.

        When the time ends earlier, prices of seats are raised until they are right.
        """
        read = _Read(Prices.nothing(self.graph), 0.0)
        if not len(self.pool):
            return read, None
        basis: Basis | None = None
        for _ in range(ROUNDS_MAX):
            program = self._program(self.pool, is_integral=False)
            solution = self.budget.solve(program, basis=basis)
            if solution.duals is None:
                break
            read = self._read(solution)
            found, _ = search(self.graph, read.prices, slack=-_TAIL, is_rising=True)
            if not len(found):
                return read, solution
            if self.budget.is_spent:
                break
            self.pool = self.pool.joined(found)
            if solution.basis is not None:
                fresh = np.zeros(len(found), np.int8)
                basis = replace(
                    solution.basis, columns=np.concatenate([solution.basis.columns, fresh])
                )
        prices = raise_prices(self.graph, read.prices)
        return _Read(prices, prices.bound(self.graph, self.moves)), None

    def _close(self, read: _Read, bound: int) -> int:
        """Close the gap as far as time allows and return the bound that then holds.

        Few columns of little slack give a good packing soon; a good packing leaves few columns
        whose slack still fits into the gap. Whatever uses a column of more slack stays below
        the bound by that much.
        """
        slack = max(1.0, _FIRST_SLACK * read.bound)
        is_last = False
        while self.best_value < bound and not self.budget.is_spent and not is_last:
            gap = max(read.bound - self.best_value - 1 + 1e-4, ROUNDING)
            is_last = slack >= gap
            columns, is_whole = search(self.graph, read.prices, slack=min(slack, gap))
            inside, is_solved = self._choose(columns, share=1.0 if is_last else _STAGE_SHARE)
            outside = -np.inf if is_last else read.bound - slack
            reached = max(inside, outside, self.best_value)
            if is_whole and reached < bound:
                bound = self._whole(reached)
            slack = slack * _SLACK_GROWTH if is_solved else np.inf
        return bound

    def _choose(self, columns: Columns, *, share: float) -> tuple[float, bool]:
        """Offer the best packing of some columns.

        Returns:
            What the solver says bounds packings of these columns, and whether it was done.
        """
        columns = columns.joined(self.best).without_doubles()
        program = self._program(columns, is_integral=True)
        found = self.budget.solve(program, share=share, start=self._start(columns))
        if found.values is not None:
            self._offer(columns.take(np.flatnonzero(found.values > 0.5)))
        if found.status is SolveStatus.INFEASIBLE:
            return -np.inf, True
        is_solved = found.status is SolveStatus.OPTIMAL
        return np.inf if found.bound is None else found.bound, is_solved

    def _start(self, columns: Columns) -> Floats | None:
        """Return the best packing as values of columns."""
        if not len(self.best):
            return None
        known = {row.tobytes(): place for place, row in enumerate(columns.arcs)}
        values = np.zeros(len(columns))
        values[[known[row.tobytes()] for row in self.best.arcs]] = 1.0
        return values


def raise_prices(graph: SwapGraph, prices: Prices) -> Prices:
    """Return prices at which no column earns more than it costs, rounded up to a millionth.

    Where one does, all that it lacks is added to the price of the seat it begins at.
    """
    seat = np.ceil(prices.seat / ROUNDING - 1e-6) * ROUNDING
    for _ in range(ROUNDS_MAX):
        now = replace(prices, seat=seat)
        found, _ = search(graph, now, slack=-ROUNDING / 2)
        if not len(found):
            return now
        first, lack = _lacks(graph, now, found)
        seat = seat.copy()
        np.maximum.at(seat, first, seat[first] + np.ceil(lack / ROUNDING) * ROUNDING)
    return now


def _lacks(graph: SwapGraph, prices: Prices, columns: Columns) -> tuple[Integers, Floats]:
    """Return the first seat of each column and how much its price is too low."""
    column, seat = columns.entries(graph)
    cost = np.bincount(column, weights=prices.seat[seat], minlength=len(columns))
    cost += prices.move * columns.length
    column, company, sign = columns.balance_entries(graph)
    cost += np.bincount(column, prices.balance[company] * sign, minlength=len(columns))
    return graph.source[columns.arcs[:, 0]], columns.worth - cost


def pack(
    graph: SwapGraph,
    budget: Budget,
    *,
    moves: int = 0,
    first: Columns | None = None,
    share: float = 1.0,
    is_priced_only: bool = False,
) -> Packing:
    """Return the best packing that is found in the time of a budget.

    Args:
        graph: seats, arcs and caps.
        budget: solver and time.
        moves: least number of people who move; `first` must already have so many.
        first: a packing to begin with.
        share: of the time that is left, above 0 to 1.
        is_priced_only: only prices and the bound are wanted.
    """
    part = budget.part(share)
    found = Packer(graph, part, moves=moves).run(first, is_priced_only=is_priced_only)
    budget.take_back(part)
    return found
