"""What other areas do when somebody joined, such as drafting the fee; they register at start.

The arrow between the areas keeps pointing down: this one knows none of them.
"""

from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from tasuki.apps.actor import Actor


class _AfterHire(Protocol):
    def __call__(
        self, *, actor: Actor, introduction_id: UUID, theoretical_pay_yen: int, now: datetime
    ) -> Any: ...


_FOLLOWERS: Final[dict[str, _AfterHire]] = {}


def register_after_hire(label: str, function: _AfterHire) -> None:
    """Say what follows a hire, in ``AppConfig.ready`` of the area that does it.

    Args:
        label: of the area.
        function: runs with the agency bound; what it refuses is told and never undoes the hire.
    """
    _FOLLOWERS[label] = function


def list_after_hire() -> tuple[_AfterHire, ...]:
    """Return what follows a hire, in the order in which the areas registered."""
    return tuple(_FOLLOWERS.values())
