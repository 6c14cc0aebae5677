"""A friend of an employee applies (リファラル); a reward is a wage item and for employees only."""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import choice, day, number, text
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_without_decider
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

EMPLOYEE: Final = "employee"
REWARDED: Final = ("reward_due", "paid_via_payroll")
"""States in which a reward is owed or paid; the database lets only employees' referrals in."""


class ReferralState(StrEnum):
    """How the referral stands; stored."""

    APPLIED = "applied"
    IN_SELECTION = "in_selection"
    HIRED = "hired"
    REWARD_DUE = "reward_due"
    PAID_VIA_PAYROLL = "paid_via_payroll"
    CLOSED = "closed"
    NOT_HIRED = "not_hired"
    GUIDED = "guided"
    WITHDRAWN = "withdrawn"


class ReferralEvent(StrEnum):
    """What can happen to the referral."""

    APPLY = "apply"
    SELECT = "select"
    HIRE = "hire"
    NOT_HIRE = "not_hire"
    GUIDE = "guide"
    WITHDRAW = "withdraw"
    OWE_REWARD = "owe_reward"
    PAY = "pay"
    CLOSE = "close"


def refuse_reward(facts: Facts) -> Refusal | None:
    """H4: only employees get a reward, as a wage under a rule that was shown before.

    Source: 職業安定法 40条 (no reward for recruiting but wages to employees).
    """
    if facts.values["relation"] == EMPLOYEE:
        return None
    return Refusal(
        "H4",
        "従業員ではない紹介者に報酬を支払うことはできません。",
        "No reward is paid to a referrer who is not an employee.",
        "報酬なしで終了してください。お礼は言葉で伝えてください。",
        "Close it without a reward, and say thank you in words.",
        "職業安定法 40条",
    )


def refuse_unshown(facts: Facts) -> Refusal | None:
    """The rule of the reward was shown before the friend applied."""
    if facts.day("rule_shown_on") <= facts.day("consented_on"):
        return None
    return Refusal(
        "H4",
        "報酬の規程が、友人の応募より後に示されています。",
        "The rule of the reward was shown after the friend had applied.",
        "応募の前に示した日を確認してください。示していない場合、報酬は支払えません。",
        "Check the day; a reward that was not shown before is not paid.",
        "職業安定法 40条",
    )


_S, _E = ReferralState, ReferralEvent
KIND: Final = KindDeclaration(
    code="referral",
    words=Words("社員紹介", "employee referral"),
    source="職業安定法 40条",
    machine=Machine(
        name="employee referral",
        initial=_S.APPLIED,
        transitions=(
            Transition(None, _E.APPLY, _S.APPLIED, "RF1"),
            Transition(_S.APPLIED, _E.SELECT, _S.IN_SELECTION, "RF2"),
            Transition(_S.IN_SELECTION, _E.HIRE, _S.HIRED, "RF3"),
            Transition(_S.IN_SELECTION, _E.NOT_HIRE, _S.NOT_HIRED, "RF4"),
            Transition(_S.NOT_HIRED, _E.GUIDE, _S.GUIDED, "RF5"),
            Transition(_S.APPLIED, _E.WITHDRAW, _S.WITHDRAWN, "RF6"),
            Transition(_S.IN_SELECTION, _E.WITHDRAW, _S.WITHDRAWN, "RF6"),
            Transition(_S.HIRED, _E.OWE_REWARD, _S.REWARD_DUE, "RF7"),
            Transition(_S.REWARD_DUE, _E.PAY, _S.PAID_VIA_PAYROLL, "RF8"),
            Transition(_S.HIRED, _E.CLOSE, _S.CLOSED, "RF9"),
        ),
    ),
    labels={
        _S.APPLIED: label("応募", "Applied", Tone.GREY, "選考を始める", "Begin the selection"),
        _S.IN_SELECTION: label("選考中", "Screening", Tone.AMBER, "結果を決定", "Decide"),
        _S.HIRED: label("入社", "Hired", Tone.GREEN, "報酬の有無を記録", "Record reward or none"),
        _S.REWARD_DUE: label(
            "報酬の支払い待ち", "Reward due", Tone.AMBER, "給与で支払う", "Pay it with the wages"
        ),
        _S.PAID_VIA_PAYROLL: label("給与で支払い済み", "Paid with the wages", Tone.GREEN),
        _S.CLOSED: label("終了", "Closed", Tone.GREEN),
        _S.NOT_HIRED: label(
            "見送り", "Not hired", Tone.AMBER, "リレーを案内", "Tell the friend of the relay"
        ),
        _S.GUIDED: label("リレーを案内済み", "Told of the relay", Tone.GREY),
        _S.WITHDRAWN: label("本人が辞退", "Withdrawn", Tone.GREY),
    },
    fields=(
        text("referrer", "紹介者の社員番号", "employee number of the referrer", most=40),
        choice(
            "relation",
            "紹介者",
            "referrer",
            (EMPLOYEE, "従業員", "employee"),
            ("alumnus", "元従業員", "former employee"),
            ("partner", "取引先など", "partner"),
        ),
        text("job", "求人", "job", most=120),
        day("consented_on", "本人が応募に同意した日", "the friend agreed on", is_past=True),
        text("decider", "判断した人", "decided by", most=100),
        day("joined_on", "入社日", "first day of work", is_past=True),
        text("reason", "理由", "reason", most=300),
        text("rule", "報酬の規程（就業規則の条項）", "rule of the reward", most=120),
        day("rule_shown_on", "規程を示した日", "rule shown on", is_past=True),
        number("reward_yen", "報酬（円、賃金）", "reward (yen, wages)", least=1, most=1_000_000),
        day("paid_on", "支払日", "paid on", is_past=True),
    ),
    steps={
        _E.APPLY: Step(
            words=Words("応募を記録", "Record the application"),
            party=Party.PERSON,
            asks=("job", "referrer", "relation", "consented_on"),
        ),
        _E.SELECT: Step(words=Words("選考を始める", "Begin the selection")),
        _E.HIRE: Step(
            words=Words("入社を記録", "Record the first day"),
            asks=("joined_on",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.NOT_HIRE: Step(
            words=Words("見送る", "Do not hire"),
            asks=("reason",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.GUIDE: Step(words=Words("リレーの案内を記録", "Record that the relay was told")),
        _E.WITHDRAW: Step(
            words=Words("本人の辞退を記録", "Record that the person declined"), party=Party.PERSON
        ),
        _E.OWE_REWARD: Step(
            words=Words("報酬を確定", "Fix the reward"),
            asks=("rule", "rule_shown_on", "reward_yen"),
            guards=(refuse_reward, refuse_unshown),
        ),
        _E.PAY: Step(words=Words("給与での支払いを記録", "Record the payment"), asks=("paid_on",)),
        _E.CLOSE: Step(words=Words("報酬なしで終了", "Close without a reward")),
    },
    reminders=(
        Reminder(
            states=(_S.HIRED,),
            after="joined_on",
            months=1,
            words=Words("社員紹介の報酬の確認", "reward of the referral"),
        ),
    ),
    measures=(
        ("hired_of_referred", Words("紹介から入社に至った割合", "referred friends who joined")),
    ),
)
