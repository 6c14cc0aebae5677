"""D24: the monthly statement of a relay (無料枠の通知書・残高証明), A4 upright.

Gets finished words and numbers; counts only, so there is nothing personal to leave out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.pdf import render


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading, with the month.
        facts: label and value: parties, licence, contract version, period.
        headline: the sentence on top of the numbers.
        columns: headings of the accounts table.
        lines: label, opening, added, taken, closing of each account.
        reasons_title: heading of the reasons.
        reasons: reason and number; empty if nothing was reversed.
        slots_title: heading of the new slots.
        slots: one line of text for each new slot.
        notes: small print: what the numbers are, how to ask.
        footer: document number, version, printed at, printed by.
        page_word: text before and after the page number, such as ``ページ``.
    """

    language: str
    title: str
    facts: Sequence[tuple[str, str]]
    headline: str
    columns: Sequence[str]
    lines: Sequence[tuple[str, int, int, int, int]]
    reasons_title: str
    reasons: Sequence[tuple[str, int]]
    slots_title: str
    slots: Sequence[str]
    notes: Sequence[str]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 15mm 18mm 18mm;
  @bottom-left { content: "%(footer)s"; font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 10pt/1.45 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0 }
h1 { font-size: 17pt; margin: 0 0 4mm; border-bottom: 1.2pt solid #0b6e69; padding-bottom: 2mm }
h2 { font-size: 11.5pt; margin: 5mm 0 1mm; break-after: avoid }
table { border-collapse: collapse; width: 100%% }
th, td { border-bottom: .4pt solid #999; padding: .8mm 2mm; text-align: left; font-weight: normal }
thead th { border-bottom: .8pt solid #111; color: #333 }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
tr { break-inside: avoid }
table.facts th { width: 34%%; color: #333 }
p.headline { font-size: 14pt; margin: 4mm 0 3mm; padding: 2mm 4mm; background: #e8f3f2 }
ul { margin: 0; padding-left: 5mm }
.notes p { margin: 0 }
.notes { margin-top: 5mm; font-size: 9pt; color: #333 }
"""


def render_statement(sheet: StatementSheet) -> bytes:
    """Return the statement as a PDF with document number, version and page n / N."""
    return render(statement_html(sheet))


def statement_html(sheet: StatementSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {"footer": _css(sheet.footer), "page": _css(sheet.page_word)}
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(sheet.language)}"><head><meta charset="utf-8">',
        f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>",
        f"<h1>{escape(sheet.title)}</h1>",
        _facts(sheet.facts),
        f'<p class="headline">{escape(sheet.headline)}</p>',
        _accounts(sheet),
        _pairs(sheet.reasons_title, sheet.reasons),
        _list(sheet.slots_title, sheet.slots),
        '<div class="notes">'
        + "".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
        + "</div>",
        "</body></html>",
    ]
    return "".join(parts)


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td>{escape(value)}</td></tr>'
        for label, value in facts
    )
    return f'<table class="facts"><tbody>{rows}</tbody></table>'


def _accounts(sheet: StatementSheet) -> str:
    first, *others = sheet.columns
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col" class="n">{escape(name)}</th>' for name in others
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f'<td class="n">{number:,}</td>' for number in numbers)
        + "</tr>"
        for label, *numbers in sheet.lines
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _pairs(title: str, pairs: Sequence[tuple[str, int]]) -> str:
    if not pairs:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td class="n">{number:,}</td></tr>'
        for label, number in pairs
    )
    return f"<h2>{escape(title)}</h2><table><tbody>{rows}</tbody></table>"


def _list(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{escape(title)}</h2><ul>{items}</ul>"


def _css(text: str) -> str:
    """Return a text as the inside of a CSS string within a style element."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return safe.replace("<", "\\3c ")
