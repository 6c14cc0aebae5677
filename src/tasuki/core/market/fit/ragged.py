"""Rows of different lengths in flat arrays; several columns share one row structure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

type Int64s = npt.NDArray[np.int64]
type Int32s = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Rows of different lengths.

    Attributes:
        indptr: int64 (rows + 1,); row i is indptr[i]..indptr[i + 1].
        columns: int32 (entries,) each.
    """

    indptr: Int64s
    columns: tuple[Int32s, ...]

    @property
    def ids(self) -> Int32s:
        """The first column."""
        return self.columns[0]

    @property
    def weights(self) -> Int32s:
        """The second column."""
        return self.columns[1]

    def columns_of(self, place: int) -> tuple[list[int], ...]:
        """Return the entries of one row, column by column."""
        start, end = self.indptr[place], self.indptr[place + 1]
        return tuple(column[start:end].tolist() for column in self.columns)

    def take(self, places: Int64s) -> "Ragged":
        """Return these rows in this order."""
        lengths = self.indptr[places + 1] - self.indptr[places]
        indptr = np.zeros(len(places) + 1, dtype=np.int64)
        np.cumsum(lengths, out=indptr[1:])
        shifts = np.repeat(self.indptr[places] - indptr[:-1], lengths)
        entries = np.arange(indptr[-1], dtype=np.int64) + shifts
        return Ragged(indptr, tuple(column[entries] for column in self.columns))

    @classmethod
    def joined(cls, parts: Sequence["Ragged"], *, width: int) -> "Ragged":
        """Return the rows of all parts, one part after the other.

        Args:
            parts: may be none.
            width: number of columns.
        """
        lengths = [np.diff(part.indptr) for part in parts]
        indptr = np.concatenate((int64s([0]), np.cumsum(np.concatenate([int64s([]), *lengths]))))
        columns = tuple(
            np.concatenate([int32s([]), *(part.columns[at] for part in parts)])
            for at in range(width)
        )
        return cls(indptr, columns)

    @classmethod
    def of(cls, rows: Iterable[Sequence[Sequence[int]]], *, width: int) -> "Ragged":
        """Return rows of entries of ``width`` numbers each."""
        lengths, flat = [0], list[Sequence[int]]()
        for row in rows:
            lengths.append(len(row))
            flat.extend(row)
        table = np.array(flat, dtype=np.int32).reshape(len(flat), width)
        columns = tuple(np.ascontiguousarray(table[:, at]) for at in range(width))
        return cls(np.cumsum(lengths, dtype=np.int64), columns)


def indptr_of(owners: Int64s, rows: int) -> Int64s:
    """Return where each row starts, for entries sorted by their row."""
    counts = np.bincount(owners, minlength=rows)
    return np.concatenate((int64s([0]), np.cumsum(counts, dtype=np.int64)))


def int32s(values: Any) -> Int32s:
    """Return the values as int32."""
    return np.asarray(values, dtype=np.int32)


def int64s(values: Any) -> Int64s:
    """Return the values as int64."""
    return np.asarray(values, dtype=np.int64)
