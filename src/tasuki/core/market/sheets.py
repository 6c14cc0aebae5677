"""The files of a CSV folder and the JSON objects they stand for. One file for each list.

UTF-8, BOM accepted and written. A text that a spreadsheet would take for a formula gets a
leading ' and loses it on the way back; numbers are left as they are.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tasuki.core.market.records import Finding, MarketError

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "round": ("key", "value"),
    "agents": ("id", "unit", "own_priority", "tags", "may_stay_out"),
    "openings": ("id", "capacity", "minimum", "minimum_priority", "region", "target"),
    "units": ("id", "vacancies", "minimum", "maximum", "region"),
    "regions": ("id", "maximum"),
    "seats": ("id", "company", "vacant"),
    "choices": ("agent", "rank", "place", "number"),
    "order": ("agent",),
    "arcs": ("from", "to", "weight"),
    "balance": ("company", "tolerance"),
    "constraints": ("kind", "unit", "region", "tag", "agents", "minimum", "maximum"),
    "assignment": ("agent", "place", "rank", "number", "cutoff", "reason"),
    "exchange": ("group", "type", "position", "seat"),
    "outcome": ("key", "value"),
}
"""The columns of each file; a file may leave out those after the first that it does not use."""

INSTANCE_FILES: Final = tuple(COLUMNS)[:11]
_NUMBERS: Final = frozenset(
    {
        *("own_priority", "capacity", "minimum", "minimum_priority", "target", "vacancies"),
        *("maximum", "rank", "number", "weight", "tolerance", "cutoff", "position", "group"),
    }
)
_FLAGS: Final = {"true": True, "false": False}
_INTEGER: Final = re.compile(r"-?[0-9]{1,20}")
_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
_TAG_SEPARATOR: Final = "|"

type Row = dict[str, Any]


def instance_object(files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the JSON object of an instance folder.

    Raises:
        MarketError: an unknown file or column, no `round.csv`, ranks that are not 1, 2, 3 …
    """
    tables = _tables(files, INSTANCE_FILES)
    if "round" not in tables:
        raise MarketError.of("missing_file", "round.csv", "a folder holds round.csv")
    body = _nested(tables["round"])
    choices = _choices(tables.pop("choices", []))
    for name in ("openings", "units", "regions", "seats"):
        if name in tables:
            body[name] = tables[name]
    if "agents" in tables:
        body["agents"] = [_agent(row, choices) for row in tables["agents"]]
    if choices:
        raise MarketError(
            Finding("unknown_id", "choices.csv", f"no agent {one!r}") for one in choices
        )
    if "order" in tables:
        body["order"] = [row.get("agent", "") for row in tables["order"]]
    if "constraints" in tables:
        body["constraints"] = [_split(row, "agents") for row in tables["constraints"]]
    if body.get("kind") == "exchange":
        body["arcs"] = [
            [row.get("from"), row.get("to"), row.get("weight")] for row in tables.get("arcs", [])
        ]
    if tables.get("balance"):
        body["balance"] = {row["company"]: row.get("tolerance") for row in tables["balance"]}
    return body


def instance_files(body: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the CSV folder of an instance's JSON object; files without a row are left out."""
    head = {
        name: body[name]
        for name in ("format", "kind", "name", "mechanism", "tie_break")
        if name in body
    }
    rows: dict[str, Iterable[Row]] = {
        "round": _flat(head),
        "agents": (_joined(row, "tags") for row in body.get("agents", [])),
        "choices": (
            {"agent": row["id"], "rank": at, "place": place, "number": number}
            for row in body.get("agents", [])
            for at, (place, number) in enumerate(row.get("choices", []), start=1)
        ),
        "order": ({"agent": one} for one in body.get("order", [])),
        "arcs": ({"from": a, "to": b, "weight": w} for a, b, w in body.get("arcs", [])),
        "balance": (
            {"company": name, "tolerance": value} for name, value in body.get("balance", {}).items()
        ),
        "constraints": (
            _joined({"agents": [row["agent"]] if "agent" in row else [], **row}, "agents")
            for row in body.get("constraints", [])
        ),
    }
    rows |= {name: body.get(name, []) for name in ("openings", "units", "regions", "seats")}
    written = {name: list(of) for name, of in rows.items()}
    needed = "seats" if "seats" in body else "agents"
    return {
        f"{name}.csv": _write(name, of)
        for name, of in written.items()
        if of or name == needed or (name in body and name in ("openings", "units"))
    }


def outcome_object(files: Mapping[str, bytes], *, is_exchange: bool) -> dict[str, Any]:
    """Return the JSON object of an outcome folder.

    Raises:
        MarketError: an unknown file or column, or no `outcome.csv`.
    """
    tables = _tables(files, ("assignment", "exchange", "outcome"))
    if "outcome" not in tables:
        raise MarketError.of("missing_file", "outcome.csv", "a folder holds outcome.csv")
    body = _nested(tables["outcome"])
    places = body.get("certificate", {}).get("infeasible", {}).get("places")
    if isinstance(places, str):
        body["certificate"]["infeasible"]["places"] = places.split(_TAG_SEPARATOR)
    if not is_exchange:
        body["assignment"] = {
            row.get("agent", ""): row.get("place") for row in tables.get("assignment", [])
        }
        return body
    for title in ("cycle", "chain"):
        groups: dict[int, list[Row]] = {}
        for row in tables.get("exchange", []):
            if row.get("type") == title:
                groups.setdefault(row.get("group", 0), []).append(row)
        body[f"{title}s"] = [
            [row.get("seat") for row in sorted(groups[one], key=lambda row: row["position"])]
            for one in sorted(groups)
        ]
    return body


def outcome_files(body: Mapping[str, Any], assigned: Iterable[Row]) -> dict[str, bytes]:
    """Return the CSV folder of an outcome; explanations are not part of it."""
    left_out = ("assignment", "cycles", "chains", "explanations")
    head = {name: value for name, value in body.items() if name not in left_out}
    found = {"outcome.csv": _write("outcome", list(_flat(head)))}
    if "assignment" in body:
        found["assignment.csv"] = _write("assignment", list(assigned))
    else:
        found["exchange.csv"] = _write("exchange", list(_exchange_rows(body)))
    return found


def _exchange_rows(body: Mapping[str, Any]) -> Iterator[Row]:
    groups = [("cycle", one) for one in body["cycles"]] + [("chain", one) for one in body["chains"]]
    for at, (title, seats) in enumerate(groups, start=1):
        for position, seat in enumerate(seats, start=1):
            yield {"group": at, "type": title, "position": position, "seat": seat}


def _tables(files: Mapping[str, bytes], known: Sequence[str]) -> dict[str, list[Row]]:
    found = {}
    for name, data in sorted(files.items()):
        title = name.removesuffix(".csv")
        if not name.endswith(".csv") or title not in known:
            raise MarketError.of("unknown_file", name, "is no file of such a folder")
        found[title] = list(_read(title, data))
    return found


def _read(title: str, data: bytes) -> Iterator[Row]:
    name = f"{title}.csv"
    try:
        lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        header = next(lines, [])
        unknown = [one for one in header if one not in COLUMNS[title]]
        if unknown or len(set(header)) != len(header):
            text = f"columns are {', '.join(COLUMNS[title])}, each once; found {', '.join(header)}"
            raise MarketError.of("unknown_column", name, text)
        if COLUMNS[title][0] not in header:
            raise MarketError.of("missing_column", name, f"{COLUMNS[title][0]} is missing")
        for at, cells in enumerate(lines, start=2):
            if not cells:
                continue
            if len(cells) != len(header):
                text = f"line {at} has {len(cells)} cells, the header {len(header)}"
                raise MarketError.of("wrong_cells", f"{name}:{at}", text)
            row = zip(header, cells, strict=True)
            yield {column: _value(column, cell) for column, cell in row if cell != ""}
    except (UnicodeDecodeError, csv.Error) as error:
        raise MarketError.of("no_csv", name, f"cannot be read as CSV: {error}") from error


def _value(column: str, cell: str) -> Any:
    if column in _NUMBERS:
        return _integer_or_text(cell)
    if column in ("vacant", "may_stay_out"):
        return _FLAGS.get(cell, cell)
    return cell[1:] if _GUARDED.match(cell) else cell


def _integer_or_text(cell: str) -> Any:
    return int(cell) if _INTEGER.fullmatch(cell) else cell


def _write(title: str, rows: Sequence[Row]) -> bytes:
    out = io.StringIO(newline="")
    used = {name for row in rows for name, value in row.items() if value not in (None, "", [])}
    first = COLUMNS[title][0]
    always = {"assignment", "exchange", "choices", "round", "outcome"}
    columns = [one for one in COLUMNS[title] if one == first or one in used or title in always]
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(one, row.get(one)) for one in columns] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    is_number = column in _NUMBERS or isinstance(value, int | float)
    return f"'{text}" if not is_number and _DANGEROUS.match(text) else text


def _flat(body: Mapping[str, Any], prefix: str = "") -> Iterator[Row]:
    """Yield key and value of nested objects: `mechanism.name`, `statistics.matched` and so on."""
    for name, value in body.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield {"key": prefix + name, "value": _TAG_SEPARATOR.join(map(str, value))}
        else:
            yield {"key": prefix + name, "value": value}


_LEVELS: Final = {"mechanism": 2, "tie_break": 2, "statistics": 2, "cutoffs": 2, "certificate": 3}
_NUMERIC_OBJECTS: Final = frozenset({"statistics", "cutoffs", "certificate"})
_NUMERIC_KEYS: Final = frozenset({"cycle_cap", "chain_cap", "worst_rank"})


def _nested(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the object of keys and values; an id may hold dots, so depth follows the first."""
    body: dict[str, Any] = {}
    for row in rows:
        first = str(row.get("key", "")).partition(".")[0]
        path = str(row.get("key", "")).split(".", _LEVELS.get(first, 1) - 1)
        at = body
        for step in path[:-1]:
            at = at.setdefault(step, {})
        if path[-1] in at:
            raise MarketError.of("double_key", "round.csv", f"{row.get('key')!r} stands twice")
        is_number = first in _NUMERIC_OBJECTS or path[-1] in _NUMERIC_KEYS
        value = row.get("value", None if first == "cutoffs" else "")
        at[path[-1]] = _number(value) if is_number and isinstance(value, str) else value
    return body


def _number(text: str) -> Any:
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if re.fullmatch(r"[0-9]+\.[0-9]+(e-?[0-9]+)?", text) else text


def _choices(rows: Iterable[Row]) -> dict[str, list[list[Any]]]:
    by_agent: dict[str, dict[Any, Row]] = {}
    for row in rows:
        ranks = by_agent.setdefault(row.get("agent", ""), {})
        if row.get("rank") in ranks:
            text = f"{row.get('agent')!r} has rank {row.get('rank')} twice"
            raise MarketError.of("double_choice", "choices.csv", text)
        ranks[row.get("rank")] = row
    found = {}
    for agent, ranks in by_agent.items():
        if set(ranks) != set(range(1, len(ranks) + 1)):
            raise MarketError.of("wrong_rank", "choices.csv", f"{agent!r}: ranks are 1, 2, 3 …")
        found[agent] = [
            [ranks[at].get("place"), ranks[at].get("number")] for at in range(1, len(ranks) + 1)
        ]
    return found


def _agent(row: Row, choices: dict[str, list[list[Any]]]) -> Row:
    found = _split(row, "tags")
    return {**found, "choices": choices.pop(row.get("id", ""), [])}


def _split(row: Row, name: str) -> Row:
    return {**row, name: row[name].split(_TAG_SEPARATOR)} if name in row else row


def _joined(row: Row, name: str) -> Row:
    return {**row, name: _TAG_SEPARATOR.join(row.get(name, []))}
