"""Instances and outcomes as bytes, JSON or the files of a CSV folder. Pure: opens no file."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tasuki.core.market import outcome_objects, sheets
from tasuki.core.market.canonical import to_object
from tasuki.core.market.model import Market, Outcome, SwapMarket, SwapOutcome
from tasuki.core.market.reading import read_object
from tasuki.core.market.records import Kind, MarketError

FILE_BYTES_MAX: Final = 4 * 2**30
"""Largest instance or outcome: 10 million people with lists of 20 fit."""

type AnyMarket = Market | SwapMarket
type AnyOutcome = Outcome | SwapOutcome


def read_json(data: bytes) -> AnyMarket:
    """Return the market of a JSON file (UTF-8, BOM accepted).

    Raises:
        MarketError: no JSON, a key twice, or any fault of the instance.
    """
    return read_object(parse(data))


def write_json(market: AnyMarket) -> bytes:
    """Return the instance as JSON, defaults left out, lists in the order of the file."""
    return _pretty(to_object(market))


def read_csv(files: Mapping[str, bytes]) -> AnyMarket:
    """Return the market of a CSV folder: file name -> content.

    Raises:
        MarketError: a file or column that is not known, or any fault of the instance.
    """
    return read_object(sheets.instance_object(files))


def write_csv(market: AnyMarket) -> dict[str, bytes]:
    """Return the files of a CSV folder: file name -> content."""
    return sheets.instance_files(to_object(market))


def read_outcome_json(data: bytes, market: AnyMarket) -> AnyOutcome:
    """Return the outcome of a JSON file, on the numbers of its market.

    Raises:
        MarketError: no JSON, unknown people, places or seats, or a wrong type.
    """
    return outcome_objects.read_outcome(parse(data), market)


def write_outcome_json(outcome: AnyOutcome, market: AnyMarket) -> bytes:
    """Return the outcome as JSON."""
    return _pretty(outcome_objects.outcome_object(outcome, market))


def read_outcome_csv(files: Mapping[str, bytes], market: AnyMarket) -> AnyOutcome:
    """Return the outcome of a CSV folder.

    Raises:
        MarketError: a file or column that is not known, or any fault of the outcome.
    """
    is_exchange = market.kind is Kind.EXCHANGE
    return outcome_objects.read_outcome(
        sheets.outcome_object(files, is_exchange=is_exchange), market
    )


def write_outcome_csv(outcome: AnyOutcome, market: AnyMarket) -> dict[str, bytes]:
    """Return the files of a CSV folder: file name -> content."""
    body = outcome_objects.outcome_object(outcome, market)
    return sheets.outcome_files(body, outcome_objects.assignment_rows(outcome, market))


def parse(data: bytes) -> Any:
    """Return the parsed JSON.

    Raises:
        MarketError: bytes that are no UTF-8 or no JSON, a key that stands twice in an object.
    """
    if len(data) > FILE_BYTES_MAX:
        raise MarketError.of("too_large", "$", f"{len(data)} bytes, {FILE_BYTES_MAX} at most")
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_without_doubles, parse_constant=_no_number
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise MarketError.of("no_json", "$", f"cannot be read as JSON: {error}") from error


def _without_doubles(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise MarketError.of("double_key", "$", f"the key {name!r} stands twice")
        found[name] = value
    return found


def _no_number(text: str) -> None:
    raise MarketError.of("not_integer", "$", f"{text} is no integer")


def _pretty(body: Mapping[str, Any]) -> bytes:
    """One line per person, place, seat or condition: readable, and a diff shows one person."""
    lines = []
    for name, value in body.items():
        if isinstance(value, list) and value and isinstance(value[0], dict | list):
            rows = ",\n".join("  " + _compact(row) for row in value)
            lines.append(f" {_compact(name)}: [\n{rows}\n ]")
        else:
            lines.append(f" {_compact(name)}: {_compact(value)}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
