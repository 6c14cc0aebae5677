"""Minimum wages by prefecture: the lowest pay of a posting per hour (H6).

Source: 最低賃金法 4条, 9条; 施行規則 2条 (conversion to an hour).
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from tasuki.core.law.parameters import UnknownParameterError, find_parameter
from tasuki.core.law.refusals import Refusal

_MONTHS: Final = 12
_MINUTES: Final = 60
_SOURCE: Final = "最低賃金法 4条, 9条"
PREFECTURES: Final[tuple[str, ...]] = (
    "北海道",
    "青森県",
    "岩手県",
    "宮城県",
    "秋田県",
    "山形県",
    "福島県",
    "茨城県",
    "栃木県",
    "群馬県",
    "埼玉県",
    "千葉県",
    "東京都",
    "神奈川県",
    "新潟県",
    "富山県",
    "石川県",
    "福井県",
    "山梨県",
    "長野県",
    "岐阜県",
    "静岡県",
    "愛知県",
    "三重県",
    "滋賀県",
    "京都府",
    "大阪府",
    "兵庫県",
    "奈良県",
    "和歌山県",
    "鳥取県",
    "島根県",
    "岡山県",
    "広島県",
    "山口県",
    "徳島県",
    "香川県",
    "愛媛県",
    "高知県",
    "福岡県",
    "佐賀県",
    "長崎県",
    "熊本県",
    "大分県",
    "宮崎県",
    "鹿児島県",
    "沖縄県",
)
"""Names by number: the first one is prefecture 1 (JIS X 0401)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFloor:
    """The lowest pay of a posting.

    Attributes:
        amount_yen: lowest pay without fixed overtime and premiums, by ``unit``.
        unit: ``hour``, ``day``, ``month`` or ``year``.
        minutes: scheduled minutes of a day for daily pay, of an average month for monthly and
            yearly pay; 0 for hourly pay.
        prefecture: number of the prefecture of the workplace, 1-47; None if not stated.
    """

    amount_yen: int
    unit: str
    minutes: int = 0
    prefecture: int | None = None


def hourly_yen(pay: PayFloor) -> Fraction | None:
    """Return the pay of an hour, exact; None if it cannot be worked out from what is stated.

    Source: 最低賃金法施行規則 2条.
    """
    if pay.amount_yen <= 0:
        return None
    if pay.unit == "hour":
        return Fraction(pay.amount_yen)
    if pay.minutes <= 0:
        return None
    span = _MONTHS if pay.unit == "year" else 1
    return Fraction(pay.amount_yen * _MINUTES, pay.minutes * span)


def find_minimum_wage(prefecture: int, *, on: date) -> tuple[int, bool] | None:
    """Return the highest known hourly floor of a prefecture on a day, and if it is confirmed.

    Args:
        prefecture: 1-47.
        on: the day of the work.

    Returns:
        None where no figure is recorded for the day.
    """
    try:
        found = find_parameter("min_wage", on=on)
    except UnknownParameterError:
        return None
    amount: int = found.value[f"{prefecture:02d}"]
    return amount, found.is_confirmed


def check_minimum_wage(pay: PayFloor, *, on: date) -> Refusal | None:
    """H6: the lowest pay reaches the minimum wage of the workplace.

    A figure that still has to be confirmed refuses too: minimum wages only rise, so that pay
    below an older figure is below the newer one.

    Args:
        pay: the lowest pay.
        on: the day on which the posting is shown or used.
    """
    hourly = hourly_yen(pay)
    if hourly is None or pay.prefecture is None or not 1 <= pay.prefecture <= len(PREFECTURES):
        return Refusal(
            "H6",
            "最低賃金を確かめられません。給与の下限、就業する都道府県、所定労働時間のどれかがありません。",
            "The minimum wage cannot be checked: the lowest pay, the prefecture or the scheduled "
            "hours are missing.",
            "給与の下限、都道府県、所定労働時間を入力してください。",
            "Enter the lowest pay, the prefecture and the scheduled hours.",
            _SOURCE,
        )
    found = find_minimum_wage(pay.prefecture, on=on)
    if found is None or hourly >= found[0]:
        return None
    place, shown = PREFECTURES[pay.prefecture - 1], int(hourly)
    return Refusal(
        "H6",
        f"時間額に直すと{shown:,}円で、{place}の最低賃金{found[0]:,}円を下回ります。",
        f"It comes to {shown:,} yen an hour, below the minimum wage of {found[0]:,} yen there.",
        "給与の下限か所定労働時間を確認してください。",
        "Check the lowest pay and the scheduled hours.",
        _SOURCE,
    )
