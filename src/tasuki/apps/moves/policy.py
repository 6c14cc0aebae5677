"""What the law asks about the rows of this area: facts for the checks of core."""

from datetime import date

from tasuki.apps.moves.models import ContractWork, Secondment, SideWork, SideWorkMonth
from tasuki.core.dates import add_months, month_start
from tasuki.core.law.contract_work import (
    Laws,
    Likeness,
    NoticeItem,
    Party,
    WorkKind,
    find_laws,
)
from tasuki.core.law.hours import HoursPlan, MonthHours, OwnLimits
from tasuki.core.law.secondment import GapReason, MoveFacts, MoveKind, MovePurpose

SIGNS = (
    "is_commanded",
    "has_fixed_hours",
    "has_fixed_place",
    "cannot_refuse",
    "uses_our_tools",
    "is_sole_client",
)


def move_facts(row: Secondment, *, is_lent_out: bool = False) -> MoveFacts:
    """Return what H9 looks at.

    Args:
        row: a secondment or transfer.
        is_lent_out: another secondment of the same person is active here.
    """
    return MoveFacts(
        kind=MoveKind(row.kind),
        purpose=MovePurpose(row.purpose) if row.purpose else None,
        purpose_evidence=row.purpose_evidence,
        employed_since=row.employed_since,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_seconded_elsewhere=row.is_seconded_elsewhere or is_lent_out,
        actual_cost_yen=row.actual_cost_yen,
        burden_yen=row.burden_yen,
        home_conditions_on=row.home_conditions_on,
        host_conditions_on=row.host_conditions_on,
        consented_on=row.consented_on,
        is_consent_single=row.is_consent_single,
        home_signed_on=row.home_signed_on,
        host_signed_on=row.host_signed_on,
    )


def gap_reason(row: Secondment) -> GapReason | None:
    """Return why the home firm bears a part; None if no reason is given."""
    return GapReason(row.gap_reason) if row.gap_reason else None


def own_limits(side_work: SideWork) -> tuple[OwnLimits | None, ...]:
    """Return the agreement on overtime here; that of the other employer is not known."""
    return (
        OwnLimits(
            month_minutes=side_work.own_month_limit_minutes,
            year_minutes=side_work.own_year_limit_minutes,
            year_begins_month=side_work.own_year_begins_month,
        ),
        None,
    )


def agreed_caps(side_work: SideWork) -> tuple[int | None, ...]:
    """Return the caps of a month here and there; None where none is stated, 0 is a cap."""
    return (side_work.own_cap_minutes, side_work.other_cap_minutes)


def month_hours(sheet: SideWorkMonth) -> MonthHours:
    """Return the sums of a sheet: here, there, and at further side works."""
    return MonthHours(
        month=sheet.month,
        by_job=(sheet.own_minutes, sheet.other_minutes, sheet.elsewhere_minutes),
    )


def months_before(side_work: SideWork) -> tuple[MonthHours, ...]:
    """Return the own overtime of the months before the first one, the earliest first."""
    first = month_start(side_work.starts_on)
    return tuple(
        MonthHours(month=add_months(first, -number), by_job=(minutes,))
        for number, minutes in reversed(list(enumerate(side_work.own_before_minutes, start=1)))
    )


def hours_plan(side_work: SideWork, months: tuple[MonthHours, ...]) -> HoursPlan:
    """Return what H10 looks at."""
    return HoursPlan(
        months=months,
        own_limits=own_limits(side_work),
        caps=agreed_caps(side_work) if side_work.hours_model == "management" else (),
        rest_minutes=side_work.rest_minutes,
        rest_rule_minutes=side_work.rest_rule_minutes,
    )


def notice_items(row: ContractWork) -> dict[NoticeItem, str]:
    """Return the nine items of the notice as they would be printed; empty = missing."""

    def day(value: date | None) -> str:
        return f"{value:%Y/%m/%d}" if value else ""

    parties = f"{row.buyer_name} ／ {row.supplier_name}"
    return {
        NoticeItem.DELIVERABLE: row.deliverable,
        NoticeItem.FEE: " ".join(filter(None, (f"{row.fee_yen:,}円", row.fee_note)))
        if row.fee_yen
        else "",
        NoticeItem.PAY_DAY: day(row.pay_on),
        NoticeItem.PARTIES: parties if row.buyer_name and row.supplier_name else "",
        NoticeItem.CONSIGNED_ON: day(row.consigned_on),
        NoticeItem.RECEIPT_DAY: day(row.receive_on),
        NoticeItem.PLACE: row.place,
        NoticeItem.INSPECTION: row.inspection,
        NoticeItem.NON_CASH: row.non_cash,
    }


def laws_of(row: ContractWork, *, on: date) -> Laws:
    """Return which laws hold between us and the supplier."""
    return find_laws(
        buyer=Party(
            has_staff=row.buyer_has_staff,
            employee_count=row.buyer_employee_count,
            capital_yen=row.buyer_capital_yen,
        ),
        supplier=Party(
            has_staff=row.supplier_has_staff,
            employee_count=row.supplier_employee_count,
            capital_yen=row.supplier_capital_yen,
        ),
        work=WorkKind(row.work_kind),
        on=on,
    )


def likeness_of(row: ContractWork) -> Likeness:
    """Return the signs of employment that were ticked."""
    return Likeness(**{name: name in row.signs for name in SIGNS})
