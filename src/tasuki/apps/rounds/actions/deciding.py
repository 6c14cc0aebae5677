"""After the verification: humans decide line by line, the results are told, appeals answered.

Source: law.md H12, 11; handbook of the market: an outcome is a proposal.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.steps import checked_text, require_named_human
from tasuki.apps.rounds.inviting import Letter, write_to
from tasuki.apps.rounds.models import Round, RoundDecision, RoundPerson
from tasuki.apps.rounds.queries.fairness import count_fairness
from tasuki.apps.rounds.steps import check_step, move_round, record, take_round
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import Decision, PersonState, RoundEvent, RoundState
from tasuki.core.words import Words

ANSWER_CHARACTERS_MAX: Final = 1_000


@action(act=None)
def decide_lines(
    *,
    actor: Actor,
    round_id: UUID,
    line_ids: Sequence[UUID],
    is_confirmed: bool,
    reason: str,
    now: datetime,
) -> list[RoundDecision]:
    """RD7: confirm or decline proposals with one reason; the last one decides the round.

    Args:
        actor: a named member who may decide.
        round_id: a verified round, or a decided one whose line is decided anew.
        line_ids: lines of the round; those without a proposal can only be declined.
        is_confirmed: whether they are confirmed.
        reason: in words; the people read it.
        now: when.

    Raises:
        RefusedError: H12 without a named human or a reason, H5; not verified.
        NotVisibleError: no such line.
    """
    require(actor, Permission.ROUND_DECIDE)
    text = checked_text(reason, field="reason")
    require_named_human(actor, reason=text)
    row = take_round(round_id, states=[RoundState.VERIFIED, RoundState.DECIDED])
    lines = RoundDecision.objects.select_for_update(of=("self",)).filter(round=row)
    found = list(lines.filter(id__in=line_ids).order_by("id"))
    if not found or len(found) < len(set(line_ids)):
        raise NotVisibleError
    if is_confirmed and any(one.place_id is None for one in found):
        raise InvalidInputError(
            ja="提案のない方は確定できません。選択から外してください。",
            en="There is nothing to confirm for people without a proposal. Leave them out.",
            field="line_ids",
        )
    for one in found:
        one.decision = Decision.CONFIRMED if is_confirmed else Decision.DECLINED
        one.reason, one.decided_at = text, now
        one.decided_by_id, one.decided_by_name = actor.account_id, actor.name
        one.save(
            update_fields=["decision", "reason", "decided_at", "decided_by_id", "decided_by_name"]
        )
        record(
            actor=actor,
            row=row,
            act="line",
            now=now,
            data={"line": str(one.id), "decision": one.decision},
        )
    is_open = lines.filter(decision=Decision.OPEN, place_id__isnull=False).exists()
    if row.state == RoundState.VERIFIED and not is_open:
        move_round(actor=actor, row=row, event=RoundEvent.DECIDE, now=now)
    return found


@action(act=None)
def publish_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """RD8: reveal the seed and tell everybody the own result; a key opens each one's own page.

    Raises:
        RefusedError: proposals are undecided.
    """
    require(actor, Permission.ROUND_DECIDE)
    row = take_round(round_id)
    check_step(row, RoundEvent.PUBLISH)
    move_round(
        actor=actor,
        row=row,
        event=RoundEvent.PUBLISH,
        now=now,
        published_at=now,
        fairness=count_fairness(row=row, on=localdate(now)),
    )
    people = RoundPerson.objects.filter(round=row, state=PersonState.SUBMITTED).order_by("id")
    write_to(actor=actor, row=row, people=people, letter=_letter(row), now=now)
    return row


@action(act=None)
def answer_appeal(*, actor: Actor, line_id: UUID, text: str, now: datetime) -> RoundDecision:
    """Answer an appeal as a named human; the person reads it on the own page.

    Raises:
        RefusedError: H12 without a named human or text, H5; the round is closed.
        NotVisibleError: no such line, or no appeal.
    """
    require(actor, Permission.ROUND_DECIDE)
    said = checked_text(text, field="text", most=ANSWER_CHARACTERS_MAX)
    require_named_human(actor, reason=said)
    line = RoundDecision.objects.filter(id=line_id, appealed_at__isnull=False).first()
    if line is None:
        raise NotVisibleError
    row = take_round(line.round_id, states=[RoundState.PUBLISHED])
    line.answer, line.answered_at = said, now
    line.answered_by_id, line.answered_by_name = actor.account_id, actor.name
    line.save(update_fields=["answer", "answered_at", "answered_by_id", "answered_by_name"])
    record(actor=actor, row=row, act="answer", now=now, data={"line": str(line.id)})
    people = RoundPerson.objects.filter(id=line.participant_id)
    letter = Letter(
        kind="round_answer",
        subject=Words(f"異議への回答：{row.title}", f"Answer to your appeal: {row.title}"),
        text=Words(
            "異議に回答しました。次のページで確認してください。\n\n{url}",
            "Your appeal was answered. Read the answer here:\n\n{url}",
        ),
    )
    write_to(actor=actor, row=row, people=people, letter=letter, now=now)
    return line


@action(act=None)
def close_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """RD9: end a published round once every appeal is answered.

    Raises:
        RefusedError: an appeal waits for its answer, or not published.
    """
    require(actor, Permission.ROUND_DECIDE)
    row = take_round(round_id)
    waiting = RoundDecision.objects.filter(
        round=row, appealed_at__isnull=False, answered_at=None
    ).count()
    if waiting:
        raise RefusedError(
            ja=f"回答していない異議が{waiting}件あります。回答してから終了してください。",
            en=f"{waiting} appeals wait for an answer. Answer them first.",
            code="appeals_open",
        )
    return move_round(actor=actor, row=row, event=RoundEvent.CLOSE, now=now)


def _letter(row: Round) -> Letter:
    return Letter(
        kind="round_result",
        subject=Words(f"結果のお知らせ：{row.title}", f"Your result: {row.title}"),
        text=Words(
            f"「{row.title}」の結果と、その理由を次のページで確認できます。\n\n{{url}}\n\n"
            "納得できない場合は、同じページから異議を申し立てられます。担当者が回答します。",
            f"Your result of “{row.title}”, and why, is here:\n\n{{url}}\n\n"
            "If you do not agree, object on the same page. A named person answers.",
        ),
    )
