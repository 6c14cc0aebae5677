"""Facts come in: one by one, from a file, or from the rooms of the house."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.insights.models import CostEntry, FigureMonth, OutcomeFact
from tasuki.core.access import Permission
from tasuki.core.kpi.facts import Ending, HireChannel, HireKind, OutcomeKind

AMOUNT_MAX = 10**12


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A fact as it is told; see ``core.kpi.facts`` for the codes.

    Attributes:
        source, source_key: who tells it and under which number; told again, it replaces.
        followed_on: joined: last day here; left: first day back; alumni: first day back;
            retired: kept on since; match: last day in the region.
        ended_on: alumni: the day on which the membership ended.
    """

    kind: str
    happened_on: date
    source: str
    source_key: str
    count: int = 1
    channel: str = ""
    hire_kind: str = ""
    job_group: str = ""
    ending: str = ""
    is_former: bool = False
    prefecture: str = ""
    origin: str = ""
    destination: str = ""
    followed_on: date | None = None
    ended_on: date | None = None

    def values(self) -> dict[str, Any]:
        """Return the columns without the key."""
        names = {one.name for one in fields(self)} - {"source", "source_key"}
        return {name: getattr(self, name) for name in names}


@action(act=None)
def record_outcome(*, actor: Actor, outcome: Outcome, now: datetime) -> OutcomeFact:
    """Keep one fact; the same number of the same source replaces what it said before.

    Raises:
        InvalidInputError: an unknown code, a day in the future, an impossible follow-up.
    """
    require(actor, Permission.KPI_EDIT)
    row = save_outcome(organisation_id=actor.organisation_id, outcome=outcome, today=localdate(now))
    audit.record(
        actor=actor,
        kind="kpi.outcome",
        object_kind="outcome",
        object_id=row.pk,
        now=now,
        data={"kind": outcome.kind, "count": outcome.count},
    )
    return row


def save_outcome(*, organisation_id: int, outcome: Outcome, today: date) -> OutcomeFact:
    """Check and write one fact.

    Raises:
        InvalidInputError: an unknown code, a day in the future, an impossible follow-up.
    """
    check_outcome(outcome, today=today)
    row, _created = OutcomeFact.objects.update_or_create(
        organisation_id=organisation_id,
        source=outcome.source,
        source_key=outcome.source_key,
        defaults=outcome.values(),
    )
    return row


def check_outcome(one: Outcome, *, today: date) -> None:
    """Refuse what cannot be a fact.

    Raises:
        InvalidInputError: an unknown code, a day in the future, an impossible follow-up.
    """
    codes = (
        ("kind", OutcomeKind, False),
        ("channel", HireChannel, True),
        ("hire_kind", HireKind, True),
        ("ending", Ending, True),
    )
    for name, known, may_be_empty in codes:
        value = getattr(one, name)
        if value not in set(known) and not (may_be_empty and value == ""):
            raise _invalid(name, f"コード「{value}」はありません。", f"There is no code “{value}”.")
    if one.kind == OutcomeKind.JOINED and one.channel == HireChannel.INTERNAL:
        raise _invalid(
            "channel",
            "社内の異動は入社ではありません。異動として記録してください。",
            "A move inside is no joiner. Record it as a move.",
        )
    if one.happened_on > today:
        raise _invalid("happened_on", "未来の日付です。", "The day lies in the future.")
    if not 1 <= one.count <= 1_000_000:
        raise _invalid("count", "1以上の数を入力してください。", "Enter a number from 1 on.")
    if one.prefecture and not (one.prefecture.isdecimal() and 1 <= int(one.prefecture) <= 47):
        raise _invalid("prefecture", "都道府県は01から47です。", "Prefectures are 01 to 47.")
    for name in ("followed_on", "ended_on"):
        day = getattr(one, name)
        if day is not None and day < one.happened_on:
            raise _invalid(name, "最初の日より前の日付です。", "The day lies before the first one.")
    if any(sign in one.origin + one.destination for sign in ">\n"):
        raise _invalid("origin", "使えない文字があります（>）。", "The sign > cannot be used.")


@action(act=None)
def record_cost(
    *,
    actor: Actor,
    month: date,
    scope: str,
    channel: str,
    amount: int,
    hire_kind: str = "",
    job_group: str = "",
    source: str = "",
    now: datetime,
) -> CostEntry:
    """Enter what hiring cost in a month; a refund is below zero, in the month it came.

    Args:
        actor: a member who may edit figures.
        month: any day of the month.
        scope: ``external`` or ``internal``.
        channel: the route it was paid for.
        amount: yen.
        hire_kind: if known.
        job_group: if known.
        source: the bill or file it comes from.
        now: when.

    Raises:
        InvalidInputError: an unknown code, or a month to come.
        RefusedError: the month is closed.
    """
    require(actor, Permission.KPI_EDIT)
    row = save_cost(
        actor=actor,
        values={
            "month": month,
            "scope": scope,
            "channel": channel,
            "amount": amount,
            "hire_kind": hire_kind,
            "job_group": job_group,
            "source": source,
        },
        today=localdate(now),
    )
    audit.record(
        actor=actor,
        kind="kpi.cost",
        object_kind="cost_entry",
        object_id=row.pk,
        now=now,
        data={"month": f"{row.month:%Y-%m}", "amount": amount},
    )
    return row


def save_cost(*, actor: Actor, values: dict[str, Any], today: date) -> CostEntry:
    """Check and write one cost entry.

    Raises:
        InvalidInputError: an unknown code, or a month to come.
        RefusedError: the month is closed.
    """
    month = values["month"].replace(day=1)
    if month > today:
        raise _invalid("month", "未来の月です。", "The month lies in the future.")
    if values["scope"] not in set(CostEntry.Scope):
        raise _invalid("scope", "範囲はexternalかinternalです。", "external or internal.")
    if values["channel"] not in set(HireChannel):
        raise _invalid("channel", "経路のコードがありません。", "There is no such route.")
    if values["hire_kind"] and values["hire_kind"] not in set(HireKind):
        raise _invalid("hire_kind", "採用区分のコードがありません。", "No such kind of hire.")
    if not 0 < abs(values["amount"]) <= AMOUNT_MAX:
        raise _invalid(
            "amount", "0以外の金額を入力してください。", "Enter an amount that is not 0."
        )
    if FigureMonth.objects.filter(month=month).exists():
        raise RefusedError(
            ja=f"{month.year}年{month.month}月は締めてあります。訂正は、開いている月に新しい行で入力してください。",
            en=f"{month:%Y-%m} is closed. Enter the correction as a new line of an open month.",
            code="month_closed",
            field="month",
        )
    return CostEntry.objects.create(
        organisation_id=actor.organisation_id,
        entered_by_id=actor.account_id,
        **(values | {"month": month}),
    )


def _invalid(field: str, ja: str, en: str) -> InvalidInputError:
    return InvalidInputError(ja=ja, en=en, field=field)
