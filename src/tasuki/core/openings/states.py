"""How an opening stands, from the draft to its end, as a table.

A company shows its own drafts (PO1). An agency accepts an order before it shows it (PO2, PO3),
or refuses it on a ground of the law (PO4). What is shown is suspended when nobody confirmed it
(PO6), and a filled or closed one must be accepted or shown anew.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class PostingState(StrEnum):
    """How the opening stands; stored."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    OPEN = "open"
    SUSPENDED = "suspended"
    FILLED = "filled"
    CLOSED = "closed"
    REFUSED = "refused"


class PostingEvent(StrEnum):
    """What can happen to an opening."""

    ACCEPT = "accept"
    PUBLISH = "publish"
    REFUSE = "refuse"
    REVISE = "revise"
    SUSPEND = "suspend"
    FILL = "fill"
    CLOSE = "close"


_S = PostingState
_E = PostingEvent

POSTING: Final[Machine[PostingState, PostingEvent]] = Machine(
    name="求人",
    initial=_S.DRAFT,
    transitions=(
        Transition(_S.DRAFT, _E.PUBLISH, _S.OPEN, "PO1"),
        Transition(_S.DRAFT, _E.ACCEPT, _S.ACCEPTED, "PO2"),
        Transition(_S.ACCEPTED, _E.PUBLISH, _S.OPEN, "PO3"),
        Transition(_S.DRAFT, _E.REFUSE, _S.REFUSED, "PO4"),
        Transition(_S.REFUSED, _E.REVISE, _S.DRAFT, "PO5"),
        Transition(_S.OPEN, _E.SUSPEND, _S.SUSPENDED, "PO6"),
        Transition(_S.SUSPENDED, _E.PUBLISH, _S.OPEN, "PO7"),
        Transition(_S.ACCEPTED, _E.FILL, _S.FILLED, "PO8"),
        Transition(_S.OPEN, _E.FILL, _S.FILLED, "PO8"),
        Transition(_S.SUSPENDED, _E.FILL, _S.FILLED, "PO8"),
        Transition(_S.DRAFT, _E.CLOSE, _S.CLOSED, "PO9"),
        Transition(_S.ACCEPTED, _E.CLOSE, _S.CLOSED, "PO9"),
        Transition(_S.OPEN, _E.CLOSE, _S.CLOSED, "PO9"),
        Transition(_S.SUSPENDED, _E.CLOSE, _S.CLOSED, "PO9"),
        Transition(_S.FILLED, _E.CLOSE, _S.CLOSED, "PO9"),
        Transition(_S.CLOSED, _E.PUBLISH, _S.OPEN, "PO10"),
        Transition(_S.FILLED, _E.PUBLISH, _S.OPEN, "PO10"),
        Transition(_S.CLOSED, _E.ACCEPT, _S.ACCEPTED, "PO11"),
        Transition(_S.FILLED, _E.ACCEPT, _S.ACCEPTED, "PO11"),
    ),
)
"""Guards stand in the actions: an agency publishes what it accepted, a company never accepts."""
