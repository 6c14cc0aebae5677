"""The agency's papers that must be on file before a credit plan runs (H4)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.relay.models import Consultation, FeeTable
from tasuki.apps.relay.policy import check_reward_clause
from tasuki.core.access import Permission
from tasuki.core.fees.refunds import steps_to_json
from tasuki.core.law.fees import FeeKind, RefundRule, check_refund_rules
from tasuki.core.law.parameters import find_decimal

PERMILLE_OF_PERCENT = 10


@action(act=None)
def save_fee_table(
    *,
    actor: Actor,
    rate_permille: int,
    free_slot_clause: str,
    refund_rule: str,
    penalty_rule: str,
    kind: str = FeeKind.FILED,
    max_fixed_yen: int | None = None,
    refund_steps: Sequence[RefundRule] = (),
    now: datetime,
) -> FeeTable:
    """Keep the agency's fee table as its next version; older versions stay as they were.

    Args:
        actor: member of the agency.
        rate_permille: highest fee in permille of the yearly pay (of six months' wages under the
            statutory ceiling), >= 0 and within the ceiling of that day; 0 with a fixed fee.
        free_slot_clause: the clause about free slots as it stands in the filed table.
        refund_rule: the refund rule (返戻金制度).
        penalty_rule: the penalty terms that a company must see before it signs.
        kind: ``filed`` (届出制) or ``limited`` (上限制).
        max_fixed_yen: highest fixed fee; None for a table of shares.
        refund_steps: the refund scheme in days and percent, without gaps.
        now: when.

    Raises:
        InvalidInputError: the rate is outside its range, or the steps have a gap.
        RefusedError: the clause promises something to the person, or a slot for a hire (H4).

    Source: 職業安定法 32条の3 (filed fee table), 36条, 40条.
    """
    require(actor, Permission.CONTRACT_EDIT)
    _check_rate(rate_permille, kind=FeeKind(kind), on=localdate(now))
    _check_steps(refund_steps)
    check_reward_clause(free_slot_clause)
    last = FeeTable.objects.aggregate(last=Max("version"))["last"] or 0
    table = FeeTable.objects.create(
        organisation_id=actor.organisation_id,
        version=last + 1,
        kind=FeeKind(kind),
        rate_permille=rate_permille,
        max_fixed_yen=max_fixed_yen,
        refund_steps=steps_to_json(refund_steps),
        free_slot_clause=free_slot_clause.strip(),
        refund_rule=refund_rule.strip(),
        penalty_rule=penalty_rule.strip(),
    )
    _record(actor, "fee_table.save", "fee_table", table.id, now, {"version": table.version})
    return table


@action(act=None)
def mark_fee_table_filed(
    *, actor: Actor, fee_table_id: UUID, filed_on: date, now: datetime
) -> FeeTable:
    """Record the day on which a fee table was filed with the Labour Bureau; set once.

    Raises:
        NotVisibleError: no such fee table.
        InvalidInputError: the day lies in the future, or the rate exceeds its ceiling.
        RefusedError: another day is on file already.
    """
    require(actor, Permission.CONTRACT_EDIT)
    table = FeeTable.objects.select_for_update().filter(id=fee_table_id).first()
    if table is None:
        raise NotVisibleError
    _check_not_future(filed_on, now=now, field="filed_on")
    _check_rate(table.rate_permille, kind=FeeKind(table.kind), on=filed_on)
    if table.filed_on is not None and table.filed_on != filed_on:
        raise RefusedError(
            ja=f"この版は{table.filed_on:%Y/%m/%d}の届出として登録済みです。"
            "変更があるときは、新しい版を保存してください。",
            en=f"This version is on file as filed on {table.filed_on.isoformat()}. "
            "Save a new version for a change.",
            code="filed",
        )
    table.filed_on = filed_on
    table.save(update_fields=["filed_on"])
    _record(actor, "fee_table.file", "fee_table", table.id, now, {"version": table.version})
    return table


@action(act=None)
def record_consultation(
    *,
    actor: Actor,
    office: str,
    consulted_on: date,
    answer: str,
    file_name: str = "",
    now: datetime,
) -> Consultation:
    """Keep what the Labour Bureau answered about the credit plan (相談記録).

    Args:
        actor: member of the agency.
        office: the office that was asked.
        consulted_on: the day, not in the future.
        answer: what it answered.
        file_name: name of the note or letter, if there is one.
        now: when.

    Raises:
        InvalidInputError: office or answer is empty, or the day lies in the future.
    """
    require(actor, Permission.CONTRACT_EDIT)
    for field, value in (("office", office), ("answer", answer)):
        if not value.strip():
            raise InvalidInputError(
                ja="相談した窓口と回答を入力してください。",
                en="Enter the office and its answer.",
                field=field,
            )
    _check_not_future(consulted_on, now=now, field="consulted_on")
    consultation = Consultation.objects.create(
        organisation_id=actor.organisation_id,
        office=office.strip(),
        consulted_on=consulted_on,
        answer=answer.strip(),
        file_name=file_name.strip(),
    )
    _record(actor, "consultation.record", "consultation", consultation.id, now, {})
    return consultation


def _check_not_future(day: date, *, now: datetime, field: str) -> None:
    if day > localdate(now):
        raise InvalidInputError(
            ja="未来の日付は入力できません。実際の日付を入力してください。",
            en="The day lies in the future. Enter the actual day.",
            field=field,
        )


def _record(
    actor: Actor, kind: str, object_kind: str, object_id: UUID, now: datetime, data: dict[str, int]
) -> None:
    audit.record(
        actor=actor, kind=kind, object_kind=object_kind, object_id=object_id, now=now, data=data
    )


def _check_steps(steps: Sequence[RefundRule]) -> None:
    if check_refund_rules(steps):
        raise InvalidInputError(
            ja="返戻金は「30: 80」のように、日数と割合を1行ずつ、日数の少ない順に入力してください。"
            "後の行の割合は、前の行以下にします。",
            en="Enter the refund as lines such as “30: 80” (days: percent), fewer days first. "
            "A later step gives no more back.",
            field="refund_steps",
        )


def _check_rate(rate_permille: int, *, kind: FeeKind, on: date) -> None:
    key = "upper_fee_pct" if kind is FeeKind.LIMITED else "filed_fee_pct_max"
    percent = find_decimal(key, on=on)
    if 0 <= rate_permille <= percent * PERMILLE_OF_PERCENT:
        return
    raise InvalidInputError(
        ja=f"手数料の率は0%以上{percent:.0f}%以下で入力してください。",
        en=f"Enter a fee rate of 0% to {percent:.0f}%.",
        field="rate_permille",
    )
