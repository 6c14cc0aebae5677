"""Public figures to compare with, each with year, scope and source.

A benchmark is a reference value (参考値): it never fills an empty own value and never becomes a
target by itself. Values were read on public pages; those marked so were computed from them.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """One public figure.

    Attributes:
        id: stable name.
        low, high: the range; equal for a single value. Percent or yen.
        unit: ``percent`` or ``yen``.
        year: of the survey; empty if the source does not say.
        scope: whom it covers, and what is counted.
        source: who published it.
        is_computed: computed from two published numbers.
    """

    id: str
    low: Decimal
    high: Decimal
    unit: str = "percent"
    year: str
    scope: Words
    source: str
    is_computed: bool = False


def _one(id: str, value: str, year: str, scope: Words, source: str, **more: object) -> Benchmark:
    low, _, high = value.partition("-")
    return Benchmark(
        id=id,
        low=Decimal(low),
        high=Decimal(high or low),
        year=year,
        scope=scope,
        source=source,
        **more,  # type: ignore[arg-type]
    )


BENCHMARKS: Final[dict[str, Benchmark]] = {
    one.id: one
    for one in (
        _one(
            "routes_referral",
            "24.4",
            "2023",
            Words(
                "社員紹介を使う会社の割合（複数回答）", "firms that use referral, multiple answers"
            ),
            "the-owner",
        ),
        _one(
            "routes_agency",
            "41.2",
            "2023",
            Words(
                "紹介会社を使う会社の割合（複数回答）", "firms that use agencies, multiple answers"
            ),
            "the-owner",
        ),
        _one(
            "routes_alumni",
            "12.3",
            "2023",
            Words(
                "アルムナイ採用をする会社の割合（複数回答）",
                "firms that hire alumni, multiple answers",
            ),
            "the-owner",
        ),
        _one(
            "pass_document",
            "30-50",
            "",
            Words("書類通過率の目安", "documents, rule of thumb"),
            "cefngwlad, tenshoku-seikou",
        ),
        _one(
            "applicants_per_hire",
            "12.0",
            "2019",
            Words("全業種 応募8.3人に1人", "all trades, 1 of 8.3 applicants"),
            "os7.biz",
            is_computed=True,
        ),
        _one(
            "leaving_university",
            "33.8-34.9",
            "2021-2022",
            Words("大学卒の3年以内離職率", "university graduates within 3 years"),
            "厚生労働省（rodo、livedoor経由）",
        ),
        _one(
            "leaving_high_school",
            "38.4",
            "2021",
            Words("高校卒の3年以内離職率", "high school graduates within 3 years"),
            "厚生労働省（rodo、jinjib経由）",
        ),
        _one(
            "regional_match",
            "20.8",
            "2020",
            Words("プロ人材事業の相談から成約", "national programme for professionals"),
            "rosei",
            is_computed=True,
        ),
        _one(
            "cost_mid_career",
            "1033000",
            "2019",
            Words("中途採用1人あたり", "per mid-career hire"),
            "就職白書2020（HubSpot、vollect経由）",
            unit="yen",
        ),
        _one(
            "cost_new_graduate",
            "936000",
            "2019",
            Words("新卒採用1人あたり", "per new graduate"),
            "就職白書2020（HubSpot、vollect経由）",
            unit="yen",
        ),
        _one(
            "cost_part_time",
            "64000",
            "",
            Words("アルバイト採用1人あたり", "per part-time hire"),
            "vollect",
            unit="yen",
        ),
    )
}


def list_benchmarks(ids: tuple[str, ...]) -> tuple[Benchmark, ...]:
    """Return the benchmarks of a definition.

    Raises:
        KeyError: one is not listed.
    """
    return tuple(BENCHMARKS[one] for one in ids)
