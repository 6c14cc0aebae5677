"""An outcome as a JSON object and back, on the numbers of its market."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np

from tasuki.core.market.arrays import NO_NUMBER, REFUSED
from tasuki.core.market.canonical import mechanism_object
from tasuki.core.market.csr import freeze, positions_of
from tasuki.core.market.model import (
    Certificate,
    Infeasible,
    Market,
    Outcome,
    SwapMarket,
    SwapOutcome,
)
from tasuki.core.market.reading import read_mechanism
from tasuki.core.market.records import MarketError, Status

FORMAT: Final = "tasuki-market-outcome/1"
_KNOWN: Final = frozenset(
    {
        *("format", "name", "mechanism", "instance_digest", "status", "assignment", "cycles"),
        *("chains", "statistics", "cutoffs", "certificate", "seed", "explanations"),
    }
)


def outcome_object(outcome: Outcome | SwapOutcome, market: Market | SwapMarket) -> dict[str, Any]:
    """Return the outcome as a JSON object; empty parts are left out."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "name": outcome.name,
        "mechanism": mechanism_object(outcome.mechanism),
        "instance_digest": outcome.instance_digest,
        "status": str(outcome.status),
    }
    if isinstance(outcome, Outcome) and isinstance(market, Market):
        found["assignment"] = _assignment(outcome, market)
        if outcome.cutoffs:
            found["cutoffs"] = dict(outcome.cutoffs)
        if outcome.seed is not None:
            found["seed"] = outcome.seed
    elif isinstance(outcome, SwapOutcome):
        names = market.seat_ids if isinstance(market, SwapMarket) else ()
        found["cycles"] = [[names[at] for at in one] for one in outcome.cycles]
        found["chains"] = [[names[at] for at in one] for one in outcome.chains]
    found["statistics"] = dict(outcome.statistics)
    if certificate := _certificate_object(outcome.certificate):
        found["certificate"] = certificate
    if outcome.explanations:
        found["explanations"] = {one: dict(said) for one, said in outcome.explanations.items()}
    return found


def assignment_rows(
    outcome: Outcome | SwapOutcome, market: Market | SwapMarket
) -> Iterator[dict[str, Any]]:
    """Yield agent, place, rank, number and cutoff of each person; nothing for an exchange."""
    if not isinstance(outcome, Outcome) or not isinstance(market, Market):
        return
    ranks = positions_of(market.preference.indptr)
    numbers = market.edge.utility if len(market.edge.utility) else market.edge.priority
    for at in np.argsort(market.agent_position).tolist():
        edge, place = int(outcome.edge[at]), int(outcome.place[at])
        name = market.place_ids[place] if place >= 0 else None
        is_named = edge >= 0 and not market.edge.flags[edge] & REFUSED
        is_numbered = is_named and int(numbers[edge]) != NO_NUMBER
        said = outcome.explanations.get(market.agent_ids[at], {})
        yield {
            "agent": market.agent_ids[at],
            "place": name,
            "rank": int(ranks[edge]) + 1 if edge >= 0 else None,
            "number": int(numbers[edge]) if is_numbered else None,
            "cutoff": outcome.cutoffs.get(name) if name is not None else None,
            "reason": said.get("reason"),
        }


def read_outcome(body: Any, market: Market | SwapMarket) -> Outcome | SwapOutcome:
    """Return the outcome of a parsed object.

    Raises:
        MarketError: a wrong format, an unknown key, person, place or seat, a wrong type.
    """
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise MarketError.of("wrong_format", "format", f"an outcome says {FORMAT!r}")
    for name in body:
        if name not in _KNOWN:
            raise MarketError.of("unknown_key", "$", f"{name!r} is no key here")
    common: dict[str, Any] = {
        "name": str(body.get("name", "")),
        "mechanism": read_mechanism(body.get("mechanism")),
        "instance_digest": str(body.get("instance_digest", "")),
        "status": _status(body.get("status")),
        "statistics": _mapping(body, "statistics"),
        "certificate": _certificate(body.get("certificate")),
        "explanations": _mapping(body, "explanations"),
    }
    if isinstance(market, SwapMarket):
        number = {one: at for at, one in enumerate(market.seat_ids)}
        return SwapOutcome(
            **common,
            cycles=_seats(body.get("cycles", []), number, "cycles"),
            chains=_seats(body.get("chains", []), number, "chains"),
        )
    edge, place = _assigned(_mapping(body, "assignment"), market)
    return Outcome(
        **common,
        edge=edge,
        place=place,
        cutoffs=_cutoffs(_mapping(body, "cutoffs"), market),
        seed=body.get("seed"),
    )


def _assignment(outcome: Outcome, market: Market) -> dict[str, str | None]:
    places = outcome.place.tolist()
    return {
        market.agent_ids[at]: market.place_ids[places[at]] if places[at] >= 0 else None
        for at in np.argsort(market.agent_position).tolist()
    }


def _certificate_object(certificate: Certificate) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if certificate.prices is not None:
        found["prices"] = dict(certificate.prices)
    if certificate.people is not None:
        found["people"] = dict(certificate.people)
    if certificate.infeasible is not None:
        witness = certificate.infeasible
        found["infeasible"] = {
            "places": list(witness.places),
            "minimum": witness.minimum,
            "people": witness.people,
        }
    return found


def _certificate(value: Any) -> Certificate:
    if value is None:
        return Certificate()
    if not isinstance(value, dict) or set(value) - {"prices", "people", "infeasible"}:
        text = "a certificate holds prices, people or infeasible"
        raise MarketError.of("unknown_key", "certificate", text)
    witness = value.get("infeasible")
    try:
        found = witness and Infeasible(
            tuple(str(one) for one in witness["places"]),
            _integer("certificate.infeasible", witness["minimum"]),
            _integer("certificate.infeasible", witness["people"]),
        )
    except (KeyError, TypeError) as error:
        text = "infeasible names places, minimum and people"
        raise MarketError.of("missing_key", "certificate.infeasible", text) from error
    return Certificate(_prices(value, "prices"), _prices(value, "people"), found or None)


def _prices(value: Mapping[str, Any], name: str) -> dict[str, int | float] | None:
    if name not in value:
        return None
    found = _mapping(value, name)
    return {one: _price(f"certificate.{name}[{one}]", price) for one, price in found.items()}


def _price(place: str, value: Any) -> int | float:
    """Return a price: the one number of a file that may have decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise MarketError.of("not_number", place, f"{value!r} is no price")
    return value


def _integer(place: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise MarketError.of("not_integer", place, f"{value!r} is no integer")
    return value


def _mapping(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise MarketError.of("wrong_type", name, "an object is expected")
    return value


def _status(value: Any) -> Status:
    try:
        return Status(value)
    except ValueError as error:
        known = ", ".join(Status)
        raise MarketError.of("unknown_value", "status", f"{value!r} is none of: {known}") from error


def _seats(groups: Any, number: Mapping[str, int], title: str) -> tuple[tuple[int, ...], ...]:
    try:
        return tuple(tuple(number[one] for one in group) for group in groups)
    except (KeyError, TypeError) as error:
        raise MarketError.of("unknown_id", title, f"no seat {error}") from error


def _cutoffs(stated: Mapping[str, Any], market: Market) -> dict[str, int | None]:
    known = set(market.place_ids)
    for one, value in stated.items():
        if one not in known:
            raise MarketError.of("unknown_id", "cutoffs", f"no place {one!r}")
        if value is not None:
            _integer(f"cutoffs[{one}]", value)
    return dict(stated)


def _assigned(stated: Mapping[str, Any], market: Market) -> tuple[Any, Any]:
    """Return the edges and places; a place that is not on the person's list has no edge."""
    place_number = {one: at for at, one in enumerate(market.place_ids)}
    agent_number = {one: at for at, one in enumerate(market.agent_ids)}
    edge = np.full(market.agent_count, -1, np.int64)
    place = np.full(market.agent_count, -1, np.int32)
    indptr, indices = market.preference.indptr, market.preference.indices
    for agent, name in stated.items():
        if agent not in agent_number:
            raise MarketError.of("unknown_id", "assignment", f"no agent {agent!r}")
        if name is None:
            continue
        if name not in place_number:
            raise MarketError.of("unknown_id", f"assignment[{agent}]", f"no place {name!r}")
        at, wanted = agent_number[agent], place_number[name]
        place[at] = wanted
        found = np.flatnonzero(indices[indptr[at] : indptr[at + 1]] == wanted)
        if len(found):
            edge[at] = indptr[at] + found[0]
    if len(stated) != market.agent_count:
        missing = sorted(set(market.agent_ids) - set(stated))[:5]
        raise MarketError.of("missing_key", "assignment", f"everybody has a line; not: {missing}")
    return freeze(edge), freeze(place)
