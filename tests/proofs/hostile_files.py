"""Files that want to hurt a reader, and files in every encoding; part of T15.

Ten archives, each refused before a parser sees it; thirty texts, each read as it was written.
"""

import io
import itertools
import struct
import time
import zipfile
from collections.abc import Callable, Iterator

from tasuki.adapters.tabular import guard
from tasuki.adapters.tabular.guard import UploadRefusedError
from tasuki.adapters.tabular.read import read_table

CPU_SECONDS_MAX = 0.5
"""What refusing one archive may cost; those that must be unpacked to know may cost more."""
UNPACK_CPU_SECONDS_MAX = 2.0
_TYPES = "[Content_Types].xml"
_BOOK = "xl/workbook.xml"
_SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ("氏名", "メールアドレス", "応募日", "備考")
PEOPLE = (
    ("髙橋 架子", "kako@example.invalid", "2026/10/05", "①期の応募（株）"),
    ("山﨑 花", "hana@example.invalid", "令和8年10月6日", "a,b"),
    ("ﾔﾏﾀﾞ ﾀﾛｳ", "taro@example.invalid", "2026-10-07", "日勤希望"),
)


def _zip(parts: dict[str, bytes], *, packed: bool = True) -> bytes:
    buffer = io.BytesIO()
    way = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _book(**more: bytes) -> bytes:
    return _zip({_TYPES: b"<a/>", _BOOK: b"<a/>", **more})


def _lying(data: bytes, name: str, claimed: int) -> bytes:
    """Write another size of one part into both lists of an archive."""
    changed = bytearray(data)
    for head, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = 0
        while (start := changed.find(head, start)) >= 0:
            length = 30 if head.endswith(b"\x03\x04") else 46
            if changed[start + length :].startswith(name.encode()):
                struct.pack_into("<I", changed, start + at, claimed)
            start += 4
    return bytes(changed)


def _encrypted() -> bytes:
    changed = bytearray(_book())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.find(head) + at] |= 1
    return bytes(changed)


def _ods(content: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind, "content.xml": content.encode()})


def _wide_sheet() -> bytes:
    first, last = ('<row r="1"><c r="A1">', '<row r="1048576"><c r="XFD1048576">')
    rows = "".join(f"{one}<v>1</v></c></row>" for one in (first, last))
    return _book(**{_SHEET: f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()})


def _repeated() -> str:
    cell = '<table:table-cell office:value-type="float" table:number-columns-repeated="16000"/>'
    return (
        '<office:document-content xmlns:office="o" xmlns:table="t"><table:table>'
        f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        "</table:table></office:document-content>"
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "dense sheet": lambda: _book(**{_SHEET: b"0" * 100_000_000}),
    "lying list": lambda: _lying(_book(**{_SHEET: b"0" * 50_000_000}), _SHEET, 1_000),
    "thousands of parts": lambda: _zip(
        {_TYPES: b"", _BOOK: b"", **{f"x{n}": b"" for n in range(2_100)}}
    ),
    "archive inside": lambda: _book(**{"xl/more.zip": _book()}),
    "two cells, billions between": _wide_sheet,
    "repeated cells": lambda: _ods(_repeated()),
    "entities": lambda: _ods('<!DOCTYPE a [<!ENTITY b "xxxx">]><a>&b;</a>'),
    "password": _encrypted,
    "macros": lambda: _book(**{"xl/vbaProject.bin": b"x"}),
    "path upwards": lambda: _book(**{"../../etc/passwd": b"x"}),
}
_UNPACKED = {"two cells, billions between", "repeated cells", "entities", "lying list"}
"""Archives whose list of contents looks harmless."""


def count_bombs() -> tuple[int, int]:
    """Return how many archives were taken, and how many were refused too slowly."""
    taken = slow = 0
    for name, make in BOMBS.items():
        data = make()
        started = time.process_time()
        try:
            guard.check_workbook(data)
        except UploadRefusedError:
            limit = UNPACK_CPU_SECONDS_MAX if name in _UNPACKED else CPU_SECONDS_MAX
            slow += time.process_time() - started > limit
        else:
            taken += 1
    return taken, slow


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp_3")
FORMS = ("crlf", "lf", "tab", "nul", "title")


def texts() -> Iterator[tuple[str, str, bytes]]:
    """Yield encoding, form and bytes of thirty files with the same people."""
    for encoding, form in itertools.product(ENCODINGS, FORMS):
        people = PEOPLE
        if encoding in {"euc_jp", "iso2022_jp_3"}:  # they know no 髙 and no ﾔ
            people = tuple(
                tuple(cell.replace("髙", "高").replace("﨑", "崎") for cell in row)
                for row in PEOPLE[:2]
            )
            people = tuple(tuple(cell.replace("①", "1") for cell in row) for row in people)
        yield encoding, form, _text(people, form).encode(encoding)


def _text(people: tuple[tuple[str, ...], ...], form: str) -> str:
    sign, end = ("\t" if form == "tab" else ","), ("\n" if form == "lf" else "\r\n")
    lines = [sign.join(HEADERS)]
    lines += [sign.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in people]
    if form == "nul":
        lines.append(sign.join(("架\0空", "nul@example.invalid", "2026/10/08", "")))
    if form == "title":
        lines = ["応募者一覧", "", *lines]
    return end.join(lines) + end


def count_misread() -> int:
    """Return how many of the thirty files were not read as they were written."""
    wrong = 0
    for encoding, form, data in texts():
        table = read_table(data, "people.csv")
        people = [row[0] for row in table.rows if "nul@" not in row[1]]
        first = "高橋 架子" if encoding in {"euc_jp", "iso2022_jp_3"} else PEOPLE[0][0]
        is_right = table.headers == HEADERS and people[0] == first and len(people) >= 2
        if form == "nul":
            place = next(at for at, row in enumerate(table.rows) if "nul@" in row[1])
            is_right = is_right and any(note.is_error for note in table.row_notes.get(place, ()))
        wrong += not is_right
    return wrong


def believe_the_list(*_args: object) -> None:
    """Stand in for the counted unpacking: what the list of contents says is believed."""
