"""Brings a ranking up to date by ranking again only what a change can have touched.

A row is ranked again if it changed itself, or if its overlap with a changed column, as it was or
as it is now, is large enough for its candidates. All other rows have the same candidates and so
the same best: the result equals ranking everything anew with the same scorer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.filters import Gate, opening_reason, person_reason
from tasuki.core.market.fit.loops import find_reached
from tasuki.core.market.fit.ragged import int64s
from tasuki.core.market.fit.ranking import (
    Best,
    Ranking,
    by_id,
    rank_some,
    words_of_columns,
    words_of_rows,
)
from tasuki.core.market.fit.records import FitOpening, FitPerson
from tasuki.core.market.fit.sparse import make_index
from tasuki.core.market.fit.tables import Table, opening_table, person_table
from tasuki.core.market.fit.wishes import Direction


def update(
    ranking: Ranking,
    *,
    people: Sequence[FitPerson] = (),
    openings: Sequence[FitOpening] = (),
    removed: Collection[str] = (),
    gate: Gate | None = None,
) -> Ranking:
    """Return the ranking with some people and openings new, changed or gone.

    Args:
        ranking: as it was; not changed.
        people: new or changed, ids differ.
        openings: new or changed, ids differ.
        removed: ids of people and openings that are gone.
        gate: of another day, or other filters; None for the same ones.

    Raises:
        FitError: two records have one id.
    """
    now, gone = gate or ranking.gate, frozenset(removed)
    all_people = _merged(ranking.people, by_id(people), gone)
    all_openings = _merged(ranking.openings, by_id(openings), gone)
    moved_people = {one.id for one in people} | {
        one.id
        for one in all_people.values()
        if now != ranking.gate and person_reason(one, now) != person_reason(one, ranking.gate)
    }
    moved_openings = {one.id for one in openings} | {
        one.id
        for one in all_openings.values()
        if now != ranking.gate and opening_reason(one, now) != opening_reason(one, ranking.gate)
    }
    scorer, numbers = ranking.scorer, ranking.numbers
    person_rows = person_table(
        [all_people[one] for one in sorted(moved_people - gone)],
        scorer=scorer,
        gate=now,
        numbers=numbers,
    )
    opening_rows = opening_table(
        [all_openings[one] for one in sorted(moved_openings - gone)],
        scorer=scorer,
        gate=now,
        numbers=numbers,
    )
    made = replace(
        ranking,
        gate=now,
        people=all_people,
        openings=all_openings,
        people_table=ranking.people_table.replaced(person_rows, gone),
        opening_table=ranking.opening_table.replaced(opening_rows, gone),
    )
    if ranking.direction is Direction.TO_OPENINGS:
        return _ranked_again(ranking, made, person_rows, opening_rows, gone)
    return _ranked_again(ranking, made, opening_rows, person_rows, gone)


def _merged[R](old: Mapping[str, R], new: Mapping[str, R], gone: frozenset[str]) -> dict[str, R]:
    return {key: record for key, record in {**old, **new}.items() if key not in gone}


def _ranked_again(
    old: Ranking, made: Ranking, rows: Table, columns: Table, gone: frozenset[str]
) -> Ranking:
    """Return the ranking with its best brought up to date.

    Args:
        old: before.
        made: both tables as they are now.
        rows: rows that are new or changed.
        columns: columns that are new or changed, as they are now.
        gone: ids of what is gone.
    """
    before = {one: place for place, one in enumerate(old.rows)}
    places = int64s([before.get(one, -1) for one in made.rows])
    changed = frozenset(rows.ids)
    is_due = (places < 0) | np.array([one in changed for one in made.rows], dtype=bool)
    reach = np.where(places < 0, 1, old.best.reach[places] if len(before) else 1).astype(np.int32)
    lost = gone | frozenset(columns.ids)
    was = [place for place, one in enumerate(old.columns) if one in lost]
    for table in (old.sides[1].take(int64s(was)), columns):
        _mark(made, table, reach, is_due)
    best = Best.empty(len(made.rows), made.k)
    kept = np.flatnonzero(~is_due)
    _carry(old, made, best, kept, places[kept])
    due = np.flatnonzero(is_due)
    again = rank_some(made, due)
    for target, found in zip(_arrays(best), _arrays(again), strict=True):
        target[due] = found
    return replace(made, best=best)


def _mark(
    made: Ranking,
    columns: Table,
    reach: npt.NDArray[np.int32],
    is_due: npt.NDArray[np.bool_],
) -> None:
    if not columns.ids:
        return
    index = make_index(words_of_rows(made), words_of_columns(made, columns))
    find_reached(index, reach, is_due)


def _carry(
    old: Ranking,
    made: Ranking,
    best: Best,
    kept: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
) -> None:
    """Copy what was found for rows that nothing touched; their columns have new places."""
    now = {one: place for place, one in enumerate(made.columns)}
    moved = np.array([now.get(one, -1) for one in old.columns] + [-1], dtype=np.int32)
    for target, found in zip(_arrays(best), _arrays(old.best), strict=True):
        target[kept] = found[places]
    best.columns[kept] = moved[old.best.columns[places]]


def _arrays(best: Best) -> tuple[npt.NDArray[np.int32], ...]:
    return (best.columns, best.points, best.lines, best.reach, best.considered)
