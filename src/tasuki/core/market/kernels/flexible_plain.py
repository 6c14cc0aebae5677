"""Deferred acceptance under regional ceilings in plain Python.

The seats of a region form one queue: first the seats of all targets, then each place's first
seat above its target in file order, then each place's second, and so on. A region keeps the
earliest seats up to its ceiling. That is the walk of the published rule, told as an order, and
it lets a question cost one look at the latest seat instead of a walk through the region.

Source: Kamada and Kojima, Efficient matching under distributional constraints, AER 2015.
"""

from heapq import heappop, heappush, heapreplace

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs

REFUSED = 8


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
    """Return int64 (agents,): the edge each person ends with, -1 = none.

    Args:
        indptr: int64 (agents + 1,), see `Preference`.
        indices: int32 (edges,), the place of each edge.
        priority: int32 (edges,), higher is better.
        flags: uint8 (edges,), bit 8 = the place refuses.
        least: int32 (places,), lowest accepted priority.
        tie: int32 (agents,), distinct; the lower wins among equals.
        capacity: int32 (places,), >= 0.
        target: int32 (places,), 0..capacity; in a region they add to at most the ceiling.
        region: int32 (places,), -1 = none.
        position: int32 (places,), distinct places in the file.
        ceiling: int32 (regions,), >= 0.
    """
    people = _Desk(indptr, priority, tie, len(capacity))
    queue = _Queue(target, region, position, ceiling)
    places, seats = indices.tolist(), capacity.tolist()
    keys, refused, floors = people.keys, flags.tolist(), least.tolist()
    bounds, at = people.bounds, people.at
    for start in range(len(bounds) - 1):
        person = start
        while person >= 0 and at[person] < bounds[person + 1]:
            edge = at[person]
            place = places[edge]
            if refused[edge] & REFUSED or keys[edge] < floors[place] or not seats[place]:
                at[person] += 1
                continue
            count = len(people.held[place])
            loser = place if count >= seats[place] else queue.take_seat(place, count)
            if loser == place:
                person = people.compete(place, person)
            else:
                people.add(place, person)
                person = people.pop_worst(loser) if loser >= 0 else -1
            if person >= 0:
                at[person] += 1
    return people.edges()


class _Desk:
    """Who asks where, and whom every place holds, the worst on top."""

    def __init__(self, indptr: Longs, priority: Ints, tie: Ints, place_count: int) -> None:
        self.held: list[list[tuple[int, int, int]]] = [[] for _ in range(place_count)]
        self.bounds: list[int] = indptr.tolist()
        self.at = self.bounds[:-1]
        self.keys: list[int] = priority.tolist()
        self.ties: list[int] = tie.tolist()

    def _claim(self, person: int) -> tuple[int, int, int]:
        return self.keys[self.at[person]], -self.ties[person], person

    def add(self, place: int, person: int) -> None:
        heappush(self.held[place], self._claim(person))

    def pop_worst(self, place: int) -> int:
        return heappop(self.held[place])[2]

    def compete(self, place: int, person: int) -> int:
        """Return who goes: the person or the worst of a place without one seat more."""
        claim, held = self._claim(person), self.held[place]
        return heapreplace(held, claim)[2] if held and claim > held[0] else person

    def edges(self) -> Longs:
        found = np.full(len(self.at), -1, np.int64)
        for claims in self.held:
            for _, _, person in claims:
                found[person] = self.at[person]
        return found


class _Queue:
    """The taken seats of every region above target, the latest on top."""

    def __init__(self, target: Ints, region: Ints, position: Ints, ceiling: Ints) -> None:
        self.targets: list[int] = target.tolist()
        self.regions: list[int] = region.tolist()
        self.positions: list[int] = position.tolist()
        self.ceilings: list[int] = ceiling.tolist()
        self.total = [0] * len(self.ceilings)
        self.extra: list[list[tuple[int, int, int]]] = [[] for _ in self.ceilings]

    def take_seat(self, place: int, held: int) -> int:
        """Return the place that must give up a seat for one more at `place`, -1 = none."""
        where = self.regions[place]
        if where < 0:
            return -1
        extra, turn = self.extra[where], held - self.targets[place]
        if turn >= 0:
            heappush(extra, (-turn, -self.positions[place], place))
        if self.total[where] < self.ceilings[where]:
            self.total[where] += 1
            return -1
        return heappop(extra)[2] if extra else place
