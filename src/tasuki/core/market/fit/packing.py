"""The two tables as the inner loops take them: one flat array a side, one record a row.

A record holds the numbers of the row, then where each of its lists starts and ends (counted from
the start of the record), then the lists, entry by entry. All that a pair needs lies together,
and a loop gets two arrays instead of forty.
"""

from typing import Final, NamedTuple

import numpy as np

from tasuki.core.market.fit.ragged import Int32s, Int64s, Ragged
from tasuki.core.market.fit.tables import OPENING_NUMBERS, PERSON_NUMBERS, Table
from tasuki.core.market.fit.vocabulary import Vocabulary

DONE, P_SKILLS, P_CERTIFICATES, P_LANGUAGES, WISHED, AREAS, RELEASED, P_BLOCKED, P_TEXT = range(
    PERSON_NUMBERS, PERSON_NUMBERS + 9
)
RELATED_CODES, O_SKILLS, O_CERTIFICATES, REQUIRED, O_LANGUAGES, O_BLOCKED, O_TEXT = range(
    OPENING_NUMBERS, OPENING_NUMBERS + 7
)
GRAMS: Final = "grams"
"""Looked at only where candidates are found."""


class Records(NamedTuple):
    """One side.

    Attributes:
        cells: int32, record after record.
        at: int64 (rows,), where each record starts.
    """

    cells: Int32s
    at: Int64s


class Rules(NamedTuple):
    """What a score needs beside the two sides.

    Attributes:
        weights: int64 (6,), millionths, in the order of the parts.
        commute: int64 (pairs,), ascending: start * 100,000 + place of work.
        minutes: int64 (pairs,).
        is_full: 1 where all wishes count, 0 towards people.
    """

    weights: Int64s
    commute: Int64s
    minutes: Int64s
    is_full: int


def pack(table: Table) -> Records:
    """Return the records of a table, in its order."""
    lists = [one for name, one in zip(table.rows._fields, table.rows, strict=True) if name != GRAMS]
    rows, numbers = table.numbers.shape
    head = numbers + len(lists) + 1
    lengths = np.stack([np.diff(one.indptr) * len(one.columns) for one in lists])
    offsets = np.zeros((len(lists) + 1, rows), dtype=np.int64)
    np.cumsum(lengths, axis=0, out=offsets[1:])
    offsets += head
    at = np.zeros(rows + 1, dtype=np.int64)
    np.cumsum(offsets[-1], out=at[1:])
    cells = np.empty(int(at[-1]), dtype=np.int32)
    places = at[:-1, None] + np.arange(head)
    cells[places] = np.concatenate((table.numbers, offsets.T), axis=1)
    for offset, one in zip(offsets, lists, strict=False):
        _write(cells, at[:-1] + offset, one)
    return Records(cells, at[:-1].copy())


def _write(cells: Int32s, starts: Int64s, entries: Ragged) -> None:
    width, counts = len(entries.columns), np.diff(entries.indptr)
    places = np.arange(entries.indptr[-1], dtype=np.int64) * width
    places += np.repeat(starts - entries.indptr[:-1] * width, counts)
    for column in entries.columns:
        cells[places] = column
        places += 1


def make_rules(weights: tuple[int, ...], vocabulary: Vocabulary, *, is_full: bool) -> Rules:
    """Return the rules of a scorer for one direction."""
    listed = sorted(
        (int(start) * 100_000 + int(work), minutes)
        for (start, work), minutes in vocabulary.commute_minutes.items()
    )
    commute = np.array(listed, dtype=np.int64).reshape(len(listed), 2)
    return Rules(
        np.array(weights, dtype=np.int64),
        np.ascontiguousarray(commute[:, 0]),
        np.ascontiguousarray(commute[:, 1]),
        int(is_full),
    )
