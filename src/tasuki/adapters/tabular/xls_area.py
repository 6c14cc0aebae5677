"""How many cells an old workbook (xls) spans, from the records of its stream.

A parser makes a full table of each sheet; one damaged row or column number is billions of cells.
"""

import struct
from typing import Final

from tasuki.adapters.tabular import refusals
from tasuki.adapters.tabular.limits import Limits

_SECTOR_SHIFTS: Final = (9, 12)
_ENTRY_BYTES: Final = 128
_HEADER_SECTORS: Final = 109
_LAST_SECTOR: Final = 0xFFFFFFFA
_BEGIN_RECORD: Final = 0x0809
_CELL_RECORDS: Final = frozenset(
    {0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E}
)
_COLUMN_MAX: Final = 255


def check_xls_area(data: bytes, limits: Limits) -> None:
    """Refuse an xls file whose sheets span too much, or whose container is damaged.

    Raises:
        UploadRefusedError: with the reason and what to do.
    """
    try:
        stream = _book_stream(data)
    except (struct.error, IndexError, ValueError) as error:
        raise refusals.broken() from error
    rows = columns = 0
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind == _BEGIN_RECORD:
            rows = columns = 0
        elif kind in _CELL_RECORDS and size >= 4:
            row, column = struct.unpack_from("<HH", stream[at + 4 : at + 8].ljust(4, b"\0"))
            if column > _COLUMN_MAX:
                raise refusals.broken()
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if rows * columns > limits.cells:
                raise refusals.too_many_cells(limits)
        at += 4 + size


def _book_stream(data: bytes) -> bytes:
    """The bytes of the stream Workbook or Book; sectors are followed once each."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in _SECTOR_SHIFTS:
        raise ValueError("size of sectors")
    size = 1 << shift
    (first_directory,) = struct.unpack_from("<I", data, 48)
    (further, further_count) = struct.unpack_from("<II", data, 68)
    tables = list(struct.unpack_from(f"<{_HEADER_SECTORS}I", data, 76))
    if further < _LAST_SECTOR and further_count:
        raise ValueError("larger than any file that is taken")
    table: list[int] = []
    for sector in tables:
        if sector < _LAST_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    directory = _chain(data, table, first_directory, size)
    for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        (length,) = struct.unpack_from("<H", directory, at + 64)
        name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
        if name in {"Workbook", "Book"}:
            start, count = struct.unpack_from("<II", directory, at + 116)
            return _chain(data, table, start, size)[:count]
    raise ValueError("no workbook")


def _chain(data: bytes, table: list[int], start: int, size: int) -> bytes:
    parts, seen, sector = [], set(), start
    while sector < _LAST_SECTOR:
        if sector in seen:
            raise ValueError("circle of sectors")
        seen.add(sector)
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    return b"".join(parts)
