"""In which encoding a text was written, and the text.

A chain of strict tests; the first that reads every byte wins.  Nothing is replaced by a question
mark: a name that cannot be read is no name.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from tasuki.adapters.tabular import refusals

MIXED: Final = "mixed"
"""Lines in UTF-8 and lines in CP932 in one file."""

ENCODINGS: Final = (
    "utf-8",
    "utf-8-sig",
    "cp932",
    "euc_jp",
    "iso2022_jp_3",
    "iso2022_jp",
    "utf-16",
    MIXED,
)
"""What a user may choose."""

_ALIASES: Final = {
    "shift_jis": "cp932",
    "sjis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "utf8": "utf-8",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "jis": "iso2022_jp",
}
_ISO_2022_ESCAPE: Final = re.compile(rb"\x1b\$[@B(]")
_STRICT: Final = ("utf-8", "cp932", "euc_jp")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read.

    Attributes:
        text: without a byte order mark.
        encoding: one of ``ENCODINGS``.
        odd_lines: lines, from 1, that were not in the encoding of most lines.
    """

    text: str
    encoding: str
    odd_lines: tuple[int, ...] = ()


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file.

    Args:
        data: the bytes of the file.
        encoding: what the user chose; None = detect it.

    Raises:
        UploadRefusedError: nothing, or not what was chosen, reads it.
    """
    if encoding:
        return _decode_chosen(data, encoding)
    if data.startswith(codecs.BOM_UTF8):
        return _decode_first(data, ("utf-8-sig",))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_first(data, ("utf-16",))
    if _ISO_2022_ESCAPE.search(data):
        # Its bytes are plain ASCII, so every later test would take it.
        return _decode_first(data, ("iso2022_jp_3", "iso2022_jp", *_STRICT))
    return _decode_first(data, _STRICT)


def detect_encoding(data: bytes) -> str:
    """Return the name of the encoding a text file is most likely written in.

    Raises:
        UploadRefusedError: nothing reads it.
    """
    return decode(data).encoding


def _decode_chosen(data: bytes, encoding: str) -> Decoded:
    folded = encoding.strip().lower()
    name = _ALIASES.get(folded, folded)
    if name == MIXED:
        return _decode_lines(data)
    if name not in ENCODINGS:
        raise refusals.wrong_encoding(encoding)
    try:
        text = data.decode(name)
    except UnicodeError as error:
        raise refusals.wrong_encoding(name) from error
    return Decoded(text.removeprefix("\ufeff"), name)


def _decode_first(data: bytes, names: tuple[str, ...]) -> Decoded:
    for name in names:
        text = _read(data, name)
        if text is None:
            continue
        if name == "cp932" and (other := _as_euc(data, text)) is not None:
            return Decoded(other, "euc_jp")
        return Decoded(text.removeprefix("\ufeff"), name)
    return _decode_lines(data)


def _read(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _as_euc(data: bytes, text: str) -> str | None:
    """CP932 reads some EUC-JP as half-width kana; what EUC-JP reads as full kana is that."""
    if not any("｡" <= character <= "ﾟ" for character in text):
        return None
    other = _read(data, "euc_jp")
    if other is None or not any("ぁ" <= character <= "ヿ" for character in other):
        return None
    return other


def _decode_lines(data: bytes) -> Decoded:
    """Each line in UTF-8, else in CP932.

    Raises:
        UploadRefusedError: a line is neither.
    """
    texts: list[str] = []
    others: list[int] = []
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        text = _read(line, "utf-8")
        if text is None:
            text = _read(line, "cp932")
            others.append(number)
        if text is None:
            raise refusals.unknown_encoding()
        texts.append(text)
    if others and len(others) * 2 > len(texts):
        marked = set(others)
        others = [
            number
            for number, text in enumerate(texts, start=1)
            if number not in marked and not text.isascii()
        ]
    return Decoded("\n".join(texts), MIXED, tuple(others))
