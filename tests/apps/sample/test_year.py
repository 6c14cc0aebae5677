"""A year of one agency: books, sheets, statements and invoices agree with a recount, to the digit.

The recount knows nothing of the product: it reads what the generator wrote down, and plain SQL.
"""

import calendar
from datetime import date, datetime
from datetime import time as clock
from fractions import Fraction

import pytest
from django.db import connection
from tests.apps.sample import recount

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.template_database import use_database
from tasuki.apps.books.actions import freeze_report
from tasuki.apps.books.cells import Writer, group_by_month
from tasuki.apps.books.queries.lists import list_fee_book, list_order_book, list_seeker_book
from tasuki.apps.books.queries.sheets import find_report, find_site_sheet
from tasuki.apps.fees.queries.accounts import list_entries, list_month_accounts
from tasuki.apps.sample.clock import TOKYO
from tasuki.apps.sample.desk import Size
from tasuki.apps.sample.year import live_year
from tasuki.core.books.years import BusinessYear

pytestmark = pytest.mark.xdist_group("sample_year")
YEAR = BusinessYear(2026)
LATER = date(2027, 12, 31)
"""The last day of the second entry on the public site."""


@pytest.fixture(scope="module")
def scale(pytestconfig) -> Fraction:
    return Fraction(pytestconfig.getoption("--year-scale"))


@pytest.fixture(scope="module")
def lived(scale, django_db_setup, template_database, database_name, django_db_blocker):
    """A year that was lived once; the tests only look at it."""
    with django_db_blocker.unblock():
        nights = 7 if scale == 1 else 14
        yield live_year(year=YEAR, scale=scale, nights=nights, say=print)
        use_database(database_name)
        template_database.copy(database_name)


@pytest.fixture
def agency(lived):
    """The agency is bound."""
    with bound(lived.office.owner.organisation_id, None):
        yield lived


def ask(statement, **values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()


def counted(line):
    """Return the counts of a line of the report that are not zero."""
    return {name: count for name, count in line.counts().items() if count}


def day(value):
    return f"{value:%Y/%m/%d}" if value else "-"


def test_everything_that_was_planned_was_done(lived, scale):
    log, size = lived.log, Size.of(scale)
    inside = [one for one in log.seekers if YEAR.holds(one.accepted_on)]
    placed = recount.hires_of(log, YEAR.first, YEAR.last)
    refunds = [one for one in log.invoices if one.kind == "refund"]

    assert log.refusals == []
    assert len(inside) == size.seekers
    assert sum(not one.is_by_slot and YEAR.holds(one.received_on) for one in log.orders) == (
        size.openings
    )
    assert sum(not one.is_by_slot for one in log.cases) == size.introductions
    assert len(placed) == size.placements
    assert len(refunds) == size.refunds
    assert sum(one.is_by_slot and one.hired_on is not None for one in log.cases) >= 1
    assert {"", "hired", "not_hired", "withdrew"} == {one.outcome for one in log.cases}


def test_report_agrees_with_the_recount_to_the_digit(agency):
    report = find_report(year=YEAR).counted
    expected = recount.count_lines(agency.log, YEAR.first, YEAR.last, known_by=YEAR.last)
    income = recount.count_income(agency.log, YEAR.first, YEAR.last)

    assert {one.occupation: counted(one) for one in report.lines} == expected
    assert counted(report.total) == dict(sum(expected.values(), recount.Counter()))
    assert {str(name): yen for name, yen in report.income.filed_yen.items() if yen} == (
        income["filed"]
    )
    assert (
        report.income.refunded_yen,
        report.income.refund_count,
        report.income.zero_count,
    ) == (income["refunded"], income["refund_count"], income["zero_count"])


@pytest.mark.parametrize("on", [YEAR.last, date(2027, 10, 1), LATER, date(2028, 1, 5)])
def test_site_sheet_agrees_with_the_recount_on_each_of_its_days(agency, on):
    sheet = find_site_sheet(year=YEAR, on=on)
    lines = recount.count_lines(agency.log, YEAR.first, YEAR.last, known_by=min(on, LATER))
    total = sum(lines.values(), recount.Counter())

    assert (sheet.hires, sheet.indefinite, sheet.leavers, sheet.unknown, sheet.pending) == (
        total["hires_regular"],
        total["hires_indefinite"],
        total["leavers"],
        total["unknown"],
        total["pending"],
    )
    assert [
        (one.occupation, one.case_count, one.with_zero, one.without_zero) for one in sheet.rates
    ] == recount.count_rates(agency.log, YEAR.first, YEAR.last)


def test_separations_are_known_between_the_two_days(agency):
    early, late = (find_site_sheet(year=YEAR, on=on) for on in (YEAR.last, LATER))

    assert early.pending > late.pending == 0
    assert (early.hires, early.indefinite) == (late.hires, late.indefinite)


def test_book_of_orders_says_what_was_done(agency):
    writer = Writer("ja")
    rows = {row.number: row for row in list_order_book()}
    told = {one.number: one for one in agency.log.orders if one.number}

    assert rows.keys() == told.keys()
    for number, fact in told.items():
        cells = writer.order(rows[number])
        assert cells[1] == fact.employer
        assert cells[4] == day(fact.received_on)
        ends = min(fact.closed_on or fact.valid_to, fact.valid_to)
        assert cells[5] == f"{day(fact.received_on)}〜{day(ends)}"
        assert cells[6] == str(fact.person_count)
        assert cells[9].startswith("無期" if fact.is_indefinite else "有期")
        under = sorted(writer.under_order(one) for one in rows[number].introductions)
        assert under == sorted(
            order_cells(one) for one in agency.log.cases if one.order is fact and one.introduced_on
        )


def test_book_of_seekers_says_what_was_done(agency):
    writer = Writer("ja")
    rows = {row.number: row for row in list_seeker_book()}
    told = {one.number: one for one in agency.log.seekers if one.number}

    assert rows.keys() == told.keys()
    assert len(told) == len(agency.log.seekers)
    for number, fact in told.items():
        cells = writer.seeker(rows[number])
        ends = fact.ended_on or (recount.end_of_search(fact))
        assert [cells[1], *cells[5:]] == [
            fact.name,
            day(fact.accepted_on),
            f"{day(fact.accepted_on)}〜{day(ends)}",
        ]
        under = sorted(writer.under_seeker(one) for one in rows[number].introductions)
        assert under == sorted(
            seeker_cells(one)
            for one in agency.log.cases
            if one.seeker is fact and one.introduced_on
        )


WORDS = {
    "hired": "採用",
    "not_hired": "不採用",
    "withdrew": "辞退",
    "": "選考中",
    "left": "離職",
    "stayed": "離職せず",
    "dismissed": "解雇（離職に含めない）",
    "unknown": "不明",
}
METHODS = {
    "survey": "メール照会",
    "phone": "電話",
    "report": "求人者の報告",
    "refund": "返戻金の申請",
    "silence": "照会に回答なし",
}


def ban_of(case):
    if not case.is_indefinite or not case.hired_on:
        return "-"
    last = recount.months_later(case.hired_on, 24) - recount.DAY
    return f"{day(case.hired_on)}〜{day(last)}"


def check_cells(case):
    """What is found out is written with the day on which it was, and how."""
    if not case.checks:
        return ["-", "-", "-"]
    known = case.checks[-1]
    left = f" {day(known.left_on)}" if known.left_on else ""
    return [WORDS[known.answer] + left, day(known.known_on), METHODS[known.method]]


def order_cells(case):
    is_hired = case.outcome == "hired"
    term = ("○" if case.is_indefinite else "有期") if is_hired else "-"
    return [
        case.seeker.name,
        case.seeker.number,
        day(case.introduced_on),
        WORDS[case.outcome],
        day(case.hired_on),
        term,
        ban_of(case),
        *check_cells(case),
    ]


def seeker_cells(case):
    is_hired = case.outcome == "hired"
    term = ("無期" if case.is_indefinite else "有期") if is_hired else "-"
    return [
        day(case.introduced_on),
        case.order.employer,
        case.order.number,
        WORDS[case.outcome],
        day(case.hired_on),
        term,
        ban_of(case),
        *check_cells(case),
    ]


def test_fee_book_says_what_moved(agency):
    rows = list(list_fee_book())
    told = [one for one in recount.fee_rows(agency.log) if one[1] == "slot" or one[2]]
    months = list(group_by_month(rows[::-1]))

    assert sorted((one.charged_on, one.amount_yen) for one in rows) == sorted(
        (on, yen) for on, _kind, yen, _case in told
    )
    assert sum(one.charged_yen - one.refunded_yen for one in months) == sum(
        yen for _on, _kind, yen, _case in told
    )
    assert sum(row.slot_id is not None for row in rows) == sum(
        kind == "slot" for _on, kind, _yen, _case in told
    )


def test_three_sheets_agree_with_each_other_and_with_plain_sql(agency):
    report = find_report(year=YEAR).counted
    sheet = find_site_sheet(year=YEAR, on=LATER)
    days = {"first": YEAR.first, "last": YEAR.last}
    hires, indefinite = ask(
        "select count(*), count(*) filter (where is_indefinite) from placement_introduction"
        " where outcome = 'hired' and hired_on between %(first)s and %(last)s",
        **days,
    )
    filed, refunded, zero = ask(
        "select coalesce(sum(amount_yen) filter (where kind <> 'refund'), 0),"
        " -coalesce(sum(amount_yen) filter (where kind = 'refund'), 0),"
        " count(*) filter (where slot_id is not null)"
        " from placement_feeentry where charged_on between %(first)s and %(last)s",
        **days,
    )
    [seekers] = ask(
        "select count(*) from placement_jobseeker where accepted_on between %(first)s and %(last)s",
        **days,
    )
    months = list(group_by_month(list(list_fee_book(year=YEAR))[::-1]))

    assert (report.total.hires_regular, report.total.hires_indefinite) == (
        sheet.hires,
        sheet.indefinite,
    )
    assert (sheet.indefinite, report.total.new_seekers) == (indefinite, seekers)
    assert sheet.hires <= hires
    assert report.income.charged_yen == filed == sum(one.charged_yen for one in months)
    assert report.income.refunded_yen == refunded == sum(one.refunded_yen for one in months)
    assert report.income.refund_count == sheet.refund_count
    assert report.income.zero_count == zero


def test_frozen_report_stays_while_the_year_goes_on(lived):
    now = datetime.combine(date(2028, 1, 11), clock(10), tzinfo=TOKYO)

    freeze = freeze_report(actor=lived.office.owner, year=YEAR, now=now)

    with bound(lived.office.owner.organisation_id, None):
        state = find_report(year=YEAR)
    assert (freeze.version, state.differences) == (1, [])
    assert state.shown.total == state.counted.total


def test_invoices_add_up_with_plain_sql_and_the_recount(agency):
    amounts = [recount.amounts_of(one) for one in agency.log.invoices]
    count, net, total, paid = ask(
        "select count(*), sum(net_yen), sum(total_yen), sum(paid_yen) from fees_invoice"
        " where serial is not null"
    )
    [moved] = ask("select sum(amount_yen) from fees_payment")

    assert (count, net, total) == (
        len(amounts),
        sum(one[0] for one in amounts),
        sum(one[1] for one in amounts),
    )
    assert paid == moved == sum(yen for one in agency.log.invoices for _on, yen in one.moved)


def test_numbers_of_invoices_have_no_gap(agency):
    for kind in ("fee", "refund"):
        numbers = sorted(one.number for one in agency.log.invoices if one.kind == kind)
        assert [int(one.split("-")[1]) for one in numbers] == list(range(1, len(numbers) + 1))


def test_statement_of_each_month_and_employer_ends_with_what_is_owed(agency):
    seen = 0
    for place in range(21):
        year, month = divmod(YEAR.year * 12 + 3 + place, 12)
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        for account in list_month_accounts(month=last):
            seen += 1
            owed = recount.balance_of(agency.log, account.name, last)
            assert account.account.closing_yen == owed, (account.name, last)

    assert seen > 3


def test_journal_leaves_as_receivable_what_is_owed(agency):
    entries = list_entries(first_day=date(2026, 1, 1), last_day=date(2028, 1, 31))
    came = sum(one.amount_yen for one in entries if one.debit == "売掛金")
    went = sum(one.amount_yen for one in entries if one.credit == "売掛金")
    employers = {one.employer for one in agency.log.orders}

    assert came - went == sum(
        recount.balance_of(agency.log, one, date(2028, 1, 31)) for one in employers
    )
