"""A talk or a trial day before anybody applies (カジュアル面談); it decides nothing."""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import choice, day, text
from tasuki.core.cases.kind import KindDeclaration, Party, Reminder, Step, label
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class TalkState(StrEnum):
    """How the talk stands; stored."""

    REQUESTED = "requested"
    ARRANGED = "arranged"
    HELD = "held"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class TalkEvent(StrEnum):
    """What can happen to the talk."""

    REQUEST = "request"
    ARRANGE = "arrange"
    HOLD = "hold"
    DECLINE = "decline"
    CANCEL = "cancel"


_S, _E = TalkState, TalkEvent
KIND: Final = KindDeclaration(
    code="casual_talk",
    words=Words("カジュアル面談・体験", "casual talk or trial day"),
    source="design",
    machine=Machine(
        name="casual talk",
        initial=_S.REQUESTED,
        transitions=(
            Transition(None, _E.REQUEST, _S.REQUESTED, "CT1"),
            Transition(_S.REQUESTED, _E.ARRANGE, _S.ARRANGED, "CT2"),
            Transition(_S.ARRANGED, _E.ARRANGE, _S.ARRANGED, "CT2"),
            Transition(_S.ARRANGED, _E.HOLD, _S.HELD, "CT3"),
            Transition(_S.REQUESTED, _E.DECLINE, _S.DECLINED, "CT4"),
            Transition(_S.REQUESTED, _E.CANCEL, _S.CANCELLED, "CT5"),
            Transition(_S.ARRANGED, _E.CANCEL, _S.CANCELLED, "CT5"),
        ),
    ),
    labels={
        _S.REQUESTED: label("希望", "Requested", Tone.GREY, "日程を決める", "Agree on a day"),
        _S.ARRANGED: label(
            "日程決定", "Arranged", Tone.TEAL, "実施を記録", "Record that it was held"
        ),
        _S.HELD: label("実施済み", "Held", Tone.GREEN),
        _S.DECLINED: label("受け入れ不可", "Declined", Tone.GREY),
        _S.CANCELLED: label("取り消し", "Cancelled", Tone.GREY),
    },
    fields=(
        choice(
            "form",
            "形",
            "form",
            ("talk", "カジュアル面談", "casual talk"),
            ("trial", "体験（1日）", "trial day"),
        ),
        text("unit", "相手の部署", "unit", most=120),
        text("wish", "聞きたいこと", "what the person wants to know", most=500, is_personal=True),
        day("held_on", "実施日", "day"),
        text("impression", "本人の感想", "impression", most=1000, is_personal=True),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.REQUEST: Step(
            words=Words("希望を記録", "Record the wish"),
            party=Party.PERSON,
            asks=("unit", "form"),
            may_ask=("wish",),
        ),
        _E.ARRANGE: Step(
            words=Words("日程を決める", "Agree on a day"), party=Party.HOST, asks=("held_on",)
        ),
        _E.HOLD: Step(
            words=Words("実施を記録", "Record that it was held"), may_ask=("impression",)
        ),
        _E.DECLINE: Step(
            words=Words("受け入れられない", "Decline"), party=Party.HOST, asks=("reason",)
        ),
        _E.CANCEL: Step(words=Words("取り消す", "Cancel"), party=Party.PERSON),
    },
    reminders=(
        Reminder(
            states=(_S.ARRANGED,),
            after="held_on",
            words=Words("カジュアル面談・体験の実施", "casual talk or trial day"),
        ),
    ),
    measures=(("held_of_requested", Words("希望から実施に至った割合", "wishes that were held")),),
)
