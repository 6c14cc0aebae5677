"""T14: whoever solves all published counts as one system learns no hidden one.

The attacker knows the structure (which count is a part of which), the marks, and that people are
whole and not negative. For each hidden small count a solver looks for its lowest and its highest
possible value; if the two meet, the count is solved.
"""

import random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.core.kpi.counting import sum_counts
from tasuki.core.kpi.disclosure import protect
from tasuki.core.kpi.masking import SMALL_COUNT, Mask

CHANNELS = ("slot", "referral", "relay", "agency", "advert")
TILES = ("13", "27", "33")


def make_atoms(dice: random.Random) -> dict[frozenset[str], int]:
    """One year of joiners by route, prefecture and former employees, and of leavers."""
    found: dict[frozenset[str], int] = {}
    for channel in CHANNELS:
        for tile in TILES:
            count = dice.choice((0, 0, 0, 1, 2, 3, 4, 5, 7, 12, 30))
            keys = {"joined", f"joined.{channel}", f"tile.{tile}"}
            if dice.random() < 0.2:
                keys.add("joined.former")
            if count:
                found[frozenset(keys)] = count
    left, back = dice.randint(1, 40), dice.randint(0, 6)
    found[frozenset({"left"})] = left
    if back:
        found[frozenset({"left", "left.rehired"})] = back
    return found


def hide_small_only(atoms: dict[frozenset[str], int]) -> dict[str, int | Mask]:
    """The control: each small count is hidden and nothing else."""
    return {
        key: Mask.SMALL if 0 < count < SMALL_COUNT else count
        for key, count in sum_counts(atoms).items()
    }


def count_solved(cells: dict[str, int | Mask], atoms: dict[frozenset[str], int]) -> tuple[int, int]:
    """Return how many small counts are hidden, and how many of them the attacker solves.

    The attacker's world has an atom for every combination that may exist, not only for those
    that do.
    """
    worlds = [
        frozenset({"joined", f"joined.{channel}", f"tile.{tile}", *former})
        for channel in CHANNELS
        for tile in TILES
        for former in ((), ("joined.former",))
    ]
    worlds += [frozenset({"left"}), frozenset({"left", "left.rehired"})]
    keys = sorted(cells)
    rows = np.array([[float(key in one) for one in worlds] for key in keys])
    low, high = [], []
    for key in keys:
        cell = cells[key]
        if isinstance(cell, Mask):
            low.append(1.0 if cell is Mask.SMALL else 0.0)
            high.append(SMALL_COUNT - 1.0 if cell is Mask.SMALL else np.inf)
        else:
            low.append(float(cell))
            high.append(float(cell))
    counts = sum_counts(atoms)
    hidden = [
        at
        for at, key in enumerate(keys)
        if isinstance(cells[key], Mask) and 0 < counts.get(key, 0) < SMALL_COUNT
    ]
    return len(hidden), sum(_is_solved(rows, low, high, at) for at in hidden)


def _is_solved(rows: np.ndarray, low: list[float], high: list[float], at: int) -> bool:
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * rows[at],
            constraints=LinearConstraint(rows, low, high),
            integrality=np.ones(rows.shape[1]),
            bounds=Bounds(0, 1000),
        )
        assert found.success, found.message
        ends.append(round(sign * found.fun))
    return ends[0] == ends[1]


def run(order: Order) -> Outcome:
    """Publish as many years as ordered and attack each."""
    dice = random.Random(order.seed)
    hidden = solved = shown_small = 0
    for _ in range(order.size):
        atoms = make_atoms(dice)
        keys = [f"joined.{one}" for one in CHANNELS] + [f"tile.{one}" for one in TILES]
        cells = (
            hide_small_only(atoms)
            if order.sabotage == "primary-masking-only"
            else protect(atoms, keys=keys)
        )
        shown_small += sum(isinstance(one, int) and 0 < one < SMALL_COUNT for one in cells.values())
        many, broken = count_solved(cells, atoms)
        hidden, solved = hidden + many, solved + broken
    return Outcome(
        figures={"tables": order.size, "hidden": hidden},
        damage={"solved": solved, "shown": shown_small},
    )


PROOF = Proof(
    name="T14",
    promise="no hidden count follows from all published figures together",
    unit="years of figures",
    sizes=(200, 5_000, 40),
    sabotages={"primary-masking-only": 5},
    run=run,
)
