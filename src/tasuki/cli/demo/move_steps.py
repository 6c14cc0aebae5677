"""Moves of the main company in the story: two secondments, two side works, two orders."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.moves.actions import (
    contract_work,
    deliveries,
    months,
    secondments,
    side_work,
)
from tasuki.apps.moves.actions.contract_work import ContractWorkValues
from tasuki.apps.moves.actions.secondments import SecondmentValues
from tasuki.apps.moves.actions.side_work import SideWorkValues
from tasuki.apps.sample.clock import TOKYO, Calendar
from tasuki.core.dates import add_months, month_start
from tasuki.core.law.contract_work import NONE_STATED
from tasuki.core.law.hours import HOUR
from tasuki.core.law.secondment import GapReason, MovePurpose
from tasuki.core.moves.month_sums import DayHours

_HOME: Final = "賃金・賞与・社会保険は出向元。勤続年数は通算。復帰後は元の部署（架空）。"
_HOST: Final = "始業8:30、終業17:15、休憩60分、土日休み。指揮命令は出向先（架空）。"
_CLOSED_MONTHS: Final = 3


def tell_moves(*, company: Actor, calendar: Calendar) -> None:
    """Let the main company lend out, agree to side work and order work."""
    _tell_secondments(company, calendar)
    _tell_side_work(company, calendar)
    _tell_contract_work(company, calendar)


def _tell_secondments(company: Actor, calendar: Calendar) -> None:
    began = calendar.at(4, 1)
    row = secondments.propose_secondment(
        actor=company,
        values=SecondmentValues(
            person_name="架空 一郎",
            person_number="E-0412",
            person_mail="e0412@example.invalid",
            employed_since=date(2014, 4, 1),
            host_name="みさき食品株式会社",
            duties="生産管理の改善（架空）",
            workplace="みさき工場",
            purpose=MovePurpose.SKILLS,
            purpose_evidence="育成計画（架空）",
            starts_on=began.date(),
            ends_on=add_months(began.date(), 12) - timedelta(days=1),
            actual_cost_yen=430_000,
            burden_yen=260_000,
            gap_reason=GapReason.WAGE_GAP,
            home_conditions=_HOME,
            host_conditions=_HOST,
        ),
        now=calendar.at(6, 3),
    )
    secondments.confirm_purpose(actor=company, secondment_id=row.pk, now=calendar.at(6, 4))
    told = calendar.at(6, 10)
    secondments.deliver_conditions(
        actor=company, secondment_id=row.pk, delivered_on=told.date(), now=told
    )
    agreed = calendar.at(6, 20)
    secondments.record_consent(
        actor=company,
        secondment_id=row.pk,
        consented_on=agreed.date(),
        scan="出向同意書_E-0412.pdf",
        is_single=True,
        now=agreed,
    )
    signed = calendar.at(5, 8)
    secondments.sign_secondment(
        actor=company,
        secondment_id=row.pk,
        home_signed_on=signed.date(),
        host_signed_on=signed.date(),
        now=signed,
    )
    secondments.activate_secondment(actor=company, secondment_id=row.pk, now=began)
    secondments.propose_secondment(
        actor=company,
        values=SecondmentValues(
            person_name="架空 三葉",
            person_number="E-0538",
            employed_since=date(2019, 4, 1),
            host_name="北港メカトロ株式会社",
            duties="設計（架空）",
            purpose=MovePurpose.GUIDANCE,
            starts_on=add_months(month_start(calendar.today), 2),
            actual_cost_yen=390_000,
            burden_yen=390_000,
        ),
        now=calendar.now - timedelta(days=2),
    )


def _tell_side_work(company: Actor, calendar: Calendar) -> None:
    began = calendar.at(_CLOSED_MONTHS, 1)
    row = side_work.notify_side_work(
        actor=company,
        values=SideWorkValues(
            person_name="架空 二郎",
            person_number="E-0277",
            other_name="架空学習塾",
            other_business="教育",
            duties="土曜の講師",
            own_contract_on=date(2016, 4, 1),
            other_contract_on=began.date(),
            starts_on=began.date(),
            schedule="土曜 10:00〜15:00",
            own_cap_minutes=20 * HOUR,
            other_cap_minutes=25 * HOUR,
            own_before_minutes=[5 * HOUR] * 11,
        ),
        now=calendar.at(_CLOSED_MONTHS + 1, 10),
    )
    decided = calendar.at(_CLOSED_MONTHS + 1, 16)
    side_work.check_side_work(actor=company, side_work_id=row.pk, now=decided)
    side_work.approve_side_work(actor=company, side_work_id=row.pk, now=decided)
    side_work.start_side_work(actor=company, side_work_id=row.pk, now=began)
    for back in range(_CLOSED_MONTHS, -1, -1):
        sheet = months.begin_side_work_month(
            actor=company, side_work_id=row.pk, month=calendar.month(back), now=calendar.now
        )
        _fill_month(company, sheet.pk, first=calendar.month(back), today=calendar.today)
        if back:
            months.close_side_work_month(
                actor=company, sheet_id=sheet.pk, now=calendar.at(back - 1, 2)
            )
    side_work.notify_side_work(
        actor=company,
        values=SideWorkValues(
            person_name="架空 四季",
            person_number="E-0601",
            other_name="架空書店",
            duties="会計の助言",
            job_kind="contract",
            own_contract_on=date(2021, 4, 1),
            other_contract_on=calendar.today,
            starts_on=add_months(month_start(calendar.today), 1),
        ),
        now=calendar.now - timedelta(days=1),
    )


def _fill_month(company: Actor, sheet_id: UUID, *, first: date, today: date) -> None:
    """Eight hours on working days with an hour more on Wednesdays, five there on Saturdays."""
    day = first
    while day < add_months(first, 1) and day <= today:
        hours = _hours_of(day)
        if hours is not None:
            months.record_side_work_day(
                actor=company,
                sheet_id=sheet_id,
                day=hours,
                now=datetime.combine(day, datetime.min.time(), tzinfo=TOKYO),
            )
        day += timedelta(days=1)


def _hours_of(day: date) -> DayHours | None:
    wednesday, saturday, sunday = 2, 5, 6
    if day.weekday() == sunday:
        return None
    if day.weekday() == saturday:
        return DayHours(day=day, other_scheduled=5 * HOUR)
    extra = HOUR if day.weekday() == wednesday else 0
    return DayHours(day=day, own_scheduled=8 * HOUR, own_extra=extra)


def _tell_contract_work(company: Actor, calendar: Calendar) -> None:
    ordered = calendar.at(2, 5)
    row = contract_work.prepare_contract_work(
        actor=company,
        values=ContractWorkValues(
            supplier_name="架空デザイン 五十嵐 光",
            supplier_mail="design@example.invalid",
            buyer_employee_count=120,
            buyer_capital_yen=30_000_000,
            deliverable="製品案内の図版（毎月10点）",
            fee_yen=180_000,
            fee_note="1か月分",
            consigned_on=ordered.date(),
            starts_on=ordered.date(),
            ends_on=add_months(ordered.date(), 12) - timedelta(days=1),
            receive_on=calendar.at(1, 5).date(),
            pay_on=calendar.at(1, 5).date() + timedelta(days=29),
            place="電子メールで納品",
            inspection="受領から7日以内",
            non_cash=NONE_STATED,
        ),
        now=ordered,
    )
    contract_work.issue_notice(actor=company, contract_id=row.pk, now=ordered)
    contract_work.start_contract_work(
        actor=company, contract_id=row.pk, accepted_on=ordered.date(), now=ordered
    )
    received = calendar.at(1, 5)
    paid = deliveries.record_delivery(
        actor=company, contract_id=row.pk, received_on=received.date(), now=received
    )
    deliveries.inspect_delivery(
        actor=company,
        delivery_id=paid.pk,
        inspected_on=calendar.at(1, 9).date(),
        now=calendar.at(1, 9),
    )
    deliveries.pay_delivery(
        actor=company,
        delivery_id=paid.pk,
        paid_on=calendar.at(1, 25).date(),
        paid_yen=180_000,
        now=calendar.at(1, 25),
    )
    deliveries.record_delivery(
        actor=company, contract_id=row.pk, received_on=calendar.today, now=calendar.now
    )
    contract_work.prepare_contract_work(
        actor=company,
        values=ContractWorkValues(
            supplier_name="架空システム 六角 蘭",
            buyer_employee_count=120,
            buyer_capital_yen=30_000_000,
            work_kind="information",
            deliverable="在庫表の改修",
            fee_yen=320_000,
            starts_on=calendar.today,
        ),
        now=calendar.now - timedelta(hours=5),
    )
