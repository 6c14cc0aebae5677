"""Refuse a dangerous workbook before anything unpacks it.

First the list of contents is judged: size, number of parts, density, kinds of parts.  Then each
part is unpacked once, counting, so that a list that lies is found before a parser trusts it; the
same walk measures the filled area of each sheet, because one cell far away makes a table of it.
"""

import io
import struct
import zipfile
import zlib
from enum import StrEnum
from typing import Final

from tasuki.adapters.tabular import refusals
from tasuki.adapters.tabular.area import SheetArea
from tasuki.adapters.tabular.limits import LIMITS, Limits
from tasuki.adapters.tabular.ods_area import OdsArea
from tasuki.adapters.tabular.refusals import UploadRefusedError

__all__ = ["Container", "UploadRefusedError", "check_size", "check_workbook", "container_of"]

_CHUNK_BYTES: Final = 64 * 1024
_ZIP_HEADS: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_HEAD: Final = b"\xd0\xcf\x11\xe0"
_OTHER_HEADS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
)
_XLSX_PARTS: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_ENCRYPTED_FLAG: Final = 0x1
_ACTIVE_PARTS: Final = (
    "vbaproject.bin",
    "externallinks/",
    "embeddings/",
    "activex/",
    "basic/",
    "scripts/",
    "object ",
)
_PACKED_ENDINGS: Final = (".zip", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".gz", ".7z", ".rar")
_MANIFEST: Final = "META-INF/manifest.xml"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_MACRO_STORAGE: Final = "_VBA_PROJECT".encode("utf-16-le")
_BOOK_STREAMS: Final = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book"))
_SHEETS_FOLDER: Final = "xl/worksheets/"


class Container(StrEnum):
    """What holds the table."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"


def container_of(data: bytes) -> Container:
    """Return what a file is by its first bytes; its name is not asked.

    Raises:
        UploadRefusedError: it is neither text nor a workbook that is read.
    """
    if data.startswith(_OLE_HEAD):
        return Container.XLS
    if data.startswith(_OTHER_HEADS):
        raise refusals.not_text()
    if not data.startswith(_ZIP_HEADS):
        return Container.TEXT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise refusals.broken() from error
    if names >= _XLSX_PARTS:
        return Container.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Container.ODS
    if "xl/workbook.bin" in names:
        raise refusals.other_workbook()
    raise refusals.broken()


def check_size(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse an upload above the limit.

    Raises:
        UploadRefusedError: it is larger.
    """
    if len(data) > limits.upload_bytes:
        raise refusals.too_large(limits)


def check_workbook(data: bytes, limits: Limits = LIMITS) -> Container:
    """Refuse a workbook that is too big, too dense, encrypted, nested or active.

    Args:
        data: the bytes of an xlsx, xls or ods file.
        limits: how large it may be.

    Raises:
        UploadRefusedError: with the reason and what to do.
    """
    check_size(data, limits)
    kind = container_of(data)
    if kind is Container.XLS:
        _check_old_workbook(data)
        return kind
    if kind is Container.TEXT:
        raise refusals.broken()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_contents(archive.infolist(), limits)
            _unpack_counting(archive, kind, limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, UploadRefusedError):
            raise
        raise refusals.broken() from error
    return kind


def _check_old_workbook(data: bytes) -> None:
    """The names of the parts stand in clear text in the directory of the old container."""
    if _ENCRYPTED_STREAM in data:
        raise refusals.encrypted()
    if _MACRO_STORAGE in data:
        raise refusals.active()
    if not any(name in data for name in _BOOK_STREAMS):
        raise refusals.broken()


def _check_contents(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = {part.filename for part in parts}
    if len(parts) > limits.parts or len(names) != len(parts):
        raise refusals.broken()
    for part in parts:
        _check_part(part)
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes or unpacked > limits.density * max(packed, 1):
        raise refusals.too_dense()


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if part.flag_bits & _ENCRYPTED_FLAG:
        raise refusals.encrypted()
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise refusals.broken()
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise refusals.broken()
    is_folder = name.endswith("/")
    if not is_folder and any(active in name for active in _ACTIVE_PARTS):
        raise refusals.active()
    if name.endswith(_PACKED_ENDINGS):
        raise refusals.active()


def _unpack_counting(archive: zipfile.ZipFile, kind: Container, limits: Limits) -> None:
    total = 0
    for part in archive.infolist():
        area = _area_of(part.filename, kind, limits)
        size, kept = 0, b""
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > part.file_size or total + size > limits.unpacked_bytes:
                    raise refusals.too_dense()
                if area is not None:
                    area.feed(chunk)
                elif part.filename == _MANIFEST:
                    kept += chunk
        if b"encryption-data" in kept:
            raise refusals.encrypted()
        total += size


def _area_of(name: str, kind: Container, limits: Limits) -> SheetArea | OdsArea | None:
    if kind is Container.XLSX and name.lower().startswith(_SHEETS_FOLDER):
        return SheetArea(limits)
    if kind is Container.ODS and name == "content.xml":
        return OdsArea(limits)
    return None
