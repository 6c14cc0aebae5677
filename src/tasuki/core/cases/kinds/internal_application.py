"""An employee's application to a posting inside the company (社内公募への応募).

The boss hears of it only after the offer and has no veto; whoever is not selected is told why.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import day, number, text, yes_no
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_other_entity, refuse_without_decider
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

RELEASE_MONTHS: Final = 3
FEEDBACK_DAYS: Final = 14
_LEAST_MONTHS: Final = 12
_SOURCE: Final = "design"


class ApplicationState(StrEnum):
    """How the application stands; stored."""

    APPLIED = "applied"
    SCREENING = "screening"
    OFFER = "offer"
    BOSS_INFORMED = "boss_informed"
    MOVED = "moved"
    NOT_SELECTED = "not_selected"
    FEEDBACK_GIVEN = "feedback_given"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"


class ApplicationEvent(StrEnum):
    """What can happen to the application."""

    APPLY = "apply"
    SCREEN = "screen"
    OFFER = "offer"
    NOT_SELECT = "not_select"
    GIVE_FEEDBACK = "give_feedback"
    WITHDRAW = "withdraw"
    DECLINE = "decline"
    INFORM_BOSS = "inform_boss"
    MOVE = "move"


def refuse_too_early(facts: Facts) -> Refusal | None:
    """Twelve months with the company and in the post, by default."""
    if min(facts.number("tenure_months"), facts.number("post_months")) >= _LEAST_MONTHS:
        return None
    return Refusal(
        "CASE-TENURE",
        "在籍と現職の期間がそれぞれ12か月に達していません。",
        "Twelve months with the company and in the present post are not reached.",
        "12か月に達した後に応募してください。",
        "Apply when both have reached twelve months.",
        _SOURCE,
    )


def refuse_late_release(facts: Facts) -> Refusal | None:
    """The home department may delay the move, by three months at most."""
    if facts.day("release_on") <= add_months(facts.day("offered_on"), RELEASE_MONTHS):
        return None
    return Refusal(
        "CASE-RELEASE",
        "異動日が内定から3か月を超えています。所属部署は異動を拒めません。",
        "The release is more than three months after the offer; the department has no veto.",
        "3か月以内の異動日を入力してください。",
        "Enter a day within three months of the offer.",
        _SOURCE,
    )


_S, _E = ApplicationState, ApplicationEvent
MACHINE: Final[Machine[ApplicationState, ApplicationEvent]] = Machine(
    name="internal application",
    initial=_S.APPLIED,
    transitions=(
        Transition(None, _E.APPLY, _S.APPLIED, "IA1"),
        Transition(_S.APPLIED, _E.SCREEN, _S.SCREENING, "IA2"),
        Transition(_S.SCREENING, _E.OFFER, _S.OFFER, "IA3"),
        Transition(_S.SCREENING, _E.NOT_SELECT, _S.NOT_SELECTED, "IA4"),
        Transition(_S.NOT_SELECTED, _E.GIVE_FEEDBACK, _S.FEEDBACK_GIVEN, "IA5"),
        Transition(_S.APPLIED, _E.WITHDRAW, _S.WITHDRAWN, "IA6"),
        Transition(_S.SCREENING, _E.WITHDRAW, _S.WITHDRAWN, "IA6"),
        Transition(_S.OFFER, _E.DECLINE, _S.DECLINED, "IA7"),
        Transition(_S.OFFER, _E.INFORM_BOSS, _S.BOSS_INFORMED, "IA8"),
        Transition(_S.BOSS_INFORMED, _E.MOVE, _S.MOVED, "IA9"),
    ),
)
KIND: Final = KindDeclaration(
    code="internal_application",
    source="design",
    words=Words("社内公募への応募", "internal application"),
    machine=MACHINE,
    labels={
        _S.APPLIED: label("応募", "Applied", Tone.GREY, "選考を開始", "Begin the screening"),
        _S.SCREENING: label("選考中", "Screening", Tone.AMBER, "結果を決定", "Decide"),
        _S.OFFER: label("内定", "Offer", Tone.VIOLET, "上司に連絡", "Tell the boss"),
        _S.BOSS_INFORMED: label(
            "上司に連絡済み", "Boss informed", Tone.TEAL, "異動を記録", "Record the move"
        ),
        _S.MOVED: label("異動済み", "Moved", Tone.GREEN),
        _S.NOT_SELECTED: label(
            "見送り", "Not selected", Tone.AMBER, "理由を本人に伝える", "Give feedback"
        ),
        _S.FEEDBACK_GIVEN: label("理由を伝達済み", "Feedback given", Tone.GREY),
        _S.WITHDRAWN: label("取り下げ", "Withdrawn", Tone.GREY),
        _S.DECLINED: label("本人が辞退", "Declined", Tone.GREY),
    },
    fields=(
        yes_no("same_entity", "同じ法人", "same company"),
        number("tenure_months", "在籍月数", "months here"),
        number("post_months", "現職の月数", "months in post"),
        text("posting", "公募", "posting"),
        text("motive", "志望理由", "motive", most=2000, is_personal=True),
        text("decider", "判断した人", "decided by", most=100),
        day("offered_on", "内定日", "day of the offer", is_past=True),
        day("decided_on", "決定日", "day of the decision", is_past=True),
        text("feedback", "本人への説明", "feedback", most=2000, is_personal=True),
        day("release_on", "異動日", "day of the move"),
    ),
    steps={
        _E.APPLY: Step(
            words=Words("応募する", "Apply"),
            party=Party.PERSON,
            asks=("posting", "same_entity", "tenure_months", "post_months"),
            may_ask=("motive",),
            guards=(refuse_other_entity, refuse_too_early),
        ),
        _E.SCREEN: Step(words=Words("選考を開始", "Begin the screening"), party=Party.HOST),
        _E.OFFER: Step(
            words=Words("内定を出す", "Offer"),
            party=Party.HOST,
            asks=("offered_on",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.NOT_SELECT: Step(
            words=Words("見送る", "Do not select"),
            party=Party.HOST,
            asks=("decided_on",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.GIVE_FEEDBACK: Step(
            words=Words("理由を伝える", "Give feedback"), party=Party.KEEPER, asks=("feedback",)
        ),
        _E.WITHDRAW: Step(words=Words("取り下げる", "Withdraw"), party=Party.PERSON),
        _E.DECLINE: Step(words=Words("辞退する", "Decline"), party=Party.PERSON),
        _E.INFORM_BOSS: Step(words=Words("上司に連絡", "Tell the boss"), party=Party.KEEPER),
        _E.MOVE: Step(
            words=Words("異動を記録", "Record the move"),
            party=Party.KEEPER,
            asks=("release_on",),
            guards=(refuse_late_release,),
        ),
    },
    reminders=(
        Reminder(
            states=(_S.NOT_SELECTED,),
            after="decided_on",
            days=FEEDBACK_DAYS,
            words=Words("見送りの理由を本人に伝える", "tell the person why"),
        ),
        Reminder(
            states=(_S.MOVED,),
            after="release_on",
            months=3,
            words=Words("3か月後の面談", "talk after 3 months"),
        ),
        Reminder(
            states=(_S.MOVED,),
            after="release_on",
            months=6,
            words=Words("6か月後の面談", "talk after 6 months"),
        ),
    ),
    measures=(("moved_of_applied", Words("応募から異動した割合", "applicants who moved")),),
)
