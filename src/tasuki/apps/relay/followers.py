"""Who is told when a question without a free slot moves: the area that keeps the case.

That area lies above this one and registers at start, so the arrow keeps pointing down.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from tasuki.apps.actor import Actor
from tasuki.apps.relay.models import Release
from tasuki.core.relay.machines import ReleaseEvent


class _Follow(Protocol):
    def __call__(
        self, *, actor: Actor, release: Release, event: ReleaseEvent, now: datetime
    ) -> None: ...


class _PageOf(Protocol):
    def __call__(self, *, release: Release) -> str: ...


@dataclass(frozen=True, slots=True)
class Follower:
    """What the keeper of the cases does.

    Attributes:
        follow: moves the case along, in the transaction of the answer; the agency is bound.
        page_of: the address of the case.
    """

    follow: _Follow
    page_of: _PageOf


_FOLLOWERS: Final[dict[str, Follower]] = {}


def register_follower(label: str, follower: Follower) -> None:
    """Say who keeps the cases; exactly one area does, in its ``AppConfig.ready``."""
    assert not _FOLLOWERS.keys() - {label}, f"{label}: cases have a keeper: {list(_FOLLOWERS)}"
    _FOLLOWERS[label] = follower


def find_follower() -> Follower:
    """Return the functions of the area that keeps the cases."""
    [found] = _FOLLOWERS.values()
    return found


def page_of(release: Release) -> str:
    """Return where the agency reads on: the slot, or the case of an introduction."""
    if release.slot_id is not None:
        return f"/agency/slots/{release.slot_id}/"
    return find_follower().page_of(release=release)
