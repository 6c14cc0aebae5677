"""Rows that could not be imported, as a workbook: their own columns, and what is wrong."""

from collections.abc import Sequence

from tasuki.adapters.tabular.write import write_xlsx
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Row, Verdict

HEADINGS = {"ja": ("行", "エラー内容"), "en": ("Line", "Error")}
"""The two columns that are added, by language."""


def failed_rows_file(run: ImportRun, *, language: str = "ja") -> bytes:
    """Return the rows with errors as xlsx; the file can be repaired and imported again."""
    staged = StagedRow.objects.filter(run=run, verdict=Verdict.ERROR).order_by("line")
    rows = [Row.of(one) for one in staged if one.content]
    return rows_as_file(run.headers, rows, language=language)


def rows_as_file(headers: Sequence[str], rows: Sequence[Row], *, language: str) -> bytes:
    """Return rows with errors as xlsx.

    Args:
        headers: the columns of the file they came from.
        rows: with their faults.
        language: of the two columns that are added.
    """
    line_word, error_word = HEADINGS["en" if language.startswith("en") else "ja"]
    for row in rows:
        row.forget_held(headers)
    body = [_line(row, language, len(headers)) for row in rows]
    return write_xlsx([[line_word, *headers, error_word], *body], sheet_name=error_word)


def _line(row: Row, language: str, width: int) -> list[str | int | None]:
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    return [row.line, *cells, " ".join(one.text.in_language(language) for one in row.faults)]
