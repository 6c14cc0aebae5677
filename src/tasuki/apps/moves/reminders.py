"""Bring days and hours of moves to mind, once each; safe to repeat."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.messages.actions import notify
from tasuki.apps.moves.models import (
    ContractWork,
    Delivery,
    MoveReminder,
    Secondment,
    SideWork,
    SideWorkMonth,
)
from tasuki.core.access import Permission
from tasuki.core.dates import add_months, month_start
from tasuki.core.law.contract_work import is_long_term, last_notice_day
from tasuki.core.law.hours import find_limits, hours_en, hours_ja
from tasuki.core.law.parameters import find_parameter
from tasuki.core.law.secondment import return_reminders
from tasuki.core.moves.machines import (
    ContractWorkState,
    DeliveryState,
    MoveState,
    SheetState,
    SideWorkState,
)
from tasuki.core.words import Words

NOTICE_DAYS_BEFORE: Final = 14
"""How long before the last day to announce an end it is brought to mind (design)."""

type Due = tuple[str, UUID, Words, str]
"""Mark, row, what is said, where to go."""


@action(act=None)
def remind_of_moves(*, actor: Actor, now: datetime) -> int:
    """Notify one company of everything that came near since the last run.

    A run that was missed is made up for: of several marks of one row and sort that are due
    only the latest is sent, and all count as sent.

    Args:
        actor: the company's task.
        now: the moment of the run.

    Returns:
        How many notices were sent.
    """
    require(actor, Permission.MOVE_VIEW)
    today = localdate(now)
    count = 0
    for find in _FINDERS:
        count += _send_new(actor, find(today), now=now)
    if count:
        audit.record(
            actor=actor,
            kind="moves.remind",
            object_kind="organisation",
            object_id=actor.organisation_id,
            now=now,
            data={"count": count},
        )
    return count


def _send_new(actor: Actor, due: Iterable[Due], *, now: datetime) -> int:
    latest: dict[UUID, Due] = {}
    for one in due:
        mark, row_id, *_ = one
        _row, is_new = MoveReminder.objects.get_or_create(
            organisation_id=actor.organisation_id, case_id=row_id, mark=mark
        )
        if is_new:
            latest[row_id] = one
    for _mark, _row_id, words, url in latest.values():
        notify(
            actor=actor,
            text=words.ja,
            text_en=words.en,
            url=url,
            needs=Permission.MOVE_VIEW,
            mail_to=Permission.MOVE_EDIT,
            now=now,
        )
    return len(latest)


def _returns(today: date) -> Iterable[Due]:
    """A secondment ends soon; the months before are a parameter."""
    rows = Secondment.objects.filter(
        state__in=(MoveState.ACTIVE, MoveState.EXTENDED), ends_on__gte=today
    )
    for row in rows:
        assert row.ends_on is not None
        words = Words(
            f"出向{row.number}は{row.ends_on:%Y/%m/%d}に終わります。復帰、延長、転籍のどれにするか、"
            "本人と決めてください。",
            f"Secondment {row.number} ends on {row.ends_on.isoformat()}. Settle with the person "
            "whether to return, extend or transfer.",
        )
        for day in return_reminders(row.ends_on, on=today):
            if today >= day:
                mark = f"return-{day.isoformat()}-{row.ends_on.isoformat()}"
                yield mark, row.pk, words, f"/moves/secondments/{row.pk}/"


def _pay_days(today: date) -> Iterable[Due]:
    """A fee is due within the days of the parameter, or over."""
    near = today + timedelta(
        days=int(find_parameter("freelance_pay_reminder_days", on=today).value)
    )
    rows = Delivery.objects.select_related("contract").filter(pay_on__lte=near)
    for row in rows.exclude(state=DeliveryState.PAID):
        words = Words(
            f"業務委託{row.contract.number}の支払期日は{row.pay_on:%Y/%m/%d}です。支払ってください。",
            f"The fee of {row.contract.number} is due on {row.pay_on.isoformat()}. Pay it.",
        )
        url = f"/moves/deliveries/{row.pk}/"
        yield "pay", row.pk, words, url
        if row.pay_on < today:
            yield (
                "pay-over",
                row.pk,
                Words(
                    f"業務委託{row.contract.number}の支払期日（{row.pay_on:%Y/%m/%d}）を過ぎています。"
                    "すぐに支払ってください。",
                    f"The pay day of {row.contract.number}, {row.pay_on.isoformat()}, has passed. "
                    "Pay at once.",
                ),
                url,
            )


def _end_notices(today: date) -> Iterable[Due]:
    """The last day on which the end of a long contract can be announced comes near."""
    rows = ContractWork.objects.filter(
        state=ContractWorkState.ACCEPTED, end_noticed_on=None, ends_on__gte=today
    )
    for row in rows:
        assert row.ends_on is not None
        if not is_long_term(starts_on=row.starts_on, ends_on=row.ends_on, on=today):
            continue
        last = last_notice_day(row.ends_on, on=today)
        if today >= last - timedelta(days=NOTICE_DAYS_BEFORE):
            words = Words(
                f"業務委託{row.number}を更新しない場合は、{last:%Y/%m/%d}までに予告してください。",
                f"If {row.number} is not renewed, announce that by {last.isoformat()}.",
            )
            mark = f"end-notice-{row.ends_on.isoformat()}"
            yield mark, row.pk, words, f"/moves/contract-work/{row.pk}/"


def _open_sheets(today: date) -> Iterable[Due]:
    """The sheet of the month that is over is missing or open."""
    month = add_months(month_start(today), -1)
    rows = SideWork.objects.filter(
        state__in=(SideWorkState.RUNNING, SideWorkState.STOPPED), starts_on__lt=month_start(today)
    )
    for row in rows:
        if row.months.filter(month=month, state=SheetState.CLOSED).exists():
            continue
        words = Words(
            f"副業{row.number}の{month.year}年{month.month}月の時間表を確認し、締めてください。",
            f"Check and close the month sheet of {row.number} for {month:%Y-%m}.",
        )
        yield f"sheet-{month:%Y-%m}", row.pk, words, f"/moves/side-work/{row.pk}/"


def _hours(today: date) -> Iterable[Due]:
    """A month reached 70, 80 or 95 hours."""
    since = add_months(month_start(today), -1)
    rows = SideWorkMonth.objects.select_related("side_work").filter(month__gte=since)
    for row in rows:
        for reached in sorted(find_limits(row.month).alert_minutes):
            if row.total_minutes >= reached:
                words = Words(
                    f"副業{row.side_work.number}の{row.month.month}月の合計が{hours_ja(reached)}に"
                    f"達しました（{hours_ja(row.total_minutes)}）。予定を見直してください。",
                    f"The hours of {row.side_work.number} in {row.month:%Y-%m} reached "
                    f"{hours_en(reached)} ({hours_en(row.total_minutes)}). Look at the plan.",
                )
                yield f"hours-{reached}", row.pk, words, f"/moves/sheets/{row.pk}/"


_FINDERS: Final[tuple[Callable[[date], Iterable[Any]], ...]] = (
    _returns,
    _pay_days,
    _end_notices,
    _open_sheets,
    _hours,
)
