"""The words of every state of a pool entry, and the closed lists of tags and reasons."""

from enum import StrEnum
from typing import Final

from tasuki.core.pool.machines import PoolState
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.words import Words


class PoolTag(StrEnum):
    """The only tags that a pool entry can carry; stored. None judges a person."""

    SIX_MONTHS = "six_months"
    OTHER_JOB = "other_job"
    EVENT_GUEST = "event_guest"


class PoolEndReason(StrEnum):
    """Why the former selection ended, as the company codes it; stored."""

    SKILL = "skill"
    TIMING = "timing"
    CONDITIONS = "conditions"
    POSITION_CLOSED = "position_closed"
    OTHER = "other"


class PoolAnswer(StrEnum):
    """What the person answers to a mail; stored."""

    YES = "yes"
    NOT_NOW = "not_now"
    DELETE_ME = "delete_me"


TAG_LABELS: Final[dict[PoolTag, Words]] = {
    PoolTag.SIX_MONTHS: Words("半年後に連絡", "contact in six months"),
    PoolTag.OTHER_JOB: Words("別の職種", "another job"),
    PoolTag.EVENT_GUEST: Words("イベントに招待", "guest of an event"),
}
REASON_LABELS: Final[dict[PoolEndReason, Words]] = {
    PoolEndReason.SKILL: Words("経験・スキル", "experience or skill"),
    PoolEndReason.TIMING: Words("時期", "timing"),
    PoolEndReason.CONDITIONS: Words("条件", "conditions"),
    PoolEndReason.POSITION_CLOSED: Words("募集の終了", "position closed"),
    PoolEndReason.OTHER: Words("その他", "other"),
}
ANSWER_LABELS: Final[dict[PoolAnswer, Words]] = {
    PoolAnswer.YES: Words("話を聞きたい", "yes"),
    PoolAnswer.NOT_NOW: Words("今はしない", "not now"),
    PoolAnswer.DELETE_ME: Words("情報を消してほしい", "delete me"),
}


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


POOL_LABELS: Final[dict[PoolState, StatusLabel]] = {
    PoolState.INVITED: _status(
        "お尋ね中", "Asked", Tone.GREY, "本人の回答を待つ", "Wait for the person"
    ),
    PoolState.CONSENTED: _status("同意あり", "Consented", Tone.VIOLET),
    PoolState.ACTIVE: _status(
        "連絡できます", "Ready", Tone.TEAL, "合う求人があれば連絡", "Write when an opening fits"
    ),
    PoolState.RENEWED: _status(
        "更新済み", "Renewed", Tone.TEAL, "合う求人があれば連絡", "Write when an opening fits"
    ),
    PoolState.RE_CONTACTED: _status(
        "連絡済み", "Written to", Tone.VIOLET, "本人の回答を待つ", "Wait for the person"
    ),
    PoolState.INTERESTED: _status(
        "関心あり", "Interested", Tone.AMBER, "選考を案内", "Begin the selection"
    ),
    PoolState.SELECTION: _status("選考中", "In selection", Tone.AMBER, "結果を記録", "Decide"),
    PoolState.HIRED: _status("入社", "Hired", Tone.GREEN),
    PoolState.NOT_NOW: _status(
        "今はしない", "Not now", Tone.GREY, "次の連絡日まで待つ", "Wait for the next contact day"
    ),
    PoolState.DELETE_ME: _status(
        "消去の希望", "Wants to be deleted", Tone.RED, "請求に回答", "Answer the request"
    ),
    PoolState.DELETED: _status("消去済み", "Deleted", Tone.GREY),
    PoolState.EXPIRED: _status("同意の終了", "Consent over", Tone.GREY),
}
