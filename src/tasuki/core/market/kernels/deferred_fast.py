"""Deferred acceptance, compiled: one heap of people for each place, all in one array."""

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs
from tasuki.core.market.kernels.compiler import compiled


@compiled
def is_worse(a: int, b: int, at: Longs, priority: Ints, tie: Ints) -> bool:
    """Return whether person a stands below person b at the place both are asking."""
    first, second = priority[at[a]], priority[at[b]]
    return first < second or (first == second and tie[a] > tie[b])


@compiled
def push(
    heap: Ints, start: int, size: int, person: int, at: Longs, priority: Ints, tie: Ints
) -> None:
    """Add a person to the heap of `size` people that begins at `start`; the worst is on top."""
    child = size
    while child > 0:
        parent = (child - 1) // 2
        above = heap[start + parent]
        if not is_worse(person, above, at, priority, tie):
            break
        heap[start + child] = above
        child = parent
    heap[start + child] = person


@compiled
def replace_top(
    heap: Ints, start: int, size: int, person: int, at: Longs, priority: Ints, tie: Ints
) -> None:
    """Put a person in the place of the worst of the heap."""
    spot = 0
    while True:
        child = 2 * spot + 1
        if child >= size:
            break
        if child + 1 < size and is_worse(
            heap[start + child + 1], heap[start + child], at, priority, tie
        ):
            child += 1
        below = heap[start + child]
        if not is_worse(below, person, at, priority, tie):
            break
        heap[start + spot] = below
        spot = child
    heap[start + spot] = person


@compiled
def heap_starts(indices: Ints, capacity: Ints) -> Longs:
    """Return where the heap of each place starts: it never holds more people than ask."""
    asked = np.zeros(len(capacity), np.int64)
    for edge in range(len(indices)):
        asked[indices[edge]] += 1
    starts = np.zeros(len(capacity) + 1, np.int64)
    for place in range(len(capacity)):
        starts[place + 1] = starts[place] + min(asked[place], np.int64(capacity[place]))
    return starts


@compiled
def is_refused(
    edge: int, place: int, priority: Ints, flags: Flags, least: Ints, capacity: Ints
) -> bool:
    """Return whether the place takes nobody, or not this person."""
    return flags[edge] & 8 != 0 or priority[edge] < least[place] or capacity[place] == 0


@compiled
def collect(heap: Ints, starts: Longs, size: Longs, at: Longs) -> Longs:
    """Return the edge of everybody who stands in a heap, -1 for the others."""
    found = np.full(len(at), -1, np.int64)
    for place in range(len(size)):
        for spot in range(starts[place], starts[place] + size[place]):
            found[heap[spot]] = at[heap[spot]]
    return found


@compiled
def ask_agents(
    people: Ints,
    indptr: Longs,
    indices: Ints,
    priority: Ints,
    flags: Flags,
    least: Ints,
    tie: Ints,
    capacity: Ints,
) -> Longs:
    """Return what `deferred_plain.ask_agents` returns."""
    starts = heap_starts(indices, capacity)
    heap = np.empty(starts[-1], np.int32)
    size = np.zeros(len(capacity), np.int64)
    at = indptr[:-1].copy()
    for turn in range(len(people)):
        person = np.int64(people[turn])
        while person >= 0 and at[person] < indptr[person + 1]:
            edge = at[person]
            place = indices[edge]
            if is_refused(edge, place, priority, flags, least, capacity):
                at[person] += 1
                continue
            if size[place] < capacity[place]:
                push(heap, starts[place], size[place], person, at, priority, tie)
                size[place] += 1
                person = -1
                continue
            worst = np.int64(heap[starts[place]])
            if is_worse(worst, person, at, priority, tie):
                replace_top(heap, starts[place], size[place], person, at, priority, tie)
                person = worst
            at[person] += 1
    return collect(heap, starts, size, at)


@compiled
def ask_openings(
    indptr: Longs, indices: Ints, offers: Longs, offer_ptr: Longs, agent: Ints, capacity: Ints
) -> Longs:
    """Return what `deferred_plain.ask_openings` returns."""
    place_count = len(capacity)
    held = np.full(len(indptr) - 1, -1, np.int64)
    at = offer_ptr[:-1].copy()
    filled = np.zeros(place_count, np.int32)
    # A place that lost somebody asks again; it waits at most once at a time.
    waiting = np.arange(place_count)
    is_waiting = np.ones(place_count, np.bool_)
    depth = place_count
    while depth > 0:
        depth -= 1
        place = waiting[depth]
        is_waiting[place] = False
        while filled[place] < capacity[place] and at[place] < offer_ptr[place + 1]:
            edge = offers[at[place]]
            at[place] += 1
            person = agent[edge]
            if held[person] >= 0 and edge > held[person]:
                continue
            if held[person] >= 0:
                other = indices[held[person]]
                filled[other] -= 1
                if not is_waiting[other]:
                    waiting[depth] = other
                    is_waiting[other] = True
                    depth += 1
            held[person] = edge
            filled[place] += 1
    return held
