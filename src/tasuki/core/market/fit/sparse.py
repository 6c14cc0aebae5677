"""The words by which candidates are found, and the index over them.

The overlap of a person and an opening is what the parts about the work would give at most, if
every level sufficed. A row's candidates are those with the greatest overlap that no filter keeps
apart, of equal ones the smaller id; nothing is left to chance or to an approximate index. Who
has neither occupation nor skill nor certificate is compared by the words of the text.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.parts import RELATED, SAME_MAJOR, SAME_MIDDLE
from tasuki.core.market.fit.ragged import Int32s, Int64s, Ragged, indptr_of, int32s, int64s
from tasuki.core.market.fit.tables import O_CODE, O_MAJOR, O_MIDDLE, OpeningRows, PersonRows, Table
from tasuki.core.market.fit.weights import MILLION

_TEXT_SHIFT: Final = 5
PLACES: Final = 1 << 28
"""More than there are rows, columns or words."""


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


class Index(NamedTuple):
    """Rows with their words, and for each word the columns that have it.

    Attributes:
        row_at: int64 (rows + 1,), where the words of each row start.
        row_word: int32, words.
        row_weight: int32, their weights.
        at: int64 (words + 1,), where the columns of each word start.
        column: int32, columns.
        weight: int32, weights of the word in them.
        column_count: number of columns.
    """

    row_at: Int64s
    row_word: Int32s
    row_weight: Int32s
    at: Int64s
    column: Int32s
    weight: Int32s
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
    left = _sorted_rows(row_owner, row_word, row_weight, len(rows.is_bare))
    right = _sorted_rows(word, owner, weight, size)
    return Index(
        left.indptr,
        left.ids,
        left.weights,
        right.indptr,
        right.ids,
        right.weights,
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
    order = np.argsort(owners * PLACES + ids, kind="stable")
    return Ragged(indptr_of(owners[order], rows), (int32s(ids[order]), int32s(weights[order])))
