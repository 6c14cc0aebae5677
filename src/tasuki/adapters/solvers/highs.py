"""Solve one program with HiGHS, inside the process that calls: only the worker imports this."""

import highspy
import numpy as np

from tasuki.core.market.solvers.program import (
    Basis,
    Floats,
    Program,
    Solution,
    SolverError,
    SolveStatus,
)

_STATUSES = {
    highspy.HighsModelStatus.kOptimal: SolveStatus.OPTIMAL,
    highspy.HighsModelStatus.kModelEmpty: SolveStatus.OPTIMAL,
    highspy.HighsModelStatus.kTimeLimit: SolveStatus.TIME_LIMIT,
    highspy.HighsModelStatus.kInfeasible: SolveStatus.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: SolveStatus.UNBOUNDED,
}
_CODES = list(highspy.HighsBasisStatus.__members__.values())
_NUMBERS = {code: place for place, code in enumerate(_CODES)}


def solve(
    program: Program,
    *,
    seconds: float,
    start: Floats | None = None,
    basis: Basis | None = None,
) -> Solution:
    """Return what HiGHS finds; arguments as in `tasuki.core.market.solvers.program.Solve`.

    Raises:
        SolverError: HiGHS refuses the program or ends without an answer.
    """
    engine = highspy.Highs()  # type: ignore[no-untyped-call]
    is_integer = bool(program.integral.any())
    _set_options(engine, seconds=seconds)
    _pass_program(engine, program)
    if start is not None and is_integer:
        places = np.arange(program.column_count, dtype=np.int32)
        engine.setSolution(program.column_count, places, np.asarray(start, dtype=np.float64))
    if basis is not None and not is_integer:
        engine.setBasis(_engine_basis(basis))
    engine.run()
    status = _STATUSES.get(engine.getModelStatus())
    if status is None:
        raise SolverError(f"HiGHS: {engine.modelStatusToString(engine.getModelStatus())}")
    return _read(engine, status, is_integer=is_integer)


def _set_options(engine: highspy.Highs, *, seconds: float) -> None:
    # A gap of 1e-4, the default, would be called optimal although it is not.
    options = {
        "output_flag": False,
        "threads": 1,
        "time_limit": float(seconds),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 1e-6,
    }
    for name, value in options.items():
        engine.setOptionValue(name, value)


def _pass_program(engine: highspy.Highs, program: Program) -> None:
    passed = engine.passModel(
        program.column_count,
        program.row_count,
        len(program.row_column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMaximize),
        0.0,
        program.cost,
        program.lower,
        program.upper,
        program.row_lower,
        program.row_upper,
        program.row_start.astype(np.int32),
        program.row_column.astype(np.int32),
        program.row_value,
        program.integral.astype(np.int32),
    )
    if passed == highspy.HighsStatus.kError:
        raise SolverError("HiGHS refuses the program")


def _engine_basis(basis: Basis) -> highspy.HighsBasis:
    found = highspy.HighsBasis()
    found.col_status = [_CODES[code] for code in basis.columns]
    found.row_status = [_CODES[code] for code in basis.rows]
    found.valid = True
    return found


def _read(engine: highspy.Highs, status: SolveStatus, *, is_integer: bool) -> Solution:
    info, found = engine.getInfo(), engine.getSolution()
    is_feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(found.col_value) if is_feasible else None
    value = float(info.objective_function_value) if is_feasible else None
    if is_integer:
        return Solution(status, values, value=value, bound=float(info.mip_dual_bound))
    if status is not SolveStatus.OPTIMAL:
        return Solution(status, values, value=value)
    stood = engine.getBasis()
    basis = Basis(
        np.array([_NUMBERS[code] for code in stood.col_status], dtype=np.int8),
        np.array([_NUMBERS[code] for code in stood.row_status], dtype=np.int8),
    )
    return Solution(status, values, np.array(found.row_dual), value, value, basis)
