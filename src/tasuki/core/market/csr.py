"""Lists as compressed rows: build, restrict, invert. Knows arrays only, no people and no places."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

type Ints = npt.NDArray[np.int32]
type Longs = npt.NDArray[np.int64]
type Tickets = npt.NDArray[np.uint64]
type Flags = npt.NDArray[np.uint8]
type Bools = npt.NDArray[np.bool_]
type AnyInts = npt.NDArray[np.integer[Any]]


def freeze[A: npt.NDArray[Any]](array: A) -> A:
    """Return the array, from now on unwritable."""
    array.setflags(write=False)
    return array


def pointers(lengths: Iterable[int] | AnyInts) -> Longs:
    """Return `indptr`, int64 (rows + 1,): where each row of the given length starts and ends."""
    sizes = np.asarray(lengths if isinstance(lengths, np.ndarray) else list(lengths), np.int64)
    found = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def rows_of(indptr: Longs) -> Ints:
    """Return int32 (edges,): the row of every edge."""
    return np.repeat(np.arange(len(indptr) - 1, dtype=np.int32), np.diff(indptr))


def positions_of(indptr: Longs) -> Longs:
    """Return int64 (edges,): the place of every edge in its row, from 0."""
    starts = np.repeat(indptr[:-1], np.diff(indptr))
    return np.arange(indptr[-1], dtype=np.int64) - starts


def check(indptr: Longs, indices: AnyInts, columns: int) -> None:
    """Refuse arrays that are no compressed rows.

    Raises:
        ValueError: `indptr` does not start at 0, falls or does not end at the number of
            edges; an index is outside 0..columns-1; a row names a column twice.
    """
    if len(indptr) == 0 or indptr[0] != 0 or indptr[-1] != len(indices):
        raise ValueError("indptr must run from 0 to the number of edges")
    if np.any(np.diff(indptr) < 0):
        raise ValueError("indptr must not fall")
    if len(indices) and (indices.min() < 0 or indices.max() >= columns):
        raise ValueError(f"indices must be 0..{columns - 1}")
    if len(first_doubles(indptr, indices)):
        raise ValueError("a row names a column twice")


def first_doubles(indptr: Longs, indices: AnyInts) -> Longs:
    """Return the edges that repeat a column of their row, ascending; empty when none."""
    rows = rows_of(indptr).astype(np.int64)
    keys = rows * (int(indices.max()) + 1 if len(indices) else 1) + indices
    order = np.argsort(keys, kind="stable")
    again = keys[order][1:] == keys[order][:-1]
    return np.sort(order[1:][again])


def invert(indptr: Longs, indices: AnyInts, columns: int) -> tuple[Longs, Longs]:
    """Return (indptr, edges) by column; edges of a column stay in the order of rows."""
    edges = np.argsort(indices, kind="stable").astype(np.int64)
    counts = np.bincount(indices, minlength=columns) if len(indices) else np.zeros(columns)
    return pointers(counts.astype(np.int64)), edges


def restrict(indptr: Longs, keep: Bools) -> tuple[Longs, Longs]:
    """Return (indptr, edges) of the rows with only the edges to keep, order unchanged."""
    edges = np.flatnonzero(keep).astype(np.int64)
    total = np.zeros(len(keep) + 1, np.int64)
    np.cumsum(keep, out=total[1:])
    return total[indptr], edges
