"""Take a merge back: both records are as they were before."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import strictness
from tasuki.apps.same_person.deciding import check_days, named_account
from tasuki.apps.same_person.history import lock_merge, record_merge
from tasuki.apps.same_person.models import Merge
from tasuki.apps.same_person.values import restore_values
from tasuki.core.access import Permission


@action(act=None)
def undo_merge(*, actor: Actor, merge_id: UUID, now: datetime) -> Merge:
    """Take a merge back within thirty days: both records are as they were.

    A value that somebody corrected since then stays; all others return.

    Raises:
        ConflictError: it was taken back already.
        NotVisibleError: no such merge.
        RefusedError: the days are over, or a later merge of one of the records stands.
    """
    require(actor, Permission.SAME_PERSON_DECIDE)
    account_id = named_account(actor)
    merge = lock_merge(merge_id, state=Merge.State.DONE)
    assert merge.merged_at is not None  # the database asks for it
    check_days(merge.merged_at, now=now)
    both = (merge.survivor_id, merge.absorbed_id)
    later = Merge.objects.filter(state=Merge.State.DONE, merged_at__gte=merge.merged_at)
    if (
        later.filter(Q(survivor_id__in=both) | Q(absorbed_id__in=both))
        .exclude(id=merge.id)
        .exists()
    ):
        raise RefusedError(
            ja="このあとに、もう1件まとめています。先に、あとのまとめを元に戻してください。",
            en="Another record was merged after this. Undo the later merge first.",
            code="later_merge",
        )
    rows = TalentRecord.objects.select_for_update(of=("self",)).order_by("id")
    found = {row.id: row for row in rows.filter(id__in=both)}
    if set(found) != set(both):
        raise NotVisibleError
    restore_values(found[merge.survivor_id], merge)
    absorbed = found[merge.absorbed_id]
    absorbed.merged_into_id = None
    absorbed.save(update_fields=["merged_into_id"])
    TalentRecord.objects.filter(id__in=merge.moved_ids, merged_into_id=merge.survivor_id).update(
        merged_into_id=merge.absorbed_id
    )
    strictness.drop_limits(merge_id=merge.id)
    strictness.drop_stops(merge.suppressed)
    merge.state = Merge.State.UNDONE
    merge.undone_at, merge.undone_by_id = now, account_id
    merge.before_values, merge.after_values = {}, {}
    merge.save()
    record_merge(actor, merge, "merge_undo", now=now)
    return merge
