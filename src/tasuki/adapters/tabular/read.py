"""Read a table from CSV, TSV or xlsx as texts, within named limits.

Refuses to know what the columns mean.  Every cell becomes a text; dates of a workbook become
``2026-10-03``, whole numbers lose their ``.0``.
"""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from tasuki.adapters.tabular.guard import UploadRefusedError, check_size, check_workbook
from tasuki.core.words import Words

ROWS_MAX: Final = 50_000
COLUMNS_MAX: Final = 200
CELL_CHARACTERS_MAX: Final = 10_000
_SHEET_ROWS_MAX: Final = 1_048_576
_HEADER_SEARCH_ROWS: Final = 20
_SAMPLE_CHARACTERS: Final = 20_000
_WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm")
_ZIP_HEAD: Final = b"PK\x03\x04"
_OLE_HEAD: Final = b"\xd0\xcf\x11\xe0"
_DELIMITERS: Final = ",\t;"
_ENCODINGS: Final = ("utf-8", "cp932", "euc_jp")
_ISO_2022_ESCAPE: Final = re.compile(rb"\x1b\$[@B]|\x1b\([JB]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of texts.

    Attributes:
        headers: names of the columns, unique; a column without a name is called 列3.
        rows: as long as ``headers`` each; empty rows are left out.
        encoding: how the file was written; ``xlsx`` for a workbook.
        problems: what was cut or guessed, for the person who chose the file.
        lines: the line in the file of each row, from 1, as a reader counts.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    encoding: str
    problems: tuple[Words, ...] = ()
    lines: tuple[int, ...] = field(default=())


def read_table(data: bytes, file_name: str, *, encoding: str | None = None) -> Table:
    """Return the table of an uploaded file.

    Args:
        data: the bytes of the file.
        file_name: decides with the first bytes between workbook and text.
        encoding: what the user chose; None = detect it.

    Raises:
        UploadRefusedError: too large, dangerous, unreadable or empty; says what to do.
    """
    check_size(data)
    is_workbook = data.startswith((_ZIP_HEAD, _OLE_HEAD))
    if is_workbook or file_name.lower().endswith(_WORKBOOK_ENDINGS):
        check_workbook(data)
        return _build(_workbook_rows(data), "xlsx")
    used = encoding or detect_encoding(data)
    try:
        text = data.decode(used)
    except (UnicodeDecodeError, LookupError) as error:
        raise UploadRefusedError(
            "encoding",
            f"文字コード（{used}）で読み取れない文字があります。UTF-8で保存し直してください。",
            f"Some characters cannot be read as {used}. Save the file as UTF-8.",
        ) from error
    if "\0" in text:
        raise UploadRefusedError(
            "not_text",
            "CSVまたはxlsxのファイルではありません。表計算ソフトで保存し直してください。",
            "This is neither CSV nor xlsx. Save it again from your spreadsheet.",
        )
    return _build(_text_rows(text), used)


def detect_encoding(data: bytes) -> str:
    """Return the name of the encoding a text file is most likely written in.

    Marks decide first, then ISO-2022-JP's escapes, then the first of UTF-8, CP932 and EUC-JP
    that reads every byte.  CP932 reads some EUC-JP files too; a file full of half-width kana
    that EUC-JP reads as well is taken for EUC-JP.

    Raises:
        UploadRefusedError: nothing reads it.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if _ISO_2022_ESCAPE.search(data) and _reads(data, "iso2022_jp"):
        return "iso2022_jp"
    for name in _ENCODINGS:
        if not _reads(data, name):
            continue
        if name == "cp932" and _looks_like_euc(data):
            return "euc_jp"
        return name
    raise UploadRefusedError(
        "encoding",
        "文字コードを判定できません。UTF-8で保存し直してください。",
        "The encoding of the file is unknown. Save it as UTF-8.",
    )


def _reads(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_like_euc(data: bytes) -> bool:
    if not _reads(data, "euc_jp"):
        return False
    halfwidth = sum("｡" <= character <= "ﾟ" for character in data.decode("cp932"))
    kana = sum("ぁ" <= character <= "ヿ" for character in data.decode("euc_jp"))
    return halfwidth > 0 and kana > 0


def _text_rows(text: str) -> Iterable[Sequence[str]]:
    sample = text[:_SAMPLE_CHARACTERS]
    first = sample.splitlines()[0] if sample.strip() else ""
    delimiter = max(_DELIMITERS, key=first.count) if first else ","
    if not first.count(delimiter):
        delimiter = ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        line = reader.line_num
        raise UploadRefusedError(
            "csv",
            f'{line}行目を読み取れません。引用符（"）が閉じているか確認してください。',
            f"Line {line} cannot be read. Check that every quotation mark is closed.",
        ) from error


def _workbook_rows(data: bytes) -> Iterable[Sequence[str]]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if str(sheet.visible).endswith("Visible")
            ]
            names = visible or book.sheet_names
            if not names:
                return
            sheet = book.get_sheet_by_name(names[0])
            if sheet.total_height > _SHEET_ROWS_MAX:
                raise _too_many_rows()
            # With the offset a reader's line numbers stay right although empty rows lead.
            for _ in range((sheet.start or (0, 0))[0]):
                yield ()
            for row in sheet.iter_rows():
                yield [_as_text(value) for value in row]
    except CalamineError as error:
        raise UploadRefusedError(
            "not_a_workbook",
            "Excelのファイルとして読み取れません。Excelで開き、xlsx形式で保存し直してください。",
            "This is not a readable workbook. Open it in Excel and save it as xlsx again.",
        ) from error


def _as_text(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _build(source: Iterable[Sequence[str]], encoding: str) -> Table:
    problems: list[Words] = []
    numbered = _limited(source, problems)
    leading: list[tuple[int, list[str]]] = []
    for one in numbered:
        leading.append(one)
        if len(leading) == _HEADER_SEARCH_ROWS:
            break
    if not leading:
        raise UploadRefusedError(
            "empty", "ファイルに行がありません。", "The file has no row. Choose another file."
        )
    at = _header_index([cells for _, cells in leading])
    if at:
        line = leading[at][0]
        problems.append(_header_moved(line))
    headers = _headers(leading[at][1])
    rows, lines = [], []
    for line, cells in [*leading[at + 1 :], *numbered]:
        if len(cells) > len(headers):
            headers += tuple(f"列{n + 1}" for n in range(len(headers), len(cells)))
        rows.append(cells)
        lines.append(line)
    width = len(headers)
    return Table(
        headers=headers,
        rows=tuple(tuple(cells + [""] * (width - len(cells))) for cells in rows),
        encoding=encoding,
        problems=tuple(problems),
        lines=tuple(lines),
    )


def _limited(
    source: Iterable[Sequence[str]], problems: list[Words]
) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold something, with their line; too wide or too many end the reading."""
    count = 0
    for line, raw in enumerate(source, start=1):
        cells = [_clean(cell, line, problems) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > COLUMNS_MAX:
            raise UploadRefusedError(
                "too_many_columns",
                f"{line}行目の列が{COLUMNS_MAX}を超えています。必要な列だけを残してください。",
                f"Line {line} has more than {COLUMNS_MAX} columns. Keep only those you need.",
            )
        count += 1
        if count > ROWS_MAX + _HEADER_SEARCH_ROWS:
            raise _too_many_rows()
        yield line, cells


def _clean(cell: str, line: int, problems: list[Words]) -> str:
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip().lstrip("\ufeff")
    if len(text) <= CELL_CHARACTERS_MAX:
        return text
    problems.append(
        Words(
            ja=f"{line}行目：{CELL_CHARACTERS_MAX:,}字を超えた部分を切りました。",
            en=f"Line {line}: text beyond {CELL_CHARACTERS_MAX:,} characters was cut.",
        )
    )
    return text[:CELL_CHARACTERS_MAX]


def _header_index(rows: list[list[str]]) -> int:
    """The first row half as full as the fullest of the first rows; a title is one cell."""
    filled = [sum(bool(cell) for cell in cells) for cells in rows]
    fullest = max(filled)
    least = min(2, fullest)
    return next(
        index for index, count in enumerate(filled) if count >= least and count * 2 >= fullest
    )


def _headers(cells: list[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"列{position}"
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name} ({number})", number + 1
        names[unique] = None
    return tuple(names)


def _header_moved(line: int) -> Words:
    return Words(
        ja=f"{line}行目を見出しとして読みました。", en=f"Line {line} was read as the headings."
    )


def _too_many_rows() -> UploadRefusedError:
    return UploadRefusedError(
        "too_many_rows",
        f"{ROWS_MAX:,}行を超えています。ファイルを分けて取り込んでください。",
        f"The file has more than {ROWS_MAX:,} rows. Import it in parts.",
    )
