"""A former employee comes back (再雇用・カムバック) after a simplified selection."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import Value, choice, day, text, yes_no
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_without_decider
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

GAP_MONTHS: Final = 6
"""Months without a contract after which the count to a permanent contract starts anew.

Source: 労働契約法 18条2項.
"""


class RehireState(StrEnum):
    """How the rehire stands; stored."""

    INTEREST = "interest"
    CASUAL_TALK = "casual_talk"
    ELIGIBILITY_CHECK = "eligibility_check"
    EXCEPTION_REVIEW = "exception_review"
    SIMPLIFIED_SELECTION = "simplified_selection"
    OFFER = "offer"
    JOINED = "joined"
    NOT_NOW = "not_now"
    NOT_HIRED = "not_hired"
    DECLINED = "declined"


class RehireEvent(StrEnum):
    """What can happen to the rehire."""

    SHOW_INTEREST = "show_interest"
    TALK = "talk"
    CHECK = "check"
    REVIEW = "review"
    SELECT = "select"
    OFFER = "offer"
    JOIN = "join"
    FOLLOW_UP = "follow_up"
    WAIT = "wait"
    RESUME = "resume"
    NOT_HIRE = "not_hire"
    DECLINE = "decline"


def refuse_discipline(facts: Facts) -> Refusal | None:
    """By default who left by discipline is looked at by two people first; nobody is blacklisted."""
    if facts.values["left_by"] != "discipline" or facts.values.get("reviewer_two"):
        return None
    return Refusal(
        "CASE-REVIEW",
        "懲戒による退職のため、再雇用の条件の既定に当たりません。",
        "The person left by discipline, which the default rule does not admit.",
        "二人の審査者による例外審査を記録してください。",
        "Record the review of the exception by two reviewers.",
        "design",
    )


def refuse_one_reviewer(facts: Facts) -> Refusal | None:
    """An exception is reviewed by two different people (H12)."""
    if facts.values["reviewer_one"] != facts.values["reviewer_two"]:
        return None
    return Refusal(
        "H12",
        "審査者が一人だけです。",
        "Only one person reviewed it.",
        "異なる二人の審査者を入力してください。",
        "Enter two different reviewers.",
        "design; 公正な採用選考の基本",
    )


def refuse_unasked_record(facts: Facts) -> Refusal | None:
    """H8: facts of the former service are carried over only with the person's consent.

    Source: 個人情報保護法 18条.
    """
    if not facts.values["carries_record"] or facts.values.get("record_consent_on"):
        return None
    return Refusal(
        "H8",
        "以前の在籍情報を引き継ぐ同意の記録がありません。",
        "No consent to carry the former service over is recorded.",
        "本人の同意日を入力するか、引き継がないを選んでください。",
        "Enter the day of the consent, or choose not to carry it over.",
        "個人情報保護法 18条",
    )


def refuse_late_conditions(facts: Facts) -> Refusal | None:
    """The conditions of work are delivered before the contract begins.

    Source: 労働基準法 15条1項.
    """
    if facts.day("conditions_on") <= facts.day("joined_on"):
        return None
    return Refusal(
        "CASE-CONDITIONS",
        "労働条件通知書が入社日より後です。",
        "The notice of conditions lies after the first day of work.",
        "入社日までに労働条件通知書を交付し、その日を入力してください。",
        "Deliver the notice up to the first day and enter that day.",
        "労働基準法 15条1項",
    )


def _notes(values: Mapping[str, Value]) -> tuple[Words, ...]:
    left, joined = values.get("left_on"), values.get("joined_on")
    if not isinstance(left, date) or not isinstance(joined, date):
        return ()
    if joined >= add_months(left, GAP_MONTHS):
        return (
            Words(
                "空白が6か月以上のため、無期転換の通算期間は新たに数えます（労働契約法18条2項）。",
                "The gap is six months or more: the count to a permanent contract starts anew.",
            ),
        )
    return (
        Words(
            "空白が6か月未満のため、以前の有期契約の期間が無期転換の通算に入ることがあります。",
            "The gap is under six months: earlier fixed terms may count to a permanent contract.",
        ),
    )


_S, _E = RehireState, RehireEvent
_WAITABLE: Final = (_S.INTEREST, _S.CASUAL_TALK, _S.ELIGIBILITY_CHECK)
_DECLINABLE: Final = (*_WAITABLE, _S.SIMPLIFIED_SELECTION, _S.OFFER)
KIND: Final = KindDeclaration(
    code="rehire",
    words=Words("再雇用", "rehire"),
    source="design; 労働基準法 15条; 労働契約法 18条",
    machine=Machine(
        name="rehire",
        initial=_S.INTEREST,
        transitions=(
            Transition(None, _E.SHOW_INTEREST, _S.INTEREST, "RH1"),
            Transition(_S.INTEREST, _E.TALK, _S.CASUAL_TALK, "RH2"),
            Transition(_S.CASUAL_TALK, _E.CHECK, _S.ELIGIBILITY_CHECK, "RH3"),
            Transition(_S.ELIGIBILITY_CHECK, _E.REVIEW, _S.EXCEPTION_REVIEW, "RH4"),
            Transition(_S.ELIGIBILITY_CHECK, _E.SELECT, _S.SIMPLIFIED_SELECTION, "RH5"),
            Transition(_S.EXCEPTION_REVIEW, _E.SELECT, _S.SIMPLIFIED_SELECTION, "RH5"),
            Transition(_S.SIMPLIFIED_SELECTION, _E.OFFER, _S.OFFER, "RH6"),
            Transition(_S.OFFER, _E.JOIN, _S.JOINED, "RH7"),
            Transition(_S.JOINED, _E.FOLLOW_UP, _S.JOINED, "RH8"),
            *(Transition(one, _E.WAIT, _S.NOT_NOW, "RH9") for one in _WAITABLE),
            Transition(_S.NOT_NOW, _E.RESUME, _S.INTEREST, "RH10"),
            Transition(_S.EXCEPTION_REVIEW, _E.NOT_HIRE, _S.NOT_HIRED, "RH11"),
            Transition(_S.SIMPLIFIED_SELECTION, _E.NOT_HIRE, _S.NOT_HIRED, "RH11"),
            *(
                Transition(one, _E.DECLINE, _S.DECLINED, "RH12")
                for one in (*_DECLINABLE, _S.NOT_NOW)
            ),
        ),
    ),
    labels={
        _S.INTEREST: label(
            "関心あり", "Interested", Tone.GREY, "カジュアル面談", "Have a casual talk"
        ),
        _S.CASUAL_TALK: label(
            "面談済み", "Talk held", Tone.AMBER, "条件を確認", "Check the conditions"
        ),
        _S.ELIGIBILITY_CHECK: label(
            "条件を確認", "Checked", Tone.AMBER, "簡易選考へ", "Begin the selection"
        ),
        _S.EXCEPTION_REVIEW: label(
            "例外審査", "Exception reviewed", Tone.AMBER, "簡易選考へ", "Begin the selection"
        ),
        _S.SIMPLIFIED_SELECTION: label("簡易選考", "Selection", Tone.AMBER, "結果を決定", "Decide"),
        _S.OFFER: label("内定", "Offer", Tone.VIOLET, "入社を記録", "Record the first day"),
        _S.JOINED: label(
            "入社", "Joined", Tone.GREEN, "3・6・12か月後の面談", "Talk after 3, 6, 12 months"
        ),
        _S.NOT_NOW: label(
            "今ではない", "Not now", Tone.GREY, "本人の希望を待つ", "Wait for the person"
        ),
        _S.NOT_HIRED: label("見送り", "Not hired", Tone.GREY),
        _S.DECLINED: label("本人が辞退", "Declined", Tone.GREY),
    },
    fields=(
        text("wish", "希望する仕事", "work wished for", most=500, is_personal=True),
        day("talk_on", "面談日", "day of the talk", is_past=True),
        day("left_on", "退職日", "day of leaving", is_past=True),
        choice(
            "left_by",
            "退職の区分",
            "how the person left",
            ("own_wish", "自己都合", "own wish"),
            ("family", "家庭の事情", "family"),
            ("term", "契約満了", "end of the term"),
            ("company", "会社都合", "the company"),
            ("discipline", "懲戒", "discipline"),
        ),
        text("reviewer_one", "審査者1", "first reviewer", most=100),
        text("reviewer_two", "審査者2", "second reviewer", most=100),
        text("review", "審査の理由", "why it was admitted", most=500),
        yes_no("carries_record", "以前の在籍情報を引き継ぐ", "carry the former service over"),
        day("record_consent_on", "引き継ぎの同意日", "consent to carry it over", is_past=True),
        text("decider", "判断した人", "decided by", most=100),
        text("post", "配属先とポスト", "unit and post", most=160),
        day("conditions_on", "労働条件通知書の交付日", "conditions delivered on", is_past=True),
        day("joined_on", "入社日", "first day of work", is_past=True),
        day("asked_on", "面談日", "talked on", is_past=True),
        yes_no("is_here", "在籍している", "still here"),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.SHOW_INTEREST: Step(
            words=Words("関心を記録", "Record the interest"), party=Party.PERSON, may_ask=("wish",)
        ),
        _E.TALK: Step(words=Words("カジュアル面談を記録", "Record the talk"), asks=("talk_on",)),
        _E.CHECK: Step(
            words=Words("条件を確認", "Check the conditions"), asks=("left_on", "left_by")
        ),
        _E.REVIEW: Step(
            words=Words("例外審査を記録", "Record the review"),
            asks=("reviewer_one", "reviewer_two", "review"),
            guards=(refuse_one_reviewer,),
        ),
        _E.SELECT: Step(
            words=Words("簡易選考を始める", "Begin the selection"),
            asks=("carries_record",),
            may_ask=("record_consent_on",),
            guards=(refuse_discipline, refuse_unasked_record),
        ),
        _E.OFFER: Step(
            words=Words("内定を出す", "Offer"),
            asks=("post",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.JOIN: Step(
            words=Words("入社を記録", "Record the first day"),
            asks=("conditions_on", "joined_on"),
            guards=(refuse_late_conditions,),
        ),
        _E.FOLLOW_UP: Step(
            words=Words("面談を記録", "Record the talk after joining"), asks=("asked_on", "is_here")
        ),
        _E.WAIT: Step(words=Words("今ではない", "Not now"), party=Party.PERSON),
        _E.RESUME: Step(words=Words("関心が戻った", "Interested again"), party=Party.PERSON),
        _E.NOT_HIRE: Step(
            words=Words("見送る", "Do not hire"),
            asks=("reason",),
            may_ask=("decider",),
            guards=(refuse_without_decider,),
        ),
        _E.DECLINE: Step(
            words=Words("本人の辞退を記録", "Record that the person declined"), party=Party.PERSON
        ),
    },
    notes=_notes,
    reminders=tuple(
        Reminder(
            states=(_S.JOINED,),
            after="joined_on",
            months=months,
            settled_by="asked_on",
            words=Words(f"再雇用{months}か月後の面談", f"talk {months} months after the rehire"),
        )
        for months in (3, 6, 12)
    ),
    measures=(
        ("joined_of_interest", Words("関心から入社に至った割合", "interested people who joined")),
        ("here_after_12", Words("入社12か月後の在籍率", "still here 12 months after joining")),
    ),
)
