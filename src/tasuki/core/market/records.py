"""The words of a market as records: what a round is told and what it refuses.

A record says what a file says, one agent or opening at a time; `model` turns records into
arrays. Nothing here counts, sorts or decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

INTEGER_MAX: Final = 2**31 - 2
"""Largest size of a priority or utility: it is stored in 32 bits, one value means `none`."""


class Kind(StrEnum):
    """What an instance is about; stored in files."""

    MATCHING = "matching"
    ROTATION = "rotation"
    EXCHANGE = "exchange"
    ASSIGNMENT = "assignment"


class Side(StrEnum):
    """Who asks in deferred acceptance; stored in files."""

    AGENTS = "agents"
    OPENINGS = "openings"


class MechanismName(StrEnum):
    """The mechanisms by the names that files use."""

    DEFERRED_ACCEPTANCE = "deferred_acceptance"
    FLEXIBLE = "flexible_deferred_acceptance"
    MULTI_STAGE = "multi_stage_deferred_acceptance"
    TOP_TRADING_CYCLES = "top_trading_cycles"
    BLOCK_EXCHANGE = "block_exchange"
    STATUS_QUO = "status_quo_deferred_acceptance"
    CYCLE_CHAIN_PACKING = "cycle_chain_packing"
    ASSIGNMENT = "assignment"


class Guarantee(StrEnum):
    """A property that a verifier can check in an outcome, or probe; stored."""

    FEASIBLE = "feasible"
    INDIVIDUALLY_RATIONAL = "individually_rational"
    STABLE = "stable"
    PERSON_OPTIMAL = "person_optimal"
    OPENING_OPTIMAL = "opening_optimal"
    STABLE_UNDER_CEILINGS = "stable_under_ceilings"
    FLOORS_MET = "floors_met"
    NO_WASTE = "no_waste"
    PARETO_EFFICIENT = "pareto_efficient"
    TWO_SIDED_RATIONAL = "two_sided_rational"
    TWO_SIDED_EFFICIENT = "two_sided_efficient"
    NO_ENVY_AMONG_RELEASED = "no_envy_among_released"
    EXCHANGE_FEASIBLE = "exchange_feasible"
    OPTIMAL_EXCHANGE = "optimal_exchange"
    OPTIMAL_ASSIGNMENT = "optimal_assignment"
    LOTTERY = "lottery"
    REPRODUCIBLE = "reproducible"
    STRATEGY_PROOF = "strategy_proof"


class Status(StrEnum):
    """How far a clearing came; stored."""

    COMPLETE = "complete"
    TIME_LIMIT = "time_limit"
    INFEASIBLE = "infeasible"


class TieRule(StrEnum):
    """How equal priorities are ordered; stored in files."""

    ORDER = "order"
    LOTTERY = "lottery"


class ConstraintKind(StrEnum):
    """The conditions an assignment may carry; stored in files."""

    TAG_MINIMUM = "tag_minimum"
    TOGETHER = "together"
    APART = "apart"
    FIXED = "fixed"
    MOVES_MAXIMUM = "moves_maximum"
    REGION_MAXIMUM = "region_maximum"
    REGION_MINIMUM = "region_minimum"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of an instance or outcome.

    Attributes:
        code: short stable name, such as `unknown_id`.
        place: where in the file, such as `agents[3].choices[0]`.
        text: one English sentence that names the value.
    """

    code: str
    place: str
    text: str

    def __str__(self) -> str:
        """Return the line that a person reads."""
        return f"{self.place}: {self.text} [{self.code}]"


class MarketError(ValueError):
    """A market that cannot be built, read or cleared; carries every finding, not only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(str(one) for one in self.findings[:20]))

    @classmethod
    def of(cls, code: str, place: str, text: str) -> "MarketError":
        """Return an error with one finding."""
        return cls([Finding(code, place, text)])


type Choice = tuple[str, int | None]
"""A place and the number there: priority (None = the place does not accept) or utility."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the round.

    Attributes:
        choices: best first (kind assignment: any order).
        unit: place held today, or None.
        own_priority: how the own unit ranks its holder; higher is better.
        tags: skills that constraints count.
        may_stay_out: the person may end without a place (kind assignment).
    """

    id: str
    choices: tuple[Choice, ...] = ()
    unit: str | None = None
    own_priority: int | None = None
    tags: tuple[str, ...] = ()
    may_stay_out: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """A place of a matching, with `capacity` >= 0 seats."""

    id: str
    capacity: int
    minimum: int = 0
    minimum_priority: int | None = None
    region: str | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A place of a rotation (vacancies, minimum) or an assignment (minimum, maximum, region)."""

    id: str
    vacancies: int = 0
    minimum: int = 0
    maximum: int | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Places that share a ceiling of `maximum` people; None = no ceiling."""

    id: str
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of an exchange: a person and the place held, or a vacancy without a person."""

    id: str
    company: str | None = None
    vacant: bool = False


type Arc = tuple[str, str, int]
"""Seat a is given to the person who holds seat b, worth w > 0."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition of an assignment; which fields are set follows from `kind`.

    Attributes:
        agents: two or more for `together` and `apart`, exactly one for `fixed`.
    """

    kind: ConstraintKind
    unit: str | None = None
    region: str | None = None
    tag: str | None = None
    agents: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Lottery:
    """A draw whose seed was committed to before the lists closed."""

    seed: str | None = None
    commitment: str | None = None


@dataclass(frozen=True, slots=True)
class TieBreak:
    """Equal priorities: earlier in the file wins, or the lower ticket of the lottery."""

    rule: TieRule = TieRule.ORDER
    lottery: Lottery = field(default_factory=Lottery)


OPTIONS: Final[dict[MechanismName, tuple[str, ...]]] = {
    MechanismName.DEFERRED_ACCEPTANCE: ("side",),
    MechanismName.CYCLE_CHAIN_PACKING: ("cycle_cap", "chain_cap", "objective"),
    MechanismName.ASSIGNMENT: ("worst_rank",),
}
"""Which options a mechanism knows; the others know none."""

KINDS: Final[dict[MechanismName, Kind]] = {
    MechanismName.DEFERRED_ACCEPTANCE: Kind.MATCHING,
    MechanismName.FLEXIBLE: Kind.MATCHING,
    MechanismName.MULTI_STAGE: Kind.MATCHING,
    MechanismName.TOP_TRADING_CYCLES: Kind.ROTATION,
    MechanismName.BLOCK_EXCHANGE: Kind.ROTATION,
    MechanismName.STATUS_QUO: Kind.ROTATION,
    MechanismName.CYCLE_CHAIN_PACKING: Kind.EXCHANGE,
    MechanismName.ASSIGNMENT: Kind.ASSIGNMENT,
}

OBJECTIVES: Final = ("weight", "moves")

_ALWAYS = (Guarantee.FEASIBLE, Guarantee.LOTTERY, Guarantee.REPRODUCIBLE)
_BY_NAME: Final[dict[MechanismName, tuple[Guarantee, ...]]] = {
    MechanismName.DEFERRED_ACCEPTANCE: (Guarantee.INDIVIDUALLY_RATIONAL, Guarantee.STABLE),
    MechanismName.FLEXIBLE: (
        Guarantee.INDIVIDUALLY_RATIONAL,
        Guarantee.STABLE_UNDER_CEILINGS,
        Guarantee.STRATEGY_PROOF,
    ),
    MechanismName.MULTI_STAGE: (
        Guarantee.INDIVIDUALLY_RATIONAL,
        Guarantee.FLOORS_MET,
        Guarantee.NO_WASTE,
        Guarantee.STRATEGY_PROOF,
    ),
    MechanismName.TOP_TRADING_CYCLES: (
        Guarantee.INDIVIDUALLY_RATIONAL,
        Guarantee.PARETO_EFFICIENT,
        Guarantee.STRATEGY_PROOF,
    ),
    MechanismName.BLOCK_EXCHANGE: (
        Guarantee.INDIVIDUALLY_RATIONAL,
        Guarantee.TWO_SIDED_RATIONAL,
        Guarantee.TWO_SIDED_EFFICIENT,
        Guarantee.STRATEGY_PROOF,
    ),
    MechanismName.STATUS_QUO: (
        Guarantee.INDIVIDUALLY_RATIONAL,
        Guarantee.FLOORS_MET,
        Guarantee.NO_ENVY_AMONG_RELEASED,
        Guarantee.STRATEGY_PROOF,
    ),
    MechanismName.CYCLE_CHAIN_PACKING: (Guarantee.EXCHANGE_FEASIBLE, Guarantee.OPTIMAL_EXCHANGE),
    MechanismName.ASSIGNMENT: (Guarantee.INDIVIDUALLY_RATIONAL, Guarantee.OPTIMAL_ASSIGNMENT),
}


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A mechanism and its options, as a file states them; None = not stated.

    Attributes:
        side: who asks in deferred acceptance; agents when not stated.
        cycle_cap: most seats in a cycle; 3 when not stated.
        chain_cap: most arcs in a chain; 0 when not stated.
        objective: `weight` (when not stated) or `moves`.
        worst_rank: worst rank anyone may get in an assignment; no bound when not stated.
    """

    name: MechanismName
    side: Side | None = None
    cycle_cap: int | None = None
    chain_cap: int | None = None
    objective: str | None = None
    worst_rank: int | None = None

    @property
    def kind(self) -> Kind:
        """Return the kind of instance that the mechanism clears."""
        return KINDS[self.name]

    @property
    def guarantees(self) -> tuple[Guarantee, ...]:
        """Return what the mechanism promises about every outcome."""
        extra: tuple[Guarantee, ...] = ()
        if self.name is MechanismName.DEFERRED_ACCEPTANCE:
            asks = self.side or Side.AGENTS
            extra = (
                (Guarantee.PERSON_OPTIMAL, Guarantee.STRATEGY_PROOF)
                if asks is Side.AGENTS
                else (Guarantee.OPENING_OPTIMAL,)
            )
        return (*_ALWAYS, *_BY_NAME[self.name], *extra)
