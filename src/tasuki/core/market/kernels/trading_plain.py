"""Top trading cycles in plain Python: the rule as it is told, one walk of pointers at a time."""

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs

REFUSED = 8


def trade(
    indptr: Longs, indices: Ints, flags: Flags, endowment: Ints, order: Ints, capacity: Ints
) -> tuple[Longs, Ints, Ints]:
    """Return edge (int64), place (int32) and cycle (int32) of each person, -1 = none.

    A person points to the best unit of the list that has a seat left, else to the own unit;
    who has neither leaves. A unit points to its first unassigned incumbent, else to the first
    unassigned person. Everyone in a cycle gets what they point to.

    Args:
        indptr: int64 (agents + 1,), see `Preference`.
        indices: int32 (edges,), the unit of each edge.
        flags: uint8 (edges,), bit 8 = the unit refuses.
        endowment: int32 (agents,), the own unit, -1 = none.
        order: int32 (agents,), all people by precedence.
        capacity: int32 (units,), incumbents + vacancies.
    """
    floor = _Floor(indptr, indices, flags, endowment, order, capacity)
    path: list[int] = []
    spot: dict[int, int] = {}
    while path or floor.next_in_line() >= 0:
        if not path:
            path.append(floor.next_in_line())
            spot[path[0]] = 0
        unit = floor.wish_of(path[-1])
        if unit < 0:
            del spot[path[-1]]
            floor.is_free[path.pop()] = False
            continue
        following = floor.holder_of(unit)
        if following not in spot:
            spot[following] = len(path)
            path.append(following)
            continue
        members = path[spot[following] :]
        del path[spot[following] :]
        for person in members:
            del spot[person]
        floor.close(members)
    return (
        np.array(floor.edge, np.int64),
        np.array(floor.place, np.int32),
        np.array(floor.cycle, np.int32),
    )


class _Floor:
    """Where everybody points, and who is still there."""

    def __init__(
        self,
        indptr: Longs,
        indices: Ints,
        flags: Flags,
        endowment: Ints,
        order: Ints,
        capacity: Ints,
    ) -> None:
        self.bounds: list[int] = indptr.tolist()
        self.units: list[int] = indices.tolist()
        self.refused: list[int] = flags.tolist()
        self.own: list[int] = endowment.tolist()
        self.seats: list[int] = capacity.tolist()
        self.waiting: list[int] = order.tolist()[::-1]
        self.incumbents: list[list[int]] = [[] for _ in self.seats]
        for person in self.waiting:
            if self.own[person] >= 0:
                self.incumbents[self.own[person]].append(person)
        self.at = self.bounds[:-1]
        self.is_free = [True] * len(self.own)
        self.edge, self.place, self.cycle = ([-1] * len(self.own) for _ in range(3))
        self.cycle_count = 0

    def _first_of(self, people: list[int]) -> int:
        while people and not self.is_free[people[-1]]:
            people.pop()
        return people[-1] if people else -1

    def next_in_line(self) -> int:
        return self._first_of(self.waiting)

    def holder_of(self, unit: int) -> int:
        holder = self._first_of(self.incumbents[unit])
        return holder if holder >= 0 else self.next_in_line()

    def wish_of(self, person: int) -> int:
        while self.at[person] < self.bounds[person + 1]:
            edge: int = self.at[person]
            if self.seats[self.units[edge]] and not self.refused[edge] & REFUSED:
                return self.units[edge]
            self.at[person] += 1
        return self.own[person]

    def close(self, members: list[int]) -> None:
        """Give everybody of a cycle what they point to."""
        for person in members:
            is_listed = self.at[person] < self.bounds[person + 1]
            self.edge[person] = self.at[person] if is_listed else -1
            self.place[person] = self.units[self.at[person]] if is_listed else self.own[person]
            self.cycle[person] = self.cycle_count
            self.is_free[person] = False
            self.seats[self.place[person]] -= 1
        self.cycle_count += 1
