"""What a proof is: a promise, a run that counts damage, and sabotages that must cause some."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.proofs.cluster import Cluster, private_cluster


@dataclass(frozen=True, kw_only=True)
class Order:
    """One run: how much, which dice, and what to break.

    ``cluster`` opens the server to use; a sabotage always gets a private one.
    """

    size: int
    seed: int
    sabotage: str | None = None
    cluster: Callable[[], AbstractContextManager[Cluster]] = private_cluster


@dataclass(frozen=True)
class Outcome:
    """What was counted. ``damage`` names each kind of broken promise; all must be zero."""

    figures: dict[str, int | float]
    damage: dict[str, int]

    @property
    def damage_count(self) -> int:
        return sum(self.damage.values())

    def __str__(self) -> str:
        counted = ", ".join(f"{name} {count}" for name, count in self.figures.items())
        broken = ", ".join(f"{name.upper()} {count}" for name, count in self.damage.items())
        return f"{counted} | {broken}"


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One numbered promise.

    ``sizes`` are the figures of a change request, of a night, and of a sabotage run; ``unit``
    says what they count. ``sabotages`` gives for each name how much damage it must show.
    """

    name: str
    promise: str
    unit: str
    sizes: tuple[int, int, int]
    sabotages: dict[str, int]
    run: Callable[[Order], Outcome]

    @property
    def size(self) -> int:
        return self.sizes[0]

    @property
    def night_size(self) -> int:
        return self.sizes[1]

    @property
    def sabotage_size(self) -> int:
        return self.sizes[2]
