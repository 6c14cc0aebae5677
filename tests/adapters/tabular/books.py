"""Small workbooks of every kind, written by hand so that no file has to be kept."""

import io
import struct
import zipfile
from xml.sax.saxutils import escape

from openpyxl import Workbook

type Value = str | float | None

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def make_xlsx(rows, *, sheets=None, merged=(), hidden=()) -> bytes:
    """Return an xlsx file; ``sheets`` holds further sheets by name."""
    book = Workbook()
    book.remove(book.active)
    for name, lines in {"Sheet": rows, **(sheets or {})}.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for one in merged:
        book["Sheet"].merge_cells(one)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


_SPREADSHEET = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="S">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods_cell(value: Value) -> str:
    """Return the text of one cell."""
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def make_ods(rows=(), *, xml: str | None = None, manifest: str = "", extra=None) -> bytes:
    """Return an ods file of the rows, or of the given text of rows."""
    lines = xml or "".join(
        f"<table:table-row>{''.join(ods_cell(value) for value in row)}</table:table-row>"
        for row in rows
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        "content.xml": _SPREADSHEET.format(rows=lines),
        **(extra or {}),
    }
    return make_zip(parts)


def make_zip(parts) -> bytes:
    """Return a zip file of texts or bytes by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def make_xls(rows, *, extra_storage: str = "") -> bytes:
    """Return an xls file (BIFF8 in its container) of one sheet."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600))
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                sheet += _record(0x0204, place + text)
            elif value is not None:
                sheet += _record(0x0203, place + struct.pack("<d", value))
    sheet += _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
    name = struct.pack("<BB", 1, 0) + b"S"
    start = len(head) + 4 + 6 + len(name) + 4
    book = head + _record(0x0085, struct.pack("<IBB", start, 0, 0) + name) + _record(0x000A, b"")
    return _container((book + sheet).ljust(4096, b"\0"), extra_storage)


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _container(stream: bytes, extra_storage: str) -> bytes:
    """One stream called Workbook in a compound file of sectors of 512 bytes."""
    count = -(-len(stream) // _SECTOR)
    table = [_FAT, _END, *range(3, count + 2), _END]
    table += [_FREE] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1)
    header += struct.pack("<IIIIIII", 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, child=1, start=_END, size=0)
    entries += _entry("Workbook", 2, right=2 if extra_storage else _FREE, start=2, size=len(stream))
    entries += _entry(extra_storage, 1 if extra_storage else 0, start=0, size=0) + _entry("", 0)
    return header + struct.pack("<128I", *table) + entries + stream.ljust(count * _SECTOR, b"\0")


def _entry(name, kind, *, right=_FREE, child=_FREE, start=0, size=0) -> bytes:
    text = name.encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2 if name else 0, kind, 1)
    return head + struct.pack("<III36xIQ", _FREE, right, child, start, size)
