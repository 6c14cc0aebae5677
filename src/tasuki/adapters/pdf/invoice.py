"""D17: invoice and refund invoice (適格請求書・適格返還請求書) on A4 upright.

Gets finished words and numbers. A qualified invoice shows who issued it with its number, the day
of the dealing, what was delivered, total and tax for each rate, and who it is for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.letter import css_text


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSheet:
    """What stands on the paper, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        mark: over the heading of a cancelled one; empty for others.
        reference: number and days, right above.
        addressee: to whom, and the address.
        sender: lines of who issues: name, address, number.
        lead: the sentence above the amount.
        amount_label, amount: the amount to pay, written large.
        heads: headings of text, rate and amount.
        lines: text, rate and amount of each line.
        tax_heads: headings of rate, net and tax.
        tax_lines: rate, net and tax of each rate.
        totals: label and amount: net, tax, total.
        facts_title, facts: how the fee was reckoned.
        notes: bank account, due day, remarks.
        footer: number, printed at, printed by.
        page_word: before the page number.
    """

    language: str
    title: str
    mark: str
    reference: Sequence[str]
    addressee: Sequence[str]
    sender: Sequence[str]
    lead: str
    amount_label: str
    amount: str
    heads: Sequence[str]
    lines: Sequence[Sequence[str]]
    tax_heads: Sequence[str]
    tax_lines: Sequence[Sequence[str]]
    totals: Sequence[tuple[str, str]]
    facts_title: str
    facts: Sequence[tuple[str, str]]
    notes: Sequence[tuple[str, str]]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 16mm 18mm 18mm;
  @bottom-left { content: "%(footer)s"; font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 10pt/1.55 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0;
  overflow-wrap: anywhere }
h1 { font-size: 18pt; text-align: center; margin: 0 0 5mm; letter-spacing: .3em;
  text-indent: .3em; line-height: 1.4 }
html[lang=en] h1 { letter-spacing: 0; text-indent: 0 }
h2 { font-size: 10.5pt; margin: 6mm 0 1mm; break-after: avoid }
p { margin: 0; white-space: pre-line }
.mark { border: .8mm solid #b3261e; color: #b3261e; text-align: center; font-weight: 700;
  margin: 0 0 4mm; padding: 1mm }
.reference { text-align: right }
.parties { width: 100%%; margin: 4mm 0 5mm }
.parties td { border: 0; padding: 0; vertical-align: top; width: 50%% }
.to p:first-child { font-size: 13pt; border-bottom: .4pt solid #111; margin-bottom: 1.5mm }
.from { padding-left: 14mm !important }
.from p:first-child { font-weight: 700 }
.sum { margin: 3mm 0 5mm; border-bottom: 1.2pt solid #006173; display: inline-block;
  padding: 0 2mm 1mm 0 }
.sum span { margin-right: 8mm }
.sum strong { font-size: 17pt; font-variant-numeric: tabular-nums }
table.data { border-collapse: collapse; width: 100%% }
table.data th, table.data td { border: .4pt solid #777; padding: 1.4mm 2mm; text-align: left;
  vertical-align: top; font-weight: normal }
table.data thead th { background: #e8f3f2; font-weight: 700 }
table.data .n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums }
table.half { width: 62%%; margin: 4mm 0 0 38%% }
table.totals tr:last-child { font-weight: 700 }
table.totals tr:last-child th { font-weight: 700 }
dl { margin: 0 }
dt { float: left; clear: left; width: 34mm; color: #333 }
dd { margin: 0 0 .8mm 36mm; white-space: pre-line }
tr { break-inside: avoid }
.notes { margin-top: 6mm; padding-top: 2mm; border-top: .4pt solid #777 }
"""


def render_invoice(sheet: InvoiceSheet) -> bytes:
    """Return the invoice as a PDF with footer and page n / N."""
    return render(invoice_html(sheet))


def invoice_html(sheet: InvoiceSheet) -> str:
    """Return the document that is printed; every value is escaped."""
    style = _STYLE % {"footer": css_text(sheet.footer), "page": css_text(sheet.page_word)}
    mark = f'<p class="mark">{escape(sheet.mark)}</p>' if sheet.mark else ""
    return "".join(
        [
            "<!doctype html>",
            f'<html lang="{escape(sheet.language)}"><head><meta charset="utf-8">',
            f"<title>{escape(sheet.title)}</title><style>{style}</style></head><body>",
            mark,
            f"<h1>{escape(sheet.title)}</h1>",
            f'<div class="reference">{_lines(sheet.reference)}</div>',
            '<table class="parties" role="presentation"><tr>',
            f'<td class="to">{_lines(sheet.addressee)}</td>',
            f'<td class="from">{_lines(sheet.sender)}</td></tr></table>',
            f"<p>{escape(sheet.lead)}</p>",
            _sum(sheet.amount_label, sheet.amount),
            _table("data", sheet.heads, sheet.lines, numbers_from=1),
            _table("data half", sheet.tax_heads, sheet.tax_lines, numbers_from=0),
            _totals(sheet.totals),
            f"<h2>{escape(sheet.facts_title)}</h2>{_facts(sheet.facts)}",
            f'<div class="notes">{_facts(sheet.notes)}</div>' if sheet.notes else "",
            "</body></html>",
        ]
    )


def _sum(label: str, amount: str) -> str:
    inner = f"<span>{escape(label)}</span><strong>{escape(amount)}</strong>"
    return f'<p class="sum">{inner}</p>'


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in lines if one)


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    inner = "".join(f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in facts)
    return f"<dl>{inner}</dl>"


def _table(
    css: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers_from: int
) -> str:
    def cell(tag: str, place: int, text: str) -> str:
        kind = ' class="n"' if place >= numbers_from else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{escape(text)}</{tag}>"

    head = "".join(cell("th", place, text) for place, text in enumerate(heads))
    body = "".join(
        "<tr>" + "".join(cell("td", place, text) for place, text in enumerate(row)) + "</tr>"
        for row in rows
    )
    return f'<table class="{css}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _totals(totals: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th><td class="n">{escape(value)}</td></tr>'
        for label, value in totals
    )
    return f'<table class="data half totals"><tbody>{rows}</tbody></table>'
