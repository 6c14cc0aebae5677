"""The rows of merges: locked for an act, and written into the chain of both records."""

from datetime import datetime
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, NotVisibleError
from tasuki.apps.same_person.models import Merge


def lock_merge(merge_id: UUID, *, state: str) -> Merge:
    """Return a merge that is as far as the act needs it, locked until the transaction ends.

    Raises:
        ConflictError: it is further by now.
        NotVisibleError: no such merge.
    """
    merge = Merge.objects.select_for_update().filter(id=merge_id).first()
    if merge is None:
        raise NotVisibleError
    if merge.state != state:
        raise ConflictError
    return merge


def record_merge(actor: Actor, merge: Merge, act: str, *, now: datetime) -> None:
    """Write the act into the chain of both records: whoever asks about one finds it."""
    for place, record_id in (("survivor", merge.survivor_id), ("absorbed", merge.absorbed_id)):
        audit.record(
            actor=actor,
            kind=f"same_person.{act}",
            object_kind="talent_record",
            object_id=record_id,
            now=now,
            after=merge.state,
            data={
                "merge": str(merge.id),
                "as": place,
                "survivor": str(merge.survivor_id),
                "absorbed": str(merge.absorbed_id),
                "purposes": list(merge.limited_purposes),
            },
        )
