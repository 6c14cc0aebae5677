"""The words of every state of the relay: label, tone and who acts next.

One table for page, API, mail and file, so that a state is called the same everywhere. Tones:
green = done well, amber = waits for you, violet = waits for someone else, red = broken or
refused, teal = running, grey = over or not begun.
"""

from dataclasses import dataclass
from enum import StrEnum

from tasuki.core.relay.machines import (
    ContractState,
    CreditState,
    DisputeState,
    InviteState,
    LinkState,
    RegistrationState,
    ReleaseState,
    SlotState,
    StatementState,
    TransferState,
)
from tasuki.core.states import TransitionRefused
from tasuki.core.words import Words


class Tone(StrEnum):
    """The colour of a state; never the only sign of it."""

    GREEN = "green"
    AMBER = "amber"
    VIOLET = "violet"
    RED = "red"
    TEAL = "teal"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class StatusLabel:
    """How a state is shown; `next_step` is empty where nothing follows."""

    label: Words
    tone: Tone
    next_step: Words


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


INVITE_LABELS: dict[InviteState, StatusLabel] = {
    InviteState.DRAFT: _status("下書き", "Draft", Tone.GREY, "結果を通知", "Notify the result"),
    InviteState.RESULT_NOTIFIED: _status(
        "通知済み", "Result notified", Tone.TEAL, "案内を表示", "Show the guidance"
    ),
    InviteState.COOLING: _status(
        "送信待ち", "Waiting to send", Tone.VIOLET, "24時間後に送信", "Sent after 24 hours"
    ),
    InviteState.INVITED: _status(
        "案内済み", "Guided", Tone.GREEN, "30日後に終了", "Ends after 30 days"
    ),
    InviteState.EXPIRED: _status("案内終了", "Guidance over", Tone.GREY),
    InviteState.NOT_INVITED: _status("対象外", "Not guided", Tone.GREY),
    InviteState.CANCELLED: _status("取り消し", "Cancelled", Tone.GREY),
}

REGISTRATION_LABELS: dict[RegistrationState, StatusLabel] = {
    RegistrationState.STARTED: _status(
        "登録途中", "Started", Tone.GREY, "本人がメールを確認", "The person verifies the mail"
    ),
    RegistrationState.MAIL_VERIFIED: _status(
        "確認済み", "Mail verified", Tone.GREY, "本人が同意を選択", "The person answers on consent"
    ),
    RegistrationState.CONSENTED: _status(
        "同意済み", "Consented", Tone.GREY, "本人が希望を入力", "The person enters the wishes"
    ),
    RegistrationState.AGENCY_QUEUE: _status(
        "受理待ち", "Waiting for acceptance", Tone.AMBER, "受理を判断", "Decide on acceptance"
    ),
    RegistrationState.HELD: _status(
        "保留", "Held", Tone.AMBER, "担当者が14日以内に確認", "A reviewer looks within 14 days"
    ),
    RegistrationState.ACCEPTED: _status(
        "受理済み", "Accepted", Tone.AMBER, "数えるかを判断", "Decide on the count"
    ),
    RegistrationState.REFUSED: _status("見送り", "Refused", Tone.RED),
    RegistrationState.COUNTED: _status("数えた", "Counted", Tone.GREEN),
    RegistrationState.NOT_COUNTED: _status("数えない", "Not counted", Tone.GREY),
    RegistrationState.REVERSED: _status("取り消し", "Count reversed", Tone.RED),
    RegistrationState.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
    RegistrationState.PAUSED: _status(
        "休止中", "Paused", Tone.VIOLET, "本人が再開", "The person resumes"
    ),
    RegistrationState.ABANDONED: _status("期限切れ", "Abandoned", Tone.GREY),
}

CREDIT_LABELS: dict[CreditState, StatusLabel] = {
    CreditState.EARNED: _status(
        "確認中", "Being checked", Tone.VIOLET, "人材紹介会社が判断", "The agency decides"
    ),
    CreditState.CONFIRMED: _status(
        "数えた", "Counted", Tone.GREEN, "人数がそろうと枠に変更", "Becomes part of a slot"
    ),
    CreditState.BUNDLED: _status("枠に変更", "Turned into a slot", Tone.GREEN),
    CreditState.EXPIRED: _status("期限切れ", "Expired", Tone.GREY),
    CreditState.REVERSED: _status("取り消し", "Reversed", Tone.RED),
}

SLOT_LABELS: dict[SlotState, StatusLabel] = {
    SlotState.GRANTED: _status(
        "使用前", "Not used yet", Tone.AMBER, "求人を選んで申し込み", "Choose a job and request"
    ),
    SlotState.REQUESTED: _status(
        "紹介待ち",
        "Waiting for a candidate",
        Tone.VIOLET,
        "人材紹介会社が紹介",
        "The agency presents",
    ),
    SlotState.CANDIDATE_PRESENTED: _status(
        "回答待ち", "Waiting for an answer", Tone.AMBER, "候補者に回答", "Answer the candidate"
    ),
    SlotState.INTERVIEW_HELD: _status(
        "面接済み", "Interview held", Tone.AMBER, "結果を入力", "Enter the result"
    ),
    SlotState.HIRED: _status(
        "保証期間中", "In the guarantee", Tone.TEAL, "保証期間の終わりを待つ", "The guarantee runs"
    ),
    SlotState.GUARANTEE_PASSED: _status("使用済み", "Used", Tone.GREEN),
    SlotState.CLOSED_UNUSED: _status("終了", "Closed", Tone.GREY),
    SlotState.EXPIRED: _status("期限切れ", "Expired", Tone.GREY),
    SlotState.SUSPENDED: _status(
        "確認中", "Being checked", Tone.VIOLET, "担当者が確認", "A named person checks"
    ),
    SlotState.REVERSED: _status("取り消し", "Reversed", Tone.RED),
}

CONTRACT_LABELS: dict[ContractState, StatusLabel] = {
    ContractState.DRAFT: _status("下書き", "Draft", Tone.GREY, "双方が署名", "Both sides sign"),
    ContractState.AGREED: _status(
        "合意済み", "Agreed", Tone.AMBER, "書類をそろえて運用開始", "Complete the papers and start"
    ),
    ContractState.RUNNING: _status("運用中", "Running", Tone.TEAL),
    ContractState.PAUSED: _status(
        "停止中", "Paused", Tone.RED, "停止の理由を解消", "Resolve the reason of the pause"
    ),
    ContractState.ENDED: _status("終了", "Ended", Tone.GREY),
}

LINK_LABELS: dict[LinkState, StatusLabel] = {
    LinkState.ACTIVE: _status("使用中", "Active", Tone.TEAL),
    LinkState.ROTATED: _status(
        "交換済み", "Rotated", Tone.GREY, "30日後に終了", "Ends after 30 days"
    ),
    LinkState.EXPIRED: _status("期限切れ", "Expired", Tone.GREY),
    LinkState.REVOKED: _status("停止", "Revoked", Tone.RED),
}

RELEASE_LABELS: dict[ReleaseState, StatusLabel] = {
    ReleaseState.ASKED: _status(
        "回答待ち",
        "Waiting for an answer",
        Tone.VIOLET,
        "本人が7日以内に回答",
        "Answer within 7 days",
    ),
    ReleaseState.YES: _status(
        "同意済み", "Agreed", Tone.AMBER, "記録を付けて提供", "Send with a record"
    ),
    ReleaseState.NO: _status("伝えない", "Not told", Tone.GREY),
    ReleaseState.SENT: _status("提供済み", "Provided", Tone.GREEN),
    ReleaseState.WITHDRAWN: _status("取り消し", "Withdrawn", Tone.GREY),
    ReleaseState.CLOSED: _status("募集終了", "Request over", Tone.GREY),
}

TRANSFER_LABELS: dict[TransferState, StatusLabel] = {
    TransferState.REQUESTED_BY_PERSON: _status(
        "本人の依頼", "Requested", Tone.VIOLET, "本人が同意", "The person consents"
    ),
    TransferState.CONSENT_SIGNED: _status(
        "同意済み", "Consented", Tone.AMBER, "依頼の順に送付", "Sent in the order of requests"
    ),
    TransferState.QUEUED: _status("送付待ち", "Queued", Tone.TEAL, "自動で送付", "Sent by itself"),
    TransferState.SENT: _status(
        "送付済み", "Sent", Tone.VIOLET, "人材紹介会社が受領", "The agency receives"
    ),
    TransferState.RECEIVED: _status(
        "受領済み", "Received", Tone.AMBER, "受理を判断", "Decide on acceptance"
    ),
    TransferState.ACCEPTED: _status("受理済み", "Accepted", Tone.GREEN),
    TransferState.RETURNED: _status("差し戻し", "Returned", Tone.RED),
    TransferState.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
}

DISPUTE_LABELS: dict[DisputeState, StatusLabel] = {
    DisputeState.OPENED: _status(
        "照会中", "Being asked", Tone.VIOLET, "14日以内に回答", "Answered within 14 days"
    ),
    DisputeState.ANSWERED: _status(
        "回答済み", "Answered", Tone.AMBER, "訂正または変更なしを決定", "Decide: correct or keep"
    ),
    DisputeState.UPHELD: _status("訂正", "Corrected", Tone.GREEN),
    DisputeState.KEPT: _status("変更なし", "Kept", Tone.GREY),
    DisputeState.WITHDRAWN: _status("取り下げ", "Withdrawn", Tone.GREY),
}

STATEMENT_LABELS: dict[StatementState, StatusLabel] = {
    StatementState.OPEN: _status(
        "集計中", "Being counted", Tone.TEAL, "翌月に発行", "Issued next month"
    ),
    StatementState.ISSUED: _status("発行済み", "Issued", Tone.GREEN),
    StatementState.SUPERSEDED: _status("訂正あり", "Superseded", Tone.GREY),
}

_BY_TYPE: dict[type[StrEnum], dict[str, StatusLabel]] = {}
for _table in (
    INVITE_LABELS,
    REGISTRATION_LABELS,
    CREDIT_LABELS,
    SLOT_LABELS,
    CONTRACT_LABELS,
    LINK_LABELS,
    RELEASE_LABELS,
    TRANSFER_LABELS,
    DISPUTE_LABELS,
    STATEMENT_LABELS,
):
    for _state, _label in _table.items():
        _BY_TYPE.setdefault(type(_state), {})[_state.value] = _label


def status_label(state: StrEnum) -> StatusLabel:
    """Return how a state of one of the relay's machines is shown.

    Raises:
        KeyError: the enum is no state of the relay.
    """
    return _BY_TYPE[type(state)][state.value]


# Keyed by the names of the machines.
OBJECT_LABELS: dict[str, Words] = {
    "invite": Words("案内", "invite"),
    "registration": Words("登録", "registration"),
    "credit": Words("リレー残高", "credit"),
    "slot": Words("無料枠", "slot"),
    "relay contract": Words("リレー契約", "relay contract"),
    "relay link": Words("登録リンク", "relay link"),
    "release": Words("提供", "release"),
    "transfer": Words("送付", "transfer"),
    "dispute": Words("照会", "dispute"),
    "statement": Words("通知書", "statement"),
}


def refused_step_words(refused: TransitionRefused) -> Words:
    """Return a refused step as a sentence in the words of the screen.

    Args:
        refused: from one of the relay's machines, raised with a state of its enum.

    Raises:
        KeyError: the machine is none of the relay's.
    """
    name = OBJECT_LABELS[refused.object_name]
    state = refused.state
    if not isinstance(state, StrEnum):
        return Words(
            f"{name.ja}がまだないため、この操作はできません。先に作成してください。",
            f"This is not possible because the {name.en} does not exist yet. Create it first.",
        )
    label = status_label(state).label
    return Words(
        f"{name.ja}は「{label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        f"This is not possible because the {name.en} is “{label.en}”. "
        "Reload the page and check the present state.",
    )
