"""H8: nothing is deleted below its floor or under a hold, nothing is used after a stop.

Pure checks; the numbers come from the record kinds, the clock of a row from its model.
"""

from dataclasses import dataclass
from datetime import date

from tasuki.core.law.refusals import Refusal

_KEEP_SOURCE = "職業安定法施行規則 24条の7; 個人情報保護法 29条, 30条; 法人税法施行規則 59条"
_STOP_SOURCE = "個人情報保護法 35条; 特定電子メール法 3条"


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


def check_use(*, stopped_on: date | None, is_own_act: bool = False) -> Refusal | None:
    """Refuse to use or contact a person after a stop of use, an opt-out or a withdrawal (H8).

    Args:
        stopped_on: the day of the stop; None if there is none.
        is_own_act: an answer to what the person did a moment ago, such as the receipt of the
            withdrawal itself.

    Source: 個人情報保護法 35条.
    """
    if stopped_on is None or is_own_act:
        return None
    return Refusal(
        rule="H8",
        reason_ja=f"この方の情報は{stopped_on:%Y/%m/%d}に利用停止になりました。",
        reason_en=f"The use of this person's data was stopped on {stopped_on.isoformat()}.",
        next_ja="連絡や提供はできません。本人が自分で再開した場合だけ使えます。",
        next_en="Do not contact the person or pass the data on, unless the person comes back.",
        source=_STOP_SOURCE,
    )
