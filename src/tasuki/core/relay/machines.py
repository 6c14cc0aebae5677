"""The state tables of the relay, row for row as the rule book numbers them.

I = invite, R = registration, K = credit, L = slot, CT = contract, LK = link, RL = release,
TR = transfer, DS = dispute, ST = statement. Guards stand in the actions that fire the events.
"""

from enum import StrEnum

from tasuki.core.states import Machine, Transition


class InviteState(StrEnum):
    """Where one person's guidance stands at the referring company."""

    DRAFT = "draft"
    RESULT_NOTIFIED = "result_notified"
    COOLING = "cooling"
    INVITED = "invited"
    EXPIRED = "expired"
    NOT_INVITED = "not_invited"
    CANCELLED = "cancelled"


class InviteEvent(StrEnum):
    """What can happen to an invite."""

    APPROVE_RESULT = "approve_result"
    NOTIFY_RESULT = "notify_result"
    SHOW_ON_PAGE = "show_on_page"
    ADD_RESULT_LINE = "add_result_line"
    START_COOLING = "start_cooling"
    SEND = "send"
    SKIP = "skip"
    CHANGE_TO_HIRED = "change_to_hired"
    EXPIRE = "expire"


class RegistrationState(StrEnum):
    """Where one person's registration stands at the agency."""

    STARTED = "started"
    MAIL_VERIFIED = "mail_verified"
    CONSENTED = "consented"
    AGENCY_QUEUE = "agency_queue"
    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    COUNTED = "counted"
    NOT_COUNTED = "not_counted"
    REVERSED = "reversed"
    WITHDRAWN = "withdrawn"
    PAUSED = "paused"
    ABANDONED = "abandoned"


class RegistrationEvent(StrEnum):
    """What can happen to a registration."""

    OPEN_FORM = "open_form"
    VERIFY_MAIL = "verify_mail"
    GIVE_CONSENT = "give_consent"
    COMPLETE = "complete"
    ACCEPT = "accept"
    UNDO_ACCEPT = "undo_accept"
    REFUSE = "refuse"
    HOLD = "hold"
    COUNT = "count"
    NOT_COUNT = "not_count"
    REVERSE = "reverse"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME_IN_QUEUE = "resume_in_queue"
    RESUME_HELD = "resume_held"
    RESUME_ACCEPTED = "resume_accepted"
    RESUME_COUNTED = "resume_counted"
    RESUME_NOT_COUNTED = "resume_not_counted"
    ABANDON = "abandon"


class CreditState(StrEnum):
    """Where one counted person stands on the way to a slot."""

    EARNED = "earned"
    CONFIRMED = "confirmed"
    BUNDLED = "bundled"
    EXPIRED = "expired"
    REVERSED = "reversed"


class CreditEvent(StrEnum):
    """What can happen to a credit."""

    EARN = "earn"
    CONFIRM = "confirm"
    DROP = "drop"
    BUNDLE = "bundle"
    EXPIRE = "expire"
    REVERSE = "reverse"


class SlotState(StrEnum):
    """Where one free placement slot stands."""

    GRANTED = "granted"
    REQUESTED = "requested"
    CANDIDATE_PRESENTED = "candidate_presented"
    INTERVIEW_HELD = "interview_held"
    HIRED = "hired"
    GUARANTEE_PASSED = "guarantee_passed"
    CLOSED_UNUSED = "closed_unused"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVERSED = "reversed"


class SlotEvent(StrEnum):
    """What can happen to a slot."""

    GRANT = "grant"
    REQUEST = "request"
    CANCEL_REQUEST = "cancel_request"
    MISS_DEADLINE = "miss_deadline"
    PRESENT = "present"
    DECLINE = "decline"
    CANDIDATE_WITHDRAWS = "candidate_withdraws"
    HOLD_INTERVIEW = "hold_interview"
    RETURN = "return"
    CLOSE = "close"
    JOIN = "join"
    PASS_GUARANTEE = "pass_guarantee"  # noqa: S105 - an event, no secret
    REPLACE = "replace"
    LEAVE_UNREPLACED = "leave_unreplaced"
    EXPIRE = "expire"
    SUSPEND = "suspend"
    RESTORE = "restore"
    REVERSE = "reverse"


class ContractState(StrEnum):
    """Where a relay contract between a company and an agency stands."""

    DRAFT = "draft"
    AGREED = "agreed"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


class ContractEvent(StrEnum):
    """What can happen to a relay contract."""

    CREATE = "create"
    AGREE = "agree"
    RUN = "run"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"


class LinkState(StrEnum):
    """Whether a company code still opens the registration page."""

    ACTIVE = "active"
    ROTATED = "rotated"
    EXPIRED = "expired"
    REVOKED = "revoked"


class LinkEvent(StrEnum):
    """What can happen to a company code."""

    ISSUE = "issue"
    ROTATE = "rotate"
    EXPIRE = "expire"
    REVOKE = "revoke"


class ReleaseState(StrEnum):
    """Where the request to tell one company who the person is stands."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class ReleaseEvent(StrEnum):
    """What can happen to a release."""

    ASK = "ask"
    ANSWER_YES = "answer_yes"
    ANSWER_NO = "answer_no"
    STAY_SILENT = "stay_silent"
    SEND = "send"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class TransferState(StrEnum):
    """Where a transfer stands that the person asked the company for (all are sent)."""

    REQUESTED_BY_PERSON = "requested_by_person"
    CONSENT_SIGNED = "consent_signed"
    QUEUED = "queued"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class TransferEvent(StrEnum):
    """What can happen to a transfer; no event lets the company leave somebody out."""

    REQUEST = "request"
    SIGN_CONSENT = "sign_consent"
    QUEUE = "queue"
    SEND = "send"
    RECEIVE = "receive"
    ACCEPT = "accept"
    RETURN = "return"
    WITHDRAW = "withdraw"


class DisputeState(StrEnum):
    """Where a question about a statement stands."""

    OPENED = "opened"
    ANSWERED = "answered"
    UPHELD = "upheld"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


class DisputeEvent(StrEnum):
    """What can happen to a dispute."""

    OPEN = "open"
    ANSWER = "answer"
    UPHOLD = "uphold"
    KEEP = "keep"
    WITHDRAW = "withdraw"


class StatementState(StrEnum):
    """Whether the month is still being counted."""

    OPEN = "open"
    ISSUED = "issued"
    SUPERSEDED = "superseded"


class StatementEvent(StrEnum):
    """What can happen to a statement."""

    OPEN_MONTH = "open_month"
    ISSUE = "issue"
    SUPERSEDE = "supersede"


def _rows[S: StrEnum, E: StrEnum](
    *rows: tuple[str, S | None, E, S],
) -> tuple[Transition[S, E], ...]:
    """Turn rows in the order of the rule book (code, from, event, to) into transitions."""
    return tuple(Transition(source, event, target, code) for code, source, event, target in rows)


_I, _IE = InviteState, InviteEvent
INVITE: Machine[InviteState, InviteEvent] = Machine(
    name="invite",
    initial=_I.DRAFT,
    transitions=_rows(
        ("I1", None, _IE.APPROVE_RESULT, _I.DRAFT),
        ("I2", _I.DRAFT, _IE.NOTIFY_RESULT, _I.RESULT_NOTIFIED),
        ("I3", _I.RESULT_NOTIFIED, _IE.SHOW_ON_PAGE, _I.INVITED),
        ("I4", _I.RESULT_NOTIFIED, _IE.ADD_RESULT_LINE, _I.INVITED),
        ("I5", _I.RESULT_NOTIFIED, _IE.START_COOLING, _I.COOLING),
        ("I6", _I.COOLING, _IE.SEND, _I.INVITED),
        ("I7", _I.DRAFT, _IE.SKIP, _I.NOT_INVITED),
        ("I7", _I.RESULT_NOTIFIED, _IE.SKIP, _I.NOT_INVITED),
        ("I7", _I.COOLING, _IE.SKIP, _I.NOT_INVITED),
        ("I8", _I.DRAFT, _IE.CHANGE_TO_HIRED, _I.CANCELLED),
        ("I8", _I.RESULT_NOTIFIED, _IE.CHANGE_TO_HIRED, _I.CANCELLED),
        ("I8", _I.COOLING, _IE.CHANGE_TO_HIRED, _I.CANCELLED),
        ("I9", _I.INVITED, _IE.EXPIRE, _I.EXPIRED),
    ),
)

_R, _RE = RegistrationState, RegistrationEvent
# Before the form is complete there is nothing to pause: the person just stops.
_RESUMES: dict[RegistrationState, RegistrationEvent] = {
    _R.AGENCY_QUEUE: _RE.RESUME_IN_QUEUE,
    _R.HELD: _RE.RESUME_HELD,
    _R.ACCEPTED: _RE.RESUME_ACCEPTED,
    _R.COUNTED: _RE.RESUME_COUNTED,
    _R.NOT_COUNTED: _RE.RESUME_NOT_COUNTED,
}
REGISTRATION: Machine[RegistrationState, RegistrationEvent] = Machine(
    name="registration",
    initial=_R.STARTED,
    transitions=_rows(
        ("R1", None, _RE.OPEN_FORM, _R.STARTED),
        ("R2", _R.STARTED, _RE.VERIFY_MAIL, _R.MAIL_VERIFIED),
        ("R3", _R.MAIL_VERIFIED, _RE.GIVE_CONSENT, _R.CONSENTED),
        ("R4", _R.CONSENTED, _RE.COMPLETE, _R.AGENCY_QUEUE),
        ("R5", _R.AGENCY_QUEUE, _RE.ACCEPT, _R.ACCEPTED),
        # A slip of the key, taken back within minutes and before any count.
        ("R5", _R.ACCEPTED, _RE.UNDO_ACCEPT, _R.AGENCY_QUEUE),
        ("R6", _R.AGENCY_QUEUE, _RE.REFUSE, _R.REFUSED),
        ("R7", _R.AGENCY_QUEUE, _RE.HOLD, _R.HELD),
        ("R8", _R.HELD, _RE.ACCEPT, _R.ACCEPTED),
        ("R8", _R.HELD, _RE.REFUSE, _R.REFUSED),
        ("R9", _R.ACCEPTED, _RE.COUNT, _R.COUNTED),
        ("R10", _R.ACCEPTED, _RE.NOT_COUNT, _R.NOT_COUNTED),
        ("R11", _R.COUNTED, _RE.REVERSE, _R.REVERSED),
        # Every state that still holds data of the person can be left by the person.
        *(
            ("R12", state, _RE.WITHDRAW, _R.WITHDRAWN)
            for state in _R
            if state not in {_R.WITHDRAWN, _R.ABANDONED}
        ),
        *(("R12", state, _RE.PAUSE, _R.PAUSED) for state in _RESUMES),
        *(("R12", _R.PAUSED, event, state) for state, event in _RESUMES.items()),
        ("R13", _R.STARTED, _RE.ABANDON, _R.ABANDONED),
        ("R13", _R.MAIL_VERIFIED, _RE.ABANDON, _R.ABANDONED),
    ),
)


def resume_event(state_before_pause: RegistrationState) -> RegistrationEvent:
    """Return the event that leads a paused registration back to where it was.

    A counted person resumes as counted, never as accepted: otherwise the same person could
    be counted a second time.

    Raises:
        KeyError: a registration cannot have been paused in that state.
    """
    return _RESUMES[state_before_pause]


_K, _KE = CreditState, CreditEvent
CREDIT: Machine[CreditState, CreditEvent] = Machine(
    name="credit",
    initial=_K.EARNED,
    transitions=_rows(
        ("K1", None, _KE.EARN, _K.EARNED),
        ("K2", _K.EARNED, _KE.CONFIRM, _K.CONFIRMED),
        ("K3", _K.EARNED, _KE.DROP, _K.REVERSED),
        ("K4", _K.CONFIRMED, _KE.BUNDLE, _K.BUNDLED),
        ("K5", _K.CONFIRMED, _KE.EXPIRE, _K.EXPIRED),
        ("K6", _K.CONFIRMED, _KE.REVERSE, _K.REVERSED),
        ("K6", _K.BUNDLED, _KE.REVERSE, _K.REVERSED),
    ),
)

_L, _LE = SlotState, SlotEvent
SLOT: Machine[SlotState, SlotEvent] = Machine(
    name="slot",
    initial=_L.GRANTED,
    transitions=_rows(
        ("L1", None, _LE.GRANT, _L.GRANTED),
        ("L2", _L.GRANTED, _LE.REQUEST, _L.REQUESTED),
        ("L3", _L.REQUESTED, _LE.CANCEL_REQUEST, _L.GRANTED),
        ("L3", _L.REQUESTED, _LE.MISS_DEADLINE, _L.GRANTED),
        ("L4", _L.REQUESTED, _LE.PRESENT, _L.CANDIDATE_PRESENTED),
        ("L5", _L.CANDIDATE_PRESENTED, _LE.DECLINE, _L.REQUESTED),
        ("L6", _L.CANDIDATE_PRESENTED, _LE.CANDIDATE_WITHDRAWS, _L.REQUESTED),
        ("L7", _L.CANDIDATE_PRESENTED, _LE.HOLD_INTERVIEW, _L.INTERVIEW_HELD),
        ("L8", _L.INTERVIEW_HELD, _LE.RETURN, _L.GRANTED),
        ("L9", _L.INTERVIEW_HELD, _LE.CLOSE, _L.CLOSED_UNUSED),
        ("L10", _L.INTERVIEW_HELD, _LE.JOIN, _L.HIRED),
        ("L11", _L.HIRED, _LE.PASS_GUARANTEE, _L.GUARANTEE_PASSED),
        ("L12", _L.HIRED, _LE.REPLACE, _L.GRANTED),
        # An early leaver whose slot is not replaced (employer at fault, or replaced before)
        # must not wait for day 90 and enter the savings as a hire that lasted.
        ("L12", _L.HIRED, _LE.LEAVE_UNREPLACED, _L.CLOSED_UNUSED),
        ("L13", _L.GRANTED, _LE.EXPIRE, _L.EXPIRED),
        ("L13", _L.REQUESTED, _LE.EXPIRE, _L.EXPIRED),
        ("L14", _L.GRANTED, _LE.SUSPEND, _L.SUSPENDED),
        ("L14", _L.REQUESTED, _LE.SUSPEND, _L.SUSPENDED),
        ("L14", _L.CANDIDATE_PRESENTED, _LE.SUSPEND, _L.SUSPENDED),
        ("L14", _L.INTERVIEW_HELD, _LE.SUSPEND, _L.SUSPENDED),
        ("L14", _L.SUSPENDED, _LE.RESTORE, _L.GRANTED),
        ("L14", _L.SUSPENDED, _LE.REVERSE, _L.REVERSED),
    ),
)

_C, _CE = ContractState, ContractEvent
CONTRACT: Machine[ContractState, ContractEvent] = Machine(
    name="relay contract",
    initial=_C.DRAFT,
    transitions=_rows(
        ("CT1", None, _CE.CREATE, _C.DRAFT),
        ("CT2", _C.DRAFT, _CE.AGREE, _C.AGREED),
        ("CT3", _C.AGREED, _CE.RUN, _C.RUNNING),
        ("CT4", _C.RUNNING, _CE.PAUSE, _C.PAUSED),
        ("CT5", _C.PAUSED, _CE.RESUME, _C.RUNNING),
        ("CT6", _C.RUNNING, _CE.END, _C.ENDED),
        ("CT6", _C.PAUSED, _CE.END, _C.ENDED),
    ),
)

LINK: Machine[LinkState, LinkEvent] = Machine(
    name="relay link",
    initial=LinkState.ACTIVE,
    transitions=_rows(
        ("LK1", None, LinkEvent.ISSUE, LinkState.ACTIVE),
        ("LK2", LinkState.ACTIVE, LinkEvent.ROTATE, LinkState.ROTATED),
        ("LK3", LinkState.ROTATED, LinkEvent.EXPIRE, LinkState.EXPIRED),
        ("LK4", LinkState.ACTIVE, LinkEvent.REVOKE, LinkState.REVOKED),
        ("LK4", LinkState.ROTATED, LinkEvent.REVOKE, LinkState.REVOKED),
    ),
)

_P, _PE = ReleaseState, ReleaseEvent
RELEASE: Machine[ReleaseState, ReleaseEvent] = Machine(
    name="release",
    initial=_P.ASKED,
    transitions=_rows(
        ("RL1", None, _PE.ASK, _P.ASKED),
        ("RL2", _P.ASKED, _PE.ANSWER_YES, _P.YES),
        ("RL3", _P.ASKED, _PE.ANSWER_NO, _P.NO),
        ("RL4", _P.ASKED, _PE.STAY_SILENT, _P.NO),
        ("RL5", _P.YES, _PE.SEND, _P.SENT),
        ("RL6", _P.YES, _PE.WITHDRAW, _P.WITHDRAWN),
        ("RL6", _P.SENT, _PE.WITHDRAW, _P.WITHDRAWN),
        # The company's request is over, so there is nothing left to say yes to.
        ("RL7", _P.ASKED, _PE.CLOSE, _P.CLOSED),
        ("RL7", _P.YES, _PE.CLOSE, _P.CLOSED),
    ),
)

_T, _TE = TransferState, TransferEvent
TRANSFER: Machine[TransferState, TransferEvent] = Machine(
    name="transfer",
    initial=_T.REQUESTED_BY_PERSON,
    transitions=_rows(
        ("TR1", None, _TE.REQUEST, _T.REQUESTED_BY_PERSON),
        ("TR2", _T.REQUESTED_BY_PERSON, _TE.SIGN_CONSENT, _T.CONSENT_SIGNED),
        ("TR3", _T.CONSENT_SIGNED, _TE.QUEUE, _T.QUEUED),
        ("TR4", _T.QUEUED, _TE.SEND, _T.SENT),
        ("TR5", _T.SENT, _TE.RECEIVE, _T.RECEIVED),
        ("TR6", _T.RECEIVED, _TE.ACCEPT, _T.ACCEPTED),
        ("TR7", _T.RECEIVED, _TE.RETURN, _T.RETURNED),
        ("TR8", _T.REQUESTED_BY_PERSON, _TE.WITHDRAW, _T.WITHDRAWN),
        ("TR8", _T.CONSENT_SIGNED, _TE.WITHDRAW, _T.WITHDRAWN),
        ("TR8", _T.QUEUED, _TE.WITHDRAW, _T.WITHDRAWN),
        ("TR8", _T.SENT, _TE.WITHDRAW, _T.WITHDRAWN),
        ("TR8", _T.RECEIVED, _TE.WITHDRAW, _T.WITHDRAWN),
    ),
)

_D, _DE = DisputeState, DisputeEvent
DISPUTE: Machine[DisputeState, DisputeEvent] = Machine(
    name="dispute",
    initial=_D.OPENED,
    transitions=_rows(
        ("DS1", None, _DE.OPEN, _D.OPENED),
        ("DS2", _D.OPENED, _DE.ANSWER, _D.ANSWERED),
        ("DS3", _D.ANSWERED, _DE.UPHOLD, _D.UPHELD),
        ("DS4", _D.ANSWERED, _DE.KEEP, _D.KEPT),
        ("DS5", _D.OPENED, _DE.WITHDRAW, _D.WITHDRAWN),
        ("DS5", _D.ANSWERED, _DE.WITHDRAW, _D.WITHDRAWN),
    ),
)

STATEMENT: Machine[StatementState, StatementEvent] = Machine(
    name="statement",
    initial=StatementState.OPEN,
    transitions=_rows(
        ("ST1", None, StatementEvent.OPEN_MONTH, StatementState.OPEN),
        ("ST2", StatementState.OPEN, StatementEvent.ISSUE, StatementState.ISSUED),
        ("ST3", StatementState.ISSUED, StatementEvent.SUPERSEDE, StatementState.SUPERSEDED),
    ),
)
