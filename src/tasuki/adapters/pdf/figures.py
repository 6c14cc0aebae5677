"""Sheets of figures on A4: several small tables under headings, numbers to the right.

Gets finished words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.register import css_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table under a heading.

    Attributes:
        heading: what the table is about.
        columns: headings; the first one names the rows.
        rows: cells as text; all but the first are numbers.
        is_last_sum: the last row is a sum.
        notes: definitions below the table.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_last_sum: bool = False
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSheet:
    """What stands on the paper, in the language of the reader; see ``BookSheet``."""

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    notes: Sequence[str] = field(default_factory=tuple)
    footer: str
    page_word: str
    is_landscape: bool = False


_STYLE: Final = """
@page {
  size: A4 %(turn)s; margin: 12mm 12mm 16mm;
  @bottom-left { content: "%(footer)s"; font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 8.5pt/1.4 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 15pt; margin: 0 0 3mm; border-bottom: 1.2pt solid #0b6e69; padding-bottom: 1.5mm }
h2 { font-size: 10.5pt; margin: 4mm 0 1.5mm; break-after: avoid }
dl { margin: 0; font-size: 9pt }
dt { float: left; clear: left; width: 40mm; color: #333 }
dd { margin: 0 0 .6mm 42mm }
table { border-collapse: collapse; width: 100%% }
thead { display: table-header-group }
th, td { border: .4pt solid #777; padding: .8mm 1.2mm; font-weight: normal; text-align: right;
  overflow-wrap: anywhere; vertical-align: top }
th { text-align: left }
thead th { background: #dcecea; font-size: 7.5pt; line-height: 1.3 }
tr { break-inside: avoid }
tr.sum > * { background: #f1f1ec; border-top: .9pt solid #333 }
.small { margin: 1mm 0 0; font-size: 7.5pt; color: #333 }
"""


def render_figures(sheet: FigureSheet) -> bytes:
    """Return the sheet as a PDF with page n / N."""
    return render(figures_html(sheet))


def figures_html(sheet: FigureSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {
        "turn": "landscape" if sheet.is_landscape else "portrait",
        "footer": css_text(sheet.footer),
        "page": css_text(sheet.page_word),
    }
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in sheet.facts
    )
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(sheet.title)}</h1><dl>{facts}</dl>"
        f"{''.join(_section(one) for one in sheet.sections)}{_notes(sheet.notes)}</body></html>"
    )


def _section(section: Section) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in section.columns)
    body = "".join(
        _row(row, is_sum=section.is_last_sum and place == len(section.rows) - 1)
        for place, row in enumerate(section.rows)
    )
    return (
        f"<h2>{escape(section.heading)}</h2><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{_notes(section.notes)}"
    )


def _row(cells: Sequence[str], *, is_sum: bool) -> str:
    name, *numbers = cells
    rest = "".join(f"<td>{escape(cell)}</td>" for cell in numbers)
    mark = ' class="sum"' if is_sum else ""
    return f'<tr{mark}><th scope="row">{escape(name)}</th>{rest}</tr>'


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="small">{escape(note)}</p>' for note in notes)
