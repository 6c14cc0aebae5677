"""The state tables of an introduction and of an interview, row for row as the rule book has them.

IC = introduction case, IV = interview. Guards stand in the actions that fire the events. The
first steps follow the person's answer (release rules RL1-RL7); a candidate of a free slot has
no such case: there the slot's own table is the truth.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.states import Machine, Transition


class CaseState(StrEnum):
    """Where the introduction of one person to one employer stands; stored."""

    ASKED = "asked"
    AGREED = "agreed"
    DOCUMENT = "document"
    INTERVIEW = "interview"
    OFFER = "offer"
    ACCEPTED = "accepted"
    JOINED = "joined"
    NOT_HIRED = "not_hired"
    WITHDREW = "withdrew"
    CLOSED = "closed"


class CaseEvent(StrEnum):
    """What can happen to an introduction; stored in its story."""

    ASK = "ask"
    SAY_YES = "say_yes"
    SAY_NO = "say_no"
    CLOSE = "close"
    SEND = "send"
    INVITE = "invite"
    OFFER = "offer"
    ACCEPT = "accept"
    JOIN = "join"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


class InterviewState(StrEnum):
    """Whether an interview lies ahead; stored."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class InterviewEvent(StrEnum):
    """What can happen to an interview."""

    PLAN = "plan"
    MOVE = "move"
    HOLD = "hold"
    CANCEL = "cancel"


_S, _E = CaseState, CaseEvent
CASE: Final = Machine(
    name="introduction",
    initial=_S.ASKED,
    transitions=(
        Transition(None, _E.ASK, _S.ASKED, "IC1"),
        Transition(_S.ASKED, _E.SAY_YES, _S.AGREED, "IC2"),
        Transition(_S.ASKED, _E.SAY_NO, _S.CLOSED, "IC3"),
        Transition(_S.ASKED, _E.CLOSE, _S.CLOSED, "IC4"),
        Transition(_S.AGREED, _E.CLOSE, _S.CLOSED, "IC4"),
        Transition(_S.AGREED, _E.WITHDRAW, _S.WITHDREW, "IC11"),
        Transition(_S.AGREED, _E.SEND, _S.DOCUMENT, "IC5"),
        Transition(_S.DOCUMENT, _E.INVITE, _S.INTERVIEW, "IC6"),
        Transition(_S.DOCUMENT, _E.OFFER, _S.OFFER, "IC7"),
        Transition(_S.DOCUMENT, _E.DECLINE, _S.NOT_HIRED, "IC10"),
        Transition(_S.DOCUMENT, _E.WITHDRAW, _S.WITHDREW, "IC11"),
        Transition(_S.INTERVIEW, _E.OFFER, _S.OFFER, "IC7"),
        Transition(_S.INTERVIEW, _E.DECLINE, _S.NOT_HIRED, "IC10"),
        Transition(_S.INTERVIEW, _E.WITHDRAW, _S.WITHDREW, "IC11"),
        Transition(_S.OFFER, _E.ACCEPT, _S.ACCEPTED, "IC8"),
        Transition(_S.OFFER, _E.DECLINE, _S.NOT_HIRED, "IC10"),
        Transition(_S.OFFER, _E.WITHDRAW, _S.WITHDREW, "IC11"),
        # An accepted offer is a contract of employment: no employer declines from here.
        Transition(_S.ACCEPTED, _E.JOIN, _S.JOINED, "IC9"),
        Transition(_S.ACCEPTED, _E.WITHDRAW, _S.WITHDREW, "IC11"),
    ),
)

_I, _V = InterviewState, InterviewEvent
INTERVIEW: Final = Machine(
    name="interview",
    initial=_I.PLANNED,
    transitions=(
        Transition(None, _V.PLAN, _I.PLANNED, "IV1"),
        Transition(_I.PLANNED, _V.MOVE, _I.PLANNED, "IV2"),
        Transition(_I.PLANNED, _V.HOLD, _I.HELD, "IV3"),
        Transition(_I.PLANNED, _V.CANCEL, _I.CANCELLED, "IV4"),
    ),
)

ENDED_STATES: Final = frozenset(CASE.final_states())
"""Nothing follows any more."""

OPEN_STATES: Final = frozenset(CaseState) - ENDED_STATES

RELEASED_STATES: Final = frozenset(CaseState) - {CaseState.ASKED, CaseState.AGREED}
"""States that a case can only reach with data of the person at the employer, but for an end."""

BY_EMPLOYER: Final = frozenset({CaseEvent.INVITE, CaseEvent.OFFER, CaseEvent.DECLINE})
"""What the employer decides; an agency records it for an employer that says it elsewhere."""
