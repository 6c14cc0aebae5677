"""D1 to D3 and D27 as A4 landscape: what the law asks to be viewable and printable.

Source: 職業安定法施行規則 24条の7; inspection of the Labour Bureau (訪問指導).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.adapters.pdf.book import BookSheet, Entry, Head, render_book
from tasuki.adapters.pdf.footer import write_footer
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.books import words
from tasuki.apps.books.cells import Writer, group_by_month, yen_words
from tasuki.apps.books.queries.rows import fee_group
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_views
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.core.books.rows import FeeGroup
from tasuki.core.words import Words

PAPER_VERSION: Final = "1"
_ORDER_WIDTHS: Final = (8, 13, 12, 11, 8, 9, 5, 10, 9, 6, 9)
_ORDER_WIDTHS_NOTED: Final = (8, 12, 11, 10, 8, 8, 5, 9, 8, 6, 8, 7)
_SEEKER_WIDTHS: Final = (8, 8, 14, 9, 8, 8, 7, 12, 11, 8, 7)
_SEEKER_SPANS: Final = (1, 2, 2, 1, 2, 1, 2)
_FEE_WIDTHS: Final = (19, 8, 12, 9, 17, 15, 6, 7, 7)
_INSPECTION_WIDTHS: Final = (5, 9, 19, 20, 14, 7, 7, 9, 10)
_KEEP: Final = Words(
    "職業安定法施行規則24条の7による帳簿。完結の日から2年間保存します。",
    "Kept under article 24-7 of the Regulation of the Employment Security Act, two years from "
    "completion.",
)
_BAN: Final = Words(
    "転職勧奨の禁止期間は無期雇用の就職だけに記載します。当社では翌日までを連絡禁止とします。",
    "The ban on solicitation stands at hires for an indefinite term; we block one day longer.",
)
_EMPTY: Final = Words("記録はありません。", "There are no records.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """Who prints what, when, in which language; the agency is bound.

    Attributes:
        actor: a member; stands in the footer.
        language: ``ja`` or ``en``.
        now: moment of printing.
        period: which rows, in words.
        has_notes: with 備考, which the Bureau is not given.
        part: which of how many files of a large book, such as ``2/5``; empty for one file.
    """

    actor: Actor
    language: str
    now: datetime
    period: str = ""
    has_notes: bool = False
    part: str = ""

    @property
    def writer(self) -> Writer:
        """Return what writes the cells."""
        return Writer(self.language)

    def say(self, one: Words) -> str:
        """Return words in the language."""
        return one.in_language(self.language)

    def footer(self, document: str) -> str:
        """Return document, version, moment and name as they stand on every page."""
        return write_footer(
            f"{document} {self.part}".strip(),
            language=self.language,
            printed_by=self.actor.name,
            now=self.now,
            version=PAPER_VERSION,
        )

    def facts(self, count: int) -> list[tuple[str, str]]:
        """Return whose book it is, under which licence, which rows and how many."""
        agency = Organisation.objects.get(pk=self.actor.organisation_id)
        licence = Licence.objects.order_by("-valid_to").first()
        facts = [
            (Words("事業者", "Agency"), agency.name),
            (Words("許可番号", "Licence"), licence.number if licence else "-"),
            (Words("期間", "Period"), self.period or self.say(Words("すべて", "all"))),
            (Words("件数", "Rows"), f"{count:,}"),
        ]
        if self.part:
            facts.append((Words("分冊", "Part"), self.part))
        return [(self.say(label), value) for label, value in facts]


def order_book_pdf(printing: Printing, rows: Sequence[JobOrder]) -> bytes:
    """Return D1 求人管理簿: one order with its introductions below.

    Args:
        printing: who prints.
        rows: from ``list_order_book``.
    """
    _record(printing, "D1", _people_of(rows), len(rows))
    return render_book(order_sheet(printing, rows))


def order_sheet(printing: Printing, rows: Sequence[JobOrder]) -> BookSheet:
    """Return what stands in D1."""
    writer = printing.writer
    heads = [Head(printing.say(one)) for one in words.ORDER_HEADS]
    child_heads = [Head(printing.say(one)) for one in words.ORDER_CHILD_HEADS]
    if printing.has_notes:
        heads.append(Head(printing.say(words.NOTE_HEAD)))
        child_heads[6] = Head(child_heads[6].label, span=2)
    entries = [
        Entry(
            cells=[
                *writer.order(row),
                *([writer.order_note(row)] if printing.has_notes else []),
            ],
            children=[writer.under_order(one) for one in introductions_of(row)],
        )
        for row in rows
    ]
    return BookSheet(
        language=printing.language,
        title=printing.say(Words("求人管理簿", "Book of job orders")),
        facts=printing.facts(len(rows)),
        heads=heads,
        child_heads=child_heads,
        widths=_ORDER_WIDTHS_NOTED if printing.has_notes else _ORDER_WIDTHS,
        entries=entries,
        empty=printing.say(_EMPTY),
        notes=[printing.say(_KEEP), printing.say(_BAN)],
        footer=printing.footer("D1"),
        page_word=printing.say(Words("ページ", "page")),
    )


def seeker_book_pdf(printing: Printing, rows: Sequence[JobSeeker]) -> bytes:
    """Return D2 求職管理簿: one person with the introductions below.

    Args:
        printing: who prints.
        rows: from ``list_seeker_book``.
    """
    _record(printing, "D2", [row.talent_record_id for row in rows], len(rows))
    return render_book(seeker_sheet(printing, rows))


def seeker_sheet(printing: Printing, rows: Sequence[JobSeeker]) -> BookSheet:
    """Return what stands in D2."""
    writer = printing.writer
    return BookSheet(
        language=printing.language,
        title=printing.say(Words("求職管理簿", "Book of job seekers")),
        facts=printing.facts(len(rows)),
        heads=[
            Head(printing.say(one), span=span)
            for one, span in zip(words.SEEKER_HEADS, _SEEKER_SPANS, strict=True)
        ],
        child_heads=[Head(printing.say(one)) for one in words.SEEKER_CHILD_HEADS],
        widths=_SEEKER_WIDTHS,
        entries=[
            Entry(
                cells=writer.seeker(row),
                children=[writer.under_seeker(one) for one in introductions_of(row)],
            )
            for row in rows
        ],
        empty=printing.say(_EMPTY),
        notes=[printing.say(_KEEP), printing.say(_BAN)],
        footer=printing.footer("D2"),
        page_word=printing.say(Words("ページ", "page")),
    )


def fee_book_pdf(printing: Printing, rows: Sequence[FeeEntry]) -> bytes:
    """Return D3 手数料管理簿 with a subtotal for each month and the total.

    Args:
        printing: who prints.
        rows: from ``list_fee_book``, the oldest first.
    """
    people = [row.introduction.job_seeker.talent_record_id for row in rows]
    _record(printing, "D3", people, len(rows))
    return render_book(fee_sheet(printing, rows))


def fee_sheet(printing: Printing, rows: Sequence[FeeEntry]) -> BookSheet:
    """Return what stands in D3."""
    writer, entries = printing.writer, []
    for month in group_by_month(rows):
        entries += [Entry(cells=writer.fee(row)) for row in month.rows]
        name = Words(f"{month.month:%Y/%m} 小計", f"Subtotal {month.month:%Y-%m}")
        entries.append(_sum(printing, name, month.charged_yen, month.refunded_yen))
    if rows:
        refunds = sum(one.amount_yen for one in rows if fee_group(one.kind) is FeeGroup.REFUND)
        charged = sum(one.amount_yen for one in rows) - refunds
        entries.append(_sum(printing, Words("合計", "Total"), charged, -refunds))
    return BookSheet(
        language=printing.language,
        title=printing.say(Words("手数料管理簿", "Book of fees")),
        facts=printing.facts(len(rows)),
        heads=[
            Head(printing.say(one), is_number=place == 3)
            for place, one in enumerate(words.FEE_HEADS)
        ],
        widths=_FEE_WIDTHS,
        entries=entries,
        empty=printing.say(_EMPTY),
        notes=[
            printing.say(_KEEP),
            printing.say(
                Words(
                    "額は消費税を含みません。求職者からは手数料を受け取りません。",
                    "Amounts are without consumption tax. No job seeker pays a fee.",
                )
            ),
        ],
        footer=printing.footer("D3"),
        page_word=printing.say(Words("ページ", "page")),
    )


def inspection_list_pdf(
    printing: Printing, rows: Sequence[JobOrder], fees_yen: dict[UUID, int]
) -> bytes:
    """Return D27, the list of employers with referral results, with blanks to check off.

    Args:
        printing: who prints.
        rows: from ``list_referred``.
        fees_yen: what was charged for each order, less refunds, by its id.
    """
    entries = []
    for place, row in enumerate(rows, start=1):
        found = introductions_of(row)
        hired = sum(one.outcome == Outcome.HIRED for one in found)
        entries.append(
            Entry(
                cells=[
                    str(place),
                    row.number,
                    row.employer_name,
                    row.employer_address or "-",
                    row.occupation,
                    str(len(found)),
                    str(hired),
                    f"{fees_yen.get(row.pk, 0):,}",
                    "",
                ]
            )
        )
    _record(printing, "D27", [], len(rows))
    return render_book(
        BookSheet(
            language=printing.language,
            title=printing.say(Words("様式30 求人者リスト", "List of employers (Form 30)")),
            facts=printing.facts(len(rows)),
            heads=[
                Head(printing.say(one), is_number=place in {5, 6, 7})
                for place, one in enumerate(words.INSPECTION_HEADS)
            ],
            widths=_INSPECTION_WIDTHS,
            entries=entries,
            empty=printing.say(_EMPTY),
            notes=[
                printing.say(
                    Words(
                        "様式の配置は労働局に確認してください（要確認）。",
                        "Confirm the layout of the form with the Labour Bureau.",
                    )
                )
            ],
            footer=printing.footer("D27"),
            page_word=printing.say(Words("ページ", "page")),
        )
    )


def introductions_of(row: JobOrder | JobSeeker) -> list[Introduction]:
    """Return the sub-rows that the list read along."""
    found: list[Introduction] = row.introductions  # type: ignore[union-attr]
    return found


def _sum(printing: Printing, name: Words, charged_yen: int, refunded_yen: int) -> Entry:
    return Entry(
        cells=[
            printing.say(name),
            "",
            "",
            f"{charged_yen:,}",
            "",
            printing.say(yen_words(refunded_yen)) if refunded_yen else "",
            "",
            "",
            "",
        ],
        is_sum=True,
    )


def _people_of(rows: Iterable[JobOrder]) -> list[UUID]:
    return [one.job_seeker.talent_record_id for row in rows for one in introductions_of(row)]


def _record(printing: Printing, document: str, people: Collection[UUID | None], count: int) -> None:
    record_views(
        actor=printing.actor,
        talent_record_ids=people,
        way=RecordView.Way.PRINTED,
        now=printing.now,
    )
    audit.record(
        actor=printing.actor,
        kind="book.print",
        object_kind="book",
        object_id=document,
        now=printing.now,
        data={"row_count": count, "period": printing.period},
    )
