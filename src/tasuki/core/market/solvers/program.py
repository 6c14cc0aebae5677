"""One linear or integer program as plain arrays, and what a solver says of it.

The room decides nothing and solves nothing: core builds a `Program`, an adapter that was
handed in as `Solve` answers with a `Solution`. A solver is never believed for its word: values
are rounded and checked by the caller, prices are checked again by the verifiers.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Integers = NDArray[np.int64]
type Flags = NDArray[np.bool_]


class SolverError(RuntimeError):
    """A solver ended without an answer: no program installed, out of memory, or it crashed."""


class SolveStatus(StrEnum):
    """How a solver left a program."""

    OPTIMAL = "optimal"
    TIME_LIMIT = "time_limit"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise `cost` times x under rows and bounds; n columns, m rows, k entries.

    Attributes:
        cost: float64 (n); what one unit of a column is worth.
        lower: float64 (n); may be -inf.
        upper: float64 (n); may be inf.
        integral: bool (n); the column takes whole numbers only.
        row_start: int64 (m + 1); row i holds the entries row_start[i] to row_start[i + 1].
        row_column: int64 (k), 0 to n - 1; no column twice in one row.
        row_value: float64 (k).
        row_lower: float64 (m); may be -inf.
        row_upper: float64 (m); may be inf.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integral: Flags
    row_start: Integers
    row_column: Integers
    row_value: Floats
    row_lower: Floats
    row_upper: Floats

    @property
    def column_count(self) -> int:
        """Return n."""
        return len(self.cost)

    @property
    def row_count(self) -> int:
        """Return m."""
        return len(self.row_lower)

    def relaxed(self) -> "Program":
        """Return the same program without the demand for whole numbers."""
        return Program(
            self.cost,
            self.lower,
            self.upper,
            np.zeros(self.column_count, dtype=np.bool_),
            self.row_start,
            self.row_column,
            self.row_value,
            self.row_lower,
            self.row_upper,
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a simplex search stood, so that the next one may begin there.

    Attributes:
        columns: int8 (n); the solver's own codes.
        rows: int8 (m).
    """

    columns: NDArray[np.int8]
    rows: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solver found.

    Attributes:
        status: how it ended.
        values: float64 (n); None when nothing feasible is known.
        duals: float64 (m), >= 0 where a row's upper bound holds the objective back, <= 0 where
            its lower bound does; None for integer programs and without an optimum.
        value: the objective of `values`; None without them.
        bound: no solution is worth more, says the solver; None when it does not say.
        basis: where a linear program ended; None for integer programs.
        seconds: how long it took by the clock.
        cpu_seconds: what the solving process spent on it.
        peak_mb: most memory that process has held so far, in MB.
    """

    status: SolveStatus
    values: Floats | None = None
    duals: Floats | None = None
    value: float | None = None
    bound: float | None = None
    basis: Basis | None = None
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0


class Solve(Protocol):
    """Whatever can solve a program."""

    def __call__(
        self,
        program: Program,
        *,
        seconds: float,
        start: Floats | None = None,
        basis: Basis | None = None,
    ) -> Solution:
        """Return the best that is found within some seconds.

        Args:
            program: what to solve.
            seconds: > 0; the clock, not the processor.
            start: float64 (n); a feasible point of an integer program to begin from.
            basis: where a linear program of the same shape ended.

        Raises:
            SolverError: the solver ended without an answer.
        """
        ...
