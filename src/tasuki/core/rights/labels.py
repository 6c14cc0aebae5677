"""The words of the states of requests and incidents: label, tone and who acts next."""

from typing import Final

from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.rights.breach import IncidentState
from tasuki.core.rights.requests import RequestState
from tasuki.core.words import Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


_TELL: Final = ("回答書を本人に送付", "Send the answer to the person")
REQUEST_LABELS: Final[dict[RequestState, StatusLabel]] = {
    RequestState.RECEIVED: _status(
        "本人確認待ち", "Identity open", Tone.AMBER, "本人であることを確認", "Check the identity"
    ),
    RequestState.IDENTIFIED: _status(
        "回答待ち", "To be decided", Tone.AMBER, "調査して回答を決定", "Look into it and decide"
    ),
    RequestState.DISCLOSED: _status("開示を決定", "Disclosed", Tone.TEAL, *_TELL),
    RequestState.CORRECTED: _status("訂正済み", "Corrected", Tone.TEAL, *_TELL),
    RequestState.STOPPED: _status("停止済み", "Stopped", Tone.TEAL, *_TELL),
    RequestState.ERASED: _status("消去済み", "Erased", Tone.TEAL, *_TELL),
    RequestState.REFUSED: _status("応じない決定", "Refused", Tone.RED, *_TELL),
    RequestState.NOTIFIED: _status("回答済み", "Answered", Tone.GREEN),
    RequestState.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
}
INCIDENT_LABELS: Final[dict[IncidentState, StatusLabel]] = {
    IncidentState.OPEN: _status(
        "対応中", "Open", Tone.AMBER, "報告の要否を確認", "See whether a report is due"
    ),
    IncidentState.PRELIMINARY: _status(
        "速報済み", "Preliminary report sent", Tone.TEAL, "確報を準備", "Prepare the final report"
    ),
    IncidentState.FINAL: _status(
        "確報済み", "Final report sent", Tone.TEAL, "本人への通知を確認", "See to the persons"
    ),
    IncidentState.CLOSED: _status("終了", "Closed", Tone.GREEN),
}
