"""The view log: who of an organisation looked at a person's record, for that person to see.

Source: trust rule "access log of own data"; 個人情報保護法 23条, 33条.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound_once, current_organisation_id
from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.people.models import RecordView
from tasuki.core.access import Permission, Role

_BATCH_ROWS = 1_000


def record_view(
    *,
    actor: Actor,
    talent_record_id: UUID | None,
    now: datetime,
    way: str = RecordView.Way.OPENED,
) -> None:
    """Write down that a member looked at one person's record; once a day for each way.

    Tasks and the person's own looks leave nothing: nobody of the organisation saw anything.

    Args:
        actor: who looks.
        talent_record_id: whose record; None (a registration without a record yet) writes nothing.
        now: when.
        way: ``RecordView.Way``: opened, exported or printed.
    """
    if talent_record_id is not None:
        record_views(actor=actor, talent_record_ids=[talent_record_id], now=now, way=way)


def record_views(
    *,
    actor: Actor,
    talent_record_ids: Collection[UUID | None],
    now: datetime,
    way: str = RecordView.Way.OPENED,
) -> None:
    """Write down that a member looked at many records at once, such as by an export.

    Args:
        actor: who looks.
        talent_record_ids: whose records; None among them is skipped.
        now: when.
        way: ``RecordView.Way``.
    """
    if actor.is_task or actor.role is Role.PERSON or actor.account_id is None:
        return
    with bound_once(actor.organisation_id, actor.account_id):
        rows = [
            RecordView(
                organisation_id=current_organisation_id(),
                talent_record_id=one,
                viewer_id=actor.account_id,
                role=str(actor.role),
                way=way,
                viewed_on=localdate(now),
                first_at=now,
            )
            for one in dict.fromkeys(talent_record_ids)
            if one is not None
        ]
        RecordView.objects.bulk_create(rows, batch_size=_BATCH_ROWS, ignore_conflicts=True)


def list_views(*, actor: Actor, talent_record_ids: Collection[UUID]) -> list[RecordView]:
    """Return who looked at the person's own records of the organisation bound now, newest first.

    Args:
        actor: the person.
        talent_record_ids: the person's own records here.

    Raises:
        NotAllowedError: the actor may not read own data.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    rows = RecordView.objects.filter(talent_record_id__in=list(talent_record_ids))
    return list(rows.order_by("-first_at", "-id"))
