"""One named user says same, different or later; what was said can be taken back for thirty days."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.same_person.models import Merge, Pair, RecordLink
from tasuki.apps.same_person.scoring import find_model
from tasuki.core.access import Permission
from tasuki.core.same_person.queue import UNDO_DAYS

_OPEN: Final = frozenset({Pair.State.REVIEW, Pair.State.LATER})


class Answer(StrEnum):
    """What a human may say about two records."""

    SAME = "same"
    DIFFERENT = "different"
    LATER = "later"


@action(act=None)
def decide_pair(*, actor: Actor, pair_id: UUID, answer: str, now: datetime) -> Pair:
    """Say whether two records are one person; ``different`` is never asked again.

    Args:
        actor: a named member; a machine only proposes.
        pair_id: a pair that waits.
        answer: a value of ``Answer``.
        now: when.

    Raises:
        ConflictError: somebody decided first, or one of the records was merged.
        InvalidInputError: no such answer.
        NotVisibleError: no such pair.
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
    pair = lock_pair(pair_id)
    if not is_open(pair):
        raise ConflictError
    write_answer(pair, actor=actor, answer=answer, account_id=account_id, now=now)
    return pair


def is_open(pair: Pair) -> bool:
    """Return whether a pair waits for an answer."""
    return pair.state in _OPEN and not (pair.left.merged_into_id or pair.right.merged_into_id)


def write_answer(pair: Pair, *, actor: Actor, answer: str, account_id: int, now: datetime) -> None:
    """Write down what a member said about a locked pair."""
    before = pair.state
    pair.state = answer
    pair.decided_by_id, pair.decided_at = account_id, now
    pair.is_contradicted = False
    pair.save(update_fields=["state", "decided_by_id", "decided_at", "is_contradicted"])
    if answer == Answer.SAME:
        link_pair(pair, account_id=account_id, now=now)
    _record(actor, pair, "decide", before=before, now=now)


def remember_apart(
    *, account_id: int, pairs: Collection[tuple[UUID, UUID, float]], now: datetime
) -> list[Pair]:
    """Write down that people were said to be two before both were stored; nobody is asked again.

    Args:
        account_id: the named member who said so.
        pairs: both records, one of them new, with the probability (0-1) that was shown.
        now: when.

    Returns:
        The rows, for whoever must be able to take them back.
    """
    version = find_model()[1]
    rows = {
        (min(one, other), max(one, other)): Pair(
            organisation_id=current_organisation_id(),
            left_id=min(one, other),
            right_id=max(one, other),
            probability=probability,
            state=Pair.State.DIFFERENT,
            model_version=version,
            scored_at=now,
            decided_by_id=account_id,
            decided_at=now,
        )
        for one, other, probability in pairs
    }
    return Pair.objects.bulk_create(rows.values())


@action(act=None)
def undo_decision(*, actor: Actor, pair_id: UUID, now: datetime) -> Pair:
    """Take a decision or an automatic link back; the question is open again, for humans only.

    Raises:
        NotVisibleError: no such pair.
        RefusedError: nothing was decided, the days are over, or the records were merged since.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    pair = lock_pair(pair_id)
    take_back(pair, actor=actor, account_id=account_id, now=now)
    return pair


def take_back(pair: Pair, *, actor: Actor, account_id: int, now: datetime) -> None:
    """Open the question of a locked pair again.

    Raises:
        RefusedError: nothing was decided, the days are over, or the records were merged since.
    """
    link = RecordLink.objects.filter(pair=pair, undone_at=None).first()
    decided_at = pair.decided_at or (link.made_at if link else None)
    if decided_at is None or pair.state == Pair.State.REVIEW:
        raise RefusedError(
            ja="まだ決めていないため、元に戻すものがありません。一覧で組を選び直してください。",
            en="Nothing was decided here, so there is nothing to undo. Choose again from the list.",
            code="nothing_to_undo",
        )
    check_days(decided_at, now=now)
    if _is_merged(pair):
        raise RefusedError(
            ja="この2件はまとめてあります。先に、まとめを元に戻してください。",
            en="These two records were merged. Undo the merge first.",
            code="merged",
        )
    before = pair.state
    pair.state = Pair.State.REVIEW
    pair.decided_by_id = pair.decided_at = None
    pair.undone_at, pair.undone_by_id = now, account_id
    pair.is_contradicted = False
    pair.save(
        update_fields=[
            "state",
            "decided_by_id",
            "decided_at",
            "undone_at",
            "undone_by_id",
            "is_contradicted",
        ]
    )
    if link is not None:
        link.undone_at, link.undone_by_id = now, account_id
        link.save(update_fields=["undone_at", "undone_by_id"])
    _record(actor, pair, "undo", before=before, now=now)


def named_account(actor: Actor) -> int:
    """Return the account of the one who decides.

    Raises:
        RefusedError: a task, or nobody by name.
    """
    if actor.is_task or actor.account_id is None:
        raise RefusedError(
            ja="本人かどうかは、名前のある担当者が決めます。アカウントでログインして決めてください。",
            en="A named member decides who is who. Sign in with an account and decide.",
            code="named_person",
        )
    return actor.account_id


def check_days(since: datetime, *, now: datetime) -> None:
    """Refuse to take back what is older than the days in which that is possible.

    Raises:
        RefusedError: the days are over.
    """
    if now - since > timedelta(days=UNDO_DAYS):
        raise RefusedError(
            ja=f"元に戻せるのは{UNDO_DAYS}日以内です。データが誤っている場合は、"
            "応募者の画面で訂正してください。",
            en=f"This can be undone within {UNDO_DAYS} days. "
            "If data is wrong, correct it on the page of the applicant.",
            code="too_late",
        )


def lock_pair(pair_id: UUID) -> Pair:
    """Return a pair, locked until the transaction ends.

    Raises:
        NotVisibleError: no such pair.
    """
    rows = Pair.objects.select_for_update(of=("self",)).select_related("left", "right")
    pair = rows.filter(id=pair_id).first()
    if pair is None:
        raise NotVisibleError
    return pair


def link_pair(pair: Pair, *, account_id: int, now: datetime) -> RecordLink:
    """Write down that a member said that two records are one person."""
    return RecordLink.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        left_id=pair.left_id,
        right_id=pair.right_id,
        made_by_id=account_id,
        made_at=now,
    )


def _is_merged(pair: Pair) -> bool:
    both = (pair.left_id, pair.right_id)
    standing = Merge.objects.filter(state=Merge.State.DONE)
    return standing.filter(Q(survivor_id__in=both) & Q(absorbed_id__in=both)).exists()


def _record(actor: Actor, pair: Pair, act: str, *, before: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"same_person.{act}",
        object_kind="pair",
        object_id=pair.pk,
        now=now,
        before=before,
        after=pair.state,
        data={"left": str(pair.left_id), "right": str(pair.right_id)},
    )
