"""Secondments and transfers, side work, contract work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import (
    Count,
    Day,
    Given,
    Line,
    Long,
    Note,
    Page,
    Short,
    Wording,
)
from tasuki.core.law.contract_work import EndException, NoticeItem, WorkKind
from tasuki.core.law.hours import HoursModel, JobKind
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.secondment import GapReason, MoveKind, MovePurpose
from tasuki.core.moves.labels import SideWorkGround
from tasuki.core.moves.machines import (
    ContractWorkState,
    DeliveryState,
    MoveState,
    SheetState,
    SideWorkState,
)

Minutes = Annotated[int, Field(ge=0, le=1_000_000)]
DayMinutes = Annotated[int, Field(ge=0, le=1_440)]


class MoveQuery(Given):
    """Which cases."""

    state: Short = ""
    text: Line = ""


class MoveRefusalOut(Schema):
    """What a hard stop asks for."""

    rule: str
    reason: Wording
    next_step: Wording
    source: str

    @classmethod
    def of(cls, refusal: Refusal) -> "MoveRefusalOut":
        """Return the refusal of core."""
        return cls(
            rule=refusal.rule,
            reason=Wording(ja=refusal.reason_ja, en=refusal.reason_en),
            next_step=Wording(ja=refusal.next_ja, en=refusal.next_en),
            source=refusal.source,
        )


class SecondmentIn(Given):
    """A move of one person; gaps are allowed in a proposal."""

    kind: MoveKind = MoveKind.SECONDMENT
    person_name: str = Field(min_length=1, max_length=160)
    person_number: str = Field(min_length=1, max_length=40)
    person_mail: str = Field("", max_length=254)
    employed_since: Day | None = None
    host_name: str = Field(min_length=1, max_length=120)
    duties: Line = ""
    workplace: str = Field("", max_length=200)
    purpose: MovePurpose | None = None
    purpose_evidence: Line = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    is_seconded_elsewhere: bool = False
    actual_cost_yen: Count | None = None
    burden_yen: Count = 0
    gap_reason: GapReason | None = None
    home_conditions: Long = ""
    host_conditions: Long = ""
    converts_id: UUID | None = Field(None, description="secondment that a transfer follows")


class SecondmentOut(Schema):
    """A move of one person."""

    id: UUID
    number: str
    kind: MoveKind
    person_name: str
    person_number: str
    person_mail: str
    employed_since: date | None
    host_name: str
    duties: str
    workplace: str
    purpose: str
    purpose_evidence: str
    starts_on: date | None
    ends_on: date | None
    is_seconded_elsewhere: bool
    actual_cost_yen: int | None
    burden_yen: int
    gap_reason: str
    home_conditions: str
    host_conditions: str
    home_conditions_on: date | None
    host_conditions_on: date | None
    consented_on: date | None
    consent_method: str
    consent_scan: str
    is_consent_single: bool
    home_signed_on: date | None
    host_signed_on: date | None
    converts_id: UUID | None
    state: MoveState
    ended_on: date | None
    end_reason: str


class SecondmentPage(Page):
    """A page of moves, newest first."""

    items: list[SecondmentOut]


class SecondmentDetailOut(SecondmentOut):
    """A move, what still keeps it from starting (H9), and what should be looked at."""

    refusals: list[MoveRefusalOut]
    warnings: list[Wording]


class DeliveredIn(Given):
    """When the conditions were delivered to the person."""

    delivered_on: Day


class ConsentIn(Given):
    """The consent signed on paper."""

    consented_on: Day
    scan: str = Field(min_length=1, max_length=200, description="where the scan is kept")
    is_single: bool = Field(description="the paper names this person and this move alone")


class SignaturesIn(Given):
    """Days on which the firms signed."""

    home_signed_on: Day
    host_signed_on: Day


class ExtensionIn(Given):
    """A longer term with its new consent."""

    ends_on: Day
    delivered_on: Day
    consented_on: Day
    scan: str = Field(min_length=1, max_length=200)
    home_signed_on: Day
    host_signed_on: Day


class ContractNoticeIn(Given):
    """The day on which the notice was handed over; empty = today."""

    issued_on: Day | None = None


class EndIn(Given):
    """The last day and why."""

    ended_on: Day
    reason: Line = ""


class SideWorkIn(Given):
    """A notice of side work; hours are minutes."""

    person_name: str = Field(min_length=1, max_length=160)
    person_number: str = Field(min_length=1, max_length=40)
    person_mail: str = Field("", max_length=254)
    other_name: str = Field(min_length=1, max_length=120)
    other_business: Short = ""
    duties: str = Field(min_length=1, max_length=300)
    job_kind: JobKind = JobKind.EMPLOYED
    own_contract_on: Day
    other_contract_on: Day
    starts_on: Day
    ends_on: Day | None = None
    schedule: Line = ""
    hours_model: HoursModel = HoursModel.PRINCIPLE
    own_cap_minutes: Minutes | None = None
    other_cap_minutes: Minutes | None = None
    own_before_minutes: list[Minutes] = Field(default_factory=list, max_length=11)
    own_month_limit_minutes: Minutes = 2_700
    own_year_limit_minutes: Minutes = 21_600
    own_year_begins_month: int = Field(4, ge=1, le=12)
    rest_minutes: Minutes | None = None
    rest_rule_minutes: Minutes | None = None


class SideWorkOut(Schema):
    """A notice of side work."""

    id: UUID
    number: str
    person_name: str
    person_number: str
    person_mail: str
    other_name: str
    other_business: str
    duties: str
    job_kind: JobKind
    own_contract_on: date
    other_contract_on: date
    starts_on: date
    ends_on: date | None
    schedule: str
    hours_model: HoursModel
    own_cap_minutes: int | None
    other_cap_minutes: int | None
    own_before_minutes: list[int]
    own_month_limit_minutes: int
    own_year_limit_minutes: int
    own_year_begins_month: int
    rest_minutes: int | None
    rest_rule_minutes: int | None
    state: SideWorkState
    decided_at: datetime | None
    refusal_ground: str
    refusal_facts: str
    ended_on: date | None
    end_reason: str


class SideWorkPage(Page):
    """A page of notices, newest first."""

    items: list[SideWorkOut]


class SideWorkDetailOut(SideWorkOut):
    """A notice and why its plan cannot be agreed (H10)."""

    refusals: list[MoveRefusalOut]


class GroundIn(Given):
    """The ground of a refusal and its facts."""

    ground: SideWorkGround
    facts: str = Field(min_length=1, max_length=300)


class MonthSheetIn(Given):
    """Any day of a month."""

    month: Day


class SheetDayIn(Given):
    """What was worked on one day, in minutes."""

    worked_on: Day
    own_scheduled: DayMinutes = 0
    other_scheduled: DayMinutes = 0
    own_extra: DayMinutes = 0
    other_extra: DayMinutes = 0
    is_other_extra_first: bool = False
    own_holiday: DayMinutes = 0
    other_holiday: DayMinutes = 0


class TotalsIn(Given):
    """Sums of a month under the management model, in minutes."""

    own_minutes: Minutes
    other_minutes: Minutes


class SheetOut(Schema):
    """The sheet of one month, in minutes."""

    id: UUID
    side_work_id: UUID
    month: date
    own_minutes: int
    other_minutes: int
    elsewhere_minutes: int
    total_minutes: int
    state: SheetState
    closed_at: datetime | None


class SheetList(Schema):
    """The sheets of a side work, newest first."""

    items: list[SheetOut]


class SheetDayOut(Schema):
    """One day of a sheet, in minutes."""

    worked_on: date
    own_scheduled_minutes: int
    other_scheduled_minutes: int
    own_extra_minutes: int
    other_extra_minutes: int
    is_other_extra_first: bool
    own_holiday_minutes: int
    other_holiday_minutes: int


class AverageOut(Schema):
    """The average of some months that end with the sheet's, in minutes."""

    months: int
    minutes: int


class SheetDetailOut(SheetOut):
    """A sheet with its days, alerts, averages and what stops its closing (H10)."""

    days: list[SheetDayOut]
    alerts: list[Wording]
    averages: list[AverageOut]
    own_premium_minutes: int
    other_premium_minutes: int
    refusals: list[MoveRefusalOut]


class ContractWorkIn(Given):
    """An order and the nine items of its notice; gaps are allowed in a draft."""

    supplier_name: str = Field(min_length=1, max_length=160)
    supplier_mail: str = Field("", max_length=254)
    supplier_has_staff: bool = False
    supplier_employee_count: Count = 0
    supplier_capital_yen: int = Field(0, ge=0, le=10**15)
    buyer_has_staff: bool = True
    buyer_employee_count: Count = 0
    buyer_capital_yen: int = Field(0, ge=0, le=10**15)
    work_kind: WorkKind = WorkKind.OWN_SERVICE
    deliverable: Note = ""
    fee_yen: Count = 0
    fee_note: str = Field("", max_length=200)
    consigned_on: Day | None = None
    starts_on: Day
    ends_on: Day | None = None
    receive_on: Day | None = None
    pay_on: Day | None = None
    place: str = Field("", max_length=200)
    inspection: Short = Field("", description="なし where there is none")
    non_cash: str = Field("", max_length=200, description="なし where there is none")
    upstream_name: str = Field("", max_length=160)
    upstream_pay_on: Day | None = None
    signs: list[Short] = Field([], max_length=6, description="signs of employment")


class ContractWorkOut(Schema):
    """An order to a supplier."""

    id: UUID
    number: str
    supplier_name: str
    supplier_mail: str
    supplier_has_staff: bool
    supplier_employee_count: int
    supplier_capital_yen: int
    buyer_name: str
    buyer_has_staff: bool
    buyer_employee_count: int
    buyer_capital_yen: int
    work_kind: WorkKind
    deliverable: str
    fee_yen: int
    fee_note: str
    consigned_on: date | None
    starts_on: date
    ends_on: date | None
    receive_on: date | None
    pay_on: date | None
    place: str
    inspection: str
    non_cash: str
    upstream_name: str
    upstream_pay_on: date | None
    is_toriteki: bool
    signs: list[str]
    notice_version: int
    notice_issued_at: datetime | None
    accepted_on: date | None
    state: ContractWorkState
    end_noticed_on: date | None
    end_exception: str
    end_reason: str
    ended_on: date | None


class ContractWorkPage(Page):
    """A page of orders, newest first."""

    items: list[ContractWorkOut]


class DeliveryOut(Schema):
    """One receipt and its payment."""

    id: UUID
    contract_id: UUID
    received_on: date
    pay_on: date
    agreed_yen: int
    inspected_on: date | None
    paid_on: date | None
    paid_yen: int | None
    is_supplier_fault: bool
    deduction_reason: str
    state: DeliveryState


class ContractWorkDetailOut(ContractWorkOut):
    """An order, the items its notice lacks (H11), and what should be looked at."""

    missing: list[NoticeItem]
    warnings: list[Wording]
    forbidden: list[Wording]
    deliveries: list[DeliveryOut]


class AcceptedIn(Given):
    """When the supplier accepted."""

    accepted_on: Day


class NoticedIn(Given):
    """When the supplier was told of the end."""

    noticed_on: Day


class RenewalIn(Given):
    """Until when."""

    ends_on: Day


class ContractEndIn(EndIn):
    """The end of an order."""

    exception: EndException | None = None


class DeliveryIn(Given):
    """A receipt; what is left out is as the notice says."""

    received_on: Day
    pay_on: Day | None = None
    agreed_yen: Count | None = None


class InspectedIn(Given):
    """When it passed."""

    inspected_on: Day


class PaymentIn(Given):
    """A payment; less than the fee only where the supplier is at fault."""

    paid_on: Day
    paid_yen: Count
    is_supplier_fault: bool = False
    reason: Line = ""


class CaseAskedOut(Schema):
    """A case whose person was mailed the terms."""

    case_id: UUID
    number: str
