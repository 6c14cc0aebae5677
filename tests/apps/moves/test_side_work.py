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
    "own_year_limit_minutes": 720 * 60,
}


def test_plan_within_the_law_is_agreed(office):
    row = office.agree()

    assert (row.state, row.decided_by_id) == ("agreed", office.owner.account_id)


@pytest.mark.parametrize(
    "changes, part",
    [
        ({"own_cap_minutes": 31 * 60}, "average of the 2 months"),
        ({"own_cap_minutes": 45 * 60, "other_cap_minutes": 55 * 60}, "add up to 100 h"),
        ({"own_cap_minutes": 46 * 60, "other_cap_minutes": 0}, "overtime agreement (45 h)"),
        ({"own_cap_minutes": 30 * 60, "own_year_limit_minutes": 100 * 60}, "allows 100 h"),
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
    row = office.run_side_work(**MODEL, own_cap_minutes=80 * 60, other_cap_minutes=0)
    first = office.close(office.totals(office.sheet(row, SEPTEMBER), 79, 0))
    second = office.totals(office.sheet(row, OCTOBER), 80, 2)

    with pytest.raises(RefusedError, match="average of the 2 months"):
        office.close(second)
    closed = office.close(office.totals(second, 80, 1))

    assert (first.total_minutes, closed.total_minutes) == (79 * 60, 81 * 60)


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
    assert [(one.months, one.total) for one in report.averages] == [(2, 176 * 60)]
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
