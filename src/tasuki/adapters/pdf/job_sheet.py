"""D8 and D9 on A4 upright: the job sheet (求人票) and the notice of changes (労働条件変更明示書).

Gets finished words. In the notice, what differs within a text is underlined on both sides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Final

from tasuki.adapters.pdf import render
from tasuki.adapters.pdf.letter import css_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One condition.

    Attributes:
        label: its name.
        text: as it is shown; lines are kept.
        pairs: heading and text of its halves, (雇入れ直後) and (変更の範囲), instead of ``text``.
    """

    label: str
    text: str = ""
    pairs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSheet:
    """What stands on a job sheet, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading of the paper.
        job: name of the job.
        employer: whose job it is.
        facts: label and value in two columns above the conditions.
        rows: the conditions in the order of the law.
        rows_title: heading above them.
        notes: small print.
        sender: who hands the paper out: name, licence, address, contact.
        footer: number, version, printed at, printed by.
        page_word: text before the page number.
    """

    language: str
    title: str
    job: str
    employer: str
    facts: Sequence[tuple[str, str]]
    rows: Sequence[SheetRow]
    rows_title: str
    notes: Sequence[str]
    sender: Sequence[str]
    footer: str
    page_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One condition that changed: its name, the kind of the change, old and new text."""

    label: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSheet:
    """What stands on a notice of changes, in the language of the reader.

    Attributes:
        language: ``ja`` or ``en``.
        title: heading.
        addressee: to whom; a line to be filled in by hand where it is empty.
        lead: what the reader should know first.
        facts: label and value: job, employer, versions with their days.
        columns: headings: condition, kind, before, after.
        rows: what changed.
        empty: the sentence that stands for no rows.
        notes: small print: the four kinds, whom to ask.
        receipt: label of the lines to be signed; empty for none.
        sender: who hands the paper out.
        footer: number, versions, printed at, printed by.
        page_word: text before the page number.
    """

    language: str
    title: str
    addressee: str
    lead: str
    facts: Sequence[tuple[str, str]]
    columns: tuple[str, str, str, str]
    rows: Sequence[ChangeRow]
    empty: str
    notes: Sequence[str]
    receipt: Sequence[str]
    sender: Sequence[str]
    footer: str
    page_word: str


_STYLE: Final = """
@page {
  size: A4 portrait; margin: 13mm 15mm 16mm;
  @bottom-left { content: "%(footer)s"; font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
  @bottom-right { content: "%(page)s " counter(page) " / " counter(pages);
    font: 8pt "Noto Sans CJK JP", sans-serif; color: #444 }
}
body { font: 9.5pt/1.5 "Noto Sans CJK JP", "Noto Sans", sans-serif; color: #111; margin: 0;
  overflow-wrap: anywhere }
h1 { font-size: 15pt; text-align: center; margin: 0 0 3mm; letter-spacing: .1em }
h2 { font-size: 10.5pt; margin: 4mm 0 1mm; break-after: avoid; border-left: 1.2mm solid #006173;
  padding-left: 2mm }
.job { border: .8pt solid #111; padding: 2mm 3mm; margin: 0 0 3mm }
.job p { margin: 0 } .job .name { font-size: 13pt; font-weight: 700 }
p { margin: 0 0 2mm; white-space: pre-line }
table { border-collapse: collapse; width: 100%%; table-layout: fixed }
th, td { border: .4pt solid #777; padding: .9mm 1.8mm; text-align: left; vertical-align: top;
  font-weight: normal; box-sizing: border-box }
th { background: #f0f4f4 }
td { white-space: pre-line }
table.facts th { width: 17%% } table.facts td { width: 33%% }
table.rows th { width: 26%% }
table.changes { margin-top: 3mm }
table.changes th.c, table.changes td.c { width: 20%% }
table.changes th.k, table.changes td.k { width: 12%% }
table.changes thead th { font-weight: 700 }
dl { margin: 0 } dt { font-size: 8.5pt; color: #333 } dd { margin: 0 0 1mm }
tr { break-inside: avoid }
u { text-decoration: underline; text-decoration-thickness: .9pt; text-underline-offset: 1.5pt }
.notes { margin-top: 3mm; font-size: 8.5pt; color: #333 } .notes p { margin: 0 0 .6mm }
.sender { margin-top: 3mm; border-top: .8pt solid #111; padding-top: 1.5mm; break-inside: avoid }
.sender p { margin: 0 }
.addressee { font-size: 12pt; margin: 0 0 3mm }
.addressee span { display: inline-block; min-width: 60mm; border-bottom: .6pt solid #111 }
.receipt { margin-top: 5mm; break-inside: avoid } .receipt td { height: 9mm; width: 70%% }
"""


_PARTS: Final = re.compile(r"\d[\d,.:]*|.", re.DOTALL)
"""A number is one part, so that it is underlined as a whole; everything else is a character."""


def render_job_sheet(sheet: JobSheet) -> bytes:
    """Return the job sheet as a PDF with footer and page n / N."""
    return render(job_sheet_html(sheet))


def render_change_sheet(sheet: ChangeSheet) -> bytes:
    """Return the notice of changes as a PDF with footer and page n / N."""
    return render(change_sheet_html(sheet))


def job_sheet_html(sheet: JobSheet) -> str:
    """Return the job sheet that is printed; every value is escaped."""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th><td>{_condition(row)}</td></tr>'
        for row in sheet.rows
    )
    body = (
        f'<div class="job"><p>{escape(sheet.employer)}</p>'
        f'<p class="name">{escape(sheet.job)}</p></div>'
        f"{_facts(sheet.facts)}<h2>{escape(sheet.rows_title)}</h2>"
        f'<table class="rows"><tbody>{rows}</tbody></table>'
        f"{_lines('notes', sheet.notes)}{_lines('sender', sheet.sender)}"
    )
    return _page(sheet.language, sheet.title, sheet.footer, sheet.page_word, body)


def change_sheet_html(sheet: ChangeSheet) -> str:
    """Return the notice that is printed; every value is escaped."""
    signed = "".join(
        f'<tr><th scope="row">{escape(one)}</th><td></td></tr>' for one in sheet.receipt
    )
    receipt = f'<table class="receipt"><tbody>{signed}</tbody></table>' if signed else ""
    body = (
        f'<p class="addressee"><span>{escape(sheet.addressee)}</span></p>'
        f"<p>{escape(sheet.lead)}</p>{_facts(sheet.facts)}{_changes(sheet)}"
        f"{_lines('notes', sheet.notes)}{receipt}{_lines('sender', sheet.sender)}"
    )
    return _page(sheet.language, sheet.title, sheet.footer, sheet.page_word, body)


def mark_differences(before: str, after: str) -> tuple[str, str]:
    """Return both texts as HTML, with what only one of them says underlined."""
    old_parts, new_parts = _PARTS.findall(before), _PARTS.findall(after)
    old, new = [], []
    matcher = SequenceMatcher(a=old_parts, b=new_parts, autojunk=False)
    for kind, start, end, from_new, to_new in matcher.get_opcodes():
        gone = escape("".join(old_parts[start:end]))
        come = escape("".join(new_parts[from_new:to_new]))
        is_same = kind == "equal"
        old.append(gone if is_same or not gone else f"<u>{gone}</u>")
        new.append(come if is_same or not come else f"<u>{come}</u>")
    return "".join(old), "".join(new)


def _changes(sheet: ChangeSheet) -> str:
    if not sheet.rows:
        return f"<p>{escape(sheet.empty)}</p>"
    classes = ("c", "k", "", "")
    head = "".join(
        f'<th scope="col" class="{css}">{escape(name)}</th>'
        for name, css in zip(sheet.columns, classes, strict=True)
    )
    body = ""
    for row in sheet.rows:
        before, after = mark_differences(row.before, row.after)
        body += (
            f'<tr><th scope="row" class="c">{escape(row.label)}</th>'
            f'<td class="k">{escape(row.kind)}</td>'
            f"<td>{before or '－'}</td><td>{after or '－'}</td></tr>"
        )
    return f'<table class="changes"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _condition(row: SheetRow) -> str:
    if not row.pairs:
        return escape(row.text)
    halves = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in row.pairs)
    return f"<dl>{halves}</dl>"


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    cells = [
        f'<th scope="row">{escape(label)}</th><td>{escape(value)}</td>' for label, value in facts
    ]
    if len(cells) % 2:
        cells.append("<th></th><td></td>")
    rows = "".join(
        f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True)
    )
    return f'<table class="facts"><tbody>{rows}</tbody></table>'


def _lines(name: str, lines: Sequence[str]) -> str:
    inside = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<div class="{name}">{inside}</div>' if inside else ""


def _page(language: str, title: str, footer: str, page_word: str, body: str) -> str:
    style = _STYLE % {"footer": css_text(footer), "page": css_text(page_word)}
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>"
        f"<h1>{escape(title)}</h1>{body}</body></html>"
    )
