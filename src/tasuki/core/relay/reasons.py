"""Coded reasons: why a registration was refused or not counted, why no invite went out.

The codes are stored and printed on statements; a stored code never changes its meaning.
"""

from enum import StrEnum

from tasuki.core.words import Words


class ReasonCode(StrEnum):
    """Why the agency refused a registration, did not count it, or waits with the count."""

    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"
    N9 = "N9"


class SkipCode(StrEnum):
    """Why one person got no guidance; never merit, age, sex, stage or fit."""

    X1 = "X1"
    X2 = "X2"
    X3 = "X3"
    X4 = "X4"
    X5 = "X5"
    X6 = "X6"


REFUSAL_CODES = frozenset({ReasonCode.N1, ReasonCode.N2, ReasonCode.N3, ReasonCode.N9})
NOT_COUNTED_CODES = frozenset({ReasonCode.N4, ReasonCode.N5, ReasonCode.N6, ReasonCode.N7})

REASON_LABELS: dict[ReasonCode, Words] = {
    ReasonCode.N1: Words("取扱職種・地域の範囲外", "outside the range the agency handles"),
    ReasonCode.N2: Words("本人またはメールを確認できない", "person or mail could not be verified"),
    ReasonCode.N3: Words("虚偽または試験用の登録", "false or test data"),
    ReasonCode.N4: Words("すでに登録のある方", "already registered with the agency"),
    ReasonCode.N5: Words(
        "同じ会社からの一定期間内の再登録", "same person for this company within the set days"
    ),
    ReasonCode.N6: Words("確認中の保留が解けていない", "a hold was not cleared"),
    ReasonCode.N7: Words(
        "案内期間の外、または使えないコード", "outside the window, or a code that is not live"
    ),
    ReasonCode.N8: Words(
        "月の上限のため翌月に判定", "monthly cap reached; decided again next month"
    ),
    ReasonCode.N9: Words("法令に反する内容", "unlawful content"),
}

SKIP_LABELS: dict[SkipCode, Words] = {
    SkipCode.X1: Words("本人の停止希望", "the person opted out"),
    SkipCode.X2: Words("届く連絡先がない", "no address that works"),
    SkipCode.X3: Words("本人の辞退", "the person withdrew the application"),
    SkipCode.X4: Words("16歳未満で代理人がいない", "under 16 without a representative"),
    SkipCode.X5: Words("当社に入社", "joined the company after all"),
    SkipCode.X6: Words("技術的な不具合（再試行）", "technical failure (retried)"),
}
