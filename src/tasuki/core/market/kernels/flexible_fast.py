"""Deferred acceptance under regional ceilings, compiled; `flexible_plain` explains the queue."""

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs
from tasuki.core.market.kernels.compiler import compiled
from tasuki.core.market.kernels.deferred_fast import (
    collect,
    heap_starts,
    is_refused,
    is_worse,
    push,
    replace_top,
)


@compiled
def push_seat(heap: Longs, start: int, size: int, seat: int) -> None:
    """Add a seat to the heap of `size` seats that begins at `start`; the latest is on top."""
    child = size
    while child > 0:
        parent = (child - 1) // 2
        if heap[start + parent] >= seat:
            break
        heap[start + child] = heap[start + parent]
        child = parent
    heap[start + child] = seat


@compiled
def pop_seat(heap: Longs, start: int, size: int) -> int:
    """Take the latest seat from the heap of `size` seats and return it."""
    top = heap[start]
    last = heap[start + size - 1]
    spot = 0
    while True:
        child = 2 * spot + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[start + child + 1] > heap[start + child]:
            child += 1
        if heap[start + child] <= last:
            break
        heap[start + spot] = heap[start + child]
        spot = child
    heap[start + spot] = last
    return top


@compiled
def seat_starts(starts: Longs, target: Ints, region: Ints, region_count: int) -> Longs:
    """Return where the heap of seats above target starts in each region, one spare each."""
    found = np.zeros(region_count + 1, np.int64)
    for place in range(len(target)):
        if region[place] >= 0:
            above = starts[place + 1] - starts[place] - target[place]
            found[region[place] + 1] += max(above, 0) + 1
    return np.cumsum(found)


@compiled
def place_at(position: Ints) -> Ints:
    """Return the place that stands at each position of the file."""
    found = np.zeros(len(position), np.int32)
    for place in range(len(position)):
        found[position[place]] = place
    return found


@compiled
def take_seat(
    place: int,
    held: int,
    target: Ints,
    region: Ints,
    position: Ints,
    by_position: Ints,
    ceiling: Ints,
    total: Longs,
    seats: Longs,
    starts: Longs,
    count: Longs,
) -> int:
    """Return the place that must give up a seat for one more at `place`, -1 = none."""
    where = region[place]
    if where < 0:
        return -1
    turn = held - target[place]
    if turn >= 0:
        seat = (np.int64(turn) << 32) | np.int64(position[place])
        push_seat(seats, starts[where], count[where], seat)
        count[where] += 1
    if total[where] < ceiling[where]:
        total[where] += 1
        return -1
    if count[where] == 0:
        return place
    latest = pop_seat(seats, starts[where], count[where])
    count[where] -= 1
    return np.int64(by_position[latest & 0xFFFFFFFF])


@compiled
def pop_worst(
    place: int, heap: Ints, starts: Longs, size: Longs, at: Longs, priority: Ints, tie: Ints
) -> int:
    """Take the worst person from a place that gives up a seat and return the number."""
    worst = np.int64(heap[starts[place]])
    size[place] -= 1
    last = heap[starts[place] + size[place]]
    if size[place] > 0:
        replace_top(heap, starts[place], size[place], last, at, priority, tie)
    return worst


@compiled
def ask_with_ceilings(
    indptr: Longs,
    indices: Ints,
    priority: Ints,
    flags: Flags,
    least: Ints,
    tie: Ints,
    capacity: Ints,
    target: Ints,
    region: Ints,
    position: Ints,
    ceiling: Ints,
) -> Longs:
    """Return what `flexible_plain.ask_with_ceilings` returns."""
    starts = heap_starts(indices, capacity)
    heap = np.empty(starts[-1], np.int32)
    size = np.zeros(len(capacity), np.int64)
    total, count = np.zeros(len(ceiling), np.int64), np.zeros(len(ceiling), np.int64)
    seat_start = seat_starts(starts, target, region, len(ceiling))
    seats = np.empty(seat_start[-1], np.int64)
    by_position = place_at(position)
    at = indptr[:-1].copy()
    for turn in range(len(indptr) - 1):
        person = np.int64(turn)
        while person >= 0 and at[person] < indptr[person + 1]:
            edge = at[person]
            place = np.int64(indices[edge])
            if is_refused(edge, place, priority, flags, least, capacity):
                at[person] += 1
                continue
            loser = place
            if size[place] < capacity[place]:
                loser = take_seat(
                    place,
                    size[place],
                    target,
                    region,
                    position,
                    by_position,
                    ceiling,
                    total,
                    seats,
                    seat_start,
                    count,
                )
            if loser == place:
                if size[place] > 0:
                    worst = np.int64(heap[starts[place]])
                    if is_worse(worst, person, at, priority, tie):
                        replace_top(heap, starts[place], size[place], person, at, priority, tie)
                        person = worst
                at[person] += 1
                continue
            push(heap, starts[place], size[place], person, at, priority, tie)
            size[place] += 1
            person = -1
            if loser >= 0:
                person = pop_worst(loser, heap, starts, size, at, priority, tie)
                at[person] += 1
    return collect(heap, starts, size, at)
