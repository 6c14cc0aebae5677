"""A firm's employee works for a town (地域活性化起業人), with presence checked every month.

Numbers as read in 2026: 地域活性化起業人制度推進要綱 (総務省); towns may ask for more.
"""

from enum import StrEnum
from typing import Final

from tasuki.core.access import OrganisationKind
from tasuki.core.cases.field import choice, day, number, text
from tasuki.core.cases.kind import Facts, KindDeclaration, Party, Reminder, Step, label
from tasuki.core.cases.rules import refuse_backwards, refuse_longer_than, refuse_shorter_than
from tasuki.core.dates import add_months
from tasuki.core.law.refusals import Refusal
from tasuki.core.relay.labels import Tone
from tasuki.core.states import Machine, Transition
from tasuki.core.words import Words

LEAST_MONTHS: Final = 6
MOST_MONTHS: Final = 36
JOINED_MONTHS: Final = 3
SIDE_DAYS: Final = 4
SIDE_HOURS: Final = 20
_SOURCE: Final = "地域活性化起業人制度推進要綱"


class KigyoninState(StrEnum):
    """How the case stands; stored."""

    PLANNED = "planned"
    AGREEMENT = "agreement"
    RUNNING = "running"
    RENEWED = "renewed"
    ENDED = "ended"
    CANCELLED = "cancelled"


class KigyoninEvent(StrEnum):
    """What can happen to the case."""

    PLAN = "plan"
    AGREE = "agree"
    START = "start"
    CLOSE_MONTH = "close_month"
    RENEW = "renew"
    END = "end"
    CANCEL = "cancel"


def meets_presence(
    *, form: str, working_days: int, onsite_days: int, days: int, hours: int
) -> bool:
    """Return whether a month has the presence that the scheme asks for.

    Args:
        form: ``firm`` (企業派遣型): on site at least half of the working days;
            ``side`` (副業型): 4 days and 20 hours at least, one day of them on site.
        working_days: of the month, for ``firm``.
        onsite_days: on site.
        days: worked in all, for ``side``.
        hours: worked in all, for ``side``.

    Source: 地域活性化起業人制度推進要綱.
    """
    if form == "firm":
        return 2 * onsite_days >= working_days
    return days >= SIDE_DAYS and hours >= SIDE_HOURS and onsite_days >= 1


def refuse_new_employee(facts: Facts) -> Refusal | None:
    """Whoever joined the sender under three months ago cannot be sent."""
    if facts.day("starts_on") >= add_months(facts.day("employed_since"), JOINED_MONTHS):
        return None
    return Refusal(
        "CASE-JOINED",
        "派遣元に入社して3か月に達していません。",
        "The person joined the sender less than three months before.",
        "入社から3か月以上たつ開始日にしてください。",
        "Choose a first day at least three months after joining.",
        _SOURCE,
    )


def refuse_absence(facts: Facts) -> Refusal | None:
    """A month below the least presence is not closed without its reason."""
    is_met = meets_presence(
        form=str(facts.values["form"]),
        working_days=facts.number("working_days"),
        onsite_days=facts.number("onsite_days"),
        days=facts.number("days"),
        hours=facts.number("hours"),
    )
    if is_met or facts.values.get("shortfall_reason") != facts.before.get("shortfall_reason"):
        return None
    return Refusal(
        "CASE-PRESENCE",
        "この月の活動が制度の最低（企業派遣型は勤務日の半分以上、副業型は4日かつ20時間、現地1日）に足りません。",
        "The month is below the least presence of the scheme.",
        "日数と時間を直すか、足りない理由を入力してください。",
        "Correct days and hours, or enter why the month falls short.",
        _SOURCE,
    )


_S, _E = KigyoninState, KigyoninEvent
_TERM = (
    refuse_backwards,
    refuse_shorter_than(LEAST_MONTHS, source=_SOURCE),
    refuse_longer_than(MOST_MONTHS, source=_SOURCE),
)
KIND: Final = KindDeclaration(
    code="kigyonin",
    words=Words("地域活性化起業人", "regional revitalisation entrepreneur"),
    source=_SOURCE,
    keepers=(OrganisationKind.MUNICIPALITY,),
    machine=Machine(
        name="regional revitalisation entrepreneur",
        initial=_S.PLANNED,
        transitions=(
            Transition(None, _E.PLAN, _S.PLANNED, "KI1"),
            Transition(_S.PLANNED, _E.AGREE, _S.AGREEMENT, "KI2"),
            Transition(_S.AGREEMENT, _E.START, _S.RUNNING, "KI3"),
            Transition(_S.RUNNING, _E.CLOSE_MONTH, _S.RUNNING, "KI4"),
            Transition(_S.RENEWED, _E.CLOSE_MONTH, _S.RENEWED, "KI4"),
            Transition(_S.RUNNING, _E.RENEW, _S.RENEWED, "KI5"),
            Transition(_S.RUNNING, _E.END, _S.ENDED, "KI6"),
            Transition(_S.RENEWED, _E.END, _S.ENDED, "KI6"),
            Transition(_S.PLANNED, _E.CANCEL, _S.CANCELLED, "KI7"),
            Transition(_S.AGREEMENT, _E.CANCEL, _S.CANCELLED, "KI7"),
        ),
    ),
    labels={
        _S.PLANNED: label("計画", "Planned", Tone.GREY, "協定を締結", "Sign the agreement"),
        _S.AGREEMENT: label(
            "協定締結", "Agreement", Tone.AMBER, "開始を記録", "Record the first day"
        ),
        _S.RUNNING: label(
            "活動中", "Running", Tone.TEAL, "毎月の活動を確認", "Check the presence every month"
        ),
        _S.RENEWED: label(
            "更新済み", "Renewed", Tone.TEAL, "毎月の活動を確認", "Check the presence every month"
        ),
        _S.ENDED: label("終了", "Ended", Tone.GREEN),
        _S.CANCELLED: label("取りやめ", "Cancelled", Tone.GREY),
    },
    fields=(
        choice(
            "form",
            "型",
            "type",
            ("firm", "企業派遣型", "sent by a firm"),
            ("side", "副業型", "side work"),
        ),
        text("sender", "派遣元企業", "sender", most=160),
        choice(
            "task",
            "活動の分野",
            "field of the task",
            ("dx", "DX", "digital"),
            ("tourism", "観光", "tourism"),
            ("product", "特産品・産業", "products"),
            ("other", "その他", "other"),
        ),
        day("employed_since", "派遣元への入社日", "with the sender since", is_past=True),
        day("starts_on", "開始日", "first day"),
        day("ends_on", "終了日", "last day"),
        text("agreement_number", "協定の番号", "number of the agreement", most=60),
        day("agreement_on", "協定の締結日", "day of the agreement", is_past=True),
        number("burden_yen", "月の負担金（円）", "burden a month (yen)"),
        day("month", "対象月の1日", "first day of the month", is_past=True),
        number("working_days", "勤務日数", "working days", most=31),
        number("onsite_days", "現地での日数", "days on site", most=31),
        number("days", "活動日数", "days in all", most=31),
        number("hours", "活動時間", "hours in all", most=300),
        text("shortfall_reason", "足りない理由", "why it falls short", most=300),
        text("interview", "終了面談の内容", "end interview", most=2000, is_personal=True),
        text("reason", "理由", "reason", most=300),
    ),
    steps={
        _E.PLAN: Step(
            words=Words("計画を作る", "Plan"),
            asks=("form", "sender", "task", "employed_since", "starts_on", "ends_on"),
            guards=(refuse_new_employee, *_TERM),
        ),
        _E.AGREE: Step(
            words=Words("協定を記録", "Record the agreement"),
            asks=("agreement_number", "agreement_on", "burden_yen"),
        ),
        _E.START: Step(words=Words("開始", "Begin")),
        _E.CLOSE_MONTH: Step(
            words=Words("月を締める", "Close a month"),
            asks=("month", "working_days", "onsite_days", "days", "hours"),
            may_ask=("shortfall_reason",),
            guards=(refuse_absence,),
        ),
        _E.RENEW: Step(words=Words("更新", "Renew"), asks=("ends_on",), guards=_TERM),
        _E.END: Step(
            words=Words("終了面談を記録", "Record the end interview"),
            party=Party.PERSON,
            asks=("interview",),
        ),
        _E.CANCEL: Step(words=Words("取りやめる", "Cancel"), asks=("reason",)),
    },
    reminders=(
        Reminder(
            states=(_S.RUNNING, _S.RENEWED),
            after="ends_on",
            months=-3,
            words=Words("起業人の更新か終了", "renew or end the entrepreneur's term"),
        ),
    ),
    measures=(
        (
            "months_meeting_presence",
            Words("最低の活動に達した月", "months with the least presence"),
        ),
    ),
)
