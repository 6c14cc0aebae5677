"""The search of `packing_plain`, compiled: same arguments, same columns in the same order."""

import numpy as np
from numpy.typing import NDArray

from tasuki.core.market.kernels.compiler import compiled
from tasuki.core.market.kernels.packing_plain import Found, Longs

type Ints = NDArray[np.int32]
type Floats = NDArray[np.float64]
type Flags = NDArray[np.bool_]


@compiled
def best_onward(
    indptr: Longs, target: NDArray[np.int32], gain: NDArray[np.float64], steps: int
) -> NDArray[np.float64]:
    """Return float64 (steps + 1, n): the most that at most so many arcs onward can gain."""
    count = len(indptr) - 1
    found = np.zeros((steps + 1, count))
    for step in range(1, steps + 1):
        for seat in range(count):
            best = 0.0
            for arc in range(indptr[seat], indptr[seat + 1]):
                best = max(best, gain[arc] + found[step - 1, target[arc]])
            found[step, seat] = best
    return found


@compiled
def _record(arcs: Ints, row: int, nexts: Longs, depth: int) -> None:
    """Write the arcs of a walk; each was the one before the next to try."""
    for place in range(arcs.shape[1]):
        arcs[row, place] = nexts[place] - 1 if place <= depth else -1


@compiled
def _walk(
    graph: tuple[Longs, Ints, Floats, Floats],
    root: int,
    is_chain: bool,
    cap: int,
    value: float,
    on_path: Flags,
    bar: float,
    is_rising: bool,
    out: tuple[Ints, Longs, Floats],
    found: int,
) -> int:
    """Write the columns of one root behind those found before; return how many there are then."""
    indptr, target, gain, onward = graph
    arcs, lengths, gains = out
    path, nexts, total = np.zeros(cap, np.int64), np.zeros(cap, np.int64), np.zeros(cap)
    depth = 0
    path[0], nexts[0], total[0] = root, indptr[root], value
    on_path[root] = True
    while depth >= 0:
        seat, arc = path[depth], nexts[depth]
        if arc == indptr[seat + 1]:
            on_path[seat] = False
            depth -= 1
            continue
        nexts[depth] += 1
        reached = target[arc]
        gained = total[depth] + gain[arc]
        is_new = not on_path[reached]
        if (is_new if is_chain else reached == root) and gained > bar:
            if found == len(gains):
                return found + 1
            _record(arcs, found, nexts, depth)
            lengths[found], gains[found] = depth + 1, gained
            found += 1
            bar = gained if is_rising else bar
        left = cap - depth - 1
        is_open = left > 0 and is_new and (is_chain or reached > root)
        if is_open and gained + onward[left, reached] > bar:
            depth += 1
            path[depth], nexts[depth], total[depth] = reached, indptr[reached], gained
            on_path[reached] = True
    return found


@compiled
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
    """Return the cycles and chains that gain more than `least`; arguments as the plain twin."""
    width = max(cycle_cap, chain_cap, 1)
    arcs = np.empty((columns_max, width), np.int32)
    lengths, gains = np.zeros(columns_max, np.int64), np.zeros(columns_max)
    on_path = np.zeros(len(indptr) - 1, np.bool_)
    found = 0
    for root in range(len(indptr) - 1):
        is_chain = vacant[root]
        cap = chain_cap if is_chain else cycle_cap
        if cap == 0:
            continue
        value = -entry[root] if is_chain else 0.0
        found = _walk(
            (indptr, target, gain, onward), root, is_chain, cap, value, on_path, least, is_rising,
            (arcs, lengths, gains), found,
        )  # fmt: skip
        if found > columns_max:
            return arcs, lengths, gains, False
    return arcs[:found], lengths[:found], gains[:found], True
