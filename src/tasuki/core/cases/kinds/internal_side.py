"""Side work inside the company (社内副業): three parties agree, hours are shared, both evaluate."""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import choice, day, number, text
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_backwards, refuse_longer_than
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

MONTHS: Final = 6
_SOURCE: Final = "design"


class SideState(StrEnum):
    """How the side job stands; stored."""

    APPLIED = "applied"
    HOST_OK = "host_ok"
    HOME_AGREED = "home_agreed"
    SIGNED = "signed"
    RUNNING = "running"
    RENEWED = "renewed"
    ENDED = "ended"
    STOPPED = "stopped"
    EVALUATED = "evaluated"
    DECLINED = "declined"


class SideEvent(StrEnum):
    """What can happen to the side job."""

    APPLY = "apply"
    ACCEPT = "accept"
    LIMIT = "limit"
    AGREE = "agree"
    SIGN = "sign"
    START = "start"
    RENEW = "renew"
    END = "end"
    STOP = "stop"
    EVALUATE = "evaluate"
    DECLINE = "decline"


def refuse_large_share(facts: Facts) -> Refusal | None:
    """The share of hours stays within the rule that the company wrote down."""
    if facts.number("share_percent") <= facts.number("share_limit_percent"):
        return None
    return Refusal(
        "CASE-SHARE",
        f"労働時間の割合が上限（{facts.number('share_limit_percent')}％）を超えています。",
        f"The share is above the limit of {facts.number('share_limit_percent')} %.",
        "上限以下の割合を入力してください。",
        "Enter a share up to the limit.",
        _SOURCE,
    )


def refuse_growth(facts: Facts) -> Refusal | None:
    """The home unit may only limit: a smaller share or a later first day."""
    share, before = facts.number("share_percent"), facts.before["share_percent"]
    start, planned = facts.day("starts_on"), facts.before["starts_on"]
    smaller = isinstance(before, int) and share <= before
    later = not isinstance(planned, int | str) and start >= planned
    if smaller and later:
        return None
    return Refusal(
        "CASE-LIMIT",
        "所属部署ができるのは、割合を下げるか開始を遅らせることだけです。",
        "The home unit may only lower the share or delay the first day.",
        "今より小さい割合、または遅い開始日を入力してください。",
        "Enter a smaller share or a later day.",
        _SOURCE,
    )


def refuse_unsigned(facts: Facts) -> Refusal | None:
    """Three parties sign before the first day."""
    last = max(facts.day(one) for one in ("person_signed_on", "home_signed_on", "host_signed_on"))
    if last <= facts.day("starts_on"):
        return None
    return Refusal(
        "CASE-SIGNED",
        "三者の署名が開始日より後です。",
        "A signature lies after the first day.",
        "開始日を遅らせてから署名を記録してください。",
        "Delay the first day, then record the signatures.",
        _SOURCE,
    )


def refuse_early_start(facts: Facts) -> Refusal | None:
    """It runs from its first day on."""
    if facts.today >= facts.day("starts_on"):
        return None
    return Refusal(
        "CASE-START",
        "開始日がまだ来ていません。",
        "The first day has not come.",
        "開始日以降に記録してください。",
        "Record it on the first day or later.",
        _SOURCE,
    )


def refuse_long_renewal(facts: Facts) -> Refusal | None:
    """Renewed once, by six months at most."""
    before = facts.before["ends_on"]
    end = facts.day("ends_on")
    if not isinstance(before, int | str) and before < end <= add_months(before, MONTHS):
        return None
    return Refusal(
        "CASE-RENEWAL",
        f"更新は1回、{MONTHS}か月までです。",
        f"It is renewed once, by {MONTHS} months at most.",
        "今の終了日より後で、6か月以内の日を入力してください。",
        "Enter a day after the present end, within six months.",
        _SOURCE,
    )


_S, _E = SideState, SideEvent
KIND: Final = KindDeclaration(
    code="internal_side",
    words=Words("社内副業", "internal side job"),
    source=_SOURCE,
    machine=Machine(
        name="internal side job",
        initial=_S.APPLIED,
        transitions=(
            Transition(None, _E.APPLY, _S.APPLIED, "IS1"),
            Transition(_S.APPLIED, _E.ACCEPT, _S.HOST_OK, "IS2"),
            Transition(_S.HOST_OK, _E.LIMIT, _S.HOST_OK, "IS3"),
            Transition(_S.HOST_OK, _E.AGREE, _S.HOME_AGREED, "IS4"),
            Transition(_S.HOME_AGREED, _E.SIGN, _S.SIGNED, "IS5"),
            Transition(_S.SIGNED, _E.START, _S.RUNNING, "IS6"),
            Transition(_S.RUNNING, _E.RENEW, _S.RENEWED, "IS7"),
            Transition(_S.RUNNING, _E.END, _S.ENDED, "IS8"),
            Transition(_S.RENEWED, _E.END, _S.ENDED, "IS8"),
            Transition(_S.RUNNING, _E.STOP, _S.STOPPED, "IS9"),
            Transition(_S.RENEWED, _E.STOP, _S.STOPPED, "IS9"),
            Transition(_S.ENDED, _E.EVALUATE, _S.EVALUATED, "IS10"),
            Transition(_S.STOPPED, _E.EVALUATE, _S.EVALUATED, "IS10"),
            Transition(_S.APPLIED, _E.DECLINE, _S.DECLINED, "IS11"),
            Transition(_S.HOST_OK, _E.DECLINE, _S.DECLINED, "IS11"),
            Transition(_S.HOME_AGREED, _E.DECLINE, _S.DECLINED, "IS11"),
        ),
    ),
    labels={
        _S.APPLIED: label("応募", "Applied", Tone.GREY, "受入部署が判断", "The host unit decides"),
        _S.HOST_OK: label(
            "受入部署が承諾",
            "Host agrees",
            Tone.AMBER,
            "所属部署と調整",
            "Settle it with the home unit",
        ),
        _S.HOME_AGREED: label(
            "所属部署が承諾", "Home agrees", Tone.AMBER, "三者で署名", "Three parties sign"
        ),
        _S.SIGNED: label("三者合意", "Signed", Tone.VIOLET, "開始を記録", "Record the first day"),
        _S.RUNNING: label("実施中", "Running", Tone.TEAL, "終了または更新", "End or renew it"),
        _S.RENEWED: label("更新済み", "Renewed", Tone.TEAL, "終了を記録", "End it"),
        _S.ENDED: label("終了", "Ended", Tone.AMBER, "評価を記録", "Record the evaluation"),
        _S.STOPPED: label("中止", "Stopped", Tone.AMBER, "評価を記録", "Record the evaluation"),
        _S.EVALUATED: label("評価済み", "Evaluated", Tone.GREEN),
        _S.DECLINED: label("見送り", "Not begun", Tone.GREY),
    },
    fields=(
        text("home_unit", "所属部署", "home unit", most=120),
        text("host_unit", "受入部署", "host unit", most=120),
        text("work", "仕事の内容", "work", most=1000),
        number(
            "share_limit_percent",
            "割合の上限（％）",
            "limit of the share (%)",
            least=1,
            most=50,
            initial="20",
        ),
        number(
            "share_percent",
            "労働時間の割合（％）",
            "share of hours (%)",
            least=5,
            most=100,
            initial="20",
        ),
        number(
            "overtime_cap_hours",
            "月の時間外の上限（時間）",
            "overtime cap a month (hours)",
            most=45,
            initial="20",
        ),
        day("starts_on", "開始日", "first day"),
        day("ends_on", "終了日", "last day"),
        choice(
            "limit_ground",
            "制限の理由",
            "why it is limited",
            ("hours", "労働時間の法令上の上限", "legal hours"),
            ("safety", "安全", "safety"),
            ("handover", "進行中の引き継ぎ", "a running hand-over"),
        ),
        day("person_signed_on", "本人の署名", "signed by the person", is_past=True),
        day("home_signed_on", "所属部署の署名", "signed by the home unit", is_past=True),
        day("host_signed_on", "受入部署の署名", "signed by the host unit", is_past=True),
        number("hours_done", "実際の時間の合計", "hours in all", most=2_000),
        text("reason", "理由", "reason", most=300),
        text("evaluation", "受入部署の評価", "evaluation by the host", most=2000, is_personal=True),
        number(
            "evaluation_percent",
            "評価に占める割合（％）",
            "weight in the evaluation (%)",
            most=50,
            initial="20",
        ),
        text("skills", "身についたスキル", "skills gained", most=500),
    ),
    steps={
        _E.APPLY: Step(
            words=Words("応募を記録", "Record the application"),
            party=Party.PERSON,
            asks=(
                "home_unit",
                "host_unit",
                "work",
                "share_limit_percent",
                "share_percent",
                "overtime_cap_hours",
                "starts_on",
                "ends_on",
            ),
            guards=(
                refuse_large_share,
                refuse_backwards,
                refuse_longer_than(MONTHS, source=_SOURCE),
            ),
        ),
        _E.ACCEPT: Step(words=Words("受入部署が承諾", "The host agrees"), party=Party.HOST),
        _E.LIMIT: Step(
            words=Words("割合か開始日を制限", "Limit share or first day"),
            party=Party.HOME,
            asks=("share_percent", "starts_on", "limit_ground"),
            guards=(refuse_growth, refuse_backwards),
        ),
        _E.AGREE: Step(words=Words("所属部署が承諾", "The home unit agrees"), party=Party.HOME),
        _E.SIGN: Step(
            words=Words("三者の署名を記録", "Record the three signatures"),
            asks=("person_signed_on", "home_signed_on", "host_signed_on"),
            guards=(refuse_unsigned,),
        ),
        _E.START: Step(words=Words("開始", "Begin"), guards=(refuse_early_start,)),
        _E.RENEW: Step(
            words=Words("更新", "Renew"), asks=("ends_on",), guards=(refuse_long_renewal,)
        ),
        _E.END: Step(words=Words("終了", "End"), asks=("hours_done",)),
        _E.STOP: Step(words=Words("中止", "Stop"), asks=("reason",), may_ask=("hours_done",)),
        _E.EVALUATE: Step(
            words=Words("評価を記録", "Record the evaluation"),
            party=Party.HOST,
            asks=("evaluation", "evaluation_percent"),
            may_ask=("skills",),
        ),
        _E.DECLINE: Step(words=Words("見送る", "Do not begin"), asks=("reason",)),
    },
    reminders=(
        Reminder(
            states=(_S.RUNNING,),
            after="ends_on",
            months=-1,
            words=Words("社内副業の更新か終了", "renew or end the side job"),
        ),
        Reminder(
            states=(_S.RENEWED,),
            after="ends_on",
            words=Words("社内副業の終了", "end of the side job"),
        ),
        Reminder(
            states=(_S.ENDED, _S.STOPPED),
            after="ends_on",
            days=30,
            words=Words("社内副業の評価", "evaluation of the side job"),
        ),
    ),
    measures=(
        (
            "completed_of_signed",
            Words("合意した社内副業の完了率", "signed side jobs that were completed"),
        ),
        ("renewed_of_signed", Words("更新された割合", "signed side jobs that were renewed")),
    ),
)
