"""How a past applicant stands in the talent pool of one company, as a table."""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class PoolState(StrEnum):
    """How the entry stands; stored."""

    INVITED = "invited"
    CONSENTED = "consented"
    ACTIVE = "active"
    RENEWED = "renewed"
    RE_CONTACTED = "re_contacted"
    INTERESTED = "interested"
    SELECTION = "selection"
    HIRED = "hired"
    NOT_NOW = "not_now"
    DELETE_ME = "delete_me"
    DELETED = "deleted"
    EXPIRED = "expired"


class PoolEvent(StrEnum):
    """What can happen to an entry."""

    INVITE = "invite"
    CONSENT = "consent"
    ACTIVATE = "activate"
    RENEW = "renew"
    CONTACT = "contact"
    TAKE_BACK = "take_back"
    SAY_YES = "say_yes"
    SAY_NOT_NOW = "say_not_now"
    SAY_DELETE = "say_delete"
    RESUME = "resume"
    SELECT = "select"
    HIRE = "hire"
    NOT_HIRE = "not_hire"
    DELETE = "delete"
    EXPIRE = "expire"


_S, _E = PoolState, PoolEvent
LIVE: Final = (
    _S.ACTIVE,
    _S.RENEWED,
    _S.RE_CONTACTED,
    _S.INTERESTED,
    _S.SELECTION,
    _S.NOT_NOW,
)
"""States in which the consent of the person carries the use."""

READY: Final = (_S.ACTIVE, _S.RENEWED)
"""States in which the company may write."""

_REACHED: Final = (_S.RE_CONTACTED, _S.INTERESTED, _S.NOT_NOW)

POOL: Final[Machine[PoolState, PoolEvent]] = Machine(
    name="talent pool entry",
    initial=_S.INVITED,
    transitions=(
        Transition(None, _E.INVITE, _S.INVITED, "TP1"),
        Transition(_S.INVITED, _E.CONSENT, _S.CONSENTED, "TP2"),
        Transition(_S.CONSENTED, _E.ACTIVATE, _S.ACTIVE, "TP3"),
        Transition(_S.ACTIVE, _E.RENEW, _S.RENEWED, "TP4"),
        Transition(_S.RENEWED, _E.RENEW, _S.RENEWED, "TP4"),
        *(Transition(one, _E.CONTACT, _S.RE_CONTACTED, "TP5") for one in READY),
        Transition(_S.RE_CONTACTED, _E.TAKE_BACK, _S.ACTIVE, "TP6"),
        # The person may answer again and otherwise as long as the key opens.
        *(Transition(one, _E.SAY_YES, _S.INTERESTED, "TP7") for one in _REACHED),
        *(Transition(one, _E.SAY_NOT_NOW, _S.NOT_NOW, "TP8") for one in _REACHED),
        *(Transition(one, _E.SAY_DELETE, _S.DELETE_ME, "TP9") for one in LIVE),
        Transition(_S.RE_CONTACTED, _E.RESUME, _S.ACTIVE, "TP10"),
        Transition(_S.NOT_NOW, _E.RESUME, _S.ACTIVE, "TP10"),
        Transition(_S.INTERESTED, _E.SELECT, _S.SELECTION, "TP11"),
        Transition(_S.SELECTION, _E.HIRE, _S.HIRED, "TP12"),
        Transition(_S.SELECTION, _E.NOT_HIRE, _S.ACTIVE, "TP13"),
        Transition(_S.DELETE_ME, _E.DELETE, _S.DELETED, "TP14"),
        *(Transition(one, _E.EXPIRE, _S.EXPIRED, "TP15") for one in LIVE),
        # A consent given anew, after a later application.
        *(
            Transition(one, _E.CONSENT, _S.CONSENTED, "TP16")
            for one in (_S.EXPIRED, _S.DELETE_ME, _S.HIRED)
        ),
    ),
)
"""Guards stand in the actions: every use asks for the live consent again (H2, H8)."""
