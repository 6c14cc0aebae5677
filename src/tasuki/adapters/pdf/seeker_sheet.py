"""D11: the sheet of a job seeker (求職票), A4 upright, one page, filled or with blanks to write in.

Gets finished words. The consent box is never ticked by the printer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.letter import css_text


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cell:
    """One field: its label, what stands in it, and its share of the line.

    Attributes:
        label: above the value.
        value: empty = a blank to write in.
        share: of six; the cells of a line add up to six.
        lines: height in lines of writing.
    """

    label: str
    value: str
    share: int = 3
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SeekerSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        agency: name and licence of the agency.
        facts: label and value right above: number, day, validity.
        parts: heading and lines of cells.
        consent_label: words of the box.
        consent_text: what the person agrees to, and that a no has no drawback.
        signature: labels of the blanks at the end.
        notes: small print.
        footer: document, version, printed at, printed by.
        page_word: before the page number.
    """

    language: str
    title: str
    agency: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[tuple[str, Sequence[Sequence[Cell]]]]
    consent_label: str
    consent_text: str
    signature: Sequence[str]
    notes: Sequence[str]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 11mm 14mm 13mm;
  @bottom-left { content: "%(footer)s"; font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 9.5pt/1.4 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0;
  overflow-wrap: anywhere }
h1 { font-size: 17pt; letter-spacing: .3em; margin: 0; line-height: 1.3 }
.top { display: table; width: 100%%; margin-bottom: 2mm }
.top > div { display: table-cell; vertical-align: bottom }
.facts { text-align: right; font-size: 8.5pt }
h2 { font-size: 9.5pt; margin: 2mm 0 .8mm; border-left: 1.2mm solid #006173; padding-left: 1.5mm;
  line-height: 1.25; break-after: avoid }
table { border-collapse: collapse; width: 100%%; table-layout: fixed }
table + table { margin-top: -.4pt }
td { box-sizing: border-box; border: .4pt solid #777; padding: .6mm 1.5mm; vertical-align: top;
  white-space: pre-line }
td span { display: block; font-size: 7pt; color: #444; line-height: 1.3 }
section { border: .9pt solid #111; padding: 1.5mm 2.5mm; margin: 2.5mm 0 1.5mm;
  break-inside: avoid }
section h2 { border: 0; padding: 0; margin: 0 0 .6mm }
.box { display: inline-block; width: 3.6mm; height: 3.6mm; border: .9pt solid #111;
  margin-right: 2mm; vertical-align: -.6mm }
p { margin: 0 0 .6mm; white-space: pre-line }
.sign { display: table; width: 100%%; margin-top: 1.5mm }
.sign div { display: table-cell; border-bottom: .6pt solid #111; padding-top: 6.5mm;
  font-size: 8pt }
.notes { font-size: 7.5pt; color: #333; margin-top: 1.5mm }
"""
_LINE_MM: Final = 5.2
_LABEL_MM: Final = 4.4
_SHARES: Final = 6


def render_seeker_sheet(sheet: SeekerSheet) -> bytes:
    """Return the sheet as a PDF."""
    return render(seeker_sheet_html(sheet))


def seeker_sheet_html(sheet: SeekerSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {"footer": css_text(sheet.footer), "page": css_text(sheet.page_word)}
    facts = "<br>".join(f"{escape(label)} {escape(value)}" for label, value in sheet.facts)
    parts = "".join(
        f"<h2>{escape(title)}</h2>" + "".join(_line(cells) for cells in lines)
        for title, lines in sheet.parts
    )
    signature = "".join(f"<div>{escape(label)}</div>" for label in sheet.signature)
    notes = "".join(f"<p>{escape(one)}</p>" for one in sheet.notes)
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f'<div class="top"><div><h1>{escape(sheet.title)}</h1>{escape(sheet.agency)}</div>'
        f'<div class="facts">{facts}</div></div>{parts}'
        f'<section><h2><span class="box"></span>{escape(sheet.consent_label)}</h2>'
        f'<p>{escape(sheet.consent_text)}</p><div class="sign">{signature}</div></section>'
        f'<div class="notes">{notes}</div></body></html>'
    )


def _line(cells: Sequence[Cell]) -> str:
    drawn = "".join(
        f'<td style="width:{cell.share / _SHARES:.4%};'
        f'height:{_LABEL_MM + _LINE_MM * cell.lines:.1f}mm">'
        f"<span>{escape(cell.label)}</span>{escape(cell.value)}</td>"
        for cell in cells
    )
    return f"<table><tr>{drawn}</tr></table>"
