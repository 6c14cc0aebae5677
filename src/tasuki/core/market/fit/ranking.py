"""The best openings of people, or the best people of openings, with all that an audit needs.

``top_k`` ranks everything; ``updating.update`` brings a ranking up to date.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.features import FitError
from tasuki.core.market.fit.filters import Gate
from tasuki.core.market.fit.loops import CANDIDATES_MAX, Found, make_room, rank_rows
from tasuki.core.market.fit.packing import make_rules, pack
from tasuki.core.market.fit.ragged import Int32s, Int64s, Ragged
from tasuki.core.market.fit.records import FitOpening, FitPerson, digest_of
from tasuki.core.market.fit.scorer import LINES, FitScore, Line, Scorer
from tasuki.core.market.fit.sparse import (
    Words,
    make_index,
    words_of_openings,
    words_of_people,
)
from tasuki.core.market.fit.tables import Numbers, Table, opening_table, person_table
from tasuki.core.market.fit.wish_pairs import UNSET
from tasuki.core.market.fit.wishes import Direction

BEST_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Best:
    """What was found for each row.

    Attributes:
        columns: int32 (rows, k), best first; -1 where there is none.
        points: int32 (rows, k), millionths.
        lines: int32 (rows, k, 14), points of each line of ``LINES``; ``UNSET`` without a value.
        reach: int32 (rows,), the overlap from which a column can be a candidate.
        considered: int32 (rows,), how many candidates were scored.
    """

    columns: npt.NDArray[np.int32]
    points: npt.NDArray[np.int32]
    lines: npt.NDArray[np.int32]
    reach: Int32s
    considered: Int32s

    @classmethod
    def empty(cls, rows: int, k: int) -> "Best":
        """Return room for some rows."""
        return cls(
            np.full((rows, k), -1, dtype=np.int32),
            np.zeros((rows, k), dtype=np.int32),
            np.full((rows, k, len(LINES)), UNSET, dtype=np.int32),
            np.ones(rows, dtype=np.int32),
            np.zeros(rows, dtype=np.int32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One line of a ranking as it is stored for the audit.

    Attributes:
        shown_order: 1 is shown first.
        score: parts, version of the model and hash of what went in; ``missing`` is empty here,
            ``Scorer.score`` tells it.
    """

    shown_order: int
    score: FitScore


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The best of each row, and all that is needed to bring it up to date.

    Attributes:
        scorer: with statistics.
        gate: the filters.
        direction: rows are people towards openings, openings towards people.
        k: how many of each row.
        people: by id.
        openings: by id.
        candidates: how many of each row are scored.
        best: what was found; rows and columns are in the order of the ids.
        numbers: of the words in the tables.
        people_table: people as arrays.
        opening_table: openings as arrays.
    """

    scorer: Scorer
    gate: Gate
    direction: Direction
    k: int
    people: Mapping[str, FitPerson]
    openings: Mapping[str, FitOpening]
    candidates: int
    best: Best
    numbers: Numbers
    people_table: Table
    opening_table: Table

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the rows, ascending."""
        return self.sides[0].ids

    @property
    def columns(self) -> tuple[str, ...]:
        """Ids of the columns, ascending."""
        return self.sides[1].ids

    @property
    def sides(self) -> tuple[Table, Table]:
        """The tables of rows and columns."""
        tables = (self.people_table, self.opening_table)
        return tables if self.direction is Direction.TO_OPENINGS else (tables[1], tables[0])

    @property
    def input_hash(self) -> str:
        """SHA-256 over the version, the filters and everybody and everything ranked."""
        made = hashlib.sha256(
            repr(
                (self.scorer.version, self.gate, self.direction.value, self.k, self.candidates)
            ).encode()
        )
        for records in (self.people, self.openings):
            for key in sorted(records):
                made.update(digest_of(records[key]).encode())
        return f"sha256:{made.hexdigest()}"

    def find(self, row: str) -> tuple[Suggestion, ...]:
        """Return the suggestions of one row, best first; empty if there are none.

        Args:
            row: id of a person towards openings, of an opening towards people.

        Raises:
            KeyError: no such row was ranked.
        """
        records: Mapping[str, object] = (
            self.people if self.direction is Direction.TO_OPENINGS else self.openings
        )
        if row not in records:
            raise KeyError(row)
        place = int(np.searchsorted(np.array(self.rows, dtype=object), row))
        found = []
        for at, column in enumerate(self.best.columns[place].tolist()):
            if column >= 0:
                found.append(
                    Suggestion(shown_order=at + 1, score=self._score(row, column, place, at))
                )
        return tuple(found)

    def _score(self, row: str, column: int, place: int, at: int) -> FitScore:
        pair = (row, self.columns[column])
        person, opening = pair if self.direction is Direction.TO_OPENINGS else pair[::-1]
        points = self.best.lines[place, at].tolist()
        return FitScore(
            person_id=person,
            opening_id=opening,
            direction=self.direction,
            points=int(self.best.points[place, at]),
            lines=tuple(
                Line(part, wish, value)
                for (part, wish), value in zip(LINES, points, strict=True)
                if value != UNSET
            ),
            missing=(),
            version=self.scorer.version,
            input_hash=self.scorer.input_hash(self.people[person], self.openings[opening]),
        )


def top_k(
    people: Sequence[FitPerson],
    openings: Sequence[FitOpening],
    k: int,
    direction: Direction | str,
    scorer: Scorer,
    *,
    gate: Gate,
    candidates: int = CANDIDATES_MAX,
) -> Ranking:
    """Return the k best openings of every person, or the k best people of every opening.

    Args:
        people: ids differ.
        openings: ids differ.
        k: 1..100.
        direction: ``to_openings`` or ``to_people``.
        scorer: without statistics they are taken from the openings.
        gate: the filters.
        candidates: how many of each row are scored, >= k.

    Raises:
        FitError: ``k`` is out of range, or two records have one id.
    """
    if not 1 <= k <= min(BEST_MAX, candidates):
        raise FitError(f"k is {k}, not within 1..{min(BEST_MAX, candidates)}")
    scorer = scorer.fitted(openings)
    numbers = Numbers()
    unranked = Ranking(
        scorer=scorer,
        gate=gate,
        direction=Direction(direction),
        k=k,
        people=by_id(people),
        openings=by_id(openings),
        candidates=candidates,
        best=Best.empty(0, k),
        numbers=numbers,
        people_table=person_table(people, scorer=scorer, gate=gate, numbers=numbers),
        opening_table=opening_table(openings, scorer=scorer, gate=gate, numbers=numbers),
    )
    return rank(unranked)


def rank(ranking: Ranking) -> Ranking:
    """Return a ranking with all its rows ranked."""
    rows = np.arange(len(ranking.rows), dtype=np.int64)
    return replace(ranking, best=rank_some(ranking, rows))


def words_of(ranking: Ranking) -> tuple[Words, Words]:
    """Return the words of the rows and of the columns."""
    return words_of_rows(ranking), words_of_columns(ranking, ranking.sides[1])


def words_of_rows(ranking: Ranking) -> Words:
    """Return the words of the rows."""
    if ranking.direction is Direction.TO_OPENINGS:
        return words_of_people(ranking.people_table, with_wishes=True)
    return words_of_openings(ranking.opening_table, ranking.scorer.weights.listed)


def words_of_columns(ranking: Ranking, columns: Table) -> Words:
    """Return the words of some columns.

    Args:
        ranking: gives direction and weights.
        columns: a table of its column side, whole or cut.
    """
    if ranking.direction is Direction.TO_OPENINGS:
        return words_of_openings(columns, ranking.scorer.weights.listed)
    return words_of_people(columns, with_wishes=False)


def rank_some(ranking: Ranking, rows: Int64s) -> Best:
    """Return what is found for some rows.

    Args:
        ranking: both tables.
        rows: int64, places of rows.
    """
    best = Best.empty(len(rows), ranking.k)
    scorer, is_full = ranking.scorer, ranking.direction is Direction.TO_OPENINGS
    index = make_index(*words_of(ranking))
    rank_rows(
        rows,
        index,
        pack(ranking.people_table),
        pack(ranking.opening_table),
        make_rules(scorer.weights.listed, scorer.vocabulary, is_full=is_full),
        make_room(
            index.column_count,
            candidates=ranking.candidates,
            skills=_size([ranking.people_table.rows.skills, ranking.opening_table.rows.skills]),
            runs=_size([table.rows.text for table in ranking.sides]),
        ),
        Found(best.columns, best.points, best.lines, best.reach, best.considered),
    )
    return best


def _size(lists: Sequence[Ragged]) -> int:
    return 1 + max(int(one.ids.max(initial=0)) for one in lists)


def by_id[R: (FitPerson, FitOpening)](records: Sequence[R]) -> dict[str, R]:
    """Return records by their ids.

    Raises:
        FitError: two have one id.
    """
    found = {one.id: one for one in records}
    if len(found) != len(records):
        raise FitError("two records have one id")
    return found
