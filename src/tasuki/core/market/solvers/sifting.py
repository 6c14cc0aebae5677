"""Large programs whose answer uses few columns: find the few, prove that the rest is not needed.

A column left out of a linear program is needed only if it earns more than the prices of what it
takes. A column left out of an integer program is needed only if its slack, what it earns less
than those prices, fits into the gap between the bound of the linear program and the best known
value. Both are one product of the rows with the prices.
"""

from dataclasses import dataclass, replace

import numpy as np

from tasuki.core.market.solvers.budget import Budget
from tasuki.core.market.solvers.program import Flags, Floats, Program, Solution, SolveStatus

ROUNDS_MAX = 60
_TOLERANCE = 1e-6
_FIRST_SLACK = 2e-5
_SLACK_GROWTH = 8.0
_STAGE_SHARE = 0.4


@dataclass(frozen=True, eq=False)
class Sifted:
    """What became of an integer program.

    Attributes:
        status: optimal, time_limit or infeasible.
        values: float64 (n), whole; None without a feasible point.
        duals: float64 (m) of the linear program; None when it was not solved.
        linear_bound: of the linear program.
        bound: no point is worth more, by the solver's word.
    """

    status: SolveStatus
    values: Floats | None = None
    duals: Floats | None = None
    linear_bound: float = np.inf
    bound: float = np.inf


def take_columns(program: Program, keep: Flags) -> Program:
    """Return the program with some of its columns; the others are zero."""
    number = np.cumsum(keep) - 1
    stays = keep[program.row_column]
    total = np.concatenate([[0], np.cumsum(stays)])
    return Program(
        program.cost[keep],
        program.lower[keep],
        program.upper[keep],
        program.integral[keep],
        total[program.row_start],
        number[program.row_column[stays]],
        program.row_value[stays],
        program.row_lower,
        program.row_upper,
    )


def slack_of(program: Program, duals: Floats) -> Floats:
    """Return float64 (n): how much each column earns less than the prices of what it takes."""
    rows = np.repeat(np.arange(program.row_count), np.diff(program.row_start))
    weights = program.row_value * duals[rows]
    paid = np.bincount(program.row_column, weights=weights, minlength=program.column_count)
    return paid - program.cost


def solve_linear(program: Program, budget: Budget, first: Flags) -> Solution:
    """Return the optimum of a linear program, begun with some of its columns.

    Args:
        program: columns start at zero; nothing is integral.
        budget: solver and time.
        first: bool (n); columns to begin with; where they are not enough all are taken.
    """
    keep = first.copy()
    basis = None
    for _ in range(ROUNDS_MAX):
        found = budget.solve(take_columns(program, keep), basis=basis)
        if found.status is SolveStatus.INFEASIBLE and not keep.all():
            keep, basis = np.ones(program.column_count, np.bool_), None
            continue
        if found.duals is None or found.values is None:
            return found
        slack = slack_of(program, found.duals)
        missing = ~keep & (slack < -_TOLERANCE)
        if not missing.any():
            values = np.zeros(program.column_count)
            values[keep] = found.values
            return replace(found, values=values)
        wider = keep | missing
        if found.basis is not None:
            columns = np.zeros(program.column_count, np.int8)
            columns[keep] = found.basis.columns
            basis = replace(found.basis, columns=columns[wider])
        keep = wider
    return found


def solve_whole(program: Program, budget: Budget, first: Flags) -> Sifted:
    """Return the best whole point of a program whose worth is whole.

    Args:
        program: all columns integral, from zero to one.
        budget: solver and time.
        first: bool (n); columns for the first linear program.
    """
    linear = solve_linear(program.relaxed(), budget, first)
    if linear.status is not SolveStatus.OPTIMAL or linear.values is None or linear.duals is None:
        return Sifted(linear.status)
    top = float(linear.value or 0.0)
    read = Sifted(SolveStatus.OPTIMAL, None, linear.duals, top, whole_below(top))
    if np.abs(linear.values - np.round(linear.values)).max(initial=0.0) < _TOLERANCE:
        values = np.round(linear.values)
        return replace(read, values=values, bound=float(program.cost @ values))
    slack = slack_of(program, linear.duals)
    return _close(program, budget, read, slack, linear.values > _TOLERANCE)


def whole_below(bound: float) -> float:
    """Return the largest whole number that does not exceed a bound, rounding forgiven."""
    return float(np.floor(bound + 1e-5 + 1e-9 * abs(bound)))


def _close(program: Program, budget: Budget, read: Sifted, slack: Floats, used: Flags) -> Sifted:
    """Solve with columns of ever more slack until the rest cannot matter."""
    best, value, bound = None, -np.inf, read.bound
    width = max(0.5, _FIRST_SLACK * abs(read.linear_bound))
    is_last = False
    while value < bound and not is_last and not budget.is_spent:
        gap = max(read.linear_bound - value - 1 + 1e-4, 0.0)
        is_last = width >= min(gap, float(slack.max(initial=0.0)))
        keep = used | (slack <= min(width, gap))
        start = None if best is None else best[keep]
        part = take_columns(program, keep)
        share = 1.0 if is_last else _STAGE_SHARE
        found = budget.solve(part, share=share, start=start)
        if found.values is not None and found.value is not None and found.value > value + 0.5:
            best = np.zeros(program.column_count)
            best[keep] = np.round(found.values)
            value = float(program.cost @ best)
        inside = np.inf if found.bound is None else found.bound
        if found.status is SolveStatus.INFEASIBLE:
            inside = -np.inf
        outside = -np.inf if is_last else read.linear_bound - width
        bound = min(bound, max(whole_below(max(inside, outside)), value))
        is_solved = found.status is not SolveStatus.TIME_LIMIT
        width = width * _SLACK_GROWTH if is_solved else np.inf
    if best is None:
        status = SolveStatus.INFEASIBLE if bound == -np.inf else SolveStatus.TIME_LIMIT
        return replace(read, status=status)
    status = SolveStatus.OPTIMAL if value >= bound else SolveStatus.TIME_LIMIT
    return replace(read, status=status, values=best, bound=max(bound, value))
