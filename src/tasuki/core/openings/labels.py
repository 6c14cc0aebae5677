"""The words of every state of an opening: label, tone and what comes next."""

from typing import Final

from tasuki.core.openings.states import PostingState
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.words import Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


OPENING_LABELS: Final[dict[PostingState, StatusLabel]] = {
    PostingState.DRAFT: _status(
        "下書き", "Draft", Tone.AMBER, "11項目をそろえて受理・公開", "Complete it, then accept it"
    ),
    PostingState.ACCEPTED: _status(
        "受理済", "Accepted", Tone.VIOLET, "公開して紹介を始める", "Show it and introduce people"
    ),
    PostingState.OPEN: _status(
        "公開中", "Open", Tone.TEAL, "30日以内に内容を確認", "Confirm it within 30 days"
    ),
    PostingState.SUSPENDED: _status(
        "一時停止", "Suspended", Tone.AMBER, "求人者に確認して再開", "Ask the employer and resume"
    ),
    PostingState.FILLED: _status("充足", "Filled", Tone.GREEN),
    PostingState.CLOSED: _status("終了", "Closed", Tone.GREY),
    PostingState.REFUSED: _status(
        "不受理", "Refused", Tone.RED, "不受理通知書を渡す", "Hand over the notice"
    ),
}

PAY_UNITS: Final[dict[str, Words]] = {
    "hour": Words("時給", "per hour"),
    "day": Words("日給", "per day"),
    "month": Words("月給", "per month"),
    "year": Words("年俸", "per year"),
}
