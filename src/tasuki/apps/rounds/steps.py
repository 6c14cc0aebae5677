"""The one way a round changes: state and audit together, the law asked before."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps import policy
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.rounds.models import Round, RoundPlace
from tasuki.core.access import OrganisationKind
from tasuki.core.law.acts import Act
from tasuki.core.law.refusals import Refusal
from tasuki.core.rounds.labels import ROUND_LABELS
from tasuki.core.rounds.machine import ROUND, RoundEvent, RoundState
from tasuki.core.rounds.rules import MECHANISMS, RoundFacts, RoundKind, check_round
from tasuki.core.states import TransitionRefused

OBJECT: Final = "round"


def take_round(round_id: UUID, *, states: Collection[RoundState] = ()) -> Round:
    """Lock a round of the organisation bound now.

    Args:
        round_id: its row.
        states: where it must stand; empty = anywhere.

    Raises:
        NotVisibleError: there is none.
        RefusedError: it stands elsewhere.
    """
    row = Round.objects.select_for_update(of=("self",)).filter(id=round_id).first()
    if row is None:
        raise NotVisibleError
    if states and row.round_state not in states:
        raise _wrong_state(row)
    return row


def check_step(row: Round, event: RoundEvent) -> None:
    """Refuse a step that the table does not list.

    Raises:
        RefusedError: code ``state``.
    """
    try:
        ROUND.find_transition(row.round_state, event)
    except TransitionRefused as refusal:
        raise _wrong_state(row) from refusal


def move_round(
    *,
    actor: Actor,
    row: Round,
    event: RoundEvent,
    now: datetime,
    reason: str = "",
    **changes: Any,
) -> Round:
    """Take one step of the table, with what changes beside it.

    Raises:
        RefusedError: code ``state``.
    """
    check_step(row, event)
    before = row.state
    row.state = ROUND.next_state(row.round_state, event)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    record(actor=actor, row=row, act=str(event), now=now, before=before, reason=reason)
    return row


def record(
    *,
    actor: Actor,
    row: Round,
    act: str,
    now: datetime,
    before: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Append one event on a round to the audit chain."""
    audit.record(
        actor=actor,
        kind=f"{OBJECT}.{act}",
        object_kind=OBJECT,
        object_id=row.id,
        now=now,
        before=before or str(row.state),
        after=str(row.state),
        reason=reason,
        data={"number": row.number} | (data or {}),
    )


def require_lawful_round(row: Round, *, actor: Actor, now: datetime) -> None:
    """H1, H9: refuse a round that its operator may not hold on that day.

    Asked when a round is planned, opened, locked and cleared: a licence may have ended since.

    Raises:
        RefusedError: H1 or H9.

    Source: law.md 1.13; 職業安定法 4条, 29条, 30条, 44条.
    """
    today = localdate(now)
    act = {
        RoundKind.INTRODUCTIONS: Act.RECOMMEND,
        RoundKind.SWAP: Act.BROKER_SECONDMENT,
    }.get(row.round_kind)
    if act is not None and actor.kind is not OrganisationKind.COMPANY:
        # With the reason that can be mended: the licence or the notification that is missing.
        refuse_by_law(policy.find_refusal(kind=actor.kind, act=act, on=today))
    companies = RoundPlace.objects.filter(round=row).values_list("company_id", flat=True)
    facts = RoundFacts(
        kind=row.round_kind,
        legal=policy.find_legal_kind(kind=actor.kind, on=today),
        operator_id=actor.organisation_id,
        company_ids=set(companies),
        is_party=row.is_party,
        purpose=row.purpose,
        has_agreement=row.agreed_on is not None and row.agreed_on <= today,
    )
    refuse_by_law(check_round(facts))


def refuse_by_law(refusal: Refusal | None) -> None:
    """Do nothing for None.

    Raises:
        RefusedError: a hard stop.
    """
    if refusal is not None:
        raise RefusedError.by_law(refusal)


def _wrong_state(row: Round) -> RefusedError:
    label = ROUND_LABELS[row.round_state]
    return RefusedError(
        ja=f"ラウンド {row.number} は「{label.label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en=f"Round {row.number} is “{label.label.en}”, so this cannot be done. Reload the page.",
        code="state",
    )


def check_mechanism(kind: RoundKind, mechanism: str) -> None:
    """Refuse a mechanism that a kind of round does not use.

    Raises:
        InvalidInputError: with what to do instead.
    """
    if mechanism not in MECHANISMS[kind]:
        raise InvalidInputError(
            ja="この種類のラウンドでは使えない方式です。一覧から選んでください。",
            en="This kind of round does not use that mechanism. Choose one of the list.",
            field="mechanism",
        )
