"""Exact candidates by shared words, and the loop that scores them and keeps the best.

The overlap of a person and an opening is what the parts about the work would give at most, if
every level sufficed. A row's candidates are those with the greatest overlap that no filter keeps
apart, of equal ones the smaller id; nothing is left to chance or to an approximate index. Who
has neither occupation nor skill nor certificate is compared by the words of the text.
"""

from dataclasses import dataclass
from typing import Final, cast

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.compiled import compiled
from tasuki.core.market.fit.packing import O_TEXT, P_TEXT, Records, Rules
from tasuki.core.market.fit.pairs import (
    LINES_COUNT,
    UNSET,
    clear_text,
    fill_work,
    finish_pair,
    is_apart,
    spread_text,
)
from tasuki.core.market.fit.parts import RELATED, SAME_MAJOR, SAME_MIDDLE
from tasuki.core.market.fit.ragged import Int32s, Int64s, Ragged, indptr_of, int32s, int64s
from tasuki.core.market.fit.tables import O_CODE, O_MAJOR, O_MIDDLE, OpeningRows, PersonRows, Table
from tasuki.core.market.fit.weights import MILLION

CANDIDATES_MAX: Final = 200
_TEXT_SHIFT: Final = 5
_PLACES: Final = 1 << 28
_STEP_BITS: Final = 12
_STEPS: Final = 512


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the rows of a table by which candidates are found.

    Attributes:
        rows: number of a word and its weight, ascending.
        is_bare: bool (rows,): nothing is known but a text.
        texts: runs of the text and their weights.
    """

    rows: Ragged
    is_bare: npt.NDArray[np.bool_]
    texts: Ragged


def words_of_people(table: Table, *, with_wishes: bool) -> Words:
    """Return what people did and can; with their wished occupations if those count."""
    rows = cast(PersonRows, table.rows)
    done = rows.done
    groups = [(done.indptr, done.columns[at]) for at in range(3)]
    groups += [(rows.skills.indptr, rows.skills.ids)]
    groups += [(rows.certificates.indptr, rows.certificates.ids)]
    if with_wishes:
        groups += [(rows.wished.indptr, column) for column in rows.wished.columns]
    owners = np.concatenate([_owners(indptr) for indptr, _ in groups])
    ids = np.concatenate([ids for _, ids in groups]).astype(np.int64)
    size = int(ids.max(initial=0)) + 1
    keys = np.unique(owners * size + ids)
    owners, ids = keys // size, keys % size
    found = Ragged(
        indptr_of(owners, len(table.ids)), (int32s(ids), np.ones(len(ids), dtype=np.int32))
    )
    return Words(found, np.diff(found.indptr) == 0, rows.grams)


def words_of_openings(table: Table, weights: tuple[int, ...]) -> Words:
    """Return what openings ask, each word with what it can add to the parts about the work.

    Args:
        table: of openings.
        weights: millionths in the order of the parts.
    """
    rows = cast(OpeningRows, table.rows)
    places = np.arange(len(table.ids))
    skills, certificates = np.diff(rows.skills.indptr), np.diff(rows.certificates.indptr)
    has_code = table.numbers[:, O_CODE] >= 0
    whole = weights[0] * has_code + weights[1] * (skills > 0) + weights[2] * (certificates > 0)
    unit = np.maximum(whole, 1)
    owners, ids, points = [], [], []
    for column, value in (
        (O_CODE, MILLION - SAME_MIDDLE),
        (O_MIDDLE, SAME_MIDDLE - SAME_MAJOR),
        (O_MAJOR, SAME_MAJOR),
    ):
        owners.append(places[has_code])
        ids.append(table.numbers[has_code, column])
        points.append(weights[0] * value // unit[has_code])
    owner = _owners(rows.related.indptr)
    owners.append(owner)
    ids.append(rows.related.ids)
    points.append(weights[0] * RELATED // unit[owner])
    owner, rarity = _owners(rows.skills.indptr), int64s(rows.skills.columns[2])
    total = np.bincount(owner, weights=rarity, minlength=len(places)).astype(np.int64)
    owners.append(owner)
    ids.append(rows.skills.ids)
    points.append(weights[1] * MILLION // unit[owner] * rarity // total[owner])
    owner = _owners(rows.certificates.indptr)
    owners.append(owner)
    ids.append(rows.certificates.ids)
    points.append(weights[2] * MILLION // unit[owner] // certificates[owner])
    found = _sorted_rows(
        np.concatenate(owners), np.concatenate(ids), np.concatenate(points), len(places)
    )
    return Words(found, np.diff(found.indptr) == 0, rows.grams)


@dataclass(frozen=True, slots=True)
class Index:
    """Rows with their words, and for each word the columns that have it.

    Attributes:
        rows: word and weight of each row.
        columns: column and weight of each word.
        column_count: number of columns.
    """

    rows: Ragged
    columns: Ragged
    column_count: int


def make_index(rows: Words, columns: Words) -> Index:
    """Return the index by which the candidates of rows are found.

    Texts stand behind all other words, twice: once for rows that have only a text, once for
    columns that have only a text, so that no pair is counted in both.
    """
    first = max(_size(rows.rows), _size(columns.rows))
    second = first + max(_size(rows.texts), _size(columns.texts))
    size = second + (second - first)
    row_parts, column_parts = [_entries(rows.rows)], [_entries(columns.rows)]
    if rows.is_bare.any():
        row_parts.append(_text_entries(rows, rows.is_bare, first))
        column_parts.append(_text_entries(columns, np.ones_like(columns.is_bare), first))
    if columns.is_bare.any():
        row_parts.append(_text_entries(rows, ~rows.is_bare, second))
        column_parts.append(_text_entries(columns, columns.is_bare, second))
    row_owner, row_word, row_weight = (np.concatenate(one) for one in zip(*row_parts, strict=True))
    owner, word, weight = (np.concatenate(one) for one in zip(*column_parts, strict=True))
    return Index(
        _sorted_rows(row_owner, row_word, row_weight, len(rows.is_bare)),
        _sorted_rows(word, owner, weight, size),
        len(columns.is_bare),
    )


def _entries(rows: Ragged) -> tuple[Int64s, Int64s, Int64s]:
    return _owners(rows.indptr), int64s(rows.ids), int64s(rows.weights)


def _text_entries(
    words: Words, chosen: npt.NDArray[np.bool_], shift: int
) -> tuple[Int64s, Int64s, Int64s]:
    owners, ids, weights = _entries(words.texts)
    kept = chosen[owners]
    return owners[kept], ids[kept] + shift, (weights[kept] >> _TEXT_SHIFT) + 1


def _size(rows: Ragged) -> int:
    return int(rows.ids.max(initial=-1)) + 1


def _owners(indptr: Int64s) -> Int64s:
    return np.repeat(np.arange(len(indptr) - 1, dtype=np.int64), np.diff(indptr))


def _sorted_rows(owners: Int64s, ids: Int64s, weights: Int64s, rows: int) -> Ragged:
    order = np.argsort(owners * _PLACES + ids, kind="stable")
    return Ragged(indptr_of(owners[order], rows), (int32s(ids[order]), int32s(weights[order])))


@compiled
def overlaps(
    row: int,
    row_at: Int64s,
    row_word: Int32s,
    row_weight: Int32s,
    at: Int64s,
    column: Int32s,
    weight: Int32s,
    sums: Int32s,
    touched: Int32s,
) -> int:
    """Add up the overlap of one row with every column; return how many columns it touches."""
    count = 0
    for entry in range(row_at[row], row_at[row + 1]):
        word = row_word[entry]
        mine = row_weight[entry]
        for place in range(at[word], at[word + 1]):
            one = column[place]
            if sums[one] == 0:
                touched[count] = one
                count += 1
            sums[one] += mine * weight[place]
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
    row: int,
    sums: Int32s,
    touched: Int32s,
    count: int,
    people: Records,
    openings: Records,
    rules: Rules,
    heap: Int64s,
    steps: Int64s,
) -> int:
    """Fill a heap with the columns of greatest overlap that nothing keeps apart.

    A key is overlap * 2^28 + (2^28 - 1 - column): of equal overlaps the smaller column is greater.
    Those above the cut come first; the others only if filters took too many of them. ``sums`` is
    all zero again afterwards. Returns how many there are.
    """
    size = 0
    cut = find_cut(sums, touched, count, len(heap), steps)
    last = len(steps) - 1
    for is_first in (True, False):
        if not is_first and size == len(heap):
            break
        for place in range(count):
            column = touched[place]
            overlap = sums[column]
            if is_first and min(overlap >> _STEP_BITS, last) < cut:
                continue
            if not is_first and min(overlap >> _STEP_BITS, last) >= cut:
                continue
            key = np.int64(overlap) * _PLACES + (_PLACES - 1 - column)
            if size == len(heap) and key <= heap[0]:
                continue
            person, opening = (row, column) if rules.is_full else (column, row)
            if not is_apart(people.cells, people.at[person], openings.cells, openings.at[opening]):
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
def rank_rows(
    rows: Int64s,
    row_at: Int64s,
    row_word: Int32s,
    row_weight: Int32s,
    at: Int64s,
    column_of: Int32s,
    weight: Int32s,
    column_count: int,
    people: Records,
    openings: Records,
    rules: Rules,
    limit: int,
    text_count: int,
    columns: npt.NDArray[np.int32],
    scores: npt.NDArray[np.int32],
    lines: npt.NDArray[np.int32],
    reach: Int32s,
    considered: Int32s,
) -> None:
    """Write the best columns of some rows, their scores and points.

    Args:
        rows: int64, which rows.
        row_at: start of the words of each row.
        row_word: words.
        row_weight: their weights.
        at: start of the columns of each word.
        column_of: columns.
        weight: their weights.
        column_count: number of columns.
        people: records.
        openings: records.
        rules: weights and commutes; ``is_full`` where rows are people.
        limit: candidates of a row.
        text_count: numbers of runs of texts are smaller than this.
        columns: int32 (rows, best), written; -1 where there is none.
        scores: int32 (rows, best), written.
        lines: int32 (rows, best, 14), written.
        reach: int32 (rows,), written: overlap from which a column can be a candidate.
        considered: int32 (rows,), written: candidates scored.
    """
    sums = np.zeros(column_count, dtype=np.int32)
    touched = np.zeros(column_count, dtype=np.int32)
    heap = np.zeros(limit, dtype=np.int64)
    keys = np.zeros(limit, dtype=np.int64)
    work = np.zeros((limit, LINES_COUNT), dtype=np.int64)
    steps = np.zeros(_STEPS, dtype=np.int64)
    weights = np.zeros(text_count, dtype=np.int32)
    own, part = (people, P_TEXT) if rules.is_full else (openings, O_TEXT)
    for place in range(len(rows)):
        row = rows[place]
        count = overlaps(row, row_at, row_word, row_weight, at, column_of, weight, sums, touched)
        size = find_candidates(row, sums, touched, count, people, openings, rules, heap, steps)
        reach[place] = heap[0] // _PLACES if size == limit else 1
        considered[place] = size
        spread_text(own.cells, own.at[row], part, weights)
        for candidate in range(size):
            column = _PLACES - 1 - heap[candidate] % _PLACES
            person, opening = (row, column) if rules.is_full else (column, row)
            most = fill_work(
                people.cells,
                people.at[person],
                openings.cells,
                openings.at[opening],
                rules,
                work[candidate],
            )
            keys[candidate] = most * _PLACES + candidate
        keys[:size].sort()
        kept = 0
        for key in keys[:size][::-1]:  # what promises most comes first
            least = UNSET
            if kept == columns.shape[1]:
                least = int(scores[place, kept - 1])
            if key // _PLACES < least:
                break
            candidate = key % _PLACES
            column = _PLACES - 1 - heap[candidate] % _PLACES
            person, opening = (row, column) if rules.is_full else (column, row)
            score = finish_pair(
                people.cells,
                people.at[person],
                openings.cells,
                openings.at[opening],
                rules,
                weights,
                work[candidate],
                least,
            )
            if score != UNSET:
                kept = keep_best(
                    column,
                    score,
                    work[candidate],
                    kept,
                    columns[place],
                    scores[place],
                    lines[place],
                )
        clear_text(own.cells, own.at[row], part, weights)


@compiled
def find_reached(
    row_at: Int64s,
    row_word: Int32s,
    row_weight: Int32s,
    at: Int64s,
    column_of: Int32s,
    weight: Int32s,
    column_count: int,
    reach: Int32s,
    is_reached: npt.NDArray[np.bool_],
) -> None:
    """Mark the rows among whose candidates one of some columns is or may come to be."""
    sums = np.zeros(column_count, dtype=np.int32)
    touched = np.zeros(column_count, dtype=np.int32)
    for row in range(len(reach)):
        count = overlaps(row, row_at, row_word, row_weight, at, column_of, weight, sums, touched)
        for place in range(count):
            if sums[touched[place]] >= reach[row]:
                is_reached[row] = True
            sums[touched[place]] = 0
