"""The loop over rows: overlaps, candidates, scores, the best.

The overlap of a pair is a sum of whole numbers, and every order is strict, so nothing depends on
the order in which columns are met.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.compiled import compiled
from tasuki.core.market.fit.packing import (
    O_SKILLS,
    O_TEXT,
    P_SKILLS,
    P_TEXT,
    Records,
    Rules,
)
from tasuki.core.market.fit.pairs import (
    fill_work,
    finish_pair,
    is_apart,
    lay_out,
    take_away,
)
from tasuki.core.market.fit.ragged import Int32s, Int64s
from tasuki.core.market.fit.sparse import PLACES, Index
from tasuki.core.market.fit.wish_pairs import LINES_COUNT, UNSET

CANDIDATES_MAX: Final = 200
_STEP_BITS: Final = 12
_STEPS: Final = 512


class Found(NamedTuple):
    """Where the results of some rows are written.

    Attributes:
        columns: int32 (rows, best); -1 where there is none.
        scores: int32 (rows, best).
        lines: int32 (rows, best, 14).
        reach: int32 (rows,), overlap from which a column can be a candidate.
        considered: int32 (rows,), candidates scored.
    """

    columns: npt.NDArray[np.int32]
    scores: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int32]
    reach: Int32s
    considered: Int32s


class Room(NamedTuple):
    """Arrays that one row after the other works in.

    Attributes:
        sums: int32 (columns,), overlaps; zero between rows.
        touched: int32 (columns,).
        heap: int64 (candidates,).
        steps: int64.
        keys: int64 (candidates,).
        work: int64 (candidates, 14).
        laid: int32, skills of the row; zero between rows.
        weights: int32, text of the row; zero between rows.
    """

    sums: Int32s
    touched: Int32s
    heap: Int64s
    steps: Int64s
    keys: Int64s
    work: npt.NDArray[np.int64]
    laid: Int32s
    weights: Int32s


def make_room(columns: int, *, candidates: int, skills: int, runs: int) -> Room:
    """Return the arrays to work in.

    Args:
        columns: number of columns.
        candidates: of a row, at most.
        skills: numbers of skills are smaller than this.
        runs: numbers of runs of texts are smaller than this.
    """
    return Room(
        np.zeros(columns, dtype=np.int32),
        np.zeros(columns, dtype=np.int32),
        np.zeros(candidates, dtype=np.int64),
        np.zeros(_STEPS, dtype=np.int64),
        np.zeros(candidates, dtype=np.int64),
        np.zeros((candidates, LINES_COUNT), dtype=np.int64),
        np.zeros(skills, dtype=np.int32),
        np.zeros(runs, dtype=np.int32),
    )


@compiled
def overlaps(row: int, index: Index, sums: Int32s, touched: Int32s) -> int:
    """Add up the overlap of one row with every column; return how many columns it touches."""
    count = 0
    for entry in range(index.row_at[row], index.row_at[row + 1]):
        word, mine = index.row_word[entry], index.row_weight[entry]
        for place in range(index.at[word], index.at[word + 1]):
            one = index.column[place]
            if sums[one] == 0:
                touched[count] = one
                count += 1
            sums[one] += mine * index.weight[place]
    return count


@compiled
def sift_down(heap: Int64s, size: int) -> None:
    """Put the first key of a heap, smallest on top, where it belongs."""
    at = 0
    key = heap[0]
    while True:
        child = 2 * at + 1
        if child >= size:
            break
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= key:
            break
        heap[at] = heap[child]
        at = child
    heap[at] = key


@compiled
def sift_up(heap: Int64s, at: int) -> None:
    """Put the last key of a heap, smallest on top, where it belongs."""
    key = heap[at]
    while at > 0 and heap[(at - 1) // 2] > key:
        heap[at] = heap[(at - 1) // 2]
        at = (at - 1) // 2
    heap[at] = key


@compiled
def find_cut(sums: Int32s, touched: Int32s, count: int, limit: int, steps: Int64s) -> int:
    """Return the step of overlap above which at least ``limit`` columns stand; 0 if none is."""
    steps[:] = 0
    for place in range(count):
        steps[min(sums[touched[place]] >> _STEP_BITS, len(steps) - 1)] += 1
    total = 0
    for step in range(len(steps) - 1, 0, -1):
        total += steps[step]
        if total >= limit:
            return step
    return 0


@compiled
def offer(heap: Int64s, size: int, key: int) -> int:
    """Put a key among the greatest of a heap, smallest on top; return how many there are."""
    if size < len(heap):
        heap[size] = key
        sift_up(heap, size)
        return size + 1
    if key > heap[0]:
        heap[0] = key
        sift_down(heap, size)
    return size


@compiled
def find_candidates(
    row: int, count: int, people: Records, openings: Records, rules: Rules, room: Room
) -> int:
    """Fill the heap with the columns of greatest overlap that nothing keeps apart.

    A key is overlap * 2^28 + (2^28 - 1 - column): of equal overlaps the smaller column is greater.
    Those above the cut come first; the others only if filters took too many of them. The sums are
    all zero again afterwards. Returns how many there are.
    """
    sums, touched, heap, steps = room.sums, room.touched, room.heap, room.steps
    own, other = (people, openings) if rules.is_full else (openings, people)
    size = 0
    cut = find_cut(sums, touched, count, len(heap), steps)
    last = len(steps) - 1
    for is_first in (True, False):
        if not is_first and size == len(heap):
            break
        for place in range(count):
            column = touched[place]
            is_above = min(sums[column] >> _STEP_BITS, last) >= cut
            key = np.int64(sums[column]) * PLACES + (PLACES - 1 - column)
            if is_above != is_first or (size == len(heap) and key <= heap[0]):
                continue
            if rules.is_full:
                is_out = is_apart(own.cells, own.at[row], other.cells, other.at[column])
            else:
                is_out = is_apart(other.cells, other.at[column], own.cells, own.at[row])
            if not is_out:
                size = offer(heap, size, key)
    for place in range(count):
        sums[touched[place]] = 0
    return size


@compiled
def keep_best(
    column: int,
    score: int,
    points: Int64s,
    kept: int,
    columns: Int32s,
    scores: Int32s,
    lines: npt.NDArray[np.int32],
) -> int:
    """Insert a scored column among the best of its row; return how many there are."""
    most = len(columns)
    at = kept
    while at > 0 and (
        scores[at - 1] < score or (scores[at - 1] == score and columns[at - 1] > column)
    ):
        at -= 1
    if at == most:
        return kept
    last = min(kept, most - 1)
    for place in range(last, at, -1):
        columns[place] = columns[place - 1]
        scores[place] = scores[place - 1]
        lines[place] = lines[place - 1]
    columns[at] = column
    scores[at] = score
    for line in range(LINES_COUNT):
        lines[at, line] = points[line]
    return min(kept + 1, most)


@compiled
def order_candidates(
    row: int, size: int, people: Records, openings: Records, rules: Rules, room: Room
) -> None:
    """Compute the parts about the work of all candidates and order them by what they promise."""
    for candidate in range(size):
        column = PLACES - 1 - room.heap[candidate] % PLACES
        person, opening = (row, column) if rules.is_full else (column, row)
        most = fill_work(
            people.cells,
            people.at[person],
            openings.cells,
            openings.at[opening],
            rules,
            room.laid,
            room.work[candidate],
        )
        room.keys[candidate] = most * PLACES + candidate
    room.keys[:size].sort()


@compiled
def find_best(
    row: int,
    place: int,
    size: int,
    people: Records,
    openings: Records,
    rules: Rules,
    room: Room,
    found: Found,
) -> None:
    """Write the best of the ordered candidates; stop where no other can be among them."""
    kept = 0
    for at in range(size - 1, -1, -1):
        least = UNSET
        if kept == found.columns.shape[1]:
            least = int(found.scores[place, kept - 1])
        if room.keys[at] // PLACES < least:
            break
        candidate = room.keys[at] % PLACES
        column = PLACES - 1 - room.heap[candidate] % PLACES
        person, opening = (row, column) if rules.is_full else (column, row)
        score = finish_pair(
            people.cells,
            people.at[person],
            openings.cells,
            openings.at[opening],
            rules,
            room.weights,
            room.work[candidate],
            least,
        )
        if score != UNSET:
            kept = keep_best(
                column,
                score,
                room.work[candidate],
                kept,
                found.columns[place],
                found.scores[place],
                found.lines[place],
            )


@compiled
def rank_rows(
    rows: Int64s,
    index: Index,
    people: Records,
    openings: Records,
    rules: Rules,
    room: Room,
    found: Found,
) -> None:
    """Write the best columns of some rows, their scores and points.

    Args:
        rows: int64, which rows.
        index: words of rows and columns.
        people: records.
        openings: records.
        rules: weights and commutes; ``is_full`` where rows are people.
        room: to work in.
        found: written.
    """
    own, skills, width, text = openings, O_SKILLS, 3, O_TEXT
    if rules.is_full:
        own, skills, width, text = people, P_SKILLS, 2, P_TEXT
    for place in range(len(rows)):
        row = rows[place]
        count = overlaps(row, index, room.sums, room.touched)
        size = find_candidates(row, count, people, openings, rules, room)
        found.reach[place] = room.heap[0] // PLACES if size == len(room.heap) else 1
        found.considered[place] = size
        lay_out(own.cells, own.at[row], skills, width, text, room.laid, room.weights)
        order_candidates(row, size, people, openings, rules, room)
        find_best(row, place, size, people, openings, rules, room, found)
        take_away(own.cells, own.at[row], skills, width, text, room.laid, room.weights)


@compiled
def find_reached(index: Index, reach: Int32s, is_reached: npt.NDArray[np.bool_]) -> None:
    """Mark the rows among whose candidates one of some columns is or may come to be."""
    sums = np.zeros(index.column_count, dtype=np.int32)
    touched = np.zeros(index.column_count, dtype=np.int32)
    for row in range(len(reach)):
        count = overlaps(row, index, sums, touched)
        for place in range(count):
            if sums[touched[place]] >= reach[row]:
                is_reached[row] = True
            sums[touched[place]] = 0
