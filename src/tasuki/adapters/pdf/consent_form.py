"""D12: guidance and consent form of a relay, A4 upright, 12 pt or larger, one box for each purpose.

Both boxes are empty; the address and its QR code lead to the page on which the person answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.register import css_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentBox:
    """One question with its whole text and an empty box."""

    label: str
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConsentSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        lead: sentences on top: optional, free, no effect.
        qr_svg: the QR code as SVG; empty where no code is on offer.
        address: the same address in letters.
        address_label: words before it.
        boxes: the separate questions.
        lines: labels of the blanks for handwriting: name, day.
        footer: document, versions, printed at, printed by.
        page_word: before the page number.
    """

    language: str
    title: str
    lead: Sequence[str]
    qr_svg: str
    address: str
    address_label: str
    boxes: Sequence[ConsentBox]
    lines: Sequence[str]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 14mm 16mm 18mm;
  @bottom-left { content: "%(footer)s"; font: 12pt "Noto Sans CJK JP", sans-serif; color: #333 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 12pt "Noto Sans CJK JP", sans-serif; color: #333 }
}
body { font: 12pt/1.5 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 18pt; margin: 0 0 3mm; border-bottom: 1.2pt solid #0b6e69; padding-bottom: 1.5mm }
ul { margin: 0 0 3mm; padding-left: 6mm }
.way { display: table; width: 100%%; margin-bottom: 4mm }
.way > div { display: table-cell; vertical-align: middle }
.way svg { width: 32mm; height: 32mm }
.address { padding-left: 5mm; overflow-wrap: anywhere }
section { border: 1pt solid #111; padding: 3mm 4mm; margin: 0 0 4mm; break-inside: avoid }
h2 { font-size: 13pt; margin: 0 0 1.5mm }
.box { display: inline-block; width: 5mm; height: 5mm; border: 1.2pt solid #111;
  margin-right: 2.5mm; vertical-align: -1mm }
p { margin: 0 0 1mm; white-space: pre-wrap }
.note { color: #333 }
.line { border-bottom: .8pt solid #111; padding-top: 7mm; width: 120mm }
"""


def render_consent_form(sheet: ConsentSheet) -> bytes:
    """Return the form as a PDF; both boxes are empty."""
    return render(consent_html(sheet))


def consent_html(sheet: ConsentSheet) -> str:
    """Return the document that is printed; every value but the drawing is escaped."""
    style = _STYLE % {"footer": css_text(sheet.footer), "page": css_text(sheet.page_word)}
    lead = "".join(f"<li>{escape(line)}</li>" for line in sheet.lead)
    way = (
        f'<div class="way"><div>{sheet.qr_svg}</div><div class="address">'
        f"{escape(sheet.address_label)}<br>{escape(sheet.address)}</div></div>"
        if sheet.qr_svg
        else ""
    )
    boxes = "".join(
        f'<section><h2><span class="box"></span>{escape(box.label)}</h2>'
        f'<p>{escape(box.text)}</p><p class="note">{escape(box.note)}</p></section>'
        for box in sheet.boxes
    )
    lines = "".join(f'<div class="line">{escape(line)}</div>' for line in sheet.lines)
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(sheet.title)}</h1><ul>{lead}</ul>{way}{boxes}{lines}</body></html>"
    )
