"""Spreads what is shown: no opening and no person stands in everybody's list.

With one seat, plain relevance sends everybody to the same few openings. The spread keeps the
best pairs overall under a limit for each column and tells what it costs.

Source: Su et al. arXiv 2106.01941; ReCon arXiv 2308.09516 (congestion of recommendations).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from tasuki.core.market.fit.features import FitError
from tasuki.core.market.fit.ranking import Best, Ranking


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A ranking after the spread, and what it changed.

    Attributes:
        ranking: with k of each row at most.
        gini_before: 0 all columns are shown equally often, near 1 a few stand everywhere.
        gini_after: the same, afterwards.
        points_kept: points of what is shown over those of the plain best, 0..1.
        short_rows: rows that now show fewer than before because all else was full.
    """

    ranking: Ranking
    gini_before: float
    gini_after: float
    points_kept: float
    short_rows: tuple[str, ...]


def spread(
    ranking: Ranking,
    k: int,
    *,
    shown_most: int = 10,
    capacities: Mapping[str, int] | None = None,
) -> Spread:
    """Return the k of each row such that no column is shown more often than its limit.

    The best pairs of all come first, of equal ones the smaller row, then the smaller column.

    Args:
        ranking: with more than k of each row, so that there is something to choose from.
        k: how many of each row, 1..ranking.k.
        shown_most: how often a column may be shown for each of its seats, >= 1.
        capacities: seats of a column; 1 where none is given.

    Raises:
        FitError: ``k`` or ``shown_most`` is out of range.
    """
    if not 1 <= k <= ranking.k or shown_most < 1:
        raise FitError(f"k {k} is not within 1..{ranking.k}, or shown_most {shown_most} below 1")
    seats = capacities or {}
    room = np.array([shown_most * seats.get(one, 1) for one in ranking.columns], dtype=np.int64)
    best, rows = ranking.best, len(ranking.rows)
    kept = Best.empty(rows, k)
    filled = np.zeros(rows, dtype=np.int64)
    row, place = np.nonzero(best.columns >= 0)
    order = np.lexsort((best.columns[row, place], row, -best.points[row, place]))
    for one, at in zip(row[order].tolist(), place[order].tolist(), strict=True):
        column = int(best.columns[one, at])
        if filled[one] < k and room[column] > 0:
            target = filled[one]
            kept.columns[one, target] = column
            kept.points[one, target] = best.points[one, at]
            kept.lines[one, target] = best.lines[one, at]
            filled[one] += 1
            room[column] -= 1
    kept.reach[:] = best.reach
    kept.considered[:] = best.considered
    plain = (best.columns[:, :k] >= 0).sum(axis=1)
    short = np.flatnonzero(filled < plain).tolist()
    return Spread(
        ranking=replace(ranking, best=kept, k=k),
        gini_before=gini(exposures(ranking, k)),
        gini_after=gini(exposures(replace(ranking, best=kept), k)),
        points_kept=_points(kept, k) / max(1, _points(best, k)),
        short_rows=tuple(ranking.rows[one] for one in short),
    )


def exposures(ranking: Ranking, k: int) -> npt.NDArray[np.int64]:
    """Return how often each column stands among the first k of a row, int64 (columns,)."""
    shown = ranking.best.columns[:, :k]
    return np.bincount(shown[shown >= 0], minlength=len(ranking.columns))


def gini(counts: Sequence[int] | npt.NDArray[np.int64]) -> float:
    """Return the Gini coefficient of some counts, 0..1; 0 where there is nothing.

    Args:
        counts: >= 0.
    """
    ordered = np.sort(np.asarray(counts, dtype=np.int64))
    total, size = int(ordered.sum()), len(ordered)
    if total == 0:
        return 0.0
    weighted = int((np.arange(1, size + 1) * ordered).sum())
    return (2 * weighted - (size + 1) * total) / (size * total)


def _points(best: Best, k: int) -> int:
    points = best.points[:, :k].astype(np.int64)
    return int(points[best.columns[:, :k] >= 0].sum())
