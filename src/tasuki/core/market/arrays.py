"""The arrays of a market in named groups, and how ids become numbers. Decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, overload

import numpy as np

from tasuki.core.market.csr import Flags, Ints, Longs, freeze

NO_NUMBER: Final = -(2**31)
"""Stands for `no number` in an int32 array of priorities."""
NO_LIMIT: Final = 2**31 - 1
"""Stands for `no bound` in an int32 array of maxima."""
OWN_SEAT: Final = 1
RESERVED: Final = 2
REFERRED: Final = 4
REFUSED: Final = 8
"""Flags of an edge; REFUSED: the place does not accept the person (`null` in a file)."""


class Numbered(Sequence[str]):
    """The ids `A0000001`, `A0000002` … made when asked for: a million texts are never stored."""

    def __init__(self, letter: str, count: int) -> None:
        self._letter, self._count, self._width = letter, count, len(str(count))

    def __len__(self) -> int:
        """Return how many ids there are."""
        return self._count

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...

    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        """Return the id with that number, or the ids of a slice."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(self._count))]
        at = index + self._count if index < 0 else index
        if not 0 <= at < self._count:
            raise IndexError(index)
        return f"{self._letter}{at + 1:0{self._width}d}"


@dataclass(frozen=True, slots=True, eq=False)
class Preference:
    """The lists of all agents, best first.

    Attributes:
        indptr: int64 (agents + 1,): where each list starts.
        indices: int32 (edges,): the place of each edge.
    """

    indptr: Longs
    indices: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """What stands on each edge, in the order of `Preference.indices`.

    Attributes:
        priority: int32 (edges,): the place's key for the person, higher is better;
            NO_NUMBER where refused; 0 in an assignment.
        utility: int32 (edges,), empty unless the kind is assignment.
        flags: uint8 (edges,): sum of OWN_SEAT, RESERVED, REFERRED, REFUSED.
    """

    priority: Ints
    utility: Ints
    flags: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Quota:
    """The bounds of all places, each int32 (places,).

    Attributes:
        capacity: seats; rotation: incumbents + vacancies; assignment: maximum or NO_LIMIT.
        minimum: people a place needs; 0 = none.
        target: stated target, -1 = not stated (see `Market.targets`).
        region: number of the region, -1 = none.
        vacancies: seats nobody holds today (rotation).
        minimum_priority: lowest accepted priority; NO_NUMBER = any.
    """

    capacity: Ints
    minimum: Ints
    target: Ints
    region: Ints
    vacancies: Ints
    minimum_priority: Ints


def number_ids(ids: Sequence[str]) -> tuple[tuple[str, ...], Longs, dict[str, int]]:
    """Return the ids by code point, number -> place in the file, and id -> number."""
    position = sorted(range(len(ids)), key=ids.__getitem__)
    found = tuple(ids[at] for at in position)
    return found, freeze(np.array(position, np.int64)), {one: at for at, one in enumerate(found)}


def ints(values: Sequence[int]) -> Ints:
    """Return the numbers as a frozen int32 array."""
    return freeze(np.array(values, np.int32))


def or_else(value: int | None, other: int) -> int:
    """Return the number, or the other where there is none."""
    return other if value is None else value
