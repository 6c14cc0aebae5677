"""The words of the states of a round, of a person in it, and of a decision."""

from typing import Final

from tasuki.core.market.records import Guarantee
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.rounds.machine import Decision, PersonState, RoundEvent, RoundState
from tasuki.core.words import Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


_S = RoundState
ROUND_LABELS: Final[dict[RoundState, StatusLabel]] = {
    _S.DRAFT: _status(
        "準備中",
        "Draft",
        Tone.GREY,
        "行き先と参加者を決め、公開する",
        "Add places and people, then open",
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
    "stop": Words("計算できず", "Could not be computed"),
    "export": Words("異動の一覧を出力", "Moves exported"),
    "case": Words("手続きを開始", "Case begun"),
    "line": Words("提案を決定", "Proposal decided"),
    "appeal": Words("本人からの異議", "Appeal"),
    "answer": Words("異議に回答", "Appeal answered"),
    "consent": Words("本人が同意", "Consent given"),
    "submit": Words("希望の提出", "List submitted"),
    "withdraw": Words("本人が取り下げ", "Withdrawn"),
    "score": Words("受け入れ側が評価", "Scored"),
    "fit": Words("適合度を計算", "Fits computed"),
}

_G = Guarantee
CHECK_WORDS: Final[dict[str, Words]] = {
    _G.FEASIBLE: Words("定員と条件を守っている", "Seats and conditions are kept"),
    _G.INDIVIDUALLY_RATIONAL: Words(
        "希望していない行き先は誰にも提案していない", "Nobody is offered what they did not list"
    ),
    _G.STABLE: Words(
        "お互いにもっと良い組み合わせが残っていない",
        "No person and place would rather have each other",
    ),
    _G.PERSON_OPTIMAL: Words(
        "安定な結果の中で全員にとって最も良い", "The best stable result for every person"
    ),
    _G.OPENING_OPTIMAL: Words(
        "安定な結果の中で受け入れ側にとって最も良い", "The best stable result for the places"
    ),
    _G.STABLE_UNDER_CEILINGS: Words(
        "地域の上限の中で、不公平な結果がない", "Nothing unfair within the ceilings of the regions"
    ),
    _G.FLOORS_MET: Words("最低人数を満たしている", "Minimum staffing is met"),
    _G.NO_WASTE: Words("使える席を残していない", "No usable seat is left empty"),
    _G.PARETO_EFFICIENT: Words(
        "誰かを悪くせずに誰かを良くすることはできない", "Nobody can gain without somebody losing"
    ),
    _G.TWO_SIDED_RATIONAL: Words(
        "本人も部署も今より悪くならない", "No person and no unit is worse off than today"
    ),
    _G.TWO_SIDED_EFFICIENT: Words(
        "本人と部署のどちらも、これ以上は良くできない", "Neither side can gain any further"
    ),
    _G.NO_ENVY_AMONG_RELEASED: Words(
        "異動できる方の間に順位の逆転がない", "No justified envy among those released"
    ),
    _G.EXCHANGE_FEASIBLE: Words(
        "席の交換が成り立ち、会社ごとの増減が範囲内", "The exchange works; each company is balanced"
    ),
    _G.OPTIMAL_EXCHANGE: Words("希望の合計が最大", "The total of the wishes is the greatest"),
    _G.OPTIMAL_ASSIGNMENT: Words("適合の合計が最大", "The total fit is the greatest"),
    _G.LOTTERY: Words("同点の抽選が正しい", "The lottery among equals is right"),
    _G.REPRODUCIBLE: Words("同じ入力から同じ結果になる", "The same input gives the same result"),
    _G.STRATEGY_PROOF: Words(
        "正直に希望を書くのが最も有利", "Nobody gains by a list that is not honest"
    ),
    "round_seed": Words(
        "抽選の種が、受付開始時の約束と一致", "The seed is the one committed to at the opening"
    ),
}
"""What each check of a verification says, as people read it."""

VERDICT_LABELS: Final[dict[str, StatusLabel]] = {
    "PASS": _status("合格", "PASS", Tone.GREEN),
    "FAIL": _status("不合格", "FAIL", Tone.RED),
    "NOT_APPLICABLE": _status("対象外", "Not applicable", Tone.GREY),
}
