"""The locked store: fields that a law orders to keep, out of everybody's use.

The content is sealed under a key of its own and lies where the serving role cannot read; the
database hands it out for a reason and keeps who asked. It goes when its floor is over.
"""

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.adapters.sealed import ForgottenError, current_box
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.keys.actions import forget_key
from tasuki.apps.upkeep.declarations import Rule
from tasuki.apps.upkeep.models import LockedAccess, LockedRecord
from tasuki.core.access import Permission
from tasuki.core.sealing import Place, key_id_of

REASON_CHARACTERS_MIN: Final = 5


def lock_away(
    rule: Rule, row: models.Model, *, ground: str, kept_through: date | None, now: datetime
) -> LockedRecord:
    """Copy the personal fields of a row into the locked store; the caller empties the row.

    Args:
        rule: the declaration whose floor orders to keep the row.
        row: of the organisation bound now.
        ground: of the erasure.
        kept_through: last day of the floor; None while the clock has not started.
        now: when.
    """
    on = localdate(now)
    floor = rule.retention.floor(on=on)
    assert floor is not None
    names = list(rule.emptied_fields)
    record = LockedRecord.objects.create(
        id=uuid4(),
        organisation_id=current_organisation_id(),
        source=rule.model._meta.label,
        source_id=row.pk,
        field_names=names,
        basis=rule.retention.source(on=on)[:200],
        ground=ground,
        locked_at=now,
        kept_through=kept_through,
    )
    content = json.dumps({name: _read(row, name) for name in names}, cls=DjangoJSONEncoder)
    key_id, key = current_box().key_for(record.id)
    blob = key.seal(content.encode(), _place(record), key_id=key_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "select retention.lock_away(%s, %s, %s, %s, %s)",
            [
                record.id,
                record.source,
                record.source_id,
                base64.b64encode(blob).decode(),
                floor.months,
            ],
        )
    return record


def _read(row: models.Model, name: str) -> Any:
    """Return a value; None where its key is gone, as in an old row after a restore."""
    try:
        return getattr(row, name)
    except ForgottenError:
        return None


@action(act=None)
def open_locked(
    *, actor: Actor, locked_record_id: UUID, reason: str, now: datetime
) -> dict[str, Any]:
    """Read one locked record, for an inspection by the authority; the reason is kept.

    Args:
        actor: the privacy officer.
        locked_record_id: the record.
        reason: at least 5 characters, such as the date and office of the inspection.
        now: when.

    Raises:
        InvalidInputError: no reason.
        NotVisibleError: no such record, or it is deleted.

    Source: 職業安定法 50条 (inspection of the books).
    """
    require(actor, Permission.HOLD_EDIT)
    reason = " ".join(reason.split())
    if len(reason) < REASON_CHARACTERS_MIN:
        raise InvalidInputError(
            ja="開く理由を5文字以上で入力してください（例：労働局の定期指導 11/25）。",
            en="Enter why you open it, at least 5 characters, for example the inspection.",
            field="reason",
        )
    record = LockedRecord.objects.filter(id=locked_record_id, dropped_at=None).first()
    if record is None:
        raise NotVisibleError
    with connection.cursor() as cursor:
        cursor.execute("select retention.open_locked(%s, %s)", [record.id, reason])
        found = cursor.fetchone()
    if found is None or found[0] is None:
        raise NotVisibleError
    blob = base64.b64decode(found[0])
    key = current_box().key(key_id_of(blob))
    content: dict[str, Any] = json.loads(key.open(blob, _place(record)))
    audit.record(
        actor=actor,
        kind="locked.open",
        object_kind="locked_record",
        object_id=record.id,
        now=now,
        reason=reason,
    )
    return content


def drop_locked(record_ids: Sequence[UUID], *, now: datetime) -> None:
    """Delete the content of locked records whose floor is over; the database checks it again."""
    for record_id in record_ids:
        with connection.cursor() as cursor:
            cursor.execute("select retention.drop_locked(%s)", [record_id])
        forget_key(subject_id=record_id)
    LockedRecord.objects.filter(id__in=list(record_ids)).update(dropped_at=now)


def list_locked() -> "QuerySet[LockedRecord, LockedRecord]":
    """Return what is locked in the organisation bound now, without its content, newest first."""
    return LockedRecord.objects.order_by("-locked_at", "-id")


def list_live_keys() -> set[UUID]:
    """Return the ids under whose keys locked content still lies."""
    return set(LockedRecord.objects.filter(dropped_at=None).values_list("id", flat=True))


def find_locked(*, record_id: UUID) -> LockedRecord | None:
    """Return one locked record that still holds something, without its content."""
    return LockedRecord.objects.filter(id=record_id, dropped_at=None).first()


def list_accesses() -> "QuerySet[LockedAccess, LockedAccess]":
    """Return who opened locked records and why, newest first."""
    return LockedAccess.objects.select_related("locked_record").order_by("-opened_at", "-id")


def _place(record: LockedRecord) -> Place:
    return Place("retention.locked", "content", record.organisation_id, str(record.id))
