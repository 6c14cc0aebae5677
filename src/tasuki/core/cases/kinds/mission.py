"""A task for a side worker at a town or a firm (副業ミッション), paid or pro bono."""

from enum import StrEnum
from typing import Final

from tasuki.core.access import OrganisationKind
from tasuki.core.cases.field import choice, day, number, text
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_backwards
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class MissionState(StrEnum):
    """How the mission stands; stored."""

    DRAFT = "draft"
    OPEN = "open"
    TALK = "talk"
    AGREED = "agreed"
    RUNNING = "running"
    REPORTED = "reported"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class MissionEvent(StrEnum):
    """What can happen to the mission."""

    DRAFT = "draft"
    PUBLISH = "publish"
    TALK = "talk"
    AGREE = "agree"
    START = "start"
    REPORT = "report"
    CLOSE = "close"
    CANCEL = "cancel"


def refuse_employment(facts: Facts) -> Refusal | None:
    """H1: arranging employment needs a licence, so an employed mission goes through an agency.

    Source: 職業安定法 4条, 30条.
    """
    if facts.values["form"] != "employed":
        return None
    return Refusal(
        "H1",
        "雇用の仕事のあっせんには許可または届出が要ります。",
        "Arranging employment needs a licence or a notification.",
        "許可のある紹介会社に求人として依頼してください。",
        "Hand it to a licensed agency as an opening.",
        "職業安定法 4条, 30条, 33条の4",
    )


def refuse_unnoticed(facts: Facts) -> Refusal | None:
    """H11: paid work begins after the notice of nine items, and both terms are known.

    Source: フリーランス法 3条.
    """
    if facts.values["form"] != "paid":
        return None
    has_fee = bool(facts.values.get("fee_yen"))
    notice = facts.values.get("notice_on")
    if has_fee and notice is not None:
        return None
    return Refusal(
        "H11",
        "有償の業務委託ですが、報酬または取引条件の明示（9項目）の日がありません。",
        "It is paid work, but the fee or the day of the notice of nine items is missing.",
        "報酬を入力し、9項目を書面かメールで明示した日を記録してください。",
        "Enter the fee and the day on which the nine items were delivered.",
        "フリーランス法 3条",
    )


_S, _E = MissionState, MissionEvent
KIND: Final = KindDeclaration(
    code="mission",
    words=Words("副業ミッション", "mission"),
    source="フリーランス法 3条; 職業安定法 4条",
    keepers=(OrganisationKind.COMPANY, OrganisationKind.MUNICIPALITY),
    machine=Machine(
        name="mission",
        initial=_S.DRAFT,
        transitions=(
            Transition(None, _E.DRAFT, _S.DRAFT, "MI1"),
            Transition(_S.DRAFT, _E.PUBLISH, _S.OPEN, "MI2"),
            Transition(_S.OPEN, _E.TALK, _S.TALK, "MI3"),
            Transition(_S.TALK, _E.TALK, _S.TALK, "MI3"),
            Transition(_S.TALK, _E.AGREE, _S.AGREED, "MI4"),
            Transition(_S.AGREED, _E.START, _S.RUNNING, "MI5"),
            Transition(_S.RUNNING, _E.REPORT, _S.REPORTED, "MI6"),
            Transition(_S.REPORTED, _E.CLOSE, _S.CLOSED, "MI7"),
            *(
                Transition(one, _E.CANCEL, _S.CANCELLED, "MI8")
                for one in (_S.DRAFT, _S.OPEN, _S.TALK, _S.AGREED)
            ),
        ),
    ),
    labels={
        _S.DRAFT: label("下書き", "Draft", Tone.GREY, "公開", "Publish"),
        _S.OPEN: label("募集中", "Open", Tone.TEAL, "応募者と面談", "Talk with applicants"),
        _S.TALK: label("面談", "Talk", Tone.AMBER, "条件に合意", "Agree on the terms"),
        _S.AGREED: label("合意", "Agreed", Tone.VIOLET, "開始を記録", "Record the first day"),
        _S.RUNNING: label("実施中", "Running", Tone.TEAL, "報告を受け取る", "Receive the report"),
        _S.REPORTED: label("報告済み", "Reported", Tone.AMBER, "終了", "Close it"),
        _S.CLOSED: label("終了", "Closed", Tone.GREEN),
        _S.CANCELLED: label("取りやめ", "Cancelled", Tone.GREY),
    },
    fields=(
        text("theme", "テーマ", "theme", most=200),
        choice(
            "form",
            "形",
            "form",
            ("paid", "業務委託（有償）", "contract (paid)"),
            ("pro_bono", "プロボノ（無償）", "pro bono"),
            ("employed", "雇用", "employment"),
        ),
        number("months", "期間（か月）", "months", least=1, most=36, initial="3"),
        number("onsite_days", "月の現地日数", "days on site a month", most=31),
        number("online_percent", "オンラインの割合（％）", "online share (%)", most=100),
        choice(
            "travel_payer",
            "交通費の負担",
            "travel is paid by",
            ("host", "受け入れ側", "the host"),
            ("self", "本人", "the person"),
        ),
        number("applicants", "応募者数", "applicants", least=1, most=99_999),
        number("fee_yen", "月の報酬（円）", "fee a month (yen)"),
        day("notice_on", "9項目を明示した日", "nine items delivered on", is_past=True),
        day("starts_on", "開始日", "first day"),
        day("ends_on", "終了日", "last day"),
        text("reviewer", "成果を確認する人", "reviewed by", most=100),
        text("report", "成果の報告", "report", most=2000),
        text("skills", "身についたスキル", "skills gained", most=500),
        choice(
            "tie",
            "その後の関わり",
            "tie afterwards",
            ("goes_on", "続く", "goes on"),
            ("none", "終わる", "ends"),
        ),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.DRAFT: Step(
            words=Words("ミッションを作る", "Draft a mission"),
            party=Party.HOST,
            asks=("theme", "form", "months", "onsite_days", "online_percent", "travel_payer"),
            guards=(refuse_employment,),
        ),
        _E.PUBLISH: Step(words=Words("公開", "Publish")),
        _E.TALK: Step(words=Words("面談を記録", "Record the talk"), asks=("applicants",)),
        _E.AGREE: Step(
            words=Words("合意を記録", "Record the agreement"),
            asks=("starts_on", "ends_on", "reviewer"),
            may_ask=("fee_yen", "notice_on"),
            guards=(refuse_backwards, refuse_unnoticed),
        ),
        _E.START: Step(words=Words("開始", "Begin")),
        _E.REPORT: Step(
            words=Words("報告を記録", "Record the report"), party=Party.PERSON, asks=("report",)
        ),
        _E.CLOSE: Step(words=Words("終了", "Close"), asks=("tie",), may_ask=("skills",)),
        _E.CANCEL: Step(words=Words("取りやめる", "Cancel"), asks=("reason",)),
    },
    reminders=(
        Reminder(
            states=(_S.RUNNING,),
            after="ends_on",
            words=Words("ミッションの報告", "report of the mission"),
        ),
    ),
    measures=(
        (
            "closed_of_agreed",
            Words("合意したミッションの完了率", "agreed missions that were completed"),
        ),
        ("tie_of_closed", Words("関わりが続く割合", "people who stay tied to the town")),
    ),
)
