"""The plain text of a small document: text files and Word files (docx).

A Word file is a packed folder; its one part of words is unpacked up to a limit and its marks are
cut away without an XML parser, so that nothing in it is ever evaluated.
"""

import io
import re
import struct
import zipfile
import zlib
from html import unescape
from typing import Final

from tasuki.core.words import Words

DOCUMENT_BYTES_MAX: Final = 2 * 1024 * 1024
WORDS_BYTES_MAX: Final = 8 * 1024 * 1024
_WORDS_PART: Final = "word/document.xml"
_ENDS_LINE: Final = re.compile(r"</w:p>|<w:br\s*/?>|<w:cr\s*/?>")
_TAB: Final = re.compile(r"<w:tab\s*/?>|</w:tc>")
_MARK: Final = re.compile(r"<[^>]*>")
_ENCODINGS: Final = ("utf-8-sig", "cp932")


class DocumentRefusedError(ValueError):
    """The file is not read; the text is for the person who chose it."""

    def __init__(self, code: str, ja: str, en: str) -> None:
        self.code, self.text = code, Words(ja=ja, en=en)
        super().__init__(en)


def read_document(data: bytes) -> str:
    """Return the text of a file, whatever its name says.

    Args:
        data: at most 2 MB of a text file or a Word file.

    Raises:
        DocumentRefusedError: another kind of file, too large, broken, or a password is on it.
    """
    if len(data) > DOCUMENT_BYTES_MAX:
        raise DocumentRefusedError(
            "too_large",
            "ファイルが2MBを超えています。文章をコピーして貼り付けてください。",
            "The file is larger than 2 MB. Copy its text and paste it.",
        )
    if data.startswith(b"PK"):
        return _read_word(data)
    if data.startswith((b"%PDF-", b"\xd0\xcf\x11\xe0")) or b"\x00" in data[:2_000]:
        raise DocumentRefusedError(
            "kind",
            "このファイルからは文章を読み取れません（PDF・古い形式のWordなど）。"
            "開いて文章をコピーし、貼り付けてください。",
            "No text can be read from this kind of file (PDF, old Word). Open it, copy the text "
            "and paste it.",
        )
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentRefusedError(
        "encoding",
        "文字を読み取れません。文章をコピーして貼り付けてください。",
        "The letters cannot be read. Copy the text and paste it.",
    )


def _read_word(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(_WORDS_PART) as part:
            marked = part.read(WORDS_BYTES_MAX + 1)
    except (
        KeyError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
    ) as error:
        raise DocumentRefusedError(
            "broken",
            "Word（docx）として開けません。文章をコピーして貼り付けてください。",
            "The file cannot be opened as Word (docx). Copy its text and paste it.",
        ) from error
    if len(marked) > WORDS_BYTES_MAX:
        raise DocumentRefusedError(
            "too_large",
            "文章が長すぎます。必要な部分をコピーして貼り付けてください。",
            "The text is too long. Copy the part you need and paste it.",
        )
    text = _ENDS_LINE.sub("\n", marked.decode("utf-8", errors="replace"))
    return unescape(_MARK.sub("", _TAB.sub("\t", text)))
