"""H9, H10 and H11 by raw SQL as the serving role: the database refuses what the law refuses."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.apps.moves.office import SIDE_WORK
from tests.factories import TODAY

from tasuki.core.law.contract_work import is_long_term, last_pay_day

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
MODEL = {
    "hours_model": "management",
    "own_month_limit_minutes": 100 * 60,
    "own_year_limit_minutes": 960 * 60,
}


def run(office, statement, *values):
    with office.at(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select current_user")
        assert cursor.fetchone() == ("tasuki_app",)
        cursor.execute(statement, values)
        return cursor.rowcount


def refuse(office, name, statement, *values):
    with pytest.raises((IntegrityError, ProgrammingError), match=name):
        run(office, statement, *values)


def test_control_a_lawful_row_starts_by_sql(office):
    signed = office.sign(office.consent(office.explain()))

    changed = run(office, "update moves_secondment set state = 'active' where id = %s", signed.pk)

    assert changed == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "purpose = ''",
        "purpose = 'profit'",
        "consented_on = null",
        "ends_on = null",
        "ends_on = starts_on - 1",
        "employed_since = starts_on",
        "employed_since = null",
        "is_seconded_elsewhere = true",
        "burden_yen = actual_cost_yen + 1",
        "actual_cost_yen = null",
        "home_conditions_on = null",
        "host_conditions_on = null",
        "consented_on = host_conditions_on - 1",
        "is_consent_single = false",
        "home_signed_on = null",
        "host_signed_on = null",
        "home_signed_on = consented_on - 1",
        "host_signed_on = consented_on - 1",
        "kind = 'transfer_out'",
    ],
)
def test_no_secondment_becomes_active_without_what_h9_asks_for(office, wrong):
    signed = office.sign(office.consent(office.explain()))

    refuse(
        office,
        "h9_secondment",
        f"update moves_secondment set state = 'active', {wrong} where id = %s",
        signed.pk,
    )


def test_active_secondment_cannot_lose_its_consent(office):
    row = office.second()

    refuse(
        office,
        "h9_secondment",
        "update moves_secondment set consented_on = null where id = %s",
        row.pk,
    )


def test_no_row_is_born_active(office):
    refuse(
        office,
        "h9_secondment",
        "insert into moves_secondment select (jsonb_populate_record(null::moves_secondment, "
        "to_jsonb(s) || jsonb_build_object('id', gen_random_uuid(), 'number', 'M-9', "
        "'state', 'active'))).* from moves_secondment s where s.id = %s",
        office.propose().pk,
    )


def test_state_cannot_jump(office):
    refuse(
        office,
        "Invalid transition",
        "update moves_secondment set state = 'active' where id = %s",
        office.propose().pk,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "consented_on = null",
        "consented_on = host_conditions_on - 1",
        "host_conditions_on = null",
        "is_consent_single = false",
        "host_signed_on = null",
        "home_signed_on = consented_on - 1",
        "host_signed_on = consented_on - 1",
        "employed_since = starts_on",
        "kind = 'secondment'",
    ],
)
def test_no_transfer_without_a_single_consent_after_the_conditions(office, wrong):
    signed = office.sign(
        office.consent(office.explain(kind="transfer_out", ends_on=None, purpose=""))
    )

    refuse(
        office,
        "h9_transfer",
        f"update moves_secondment set state = 'transferred', {wrong} where id = %s",
        signed.pk,
    )


def test_nobody_is_lent_out_twice(office):
    first, second = (
        office.sign(office.consent(office.explain(host_name=name))) for name in ("甲", "乙")
    )
    office.activate(first)

    refuse(
        office,
        "h9_nobody_is_lent_out_twice",
        "update moves_secondment set state = 'active' where id = %s",
        second.pk,
    )


CLOSE = (
    "update moves_sideworkmonth set state = 'closed', closed_at = now(), closed_by_id = 1, "
    "own_minutes = %s, total_minutes = %s where id = %s"
)


def test_month_of_a_hundred_hours_cannot_be_closed(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)

    refuse(office, "h10_closed_month", CLOSE, 6_000, 6_000, sheet.pk)
    assert run(office, CLOSE, 5_999, 5_999, sheet.pk) == 1


def test_sum_of_a_month_cannot_be_written_smaller_than_its_parts(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)

    refuse(office, "sheet_adds_up", CLOSE, 6_600, 1_000, sheet.pk)


def test_average_of_eighty_hours_cannot_be_passed(office):
    row = office.run_side_work(**MODEL | {"hours_model": "principle"})
    office.close(office.fill(office.sheet(row, SEPTEMBER), 79))
    sheet = office.sheet(row, OCTOBER)

    refuse(office, "H10: the average of 2 months", CLOSE, 4_861, 4_861, sheet.pk)
    assert run(office, CLOSE, 4_860, 4_860, sheet.pk) == 1


def test_overtime_before_the_side_work_counts_in_the_average(office):
    row = office.run_side_work(own_before_minutes=[90 * 60, 0, 0, 0, 0], own_cap_minutes=1)
    sheet = office.sheet(row, SEPTEMBER)

    refuse(office, "H10: the average of 2 months", CLOSE, 70 * 60 + 1, 70 * 60 + 1, sheet.pk)
    assert run(office, CLOSE, 70 * 60, 70 * 60, sheet.pk) == 1


def test_open_month_over_the_limit_counts_in_the_average_of_the_next(office):
    row = office.run_side_work(**MODEL | {"hours_model": "principle"})
    office.fill(office.sheet(row, SEPTEMBER), 101)
    sheet = office.sheet(row, OCTOBER)

    refuse(office, "H10: the average of 2 months", CLOSE, 3_541, 3_541, sheet.pk)
    assert run(office, CLOSE, 3_540, 3_540, sheet.pk) == 1


def test_no_month_is_left_out(office):
    sheet = office.sheet(office.run_side_work(), OCTOBER)

    refuse(office, "H10: a month before has no sheet", CLOSE, 0, 0, sheet.pk)


def test_month_waits_for_the_sheets_of_the_same_person(office):
    plan = {"own_cap_minutes": 0, "other_cap_minutes": 60}
    sheet = office.sheet(office.run_side_work(**plan), SEPTEMBER)
    second = office.run_side_work(**plan, other_name="架空書店")

    refuse(office, "H10: another side work of the person has no sheet", CLOSE, 0, 0, sheet.pk)
    office.sheet(second, SEPTEMBER)
    assert run(office, CLOSE, 0, 0, sheet.pk) == 1


def test_closed_month_and_its_days_stay(office):
    sheet = office.sheet(office.run_side_work(), SEPTEMBER)
    office.day(sheet, date(2026, 9, 7), own_scheduled=8)
    office.close(sheet)

    refuse(
        office,
        "closed month is not changed",
        "update moves_sideworkmonth set own_minutes = 0, total_minutes = 0 where id = %s",
        sheet.pk,
    )
    refuse(
        office,
        "month of this day is closed",
        "update moves_sideworkday set own_extra_minutes = 60 where sheet_id = %s",
        sheet.pk,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "own_cap_minutes = 1801",
        "own_cap_minutes = 2701, other_cap_minutes = 1",
        "own_cap_minutes = null",
        "other_cap_minutes = null",
        "other_cap_minutes = 0",
        "decided_by_id = null",
    ],
)
def test_plan_beyond_the_limits_cannot_be_agreed(office, wrong):
    row = office.check()

    refuse(office, "h10_plan", _agree_with(wrong), row.pk)


def _agree_with(wrong):
    decided = "" if "decided_by_id" in wrong else "decided_by_id = 1, "
    return (
        f"update moves_sidework set state = 'agreed', {decided}decided_at = now(), {wrong} "
        "where id = %s"
    )


def test_refusal_needs_one_of_four_grounds(office):
    row = office.check()

    refuse(
        office,
        "four_grounds",
        "update moves_sidework set state = 'refused', refusal_ground = 'loyalty', "
        "refusal_facts = 'x', decided_by_id = 1, decided_at = now() where id = %s",
        row.pk,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "deliverable = ''",
        "fee_yen = 0",
        "pay_on = null",
        "supplier_name = ' '",
        "buyer_name = ''",
        "consigned_on = null",
        "receive_on = null",
        "inspection = ''",
        "non_cash = ''",
        "notice_issued_at = null",
    ],
)
def test_nothing_starts_without_the_notice_of_nine_items(office, wrong):
    row = office.issue()

    refuse(
        office,
        "h11_notice",
        f"update moves_contractwork set state = 'accepted', {wrong} where id = %s",
        row.pk,
    )


def test_work_and_acceptance_do_not_come_before_the_notice(office):
    issued = "notice_issued_at at time zone 'Asia/Tokyo'"
    row = office.issue()
    start = "update moves_contractwork set state = 'accepted', {} where id = %s"

    for wrong in (
        f"accepted_on = ({issued})::date, starts_on = ({issued})::date - 1",
        f"accepted_on = ({issued})::date - 1",
        "accepted_on = null",
    ):
        refuse(office, "h11_notice_first", start.format(wrong), row.pk)
    assert run(office, start.format(f"accepted_on = ({issued})::date"), row.pk) == 1


def test_pay_day_past_the_sixtieth_is_refused(office):
    row = office.start()
    delivery = office.deliver(row)

    refuse(
        office,
        "h11_pay_day",
        "update moves_contractwork set pay_on = receive_on + 60 where id = %s",
        row.pk,
    )
    refuse(
        office,
        "h11_delivery_pay_day",
        "update moves_delivery set pay_on = received_on + 60 where id = %s",
        delivery.pk,
    )
    assert (
        run(
            office,
            "update moves_delivery set pay_on = received_on + 59 where id = %s",
            delivery.pk,
        )
        == 1
    )


def test_deduction_without_cause_is_refused(office):
    delivery = office.deliver(office.start())

    refuse(
        office,
        "h11_nothing_is_taken_off",
        "update moves_delivery set state = 'paid', paid_on = current_date, paid_yen = 1 "
        "where id = %s",
        delivery.pk,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "ended_on = current_date",
        "ended_on = current_date, end_noticed_on = current_date - 29",
        "ended_on = current_date, end_exception = 'disaster'",
        "ended_on = current_date, end_exception = 'clause', end_reason = 'x'",
        "ended_on = null, end_exception = 'disaster', end_reason = 'x'",
        "ended_on = current_date, end_exception = 'short_term', end_reason = 'x'",
    ],
)
def test_long_contract_does_not_end_at_short_notice(office, wrong):
    row = office.start(starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30))

    refuse(
        office,
        "h11_end",
        f"update moves_contractwork set state = 'ended', {wrong} where id = %s",
        row.pk,
    )


DAYS = st.dates(date(2025, 1, 1), date(2035, 12, 31))


# The cases read only: what one of them left behind cannot reach the next.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(DAYS, st.integers(-3, 200), st.booleans()), min_size=1, max_size=20))
def test_functions_of_the_database_count_as_the_law_module_does(db, cases):
    with connection.cursor() as cursor:
        for start, shift, is_toriteki in cases:
            other = start + timedelta(days=max(shift, 0))
            cursor.execute(
                "select tasuki.is_long_contract(%s, %s), tasuki.last_pay_day(%s, %s, %s)",
                [start, other, start, other if shift >= 0 else None, is_toriteki],
            )
            is_long, pay_on = cursor.fetchone()

            assert is_long == is_long_term(starts_on=start, ends_on=other, on=TODAY)
            assert pay_on == last_pay_day(
                start,
                on=TODAY,
                upstream_pay_on=other if shift >= 0 else None,
                is_toriteki=is_toriteki,
            )


def test_agreed_plan_of_the_samples_is_lawful_by_sql(office):
    row = office.check(**SIDE_WORK)

    assert run(office, _agree_with("rest_minutes = 0"), row.pk) == 1


@pytest.mark.parametrize("text", ["purpose_evidence", "home_conditions", "host_conditions"])
def test_agreed_terms_of_a_secondment_cannot_be_emptied(office, text):
    signed = office.sign(office.consent(office.explain()))
    statement = f"update moves_secondment set {text} = '' where id = %s"

    refuse(office, "H8", statement, signed.pk)


@pytest.mark.parametrize("text", ["purpose_evidence", "home_conditions", "host_conditions"])
def test_terms_that_were_never_written_start_nothing(office, text):
    row = office.propose(**{text: ""})
    days = "home_conditions_on = starts_on - 9, host_conditions_on = starts_on - 9"
    consent = "consented_on = starts_on, is_consent_single = true"
    signed = "home_signed_on = starts_on, host_signed_on = starts_on"
    for state in ("purpose_ok", "explained", "consented", "contract_signed"):
        run(office, f"update moves_secondment set state = '{state}' where id = %s", row.pk)

    refuse(
        office,
        "h9_secondment",
        f"update moves_secondment set state = 'active', {days}, {consent}, {signed} where id = %s",
        row.pk,
    )


def test_place_of_an_issued_notice_cannot_be_emptied(office):
    row = office.issue()

    refuse(office, "H8", "update moves_contractwork set place = '' where id = %s", row.pk)


def test_notice_without_a_place_is_not_issued(office):
    row = office.prepare(place="")
    statement = "update moves_contractwork set state = 'notice_issued', notice_issued_at = now()"

    refuse(office, "h11_notice", f"{statement} where id = %s", row.pk)


@pytest.mark.parametrize(
    ("begin", "table", "text"),
    [
        ("propose", "secondment", "home_conditions"),
        ("propose", "secondment", "person_mail"),
        ("check", "sidework", "schedule"),
        ("prepare", "contractwork", "place"),
    ],
)
def test_text_of_a_draft_may_be_emptied(office, begin, table, text):
    row = getattr(office, begin)(**{"schedule": "土曜"} if table == "sidework" else {})

    assert run(office, f"update moves_{table} set {text} = '' where id = %s", row.pk) == 1
