"""All cycles and chains of an exchange that gain more than a threshold, in plain Python.

The search walks from each seat along arcs. A cycle is found from its smallest seat only; a
chain starts at a vacant seat. Where a walk cannot gain enough any more it turns back.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Longs = NDArray[np.int64]
type Found = tuple[NDArray[np.int32], Longs, NDArray[np.float64], bool]
"""Arcs int32 (k, deepest), -1 behind the end; lengths int64 (k); gains float64 (k); all found."""


def best_onward(
    indptr: Longs, target: NDArray[np.int32], gain: NDArray[np.float64], steps: int
) -> NDArray[np.float64]:
    """Return float64 (steps + 1, n): the most that at most so many arcs onward can gain."""
    found = np.zeros((steps + 1, len(indptr) - 1))
    for step in range(1, steps + 1):
        for seat in range(len(indptr) - 1):
            for arc in range(indptr[seat], indptr[seat + 1]):
                onward = gain[arc] + found[step - 1, target[arc]]
                found[step, seat] = max(found[step, seat], onward)
    return found


@dataclass(frozen=True, slots=True)
class _Search:
    indptr: list[int]
    target: list[int]
    gain: list[float]
    onward: list[list[float]]
    root: int
    is_chain: bool
    cap: int
    bar: list[float]

    def walk(self, seat: int, path: tuple[int, ...], seats: set[int], value: float) -> Iterator[
        tuple[tuple[int, ...], float]
    ]:  # fmt: skip
        """Yield each column that begins with a path of arcs, the path's own end first."""
        left = self.cap - len(path) - 1
        for arc in range(self.indptr[seat], self.indptr[seat + 1]):
            reached, gained = self.target[arc], value + self.gain[arc]
            is_new = reached not in seats
            if (is_new if self.is_chain else reached == self.root) and gained > self.bar[0]:
                yield (*path, arc), gained
            can_go_on = left > 0 and is_new and (self.is_chain or reached > self.root)
            if can_go_on and gained + self.onward[left][reached] > self.bar[0]:
                yield from self.walk(reached, (*path, arc), seats | {reached}, gained)


def find_columns(
    indptr: Longs,
    target: NDArray[np.int32],
    gain: NDArray[np.float64],
    entry: NDArray[np.float64],
    vacant: NDArray[np.bool_],
    onward: NDArray[np.float64],
    cycle_cap: int,
    chain_cap: int,
    least: float,
    is_rising: bool,
    columns_max: int,
) -> Found:
    """Return the cycles and chains that gain more than `least`, by seat and then by arc.

    Args:
        indptr: int64 (n + 1); arcs of each seat.
        target: int32 (E); the seat whose person moves.
        gain: float64 (E); worth of an arc less the price of its target.
        entry: float64 (n); price of starting a chain at a seat.
        vacant: bool (n); the seat has no person.
        onward: float64 (deepest + 1, n); see `best_onward`.
        cycle_cap: most seats of a cycle; 0 = no cycles.
        chain_cap: most arcs of a chain; 0 = no chains.
        least: a column must gain more than this.
        is_rising: from one seat only columns better than all before them are kept.
        columns_max: the search stops with so many columns.
    """
    lists = indptr.tolist(), target.tolist(), gain.tolist(), onward.tolist()
    arcs: list[tuple[int, ...]] = []
    gains: list[float] = []
    is_whole = True
    for root in range(len(indptr) - 1):
        is_chain, bar = bool(vacant[root]), [least]
        search = _Search(*lists, root, is_chain, chain_cap if is_chain else cycle_cap, bar)
        found = search.walk(root, (), {root}, -float(entry[root]) if is_chain else 0.0)
        for path, value in found if search.cap else ():
            if len(arcs) == columns_max:
                is_whole = False
                break
            arcs.append(path)
            gains.append(value)
            bar[0] = value if is_rising else least
    width = max(cycle_cap, chain_cap, 1)
    table = np.full((len(arcs), width), -1, np.int32)
    for place, path in enumerate(arcs):
        table[place, : len(path)] = path
    return table, np.array([len(path) for path in arcs], np.int64), np.array(gains), is_whole
