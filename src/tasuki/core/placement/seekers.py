"""The state table of a job seeker (求職者) at an agency, and the words of its states.

JS = job seeker. Guards stand in the actions that fire the events.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class JobSeekerState(StrEnum):
    """How far the search of an accepted person is; stored."""

    RECEIVED = "received"
    DISCLOSED = "disclosed"
    ACTIVE = "active"
    INTRODUCED = "introduced"
    HIRED = "hired"
    CLOSED = "closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class JobSeekerEvent(StrEnum):
    """What happens to a search."""

    RECEIVE = "receive"
    DISCLOSE = "disclose"
    START = "start"
    INTRODUCE = "introduce"
    HIRE = "hire"
    CLOSE = "close"
    EXPIRE = "expire"
    CANCEL = "cancel"


class CloseReason(StrEnum):
    """Why a search ended without a hire by this agency; stored."""

    OWN_WISH = "own_wish"
    FOUND_WORK = "found_work"
    NO_CONTACT = "no_contact"
    STOP_OF_USE = "stop_of_use"


class WishedTerm(StrEnum):
    """What kind of employment a person wishes; stored."""

    INDEFINITE = "indefinite"
    FIXED = "fixed"
    PART_TIME = "part_time"
    ANY = "any"


CLOSE_REASONS: Final[dict[CloseReason, Words]] = {
    CloseReason.OWN_WISH: Words("本人の申し出", "the person asked to end it"),
    CloseReason.FOUND_WORK: Words("ほかで就職", "found work elsewhere"),
    CloseReason.NO_CONTACT: Words("連絡がつかない", "cannot be reached"),
    CloseReason.STOP_OF_USE: Words("利用停止", "the use was stopped"),
}
WISHED_TERMS: Final[dict[WishedTerm, Words]] = {
    WishedTerm.INDEFINITE: Words("正社員・無期", "permanent, indefinite term"),
    WishedTerm.FIXED: Words("有期の契約", "fixed term"),
    WishedTerm.PART_TIME: Words("パート・アルバイト", "part-time"),
    WishedTerm.ANY: Words("こだわらない", "any kind"),
}

_S, _E = JobSeekerState, JobSeekerEvent
OPEN_STATES: Final = (_S.RECEIVED, _S.DISCLOSED, _S.ACTIVE, _S.INTRODUCED)
SERVED_STATES: Final = (_S.ACTIVE, _S.INTRODUCED)
"""States in which a person may be introduced: the terms of service are delivered."""


def _rows() -> tuple[Transition[JobSeekerState, JobSeekerEvent], ...]:
    listed: list[tuple[str, JobSeekerState | None, JobSeekerEvent, JobSeekerState]] = [
        ("JS1", None, _E.RECEIVE, _S.RECEIVED),
        ("JS2", _S.RECEIVED, _E.DISCLOSE, _S.DISCLOSED),
        ("JS3", _S.DISCLOSED, _E.START, _S.ACTIVE),
        ("JS4", _S.ACTIVE, _E.INTRODUCE, _S.INTRODUCED),
        ("JS4", _S.INTRODUCED, _E.INTRODUCE, _S.INTRODUCED),
        ("JS5", _S.ACTIVE, _E.HIRE, _S.HIRED),
        ("JS5", _S.INTRODUCED, _E.HIRE, _S.HIRED),
    ]
    for state in OPEN_STATES:
        listed.append(("JS6", state, _E.CLOSE, _S.CLOSED))
        listed.append(("JS7", state, _E.EXPIRE, _S.EXPIRED))
        listed.append(("JS8", state, _E.CANCEL, _S.CANCELLED))
    return tuple(
        Transition(source=source, event=event, target=target, code=code)
        for code, source, event, target in listed
    )


JOB_SEEKER: Final[Machine[JobSeekerState, JobSeekerEvent]] = Machine(
    name="job seeker", initial=_S.RECEIVED, transitions=_rows()
)
"""Source: 職業安定法 32条の13 (terms before service); design of the agency's desk."""


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


JOB_SEEKER_LABELS: Final[dict[JobSeekerState, StatusLabel]] = {
    _S.RECEIVED: _status(
        "受付済み",
        "Received",
        Tone.AMBER,
        "取扱職種の範囲等の明示書を交付",
        "Deliver the terms of service",
    ),
    _S.DISCLOSED: _status(
        "明示済み",
        "Terms delivered",
        Tone.AMBER,
        "希望条件を確かめて開始",
        "Check the wishes, start",
    ),
    _S.ACTIVE: _status(
        "求職中", "Being served", Tone.TEAL, "求人を紹介", "Introduce to an opening"
    ),
    _S.INTRODUCED: _status(
        "紹介中", "Introduced", Tone.VIOLET, "会社の返事を確認", "See what the company answers"
    ),
    _S.HIRED: _status("就職", "Hired", Tone.GREEN),
    _S.CLOSED: _status("終了", "Closed", Tone.GREY),
    _S.EXPIRED: _status("有効期間終了", "Expired", Tone.GREY),
    _S.CANCELLED: _status("受理の取り消し", "Acceptance taken back", Tone.GREY),
}
