"""The examples of docs/market.md: instances with results that were worked out by hand."""

import copy
import json
from typing import Any

from tasuki.core.market.files import read_json
from tasuki.core.market.model import Market, SwapMarket

POSTING: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "matching",
    "name": "posting",
    "mechanism": {"name": "deferred_acceptance", "side": "agents"},
    "openings": [
        {"id": "O1", "capacity": 1},
        {"id": "O2", "capacity": 2, "minimum_priority": 300000},
    ],
    "agents": [
        {"id": "A1", "choices": [["O1", 700000], ["O2", 650000]]},
        {"id": "A2", "choices": [["O1", 800000], ["O2", 100000]]},
        {"id": "A3", "choices": [["O2", 400000], ["O1", None]]},
    ],
}
REGION: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "matching",
    "name": "region",
    "mechanism": {"name": "flexible_deferred_acceptance"},
    "regions": [{"id": "R1", "maximum": 2}],
    "openings": [
        {"id": "O1", "capacity": 2, "region": "R1", "target": 1},
        {"id": "O2", "capacity": 2, "region": "R1", "target": 1},
        {"id": "O3", "capacity": 1},
    ],
    "agents": [
        {"id": "A1", "choices": [["O1", 9], ["O3", 5]]},
        {"id": "A2", "choices": [["O1", 8], ["O3", 7]]},
        {"id": "A3", "choices": [["O2", 6]]},
    ],
}
FLOORS: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "matching",
    "name": "floors",
    "mechanism": {"name": "multi_stage_deferred_acceptance"},
    "openings": [{"id": "O1", "capacity": 3}, {"id": "O2", "capacity": 2, "minimum": 1}],
    "agents": [
        {"id": "A1", "choices": [["O1", 9], ["O2", 1]]},
        {"id": "A2", "choices": [["O1", 2], ["O2", 2]]},
        {"id": "A3", "choices": [["O1", 8], ["O2", 3]]},
    ],
    "order": ["A2", "A1", "A3"],
}
ROTATION: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "rotation",
    "name": "spring",
    "mechanism": {"name": "top_trading_cycles"},
    "units": [{"id": "U1"}, {"id": "U2"}, {"id": "U3", "vacancies": 1}],
    "agents": [
        {"id": "A1", "unit": "U1", "own_priority": 5, "choices": [["U2", 9]]},
        {"id": "A2", "unit": "U2", "own_priority": 7, "choices": [["U1", 4], ["U3", 2]]},
        {"id": "A3", "unit": "U3", "own_priority": 6, "choices": []},
        {"id": "A4", "unit": None, "choices": [["U3", 8]]},
    ],
    "order": ["A3", "A1", "A2", "A4"],
}
SEATS_HELD: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "rotation",
    "name": "spring",
    "mechanism": {"name": "block_exchange"},
    "units": [{"id": "U1"}, {"id": "U2"}, {"id": "U3"}],
    "agents": [
        {"id": "A1", "unit": "U1", "own_priority": 5, "choices": [["U2", 9]]},
        {"id": "A2", "unit": "U2", "own_priority": 7, "choices": [["U1", 4], ["U3", 2]]},
        {"id": "A3", "unit": "U3", "own_priority": 6, "choices": []},
    ],
    "order": ["A3", "A1", "A2"],
}
SWAP: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "exchange",
    "name": "swap",
    "mechanism": {
        "name": "cycle_chain_packing",
        "cycle_cap": 3,
        "chain_cap": 2,
        "objective": "weight",
    },
    "balance": {"C1": 1},
    "seats": [
        {"id": "S1", "company": "C1"},
        {"id": "S2", "company": "C2"},
        {"id": "S3", "company": "C3"},
        {"id": "V1", "company": "C3", "vacant": True},
    ],
    "arcs": [["S1", "S2", 5], ["S2", "S1", 4], ["V1", "S3", 7]],
}
PLAN: dict[str, Any] = {
    "format": "tasuki-market/1",
    "kind": "assignment",
    "name": "plan",
    "mechanism": {"name": "assignment"},
    "units": [
        {"id": "U1", "region": "R1", "minimum": 1, "maximum": 1},
        {"id": "U2", "region": "R1", "maximum": 2},
    ],
    "agents": [
        {"id": "A1", "unit": "U1", "tags": ["nurse"], "choices": [["U1", 0], ["U2", 60]]},
        {"id": "A2", "unit": "U2", "tags": ["nurse"], "choices": [["U2", 0], ["U1", 10]]},
        {"id": "A3", "unit": "U2", "tags": [], "choices": [["U2", 0], ["U1", 90]]},
    ],
    "constraints": [{"kind": "tag_minimum", "unit": "U1", "tag": "nurse", "minimum": 1}],
}
ALL = {
    "posting": POSTING,
    "region": REGION,
    "floors": FLOORS,
    "rotation": ROTATION,
    "seats held": SEATS_HELD,
    "swap": SWAP,
    "plan": PLAN,
}


def changed(body: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """Return a copy of an instance with other values at the top."""
    return {**copy.deepcopy(body), **parts}


def market_of(body: dict[str, Any]) -> Market:
    """Return the market of an instance that is no exchange."""
    found = read_json(json.dumps(body).encode())
    assert isinstance(found, Market)
    return found


def swap_market_of(body: dict[str, Any]) -> SwapMarket:
    """Return the market of an exchange."""
    found = read_json(json.dumps(body).encode())
    assert isinstance(found, SwapMarket)
    return found
