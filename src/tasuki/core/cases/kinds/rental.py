"""Study at another firm (レンタル移籍・社外留職): the sender keeps the contract and the command."""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import choice, day, number, text, yes_no
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import (
    refuse_backwards,
    refuse_longer_than,
    refuse_no_consent,
    refuse_without_decider,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

MONTHS: Final = 12
_SOURCE: Final = "design"


class RentalState(StrEnum):
    """How the study stands; stored."""

    APPLIED = "applied"
    SELECTED = "selected"
    DESIGN_AGREED = "design_agreed"
    CONSENTED = "consented"
    CONTRACT_SIGNED = "contract_signed"
    RUNNING = "running"
    RETURN_TALK = "return_talk"
    RETURNED = "returned"
    FOLLOWED_UP = "followed_up"
    NOT_SELECTED = "not_selected"
    DECLINED = "declined"


class RentalEvent(StrEnum):
    """What can happen to the study."""

    APPLY = "apply"
    SELECT = "select"
    NOT_SELECT = "not_select"
    AGREE_DESIGN = "agree_design"
    CONSENT = "consent"
    DECLINE = "decline"
    SIGN = "sign"
    START = "start"
    NOTE = "note"
    TALK = "talk"
    RETURN = "return"
    FOLLOW_UP = "follow_up"


def refuse_junior(facts: Facts) -> Refusal | None:
    """Fourth year with the company and one year in the post, by default."""
    if facts.number("tenure_months") >= 36 and facts.number("post_months") >= 12:
        return None
    return Refusal(
        "CASE-TENURE",
        "入社4年目以上、かつ現職1年以上という条件に達していません。",
        "The fourth year here and one year in the post are not reached.",
        "条件に達した後に応募してください。",
        "Apply when both are reached.",
        _SOURCE,
    )


def refuse_host_command(facts: Facts) -> Refusal | None:
    """H9: where the host commands, this is a secondment or dispatch and needs their papers.

    Source: 職業安定法 44条; 労働契約法 14条.
    """
    if facts.values["commander"] == "sender":
        return None
    return Refusal(
        "H9",
        "受入先が直接指揮命令する形です。研修契約のままでは労働者供給・派遣に当たるおそれがあります。",
        "The host would command directly; under a training contract that may be supply of labour.",
        "在籍出向として始めるか、指揮命令を送り出し元に残す設計に直してください。",
        "Begin it as a secondment, or leave the command with the sender.",
        "職業安定法 44条",
    )


_S, _E = RentalState, RentalEvent
KIND: Final = KindDeclaration(
    code="rental",
    words=Words("レンタル移籍", "rental transfer"),
    source=_SOURCE,
    machine=Machine(
        name="rental transfer",
        initial=_S.APPLIED,
        transitions=(
            Transition(None, _E.APPLY, _S.APPLIED, "RT1"),
            Transition(_S.APPLIED, _E.SELECT, _S.SELECTED, "RT2"),
            Transition(_S.APPLIED, _E.NOT_SELECT, _S.NOT_SELECTED, "RT3"),
            Transition(_S.SELECTED, _E.AGREE_DESIGN, _S.DESIGN_AGREED, "RT4"),
            Transition(_S.DESIGN_AGREED, _E.CONSENT, _S.CONSENTED, "RT5"),
            Transition(_S.SELECTED, _E.DECLINE, _S.DECLINED, "RT6"),
            Transition(_S.DESIGN_AGREED, _E.DECLINE, _S.DECLINED, "RT6"),
            Transition(_S.CONSENTED, _E.DECLINE, _S.DECLINED, "RT6"),
            Transition(_S.CONSENTED, _E.SIGN, _S.CONTRACT_SIGNED, "RT7"),
            Transition(_S.CONTRACT_SIGNED, _E.START, _S.RUNNING, "RT8"),
            Transition(_S.RUNNING, _E.NOTE, _S.RUNNING, "RT9"),
            Transition(_S.RUNNING, _E.TALK, _S.RETURN_TALK, "RT10"),
            Transition(_S.RETURN_TALK, _E.RETURN, _S.RETURNED, "RT11"),
            Transition(_S.RETURNED, _E.FOLLOW_UP, _S.FOLLOWED_UP, "RT12"),
            Transition(_S.FOLLOWED_UP, _E.FOLLOW_UP, _S.FOLLOWED_UP, "RT12"),
        ),
    ),
    labels={
        _S.APPLIED: label("応募", "Applied", Tone.GREY, "選考", "Select"),
        _S.SELECTED: label(
            "選出", "Selected", Tone.AMBER, "業務設計書を合意", "Agree on the design of the work"
        ),
        _S.DESIGN_AGREED: label(
            "設計合意", "Design agreed", Tone.AMBER, "本人の同意", "The person consents"
        ),
        _S.CONSENTED: label(
            "本人同意", "Consented", Tone.AMBER, "研修契約を締結", "Both firms sign"
        ),
        _S.CONTRACT_SIGNED: label(
            "契約済み", "Signed", Tone.VIOLET, "開始を記録", "Record the first day"
        ),
        _S.RUNNING: label(
            "実施中", "Running", Tone.TEAL, "週報と復帰面談", "Weekly notes, then the talk"
        ),
        _S.RETURN_TALK: label(
            "復帰面談済み", "Talk held", Tone.AMBER, "復帰を記録", "Record the return"
        ),
        _S.RETURNED: label(
            "復帰", "Returned", Tone.AMBER, "6・12か月後の追跡", "Follow up after 6 and 12 months"
        ),
        _S.FOLLOWED_UP: label("追跡済み", "Followed up", Tone.GREEN),
        _S.NOT_SELECTED: label("見送り", "Not selected", Tone.GREY),
        _S.DECLINED: label("本人が辞退", "Declined", Tone.GREY),
    },
    fields=(
        text("host", "受入先", "host", most=160),
        number("tenure_months", "在籍月数", "months here"),
        number("post_months", "現職の月数", "months in post"),
        text("purpose", "なぜ行くか", "why", most=1000, is_personal=True),
        text(
            "after_return",
            "復帰後にしたいこと",
            "wish after the return",
            most=1000,
            is_personal=True,
        ),
        text("decider", "判断した人", "decided by", most=100),
        text("design", "業務設計", "design of the work", most=2000),
        choice(
            "commander",
            "指揮命令する側",
            "who commands",
            ("sender", "送り出し元", "the sender"),
            ("host", "受入先", "the host"),
        ),
        number("days_per_week", "週の日数", "days a week", least=1, most=5, initial="5"),
        number(
            "overtime_cap_hours",
            "月の時間外の上限（時間）",
            "overtime cap a month (hours)",
            most=45,
            initial="20",
        ),
        text("mentor", "メンター", "mentor", most=100),
        day("starts_on", "開始日", "first day"),
        day("ends_on", "終了日", "last day"),
        day("consented_on", "同意日", "day of consent", is_past=True),
        yes_no("is_consent_single", "本人だけの個別の同意書", "a single consent of this person"),
        day("contract_on", "研修契約の締結日", "day of the contract", is_past=True),
        text("note", "週の振り返り", "note of the week", most=2000, is_personal=True),
        day("talk_on", "復帰面談の日", "day of the talk", is_past=True),
        text("post_after", "復帰後のポスト", "post after the return", most=160),
        day("returned_on", "復帰日", "day of return", is_past=True),
        text("skills", "身についたスキル", "skills gained", most=500),
        yes_no("is_here", "在籍している", "still here"),
        day("asked_on", "確認日", "asked on", is_past=True),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.APPLY: Step(
            words=Words("応募を記録", "Record the application"),
            party=Party.PERSON,
            asks=("host", "tenure_months", "post_months", "purpose", "after_return"),
            guards=(refuse_junior,),
        ),
        _E.SELECT: Step(
            words=Words("選出", "Select"), may_ask=("decider",), guards=(refuse_without_decider,)
        ),
        _E.NOT_SELECT: Step(
            words=Words("見送る", "Do not select"),
            asks=("reason",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.AGREE_DESIGN: Step(
            words=Words("業務設計書を合意", "Agree on the design"),
            asks=(
                "design",
                "commander",
                "days_per_week",
                "overtime_cap_hours",
                "starts_on",
                "ends_on",
            ),
            may_ask=("mentor",),
            guards=(
                refuse_host_command,
                refuse_backwards,
                refuse_longer_than(MONTHS, source=_SOURCE),
            ),
        ),
        _E.CONSENT: Step(
            words=Words("本人の同意を記録", "Record the consent"),
            party=Party.PERSON,
            asks=("consented_on", "is_consent_single"),
            guards=(refuse_no_consent,),
        ),
        _E.DECLINE: Step(
            words=Words("本人の辞退を記録", "Record that the person declined"), party=Party.PERSON
        ),
        _E.SIGN: Step(words=Words("研修契約を記録", "Record the contract"), asks=("contract_on",)),
        _E.START: Step(words=Words("開始", "Begin")),
        _E.NOTE: Step(
            words=Words("週の振り返りを記録", "Add a note of the week"),
            party=Party.PERSON,
            asks=("note",),
        ),
        _E.TALK: Step(
            words=Words("復帰面談を記録", "Record the return talk"), asks=("talk_on", "post_after")
        ),
        _E.RETURN: Step(
            words=Words("復帰を記録", "Record the return"),
            asks=("returned_on",),
            may_ask=("skills",),
        ),
        _E.FOLLOW_UP: Step(
            words=Words("追跡を記録", "Record the follow-up"), asks=("asked_on", "is_here")
        ),
    },
    reminders=(
        Reminder(
            states=(_S.RUNNING,),
            after="ends_on",
            months=-3,
            words=Words("レンタル移籍の復帰計画", "plan the return of the rental"),
        ),
        Reminder(
            states=(_S.RUNNING,),
            after="ends_on",
            months=-1,
            words=Words("レンタル移籍の復帰面談", "talk before the return of the rental"),
        ),
        Reminder(
            states=(_S.RETURNED, _S.FOLLOWED_UP),
            after="returned_on",
            months=6,
            settled_by="asked_on",
            words=Words("復帰6か月後の追跡", "follow-up 6 months after the return"),
        ),
        Reminder(
            states=(_S.RETURNED, _S.FOLLOWED_UP),
            after="returned_on",
            months=12,
            settled_by="asked_on",
            words=Words("復帰12か月後の追跡", "follow-up 12 months after the return"),
        ),
    ),
    measures=(
        ("returned_of_ended", Words("予定どおり復帰した割合", "returned as planned")),
        ("here_after_12", Words("復帰12か月後の在籍率", "still here 12 months after the return")),
    ),
)
