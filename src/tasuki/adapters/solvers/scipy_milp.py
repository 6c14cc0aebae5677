"""Solve one program with what scipy brings; for machines where highspy is not installed."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from tasuki.core.market.solvers.program import (
    Basis,
    Floats,
    Program,
    Solution,
    SolverError,
    SolveStatus,
)

_STATUSES = {
    0: SolveStatus.OPTIMAL,
    1: SolveStatus.TIME_LIMIT,
    2: SolveStatus.INFEASIBLE,
    3: SolveStatus.UNBOUNDED,
}


def solve(
    program: Program,
    *,
    seconds: float,
    start: Floats | None = None,
    basis: Basis | None = None,
) -> Solution:
    """Return what scipy finds; arguments as in `tasuki.core.market.solvers.program.Solve`.

    Raises:
        SolverError: scipy ends without an answer.
    """
    shape = (program.row_count, program.column_count)
    rows = csr_array((program.row_value, program.row_column, program.row_start), shape=shape)
    if program.integral.any():
        return _solve_integer(program, rows, seconds)
    return _solve_linear(program, rows, seconds)


def _status(code: int, message: str) -> SolveStatus:
    status = _STATUSES.get(code)
    if status is None:
        raise SolverError(f"scipy: {message}")
    return status


def _solve_integer(program: Program, rows: csr_array, seconds: float) -> Solution:
    found = milp(
        -program.cost,
        integrality=program.integral.astype(np.int64),
        bounds=Bounds(program.lower, program.upper),
        constraints=LinearConstraint(rows, program.row_lower, program.row_upper)
        if program.row_count
        else (),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    status = _status(found.status, found.message)
    bound = None if found.mip_dual_bound is None else -float(found.mip_dual_bound)
    if found.x is None:
        return Solution(status, bound=bound)
    return Solution(status, found.x, value=-float(found.fun), bound=bound)


def _solve_linear(program: Program, rows: csr_array, seconds: float) -> Solution:
    above, below = np.isfinite(program.row_upper), np.isfinite(program.row_lower)
    found = linprog(
        -program.cost,
        A_ub=vstack([rows[above], -rows[below]], format="csr") if program.row_count else None,
        b_ub=np.concatenate([program.row_upper[above], -program.row_lower[below]])
        if program.row_count
        else None,
        bounds=np.column_stack([program.lower, program.upper]).tolist(),
        method="highs",
        options={"time_limit": seconds},
    )
    status = _status(found.status, found.message)
    if status is not SolveStatus.OPTIMAL:
        return Solution(status)
    duals = np.zeros(program.row_count)
    if program.row_count:
        marginals = -found.ineqlin.marginals
        duals[above] += marginals[: above.sum()]
        duals[below] -= marginals[above.sum() :]
    value = -float(found.fun or 0.0)
    return Solution(status, found.x, duals, value, value)
