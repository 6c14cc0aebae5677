"""The state tables of moves, row for row as the rule book numbers them.

T = secondment, P = transfer (転籍), W = side work, S = month sheet, F = contract work,
D = delivery. Guards stand in the actions that fire the events.
"""

from enum import StrEnum

from tasuki.core.states import Machine, Transition


class MoveState(StrEnum):
    """Where a secondment or a transfer stands."""

    PROPOSED = "proposed"
    PURPOSE_OK = "purpose_ok"
    EXPLAINED = "explained"
    CONSENTED = "consented"
    CONTRACT_SIGNED = "contract_signed"
    ACTIVE = "active"
    EXTENDED = "extended"
    RETURNED = "returned"
    CONVERTED = "converted"
    TRANSFERRED = "transferred"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class MoveEvent(StrEnum):
    """What can happen to a secondment or a transfer."""

    PROPOSE = "propose"
    CONFIRM_PURPOSE = "confirm_purpose"
    EXPLAIN = "explain"
    DELIVER_CONDITIONS = "deliver_conditions"
    CONSENT = "consent"
    DECLINE = "decline"
    SIGN = "sign"
    ACTIVATE = "activate"
    HAND_OVER = "hand_over"
    EXTEND = "extend"
    RETURN = "return"
    CONVERT = "convert"
    REVISE = "revise"
    CANCEL = "cancel"


class SideWorkState(StrEnum):
    """Where an employee's side work stands."""

    NOTIFIED = "notified"
    CHECKED = "checked"
    AGREED = "agreed"
    REFUSED = "refused"
    RUNNING = "running"
    STOPPED = "stopped"
    ENDED = "ended"


class SideWorkEvent(StrEnum):
    """What can happen to side work."""

    NOTIFY = "notify"
    CHECK = "check"
    AGREE = "agree"
    REFUSE = "refuse"
    START = "start"
    CLOSE_MONTH = "close_month"
    STOP = "stop"
    REPLAN = "replan"
    END = "end"


class SheetState(StrEnum):
    """Whether a month of hours is still being filled in."""

    OPEN = "open"
    CLOSED = "closed"


class SheetEvent(StrEnum):
    """What can happen to a month of hours."""

    BEGIN = "begin"
    CLOSE = "close"


class ContractWorkState(StrEnum):
    """Where a contract with a supplier stands."""

    DRAFT = "draft"
    NOTICE_ISSUED = "notice_issued"
    ACCEPTED = "accepted"
    END_NOTICED = "end_noticed"
    ENDED = "ended"
    CANCELLED = "cancelled"


class ContractWorkEvent(StrEnum):
    """What can happen to a contract with a supplier."""

    PREPARE = "prepare"
    ISSUE_NOTICE = "issue_notice"
    REVISE = "revise"
    ACCEPT = "accept"
    ANNOUNCE_END = "announce_end"
    RENEW = "renew"
    END = "end"
    CANCEL = "cancel"
    WITHDRAW = "withdraw"


class DeliveryState(StrEnum):
    """Where one delivery under a contract stands."""

    DELIVERED = "delivered"
    INSPECTED = "inspected"
    PAID = "paid"


class DeliveryEvent(StrEnum):
    """What can happen to a delivery; an inspection is not always agreed."""

    DELIVER = "deliver"
    INSPECT = "inspect"
    PAY = "pay"


def _rows[S: StrEnum, E: StrEnum](
    *rows: tuple[str, S | None, E, S],
) -> tuple[Transition[S, E], ...]:
    """Turn rows in the order of the rule book (code, from, event, to) into transitions."""
    return tuple(Transition(source, event, target, code) for code, source, event, target in rows)


_M, _ME = MoveState, MoveEvent
_BEFORE_START = (_M.PURPOSE_OK, _M.EXPLAINED, _M.CONSENTED, _M.CONTRACT_SIGNED)
MOVE: Machine[MoveState, MoveEvent] = Machine(
    name="secondment or transfer",
    initial=_M.PROPOSED,
    transitions=_rows(
        ("T1", None, _ME.PROPOSE, _M.PROPOSED),
        ("T2", _M.PROPOSED, _ME.CONFIRM_PURPOSE, _M.PURPOSE_OK),
        ("T4", _M.PURPOSE_OK, _ME.EXPLAIN, _M.EXPLAINED),
        ("P2", _M.PROPOSED, _ME.DELIVER_CONDITIONS, _M.EXPLAINED),
        ("T5", _M.EXPLAINED, _ME.CONSENT, _M.CONSENTED),
        # A no, or a yes that is taken back before the start; the present job is kept.
        ("T5", _M.EXPLAINED, _ME.DECLINE, _M.DECLINED),
        ("T5", _M.CONSENTED, _ME.DECLINE, _M.DECLINED),
        ("T5", _M.CONTRACT_SIGNED, _ME.DECLINE, _M.DECLINED),
        ("T6", _M.CONSENTED, _ME.SIGN, _M.CONTRACT_SIGNED),
        ("T7", _M.CONTRACT_SIGNED, _ME.ACTIVATE, _M.ACTIVE),
        ("P5", _M.CONTRACT_SIGNED, _ME.HAND_OVER, _M.TRANSFERRED),
        ("T9", _M.ACTIVE, _ME.EXTEND, _M.EXTENDED),
        ("T9", _M.EXTENDED, _ME.EXTEND, _M.EXTENDED),
        ("T12", _M.ACTIVE, _ME.RETURN, _M.RETURNED),
        ("T12", _M.EXTENDED, _ME.RETURN, _M.RETURNED),
        ("T15", _M.ACTIVE, _ME.CONVERT, _M.CONVERTED),
        ("T15", _M.EXTENDED, _ME.CONVERT, _M.CONVERTED),
        # Changed terms are new terms: delivery, consent and signatures fall away.
        *(("T3", state, _ME.REVISE, _M.PROPOSED) for state in _BEFORE_START),
        *(("T16", state, _ME.CANCEL, _M.CANCELLED) for state in (_M.PROPOSED, *_BEFORE_START)),
    ),
)

_W, _WE = SideWorkState, SideWorkEvent
SIDE_WORK: Machine[SideWorkState, SideWorkEvent] = Machine(
    name="side work",
    initial=_W.NOTIFIED,
    transitions=_rows(
        ("W1", None, _WE.NOTIFY, _W.NOTIFIED),
        ("W2", _W.NOTIFIED, _WE.CHECK, _W.CHECKED),
        ("W3", _W.CHECKED, _WE.AGREE, _W.AGREED),
        ("W4", _W.CHECKED, _WE.REFUSE, _W.REFUSED),
        ("W5", _W.AGREED, _WE.START, _W.RUNNING),
        ("W6", _W.RUNNING, _WE.CLOSE_MONTH, _W.RUNNING),
        ("W7", _W.RUNNING, _WE.STOP, _W.STOPPED),
        ("W7", _W.STOPPED, _WE.REPLAN, _W.CHECKED),
        *(
            ("W9", state, _WE.END, _W.ENDED)
            for state in (_W.NOTIFIED, _W.CHECKED, _W.AGREED, _W.RUNNING, _W.STOPPED)
        ),
    ),
)

SHEET: Machine[SheetState, SheetEvent] = Machine(
    name="month sheet",
    initial=SheetState.OPEN,
    transitions=_rows(
        ("S1", None, SheetEvent.BEGIN, SheetState.OPEN),
        ("S2", SheetState.OPEN, SheetEvent.CLOSE, SheetState.CLOSED),
    ),
)

_F, _FE = ContractWorkState, ContractWorkEvent
CONTRACT_WORK: Machine[ContractWorkState, ContractWorkEvent] = Machine(
    name="contract work",
    initial=_F.DRAFT,
    transitions=_rows(
        ("F1", None, _FE.PREPARE, _F.DRAFT),
        ("F2", _F.DRAFT, _FE.ISSUE_NOTICE, _F.NOTICE_ISSUED),
        ("F2", _F.NOTICE_ISSUED, _FE.REVISE, _F.DRAFT),
        ("F3", _F.NOTICE_ISSUED, _FE.ACCEPT, _F.ACCEPTED),
        ("F7", _F.ACCEPTED, _FE.RENEW, _F.ACCEPTED),
        ("F7", _F.END_NOTICED, _FE.RENEW, _F.ACCEPTED),
        ("F8", _F.ACCEPTED, _FE.ANNOUNCE_END, _F.END_NOTICED),
        ("F9", _F.ACCEPTED, _FE.END, _F.ENDED),
        ("F9", _F.END_NOTICED, _FE.END, _F.ENDED),
        ("F10", _F.DRAFT, _FE.CANCEL, _F.CANCELLED),
        ("F10", _F.NOTICE_ISSUED, _FE.CANCEL, _F.CANCELLED),
        # The supplier's own no to the notice, or a yes taken back before the first day.
        ("F11", _F.NOTICE_ISSUED, _FE.WITHDRAW, _F.CANCELLED),
        ("F11", _F.ACCEPTED, _FE.WITHDRAW, _F.CANCELLED),
    ),
)

_D, _DE = DeliveryState, DeliveryEvent
DELIVERY: Machine[DeliveryState, DeliveryEvent] = Machine(
    name="delivery",
    initial=_D.DELIVERED,
    transitions=_rows(
        ("D4", None, _DE.DELIVER, _D.DELIVERED),
        ("D5", _D.DELIVERED, _DE.INSPECT, _D.INSPECTED),
        ("D6", _D.DELIVERED, _DE.PAY, _D.PAID),
        ("D6", _D.INSPECTED, _DE.PAY, _D.PAID),
    ),
)
