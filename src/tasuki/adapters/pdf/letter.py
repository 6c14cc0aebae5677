"""Official letters on A4 upright: who writes to whom, paragraphs, tables, page n / N.

Used for requests about personal data (D15) and reports of incidents (D16). Gets finished words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.pdf import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with a table; without ``heads`` the first cell of a row is its label.

    Attributes:
        title: heading; empty = none.
        rows: cells of each row, all rows of the same length.
        heads: headings of the columns.
        is_form: cells are tall and empty ones are to be filled in by hand.
    """

    title: str
    rows: Sequence[Sequence[str]]
    heads: Sequence[str] = ()
    is_form: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        reference: document number and day, right above.
        addressee: to whom; empty for a form.
        sender: lines of who writes: name, address, contact.
        paragraphs: the text.
        sections: tables after the text.
        notes: small print at the end.
        footer: document number, printed at, printed by.
        page_word: text before the page number.
        points: size of the type; larger where the paper hangs on a wall.
    """

    language: str
    title: str
    reference: Sequence[str]
    addressee: str
    sender: Sequence[str]
    paragraphs: Sequence[str]
    sections: Sequence[Section]
    notes: Sequence[str]
    footer: str
    page_word: str
    points: float = 10.5


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 18mm 20mm 18mm;
  @bottom-left { content: "%(footer)s"; font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: %(points)spt/1.65 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0;
  overflow-wrap: anywhere }
h1 { font-size: 1.52em; text-align: center; margin: 6mm 0 6mm; line-height: 1.4 }
h2 { font-size: 1.1em; margin: 6mm 0 1.5mm; break-after: avoid; border-left: 1.2mm solid #006173;
  padding-left: 2mm }
p { margin: 0 0 2.5mm; white-space: pre-line }
.reference, .sender { text-align: right }
.reference p, .sender p { margin: 0 }
.addressee { font-size: 1.15em; margin: 2mm 0 4mm }
table { border-collapse: collapse; width: 100%%; font-size: .9em; line-height: 1.5 }
th, td { border: .4pt solid #777; padding: 1.2mm 2mm; text-align: left; vertical-align: top;
  font-weight: normal }
th { background: #f4f3f0; width: 32%% }
thead th { width: auto; font-weight: 700 }
td { white-space: pre-line }
table.form td { height: 11mm }
tr { break-inside: avoid }
.notes { margin-top: 6mm; font-size: 9pt; color: #333 }
.notes p { margin: 0 0 1mm }
"""


def render_letter(letter: Letter) -> bytes:
    """Return the letter as a PDF with footer and page n / N."""
    return render(letter_html(letter))


def letter_html(letter: Letter) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {
        "footer": css_text(letter.footer),
        "page": css_text(letter.page_word),
        "points": letter.points,
    }
    addressee = f'<p class="addressee">{escape(letter.addressee)}</p>' if letter.addressee else ""
    return "".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(letter.language)}"><head><meta charset="utf-8">',
            f"<title>{escape(letter.title)}</title><style>{style}</style></head><body>",
            _block("reference", letter.reference),
            addressee,
            _block("sender", letter.sender),
            f"<h1>{escape(letter.title)}</h1>",
            "".join(f"<p>{escape(one)}</p>" for one in letter.paragraphs),
            "".join(_section(one) for one in letter.sections),
            _block("notes", letter.notes),
            "</body></html>",
        ]
    )


def _block(name: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    return f'<div class="{name}">' + "".join(f"<p>{escape(one)}</p>" for one in lines) + "</div>"


def _section(section: Section) -> str:
    title = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    css = ' class="form"' if section.is_form else ""
    if section.heads:
        cells = "".join(f'<th scope="col">{escape(one)}</th>' for one in section.heads)
        head = f"<thead><tr>{cells}</tr></thead>"
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(one)}</td>" for one in row) + "</tr>"
            for row in section.rows
        )
    else:
        head = ""
        rows = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(one)}</td>" for one in row[1:])
            + "</tr>"
            for row in section.rows
        )
    return f"{title}<table{css}>{head}<tbody>{rows}</tbody></table>" if rows else title


def css_text(text: str) -> str:
    """Return a text as the inside of a CSS string within a style element."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return safe.replace("<", "\\3c ")
