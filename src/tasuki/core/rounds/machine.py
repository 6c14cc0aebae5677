"""The state tables of a round and of a person in it, row for row as the rule book has them.

RD = round, RP = person of a round. Guards stand in the actions that fire the events. Clearing
writes a proposal; only the decisions of named humans lead on from ``verified``.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class RoundState(StrEnum):
    """Where a round stands; stored."""

    DRAFT = "draft"
    OPEN = "open"
    LOCKED = "locked"
    CLEARED = "cleared"
    VERIFIED = "verified"
    DECIDED = "decided"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class RoundEvent(StrEnum):
    """What can happen to a round; stored in its story."""

    PLAN = "plan"
    OPEN = "open"
    LOCK = "lock"
    REOPEN = "reopen"
    CLEAR = "clear"
    VERIFY = "verify"
    DECIDE = "decide"
    PUBLISH = "publish"
    CLOSE = "close"
    CANCEL = "cancel"


class PersonState(StrEnum):
    """How far a person of a round is; stored."""

    INVITED = "invited"
    READY = "ready"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class PersonEvent(StrEnum):
    """What a person of a round can do."""

    INVITE = "invite"
    CONSENT = "consent"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"


class Decision(StrEnum):
    """What a named human decided about one line; stored."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


_S, _E = RoundState, RoundEvent
ROUND: Final = Machine(
    name="round",
    initial=_S.DRAFT,
    transitions=(
        Transition(None, _E.PLAN, _S.DRAFT, "RD1"),
        Transition(_S.DRAFT, _E.OPEN, _S.OPEN, "RD2"),
        Transition(_S.OPEN, _E.LOCK, _S.LOCKED, "RD3"),
        Transition(_S.LOCKED, _E.REOPEN, _S.OPEN, "RD4"),
        Transition(_S.LOCKED, _E.CLEAR, _S.CLEARED, "RD5"),
        # A FAIL leaves the round where it is: nothing follows a broken promise but the end.
        Transition(_S.CLEARED, _E.VERIFY, _S.VERIFIED, "RD6"),
        Transition(_S.VERIFIED, _E.DECIDE, _S.DECIDED, "RD7"),
        Transition(_S.DECIDED, _E.PUBLISH, _S.PUBLISHED, "RD8"),
        Transition(_S.PUBLISHED, _E.CLOSE, _S.CLOSED, "RD9"),
        *(
            Transition(state, _E.CANCEL, _S.CANCELLED, "RD10")
            for state in (
                _S.DRAFT,
                _S.OPEN,
                _S.LOCKED,
                _S.CLEARED,
                _S.VERIFIED,
                _S.DECIDED,
            )
        ),
    ),
)

_P, _V = PersonState, PersonEvent
PERSON: Final = Machine(
    name="person of a round",
    initial=_P.INVITED,
    transitions=(
        Transition(None, _V.INVITE, _P.INVITED, "RP1"),
        Transition(_P.INVITED, _V.CONSENT, _P.READY, "RP2"),
        Transition(_P.READY, _V.SUBMIT, _P.SUBMITTED, "RP3"),
        Transition(_P.SUBMITTED, _V.SUBMIT, _P.SUBMITTED, "RP3"),
        Transition(_P.INVITED, _V.WITHDRAW, _P.WITHDRAWN, "RP4"),
        Transition(_P.READY, _V.WITHDRAW, _P.WITHDRAWN, "RP4"),
        Transition(_P.SUBMITTED, _V.WITHDRAW, _P.WITHDRAWN, "RP4"),
        # Who changes the mind before the deadline agrees again and begins with an empty list.
        Transition(_P.WITHDRAWN, _V.CONSENT, _P.READY, "RP5"),
    ),
)

RESULT_STATES: Final = frozenset({_S.CLEARED, _S.VERIFIED, _S.DECIDED, _S.PUBLISHED, _S.CLOSED})
"""States in which there is a proposal."""

SHOWN_STATES: Final = frozenset({_S.PUBLISHED, _S.CLOSED})
"""States in which a person reads the own result."""
