"""An employee's application to a posting inside the company (社内公募への応募).

The boss hears of it only after the offer and has no veto; whoever is not selected is told why.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import Field, FieldType
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step
from tasuki.core.cases.rules import refuse_other_entity, refuse_without_decider
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

RELEASE_MONTHS: Final = 3
FEEDBACK_DAYS: Final = 14
_LEAST_MONTHS: Final = 12
_SOURCE: Final = "社内公募規程（既定）"


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


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


_S, _E, _T = ApplicationState, ApplicationEvent, FieldType
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
    words=Words("社内公募への応募", "internal application"),
    machine=MACHINE,
    labels={
        _S.APPLIED: _status("応募", "Applied", Tone.GREY, "選考を開始", "Begin the screening"),
        _S.SCREENING: _status("選考中", "Screening", Tone.AMBER, "結果を決定", "Decide"),
        _S.OFFER: _status("内定", "Offer", Tone.VIOLET, "上司に連絡", "Tell the boss"),
        _S.BOSS_INFORMED: _status(
            "上司に連絡済み", "Boss informed", Tone.TEAL, "異動を記録", "Record the move"
        ),
        _S.MOVED: _status("異動済み", "Moved", Tone.GREEN),
        _S.NOT_SELECTED: _status(
            "見送り", "Not selected", Tone.AMBER, "理由を本人に伝える", "Give feedback"
        ),
        _S.FEEDBACK_GIVEN: _status("理由を伝達済み", "Feedback given", Tone.GREY),
        _S.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
        _S.DECLINED: _status("本人が辞退", "Declined", Tone.GREY),
    },
    fields=(
        Field(code="same_entity", words=Words("同じ法人", "same company"), type=_T.YES_NO),
        Field(code="tenure_months", words=Words("在籍月数", "months here"), type=_T.COUNT),
        Field(code="post_months", words=Words("現職の月数", "months in post"), type=_T.COUNT),
        Field(code="motive", words=Words("志望理由", "motive"), type=_T.TEXT, is_personal=True),
        Field(code="decider", words=Words("判断した人", "decided by"), type=_T.TEXT, most=100),
        Field(code="offered_on", words=Words("内定日", "day of the offer"), type=_T.DAY),
        Field(code="decided_on", words=Words("決定日", "day of the decision"), type=_T.DAY),
        Field(
            code="feedback",
            words=Words("本人への説明", "feedback"),
            type=_T.TEXT,
            is_personal=True,
        ),
        Field(code="release_on", words=Words("異動日", "day of the move"), type=_T.DAY),
    ),
    steps={
        _E.APPLY: Step(
            words=Words("応募する", "Apply"),
            party=Party.PERSON,
            asks=("same_entity", "tenure_months", "post_months"),
            may_ask=("motive",),
            guards=(refuse_other_entity, refuse_too_early),
        ),
        _E.SCREEN: Step(words=Words("選考を開始", "Begin the screening"), party=Party.HOST_UNIT),
        _E.OFFER: Step(
            words=Words("内定を出す", "Offer"),
            party=Party.HOST_UNIT,
            asks=("offered_on",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.NOT_SELECT: Step(
            words=Words("見送る", "Do not select"),
            party=Party.HOST_UNIT,
            asks=("decided_on",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.GIVE_FEEDBACK: Step(
            words=Words("理由を伝える", "Give feedback"), party=Party.HR, asks=("feedback",)
        ),
        _E.WITHDRAW: Step(words=Words("取り下げる", "Withdraw"), party=Party.PERSON),
        _E.DECLINE: Step(words=Words("辞退する", "Decline"), party=Party.PERSON),
        _E.INFORM_BOSS: Step(words=Words("上司に連絡", "Tell the boss"), party=Party.HR),
        _E.MOVE: Step(
            words=Words("異動を記録", "Record the move"),
            party=Party.HR,
            asks=("release_on",),
            guards=(refuse_late_release,),
        ),
    },
    reminders=(
        Reminder(
            state=_S.NOT_SELECTED,
            after="decided_on",
            days=FEEDBACK_DAYS,
            words=Words("見送りの理由を伝える期限", "Feedback is due"),
        ),
    ),
    hidden=(
        (
            Party.HOME_UNIT,
            tuple(one for one in _S if one not in (_S.BOSS_INFORMED, _S.MOVED)),
        ),
    ),
    measures=(("moved_of_applied", Words("応募から異動した割合", "applicants who moved")),),
)
