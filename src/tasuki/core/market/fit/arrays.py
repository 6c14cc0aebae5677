"""The two tables as the inner loops take them: one flat tuple of arrays each."""

from typing import NamedTuple, cast

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.ragged import Int32s, Int64s
from tasuki.core.market.fit.tables import OpeningRows, PersonRows, Table
from tasuki.core.market.fit.vocabulary import Vocabulary


class People(NamedTuple):
    """Arrays of people; ``x_at`` says where the rows of ``x`` start."""

    numbers: Int64s
    done_at: Int64s
    done_code: Int32s
    done_middle: Int32s
    done_major: Int32s
    done_months: Int32s
    skill_at: Int64s
    skill: Int32s
    skill_level: Int32s
    certificate_at: Int64s
    certificate: Int32s
    language_at: Int64s
    language: Int32s
    language_level: Int32s
    wished_at: Int64s
    wished_middle: Int32s
    wished_major: Int32s
    area_at: Int64s
    area: Int32s
    released_at: Int64s
    released: Int32s
    blocked_at: Int64s
    blocked: Int32s
    text_at: Int64s
    text: Int32s
    text_weight: Int32s


class Openings(NamedTuple):
    """Arrays of openings."""

    numbers: Int64s
    related_at: Int64s
    related: Int32s
    skill_at: Int64s
    skill: Int32s
    skill_level: Int32s
    skill_rarity: Int32s
    certificate_at: Int64s
    certificate: Int32s
    required_at: Int64s
    required: Int32s
    language_at: Int64s
    language: Int32s
    language_level: Int32s
    blocked_at: Int64s
    blocked: Int32s
    text_at: Int64s
    text: Int32s
    text_weight: Int32s


class Rules(NamedTuple):
    """What a score needs beside the two tables.

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


def people_arrays(table: Table) -> People:
    """Return the arrays of a table of people."""
    rows = cast(PersonRows, table.rows)
    return People(
        table.numbers,
        rows.done.indptr,
        *rows.done.columns,
        rows.skills.indptr,
        *rows.skills.columns,
        rows.certificates.indptr,
        rows.certificates.ids,
        rows.languages.indptr,
        *rows.languages.columns,
        rows.wished.indptr,
        *rows.wished.columns,
        rows.areas.indptr,
        rows.areas.ids,
        rows.released.indptr,
        rows.released.ids,
        rows.blocked.indptr,
        rows.blocked.ids,
        rows.text.indptr,
        *rows.text.columns,
    )


def opening_arrays(table: Table) -> Openings:
    """Return the arrays of a table of openings."""
    rows = cast(OpeningRows, table.rows)
    return Openings(
        table.numbers,
        rows.related.indptr,
        rows.related.ids,
        rows.skills.indptr,
        *rows.skills.columns,
        rows.certificates.indptr,
        rows.certificates.ids,
        rows.required.indptr,
        rows.required.ids,
        rows.languages.indptr,
        *rows.languages.columns,
        rows.blocked.indptr,
        rows.blocked.ids,
        rows.text.indptr,
        *rows.text.columns,
    )


def make_rules(weights: tuple[int, ...], vocabulary: Vocabulary, *, is_full: bool) -> Rules:
    """Return the rules of a scorer for one direction."""
    listed = sorted(
        (int(start) * 100_000 + int(work), minutes)
        for (start, work), minutes in vocabulary.commute_minutes.items()
    )
    commute: npt.NDArray[np.int64] = np.array(listed, dtype=np.int64).reshape(len(listed), 2)
    return Rules(
        np.array(weights, dtype=np.int64),
        np.ascontiguousarray(commute[:, 0]),
        np.ascontiguousarray(commute[:, 1]),
        int(is_full),
    )
