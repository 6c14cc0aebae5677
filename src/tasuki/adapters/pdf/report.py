"""Reports of figures with pictures on A4 upright: question, answer, drawing and table.

Gets finished words and drawings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.charts.marks import HALO
from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.register import css_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFigure:
    """One figure: its value, the counts behind it, what it means, what it is compared with."""

    name: str
    value: str
    counts: str
    meaning: str
    compared: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPicture:
    """One picture; ``svg`` is markup that the charts made, everything else is text."""

    question: str
    answer: str
    svg: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureReport:
    """What stands on the paper, in the language of the reader.

    Attributes:
        facts: label and value under the title: who, which year, until when.
        figure_heads: headings of the table of figures, five of them.
        groups: theme and its figures.
        pictures: in the order of the pages.
        notes: small print at the end.
    """

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    figure_heads: Sequence[str]
    groups: Sequence[tuple[str, Sequence[ReportFigure]]]
    pictures: Sequence[ReportPicture]
    notes: Sequence[str]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 14mm 14mm 16mm;
  @bottom-left { content: "%(footer)s"; font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 7.5pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 9pt/1.5 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 16pt; margin: 0 0 3mm; border-bottom: 1.2pt solid #006173; padding-bottom: 1.5mm }
h2 { font-size: 12pt; margin: 6mm 0 1.5mm; break-after: avoid }
dl { margin: 0 } dt { float: left; clear: left; width: 34mm; color: #333 }
dd { margin: 0 0 .6mm 36mm }
table { border-collapse: collapse; width: 100%%; margin: 1mm 0 2mm }
thead { display: table-header-group }
th, td { border: .4pt solid #777; padding: .8mm 1.4mm; font-weight: normal; vertical-align: top;
  text-align: left; overflow-wrap: anywhere }
td.num { text-align: right; white-space: nowrap }
thead th { background: #dcecea; font-size: 8pt }
tr { break-inside: avoid }
.answer { font-size: 10.5pt; margin: 0 0 2mm }
.picture { break-inside: avoid }
.picture svg { display: block; margin: 0 auto; width: 150mm; height: auto; max-height: 105mm }
.small { margin: 1mm 0 0; font-size: 7.5pt; color: #333 }
section { break-inside: auto }
"""


def render_report(report: FigureReport) -> bytes:
    """Return the report as a PDF with page n / N."""
    return render(report_html(report))


def report_html(report: FigureReport) -> str:
    """Return the document that is printed; every text is escaped."""
    style = _STYLE % {"footer": css_text(report.footer), "page": css_text(report.page_word)}
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in report.facts
    )
    groups = "".join(_group(name, ones, report.figure_heads) for name, ones in report.groups)
    pictures = "".join(_picture(one) for one in report.pictures)
    notes = "".join(f'<p class="small">{escape(note)}</p>' for note in report.notes)
    return (
        f'<!doctype html><html lang="{escape(report.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(report.title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(report.title)}</h1><dl>{facts}</dl>{groups}{pictures}{notes}</body></html>"
    )


def _group(name: str, figures: Sequence[ReportFigure], heads: Sequence[str]) -> str:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(one.name)}</th><td class="num">{escape(one.value)}</td>'
        f'<td class="num">{escape(one.counts)}</td><td>{escape(one.meaning)}</td>'
        f"<td>{escape(one.compared)}</td></tr>"
        for one in figures
    )
    return (
        f"<h2>{escape(name)}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _picture(one: ReportPicture) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in one.heads)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="num">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in one.rows
    )
    return (
        f'<div class="picture"><h2>{escape(one.question)}</h2>'
        f'<p class="answer">{escape(one.answer)}</p>{one.svg.replace(HALO, "")}</div>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f'<p class="small">{escape(one.note)}</p>'
    )
