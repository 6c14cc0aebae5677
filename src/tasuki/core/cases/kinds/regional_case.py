"""A local firm's problem becomes a person wanted, handed to who may arrange work (地域の人事部)."""

from enum import StrEnum
from typing import Final

from tasuki.core.access import OrganisationKind
from tasuki.core.cases.field import choice, day, number, text, yes_no
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class RegionalState(StrEnum):
    """How the consultation stands; stored."""

    CONSULTATION = "consultation"
    PERSON_SPEC = "person_spec"
    HANDED_OVER = "handed_over"
    MATCHED = "matched"
    NOT_MATCHED = "not_matched"
    FOLLOWED_UP = "followed_up"
    DROPPED = "dropped"


class RegionalEvent(StrEnum):
    """What can happen to the consultation."""

    CONSULT = "consult"
    SPECIFY = "specify"
    HAND_OVER = "hand_over"
    MATCH = "match"
    NOT_MATCH = "not_match"
    HAND_AGAIN = "hand_again"
    FOLLOW_UP = "follow_up"
    DROP = "drop"


def refuse_unlicensed(facts: Facts) -> Refusal | None:
    """H1: employment is arranged by a licensed agency or under a notification only.

    Source: 職業安定法 29条, 30条, 33条, 33条の4.
    """
    if facts.values["route"] == "side_work" or facts.values.get("licence"):
        return None
    return Refusal(
        "H1",
        "雇用のあっせんを引き渡す先の許可・届出の番号がありません。許可のない運営者は人材要件までです。",
        "No licence or notification of the receiver is known; without one this ends at the spec.",
        "紹介会社の許可番号、または地方公共団体の通知（29条）の番号を入力してください。",
        "Enter the agency's licence number or the number of the notification under Article 29.",
        "職業安定法 29条, 30条, 33条の4",
    )


def refuse_unordered(facts: Facts) -> Refusal | None:
    """H2: the firm itself orders that its case is handed over.

    Source: 個人情報保護法 27条; 職業安定法 5条の3.
    """
    if facts.values["is_ordered"]:
        return None
    return Refusal(
        "H2",
        "企業からの依頼がないため、引き渡せません。",
        "The firm has not ordered that its case is handed over.",
        "企業の依頼を受けてから記録してください。",
        "Receive the firm's order first.",
        "職業安定法 5条の3",
    )


_S, _E = RegionalState, RegionalEvent
KIND: Final = KindDeclaration(
    code="regional_case",
    words=Words("企業からの相談", "regional consultation"),
    source="職業安定法 29条, 30条, 33条の4",
    keepers=(OrganisationKind.MUNICIPALITY,),
    has_person=False,
    machine=Machine(
        name="regional consultation",
        initial=_S.CONSULTATION,
        transitions=(
            Transition(None, _E.CONSULT, _S.CONSULTATION, "RC1"),
            Transition(_S.CONSULTATION, _E.SPECIFY, _S.PERSON_SPEC, "RC2"),
            Transition(_S.PERSON_SPEC, _E.HAND_OVER, _S.HANDED_OVER, "RC3"),
            Transition(_S.HANDED_OVER, _E.MATCH, _S.MATCHED, "RC4"),
            Transition(_S.HANDED_OVER, _E.NOT_MATCH, _S.NOT_MATCHED, "RC5"),
            Transition(_S.NOT_MATCHED, _E.HAND_AGAIN, _S.PERSON_SPEC, "RC6"),
            Transition(_S.MATCHED, _E.FOLLOW_UP, _S.FOLLOWED_UP, "RC7"),
            Transition(_S.FOLLOWED_UP, _E.FOLLOW_UP, _S.FOLLOWED_UP, "RC7"),
            *(
                Transition(one, _E.DROP, _S.DROPPED, "RC8")
                for one in (_S.CONSULTATION, _S.PERSON_SPEC, _S.NOT_MATCHED)
            ),
        ),
    ),
    labels={
        _S.CONSULTATION: label(
            "相談", "Consultation", Tone.GREY, "人材要件をまとめる", "Write the person wanted"
        ),
        _S.PERSON_SPEC: label(
            "人材要件", "Person wanted", Tone.AMBER, "紹介会社などに引き渡す", "Hand it over"
        ),
        _S.HANDED_OVER: label(
            "引き渡し済み", "Handed over", Tone.TEAL, "結果を記録", "Record the result"
        ),
        _S.MATCHED: label(
            "成立", "Matched", Tone.GREEN, "3・6・12か月後の追跡", "Follow up after 3, 6, 12 months"
        ),
        _S.NOT_MATCHED: label(
            "不成立", "Not matched", Tone.AMBER, "要件を見直すか終える", "Change the spec or end it"
        ),
        _S.FOLLOWED_UP: label("追跡済み", "Followed up", Tone.GREEN),
        _S.DROPPED: label("取りやめ", "Dropped", Tone.GREY),
    },
    fields=(
        text("firm", "企業", "firm", most=160),
        text("problem", "経営の課題", "problem", most=1000),
        text("plan", "攻めの計画", "plan for growth", most=1000),
        text("spec", "求める人", "person wanted", most=1000),
        number("cost_yen", "見込む費用（円）", "expected cost (yen)"),
        choice(
            "route",
            "引き渡し先",
            "route",
            ("agency", "紹介会社", "agency"),
            ("free_office", "無料職業紹介", "free placement office"),
            ("side_work", "副業（業務委託）", "side work (contract)"),
        ),
        text("receiver", "引き渡し先の名前", "receiver", most=160),
        text("licence", "許可・届出の番号", "licence or notification", most=60),
        yes_no("is_ordered", "企業の依頼を受けた", "ordered by the firm"),
        day("handed_on", "引き渡した日", "handed over on", is_past=True),
        day("matched_on", "成立した日", "matched on", is_past=True),
        choice(
            "not_matched_reason",
            "不成立の理由",
            "why not",
            ("no_candidate", "候補者がいない", "no candidate"),
            ("pay", "処遇が合わない", "pay"),
            ("firm_stopped", "企業の都合", "the firm stopped"),
            ("person_declined", "本人の辞退", "the person declined"),
        ),
        day("asked_on", "確認日", "asked on", is_past=True),
        yes_no("is_in_region", "地域に残っている", "still in the region"),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.CONSULT: Step(
            words=Words("相談を記録", "Record a consultation"),
            party=Party.HOST,
            asks=("firm", "problem"),
        ),
        _E.SPECIFY: Step(
            words=Words("人材要件をまとめる", "Write the person wanted"),
            asks=("plan", "spec"),
            may_ask=("cost_yen",),
        ),
        _E.HAND_OVER: Step(
            words=Words("引き渡す", "Hand over"),
            asks=("route", "receiver", "is_ordered", "handed_on"),
            may_ask=("licence",),
            guards=(refuse_unordered, refuse_unlicensed),
        ),
        _E.MATCH: Step(words=Words("成立を記録", "Record the match"), asks=("matched_on",)),
        _E.NOT_MATCH: Step(
            words=Words("不成立を記録", "Record that it did not match"),
            asks=("not_matched_reason",),
        ),
        _E.HAND_AGAIN: Step(
            words=Words("要件を見直す", "Change the person wanted"), asks=("spec",)
        ),
        _E.FOLLOW_UP: Step(
            words=Words("追跡を記録", "Record the follow-up"), asks=("asked_on", "is_in_region")
        ),
        _E.DROP: Step(words=Words("取りやめる", "Drop it"), asks=("reason",)),
    },
    reminders=tuple(
        Reminder(
            states=(_S.MATCHED, _S.FOLLOWED_UP),
            after="matched_on",
            months=months,
            settled_by="asked_on",
            words=Words(f"成立{months}か月後の追跡", f"follow-up {months} months after the match"),
        )
        for months in (3, 6, 12)
    ),
    measures=(
        ("matched_of_consulted", Words("相談から成立に至った割合", "consultations that matched")),
        (
            "in_region_after_12",
            Words("12か月後に地域に残る割合", "still in the region after 12 months"),
        ),
    ),
)
