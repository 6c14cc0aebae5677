"""Side work as a case: four grounds, caps, month sheets (H10)."""

from datetime import date

import pytest
from tests.apps.moves.office import SIDE_WORK
from tests.factories import NOW, TODAY

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.moves.actions import side_work as actions
from tasuki.apps.moves.actions.months import close_side_work_month
from tasuki.apps.moves.actions.side_work import SideWorkValues
from tasuki.apps.moves.queries.months import find_report, find_sheet
from tasuki.core.access import OrganisationKind

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, number, 1) for number in (9, 10, 11))
MODEL = {
    "hours_model": "management",
    "own_month_limit_minutes": 100 * 60,
    "own_year_limit_minutes": 960 * 60,
}
PRINCIPLE = MODEL | {"hours_model": "principle"}


def test_plan_within_the_law_is_agreed(office):
    row = office.agree()

    assert (row.state, row.decided_by_id) == ("agreed", office.owner.account_id)


@pytest.mark.parametrize(
    "changes, part",
    [
        ({"own_cap_minutes": 31 * 60}, "average of the 2 months"),
        ({"own_cap_minutes": 45 * 60, "other_cap_minutes": 55 * 60}, "add up to 100 h"),
        ({"own_cap_minutes": 46 * 60, "other_cap_minutes": 1}, "overtime agreement (45 h)"),
        ({"own_cap_minutes": 30 * 60, "own_year_limit_minutes": 100 * 60}, "allows 100 h"),
        ({"own_cap_minutes": 31 * 60, "other_cap_minutes": 60}, "is 372 h; the agreement"),
        ({"own_before_minutes": [64 * 60] * 5, "other_cap_minutes": 60}, "is 530 h; the agreement"),
        ({"own_before_minutes": [90 * 60] * 5}, "average of the 4 months to 2026-11"),
        ({"own_cap_minutes": None}, "not stated"),
        ({"other_cap_minutes": None}, "not stated"),
        ({"other_cap_minutes": 0}, "not stated"),
        ({"own_before_minutes": [0] * 4}, "overtime of the 5 months before the start"),
        ({"own_before_minutes": [0] * 5, "own_year_begins_month": 1}, "overtime of the 8 months"),
        ({"rest_minutes": 600, "rest_rule_minutes": 660}, "rest between two jobs"),
    ],
)
def test_plan_beyond_a_limit_is_refused(office, changes, part):
    row = office.check(**changes)

    with pytest.raises(RefusedError) as refused:
        actions.approve_side_work(actor=office.owner, side_work_id=row.pk, now=NOW)

    assert refused.value.code == "H10"
    assert part in refused.value.en


def test_hours_of_contract_work_do_not_count_in_the_plan(office):
    row = office.agree(job_kind="contract", other_cap_minutes=90 * 60)

    assert row.state == "agreed"


def test_caps_of_two_side_works_of_one_person_are_added(office):
    office.agree(other_cap_minutes=30 * 60)
    second = office.check(other_name="架空書店", other_cap_minutes=30 * 60)

    with pytest.raises(RefusedError, match="90 h"):
        actions.approve_side_work(actor=office.owner, side_work_id=second.pk, now=NOW)


@pytest.mark.parametrize("ground", ["work", "secrets", "competition", "reputation"])
def test_refusal_names_one_of_four_grounds_and_its_facts(office, ground):
    row = office.check()

    refused = actions.refuse_side_work(
        actor=office.owner, side_work_id=row.pk, ground=ground, facts="同じ製品を扱う", now=NOW
    )

    assert (refused.state, refused.refusal_ground) == ("refused", ground)


def test_fifth_ground_and_empty_facts_are_refused(office):
    row = office.check()
    given = {"actor": office.owner, "side_work_id": row.pk, "now": NOW}

    with pytest.raises(InvalidInputError) as unknown:
        actions.refuse_side_work(**given, ground="loyalty", facts="忙しい")
    with pytest.raises(RefusedError) as empty:
        actions.refuse_side_work(**given, ground="work", facts=" ")

    assert unknown.value.field == "ground"
    assert empty.value.code == "H12"


def test_no_program_decides_about_side_work(office):
    row = office.check()
    task = Actor.for_task(organisation_id=office.company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(NotAllowedError):
        actions.approve_side_work(actor=task, side_work_id=row.pk, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.refuse_side_work(actor=task, side_work_id=row.pk, ground="work", facts="x", now=NOW)


def test_month_is_summed_from_its_days_and_closed(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)
    for number in range(7, 12):
        office.day(sheet, date(2026, 9, number), own_scheduled=8, own_extra=1)
    sheet = office.day(sheet, date(2026, 9, 12), other_scheduled=5)

    closed = office.close(sheet)

    assert (closed.own_minutes, closed.other_minutes, closed.total_minutes) == (300, 300, 600)
    assert (closed.state, closed.closed_by_id) == ("closed", office.hr.account_id)


def test_day_that_is_entered_again_is_replaced(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)
    office.day(sheet, date(2026, 9, 7), own_scheduled=8, own_extra=4)

    sheet = office.day(sheet, date(2026, 9, 7), own_scheduled=8, own_extra=1)

    assert sheet.own_minutes == 60


def test_day_outside_of_the_month_or_beyond_24_hours_is_refused(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)

    with pytest.raises(InvalidInputError) as outside:
        office.day(sheet, date(2026, 10, 1), own_scheduled=8)
    with pytest.raises(InvalidInputError) as beyond:
        office.day(sheet, date(2026, 9, 1), own_scheduled=8, other_scheduled=17)

    assert (outside.value.field, beyond.value.field) == ("worked_on", "own_scheduled")


def test_month_of_a_hundred_hours_cannot_be_closed(office):
    row = office.run_side_work(**MODEL, own_cap_minutes=30 * 60, other_cap_minutes=50 * 60)
    sheet = office.totals(office.sheet(row, SEPTEMBER), 45, 55)

    with pytest.raises(RefusedError) as refused:
        office.close(sheet)

    assert refused.value.code == "H10"
    assert "100 h" in refused.value.en
    with office.at():
        assert find_sheet(sheet_id=sheet.pk).state == "open"


def test_average_over_eighty_hours_cannot_be_closed(office):
    row = office.run_side_work(**PRINCIPLE)
    first = office.close(office.fill(office.sheet(row, SEPTEMBER), 79))
    second = office.fill(office.sheet(row, OCTOBER), 82)

    with pytest.raises(RefusedError, match="average of the 2 months"):
        office.close(second)
    closed = office.close(office.day(second, date(2026, 10, 7), own_holiday=9))

    assert (first.total_minutes, closed.total_minutes) == (79 * 60, 81 * 60)


def test_overtime_before_the_side_work_counts_in_the_average_of_its_first_month(office):
    row = office.run_side_work(
        **PRINCIPLE | {"own_cap_minutes": 1, "other_cap_minutes": 1},
        own_before_minutes=[90 * 60, 0, 0, 0, 0],
    )
    sheet = office.fill(office.sheet(row, SEPTEMBER), 71)

    with pytest.raises(RefusedError, match="average of the 2 months"):
        office.close(sheet)


def test_overtime_before_the_side_work_counts_in_the_year_of_the_agreement(office):
    told = {"own_before_minutes": [40 * 60] * 5, "own_cap_minutes": 1}
    row = office.run_side_work(**told, own_year_limit_minutes=201 * 60)
    sheet = office.fill(office.sheet(row, SEPTEMBER), 2)

    with pytest.raises(RefusedError, match="the agreement allows 201 h"):
        office.close(sheet)


def test_cap_of_zero_binds_under_the_model(office):
    row = office.run_side_work(**MODEL, own_cap_minutes=0)
    sheet = office.totals(office.sheet(row, SEPTEMBER), 1, 10)

    with pytest.raises(RefusedError, match="agreed cap"):
        office.close(sheet)


def test_month_without_the_sheets_before_it_cannot_be_closed(office):
    row = office.run_side_work(**MODEL)
    sheet = office.totals(office.sheet(row, NOVEMBER), 10, 10)
    office.close(office.sheet(row, SEPTEMBER))

    with pytest.raises(RefusedError, match="no sheet for 2026-10") as refused:
        office.close(sheet)
    office.close(office.sheet(row, OCTOBER))

    assert refused.value.code == "H10"
    assert office.close(sheet).state == "closed"


def test_each_stays_within_its_agreed_cap(office):
    row = office.run_side_work(**MODEL)
    sheet = office.totals(office.sheet(row, SEPTEMBER), 10, 51)

    with pytest.raises(RefusedError, match="agreed cap"):
        office.close(sheet)


def test_months_are_closed_in_their_order(office):
    row = office.run_side_work(**MODEL)
    office.totals(office.sheet(row, SEPTEMBER), 10, 10)
    later = office.totals(office.sheet(row, OCTOBER), 10, 10)

    with pytest.raises(RefusedError) as refused:
        office.close(later)

    assert refused.value.code == "earlier_month_open"


def test_hours_of_a_further_side_work_enter_the_sum(office):
    one = office.run_side_work(**MODEL, other_cap_minutes=30 * 60, own_cap_minutes=10 * 60)
    two = office.run_side_work(
        **MODEL, other_name="架空書店", other_cap_minutes=30 * 60, own_cap_minutes=10 * 60
    )
    office.totals(office.sheet(one, SEPTEMBER), 10, 25)

    sheet = office.totals(office.sheet(two, SEPTEMBER), 10, 20)

    assert (sheet.elsewhere_minutes, sheet.total_minutes) == (25 * 60, 55 * 60)


def three_employers(office):
    """Six hours here and two at each of two other employers."""
    plan = {"own_cap_minutes": 60, "other_cap_minutes": 39 * 60}
    return [office.run_side_work(**plan, other_name=name) for name in ("甲塾", "乙書店")]


def test_hours_of_three_employers_are_added_and_those_here_once(office):
    sheets = [office.sheet(row, SEPTEMBER) for row in three_employers(office)]
    for sheet in sheets:
        office.day(sheet, date(2026, 9, 7), own_scheduled=6, other_scheduled=2)

    with office.at():
        first, second = (find_sheet(sheet_id=sheet.pk) for sheet in sheets)
    assert (first.own_minutes, first.other_minutes, first.elsewhere_minutes) == (0, 0, 120)
    assert (second.own_minutes, second.other_minutes, second.elsewhere_minutes) == (0, 120, 0)


def test_months_of_three_employers_reach_a_hundred_hours_together(office):
    sheets = [office.sheet(row, SEPTEMBER) for row in three_employers(office)]
    for sheet in sheets:
        for number in range(1, 31):
            office.day(sheet, date(2026, 9, number), own_scheduled=8, other_scheduled=2)

    with pytest.raises(RefusedError, match="below 100 h") as refused:
        office.close(sheets[0])

    assert refused.value.code == "H10"


def test_month_waits_for_the_sheets_of_all_employed_side_works(office):
    first, second = three_employers(office)
    sheet = office.sheet(first, SEPTEMBER)

    with pytest.raises(RefusedError, match=f"{second.number}.*has no sheet for 2026-09"):
        office.close(sheet)


def test_sheets_of_one_person_are_closed_together_and_take_no_more_hours(office):
    sheets = [office.sheet(row, SEPTEMBER) for row in three_employers(office)]

    office.close(sheets[0])

    with office.at():
        assert find_sheet(sheet_id=sheets[1].pk).state == "closed"
    with pytest.raises(RefusedError) as refused:
        office.day(sheets[1], date(2026, 9, 7), other_scheduled=5)
    assert refused.value.code == "state"


def test_one_employer_alone_counts_all_hours_beyond_the_law(office):
    row = office.run_side_work(job_kind="contract")

    sheet = office.day(office.sheet(row, SEPTEMBER), date(2026, 9, 7), own_scheduled=10)

    assert (sheet.own_minutes, sheet.other_minutes) == (120, 0)


def test_month_sheet_tells_the_premium_hours_of_each_employer(office):
    plain = office.sheet(office.run_side_work(), SEPTEMBER)
    office.day(plain, date(2026, 9, 7), own_scheduled=7, own_extra=1, other_scheduled=2)
    model = office.sheet(office.run_side_work(**MODEL, person_number="E-7"), SEPTEMBER)
    office.totals(model, 10, 40)

    with office.at():
        found = [find_report(find_sheet(sheet_id=one.pk)).premium for one in (plain, model)]
    assert [(one.own, one.other) for one in found] == [(60, 60), (600, 2_400)]


def test_closed_month_takes_no_more_days(office):
    sheet = office.close(office.sheet(office.run_side_work(), SEPTEMBER))

    with pytest.raises(RefusedError) as refused:
        office.day(sheet, date(2026, 9, 7), own_scheduled=8)

    assert refused.value.code == "state"


def test_report_tells_alerts_averages_and_what_stops_the_closing(office):
    row = office.run_side_work(**MODEL)
    office.close(office.totals(office.sheet(row, SEPTEMBER), 30, 50))
    sheet = office.totals(office.sheet(row, OCTOBER), 30, 66)

    with office.at():
        report = find_report(find_sheet(sheet_id=sheet.pk))

    assert [one.mark_minutes // 60 for one in report.alerts] == [70, 80, 95, 24, 40]
    assert [(one.months, one.total // 60) for one in report.averages] == [
        (months, 176) for months in range(2, 7)
    ]
    assert {one.rule for one in report.refusals} == {"H10"}


def test_side_work_over_the_limit_is_stopped_planned_anew_and_agreed_again(office):
    row = office.run_side_work()
    stopped = actions.stop_side_work(
        actor=office.hr, side_work_id=row.pk, reason="合計が100時間に近い", now=NOW
    )
    values = SideWorkValues(**(SIDE_WORK | {"other_cap_minutes": 20 * 60}))

    planned = actions.edit_side_work(actor=office.hr, side_work_id=row.pk, values=values, now=NOW)
    agreed = actions.approve_side_work(actor=office.owner, side_work_id=row.pk, now=NOW)

    assert (stopped.state, planned.state, agreed.state) == ("stopped", "checked", "agreed")


def test_start_waits_for_its_first_day_and_end_for_today(office):
    row = office.agree(starts_on=date(2026, 12, 1))

    with pytest.raises(RefusedError) as early:
        actions.start_side_work(actor=office.hr, side_work_id=row.pk, now=NOW)
    with pytest.raises(InvalidInputError):
        actions.end_side_work(
            actor=office.hr, side_work_id=row.pk, ended_on=date(2026, 12, 2), now=NOW
        )
    ended = actions.end_side_work(
        actor=office.hr, side_work_id=row.pk, ended_on=TODAY, reason="本人の都合", now=NOW
    )

    assert early.value.code == "too_early"
    assert (ended.state, ended.ended_on) == ("ended", TODAY)


def test_viewer_closes_no_month(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)

    with pytest.raises(NotAllowedError):
        close_side_work_month(actor=office.viewer, sheet_id=sheet.pk, now=NOW)
