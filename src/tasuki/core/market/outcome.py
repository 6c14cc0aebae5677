"""What a clearing proposes, with what proves it. Frozen; decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tasuki.core.market.csr import Ints, Longs
from tasuki.core.market.records import Mechanism, Status


@dataclass(frozen=True, slots=True)
class Infeasible:
    """A Hall witness: the places' floors together exceed the people who could fill them."""

    places: tuple[str, ...]
    minimum: int
    people: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What proves an optimum or that there is none.

    Attributes:
        prices: place or seat -> price, at most six decimals.
        people: agent -> price, at most six decimals (assignment).
        infeasible: why no outcome exists.
    """

    prices: Mapping[str, int | float] | None = None
    people: Mapping[str, int | float] | None = None
    infeasible: Infeasible | None = None


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a clearing proposes for a matching, rotation or assignment.

    Attributes:
        instance_digest: digest of the market that was cleared.
        edge: int64 (agents,): assigned edge, -1 = none (nothing, or the own unit unlisted).
        place: int32 (agents,): assigned place, -1 = none.
        statistics: by name; `seconds` is the only one that may differ between runs.
        cutoffs: place -> lowest priority held if full, else None; empty when it has no meaning.
        seed: revealed seed of the lottery.
        explanations: agent -> record.
    """

    name: str
    mechanism: Mechanism
    instance_digest: str
    status: Status
    edge: Longs
    place: Ints
    statistics: Mapping[str, int | float] = field(default_factory=dict)
    cutoffs: Mapping[str, int | None] = field(default_factory=dict)
    certificate: Certificate = field(default_factory=Certificate)
    seed: str | None = None
    explanations: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class SwapOutcome:
    """What a clearing proposes for an exchange: cycles and chains of seat numbers.

    A cycle (a, b, c) uses the arcs a->b, b->c, c->a; a chain starts at a vacant seat.
    """

    name: str
    mechanism: Mechanism
    instance_digest: str
    status: Status
    cycles: tuple[tuple[int, ...], ...] = ()
    chains: tuple[tuple[int, ...], ...] = ()
    statistics: Mapping[str, int | float] = field(default_factory=dict)
    certificate: Certificate = field(default_factory=Certificate)
    explanations: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
