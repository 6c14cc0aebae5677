"""Minimum wages by prefecture: the lowest pay of a posting per hour (H6).

Source: 最低賃金法 4条, 9条; 施行規則 2条 (conversion to an hour).
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from tasuki.core.law.parameters import UnknownParameterError, find_parameter
from tasuki.core.law.refusals import Refusal
from tasuki.core.prefectures import PREFECTURES, prefecture_label

_MONTHS: Final = 12
_MINUTES: Final = 60
_SOURCE: Final = "最低賃金法 4条, 9条"


@dataclass(frozen=True, slots=True, kw_only=True)
class PayFloor:
    """The lowest pay of a posting.

    Attributes:
        amount_yen: lowest pay by ``unit``, without premiums; fixed overtime that the text of
            the wage says to be within it is taken off by ``take_off_fixed_overtime``.
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


_FIXED_OVERTIME: Final = re.compile(
    r"(?:固定|みなし|定額)(?:残業|時間外)|\bfixed overtime\b", re.IGNORECASE
)
_FIXED_YEN: Final = re.compile(
    r"(?:(?:固定|みなし|定額)(?:残業|時間外)(?:代|手当|割増賃金|給)?|fixed overtime(?: pay)?)"
    r"[^\d。\n]{0,12}(?:\d{1,3}\s*(?:時間|hours?)(?:分|相当)?[^\d。\n]{0,10})?"
    r"(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>万円|円|yen)",
    re.IGNORECASE,
)
_FIXED_HOURS: Final = re.compile(r"\d{1,3}\s*(?:時間|hours?)", re.IGNORECASE)
_FIXED_EXCESS: Final = re.compile(r"超え|超過|追加|\b(?:beyond|exceed|excess|extra)", re.IGNORECASE)
_FIXED_EXCESS_CLAUSE: Final = re.compile(
    r"(?:超え|超過)[^。、\n()]*|\b(?:beyond|exceed|excess)[^.;\n()]*", re.IGNORECASE
)
_FIXED_BESIDE: Final = re.compile(
    r"(?:別途|別に|のほか|を除|含まな|含まず)|\b(?:on top|not included|besides)\b", re.IGNORECASE
)


def take_off_fixed_overtime(pay: PayFloor, wage_text: str) -> PayFloor | Refusal:
    """Return the pay without the fixed overtime that the text of the wage speaks of (H6).

    Fixed overtime is shown with its hours, its amount and that more is paid beyond it. It
    counts as within the lowest pay unless the text says that it is paid besides.

    Args:
        pay: the lowest pay as entered.
        wage_text: what the posting says about the wage.

    Source: 職業安定法 5条の3, 5条の4; 平11労告141 (固定残業代); 最低賃金法 4条3項.
    """
    text = unicodedata.normalize("NFKC", wage_text)
    if not _FIXED_OVERTIME.search(text):
        return pay
    amount = _FIXED_YEN.search(text)
    if amount is None or not _FIXED_HOURS.search(text) or not _FIXED_EXCESS.search(text):
        return Refusal(
            "H6",
            "固定残業代の時間数、金額、超えた分を追加で支払うことのどれかがありません。",
            "The hours or the amount of the fixed overtime, or that more is paid beyond it, is "
            "missing.",
            "賃金の項目に書いてください（例：固定残業代 30,000円（20時間分）を含む。"
            "超えた分は追加で支払う）。",
            "Write them into the wage (such as: fixed overtime 30,000 yen (20 hours) included; "
            "hours beyond it are paid extra).",
            "職業安定法 5条の3, 5条の4; 平11労告141",
        )
    if _FIXED_BESIDE.search(_FIXED_EXCESS_CLAUSE.sub(" ", text)):
        return pay
    times = 10_000 if amount["unit"] == "万円" else 1
    part = int(Fraction(amount["amount"].replace(",", "")) * times)
    return replace(pay, amount_yen=max(0, pay.amount_yen - part))


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
    if found is None:
        return Refusal(
            "H6",
            f"{on:%Y/%m/%d}の最低賃金が登録されていないため、給与を確かめられません。",
            f"No minimum wage is on record for {on.isoformat()}, so the pay cannot be checked.",
            "法令点検の画面で、登録されている期間を確認してください。",
            "See the page of the law check for the days on record.",
            _SOURCE,
        )
    if hourly >= found[0]:
        return None
    place, shown = prefecture_label(pay.prefecture, "ja"), int(hourly)
    return Refusal(
        "H6",
        f"時間額に直すと{shown:,}円で、{place}の最低賃金{found[0]:,}円を下回ります。",
        f"It comes to {shown:,} yen an hour, below the minimum wage of {found[0]:,} yen there.",
        "給与の下限か所定労働時間を確認してください。",
        "Check the lowest pay and the scheduled hours.",
        _SOURCE,
    )
