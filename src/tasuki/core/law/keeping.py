"""H8: nothing is deleted below its floor or under a hold, nothing is used after a stop.

Pure checks; the numbers come from the record kinds, the clock of a row from its model.
"""

from dataclasses import dataclass
from datetime import date

from tasuki.core.law.refusals import Refusal

_KEEP_SOURCE = "職業安定法施行規則 24条の7; 個人情報保護法 29条, 30条; 法人税法施行規則 59条"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepFacts:
    """What decides whether a row may be deleted.

    Attributes:
        has_floor: a law orders to keep such rows for a time.
        kept_through: last day that must be kept; None while the clock has not started.
        hold_reason: why the row is under a legal hold; "" if it is not.
    """

    has_floor: bool
    kept_through: date | None = None
    hold_reason: str = ""


def check_deletion(facts: KeepFacts, *, on: date) -> Refusal | None:
    """Refuse to delete a row below its floor or under a legal hold (H8).

    Args:
        facts: floor, clock and hold of the row.
        on: the day of the deletion, in Japan.

    Source: 職業安定法施行規則 24条の7; 個人情報保護法施行規則 (three years).
    """
    if facts.hold_reason:
        return Refusal(
            rule="H8",
            reason_ja=f"法的保全の対象です（理由：{facts.hold_reason}）。",
            reason_en=f"This is under a legal hold (reason: {facts.hold_reason}).",
            next_ja="保全が不要になったら、個人情報の責任者が解除してから削除してください。",
            next_en="Let the privacy officer lift the hold first, once it is not needed.",
            source=_KEEP_SOURCE,
        )
    if not facts.has_floor or (facts.kept_through is not None and on > facts.kept_through):
        return None
    until = facts.kept_through
    return Refusal(
        rule="H8",
        reason_ja=f"法令により{until:%Y/%m/%d}まで保存する記録です。"
        if until
        else "完結していない記録です。法令で保存する期間がまだ始まっていません。",
        reason_en=f"The law orders to keep this record until {until.isoformat()}."
        if until
        else "This record is not closed, so its time to be kept has not begun.",
        next_ja="期間が過ぎると自動で削除します。本人からの請求には、"
        "鍵のかかった保管場所に移して、ほかの利用を止めてください。",
        next_en="It is deleted by itself afterwards. For a request of the person, lock it away "
        "and stop all other use.",
        source=_KEEP_SOURCE,
    )


def read_guard(message: str) -> Refusal | None:
    """Return the refusal behind what a guard of the database raised; None if it is another error.

    Args:
        message: such as ``H8: people.TalentRecord 4f0c... is under a legal hold``.
    """
    if not message.startswith("H8: "):
        return None
    if "legal hold" in message.partition("\n")[0]:
        reason_ja, reason_en = (
            "法的保全の対象が含まれています。",
            "Some of this is under a legal hold.",
        )
    else:
        reason_ja = "法令で保存する期間が終わっていない記録が含まれています。"
        reason_en = "The law orders to keep some of this for longer."
    return Refusal(
        rule="H8",
        reason_ja=reason_ja,
        reason_en=reason_en,
        next_ja="何も変更していません。保全または保存期間が終わってから、もう一度操作してください。",
        next_en="Nothing was changed. Try again when the hold or the period is over.",
        source=_KEEP_SOURCE,
    )
