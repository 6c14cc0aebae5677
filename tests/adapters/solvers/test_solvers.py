"""Solvers in a process of their own: same answers, limits kept, a lost one is replaced."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from tasuki.adapters.solvers import SolverKind, child, open_solver
from tasuki.core.market.solvers.program import Program, SolverError, SolveStatus


def program(*, is_integral=False, upper=3.0):
    """Most of 3x + 2y with x + y <= 4, x + 3y <= 6, x <= upper."""
    return Program(
        cost=np.array([3.0, 2.0]),
        lower=np.zeros(2),
        upper=np.array([upper, np.inf]),
        integral=np.array([is_integral, is_integral]),
        row_start=np.array([0, 2, 4]),
        row_column=np.array([0, 1, 0, 1]),
        row_value=np.array([1.0, 1.0, 1.0, 3.0]),
        row_lower=np.array([-np.inf, -np.inf]),
        row_upper=np.array([4.0, 6.0]),
    )


def knapsack(seed=1, rows=60, columns=400):
    """Many dense rows: no solver closes it in a moment."""
    rng = np.random.default_rng(seed)
    weights = rng.integers(10, 100, (rows, columns)).astype(float)
    return Program(
        cost=weights.sum(axis=0) + rng.integers(0, 9, columns),
        lower=np.zeros(columns),
        upper=np.ones(columns),
        integral=np.ones(columns, dtype=np.bool_),
        row_start=np.arange(rows + 1) * columns,
        row_column=np.tile(np.arange(columns), rows),
        row_value=weights.ravel(),
        row_lower=np.full(rows, -np.inf),
        row_upper=weights.sum(axis=1) / 3,
    )


@pytest.fixture(params=list(SolverKind))
def solve(request):
    with open_solver(kind=request.param) as opened:
        yield opened


def test_linear_program_has_prices_that_add_up_to_its_value(solve):
    found = solve(program(upper=2.5), seconds=10)

    assert found.status is SolveStatus.OPTIMAL
    assert found.values == pytest.approx([2.5, 7 / 6])
    assert found.value == pytest.approx(59 / 6)
    assert found.duals == pytest.approx([0, 2 / 3])


def test_price_of_a_least_is_negative(solve):
    least = replace(program(), row_lower=np.array([-np.inf, 5.0]), row_upper=np.array([3.0, 9.0]))

    found = solve(least, seconds=10)

    assert found.values == pytest.approx([2, 1])
    assert found.duals == pytest.approx([3.5, -0.5])


def test_integer_program_begins_where_it_is_told(solve):
    found = solve(program(is_integral=True, upper=2.5), seconds=10, start=np.array([1.0, 1.0]))

    assert (found.status, found.value, found.bound) == (SolveStatus.OPTIMAL, 8.0, 8.0)
    assert found.duals is None


def test_linear_program_begins_where_another_ended(solve):
    first = solve(program(), seconds=10)

    again = solve(program(), seconds=10, basis=first.basis)

    assert again.value == first.value == 11.0


def test_what_cannot_be_met_is_infeasible(solve):
    impossible = replace(program(), row_lower=np.array([9.0, -np.inf]))

    assert solve(impossible, seconds=10).status is SolveStatus.INFEASIBLE


def test_what_has_no_end_is_unbounded(solve):
    endless = replace(program(upper=np.inf), row_upper=np.array([np.inf, np.inf]))

    assert solve(endless, seconds=10).status is SolveStatus.UNBOUNDED


def test_answer_at_the_time_limit_has_a_bound_above_its_value(solve):
    found = solve(knapsack(), seconds=1)

    assert found.status is SolveStatus.TIME_LIMIT
    assert found.value < found.bound
    assert found.cpu_seconds > 0


def test_solver_that_does_not_keep_its_time_is_ended_and_replaced(monkeypatch):
    monkeypatch.setattr(child, "GRACE_SECONDS", -0.7)
    with open_solver() as solve:
        with pytest.raises(SolverError, match="did not keep its time"):
            solve(knapsack(), seconds=1)
        monkeypatch.setattr(child, "GRACE_SECONDS", 30)

        assert solve(program(), seconds=10).value == 11.0


def test_solver_beyond_its_memory_ends_alone():
    with open_solver(memory_mb=150) as solve, pytest.raises(SolverError):
        solve(knapsack(rows=600, columns=6_000), seconds=10)


def test_nothing_but_the_child_loads_a_solver():
    code = (
        "import sys; from tasuki.adapters.solvers import open_solver;"
        "import tasuki.core.market.mechanisms.exchange, tasuki.core.market.mechanisms.assignment;"
        "print(sorted({'highspy', 'ortools', 'numba'} & set(sys.modules)))"
    )

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
