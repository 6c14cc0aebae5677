"""Ledgers as A4 landscape papers: one entry with its sub-rows stays readable over many pages.

The headings of entries and of sub-rows are repeated on every page. Gets finished words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.register import css_text


@dataclass(frozen=True, slots=True)
class Head:
    """One heading: its words, how many columns of the grid it takes, and if numbers stand there."""

    label: str
    span: int = 1
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger with its sub-rows; ``is_sum`` marks a subtotal."""

    cells: Sequence[str]
    children: Sequence[Sequence[str]] = ()
    is_sum: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        facts: label and value above the table.
        heads: headings of an entry; their spans add up to the width of the grid.
        child_heads: headings of a sub-row; the first column of the grid stays empty before them.
        widths: percent of the page for each column of the grid.
        entries: the rows.
        empty: the sentence that stands for no rows.
        notes: small print below.
        footer: document, version, printed at, printed by.
        page_word: before the page number.
    """

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    heads: Sequence[Head]
    child_heads: Sequence[Head] = ()
    widths: Sequence[int]
    entries: Sequence[Entry]
    empty: str
    notes: Sequence[str] = field(default_factory=tuple)
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 landscape; margin: 11mm 10mm 15mm;
  @bottom-left { content: "%(footer)s"; font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 7.5pt/1.35 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 14pt; margin: 0 0 2.5mm; border-bottom: 1.2pt solid #0b6e69; padding-bottom: 1mm }
.facts { margin: 0 0 2.5mm; font-size: 8.5pt }
.facts span { margin-right: 6mm }
.facts b { font-weight: normal; color: #444; margin-right: 1.5mm }
table { border-collapse: collapse; width: 100%%; table-layout: fixed }
th, td { border: .4pt solid #888; padding: .6mm 1mm; text-align: left; vertical-align: top;
  font-weight: normal; overflow-wrap: anywhere }
thead { display: table-header-group }
thead th { background: #dcecea; font-size: 7pt; line-height: 1.25 }
thead tr.sub th { background: #f1f1ec }
.n { text-align: right }
tr { break-inside: avoid }
tr.entry { break-after: avoid }
tr.entry td { border-top: 1pt solid #333 }
tr.last { break-after: auto }
tr.sub td { background: #fafaf7 }
tr.sub .lead, thead tr.sub .lead { background: #fff; border-top: 0; border-bottom: 0 }
tr.sum td { background: #f1f1ec; border-top: .8pt solid #333 }
.notes { margin-top: 3mm; font-size: 7.5pt; color: #333 }
.notes p { margin: 0 0 .6mm }
"""


def render_book(sheet: BookSheet) -> bytes:
    """Return the ledger as a PDF with page n / N."""
    return render(book_html(sheet))


def book_html(sheet: BookSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {"footer": css_text(sheet.footer), "page": css_text(sheet.page_word)}
    facts = "".join(
        f"<span><b>{escape(label)}</b>{escape(value)}</span>" for label, value in sheet.facts
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f'<h1>{escape(sheet.title)}</h1><p class="facts">{facts}</p>{_table(sheet)}'
        f'<div class="notes">{notes}</div></body></html>'
    )


def _table(sheet: BookSheet) -> str:
    if not sheet.entries:
        return f"<p>{escape(sheet.empty)}</p>"
    columns = "".join(f'<col style="width:{width}%">' for width in sheet.widths)
    head = f"<tr>{_heads(sheet.heads)}</tr>"
    if sheet.child_heads:
        head += f'<tr class="sub"><th class="lead"></th>{_heads(sheet.child_heads)}</tr>'
    body = "".join(_entry(entry, sheet) for entry in sheet.entries)
    return (
        f"<table><colgroup>{columns}</colgroup><thead>{head}</thead><tbody>{body}</tbody></table>"
    )


def _heads(heads: Sequence[Head]) -> str:
    return "".join(
        f'<th scope="col"{_span(head)}{_align(head)}>{escape(head.label)}</th>' for head in heads
    )


def _entry(entry: Entry, sheet: BookSheet) -> str:
    kind = "sum" if entry.is_sum else "entry" if entry.children else "entry last"
    rows = [f'<tr class="{kind}">{_cells(entry.cells, sheet.heads)}</tr>']
    rows += [
        f'<tr class="sub"><td class="lead"></td>{_cells(child, sheet.child_heads)}</tr>'
        for child in entry.children
    ]
    return "".join(rows)


def _cells(cells: Sequence[str], heads: Sequence[Head]) -> str:
    return "".join(
        f"<td{_span(head)}{_align(head)}>{escape(cell)}</td>"
        for cell, head in zip(cells, heads, strict=True)
    )


def _span(head: Head) -> str:
    return f' colspan="{head.span}"' if head.span > 1 else ""


def _align(head: Head) -> str:
    return ' class="n"' if head.is_number else ""
