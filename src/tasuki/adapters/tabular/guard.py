"""Refuse a dangerous workbook before anything unpacks it.

First the list of contents is judged: size, number of parts, density, kinds of parts.  Then each
part is unpacked once, counting, so that a list that lies is found before a parser trusts it.
"""

import io
import struct
import zipfile
import zlib
from typing import Final

from tasuki.core.words import Words

UPLOAD_BYTES_MAX: Final = 20 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 200 * 1024 * 1024
DENSITY_MAX: Final = 100
"""Unpacked bytes for one packed byte; sheets of people stay below about 30."""
PARTS_MAX: Final = 2_000
_CHUNK_BYTES: Final = 64 * 1024
_NEEDED: Final = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_ENCRYPTED_FLAG: Final = 0x1
_OLE_HEAD: Final = b"\xd0\xcf\x11\xe0"
_ACTIVE_PARTS: Final = ("vbaproject.bin", "externallinks/", "embeddings/", "activex/")
_PACKED_ENDINGS: Final = (".zip", ".xlsx", ".xlsm", ".gz", ".7z", ".rar")


class UploadRefusedError(ValueError):
    """The file is not taken; the text is for the person who chose it.

    Attributes:
        text: what is wrong and what to do.
        code: a stable name of the reason.
    """

    def __init__(self, code: str, ja: str, en: str) -> None:
        self.code, self.text = code, Words(ja=ja, en=en)
        super().__init__(en)


def check_size(data: bytes) -> None:
    """Refuse an upload above ``UPLOAD_BYTES_MAX``.

    Raises:
        UploadRefusedError: it is larger.
    """
    if len(data) > UPLOAD_BYTES_MAX:
        raise UploadRefusedError(
            "too_large",
            f"ファイルが{UPLOAD_BYTES_MAX // 1024**2}MBを超えています。分けて取り込んでください。",
            f"The file is larger than {UPLOAD_BYTES_MAX // 1024**2} MB. Import it in parts.",
        )


def check_workbook(data: bytes) -> None:
    """Refuse a workbook that is too big, too dense, encrypted, nested or active.

    Args:
        data: the bytes of an xlsx file.

    Raises:
        UploadRefusedError: with the reason and what to do.
    """
    check_size(data)
    if data.startswith(_OLE_HEAD):
        raise UploadRefusedError(
            "encrypted",
            "パスワード付き、または古い形式のExcelです。パスワードを外し、xlsx形式で保存してください。",
            "The workbook has a password or the old format. Save it as xlsx without a password.",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_contents(archive.infolist())
            _unpack_counting(archive)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError) as error:
        raise _broken() from error


def _check_contents(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename for part in parts}
    if len(parts) > PARTS_MAX or len(names) != len(parts) or not names >= _NEEDED:
        raise _broken()
    for part in parts:
        _check_part(part)
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_BYTES_MAX or unpacked > DENSITY_MAX * max(packed, 1):
        raise _bomb()


def _check_part(part: zipfile.ZipInfo) -> None:
    name = part.filename.lower()
    if part.flag_bits & _ENCRYPTED_FLAG:
        raise UploadRefusedError(
            "encrypted",
            "パスワード付きのファイルです。パスワードを外して保存してください。",
            "The file has a password. Save it without one.",
        )
    if name.startswith("/") or "\\" in name or ".." in name.split("/"):
        raise _broken()
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _broken()
    if any(active in name for active in _ACTIVE_PARTS) or name.endswith(_PACKED_ENDINGS):
        raise UploadRefusedError(
            "active",
            "マクロ、外部リンク、埋め込みファイルのあるExcelは取り込めません。"
            "値だけを新しいxlsxに貼り付けて保存してください。",
            "Workbooks with macros, external links or embedded files are not taken. "
            "Paste the values into a new xlsx file.",
        )


def _unpack_counting(archive: zipfile.ZipFile) -> None:
    total = 0
    for part in archive.infolist():
        size = 0
        with archive.open(part) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > part.file_size or total + size > UNPACKED_BYTES_MAX:
                    raise _bomb()
        total += size


def _broken() -> UploadRefusedError:
    return UploadRefusedError(
        "not_a_workbook",
        "Excelのファイルとして読み取れません。Excelで開き、xlsx形式で保存し直してください。",
        "This is not a readable workbook. Open it in Excel and save it as xlsx again.",
    )


def _bomb() -> UploadRefusedError:
    return UploadRefusedError(
        "too_dense",
        "展開すると大きくなりすぎるファイルです。必要な行だけを新しいxlsxに保存してください。",
        "The file grows too much when it is opened. Save only the rows you need as a new xlsx.",
    )
