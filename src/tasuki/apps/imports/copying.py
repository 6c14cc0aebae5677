"""A table as bytes and back: what is kept of a file that holds what may never be stored."""

import json
from dataclasses import asdict
from typing import Any

from tasuki.adapters.tabular.marks import RowNote, RowNoteCode
from tasuki.adapters.tabular.read import Table
from tasuki.core.words import Words

_PLAIN = (
    "headers",
    "rows",
    "lines",
    "encoding",
    "container",
    "delimiter",
    "sheet",
    "header_row",
    "header_row_count",
    "blank_count",
)


def pack_table(table: Table) -> bytes:
    """Return a table with its lines and remarks; rows that are no people are only counted."""
    kept: dict[str, Any] = {name: getattr(table, name) for name in _PLAIN}
    kept["blank_count"] += len(table.skipped)
    kept["notes"] = [asdict(one) for one in table.notes]
    kept["row_notes"] = {
        str(place): [asdict(note) for note in notes] for place, notes in table.row_notes.items()
    }
    return json.dumps(kept, ensure_ascii=False).encode()


def unpack_table(data: bytes) -> Table:
    """Return what ``pack_table`` wrote."""
    kept = json.loads(data)
    notes = tuple(Words(**one) for one in kept.pop("notes"))
    row_notes = {
        int(place): tuple(_note(one) for one in found)
        for place, found in kept.pop("row_notes").items()
    }
    headers, lines = tuple(kept.pop("headers")), tuple(kept.pop("lines"))
    rows = tuple(tuple(row) for row in kept.pop("rows"))
    return Table(headers=headers, rows=rows, lines=lines, notes=notes, row_notes=row_notes, **kept)


def _note(stored: dict[str, Any]) -> RowNote:
    return RowNote(
        RowNoteCode(stored["code"]),
        stored["column"],
        Words(**stored["text"]),
        stored["value"],
        stored["is_error"],
    )
