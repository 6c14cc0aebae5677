"""A company with its members and the smallest lawful move of each kind."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.factories import NOW, TODAY, make_company, make_member

from tasuki.adapters.postgres.context import bound
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
from tasuki.core.access import Role
from tasuki.core.moves.month_sums import DayHours

SECONDMENT = {
    "person_name": "架空 一郎",
    "person_number": "E-001",
    "person_mail": "ichiro@example.invalid",
    "employed_since": date(2015, 4, 1),
    "host_name": "みさき食品株式会社",
    "duties": "生産管理の指導",
    "workplace": "みさき工場",
    "purpose": "skills",
    "purpose_evidence": "育成計画 2026-07",
    "starts_on": TODAY,
    "ends_on": date(2027, 11, 22),
    "actual_cost_yen": 450_000,
    "burden_yen": 300_000,
    "home_conditions": "賃金は出向元が支払う。",
    "host_conditions": "始業9時、終業17時30分。",
}
TRANSFER = SECONDMENT | {"kind": "transfer_out", "ends_on": None, "purpose": ""}
SIDE_WORK = {
    "person_name": "架空 二郎",
    "person_number": "E-002",
    "other_name": "架空学習塾",
    "duties": "土曜の講師",
    "own_contract_on": date(2018, 4, 1),
    "other_contract_on": date(2026, 9, 1),
    "starts_on": date(2026, 9, 1),
    "own_cap_minutes": 30 * 60,
    "other_cap_minutes": 50 * 60,
    "own_before_minutes": [0] * 11,
}
CONTRACT = {
    "supplier_name": "架空デザイン",
    "buyer_employee_count": 40,
    "deliverable": "製品案内の図版10点",
    "fee_yen": 200_000,
    "consigned_on": TODAY,
    "starts_on": TODAY,
    "ends_on": date(2027, 1, 31),
    "receive_on": date(2026, 12, 10),
    "pay_on": date(2027, 1, 31),
    "place": "電子メールで納品",
    "inspection": "なし",
    "non_cash": "なし",
}


@dataclass
class Office:
    """A company; ``owner`` may approve, ``hr`` may edit, ``viewer`` may neither."""

    company: Any = field(default_factory=make_company)

    def __post_init__(self) -> None:
        self.owner = make_member(self.company, Role.COMPANY_OWNER)
        self.hr = make_member(self.company, Role.COMPANY_HR)
        self.viewer = make_member(self.company, Role.COMPANY_VIEWER)

    def at(self):
        return bound(self.company.id, self.owner.account_id)

    def propose(self, **changes):
        values = SecondmentValues(**(SECONDMENT | changes))
        return secondments.propose_secondment(actor=self.hr, values=values, now=NOW)

    def explain(self, **changes):
        row = self.propose(**changes)
        if row.kind == "secondment":
            secondments.confirm_purpose(actor=self.hr, secondment_id=row.pk, now=NOW)
        return secondments.deliver_conditions(
            actor=self.hr, secondment_id=row.pk, delivered_on=TODAY - timedelta(days=9), now=NOW
        )

    def consent(self, row, **changes):
        given = {"consented_on": TODAY, "scan": "同意書.pdf", "is_single": True} | changes
        return secondments.record_consent(actor=self.hr, secondment_id=row.pk, now=NOW, **given)

    def sign(self, row):
        return secondments.sign_secondment(
            actor=self.hr,
            secondment_id=row.pk,
            home_signed_on=TODAY,
            host_signed_on=TODAY,
            now=NOW,
        )

    def activate(self, row):
        return secondments.activate_secondment(actor=self.owner, secondment_id=row.pk, now=NOW)

    def second(self, **changes):
        return self.activate(self.sign(self.consent(self.explain(**changes))))

    def notify(self, **changes):
        values = SideWorkValues(**(SIDE_WORK | changes))
        return side_work.notify_side_work(actor=self.hr, values=values, now=NOW)

    def check(self, **changes):
        row = self.notify(**changes)
        return side_work.check_side_work(actor=self.hr, side_work_id=row.pk, now=NOW)

    def agree(self, **changes):
        row = self.check(**changes)
        return side_work.approve_side_work(actor=self.owner, side_work_id=row.pk, now=NOW)

    def run_side_work(self, **changes):
        row = self.agree(**changes)
        return side_work.start_side_work(actor=self.hr, side_work_id=row.pk, now=NOW)

    def sheet(self, row, month):
        return months.begin_side_work_month(
            actor=self.hr, side_work_id=row.pk, month=month, now=NOW
        )

    def day(self, sheet, day, **hours):
        minutes = {name: value * 60 for name, value in hours.items()}
        return months.record_side_work_day(
            actor=self.hr, sheet_id=sheet.pk, day=DayHours(day=day, **minutes), now=NOW
        )

    def fill(self, sheet, hours):
        """Have so many hours worked here on days off, twelve a day."""
        for number in range(-(-hours // 12)):
            day = sheet.month.replace(day=number + 1)
            sheet = self.day(sheet, day, own_holiday=min(12, hours - 12 * number))
        return sheet

    def totals(self, sheet, own, other):
        return months.record_side_work_totals(
            actor=self.hr,
            sheet_id=sheet.pk,
            own_minutes=own * 60,
            other_minutes=other * 60,
            now=NOW,
        )

    def close(self, sheet):
        return months.close_side_work_month(actor=self.hr, sheet_id=sheet.pk, now=NOW)

    def prepare(self, **changes):
        values = ContractWorkValues(**(CONTRACT | changes))
        return contract_work.prepare_contract_work(actor=self.hr, values=values, now=NOW)

    def issue(self, **changes):
        row = self.prepare(**changes)
        issued_on = min(TODAY, row.starts_on)
        return contract_work.issue_notice(
            actor=self.hr, contract_id=row.pk, issued_on=issued_on, now=NOW
        )

    def start(self, **changes):
        row = self.issue(**changes)
        return contract_work.start_contract_work(
            actor=self.owner, contract_id=row.pk, accepted_on=TODAY, now=NOW
        )

    def end(self, row, ended_on=TODAY, **changes):
        return contract_work.end_contract_work(
            actor=self.hr, contract_id=row.pk, ended_on=ended_on, now=NOW, **changes
        )

    def deliver(self, row, received_on=TODAY, **changes):
        return deliveries.record_delivery(
            actor=self.hr, contract_id=row.pk, received_on=received_on, now=NOW, **changes
        )

    def pay(self, delivery, **changes):
        given = {"paid_on": TODAY, "paid_yen": 200_000} | changes
        return deliveries.pay_delivery(actor=self.hr, delivery_id=delivery.pk, now=NOW, **given)
