"""Workbooks that would hurt."""

import io
import struct
import time
import zipfile

import pytest

from tasuki.adapters.tabular.guard import UploadRefusedError, check_workbook
from tasuki.adapters.tabular.limits import LIMITS, Limits

PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
SHEET = "xl/worksheets/sheet1.xml"


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def _code(data: bytes) -> str:
    with pytest.raises(UploadRefusedError) as caught:
        check_workbook(data)
    return caught.value.code


def test_bomb_is_refused_from_its_list_of_contents_in_milliseconds():
    bomb = _zip(PARTS | {SHEET: b"<row><c><v>a</v></c></row>" * 1_000_000})
    started = time.perf_counter()
    code = _code(bomb)
    seconds = time.perf_counter() - started

    assert code == "too_dense"
    assert seconds < 0.05


def test_bomb_that_lies_about_its_size_is_stopped_while_unpacking():
    size = 26 * 1_000_000
    bomb = _zip(PARTS | {SHEET: b"<row><c><v>a</v></c></row>" * 1_000_000})
    liar = bomb.replace(struct.pack("<I", size), struct.pack("<I", 1_000))

    assert _code(liar) in {"too_dense", "not_a_workbook"}


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("xl/vbaProject.bin", "active"),
        ("xl/externalLinks/externalLink1.xml", "active"),
        ("xl/embeddings/a.bin", "active"),
        ("xl/inner.zip", "active"),
        ("../../etc/cron.d/x", "not_a_workbook"),
        ("/etc/passwd", "not_a_workbook"),
    ],
)
def test_part_that_does_not_belong_is_refused(extra, code):
    assert _code(_zip(PARTS | {extra: b"x"})) == code


def test_zip_that_is_no_workbook_is_refused():
    assert _code(_zip({"a.txt": b"x"})) == "not_a_workbook"
    assert _code(b"PK\x03\x04broken") == "not_a_workbook"


def test_password_or_old_format_is_named():
    locked = b"\xd0\xcf\x11\xe0" + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")

    assert _code(locked) == "encrypted"


def test_upload_above_the_limit_is_refused():
    with pytest.raises(UploadRefusedError) as caught:
        check_workbook(b"PK" + b"\0" * 100, Limits(upload_bytes=101))

    assert caught.value.code == "too_large"
    assert LIMITS.upload_bytes == 50 * 1024 * 1024


def test_small_workbook_passes():
    assert check_workbook(_zip(PARTS | {SHEET: b"<sheetData/>"})) == "xlsx"
