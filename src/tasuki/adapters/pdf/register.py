"""Registers as A4 papers: D13 provision and receipt records, and what went out about one person.

Gets finished words; landscape for a register, upright for one person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from tasuki.adapters.pdf import render


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        facts: label and value above the table: whose register, period, number of rows.
        columns: headings of the table.
        rows: the cells as text.
        empty: the sentence that stands for no rows.
        notes: small print below.
        footer: document, version, printed at, printed by.
        page_word: before the page number, such as ``ページ``.
        is_landscape: A4 on its long side.
    """

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str
    notes: Sequence[str] = field(default_factory=tuple)
    footer: str
    page_word: str
    is_landscape: bool = True


_STYLE: Final = """
@page {
  size: A4 %(turn)s; margin: 13mm 12mm 16mm;
  @bottom-left { content: "%(footer)s"; font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 8.5pt/1.4 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 15pt; margin: 0 0 3mm; border-bottom: 1.2pt solid #0b6e69; padding-bottom: 1.5mm }
dl { margin: 0 0 3mm; font-size: 9.5pt }
dt { float: left; clear: left; width: 38mm; color: #333 }
dd { margin: 0 0 .6mm 40mm }
table { border-collapse: collapse; width: 100%% }
th, td { border: .4pt solid #777; padding: .8mm 1.4mm; text-align: left; vertical-align: top;
  font-weight: normal; overflow-wrap: anywhere }
thead { display: table-header-group }
thead th { background: #e8f3f2; font-size: 8pt }
tr { break-inside: avoid }
.notes { margin-top: 4mm; font-size: 8.5pt; color: #333 }
.notes p { margin: 0 0 .6mm }
"""


def render_register(sheet: RegisterSheet) -> bytes:
    """Return the register as a PDF with page n / N."""
    return render(register_html(sheet))


def register_html(sheet: RegisterSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {
        "turn": "landscape" if sheet.is_landscape else "portrait",
        "footer": css_text(sheet.footer),
        "page": css_text(sheet.page_word),
    }
    facts = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in sheet.facts
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(sheet.title)}</h1><dl>{facts}</dl>{_table(sheet)}"
        f'<div class="notes">{notes}</div></body></html>'
    )


def _table(sheet: RegisterSheet) -> str:
    if not sheet.rows:
        return f"<p>{escape(sheet.empty)}</p>"
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in sheet.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in sheet.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def css_text(text: str) -> str:
    """Return a text as the inside of a CSS string within a style element."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return safe.replace("<", "\\3c ")
