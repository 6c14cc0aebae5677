"""Decide which counts may leave the house: no hidden one may follow from all that are shown.

``masking`` knows one table. Figures share people: joiners are counted by route, by prefecture,
by cohort. Here all counts are one system. A small count is safe when a second world exists:
other numbers of people, the same published counts, the same marks, another small count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import lcm
from typing import Final

from tasuki.core.kpi.counting import Atoms, sum_counts
from tasuki.core.kpi.masking import SMALL_COUNT, Cell, Mask

_STEPS: Final = (1, -1, 2, -2)
_PAIRS_MAX: Final = 60
_WHOLES: Final = {
    "tile": "joined",
    "flow": "moved",
    "graduates.left.36": "graduates.36",
    "graduates.36": "cohort.36",
}
_MARKED: Final = {"stayed": "cohort", "settled": "matched"}

type Vector = dict[int, int]


def whole_of(key: str) -> str:
    """Return the count of which a count is a part; empty for one that stands alone."""
    if key in _WHOLES:
        return _WHOLES[key]
    head, _, rest = key.partition(".")
    if not rest:
        return ""
    if head in _MARKED:
        return f"{_MARKED[head]}.{rest}"
    if head in ("cohort", "matched"):
        return ""
    return _WHOLES.get(head, head)


@dataclass(slots=True)
class _World:
    """Atoms that hang together, and which of their counts are hidden so far.

    Attributes:
        signatures: of the atoms.
        sizes: people of each atom, >= 1.
        items: count -> its atoms.
        guarded: differences (whole minus part) that are nobody's count but small.
        hidden: count -> why.
        fixed: counts that are public already and cannot be hidden.
    """

    signatures: list[frozenset[str]]
    sizes: list[int]
    items: dict[str, set[int]] = field(default_factory=dict)
    guarded: list[tuple[set[int], str]] = field(default_factory=list)
    hidden: dict[str, Mask] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()


def protect(
    atoms: Atoms,
    *,
    keys: Iterable[str] = (),
    known: frozenset[str] = frozenset(),
    forced: frozenset[str] = frozenset(),
    threshold: int = SMALL_COUNT,
) -> dict[str, Cell]:
    """Return every count as it may be shown to somebody who may not see the people.

    Args:
        atoms: how many people add to exactly these counts.
        keys: counts that are shown even if nobody adds to them.
        known: counts that are public from an earlier release; they are not hidden for others.
        forced: counts that are hidden whatever they are.
        threshold: smallest count that may be shown.

    Returns:
        Each count, or why it is hidden. A zero is shown only beside a whole that is shown and
        not small.

    Source: design rule for small numbers with complementary cells.
    """
    counts = sum_counts(atoms)
    cells: dict[str, Cell] = {**dict.fromkeys(keys, 0), **counts}
    for world in _split(atoms, counts, known, forced, threshold):
        _hide(world, counts, threshold)
        cells |= world.hidden
    cells |= dict.fromkeys(forced & set(cells), Mask.PARTNER)
    for key, cell in cells.items():
        whole = cells.get(whole_of(key))
        shown = isinstance(whole, int) and whole >= threshold
        if cell == 0 and whole_of(key) and not shown:
            cells[key] = Mask.PARTNER
    return cells


def _split(
    atoms: Atoms,
    counts: Mapping[str, int],
    known: frozenset[str],
    forced: frozenset[str],
    threshold: int,
) -> list[_World]:
    """Cut the system into parts that share no count; each is solved alone."""
    groups: list[tuple[set[str], list[frozenset[str]]]] = []
    for signature in sorted(atoms, key=sorted):
        names, members = set(signature), [signature]
        rest = []
        for other_names, others in groups:
            if names & other_names:
                names |= other_names
                members = others + members
            else:
                rest.append((other_names, others))
        groups = [*rest, (names, members)]
    worlds = []
    for names, members in groups:
        world = _World(members, [atoms[one] for one in members])
        world.fixed = known & names
        for key in sorted(names):
            world.items[key] = {at for at, one in enumerate(members) if key in one}
            if 0 < counts[key] < threshold:
                world.hidden[key] = Mask.SMALL
            elif key in forced:
                world.hidden[key] = Mask.PARTNER
        for key in sorted(names):
            rest_of = world.items.get(whole_of(key), set()) - world.items[key]
            if 0 < sum(world.sizes[at] for at in rest_of) < threshold:
                world.guarded.append((rest_of, key))
        worlds.append(world)
    return worlds


def _hide(world: _World, counts: Mapping[str, int], threshold: int) -> None:
    """Hide more until each small count has a second world; at worst everything goes."""
    while True:
        moves = _free_moves(world)
        sensitive = [(world.items[key], key) for key in world.hidden if 0 < counts[key] < threshold]
        unsafe = [
            one
            for one in (*sensitive, *world.guarded)
            if not _moves(world, one[0], moves, threshold)
        ]
        if not unsafe:
            return
        chosen = {_partner(world, counts, atoms, key) for atoms, key in unsafe} - {""}
        if not chosen:
            # Nothing is left to hide: then no mark may say which of them are small.
            world.hidden = dict.fromkeys(set(world.items) - world.fixed, Mask.PARTNER)
            return
        for key in chosen:
            world.hidden[key] = Mask.PARTNER


def _partner(world: _World, counts: Mapping[str, int], atoms: set[int], key: str) -> str:
    """Return what to hide next: close to the small count, a part before its whole, few people."""
    free = [
        one
        for one in world.items
        if one not in world.hidden and one not in world.fixed and counts[one] > 0
    ]
    if not free:
        return ""
    whole = whole_of(key)

    def cost(one: str) -> tuple[bool, bool, bool, int, str]:
        is_kin = whole_of(one) == whole or one == key
        touches = bool(world.items[one] & (atoms | world.items.get(whole, set())))
        return not touches, not is_kin, one == whole, counts[one], one

    return min(free, key=cost)


def _moves(world: _World, atoms: set[int], moves: list[Vector], threshold: int) -> bool:
    """Return whether some world with the same publication has another sum of these atoms."""
    touching = [one for one in moves if _change(one, atoms)]
    if any(_is_world(world, one, step, threshold) for one in touching for step in _STEPS):
        return True
    near = sorted(moves, key=len)[:_PAIRS_MAX]
    return any(
        _change(both, atoms) and _is_world(world, both, step, threshold)
        for first, second in combinations(near, 2)
        for both in (_sum(first, second, 1), _sum(first, second, -1))
        for step in (1, -1)
    )


def _change(move: Vector, atoms: set[int]) -> int:
    return sum(value for at, value in move.items() if at in atoms)


def _sum(first: Vector, second: Vector, sign: int) -> Vector:
    both = dict(first)
    for at, value in second.items():
        both[at] = both.get(at, 0) + sign * value
    return {at: value for at, value in both.items() if value}


def _is_world(world: _World, move: Vector, step: int, threshold: int) -> bool:
    """Return whether the moved numbers are counts of people that carry the same marks."""
    if any(world.sizes[at] + step * value < 0 for at, value in move.items()):
        return False
    for key, mark in world.hidden.items():
        atoms = world.items[key]
        change = step * _change(move, atoms)
        if change:
            value = sum(world.sizes[at] for at in atoms) + change
            if (0 < value < threshold) is not (mark is Mask.SMALL):
                return False
    return True


def _free_moves(world: _World) -> list[Vector]:
    """Return whole numbers that can be added to the atoms without changing what is shown."""
    width = len(world.sizes)
    rows: dict[int, dict[int, Fraction]] = {}
    for key, atoms in world.items.items():
        if key in world.hidden and key not in world.fixed:
            continue
        row = dict.fromkeys(atoms, Fraction(1))
        for pivot, known in rows.items():
            if pivot in row:
                row = _minus(row, known, row[pivot])
        if not row:
            continue
        pivot = min(row)
        row = {at: value / row[pivot] for at, value in row.items()}
        for other, known in rows.items():
            if pivot in known:
                rows[other] = _minus(known, row, known[pivot])
        rows[pivot] = row
    moves = []
    for at in range(width):
        if at in rows:
            continue
        exact = {pivot: -row[at] for pivot, row in rows.items() if at in row} | {at: Fraction(1)}
        scale = lcm(*(value.denominator for value in exact.values()))
        moves.append({one: int(value * scale) for one, value in exact.items()})
    return moves


def _minus(
    row: dict[int, Fraction], other: dict[int, Fraction], factor: Fraction
) -> dict[int, Fraction]:
    left = dict(row)
    for at, value in other.items():
        left[at] = left.get(at, Fraction(0)) - factor * value
    return {at: value for at, value in left.items() if value}
