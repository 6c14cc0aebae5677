"""The words of the states of a round, of a person in it, and of a decision."""

from typing import Final

from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.rounds.machine import Decision, PersonState, RoundEvent, RoundState
from tasuki.core.words import Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


_S = RoundState
ROUND_LABELS: Final[dict[RoundState, StatusLabel]] = {
    _S.DRAFT: _status(
        "準備中", "Draft", Tone.GREY, "行き先と参加者を決め、公開する", "Add places and people, open"
    ),
    _S.OPEN: _status(
        "希望の受付中", "Open", Tone.TEAL, "締切日に受付を締め切る", "Lock it at the deadline"
    ),
    _S.LOCKED: _status(
        "受付終了", "Locked", Tone.AMBER, "方式を比べ、組み合わせを計算する", "Compare, then clear"
    ),
    _S.CLEARED: _status(
        "計算済み", "Cleared", Tone.AMBER, "別の処理で検証する", "Verify in another process"
    ),
    _S.VERIFIED: _status(
        "検証済み",
        "Verified",
        Tone.VIOLET,
        "提案を一つずつ担当者が決める",
        "A person decides each proposal",
    ),
    _S.DECIDED: _status(
        "決定済み", "Decided", Tone.VIOLET, "結果を本人に公開する", "Publish the results"
    ),
    _S.PUBLISHED: _status(
        "公開済み", "Published", Tone.GREEN, "異議に回答し、終了する", "Answer appeals, then close"
    ),
    _S.CLOSED: _status("終了", "Closed", Tone.GREY),
    _S.CANCELLED: _status("中止", "Cancelled", Tone.GREY),
}

_P = PersonState
PERSON_LABELS: Final[dict[PersonState, StatusLabel]] = {
    _P.INVITED: _status("案内済み", "Invited", Tone.AMBER, "本人の同意を待つ", "Wait for consent"),
    _P.READY: _status("同意あり", "Agreed", Tone.TEAL, "希望の提出を待つ", "Wait for the list"),
    _P.SUBMITTED: _status("提出済み", "Submitted", Tone.GREEN),
    _P.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
}

_D = Decision
DECISION_LABELS: Final[dict[Decision, StatusLabel]] = {
    _D.OPEN: _status("未決定", "Open", Tone.AMBER, "理由を書いて決める", "Decide with a reason"),
    _D.CONFIRMED: _status("確定", "Confirmed", Tone.GREEN),
    _D.DECLINED: _status("見送り", "Declined", Tone.GREY),
}

_E = RoundEvent
EVENT_WORDS: Final[dict[str, Words]] = {
    _E.PLAN: Words("ラウンドを作成", "Planned"),
    _E.OPEN: Words("受付を開始", "Opened"),
    _E.LOCK: Words("受付を締切", "Locked"),
    _E.REOPEN: Words("受付を再開", "Opened again"),
    _E.CLEAR: Words("組み合わせを計算", "Cleared"),
    _E.VERIFY: Words("結果を検証", "Verified"),
    _E.DECIDE: Words("すべての提案を決定", "All proposals decided"),
    _E.PUBLISH: Words("結果を公開", "Published"),
    _E.CLOSE: Words("終了", "Closed"),
    _E.CANCEL: Words("中止", "Cancelled"),
    "compare": Words("方式を比較", "Mechanisms compared"),
    "fail": Words("検証で不合格", "Verification failed"),
    "line": Words("提案を決定", "Proposal decided"),
    "appeal": Words("本人からの異議", "Appeal"),
    "answer": Words("異議に回答", "Appeal answered"),
    "consent": Words("本人が同意", "Consent given"),
    "submit": Words("希望の提出", "List submitted"),
    "withdraw": Words("本人が取り下げ", "Withdrawn"),
}
