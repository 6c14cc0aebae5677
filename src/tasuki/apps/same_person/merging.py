"""Merge two records of one person, with a second person where a consent is at stake.

The record that goes into the other keeps its row, its number and everything that hangs on it;
only where it leads is written down. Ledgers, consents and applications are never rewritten.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import strictness
from tasuki.apps.same_person.deciding import link_pair, named_account
from tasuki.apps.same_person.history import lock_merge, record_merge
from tasuki.apps.same_person.models import Merge, Pair, RecordLink
from tasuki.apps.same_person.preview import MergePreview, preview_merge
from tasuki.apps.same_person.values import write_values
from tasuki.core.access import Permission


@action(act=None)
def merge_records(
    *,
    actor: Actor,
    survivor_id: UUID,
    absorbed_id: UUID,
    chosen: Mapping[str, str] | None = None,
    now: datetime,
) -> Merge:
    """Make one person of two records, or propose it where the merge would override a consent.

    Args:
        actor: a named member who saw the preview.
        survivor_id: the record that stays.
        absorbed_id: the record that goes into it.
        chosen: name of a survivorship rule -> ``kept`` or ``other``, where chosen by hand.
        now: when.

    Returns:
        The merge; ``proposed`` where a second person has to confirm it.

    Raises:
        ConflictError: one of them was merged already, or the same is proposed already.
        InvalidInputError: a choice cannot be read.
        NotVisibleError: one of the records is not there.
        RefusedError: nobody is named, a legal hold, or both were said to be two persons.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    preview = _preview(survivor_id, absorbed_id, chosen, on=localdate(now))
    merge = Merge(
        organisation_id=actor.organisation_id,
        survivor_id=survivor_id,
        absorbed_id=absorbed_id,
        state=Merge.State.PROPOSED,
        choices=_choices_of(preview),
        limited_purposes=preview.purposes,
        proposed_by_id=account_id,
        proposed_at=now,
    )
    if preview.needs_second:
        both = Q(
            survivor_id__in=(survivor_id, absorbed_id), absorbed_id__in=(survivor_id, absorbed_id)
        )
        if Merge.objects.filter(both, state=Merge.State.PROPOSED).exists():
            raise ConflictError
        merge.save(force_insert=True)
        record_merge(actor, merge, "merge_propose", now=now)
        return merge
    merge.merged_by_id = account_id
    _carry_out(actor, merge, preview, is_new=True, now=now)
    return merge


@action(act=None)
def confirm_merge(*, actor: Actor, merge_id: UUID, now: datetime) -> Merge:
    """Carry out a merge that overrides a consent, as the second named person.

    The values are chosen anew by the rules, with the first person's choices by hand.

    Raises:
        ConflictError: it was carried out or dropped, or a record changed its place since.
        NotVisibleError: no such merge.
        RefusedError: the same person proposed it, or a legal hold.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    merge = lock_merge(merge_id, state=Merge.State.PROPOSED)
    if merge.proposed_by_id == account_id:
        raise RefusedError(
            ja="同意に関わるまとめは、2人目の担当者が確認します。ほかの担当者に依頼してください。",
            en="A merge that touches a consent is confirmed by a second member. Ask somebody else.",
            code="second_person",
        )
    by_hand = {
        name: choice["side"]
        for name, choice in merge.choices.items()
        if choice["test"] == "by_hand"
    }
    preview = _preview(merge.survivor_id, merge.absorbed_id, by_hand, on=localdate(now))
    merge.choices, merge.limited_purposes = _choices_of(preview), preview.purposes
    merge.merged_by_id = account_id
    _carry_out(actor, merge, preview, is_new=False, now=now)
    return merge


@action(act=None)
def drop_merge(*, actor: Actor, merge_id: UUID, now: datetime) -> Merge:
    """Leave a proposed merge undone.

    Raises:
        ConflictError: it was carried out or dropped already.
        NotVisibleError: no such merge.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    merge = lock_merge(merge_id, state=Merge.State.PROPOSED)
    merge.state = Merge.State.DROPPED
    merge.undone_at, merge.undone_by_id = now, named_account(actor)
    merge.save(update_fields=["state", "undone_at", "undone_by_id"])
    record_merge(actor, merge, "merge_drop", now=now)
    return merge


def _preview(
    survivor_id: UUID, absorbed_id: UUID, chosen: Mapping[str, str] | None, *, on: date
) -> MergePreview:
    """Return what the merge does, both records locked; refuse what may not be merged."""
    preview = preview_merge(
        survivor_id=survivor_id, absorbed_id=absorbed_id, chosen=chosen, on=on, is_locked=True
    )
    if preview.is_held:
        raise RefusedError(
            ja="保存の指定（リーガルホールド）があるため、まとめられません。"
            "指定が終わってから、もう一度まとめてください。",
            en="A legal hold keeps one of the records as it is. Merge them when it has ended.",
            code="held",
        )
    if Pair.objects.filter(_pair_of(survivor_id, absorbed_id), state=Pair.State.DIFFERENT).exists():
        raise RefusedError(
            ja="この2件は別の人と決めてあります。まとめる場合は、先にその決定を元に戻してください。",
            en="These two were decided to be two persons. Undo that decision first.",
            code="different",
        )
    return preview


def _carry_out(
    actor: Actor, merge: Merge, preview: MergePreview, *, is_new: bool, now: datetime
) -> None:
    survivor, absorbed = preview.survivor, preview.absorbed
    merge.suppressed = strictness.share_stops([survivor, absorbed])
    merge.survivor_start, merge.absorbed_start = preview.clocks.survivor, preview.clocks.absorbed
    merge.state, merge.merged_at = Merge.State.DONE, now
    write_values(merge, preview)
    children = TalentRecord.objects.filter(merged_into_id=absorbed.id)
    merge.moved_ids = sorted(children.values_list("id", flat=True))
    children.update(merged_into_id=survivor.id)
    absorbed.merged_into_id = survivor.id
    absorbed.save(update_fields=["merged_into_id"])
    merge.save(force_insert=is_new)
    strictness.write_limits(
        dict(preview.limits), merge_id=merge.id, survivor_id=survivor.id, now=now
    )
    _decide_pair(merge, now=now)
    record_merge(actor, merge, "merge", now=now)


def _choices_of(preview: MergePreview) -> dict[str, dict[str, str]]:
    return {
        row.rule.name: {"side": str(row.choice.side), "test": str(row.choice.test)}
        for row in preview.fields
    }


def _decide_pair(merge: Merge, *, now: datetime) -> None:
    """A merge says that both are one person: the pair, where there is one, says so too."""
    assert merge.merged_by_id is not None
    rows = Pair.objects.select_for_update(of=("self",))
    pair = rows.filter(_pair_of(merge.survivor_id, merge.absorbed_id)).first()
    if pair is None or pair.state == Pair.State.SAME:
        return
    pair.state = Pair.State.SAME
    pair.decided_by_id, pair.decided_at = merge.merged_by_id, now
    pair.save(update_fields=["state", "decided_by_id", "decided_at"])
    if not RecordLink.objects.filter(pair=pair, undone_at=None).exists():
        link_pair(pair, account_id=merge.merged_by_id, now=now)


def _pair_of(one: UUID, other: UUID) -> Q:
    left, right = sorted((one, other))
    return Q(left_id=left, right_id=right)
