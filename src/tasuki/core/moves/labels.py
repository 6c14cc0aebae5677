"""The words of every state of a move: label, tone and who acts next; and of its codes."""

from enum import StrEnum
from typing import Final

from tasuki.core.law.hours import HoursModel, JobKind
from tasuki.core.law.secondment import MoveKind
from tasuki.core.moves.machines import (
    ContractWorkState,
    DeliveryState,
    MoveState,
    SheetState,
    SideWorkState,
)
from tasuki.core.relay.labels import StatusLabel, Tone
from tasuki.core.words import Words


class SideWorkGround(StrEnum):
    """The only four grounds on which side work may be refused; stored.

    Source: guideline on side work (副業・兼業の促進に関するガイドライン) 2022-07.
    """

    WORK = "work"
    SECRETS = "secrets"
    COMPETITION = "competition"
    REPUTATION = "reputation"


GROUND_LABELS: Final[dict[SideWorkGround, Words]] = {
    SideWorkGround.WORK: Words("労務提供上の支障", "it hinders the work here"),
    SideWorkGround.SECRETS: Words("業務上の秘密の漏えい", "secrets would leak"),
    SideWorkGround.COMPETITION: Words("競業による利益の侵害", "it competes with us"),
    SideWorkGround.REPUTATION: Words("名誉・信頼の侵害", "it harms honour or trust"),
}
KIND_LABELS: Final[dict[MoveKind, Words]] = {
    MoveKind.SECONDMENT: Words("在籍出向", "secondment"),
    MoveKind.TRANSFER_OUT: Words("転籍", "transfer"),
}
JOB_LABELS: Final[dict[JobKind, Words]] = {
    JobKind.EMPLOYED: Words("雇用（労働時間を通算）", "employed (hours add up)"),
    JobKind.CONTRACT: Words("業務委託（通算しない）", "contract (hours do not add up)"),
    JobKind.ADVISER: Words("顧問・役員など（通算しない）", "adviser (hours do not add up)"),
    JobKind.SUPERVISOR: Words("管理監督者（通算しない）", "supervisory post (hours do not add up)"),
}
MODEL_LABELS: Final[dict[HoursModel, Words]] = {
    HoursModel.PRINCIPLE: Words("原則的な方法", "the principle"),
    HoursModel.MANAGEMENT: Words("管理モデル", "management model"),
}


def _status(ja: str, en: str, tone: Tone, next_ja: str = "", next_en: str = "") -> StatusLabel:
    return StatusLabel(Words(ja, en), tone, Words(next_ja, next_en))


MOVE_LABELS: Final[dict[MoveState, StatusLabel]] = {
    MoveState.PROPOSED: _status(
        "提案", "Proposed", Tone.GREY, "条件を固めて本人に説明", "Settle the terms and explain them"
    ),
    MoveState.PURPOSE_OK: _status(
        "目的を確認済み", "Purpose confirmed", Tone.AMBER, "本人に条件を渡す", "Deliver the terms"
    ),
    MoveState.EXPLAINED: _status(
        "本人に説明済み", "Explained", Tone.VIOLET, "本人の返事を待つ", "Wait for the person"
    ),
    MoveState.CONSENTED: _status(
        "本人が同意", "Consented", Tone.AMBER, "両社で署名", "Sign between the firms"
    ),
    MoveState.CONTRACT_SIGNED: _status(
        "契約済み", "Contract signed", Tone.AMBER, "開始を記録", "Record the start"
    ),
    MoveState.ACTIVE: _status("出向中", "Active", Tone.TEAL, "復帰の準備", "Prepare the return"),
    MoveState.EXTENDED: _status(
        "延長中", "Extended", Tone.TEAL, "復帰の準備", "Prepare the return"
    ),
    MoveState.RETURNED: _status("復帰", "Returned", Tone.GREEN),
    MoveState.CONVERTED: _status("転籍に切替", "Turned into a transfer", Tone.GREEN),
    MoveState.TRANSFERRED: _status("転籍済み", "Transferred", Tone.GREEN),
    MoveState.DECLINED: _status("本人が辞退", "Declined", Tone.GREY),
    MoveState.CANCELLED: _status("取りやめ", "Cancelled", Tone.GREY),
}
SIDE_WORK_LABELS: Final[dict[SideWorkState, StatusLabel]] = {
    SideWorkState.NOTIFIED: _status(
        "届出あり", "Notified", Tone.AMBER, "内容を確認", "Check the notice"
    ),
    SideWorkState.CHECKED: _status("確認済み", "Checked", Tone.AMBER, "合意か回答", "Decide"),
    SideWorkState.AGREED: _status("合意済み", "Agreed", Tone.VIOLET, "開始を待つ", "Starts soon"),
    SideWorkState.REFUSED: _status("不承認", "Refused", Tone.RED),
    SideWorkState.RUNNING: _status(
        "実施中", "Running", Tone.TEAL, "月の時間を締める", "Close the month"
    ),
    SideWorkState.STOPPED: _status(
        "停止中", "Stopped", Tone.RED, "時間を組み直す", "Plan the hours anew"
    ),
    SideWorkState.ENDED: _status("終了", "Ended", Tone.GREY),
}
SHEET_LABELS: Final[dict[SheetState, StatusLabel]] = {
    SheetState.OPEN: _status("入力中", "Open", Tone.AMBER, "月を締める", "Close the month"),
    SheetState.CLOSED: _status("締め済み", "Closed", Tone.GREEN),
}
CONTRACT_WORK_LABELS: Final[dict[ContractWorkState, StatusLabel]] = {
    ContractWorkState.DRAFT: _status(
        "下書き", "Draft", Tone.GREY, "3条通知を交付", "Issue the notice"
    ),
    ContractWorkState.NOTICE_ISSUED: _status(
        "通知済み", "Notice issued", Tone.VIOLET, "受託者の承諾を待つ", "Wait for the supplier"
    ),
    ContractWorkState.ACCEPTED: _status(
        "実施中", "Running", Tone.TEAL, "受領と支払を記録", "Record receipt and payment"
    ),
    ContractWorkState.END_NOTICED: _status(
        "終了を予告済み", "End announced", Tone.AMBER, "予告した日に終了", "End on that day"
    ),
    ContractWorkState.ENDED: _status("終了", "Ended", Tone.GREEN),
    ContractWorkState.CANCELLED: _status("取りやめ", "Cancelled", Tone.GREY),
}
DELIVERY_LABELS: Final[dict[DeliveryState, StatusLabel]] = {
    DeliveryState.DELIVERED: _status(
        "受領", "Delivered", Tone.AMBER, "検査か支払", "Inspect or pay"
    ),
    DeliveryState.INSPECTED: _status("検査済み", "Inspected", Tone.AMBER, "支払", "Pay"),
    DeliveryState.PAID: _status("支払済み", "Paid", Tone.GREEN),
}
