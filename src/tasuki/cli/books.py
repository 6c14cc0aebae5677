"""``tasuki books``: print and export the legal books and the sheets counted from them."""

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.tabular.write import (
    SHIFT_JIS,
    UTF8,
    UnwritableCharactersError,
    write_csv,
    write_xlsx,
)
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.books import files, papers, sheet_papers
from tasuki.apps.books.papers import Printing
from tasuki.apps.books.printing import BookWish, list_entries, print_parts
from tasuki.apps.books.queries import lists, sheets
from tasuki.cli.office import OrgOption, find_agency, program_of, refuse, write_file
from tasuki.core.books.years import BusinessYear
from tasuki.core.dates import add_months

app = typer.Typer(help="帳簿の印刷と書き出し / print and export the books.", no_args_is_help=True)
_YEAR_MONTHS: Final = 12


class Document(StrEnum):
    """Which paper."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    D27 = "D27"


class FileType(StrEnum):
    """What kind of file."""

    CSV = "csv"
    CSV_SJIS = "csv-sjis"
    XLSX = "xlsx"


_Document = Annotated[
    Document,
    typer.Argument(help="D1 求人, D2 求職, D3 手数料, D4 事業報告, D5 総合サイト, D27 様式30."),
]
_Year = Annotated[int | None, typer.Option("--year", help="Business year (from 1 April).")]
_Out = Annotated[Path, typer.Option("--out", help="Folder for the files.")]
_BOOKS: Final = {Document.D1, Document.D2, Document.D3}


@app.callback()
def books() -> None:
    """Group the commands of the books."""


@app.command("print")
def print_paper(
    document: _Document,
    org: OrgOption,
    year: _Year = None,
    out: _Out = Path(),
    has_notes: Annotated[bool, typer.Option("--notes", help="With 備考.")] = False,
    in_english: Annotated[bool, typer.Option("--english", help="In English.")] = False,
) -> None:
    """Print a book or sheet as PDF; a book of more than 250 entries comes in several files."""
    agency = find_agency(org)
    printing = Printing(
        actor=program_of(agency), language="en" if in_english else "ja", now=timezone.now()
    )
    chosen = _year(document, year)
    with bound(agency.pk, None):
        if document not in _BOOKS:
            write_file(out / _name(document, chosen, "", "pdf"), _sheet(document, printing, chosen))
            return
        wish = BookWish(
            document=document, year=chosen, has_notes=has_notes, language=printing.language
        )
        for place, (content, _count) in enumerate(print_parts(wish, printing), start=1):
            write_file(out / _name(document, chosen, f"_{place:02d}", "pdf"), content)


@app.command("export")
def export(
    document: _Document,
    org: OrgOption,
    year: _Year = None,
    out: _Out = Path(),
    file_type: Annotated[FileType, typer.Option("--format", help="Kind of file.")] = FileType.XLSX,
    in_english: Annotated[bool, typer.Option("--english", help="In English.")] = False,
) -> None:
    """Write a book or sheet as a table; people whose use was stopped are not named."""
    agency = find_agency(org)
    language = "en" if in_english else "ja"
    chosen = _year(document, year)
    with bound(agency.pk, None):
        table = _table(document, chosen, language=language, actor=program_of(agency))
    is_shift_jis = file_type is FileType.CSV_SJIS
    ending = "xlsx" if file_type is FileType.XLSX else "csv"
    try:
        content = (
            write_xlsx(table, sheet_name=document)
            if file_type is FileType.XLSX
            else write_csv(table, encoding=SHIFT_JIS if is_shift_jis else UTF8)
        )
    except UnwritableCharactersError as error:
        listed = "、".join(error.characters)
        refuse(
            f"Shift_JISで書けない文字があります（{listed}）。--format csv にしてください。",
            f"Shift_JIS has no place for {listed}. Use --format csv.",
        )
    write_file(out / _name(document, chosen, "", ending), content)


def _year(document: Document, year: int | None) -> BusinessYear | None:
    if document in _BOOKS or document is Document.D27:
        return BusinessYear(year) if year else None
    return BusinessYear(year or BusinessYear.of(localdate()).year - 1)


def _name(document: Document, year: BusinessYear | None, part: str, ending: str) -> str:
    return f"{document}{f'_{year.year}' if year else ''}{part}.{ending}"


def _sheet(document: Document, printing: Printing, year: BusinessYear | None) -> bytes:
    if document is Document.D27 or year is None:
        since = add_months(localdate(), -_YEAR_MONTHS) + timedelta(days=1)
        rows = list(lists.list_referred(since=since))
        period = f"{since:%Y/%m/%d}〜{localdate():%Y/%m/%d}"
        own = replace(printing, period=period)
        return papers.inspection_list_pdf(own, rows, sheets.sum_fees_by_order())
    if document is Document.D4:
        return sheet_papers.report_pdf(printing, sheets.find_report(year=year))
    found = sheets.find_site_sheet(year=year, on=localdate())
    return sheet_papers.site_pdf(printing, found)


def _table(
    document: Document, year: BusinessYear | None, *, language: str, actor: Actor
) -> list[list[Any]]:
    if document is Document.D4 and year is not None:
        tables = sheet_papers.list_report_tables(sheets.find_report(year=year).shown)
        return [list(line) for line in sheet_papers.table_lines(tables, language)]
    if document is Document.D5 and year is not None:
        tables = sheet_papers.list_site_tables(sheets.find_site_sheet(year=year, on=localdate()))
        return [list(line) for line in sheet_papers.table_lines(tables, language)]
    if document is Document.D27:
        refuse(
            "D27（様式30）は印刷だけです。tasuki books print D27 を使ってください。",
            "D27 is only printed: tasuki books print D27.",
        )
    heads, lines_of = {
        Document.D1: (files.ORDER_LINE_HEADS, files.order_lines),
        Document.D2: (files.SEEKER_LINE_HEADS, files.seeker_lines),
        Document.D3: (files.FEE_LINE_HEADS, files.fee_lines),
    }[document]
    rows = list_entries(BookWish(document=document, year=year))
    lines = list(lines_of(rows, language=language))
    audit.record(
        actor=actor,
        kind="list.export",
        object_kind="list",
        object_id=document,
        now=timezone.now(),
        data={"format": "cli", "row_count": len(lines)},
    )
    return [[one.in_language(language) for one in heads], *(list(line.cells) for line in lines)]
