"""The nightly notice: how many records may be doubles, and how long it takes to look."""

from datetime import datetime, timedelta
from typing import Final

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.same_person.models import Pair, RecordLink
from tasuki.apps.same_person.queries import count_queue
from tasuki.core.access import Permission

SINCE: Final = timedelta(days=1)
_QUEUE: Final = "/company/same-person/"


def tell_doubles(*, actor: Actor, now: datetime) -> bool:
    """Tell the members who decide what the last day found; nothing new, no notice.

    Args:
        actor: the task of one company.
        now: the moment of the run.

    Returns:
        Whether somebody was told.
    """
    with bound(actor.organisation_id, None):
        recent = now - SINCE
        new = Pair.objects.filter(state=Pair.State.REVIEW, created_at__gt=recent).count()
        linked = RecordLink.objects.filter(
            made_by_id=None, undone_at=None, made_at__gt=recent
        ).count()
        if not new and not linked:
            return False
        queue = count_queue()
        notify(
            actor=actor,
            text=f"同じ人かもしれないデータが新しく{new}組見つかり、{linked}組を自動でつなぎました。"
            f"確認待ちは{queue.pairs}組、約{queue.minutes}分です。",
            text_en=f"New pairs that may be one person: {new}; linked automatically: {linked}. "
            f"{queue.pairs} wait, about {queue.minutes} minutes.",
            url=_QUEUE,
            needs=Permission.SAME_PERSON_DECIDE,
        )
    return True
