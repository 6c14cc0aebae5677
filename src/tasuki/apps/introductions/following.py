"""A case follows the answer of the person: yes, no, silence, taken back."""

from datetime import datetime

from tasuki.apps.actor import Actor
from tasuki.apps.relay.models import Release
from tasuki.core.relay.machines import ReleaseEvent


def follow_release(
    *, actor: Actor, release: Release, event: ReleaseEvent, now: datetime
) -> None:
    pass


def page_of_release(*, release: Release) -> str:
    return ""
