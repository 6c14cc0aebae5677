"""One answer for many pairs of one kind, and the way back; each pair keeps its own history."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.same_person.deciding import (
    Answer,
    is_open,
    named_account,
    take_back,
    write_answer,
)
from tasuki.apps.same_person.models import Pair
from tasuki.core.access import Permission
from tasuki.core.same_person.queue import may_accept_unseen

PAIRS_MAX: Final = 500
"""Pairs of one act."""


@dataclass(frozen=True, slots=True)
class Many:
    """How many pairs an act changed, and how many it left to be looked at one by one."""

    done: int
    left: int


@action(act=None)
def decide_pairs(*, actor: Actor, pair_ids: Collection[UUID], answer: str, now: datetime) -> Many:
    """Give one answer to many pairs; what needs a look of its own is left as it is.

    Nobody is called one person in passing where the given names or birth dates speak against it,
    or the probability is low.

    Args:
        actor: a named member.
        pair_ids: at most ``PAIRS_MAX``.
        answer: a value of ``Answer``.
        now: when.

    Raises:
        InvalidInputError: too many pairs, or no such answer.
        RefusedError: nobody is named.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    if answer not in set(Answer):
        raise InvalidInputError(
            ja="「同じ人」「別の人」「あとで」から選んでください。",
            en="Choose same, different or later.",
            field="answer",
        )
    done = 0
    pairs = _lock(pair_ids)
    for pair in pairs:
        is_plain = may_accept_unseen(probability=pair.probability, guards=tuple(pair.guards))
        if is_open(pair) and (answer != Answer.SAME or is_plain):
            write_answer(pair, actor=actor, answer=answer, account_id=account_id, now=now)
            done += 1
    return Many(done, len(pairs) - done)


@action(act=None)
def undo_decisions(*, actor: Actor, pair_ids: Collection[UUID], now: datetime) -> Many:
    """Take many decisions or automatic links back; what cannot be undone is left.

    Raises:
        InvalidInputError: too many pairs.
        RefusedError: nobody is named.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    done = 0
    pairs = _lock(pair_ids)
    for pair in pairs:
        try:
            take_back(pair, actor=actor, account_id=account_id, now=now)
        except RefusedError:
            continue
        done += 1
    return Many(done, len(pairs) - done)


def _lock(pair_ids: Collection[UUID]) -> list[Pair]:
    if len(pair_ids) > PAIRS_MAX:
        raise InvalidInputError(
            ja=f"一度に決められるのは{PAIRS_MAX}組までです。絞り込んでから選び直してください。",
            en=f"At most {PAIRS_MAX} pairs at a time. Narrow the list and choose again.",
            code="too_many_pairs",
        )
    rows = Pair.objects.select_for_update(of=("self",)).select_related("left", "right")
    return list(rows.filter(id__in=list(pair_ids)).order_by("id"))
