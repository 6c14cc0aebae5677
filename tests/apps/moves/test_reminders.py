"""What is brought to mind each day, once each."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from tests.model_factories import make_row

from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.moves.models import ContractWork, Delivery, Secondment, SideWork, SideWorkMonth
from tasuki.apps.moves.tasks import remind_companies

pytestmark = pytest.mark.django_db


def run(day):
    tokyo = timezone.get_default_timezone()
    return remind_companies(now=datetime.combine(day, time(8, 20), tzinfo=tokyo))


def told(office):
    with office.at():
        return list(Notification.objects.order_by("created_at").values_list("text", flat=True))


def put_secondment(office, ends_on):
    return make_row(
        Secondment,
        office.company,
        state="active",
        purpose="skills",
        purpose_evidence="計画",
        employed_since=date(2015, 4, 1),
        starts_on=date(2026, 1, 1),
        ends_on=ends_on,
        actual_cost_yen=1,
        home_conditions="あ",
        host_conditions="い",
        home_conditions_on=date(2025, 12, 1),
        host_conditions_on=date(2025, 12, 1),
        consented_on=date(2025, 12, 2),
        is_consent_single=True,
        home_signed_on=date(2025, 12, 3),
        host_signed_on=date(2025, 12, 3),
    )


def put_contract(office, **fields):
    given = {
        "state": "accepted",
        "supplier_name": "架空デザイン",
        "buyer_name": "みなと精機",
        "deliverable": "図版",
        "fee_yen": 1,
        "consigned_on": date(2026, 1, 5),
        "starts_on": date(2026, 1, 10),
        "ends_on": date(2026, 12, 31),
        "receive_on": date(2026, 2, 1),
        "pay_on": date(2026, 2, 28),
        "place": "メール",
        "inspection": "なし",
        "non_cash": "なし",
        "notice_issued_at": datetime(2026, 1, 5, 9, tzinfo=UTC),
        "accepted_on": date(2026, 1, 6),
    }
    return make_row(ContractWork, office.company, **(given | fields))


def put_side_work(office, **fields):
    given = {"state": "stopped", "starts_on": date(2026, 9, 1)}
    return make_row(SideWork, office.company, **(given | fields))


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2026, 8, 29), 0),
        (date(2026, 8, 30), 1),
        (date(2026, 10, 30), 1),
        (date(2026, 10, 31), 1),
    ],
)
def test_return_is_brought_to_mind_three_months_and_one_month_before(office, day, count):
    put_secondment(office, date(2026, 11, 30))

    assert run(day) == count


def test_each_mark_of_a_return_is_sent_once(office):
    put_secondment(office, date(2026, 11, 30))
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 10, 31), date(2026, 11, 1)]

    assert [run(day) for day in days] == [1, 0, 1, 0]


def test_missed_runs_are_made_up_for_by_one_notice(office):
    row = put_secondment(office, date(2026, 11, 30))

    assert run(date(2026, 11, 20)) == 1
    assert told(office)[0].startswith(f"出向{row.number}は2026/11/30に終わります。")


def test_extended_secondment_is_brought_to_mind_again(office):
    row = put_secondment(office, date(2026, 11, 30))
    run(date(2026, 11, 20))
    with office.at():
        Secondment.objects.filter(pk=row.pk).update(ends_on=date(2027, 5, 31), state="extended")

    assert [run(date(2027, 2, 27)), run(date(2027, 2, 28))] == [0, 1]


def test_pay_day_is_brought_to_mind_seven_days_before_and_once_it_is_over(office):
    contract = put_contract(office, ends_on=date(2026, 3, 31))
    make_row(
        Delivery,
        office.company,
        contract=contract,
        received_on=date(2026, 2, 1),
        pay_on=date(2026, 2, 28),
        agreed_yen=1,
    )
    days = [date(2026, 2, 20), date(2026, 2, 21), date(2026, 2, 28), date(2026, 3, 1)]

    assert [run(day) for day in days] == [0, 1, 0, 1]


def test_end_of_a_long_contract_is_brought_to_mind_in_time_to_announce_it(office):
    contract = put_contract(office)
    last = date(2026, 12, 1)

    assert [run(last - timedelta(days=15)), run(last - timedelta(days=14))] == [0, 1]
    assert told(office) == [
        f"業務委託{contract.number}を更新しない場合は、2026/12/01までに予告してください。"
    ]


def test_end_of_a_short_contract_needs_no_announcement(office):
    put_contract(office, ends_on=date(2026, 3, 31))

    assert run(date(2026, 3, 1)) == 0


def test_open_sheet_of_the_month_before_is_brought_to_mind_once(office):
    row = put_side_work(office)

    assert [run(date(2026, 9, 30)), run(date(2026, 10, 1)), run(date(2026, 10, 2))] == [0, 1, 0]
    assert told(office) == [f"副業{row.number}の2026年9月の時間表を確認し、締めてください。"]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(4_199, []), (4_200, ["70時間"]), (4_800, ["80時間"]), (5_700, ["95時間"])],
)
def test_hours_are_brought_to_mind_at_seventy_eighty_and_ninety_five(office, minutes, said):
    row = put_side_work(office)
    make_row(
        SideWorkMonth,
        office.company,
        side_work=row,
        month=date(2026, 9, 1),
        other_minutes=minutes,
        total_minutes=minutes,
    )

    run(date(2026, 9, 20))

    assert [one.split("合計が")[1].split("に達し")[0] for one in told(office)] == said


def test_next_mark_of_hours_is_sent_when_it_is_reached(office):
    row = put_side_work(office)
    sheet = make_row(
        SideWorkMonth,
        office.company,
        side_work=row,
        month=date(2026, 9, 1),
        other_minutes=4_200,
        total_minutes=4_200,
    )
    counts = [run(date(2026, 9, 20)), run(date(2026, 9, 21))]
    with office.at():
        SideWorkMonth.objects.filter(pk=sheet.pk).update(other_minutes=4_800, total_minutes=4_800)

    assert [*counts, run(date(2026, 9, 22))] == [1, 0, 1]


def test_reminder_is_mailed_to_those_who_may_act(office):
    put_side_work(office)

    run(date(2026, 10, 1))

    with office.at():
        assert OutboxMail.objects.count() == 2
