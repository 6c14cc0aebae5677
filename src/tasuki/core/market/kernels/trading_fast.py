"""Top trading cycles, compiled: every pointer only moves forward, so the walk is linear."""

import numpy as np

from tasuki.core.market.csr import Bools, Flags, Ints, Longs
from tasuki.core.market.kernels.compiler import compiled


@compiled
def group_incumbents(endowment: Ints, order: Ints, unit_count: int) -> tuple[Longs, Ints]:
    """Return where the incumbents of each unit start, and the incumbents in order."""
    starts = np.zeros(unit_count + 1, np.int64)
    for person in range(len(endowment)):
        if endowment[person] >= 0:
            starts[endowment[person] + 1] += 1
    for unit in range(unit_count):
        starts[unit + 1] += starts[unit]
    fill = starts[:-1].copy()
    people = np.empty(starts[-1], np.int32)
    for turn in range(len(order)):
        unit = endowment[order[turn]]
        if unit >= 0:
            people[fill[unit]] = order[turn]
            fill[unit] += 1
    return starts, people


@compiled
def wish_of(
    person: int,
    at: Longs,
    indptr: Longs,
    indices: Ints,
    flags: Flags,
    endowment: Ints,
    seats: Ints,
) -> int:
    """Return the best unit of the list with a seat left, else the own unit or -1."""
    while at[person] < indptr[person + 1]:
        unit = indices[at[person]]
        if seats[unit] > 0 and not flags[at[person]] & 8:
            return unit
        at[person] += 1
    return endowment[person]


@compiled
def holder_of(unit: int, first: Longs, starts: Longs, incumbents: Ints, is_free: Bools) -> int:
    """Return the first unassigned incumbent of the unit, -1 when there is none."""
    while first[unit] < starts[unit + 1] and not is_free[incumbents[first[unit]]]:
        first[unit] += 1
    if first[unit] < starts[unit + 1]:
        return incumbents[first[unit]]
    return -1


@compiled
def trade(
    indptr: Longs, indices: Ints, flags: Flags, endowment: Ints, order: Ints, capacity: Ints
) -> tuple[Longs, Ints, Ints]:
    """Return what `trading_plain.trade` returns."""
    count = len(endowment)
    starts, incumbents = group_incumbents(endowment, order, len(capacity))
    first = starts[:-1].copy()
    seats = capacity.copy()
    is_free = np.ones(count, np.bool_)
    at = indptr[:-1].copy()
    edge = np.full(count, -1, np.int64)
    place = np.full(count, -1, np.int32)
    cycle = np.full(count, -1, np.int32)
    path = np.empty(count, np.int32)
    is_on_path = np.zeros(count, np.bool_)
    length, cycle_count, line = 0, 0, 0
    while True:
        while line < count and not is_free[order[line]]:
            line += 1
        if length == 0:
            if line == count:
                break
            path[0] = order[line]
            is_on_path[order[line]] = True
            length = 1
        person = path[length - 1]
        unit = wish_of(person, at, indptr, indices, flags, endowment, seats)
        if unit < 0:
            is_free[person] = False
            is_on_path[person] = False
            length -= 1
            continue
        following = holder_of(unit, first, starts, incumbents, is_free)
        if following < 0:
            following = order[line]
        if not is_on_path[following]:
            path[length] = following
            is_on_path[following] = True
            length += 1
            continue
        member = -1
        while member != following:
            length -= 1
            member = path[length]
            is_on_path[member] = False
            is_free[member] = False
            place[member] = endowment[member]
            if at[member] < indptr[member + 1]:
                edge[member] = at[member]
                place[member] = indices[at[member]]
            cycle[member] = cycle_count
            seats[place[member]] -= 1
        cycle_count += 1
    return edge, place, cycle
