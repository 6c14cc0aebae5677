"""Bring tags to mind on their days."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.people.models import PersonTag
from tasuki.core.access import Permission


@action(act=None)
def remind_tags(*, actor: Actor, now: datetime) -> int:
    """Tell the team of tags whose day has come, once each; safe to repeat.

    The notice names the tag and how many people; the people stand on the page that it opens.

    Args:
        actor: the organisation's task.
        now: the moment of the run.

    Returns:
        How many notices were written.
    """
    require(actor, Permission.APPLICATION_VIEW)
    today = localdate(now)
    due = PersonTag.objects.select_for_update(of=("self",)).filter(
        remind_on__lte=today, reminded_at=None, removed_batch_id=None
    )
    by_tag: dict[UUID, list[PersonTag]] = {}
    for row in due.select_related("tag"):
        by_tag.setdefault(row.tag_id, []).append(row)
    for tag_id, rows in by_tag.items():
        name, count = rows[0].tag.name, len(rows)
        notify(
            actor=actor,
            text=f"タグ「{name}」の確認日になりました：{count}名。",
            text_en=f"The day for the tag “{name}” has come: {count} people.",
            url=f"/company/people/due/{tag_id}/",
            needs=Permission.APPLICATION_VIEW,
            now=now,
        )
        PersonTag.objects.filter(id__in=[row.id for row in rows]).update(reminded_at=now)
    return len(by_tag)
