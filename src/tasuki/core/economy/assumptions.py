"""What the simulator assumes: each value with its source, or marked 仮定 where nobody measured it.

Every value is a triangular range (low, mid, high). A run draws each one once, from a number of
its own, so that a changed range leaves the draws of all others as they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tasuki.core.words import Words

type Floats = NDArray[np.float64]


class Unit(StrEnum):
    """What a value counts."""

    SHARE = "share"
    YEN = "yen"
    A_YEAR = "a_year"


class AssumptionError(ValueError):
    """A range is no range, or nobody knows its name."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """One value of the world outside.

    Attributes:
        label: what it is.
        low: smallest value.
        mid: most likely value.
        high: largest value; equal to `low` for a value that is known.
        unit: what it counts.
        source: where it comes from; None marks it 仮定 (assumption).

    Raises:
        AssumptionError: low <= mid <= high does not hold, a value is negative, or a share is
            above 1.
    """

    label: Words
    low: float
    mid: float
    high: float
    unit: Unit
    source: Words | None = None

    def __post_init__(self) -> None:
        top = 1.0 if self.unit is Unit.SHARE else float("inf")
        if not 0 <= self.low <= self.mid <= self.high <= top:
            raise AssumptionError(f"{self.label.en}: {self.low}, {self.mid}, {self.high}")

    @property
    def basis(self) -> Words:
        """The source, or the mark of an assumption."""
        return self.source or Words("仮定", "assumption")

    def draw(self, uniform: Floats) -> Floats:
        """Return the triangular quantiles of numbers in 0..1 (yen in whole yen)."""
        spread = self.high - self.low
        if spread == 0:
            return np.full_like(uniform, self.mid)
        turn = (self.mid - self.low) / spread
        rising = self.low + np.sqrt(uniform * spread * (self.mid - self.low))
        falling = self.high - np.sqrt((1 - uniform) * spread * (self.high - self.mid))
        drawn = np.where(uniform < turn, rising, falling)
        return np.rint(drawn) if self.unit is Unit.YEN else drawn


@dataclass(frozen=True, slots=True)
class SizeClass:
    """Companies of one size.

    Attributes:
        code: its name in files.
        label: its name on pages.
        staff: employees of one company.
        applications: applications a year of one company (A).
        hires: openings a year of one company (H).
        share: share of the region's companies.
    """

    code: str
    label: Words
    staff: int
    applications: float
    hires: float
    share: float


_MYNAVI: Final = Words(
    "マイナビ 中途採用状況調査 2022年版（従業員規模別）",
    "Mynavi survey of mid-career hiring, 2022, by number of staff",
)
SIZE_SOURCE: Final = Words(
    f"応募と採用：{_MYNAVI.ja}。人数と構成比：仮定",
    f"Applications and hires: {_MYNAVI.en}. Staff and shares: assumption",
)
SIZE_CLASSES: Final = (
    SizeClass("up_to_50", Words("50人以下", "up to 50"), 25, 39.0, 2.4, 0.45),
    SizeClass("up_to_300", Words("51〜300人", "51 to 300"), 120, 44.9, 6.5, 0.40),
    SizeClass("up_to_1000", Words("301〜1000人", "301 to 1,000"), 550, 69.6, 13.1, 0.12),
    SizeClass("above_1000", Words("1000人超", "above 1,000"), 2000, 240.4, 104.0, 0.03),
)


def _share(ja: str, en: str, low: float, mid: float, high: float) -> Assumption:
    return Assumption(Words(ja, en), low, mid, high, Unit.SHARE)


def _yen(ja: str, en: str, low: int, mid: int, high: int) -> Assumption:
    return Assumption(Words(ja, en), low, mid, high, Unit.YEN)


DEFAULTS: Final[Mapping[str, Assumption]] = MappingProxyType(
    {
        "registration_rate": _share(
            "登録率（数えられた登録÷不採用者）", "Registration rate", 0.03, 0.10, 0.25
        ),
        "acceptance_rate": _share(
            "紹介会社が受け付ける割合", "Registrations accepted and counted", 0.70, 0.85, 0.95
        ),
        "placement_rate": _share(
            "登録者が有料で決まる割合", "Registrants placed for a fee", 0.02, 0.05, 0.10
        ),
        "slot_conversion": _share("枠が採用になる割合", "Slots that end in a hire", 0.3, 0.45, 0.6),
        "early_leave": _share(
            "枠の採用者が保証期間に辞める割合",
            "Slot hires who leave within 90 days",
            0.02,
            0.05,
            0.1,
        ),
        "agency_share": _share(
            "もとの採用のうち紹介会社経由", "Hires through agencies before", 0.30, 0.45, 0.60
        ),
        "salary": Assumption(
            Words("理論年収", "Yearly salary"),
            4_600_000,
            4_600_000,
            4_600_000,
            Unit.YEN,
            Words(
                "国税庁 民間給与実態統計調査（令和5年分）平均給与",
                "National Tax Agency, private salaries of 2023, average",
            ),
        ),
        "fee_rate": Assumption(
            Words("紹介手数料率", "Agency fee rate"),
            0.30,
            0.325,
            0.35,
            Unit.SHARE,
            Words("市場で公表される手数料率 30〜35%", "Published fee rates, 30 to 35 %"),
        ),
        "agency_average_fee": Assumption(
            Words("紹介会社の平均手数料", "Average fee of an agency"),
            946_000,
            946_000,
            946_000,
            Unit.YEN,
            Words(
                "厚生労働省 職業紹介事業報告 2023年度（手数料8,326億円÷就職88万件）",
                "MHLW report on placement businesses, FY2023 (832.6 bn yen / 880,000)",
            ),
        ),
        "advert_cost": _yen(
            "求人広告などの採用1人の費用", "Cost of a hire by adverts", 400_000, 700_000, 1_000_000
        ),
        "slot_cost": _yen("枠の採用1人の費用", "Cost of a hire by a slot", 30_000, 50_000, 100_000),
        "alumni_cost": _yen(
            "再雇用1人の費用", "Cost of a rehire of an alumnus", 50_000, 100_000, 200_000
        ),
        "referral_cost": _yen(
            "リファラル1人の費用（賃金項目を含む）",
            "Cost of a referral hire",
            100_000,
            200_000,
            300_000,
        ),
        "leaving_rate": Assumption(
            Words("離職率", "Leaving rate"),
            0.154,
            0.154,
            0.154,
            Unit.SHARE,
            Words("厚生労働省 雇用動向調査（令和5年）", "MHLW survey on employment trends, 2023"),
        ),
        "alumni_join": _share("退職者がつながりに入る割合", "Leavers who join", 0.15, 0.20, 0.25),
        "alumni_silent": _share("つながりが1年で切れる割合", "Members lost a year", 0.2, 0.3, 0.4),
        "rehire_rate": _share("会員が1年に戻る割合", "Members rehired a year", 0.01, 0.02, 0.04),
        "referral_rate": Assumption(
            Words("社員1人が1年に生むリファラル採用", "Referral hires per employee a year"),
            0.002,
            0.005,
            0.01,
            Unit.A_YEAR,
        ),
        "internal_share": _share(
            "社内で埋まる割合（別掲）", "Openings filled inside (apart)", 0.02, 0.05, 0.10
        ),
    }
)


def change(
    assumptions: Mapping[str, Assumption], code: str, low: float, mid: float, high: float
) -> dict[str, Assumption]:
    """Return the assumptions with one range replaced; the source of a changed value is the user.

    Raises:
        AssumptionError: nobody knows the code, or the range is none.
    """
    if code not in assumptions:
        raise AssumptionError(f"{code}: unknown; known are {', '.join(assumptions)}")
    given = Words("入力値", "given by the user")
    changed = replace(assumptions[code], low=low, mid=mid, high=high, source=given)
    return {**assumptions, code: changed}
