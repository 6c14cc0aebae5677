"""What a market must be before it is built; every fault is told, not only the first."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from tasuki.core.market.records import (
    INTEGER_MAX,
    OBJECTIVES,
    OPTIONS,
    Agent,
    Arc,
    Constraint,
    ConstraintKind,
    Finding,
    Kind,
    MarketError,
    Mechanism,
    Opening,
    Region,
    Seat,
    TieBreak,
    TieRule,
    Unit,
)

ID_CHARACTERS_MAX = 200

type Places = Sequence[Opening | Unit]


def check_market(
    kind: Kind,
    agents: Sequence[Agent],
    places: Places,
    regions: Sequence[Region],
    order: Sequence[str],
    constraints: Sequence[Constraint],
    tie_break: TieBreak,
    mechanism: Mechanism,
) -> None:
    """Refuse records that are no matching, rotation or assignment.

    Raises:
        MarketError: unknown or double ids, double choices, numbers out of range, bounds that
            contradict each other, an incomplete order, a seed that breaks its commitment.
    """
    title = "openings" if kind is Kind.MATCHING else "units"
    findings = [
        *_check_ids("agents", [one.id for one in agents]),
        *_check_ids(title, [one.id for one in places]),
        *_check_ids("regions", [one.id for one in regions]),
        *_check_mechanism(mechanism, kind),
        *_check_tie_break(tie_break),
        *_check_agents(agents, {one.id for one in places}, kind),
        *_check_places(title, places, {one.id for one in regions}),
        *_check_regions(places, regions),
        *_check_order(order, [one.id for one in agents]),
        *_check_constraints(constraints, agents, places, regions),
    ]
    if findings:
        raise MarketError(findings)


def check_exchange(
    seats: Sequence[Seat], arcs: Sequence[Arc], balance: Mapping[str, int], mechanism: Mechanism
) -> None:
    """Refuse records that are no exchange.

    Raises:
        MarketError: unknown or double seats, an arc twice, to itself, into a vacancy or
            without a positive weight, a balance of an unknown company or below 0.
    """
    findings = [
        *_check_ids("seats", [one.id for one in seats]),
        *_check_mechanism(mechanism, Kind.EXCHANGE),
        *_check_arcs(seats, arcs),
    ]
    companies = {one.company for one in seats}
    for company, tolerance in balance.items():
        place = f"balance[{company}]"
        if company not in companies:
            findings.append(Finding("unknown_id", place, f"no seat of company {company!r}"))
        findings += _check_number(place, tolerance, least=0)
    if findings:
        raise MarketError(findings)


def check_use(mechanism: Mechanism, kind: Kind, tie_break: TieBreak) -> None:
    """Refuse a mechanism or a seed that does not belong to a market.

    Raises:
        MarketError: another kind, an unknown option, a seed that breaks its commitment.
    """
    findings = [*_check_mechanism(mechanism, kind), *_check_tie_break(tie_break)]
    if findings:
        raise MarketError(findings)


def _check_ids(title: str, ids: Sequence[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, one in enumerate(ids):
        place = f"{title}[{at}].id"
        if not one or len(one) > ID_CHARACTERS_MAX or not one.isprintable() or one != one.strip():
            text = f"{one!r} is no id: 1 to {ID_CHARACTERS_MAX} printable characters"
            yield Finding("wrong_id", place, text)
        if one in seen:
            yield Finding("double_id", place, f"{one!r} stands twice")
        seen.add(one)


def _check_number(place: str, value: object, *, least: int) -> Iterator[Finding]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield Finding("not_integer", place, f"{value!r} is no integer")
    elif not least <= value <= INTEGER_MAX:
        yield Finding("out_of_range", place, f"{value} is not {least} to {INTEGER_MAX}")


def _check_optional(place: str, value: object, *, least: int) -> Iterator[Finding]:
    if value is not None:
        yield from _check_number(place, value, least=least)


def _check_mechanism(mechanism: Mechanism, kind: Kind) -> Iterator[Finding]:
    if mechanism.kind is not kind:
        text = f"{mechanism.name} clears a {mechanism.kind}, this is a {kind}"
        yield Finding("wrong_mechanism", "mechanism.name", text)
    known = OPTIONS.get(mechanism.name, ())
    for option in ("side", "cycle_cap", "chain_cap", "objective", "worst_rank"):
        if getattr(mechanism, option) is not None and option not in known:
            text = f"{mechanism.name} has no option {option!r}"
            yield Finding("unknown_key", f"mechanism.{option}", text)
    yield from _check_optional("mechanism.cycle_cap", mechanism.cycle_cap, least=0)
    yield from _check_optional("mechanism.chain_cap", mechanism.chain_cap, least=0)
    yield from _check_optional("mechanism.worst_rank", mechanism.worst_rank, least=1)
    if mechanism.objective is not None and mechanism.objective not in OBJECTIVES:
        text = f"{mechanism.objective!r} is not {' or '.join(OBJECTIVES)}"
        yield Finding("unknown_value", "mechanism.objective", text)


def _check_tie_break(tie_break: TieBreak) -> Iterator[Finding]:
    seed, commitment = tie_break.lottery.seed, tie_break.lottery.commitment
    if tie_break.rule is TieRule.ORDER and (seed is not None or commitment is not None):
        yield Finding("unknown_key", "tie_break", "the rule order has no seed and no commitment")
    if seed is None or commitment is None:
        return
    if commitment != "sha256:" + hashlib.sha256(seed.encode()).hexdigest():
        text = "the seed is not the one that was committed to"
        yield Finding("seed_commitment", "tie_break.seed", text)


def _check_agents(agents: Sequence[Agent], places: set[str], kind: Kind) -> Iterator[Finding]:
    for at, one in enumerate(agents):
        where = f"agents[{at}]"
        if kind is Kind.MATCHING and one.unit is not None:
            yield Finding("unknown_key", f"{where}.unit", "nobody holds a seat in a matching")
        elif one.unit is not None and one.unit not in places:
            yield Finding("unknown_id", f"{where}.unit", f"no unit {one.unit!r}")
        yield from _check_optional(f"{where}.own_priority", one.own_priority, least=-INTEGER_MAX)
        yield from _check_choices(where, one, places, kind)
        for tag in one.tags:
            if not tag or "|" in tag or not tag.isprintable():
                yield Finding("wrong_tag", f"{where}.tags", f"{tag!r}: printable, without |")


def _check_choices(where: str, agent: Agent, places: set[str], kind: Kind) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, (place, number) in enumerate(agent.choices):
        spot = f"{where}.choices[{at}]"
        if place not in places:
            yield Finding("unknown_id", spot, f"no place {place!r}")
        if place in seen:
            yield Finding("double_choice", spot, f"{place!r} stands twice in the list")
        seen.add(place)
        if number is None and kind is Kind.ASSIGNMENT:
            yield Finding("not_integer", spot, "an assignment needs a utility")
        yield from _check_optional(spot, number, least=-INTEGER_MAX)


def _check_places(title: str, places: Places, regions: set[str]) -> Iterator[Finding]:
    for at, one in enumerate(places):
        where = f"{title}[{at}]"
        if one.region is not None and one.region not in regions:
            yield Finding("unknown_id", f"{where}.region", f"no region {one.region!r}")
        yield from _check_number(f"{where}.minimum", one.minimum, least=0)
        if isinstance(one, Opening):
            yield from _check_opening(where, one)
        else:
            yield from _check_number(f"{where}.vacancies", one.vacancies, least=0)
            yield from _check_optional(f"{where}.maximum", one.maximum, least=0)
            if isinstance(one.maximum, int) and one.minimum > one.maximum:
                text = f"minimum {one.minimum} above maximum {one.maximum}"
                yield Finding("floor_above_ceiling", where, text)


def _check_opening(where: str, one: Opening) -> Iterator[Finding]:
    faults = [
        *_check_number(f"{where}.capacity", one.capacity, least=0),
        *_check_optional(f"{where}.target", one.target, least=0),
        *_check_optional(f"{where}.minimum_priority", one.minimum_priority, least=-INTEGER_MAX),
    ]
    yield from faults
    if faults:
        return
    if one.minimum > one.capacity:
        text = f"minimum {one.minimum} above capacity {one.capacity}"
        yield Finding("floor_above_ceiling", where, text)
    if one.target is not None and one.target > one.capacity:
        text = f"target {one.target} above capacity {one.capacity}"
        yield Finding("target_above_capacity", where, text)


def _check_regions(places: Places, regions: Sequence[Region]) -> Iterator[Finding]:
    inside: dict[str | None, list[Opening | Unit]] = {}
    for place in places:
        inside.setdefault(place.region, []).append(place)
    for at, one in enumerate(regions):
        where = f"regions[{at}]"
        yield from _check_optional(f"{where}.maximum", one.maximum, least=0)
        if one.maximum is None or not isinstance(one.maximum, int):
            continue
        here = inside.get(one.id, [])
        floors = sum(place.minimum for place in here)
        stated = sum(p.target or 0 for p in here if isinstance(p, Opening))
        if floors > one.maximum:
            text = f"floors of its places add to {floors}, its ceiling is {one.maximum}"
            yield Finding("floor_above_ceiling", where, text)
        if stated > one.maximum:
            text = f"targets of its places add to {stated}, its ceiling is {one.maximum}"
            yield Finding("targets_above_ceiling", where, text)


def _check_order(order: Sequence[str], agents: Sequence[str]) -> Iterator[Finding]:
    if not order:
        return
    known, seen = set(agents), set[str]()
    for at, one in enumerate(order):
        if one not in known:
            yield Finding("unknown_id", f"order[{at}]", f"no agent {one!r}")
        if one in seen:
            yield Finding("double_id", f"order[{at}]", f"{one!r} stands twice")
        seen.add(one)
    for one in agents:
        if one not in seen:
            yield Finding("order_incomplete", "order", f"{one!r} is missing")


_NEEDS: dict[ConstraintKind, frozenset[str]] = {
    ConstraintKind.TAG_MINIMUM: frozenset({"unit", "tag", "minimum"}),
    ConstraintKind.TOGETHER: frozenset({"agents"}),
    ConstraintKind.APART: frozenset({"agents"}),
    ConstraintKind.FIXED: frozenset({"agents", "unit"}),
    ConstraintKind.MOVES_MAXIMUM: frozenset({"maximum"}),
    ConstraintKind.REGION_MAXIMUM: frozenset({"region", "maximum"}),
    ConstraintKind.REGION_MINIMUM: frozenset({"region", "minimum"}),
}


def _check_constraints(
    constraints: Sequence[Constraint],
    agents: Sequence[Agent],
    places: Places,
    regions: Sequence[Region],
) -> Iterator[Finding]:
    known = {
        "agents": {one.id for one in agents},
        "unit": {one.id for one in places},
        "region": {one.id for one in regions},
    }
    for at, one in enumerate(constraints):
        yield from _check_constraint(f"constraints[{at}]", one, known)


def _check_constraint(
    where: str, one: Constraint, known: Mapping[str, set[str]]
) -> Iterator[Finding]:
    values = {
        name: getattr(one, name)
        for name in ("unit", "region", "tag", "agents", "minimum", "maximum")
        if getattr(one, name) not in (None, ())
    }
    for name in sorted(_NEEDS[one.kind] - set(values)):
        yield Finding("missing_key", where, f"{one.kind} needs {name!r}")
    for name in sorted(set(values) - _NEEDS[one.kind]):
        yield Finding("unknown_key", where, f"{one.kind} has no {name!r}")
    for name in ("unit", "region"):
        if name in values and values[name] not in known[name]:
            yield Finding("unknown_id", where, f"no {name} {values[name]!r}")
    for agent in one.agents:
        if agent not in known["agents"]:
            yield Finding("unknown_id", where, f"no agent {agent!r}")
    if len(set(one.agents)) != len(one.agents):
        yield Finding("double_id", where, "an agent stands twice")
    least = {ConstraintKind.TOGETHER: 2, ConstraintKind.APART: 2}.get(one.kind, 0)
    if len(one.agents) < least:
        yield Finding("missing_key", where, f"{one.kind} needs two agents or more")
    if one.kind is ConstraintKind.FIXED and len(one.agents) > 1:
        yield Finding("unknown_key", where, "fixed names one agent")
    yield from _check_optional(f"{where}.minimum", one.minimum, least=0)
    yield from _check_optional(f"{where}.maximum", one.maximum, least=0)


def _check_arcs(seats: Sequence[Seat], arcs: Sequence[Arc]) -> Iterator[Finding]:
    vacant = {one.id: one.vacant for one in seats}
    seen: set[tuple[str, str]] = set()
    for at, (giver, taker, weight) in enumerate(arcs):
        where = f"arcs[{at}]"
        for one in (giver, taker):
            if one not in vacant:
                yield Finding("unknown_id", where, f"no seat {one!r}")
        if vacant.get(taker):
            yield Finding("arc_to_vacant", where, f"{taker!r} is vacant: nobody there can move")
        if giver == taker:
            yield Finding("arc_to_itself", where, f"{giver!r} is given to its own holder")
        if (giver, taker) in seen:
            yield Finding("double_choice", where, "the arc stands twice")
        seen.add((giver, taker))
        yield from _check_number(where, weight, least=1)
