"""A parsed JSON object becomes a market. Unknown keys are faults, and so is every wrong type.

Reads what a file of `docs/market.md` holds; all faults of a file are told together.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final

from tasuki.core.market.canonical import FORMAT
from tasuki.core.market.model import Market, SwapMarket
from tasuki.core.market.records import (
    Agent,
    Choice,
    Constraint,
    ConstraintKind,
    Finding,
    Kind,
    Lottery,
    MarketError,
    Mechanism,
    MechanismName,
    Opening,
    Region,
    Seat,
    Side,
    TieBreak,
    TieRule,
    Unit,
)

type Object = Mapping[str, Any]

_COMMON: Final = ("format", "kind", "name", "mechanism", "tie_break")
_KEYS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.MATCHING: ("agents", "openings", "regions", "order"),
    Kind.ROTATION: ("agents", "units", "order"),
    Kind.ASSIGNMENT: ("agents", "units", "regions", "order", "constraints"),
    Kind.EXCHANGE: ("seats", "arcs", "balance"),
}
_AGENT_KEYS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.MATCHING: ("choices",),
    Kind.ROTATION: ("choices", "unit", "own_priority"),
    Kind.ASSIGNMENT: ("choices", "unit", "tags", "may_stay_out"),
}
_UNIT_KEYS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.ROTATION: ("vacancies", "minimum"),
    Kind.ASSIGNMENT: ("minimum", "maximum", "region"),
}
_CONSTRAINT_KEYS: Final = ("unit", "region", "tag", "agents", "agent", "minimum", "maximum")


def read_object(body: Any) -> Market | SwapMarket:
    """Return the market of a parsed file.

    Raises:
        MarketError: every fault that was found, with its place in the file.
    """
    reader = _Reader()
    kind = reader.head(body)
    if kind is Kind.EXCHANGE:
        return _read_exchange(reader, body)
    return _read_market(reader, body, kind)


def read_mechanism(value: Any) -> Mechanism:
    """Return the mechanism of a parsed `mechanism` object.

    Raises:
        MarketError: an unknown name or option, or a wrong type.
    """
    reader = _Reader()
    found = reader.mechanism(value)
    reader.stop_at_faults()
    return found


class _Reader:
    """Typed looks into JSON that remember every fault and go on with a harmless value."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def fault(self, code: str, place: str, text: str) -> None:
        self.findings.append(Finding(code, place, text))

    def stop_at_faults(self) -> None:
        if self.findings:
            raise MarketError(self.findings)

    def mapping(self, place: str, value: Any) -> Object:
        if isinstance(value, dict):
            return value
        self.fault("wrong_type", place, "an object is expected")
        return {}

    def keys(
        self, place: str, row: Object, needed: tuple[str, ...], known: tuple[str, ...]
    ) -> None:
        for name in needed:
            if name not in row:
                self.fault("missing_key", place, f"{name!r} is missing")
        for name in row:
            if name not in needed and name not in known:
                self.fault("unknown_key", place, f"{name!r} is no key here")

    def rows(self, body: Object, name: str) -> Iterator[tuple[str, Object]]:
        for at, row in enumerate(self.items(name, body.get(name, []))):
            yield f"{name}[{at}]", self.mapping(f"{name}[{at}]", row)

    def items(self, place: str, value: Any) -> list[Any]:
        if isinstance(value, list):
            return value
        self.fault("wrong_type", place, "a list is expected")
        return []

    def texts(self, place: str, value: Any) -> tuple[str, ...]:
        return tuple(
            self.text(f"{place}[{at}]", one) for at, one in enumerate(self.items(place, value))
        )

    def text(self, place: str, value: Any) -> str:
        if isinstance(value, str):
            return value
        self.fault("wrong_type", place, f"{value!r} is no text")
        return ""

    def maybe_text(self, place: str, row: Object, name: str) -> str | None:
        value = row.get(name)
        return None if value is None else self.text(f"{place}.{name}", value)

    def number(self, place: str, value: Any) -> int:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault("not_integer", place, f"{value!r} is no integer")
        return 0

    def maybe_number(self, place: str, row: Object, name: str) -> int | None:
        value = row.get(name)
        return None if value is None else self.number(f"{place}.{name}", value)

    def flag(self, place: str, row: Object, name: str) -> bool:
        value = row.get(name, False)
        if isinstance(value, bool):
            return value
        self.fault("wrong_type", f"{place}.{name}", f"{value!r} is neither true nor false")
        return False

    def word[E: StrEnum](self, place: str, value: Any, words: type[E], default: E) -> E:
        try:
            return words(value)
        except ValueError:
            known = ", ".join(words)
            self.fault("unknown_value", place, f"{value!r} is none of: {known}")
            return default

    def head(self, body: Any) -> Kind:
        row = self.mapping("$", body)
        if row.get("format") != FORMAT:
            found = row.get("format")
            raise MarketError.of("wrong_format", "format", f"{found!r} is not {FORMAT!r}")
        kind = self.word("kind", row.get("kind"), Kind, Kind.MATCHING)
        self.stop_at_faults()
        title = "openings" if kind is Kind.MATCHING else "units"
        needed = ("seats", "arcs") if kind is Kind.EXCHANGE else ("agents", title)
        self.keys("$", row, ("kind", "mechanism", *needed), (*_COMMON, *_KEYS[kind]))
        self.text("name", row.get("name", ""))
        return kind

    def mechanism(self, value: Any) -> Mechanism:
        row = self.mapping("mechanism", value)
        options = ("side", "cycle_cap", "chain_cap", "objective", "worst_rank")
        self.keys("mechanism", row, ("name",), options)
        side = row.get("side")
        default = MechanismName.DEFERRED_ACCEPTANCE
        return Mechanism(
            name=self.word("mechanism.name", row.get("name"), MechanismName, default),
            side=None if side is None else self.word("mechanism.side", side, Side, Side.AGENTS),
            cycle_cap=self.maybe_number("mechanism", row, "cycle_cap"),
            chain_cap=self.maybe_number("mechanism", row, "chain_cap"),
            objective=self.maybe_text("mechanism", row, "objective"),
            worst_rank=self.maybe_number("mechanism", row, "worst_rank"),
        )

    def tie_break(self, value: Any) -> TieBreak:
        if value is None:
            return TieBreak()
        row = self.mapping("tie_break", value)
        self.keys("tie_break", row, ("rule",), ("seed", "commitment"))
        return TieBreak(
            rule=self.word("tie_break.rule", row.get("rule"), TieRule, TieRule.ORDER),
            lottery=Lottery(
                seed=self.maybe_text("tie_break", row, "seed"),
                commitment=self.maybe_text("tie_break", row, "commitment"),
            ),
        )


def _read_market(reader: _Reader, body: Object, kind: Kind) -> Market:
    agents = [_agent(reader, place, row, kind) for place, row in reader.rows(body, "agents")]
    places: list[Opening | Unit] = (
        [_opening(reader, place, row) for place, row in reader.rows(body, "openings")]
        if kind is Kind.MATCHING
        else [_unit(reader, place, row, kind) for place, row in reader.rows(body, "units")]
    )
    regions = [_region(reader, place, row) for place, row in reader.rows(body, "regions")]
    constraints = [
        _constraint(reader, place, row) for place, row in reader.rows(body, "constraints")
    ]
    mechanism = reader.mechanism(body.get("mechanism"))
    tie_break = reader.tie_break(body.get("tie_break"))
    order = reader.texts("order", body.get("order", []))
    reader.stop_at_faults()
    return Market.from_records(
        kind=kind,
        agents=agents,
        places=places,
        regions=regions,
        order=order,
        constraints=constraints,
        mechanism=mechanism,
        tie_break=tie_break,
        name=body.get("name", ""),
    )


def _read_exchange(reader: _Reader, body: Object) -> SwapMarket:
    seats = []
    for place, row in reader.rows(body, "seats"):
        reader.keys(place, row, ("id",), ("company", "vacant"))
        seats.append(
            Seat(
                id=reader.text(f"{place}.id", row.get("id")),
                company=reader.maybe_text(place, row, "company"),
                vacant=reader.flag(place, row, "vacant"),
            )
        )
    arcs = []
    for at, row in enumerate(reader.items("arcs", body.get("arcs", []))):
        place = f"arcs[{at}]"
        triple = reader.items(place, row)
        if len(triple) != 3:
            reader.fault("wrong_type", place, "an arc is [seat, seat, weight]")
            continue
        giver, taker = reader.text(place, triple[0]), reader.text(place, triple[1])
        arcs.append((giver, taker, reader.number(place, triple[2])))
    stated = reader.mapping("balance", body.get("balance", {}))
    balance = {name: reader.number(f"balance[{name}]", value) for name, value in stated.items()}
    mechanism = reader.mechanism(body.get("mechanism"))
    if "tie_break" in body:
        reader.fault("unknown_key", "tie_break", "an exchange has no ties to break")
    reader.stop_at_faults()
    return SwapMarket.from_records(
        seats=seats, arcs=arcs, mechanism=mechanism, balance=balance, name=body.get("name", "")
    )


def _agent(reader: _Reader, place: str, row: Object, kind: Kind) -> Agent:
    reader.keys(place, row, ("id",), _AGENT_KEYS[kind])
    return Agent(
        id=reader.text(f"{place}.id", row.get("id")),
        choices=_choices(reader, place, row.get("choices", [])),
        unit=reader.maybe_text(place, row, "unit"),
        own_priority=reader.maybe_number(place, row, "own_priority"),
        tags=reader.texts(f"{place}.tags", row.get("tags", [])),
        may_stay_out=reader.flag(place, row, "may_stay_out"),
    )


def _choices(reader: _Reader, place: str, value: Any) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for at, pair in enumerate(reader.items(f"{place}.choices", value)):
        spot = f"{place}.choices[{at}]"
        if not isinstance(pair, list) or len(pair) != 2:
            reader.fault("wrong_type", spot, "a choice is [place, number or null]")
            continue
        number = None if pair[1] is None else reader.number(spot, pair[1])
        found.append((reader.text(spot, pair[0]), number))
    return tuple(found)


def _opening(reader: _Reader, place: str, row: Object) -> Opening:
    known = ("minimum", "minimum_priority", "region", "target")
    reader.keys(place, row, ("id", "capacity"), known)
    return Opening(
        id=reader.text(f"{place}.id", row.get("id")),
        capacity=reader.number(f"{place}.capacity", row.get("capacity")),
        minimum=reader.maybe_number(place, row, "minimum") or 0,
        minimum_priority=reader.maybe_number(place, row, "minimum_priority"),
        region=reader.maybe_text(place, row, "region"),
        target=reader.maybe_number(place, row, "target"),
    )


def _unit(reader: _Reader, place: str, row: Object, kind: Kind) -> Unit:
    reader.keys(place, row, ("id",), _UNIT_KEYS[kind])
    return Unit(
        id=reader.text(f"{place}.id", row.get("id")),
        vacancies=reader.maybe_number(place, row, "vacancies") or 0,
        minimum=reader.maybe_number(place, row, "minimum") or 0,
        maximum=reader.maybe_number(place, row, "maximum"),
        region=reader.maybe_text(place, row, "region"),
    )


def _region(reader: _Reader, place: str, row: Object) -> Region:
    reader.keys(place, row, ("id",), ("maximum",))
    return Region(
        id=reader.text(f"{place}.id", row.get("id")),
        maximum=reader.maybe_number(place, row, "maximum"),
    )


def _constraint(reader: _Reader, place: str, row: Object) -> Constraint:
    reader.keys(place, row, ("kind",), _CONSTRAINT_KEYS)
    agents = reader.texts(f"{place}.agents", row.get("agents", []))
    agent = reader.maybe_text(place, row, "agent")
    return Constraint(
        kind=reader.word(
            f"{place}.kind", row.get("kind"), ConstraintKind, ConstraintKind.MOVES_MAXIMUM
        ),
        unit=reader.maybe_text(place, row, "unit"),
        region=reader.maybe_text(place, row, "region"),
        tag=reader.maybe_text(place, row, "tag"),
        agents=agents if agent is None else (*agents, agent),
        minimum=reader.maybe_number(place, row, "minimum"),
        maximum=reader.maybe_number(place, row, "maximum"),
    )
