"""How a former employee stands in the alumni network of one company, as a table."""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class AlumniState(StrEnum):
    """How the membership stands; stored."""

    PLANNED = "planned"
    INVITED = "invited"
    JOINED = "joined"
    ACTIVE = "active"
    SILENT = "silent"
    RENEWED = "renewed"
    LEFT = "left"
    EXPIRED = "expired"


class AlumniEvent(StrEnum):
    """What can happen to a membership."""

    PLAN = "plan"
    INVITE = "invite"
    TAKE_BACK = "take_back"
    JOIN = "join"
    ACTIVATE = "activate"
    QUIET = "quiet"
    WAKE = "wake"
    RENEW = "renew"
    LEAVE = "leave"
    EXPIRE = "expire"


_S, _E = AlumniState, AlumniEvent
IN_NETWORK: Final = (_S.JOINED, _S.ACTIVE, _S.SILENT, _S.RENEWED)
"""States in which the person agreed to be a member."""

_HERE: Final = (_S.PLANNED, _S.INVITED, *IN_NETWORK)

ALUMNI: Final[Machine[AlumniState, AlumniEvent]] = Machine(
    name="alumni membership",
    initial=_S.PLANNED,
    transitions=(
        Transition(None, _E.PLAN, _S.PLANNED, "AL1"),
        Transition(_S.PLANNED, _E.INVITE, _S.INVITED, "AL2"),
        Transition(_S.INVITED, _E.TAKE_BACK, _S.PLANNED, "AL3"),
        Transition(_S.INVITED, _E.JOIN, _S.JOINED, "AL4"),
        Transition(_S.JOINED, _E.ACTIVATE, _S.ACTIVE, "AL5"),
        Transition(_S.ACTIVE, _E.QUIET, _S.SILENT, "AL6"),
        Transition(_S.RENEWED, _E.QUIET, _S.SILENT, "AL6"),
        Transition(_S.SILENT, _E.WAKE, _S.ACTIVE, "AL7"),
        *(
            Transition(one, _E.RENEW, _S.RENEWED, "AL8")
            for one in (_S.ACTIVE, _S.SILENT, _S.RENEWED)
        ),
        *(Transition(one, _E.LEAVE, _S.LEFT, "AL9") for one in _HERE),
        *(Transition(one, _E.EXPIRE, _S.EXPIRED, "AL10") for one in _HERE),
    ),
)
"""Guards stand in the actions: mail only with consent; left and expired hold no person."""
