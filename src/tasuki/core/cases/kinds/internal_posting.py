"""A post offered inside the company (社内公募), from the need to filled or left open."""

from enum import StrEnum
from typing import Final

from tasuki.core.cases.field import choice, day, number, text, yes_no
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words


class PostingState(StrEnum):
    """How the posting stands; stored."""

    DRAFT = "draft"
    CHECKED = "checked"
    OPEN = "open"
    CLOSED = "closed"
    FILLED = "filled"
    UNFILLED = "unfilled"
    CANCELLED = "cancelled"


class PostingEvent(StrEnum):
    """What can happen to the posting."""

    DRAFT = "draft"
    CHECK = "check"
    PUBLISH = "publish"
    CLOSE = "close"
    FILL = "fill"
    LEAVE_OPEN = "leave_open"
    CANCEL = "cancel"


def refuse_unlawful_question(facts: Facts) -> Refusal | None:
    """H5: no question about what must not be asked is on the form of the posting.

    Source: 職業安定法 5条の5; 公正な採用選考の基本.
    """
    if facts.values["is_fair"]:
        return None
    return Refusal(
        "H5",
        "本籍・家族・思想信条など、聞いてはならない項目が含まれています。",
        "It asks for what must not be asked: origin, family, beliefs and the like.",
        "その項目を外してから確認してください。",
        "Take the question out and check it again.",
        "職業安定法 5条の5; 公正な採用選考の基本",
    )


def refuse_past_deadline(facts: Facts) -> Refusal | None:
    """A posting is open for some days at least."""
    if facts.day("deadline_on") > facts.today:
        return None
    return Refusal(
        "CASE-DEADLINE",
        "応募の締切が今日以前です。",
        "The deadline is not ahead.",
        "明日以降の締切日を入力してください。",
        "Enter a deadline after today.",
        "design",
    )


_S, _E = PostingState, PostingEvent
KIND: Final = KindDeclaration(
    code="internal_posting",
    words=Words("社内公募", "internal posting"),
    source="design",
    has_person=False,
    machine=Machine(
        name="internal posting",
        initial=_S.DRAFT,
        transitions=(
            Transition(None, _E.DRAFT, _S.DRAFT, "IP1"),
            Transition(_S.DRAFT, _E.CHECK, _S.CHECKED, "IP2"),
            Transition(_S.CHECKED, _E.PUBLISH, _S.OPEN, "IP3"),
            Transition(_S.OPEN, _E.CLOSE, _S.CLOSED, "IP4"),
            Transition(_S.CLOSED, _E.FILL, _S.FILLED, "IP5"),
            Transition(_S.CLOSED, _E.LEAVE_OPEN, _S.UNFILLED, "IP6"),
            Transition(_S.DRAFT, _E.CANCEL, _S.CANCELLED, "IP7"),
            Transition(_S.CHECKED, _E.CANCEL, _S.CANCELLED, "IP7"),
            Transition(_S.OPEN, _E.CANCEL, _S.CANCELLED, "IP7"),
        ),
    ),
    labels={
        _S.DRAFT: label("下書き", "Draft", Tone.GREY, "人事が内容を確認", "HR checks it"),
        _S.CHECKED: label("確認済み", "Checked", Tone.AMBER, "公開", "Publish"),
        _S.OPEN: label(
            "公募中", "Open", Tone.TEAL, "締切後に応募を締め切る", "Close it at the deadline"
        ),
        _S.CLOSED: label("締切", "Closed", Tone.AMBER, "結果を記録", "Record the result"),
        _S.FILLED: label("充足", "Filled", Tone.GREEN),
        _S.UNFILLED: label("未充足", "Unfilled", Tone.GREY),
        _S.CANCELLED: label("取りやめ", "Cancelled", Tone.GREY),
    },
    fields=(
        text("title", "ポジション", "position", most=120),
        text("unit", "部署", "unit", most=120),
        choice(
            "move_kind",
            "動き方",
            "kind of move",
            ("move", "異動", "move"),
            ("double_post", "兼務", "double post"),
            ("side", "社内副業", "internal side job"),
            ("project", "プロジェクト", "project"),
            ("trial", "体験", "trial day"),
        ),
        number(
            "hours_percent",
            "労働時間の割合（％）",
            "share of hours (%)",
            least=5,
            most=100,
            initial="100",
        ),
        text("must", "必須の条件", "must", most=1000),
        text("want", "歓迎する条件", "welcome", most=1000),
        number("places", "人数", "places", least=1, most=999, initial="1"),
        choice(
            "scope",
            "公開範囲",
            "shown to",
            ("unit", "部署内", "the unit"),
            ("entity", "会社全体", "the whole company"),
        ),
        yes_no("candidate_in_mind", "意中の候補者がいる", "somebody is already in mind"),
        yes_no(
            "is_fair", "聞いてはならない項目がないことを確認した", "no forbidden question was found"
        ),
        day("deadline_on", "応募の締切", "deadline"),
        number("applicants", "応募者数", "applicants", most=99_999),
        number("filled", "決まった人数", "people chosen", least=1, most=999),
        choice(
            "unfilled_reason",
            "未充足の扱い",
            "what follows",
            ("left_empty", "空席のまま", "left empty"),
            ("hire_outside", "社外から採用", "hire outside"),
            ("redesign", "職務を見直す", "redesign"),
        ),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.DRAFT: Step(
            words=Words("公募を作る", "Draft a posting"),
            party=Party.HOST,
            asks=("title", "unit", "move_kind", "hours_percent", "places", "must"),
            may_ask=("want", "candidate_in_mind"),
        ),
        _E.CHECK: Step(
            words=Words("内容を確認", "Check it"),
            asks=("is_fair", "candidate_in_mind"),
            guards=(refuse_unlawful_question,),
        ),
        _E.PUBLISH: Step(
            words=Words("公開", "Publish"),
            asks=("scope", "deadline_on"),
            guards=(refuse_past_deadline,),
        ),
        _E.CLOSE: Step(words=Words("締め切る", "Close"), asks=("applicants",)),
        _E.FILL: Step(words=Words("充足を記録", "Record who was chosen"), asks=("filled",)),
        _E.LEAVE_OPEN: Step(
            words=Words("未充足を記録", "Record that nobody fits"), asks=("unfilled_reason",)
        ),
        _E.CANCEL: Step(words=Words("取りやめる", "Cancel"), asks=("reason",)),
    },
    reminders=(
        Reminder(
            states=(_S.OPEN,),
            after="deadline_on",
            words=Words("応募の締切", "deadline of the posting"),
        ),
    ),
    measures=(
        ("filled_of_closed", Words("締め切った公募の充足率", "closed postings that were filled")),
        ("applicants_per_post", Words("公募1件あたりの応募者", "applicants per posting")),
    ),
)
