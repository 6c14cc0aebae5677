"""Report, site sheet and books say the same, to the digit, as an independent recount in SQL."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from tests.apps.books.world import Office

from tasuki.apps.books.actions import freeze_report
from tasuki.apps.books.cells import group_by_month
from tasuki.apps.books.models import ReportFreeze
from tasuki.apps.books.queries.lists import list_fee_book, list_order_book, list_seeker_book
from tasuki.apps.books.queries.sheets import find_report, find_site_sheet
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.core.books.rows import Separated
from tasuki.core.books.years import BusinessYear

pytestmark = pytest.mark.django_db
YEAR = BusinessYear(2025)
LAST = date(2026, 3, 31)
APRIL = datetime(2026, 4, 10, 1, 0, tzinfo=UTC)

RECOUNT = """
with term as (
    select id, received_on, valid_to, closed_on, person_count,
           case term when '有期 10日' then 10 else 0 end as days,
           case when term = '有期 10日' then 'daily'
                when term in ('有期 3か月', '有期 1か月') then 'temporary'
                else 'regular' end as kind,
           term
      from placement_joborder),
hire as (
    select i.*, t.term,
           case when i.is_indefinite then 'regular' else t.kind end as kind,
           t.days
      from placement_introduction i join term t on t.id = i.job_order_id
     where outcome = 'hired' and hired_on between %(first)s and %(last)s)
select
  (select sum(person_count) from term
    where received_on <= %(last)s and valid_to >= %(last)s
      and (closed_on is null or closed_on > %(last)s)),
  (select sum(person_count) from term
    where kind = 'regular' and received_on between %(first)s and %(last)s),
  (select count(*) from placement_jobseeker
    where state <> 'cancelled' and accepted_on <= %(last)s and valid_to >= %(last)s
      and (closed_on is null or closed_on > %(last)s)),
  (select count(*) from placement_jobseeker
    where state <> 'cancelled' and accepted_on between %(first)s and %(last)s),
  (select count(*) from hire where kind = 'regular'),
  (select count(*) from hire where is_indefinite),
  (select count(*) from hire where is_indefinite and separation = 'left'
      and separation_checked_on <= %(cut)s),
  (select count(*) from hire where is_indefinite and separation = 'unknown'
      and separation_checked_on <= %(cut)s),
  (select count(*) from hire where is_indefinite
      and (separation = '' or separation_checked_on > %(cut)s)),
  (select sum(person_count * days) from term
    where kind = 'daily' and received_on between %(first)s and %(last)s),
  (select sum(days) from hire where kind = 'daily'),
  (select sum(amount_yen) from placement_feeentry
    where kind <> 'refund' and charged_on between %(first)s and %(last)s),
  (select -sum(amount_yen) from placement_feeentry
    where kind = 'refund' and charged_on between %(first)s and %(last)s)
"""


def recount(office: Office, cut_off_on: date) -> list[int]:
    """The figures by SQL that shares nothing with the module that counts."""
    with office.at(), connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"first": YEAR.first, "last": LAST, "cut": cut_off_on})
        return [int(value or 0) for value in cursor.fetchone()]


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.mark.parametrize("seed", [1, 2])
def test_report_says_what_a_recount_in_sql_says(office, seed):
    office.fill(seed)

    with office.at():
        report = find_report(year=YEAR).counted
    total = report.total

    assert [
        total.valid_orders,
        total.orders_regular,
        total.valid_seekers,
        total.new_seekers,
        total.hires_regular,
        total.hires_indefinite,
        total.leavers,
        total.unknown,
        total.pending,
        total.orders_daily_days,
        total.hires_daily_days,
        report.income.charged_yen,
        report.income.refunded_yen,
    ] == recount(office, LAST)
    assert total.hires_indefinite > 0


@pytest.mark.parametrize("seed", [3])
def test_site_sheet_and_report_agree_on_the_same_day(office, seed):
    office.fill(seed)

    with office.at():
        report = find_report(year=YEAR).counted.total
        early = find_site_sheet(year=YEAR, on=LAST)
        late = find_site_sheet(year=YEAR, on=date(2027, 5, 1))
    counted = recount(office, date(2026, 12, 31))

    assert (early.hires, early.indefinite) == (report.hires_regular, report.hires_indefinite)
    assert (early.leavers, early.unknown, early.pending) == (
        report.leavers,
        report.unknown,
        report.pending,
    )
    assert late.cut_off_on == date(2026, 12, 31)
    assert [late.leavers, late.unknown, late.pending] == counted[6:9]


@pytest.mark.parametrize("seed", [4])
def test_books_of_a_year_hold_what_the_report_counts(office, seed):
    office.fill(seed)

    with office.at():
        report = find_report(year=YEAR).counted
        fees = list(list_fee_book(year=YEAR).reverse())
        orders = [row for row in list_order_book() if YEAR.holds(row.received_on)]
        seekers = [row for row in list_seeker_book() if YEAR.holds(row.accepted_on)]
    months = list(group_by_month(fees))

    assert sum(month.charged_yen for month in months) == report.income.charged_yen
    assert sum(month.refunded_yen for month in months) == report.income.refunded_yen
    assert sum(len(month.rows) for month in months) == len(fees)
    assert report.total.new_seekers == sum(row.state != "cancelled" for row in seekers)
    assert report.total.orders_regular == sum(
        row.person_count for row in orders if row.term in {"無期", "有期 6か月", "有期 更新あり"}
    )


def test_lines_of_the_report_add_up_to_its_total(office):
    office.fill(5)

    with office.at():
        report = find_report(year=YEAR).counted

    assert [line.occupation for line in report.lines] == sorted(
        line.occupation for line in report.lines
    )
    for name, total in report.total.counts().items():
        assert sum(line.counts()[name] for line in report.lines) == total


def test_dismissed_is_neither_left_nor_unknown(office):
    office.check(office.hire(date(2025, 6, 1)), Separated.DISMISSED, date(2025, 12, 1))

    with office.at():
        total = find_report(year=YEAR).counted.total

    assert (total.hires_indefinite, total.leavers, total.unknown, total.pending) == (1, 0, 0, 0)


def test_average_fee_rate_of_the_law_vector(office):
    order = office.order()
    for fee, pay in ((1_650_000, 5_500_000), (None, 4_000_000), (1_050_000, 3_500_000)):
        row = office.hire(date(2025, 7, 1), order=order, pay_yen=pay)
        if fee is None:
            office.charge_zero(row, date(2025, 7, 1))
        else:
            office.charge(row, fee, date(2025, 7, 1))

    with office.at():
        [rate] = find_site_sheet(year=YEAR, on=LAST).rates

    assert (rate.with_zero, rate.without_zero) == (Decimal("20.8"), Decimal("30.0"))
    assert (rate.occupation, rate.case_count, rate.is_due) == ("025", 3, False)


def test_refund_is_no_smaller_fee_in_the_rate(office):
    row = office.hire(date(2025, 7, 1), pay_yen=4_000_000)
    office.charge(row, 1_200_000, date(2025, 7, 1))
    office.charge(row, -600_000, date(2025, 8, 1), "refund")

    with office.at():
        sheet = find_site_sheet(year=YEAR, on=LAST)

    assert sheet.rates[0].with_zero == Decimal("30.0")
    assert sheet.refund_count == 1


def test_frozen_report_stays_and_says_what_changed(office):
    row = office.hire(date(2025, 6, 1))
    frozen = freeze_report(actor=office.owner, year=YEAR, now=APRIL)

    office.hire(date(2026, 3, 20))
    office.check(row, Separated.LEFT, date(2026, 3, 1))
    with office.at():
        state = find_report(year=YEAR)

    assert frozen.version == 1
    assert state.shown.total.hires_indefinite == 1
    assert state.counted.total.hires_indefinite == 2
    assert ("", "hires_indefinite", 1, 2) in state.differences
    assert ("", "leavers", 0, 1) in state.differences


def test_freezing_again_makes_a_version_only_of_other_figures(office):
    office.hire(date(2025, 6, 1))

    first = freeze_report(actor=office.owner, year=YEAR, now=APRIL)
    same = freeze_report(actor=office.owner, year=YEAR, now=APRIL)
    office.hire(date(2025, 7, 1))
    second = freeze_report(actor=office.owner, year=YEAR, now=APRIL)

    assert (first.pk, second.version) == (same.pk, 2)
    with office.at():
        assert find_report(year=YEAR).differences == []
        with pytest.raises(Exception, match="Cannot update"):
            ReportFreeze.objects.filter(pk=first.pk).update(version=9)


def test_year_that_runs_is_not_frozen(office):
    with pytest.raises(RefusedError) as refused:
        freeze_report(actor=office.owner, year=YEAR, now=datetime(2026, 3, 31, 14, 0, tzinfo=UTC))

    assert refused.value.code == "year_runs"


def test_clerk_freezes_nothing(office):
    with pytest.raises(NotAllowedError):
        freeze_report(actor=office.clerk, year=YEAR, now=APRIL)


@pytest.mark.parametrize(("state", "valid"), [("expired", 1), ("closed", 0)])
def test_search_that_runs_out_on_the_last_day_was_valid_on_it(office, state, valid):
    office.seeker(accepted_on=YEAR.first, valid_to=YEAR.last, closed_on=YEAR.last, state=state)

    with office.at():
        total = find_report(year=YEAR).counted.total

    assert (total.new_seekers, total.valid_seekers) == (1, valid)


def test_order_for_a_term_counts_from_its_own_first_day(office):
    office.order(received_on=date(2025, 6, 1), term="有期 2025/08/01〜2025/08/20")

    with office.at():
        total = find_report(year=YEAR).counted.total

    assert total.orders_daily_days == 20
