"""The one form in which an instance is digested and written: JSON, defaults left out.

Keys are sorted, there are no spaces, characters that are not ASCII are kept. The seed of the
lottery is no part of the digest, because the seed itself may mix in the digest.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tasuki.core.market.arrays import NO_LIMIT, NO_NUMBER
from tasuki.core.market.records import (
    Constraint,
    ConstraintKind,
    Kind,
    Mechanism,
    TieBreak,
    TieRule,
)

# The model computes its own digest with this module, so its classes cannot be named here.
type Market = Any
type SwapMarket = Any

FORMAT: Final = "tasuki-market/1"


def digest(market: Market | SwapMarket) -> str:
    """Return `sha256:` and the hexadecimal digest of the instance without the lottery's seed."""
    body = _body(market)
    body.get("tie_break", {}).pop("seed", None)
    found = hashlib.sha256()
    # Piece by piece: the lists of a million people are never one text in memory.
    for at, name in enumerate(sorted(body)):
        found.update(b"," if at else b"{")
        found.update(to_bytes(name) + b":")
        if not isinstance(body[name], Iterator):
            found.update(to_bytes(body[name]))
            continue
        opening = b"["
        for row in body[name]:
            found.update(opening + to_bytes(row))
            opening = b","
        found.update(b"[]" if opening == b"[" else b"]")
    found.update(b"}")
    return "sha256:" + found.hexdigest()


def to_bytes(body: Any) -> bytes:
    """Return the canonical bytes of a JSON value."""
    return json.dumps(
        body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def to_object(market: Market | SwapMarket) -> dict[str, Any]:
    """Return the instance as a JSON object: lists in the order of the file, defaults left out."""
    body = _body(market)
    return {name: list(of) if isinstance(of, Iterator) else of for name, of in body.items()}


def _body(market: Market | SwapMarket) -> dict[str, Any]:
    """Return the instance with its long lists still to be walked."""
    body = _exchange(market) if market.kind is Kind.EXCHANGE else _people_and_places(market)
    return {
        "format": FORMAT,
        "kind": str(market.kind),
        "name": market.name,
        "mechanism": mechanism_object(market.mechanism),
        **body,
    }


def mechanism_object(mechanism: Mechanism) -> dict[str, Any]:
    """Return the name and the stated options."""
    options = ("side", "cycle_cap", "chain_cap", "objective", "worst_rank")
    stated = {name: getattr(mechanism, name) for name in options}
    found = {"name": str(mechanism.name)}
    return found | {name: value for name, value in stated.items() if value is not None}


def _people_and_places(market: Market) -> dict[str, Any]:
    place_title = "openings" if market.kind is Kind.MATCHING else "units"
    found: dict[str, Any] = {"agents": _agents(market), place_title: _places(market)}
    if tie_break := _tie_break(market.tie_break):
        found["tie_break"] = tie_break
    if regions := list(_regions(market)):
        found["regions"] = regions
    if len(market.order):
        found["order"] = [market.agent_ids[at] for at in market.order.tolist()]
    if market.constraints:
        found["constraints"] = [constraint_object(one) for one in market.constraints]
    return found


def _stated(name: str, value: Any, default: int) -> dict[str, int]:
    return {} if int(value) == default else {name: int(value)}


def _agents(market: Market) -> Iterator[dict[str, Any]]:
    names = list(market.place_ids)
    is_plan = market.kind is Kind.ASSIGNMENT
    numbers = market.edge.utility if is_plan else market.edge.priority
    places, refused = market.preference.indices, numbers == NO_NUMBER
    bounds, units = market.preference.indptr.tolist(), market.endowment.tolist()
    own, may_stay_out = market.own_priority.tolist(), market.may_stay_out.tolist()
    for at in np.argsort(market.agent_position).tolist():
        row: dict[str, Any] = {"id": market.agent_ids[at], "choices": []}
        choices = slice(bounds[at], bounds[at + 1])
        for place, number, is_refused in zip(
            places[choices].tolist(),
            numbers[choices].tolist(),
            refused[choices].tolist(),
            strict=True,
        ):
            row["choices"].append([names[place], None if is_refused else number])
        if market.kind is not Kind.MATCHING:
            row["unit"] = names[units[at]] if units[at] >= 0 else None
        if is_plan:
            row["tags"] = list(market.tags[at]) if market.tags else []
        if own[at] != NO_NUMBER:
            row["own_priority"] = own[at]
        if may_stay_out and may_stay_out[at]:
            row["may_stay_out"] = True
        yield row


def _places(market: Market) -> Iterator[dict[str, Any]]:
    quota = market.quota
    for at in np.argsort(market.place_position).tolist():
        row: dict[str, Any] = {"id": market.place_ids[at]}
        if market.kind is Kind.MATCHING:
            row["capacity"] = int(quota.capacity[at])
            row |= _stated("minimum_priority", quota.minimum_priority[at], NO_NUMBER)
            row |= _stated("target", quota.target[at], -1)
        elif market.kind is Kind.ROTATION:
            row |= _stated("vacancies", quota.vacancies[at], 0)
        else:
            row |= _stated("maximum", quota.capacity[at], NO_LIMIT)
        row |= _stated("minimum", quota.minimum[at], 0)
        if quota.region[at] >= 0:
            row["region"] = market.region_ids[int(quota.region[at])]
        yield row


def _regions(market: Market) -> Iterator[dict[str, Any]]:
    """Yield the regions; one without ceiling that a unit names needs no line of its own."""
    used = set(market.quota.region.tolist()) if market.kind is Kind.ASSIGNMENT else set()
    for at in np.argsort(market.region_position).tolist():
        ceiling = _stated("maximum", market.region_maximum[at], NO_LIMIT)
        if ceiling or at not in used:
            yield {"id": market.region_ids[at]} | ceiling


def _tie_break(tie_break: TieBreak) -> dict[str, str]:
    if tie_break.rule is TieRule.ORDER:
        return {}
    lottery = tie_break.lottery
    stated = {"seed": lottery.seed, "commitment": lottery.commitment}
    return {"rule": "lottery"} | {name: text for name, text in stated.items() if text is not None}


def constraint_object(one: Constraint) -> dict[str, Any]:
    """Return one condition of an assignment; `fixed` names its person as `agent`."""
    found: dict[str, Any] = {"kind": str(one.kind)}
    for name in ("unit", "region", "tag", "minimum", "maximum"):
        if getattr(one, name) is not None:
            found[name] = getattr(one, name)
    if one.kind is ConstraintKind.FIXED:
        found["agent"] = one.agents[0]
    elif one.agents:
        found["agents"] = list(one.agents)
    return found


def _exchange(market: SwapMarket) -> dict[str, Any]:
    file_order = np.argsort(market.seat_position).tolist()
    seats = []
    for at in file_order:
        row: dict[str, Any] = {"id": market.seat_ids[at]}
        if market.company[at] >= 0:
            row["company"] = market.company_ids[int(market.company[at])]
        if market.vacant[at]:
            row["vacant"] = True
        seats.append(row)
    bounds, targets = market.indptr.tolist(), market.arc_target.tolist()
    weights = market.arc_weight.tolist()
    arcs = [
        [market.seat_ids[at], market.seat_ids[targets[arc]], weights[arc]]
        for at in file_order
        for arc in range(bounds[at], bounds[at + 1])
    ]
    found: dict[str, Any] = {"seats": seats, "arcs": arcs}
    tolerance = market.tolerance.tolist()
    balance = {
        name: tolerance[at]
        for at, name in enumerate(market.company_ids)
        if tolerance[at] != NO_LIMIT
    }
    return found | ({"balance": balance} if balance else {})
