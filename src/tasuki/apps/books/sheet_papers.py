"""D4 and D5 as A4 papers and as lines of a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tasuki.adapters.pdf.figures import FigureSheet, Section, render_figures
from tasuki.apps.audit import actions as audit
from tasuki.apps.books.papers import Printing
from tasuki.apps.books.queries.sheets import ReportState, occupation_labels
from tasuki.apps.books.sheets import SheetTable, report_tables, site_tables
from tasuki.apps.orgs.models import Licence, Membership, Organisation
from tasuki.apps.relay.models import FeeTable
from tasuki.core.books.counting import Report, SiteSheet
from tasuki.core.books.years import BusinessYear
from tasuki.core.words import Words


def list_report_tables(report: Report) -> list[SheetTable]:
    """Return the tables of a report with what the agency itself adds."""
    newest = FeeTable.objects.exclude(filed_on=None).order_by("-version").first()
    return report_tables(
        report,
        occupation_labels(),
        staff_count=Membership.objects.filter(ended_at=None).count(),
        has_refunds=bool(newest and newest.refund_rule.strip()),
    )


def list_site_tables(sheet: SiteSheet) -> list[SheetTable]:
    """Return the tables of the sheet for the public site."""
    return site_tables(sheet, occupation_labels())


def report_pdf(printing: Printing, state: ReportState) -> bytes:
    """Return D4, the sheet from which the report form is filled in.

    Args:
        printing: who prints.
        state: the report, frozen or not.
    """
    year = state.shown.year
    title = Words(
        f"職業紹介事業報告書（様式第8号）転記シート {year.year}年度",
        f"Placement report (Form No. 8), year {year.year}",
    )
    stands = (
        Words(
            f"第{state.freeze.version}版として確定済み",
            f"frozen as version {state.freeze.version}",
        )
        if state.freeze
        else Words("未確定（下書き）", "draft, not frozen")
    )
    facts = [
        (Words("提出日", "Handed in on"), "　　　　年　　月　　日"),
        *_header(year),
        (Words("提出期限", "Due"), f"{year.report_due:%Y/%m/%d}"),
        (Words("状態", "State"), printing.say(stands)),
    ]
    tables = list_report_tables(state.shown)
    return _render(printing, "D4", title, facts, tables, is_landscape=True)


def site_pdf(printing: Printing, sheet: SiteSheet) -> bytes:
    """Return D5, what is typed into the public site on two dates.

    Args:
        printing: who prints.
        sheet: the figures.
    """
    title = Words(
        f"人材サービス総合サイト 入力シート {sheet.year.year}年度",
        f"Sheet for the public site, year {sheet.year.year}",
    )
    return _render(
        printing, "D5", title, _header(sheet.year), list_site_tables(sheet), is_landscape=False
    )


def table_lines(tables: Sequence[SheetTable], language: str) -> Iterator[list[str | int | Decimal]]:
    """Yield the tables of a sheet as lines of a file, a blank line between two."""
    for table in tables:
        yield [table.heading.in_language(language)]
        yield [one.in_language(language) for one in table.columns]
        for name, numbers in table.rows:
            yield [name.in_language(language), *(_value(one, language) for one in numbers)]
        yield [""]


def say_number(value: int | Decimal | Words, language: str) -> str:
    """Return a cell as people read it."""
    return value.in_language(language) if isinstance(value, Words) else f"{value:,}"


def _value(value: int | Decimal | Words, language: str) -> str | int | Decimal:
    return value.in_language(language) if isinstance(value, Words) else value


def _header(year: BusinessYear) -> list[tuple[Words, str]]:
    licence = Licence.objects.order_by("-valid_to").first()
    agency = Organisation.objects.get(pk=licence.organisation_id) if licence else None
    values = [
        (Words("対象年度", "Year"), f"{year.first:%Y/%m/%d}〜{year.last:%Y/%m/%d}"),
        (Words("許可番号", "Licence"), licence.number if licence else "-"),
        (
            Words("許可年月日", "Licensed on"),
            f"{licence.valid_from:%Y/%m/%d}" if licence else "-",
        ),
    ]
    if agency:
        values += [
            (Words("氏名又は名称", "Name"), agency.name),
            (Words("代表者", "Representative"), agency.representative or "-"),
            (Words("所在地", "Address"), agency.address or "-"),
            (Words("電話", "Phone"), agency.phone or "-"),
        ]
    return values


def _render(
    printing: Printing,
    document: str,
    title: Words,
    facts: Sequence[tuple[Words, str]],
    tables: Sequence[SheetTable],
    *,
    is_landscape: bool,
) -> bytes:
    language = printing.language
    audit.record(
        actor=printing.actor,
        kind="book.print",
        object_kind="book",
        object_id=document,
        now=printing.now,
    )
    return render_figures(
        FigureSheet(
            language=language,
            title=printing.say(title),
            facts=[(printing.say(label), value) for label, value in facts],
            sections=[
                Section(
                    heading=printing.say(table.heading),
                    columns=[printing.say(one) for one in table.columns],
                    rows=[
                        [printing.say(name), *(say_number(one, language) for one in numbers)]
                        for name, numbers in table.rows
                    ],
                    is_last_sum=table.is_last_sum,
                    notes=[printing.say(one) for one in table.notes],
                )
                for table in tables
            ],
            footer=printing.footer(document),
            page_word=printing.say(Words("ページ", "page")),
            is_landscape=is_landscape,
        )
    )
