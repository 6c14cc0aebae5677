"""Instances and outcomes on disk for ``tasuki market``: a .json file or a folder of CSV files."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tasuki.core.market import files
from tasuki.core.market.files import FILE_BYTES_MAX, AnyMarket, AnyOutcome
from tasuki.core.market.records import MarketError


def read_market(path: Path) -> AnyMarket:
    """Return the market of a file or folder.

    Raises:
        MarketError: any fault of the instance.
        OSError: the file cannot be read.
    """
    if path.is_dir():
        return files.read_csv(_read_folder(path))
    return files.read_json(_read(path))


def read_outcome(path: Path, market: AnyMarket) -> AnyOutcome:
    """Return the outcome of a file or folder.

    Raises:
        MarketError: any fault of the outcome.
        OSError: the file cannot be read.
    """
    if path.is_dir():
        return files.read_outcome_csv(_read_folder(path), market)
    return files.read_outcome_json(_read(path), market)


def write_market(path: Path, market: AnyMarket) -> None:
    """Write an instance; a path that ends with .json is a file, any other a folder.

    Raises:
        OSError: the place cannot be written.
    """
    if path.suffix == ".json":
        _write(path, files.write_json(market))
    else:
        _write_folder(path, files.write_csv(market))


def write_outcome(path: Path, outcome: AnyOutcome, market: AnyMarket) -> None:
    """Write an outcome; a path that ends with .json is a file, any other a folder.

    Raises:
        OSError: the place cannot be written.
    """
    if path.suffix == ".json":
        _write(path, files.write_outcome_json(outcome, market))
    else:
        _write_folder(path, files.write_outcome_csv(outcome, market))


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line.

    Raises:
        OSError: the place cannot be written.
    """
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    _write(path, "".join(lines).encode())


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > FILE_BYTES_MAX:
        text = f"{size} bytes, {FILE_BYTES_MAX} at most"
        raise MarketError.of("too_large", path.name, text)
    return path.read_bytes()


def _read_folder(path: Path) -> dict[str, bytes]:
    return {one.name: _read(one) for one in sorted(path.iterdir()) if one.is_file()}


def _write_folder(path: Path, content: Mapping[str, bytes]) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for name, data in content.items():
        _write(path / name, data)


def _write(path: Path, data: bytes) -> None:
    """Write beside and move into place: nobody ever reads half a file."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
