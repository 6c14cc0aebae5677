"""Deferred acceptance in plain Python with heaps of the library: the twin of the compiled one."""

from heapq import heappush, heapreplace

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs

REFUSED = 8


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
    """Return int64 (agents,): the edge each of `people` ends with, -1 = none.

    Free people ask the next place of their list; a place keeps the best `capacity`.

    Args:
        people: int32, numbers of the people who take part; nobody else gets an edge.
        indptr: int64 (agents + 1,), see `Preference`.
        indices: int32 (edges,), the place of each edge.
        priority: int32 (edges,), higher is better.
        flags: uint8 (edges,), bit 8 = the place refuses.
        least: int32 (places,), lowest accepted priority.
        tie: int32 (agents,), distinct; the lower wins among equals.
        capacity: int32 (places,), >= 0.
    """
    held: list[list[tuple[int, int, int]]] = [[] for _ in range(len(capacity))]
    bounds, places, seats = indptr.tolist(), indices.tolist(), capacity.tolist()
    keys, refused, floors, ties = priority.tolist(), flags.tolist(), least.tolist(), tie.tolist()
    at = list(bounds[:-1])
    for one in people.tolist():
        person = one
        while person >= 0 and at[person] < bounds[person + 1]:
            edge = at[person]
            place = places[edge]
            if refused[edge] & REFUSED or keys[edge] < floors[place] or not seats[place]:
                at[person] += 1
                continue
            claim = (keys[edge], -ties[person], person)
            if len(held[place]) < seats[place]:
                heappush(held[place], claim)
                person = -1
                continue
            if claim > held[place][0]:
                person = heapreplace(held[place], claim)[2]
            at[person] += 1
    found = np.full(len(bounds) - 1, -1, np.int64)
    for claims in held:
        for _, _, person in claims:
            found[person] = at[person]
    return found


def ask_openings(
    indptr: Longs, indices: Ints, offers: Longs, offer_ptr: Longs, agent: Ints, capacity: Ints
) -> Longs:
    """Return int64 (agents,): the edge each person ends with when the places ask, -1 = none.

    Args:
        indptr: int64 (agents + 1,), see `Preference`; a lower edge of a person is better.
        indices: int32 (edges,), the place of each edge.
        offers: int64, acceptable edges by place, best person first.
        offer_ptr: int64 (places + 1,), where the offers of each place start.
        agent: int32 (edges,), the person of each edge.
        capacity: int32 (places,), >= 0.
    """
    places, people, edges = indices.tolist(), agent.tolist(), offers.tolist()
    bounds, seats = offer_ptr.tolist(), capacity.tolist()
    held = [-1] * (len(indptr) - 1)
    at, filled = list(bounds[:-1]), [0] * len(seats)
    waiting = list(range(len(seats)))
    while waiting:
        place = waiting.pop()
        while filled[place] < seats[place] and at[place] < bounds[place + 1]:
            edge = edges[at[place]]
            at[place] += 1
            person = people[edge]
            if held[person] == -1 or edge < held[person]:
                if held[person] >= 0:
                    other = places[held[person]]
                    filled[other] -= 1
                    waiting.append(other)
                held[person] = edge
                filled[place] += 1
    return np.array(held, np.int64)
