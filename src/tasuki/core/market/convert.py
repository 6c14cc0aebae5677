"""Exchanges of the kidney world as exchanges of seats: PrefLib wmd, Glasgow input, kep JSON.

A pair of donor and patient becomes a seat with its person (donor = seat, patient = person), an
altruistic donor becomes a vacant seat, an arc stays as it is. Arcs into altruists and arcs worth
nothing say nothing of seats and are left out. Weights are whole; a decimal one is refused.

Objectives stay those of the files' arcs: kep counts each altruist once more and measures a chain
by its nodes; here the weight of arcs counts and a chain is as long as its arcs.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tasuki.core.market.records import (
    Arc,
    MarketError,
    Mechanism,
    MechanismName,
    Seat,
)
from tasuki.core.market.swap_market import SwapMarket

CYCLE_CAP: Final = 3
CHAIN_CAP: Final = 0
_ALTRUIST: Final = "altruist"


def convert_wmd(
    data: bytes, *, cycle_cap: int = CYCLE_CAP, chain_cap: int = CHAIN_CAP
) -> SwapMarket:
    """Return the exchange of a PrefLib file: `# ALTERNATIVE NAME n: …`, then source,target,weight.

    Args:
        data: UTF-8.
        cycle_cap: most seats of a cycle.
        chain_cap: most arcs of a chain.

    Raises:
        MarketError: a line that cannot be read, or any fault of the exchange.
    """
    names: dict[str, str] = {}
    title = ""
    rows: list[tuple[str, Sequence[str]]] = []
    for place, line in _lines(data):
        if not line.startswith("#"):
            rows.append((place, line.split(",")))
            continue
        key, _, value = line.lstrip("# ").partition(":")
        if key.startswith("ALTERNATIVE NAME"):
            names[key.split()[-1]] = value.strip()
        elif key == "TITLE":
            title = value.strip()
    arcs = [_arc(place, row) for place, row in rows]
    seats = dict.fromkeys([*names, *(one for a, b, _ in arcs for one in (a, b))])
    vacant = {one for one in seats if _ALTRUIST in names.get(one, "").lower()}
    return _exchange(seats, vacant, arcs, _packing(cycle_cap, chain_cap), title)


def convert_glasgow(
    data: bytes,
    vacancies: bytes = b"",
    *,
    cycle_cap: int = CYCLE_CAP,
    chain_cap: int = CHAIN_CAP,
) -> SwapMarket:
    """Return the exchange of an `.input` file and, for chains, of the `.ndds` file beside it.

    Both hold `n m`, then m lines `source target weight` with numbers from 0, then `-1 -1 -1`.

    Args:
        data: pairs; seats are named P0, P1 …
        vacancies: altruists and their arcs to pairs; seats are named N0, N1 …
        cycle_cap: most seats of a cycle.
        chain_cap: most arcs of a chain.

    Raises:
        MarketError: counts that do not agree, a line that cannot be read, any other fault.
    """
    pairs, arcs = _glasgow("input", data, "P")
    altruists: list[str] = []
    if vacancies.strip():
        altruists, given = _glasgow("ndds", vacancies, "N")
        arcs += given
    return _exchange([*pairs, *altruists], set(altruists), arcs, _packing(cycle_cap, chain_cap), "")


def convert_kep(
    data: bytes, *, cycle_cap: int = CYCLE_CAP, chain_cap: int = CHAIN_CAP
) -> SwapMarket:
    """Return the exchange of a kep JSON file: `data.<donor>.sources`, `.matches`, `.altruistic`.

    A patient with several donors becomes one seat, named after the patient; the dearest arc
    between two seats stays.

    Args:
        data: UTF-8 JSON.
        cycle_cap: most seats of a cycle.
        chain_cap: most arcs of a chain.

    Raises:
        MarketError: no such JSON, or any fault of the exchange.
    """
    donors = _donors(data)
    seats: dict[str, None] = {}
    vacant: set[str] = set()
    arcs: dict[tuple[str, str], int] = {}
    for donor, row in donors.items():
        place = f"data.{donor}"
        if row.get("altruistic"):
            givers = [f"N{donor}"]
            vacant.add(givers[0])
        else:
            givers = [f"P{one}" for one in _list(place, row, "sources")]
        seats |= dict.fromkeys(givers)
        for at, match in enumerate(_list(place, row, "matches")):
            spot = f"{place}.matches[{at}]"
            if not isinstance(match, dict) or "recipient" not in match:
                raise MarketError.of("missing_key", spot, "a match names its recipient")
            taker = f"P{match['recipient']}"
            seats[taker] = None
            weight = _weight(spot, match.get("score", 1))
            for giver in givers:
                arcs[giver, taker] = max(weight, arcs.get((giver, taker), 0))
    triples = [(a, b, weight) for (a, b), weight in arcs.items() if a != b]
    return _exchange(seats, vacant, triples, _packing(cycle_cap, chain_cap), "")


def _packing(cycle_cap: int, chain_cap: int) -> Mechanism:
    return Mechanism(MechanismName.CYCLE_CHAIN_PACKING, cycle_cap=cycle_cap, chain_cap=chain_cap)


def _exchange(
    seats: Iterable[str],
    vacant: set[str],
    arcs: Sequence[Arc],
    mechanism: Mechanism,
    name: str,
) -> SwapMarket:
    return SwapMarket.from_records(
        seats=[Seat(one, vacant=one in vacant) for one in seats],
        arcs=[(a, b, weight) for a, b, weight in arcs if weight and b not in vacant],
        mechanism=mechanism,
        name=name,
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MarketError.of("no_text", "$", f"no UTF-8: {error.reason}") from error


def _lines(data: bytes) -> list[tuple[str, str]]:
    found = enumerate(_text(data).splitlines(), start=1)
    return [(f"line {at}", line.strip()) for at, line in found if line.strip()]


def _arc(place: str, row: Sequence[str]) -> Arc:
    if len(row) != 3:
        raise MarketError.of("wrong_type", place, "an arc is source, target, weight")
    source, target, weight = (one.strip() for one in row)
    return source, target, _weight(place, weight)


def _weight(place: str, value: Any) -> int:
    try:
        number = float(value)
    except (TypeError, ValueError) as error:
        raise MarketError.of("not_integer", place, f"{value!r} is no weight") from error
    if not number.is_integer():
        raise MarketError.of("not_integer", place, f"{value!r} is no whole weight")
    return int(number)


def _glasgow(title: str, data: bytes, letter: str) -> tuple[list[str], list[Arc]]:
    lines = [(f"{title}, {place}", line.split()) for place, line in _lines(data)]
    if not lines or len(lines[0][1]) != 2:
        raise MarketError.of("wrong_type", title, "the first line is `seats arcs`")
    count, arc_count = (_weight(lines[0][0], one) for one in lines[0][1])
    rows = [(place, row) for place, row in lines[1:] if row[0] != "-1"]
    if len(rows) != arc_count:
        raise MarketError.of("wrong_count", title, f"{arc_count} arcs told, {len(rows)} found")
    arcs = []
    for place, row in rows:
        source, target, weight = _arc(place, row)
        if not source.isdigit() or int(source) >= count or not target.isdigit():
            raise MarketError.of("unknown_id", place, f"no such seat: {source} or {target}")
        arcs.append((f"{letter}{int(source)}", f"P{int(target)}", weight))
    return [f"{letter}{at}" for at in range(count)], arcs


def _donors(data: bytes) -> dict[str, dict[str, Any]]:
    try:
        body = json.loads(_text(data))
    except (json.JSONDecodeError, RecursionError) as error:
        raise MarketError.of("no_json", "$", f"cannot be read as JSON: {error}") from error
    rows = body.get("data") if isinstance(body, dict) else None
    if not isinstance(rows, dict) or not all(isinstance(row, dict) for row in rows.values()):
        raise MarketError.of("missing_key", "data", "an object of donors is expected")
    return rows


def _list(place: str, row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name, [])
    if not isinstance(value, list):
        raise MarketError.of("wrong_type", f"{place}.{name}", "a list is expected")
    return value
