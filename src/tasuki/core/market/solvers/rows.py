"""Rows of a program gathered piece by piece, each piece as three arrays."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tasuki.core.market.solvers.program import Floats, Program


class Rows:
    """The rows of a program while they are being gathered."""

    def __init__(self) -> None:
        self._row: list[NDArray[np.int64]] = []
        self._column: list[NDArray[np.int64]] = []
        self._value: list[Floats] = []
        self._lower: list[Floats] = []
        self._upper: list[Floats] = []
        self.count = 0

    def add(
        self,
        lower: ArrayLike,
        upper: ArrayLike,
        row: ArrayLike,
        column: ArrayLike,
        value: ArrayLike = 1.0,
    ) -> slice:
        """Add rows and return where they stand.

        Args:
            lower: float (r).
            upper: float (r).
            row: int (k), 0 to r - 1; which of the new rows an entry belongs to.
            column: int (k).
            value: float (k), or one for all entries.
        """
        lows = np.atleast_1d(np.asarray(lower, np.float64))
        places = np.asarray(row, np.int64) + self.count
        self._row.append(places)
        self._column.append(np.asarray(column, np.int64))
        self._value.append(np.broadcast_to(np.asarray(value, np.float64), places.shape))
        self._lower.append(lows)
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), lows.shape))
        self.count += len(lows)
        return slice(self.count - len(lows), self.count)

    def program(self, cost: Floats, *, is_integral: bool, upper: float = 1.0) -> Program:
        """Return the program with columns from 0 to `upper`."""
        count = len(cost)
        row = np.concatenate([np.zeros(0, np.int64), *self._row])
        order = np.argsort(row, kind="stable")
        start = np.zeros(self.count + 1, np.int64)
        np.cumsum(np.bincount(row, minlength=self.count), out=start[1:])
        nothing = np.zeros(0)
        return Program(
            cost=np.asarray(cost, np.float64),
            lower=np.zeros(count),
            upper=np.full(count, upper),
            integral=np.full(count, is_integral),
            row_start=start,
            row_column=np.concatenate([np.zeros(0, np.int64), *self._column])[order],
            row_value=np.concatenate([nothing, *self._value])[order],
            row_lower=np.concatenate([nothing, *self._lower]),
            row_upper=np.concatenate([nothing, *self._upper]),
        )
