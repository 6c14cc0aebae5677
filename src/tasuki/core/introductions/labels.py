"""The words of every state of an introduction, and the columns of the board."""

from dataclasses import dataclass
from typing import Final

from tasuki.core.introductions.machine import (
    CaseEvent,
    CaseState,
    InterviewState,
)
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.relay.machines import SlotState
from tasuki.core.words import Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


CASE_LABELS: Final[dict[CaseState, StatusLabel]] = {
    CaseState.ASKED: _status(
        "本人に確認中", "Person asked", Tone.VIOLET, "本人の回答を待つ", "Wait for the person"
    ),
    CaseState.AGREED: _status(
        "同意あり", "Person agreed", Tone.AMBER, "会社に紹介する", "Introduce to the company"
    ),
    CaseState.DOCUMENT: _status(
        "書類選考", "Documents", Tone.TEAL, "会社が面接するかを答える", "The company answers"
    ),
    CaseState.INTERVIEW: _status(
        "面接", "Interviews", Tone.TEAL, "面接を行い、会社が結果を答える", "Interview, then answer"
    ),
    CaseState.OFFER: _status(
        "内定提示", "Offer", Tone.VIOLET, "本人が内定に答える", "The person answers the offer"
    ),
    CaseState.ACCEPTED: _status(
        "内定承諾", "Accepted", Tone.TEAL, "入社したら記録する", "Record the joining on the day"
    ),
    CaseState.JOINED: _status("入社", "Joined", Tone.GREEN),
    CaseState.NOT_HIRED: _status(
        "見送り", "Not hired", Tone.GREY, "本人に結果を伝える", "Tell the person"
    ),
    CaseState.WITHDREW: _status("辞退", "Withdrawn", Tone.GREY),
    CaseState.CLOSED: _status("紹介せず", "Not introduced", Tone.GREY),
}
INTERVIEW_LABELS: Final[dict[InterviewState, StatusLabel]] = {
    InterviewState.PLANNED: _status(
        "予定", "Planned", Tone.TEAL, "終わったら記録する", "Record it afterwards"
    ),
    InterviewState.HELD: _status("実施済み", "Held", Tone.GREEN),
    InterviewState.CANCELLED: _status("取りやめ", "Cancelled", Tone.GREY),
}
EVENT_WORDS: Final[dict[str, Words]] = {
    CaseEvent.ASK: Words("本人に確認", "the person was asked"),
    CaseEvent.SAY_YES: Words("本人が同意", "the person agreed"),
    CaseEvent.SAY_NO: Words("本人が不同意、または期限切れ", "no consent"),
    CaseEvent.CLOSE: Words("紹介前に取りやめ", "closed before the introduction"),
    CaseEvent.SEND: Words("会社に紹介", "introduced to the company"),
    CaseEvent.INVITE: Words("書類通過、面接へ", "invited to an interview"),
    CaseEvent.OFFER: Words("内定を提示", "an offer was made"),
    CaseEvent.ACCEPT: Words("本人が内定を承諾", "the offer was accepted"),
    CaseEvent.JOIN: Words("入社を記録", "the joining was recorded"),
    CaseEvent.DECLINE: Words("見送り", "not hired"),
    CaseEvent.WITHDRAW: Words("本人が辞退", "the person withdrew"),
    "plan": Words("面接の日時を決定", "an interview was fixed"),
    "move": Words("面接の日時を変更", "an interview was moved"),
    "hold": Words("面接を実施", "an interview was held"),
    "cancel": Words("面接を取りやめ", "an interview was cancelled"),
    "change_told": Words("労働条件の変更を本人に明示", "changed conditions were told"),
    "tell": Words("本人に結果を連絡", "the person was told"),
    "remind": Words("回答の期限を過ぎたと連絡", "a reminder was sent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One column of the board.

    Attributes:
        key: in addresses.
        words: heading.
        cases: states of cases that stand here.
        slots: states of free slots that stand here.
    """

    key: str
    words: Words
    cases: frozenset[CaseState] = frozenset()
    slots: frozenset[SlotState] = frozenset()


STAGES: Final = (
    Stage(
        key="find", words=Words("候補者を探す", "To find"), slots=frozenset({SlotState.REQUESTED})
    ),
    Stage(key="asked", words=Words("本人の確認", "Consent"), cases=frozenset({CaseState.ASKED})),
    Stage(
        key="agreed", words=Words("紹介待ち", "To introduce"), cases=frozenset({CaseState.AGREED})
    ),
    Stage(
        key="document",
        words=Words("書類", "Documents"),
        cases=frozenset({CaseState.DOCUMENT}),
        slots=frozenset({SlotState.CANDIDATE_PRESENTED}),
    ),
    Stage(
        key="interview",
        words=Words("面接", "Interviews"),
        cases=frozenset({CaseState.INTERVIEW}),
        slots=frozenset({SlotState.INTERVIEW_HELD}),
    ),
    Stage(key="offer", words=Words("内定", "Offer"), cases=frozenset({CaseState.OFFER})),
    Stage(key="accepted", words=Words("承諾", "Accepted"), cases=frozenset({CaseState.ACCEPTED})),
    Stage(
        key="joined",
        words=Words("入社", "Joined"),
        cases=frozenset({CaseState.JOINED}),
        slots=frozenset({SlotState.HIRED}),
    ),
    Stage(
        key="ended",
        words=Words("終了", "Ended"),
        cases=frozenset({CaseState.NOT_HIRED, CaseState.WITHDREW, CaseState.CLOSED}),
    ),
)
"""The columns of the board, left to right; a state stands in exactly one."""
